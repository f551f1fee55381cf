"""A release's file: everything that it may say, and everything that is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.domain.policy import Policy
from notices.domain.problem import Mark
from notices.domain.release import (
    Approval,
    Cancellation,
    Impact,
    KnownIssue,
    Outcome,
    Release,
    Update,
    Window,
)
from notices.loading import Loaded, load_policy, load_release

Load = Callable[[str], Loaded[Release]]
Messages = Callable[[Loaded[Any]], list[tuple[str, int, int, str]]]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


def test_the_shortest_release_is_read(load: Load, release_text: str) -> None:
    loaded = load(release_text)
    assert loaded.problems == ()
    assert loaded.value == Release(
        id="search",
        category="change",
        title={"de": "Neue Suche", "en": "New search"},
        summary={"de": "Die Suche findet mehr."},
        window=Window(utc(2026, 6, 6, 20), utc(2026, 6, 6, 22)),
        impact=Impact(timedelta(minutes=10)),
    )


def test_every_key_is_read(load_with: Load) -> None:
    more = """\
body: |
  # Kopf

  Zeile
prepare: {en: "- one\\n- two"}
known_issues:
  - {title: A}
  - {title: {en: B}, status: fixed, fixed_in: search-2}
  - {title: C, workaround: {en: Wait.}}
updates:
  - {at: 2026-06-06 22:10, text: Läuft}
  - {at: "2026-06-06T20:30:05Z", text: {de: Dauert, en: Takes longer}}
