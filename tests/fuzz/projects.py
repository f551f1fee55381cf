"""Whole projects that somebody damaged at random: a sound one, changes of its files, and a command.

Belongs here: what is drawn, and doing it to a folder. Does not belong here: what has to hold of the
answer (``test_projects``). A change that finds nothing to change is none.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from tests.breakages import BREAKAGES, NOW
from tests.project import Project

__all__ = ["COMMANDS", "DAMAGES", "PREVIEW", "Damage", "damaged"]

PREVIEW = "{project}/preview"
"""The folder of a build, within the project."""

_FILES = (
    *(
        "content/releases/payroll-engine.yml",
        "content/releases/crm.yml",
        "content/plans/2026-12.yml",
    ),
    *(
        "content/policy.yml",
        "content/policy.yml",
        "content/systems.yml",
        "content/ledger.jsonl",
        "mkdocs.yml",
    ),
    *("content/published/payroll-engine.yml", "content/pages/about.md", "content/pages/logo.svg"),
    *(
        "content/pages/guides/payroll-engine.md",
        "content/pages/index.md",
        "content/published/plans/2026-12.yml",
    ),
)
_VALUES = (
    *(
        "",
        "[]",
        "{}",
        "[a, b]",
        "{a: b}",
        "~",
        "x",
        "'",
        '"',
        "-1",
        "0",
        "9" * 40,
        "true",
        "&a *a",
        "!!int x",
    ),
    *(
        "2026-12-12",
        "2999-12-31 24:00",
        "0001-01-01 00:00",
        "24:00",
        "0m",
        "999999d",
        "../../etc/passwd",
    ),
    *(
        "{vi: x}",
        "{en: x, vi: '', xx: y}",
        "<script>alert(1)</script>",
        "[x](http://[a)",
        "\\ud800",
        "%s {x}",
    ),
    *('"<ol start=\\"99999999999999999999\\">"', '"\\u202e"', "[[[[[[[[[[[[[[[[[[[[", "ế" * 300),
)
_NAMES = (
    *(
        "content/releases/PAYROLL-ENGINE.yml",
        "content/releases/payroll-engine.YML",
        "content/releases/a b.yml",
    ),
    *(
        "content/releases/2026/crm.yml",
        "content/releases/" + "a" * 200 + ".yml",
        "content/releases/.yml",
    ),
    *(
        "content/releases/con.yml",
        "content/plans/2026-13.yml",
        "content/plans/2026-12.yml.txt",
        "content/x\ny.yml",
    ),
    *(
        "content/releases/\udcff.yml",
        "content/pages/\udcff.md",
        "content/pages/<b>.md",
        "content/holidays.yml",
    ),
    *(
        "content/channels.yml",
        "content/deliveries.jsonl",
        "content/pages/releases.md",
        "content/pages/index.html",
    ),
    *(
        "content/releases/payroll-engine",
        "content/pages/guides/crm.en.md",
        "content/published/crm.yml",
    ),
    *(
        "content/pages/e\u0301.md",
        "content/pages/\u00e9.md",
        "content/releases/--now.yml",
        "content/pages/a%00.md",
    ),
)


@dataclass(frozen=True, slots=True)
class Damage:
    """One change: what is done, to which file, and where in it."""

    kind: str
    file: str
    at: int = 0
    value: str = ""

    def apply(self, project: Project) -> None:
        """Do it, if the file is one."""
        path = project.root / self.file
        if self.kind == "broken":
            BREAKAGES[self.value](project)
        elif self.kind == "new":
            with suppress(OSError):
                path.parent.mkdir(parents=True, exist_ok=True)
                source = project.root / self.value
                path.write_bytes(source.read_bytes() if source.is_file() else b"\xff{")
        elif path.is_file():
            _IN_FILE[self.kind](self, path)


def _edited(change: Callable[[Damage, list[bytes], int], None]) -> Callable[[Damage, Path], None]:
    """A change of the lines of a file; the number of one is given, too."""

    def edit(damage: Damage, path: Path) -> None:
        lines = path.read_bytes().split(b"\n")
        change(damage, lines, damage.at % len(lines))
        path.write_bytes(b"\n".join(lines))

    return edit


def _dropped(_: Damage, lines: list[bytes], at: int) -> None:
    del lines[at]


def _doubled(_: Damage, lines: list[bytes], at: int) -> None:
    lines.insert(at, lines[at])


def _moved(damage: Damage, lines: list[bytes], at: int) -> None:
    lines.insert(damage.at // 7 % len(lines), lines.pop(at))


def _valued(damage: Damage, lines: list[bytes], at: int) -> None:
    key, colon, _ = lines[at].partition(b":")
    lines[at] = key + colon + b" " + damage.value.encode("utf-8", "surrogatepass")


def _flipped(damage: Damage, path: Path) -> None:
    data = bytearray(path.read_bytes())
    if data:
        data[damage.at % len(data)] ^= 1 << damage.at % 8
    path.write_bytes(data)


def _cut(damage: Damage, path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: damage.at % (len(data) + 1)])


def _folder(_: Damage, path: Path) -> None:
    path.unlink()
    path.mkdir()


def _gone(_: Damage, path: Path) -> None:
    path.unlink()


def _linked(damage: Damage, path: Path) -> None:
    path.unlink()
    path.symlink_to(("nothing", path.name, "/dev/null", "..")[damage.at % 4])


def _unreadable(_: Damage, path: Path) -> None:
    path.chmod(0)


_IN_FILE: dict[str, Callable[[Damage, Path], None]] = {
    "dropped": _edited(_dropped),
    "doubled": _edited(_doubled),
    "moved": _edited(_moved),
    "valued": _edited(_valued),
    "flipped": _flipped,
    "cut": _cut,
    "folder": _folder,
    "gone": _gone,
    "linked": _linked,
    "unreadable": _unreadable,
}

_WITHIN = st.builds(
    Damage,
    st.sampled_from(["dropped", "doubled", "moved", "flipped", "cut", "folder", "gone", "linked"]),
    st.sampled_from(_FILES),
    st.integers(0, 9_999),
)
_OTHER_VALUES = st.builds(
    Damage,
    st.just("valued"),
    st.sampled_from(_FILES),
    st.integers(0, 9_999),
    st.sampled_from(_VALUES),
)
_OTHER_NAMES = st.builds(
    Damage, st.just("new"), st.sampled_from(_NAMES), st.just(0), st.sampled_from([*_FILES, ""])
)
_KNOWN = st.builds(
    Damage, st.just("broken"), st.just(""), st.just(0), st.sampled_from(sorted(BREAKAGES))
)
DAMAGES = st.lists(_OTHER_VALUES | _WITHIN | _OTHER_NAMES | _KNOWN, min_size=1, max_size=4)

_INSTANTS = st.sampled_from(
    [
        NOW,
        "2026-12-12 21:00",
        "2999-12-31 23:59",
        "2000-01-01 00:00",
        "x\0",
        "\udcff",
        "2026-13-99 25:61",
        "",
    ]
)
_IDS = st.sampled_from(
    ["payroll-engine", "crm", "2026-12", "nothing", "../x", "\udcff", "a\nb", "", "x" * 300, "é"]
)
_AT = st.just(NOW) | _INSTANTS
COMMANDS = st.one_of(
    st.tuples(
        st.just("check"),
        st.just("--no-host"),
        st.just("--format"),
        st.sampled_from(["text", "github"]),
    ),
    st.tuples(st.just("check"), st.just("--no-host"), st.just("--now"), _AT),
    st.tuples(
        st.just("next"),
        st.just("--format"),
        st.sampled_from(["text", "json"]),
        st.just("--now"),
        _AT,
    ),
    st.tuples(
        st.just("agenda"),
        st.just("--format"),
        st.sampled_from(["text", "json", "ics", "html"]),
        st.just("--now"),
        _AT,
    ),
    st.tuples(
        st.just("slots"), st.sampled_from(["feature", "important-fix", "x"]), st.just("--now"), _AT
    ),
    st.tuples(st.just("explain"), _IDS, st.just("--now"), _AT),
    st.tuples(st.just("new"), st.sampled_from(["feature", "plan", "x"]), _IDS),
    st.tuples(
        st.just("new"), st.just("feature"), st.just("--title"), _IDS, st.just("--start"), _INSTANTS
    ),
    st.tuples(st.just("outbox"), st.just("--now"), _AT),
    st.tuples(st.just("stubs"), _IDS),
    st.tuples(
        st.just("record"), _IDS, st.sampled_from(["internal", "x", "\udcff"]), st.just("--now"), _AT
    ),
    st.tuples(st.just("deliver"), st.just("--dry-run"), st.just("--now"), _AT),
    st.tuples(st.just("doctor"), st.sampled_from(["http://127.0.0.1:9/", "x", "http://[", ""])),
    st.tuples(
        st.just("build"), st.just("--now"), st.just(NOW), st.just("--site-dir"), st.just(PREVIEW)
    ),
    st.tuples(st.just("publish"), st.just("--now"), st.just(NOW)),
)


def damaged(sound: Path, root: Path, damages: list[Damage]) -> Project:
    """A copy of a sound project at ``root``, with these changes."""
    shutil.copytree(sound, root, symlinks=True)
    project = Project(root)
    for damage in damages:
        with suppress(OSError):
            damage.apply(project)
    return project
