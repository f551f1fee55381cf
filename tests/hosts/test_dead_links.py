"""A dead link says what was probably meant."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

import pytest

from notices.hosts.dead_links import FinishedSite, WrittenPage, dead_links
from notices.rendering.locale.links import Links

NFC, NFD = (normalize(form, "hướng-dẫn.md") for form in ("NFC", "NFD"))


@pytest.mark.parametrize("link, file, form", [(NFC, NFD, "NFC"), (NFD, NFC, "NFD")])
def test_a_name_that_differs_in_its_unicode_form_alone_is_told_as_such(
    link: str, file: str, form: str, tmp_path: Path
) -> None:
    page = WrittenPage("about.md", f"[x]({link})", "about/", f'<a href="{link}">x</a>')

    site = FinishedSite(tmp_path, Links("https://example.com/", ("vi",), frozenset()))

    (problem,) = dead_links(page, site, [file])

    assert (problem.rule, problem.mark.line, problem.mark.column) == ("dead-link", 1, 5)
    assert problem.help == (
        f"The file `{file}` has this name in another Unicode form; the link is in {form}. "
        "Rename the file, with its letters typed anew, or copy its name into the link."
    )
