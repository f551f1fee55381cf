"""The lists of guides and of questions: what can be read first, and of an FAQ the questions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from notices.domain.public import PublicRelease
from notices.domain.release import Impact
from notices.rendering import site_documents
from notices.rendering.locale.contents import Outline, TextPart
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.pages.guides import ASKED, AT_A_GLANCE, EACH
from tests.rendering.builders import at, completed, html, public, release, site, theme

START = at("2026-06-06 20:00")
Outlines = Mapping[tuple[str, str], Outline]


def questions(*texts: str, title: str = "", language: str = "vi", foreign: bool = False) -> Outline:
    return Outline(
        LocalizedText(title, language, foreign),
        tuple(
            TextPart(f"q{number}", LocalizedText(text, language, foreign))
            for number, text in enumerate(texts, 1)
        ),
    )


def page(path: str, outlines: Outlines, *names: str) -> str:
    """A list of a site with these updates, each a day older than the one before, all with an FAQ."""
    shown = site(
        *(completed(name, START - timedelta(days=day)) for day, name in enumerate(names)),
        faq=frozenset((name, "vi") for name in names),
    )
    documents = {d.path: d.finished for d in site_documents(shown, theme(), outlines)}
    return html(documents, path)


def test_each_question_leads_to_its_answer_below_its_update() -> None:
    parts = {
        ("vi", "faq/swap"): questions("Đổi ca & lương?", "Ai duyệt?"),
        ("vi", "faq/travel"): questions("Tỷ giá nào?"),
    }
    found = page("faq/index.html", parts, "swap", "travel")

    line = r'<h2 id="nt-faq-(.*?)">|<li><a href="(.*?)">(.*?)<svg class="nt-icon nt-icon--way"'
    assert re.findall(line, found) == [
        ("swap", "", ""),
        ("", "../faq/swap/#q1", "Đổi ca &amp; lương?"),
        ("", "../faq/swap/#q2", "Ai duyệt?"),
        ("travel", "", ""),
        ("", "../faq/travel/#q1", "Tỷ giá nào?"),
    ]
    assert re.findall(r"Bản cập nhật ngày [\d/]+", found) == [
        "Bản cập nhật ngày 06/06/2026",
        "Bản cập nhật ngày 05/06/2026",
    ]


def test_each_update_names_its_areas_in_every_list() -> None:
    """Whoever looks for a part of the product finds it, in what is folded away, too."""
    both = Impact(timedelta(), systems=("payroll", "crm"))
    names = [f"update-{n:02}" for n in range(ASKED + 1)]
    shown = site(
        *(
            completed(name, START - timedelta(days=day), impact=both)
            for day, name in enumerate(names)
        ),
        guides=frozenset((name, "vi") for name in names),
        faq=frozenset((name, "vi") for name in names),
    )
    documents = {d.path: d.finished for d in site_documents(shown, theme())}

    for path in ("guides/index.html", "faq/index.html"):
        days = re.findall(r'<div class="nt-guides__day">(.*?)</', html(documents, path))
        assert len(days) == len(names)
        assert days[0] == "Bản cập nhật ngày 06/06/2026 · Tiền lương, Khách hàng"
        assert {day.partition(" · ")[2] for day in days} == {"Tiền lương, Khách hàng"}


def test_questions_in_another_language_are_marked() -> None:
    parts = {("en", "faq/swap"): questions("Ai duyệt?", language="vi", foreign=True)}
    found = page("en/faq/index.html", parts, "swap")

    assert '#q1"><span lang="vi">Ai duyệt?</span><svg' in found


def test_what_has_a_title_of_its_own_is_listed_by_it_and_names_its_update_below() -> None:
    """Whoever follows the link arrives at a page of that title."""
    texts = {
        ("vi", f"{key}/swap"): questions("Ai duyệt?", title=title)
        for key, title in (("guides", "Cách đổi ca & nghỉ"), ("faq", "Hỏi đáp về đổi ca"))
    }
    shown = site(
        completed("swap", START),
        completed("same", START - timedelta(days=1)),
        guides=frozenset((name, "vi") for name in ("swap", "same")),
        faq=frozenset((name, "vi") for name in ("swap", "same")),
    )
    update = "Bảng lương thế hệ mới"
    texts["vi", "guides/same"] = questions(title=update)
    texts["en", "guides/swap"] = questions(title="Cách đổi ca", foreign=True)
    documents = {d.path: d.finished for d in site_documents(shown, theme(), texts)}
    guides, faq = (html(documents, f"{key}/index.html") for key in ("guides", "faq"))

    day = r'[^§]*?<div class="nt-guides__day">(.*?)<'
    days = [f"Bản cập nhật ngày 06/06/2026 · {update} · Tiền lương"]
    days.append("Bản cập nhật ngày 05/06/2026 · Tiền lương")
    assert re.findall(r'<a href="\.\./guides/\w+/">(.*?)</a>' + day, guides) == [
        ("Cách đổi ca &amp; nghỉ", days[0]),
        (update, days[1]),
    ]
    assert re.findall(r'<h2 id="nt-faq-\w+"><a href=".*?">(.*?)</a>' + day, faq) == [
        ("Hỏi đáp về đổi ca", days[0]),
        (update, days[1]),
    ]
    english = html(documents, "en/guides/index.html")
    assert '<a href="../../en/guides/swap/"><span lang="vi">Cách đổi ca</span></a>' in english


def test_an_faq_without_parts_says_what_its_update_is() -> None:
    found = page("faq/index.html", {}, "swap")

    assert '<p class="nt-asked__about">Tính lương nhanh hơn.</p>' in found
    assert "nt-questions" not in found


def test_of_a_long_faq_the_list_has_the_first_questions() -> None:
    parts = {("vi", "faq/swap"): questions(*(f"Câu {n}?" for n in range(EACH + 3)))}
    found = page("faq/index.html", parts, "swap")

    assert re.findall(r">(Câu \d+\?)<", found) == [f"Câu {n}?" for n in range(EACH)]
    assert re.search(r'<a href="../faq/swap/">Và 3 câu hỏi nữa<svg', found)


def test_of_hundreds_of_updates_the_older_ones_fold_away_with_how_many_questions_they_have() -> (
    None
):
    names = [f"update-{n:03}" for n in range(300)]
    parts = {("vi", f"faq/{name}"): questions("Một?", "Hai?") for name in names}
    found = page("faq/index.html", parts, *names)

    open_part, folded = found.split('<details class="nt-fold', 1)
    assert re.findall(r'id="nt-faq-(.*?)"', found) == names[:ASKED]
    assert open_part.count("#q") == 2 * ASKED
    assert folded.count("· 2 câu hỏi") == 300 - ASKED
    assert "#q" not in folded


CONTENTS = re.compile(
    r'<nav class="nt-contents" aria-label="Trong trang này">(.*?)</nav>', re.DOTALL
)


def contents(found: str) -> list[tuple[str, str]]:
    """Where each line of the list's table of contents leads, and what it says."""
    return [
        line for nav in CONTENTS.findall(found) for line in re.findall(r'href="(.*?)">(.*?)<', nav)
    ]


