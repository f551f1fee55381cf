"""Publishing and recording through git: what counts is what the other side has taken.

Belongs here: offering a commit, starting again when it was not taken. Does not belong here: git
itself (``project.clone``), starting from the other side's head (``catch_up``), the proof that no
line of a ledger is lost on the way (``append_only``), what is published or recorded.

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

from notices.domain.layout import LEDGER
from notices.domain.ledger import Record
from notices.domain.phrases import phrase
from notices.domain.policy import Policy
from notices.domain.wording import instant_text
from notices.evaluation import Evaluation
from notices.project.clone import Clone, Rejected
from notices.project.disk import Workspace
from notices.project.git import GitError
from notices.publishing import append_only, journal, outbox
from notices.publishing.catch_up import caught_up
from notices.publishing.publish import PublishOptions, changed_files, evaluated_apart
from notices.publishing.record import RecordRequest, RecordResult, entered
from notices.publishing.showing import IsShown, Render, Staged, ledger_bytes, remove, show, stage
from notices.publishing.site_dir import check_site_dir

__all__ = ["Offer", "enter", "publish", "pushed"]

_TRIES = 10
# A rejection while nobody else was faster is seldom taken back.
_TRIES_ALIKE = 3
_LONGEST_S = 20.0

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Offer(Generic[Result]):
    """What one start from the other side's head came to: the files to push, and the rest.

    Without a ``message`` it was refused, and nothing at all is pushed.
    """

    result: Result
    files: Mapping[str, bytes]
    message: str
    staged: Staged | None = None
    ledger: bytes | None = None
    site_dir: Path | None = None


def publish(
    workspace: Workspace,
    options: PublishOptions,
    render: Render,
    is_shown: IsShown = lambda _: False,
) -> Evaluation:
    """As ``publish.publish``: pushed first, and shown when that was accepted.

    The head is shown even if nothing is new, unless its site ``is_shown`` already. Raises ``GitError`` where nothing could be
    pushed; then nothing is shown.
    """
    check_site_dir(workspace, workspace.configuration())

    def offer() -> Offer[Evaluation]:
        # It may have come with the head.
        configuration = workspace.configuration()
        check_site_dir(workspace, configuration)
        evaluation = evaluated_apart(options)
        if evaluation.site is None:
            return Offer(evaluation, {}, "")
        ledger = ledger_bytes(workspace)
        changes = journal.changed(workspace, changed_files(evaluation, ledger))
        files = {name: change.after for name, change in changes.items()}
        message = _published(evaluation.records, evaluation.policy)
        if not files and is_shown(evaluation.published):
            return Offer(evaluation.published, {}, message)
        outbox.begin(workspace)
        site = stage(workspace, evaluation.published, render)
        return Offer(
            evaluation.published,
            files,
            message,
            site,
            files.get(LEDGER, ledger),
            configuration.site_dir,
        )

    with journal.locked(workspace):
        offered = pushed(workspace, options, offer)
        if offered.staged is not None and offered.site_dir is not None:
            try:
                ledger, site_dir = offered.ledger, offered.site_dir
                show(workspace, offered.staged, site_dir, ledger)
            finally:
                _forget(workspace, offered)
        return offered.result


def enter(
    workspace: Workspace,
    options: PublishOptions,
    request: RecordRequest,
    *,
    patient: bool = False,
) -> RecordResult:
    """As ``record.enter``, pushed. Raises ``GitError`` where that was not accepted."""

    def offer() -> Offer[RecordResult]:
        result = entered(workspace, options, request)
        if result.change is None:
            return Offer(result, {}, "")
        return Offer(result, {LEDGER: result.change.after}, _recorded(result, request))

    with journal.locked(workspace, patient=patient):
        return pushed(workspace, options, offer, entering=request.entry).result


def pushed(
    workspace: Workspace,
    options: PublishOptions,
    offer: Callable[[], Offer[Result]],
    *,
    entering: str | None = None,
    delivering: bool = False,
) -> Offer[Result]:
    """The first offer that the other side took; the clone is then where the other side is.

    ``entering`` is the release of which a person records a notice, where that is all. Only one that
    is ``delivering`` needs the whole history of deliveries.
    """
    clone = Clone.at(workspace.root)
    for tried in range(_TRIES):
        there, base = caught_up(clone, entering=entering, delivering=delivering)
        offered = offer()
        try:
            if not offered.message:
                return offered
            journal.check_writable(workspace, offered.files)
            # Two that record the same in one second may not make the same commit: both would
            # take it for their own.
            message = f"{offered.message}\nRun: {secrets.token_hex(4)}\n"
            commit = clone.commit(base, offered.files, message) if offered.files else base
            if commit != there:
                append_only.check_commits(clone, there, commit)
                clone.check_unlocked()
                _push(clone, commit, there, options)
            _follow(clone, commit, pushed=commit != there)
        except Rejected as rejected:
            _forget(workspace, offered)
            if tried == _TRIES - 1:
                message = phrase("{error}; tried {count} times", error=rejected.text, count=_TRIES)
                raise GitError(message) from None
            _pause(options, tried)
        except BaseException:
            _forget(workspace, offered)
            raise
        else:
            return offered
    raise AssertionError("the last try ends the loop")


def _pause(options: PublishOptions, tried: int) -> None:
    """Wait a while: whoever was faster is likely to come again just as fast."""
    options.sleep(random.uniform(0.1, min(2.0**tried, _LONGEST_S)))  # noqa: S311


def _push(clone: Clone, commit: str, there: str, options: PublishOptions) -> None:
    """Push a commit upon the other side's head, ``there``.

    Raises :class:`Rejected` where somebody else was faster; where nobody was, the same commit is
    tried a few times. Where the answer was lost, it looks what came of it.
    """
    for tried in range(_TRIES_ALIKE):
        try:
            clone.push(commit)
        except Rejected as rejected:
            if clone.fetch() != there:
                raise
            if tried == _TRIES_ALIKE - 1:
                raise GitError(
                    phrase(
                        "{error}; nothing changed here. Give whoever runs this the right to push "
                        "to `{branch}`, and run it again",
                        error=rejected.text,
                        branch=clone.source.removeprefix("refs/heads/"),
                    )
                ) from None
            _pause(options, tried)
        except GitError as lost:
            try:
                taken = clone.leads_to(commit, clone.fetch())
            except GitError:
                raise lost from None
            if not taken:
                raise
            return
        else:
            return


def _follow(clone: Clone, commit: str, *, pushed: bool) -> None:
    """Bring the clone to a commit that the other side has."""
    try:
        clone.forward(commit)
    except GitError as error:
        if not pushed:
            raise
        raise GitError(
            phrase(
                "{remote} took the push, but this clone could not follow ({error}), and shows "
                "what it did; run this again when that is put right",
                remote=clone.remote,
                error=error.text,
            )
        ) from None


def _forget(workspace: Workspace, offered: Offer[Result]) -> None:
    """Remove what was staged, unless readers are shown it."""
    if offered.staged is not None:
        remove(workspace, offered.staged.folder)


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
