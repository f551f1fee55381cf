"""CPU time of `check` and `build` as whole processes on projects of growing size.

`first` is with an empty cache, as on a new machine; `again` is each later one, and `edited` one
after an edit of one entry. Prints the median of three runs of each. Run it with `make bench`, or
with other sizes: `python -m tests.benchmarks 100 1000`.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.project import CLONE, Project

SIZES = (100, 1_000, 10_000)
RUNS = 3
COMMANDS = ("check", "build")
NOW = str(int(datetime(2029, 1, 1, tzinfo=UTC).timestamp()))
BEGIN = datetime(2016, 1, 2, 13, tzinfo=UTC)
TEMPLATES = sorted((CLONE / "content" / "releases").rglob("*.yml"))


def fill(project: Project, size: int) -> None:
    """Imported history: the repository's own texts, a release every six hours."""
    bodies = [_without(path.read_text(encoding="utf-8")) for path in TEMPLATES]
    bodies = [body for body in bodies if "customers:" not in body]
    policy = project.root / "content/policy.yml"
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("2025-07-01", "2030-01-01"), encoding="utf-8")
    systems = CLONE / "content/systems.yml"
    project.write("content/systems.yml", systems.read_text(encoding="utf-8"))
    for number in range(size):
        start = BEGIN + timedelta(hours=6 * number)
        end = start + timedelta(hours=1)
        window = f"window: {{start: {start:%Y-%m-%d %H:%M}Z, end: {end:%Y-%m-%d %H:%M}Z}}\n"
        outcome = f"outcome: {{result: success, at: {end:%Y-%m-%d %H:%M}Z}}\n"
        name = f"{start:%Y}/update-{number:05d}"
        project.release(name, bodies[number % len(bodies)] + window + outcome)


def _without(text: str) -> str:
    """An entry without what is about its own time, or about other entries."""
    dropped = ("window:", "outcome:", "cancelled:", "known_issues:", "exception:", "notices:")
    kept, keep = [], True
    for line in text.splitlines(keepends=True):
        if line[:1].isalpha():
            keep = not line.startswith(dropped)
        if keep:
            kept.append(line)
    return "".join(kept)


def timed(project: Project, cache: Path, *args: str) -> float:
    """Seconds of CPU time of one command, user and system, with the user's cache in a folder."""
    notices = Path(sys.executable).with_name("notices")
    begun = _spent()
    subprocess.run(
        [notices, "-f", project.root / "mkdocs.yml", *args],
        check=True, capture_output=True, env={**os.environ, "SOURCE_DATE_EPOCH": NOW, "XDG_CACHE_HOME": str(cache)},
    )  # fmt: skip
    return _spent() - begun


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def measured(project: Project, command: str) -> list[float]:
    """The medians of first, again and edited, each run with what the one before has kept."""
    edited = next((project.root / "content" / "releases").rglob("*.yml"))
    times = []
    for run in range(RUNS):
        cache = project.root.parent / f"cache-{command}-{run}"
        first, again = (timed(project, cache, command) for _ in range(2))
        with edited.open("a", encoding="utf-8") as file:
            file.write(f"# Edit {run}\n")
        times.append((first, again, timed(project, cache, command)))
    return [statistics.median(each) for each in zip(*times, strict=True)]


def main(sizes: tuple[int, ...]) -> None:
    columns = [f"{command} {run}" for command in COMMANDS for run in ("first", "again", "edited")]
    print("releases", *(f"{name:>12}" for name in columns), f"CPU seconds, median of {RUNS}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            project = Project.create(Path(folder) / "bench")
            fill(project, size)
            times = [time for command in COMMANDS for time in measured(project, command)]
        print(f"{size:>8}", *(f"{time:>12.2f}" for time in times), flush=True)


if __name__ == "__main__":
    main(tuple(int(arg) for arg in sys.argv[1:]) or SIZES)
