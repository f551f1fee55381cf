"""What became of an update other than was planned, in one line: for lists that name it.

Belongs here: why it was cancelled, rolled back or moved, and what remains of one that was partly
completed, in the words of one language. Does not belong here: the whole story (``release_page``), the
layout (``theme/templates``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from markupsafe import Markup

from notices.domain.public import Message, PublicRelease
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.views.updates import last_update

__all__ = ["happened", "newest_move"]


def happened(
    public: PublicRelease, locale: Locale, shorten: Callable[[str], str] = str
) -> Markup | None:
    """The line as HTML; ``shorten`` cuts people's own texts. None where all is as planned, or nothing is known."""

    def own(text: LocalizedText) -> LocalizedText:
        return replace(text, text=shorten(text.text))

    release = public.release
    if public.state == "cancelled" and release.cancelled is not None:
        return _html(own(locale.localize(release.cancelled.reason)))
    if public.state == "announced":
        return _moved(public, locale, own)
    result = release.outcome.result if public.state == "completed" and release.outcome else ""
    if result not in ("partial", "rolled_back"):
        return None
    # Of one that was rolled back, what was wrong stays the reason once it is fixed.
    back = result == "rolled_back"
    issues = [issue for issue in release.known_issues if back or issue.status == "open"]
    key, name = ("notice.reason", "reason") if back else ("outcome.open_one", "issue")
    if issues:
        titles = Markup("; ").join(own(locale.localize(issue.title)) for issue in issues)
        return locale.say.html(key, **{name: titles})
    update = last_update(public, locale)
    return _html(own(update.text)) if update else None


def newest_move(public: PublicRelease) -> Message | None:
    """The message that told of the window as it stands now, where that was another before."""
    return next((each for each in reversed(public.messages) if each.previous), None)


def _moved(
    public: PublicRelease, locale: Locale, own: Callable[[LocalizedText], LocalizedText]
) -> Markup | None:
    move, times = newest_move(public), locale.times
    if move is None or move.previous is None:
        return None
    window, reason = public.release.window, public.release.window.moved_reason
    same_day = times.day_of(move.previous[0]) == times.day_of(window.start)
    before = times.span(*move.previous) if same_day else times.day_alone(move.previous[0])
    struck = Markup("<del>{}</del>").format(before)
    if not reason:
        return locale.say.html("notice.before", window=struck)
    return locale.say.html("notice.before_why", window=struck, reason=own(locale.localize(reason)))


def _html(text: LocalizedText) -> Markup | None:
    return Markup(text.__html__()) if text else None  # noqa: S704 (escaped by the text itself)