origin: supplier
notices: {early: {at: 2026-05-25 09:00}, last: {at: asap}}
draft: true
exception: {approved_by: head, on: 2026-06-01, reason: Eilig}
cancelled: {at: 2026-06-02 09:00Z, reason: {en: Not ready}, replaced_by: search-3}
outcome: {result: rolled_back, at: 2026-06-06 23:10}
"""
    release = load_with(more).value
    assert release is not None
    assert release.body == {"de": "# Kopf\n\nZeile"}
    assert release.prepare == {"en": "- one\n- two"}
    assert release.known_issues == (
        KnownIssue({"de": "A"}, "open"),
        KnownIssue({"en": "B"}, "fixed", "search-2"),
        KnownIssue({"de": "C"}, "open", workaround={"en": "Wait."}),
    )
    assert release.updates == (
        Update(utc(2026, 6, 6, 20, 10), {"de": "Läuft"}),
        Update(utc(2026, 6, 6, 20, 30, 5), {"de": "Dauert", "en": "Takes longer"}),
    )
    assert release.origin == "supplier"
    assert release.own_times == {"early": utc(2026, 5, 25, 7), "last": "asap"}
    assert release.draft is True
    assert release.exception == Approval("head", date(2026, 6, 1), {"de": "Eilig"})
    assert release.cancelled == Cancellation(utc(2026, 6, 2, 9), {"en": "Not ready"}, "search-3")
    assert release.outcome == Outcome("rolled_back", utc(2026, 6, 6, 21, 10))


def test_window_and_impact_are_read_in_full(load: Load, release_text: str) -> None:
    text = release_text.replace(
        "24:00}", "24:00, reason: Umzug, approved_by: head, moved_reason: {en: Too early}}"
    ).replace("10m}", "0m, mode: read_only, sign_in_again: true, systems: [mail, web]}")
    release = load(text).value
    assert release is not None
    assert (release.window.reason, release.window.approved_by) == ({"de": "Umzug"}, ("head",))
    assert release.window.moved_reason == {"en": "Too early"}
    assert release.impact == Impact(timedelta(), "read_only", True, ("mail", "web"))


@pytest.mark.parametrize(
    "written, expected",
    [
        ("head", ("head",)),
        ("[head]", ("head",)),
        ("[press, head]", ("press", "head")),
        ("{head: yes}", None),
        ("[]", None),
        ("[[head]]", None),
        ("Head", None),
    ],
)
def test_an_approval_is_that_of_a_role_or_of_several(
    load: Load, release_text: str, written: str, expected: tuple[str, ...] | None
) -> None:
    loaded = load(release_text.replace("24:00}", f"24:00, reason: x, approved_by: {written}}}"))
    release = loaded.value
    assert (release.window.approved_by if release else None) == expected
    if expected is None:
        [problem] = loaded.problems
        assert (problem.rule, problem.mark.line) == ("schema", 4)
        assert "window.approved_by" in problem.message


def test_important_and_targeted_stand_where_the_category_asks(
    load: Load, release_text: str
) -> None:
    patch = release_text.replace("category: change", "category: patch")
    assert load(patch + "important: true\n").value is not None
    release = load(patch + "customers: [acme, beta]\n").value
    assert release is not None
    assert release.customers == ("acme", "beta")


def test_the_source_knows_bytes_and_places(load: Load, release_text: str) -> None:
    loaded = load(release_text)
    assert loaded.value is not None
    source = loaded.value.source
    assert source.path == "content/releases/search.yml"
    assert source.digest == hashlib.sha256(release_text.encode()).hexdigest()
    assert source.at("window.start") == Mark(source.path, 4, 17)
    assert source.at("window") == Mark(source.path, 4, 1)
    assert source.at("title.en") == Mark(source.path, 2, 29)
    assert source.at("summary.en") == Mark(source.path, 3, 10)
    assert source.at("outcome.at") == Mark(source.path)


def test_a_text_is_kept_as_it_was_written_but_for_its_unicode_form(
    load: Load, release_text: str
) -> None:
    decomposed = "Su\u031bu tâm  <b>&amp;"
    release = load(release_text.replace("Die Suche findet mehr.", f"'{decomposed}'")).value
    assert release is not None
    assert release.summary == {"de": "S\u01b0u tâm  <b>&amp;"}


def test_a_folded_summary_is_one_line(load: Load, release_text: str) -> None:
    folded = ">\n  Die Suche\n  findet mehr."
    release = load(release_text.replace("Die Suche findet mehr.", folded)).value
    assert release is not None
    assert release.summary == {"de": "Die Suche findet mehr."}


@pytest.mark.parametrize(
    "more, line, column, message",
    [
        ("tilte: x", 6, 1, "unknown key 'tilte'"),
        ("b\u043edy: x", 6, 1, "unknown key 'b\u043edy', which has U+043E cyrillic small letter o"),
        ("bo\u200bdy: x", 6, 1, "unknown key 'bo\\u200bdy', which has U+200B zero width space"),
        ("draft: yes", 6, 8, "draft must be true or false, not 'yes'"),
        ("draft: True", 6, 8, "draft must be true or false, not 'True'"),
        ("draft:", 6, 1, "draft is empty"),
        ("draft: [true]", 6, 1, "draft must be a single value, not a list"),
        ("draft: {a: b}", 6, 1, "draft must be a single value, not a mapping"),
        ("body: {fr: x}", 6, 8, "body.fr is not a language of the policy"),
        ("body: {}", 6, 1, "body is empty"),
        ("body: {de: {x: y}}", 6, 8, "body.de must be a single value, not a mapping"),
        ("body: [x]", 6, 1, "body must be text, or text for each language, not a list"),
        ("body: '  '", 6, 7, "body is empty"),
        ("body:", 6, 1, "body is empty"),
        ('prepare: "\\u200b"', 6, 10, "prepare is empty"),
        (f"body: {'ạ' * 2731}", 6, 7, "body is 8.0 KiB long, more than 8 KiB"),
        ("known_issues: {title: x}", 6, 1, "known_issues must be a list"),
        ("known_issues: [x]", 6, 16, "known_issues (item 1) must be keys with values"),
        ("known_issues: [{status: open}]", 6, 16, "known_issues (item 1): title is missing"),
        (
            "known_issues: [{title: x, status: gone}]",
            6,
            35,
            "known_issues (item 1): status must be open or fixed, not 'gone'",
        ),
        (
            "known_issues: [{title: x, fixed_in: A B}]",
            6,
            37,
            "known_issues (item 1): fixed_in: 'A B' is not an id",
        ),
        ("updates: {text: x}", 6, 1, "updates must be a list"),
        ("updates: [x]", 6, 11, "updates (item 1) must be keys with values"),
        ("updates: [{text: x}]", 6, 11, "updates (item 1): at is missing"),
        ("updates: [{at: 2026-06-06 22:10}]", 6, 11, "updates (item 1): text is missing"),
        (
            "updates: [{at: 2026-06-06 24:00, text: x}]",
            6,
            16,
            "updates (item 1): at: 24:00 is allowed only as an end",
        ),
        (
            f"updates: [{{at: 2026-06-06 22:10, text: {'ạ' * 601}}}]",
            6,
            40,
            "updates (item 1): text is 601 characters long, more than 600",
        ),
        (
            'updates: [{at: 2026-06-06 22:10, text: {en: "a\\nb"}}]',
            6,
            45,
            "updates (item 1): text.en has a line break",
        ),
        (
            f"updates: [{', '.join(['{at: 2026-06-06 22:10, text: x}'] * 21)}]",
            6,
            1,
            "updates has 21 entries, more than 20",
        ),
        ("notices: {early: asap}", 6, 18, "notices.early must be keys with values"),
        (
            "outcome: {result: done, at: 2026-06-06 23:00}",
            6,
            19,
            "outcome.result must be success, partial or rolled_back, not 'done'",
        ),
        (
            "outcome: {result: success, at: 2026-06-06 24:00}",
            6,
            32,
            "outcome.at: 24:00 is allowed only as an end",
        ),
        ("outcome: success", 6, 10, "outcome must be keys with values"),
        ("cancelled: {at: 2026-06-02 09:00}", 6, 1, "cancelled.reason is missing"),
        (
            "exception: {approved_by: head, on: 2026-06-31, reason: x}",
            6,
            36,
            "exception.on: '2026-06-31' is not in the calendar",
        ),
    ],
)
def test_what_does_not_fit_is_refused_at_its_place(
    load_with: Load, messages: Messages, more: str, line: int, column: int, message: str
) -> None:
    loaded = load_with(more + "\n")
    assert loaded.value is None
    assert messages(loaded) == [("schema", line, column, message)]


@pytest.mark.parametrize(
    "old, new, line, column, message",
    [
        ("category: change", "category: chnage", 1, 11, "unknown category 'chnage'"),
        ("category: change\n", "", 1, 1, "category is missing"),
        ("{downtime: 10m}", "{mode: usable}", 5, 1, "impact.downtime is missing"),
        ("{downtime: 10m}", "", 5, 1, "impact is empty"),
        ("10m", "10", 5, 20, "impact.downtime: '10' is not a length of time"),
        ("10m", "10m, mode: stoped", 5, 31,
         "impact.mode must be usable, read_only or stopped, not 'stoped'"),
        ("10m", "10m, systems: mail", 5, 34, "impact.systems must be a list"),
        ("10m", "10m, systems: [a, a]", 5, 38, "duplicate 'a'"),
        ("2026-06-06 22:00", "2026-06-06", 4, 17, "window.start: '2026-06-06' has no time of day"),
        ("2026-06-06 22:00", "2026-03-29 02:30", 4, 17,
         ("window.start: '2026-03-29 02:30' does not exist in Europe/Berlin: the clocks go "
         "forward then")),
        ("2026-06-06 22:00", "2026-06-06 24:00", 4, 17, "window.start: 24:00 is allowed only as an end"),
        (", end: 2026-06-06 24:00", "", 4, 1, "window.end is missing"),
        ("Neue Suche", "''", 2, 9, "title.de is empty"),
        ("Neue Suche", '"Neue\\nSuche"', 2, 13, "title.de has a line break"),
        ("Neue Suche", "x" * 201, 2, 13, "title.de is 201 characters long, more than 200"),
        ("Die Suche findet mehr.", "x" * 601, 3, 10, "summary is 601 characters long, more than 600"),
        ("Die Suche findet mehr.", "Alles # neu", 3, 16,
         "summary is followed by a comment that may be meant as part of the text"),
        ("Die Suche findet mehr.", "#5 ist da", 3, 10, "summary is empty"),
        ("Die Suche findet mehr.", "\n  de: Alles # neu", 4, 13,
         "summary.de is followed by a comment that may be meant as part of the text"),
    ],
)  # fmt: skip
def test_a_required_key_that_is_wrong_is_refused_at_its_place(
    load: Load, release_text: str, messages: Messages, old: str, new: str, line: int, column: int,
    message: str,
) -> None:  # fmt: skip
    assert old in release_text
    loaded = load(release_text.replace(old, new, 1))
    assert messages(loaded) == [("schema", line, column, message)]
    assert loaded.value is None


def test_bounds_are_inclusive(load: Load, release_text: str) -> None:
    text = release_text.replace("Neue Suche", "ạ" * 200).replace(
        "Die Suche findet mehr.", "ạ" * 600
    )
    assert load(text + "body: " + "x" * 8192 + "\n").problems == ()


def test_a_comment_behind_another_value_is_fine(load: Load, release_text: str) -> None:
    text = release_text.replace("category: change", "category: change    # of the policy")
    assert load(text.replace("{downtime: 10m}", "\n  downtime: 0m # none")).problems == ()


def test_a_comment_behind_a_choice_or_a_toggle_is_fine(load_with: Load) -> None:
    loaded = load_with(
        "draft: true # for now\noutcome:\n  result: success # all\n  at: 2026-06-06 23:00 # or so\n"
    )
    assert loaded.problems == ()
    assert loaded.value is not None
    assert loaded.value.outcome is not None
    assert type(loaded.value.outcome.result) is str


def test_a_merged_mapping_is_not_said_to_lack_what_it_merges(
    load: Load, messages: Messages
) -> None:
    assert [place[:3] for place in messages(load("<<: *base\nwindow: {<<: *w}\n"))] == [
        ("yaml", 1, 1),
        ("yaml", 1, 5),
        ("yaml", 2, 10),
        ("yaml", 2, 14),
    ]


def test_all_problems_come_at_once_each_with_the_entry(load: Load, messages: Messages) -> None:
    loaded = load("titel: *x\nwindow: {start: never}\ncategory: chang\nkategory: a\n")
    assert [place[:3] for place in messages(loaded)] == [
        ("schema", 1, 1),  # summary, title and impact are missing, and titel is unknown
        ("schema", 1, 1),
        ("schema", 1, 1),
        ("schema", 1, 1),
        ("yaml", 1, 8),
        ("schema", 2, 1),
        ("schema", 2, 17),
        ("schema", 3, 11),
        ("schema", 4, 1),
    ]
    assert {problem.entry for problem in loaded.problems} == {"search"}


def test_the_nearest_key_category_and_notice_are_named(load_with: Load, load: Load) -> None:
    (problem,) = load_with("outcom: {}\n").problems
    assert problem.help == "Did you mean 'outcome'?"
    helps = [p.help for p in load("category: chnage\n").problems]
    assert "Did you mean 'change'?" in helps
    (problem,) = load_with("notices: {erly: {at: asap}}\n").problems
    assert (problem.mark.column, problem.message) == (11, "category 'change' has no notice 'erly'")
    assert problem.help == "Did you mean 'early'?"


def test_own_times_are_for_notices_with_a_deadline(load_with: Load, messages: Messages) -> None:
    assert messages(load_with("notices: {done: {at: asap}}\n")) == [
        (
            "schema",
            6,
            22,
            "notice 'done' cannot have its own time: it has no deadline",
        )
    ]


def test_keys_without_a_meaning_for_the_category_are_refused(
    load_with: Load, messages: Messages
) -> None:
    loaded = load_with("important: true\ncustomers: [acme]\norigin: provider\n")
    assert messages(loaded) == [
        ("schema", 6, 1, ("important has no effect in category 'change': none of its notices has "
         "`when: important`")),
        ("schema", 7, 1, ("customers has no effect in category 'change': none of its notices has "
         "`when: targeted`")),
        ("schema", 8, 9, "origin 'provider' has no effect in category 'change'"),
    ]  # fmt: skip
    assert [problem.help for problem in loaded.problems] == [
        "Delete the key; it has an effect in patch.",
        "Delete the key; it has an effect in patch.",
        "It may be: landlord, supplier.",
    ]


def test_customers_are_not_nobody_and_nobody_twice(
    load: Load, release_text: str, messages: Messages
) -> None:
    patch = release_text.replace("category: change", "category: patch")
    assert messages(load(patch + "customers: []\n")) == [("schema", 6, 1, "customers is empty")]
    assert messages(load(patch + "customers: [a, a]\n")) == [("schema", 6, 16, "duplicate 'a'")]


@pytest.mark.parametrize(
    "name, message",
    [
        ("index", "the file name: the id 'index' is reserved"),
        ("con", "the file name: the id 'con' is reserved"),
        ("New", "the file name: 'New' is not an id"),
        ("-a", "the file name: '-a' is not an id"),
        ("a.b", "the file name: 'a.b' is not an id"),
        ("a" * 65, "the file name: '" + "a" * 59 + "…' is not an id"),
        ("é", "the file name: 'é' is not an id"),
    ],
)
def test_the_file_s_name_is_the_id(
    policy: Policy, release_text: str, messages: Messages, name: str, message: str
) -> None:
    loaded = load_release(f"content/releases/2026/{name}.yml", release_text.encode(), policy)
    assert messages(loaded) == [("schema", 1, 1, message)]


def test_an_id_has_up_to_64_characters(policy: Policy, release_text: str) -> None:
    for name in ("a", "0-", "a" * 64, "indexes"):
        assert load_release(f"r/{name}.yml", release_text.encode(), policy).value is not None


def test_a_hopeless_file_tells_a_hundred_problems_and_their_number(load_with: Load) -> None:
    loaded = load_with("".join(f"k{number}: x\n" for number in range(3000)))
    assert len(loaded.problems) == 100
    assert loaded.problems[-1].message == "2901 more problems follow in this file"


def test_no_message_speaks_of_the_machinery(load_with: Load) -> None:
    loaded = load_with(
        "draft: {}\nbody: []\nnotices: 5\nknown_issues: {}\ncustomers: x\nexception: 1\nzz: 1\n"
    )
    assert len(loaded.problems) == 8
    for problem in loaded.problems:
        words = f"{problem.message} {problem.help}".lower()
        assert not any(
            leak in words
            for leak in (
                "pydantic",
                "http",
                "tuple",
                "dict",
                "str",
                "nonetype",
                "validator",
                "input",
            )
        ), words


def test_the_same_text_means_another_time_in_another_zone(
    policy_text: str, release_text: str
) -> None:
    other = policy_text.replace("Europe/Berlin", "America/Los_Angeles")
    policy = load_policy("content/policy.yml", other.encode()).value
    assert policy is not None
    release = load_release("r/a.yml", release_text.encode(), policy).value
    assert release is not None
    assert release.window.start == utc(2026, 6, 7, 5)


POLICY_OF_FUZZ = load_policy(
    "p.yml",
    b"""\
