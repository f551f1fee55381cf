"""A guide says which update it is of and how that stands; it leads back to the list that it is in."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from notices.domain.public import PublicRelease
from notices.domain.release import Cancellation, KnownIssue
from notices.rendering import render_site
from tests.rendering.builders import (
    Filled,
    at,
    cancelled,
    completed,
    html,
    public,
    rendered,
    site,
    theme,
)
from tests.rendering.test_on_time import words_of

START, LATER = at("2026-06-06 20:00"), at("2026-07-11 20:00")
PATHS = ("guides", "faq")


def issues(*statuses: str, fixed_in: str | None = None) -> tuple[KnownIssue, ...]:
    texts = {"vi": "Lỗi", "en": "A bug"}
    return tuple(KnownIssue(texts, status, fixed_in) for status in statuses)  # type: ignore[arg-type]


def documents(*releases: PublicRelease, written: bool = True) -> Filled:
    names = frozenset((each.release.id, "en") for each in releases) if written else frozenset()
    owed = (replace(each, guides_due=START) for each in releases)
    return rendered(site(*owed, guides=names, faq=names))


def listed(path: str, *releases: PublicRelease) -> dict[str, str]:
    """The state beside each update of a list; empty where there is none."""
    found = html(documents(*releases), f"en/{path}/index.html")
    parts = re.split(rf'<a href="../../en/{path}/([a-z]+)/">', found)[1:]
    labels = (re.search(r'nt-badge__label">(.*?)<', part) for part in parts[1::2])
    texts = [label[1] if label else "" for label in labels]
    return dict(zip(parts[::2], texts, strict=True))


@pytest.mark.parametrize("path", PATHS)
def test_a_list_names_the_state_of_each_update_that_is_not_simply_completed(path: str) -> None:
    assert listed(
        path,
        public(replace(completed("ahead", LATER).release, outcome=None)),
        completed("done", START),
        completed("half", START, "partial"),
        completed("back", START, "rolled_back"),
        cancelled("off", START, START),
    ) == {
        "ahead": "Scheduled",
        "back": "Rolled back",
        "done": "",
        "half": "Partly completed",
        "off": "Cancelled",
    }


@pytest.mark.parametrize("path", PATHS)
def test_a_state_that_time_can_change_is_changed_by_the_readers_clock(path: str) -> None:
    ahead = public(replace(completed("ahead", LATER).release, outcome=None))

    for page in (f"{path}/index.html", f"{path}/ahead/index.html"):
        found = html(documents(ahead), page)
        card = re.search(
            r"<(?:li|section|p)[^>]* data-card>.*?</(?:li|section|p)>", found, re.DOTALL
        )
        assert card is not None
        assert 'data-badge="announced"' in card[0]
        assert 'data-countdown data-state="announced" data-start="2026-07-11T13:00:00Z"' in card[0]


def above(path: str, name: str, *releases: PublicRelease) -> str:
    """What stands above a written text, in words."""
    return words_of(documents(*releases)[f"en/{path}/{name}/index.html"].slots["lead"])


@pytest.mark.parametrize("path, title", [("guides", "User guides"), ("faq", "Questions and answers")])  # fmt: skip
def test_above_a_guide_stands_its_list_and_of_which_update_it_is(path: str, title: str) -> None:
    assert above(path, "done", completed("done", START)) == f"{title} Update of 6 Jun 2026"
    lead = documents(completed("done", START))[f"en/{path}/done/index.html"].slots["lead"]
    assert re.findall(r'<a href="(.*?)"', lead) == [
        f"../../../en/{path}/",
        "../../../en/releases/done/",
    ]


def test_above_it_stands_how_many_bugs_are_open() -> None:
    half = completed("half", START, "partial", known_issues=issues("open", "fixed", "open"))
    whole = completed("whole", START, known_issues=issues("open"))
    fixed = completed("fixed", START, known_issues=issues("fixed"))

    assert above("guides", "half", half) == (
        "User guides Update of 6 Jun 2026 Partly completed 2 known issues"
    )
    assert above("faq", "whole", whole).endswith("Update of 6 Jun 2026 1 known issue")
    assert above("guides", "fixed", fixed).endswith("Update of 6 Jun 2026")
    lead = documents(half)["guides/half/index.html"].slots["lead"]
    assert '<a href="../../releases/half/#nt-issues">2 vấn đề đã biết</a>' in lead


def test_above_the_guide_of_an_update_that_is_gone_stands_what_came_instead() -> None:
    again = completed("again", LATER, title={"vi": "Làm lại", "en": "It is back"})
    known = issues("fixed", fixed_in="again")
    back = completed("back", START, "rolled_back", known_issues=known)
    off = cancelled("off", START, START)
    end = Cancellation(START, {"vi": "Hoãn", "en": "Off"}, replaced_by="again")
    off = replace(off, release=replace(off.release, cancelled=end))

    assert above("guides", "back", back, again) == (
        "User guides Update of 6 Jun 2026 Rolled back Replaced by: It is back"
    )
    assert above("guides", "off", off, again).endswith("Cancelled Replaced by: It is back")
    # One that is not public is not named.
    assert above("guides", "off", off).endswith("Cancelled")


@pytest.mark.parametrize("path, title", [("guides", "User guides"), ("faq", "Questions and answers")])  # fmt: skip
def test_a_page_that_is_not_written_yet_leads_back_to_its_list(path: str, title: str) -> None:
    done = documents(completed("done", START), written=False)
    found = html(done, f"en/{path}/done/index.html")

    [link] = re.findall(r'<nav class="nt-crumbs".*?><a href="(.*?)">.*?</svg>(.*?)</a>', found)
    assert link == (f"../../../en/{path}/", title)


@pytest.mark.parametrize(
    "language, said",
    [
        ("", "Quý khách cần được giải đáp ngay? | Liên hệ hỗ trợ"),
        ("en/", "Do you have a question in the meantime? | Contact support"),
    ],
)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_that_is_late_leads_to_a_person(path: str, language: str, said: str) -> None:
    """Where nobody answers, where it is not due yet, or never comes, it does not."""
    late = replace(completed("late", START), guides_due=START)
    due = replace(public(), guides_due=START)
    off = replace(cancelled("off", START, START), guides_due=START)
    shown = site(late, due, off)
    with_support = replace(theme(), support="mailto:care@acme.example")
    found = {each.path: each for each in render_site(shown, with_support)}
    question, _, label = said.partition(" | ")
    line = f'<p class="nt-also">{question} <a href="mailto:care@acme.example">{label}</a></p>'

    assert line in html(found, f"{language}{path}/late/index.html")
    assert question not in html(rendered(shown), f"{language}{path}/late/index.html")
    for name in (due.release.id, "off"):
        assert question not in html(found, f"{language}{path}/{name}/index.html")


@pytest.mark.parametrize(
    "language, said",
    [
        ("", "Quý khách chưa tìm thấy câu trả lời? | Liên hệ hỗ trợ"),
        ("en/", "Is your question not answered here? | Contact support"),
    ],
)
def test_written_questions_end_with_where_others_are_answered(language: str, said: str) -> None:
    """A guide does not, nor where nobody answers."""
    pages = frozenset({("done", "vi"), ("done", "en")})
    shown = site(completed("done", START), guides=pages, faq=pages)
    with_support = replace(theme(), support="mailto:care@acme.example")
    found = {each.path: each for each in render_site(shown, with_support)}
    question, _, label = said.partition(" | ")
    line = f'<p class="nt-also">{question} <a href="mailto:care@acme.example">{label}</a></p>'

    tail = html(found, f"{language}faq/done/index.html")
    assert line in tail
    assert question not in html(found, f"{language}guides/done/index.html")
    alone = html(rendered(shown), f"{language}faq/done/index.html")
    assert question not in alone
