"""A new release as a file: every field that its category may use, with what it means.

Belongs here: the text, line by line. Fields that are not used yet stand behind a ``#`` without a
blank, so that deleting it is all that has to be done. Does not belong here: choosing its window
(``windows``), asking for its values (``commands.new``).
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from notices.cli.language import say_in
from notices.cli.new.approvals import needed_approval
from notices.cli.new.freezes import freezes_near
from notices.domain.instants import local
from notices.domain.layout import RELEASES
from notices.domain.ledger import History
from notices.domain.phrases import phrase
from notices.domain.policy import Category, Policy, Texts
from notices.domain.release import Release, System
from notices.domain.schedule import is_owed, publish_by, timing
from notices.domain.wording import blank_text, either, instant_text, written_text
from notices.project.schemas import modeline

__all__ = ["PLACEHOLDER", "comment", "entry_text", "quoted_text", "texts_block"]

PLACEHOLDER = "…"
"""What stands where a person has to write; ``check`` warns of it."""

_WIDTH = 100
_SYSTEMS = 20
"""So many systems are named in a new entry."""


def entry_text(release: Release, policy: Policy, systems: Sequence[System], now: datetime) -> str:
    """The file of a new release. ``systems`` are those that it may name.

    What the release does not have yet is a placeholder, or a field behind a ``#``.
    """
    blocks = _Entry(release, policy, policy.categories[release.category], systems, now).blocks()
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def comment(text: str, indent: str = "") -> list[str]:
    """A phrase as comment lines, in the language in which commands speak."""
    prefix = f"{indent}# "
    lines = textwrap.wrap(
        say_in(text), _WIDTH - len(prefix), break_long_words=False, break_on_hyphens=False
    )
    return [prefix + line for line in lines]


def texts_block(key: str, texts: Texts, policy: Policy) -> list[str]:
    """A text in each language of the policy; a placeholder where it is not written yet."""
    lines = (
        f"  {language}: {quoted_text(texts.get(language) or PLACEHOLDER)}"
        for language in policy.languages
    )
    return [f"{key}:", *lines]


def quoted_text(text: str) -> str:
    """A text as YAML reads it back, whatever signs it has."""
    # What is JSON is YAML too.
    return json.dumps(text, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class _Entry:
    release: Release
    policy: Policy
    category: Category
    systems: Sequence[System]
    now: datetime

    def blocks(self) -> Iterator[list[str]]:
        """The parts of the file, in the order in which people fill them in."""
        release, policy = self.release, self.policy
        yield [
            modeline(f"{RELEASES}/{release.id}.yml").rstrip(),
            "#",
            *comment(
                phrase(
                    "Write your text in the place of each {dots}. A field behind a # is not used: "
                    "delete the # to use it. `notices check` says what is still wrong.",
                    dots=PLACEHOLDER,
                )
            ),
        ]
        if release.draft:
            yield [
                *comment(
                    phrase("Nothing of a draft is published: delete this line when all is written.")
                ),
                "draft: true",
            ]
        yield [f"category: {release.category}"]
        yield texts_block("title", release.title, policy)
        yield [
            *comment(phrase("One or two sentences, for lists, feeds and messages.")),
            *texts_block("summary", release.summary, policy),
        ]
        yield self._window()
        yield self._impact()
        yield from self._kind()
        yield [*comment(phrase("What changes, in Markdown.")), *self._markdown("body", "")]
        yield [
            *comment(phrase("What customers do beforehand, in Markdown.")),
            *self._markdown("prepare", "#"),
        ]
        yield self._own_times()
        yield from self._afterwards()

    def _window(self) -> list[str]:
        window = self.release.window
        lines = ["window:"]
        lines += [f"  start: {self._time(window.start)}", f"  end: {self._time(window.end)}"]
        for text in freezes_near(self.release, self.policy):
            lines += comment(text, "  ")
        if (approval := needed_approval(self.release, self.category, self.policy)) is not None:
            what, role = approval
            lines += comment(what, "  ")
            lines += [f"  #reason: {self._blank}", f"  #approved_by: {role}"]
        lines += [
            *comment(phrase("After a move: why it was moved. Customers read it."), "  "),
            f"  #moved_reason: {self._blank}",
        ]
        if (until := self._publish_by()) is None:
            return lines
        return [
            *comment(phrase("This window can be published until {instant}.", instant=until)),
            *lines,
        ]

    def _publish_by(self) -> str | None:
        owed = replace(self.release, draft=False)
        until = publish_by(owed, self.category, self.policy, History(), self.now)
        return None if until is None else instant_text(until, self.policy)

    def _impact(self) -> list[str]:
        impact = self.release.impact
        lines = [
            "impact:",
            *comment(
                phrase("How long customers cannot work, at most; 0m if they can all the time."),
                "  ",
            ),
            f"  downtime: {impact.downtime // timedelta(minutes=1)}m",
            *comment(
                phrase("What they can do during the update: usable, read_only or stopped."), "  "
            ),
            "  #mode: usable",
            *comment(phrase("Whether they have to sign in again afterwards."), "  "),
            "  #sign_in_again: true",
        ]
        if self.systems:
            shown = [f"{each.id} ({self._name(each.name)})" for each in self.systems[:_SYSTEMS]]
            known = ", ".join([*shown, PLACEHOLDER] if len(self.systems) > _SYSTEMS else shown)
            named = impact.systems or (self.systems[0].id,)
            lines += comment(
                phrase("The systems that it touches. There are: {systems}.", systems=known), "  "
            )
            lines.append(f"  {'' if impact.systems else '#'}systems: [{', '.join(named)}]")
        return lines

    def _kind(self) -> Iterator[list[str]]:
        """What decides which notices are owed, where the category asks for it."""
        release, category = self.release, self.category
        if category.asks_for("important") and not release.targeted:
            off = "" if release.important else "#"
            yield [
                *comment(
                    phrase("Whether it is announced to all customers as an important change.")
                ),
                f"{off}important: true",
            ]
        if category.asks_for("targeted") and not release.important:
            off = "" if release.targeted else "#"
            yield [
                *comment(phrase("The only customers that it is for; it is then never public.")),
                f"{off}customers: [{', '.join(release.customers or ('acme',))}]",
            ]
        if category.origins:
            known = sorted(category.origins)
            yield [
                *comment(phrase("Who caused it, if not we: {origins}.", origins=either(known))),
                f"{'' if release.origin else '#'}origin: {release.origin or known[0]}",
            ]

    def _markdown(self, key: str, off: str) -> list[str]:
        lines = [f"{off}{key}:"]
        for language in self.policy.languages:
            lines += [f"{off}  {language}: |", f"{off}    {PLACEHOLDER}"]
        return lines

    def _own_times(self) -> list[str]:
        """The times of notices that may be chosen, as they are without a choice."""
        release, policy = replace(self.release, draft=False), self.policy
        lines = []
        for rule in self.category.notices:
            times = timing(rule, release, policy, History(), self.now)
            deadline, planned = times.deadline, times.planned
            if (
                deadline is None
                or planned is None
                or not is_owed(rule, release, policy, History(), self.now)
            ):
                continue
            at = planned if planned > self.now else deadline
            until = self._time(deadline)
            span = (
                phrase("{start} to {end}", start=self._time(times.opens), end=until)
                if times.opens
                else phrase("until {end}", end=until)
            )
            lines.append(f"#  {rule.id}: {{at: {self._time(at)}}}  # {say_in(span)}")
        if not lines:
            return []
        return [
            *comment(
                phrase(
                    "When a notice goes out, if not at the time that the policy gives. Behind each is "
                    "the span in which it may; `at: asap` is as soon as possible."
                )
            ),
            "#notices:",
            *lines,
        ]

    def _afterwards(self) -> Iterator[list[str]]:
        yield self._exception()
        window, blank = self.release.window, self._blank
        if not self.release.targeted:
            yield [
                *comment(phrase("News while it runs. Customers are told of each.")),
                "#updates:",
                f"#  - {{at: {self._time(window.start)}, text: {blank}}}",
            ]
        yield [
            *comment(phrase("How it ended: success, partial or rolled_back. Customers are told.")),
            f"#outcome: {{result: success, at: {self._time(window.end)}}}",
        ]
        now = self.now.replace(second=0, microsecond=0)
        yield [
            *comment(
                phrase(
                    "If it does not happen: since when that is known, and why. Customers are told."
                )
            ),
            f"#cancelled: {{at: {self._time(now)}, reason: {blank}}}",
        ]
        yield [
            *comment(
                phrase(
                    "Bugs that remain afterwards. Once one is fixed: `status: fixed`, and "
                    "`fixed_in:` with the id of the release that fixed it."
                )
            ),
            "#known_issues:",
            f"#  - {{title: {blank}, status: open}}",
        ]

    def _exception(self) -> list[str]:
        """The exceptions that the policy grants; a draft can have none."""
        short, after = self.category.short_notice, self.category.after_the_fact
        lines: list[str] = []
        roles: tuple[str, ...] = ()
        if after is not None:
            roles = after.roles
            lines += comment(
                phrase(
                    "If it ran without notice, once {role} has approved that: it is shown when it has "
                    "an outcome.",
                    role=either(after.roles),
                )
            )
        if short is not None:
            if not roles or short.origin in (None, self.release.origin):
                roles = short.roles
            lines += comment(
                phrase(
                    "If the {origin} caused it at short notice, once {role} has approved that.",
                    origin=short.origin,
                    role=either(short.roles),
                )
                if short.origin
                else phrase(
                    "If there was only short notice, once {role} has approved that.",
                    role=either(short.roles),
                )
            )
        if not roles:
            return []
        today = local(self.now, self.policy.zone).date()
        return [
            *comment(phrase("An exception from the leads; a draft has none.")),
            *lines,
            f"#exception: {{approved_by: {roles[0]}, on: {today}, reason: {self._blank}}}",
        ]

    @property
    def _blank(self) -> str:
        return blank_text(self.policy)

    def _time(self, instant: datetime) -> str:
        return written_text(instant, self.policy)

    def _name(self, texts: Texts) -> str:
        names: Iterable[str] = (texts.get(self.policy.default_language, ""), *texts.values())
        return next(filter(None, names))
