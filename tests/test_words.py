"""What people write arrives, as they typed it, wherever it is shown; the rest is a warning."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import feedparser
import pytest

from tests.project import FEATURE, Project

NOW = "2026-11-30 09:00"
HEAD = FEATURE.partition("body:")[0]
PATH = "content/releases/payroll.yml"
OURS = ("left-out", "dead-link", "hidden-link")

MENTIONS = [
    "Open https://<company>.example and press <Ctrl>+<F5>, then go on.",
    "Choose <select> in the form, and go on.",
    "<title> is new, and go on.",
    "A <textarea> grows, and go on.",
    "<script> is not needed, and go on.",
    "It is a List<String> with x<y and y>z, and go on.",
    "Where a<p and q>b, it is a Map<std::string, int>, and go on.",
    "Press <kbd> or <code>, or close </em>, and go on.",
    "<!-- begins nothing, and goes on.",
    "<? nor does <!DOCTYPE html>, and go on.",
    "Write[^1] for a note, and go on.",
    "[^1]: word",
    "[Note]: important",
    "[Terms]: https://a.example/terms",
]


def release(text: str, *more: str) -> str:
    """A public release whose body and preparation are ``text``, in both languages."""
    block = "".join(f"    {line}\n" if line else "\n" for line in text.splitlines())
    texts = "".join(f"{name}:\n  vi: |\n{block}  en: |\n{block}" for name in ("body", "prepare"))
    return HEAD + texts + "".join(more)


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def everywhere(project: Project) -> dict[str, str]:
    """The words in each place that shows the texts of a release."""
    feeds = {
        name: feedparser.parse(project.site.joinpath(name).read_bytes(), sanitize_html=False)
        for name in ("feed.xml", "atom.xml", "en/feed.xml")
    }
    feed = json.loads(project.page("feed.json"))
    calendar = project.page("calendar.ics").replace("\r\n ", "").replace("\n ", "")
    escapes = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}
    return {
        "releases/payroll/": text_of(project.page("releases/payroll/index.html")),
        "en/releases/payroll/": text_of(project.page("en/releases/payroll/index.html")),
        "feed.json": text_of(feed["items"][0]["content_html"]),
        **{name: text_of(each.entries[0].content[0].value) for name, each in feeds.items()},
        "calendar.ics": " ".join(
            re.sub(r"\\.", lambda escape: escapes[escape[0]], calendar).split()
        ),
    }


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, dict[str, str]]:
    """A published release that mentions everything, each in a paragraph of its own."""
    project = Project.create(tmp_path_factory.mktemp("words") / "project")
    project.release("payroll", release("\n\n".join([*MENTIONS, "Last words."])))
    answer = project.run_at(NOW, "publish")
    assert answer.status == 0, answer.err
    return project, everywhere(project)


@pytest.mark.parametrize("line", [*MENTIONS, "Last words."])
def test_what_is_no_markup_is_shown_as_it_was_typed(
    shown: tuple[Project, dict[str, str]], line: str
) -> None:
    _, places = shown
    assert [place for place, words in places.items() if line not in words] == []


def test_nobody_is_warned_of_what_is_shown_as_it_was_typed(
    shown: tuple[Project, dict[str, str]],
) -> None:
    project, _ = shown
    report = project.run("check", "--format", "json", "--now", NOW).json()
    assert {p["rule"] for p in report["problems"]} <= {"plan-due", "unplanned"}


# What is left out, and what leads nowhere.


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "project")


def problems(project: Project, path: str = PATH) -> list[tuple[Any, ...]]:
    return [
        (p["line"], p["column"], p["rule"], p["message"], p["help"])
        for p in project.check(NOW)["problems"]
        if p["path"] == path and p["rule"] in OURS
    ]


BODY = """\
body:
  vi: |
    Một <p style="color: red" class='x'>hai</p> ![màn hình](man-hinh.png)

      - ba <!-- ghi chú --> [bốn](javascript:alert(1))
  en: >
    One
    <a href="ftp://a.example/" onclick="x">two</a>

    three [four](https://<company>.example/)
"""


def test_what_is_left_out_of_a_text_is_a_warning_at_its_place(project: Project) -> None:
    project.release("payroll", HEAD + BODY)
    lines = (HEAD + BODY).splitlines()

    def at(word: str) -> tuple[int, int]:
        number = next(n for n, line in enumerate(lines) if word in line)
        return number + 1, lines[number].index(word) + 1

    no_link = "A link begins with https:, http:, mailto: or tel:, or names a page of the site."
    plain = "Delete it: a text of an entry has no styles, classes or ids."
    words = "readers see its words without the link"
    assert problems(project) == [
        (*at("style="), "left-out", "the attribute `style` is left out", plain),
        (*at("class="), "left-out", "the attribute `class` is left out", plain),
        (*at("![màn"), "left-out",
         "pictures are not shown in entries; readers see its description",
         "Put it on the release's guide page, or write a link to it."),
        (*at("<!--"), "left-out", "this comment is left out",
         "Write it as a comment of YAML, on a line of its own that begins with #."),
        (*at("javascript:"), "left-out",
         f"no link may have this address: javascript:alert(1); {words}", no_link),
        (*at("ftp:"), "left-out", f"no link may have this address: ftp://a.example/; {words}",
         no_link),
        (*at("onclick="), "left-out", "the attribute `onclick` is left out", plain),
        (*at("https://<company>"), "left-out",
         f"no link may have this address: https://<company>.example/; {words}", no_link),
    ]  # fmt: skip


def test_markup_that_no_text_can_have_is_a_warning_though_it_is_shown(project: Project) -> None:
    body = "body: |-\n  <div>a</div> `<b>` `<img src=x>` <company>\n\n  <img src='a.png'>\n"
    project.release("payroll", HEAD + body)

    line = HEAD.count("\n") + 2
    typed = "is shown as it was typed: a text of an entry cannot have it"
    help = "Write it in Markdown; put it in backticks if readers are to see it."
    assert problems(project) == [
        (line, 3, "left-out", f"`<div>` {typed}", help),
        (line + 2, 3, "left-out", f"`<img>` {typed}", help),
    ]


def test_the_warnings_are_in_every_format_of_check(project: Project) -> None:
    project.release("payroll", HEAD + "body: Xem [bốn](khong.md)\n")

    line = HEAD.count("\n") + 1
    text = project.run("check", "--now", NOW).out
    assert f"{PATH}:{line}:17: warning[dead-link] this link leads to nothing on the site: " in text
    github = project.run("check", "--now", NOW, "--format", "github").out
    assert f"::warning file={PATH},line={line},col=17,title=dead-link::this link leads" in github


LINKS = {
    "[a](tel:+84901234567)": "tel:+84901234567",
    "[a](#thay-doi)": "https://updates.example/base/releases/payroll/#nt-in-thay-doi",
    "[a](#Thay-%C4%91%E1%BB%95i)": "https://updates.example/base/releases/payroll/#nt-in-thay-doi",
    "[a](crm.md)": "https://updates.example/base/releases/crm/",
    "[a](crm.en.md#x)": "https://updates.example/base/en/releases/crm/#x",
    "[a](../releases/2026/crm.yml)": "https://updates.example/base/releases/crm/",
    "[a](../crm/)": "https://updates.example/base/releases/crm/",
    "[a](/releases/crm/)": "https://updates.example/base/releases/crm/",
    "[a](/en/releases/crm/)": "https://updates.example/base/en/releases/crm/",
    "[a](/changelog/2026/)": "https://updates.example/base/changelog/2026/",
    "[a](about.md)": "https://updates.example/base/about/",
    "[a](/about/)": "https://updates.example/base/about/",
    "[a](/subscribe/)": "https://updates.example/base/subscribe/",
    "[a](/login)": "https://updates.example/login",
    "[a](https://updates.example/base/releases/crm/event.ics)":
        "https://updates.example/base/releases/crm/event.ics",
    "[a](crm.pdf)": "https://updates.example/base/releases/payroll/crm.pdf",
    "<a href='/base/bang.pdf'>a</a>": "https://updates.example/base/bang.pdf",
}  # fmt: skip
DEAD = {
    "[a](#khong)": "this text has no heading for the link #khong",
    "[a](crn.md)": "this link leads to nothing on the site: crn.md",
    "[a](../nothing/)": "this link leads to nothing on the site: ../nothing/",
    "[a](/releases/nothing/)": "this link leads to nothing on the site: /releases/nothing/",
    "[a](crm/)": "this link leads to nothing on the site: crm/",
    "[a](/base/nowhere/)": "this link leads to nothing on the site: /base/nowhere/",
    "[a](/changelog/2025/)": "this link leads to nothing on the site: /changelog/2025/",
    "[a](../../plans/2027-01/)": "this link leads to nothing on the site: ../../plans/2027-01/",
    "[a](https://updates.example/base/faq/crm/more/)":
        "this link leads to nothing on the site: https://updates.example/base/faq/crm/more/",
}  # fmt: skip
HEADING = "\n\n## Thay *đổi*\n\nHết.\n"


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site below a path, with two public releases, a secret and a hand-written page."""
    project = Project.create(tmp_path_factory.mktemp("below") / "project")
    config = (project.root / "mkdocs.yml").read_text(encoding="utf-8")
    url = "site_url: https://updates.example/base/"
    project.write("mkdocs.yml", re.sub(r"^site_url:.*$", url, config, flags=re.MULTILINE))
    project.write("content/pages/about.md", "# Về chúng tôi\n")
    project.write("content/pages/bang.pdf", "")
    project.release("crm", release("Nhanh hơn."))
    project.release("surprise-2027", release("Bí mật.", "draft: true\n"))
    return project


def problems_of(project: Project, text: str) -> list[tuple[Any, ...]]:
    """The problems of a release that says so."""
    project.release("payroll", HEAD + "body:\n  vi: |-\n" + re.sub("(?m)^", "    ", text))
    return problems(project)


def page_with(project: Project, text: str) -> tuple[list[tuple[Any, ...]], str]:
    """The problems of a release that says so, and the HTML of its body on the finished page."""
    found = problems_of(project, text)
    project.run_at(NOW, "build", "--site-dir", str(project.root.parent / "out"), "--now", NOW)
    page = (project.root.parent / "out/releases/payroll/index.html").read_text(encoding="utf-8")
    return found, page[page.index('id="nt-changes"') :]


def test_links_that_lead_somewhere_work_and_nobody_is_warned(below: Project) -> None:
    found, page = page_with(below, "\n\n".join(LINKS) + HEADING)

    assert found == [
        (found[0][0], 9, "dead-link", "this link leads to nothing on the site: crm.pdf",
         "Did you mean `crm.md`?"),
    ]  # fmt: skip
    links = [unescape(link) for link in re.findall(r'<p><a href="([^"]*)"[^>]*>a</a></p>', page)]
    assert links == [*LINKS.values()]
    assert '<h3 id="nt-in-thay-doi">Thay <em>đổi</em></h3>' in page


def test_every_file_of_the_finished_site_may_be_linked_to(below: Project) -> None:
    page_with(below, "Chữ.")
    out = below.root.parent / "out"
    files = [
        path.relative_to(out).as_posix()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name not in ("404.html", ".notices-site")
    ]
    assert len(files) > 50

    found = [
        problem
        for start in range(0, len(files), 100)
        for problem in problems_of(
            below, "\n".join(f"[a](/{file})" for file in files[start : start + 100])
        )
    ]

    assert found == []


def test_links_that_lead_nowhere_are_warnings_each_in_its_line(below: Project) -> None:
    found, page = page_with(below, "\n\n".join(DEAD) + HEADING)

    first = HEAD.count("\n") + 3
    assert [(line, column, rule, message) for line, column, rule, message, _ in found] == [
        (first + 2 * number, 9, "dead-link", message)
        for number, message in enumerate(DEAD.values())
    ]
    assert found[0][-1] == "Did you mean `#thay-doi`?"
    assert found[1][-1] == "Did you mean `crm.md`?"
    assert "releases/nothing" not in page


@pytest.mark.parametrize(
    "link",
    ["surprise-2027.md", "../surprise-2027/", "/guides/surprise-2027/", "about.md?surprise-2027"],
)
def test_only_the_author_is_told_of_a_link_to_something_hidden(below: Project, link: str) -> None:
    found, page = page_with(below, f"Xem [thêm]({link}) nhé.")

    assert found == [
        (HEAD.count("\n") + 3, 16, "hidden-link",
         "this link names an entry that is not public; readers see its words without the link",
         "The link is there once that entry is public."),
    ]  # fmt: skip
    assert "<p>Xem thêm nhé.</p>" in page
    assert "surprise" not in page


def test_a_text_may_link_to_its_own_guide_before_anybody_knows_of_it(below: Project) -> None:
    text = release("Xem [hướng dẫn](/guides/payroll/) và [trang này](payroll.md).", "draft: true\n")
    below.release("payroll", text)

    assert problems(below) == []
