"""A month of deliveries lived through: machines that compete, and all that gets in their way.

Belongs here: what people write and when, who runs when, who is killed, which disk is full, what the
receivers do. Does not belong here: what has to hold then (``delivery_claims``).

Each run is a process of its own over real lines; only its clock is not the machine's, and faster.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from notices.cli.failures import BUG
from notices.domain.layout import DELIVERIES
from tests.faults.clones import ENVIRONMENT, Clones, called_git, git
from tests.faults.mail_servers import MailHost
from tests.faults.planned_mail import ACTS
from tests.faults.planted import HOOK_KEY, MAIL_PASSWORD, MAIL_USER, hide
from tests.faults.publishers import Publishers, Running
from tests.faults.receivers import HOOK_ACTS, PlannedReceiver
from tests.faults.trials import FIX, fill
from tests.project import FEATURE, POLICY, Answer, Project

__all__ = ["BEGIN", "CUSTOMERS", "LANGUAGES", "STAFF", "DeliveryMonth"]

BEGIN = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
DAYS = 31
CUSTOMERS = ("an@list.example", "binh@list.example")
STAFF = "phongban@list.example"
LANGUAGES = ("vi", "en")
# How much faster the program's clock is than the machine's.
_SPEED = 10.0
_MOST_LATE = 500
# So many things can happen, and each one does.
_KINDS = 6

_CHANNELS = """\
channels:
  - id: list
    type: mail
    audience: customers
    since: 2026-12-01
    from: tin@anviec.example
    to: [{customers}]
    smtp: {server}
    list_id: tin.anviec.example
    unsubscribe: ["https://list.example/leave", "mailto:leave@list.example"]
    one_click: true
    per_minute: 6000
  - id: team
    type: mail
    audience: staff
    languages: [vi]
    since: 2026-12-01
    from: tin@anviec.example
    to: [{staff}]
    smtp: {server}
    unsubscribe: ["mailto:leave@list.example"]
    per_minute: 6000
  - {{id: hook, type: webhook, audience: customers, since: 2026-12-01, url_env: HOOK_URL, secret_env: HOOK_KEY, per_minute: 6000}}
  - {{id: keyed, type: webhook, audience: customers, languages: [en], since: 2026-12-01, url_env: KEYED_URL, secret_env: HOOK_KEY, idempotent: true, per_minute: 6000}}
