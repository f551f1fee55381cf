"""The search, as readers type: with marks or without, by keyboard or by touch, or when it fails."""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from notices.domain.names import LETTERS
from notices.domain.public import PublicRelease
from notices.domain.release import Impact
from notices.rendering.api.search import search_index
from notices.rendering.documents import NoCache
from notices.rendering.inputs import SiteInputs
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.templates import TemplateRenderer
from notices.rendering.views.cards import CardLists
from tests.browser.conftest import Visitor
from tests.browser.stage import arrive
from tests.demo import BELOW, NOW
from tests.project import CLONE
from tests.rendering.builders import at, completed, public, release, site, theme
from tests.rendering.hostile_titles import HOSTILE, random_titles

pytestmark = pytest.mark.browser

FOUND = ".nt-search__found li"
SERVERS = "Bảo trì để chuyển máy chủ tìm kiếm"
CERTIFICATE = "Thay chứng thư bảo mật của API"
POWER = "Nhà cung cấp thay gấp bộ nguồn điện"
INVOICES = "Tự thiết kế mẫu hóa đơn"
SERVERS_EN = "Maintenance to move the search servers"
CERTIFICATE_EN = "New security certificate for the API"
NOVEMBER = "Kế hoạch tháng 11/2026"


def come(page: Page, url: str) -> None:
    page.clock.install(time=NOW)
    page.goto(url)


def ask(page: Page, text: str) -> None:
    """Open the search, unless it is open, and put words into it."""
    box = page.get_by_role("searchbox")
    if not box.is_visible():
        page.locator("[data-search]").click()
    box.fill(text)
    # Its script has come.
    expect(page.locator("dialog[aria-busy]")).to_have_count(0)


def status(page: Page) -> Locator:
    """What the search says of itself; the page may have a voice of its own."""
    return page.locator("dialog").get_by_role("status")


def titles(page: Page) -> list[str]:
    """The titles found, after the index has come."""
    expect(status(page)).not_to_have_text("")
    expect(status(page)).not_to_have_text("Đang tải…")
    return page.locator(f"{FOUND} > a").all_text_contents()


def marks(page: Page, of: str) -> list[str]:
    return page.locator(f"{FOUND} {of} mark").all_text_contents()


def places(page: Page) -> list[str]:
    """The ids of the releases found."""
    return [
        (link.get_attribute("href") or "").rstrip("/").rpartition("/")[2]
        for link in page.locator(f"{FOUND} > a").all()
    ]


def index_of(releases: Iterable[PublicRelease]) -> str:
    """The index of a site with these releases, in Vietnamese."""
    shown = site(*releases)
    locale = Locale.of("vi", shown.policy, theme(), frozenset())
    cards, inputs = CardLists(shown, locale).cards, SiteInputs(shown, theme())
    icons = TemplateRenderer(theme(), locale).icons
    return search_index(shown, locale, cards, inputs, NoCache(), icons).data.decode()


def brings(page: Page, releases: Iterable[PublicRelease]) -> None:
    """Whoever asks for the index gets that of these releases."""
    body = index_of(releases)
    page.route("**/search.json", lambda route: route.fulfill(body=body))


def named(*texts: str) -> list[PublicRelease]:
    """Releases with these titles, newest first, that say nothing else."""
    return [
        completed(
            f"r{n:04}",
            at("2026-06-06 20:00") - timedelta(days=n),
            title={"vi": text},
            summary={"vi": "–"},
            impact=Impact(timedelta()),
        )
        for n, text in enumerate(texts)
    ]


FINDINGS: tuple[tuple[str, str, list[str]], ...] = (
    ("", "dang nhap", [CERTIFICATE]),
    ("", "đăng nhập", [CERTIFICATE]),
    ("", "ĐĂNG NHẬP", [CERTIFICATE]),
    ("", "DANG NHAP", [CERTIFICATE]),
    ("", unicodedata.normalize("NFD", "đăng nhập"), [CERTIFICATE]),
    ("", "nhập  ĐĂNG ", [CERTIFICATE]),
    ("", "may chu", [SERVERS, POWER]),
    ("", "máy chủ", [SERVERS, POWER]),
    ("", "cap nhat", [CERTIFICATE]),
    ("", "cập nhật", [CERTIFICATE]),
    ("", "cập bến", []),
    ("", "bao mat ap", [CERTIFICATE]),
    ("", "dien 23/11", [POWER, INVOICES]),
    ("", "12/2026", ["Bảng lương thế hệ mới", "Ký số trên điện thoại"]),
    ("", "ke hoach", [NOVEMBER, "Kế hoạch tháng 10/2026"]),
    ("", "huong dan luong", []),
    ("", "huong dan cong tac phi", ["Công tác phí trên ứng dụng di động"]),
    ("", "zzz", []),
    ("en/", "account sign-in", [CERTIFICATE_EN]),
    ("en/", "SERVER", [SERVERS_EN, "Urgent power work by our hosting provider"]),
    ("en/", "december payroll", ["New payroll engine"]),
    ("en/", "may chu", []),
    ("en/", "plan november", ["Plan for November 2026", "Customer map in CRM"]),
    ("en/", "roll engine guide", []),
    ("en/", "expenses mobile guide", ["Travel expenses in the mobile app"]),
)


