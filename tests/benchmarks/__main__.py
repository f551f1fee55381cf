"""Measures what the program costs, beside Hugo and Material, in fresh processes: `make bench`.

    make bench
    make bench ARGS='--sizes 100,1000 --only check,publish'

Prints a table, with the target beside each figure, and writes the same as JSON. All of it together
takes half an hour or more; progress goes to standard error. Everything lies in a temporary folder,
in memory where the system has such a folder.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from tests.benchmarks.costs import Failed, output, say
from tests.benchmarks.edits import edit_to_page
from tests.benchmarks.figures import Figure, median, repeated
from tests.benchmarks.hugo import HugoProject
from tests.benchmarks.machine import folder_for_all, hugos, machine, material_python
from tests.benchmarks.material import MaterialProject
from tests.benchmarks.ours import Sample, doubled, version
from tests.benchmarks.report import document, machine_lines, table
from tests.benchmarks.texts import LANGUAGES
from tests.project import CLONE

SIZES = (100, 1_000, 10_000)
MEASUREMENTS = (
    "version", "check", "next", "build", "sizes", "hugo", "material", "serve", "publish", "double",
)  # fmt: skip
MATERIAL_SIZE = 1_000
"""It needs minutes for these already."""
LARGEST_PREVIEW = 1_000


class Bench:
    """The measurements that are asked for, in ``folder``, one size after the other."""

    def __init__(self, folder: Path, runs: int, only: Sequence[str]) -> None:
        self._folder, self._runs, self._only = folder, runs, only
        self.figures: list[Figure] = []
        self.notes: list[str] = []

    def measure(self, sizes: Iterable[int]) -> None:
        """Fill ``figures``, and in ``notes`` what was compared."""
        if "version" in self._only:
            self.figures.append(version(self._folder, self._runs))
        for size in sizes:
            with tempfile.TemporaryDirectory(
                dir=self._folder, ignore_cleanup_errors=True
            ) as folder:
                for figure in self._of_size(Path(folder), size):
                    self.figures.append(figure)
        if "double" in self._only:
            self._double()

    def _of_size(self, folder: Path, size: int) -> Iterator[Figure]:
        if set(self._only) <= {"version"}:
            return
        sample = Sample.create(folder, size, self._runs)
        for command in ("check", "next"):
            if command in self._only:
                yield from sample.readers(command)
        if "build" in self._only or "double" in self._only:
            yield from sample.builds()
        else:
            sample.run("build")
        if "sizes" in self._only:
            yield from sample.sizes()
        if "hugo" in self._only:
            yield from self._hugo(folder, sample)
        if "material" in self._only and size == MATERIAL_SIZE:
            yield from self._material(folder, sample)
        if "serve" in self._only and size <= LARGEST_PREVIEW:
            yield edit_to_page(sample, folder)
        if "publish" in self._only:
            yield from sample.publishes()

    def _hugo(self, folder: Path, sample: Sample) -> Iterator[Figure]:
        found = hugos()
        if not found:
            self._miss("there is no Hugo")
            return
        newest = found[-1].program
        project = HugoProject.write(folder / "hugo", sample.releases, sample.project.site, newest)
        for hugo in found:
            figure = repeated(
                hugo.name, sample.size, self._runs, partial(project.spent, hugo.program)
            )
            self.notes.append(f"{sample.size:,} releases, {project.compared(hugo)}")
            yield _with_output(figure, project.root / "public")

    def _material(self, folder: Path, sample: Sample) -> Iterator[Figure]:
        python = material_python()
        if python is None:
            self._miss("there is no Material with a blog")
            return
        shown = [release for release in sample.releases if not release.hidden]
        for what, project in (
            ("Material, pages", MaterialProject.plain(folder / "pages", shown)),
            ("Material, blog and rss", MaterialProject.blog(folder / "blog", shown)),
        ):
            figure = repeated(what, sample.size, 1, partial(project.spent, python))
            pages = len(shown) * len(LANGUAGES)
            self.notes.append(
                f"{what}: {pages:,} pages, {1000 * median(figure.values) / pages:.1f} ms CPU a page"
            )
            yield _with_output(figure, project.root / "site")

    def _miss(self, what: str) -> None:
        self.notes.append(f"{what}, so it was not measured; `.ci/setup hugo` installs it")
        say(self.notes[-1])

    def _double(self) -> None:
        colds = [figure for figure in self.figures if figure.what == "build, cold"]
        largest = max(colds, key=lambda figure: figure.size)
        with tempfile.TemporaryDirectory(dir=self._folder, ignore_cleanup_errors=True) as folder:
            for figure in doubled(Path(folder), largest, 1):
                self.figures.append(figure)


def _with_output(figure: Figure, folder: Path) -> Figure:
    written = output(folder)
    return replace(figure, files=written.files, bytes=written.bytes)


def main() -> int:
    options = _options()
    place, tmpfs = folder_for_all()
    about = machine(place, tmpfs=tmpfs)
    failure = ""
    # Whatever ends it, what was measured is told, and nothing stays in memory.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="notices-bench-", dir=place) as folder:
        bench = Bench(Path(folder), options.runs, options.only)
        try:
            bench.measure(options.sizes)
        except (AssertionError, Failed, KeyboardInterrupt, OSError) as error:
            failure = str(error) or "interrupted"
            say(f"ended too early: {failure}")
    options.json.parent.mkdir(parents=True, exist_ok=True)
    text = document(bench.figures, about, options.runs, bench.notes, failure)
    options.json.write_text(text, encoding="utf-8")
    print(machine_lines(about), *(f"{note}\n" for note in bench.notes), sep="")
    print(table(bench.figures), end="")
    return 1 if failure else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help="releases: 100,1000")
    parser.add_argument("--runs", type=int, default=3, help="runs of each measurement")
    parser.add_argument(
        "--only", type=_names, default=MEASUREMENTS, help=f"some of {','.join(MEASUREMENTS)}"
    )
    parser.add_argument("--no-hugo", action="store_true", help="do not measure Hugo")
    parser.add_argument("--json", type=Path, default=CLONE / ".notices/bench.json")
    options = parser.parse_args()
    least = 2 * (options.runs + 4)
    if options.runs < 1 or min(options.sizes) < least:
        parser.error(f"at least one run, and {least} releases for {options.runs}")
    if options.no_hugo:
        options.only = tuple(name for name in options.only if name != "hugo")
    return options


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(word) for word in text.split(",")))


def _names(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not one of {MEASUREMENTS}")
    return names


if __name__ == "__main__":
    sys.exit(main())
