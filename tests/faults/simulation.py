"""A span of time lived through: people write and push, two runners publish, all is compared.

Belongs here: the repository and its clones, the scheduler with its outages and lateness, the
processes, and what is checked after each of them. Does not belong here: what is expected
(``oracle``), what people do (``people``).

Each publish is a process of its own that pushes to a bare repository; only its clock is not
the machine's. All is drawn from one seed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import random
import re
import subprocess
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from notices.evaluation import evaluate, next_change
from notices.loading import read_ledger
from notices.project.disk import Workspace
from tests.faults.oracle import ExpectedRecord, Line, Oracle, Standing, Written, WrittenPlan
from tests.faults.people import Deed, People, Report, joined_text, written
from tests.faults.publishers import Publishers, Running
from tests.project import POLICY, Answer, Project, bytes_below

BEGIN = datetime(2027, 1, 1, tzinfo=UTC)
AT_ONCE = 3
LEDGER = "content/ledger.jsonl"
RUNNERS = ("one", "two")
_WORD = re.compile(rb"zq(\d{3})(?:v(\d{2})|id)")
_ERROR = re.compile(r"^(\S+?):\d+:\d+: error\[([a-z-]+)\]", re.MULTILINE)
_ITEM = re.compile(r"<guid[^>]*>([^<]+)</guid>.*?<pubDate>([^<]+)</pubDate>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class State:
    """What the repository holds: files and copies as they were written, and the ledger."""

    files: dict[str, Written | WrittenPlan]
    copies: dict[str, Written | WrittenPlan]
    digests: dict[tuple[str, bool], str]
    texts: dict[str, bytes]
    ledger: bytes
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a publish at an instant has to come to."""

    at: datetime
    status: int
    standings: dict[str, Standing]
    records: Counter[tuple[ExpectedRecord, str]]
    errors: dict[str, frozenset[str]]
    blocked: str = ""
    waits: bool = False