@pytest.mark.parametrize("home", ["", "en/"])
def test_every_word_is_found_with_tone_marks_and_without(
    base: str, visitor: Visitor, home: str
) -> None:
    page = visitor()
    come(page, base + home)
    ask(page, "-")
    for text, expected in [finding[1:] for finding in FINDINGS if finding[0] == home]:
        ask(page, text)
        n = len(expected)
        none = "No results found." if home else "Không tìm thấy nội dung phù hợp."
        count = f"{n} result{'' if n == 1 else 's'}" if home else f"{n} kết quả"
        expect(status(page)).to_have_text(count if n else none)
        assert (text, titles(page)) == (text, expected)


NFD = unicodedata.normalize("NFD", "Đăng nhập nhanh")
MARKED = (
    ("Cập nhật máy chủ", "cap nhat", ["Cập", "nhật"]),
    ("Cập nhật máy chủ", "nh", ["nh"]),
    ("Cập nhật máy chủ", "ca may", ["Cậ", "máy"]),
    ("Đường dây điện", "duong dien", ["Đường", "điện"]),
    (NFD, "đăng nhập", [NFD[:5], NFD[6:12]]),
    (NFD, "da nha", [NFD[:3], NFD[6:11], "nha"]),
    (NFD, "đăng", [NFD[:5]]),
    ("Hoá đơn hóa đơn", "hoa", ["Hoá", "hóa"]),
    ("Bảng lương Payroll", "roll", ["roll"]),
    ("Ba bà bá cha", "ba", ["Ba", "bà", "bá"]),
    ("Ứng dụng ỨNG DỤNG", "ứng ung", ["Ứng", "ỨNG"]),
    ("Bản 3.2 (mới)", "3.2 moi", ["3", "2", "mới"]),
    ("banh mi bán", "ban banh", ["banh", "bán"]),
    ("İstanbul 한국어", "is 하", ["İs", "한"]),
    ("Ảnh 👩🏽‍💻 đẹp", "dep", ["đẹp"]),
    ("zero\u200bwidth \u00ad soft", "zerowidth", ["zero\u200bwidth"]),
    ("Thông báo", "thong ba", ["Thông", "bá"]),
    ("Łódź i Straße", "lodz strasse", ["Łódź", "Straße"]),
    ("Łódź i Straße", "łódź STRAẞE", ["Łódź", "Straße"]),
    ("Øre Œuvre Þór Æsir Ðuro", "ore oeu tho ae duro", ["Øre", "Œu", "Þó", "Æ", "Ðuro"]),
    ("ılık Ilık", "ilik", ["ılık", "Ilık"]),
    ("工资系统升级", "系统", ["系统"]),
    ("工资系统升级", "升级 系统", ["系统升级"]),
    ("给与システム更新", "更新", ["更新"]),
    ("ﬁscal year ２０２６", "fiscal 2026", ["ﬁscal", "２０２６"]),
)


def test_what_was_found_is_marked_as_it_is_written(base: str, visitor: Visitor) -> None:
    assert (NFD[:5], len(NFD)) == (unicodedata.normalize("NFD", "Đăng"), 18)
    page = visitor()
    brings(page, named(*dict.fromkeys(title for title, _, _ in MARKED)))
    page.goto(base)
    for title, text, marked in MARKED:
        ask(page, text)
        assert title in titles(page)
        row = page.locator(f"{FOUND} > a").nth(titles(page).index(title))
        assert (title, text, row.locator("mark").all_text_contents()) == (title, text, marked)


