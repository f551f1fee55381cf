"""What is not due leaves no trace in the texts of what is public, whatever they refer to.

The words of each field of each state, at each instant: ``embargo/test_sweep``.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.embargo.decoding import traces
from tests.embargo.planting import secret, write_pages
from tests.project import FEATURE, Project

NOW = "2026-12-01 09:00"


def fill(project: Project) -> list[str]:
    """Secrets of every kind, and one public release that refers to them."""
    project.release("hidden-zq1", secret("xhidden"))
    project.release("draft-zq2", secret("xdraft", extra="draft: true\n"))
    project.release(
        "refused-zq3", secret("xrefused", "start: 2026-12-05 20:00, end: 2026-12-05 22:00")
    )
    project.release("invalid-zq4", secret("xinvalid", extra="nonsense: true\n"))
    project.release(
        "targeted-zq5",
        secret("xtargeted", "start: 2026-12-01 08:00, end: 2026-12-01 08:30")
        .replace("category: feature", "category: fix")
        .replace("known_issues", "customers: [xacme]\noutcome: "
                 "{result: success, at: 2026-12-01 08:20}\nknown_issues"),
    )  # fmt: skip
    project.release(
        "cancelled-zq6",
        secret("xcancelled", extra="cancelled: {at: 2026-12-01 08:00, reason: xcancelledwhy}\n"),
    )
    project.release("pending-fix-zq7", secret("xpending").replace("feature", "fix"))
    kinds = ("hidden-zq1", "draft-zq2", "refused-zq3", "invalid-zq4", "targeted-zq5",
             "cancelled-zq6", "pending-fix-zq7")  # fmt: skip
    for name in kinds:
        write_pages(project, name, "x" + name.split("-")[0])
    project.release(
        "payroll-engine",
        FEATURE + "known_issues: [{title: Known, status: fixed, fixed_in: hidden-zq1}]\n",
    )
    return ["xhidden", "xdraft", "xrefused", "xinvalid", "xtargeted", "xcancelled", "xpending",
            "xacme", *(f"zq{number}" for number in range(1, 8))]  # fmt: skip


def test_a_published_site_holds_no_byte_of_what_is_not_due(project: Project) -> None:
    words = fill(project)

    result = project.run("publish", "--now", NOW)

    assert result.status == 3
    assert (project.site / "releases/payroll-engine/index.html").exists()
    assert traces(project.site.resolve(), words) == []
    assert "New payroll engine" in project.page("en/feed.xml")


def test_the_calendars_of_areas_know_a_release_from_the_instant_of_its_first_notice(
    project: Project,
) -> None:
    own = [f"{home}feeds/{topic}.ics" for home in ("", "en/")
           for topic in ("category/feature", "system/payroll")]  # fmt: skip
    others = [path.replace("category/feature", "category/fix").replace("payroll", "crm")
              for path in own]  # fmt: skip
    project.release("payroll-engine", FEATURE + "notices: {advance: {at: 2026-11-28 20:00}}\n")

    project.run("publish", "--now", "2026-11-28 19:59:59")
    before = {path: project.page(path) for path in (*own, *others)}
    project.run("publish", "--now", "2026-11-28 20:00")

    for path in (*own, *others):
        assert "BEGIN:VEVENT" not in before[path]
        assert "payroll-engine" not in before[path]
    for path in own:
        assert project.page(path).count("releases/payroll-engine/") == 2, path
    assert {path: project.page(path) for path in others} == {path: before[path] for path in others}


def preview(project: Project) -> Path:
    folder = project.root / "preview"
    args = ("build", "--withhold", "--drafts", "--now", NOW, "--site-dir", str(folder))
    assert project.run(*args).status == 0
    return folder


def test_the_search_for_traces_finds_what_a_preview_shows(project: Project) -> None:
    words = fill(project)

    assert {word for _, word in traces(preview(project), words)} >= {"xhidden", "zq1"}


def test_a_preview_is_marked_on_every_page_and_not_indexed(project: Project) -> None:
    fill(project)

    pages = list(preview(project).rglob("*.html"))

    assert len(pages) > 10
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert '<meta name="robots" content="noindex' in text, path
        assert "nt-preview" in text, path


def test_a_public_page_that_links_to_something_hidden_does_not_name_it(project: Project) -> None:
    project.release("zqhidden", secret("xhidden"))
    write_pages(project, "zqhidden", "xhidden")
    project.release(
        "payroll-engine",
        FEATURE.replace("Nội dung chi tiết.", '"[a](../zqhidden/) [b](https://x.example/)"'),
    )
    links = "[one](../guides/zqhidden.md) ![two](zqhidden/zqimage.png) <a href='/faq/zqhidden/'>three</a>"
    project.write("content/pages/guides/payroll-engine.md", f"# Hướng dẫn\n\n{links}\n")
    project.write("content/pages/index.md", "# Tin\n\n[four](guides/zqhidden.md)\n")

    assert project.run("publish", "--now", NOW).status == 0

    assert traces(project.site.resolve(), ["zqhidden", "zqimage", "xhidden"]) == []
    page = project.page("guides/payroll-engine/index.html")
    assert "one" in page
    assert "three" in page
    assert 'href="https://x.example/"' in project.page("releases/payroll-engine/index.html")


MISTYPED = [
    "[a](zq-hidden.yml)",
    "[a](../releases/zq-hidden.yml)",
    "[a](/RELEASES/ZQ-Hidden/)",
    "[a](%2e%2e/%7aq-hidden/)",
    "[a](/zq-hidden)",
    "[a][b]\n\n[b]: ../../content/releases/zq-hidden.yml",
]
MARKUP = [
    '<img src="/favicon.svg" srcset="/a.png 1x, /guides/zq-hidden/b.png 2x">',
    '<p data-of="zq-hidden">a</p>',
    "<!-- zq-hidden comes at Christmas -->a",
    '<form action="/zq-hidden/">a</form>',
    '<svg><a xlink:href="/zq-hidden/"><text>a</text></a></svg>',
    '<meta http-equiv="refresh" content="0; url=/zq-hidden/">',
    '<script>open("/zq-hidden/")</script>',
    '<div style="background: url(/guides/zq-hidden/b.png)">a</div>',
]


def test_no_mistyped_link_and_no_markup_of_a_public_text_names_what_is_hidden(
    project: Project,
) -> None:
    project.release("zq-hidden", secret("xhidden"))
    body = json.dumps("\n\n".join((*MISTYPED, "Hết.")), ensure_ascii=False)
    project.release("payroll-engine", FEATURE.replace("Nội dung chi tiết.", body))
    page = "\n\n".join((*MISTYPED, *MARKUP))
    project.write("content/pages/guides/payroll-engine.md", f"# Hướng dẫn\n\n{page}\n\nHết.\n")
    project.write("content/pages/about.md", f"# Tin\n\n{page}\n\nHết.\n")

    told = project.run("publish", "--now", NOW)

    assert told.status == 0, told.err
    assert traces(project.site.resolve(), ["zq-hidden"]) == []
    assert "Hết." in project.page("guides/payroll-engine/index.html")
    assert "Hết." in project.page("releases/payroll-engine/index.html")


def test_an_ordinary_word_that_is_a_hidden_id_too_stays_where_it_is_text(project: Project) -> None:
    project.release("chat", secret("xhidden"))
    project.release("payroll-engine")
    text = '[our chat](/releases/chat.yml) <b data-of="chat" title="chat">chat</b> [x](/chat/)'
    project.write("content/pages/about.md", f"# Chat\n\n{text}\n")

    assert project.run("publish", "--now", NOW).status == 0

    page = project.page("about/index.html")
    assert 'our chat <b data-of="chat" title="chat">chat</b> <a href="/chat/">x</a>' in page


def test_the_same_links_lead_there_once_it_is_public(project: Project) -> None:
    project.release("payroll-engine")
    project.release("other", FEATURE)
    project.write("content/pages/guides/payroll-engine.md", "# A\n\n[one](other.md)\n")
    project.write("content/pages/guides/other.md", "# B\n\nText.\n")

    project.run("publish", "--now", NOW)

    assert 'href="../other/">one</a>' in project.page("guides/payroll-engine/index.html")
