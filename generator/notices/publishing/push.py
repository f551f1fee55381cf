"""Publishing and recording through git: what counts is what the other side has taken.

Belongs here: starting from the other side's head, offering a commit, starting again when it
was not taken. Does not belong here: calling git (``project.git``), what is published or recorded.

Nothing in the clone changes, and no site is shown, before the push was accepted: the
commit is made beside branch and work tree. So a crash leaves either nothing, or what the next
run fetches. A ledger is never merged: of two that were pushed at once, one is rejected, and is
made anew on the other.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from notices.domain.layout import CONTENT, LEDGER, PUBLISHED
from notices.domain.ledger import Record
from notices.domain.policy import Policy
from notices.domain.wording import instant_text
from notices.evaluation import Evaluation
from notices.project.disk import Workspace
from notices.project.git import Clone, GitError, Rejected
from notices.publishing import generations, journal
from notices.publishing.publish import PublishOptions, changed_files, evaluated_apart
from notices.publishing.record import RecordRequest, RecordResult, entered
from notices.publishing.showing import Render, ledger_bytes, remove, show
from notices.publishing.site_dir import check_site_dir

__all__ = ["enter", "publish"]

_TRIES = 10
_LONGEST_S = 20.0

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Offer(Generic[Result]):
    """What one start from the other side's head came to: the files to push, and the rest."""

    result: Result
    files: Mapping[str, bytes]
    message: str
    staged: Path | None = None
    ledger: bytes | None = None
    site_dir: Path | None = None


def publish(workspace: Workspace, options: PublishOptions, render: Render) -> Evaluation:
    """As ``publish.publish``: pushed first, and shown when that was accepted.

    The head is shown even if nothing is new. Raises ``GitError`` where nothing could be
    pushed; then nothing is shown.
    """
    check_site_dir(workspace, workspace.configuration())

    def offer() -> _Offer[Evaluation]:
        # It may have come with the head.
        configuration = workspace.configuration()
        check_site_dir(workspace, configuration)
        evaluation = evaluated_apart(options)
        if evaluation.site is None:
            return _Offer(evaluation, {}, "")
        ledger = ledger_bytes(workspace)
        files = journal.changed(workspace, changed_files(evaluation, ledger))
        message = _published(evaluation.records, evaluation.policy)
        folder = generations.stage(workspace)
        try:
            render(evaluation.published, folder)
        except BaseException:
            remove(workspace, folder)
            raise
        return _Offer(
            evaluation.published,
            files,
            message,
            folder,
            files.get(LEDGER, ledger),
            configuration.site_dir,
        )

    with journal.locked(workspace):
        offered = _pushed(workspace, options, offer)
        if offered.staged is not None and offered.site_dir is not None:
            try:
                ledger, site_dir = offered.ledger, offered.site_dir
                show(workspace, offered.staged, site_dir, ledger)
            finally:
                _forget(workspace, offered)
        return offered.result


def enter(workspace: Workspace, options: PublishOptions, request: RecordRequest) -> RecordResult:
    """As ``record.enter``, pushed. Raises ``GitError`` where that was not accepted."""

    def offer() -> _Offer[RecordResult]:
        result = entered(workspace, options, request)
        if result.record is None:
            return _Offer(result, {}, "")
        return _Offer(result, {LEDGER: result.ledger}, _recorded(result, request))

    with journal.locked(workspace):
        return _pushed(workspace, options, offer).result


def _pushed(
    workspace: Workspace, options: PublishOptions, offer: Callable[[], _Offer[Result]]
) -> _Offer[Result]:
    """The first offer that the other side took; the clone is then where the other side is."""
    clone = Clone.at(workspace.root)
    for tried in range(_TRIES):
        there, base = _caught_up(clone)
        offered = offer()
        try:
            # Two that record the same in one second may not make the same commit: both would
            # take it for their own.
            message = f"{offered.message}\nRun: {secrets.token_hex(4)}\n"
            commit = clone.commit(base, offered.files, message) if offered.files else base
            if commit != there:
                _push(clone, commit)
            clone.forward(commit)
        except Rejected as rejected:
            _forget(workspace, offered)
            if tried == _TRIES - 1:
                raise GitError(f"{rejected}; tried {_TRIES} times") from None
            # Whoever was faster is likely to come again just as fast.
            options.sleep(random.uniform(0.1, min(2.0**tried, _LONGEST_S)))  # noqa: S311
        except BaseException:
            _forget(workspace, offered)
            raise
        else:
            return offered
    raise AssertionError("the last try ends the loop")


def _push(clone: Clone, commit: str) -> None:
    """Push; where the answer was lost, look what came of it."""
    try:
        clone.push(commit)
    except Rejected:
        raise
    except GitError as error:
        try:
            taken = clone.leads_to(commit, clone.fetch())
        except GitError:
            raise error from None
        if not taken:
            raise


def _forget(workspace: Workspace, offered: _Offer[Result]) -> None:
    """Remove what was staged, unless readers are shown it."""
    if offered.staged is not None:
        remove(workspace, offered.staged)


def _caught_up(clone: Clone) -> tuple[str, str]:
    """Bring the clone to the other side's head: that head, and the commit to go on from.

    They differ only by records that somebody committed and never pushed: those go along.
    """
    there = clone.fetch()
    changes = clone.uncommitted(CONTENT)
    # A crash after the push leaves files that the other side has already.
    own = [path for path in changes if not clone.holds(there, path)]
    if own:
        more = f" and {len(own) - 1} more" if len(own) > 1 else ""
        raise GitError(
            f"{own[0]}{more} changed, but not committed; --push publishes only what is pushed: "
            "commit and push it first, or `git restore` it"
        )
    clone.take(changes)
    here = clone.head()
    if clone.leads_to(here, there):
        if here != there:
            clone.forward(there)
        return there, there
    if not clone.leads_to(there, here):
        raise GitError(
            f"`{clone.branch}` and its branch at {clone.remote} have diverged; a ledger cannot be "
            "merged, so look at what is only here: git log @{upstream}.."
        )
    recorded = (f"{clone.prefix}{LEDGER}", f"{clone.prefix}{PUBLISHED}/")
    if not all(name.startswith(recorded) for name in clone.changed(there, here)):
        raise GitError(f"`{clone.branch}` has commits that are not pushed; run `git push` first")
    return there, here


def _published(records: tuple[Record, ...], policy: Policy | None) -> str:
    """The commit's message for a publish."""
    if not records or policy is None:
        return "Update the announced copies\n"
    sent = [record for record in records if record.verdict != "missed"]
    verb, these = ("Publish", sent) if sent else ("Miss", list(records))
    one = f"{these[0].notice} of {these[0].entry}"
    title = f"{verb} {one if len(these) == 1 else f'{len(these)} notices'}"
    lines = [f"- {_line(record, policy)}" for record in records]
    return "\n".join((title, "", *lines, ""))


def _recorded(result: RecordResult, request: RecordRequest) -> str:
    """The commit's message for a record; the only place that keeps the channel."""
    record, policy = result.record, result.policy
    assert record is not None and policy is not None
    by = f" by {request.channel}" if request.channel else ""
    when = instant_text(record.published_at, policy)
    title = f"Record {record.notice} of {record.entry}"
    return f"{title}\n\n- {_line(record, policy)}\n- sent {when}{by}\n"


def _line(record: Record, policy: Policy) -> str:
    start = instant_text(record.start, policy)
    verdict = record.verdict.replace("_", " ")
    return f"{record.entry}: {record.notice}, {verdict}, for {start}"