def folded(text: str) -> str:
    """What the search makes of letters, by Unicode's own tables and ours."""
    apart = unicodedata.normalize("NFKD", text).lower()
    kept = (sign for sign in apart if unicodedata.category(sign)[0] != "M")
    ours = "".join(LETTERS.get(sign, sign) for sign in kept)
    return "".join(sign if sign.isalnum() else " " for sign in ours)


def test_the_browser_folds_every_latin_letter_as_the_table_says(
    base: str, visitor: Visitor
) -> None:
    """The script's own function, held against Python's reading of the same table."""
    script = (CLONE / "theme/overrides/assets/search.js").read_text(encoding="utf-8")
    (function,) = re.findall(r"const fold = (.*?;)\n  const", script, re.DOTALL)
    every = [chr(code) for code in range(0x250)] + [chr(code) for code in range(0x1E00, 0x1F00)]
    latin = [sign for sign in every if unicodedata.name(sign, "").startswith("LATIN ")]
    page = visitor()
    page.goto(base)
    by_browser = page.evaluate(
        f"([letters, signs]) => {{ const fold = {function} return signs.map(fold); }}",
        [LETTERS, latin],
    )
    by_table = [folded(sign) for sign in latin]
    assert len(latin) > 700
    assert dict(zip(latin, by_browser, strict=True)) == dict(zip(latin, by_table, strict=True))


def test_a_late_finding_of_a_long_text_is_in_sight(base: str, visitor: Visitor) -> None:
    page = visitor()
    filler = "Một câu dài nói về nhiều thứ khác nhau trong bản cập nhật này. " * 3
    entry = release(summary={"vi": f"{filler}Sau cùng là trình ký số."})
    brings(page, [public(entry)])
    page.goto(base)
    ask(page, "trinh ky")

    text = page.locator(".nt-search__text")
    assert text.text_content() == (
        "… thứ khác nhau trong bản cập nhật này. Sau cùng là trình ký số."
    )
    assert marks(page, ".nt-search__text") == ["trình", "ký"]


def ranked() -> list[PublicRelease]:
    """One release for each way in which 'tiền lương' can be found, the worst the newest."""
    ways = {
        "part": ({"vi": "Bản XTIENLUONGX"}, {"vi": "Không."}, ()),
        "summary": ({"vi": "Chấm công"}, {"vi": "Cả tiền và lương."}, ()),
        "system": ({"vi": "Chấm ca"}, {"vi": "Không."}, ("payroll",)),
        "apart": ({"vi": "Lương không bằng tiền"}, {"vi": "Không."}, ()),
        "plain": ({"vi": "Tiện lượng"}, {"vi": "Không."}, ()),
        "title-new": ({"vi": "Tiền lương mới"}, {"vi": "Không."}, ()),
        "title-old": ({"vi": "Bảng tiền lương"}, {"vi": "Không."}, ()),
    }
    return [
        completed(
            name,
            at("2026-06-06 20:00") - timedelta(days=n),
            title=title,
            summary=summary,
            impact=Impact(timedelta(), systems=systems),
        )
        for n, (name, (title, summary, systems)) in enumerate(ways.items())
    ]


def test_the_best_comes_first(base: str, visitor: Visitor) -> None:
    page = visitor()
    brings(page, ranked())
    page.goto(base)
    for text, expected in (
        ("tiền lương", "title-new title-old apart system summary plain part"),
        ("tien luong", "plain title-new title-old apart system summary part"),
        ("luong", "apart plain title-new title-old system summary part"),
        ("lương", "apart title-new title-old system summary plain part"),
        ("uon", "part summary system apart plain title-new title-old"),
        ("uo", ""),
    ):
        ask(page, text)
        titles(page)
        assert (text, places(page)) == (text, expected.split())


def test_what_runs_comes_before_what_is_next_and_that_before_what_was(
    base: str, visitor: Visitor
) -> None:
    page = visitor()
    same = {"vi": "Bảng lương"}
    brings(
        page,
        [
            public(release("later", title=same, start=at("2026-12-12 20:00"))),
            public(release("next", title=same, start=at("2026-11-24 20:00"))),
            public(release("runs", title=same, start=at("2026-11-23 14:00")), "in_progress"),
            completed("newer", at("2026-11-01 20:00"), title=same),
            completed("older", at("2026-10-01 20:00"), title=same),
        ],
    )
    come(page, base)
    ask(page, "bang luong")
    titles(page)

    assert places(page) == ["runs", "next", "later", "newer", "older"]


