"""Hand-written pages with a payload in head and heading, and a hostile text of several lines below.

Belongs here: the pages, and what has to come of their heads. Does not belong here: entries (``sites``).

Such a page may have HTML of its author's: its policy alone keeps that from running.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.fields import Dealer
from tests.hostile.payloads import BODIES
from tests.hostile.probe import Probe, words
from tests.project import Project

__all__ = ["HostilePages"]

_NOW = "2026-12-01 09:00"
# A guide and an FAQ page are made as other pages are; a few show that.
_GUIDES = 5


@dataclass(frozen=True, slots=True)
class HostilePages:
    """A site of such pages, in two languages each; ``heads`` has what was dealt, by address."""

    site: Path
    heads: dict[str, dict[str, str]]

    @classmethod
    def create(
        cls,
        root: Path,
        dealer: Dealer,
        turns: Sequence[int],
        bodies: Sequence[str] = (*BODIES.values(),),
    ) -> HostilePages:
        project, heads = Project.create(root), {}
        for turn in turns:
            name, body = f"done-{turn}", bodies[turn % len(bodies)]
            folders = ("guides/", "faq/", "") if turn < _GUIDES else ("",)
            if turn < _GUIDES:
                project.release(name)
            for place, (ending, home) in enumerate((("", ""), (".en", "en/"))):
                head = {
                    key: dealer.text(f"pages.{key}", 2 * turn + place)
                    for key in ("title", "description")
                }
                heading = dealer.text("pages.heading", 2 * turn + place)
                front = json.dumps(head, ensure_ascii=False)
                page = f"---\n{front}\n---\n\n# {heading}\n\n{heading}\n\n{body}\n"
                for folder in folders:
                    project.write(f"content/pages/{folder}{name}{ending}.md", page)
                    heads[f"{home}{folder}{name}/"] = head
        told = project.run("publish", "--now", _NOW)
        assert told.status == 0, told.err
        return cls(project.site.resolve(), heads)

    def visit(self, probe: Probe) -> list[str]:
        """Open every page; the heads that do not say what was dealt to them."""
        wrong = []
        for path, head in self.heads.items():
            probe.open(path)
            page = probe.page
            description = page.locator("meta[name=description]").get_attribute("content")
            if not words(page.title()).startswith(words(head["title"])):
                wrong.append(f"{path}: {page.title()}")
            if description != head["description"]:
                wrong.append(f"{path}: {description}")
        return wrong
