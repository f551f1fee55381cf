"""The long run: every target under atheris, one after the other, each for its share of the time.

``python -m tests.fuzz --seconds 3600 [TARGET …]``. What reaches new branches stays in
``.notices/fuzzed`` for the next run; what was found lies in ``.notices/found``. Exits 1 if anything
was. Belongs here: sharing the time, starting again after an input that ended the process, and the
report.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field

from tests.fuzz.inputs import CORPUS, seeds_of, words
from tests.fuzz.targets import TARGETS
from tests.fuzz.trials import ROOT

_NOTICES = ROOT / ".notices"
_OPTIONS = (
    # Trials have their own limit of two seconds; this one is for what Python cannot interrupt.
    *("-timeout=30", "-rss_limit_mb=1024", "-max_len=8192", "-print_final_stats=1"),
)
_EXECUTED = re.compile(r"(?:stat::number_of_executed_units: |^#)(\d+)", re.MULTILINE)
_COVERED = re.compile(r"cov: (\d+) ft: (\d+) corp: (\d+)")
_MOST_STARTS = 20


@dataclass(slots=True)
class _Run:
    """What came of one target."""

    target: str
    executed: int = 0
    covered: str = ""
    found: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.target:14} {self.executed:9} runs, {self.covered}, {len(self.found)} findings"
        )


def _fuzzed(target: str, seconds: float) -> _Run:
    run, ends = _Run(target), time.monotonic() + seconds
    known, found, seeds = (
        _NOTICES / name for name in (f"fuzzed/{target}", "found", f"seeds/{target}")
    )
    for folder in (known, found, seeds):
        folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds_of(target)):
        (seeds / str(number)).write_bytes(data)
    dictionary = _NOTICES / "seeds/words"
    dictionary.write_text(
        "".join('"{}"\n'.format("".join(f"\\x{byte:02x}" for byte in word)) for word in words())
    )
    for start in range(_MOST_STARTS):
        left = int(ends - time.monotonic())
        if left < 1:
            break
        command = [sys.executable, "-m", "tests.fuzz.guided", str(found), target, *_OPTIONS]
        command += [f"-max_total_time={left}", f"-dict={dictionary}"]
        command += [f"-artifact_prefix={found}/{target}-{start}-"]
        command += [str(folder) for folder in (known, CORPUS / target, seeds) if folder.is_dir()]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        _take(run, done)
        if done.returncode == 0:
            break
    return run


def _take(run: _Run, done: subprocess.CompletedProcess[bytes]) -> None:
    log = done.stderr.decode(errors="replace")
    run.executed += max((int(count) for count in _EXECUTED.findall(log)), default=0)
    for branches, pairs, kept in _COVERED.findall(log)[-1:]:
        run.covered = f"{branches} branches, {pairs} features, {kept} kept"
    for line in done.stdout.splitlines():
        if line.startswith(b"{"):
            told = json.loads(line)
            run.found.append(f"{told['found']}  {told['input']}")
    if done.returncode:
        ended = re.findall(r"==\d+== ?(?:ERROR: )?(.*)|^(\w*Error: .*)", log, re.MULTILINE)
        words = "; ".join(filter(None, (word for pair in ended[:3] for word in pair)))
        run.found.append(f"the process ended with {done.returncode}: {words or log[-500:]}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.fuzz")
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], default=[])
    given = parser.parse_args()
    targets = given.targets or [*TARGETS]
    found = 0
    for target in targets:
        run = _fuzzed(target, given.seconds / len(targets))
        print(run, flush=True)
        for what in run.found:
            print(f"    {what}", flush=True)
        found += len(run.found)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
