"""Publishing at the right instants: what stays up, or waits a while, between publishes.

Belongs here: how long to sleep, and going on after an error. Does not belong here: publishing
itself, which is given as a function, and so are clock, sleep, and whether to stop.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from notices.evaluation import Evaluation, next_change, next_owed, planned_notices
from notices.publishing.seen import Seen

__all__ = ["wait", "watch"]

# Short, so that a signal to stop and a clock that was set are noticed.
_STEP_S = 1.0
_OBSERVE_EVERY_S = 60.0
_FIRST_RETRY_S = 5.0
_LAST_RETRY_S = 300.0
# Hosted runners start hours late. A notice with a longer margin allows for that.
_TIGHT = timedelta(hours=3)

Clock = Callable[[], datetime]
Sleep = Callable[[float], None]


def watch(
    publish: Callable[[], Evaluation],
    observe: Callable[[], Seen],
    observe_after: Callable[[Seen, Evaluation], Seen],
    *,
    clock: Clock,
    sleep: Sleep,
    stopped: Callable[[], bool],
    failed: Callable[[Exception | None, float], None],
    also: Callable[[], datetime | None] = lambda: None,
) -> None:
    """Publish now, at every instant of ``next``, when people may send another notice (its mail is
    written then), and when what ``observe`` sees has changed.

    ``also`` is asked after each publish when else (UTC) it is to publish: for what is to be delivered.
    ``observe_after`` takes what a publish itself wrote for seen. Returns when ``stopped``; never in
    the middle of a publish. Whatever a publish raises, a bug too, and where it could publish
    nothing, ``failed`` is called (with the error, and in how many seconds it is tried again),
    and the next try comes after 5 seconds, then 10, at last every 5 minutes.
    """
    failures = 0
    while not stopped():
        before: Seen | None = None
        error: Exception | None = None
        evaluation: Evaluation | None = None
        try:
            before = observe()
            evaluation = publish()
            if evaluation.site is not None:
                before = observe_after(before, evaluation)
        except Exception as raised:
            # The one thing that a watch may not do is end.
            error = raised
        if error is None and evaluation is not None and evaluation.site is not None:
            failures = 0
            ahead = (next_change(evaluation), next_owed(evaluation), also())
            until = min((at for at in ahead if at is not None), default=None)
            _rest(until, before, observe, clock, sleep, stopped)
            continue
        pause = min(_FIRST_RETRY_S * 2**failures, _LAST_RETRY_S)
        failures = min(failures + 1, 10)
        failed(error, pause)
        _rest(clock() + timedelta(seconds=pause), before, observe, clock, sleep, stopped)


def _rest(
    until: datetime | None,
    before: Seen | None,
    observe: Callable[[], Seen],
    clock: Clock,
    sleep: Sleep,
    stopped: Callable[[], bool],
) -> None:
    """Sleep until an instant, until what can be seen has changed, or until stopped."""
    slept = 0.0
    while not stopped() and (until is None or clock() < until):
        sleep(_STEP_S)
        slept += _STEP_S
        if slept >= _OBSERVE_EVERY_S:
            slept = 0.0
            try:
                if observe() != before:
                    return
            except Exception:
                # The publish that follows meets it again, and reports it.
                return


def wait(
    publish: Callable[[], Evaluation], longest: timedelta, *, clock: Clock, sleep: Sleep
) -> Evaluation:
    """Publish; if that recorded nothing, wait for the next tight notice, and publish it.

    It waits for one that comes before ``longest`` is over, and returns the last evaluation.
    What is recorded ends it: whoever deploys the site does so when this is over, and readers may
    not wait for a notice until another one is due as well.
    """
    end = clock() + longest
    evaluation = publish()
    at = None if evaluation.records else _tight_notice(evaluation, end)
    if at is None:
        return evaluation
    while clock() < at:
        # A clock that is set while this sleeps may not make it sleep on.
        sleep(min((at - clock()).total_seconds(), _OBSERVE_EVERY_S))
    return publish()


def _tight_notice(evaluation: Evaluation, end: datetime) -> datetime | None:
    """When (UTC) the first notice to customers is planned for which a late run is too late.

    That is one at the start, or whose margin before its deadline is under three hours; ``None``
    where none comes until ``end``.
    """
    tight = (
        planned
        for planned, standing in planned_notices(evaluation)
        if standing.rule.on == "start"
        or (standing.deadline is not None and standing.deadline - planned < _TIGHT)
    )
    return min((at for at in tight if evaluation.now < at <= end), default=None)
