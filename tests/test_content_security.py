"""Every page of a built site carries a policy that fits it exactly."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import html5lib
import pytest

from tests.project import Project

HTML = "{http://www.w3.org/1999/xhtml}"
NOW = "2026-12-01 09:00"


def sha(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def faults(html: str) -> list[str]:
    """What a browser would refuse on a page, or what its policy allows for nothing."""
    tree: Any = html5lib.parse(html, treebuilder="etree")
    first = tree.find(f"{HTML}head")[0]
    if first.get("http-equiv") != "Content-Security-Policy":
        return ["no policy, or too late"]
    content = first.get("content")
    found = [content] if "unsafe" in content or "http" in content else []
    inline: dict[str, set[str]] = {"script": set(), "style": set()}
    for element in tree.iter():
        name = str(element.tag).removeprefix(HTML)
        found += [f"<{name} {at}>" for at in element.keys() if at == "style" or at[:2] == "on"]  # noqa: SIM118
        if name in ("base", "iframe", "object", "embed"):
            found.append(f"<{name}>")
        data = element.get("type", "").endswith("json")
        if name in inline and element.get("src") is None and not data:
            inline[name].add(sha(element.text))
    for name, hashes in inline.items():
        [listed] = [each for each in content.split("; ") if each.startswith(f"{name}-src ")]
        if {f"{name}-src", "'self'", *hashes} != set(listed.split()):
            found.append(f"{name}s {sorted(hashes)}: {listed}")
    return found


def test_every_page_allows_exactly_the_scripts_and_styles_that_it_has(demo_site: Path) -> None:
    pages = sorted(demo_site.rglob("*.html"))
    wrong = {page: faults(page.read_text(encoding="utf-8")) for page in pages}

    assert {page: found for page, found in wrong.items() if found} == {}
    assert len(pages) > 50


def test_the_policy_stands_before_the_first_kilobyte_ends_where_the_encoding_is_looked_for(
    demo_site: Path,
) -> None:
    for page in demo_site.rglob("*.html"):
        assert page.read_bytes().index(b'<meta charset="utf-8">') < 1000, page


@pytest.mark.parametrize("line", ["build", "build --drafts"])
def test_a_hand_written_page_brings_no_script_into_force_and_its_author_is_told(
    project: Project, line: str
) -> None:
    project.write("content/pages/subscribe.md", "# About\n\n<script>mine()</script>\n")

    result = project.run(*line.split(), "--now", NOW, "--site-dir", "preview")

    assert result.status == 0
    html = (project.root / "preview/subscribe/index.html").read_text(encoding="utf-8")
    assert "<script>mine()</script>" in html
    assert sha("mine()") not in html
    assert result.err.count("content/pages/subscribe.md:1:1: warning[content-security]") == 1
    assert "a <script> with its text inside" in result.err


@pytest.mark.parametrize(
    "meta, warned",
    [
        ('<meta http-equiv="refresh" content="0; url=https://elsewhere.example/">', 1),
        ("<META HTTP-EQUIV=' Refresh' CONTENT=5>", 1),
        ('<meta name="refresh" content="http-equiv">', 0),
        ('`<meta http-equiv="refresh">`', 0),
        ('<META content="> " http-equiv=refresh>', 1),
    ],
)
def test_a_hand_written_page_cannot_send_its_readers_away_and_its_author_is_told(
    project: Project, meta: str, warned: int
) -> None:
    project.write("content/pages/subscribe.md", f"# About\n\n{meta}\n")

    result = project.run_at(NOW, "build")

    line = (
        "content/pages/subscribe.md:1:1: warning[content-security] "
        "<meta http-equiv=refresh> is left out: it would send readers elsewhere\n"
        "    help: Delete it, and write a link.\n"
    )
    assert result.err.count(line) == warned
    assert "<meta" not in project.page("subscribe/index.html").partition("<main")[2].lower()


def test_a_copyright_is_html_with_nothing_that_runs(project: Project) -> None:
    config = project.root / "mkdocs.yml"
    rights = "&copy; <a href='https://a.example/' onclick='mine()'>A</a><script>mine()</script><meta http-equiv=refresh>"
    text = config.read_text(encoding="utf-8").replace("© Anviec", json.dumps(rights))
    config.write_text(text, encoding="utf-8")

    assert project.run_at(NOW, "build").status == 0

    footer = project.page("index.html").partition("<footer")[2].partition("</footer>")[0]
    assert '<p>© <a href="https://a.example/" rel="noopener noreferrer">A</a></p>' in footer


def test_the_columns_of_a_table_keep_their_sides(project: Project) -> None:
    table = "# About\n\n| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n"
    project.write("content/pages/subscribe.md", table)

    result = project.run_at(NOW, "build")

    assert "content-security" not in result.err
    html = project.page("subscribe/index.html")
    assert '<td class="nt-left">1</td>' in html
    assert '<td class="nt-center">2</td>' in html
    assert '<td class="nt-right">3</td>' in html