timezone: UTC
languages: [en]
roles: [a]
ledger_starts: 2026-01-01
notice_hours: {from: 09:00, to: 17:00}
categories: {change: {notices: [{id: x, audience: staff, owner: a, latest: 1d}]}}
""",
).value

WORDS = st.sampled_from(
    [
        "category",
        "title",
        "summary",
        "window",
        "start",
        "end",
        "impact",
        "downtime",
        "body",
        "known_issues",
        "customers",
        "origin",
        "notices",
        "x",
        "at",
        "asap",
        "draft",
        "exception",
        "cancelled",
        "outcome",
        "change",
        "en",
        "10m",
        "true",
        "2026-06-06",
        "z",
    ]
)
TREES = st.recursive(
    WORDS | st.just("''"),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(WORDS, inner, max_size=4).map(
            lambda items: "{" + ", ".join(f"{key}: {value}" for key, value in items.items()) + "}"
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(WORDS, TREES, max_size=8))
def test_no_shape_of_a_file_makes_it_raise(content: dict[str, str]) -> None:
    assert POLICY_OF_FUZZ is not None
    text = "".join(f"{key}: {value}\n" for key, value in content.items())
    loaded = load_release("r/a.yml", text.encode(), POLICY_OF_FUZZ)
    assert loaded.problems or loaded.value is not None
