"""The finished site is searched for the name of every entry that is not public."""

from __future__ import annotations

import pytest

from notices.hosts.hidden_names import HiddenNames
from tests.project import FEATURE, Project

NAMES = HiddenNames({"payroll-engine", "chat", "v2"})


@pytest.mark.parametrize(
    "data, named",
    [
        (b"see payroll-engine.", True),
        (b"<!-- payroll-engine -->", True),
        (b'href="/en/releases/payroll-engine/"', True),
        (b"guides%2Fchat", True),
        (b"/RELEASES//chat/ chat", True),
        (b"our chat has v2 now", False),
        (b"payroll-engine-2 and my-payroll-engine", False),
        (b"releases/chatter", False),
        (b"nothing", False),
    ],
)
def test_an_unusual_id_counts_anywhere_and_a_plain_word_only_behind_our_folders(
    data: bytes, named: bool
) -> None:
    assert (NAMES.problem("index.html", data) is not None) is named


def test_nothing_hidden_is_found_nowhere() -> None:
    assert HiddenNames(()).problem("index.html", b"releases/ anything") is None


@pytest.mark.parametrize(
    "texts, spared",
    [
        (("<h1>", "</h1>"), True),
        (("<p>chat</p><h1>", "</h1>"), False),
        (('<a href="/releases/', '/">'), True),
        (("<h1>pay", "</h1>"), False),
        (("<h1>", "2</h1>"), False),
        (("<h1>", "", "</h1>"), False),
    ],
)
def test_only_the_slots_of_a_page_are_searched_where_no_id_reaches_beyond_them(
    texts: tuple[str, ...], spared: bool
) -> None:
    assert NAMES.spares(texts) is spared
    assert not HiddenNames(()).spares(texts)


def test_an_id_in_a_slot_is_found_behind_the_folder_that_the_shell_names() -> None:
    data = b'<a href="/releases/chat/">chat</a>'

    assert NAMES.problem("index.html", data, b"chat") is not None
    assert NAMES.problem("index.html", data, b"other") is None


def test_a_text_that_names_a_hidden_entry_is_told_to_whoever_builds_and_not_which(
    project: Project,
) -> None:
    project.release("payroll-engine")
    later = FEATURE.replace("2026-12-12", "2027-03-06")
    project.release("secret-thing-7", later)
    project.run("publish", "--now", "2026-11-23 09:00")
    project.release("payroll-engine", FEATURE.replace("The details.", "After secret-thing-7."))

    result = project.run("publish", "--now", "2026-11-23 10:00")

    assert result.status == 0
    warned = [line for line in result.err.splitlines() if "warning[hidden-name]" in line]
    assert "en/releases/payroll-engine/index.html:1:1: warning[hidden-name]" in warned[0]
    assert not any("secret-thing-7" in line for line in warned)