@dataclass
class Simulation:
    """A world in ``folder``, for some days and releases."""

    folder: Path
    publishers: Publishers
    seed: int
    days: int
    releases: int
    progress: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    story: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"scheduler {self.seed}")
        self.people = People(random.Random(self.seed), BEGIN, self.days, self.releases)
        policy = POLICY.read_text(encoding="utf-8")
        policy = re.sub(r"ledger_starts: .*", f"ledger_starts: {BEGIN:%Y-%m-%d}", policy)
        policy = re.sub(r"max_at_once: .*", f"max_at_once: {AT_ONCE}", policy)
        self.oracle = Oracle.reading(policy)
        self.now = self.oracle.begins.astimezone(UTC)
        self.refused: set[tuple[str, int, str]] = set()
        self.dates: dict[str, str] = {}
        checkout = Project.create(self.folder / "checkout", policy)
        checkout.write(".gitignore", "/site\n/.notices/\n")
        self.checkout = checkout.root
        for args in (
            ("init", "--quiet", "--initial-branch=main"),
            ("config", "user.name", "People"),
            ("config", "user.email", "people@localhost"),
            ("add", "--all"),
            ("commit", "--quiet", "--message=Begin"),
            ("clone", "--quiet", "--bare", ".", str(self.folder / "bare.git")),
            ("remote", "add", "origin", str(self.folder / "bare.git")),
            ("fetch", "--quiet"),
            ("branch", "--quiet", "--set-upstream-to=origin/main"),
        ):
            self._git(*args)
        for name in RUNNERS:
            self._git("clone", "--quiet", str(self.folder / "bare.git"), str(self.folder / name))

    # The course of time

    def run(self) -> None:
        """Live through it. A difference is an AssertionError that tells seed, step and past."""
        end = self.now + timedelta(days=self.days)
        try:
            self._tick()
            tick = self._later(end)
            while self.now < end:
                self.counts["steps"] += 1
                if self.progress and self.counts["steps"] % 100 == 0:
                    print(f"{self.now:%Y-%m-%d}, {self.counts['publishes']} publishes", flush=True)
                acts = self.people.next
                if acts is not None and acts <= tick:
                    self.now = max(self.now, acts)
                    deed = self.people.act(self.now)
                    assert deed is not None
                    self._do(deed)
                    tick = min(tick, self._after_a_push(tick))
                else:
                    self.now = max(self.now, tick)
                    self._tick()
                    tick = self._later(end)
            self._conclude()
        except BaseException as failure:
            where = f"seed {self.seed}, step {self.counts['steps']}, now {self.now.isoformat()}"
            failure.add_note("\n".join((where, f"in {self.folder}", *self.story[-12:])))
            raise

    def _later(self, end: datetime) -> datetime:
        """When a runner comes next: at the instant of ``next``, or some time after it."""
        ahead, bounds = self._next()
        if ahead is None:
            return end
        late = self.chance.random()
        if late < 0.5:
            return ahead
        if late < 0.65 and bounds:
            # The last instant that is on time, or the first that is not.
            return max(ahead, min(bounds) + timedelta(seconds=self.chance.choice((0, 0, 1))))
        if late < 0.8:
            return ahead + timedelta(seconds=self.chance.randrange(1, 900))
        if late < 0.96:
            return ahead + timedelta(minutes=self.chance.randrange(15, 400))
        outage = timedelta(hours=self.chance.randrange(10, 80))
        self._explain(f"outage of {outage}")
        self.counts["outages"] += 1
        return ahead + outage

    def _after_a_push(self, tick: datetime) -> datetime:
        """A push starts a publish soon, most of the time."""
        if tick - self.now > timedelta(hours=10) and self.chance.random() < 0.1:
            return tick
        wait = self.chance.choice((0, 0, 0, 1, 20, 90, 3600, 20000))
        return self.now + timedelta(seconds=wait)

    def _next(self) -> tuple[datetime | None, list[datetime]]:
        """The product's ``next``, compared with the oracle's; the deadlines of what is pending."""
        evaluation = evaluate(Workspace.at(self.checkout / "mkdocs.yml").sources(), self.now)
        found = next_change(evaluation)
        forecast = self._forecast(self._read(), self.now)
        if forecast.blocked:
            return self.now + timedelta(hours=1), []
        ahead = [at for s in forecast.standings.values() for at in s.ahead]
        expected = self.now if forecast.records else min(ahead, default=None)
        assert found == expected, f"next is {found}, expected {expected}"
        return found, [at for s in forecast.standings.values() for at in s.bounds]

    def _explain(self, what: str) -> None:
        self.story.append(
            f"  {self.now.astimezone(self.oracle.begins.tzinfo):%m-%d %H:%M:%S} {what}"
        )

    # People

    def _do(self, deed: Deed) -> None:
        if isinstance(deed, Report):
            self._report(deed)
            return
        if not deed.files:
            return
        self._explain(f"people write {', '.join(sorted(deed.files))}")
        for name, data in deed.files.items():
            path = self.checkout / name
            if data is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        self._push("Edit")
        self.counts["edits"] += 1

    def _push(self, message: str) -> None:
        self._git("add", "--all")
        self._git("commit", "--quiet", "--allow-empty", f"--message={message}")
        while self._git("push", "--quiet", fine=(0, 1))[0]:
            self._git("pull", "--quiet", "--rebase")

    def _report(self, report: Report) -> None:
        before = self._read()
        entry = self.people.files[report.number].id
        expected = self._recorded(before, entry, report)
        runner = self.chance.choice(RUNNERS)
        self._explain(f"{runner}: record {entry} {report.notice}, sent {report.sent}: {expected}")
        answer = self.publishers.run(
            self.folder / runner, "record", entry, report.notice,
            "--sent", json.loads(written(report.sent)), "--push", stands_at=self.now.isoformat(),
        )  # fmt: skip
        self.counts["records by people"] += expected is not None
        self.counts["records refused"] += expected is None
        assert answer.status == (0 if expected else 1), answer
        new = self._pulled(before)
        assert [line.record for line in new] == [expected] * bool(expected)
        for line in new:
            assert line.sent == report.sent
            last = [x.at + timedelta(seconds=1) for x in before.lines[-1:]]
            assert line.at == max([self.now, *last])

    def _recorded(self, state: State, entry: str, report: Report) -> ExpectedRecord | None:
        standing = self._forecast(state, self.now).standings.get(entry)
        file = state.files.get(entry)
        if standing is None or not (standing.public or isinstance(file, Written)):
            return None
        w = standing.stands if standing.public else file
        assert isinstance(w, Written)
        if not standing.public and self.oracle.invalid(w, None, self.now):
            return None
        lines = [x for x in state.lines if x.record.entry == entry]
        return self.oracle.recorded(w, report.notice, lines, self.now, report.sent)

    # Publishing

    def _tick(self) -> None:
        draw = self.chance.random()
        first = self.chance.choice(RUNNERS)
        other = RUNNERS[first == RUNNERS[0]]
        if draw < 0.2:
            self._compete(disturbed=draw < 0.1)
        elif draw < 0.28:
            self._die(first, other)
        else:
            forecast = self._publish(first)
            if draw < 0.36:
                self._explain(f"{other}'s clock is behind")
                behind = timedelta(seconds=self.chance.choice((1, 30, 4000)))
                self._publish(other, self.now - behind)
            if forecast.blocked == "mass-change":
                self.now += timedelta(minutes=5)
                self._publish(first, send_all=True)

    def _publish(
        self, runner: str, at: datetime | None = None, *, send_all: bool = False
    ) -> Forecast:
        before = self._read()
        forecast = self._forecast(before, at or self.now, send_all=send_all)
        self._explain(f"{runner} publishes: {_described(forecast)}")
        answer = self._started(runner, at or self.now, send_all=send_all).wait()
        self._compare(answer, runner, forecast, before)
        self._take(before, forecast)
        return forecast

    def _compete(self, *, disturbed: bool) -> None:
        """Both runners at one instant; a push of somebody else may come between."""
        before = self._read()
        forecast = self._forecast(before, self.now)
        self._explain(f"both publish: {_described(forecast)}")
        running = [self._started(name, self.now) for name in RUNNERS]
        if disturbed:
            (self.checkout / "NOTES.md").write_text(f"{self.now}\n", encoding="utf-8")
            self._push("Note")
        answers = [one.wait() for one in running]
        self._take(before, forecast)
        if forecast.blocked:
            assert [answer.status for answer in answers] == [1, 1]
            return
        winners = [answer.out != "" for answer in answers]
        # Two that make the very same commit, in one second, are both told that it was taken.
        assert any(winners) == bool(forecast.records), answers
        after = self._read()
        second = self._forecast(after, forecast.at)
        for name, answer, won in zip(RUNNERS, answers, winners, strict=True):
            self._compare(answer, name, forecast if won else second, before if won else after)
        one, two = (bytes_below((self.folder / name / "site").resolve()) for name in RUNNERS)
        assert one == two, [path for path in {*one, *two} if one.get(path) != two.get(path)]
        self.counts["competitions"] += 1

    def _die(self, runner: str, other: str) -> None:
        """A publish that is killed somewhere, and one that comes after it."""
        before = self._read()
        forecast = self._forecast(before, self.now)
        how = self.chance.choice(
            ({"die_around_git": ["push", 1]}, {"die_around_git": ["push", 2]},
             {"die_around_git": ["fetch", 3]}, {"die_before_step": self.chance.randrange(1, 5)})
        )  # fmt: skip
        self._explain(f"{runner} publishes and dies {how}: {_described(forecast)}")
        answer = self._started(runner, self.now, **how).wait()
        self.counts["deaths"] += answer.status == -9
        if answer.status == -9:
            self._take(before, forecast, maybe=True)
        else:
            self._compare(answer, runner, forecast, before)
            self._take(before, forecast)
        self._publish(self.chance.choice((runner, other)))

    def _started(
        self, runner: str, at: datetime, *, send_all: bool = False, **how: object
    ) -> Running:
        self.counts["publishes"] += 1
        # Young generations are kept, and there would be hundreds.
        kept = self.folder / runner / ".notices/generations"
        for path in kept.iterdir() if kept.is_dir() else ():
            os.utime(path, (0, 0))
        args = ("publish", "--push", *(["--all"] if send_all else ()))
        return self.publishers.start(self.folder / runner, *args, stands_at=at.isoformat(), **how)

    # Expecting

    def _read(self) -> State:
        """The checkout's clone as it is."""
        files: dict[str, Written | WrittenPlan] = {}
        copies: dict[str, Written | WrittenPlan] = {}
        digests, texts = {}, {}
        for folder, found in (("releases", files), ("plans", files), ("published", copies)):
            for path in sorted((self.checkout / "content" / folder).rglob("*.yml")):
                data = path.read_bytes()
                found[path.stem] = self.people.by_bytes[data]
                digests[path.stem, found is copies] = hashlib.sha256(data).hexdigest()
                if found is copies:
                    texts[path.stem] = data
        ledger = self.checkout / LEDGER
        data = ledger.read_bytes() if ledger.exists() else b""
        lines = tuple(Line.of(json.loads(line)) for line in data.splitlines())
        return State(files, copies, digests, texts, data, lines)

    def _forecast(self, state: State, at: datetime, *, send_all: bool = False) -> Forecast:
        """What a publish that begins at ``at`` has to come to."""
        instant = at
        while True:
            lines = [x for x in state.lines if x.at <= at]
            known = {x.record.entry for x in lines} | {*state.files, *state.copies}
            releases = (name for name in known if name.startswith("entry"))
            self.oracle.known = frozenset(int(name[8:11]) for name in releases)
            standings = {name: self._standing(state, name, lines, at) for name in sorted(known)}
            records = Counter(
                (one, self._digest(state, name, standing))
                for name, standing in standings.items()
                for one in standing.records
            )
            apart = timedelta(seconds=records.total())
            if not records or not lines or lines[-1].at + apart <= at:
                break
            # Messages of two publishes may not have one date; it waits.
            at = lines[-1].at + apart
        errors = {name: s.refused for name, s in standings.items() if s.refused}
        mass = {t.entry for t, _ in records if t.verdict == "late" or t.notice == "rescheduled"}
        blocked = ""
        if len(lines) < len(state.lines):
            blocked = "clock"
        elif len(mass) > AT_ONCE and not send_all:
            blocked = "mass-change"
        status = 1 if blocked else 3 if errors else 0
        return Forecast(at, status, standings, records, errors, blocked, at != instant)

    def _digest(self, state: State, name: str, standing: Standing) -> str:
        """Of the bytes that the announced copy has once ``standing`` is shown."""
        file, copy = state.files.get(name), state.copies.get(name)
        if not (standing.joined and isinstance(file, Written) and isinstance(copy, Written)):
            return state.digests[name, not standing.kept]
        data = joined_text(state.texts[name], file)
        cancelled_copy = replace(copy, cancelled=file.cancelled, cancelled_in=file.version)
        self.people.by_bytes[data] = cancelled_copy
        return hashlib.sha256(data).hexdigest()

    def _standing(self, state: State, name: str, lines: list[Line], at: datetime) -> Standing:
        file, copy = state.files.get(name), state.copies.get(name)
        own = [x for x in lines if x.record.entry == name]
        if not name.startswith("entry"):
            assert not isinstance(file, Written)
            assert not isinstance(copy, Written)
            return self.oracle.plan(file, copy, own, at)
        assert not isinstance(file, WrittenPlan)
        assert not isinstance(copy, WrittenPlan)
        return self.oracle.release(file, copy, own, at)

    # Comparing

    def _compare(self, answer: Answer, runner: str, forecast: Forecast, state: State) -> None:
        """What one process said, and the site that it left."""
        assert "Traceback" not in answer.err
        assert answer.status == forecast.status, answer
        records: dict[str, set[str]] = {}
        for path, rule in _ERROR.findall(answer.err):
            records.setdefault(Path(path).stem, set()).add(rule)
        rules = {rule for name in ("ledger", "policy") for rule in records.pop(name, ())}
        assert rules == ({forecast.blocked} if forecast.blocked else set())
        assert records.keys() == forecast.errors.keys(), (records, forecast.errors)
        for name, found in records.items():
            assert found <= forecast.errors[name], (name, found, forecast.errors[name])
            version = state.files[name].version if name in state.files else 0
            new = {(name, version, rule) for rule in found} - self.refused
            self.refused |= new
            self.counts.update(f"refused for {rule}" for _, _, rule in new)
        if forecast.blocked:
            self.counts[f"stopped by {forecast.blocked}"] += 1
        else:
            self._look_at_site(runner, forecast, state)

    def _look_at_site(self, runner: str, forecast: Forecast, state: State) -> None:
        """Every byte of it: what is public is there as it stands, and nothing else is."""
        allowed: dict[int, set[int]] = {}
        for standing in forecast.standings.values():
            if standing.stands is not None and standing.public:
                allowed[standing.stands.number] = {0, standing.stands.version}
                if isinstance(standing.stands, Written) and standing.stands.cancelled_in:
                    allowed[standing.stands.number].add(standing.stands.cancelled_in)
        site = (self.folder / runner / "site").resolve()
        met: dict[int, set[int]] = {}
        for name, data in bytes_below(site).items():
            inside = gzip.decompress(data) if name.endswith(".gz") else data
            for number, version in set(_WORD.findall(name.encode() + b"\n" + inside)):
                where = met.setdefault(int(number), set())
                if version:
                    where.add(int(version))
                assert int(number) in allowed, f"{number.decode()} is hidden, and in {name}"
                assert int(version or 0) in allowed[int(number)], (
                    f"{number.decode()} {version.decode()} in {name}"
                )
        for name, standing in forecast.standings.items():
            if standing.public and standing.stands is not None:
                kind = "releases" if name.startswith("entry") else "plans"
                assert (site / kind / name / "index.html").is_file(), name
                assert met[standing.stands.number] - {0}, name
        self._look_at_feed(site)

    def _look_at_feed(self, site: Path) -> None:
        """A message's date is its first, for ever and in both clones; no two are alike."""
        found = dict(_ITEM.findall((site / "feed.xml").read_text(encoding="utf-8")))
        assert len(set(found.values())) == len(found)
        for guid, date in found.items():
            assert self.dates.setdefault(guid, date) == date, guid

    def _take(self, before: State, forecast: Forecast, *, maybe: bool = False) -> None:
        """What the repository has got from a publish: all that was expected, and no more."""
        new = self._pulled(before)
        if (maybe and not new) or forecast.blocked:
            assert not new
            return
        assert Counter((line.record, line.digest) for line in new) == forecast.records
        for line in new:
            assert line.at == forecast.at
            assert line.sent is None
            assert line.audience == "customers"
            assert (line.record.verdict == "on_time") == (
                line.record.deadline is None or line.at <= line.record.deadline
            )
            assert (line.record.verdict == "missed") == (
                line.record.deadline is not None and line.record.start <= line.at
            )
            self.counts[f"{line.record.verdict} {line.record.notice}"] += 1
            self.counts["told at the deadline itself"] += line.at == line.record.deadline
        self.counts["waited for the last dates"] += forecast.waits
        self.now = max(self.now, forecast.at)
        after = self._read()
        for name, standing in forecast.standings.items():
            if standing.public:
                assert after.digests[name, True] == self._digest(before, name, standing), name
        assert after.copies.keys() == {
            name for name, standing in forecast.standings.items() if standing.public
        }

    def _pulled(self, before: State) -> list[Line]:
        """The ledger's new lines, with the head taken over; the ledger is whole and only grew."""
        self._git("pull", "--quiet", "--ff-only")
        after = self._read()
        assert not read_ledger(LEDGER, after.ledger).problems
        assert after.ledger.startswith(before.ledger)
        assert after.files == before.files
        head = self._git("rev-parse", "HEAD")[1].strip()
        for name in RUNNERS:
            ledger = self.folder / name / LEDGER
            assert after.ledger.startswith(ledger.read_bytes() if ledger.exists() else b"")
            own = self._git("-C", str(self.folder / name), "rev-parse", "HEAD")[1].strip()
            assert self._git("merge-base", "--is-ancestor", own, head, fine=(0, 1))[0] == 0
        return list(after.lines[len(before.lines) :])

    def _conclude(self) -> None:
        """At the end: one chain, every notice once for its window, and none forgotten."""
        self._publish("one")
        self._publish("two")
        assert self._git("rev-list", "--count", "--merges", "HEAD")[1].strip() == "0"
        heads = {self._git("-C", str(self.folder / n), "rev-parse", "HEAD")[1] for n in RUNNERS}
        assert len(heads) == 1
        state = self._read()
        for name in {line.record.entry for line in state.lines}:
            records = [x.record for x in state.lines if x.record.entry == name]
            once = Counter(
                (t.notice, t.start) for t in records if not t.result and t.notice != "rescheduled"
            )
            assert set(once.values()) <= {1}, (name, once)
            results = [t.result for t in records if t.result]
            assert all(a != b for a, b in pairwise(results)), (name, results)
            moves = [x for x in records if x.notice == "rescheduled"]
            assert all((a.start, a.end) != (b.start, b.end) for a, b in pairwise(moves))
            standing = self._forecast(state, self.now).standings[name].stands
            if isinstance(standing, Written) and not standing.cancelled:
                rows = self.oracle.rows(standing)
                owed = {r["id"] for r in rows if r["audience"] == "customers" and "latest" in r}
                if standing.start <= self.now:
                    assert owed <= {t.notice for t in records}, name
        self.counts["lines"] = len(state.lines)
        self.counts["public releases"] = len(state.copies)

    def _git(self, *args: str, fine: tuple[int, ...] = (0,)) -> tuple[int, str]:
        done = subprocess.run(
            ["git", "-c", "gc.auto=0", *args],
            cwd=self.checkout, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode in fine, (args, done.stderr)
        return done.returncode, done.stdout


def _described(forecast: Forecast) -> str:
    records = ", ".join(f"{t.entry} {t.notice} {t.verdict}" for t, _ in forecast.records)
    return f"status {forecast.status} {forecast.blocked} [{records}] {dict(forecast.errors)}"
