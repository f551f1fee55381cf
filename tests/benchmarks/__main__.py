"""CPU time of `check` and `build` as whole processes on projects of growing size.

`build` is the first one of a user, with an empty cache; `again` is each later one. Prints the
median of three runs of each. Run it with `make bench`, or with other sizes:
`python -m tests.benchmarks 100 1000`.
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


def main(sizes: tuple[int, ...]) -> None:
    print(
        f"{'releases':>8}  {'check':>8}  {'build':>8}  {'again':>8}   CPU seconds, median of {RUNS}"
    )
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            project = Project.create(Path(folder) / "bench")
            fill(project, size)
            caches = [Path(folder) / f"cache-{run}" for run in range(RUNS)]
            check = statistics.median(timed(project, cache, "check") for cache in caches)
            build = statistics.median(timed(project, cache, "build") for cache in caches)
            again = statistics.median(timed(project, cache, "build") for cache in caches)
        print(f"{size:>8}  {check:>8.2f}  {build:>8.2f}  {again:>8.2f}", flush=True)


if __name__ == "__main__":
    main(tuple(int(arg) for arg in sys.argv[1:]) or SIZES)
