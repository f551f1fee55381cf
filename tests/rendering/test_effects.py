"""What an update means for customers while it runs: its downtime, and what can be done beside it."""

from __future__ import annotations

import html as escapes
import re
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from notices.domain.public import State
from notices.domain.release import Impact
from tests.rendering.builders import at, html, public, release, rendered, site

START = at("2026-12-12 20:00")
EFFECT = re.compile(r'<ul class="nt-effects">(.*?)</ul>', re.DOTALL)


def effects(state: str, downtime: timedelta, language: str = "en") -> list[str]:
    """What the home page says of an update with a window of two hours."""
    impact = Impact(downtime=downtime, mode="usable", systems=("payroll",))
    entry = release(start=START, length=timedelta(hours=2), impact=impact)
    shown = replace(public(entry), state=cast("State", state))
    page = html(rendered(site(shown)), "en/index.html" if language == "en" else "index.html")
    [found] = EFFECT.findall(page)
    texts = re.findall(r"<li>(.*?)</li>", found, re.DOTALL)
    return [escapes.unescape(re.sub(r"<[^>]+>", "", each)).strip() for each in texts]


@pytest.mark.parametrize(
    "state, minutes, said",
    [
        ("announced", 10, "Down for about 10 minutes"),
        ("in_progress", 10, "Down for about 10 minutes within this time window"),
        ("in_progress", 119, "Down for about 1 hour 59 minutes within this time window"),
        # All of it: it is down now.
        ("in_progress", 120, "Down for about 2 hours"),
        ("in_progress", 0, "No downtime"),
    ],
)
def test_while_it_runs_a_downtime_that_is_shorter_lies_somewhere_in_the_window(
    state: str, minutes: int, said: str
) -> None:
    assert effects(state, timedelta(minutes=minutes))[0] == said


def test_what_can_be_done_is_said_of_the_time_outside_the_downtime() -> None:
    assert effects("in_progress", timedelta(minutes=10), "vi") == [
        "Gián đoạn khoảng 10 phút trong khung giờ này",
        "Ngoài lúc gián đoạn, vẫn sử dụng bình thường",
    ]
    assert effects("announced", timedelta(0)) == ["No downtime", "You can keep working as usual"]


def test_the_page_of_an_update_that_runs_says_so_too() -> None:
    shown = replace(public(release(start=START)), state="in_progress")
    page = html(rendered(site(shown)), "en/releases/payroll-engine/index.html")
    assert "Downtime</dt><dd>about 10 minutes within this time window</dd>" in page
