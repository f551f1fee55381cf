"""The whole product: each payload alone in each field, and everything that comes of it looked at.

Belongs here: one site a payload, and the figures. Does not belong here: what is looked at (``visits``). It takes
minutes, and is run as ``python -m tests.soak inject``.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.stage import launched, serving
from tests.hostile.fields import CLOSED, ONCE, PAGES, Dealer, schema_fields
from tests.hostile.payloads import BODIES, PAYLOADS
from tests.hostile.probe import opened
from tests.hostile.sites import HostileProject
from tests.hostile.visits import see_files, see_mails, see_pages
from tests.hostile.written import HostilePages

__all__ = ["WholeProduct"]

_LOOKS = {"pages": see_pages, "pieces of HTML in feeds": see_files, "mails": see_mails}


class _Alone(Dealer):
    """Deals one payload a text."""

    def packed(self, field: str, turns: Sequence[int]) -> str:
        return self.text(field, turns[0])


class WholeProduct:
    """Sites in which each field has had the first ``count`` payloads, or all; ``figures`` and ``faults`` of them."""

    def __init__(self, count: int = len(PAYLOADS)) -> None:
        self.count = count
        self.dealt: set[tuple[str, str]] = set()
        self.figures: Counter[str] = Counter()
        self.faults: list[str] = []

    def run(self) -> None:
        """Make them and look at them; prints the name of each payload."""
        with launched() as browser, tempfile.TemporaryDirectory(prefix="notices-soak-") as folder:
            harmless = HostileProject.harmless(Path(folder) / "harmless")
            harmless.publish()
            expected = {name: look(harmless, browser).shapes for name, look in _LOOKS.items()}
            for first in range(self.count):
                with tempfile.TemporaryDirectory(dir=folder) as place:
                    before = len(self.faults)
                    self._look(Path(place), first, browser, expected)
                name = [*PAYLOADS][first]
                print(f"{first + 1:4} {name}: {len(self.faults) - before} faults", flush=True)
        self.figures["payloads"] = self.count
        self.figures["payloads in fields"] = len(self.dealt)
        self.figures["fields"] = len({field for field, _ in self.dealt})
        fields = (schema_fields() - CLOSED) | ONCE | PAGES
        if self.count == len(PAYLOADS) and (left := {*product(fields, PAYLOADS)} - self.dealt):
            self.faults.append(f"never dealt: {sorted(left)}")

    def _look(
        self, place: Path, first: int, browser: Browser, expected: dict[str, frozenset[str]]
    ) -> None:
        names, bodies = [*PAYLOADS], [*BODIES.values()]
        dealer = _Alone({name: PAYLOADS[name] for name in names[first:] + names[:first]})
        bodies = bodies[first % len(bodies) :] + bodies[: first % len(bodies)]
        made = HostileProject.create(place / "entries", dealer, range(1), bodies)
        made.publish()
        for name, look in _LOOKS.items():
            seen = look(made, browser)
            self.figures[name] += seen.count
            self.figures["scripts run"] += len(seen.ran)
            self.figures["requests that left"] += len(seen.left)
            self.faults += [*seen.faults, *sorted(seen.shapes - expected[name])]
        written = HostilePages.create(place / "pages", dealer, range(1), bodies)
        with serving(written.site) as base, opened(browser, base, policy=True) as probe:
            self.faults += [*written.visit(probe), *probe.ran, *probe.left]
            self.figures["hand-written pages"] += probe.opened
            self.figures["scripts run"] += len(probe.ran)
            self.figures["requests that left"] += len(probe.left)
        self.dealt |= dealer.dealt