"""

_FEATURES = {"feature-a": "2026-12-12", "feature-b": "2026-12-20", "feature-c": "2026-12-26"}


@dataclass
class DeliveryMonth:
    """A month in ``folder``, in which two machines have a clone each (``apart``) or share a folder.

    It lasts until so many ``kills`` were survived. ``disk`` is what ``folder`` stands on, if that can
    be filled.
    """

    folder: Path
    publishers: Publishers
    mail: MailHost
    hooks: PlannedReceiver
    seed: int
    kills: int
    apart: bool = True
    fixes: int = 60
    features: int = 3
    disk: Path | None = None
    progress: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    said: list[str] = field(default_factory=list)
    by_people: list[range] = field(default_factory=list)
    story: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._features = dict([*_FEATURES.items()][: self.features])
        self.chance = random.Random(self.seed)
        self.now, self.took, self.known = BEGIN, 2.0, b""
        self.clones: Clones | None = None
        if self.apart:
            self.clones = Clones.create(self.folder)
            self.desk = Project(self.folder / "seed")
            git(self.desk.root, "remote", "add", "origin", str(self.clones.bare))
            git(self.desk.root, "fetch", "-q")
            git(self.desk.root, "branch", "-q", "--set-upstream-to=origin/main")
            self.machines = (self.clones.one, self.clones.two)
        else:
            self.desk = Project.create(self.folder / "one")
            self.machines = (self.desk, self.desk)
        self.environment = {
            **ENVIRONMENT,
            "SSL_CERT_FILE": str(self.mail.authority),
            "MAIL_USER": MAIL_USER,
            "MAIL_PASSWORD": MAIL_PASSWORD,
            "HOOK_URL": self.hooks.url("hook"),
            "KEYED_URL": self.hooks.url("keyed"),
            "HOOK_KEY": f"whsec_{HOOK_KEY}",
            "NOTICES_LOOPBACK": "1",
        }
        self.planned = sorted(self._writings(), key=lambda each: each[0])

    # The course of time

    def run(self) -> None:
        """Live through it. What goes wrong tells the seed and the last steps."""
        try:
            self._misbehave()
            self._kill_behind_the_dot()
            while self.counts["kills"] < self.kills or self.counts["steps"] < _KINDS:
                self._step()
                self._wait()
                assert self.counts["steps"] < 10 * self.kills + 40, "hardly any run is killed"
            self._go_on_to(BEGIN + timedelta(days=DAYS))
            self._write()
        except BaseException as failure:
            failure.add_note("\n".join((f"seed {self.seed}", *self.story[-12:])))
            raise

    def settle_down(self, *, wait: timedelta) -> None:
        """Let both machines run in peace, once claims have run out."""
        self.now += wait
        for machine in self.machines:
            answer = self._start(machine, self._publish()).wait()
            assert answer.status == 3, answer  # Something is refused; all the rest is fine.
            self._take(answer)
            self.now += timedelta(minutes=16)

    def behave(self) -> None:
        """From now on the receivers take all that comes."""
        self.mail.misbehave([])
        self.hooks.acts = ("take",)

    def render(self) -> Project:
        """Publish the whole site on one machine; gives that one."""
        self.now += timedelta(minutes=20)
        answer = self._start(self.machines[0], self._publish()[:-1], small=False).wait()
        assert answer.status == 3, answer
        self._take(answer)
        return self.machines[0]

    def agenda(self, machine: Project) -> dict[str, str]:
        """The deliveries that a person is told to look after: whether each is unknown or refused."""
        args = ("agenda", "--format", "json", "--now", f"{self.now:%Y-%m-%dT%H:%M:%SZ}")
        answer = self.publishers.run(machine.root, *args, env=self.environment)
        self._take(answer)
        return {
            item["name"]: "unknown" if "--retry-unknown" in item["help"] else "refused"
            for item in answer.json()["items"]
            if item["kind"] == "delivery"
        }

    def record(self) -> bytes:
        """The record of deliveries: the other side's, or that of the folder."""
        if self.clones is None:
            path = self.desk.root / DELIVERIES
            return path.read_bytes() if path.exists() else b""
        listed = git(self.clones.bare, "ls-tree", "--name-only", "main", DELIVERIES)
        return self.clones.pushed(DELIVERIES).encode() if listed else b""

    # What happens

    def _step(self) -> None:
        self.counts["steps"] += 1
        self._write()
        begun = time.monotonic()
        kinds: list[tuple[Callable[[], None], int]] = [
            (self._kill, 10), (self._race, 2), (self._fill, 2), (self._ask_a_person, 2),
        ]  # fmt: skip
        if self.apart:
            kinds += [(self._shut_the_door, 2), (self._start_afresh, 1)]
        kind, weight = zip(*kinds, strict=True)
        # The first steps are one of each, so that a short month has them all.
        number = self.counts["steps"] - 1
        does = kind[number] if number < len(kind) else self.chance.choices(kind, weight)[0]
        does()
        self._pass_by(begun)
        data = self.record()
        whole = data[: data.rfind(b"\n") + 1]
        assert whole.startswith(self.known), "a line of the record of deliveries is lost"
        self.known = whole
        if self.progress and self.counts["steps"] % 20 == 0:
            print(f"{self.now:%Y-%m-%d %H:%M}, {self.counts['kills']} kills", flush=True)

    def _wait(self) -> None:
        """Soon again, or in time to be through with the month when all kills are."""
        soon = timedelta(minutes=self.chance.choice((1, 1, 2, 6, 16, 16, 31, 61)))
        left = BEGIN + timedelta(days=DAYS) - self.now
        if self.chance.random() < 0.4:
            steps = 6 + 2 * (self.kills - self.counts["kills"])
            soon = max(soon, left / steps * self.chance.uniform(0.5, 4.0))
        self._go_on_to(self.now + min(soon, max(left, timedelta(minutes=2))))

    def _go_on_to(self, at: datetime) -> None:
        """Let it be so late; a notice that is owed for a while only does not wait for luck."""
        for start in self.starts:
            before = start - timedelta(hours=12)
            if self.now < before <= at:
                self.now = before
                self._run_in_peace()
        self.now = max(self.now, at)

    def _run_in_peace(self) -> None:
        self._write()
        begun = time.monotonic()
        self._take(self._start(self.machines[0], self._publish()).wait())
        self._pass_by(begun)

    def _pass_by(self, begun: float) -> None:
        """Let the time be what it was for the last run."""
        self.now += timedelta(seconds=int((time.monotonic() - begun) * _SPEED) + 1)

    def _kill(self) -> None:
        """One run is killed, at a random instant or at a step; the other machine may run beside it."""
        first, second = self._in_any_order()
        args = self.chance.choice((self._publish(), self._deliver()))
        if self.chance.random() < 0.4:
            seconds = self.chance.uniform(0.2, 1.0) * self.took
            self._tell(f"{first.root.name}: {args}, killed after {seconds:.2f} seconds")
            running = self._start(first, args)
            beside = self._beside(second)
            time.sleep(seconds)
            running.kill()
        else:
            step = self.chance.randrange(1, 60 if self.apart else 40)
            self._tell(f"{first.root.name}: {args}, killed before step {step}")
            running = self._start(first, args, die_in_delivery=step)
            beside = self._beside(second)
        answer = running.wait()
        self.counts["kills"] += answer.status == -9
        self._take(answer, *(each.wait() for each in beside))

    def _kill_behind_the_dot(self) -> None:
        """The first run ever is killed when a mail is out, and nobody knows whether it was taken."""
        self._write()
        begun = time.monotonic()
        answer = self._start(self.machines[0], self._publish(), die_behind_the_dot=2).wait()
        assert answer.status == -9, answer
        self.counts["kills"] += 1
        self._take(answer)
        self._pass_by(begun)

    def _beside(self, machine: Project) -> list[Running]:
        if self.chance.random() < 0.6:
            return []
        return [self._start(machine, self._deliver())]

    def _race(self) -> None:
        """Both at once."""
        self._tell("both")
        begun = time.monotonic()
        commands = (self._publish(), self._deliver())
        running = [
            self._start(machine, args)
            for machine, args in zip(self.machines, commands, strict=True)
        ]
        self._take(*(each.wait() for each in running))
        self.took = (time.monotonic() - begun) * 0.8
        self.counts["races"] += 1

    def _fill(self) -> None:
        """A run on a full disk, or one on which no file may grow."""
        machine, _ = self._in_any_order()
        args = self.chance.choice((self._publish(), self._deliver()))
        room = self.chance.choice((0, 0, 4096, 8192, 20_000, 60_000))
        self._tell(f"{machine.root.name}: {args}, room for {room} bytes")
        if self.disk is not None:
            ballast = self.disk / "ballast"
            fill(ballast, leave=room)
            answer = self._start(machine, args).wait()
            ballast.unlink()
        else:
            answer = self._start(machine, args, largest=len(self.known) + room // 10).wait()
        self._take(answer)
        self.counts["full disks"] += 1
        for lock in (machine.root / ".git").glob("*.lock") if self.disk is None else ():
            lock.unlink()  # As the message says that a person does it.

    def _shut_the_door(self) -> None:
        """The other side takes no push, from some instant on."""
        assert self.clones is not None
        machine, _ = self._in_any_order()
        pushes = self.chance.randrange(2)
        self._tell(f"{machine.root.name}: the other side takes {pushes} pushes")
        count = self.folder / "pushes"
        count.write_text("x" * pushes, encoding="utf-8")
        # Each push takes one letter away.
        self.clones.hook("pre-receive", f"[ -s {count} ] && truncate -s -1 {count}")
        self._take(self._start(machine, self._deliver()).wait())
        self.clones.hook("pre-receive", "exit 0")
        self.counts["shut doors"] += 1

    def _start_afresh(self) -> None:
        """A machine is lost with all that only it knew."""
        assert self.clones is not None
        machine, _ = self._in_any_order()
        self._tell(f"{machine.root.name}: lost")
        shutil.rmtree(machine.root)
        git(self.folder, "clone", "-q", "bare.git", machine.root.name)
        self._take(self._start(machine, self._deliver()).wait())
        self.counts["lost machines"] += 1

    def _ask_a_person(self) -> None:
        """Somebody looks after what is unknown or was refused."""
        machine, _ = self._in_any_order()
        keys = sorted(self.agenda(machine))
        settled = [key for key in keys if self.chance.random() < 0.3][:3]
        way = ("--push",) if self.apart else ()
        before = self.record().count(b"\n")
        self._tell(f"{machine.root.name}: {len(settled)} of {len(keys)} settled, the rest again")
        if settled:
            args = ("deliver", *way, *(f"--settle={key}" for key in settled))
            self._take(self._start(machine, args).wait())
        args = ("deliver", *way, "--retry-unknown")
        step = self.chance.randrange(20, 80) if self.chance.random() < 0.3 else None
        answer = self._start(machine, args, die_in_delivery=step).wait()
        if answer.status == -9:
            self.counts["kills"] += 1
            time.sleep(2)  # For a git that it left behind.
        self._take(answer)
        self.by_people.append(range(before + 1, self.record().count(b"\n") + 1))

    def _misbehave(self) -> None:
        """Each act comes between good ones, so that what should not go again would arrive."""
        self.mail.misbehave(_among_good(ACTS))
        self.hooks.acts = _among_good(HOOK_ACTS)

    # Commands

    def _publish(self) -> tuple[str, ...]:
        return ("publish", *(("--push",) if self.apart else ()), "--deliver")

    def _deliver(self) -> tuple[str, ...]:
        return ("deliver", *(("--push",) if self.apart else ()))

    def _start(
        self, machine: Project, args: Sequence[str], *, small: bool = True, **how: object
    ) -> Running:
        kept = machine.root / ".notices/generations"
        for path in kept.iterdir() if kept.is_dir() else ():
            os.utime(path, (0, 0))
        self.counts["runs"] += 1
        return self.publishers.start(
            machine.root, *args, small=small, env=self.environment,
            hurry=[self.now.isoformat(), time.monotonic(), _SPEED], **how,
        )  # fmt: skip

    def _take(self, *answers: Answer) -> None:
        """Note what was said; an error is never one that nobody foresaw."""
        for answer in answers:
            self.said += [answer.out, answer.err]
            assert answer.status in (0, 1, 3, 4, -9), answer
            assert BUG not in answer.err, answer
            assert "Traceback" not in answer.err, answer

    def _in_any_order(self) -> tuple[Project, Project]:
        one, two = self.chance.sample(self.machines, 2)
        return one, two

    def _tell(self, what: str) -> None:
        self.story.append(f"  {self.now:%m-%d %H:%M:%S} {what}")

    # What people write

    def _writings(self) -> Iterator[tuple[datetime, Callable[[], object]]]:
        policy = POLICY.read_text(encoding="utf-8")
        policy = re.sub(r"max_at_once: .*", f"max_at_once: {_MOST_LATE}", policy)
        secret = "user_env: MAIL_USER, password_env: MAIL_PASSWORD"
        server = f"{{host: localhost, port: {self.mail.port}, {secret}}}"
        customers = ", ".join(CUSTOMERS)
        channels = _CHANNELS.format(customers=customers, staff=STAFF, server=server)
        yield BEGIN, partial(self.desk.write, "content/policy.yml", policy)
        yield BEGIN, partial(self.desk.write, "content/channels.yml", channels)
        yield BEGIN, partial(hide, self.desk)
        for name, day in self._features.items():
            text = FEATURE.replace("2026-12-12", day)
            ended = f"outcome: {{result: success, at: {day} 21:30}}\n"
            over = datetime.fromisoformat(f"{day}T15:30:00+00:00")
            yield BEGIN, partial(self.desk.release, name, text)
            yield over, partial(self.desk.release, name, text + ended)
        for number in range(self.fixes):
            name = f"fix-{number:03d}"
            at = BEGIN + timedelta(days=(DAYS - 1) * (number / self.fixes) ** 1.1)
            yield at, partial(self.desk.release, name, FIX.format(name=name))

    def _write(self) -> None:
        """What people have written by now, and pushed."""
        due = [write for at, write in self.planned if at <= self.now]
        self.planned = self.planned[len(due) :]
        for write in due:
            write()
        if due and self.clones is not None:
            self.clones.commit(self.desk, push=False)
            # A git that a killed run left behind may be pushing still.
            while called_git(self.desk.root, "push", "-q").returncode:
                git(self.desk.root, "pull", "-q", "--rebase")

    @property
    def starts(self) -> list[datetime]:
        """When the features begin (UTC)."""
        return [datetime.fromisoformat(f"{day}T13:00:00+00:00") for day in self._features.values()]

    @property
    def staff_notices(self) -> Iterator[tuple[str, str, datetime]]:
        """Each notice to the staff: entry, notice, and the start of the update (UTC)."""
        for name, start in zip(self._features, self.starts, strict=True):
            for notice in ("advance-internal", "internal"):
                yield name, notice, start


def _among_good(acts: Sequence[str]) -> list[str]:
    return ["take", *(each for act in acts for each in (act, "take", "take"))]
