"""One id for what is shown: the same for the same, and blind to what is hidden."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from notices.domain.freezes import Freeze
from notices.domain.layout import LEDGER, POLICY, SYSTEMS
from notices.domain.public import PublicFreeze, PublicRelease, PublicSite
from notices.domain.release import Approval, Cancellation, KnownIssue, System
from notices.domain.workdays import NamedDays
from notices.evaluation import Evaluation, evaluate
from notices.evaluation.generation import generation_of
from notices.evaluation.sources import Sources
from tests.project import FEATURE
from tests.project import POLICY as POLICY_FILE
from tests.project import SYSTEMS as SYSTEMS_TEXT
from tests.rendering.builders import (
    FEATURE as CATEGORY,
)
from tests.rendering.builders import (
    POLICY as BUILT_POLICY,
)
from tests.rendering.builders import (
    SYSTEMS as BUILT_SYSTEMS,
)
from tests.rendering.builders import (
    at,
    completed,
    message,
    public,
    record,
    release,
    site,
)

NOW = datetime(2026, 12, 1, 2, tzinfo=UTC)
HIDDEN = FEATURE.replace("12-12", "12-26")


def sources(**releases: str) -> dict[str, bytes]:
    """A project of these releases under the default policy."""
    files = {POLICY: POLICY_FILE.read_bytes(), SYSTEMS: SYSTEMS_TEXT.encode()}
    files |= {
        f"content/releases/{name.replace('_', '-')}.yml": text.encode()
        for name, text in releases.items()
    }
    return files


def after(files: dict[str, bytes], now: datetime = NOW) -> dict[str, bytes]:
    """The files once a publish has recorded what is due."""
    evaluation = evaluate(Sources(files), now)
    return {**files, LEDGER: files.get(LEDGER, b"") + evaluation.lines, **evaluation.copies}


def shown(files: dict[str, bytes], now: datetime = NOW) -> PublicSite:
    evaluation = evaluate(Sources(files), now).site
    assert evaluation is not None
    return evaluation


def test_a_publish_names_the_ledger_that_it_leaves_and_a_build_the_one_that_it_found() -> None:
    files = sources(payroll_engine=FEATURE)
    evaluation = evaluate(Sources(files), NOW)
    assert evaluation.site is not None
    assert (evaluation.site.ledger_head, evaluation.site.ledger_count) == ("0" * 64, 0)
    assert evaluation.site.recorded is False

    published = evaluation.published.site

    assert published is not None
    assert published.recorded is True
    assert published.ledger_count == 1
    assert published.ledger_head == hashlib.sha256(evaluation.lines.rstrip(b"\n")).hexdigest()
    assert published.generation != evaluation.site.generation
    assert shown(after(files)) == published


def test_an_edition_without_a_site_has_nothing_to_publish() -> None:
    evaluation = Evaluation(NOW, ())
    assert evaluation.published is evaluation


def test_a_ledger_read_up_to_now_names_the_head_that_it_had_then() -> None:
    first = after(sources(payroll_engine=FEATURE))
    later = after(first, datetime(2026, 12, 9, 7, tzinfo=UTC))
    assert shown(later).ledger_head == shown(first).ledger_head
    assert shown(later).ledger_count == 1


def test_between_two_instants_of_next_the_generation_stands_and_then_it_changes() -> None:
    files = after(sources(payroll_engine=FEATURE))
    hour = timedelta(hours=1)
    same = {shown(files, NOW + n * hour).generation for n in range(0, 190, 19)}
    assert len(same) == 1
    due = datetime(2026, 12, 9, 7, tzinfo=UTC)
    assert shown(after(files, due), due).generation not in same


def test_a_state_that_no_record_tells_of_changes_the_generation() -> None:
    start = datetime(2026, 12, 12, 13, tzinfo=UTC)
    files = sources(payroll_engine=FEATURE)
    for now in (NOW, start - timedelta(hours=6)):
        files = after(files, now)
    before = shown(files, start - timedelta(seconds=1))
    begun = shown(files, start)
    assert before.ledger_head == begun.ledger_head
    assert before.generation != begun.generation


def test_nothing_hidden_has_a_part_in_the_generation() -> None:
    files = after(sources(payroll_engine=FEATURE))
    known = shown(files).generation
    for name, text in (
        ("hidden", HIDDEN),
        ("draft", f"{HIDDEN}draft: true\n"),
        ("refused", FEATURE.replace("12-12", "12-05")),
        ("broken", "nonsense: true\n"),
    ):
        more = {**files, f"content/releases/{name}.yml": text.encode()}
        more["content/pages/guides/hidden.md"] = b"# Secret\n"
        assert shown(more).generation == known, name
    plan = "items: [{title: Secret, category: feature, expected: 2027-01-09}]\napprovals: []\n"
    assert shown({**files, "content/plans/2027-01.yml": plan.encode()}).generation == known


def test_a_preview_bears_the_generation_of_what_is_public() -> None:
    files = {
        **after(sources(payroll_engine=FEATURE)),
        "content/releases/hidden.yml": HIDDEN.encode(),
    }
    drafts = evaluate(Sources(files), NOW, drafts=True).site
    assert drafts is not None
    assert len(drafts.releases) == 2
    assert drafts.generation == shown(files).generation


def test_a_comment_in_a_public_entry_changes_nothing_and_a_word_of_its_text_does() -> None:
    files = after(sources(payroll_engine=FEATURE))
    known = shown(files).generation
    path = "content/releases/payroll-engine.yml"
    assert shown({**files, path: f"# Ask Linh.\n{FEATURE}".encode()}).generation == known
    edited = FEATURE.replace("The details.", "All the details.")
    assert shown({**files, path: edited.encode()}).generation != known


ENTRY = release(
    known_issues=(KnownIssue({"vi": "Lỗi"}, "fixed", "done"),),
    exception=Approval("ceo", date(2026, 11, 1), {"vi": "Gấp"}),
)
SHOWN = public(
    ENTRY, messages=[message(record(ENTRY, "advance", at("2026-11-22 08:00")))], guides_due=NOW
)
BUILT = site(SHOWN, completed("done", at("2026-06-06 20:00")))


# A category of no release yet: feeds and API name it all the same.
MORE = {**BUILT_POLICY.categories, "new": replace(CATEGORY, id="new")}


def changed(**changes: Any) -> PublicSite:
    """The site with its first release changed."""
    first, *rest = BUILT.releases
    return replace(BUILT, releases=(replace(first, **changes), *rest))


def of_entry(**changes: Any) -> PublicSite:
    return changed(release=replace(ENTRY, **changes))


FREEZE = Freeze("f", NOW, NOW + timedelta(days=1), "hard", {"vi": "Nghỉ"}, approvers=("ceo",))
FROZEN = replace(BUILT, freezes=(PublicFreeze(FREEZE, over=False),))


def frozen(*, over: bool = False, **changes: Any) -> str:
    freeze = PublicFreeze(replace(FREEZE, **changes), over)
    return generation_of(replace(BUILT, freezes=(freeze,)))


def test_all_of_a_freeze_that_readers_see_counts() -> None:
    known = generation_of(FROZEN)
    assert frozen() == known
    later = FREEZE.end + timedelta(seconds=1)
    for changes in (
        {"over": True},
        {"id": "g"},
        {"kind": "soft"},
        {"end": later},
        {"start": NOW - timedelta(seconds=1)},
        {"label": {"vi": "Nghỉ Tết"}},
        {"categories": frozenset({"feature"})},
        {"systems": frozenset({"crm"})},
    ):
        assert frozen(**changes) != known, changes
    assert frozen(approvers=("product",), source="II.6") == known


@pytest.mark.parametrize(
    "other",
    [
        changed(state="in_progress"),
        changed(messages=()),
        changed(guides_due=None),
        of_entry(title={"vi": "Khác"}),
        of_entry(important=True),
        of_entry(known_issues=()),
        of_entry(impact=replace(ENTRY.impact, downtime=timedelta(minutes=11))),
        of_entry(window=replace(ENTRY.window, end=at("2026-12-12 23:00"))),
        replace(BUILT, releases=BUILT.releases[:1]),
        replace(BUILT, guides=frozenset({("done", "vi")})),
        replace(BUILT, ledger_head="ab" * 32),
        replace(BUILT, policy=replace(BUILT_POLICY, languages=("en", "vi"))),
        of_entry(window=replace(ENTRY.window, reason={"vi": "Lý do"})),
        replace(BUILT, systems=(*BUILT_SYSTEMS, System("new", {"vi": "X"}, {"vi": "Y"}))),
        replace(BUILT, systems=BUILT_SYSTEMS[::-1]),
        replace(BUILT, policy=replace(BUILT_POLICY, categories=MORE)),
        replace(BUILT, freezes=(PublicFreeze(FREEZE, over=False),)),
    ],
)
def test_whatever_readers_can_see_changes_it(other: PublicSite) -> None:
    assert generation_of(other) != generation_of(BUILT)


@pytest.mark.parametrize(
    "other",
    [
        replace(BUILT, recorded=False),
        replace(BUILT, policy=replace(BUILT_POLICY, max_at_once=3, roles=("ceo",))),
        of_entry(own_times={"final": NOW}),
        of_entry(exception=Approval("product", date(2026, 11, 2), {"vi": "Gấp"})),
        of_entry(window=replace(ENTRY.window, approved_by=("ceo",))),
        replace(BUILT, releases=(*BUILT.releases, public(release("draft"), preview=True))),
    ],
)
def test_what_no_page_says_does_not(other: PublicSite) -> None:
    assert generation_of(other) == generation_of(BUILT)


def test_a_fix_that_is_not_public_is_not_told_apart_from_none() -> None:
    def fixed_in(name: str | None) -> PublicSite:
        return of_entry(known_issues=(KnownIssue({"vi": "Lỗi"}, "fixed", name),))

    assert generation_of(fixed_in("secret")) == generation_of(fixed_in(None))
    assert generation_of(fixed_in("done")) != generation_of(fixed_in(None))


def test_what_comes_instead_counts_once_it_is_public() -> None:
    def replaced_by(name: str | None) -> PublicSite:
        return of_entry(cancelled=Cancellation(NOW, {"vi": "Hoãn"}, name))

    assert generation_of(replaced_by("secret")) == generation_of(replaced_by(None))
    assert generation_of(replaced_by("done")) != generation_of(replaced_by(None))


def test_what_customers_read_of_a_day_off_counts() -> None:
    def day_off(label: str, name: dict[str, str]) -> PublicSite:
        off = NamedDays(date(2026, 12, 24), date(2026, 12, 24), label, name)
        law = replace(BUILT_POLICY, workdays=replace(BUILT_POLICY.workdays, off=(off,)))
        return replace(BUILT, policy=law)

    assert generation_of(day_off("Tiệc", {})) == generation_of(BUILT)
    assert generation_of(day_off("Tiệc", {"vi": "Lễ"})) != generation_of(BUILT)


def test_a_workaround_counts() -> None:
    def issue(workaround: str) -> PublicSite:
        return of_entry(known_issues=(KnownIssue({"vi": "Lỗi"}, "open", None, {"vi": workaround}),))

    assert generation_of(issue("Chờ.")) != generation_of(issue("Thử lại."))


def test_what_nobody_said_how_to_count_is_an_error() -> None:
    odd: PublicRelease = replace(SHOWN, guides_due=object())  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="object"):
        generation_of(site(odd))


def test_the_json_and_every_feed_name_the_same_generation() -> None:
    from tests.rendering.builders import rendered

    documents = rendered(replace(BUILT, generation="c0ffee"))
    api = {path: json.loads(d.data) for path, d in documents.items() if path.startswith("api/")}
    del api["api/notices.schema.json"]
    assert {value["generation"] for value in api.values()} == {"c0ffee"}
    assert len(api) == 10
    for path in ("feed.xml", "en/feed.xml"):
        assert b"<generator>notices c0ffee</generator>" in documents[path].data


def test_what_a_row_follows_counts_since_pages_say_it() -> None:
    row = CATEGORY.notices[0]
    ids = set()
    for on in (None, "outcome", "start"):
        category = replace(CATEGORY, notices=(replace(row, latest=None, on=on),))
        ids.add(generation_of(site(replace(public(), category=category))))
    assert len(ids) == 3