def test_a_state_is_that_of_the_readers_clock_however_old_the_build(
    base: str, visitor: Visitor
) -> None:
    page = visitor()
    page.goto(base)
    for minute, state in (
        (9, "Sắp diễn ra"),
        (10, "Đang diễn ra"),
        (54, "Đang diễn ra"),
        (55, "Chờ xác nhận kết quả"),
    ):
        page.clock.set_fixed_time(datetime(2026, 11, 23, 13, minute, tzinfo=UTC))
        ask(page, "chuyển máy chủ")
        expect(page.locator(f"{FOUND} .nt-search__when").first).to_have_text(
            f"{state}20:10–20:55, thứ Hai 23/11/2026"
        )


def test_nothing_is_fetched_before_the_search_is_opened_and_then_once(
    base: str, visitor: Visitor
) -> None:
    page = visitor()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url.partition("?")[0]))
    page.clock.install(time=NOW)
    arrive(page, base)
    fetched = [f"{base}assets/search.js", f"{base}search.json"]
    assert [url for url in requests if url in fetched] == []

    for _ in range(3):
        ask(page, "may chu")
        assert len(titles(page)) == 2
        page.keyboard.press("Escape")
    assert [url for url in requests if url in fetched] == fetched


def test_what_is_typed_before_its_script_is_there_is_looked_for(
    base: str, visitor: Visitor
) -> None:
    page = visitor()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/assets/search.js*", hold)
    come(page, base)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("may chu")
    page.get_by_role("button", name="Đóng").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("/")

    held[0].continue_()
    expect(status(page)).to_have_text("2 kết quả")
    assert len(held) == 1


def test_a_script_that_does_not_come_is_told_and_asked_for_again(
    base: str, visitor: Visitor
) -> None:
    script = f"{base}assets/search.js?gone"
    page = visitor(missing=(script,))
    come(page, base)
    opener = page.locator("[data-search]")
    served = opener.evaluate(
        "(opener, gone) => { const was = opener.dataset.script; opener.dataset.script = gone; return was; }",
        script,
    )
    page.route(script, lambda route: route.fulfill(status=404))
    opener.click()
    expect(status(page)).to_have_text("Chưa tải được dữ liệu tìm kiếm.")
    page.keyboard.press("Escape")

    opener.evaluate("(opener, was) => { opener.dataset.script = was; }", served)
    opener.click()
    expect(status(page)).to_contain_text("có dấu hay không dấu")
    page.keyboard.type("may chu")
    expect(status(page)).to_have_text("2 kết quả")


def test_a_failure_is_told_and_can_be_tried_again(base: str, visitor: Visitor) -> None:
    page = visitor()
    answers = ["<!doctype html>", '{"entries": 5}']

    def answer(route: Route) -> None:
        if answers:
            route.fulfill(body=answers.pop(0))
        else:
            route.continue_()

    page.route("**/search.json", answer)
    come(page, base)
    ask(page, "may chu")

    again = page.get_by_role("button", name="Thử lại")
    expect(status(page)).to_have_text("Chưa tải được dữ liệu tìm kiếm.")
    again.click()
    expect(status(page)).to_have_text("Chưa tải được dữ liệu tìm kiếm.")
    again.click()
    expect(status(page)).to_have_text("2 kết quả")
    expect(again).to_have_count(0)
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_while_the_index_is_on_its_way_it_says_so(base: str, visitor: Visitor) -> None:
    page = visitor()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/search.json", hold)
    come(page, base)
    ask(page, "may chu")

    expect(status(page)).to_have_text("Đang tải…")
    page.get_by_role("searchbox").press("Enter")
    held[0].continue_()
    expect(status(page)).to_have_text("2 kết quả")


def test_the_keyboard_alone_is_enough(base: str, visitor: Visitor) -> None:
    page = visitor()
    come(page, base + "changelog/")
    page.keyboard.press("/")
    box = page.get_by_role("searchbox")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    page.keyboard.type("may chu")
    links = page.locator(f"{FOUND} > a")
    expect(links).to_have_count(2)

    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()

    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    # What is hidden loses the focus when the page is next drawn.
    expect(page.locator("body")).to_be_focused()
    page.keyboard.press("/")
    expect(box).to_have_value("may chu")
    page.keyboard.type("máy chủ tìm")
    expect(box).to_have_value("máy chủ tìm")
    page.keyboard.press("Enter")
    expect(page).to_have_url(base + "releases/search-server-move/")