def test_a_list_of_many_questions_begins_with_the_updates_that_they_are_of() -> None:
    few = questions(*(f"Câu {n}?" for n in range(AT_A_GLANCE - 1)))
    one, two = questions("Ai duyệt?"), questions("Ai duyệt?", "Ai từ chối?")
    short = page(
        "faq/index.html", {("vi", "faq/swap"): few, ("vi", "faq/travel"): one}, "swap", "travel"
    )
    long = page(
        "faq/index.html", {("vi", "faq/swap"): few, ("vi", "faq/travel"): two}, "swap", "travel"
    )

    assert contents(short) == []
    title = "Bảng lương thế hệ mới"
    assert contents(long) == [("#nt-faq-swap", title), ("#nt-faq-travel", title)]
    assert long.index("nt-contents") < long.index('id="nt-faq-swap"')


def test_the_table_of_contents_leads_to_what_is_folded_away_and_to_what_is_owed() -> None:
    names = [f"update-{n:02}" for n in range(ASKED + 1)]
    owed = public(release("owed"), guides_due=at("2026-12-11 20:00"))
    shown = site(
        owed,
        *(completed(name, START - timedelta(days=day)) for day, name in enumerate(names)),
        faq=frozenset((name, "vi") for name in names),
    )
    parts = {("vi", f"faq/{name}"): questions("Một?") for name in names}
    documents = {d.path: d.finished for d in site_documents(shown, theme(), parts)}
    found = html(documents, "faq/index.html")

    *updates, older, writing = contents(found)
    assert [anchor for anchor, _ in updates] == [f"#nt-faq-{name}" for name in names[:ASKED]]
    assert [older, writing] == [
        ("#nt-older", "Các bản cập nhật trước"),
        ("#nt-owed", "Đang biên soạn"),
    ]
    for anchor, _ in contents(found):
        assert found.count(f'id="{anchor[1:]}"') == 1


def test_what_is_owed_comes_last_what_is_late_first_and_each_by_its_deadline() -> None:
    def owed(name: str, day: str) -> PublicRelease:
        return public(release(name, start=at(f"{day} 20:00")), guides_due=at(f"{day} 08:00"))

    late = replace(completed("late", START), guides_due=START)
    week = timedelta(days=7)
    later = replace(completed("later", START + week), guides_due=START + week)
    runs = replace(owed("runs", "2026-12-01"), state="in_progress")
    shown = site(
        owed("second", "2026-12-12"),
        owed("first", "2026-12-05"),
        runs,
        later,
        late,
        completed("written", START - timedelta(days=1)),
        guides=frozenset({("written", "vi")}),
    )
    documents = {d.path: d.finished for d in site_documents(shown, theme())}
    found = html(documents, "guides/index.html")

    links = re.findall(r'<a href="\.\./guides/(.*?)/">', found)
    assert links == ["written", "late", "later", "runs", "first", "second"]
    read, waiting = found.split('<h2 id="nt-owed">Đang biên soạn</h2>')
    assert "Tính lương nhanh hơn." in read
    assert "Bản cập nhật ngày 05/06/2026" in read
    assert waiting.count("Tính lương nhanh hơn.") == 5
    assert re.findall(">(Sẽ có trước|Trễ hạn)", waiting) == ["Trễ hạn"] * 3 + ["Sẽ có trước"] * 2


def test_the_list_is_made_anew_where_a_question_changes_and_only_then() -> None:
    shown = site(completed("swap", START), faq=frozenset({("swap", "vi")}), basis="b")

    def inputs(*texts: str) -> str:
        parts = {("vi", "faq/swap"): questions(*texts)}
        documents = site_documents(shown, theme(), parts)
        return next(d.inputs for d in documents if d.path == "faq/index.html")

    assert inputs("Ai duyệt?") == inputs("Ai duyệt?") != ""
    assert inputs("Ai duyệt?") != inputs("Ai từ chối?")
