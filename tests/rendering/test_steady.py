"""Steady texts: what is the same on every page is put together once, and says the same as ever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jinja2
import pytest
from jinja2 import DictLoader, StrictUndefined, UndefinedError
from markupsafe import Markup

from notices.rendering.steady import SteadyEnvironment
from notices.rendering.template_faults import fault_of


class Texts:
    """Texts of a language, which count how often they are read."""

    def __init__(self) -> None:
        self.read = 0

    @property
    def title(self) -> str:
        """A text that has to be escaped."""
        self.read += 1
        return 'R&D "now"'


def environments(templates: Mapping[str, str]) -> tuple[SteadyEnvironment, jinja2.Environment]:
    options: dict[str, Any] = {
        "loader": DictLoader(templates), "autoescape": True, "undefined": StrictUndefined,
    }  # fmt: skip
    both = SteadyEnvironment(**options), jinja2.Environment(**options)
    for each in both:
        each.globals.update(
            t=Texts(), language="vi", base_url="https://a.example/", icon=lambda name: f"<{name}>"
        )
    return both


def both_say(templates: Mapping[str, str], **values: object) -> str:
    """What ``page`` says, the second time too; Jinja itself says the same."""
    ours, plain = environments(templates)
    wanted = plain.get_template("page").render(**values)
    assert [ours.render("page", values) for _ in range(2)] == [wanted, wanted]
    return wanted


PAGE = (
    '<h1 lang="{{ language }}">{{ t.title }}</h1>{{ icon("bell") }}'
    "{% macro twice(text) %}{{ t.title }}: {{ text }}, {{ text }}{% endmacro %}"
    "{% for each in names %}<p>{{ t.title }}</p>{{ each }}{{ twice(each) }}{% endfor %}"
)


def test_a_page_says_what_jinja_says() -> None:
    said = both_say({"page": PAGE}, names=["<a>", Markup("<b>"), 3, "it's", ""])

    assert '<h1 lang="vi">R&amp;D &#34;now&#34;</h1>&lt;bell&gt;' in said
    assert "&lt;a&gt;" in said
    assert "<b>" in said


def test_a_text_is_read_once_however_many_pages_show_it() -> None:
    ours, _ = environments({"page": PAGE})
    texts = ours.globals["t"] = Texts()

    for _ in range(5):
        ours.render("page", {"names": ["a", "b", "c"]})

    # Above, in the loop, and in the macro.
    assert texts.read == 3


@pytest.mark.parametrize(
    "templates",
    [
        {"page": "{% for language in names %}{{ language }}{% endfor %}{{ language }}"},
        {"page": "{% set language = names[0] %}{{ language }}"},
        {"page": "{% macro m(language) %}{{ language }}{% endmacro %}{{ m(names[1]) }}"},
        {"page": "{% for each in names %}{% set language = each %}{{ language }}{% endfor %}"},
        {
            "page": "{% for language in names %}{% include 'line' %}{% endfor %}",
            "line": "<i>{{ language }}</i>",
        },
        {
            "page": "{% set language = names[1] %}{% import 'line' as line with context %}"
            "{{ line.said() }}",
            "line": "{% macro said() %}<i>{{ language }}</i>{% endmacro %}",
        },
        {
            "page": "{% extends 'frame' %}{% set language = names[0] %}"
            "{% block line %}{{ language }}{{ super() }}{% endblock %}",
            "frame": "{{ language }}{% block line %}<i>{{ language }}</i>{% endblock %}",
        },
        {"page": "{% autoescape false %}{{ t.title }}{% endautoescape %}{{ t.title }}"},
        {"page": "{% from 'line' import icon %}{{ icon('a') }}", "line": "{% macro icon(name) %}<i>{{ name }}{{ t.title }}</i>{% endmacro %}"},
    ],
)  # fmt: skip
def test_a_name_that_means_something_else_is_read_each_time(templates: dict[str, str]) -> None:
    both_say(templates, names=["en", "fr"])


def test_a_value_of_one_page_is_not_that_of_the_next() -> None:
    ours, _ = environments({"page": "<i>{{ language }}</i>"})

    assert ours.render("page", {}) == "<i>vi</i>"
    assert ours.render("page", {"language": "en"}) == "<i>en</i>"
    assert ours.render("page", {}) == "<i>vi</i>"


def test_what_is_missing_fails_where_it_is_shown_and_nowhere_else() -> None:
    ours, _ = environments({"page": "<p>\n{% if wrong %}\n{{ t.titel }}{% endif %}"})

    assert ours.render("page", {"wrong": False}) == "<p>\n"
    with pytest.raises(UndefinedError) as found:
        ours.render("page", {"wrong": True})
    fault = fault_of(found.value)
    assert fault is not None
    assert fault.line == 3


def test_a_function_is_still_given_the_context_that_it_asks_for() -> None:
    ours, _ = environments({"page": "{% for each in [1, 2] %}{{ said(each) }}{% endfor %}"})

    @jinja2.pass_context
    def said(context: jinja2.runtime.Context, each: int) -> str:
        return f"{context['language']}{each}"

    assert ours.render("page", {"said": said}) == "vi1vi2"
