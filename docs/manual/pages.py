"""MkDocs hook: the manual's pages that follow from the program, and its navigation.

Belongs here: which generated pages the manual has, and where. Does not belong here: what is on
them (``notices.cli.manual``, ``notices.cli.reference``).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from notices.cli import main
from notices.cli.manual import manual_url, rule_page, rules_page
from notices.cli.reference import commands_page, file_page
from notices.loading import SchemaKind
from notices.rules.registry import registered

__all__ = ["generated_pages", "on_config", "on_files"]

DOCS = Path(__file__).resolve().parents[1]


def generated_pages() -> dict[str, str]:
    """Each page that follows from the program, as Markdown, by its path in the manual."""
    rules = registered()
    return {
        "rules/index.md": rules_page(rules),
        **{f"rules/{name}.md": rule_page(rule) for name, rule in rules.items()},
        **{f"reference/{kind}.md": file_page(kind) for kind in get_args(SchemaKind)},
        "reference/commands.md": commands_page(main),
        "changelog.md": (DOCS.parent / "CHANGELOG.md").read_text(encoding="utf-8"),
    }


def on_config(config: MkDocsConfig) -> None:
    """Sets the manual's address, and fills in the folders that the navigation names."""
    config.site_url = manual_url()
    assert config.nav is not None
    config.nav = [{title: _pages_of(place)} for each in config.nav for title, place in each.items()]


def _pages_of(place: Any) -> Any:
    """Of a folder (``rules/``) its index and the pages that this links, in order; else the same."""
    if not isinstance(place, str) or not place.endswith("/"):
        return place
    texts = generated_pages() | {
        f"{place}{path.name}": path.read_text(encoding="utf-8")
        for path in (DOCS / place).glob("*.md")
    }
    index = next(name for name in (f"{place}index.md", f"{place}README.md") if name in texts)
    linked = re.findall(r"\]\(([\w-]+\.md)\)", texts[index])
    return [index, *(f"{place}{name}" for name in dict.fromkeys(linked))]


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Adds the generated pages."""
    for path, text in generated_pages().items():
        files.append(File.generated(config, path, content=text))