def test_escape_on_a_result_leads_back_to_the_button(base: str, visitor: Visitor) -> None:
    page = visitor()
    come(page, base)
    button = page.get_by_role("button", name="Tìm kiếm")
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("may chu")
    links = page.locator(f"{FOUND} > a")
    expect(links).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(links.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()

    page.keyboard.press("Enter")
    page.get_by_role("button", name="Đóng").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("Enter")
    page.mouse.click(5, 5)
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page).to_have_url(base)


def test_the_key_is_a_letter_where_one_types_and_can_be_turned_off(
    base: str, visitor: Visitor
) -> None:
    page = visitor()
    come(page, base)
    ask(page, "a")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_have_value("a/")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+/")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.evaluate("document.querySelector('h1').contentEditable = true")
    page.locator("h1").focus()
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_be_hidden()

    page.locator("[data-search]").click()
    page.get_by_role("checkbox", name="Mở ô tìm kiếm bằng phím /").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("[data-search] kbd")).to_be_hidden()
    page.goto(base + "en/")
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("[data-search] kbd")).to_be_hidden()

    page.locator("[data-search]").click()
    page.get_by_role("checkbox", name="Open the search with the / key").check()
    page.goto(base)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_a_screen_reader_hears_what_it_is_and_how_many_were_found(
    base: str, visitor: Visitor
) -> None:
    page = visitor()
    come(page, base)
    search = page.get_by_role("search")
    expect(search.get_by_role("button", name="Tìm kiếm")).to_have_attribute(
        "aria-haspopup", "dialog"
    )
    ask(page, "")
    dialog = page.get_by_role("dialog", name="Tìm kiếm")
    expect(dialog.get_by_role("status")).to_contain_text("có dấu hay không dấu")
    ask(page, "bao tri may chu")

    expect(dialog).to_match_aria_snapshot("""
        - dialog "Tìm kiếm":
          - searchbox "Tìm kiếm": bao tri may chu
          - button "Đóng"
          - status: 2 kết quả
          - list:
            - listitem:
              - link "Bảo trì để chuyển máy chủ tìm kiếm":
                - /url: /releases\\/search-server-move\\/$/
            - listitem:
              - link "Nhà cung cấp thay gấp bộ nguồn điện"
          - checkbox "Mở ô tìm kiếm bằng phím /" [checked]
    """)


def test_more_than_a_few_are_shown_when_asked_for(base: str, visitor: Visitor) -> None:
    page = visitor()
    brings(page, named(*(f"Bảng lương {n:04}" for n in range(2000))))
    page.goto(base)
    ask(page, "luong")

    expect(status(page)).to_have_text("2000 kết quả")
    expect(page.locator(FOUND)).to_have_count(8)
    page.get_by_role("button", name="Xem thêm 1992 kết quả").click()
    expect(page.locator(FOUND)).to_have_count(48)
    expect(page.get_by_role("link", name="Bảng lương 0008")).to_be_focused()
    expect(page.get_by_role("button", name="Xem thêm 1952 kết quả")).to_be_attached()

    ask(page, "luong 1999")
    assert titles(page) == ["Bảng lương 1999"]
    assert marks(page, "> a") == ["lương", "1999"]
    ask(page, "luong 9999")
    expect(
        page.get_by_role("dialog").get_by_role("link", name="Xem nhật ký thay đổi")
    ).to_have_attribute("href", base + "changelog/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_it_takes_the_screen_and_everything_is_large_enough_to_touch(
    base: str, visitor: Visitor, scheme: str
) -> None:
    for width in (320, 360):
        page = visitor(width=width, has_touch=True, is_mobile=True, color_scheme=scheme)
        come(page, base + "en/")
        before = page.locator("h1").bounding_box()
        page.get_by_role("button", name="Search").tap()
        page.keyboard.type("server")
        expect(page.locator(FOUND)).to_have_count(2)

        assert page.locator("h1").bounding_box() == before
        box = page.get_by_role("dialog").bounding_box()
        assert box == {"x": 0, "y": 0, "width": width, "height": 900}
        results = page.locator(".nt-search__found")
        assert results.evaluate("e => e.scrollWidth <= e.clientWidth")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for stop in page.locator("[data-search], dialog :is(a, button, input):visible").all():
            size = stop.evaluate(
                "e => [e.closest('li') ?? e].map(s => s.getBoundingClientRect())[0]"
            )
            assert min(size["width"], size["height"]) >= 24
        page.get_by_role("dialog").get_by_role("link", name="Urgent power work").tap()
        expect(page).to_have_url(base + "en/releases/provider-power/")


