"""Another company's site is its own: nothing of the demo's company or of its language is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from notices.cli import main
from tests.project import CLONE, Project

RELEASE = """\
category: feature
title: {en: Faster invoices}
summary: {en: Invoices open at once.}
window: {start: 2026-12-12 20:00, end: 2026-12-12 22:00}
impact: {downtime: 10m, mode: usable, systems: [%s]}
body: {en: The details.}
"""
# When each policy announces it.
ANNOUNCED = {"simple": "2026-12-07 15:00", "procedure": "2026-12-01 09:00"}
NAMES = re.compile(r"Anviec|Vietnam|Viet Nam|Việt|Ho_Chi_Minh|Hà Nội|payroll", re.IGNORECASE)
# But for đ, which the search folds in every language.
LETTERS = re.compile("[ăơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
# The font's name, and that of what stands in for it.
FONT = re.compile(r"be[- ]vietnam[- ](pro|stand-in)", re.IGNORECASE)
LICENCE = "assets/fonts/OFL.txt"
ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


def company(folder: Path, policy: str, languages: str = "en") -> Project:
    answers = ("--name", "Acme", "--url", "https://updates.acme.example", "--timezone", "Europe/Berlin", "--ci", "none")  # fmt: skip
    answer = CliRunner().invoke(
        main, ["init", str(folder), *answers, "--languages", languages, "--policy", policy]
    )
    assert answer.exit_code == 0, answer.stderr
    path = folder / "content/policy.yml"
    text = path.read_text("utf-8")
    path.write_text(re.sub("ledger_starts: .*", "ledger_starts: 2026-01-01", text), "utf-8")
    return Project(folder)


def first_system(project: Project) -> dict[str, Any]:
    text = (project.root / "content/systems.yml").read_text("utf-8")
    system: dict[str, Any] = yaml.safe_load(text)["systems"][0]
    return system


def published(
    project: Project, now: str = ANNOUNCED["simple"], *, empty: bool = False
) -> dict[str, bytes]:
    if not empty:
        project.release("faster-invoices", RELEASE % first_system(project)["id"])
    answer = project.run("publish", "--now", now)
    assert answer.status == 0, answer.err
    site = project.bytes_of_site()
    assert ("releases/faster-invoices/index.html" in site) != empty
    return site


def texts_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_of(each)


def foreign(site: dict[str, bytes], texts: set[str]) -> list[tuple[str, str]]:
    """Each file that has something foreign, and what."""
    found = []
    for path, data in site.items():
        name = FONT.sub("", path)
        text = FONT.sub("", data.decode("utf-8", "replace"))
        if path == LICENCE:
            text = ""
        text = ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        found += [(path, each[0]) for each in NAMES.finditer(f"{name}\n{text}")]
        if b"\x00" not in data:
            found += [(path, each[0]) for each in LETTERS.finditer(text)]
            found += [(path, each) for each in texts if each in text]
    return found


@pytest.fixture(scope="module")
def vietnamese() -> set[str]:
    """The texts of the theme in Vietnamese that are not pure ASCII, and other than in English."""
    vi, en = (
        set(texts_of(yaml.safe_load((CLONE / f"theme/texts/{each}.yml").read_text("utf-8"))))
        for each in ("vi", "en")
    )
    return {each for each in vi - en if not each.isascii() and re.search(r"\w{2}", each)}


@pytest.mark.parametrize("policy", ["simple", "procedure"])
def test_no_byte_of_it_is_of_the_demos_company_or_its_language(
    tmp_path: Path, policy: str, vietnamese: set[str]
) -> None:
    site = published(company(tmp_path / "acme", policy), ANNOUNCED[policy])

    assert len(site) > 50
    assert foreign(site, vietnamese) == []


def test_neither_is_one_that_has_nothing_to_show_yet(tmp_path: Path, vietnamese: set[str]) -> None:
    site = published(company(tmp_path / "acme", "simple"), empty=True)

    assert foreign(site, vietnamese) == []


def test_the_search_says_something_that_it_finds(tmp_path: Path) -> None:
    project = company(tmp_path / "acme", "simple", "en,vi")
    empty = published(project, empty=True)

    site = published(project)

    system = first_system(project)["name"]
    assert ">Search by title, area or date.</p>" in empty["changelog/index.html"].decode()
    assert (
        f">Search by title, area or date: for example {system['en']}.</p>"
        in site["changelog/index.html"].decode()
    )
    assert system["en"] in site["search.json"].decode()
    assert f"ví dụ: {system['vi']}.</p>" in site["vi/changelog/index.html"].decode()
    assert system["vi"] in site["vi/search.json"].decode()


def test_the_banner_to_try_is_called_after_a_system_of_the_company(tmp_path: Path) -> None:
    project = company(tmp_path / "acme", "simple")
    named = published(project)["banner/index.html"].decode()
    project.write("content/systems.yml", "systems: []\n")
    project.release("faster-invoices", RELEASE.replace(", systems: [%s]", ""))

    answer = project.run("publish", "--now", "2026-12-07 15:01")
    assert answer.status == 0, answer.err

    assert f'"title": {{"en": "{first_system_name(named)} update"}}' in named
    assert '"title": {"en": "Example update"}' in project.page("banner/index.html")


def first_system_name(page: str) -> str:
    found = re.search(r'"systems": \[\{"id": "\w+", "name": \{"en": "([^"]+)"', page)
    assert found is not None
    return found[1]
