"""Where the summary of a row ends: at a sentence, a clause or a word, and beside no bare number."""

from __future__ import annotations

import pytest

from notices.rendering.views.summaries import LINE, MOST, summary_in_row

MORE = "and so it goes on with a great many more words that no row of a list has any room for"


@pytest.mark.parametrize(
    "shown, rest",
    [
        # One line of whole sentences, before two lines of them.
        (
            "The new server answers faster, so that every list is there at once.",
            " Only what " + MORE,
        ),
        (
            "Der Umzug ist am Montag, dem 7. Dezember 2026, vor 8 Uhr fertig, also vor dem Beginn der Arbeit bei allen.",
            f" Danach {MORE}",
        ),
        ("Sổ lương được tính nhanh gấp bốn, phiếu lương có lời giải thích.", f" Anh chị {MORE}"),
        ("Is there a report that takes long on your side as well as on ours?", f" Tell us, {MORE}"),
        ("Reports are ready at once (as they were before the last update).", f" Lists {MORE}"),
        # A clause.
        (
            "Our hosting provider has to replace a power unit in the first of both halls…",
            f", or so they say {MORE}",
        ),
        (
            "Every report opens at once in the new window of the browser alone…",
            f" – as before {MORE}",
        ),
    ],
)
def test_a_long_text_ends_with_a_sentence_or_a_clause(shown: str, rest: str) -> None:
    assert summary_in_row(shown.removesuffix("…") + rest) == shown


@pytest.mark.parametrize("no_end", ["am 7. Dezember", "z. B. Montag", "bzw. danach", "bzw. ởder"])
def test_neither_the_number_of_a_day_nor_an_abbreviation_ends_a_sentence(no_end: str) -> None:
    head = f"Wir ziehen mit allen Servern um und sind in der Zeit nicht da {no_end}"

    assert summary_in_row(f"{head} {MORE}").startswith(f"{head} and")


@pytest.mark.parametrize("number", ["20", "1,5", "8:00", "(20", "10–20"])
def test_no_number_is_cut_off_from_its_unit(number: str) -> None:
    head = (
        "Five areas will be unavailable while the power unit is replaced and tested again for about"
    )
    text = f"{head} {number} minutes {MORE}"
    assert len(head) < LINE < len(f"{head} {number} minutes")

    assert summary_in_row(text) == f"{head}…"


@pytest.mark.parametrize("letters, whole", [(MOST, True), (MOST + 1, False)])
def test_a_text_is_cut_only_where_that_saves_a_line(letters: int, whole: bool) -> None:
    text = ("word " * 40)[: letters - 1] + "."

    assert (summary_in_row(text) == text) is whole


def test_a_word_longer_than_a_line_is_cut_within() -> None:
    assert summary_in_row("w" * 200) == "w" * (LINE - 1) + "…"
