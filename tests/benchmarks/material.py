"""The same texts as pages of Material for MkDocs: as posts of its blog with feeds, and plain.

Belongs here: the two projects, and building them. Does not belong here: which Python has Material
(``machine``).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.costs import Cost, spent
from tests.benchmarks.sample import Release
from tests.benchmarks.texts import LANGUAGES

__all__ = ["MaterialProject"]

_CONFIGURATION = """\
site_name: Updates
site_url: https://updates.example/
theme: {name: material, font: false}
nav: [index.md]
validation: {omitted_files: ignore}
"""
_BLOG = """\
theme: {name: material, font: false}
plugins:
  - blog
  - rss: {match_path: blog/posts/.*, date_from_meta: {as_creation: date}, use_git: false}
"""


@dataclass(frozen=True, slots=True)
class MaterialProject:
    """A project with a page for each release and language."""

    root: Path

    @classmethod
    def blog(cls, root: Path, releases: Sequence[Release]) -> MaterialProject:
        """Each a post of the blog plugin, with the feeds of the rss plugin."""
        text = "site_name: Updates\nsite_url: https://updates.example/\n" + _BLOG
        return cls._written(root, text, "blog/posts", releases)

    @classmethod
    def plain(cls, root: Path, releases: Sequence[Release]) -> MaterialProject:
        """Each a page that is not in the navigation; no plugins."""
        return cls._written(root, _CONFIGURATION + "plugins: []\n", "pages", releases)

    def spent(self, python: Path) -> Cost:
        """The cost of building all of it."""
        shutil.rmtree(self.root / "site", ignore_errors=True)
        return spent(
            [python, "-m", "mkdocs", "build", "--quiet"], self.root, {"NO_MKDOCS_2_WARNING": "1"}
        )

    @classmethod
    def _written(
        cls, root: Path, configuration: str, below: str, releases: Sequence[Release]
    ) -> MaterialProject:
        (root / "docs" / below).mkdir(parents=True)
        (root / "mkdocs.yml").write_text(configuration, encoding="utf-8")
        for name in {"index.md", f"{below.partition('/')[0]}/index.md"}:
            (root / "docs" / name).write_text("# Updates\n", encoding="utf-8")
        for name, page in _pages(releases):
            (root / "docs" / below / name).write_text(page, encoding="utf-8")
        return cls(root)


def _pages(releases: Sequence[Release]) -> Iterator[tuple[str, str]]:
    for release in releases:
        for language in LANGUAGES:
            title = json.dumps(release.text.title(language), ensure_ascii=False)
            front = f"---\ntitle: {title}\ndate: {release.start:%Y-%m-%d}\n---\n"
            body = f"{release.text.summary(language)}\n\n{release.text.markdown(language)}"
            yield f"{release.id}-{language}.md", f"{front}\n{body}"
