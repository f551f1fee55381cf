"""The latest news of the home page: what ended or was cancelled, the newest news first."""

from __future__ import annotations

import re

from tests.rendering.builders import at, cancelled, completed, html, rendered, site


def news(language: str) -> list[str]:
    """The rows of the news in words."""
    documents = rendered(
        site(
            completed("first", at("2026-05-30 20:00"), title={"vi": "Một", "en": "One"}),
            cancelled("off", at("2026-06-06 20:00"), at("2026-06-01 09:00")),
            completed("last", at("2026-06-02 20:00"), title={"vi": "Hai", "en": "Two"}),
        )
    )
    shown = html(documents, f"{language}index.html").split('id="nt-latest"')[1]
    rows = re.findall(r"<article.*?</article>", shown, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in rows]


def test_news_come_by_when_they_became_news() -> None:
    assert [row.split()[0] for row in news("en/")] == ["Two", "New", "One"]


def test_of_a_cancelled_one_the_news_is_since_when_and_why() -> None:
    assert news("en/")[1] == (
        "New payroll engine Cancelled Cancelled on Monday 1 June 2026, 09:00 (GMT+7) "
        "Was planned for Saturday 6 June 2026 More testing needed"
    )
    assert news("")[1] == (
        "Bảng lương thế hệ mới Đã hủy Hủy lúc 09:00, thứ Hai 01/06/2026 (GMT+7) "
        "Lịch đã báo: thứ Bảy 06/06/2026 Cần kiểm tra thêm"
    )


def test_news_of_what_was_rolled_back_call_it_planned() -> None:
    shown = site(
        completed("back", at("2026-06-02 20:00"), "rolled_back"),
        completed("done", at("2026-05-30 20:00")),
    )

    latest = html(rendered(shown), "en/index.html").split('id="nt-latest"')[1]

    assert re.findall(r'<p class="nt-row__summary">(.*?)</p>', latest) == [
        "Planned: Payroll runs faster.",
        "Payroll runs faster.",
    ]
