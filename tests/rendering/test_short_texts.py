"""The short form: 320 characters, cut at words, the link whole."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from notices.domain.outbox import OutboxMessage
from notices.domain.public import PublicRelease, PublicSite
from notices.domain.release import Update, Window
from notices.rendering.outbox.letters import Letter
from notices.rendering.outbox.short import MOST, cut, short_text
from tests.rendering.builders import at, public, release, site
from tests.rendering.test_mails import (
    TOLD,
    announced,
    drawn,
    handed,
    off,
    plan,
    told,
    updated,
    with_messages,
)

WORD = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=40
)
WORDS = st.lists(WORD, min_size=1, max_size=60).map(" ".join)
LINK = st.integers(10, 250).map(lambda size: "https://x.example/" + "p" * size)

LETTERS = st.builds(
    Letter,
    subject=st.just(""),
    preview=st.just(""),
    content=st.just(""),
    notes=st.just(()),
    url=LINK,
    title=WORDS,
    when=st.just("20:00–22:00, thứ Bảy 12/12/2026 (GMT+7)"),
    facts=st.lists(WORDS, max_size=3).map(tuple),
    todo=st.one_of(st.just(""), WORDS),
)


def words(text: str) -> list[str]:
    return text.split(" ")


@given(LETTERS)
def test_a_short_text_fits_has_its_link_whole_and_is_cut_at_words(letter: Letter) -> None:
    """Whatever the words are; only where the link leaves no room, nothing else is there."""
    text = short_text(letter)

    assert len(text) <= MOST
    assert "\n" not in text
    *rest, link = words(text)
    assert link == letter.url
    known = " ".join((f"{letter.title}.", f"{letter.when}.", *letter.facts, letter.todo))
    for word in rest:
        # A cut one may have lost its comma; one word alone that is too long is cut itself.
        start = word.removesuffix("…")
        assert word in words(known) or (word.endswith("…") and start in known)
    assert f"{letter.when}." in text


@given(WORDS, st.integers(0, 400))
def test_what_is_cut_ends_at_a_word_that_was_whole(text: str, most: int) -> None:
    """The mark says that there was more."""
    short = cut(text, most)

    assert len(short) <= most
    if short == " ".join(text.split()) or not short:
        return
    assert short.endswith("…")
    kept = short.removesuffix("…")
    rest = text[len(kept) :]
    is_one_word = " " not in text[: most - 1]
    assert text.startswith(kept)
    assert is_one_word or rest.startswith(" ") or re.match(r"[\s,;:.–(\[-]", rest)


def short(shown: PublicSite, message: OutboxMessage, language: str = "en") -> str:
    return drawn(shown, message)[message.short_path(language)].decode()


def test_an_announcement_says_what_when_how_long_and_what_to_do() -> None:
    """In the words of each language, the zone beside the time."""
    shown = announced()

    assert short(site(shown), told(shown)) == (
        "[Anviec] Advance notice: New payroll engine. Saturday 12 December 2026, 20:00–22:00"
        " (GMT+7). Expected downtime: about 10 minutes. You need to sign in again afterwards."
        " What to prepare: Save your payroll"
        " https://updates.example.com/en/releases/payroll-engine/\n"
    )
    assert short(site(shown), told(shown), language="vi") == (
        "[Anviec] Thông báo sớm: Bảng lương thế hệ mới. 20:00–22:00, thứ Bảy 12/12/2026 (GMT+7)."
        " Thời gian gián đoạn: khoảng 10 phút. Sau khi cập nhật, Quý khách cần đăng"
        " nhập lại. Cần chuẩn bị: Lưu bảng lương"
        " https://updates.example.com/releases/payroll-engine/\n"
    )


def test_a_cancellation_says_why() -> None:
    shown = off()

    assert short(site(shown), told(shown)) == (
        "[Anviec] Cancelled: New payroll engine. Saturday 12 December 2026, 20:00–22:00 (GMT+7)."
        " This update was cancelled on Tuesday 1 December 2026, 09:00 (GMT+7). Reason: Postponed."
        " https://updates.example.com/en/releases/payroll-engine/\n"
    )


def test_an_update_says_the_news_before_all_else_there_is_room_for() -> None:
    shown = updated()

    assert short(site(shown), told(shown)) == (
        "[Anviec] Status update: New payroll engine. Saturday 12 December 2026, 20:00–22:00 (GMT+7)."
        " It takes 20 minutes more. https://updates.example.com/en/releases/payroll-engine/\n"
    )


def overrun(*records: tuple[str, datetime, dict[str, Any]]) -> PublicRelease:
    """Its end was moved at 20:50, with a reason."""
    entry = release(
        window=Window(
            at("2026-12-12 20:00"),
            at("2026-12-12 22:00"),
            moved_reason={"vi": "Kiểm tra lâu hơn.", "en": "The check takes longer."},
        ),
        updates=(Update(at("2026-12-12 20:49"), {"vi": "Có lỗi.", "en": "We found an error."}),),
    )
    told_before = ("advance", TOLD, {"end": at("2026-12-12 21:00")})
    return with_messages(entry, told_before, ("rescheduled", at("2026-12-12 20:50"), {}), *records)


def test_a_moved_end_says_the_old_one_and_why() -> None:
    shown = overrun()

    assert short(site(shown), told(shown)).startswith(
        "[Anviec] New end time: New payroll engine. Saturday 12 December 2026, 20:00–22:00 (GMT+7)."
        " Previously: Saturday 12 December 2026, 20:00–21:00 (GMT+7)."
        " Reason: The check takes longer. Expected downtime: "
    )


def test_a_moved_end_and_an_update_in_one_message_say_the_news() -> None:
    """While it runs, how it goes matters more than how long a pause was expected."""
    shown = overrun(("update-1", at("2026-12-12 20:50"), {}))

    assert short(site(shown), told(shown)) == (
        "[Anviec] New end time: New payroll engine. Saturday 12 December 2026, 20:00–22:00 (GMT+7)."
        " We found an error. https://updates.example.com/en/releases/payroll-engine/\n"
    )


def test_a_staff_text_says_so_first_and_what_customers_do_not_know() -> None:
    """It has no link while the site does not show the release."""
    text = short(site(), handed(public(release()), is_public=False))

    assert text.startswith("[Internal – do not forward] [Anviec] ")
    assert "Customers have not been told of this update yet." in text
    assert "https://" not in text


def test_a_plan_lists_what_there_is_room_for() -> None:
    text = short(*plan())

    assert text == (
        "[Anviec] Plan for December 2026. 2 planned updates. Saturday 5 December 2026: Quick"
        " <reports>; Saturday 12 December 2026: New payroll"
        " https://updates.example.com/en/plans/2026-12/\n"
    )


def test_a_long_instruction_ends_at_a_word() -> None:
    shown = announced(
        start=at("2026-12-12 20:00"),
        prepare={"vi": "Chốt " * 80, "en": "- Close every open payroll.\n" * 12},
    )

    text = short(site(shown), told(shown)).rstrip("\n")

    assert len(text) <= MOST
    assert "Close every open payroll. Close every open payroll… https://" in text
