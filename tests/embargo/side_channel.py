"""Two projects that differ in what is not public alone; whatever people do, readers see no difference.

Belongs here: what people do to hidden entries, and comparing what comes out. Does not belong here: what they
do to public ones (``tests.same_site_walk``), looking for words (``decoding``).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.embargo.outputs import to_readers
from tests.project import Project, bytes_below
from tests.same_site_walk import SameSiteWalk

__all__ = ["Difference", "EmbargoWalk"]

_BEGUN = datetime(2026, 11, 26, 3, tzinfo=UTC)
_HOUR = timedelta(hours=1)
_COPIED = (
    "releases",
    "pages",
    "plans",
    "policy.yml",
    "systems.yml",
    "channels.yml",
    "deliveries.jsonl",
)
# All of them are words that may stand in names of other things.
_NAMES = tuple(f"h{number}" for number in range(4))
_LINKS = (
    "[a](h{0}.md) [b](h{0}.yml) [c](../h{0}/) [d](/releases/h{0}/) [e](../releases/2027/h{0}.yml)",
    "[f](/guides/h{0}/) [g](../../faq/h{0}.md) [h](/en/releases/h{0}/#part) h{0} <b>h{0}</b>",
)
_PLAN = (
    "approvals: [{{role: ceo, on: 2026-11-26}}, {{role: marketing, on: 2026-11-26}}, {{role: product, on: 2026-11-26}}]\n"
    "items: [{{title: One, category: feature, expected: {0}-12, release: common}}, "
    "{{title: Two, category: feature, expected: {0}-19, release: u0}}]\n"
)


class Difference(AssertionError):
    """What hidden entries changed of what readers get."""


class EmbargoWalk(SameSiteWalk):
    """A project, the same one with hidden entries, and the random choices of one seed.

    ``compared`` counts the files, ``bytes`` their bytes, ``deeds`` what was done to hidden entries.
    """

    def __init__(self, root: Path, seed: int) -> None:
        self.hidden: dict[str, str] = {}
        self.compared = self.bytes = self.deeds = 0
        super().__init__(root / "plain", seed, _BEGUN)
        self.project.release("common", self._draft())
        self.project.write("content/plans/2026-12.yml", _PLAN.format("2026-12"))
        self.other = Project(root / "other" / "project")
        shutil.copytree(self.project.root, self.other.root, symlinks=True)
        shutil.rmtree(self.other.root / "theme")
        (self.other.root / "theme").symlink_to(self.project.root / "theme")

    def step(self) -> str:
        """Let something be done to public entries, and to hidden ones; what it was."""
        step = self.random.choice(self.steps)
        step()
        done = [self.hide() for _ in range(self.random.randint(1, 3))]
        self.publish()
        # Nothing but what is hidden changes, and nobody is told of it by a file's date.
        dates = self._dates()
        again = self.hide()
        self._bring_over()
        self._publish(self.other)
        self._compare()
        if changed := [name for name, date in self._dates().items() if dates.get(name) != date]:
            raise Difference(f"{again}: another date of {changed[:5]}")
        return f"{step.__name__} | {', '.join((*done, again))}"

    def publish(self) -> None:
        """Publish both, and compare."""
        told = self._publish(self.project)
        self._bring_over()
        if (other := self._publish(self.other)) != told:
            raise Difference(f"publish printed {other!r} for {told!r}")
        self._compare()

    def _publish(self, project: Project) -> str:
        answer = project.run_at(self.now.isoformat(), "publish", "--all")
        assert answer.status in (0, 3), answer.err
        return answer.out

    def _bring_over(self) -> None:
        """The other project has the public entries of the first, and the hidden ones."""
        ours, theirs = self.project.root / "content", self.other.root / "content"
        for name in _COPIED:
            if (ours / name).is_dir():
                shutil.rmtree(theirs / name, ignore_errors=True)
                shutil.copytree(ours / name, theirs / name)
            elif (ours / name).exists():
                shutil.copy2(ours / name, theirs / name)
        shutil.copy2(self.project.root / "mkdocs.yml", self.other.root / "mkdocs.yml")
        for path, text in self.hidden.items():
            self.other.write(path, text)

    def _compare(self) -> None:
        ours, theirs = map(self._public, (self.project, self.other))
        if names := ours.keys() ^ theirs.keys():
            raise Difference(f"{self.now}: only one has {sorted(names)[:5]}")
        if changed := [name for name, data in ours.items() if theirs[name] != data]:
            raise Difference(f"{self.now}: other bytes in {changed[:5]}")
        self.compared += len(ours)
        self.bytes += sum(map(len, ours.values()))

    @staticmethod
    def _public(project: Project) -> dict[str, bytes]:
        """What readers get, and what a publish commits."""
        content = project.root / "content"
        committed = bytes_below(content / "published") if (content / "published").exists() else {}
        return to_readers(project) | {
            "ledger": (content / "ledger.jsonl").read_bytes()
            if (content / "ledger.jsonl").exists()
            else b"",
            **{f"published/{name}": data for name, data in committed.items()},
        }

    def _dates(self) -> dict[str, int]:
        root = self.other.site.resolve()
        return {
            path.relative_to(root).as_posix(): path.stat().st_mtime_ns
            for path in root.rglob("*")
            if path.is_file() and not path.name.startswith(".")
        }

    # What people do to what is hidden.

    def hide(self) -> str:
        """Something is added, written anew or removed that no reader may know of; what it was."""
        self.deeds += 1
        deeds: tuple[Callable[[], object], ...] = (
            self._hide_release, self._hide_release, self._hide_release, self._hide_page, self._hide_picture,
            self._hide_plan, self._hide_stray, self._change_common, self._reveal_nothing,
        )  # fmt: skip
        deed = self.random.choice(deeds)
        return f"{deed.__name__.lstrip('_')} {deed() or ''}".rstrip()

    def _hide_release(self) -> str:
        kind = self.random.choice(
            (self._draft, self._targeted, self._too_late, self._on_a_workday, self._far, self._invalid,
             self._broken, self._unfinished, self._cancelled)
        )  # fmt: skip
        name = self.random.choice(_NAMES)
        self.hidden[f"content/releases/{name}.yml"] = kind()
        return f"{name}{kind.__name__}"

    def _hide_page(self) -> None:
        name, kind = self.random.choice(_NAMES), self.random.choice(("guides", "faq"))
        if f"content/releases/{name}.yml" in self.hidden:
            language = self.random.choice(("", ".en"))
            self.hidden[f"content/pages/{kind}/{name}{language}.md"] = (
                f"# {self._words()}\n\nText.\n"
            )
        else:
            self.hidden[f"content/pages/{name}.md"] = f"---\nstub: true\n---\n\n# {self._words()}\n"

    def _hide_picture(self) -> None:
        picture = '<svg xmlns="http://www.w3.org/2000/svg"><title>a</title></svg>'
        self.hidden[f"content/pages/guides/{self.random.choice(_NAMES)}/a.svg"] = picture

    def _hide_plan(self) -> None:
        self.hidden["content/plans/2027-03.yml"] = _PLAN.format("2027-03").replace(
            "u0", self.random.choice(_NAMES)
        )

    def _hide_stray(self) -> None:
        self.hidden[f"content/releases/{self.random.choice(_NAMES)}.yaml"] = "title: a\n"

    def _change_common(self) -> None:
        """A draft that a public plan names."""
        self.hidden["content/releases/common.yml"] = self._draft()

    def _reveal_nothing(self) -> None:
        if self.hidden:
            path = self.random.choice(sorted(self.hidden))
            del self.hidden[path]
            (self.other.root / path).unlink(missing_ok=True)

    # Releases that stay hidden for as long as anybody walks.

    def _hidden(self, start: datetime, category: str = "", more: str = "") -> str:
        text = self._text(start) + more
        return text if not category else f"category: {category}\n{text.partition(chr(10))[2]}"

    def _draft(self) -> str:
        return self._hidden(self._saturday(), "", "draft: true\n")

    def _targeted(self) -> str:
        end = f"{self.now - _HOUR:%Y-%m-%d %H:%MZ}"
        done = self.random.choice(("", f"outcome: {{result: success, at: {end}}}\n"))
        return self._hidden(self.now - 2 * _HOUR, "fix", f"customers: [acme]\n{done}")

    def _too_late(self) -> str:
        return self._hidden(self._saturday(), "feature").replace(f"{self._saturday().year}", "2025")

    def _on_a_workday(self) -> str:
        wednesday = self.now + timedelta(days=30 + 2 - self.now.weekday())
        return self._hidden(wednesday.replace(minute=0, second=0), "feature")

    def _far(self) -> str:
        return self._hidden(
            datetime(2030, 1, 5, 13, tzinfo=UTC), self.random.choice(("feature", "fix", "server"))
        )

    def _invalid(self) -> str:
        return self._hidden(self._saturday(), "", f"nonsense: {self._words()}\n")

    def _broken(self) -> str:
        return f"title: [{self._words()}\n"

    def _unfinished(self) -> str:
        return self._hidden(self.now - 2 * _HOUR, "fix")

    def _cancelled(self) -> str:
        start = datetime(2030, 1, 5, 13, tzinfo=UTC)
        return self._hidden(
            start, "feature", f"cancelled: {{at: {self.now:%Y-%m-%d %H:%MZ}, reason: Not needed}}\n"
        )

    def _text(self, start: datetime) -> str:
        text = super()._text(start)
        for words in ("Plain words.", "Soon: u2 and u3.", "Read [the guide](/guides/u1/) first."):
            text = text.replace(words, self._links())
        return text

    def _links(self) -> str:
        """Links to what may be hidden, in each way in which people write them."""
        return self.random.choice(_LINKS).format(self.random.randrange(len(_NAMES)))

    def home(self) -> None:
        self.project.write("content/pages/index.md", f"# Tin\n\n{self._words()} {self._links()}\n")
