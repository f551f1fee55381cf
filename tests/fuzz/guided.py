"""One target under atheris, which keeps what reaches new branches: the long run's own process.

``python -m tests.fuzz.guided FOLDER TARGET [libFuzzer's options and corpus folders]``. It goes on after a
finding: each one that is told from the others by its line is kept once, as FOLDER/TARGET-number, with
a line of JSON on standard output. Only this module needs atheris, which lies in an environment of its own
(`.ci/setup fuzz`); it has to be imported before anything of the program, to see its branches.
"""

from __future__ import annotations

import json
import os
import site
import sys
from contextlib import suppress
from pathlib import Path

_APART = Path(__file__).parents[2] / ".notices/fuzz"


def main(folder: Path, target: str, *options: str) -> None:
    """Fuzz until an option of libFuzzer ends it."""
    for packages in _APART.glob("lib/python*/site-packages"):
        site.addsitedir(str(packages))
    import atheris

    with atheris.instrument_imports(include=["notices", "yaml"]):
        from tests.fuzz.inputs import corpus_of
        from tests.fuzz.targets import TARGETS
        from tests.fuzz.trials import finding, place_of

        # What a target imports only when it runs has to be seen as well.
        for data in corpus_of(target):
            with suppress(Exception):
                TARGETS[target](data)
    found: set[str] = set()

    def once(data: bytes) -> None:
        what = finding(target, data)
        if what is not None and place_of(what) not in found:
            found.add(place_of(what))
            kept = folder / f"{target}-{os.getpid()}-{len(found)}"
            kept.write_bytes(data)
            print(json.dumps({"target": target, "found": what, "input": str(kept)}), flush=True)

    atheris.Setup([sys.argv[0], *options], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
