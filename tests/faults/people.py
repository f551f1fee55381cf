"""The people of the simulation: they plan, write, move, cancel, forget, backdate and complete.

Belongs here: what they do and when, drawn from a seed alone, and the files that they write.
Does not belong here: what comes of it (``oracle``), doing it (``simulation``).
"""

from __future__ import annotations

import heapq
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count

from tests.faults.oracle import Written, WrittenPlan, midnight, wall

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
OTHER = {"feature": "fix", "fix": "server", "server": "feature"}
RESULTS = ("success", "success", "partial", "rolled_back")


@dataclass(frozen=True, slots=True)
class Edit:
    """Files that a person writes (bytes) or removes (None), by path, in one commit."""

    files: dict[str, bytes | None]


@dataclass(frozen=True, slots=True)
class Report:
    """That a person sent a notice, and enters it."""

    number: int
    notice: str
    sent: datetime


Deed = Edit | Report
Act = Callable[[datetime], Deed | None]


@dataclass(slots=True)
class People:
    """All of them. ``files`` is what they have written last; ``by_bytes`` all that ever was."""

    chance: random.Random
    begin: datetime
    days: int
    releases: int
    files: dict[int, Written] = field(default_factory=dict)
    plans: dict[str, WrittenPlan] = field(default_factory=dict)
    by_bytes: dict[bytes, Written | WrittenPlan] = field(default_factory=dict)
    good: dict[int, Written] = field(default_factory=dict)
    begun: dict[int, tuple[datetime, datetime]] = field(default_factory=dict)
    _gone: set[int] = field(default_factory=set)
    _later: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _ties: count[int] = field(default_factory=count)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        old = min(4, self.releases // 8)
        for number in range(old):
            self._at(self.begin + (number + 1) * HOUR, self._bring_along)
        # Who writes in the last days would see nothing come of it.
        busy = max(self.days - 15, self.days / 2)
        for _ in range(self.releases - old):
            self._at(self.begin + self.chance.uniform(0, busy) * DAY, self._write)
        month = wall(self.begin).date().replace(day=1)
        while midnight(month) < self.begin + timedelta(days=self.days):
            month = (month + timedelta(days=32)).replace(day=1)
            self._plan_for(month)
            if self._likely(0.6):
                at = midnight(month) - self.chance.uniform(5, 20) * DAY
                self._at(at, self._postpone(7 * DAY))
                # ... and somebody else thinks that it was not enough.
                self._at(at + timedelta(seconds=1), self._postpone(HOUR))

    @property
    def next(self) -> datetime | None:
        """When somebody does something next."""
        return self._later[0][0] if self._later else None

    def act(self, now: datetime) -> Deed | None:
        """What the first of those does whose time has come."""
        if not self._later or self._later[0][0] > now:
            return None
        at, _, act = heapq.heappop(self._later)
        return act(at) or Edit({})

    # Drawing

    def _at(self, at: datetime, act: Act) -> None:
        heapq.heappush(self._later, (at.replace(microsecond=0), next(self._ties), act))

    def _likely(self, share: float) -> bool:
        return self.chance.random() < share

    def _between(self, since: datetime, until: datetime) -> datetime:
        span = max((until - since).total_seconds(), 60.0)
        return since + timedelta(seconds=round(self.chance.uniform(1, span)))

    def _evening(self, day: date, *, weekend: bool = True) -> datetime:
        while weekend != (day.weekday() >= 5):
            day += DAY
        return midnight(day) + self.chance.choice((18, 19, 20, 21, 22)) * HOUR

    # A release comes

    def _write(self, now: datetime) -> Deed:
        number = next(self._numbers)
        draw = self.chance.random()
        kind = self._feature if draw < 0.5 else self._fix if draw < 0.75 else self._server
        w = kind(number, now)
        if self._likely(0.1):
            w = replace(w, draft=True)
            self._at(now + self.chance.uniform(0.2, 3) * DAY, self._edit(number, self._undraft))
        self.begun[number] = (w.start, w.end)
        self._plan_life(w, now)
        return self._save(w)

    def _feature(self, number: int, now: datetime) -> Written:
        ahead = self.chance.randint(11, 26) if self._likely(0.85) else self.chance.randint(2, 10)
        start = self._evening(wall(now).date() + ahead * DAY, weekend=not self._likely(0.1))
        w = Written(number, 1, "feature", start, start + self.chance.choice((1, 2)) * HOUR)
        if wall(start).weekday() < 5 and self._likely(0.6):
            w = replace(w, approved_by=self.chance.choice(("ceo", "product", "marketing")))
        if self._likely(0.2):
            opens = start - 20 * DAY
            at = opens + self.chance.choice((-1, 0, 5, 30, 239, 240, 241)) * HOUR
            w = replace(w, own=(("advance", at),))
        elif self._likely(0.1):
            w = replace(w, own=(("advance", None),))
        elif self._likely(0.1):
            w = replace(w, own=(("final", start - self.chance.choice((24, 25, 40)) * HOUR),))
        return w

    def _fix(self, number: int, now: datetime) -> Written:
        start = (now + self.chance.uniform(-0.2, 6) * DAY).replace(second=0, microsecond=0)
        w = Written(number, 1, "fix", start, start + self.chance.choice((15, 60)) * MINUTE)
        draw = self.chance.random()
        return replace(w, important=draw < 0.5, targeted=0.5 <= draw < 0.75)

    def _server(self, number: int, now: datetime) -> Written:
        provider = self._likely(0.5)
        hours = self.chance.uniform(3, 60) if provider else self.chance.uniform(20, 200)
        start = (now + hours * HOUR).replace(second=0, microsecond=0)
        w = Written(number, 1, "server", start, start + self.chance.choice((30, 60)) * MINUTE)
        if provider:
            w = replace(w, origin="provider")
        if self._likely(0.6 if provider else 0.1):
            who = self.chance.choice(("ceo", "ceo", "product", "care"))
            w = replace(w, exception=(who, wall(now).date()))
        return w

    def _bring_along(self, now: datetime) -> Deed:
        number = next(self._numbers)
        start = self._evening(wall(self.begin).date() - self.chance.randint(9, 90) * DAY)
        w = Written(number, 1, self.chance.choice(("feature", "fix")), start, start + HOUR)
        draw = self.chance.random()
        if draw < 0.5:
            w = replace(w, outcome=("success", start + HOUR))
        elif draw < 0.75:
            w = replace(w, cancelled=start - HOUR)
        else:
            self._at(now + DAY, self._edit(number, self._report_the_end))
        return self._save(w)

    # ... and lives

    def _plan_life(self, w: Written, now: datetime) -> None:
        number, edit = w.number, self._edit
        until = w.end if w.end > now else now + DAY
        for share, change in (
            (0.35, self._move),
            (0.15, self._move),
            (0.15, self._lengthen),
            (0.12, self._cancel),
            (0.15, self._reword),
            (0.12, self._take_back),
            (0.3, self._plan_anew),
        ):
            if self._likely(share):
                self._at(self._between(now, until), edit(number, change))
        if self._likely(0.1):
            self._at(self._between(w.start, w.end), edit(number, self._lengthen))
        if self._likely(0.8):
            at = w.end + self.chance.choice((-5, 0, 10, 100, 900, 4000)) * MINUTE
            self._at(max(at, now + HOUR), edit(number, self._report_the_end))
        by_people = {"feature": ("advance-internal", "internal"), "fix": ("handoff",)}
        for notice in by_people.get(w.category, ()):
            if self._likely(0.4):
                self._at(self._between(now, until), self._report(number, notice))

    def _edit(self, number: int, change: Callable[[Written, datetime], Written | None]) -> Act:
        def act(now: datetime) -> Deed | None:
            if number in self._gone:
                return None
            w = self.files[number]
            changed = change(w, now)
            if changed is None or w.version > 90:
                return None
            return self._save(replace(changed, version=w.version + 1))

        return act

    def _again(self, number: int, now: datetime, days: float, act: Act) -> None:
        self._at(now + self.chance.uniform(0.05, days) * DAY, act)

    def _undraft(self, w: Written, now: datetime) -> Written:
        return replace(w, draft=False)

    def _reword(self, w: Written, now: datetime) -> Written:
        return w

    def _move(self, w: Written, now: datetime) -> Written | None:
        if w.cancelled or w.outcome:
            return None
        step = self.chance.choice(
            (7 * DAY, 7 * DAY, 14 * DAY, DAY, -DAY, -7 * DAY, HOUR, -HOUR, 2 * HOUR, 2 * DAY)
        )
        if self._likely(0.3):
            self._again(w.number, now, 4, self._edit(w.number, self._move_back))
        if self._likely(0.3):
            self._again(w.number, now, 9, self._edit(w.number, self._move))
        return replace(w, start=w.start + step, end=w.end + step)

    def _postpone(self, by: timedelta) -> Act:
        """Something came up: what is near moves, all in one commit."""

        def act(now: datetime) -> Deed:
            files: dict[str, bytes | None] = {}
            for number, w in sorted(self.files.items()):
                near = now + HOUR < w.start < now + 20 * DAY and not (w.cancelled or w.outcome)
                if near and number not in self._gone and w.version < 90:
                    moved = replace(w, version=w.version + 1, start=w.start + by, end=w.end + by)
                    files |= self._save(moved).files
            return Edit(files)

        return act

    def _move_back(self, w: Written, now: datetime) -> Written:
        start, end = self.begun[w.number]
        return replace(w, start=start, end=end)

    def _plan_anew(self, w: Written, now: datetime) -> Written | None:
        """After a refusal, or a second thought: a date that keeps every lead."""
        if w.cancelled or w.outcome:
            return None
        start = self._evening(wall(now).date() + 12 * DAY)
        return replace(w, start=start, end=start + HOUR, own=(), draft=False, exception=None)

    def _lengthen(self, w: Written, now: datetime) -> Written | None:
        end = w.end + self.chance.choice((-15, 20, 30, 90, 400)) * MINUTE
        return None if w.cancelled or end <= w.start else replace(w, end=end)

    def _cancel(self, w: Written, now: datetime) -> Written:
        at = now - self.chance.choice((0, 0, 1, 5)) * HOUR
        if self._likely(0.15):
            at = now + 2 * HOUR
            self._again(w.number, now, 1, self._edit(w.number, self._cancel))
        changed = replace(w, cancelled=at, outcome=None)
        if self._likely(0.2):
            changed = self._move(replace(changed, cancelled=None), now) or changed
            changed = replace(changed, cancelled=at)
        if self._likely(0.1):
            self._again(w.number, now, 2, self._edit(w.number, self._call_on_again))
        return changed

    def _call_on_again(self, w: Written, now: datetime) -> Written:
        return replace(w, cancelled=None)

    def _report_the_end(self, w: Written, now: datetime) -> Written | None:
        if w.cancelled:
            return None
        at = min(now, w.end) - self.chance.choice((0, 0, 10, 200)) * MINUTE
        again = self._edit(w.number, self._report_the_end)
        if now < w.start and self._likely(0.8):
            self._at(w.end + self.chance.choice((1, 30, 600)) * MINUTE, again)
            return None
        if w.outcome is None and (at < w.start or self._likely(0.1)):
            self._again(w.number, now, 1, again)
        elif self._likely(0.1):
            self._again(w.number, now, 5, again)
        elif self._likely(0.05):
            self._again(w.number, now, 5, self._edit(w.number, self._forget_the_end))
        changed = replace(w, outcome=(self.chance.choice(RESULTS), at), draft=False)
        if self._likely(0.15):
            who = self.chance.choice(("ceo", "ceo", "product"))
            changed = replace(changed, exception=(who, wall(now).date()))
        if self._likely(0.1):
            changed = replace(changed, end=max(now.replace(second=0), w.end))
        if self._likely(0.3):
            changed = replace(changed, fixed_in=self.chance.choice([*self.files]))
        return changed

    def _forget_the_end(self, w: Written, now: datetime) -> Written:
        self.good[w.number] = w
        self._again(w.number, now, 2, self._edit(w.number, self._restore))
        return replace(w, outcome=None)

    def _take_back(self, w: Written, now: datetime) -> Written | None:
        self.good[w.number] = w
        self._again(w.number, now, 3, self._edit(w.number, self._restore))
        draw = self.chance.randrange(6)
        if draw == 0:
            return replace(w, draft=True)
        if draw == 1:
            return replace(
                w, category=OTHER[w.category], exception=None, origin=None,
                important=False, targeted=False, own=(),
            )  # fmt: skip
        if draw == 2 and w.category == "fix":
            return replace(w, targeted=not w.targeted)
        # A guide of a release that is in no file is a stray one.
        if draw == 3 and not has_guide(w):
            self._at(now, self._remove(w.number))
            return None
        return replace(w, broken=True)

    def _restore(self, w: Written, now: datetime) -> Written:
        return replace(self.good.get(w.number, w), broken=False)

    def _remove(self, number: int) -> Act:
        def act(now: datetime) -> Deed:
            self._gone.add(number)
            self._again(number, now, 2, back)
            return Edit({release_path(self.files[number]): None})

        def back(now: datetime) -> Deed:
            self._gone.discard(number)
            w = self.files[number]
            return self._save(replace(w, version=w.version + 1))

        return act

    def _report(self, number: int, notice: str) -> Act:
        def act(now: datetime) -> Deed:
            if self._likely(0.2):
                self._again(number, now, 2, act)
            ago = self.chance.choice((0, 0, 10, 600, -5)) * MINUTE
            return Report(number, notice, (now - ago).replace(second=0))

        return act

    # A month's plan

    def _plan_for(self, month: date) -> None:
        last = month - DAY
        name = f"{month:%Y-%m}"

        def write(now: datetime) -> Deed:
            when = [last.replace(day=min(d, last.day)) for d in (24, 25, 27)]
            if self._likely(0.25):
                when[self.chance.randrange(3)] += self.chance.choice((-3, 2)) * DAY
            roles = ("ceo", "marketing", "product")
            listed = self.chance.choice([*self.files]) if self.files else None
            number = 800 + len(self.plans)
            plan = WrittenPlan(number, 1, name, tuple(zip(roles, when, strict=True)), listed)
            self.plans[name] = plan
            if self._likely(0.25):
                self._at(now + self.chance.uniform(1, 12) * DAY, change)
            return self._save_plan(plan)

        def change(now: datetime) -> Deed:
            old = self.plans[name]
            self.plans[name] = replace(old, version=old.version + 1)
            self._at(now + DAY, lambda _: self._save_plan(old))
            return self._save_plan(self.plans[name])

        self._at(midnight(last.replace(day=24)) + self.chance.uniform(9, 110) * HOUR, write)

    # Files

    def _save(self, w: Written) -> Edit:
        self.files[w.number] = w
        data = release_text(w)
        self.by_bytes[data] = w
        files: dict[str, bytes | None] = {release_path(w): data}
        if w.version == 1 and has_guide(w):
            word = f"zq{w.number:03d}v00"
            guide = f"# Hướng dẫn {word}\n\nXem ![{word}]({w.id}/{word}.png).\n"
            files[f"content/pages/guides/{w.id}.md"] = guide.encode()
            files[f"content/pages/guides/{w.id}/{word}.png"] = b"\x89PNG " + word.encode()
        return Edit(files)

    def _save_plan(self, plan: WrittenPlan) -> Edit:
        self.plans[plan.month] = plan
        data = plan_text(plan)
        self.by_bytes[data] = plan
        return Edit({f"content/plans/{plan.month}.yml": data})


def release_path(w: Written) -> str:
    return f"content/releases/{w.number % 5}/{w.id}.yml"


def has_guide(w: Written) -> bool:
    return w.number % 3 == 0


def written(instant: datetime) -> str:
    return json.dumps(wall(instant).strftime("%Y-%m-%d %H:%M:%S"))


def release_text(w: Written) -> bytes:
    """The file. Every text of it holds the release's number and the file's version."""
    word = f"zq{w.number:03d}v{w.version:02d}"

    def texts(name: str) -> str:
        return f"{{vi: {name} {word} nhé, en: The {name} {word}}}"

    window = f"start: {written(w.start)}, end: {written(w.end)}"
    if w.approved_by:
        window += f", approved_by: {w.approved_by}, reason: {texts('window')}"
    lines = [
        f"category: {w.category}",
        f"title: {texts('title')}",
        f"summary: {texts('summary')}",
        f"window: {{{window}}}",
        "impact: {downtime: 5m, mode: usable, systems: [crm]}",
        f"body: {texts('body')}",
        f"prepare: {texts('prepare')}",
    ]
    if w.important:
        lines.append("important: true")
    if w.targeted:
        lines.append(f"customers: [{word}]")
    if w.origin:
        lines.append(f"origin: {w.origin}")
    if w.own:
        own = (f"{n}: {{at: {'asap' if at is None else written(at)}}}" for n, at in w.own)
        lines.append(f"notices: {{{', '.join(own)}}}")
    if w.draft:
        lines.append("draft: true")
    if w.exception:
        who, on = w.exception
        lines.append(f"exception: {{approved_by: {who}, on: {on}, reason: {texts('exception')}}}")
    if w.cancelled:
        lines.append(f"cancelled: {{at: {written(w.cancelled)}, reason: {texts('cancelled')}}}")
    if w.outcome:
        lines.append(f"outcome: {{result: {w.outcome[0]}, at: {written(w.outcome[1])}}}")
    if w.fixed_in is not None:
        fixed = f"status: fixed, fixed_in: entry-zq{w.fixed_in:03d}id"
        lines.append(f"known_issues: [{{title: {texts('issue')}, {fixed}}}]")
    if w.broken:
        lines.append("title: [")
    return "\n".join((*lines, "")).encode()


def joined_text(copy: bytes, w: Written) -> bytes:
    """An announced copy that only the cancellation of the file ``w`` is taken into."""
    if w.cancelled is None:
        raise AssertionError("nothing is cancelled")
    word = f"zq{w.number:03d}v{w.version:02d}"
    reason = {"vi": f"cancelled {word} nhé", "en": f"The cancelled {word}"}
    fields = {"at": f"{w.cancelled:%Y-%m-%dT%H:%M:%SZ}", "reason": reason}
    return copy + f"cancelled: {json.dumps(fields, ensure_ascii=False)}\n".encode()


def plan_text(plan: WrittenPlan) -> bytes:
    word = f"zq{plan.number:03d}v{plan.version:02d}"
    approvals = ", ".join(f"{{role: {role}, on: {on}}}" for role, on in plan.approvals)
    listed = f", release: entry-zq{plan.release:03d}id" if plan.release is not None else ""
    return (
        f"approvals: [{approvals}]\n"
        f"summary: {{vi: Kế hoạch {word}, en: The plan {word}}}\n"
        f"items:\n"
        f"  - {{title: {{vi: Mục {word}, en: Item {word}}}, category: feature, "
        f"expected: {plan.month}-15{listed}}}\n"
    ).encode()
