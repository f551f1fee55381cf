"""Commands speak the language that is asked for; ids, keys and lines to paste stay."""

from __future__ import annotations

import pytest

from notices.cli import language
from notices.domain.phrases import Phrase, counted, joined, phrase, translated
from tests import phrases
from tests.project import Project

VI = {
    "{name} is late": "{name} bị trễ",
    "{count} days": "{count} ngày",
    " or ": " hoặc ",
}


def test_a_phrase_is_its_english_text() -> None:
    assert phrase("{name} is late", name="x") == "x is late"
    assert phrase("write `{{start: …}}`") == "write `{start: …}`"


def test_a_phrase_is_translated_with_the_phrases_in_it() -> None:
    """A value that is a phrase is translated as well; a field keeps its value."""
    days = counted(2, "{count} day", "{count} days")
    assert translated(phrase("{name} is late", name=days), VI) == "2 ngày bị trễ"
    assert translated(phrase("not known: {name}", name=days), VI) == "not known: 2 ngày"


def test_one_of_something_has_the_singular_in_english_alone() -> None:
    one = counted(1, "{count} day", "{count} days")
    assert (one, translated(one, VI)) == ("1 day", "1 ngày")


def test_parts_are_joined_without_the_empty_ones() -> None:
    parts = joined(["a {b}", "", phrase("{name} is late", name="c")], phrase(" or "))
    assert parts == "a {b} or c is late"
    assert translated(parts, VI) == "a {b} hoặc c bị trễ"
    assert joined([]) == ""


def test_what_is_no_phrase_stays() -> None:
    assert translated("{name} is late", VI) == "{name} is late"
    assert not isinstance(phrase("a") + "b", Phrase)


@pytest.mark.parametrize(
    "variables, expected",
    [
        ({}, "en"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "vi", "LANG": "C"}, "vi"),
        ({"LC_ALL": "", "LANG": "vi_VN"}, "vi"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_the_locale_chooses(variables: dict[str, str], expected: str) -> None:
    assert language.of_locale(variables) == expected


NOW = "2026-11-28 12:00"
"""The plan of the next month is due soon, so ``check`` has one warning."""


def test_the_option_beats_the_locale(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    assert "đã kiểm tra 0 mục: 0 lỗi, 1 cảnh báo\n" in project.run("check", "--now", NOW).err
    english = project.run("--lang", "en", "check", "--now", NOW).err
    assert "checked 0 entries: 0 errors, 1 warning\n" in english


def test_an_unknown_language_is_wrong_usage(project: Project) -> None:
    answer = project.run("--lang", "xx", "check")
    assert answer.status == 2
    assert "'xx' is not one of 'en', 'vi'" in answer.err


def test_every_template_is_a_plain_literal() -> None:
    assert phrases.unusable() == []


@pytest.mark.parametrize("code", [code for code in language.languages() if code != "en"])
def test_every_phrase_is_translated_with_the_same_fields(code: str) -> None:
    """Each package's catalog has its templates, no others; `python -m tests.phrases` adds them."""
    files, wanted = phrases.catalog_files(code), phrases.templates()
    assert {package: set(texts) for package, texts in files.items()} == wanted
    for texts in files.values():
        for template, text in texts.items():
            assert phrases.fields(text) == phrases.fields(template), template


@pytest.mark.parametrize("code", [code for code in language.languages() if code != "en"])
def test_click_reads_the_catalog_that_people_edit(code: str) -> None:
    compiled = phrases.CATALOGS / code / "LC_MESSAGES" / "messages.mo"
    assert compiled.read_bytes() == phrases.click_catalog(code)


def test_help_and_wrong_usage_are_in_the_language(project: Project) -> None:
    help = project.run("--lang", "vi", "check", "--help").out
    assert help.startswith("Cách dùng: ")
    assert "Kiểm tra tất cả" in help
    whole = project.run("--lang", "vi", "--help").out
    assert "In phần trợ giúp này rồi thoát." in whole
    assert "Báo trước cho khách hàng về các bản cập nhật" in whole
    wrong = project.run("--lang", "vi", "check", "--nowhere")
    assert wrong.status == 2
    assert "Lỗi: " in wrong.err


def test_explain_translates_words_and_keeps_ids(project: Project) -> None:
    project.release("payroll-engine")
    lines = project.run(
        "--lang", "vi", "explain", "payroll-engine", "--now", "2026-12-01 09:00"
    ).out
    assert "loại           feature\n" in lines
    assert "\ncompleted         khách hàng " in lines


def test_a_rule_is_explained_in_the_language(project: Project) -> None:
    text = project.run("--lang", "vi", "rule", "lead-time").out
    assert text.startswith("lead-time (error)\n\nKhách hàng được báo")
    assert "\n\nSai:\n\n    window: {start: 2026-12-05 20:00, end: 2026-12-05 22:00}\n" in text


@pytest.mark.parametrize("code", [code for code in language.languages() if code != "en"])
def test_a_phrase_of_several_packages_is_translated_once(code: str) -> None:
    """All catalogs are read into one; the order of files decides nothing."""
    known: dict[str, str] = {}
    for texts in phrases.catalog_files(code).values():
        for template, text in texts.items():
            assert known.setdefault(template, text) == text, template
