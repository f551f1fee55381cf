"""All that is said of a broken project can be said in another language."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from notices.cli import language
from notices.domain.phrases import Catalog, translated
from tests.brackets import bracketed, english
from tests.breakages import BREAKAGES, NOW, sound
from tests.project import Project

# What Python, YAML, Jinja and MkDocs say is passed on as it is.
FOREIGN = """
expected the node content, but found '<stream end>'
unacceptable character #x00ff: invalid start byte
expected <block end>, but found '?'
The path '…' isn't an existing file.
A reference to 'nothing.md' is included in the 'nav' configuration, which is not found in the documentation files.
TypeError: 'int' object is not iterable
Encountered unknown tag 'endif'.
'nothing' is undefined
ZeroDivisionError: division by zero
Expected an expression, got 'end of statement block'
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return sound(tmp_path_factory.mktemp("whole") / "project")


@pytest.fixture
def broken(whole: Project, tmp_path: Path) -> Callable[[str], Project]:
    def by(name: str) -> Project:
        project = Project(tmp_path / "project")
        shutil.copytree(whole.root, project.root, symlinks=True)
        BREAKAGES[name](project)
        return project

    return by


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All texts that commands print, before they are said in the chosen language."""
    texts: list[str] = []

    def noted(text: str, catalog: Catalog) -> str:
        texts.append(text)
        return translated(text, catalog)

    monkeypatch.setattr(language, "translated", noted)
    return texts


# Of what else may be broken the host says nothing; to render all pages takes ten times as long.
HOSTED = ("configuration:", "pages:", "site:", "texts:", "theme:")


@pytest.mark.parametrize("name", BREAKAGES)
def test_no_word_of_a_problem_stays_english(
    broken: Callable[[str], Project], said: list[str], name: str
) -> None:
    project = broken(name)
    options = [] if name.startswith(HOSTED) else ["--no-host"]
    project.run("--lang", "vi", "check", *options, "--now", NOW)
    foreign = FOREIGN.replace("…", str(project.root / "hook.py"))
    given = "".join([foreign, str(project.root), *_texts(project.root)])

    assert said
    for text in filter(None, said):
        assert not english(text, given), text
        assert bracketed(text) or text in foreign, text


def test_only_messages_and_help_differ_from_language_to_language(
    broken: Callable[[str], Project],
) -> None:
    """Order, places, rules, ids and times are those of the English report."""
    project = broken("pages: a dead link")
    BREAKAGES["release: a new one too late"](project)
    answers = [
        project.run("--lang", code, "check", "--format", "json", "--now", NOW)
        for code in ("en", "vi")
    ]
    english_report, vietnamese = (_without_texts(answer.json()) for answer in answers)

    assert english_report == vietnamese
    assert len(english_report["problems"]) > 2
    texts = [[problem["message"] for problem in answer.json()["problems"]] for answer in answers]
    assert not {*texts[0]} & {*texts[1]}


def _without_texts(report: Any) -> Any:
    for problem in report["problems"]:
        del problem["message"], problem["help"]
    return report


def _texts(root: Path) -> Iterator[str]:
    """What people wrote, which messages may quote."""
    for path in (root / "mkdocs.yml", *root.glob("content/**/*"), *root.glob("theme/texts/*")):
        with suppress(OSError):
            if path.is_file():  # A pipe would wait for a writer.
                yield path.read_text(encoding="utf-8", errors="replace")
