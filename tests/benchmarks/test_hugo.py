"""Hugo's pages are ours with their texts taken out, filled up to the same size."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.costs import Failed, Output
from tests.benchmarks.hugo import HugoProject, filled, layout
from tests.benchmarks.machine import Other
from tests.benchmarks.sample import Release, releases

PAGE = """\
<title>{title} – A</title></head>{{{{ x }}}}<div class="nt-main">
<h2>{title}</h2><p>texts</p>
</div>\n<section class="nt-history" aria-labelledby="nt-timeline"></section><p>{summary}</p>
"""
HUGO = Other("Hugo, system", Path("hugo"), "0.1")


def release() -> Release:
    return releases(8, 1)[0]


def page(title: str = "") -> str:
    text = release().text
    return PAGE.format(title=title or text.title("en"), summary=text.summary("en"))


def test_the_layout_is_our_page_with_its_texts_taken_out() -> None:
    assert layout(page(), release(), "en") == (
        '<title>{{ .Title }} – A</title></head>{{ "{{" }} x }}<div class="nt-main">\n'
        '{{ .Content }}</div>\n<section class="nt-history" aria-labelledby="nt-timeline"></section>'
        "<p>{{ .Description }}</p>\n"
    )


def test_a_page_without_the_places_of_texts_is_refused() -> None:
    with pytest.raises(Failed, match="no longer has the places"):
        layout(page().replace("nt-history", "nt-other"), release(), "en")


@pytest.mark.parametrize("count", [40, 41, 1_000, 4_097])
def test_a_layout_is_filled_up_to_the_byte(count: int) -> None:
    assert len(filled(page(), count).encode()) == len(page().encode()) + count


def test_a_layout_that_lacks_nothing_stays() -> None:
    assert filled(page(), -3) == page()


def project(root: Path, size: int, *names: str) -> HugoProject:
    for name in names:
        path = root / "public" / name / "index.html"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"x" * size)
    return HugoProject(root, Output(2, 2_000))


@pytest.mark.parametrize("size", [980, 1_000, 1_020])
def test_two_percent_more_or_less_may_be_compared(tmp_path: Path, size: int) -> None:
    told = project(tmp_path, size, "update-1", "en/update-1").compared(HUGO)

    assert told == f"Hugo, system 0.1: 2 pages of {2 * size:,} bytes; ours: 2 of 2,000"


@pytest.mark.parametrize(
    "size, names",
    [
        (979, ("update-1", "en/update-1")),
        (1_021, ("update-1", "en/update-1")),
        (2_000, ("update-1",)),
        (1_000, ("update-1", "other")),
    ],
)
def test_another_number_or_size_of_pages_is_refused(
    tmp_path: Path, size: int, names: tuple[str, ...]
) -> None:
    with pytest.raises(Failed, match="cannot be compared"):
        project(tmp_path, size, *names).compared(HUGO)
