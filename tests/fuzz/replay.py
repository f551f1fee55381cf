"""All targets on what is known and on some mutations of it: the short run, without atheris.

``python -m tests.fuzz.replay FOLDER COUNT SEED SIZE [TARGET …]`` prints one JSON object a line: the target,
how many inputs it had, and what was found. SIZE is that of hostile texts. Each input lies in FOLDER/now while it is tried, so that a
process that was ended leaves it there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from tests.fuzz.inputs import OF_YAML, corpus_of, hostile, huge, in_values, seeds_of, words
from tests.fuzz.limits import limit_memory
from tests.fuzz.mutations import mutated
from tests.fuzz.targets import TARGETS
from tests.fuzz.trials import finding, place_of

__all__ = ["main"]


def _inputs(target: str, count: int, seed: int, size: int) -> Iterator[bytes]:
    known = [*corpus_of(target), *seeds_of(target)]
    return chain(
        known,
        hostile(size),
        in_values(size) if target in OF_YAML else (),
        huge(target),
        islice(mutated(seed, known, words()), count),
    )


def main(folder: Path, count: int, seed: int, size: int, *targets: str) -> None:
    """Try each of the targets, all where none is named."""
    limit_memory()
    now = folder / "now"
    for target in targets or TARGETS:
        tried = 0
        found: dict[str, str] = {}
        for data in _inputs(target, count, seed, size):
            now.write_bytes(data)
            tried += 1
            what = finding(target, data)
            if what is not None and place_of(what) not in found:
                found[place_of(what)] = what
                (folder / f"{target}-{len(found)}").write_bytes(data)
        told = {"target": target, "tried": tried, "found": [*found.values()]}
        print(json.dumps(told), flush=True)
    now.unlink(missing_ok=True)


if __name__ == "__main__":
    folder, count, seed, size, *targets = sys.argv[1:]
    main(Path(folder), int(count), int(seed), int(size), *targets)
