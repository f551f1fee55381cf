"""What follows from the registry of documents is written where it has to stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from notices.rendering import render_site
from notices.rendering.registry.discovery import file_kinds, page_kinds
from notices.rules.reserved import OWN_NAMES
from tests.generated import current, reserved_names
from tests.rendering.builders import at, public, release, site, theme


@pytest.mark.parametrize("path", current(), ids=lambda path: path.name)
def test_a_generated_file_is_as_make_generated_writes_it(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == current()[path]


def test_a_hand_written_page_cannot_have_a_name_of_the_sites_own() -> None:
    assert sorted(OWN_NAMES) == reserved_names()


def test_each_document_of_the_site_is_a_page_or_of_one_registered_kind_of_file() -> None:
    shown = site(public(release("ahead"), guides_due=at("2026-12-11 20:00")))
    kinds = page_kinds()
    wrong = []
    for document in render_site(shown, theme()):
        if document.shell is not None:
            fits = int(document.shell[1] in kinds)
        else:
            fits = sum(bool(re.fullmatch(f.pattern, document.path)) for f in file_kinds())
        if fits != 1:
            wrong.append((document.path, fits))

    assert wrong == []


def test_each_kind_of_page_stands_as_deep_as_its_shell() -> None:
    shown = site(public(release("ahead"), guides_due=at("2026-12-11 20:00")))
    depths = {kind.name: kind.shell_url.count("/") for kind in page_kinds().values()}
    pages = [d for d in render_site(shown, theme()) if d.shell and d.shell[0] == "vi"]

    assert {d.place: d.place.count("/") for d in pages if d.shell} == {
        d.place: depths[d.shell[1]] for d in pages if d.shell
    }
