"""Two machines that publish and a person's desk: three clones of one repository.

Belongs here: the clones, running git and the program in them, following the program's help.
Does not belong here: which steps are taken (``deeds``), what must hold (``acknowledged``,
``walk``).
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.faults.acknowledged import Acknowledged
from tests.faults.clones import ENVIRONMENT, Clones, called_git, git
from tests.faults.publishers import Publishers
from tests.faults.trials import FIX
from tests.faults.way_out import is_final, ways_out
from tests.faults.whole_site import missing_from
from tests.project import Answer, Project

BEGIN = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
LEDGER = "content/ledger.jsonl"
_DONE = (0, 3)
_KILLED = -9
_MOST_REFUSALS = 8


@dataclass
class World:
    """The clones in ``folder``, at an instant, and what the remote has acknowledged.

    ``small`` renders sites of few pages instead of calling MkDocs. ``story`` is what happened,
    one line a deed, with what the program answered.
    """

    folder: Path
    publishers: Publishers
    small: bool
    now: datetime = BEGIN
    chance: random.Random = field(default_factory=random.Random)
    story: list[str] = field(default_factory=list)
    number: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.clones = Clones.create(self.folder)
        self.desk = Project(self.folder / "desk")
        for project in self.everywhere:
            shutil.rmtree(project.root, ignore_errors=True)
            self.clone(project.root.name)
        self.acknowledged = Acknowledged()
        self.acknowledged.pushed_by_a_person(*self.remote())
        for name in ("first", "second"):
            self.clones.two.release(name, FIX.format(name=name))
            self.clones.commit(self.clones.two, f"Plan {name}")
            self.run(self.clones.one, "publish", "--push")
            self.now += timedelta(minutes=1)

    @property
    def machines(self) -> tuple[Project, Project]:
        return self.clones.one, self.clones.two

    @property
    def everywhere(self) -> tuple[Project, ...]:
        return *self.machines, self.desk

    def clone(self, name: str) -> None:
        """A clone with somebody's name in it, for the commits that help lines ask for."""
        git(self.folder, "clone", "-q", "bare.git", name)
        git(self.folder / name, "config", "user.name", "Mai")
        git(self.folder / name, "config", "user.email", "mai@anviec.example")

    def remote(self) -> tuple[str, bytes]:
        """The remote's head, and the ledger that it has there."""
        bare = self.clones.bare
        head = git(bare, "rev-parse", "main").strip()
        found = called_git(bare, "show", f"{head}:{LEDGER}")
        return head, found.stdout.encode() if found.returncode == 0 else b""

    def git(self, project: Project, *args: str) -> int:
        """A person's git; how it ended. What it pushed is the person's own."""
        done = called_git(project.root, *args)
        self.tell(f"{project.root.name}: git {' '.join(args)}: {done.returncode}")
        before = self.acknowledged.lost
        self.acknowledged.pushed_by_a_person(*self.remote())
        self.counts["records lost by a person's push"] += self.acknowledged.lost > before
        return done.returncode

    def tell(self, what: str) -> None:
        self.story.append(f"  {self.number:4} {what}")

    # The program

    def run(self, project: Project, *args: str, follow: bool = True, **how: Any) -> Answer:
        """A command of the program; where it is refused, its help is followed until it is done."""
        known = self._known(project)
        answer = self._ran(project, args, **how)
        self._look(known)
        if answer.status in _DONE:
            if "--push" in args:
                self._check_known(known)
        elif answer.status != _KILLED and follow:
            self._lead_out(project, args, answer)
        return answer

    def start_both(self, *args: str) -> list[Answer]:
        """A command on both machines at once."""
        known = min((self._known(project) for project in self.machines), key=len)
        running = [
            self.publishers.start(project.root, *args, **self._how()) for project in self.machines
        ]
        answers = [one.wait() for one in running]
        for project, answer in zip(self.machines, answers, strict=True):
            self._told(project, args, {}, answer)
        self._look(known)
        return answers

    def _how(self) -> dict[str, Any]:
        return {"stands_at": self.now.isoformat(), "env": ENVIRONMENT, "small": self.small}

    def _ran(self, project: Project, args: tuple[str, ...], **how: Any) -> Answer:
        answer = self.publishers.run(project.root, *args, **{**self._how(), **how})
        self._told(project, args, how, answer)
        return answer

    def _told(
        self, project: Project, args: tuple[str, ...], how: dict[str, Any], answer: Answer
    ) -> None:
        said = "".join(f"\n         | {line}" for line in answer.err.splitlines()[-8:])
        about = f" {how}" if how else ""
        self.tell(f"{project.root.name}: notices {' '.join(args)}{about}: {answer.status}{said}")
        assert "Traceback" not in answer.err, "a traceback"
        assert "this is a bug" not in answer.err, "a bug"
        assert answer.status in (*_DONE, 1, 2, _KILLED), f"it ended with {answer.status}"

    def _lead_out(self, project: Project, args: tuple[str, ...], answer: Answer) -> None:
        """Do literally what a refusal says, until the command is done."""
        if is_final(answer.err):
            return
        self.counts["refusals"] += 1
        failed = 0
        for _ in range(_MOST_REFUSALS):
            ways = ways_out(answer.err)
            assert ways is not None, "a refusal that says no way out"
            known = self._known(project)
            # Whoever met a way that failed tries the other, where there is one.
            done = all(self._obey(project, command) for command in ways[failed % len(ways)])
            failed += not done
            self.now += timedelta(seconds=30)
            answer = self._ran(project, args)
            self._look(known)
            if answer.status in _DONE or is_final(answer.err):
                self.counts["refusals led out of"] += 1
                if "--push" in args and answer.status in _DONE:
                    self._check_known(known)
                return
        raise AssertionError("its help, taken literally, leads in circles")

    def _obey(self, project: Project, command: list[str]) -> bool:
        """Type a command; whether it did what it says, so that the next one may follow."""
        program, *args = command
        status = 0
        if program == "notices":
            answer = self._ran(project, tuple(args))
            return answer.status in _DONE or is_final(answer.err)
        if program == "git":
            status = called_git(project.root, *args).returncode
        else:
            assert program == "rm", command
            for name in (arg for arg in args if not arg.startswith("-")):
                path = (project.root / name).resolve()
                assert path.is_relative_to(project.root), command
                path.unlink(missing_ok=True)
        self.tell(f"{project.root.name}: obeys {' '.join(command)}: {status}")
        return status == 0

    def _look(self, known: bytes) -> None:
        before = self.acknowledged.lost
        self.acknowledged.pushed_by_the_program(*self.remote(), known=known)
        self.counts["records brought back"] += before > self.acknowledged.lost

    def _known(self, project: Project) -> bytes:
        """The part of the acknowledged ledger that is in what the machine's git works with."""
        if not self.acknowledged.lost:
            return self.acknowledged.ledger
        commits = called_git(project.root, "rev-list", "HEAD", "refs/remotes/origin/main").stdout
        there = git(self.clones.bare, "rev-list", "main")
        return self.acknowledged.known_from({*commits.split(), *there.split()})

    def _check_known(self, known: bytes) -> None:
        """After a push was accepted, the remote has all that the machine knew of."""
        ledgers = self.remote()[1]
        assert ledgers.startswith(known), "lines that are gone did not come back"

    # What readers are shown

    def check_sites(self) -> None:
        """No machine shows half a site; one that shows none shows nothing."""
        for project in self.machines:
            site = project.site
            if not site.exists():
                continue
            shown = site.resolve()
            missing = missing_from(shown)
            assert not missing, f"{project.root.name} shows half a site, without {missing[:3]}"
