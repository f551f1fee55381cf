"""The manual is right: its pages are done as they say, every rule has one, and all of it builds."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from notices.cli import main
from notices.rules.registry import registered
from tests.manual import CLONE, followed, pages, tried_pages

DOCS = CLONE / "docs"


@pytest.mark.parametrize(
    "page", tried_pages(), ids=lambda page: page.relative_to(CLONE).with_suffix("").as_posix()
)
def test_a_page_holds_what_its_commands_print(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert followed(text, tmp_path) == text


def shown_commands() -> list[str]:
    """Every call of the program that code of the manual's pages or the README shows."""
    call = re.compile(
        r"(?:^|`|^\$ |^    |[(/]|&& )notices (?:--lang \w+ )?([a-z][^`\n#)&|]*)", re.MULTILINE
    )
    texts = (page.read_text(encoding="utf-8") for page in pages())
    return sorted({found.strip() for text in texts for found in call.findall(text)})


@pytest.mark.parametrize("line", shown_commands())
def test_every_command_and_option_that_a_page_shows_is_there(line: str) -> None:
    name, *words = shlex.split(line)
    command = main.get_command(click.Context(main), name)

    assert command is not None
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("-")} <= known | {"--help"}


def test_every_recipe_is_tried_and_listed() -> None:
    index = (DOCS / "recipes/index.md").read_text(encoding="utf-8")
    recipes = {path for path in (DOCS / "recipes").glob("*.md") if path.name != "index.md"}

    assert recipes <= set(tried_pages())
    assert set(re.findall(r"\]\(([a-z-]+\.md)\)", index)) == {path.name for path in recipes}


def handbook(language: str) -> dict[str, str]:
    folder = DOCS / "handbook" / language
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}


def test_each_page_of_the_handbook_is_tried_and_listed() -> None:
    for language in ("en", "vi"):
        pages = handbook(language)
        linked = set(re.findall(r"\]\(([a-z-]+\.md)\)", pages["index.md"]))
        assert linked == pages.keys() - {"index.md"}
        assert {DOCS / "handbook" / language / name for name in pages} <= set(tried_pages())


def test_the_handbook_does_the_same_at_the_same_times_in_both_languages() -> None:
    """The same commands, but for names of entries and texts."""
    steps = re.compile(
        r"^(?:\$ notices |<!-- (?:now|run|run-refused): )([\w -]*[\w:]*)", re.MULTILINE
    )
    names = re.compile(r"(?<= )(?:[a-z]+-)+[a-z]+(?= |$)")
    english, vietnamese = handbook("en"), handbook("vi")

    assert english.keys() == vietnamese.keys()
    for name, text in english.items():
        done = [names.sub("ID", step) for step in steps.findall(text)]
        assert done == [names.sub("ID", step) for step in steps.findall(vietnamese[name])]


def test_what_to_do_is_told_for_every_rule_that_refuses_a_release_or_a_plan() -> None:
    groups = ("valid", "hidden", "public", "hidden_plan", "public_plan")
    refusing = {
        name
        for name, rule in registered().items()
        if "error" in rule.severities and any(getattr(rule, group) for group in groups)
    }
    titles = re.findall(
        r"^## (.*)$", (DOCS / "recipes/refusals.md").read_text("utf-8"), re.MULTILINE
    )

    assert not refusing - set(re.findall(r"[a-z-]+", " ".join(titles)))


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built manual; a warning of MkDocs fails it."""
    target = tmp_path_factory.mktemp("manual")
    build(load_config(str(DOCS / "manual/mkdocs.yml"), strict=True, site_dir=str(target)))
    return target


def test_every_rule_has_a_page_and_every_page_a_rule(manual: Path) -> None:
    pages = {path.parent.name for path in (manual / "rules").glob("*/index.html")}

    assert pages == set(registered())


def test_the_manual_asks_no_other_host(manual: Path) -> None:
    for page in manual.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        loaded = re.findall(r'<(?:script|img|iframe|source)[^>]* src="([^"]*)"', text)
        loaded += re.findall(
            r'<link[^>]* rel="(?:stylesheet|preconnect)"[^>]* href="([^"]*)"', text
        )
        loaded += re.findall(
            r'<link[^>]* href="([^"]*)"[^>]* rel="(?:stylesheet|preconnect)"', text
        )
        assert loaded
        assert not [address for address in loaded if re.match(r"\w+:|//", address)]


def test_the_manual_has_none_of_what_makes_it(manual: Path) -> None:
    assert not (manual / "manual").exists()
