"""Whatever a public site holds counts among the inputs of the whole site: no field is left out."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from notices.domain.freezes import Freeze
from notices.domain.plans import Plan
from notices.domain.public import (
    PublicFreeze,
    PublicPlan,
    PublicRelease,
    PublicSite,
    SubscribeOffer,
)
from notices.evaluation.generation import generation_of
from notices.rendering.documents import Theme
from notices.rendering.inputs import SiteInputs
from tests.rendering.builders import (
    ADVANCE,
    message,
    public,
    record,
    release,
    site,
    standing,
    theme,
)

NOON = datetime(2026, 12, 1, 5, tzinfo=UTC)
THEME = theme()
DUE = standing(ADVANCE, "due", NOON)
RELEASE = public(release("a", plain=True), notices=[DUE])
PLAIN = site(RELEASE, basis="some", hidden=frozenset({"x"}), others=("about",))
CHANGES: dict[str, Any] = {
    "releases": (RELEASE, public(release("b"))),
    "plans": (PublicPlan(Plan("2026-12", NOON.date(), (), ()), "announced", (), (), ()),),
    "recorded": False,
    "guides": frozenset({("a", "vi")}),
    "faq": frozenset({("a", "vi")}),
    "others": ("about", "index"),
    "drafts": True,
    "ledger_head": "1" * 64,
    "ledger_count": 1,
    "hidden": frozenset({"x", "y"}),
    "freezes": (PublicFreeze(Freeze("f", NOON, NOON, "soft", {}), over=True),),
    "basis": "another",
    "subscribe": (SubscribeOffer("list", ("vi",), "https://lists.example.com/"),),
    "hubs": ("https://hub.example.com/",),
    "delivered": {"tag:a": {"mail": NOON}},
}
OF_RELEASES: dict[str, Any] = {
    "category": replace(RELEASE.category, id="server"),
    "messages": (message(record(release("a"), "advance", NOON)),),
    "promises": (record(release("a"), "advance", NOON),),
    "release": release("a", plain=True, title={"vi": "Khác"}),
    "state": "in_progress",
    "notices": (standing(ADVANCE, "late", NOON),),
    "imported": True,
    "guides_due": NOON,
    "preview": True,
    "corrections": (NOON,),
    "corrected": True,
    "settled": True,
}


def inputs(shown: PublicSite, of: Theme = THEME) -> str:
    found = SiteInputs(replace(shown, generation=generation_of(shown)), of)
    return found.of(found.site())


def test_each_field_of_a_site_is_changed_here_but_for_those_that_the_basis_stands_for() -> None:
    names = {field.name for field in fields(PublicSite)}
    assert CHANGES.keys() == names - {"policy", "systems", "generation"}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_any_field_of_a_site_gives_it_other_inputs(name: str) -> None:
    assert inputs(replace(PLAIN, **{name: CHANGES[name]})) != inputs(PLAIN)


@pytest.mark.parametrize("name", OF_RELEASES)
def test_a_change_of_any_field_of_a_release_gives_the_site_other_inputs(name: str) -> None:
    other = replace(RELEASE, **{name: OF_RELEASES[name]})
    assert inputs(replace(PLAIN, releases=(other,))) != inputs(PLAIN)


@pytest.mark.parametrize("change", [{"excused": True}, {"opens": NOON}])
def test_what_of_a_notice_is_told_to_no_program_counts_too(change: dict[str, Any]) -> None:
    other = replace(RELEASE, notices=(replace(DUE, **change),))
    assert generation_of(replace(PLAIN, releases=(other,))) == generation_of(PLAIN)
    assert inputs(replace(PLAIN, releases=(other,))) != inputs(PLAIN)


def test_each_field_of_a_release_is_changed_here() -> None:
    assert OF_RELEASES.keys() == {field.name for field in fields(PublicRelease)}


@pytest.mark.parametrize("name", ["templates", "texts", "embed", "times", "site_name", "base_url"])
def test_a_change_of_the_theme_gives_a_site_other_inputs(name: str) -> None:
    other: Any = {"x": {}} if name in ("templates", "texts") else "https://x.example/"
    assert inputs(PLAIN, replace(THEME, **{name: other})) != inputs(PLAIN)


def test_of_a_site_of_which_not_all_files_are_known_no_inputs_are() -> None:
    assert inputs(replace(PLAIN, basis="")) == ""