def test_without_scripts_there_is_no_button_that_would_do_nothing(
    base: str, visitor: Visitor
) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(base)
    expect(page.locator("[data-search]")).to_be_attached()
    expect(page.locator("[data-search]")).to_be_hidden()
    expect(page.locator("dialog")).to_be_hidden()


def test_whatever_a_title_holds_is_shown_as_text_and_can_be_found(
    base: str, visitor: Visitor
) -> None:
    page = visitor()
    texts = (*HOSTILE, *random_titles(300))
    releases = named(*(f"{text} zqw" for text in texts))
    brings(page, releases)
    page.goto(base)
    ask(page, "ZQW")
    page.get_by_role("button", name="Xem thêm").click()
    while page.get_by_role("button", name="Xem thêm").count():
        page.get_by_role("button", name="Xem thêm").click()

    assert titles(page) == [f"{text} zqw" for text in texts]
    assert marks(page, "> a") == ["zqw"] * len(texts)
    inside = page.locator(FOUND).evaluate_all(
        "rows => [...new Set(rows.flatMap(row => [...row.querySelectorAll('*')].map(e => e.localName)))]"
    )
    assert sorted(inside) == ["a", "mark", "p", "path", "span", "svg"]


def test_a_text_of_another_language_says_so(base: str, visitor: Visitor) -> None:
    page = visitor()
    entry = release(title={"en": "Payroll engine"}, summary={"vi": "Nhanh hơn.", "en": "Faster."})
    brings(page, [public(entry)])
    page.goto(base)
    ask(page, "payroll")

    expect(page.locator(f"{FOUND} > a")).to_have_attribute("lang", "en")
    expect(page.locator(".nt-search__text")).not_to_have_attribute("lang", "en")


def test_below_a_path_and_on_a_page_that_is_not_there_it_leads_to_the_right_places(
    base_below: str, visitor: Visitor
) -> None:
    missing = base_below + "nowhere/at/all/"
    page = visitor(missing=(missing,))
    assert base_below.endswith(BELOW)
    for path in ("", "releases/customer-map/", "nowhere/at/all/", "en/changelog/2026/"):
        page.goto(base_below + path)
        english = path.startswith("en/")
        ask(page, "payroll" if english else "bang luong")
        expect(page.locator(f"{FOUND} > a").first).to_have_attribute(
            "href", f"{base_below}{'en/' if english else ''}releases/payroll-engine/"
        )
        addresses = [link.get_attribute("href") for link in page.locator(f"{FOUND} > a").all()]
        # Its guide is not written yet.
        assert not any("guides/payroll-engine" in (each or "") for each in addresses)


def test_what_is_typed_on_a_result_goes_on_in_the_field(base: str, visitor: Visitor) -> None:
    page = visitor()
    come(page, base + "en/")
    ask(page, "pay")
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"{FOUND} > a").first).to_be_focused()

    page.keyboard.type("roll e")

    field = page.get_by_role("searchbox")
    expect(field).to_be_focused()
    expect(field).to_have_value("payroll e")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Backspace")
    expect(field).to_have_value("payroll ")


def test_the_script_is_small() -> None:
    assets: Path = CLONE / "theme" / "overrides" / "assets"
    assert len(gzip.compress((assets / "search.js").read_bytes(), 6)) <= 3_300
    assert "innerHTML" not in (assets / "search.js").read_text(encoding="utf-8")


PILL = """node => [node.className, node.querySelector("path").getAttribute("d"), node.textContent.trim(),
  ...["fontSize", "color", "backgroundColor", "borderRadius", "padding", "height"].map((each) => getComputedStyle(node)[each])]"""


def test_a_state_looks_as_it_does_on_the_page(base: str, visitor: Visitor) -> None:
    page = visitor()
    come(page, f"{base}changelog/")
    rows = page.locator(".nt-line", has_text=SERVERS)
    drawn = rows.locator(".nt-badge").evaluate(PILL)

    ask(page, SERVERS)
    expect(page.locator(FOUND).first).to_contain_text(SERVERS)
    found = page.locator(f"{FOUND} .nt-badge").first.evaluate(PILL)
    assert found == drawn
