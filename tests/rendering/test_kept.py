"""What the theme's cache saves: work is counted, and what comes out is the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import jinja2
import pytest

from notices.rendering import compiled, render_site
from notices.rendering.documents import Theme
from notices.rendering.frame import FrameTemplates
from notices.rendering.metadata import drawing, icalendar
from tests.rendering.builders import at, completed, site, theme

SITE = site(completed("a", at("2026-12-12 20:00")), completed("b", at("2026-12-13 20:00")))


class Memory(dict[str, bytes]):
    """A cache in memory."""

    def put(self, key: str, data: bytes) -> None:
        self[key] = data


class Counted:
    """How often each kind of work is done."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: dict[str, int] = {}
        for owner, name in (
            (jinja2.Environment, "compile"),
            (drawing, "draw_card"),
            (drawing, "draw_icon"),
            (icalendar, "write_model"),
        ):
            monkeypatch.setattr(owner, name, self._counted(name, getattr(owner, name)))

    def _counted(self, name: str, work: Any) -> Any:
        def counted(*args: Any, **options: Any) -> Any:
            self.done[name] = self.done.get(name, 0) + 1
            return work(*args, **options)

        return counted

    def of(self, shown: Any, used: Theme) -> tuple[dict[str, Any], dict[str, int]]:
        """The documents of a new process, and what was done for them."""
        compiled._CODE.clear()
        self.done.clear()
        documents = {d.path: (d.data, d.slots) for d in render_site(shown, used)}
        return documents, dict(self.done)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


def test_a_second_build_compiles_draws_and_writes_nothing_again(counted: Counted) -> None:
    used = replace(theme(), cache=Memory())
    first, work = counted.of(SITE, used)
    assert work.keys() == {"compile", "draw_card", "draw_icon", "write_model"}

    second, again = counted.of(SITE, used)

    assert again == {}
    assert second == first == counted.of(SITE, theme())[0]


def test_a_changed_release_needs_no_library_for_its_calendars(counted: Counted) -> None:
    used = replace(theme(), cache=Memory())
    counted.of(SITE, used)
    later = site(completed("a", at("2026-12-12 20:00")), completed("b", at("2026-12-13 21:00")))

    documents, work = counted.of(later, used)

    assert work == {}
    assert documents == counted.of(later, theme())[0]


def test_a_changed_template_alone_is_compiled_again(counted: Counted) -> None:
    used = replace(theme(), cache=Memory())
    counted.of(SITE, used)
    templates = dict(used.templates)
    templates["release.html"] += "<p>More</p>\n"

    documents, work = counted.of(SITE, replace(used, templates=templates))

    assert work == {"compile": 1}
    assert "<p>More</p>" in documents["releases/a/index.html"][1]["content"]


def test_a_changed_colour_or_font_draws_the_pictures_that_have_it_again(counted: Counted) -> None:
    used = replace(theme(), cache=Memory())
    counted.of(SITE, used)
    colours = {**used.colours, "good": "#123456"}
    fonts = {name: data + b"\0" for name, data in used.fonts.items()}

    assert counted.of(SITE, replace(used, colours=colours))[1] == {"draw_card": 2}
    assert counted.of(SITE, replace(used, fonts=fonts))[1] == {"draw_card": 4}


def test_texts_that_changed_are_said_though_their_template_was_compiled_before(
    counted: Counted,
) -> None:
    used = replace(theme(), cache=Memory())
    counted.of(SITE, used)
    texts = {code: {**each, "outcome.title": "NEW"} for code, each in used.texts.items()}

    documents, work = counted.of(SITE, replace(used, texts=texts))

    assert "compile" not in work
    assert "NEW" in documents["releases/a/index.html"][1]["content"]


def test_what_is_no_compiled_template_is_compiled_again(counted: Counted) -> None:
    cache = Memory()
    first, work = counted.of(SITE, replace(theme(), cache=cache))
    for key in cache:
        if key.startswith("template "):
            cache[key] = b"i\x01\x00\x00\x00" if "1" in key[-1:] else b"\xff"

    second, again = counted.of(SITE, replace(theme(), cache=cache))

    assert again == {"compile": work["compile"]}
    assert second == first


def test_no_filter_gives_one_language_the_words_of_another(counted: Counted) -> None:
    # Jinja computes filters of constants while it compiles, once for all languages.
    templates = {**theme().templates}
    templates["release.html"] += '{{ "outcome.title" | fill }}\n'
    used = replace(theme(), templates=templates, cache=Memory())

    documents, _ = counted.of(SITE, used)

    for home, language in (("", "vi"), ("en/", "en")):
        content = documents[f"{home}releases/a/index.html"][1]["content"]
        assert content.rstrip().endswith(used.texts[language]["outcome.title"])


def test_a_project_in_another_folder_compiles_none_of_its_templates_again(
    counted: Counted, tmp_path: Path
) -> None:
    cache = Memory()
    for name in ("first", "second"):
        compiled._CODE.clear()
        overrides = tmp_path / name / "theme" / "overrides"
        overrides.mkdir(parents=True)
        (overrides / "main.html").write_text("{{ word }}", encoding="utf-8")
        frame = FrameTemplates([overrides], tmp_path / name, {}, cache)
        assert frame.render("main.html", word=name) == name

    assert counted.done == {"compile": 1}
