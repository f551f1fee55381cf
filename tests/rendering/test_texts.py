"""The site's texts: the same in every language, and none asked for that is not there."""

from __future__ import annotations

import string
import subprocess
import sys
from collections.abc import Mapping

import pytest

from notices.rendering.locale.texts import Phrases, TextsMissing, localize
from tests.project import CLONE
from tests.rendering.builders import theme

PLURALS = {"zero", "one", "two", "few", "many"}


def flat(texts: Mapping[str, str]) -> dict[str, str]:
    """Without the forms that not every language has."""
    return {key: text for key, text in texts.items() if key.rpartition(".")[2] not in PLURALS}


def names(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None}


# What one language may leave out of a pattern because it does not write it.
OPTIONAL = {"place", "dd", "mm", "day", "month", "month_name", "month_short"}


def test_every_language_has_every_text_and_fills_in_the_same() -> None:
    texts = {language: flat(found) for language, found in theme().texts.items()}
    first = texts["vi"]
    for language, found in texts.items():
        assert found.keys() == first.keys(), language
        for key, pattern in found.items():
            assert names(pattern) - OPTIONAL == names(first[key]) - OPTIONAL, (language, key)
            assert all(name.isidentifier() for name in names(pattern)), (language, key)


def test_no_text_is_empty_or_padded() -> None:
    for found in theme().texts.values():
        for key, text in flat(found).items():
            assert text, key
            assert text == text.strip(), key


def test_a_language_without_texts_is_named() -> None:
    with pytest.raises(TextsMissing, match=r"theme/texts/ja\.yml"):
        Phrases("ja", theme().texts)


@pytest.mark.parametrize(
    "language, direction",
    [
        ("vi", "ltr"),
        ("en", "ltr"),
        ("sr-Latn", "ltr"),
        ("ar", "rtl"),
        ("he", "rtl"),
        ("ckb", "rtl"),
    ],
)
def test_a_language_says_which_way_it_is_written(language: str, direction: str) -> None:
    """Also one that Material has no texts for."""
    assert Phrases(language, {language: {}}).direction == direction


@pytest.mark.parametrize("before", ["he", "ckb", "ar"])
def test_a_language_has_its_own_months_whichever_was_read_before(before: str) -> None:
    """The same in one process, as a site in both has them."""
    program = (
        "import sys; from notices.rendering.documents import NoCache; "
        "from notices.rendering.locale.babel_data import language_data; "
        "data = [language_data(code, NoCache()) for code in sys.argv[1:]]; "
        "print(*(each.month_titles[11] for each in data[1:]), "
        "*(each.short_months[11] for each in data[1:]))"
    )
    languages = (before, "de", "fr", "pl", "vi", "en")
    command = [sys.executable, "-c", program, *languages]
    told = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    assert told.split("\n")[0] == (
        "Dezember décembre grudzień Tháng 12 December Dez déc. gru Tháng 12 Dec"
    )


def test_a_text_that_is_not_there_is_named() -> None:
    with pytest.raises(TextsMissing, match=r"theme/texts/en\.yml:1:1: no text at home\.tea"):
        Phrases("en", theme().texts)("home.tea")


def test_a_text_that_a_language_lacks_is_the_english_one() -> None:
    texts = {
        "en": {"a.b": "x", "a.c": "y", "n.one": "{n} day", "n.other": "{n} days"},
        "pl": {"a.c": "z", "n.one": "{n} dzień", "n.few": "{n} dni"},
    }
    say = Phrases("pl", texts)
    assert (say("a.b"), say("a.c"), say.html("a.b")) == ("x", "z", "x")
    assert (say.all.a.b, say.all.a.c) == ("x", "z")
    # A form that is missing is not made up of another one.
    assert [say.count("n", n) for n in (1, 2, 5)] == ["1 dzień", "2 dni", "5 days"]


def test_a_text_that_counts_takes_no_forms_of_another_language() -> None:
    texts = {"en": {"n.one": "{n} day", "n.other": "{n} days"}, "vi": {"n.other": "{n} ngày"}}
    assert Phrases("vi", texts).forms("n") == {"other": "{n} ngày"}


def test_a_text_where_texts_belong_hides_none_of_them() -> None:
    say = Phrases("fr", {"en": {"nav.home": "Home"}, "fr": {"nav": "Menu"}})
    assert (say("nav.home"), say.all.nav.home) == ("Home", "Home")


def test_html_escapes_the_pattern_and_what_is_filled_in() -> None:
    say = Phrases("en", {"en": {"a": "<b> {x} & {y}"}})
    phrase = Phrases("en", {"en": {"m": "<i>"}}).html("m")
    assert say.html("a", x="<script>", y=phrase) == "&lt;b&gt; &lt;script&gt; &amp; &lt;i&gt;"


def test_braces_in_what_is_filled_in_stay_as_they_are() -> None:
    say = Phrases("en", {"en": {"a": "{x}"}})
    assert say("a", x="{y} {0} {x.__class__}") == "{y} {0} {x.__class__}"
    assert say.html("a", x="{y} {0}") == "{y} {0}"


def test_an_entry_without_this_language_is_shown_in_the_default_and_says_so() -> None:
    value = localize({"vi": "Lương"}, "en", "vi")
    assert (value.text, value.language, value.foreign) == ("Lương", "vi", True)
    assert value.__html__() == '<span lang="vi">Lương</span>'
    assert not localize({}, "en", "vi")


READ = ("theme/texts", "content", "generator/notices")
# Another policy than that of the notices.
BROWSERS = "Content-Security-Policy"


@pytest.mark.parametrize(
    "spelling, said", [("e-mail", "email"), ("E-mail", "Email"), ("chính sách", "quy định")]
)
def test_readers_meet_one_word_for_one_thing(spelling: str, said: str) -> None:
    files = [
        path
        for folder in READ
        for path in (CLONE / folder).rglob("*")
        if path.suffix in (".yml", ".md", ".py")
    ]
    lines = [line for path in files for line in path.read_text("utf-8").splitlines()]

    assert any(said in line for line in lines)
    assert [line for line in lines if spelling in line and BROWSERS not in line] == []
