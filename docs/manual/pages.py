"""MkDocs hook: the manual's pages that follow from the program, and its navigation.

Belongs here: which generated pages the manual has, and where. Does not belong here: what is on
them (``notices.cli.manual``, ``notices.cli.reference``).
"""

from __future__ import annotations

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

ROOT = Path(__file__).resolve().parents[2]


def generated_pages() -> dict[str, str]:
    """Each page that follows from the program, as Markdown, by its path in the manual."""
    rules = registered()
    return {
        "rules/index.md": rules_page(rules),
        **{f"rules/{name}.md": rule_page(rule) for name, rule in rules.items()},
        **{f"reference/{kind}.md": file_page(kind) for kind in get_args(SchemaKind)},
        "reference/commands.md": commands_page(main),
        "changelog.md": (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"),
    }


def on_config(config: MkDocsConfig) -> None:
    """Sets the manual's address, and lists the pages of each folder that the navigation names."""
    config.site_url = manual_url()
    paths = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    paths |= generated_pages().keys()
    assert config.nav is not None
    config.nav = [
        {title: _listed(place, paths)} for each in config.nav for title, place in each.items()
    ]


def _listed(place: Any, paths: set[str]) -> Any:
    if not isinstance(place, str) or not place.endswith("/"):
        return place
    index = [f"{place}{name}" for name in ("index.md", "README.md") if f"{place}{name}" in paths]
    return index + sorted(path for path in paths if path.startswith(place) and path not in index)


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Adds the generated pages."""
    for path, text in generated_pages().items():
        files.append(File.generated(config, path, content=text))
