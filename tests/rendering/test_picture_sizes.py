"""Pictures of hand-written texts say how large they are, so that nothing moves when they come."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from notices.rendering.picture_sizes import enlarged, picture_size, sized


def picture(kind: str, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = BytesIO()
    Image.new("RGB", (40, 30)).save(file, kind, exif=exif)
    return file.getvalue()


def drawing(attributes: str) -> bytes:
    return f'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_photograph_has_the_size_that_a_browser_shows(kind: str) -> None:
    assert picture_size(picture(kind)) == (40, 30)
    # Held upright while it was taken.
    assert picture_size(picture(kind, orientation=6)) == (30, 40)


def test_a_drawing_has_the_size_that_it_says() -> None:
    assert picture_size(drawing('width="720" height="330.4px"')) == (720, 330)
    for unsaid in ('viewBox="0 0 7 3"', 'width="100%" height="3"', 'width="7em" height="3em"'):
        assert picture_size(drawing(unsaid)) is None


def test_what_is_no_picture_has_no_size() -> None:
    for data in (b"", b"text", b"<svg", b"\x89PNG\r\n\x1a\n", picture("PNG")[:20]):
        assert picture_size(data) is None


def test_a_picture_without_a_size_gets_its_own() -> None:
    files = {"a.png": picture("PNG"), "b&c.svg": drawing('width="7" height="3"')}
    html = (
        '<p><img alt="A" src="a.png" title="T"><img src="b&amp;c.svg"></p>'
        '<img src="a.png" width="20"><img src="https://elsewhere.example/a.png"><IMG ALT="no">'
    )

    assert sized(html, files.get) == (
        '<p><img alt="A" src="a.png" width="40" height="30" title="T">'
        '<img src="b&amp;c.svg" width="7" height="3"></p>'
        '<img src="a.png" width="20"><img src="https://elsewhere.example/a.png"><IMG ALT="no">'
    )


def test_a_picture_that_a_phone_shows_smaller_leads_to_its_file() -> None:
    wide = '<img alt="A" src="a/b&amp;c.svg" width="720" height="330" />'

    assert enlarged(f"<h1>T</h1>\n<p>{wide}</p>") == (
        f'<h1>T</h1>\n<p><a class="nt-picture" href="a/b&amp;c.svg">{wide}</a></p>'
    )


@pytest.mark.parametrize(
    "html",
    [
        '<p><img src="a.png" width="320" height="9"></p>',
        '<p><img src="a.png"></p>',
        '<p>Text <img src="a.png" width="720" height="9"></p>',
        '<p><a href="b/"><img src="a.png" width="720" height="9"></a></p>',
        '<p><img src="https://elsewhere.example/a.png" width="720" height="9"></p>',
        '<p><img src="//elsewhere.example/a.png" width="720" height="9"></p>',
        '<p><img src="data:image/png,a" width="720" height="9"></p>',
    ],
)
def test_no_other_picture_leads_anywhere(html: str) -> None:
    assert enlarged(html) == html
