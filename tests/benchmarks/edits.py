"""How long it takes from a saved entry to the page of the preview.

Belongs here: saving, asking for the page until it is there. Does not belong here: starting a
preview (``tests.previews``).
"""

from __future__ import annotations

import time
from pathlib import Path

from tests.benchmarks.costs import Failed, say
from tests.benchmarks.figures import WALL, Figure, median
from tests.benchmarks.ours import Sample, environment
from tests.benchmarks.sample import NOW
from tests.previews import Preview, serve

__all__ = ["edit_to_page"]

_PATIENCE_S = 120.0
_PAUSE_S = 0.01


def edit_to_page(sample: Sample, folder: Path) -> Figure:
    """Seconds on the wall, each after a pause in which the preview has nothing to do."""
    with serve(sample.project, folder, **environment(sample.cache, NOW)) as preview:
        seconds = []
        for run in range(sample.runs):
            time.sleep(1)
            words = f"đang soạn lần {run + 1}"
            begun = time.monotonic()
            page = sample.edit(words)
            _await(preview, f"/{page}", words.encode())
            seconds.append(time.monotonic() - begun)
    say(f"{sample.size:>6} serve, edit to page: {median(seconds):.2f} s")
    return Figure("serve, edit to page", sample.size, WALL, tuple(seconds))


def _await(preview: Preview, path: str, words: bytes) -> None:
    ends = time.monotonic() + _PATIENCE_S
    while time.monotonic() < ends:
        status, _, body = preview.get(path)
        if status == 200 and words in body:
            return
        time.sleep(_PAUSE_S)
    raise Failed(f"the preview never showed the edit of {path}")
