"""Time `check` and `build` as whole processes, cold, on projects of growing size.

Prints the median of three runs of each. Run it with `make bench`, or with other sizes:
`python -m tests.benchmarks 100 1000`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
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


def timed(project: Project, *args: str) -> float:
    """Seconds of wall clock of one command, as its user waits for it."""
    notices = Path(sys.executable).with_name("notices")
    begun = time.perf_counter()
    subprocess.run(
        [notices, "-f", project.root / "mkdocs.yml", *args],
        check=True, capture_output=True, env={**os.environ, "SOURCE_DATE_EPOCH": NOW},
    )  # fmt: skip
    return time.perf_counter() - begun


def main(sizes: tuple[int, ...]) -> None:
    print(f"{'releases':>8}  {'check':>8}  {'build':>8}   seconds, median of {RUNS}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            project = Project.create(Path(folder) / "bench")
            fill(project, size)
            check = statistics.median(timed(project, "check") for _ in range(RUNS))
            build = statistics.median(timed(project, "build") for _ in range(RUNS))
        print(f"{size:>8}  {check:>8.2f}  {build:>8.2f}", flush=True)


if __name__ == "__main__":
    main(tuple(int(arg) for arg in sys.argv[1:]) or SIZES)
