"""A company's own text within a phrase: in the language of messages where it has that."""

from __future__ import annotations

import pickle

import pytest

from notices.domain.phrases import LANGUAGE, in_languages, phrase, translated

VI = {LANGUAGE: "vi", "in {freeze}": "trong {freeze}"}
DE = {LANGUAGE: "de"}


@pytest.mark.parametrize(
    "texts, default, english, vietnamese, german",
    [
        ({"vi": "Nghỉ", "en": "Break"}, "vi", "Break", "Nghỉ", "Nghỉ"),
        ({"vi": "Nghỉ"}, "vi", "Nghỉ", "Nghỉ", "Nghỉ"),
        ({"de": "Pause", "en": "Break"}, "en", "Break", "Break", "Pause"),
        # Nothing in the default language: any other.
        ({"de": "Pause"}, "vi", "Pause", "Pause", "Pause"),
    ],
)
def test_it_is_said_in_the_language_of_messages_else_in_the_default_one(
    texts: dict[str, str], default: str, english: str, vietnamese: str, german: str
) -> None:
    text = in_languages(texts, default)
    assert str(text) == english
    assert (translated(text, VI), translated(text, DE)) == (vietnamese, german)
    within = phrase("in {freeze}", freeze=text)
    assert str(within) == f"in {english}"
    assert translated(within, VI) == f"trong {vietnamese}"
    assert translated(pickle.loads(pickle.dumps(within)), VI) == f"trong {vietnamese}"
    # A catalog that does not name its language is taken for English.
    assert translated(text, {"a": "b"}) == english
