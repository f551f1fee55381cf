"""A long hand-written text begins with what is in it; a short one does not."""

from __future__ import annotations

from notices.rendering.locale.contents import Outline, outline_of, with_contents
from notices.rendering.locale.texts import LocalizedText


def text(parts: int) -> str:
    headings = "".join(
        f'<h2 id="p{n}">Part <em>{n}</em> &amp; more<a class="headerlink" href="#p{n}">¶</a></h2><p>…</p>'
        for n in range(parts)
    )
    return f"<h1>Guide</h1><p>First.</p>{headings}"


def test_a_text_of_three_parts_stays_as_it_is() -> None:
    assert with_contents(text(3), "On this page", "en") == text(3)


def test_a_text_of_four_parts_has_a_table_before_the_first() -> None:
    found = with_contents(text(4), "On this page", "en")

    lines = "".join(f'<li><a href="#p{n}">Part {n} &amp; more</a></li>' for n in range(4))
    assert found == text(4).replace(
        '<h2 id="p0">',
        '<nav class="nt-contents" aria-label="On this page"><p lang="en">'
        f'On this page</p><ul>{lines}</ul></nav>\n<h2 id="p0">',
    )


def test_its_parts_are_named_in_words_alone() -> None:
    found = outline_of(text(2), "", "vi", foreign=True).parts

    assert [(part.anchor, part.title.text) for part in found] == [
        ("p0", "Part 0 & more"),
        ("p1", "Part 1 & more"),
    ]
    assert {(part.title.language, part.title.foreign) for part in found} == {("vi", True)}


def test_a_heading_without_an_anchor_is_no_part() -> None:
    found = outline_of("<h2>Part</h2><h3 id='p'>Less</h3>", "Guide", "vi", foreign=False)
    assert found == Outline(LocalizedText("Guide", "vi"), ())
