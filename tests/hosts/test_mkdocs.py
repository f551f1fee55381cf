"""Sites as the plugin makes them: built by our own function, and by ``mkdocs`` itself."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markupsafe import escape

from notices.cli.building import render_request
from notices.evaluation import evaluate
from notices.hosts import HostError, Rendered
from notices.hosts import mkdocs as host
from notices.hosts.mkdocs.plugin import HostPlugin
from notices.hosts.pages import HostPage
from notices.hosts.splicing import Splicer
from notices.hosts.view import Place, RenderedText, View
from notices.project.disk import Workspace
from notices.rendering import Document, site_documents
from notices.rendering.locale.contents import Outline
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.shells import WRITTEN
from tests.previews import epoch, eventually, mkdocs_serve
from tests.project import CLONE, FEATURE, Project, bytes_below

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

# The window is 2026-12-12 20:00 in Hanoi; its first notice opens 20 days before.
HIDDEN = datetime(2026, 11, 20, 2, tzinfo=UTC)
PUBLIC = datetime(2026, 11, 23, 2, tzinfo=UTC)

GUIDE = """---
title: Hướng dẫn
---

Mở bảng lương.

![Bảng lương](payroll-engine/step.svg)
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project.create(tmp_path / "project")
    project.release("payroll-engine")
    project.write("content/pages/index.en.md", "# Updates\n\nWelcome.\n")
    project.write("content/pages/guides/payroll-engine.md", GUIDE)
    project.write("content/pages/guides/payroll-engine/step.svg", "<svg></svg>")
    return project


def render(
    project: Project, folder: Path, now: datetime = PUBLIC, *, drafts: bool = False
) -> Rendered:
    """What the host makes of the project, in a folder that nobody is shown."""
    workspace = Workspace.at(project.root / "mkdocs.yml")
    evaluation = evaluate(workspace.sources(), now, drafts=drafts)
    folder.mkdir(parents=True)
    return host.render(render_request(workspace, workspace.configuration(), evaluation, folder))


def build(project: Project, now: datetime = PUBLIC) -> Path:
    """The project's site, rendered by the host alone."""
    shutil.rmtree(project.site, ignore_errors=True)
    try:
        render(project, project.site, now)
    except BaseException:
        shutil.rmtree(project.site)
        raise
    return project.site


def edit_theme(project: Project, name: str, old: str, new: str) -> None:
    """Give the project a theme of its own, and change it."""
    theme = project.root / "theme"
    if theme.is_symlink():
        theme.unlink()
        shutil.copytree(CLONE / "theme", theme)
    path = theme / "overrides" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def mkdocs(project: Project, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *args, "-f", str(project.root / "mkdocs.yml")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **env},
    )


# The shells.


def test_every_spliced_page_is_byte_for_byte_what_mkdocs_itself_renders(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.release("hostile", FEATURE.replace("New payroll engine", "'A <b> & {{ 1 }}'"))
    documents: dict[str, Document] = {}
    rendered: dict[str, str] = {}
    files, view, cut = HostPlugin.on_files, Splicer.view, Splicer.cut

    def with_canaries(plugin: HostPlugin, found: Files, *, config: MkDocsConfig) -> Files:
        kept = files(plugin, found, config=config)
        request = plugin._request
        assert request is not None
        assert request.evaluation.site is not None
        # The host finds what hand-written texts are called; here it is known before.
        outlines = {
            (language, "guides/payroll-engine"): Outline(
                LocalizedText("Hướng dẫn", "vi", foreign=language == "en"), ()
            )
            for language in ("vi", "en")
        }
        site = request.evaluation.site
        for document in (d.finished for d in site_documents(site, request.theme, outlines)):
            if document.shell is None or document.shell[1].startswith(WRITTEN):
                continue
            meta = {key: html.unescape(document.slots[key]) for key in ("title", "description")}
            text = f"---\n{json.dumps(meta)}\n---\n"
            source, place = f"canaries/{document.path}.md", Place(*document.shell)
            plugin._files._add(kept, HostPage(source, document.path, text, place))
            documents[document.path] = document
        return kept

    def as_an_ordinary_page(splicer: Splicer, page: RenderedText, place: Place) -> View:
        found = view(splicer, page, place)
        document = documents.get(f"{page.url}index.html")
        if document is None or place.is_written or not page.title:
            return found
        return replace(
            found,
            title=str(escape(page.title)),
            description=str(escape(page.description)),
            canonical=page.canonical,
            head=document.slots["head"],
            robots=document.slots["robots"],
            switch=document.slots["switch"],
            notice_bar=document.slots["notice-bar"],
            content=document.slots["content"],
        )

    def kept_whole(splicer: Splicer, output: str, source: str, place: Place) -> str | None:
        if not source.startswith("canaries/"):
            return cut(splicer, output, source, place)
        path = source.removeprefix("canaries/").removesuffix(".md")
        rendered[path] = splicer.secured(output)
        return None

    monkeypatch.setattr(HostPlugin, "on_files", with_canaries)
    monkeypatch.setattr(Splicer, "view", as_an_ordinary_page)
    monkeypatch.setattr(Splicer, "cut", kept_whole)
    site = build(project)

    kinds = {document.shell for document in documents.values()}
    assert {(lang, kind) for lang in ("vi", "en") for kind in ("release", "changelog-year")} < {
        *kinds
    }
    for path in documents:
        assert rendered[path] == (site / path).read_bytes().decode(), path


@pytest.mark.parametrize(
    "old, new, slot",
    [
        ("{{ view.robots }}", "", "robots"),
        ("{{ view.robots }}", "{{ view.robots }}{{ view.robots }}", "robots"),
        ("{{ view.lead }}", "", "lead"),
        ("{{ view.title }}", "", "title"),
    ],
)
def test_a_theme_with_a_slot_too_few_or_too_many_is_an_error_that_names_it(
    project: Project, old: str, new: str, slot: str
) -> None:
    edit_theme(project, "main.html", old, new)
    with pytest.raises(HostError, match=f"write `view.{slot}` "):
        build(project)
    assert not project.site.exists()


@pytest.mark.parametrize("name", ["about-us", "legal/about-us"])
def test_a_hand_written_page_without_a_title_is_called_like_its_file(
    project: Project, name: str
) -> None:
    project.write(f"content/pages/{name}.md", "## Team <b>\n\nText.\n\n## Address\n")

    assert project.run("check", "--now", "2026-11-23 09:00").status == 0
    assert project.run("publish", "--now", "2026-11-23 09:00").status == 0

    page = project.page(f"{name}/index.html")
    assert page.count("<h1") == 1
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == ["About us"]
    assert "<title>About us" in page


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Chào\n---\n\n\ue000switch\ue001\n",
        '---\ntitle: "\\ue000switch\\ue001"\n---\n\nChào\n',
        "# &#xE000;switch&#xE001;\n",
    ],
    ids=["text", "front matter", "entity"],
)
def test_a_hand_written_page_cannot_make_a_slot(project: Project, text: str) -> None:
    project.write("content/pages/subscribe.md", text)
    result = project.run_at("2026-11-23 09:00", "build")
    assert result.status == 1
    assert "content/pages/subscribe.md" in result.err
    assert not project.site.exists()


# What is in the site.


def test_english_pages_stand_under_en_and_point_to_themselves(project: Project) -> None:
    build(project)
    page = project.page("en/index.html")
    assert '<html lang="en"' in page
    assert '<link rel="canonical" href="https://capnhat.anviec.example/en/">' in page
    assert "Welcome." in page
    assert "Skip to content" in page
    release = project.page("en/releases/payroll-engine/index.html")
    assert 'href="../../changelog/"' in release or 'href="../../../en/changelog/"' in release
    assert 'href="../../feed.xml"' in release or 'href="../../../en/feed.xml"' in release


def test_a_text_that_one_language_lacks_is_shown_in_the_other_and_says_so(
    project: Project,
) -> None:
    build(project)
    page = project.page("en/guides/payroll-engine/index.html")
    assert '<html lang="en"' in page
    assert re.search(r'<div class="nt-written" lang="vi">\s*<h1>Hướng dẫn</h1>', page)
    assert 'src="../../../guides/payroll-engine/step.svg"' in page
    assert (project.site / "guides/payroll-engine/step.svg").is_file()
    assert (project.site / "en/subscribe/index.html").is_file()


@pytest.mark.parametrize(
    "text, titles",
    [
        ("# Tin cập nhật\n\nChào Quý khách.", ["Tin cập nhật", "Updates and maintenance"]),
        ("---\ntitle: Tin cập nhật\n---\n\nChào Quý khách.", ["Tin cập nhật", "Updates and maintenance"]),
        ("Chào Quý khách.", ["Lịch cập nhật và bảo trì", "Updates and maintenance"]),
    ],
)  # fmt: skip
def test_the_home_page_has_its_title_on_top_in_its_own_language(
    project: Project, text: str, titles: list[str]
) -> None:
    """However its writer gave it; and no other title below it."""
    project.write("content/pages/index.md", text)
    (project.root / "content/pages/index.en.md").unlink()
    build(project)

    for path, title in zip(("index.html", "en/index.html"), titles, strict=True):
        page = project.page(path)
        assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == [title]
        assert page.index("<h1") < page.index('class="nt-page nt-home"') < page.index("Chào Quý")
        assert f"<title>{title} – Anviec</title>" in page


def test_any_other_page_that_somebody_wrote_is_a_page_in_each_language(project: Project) -> None:
    project.write("content/pages/about.md", "# Về chúng tôi\n\nChào Quý khách.\n")
    project.write("content/pages/legal/terms.md", "# Điều khoản\n")
    project.write("content/pages/legal/terms.en.md", "# Terms\n")
    build(project)
    assert "Chào Quý khách." in project.page("about/index.html")
    assert re.search(r'<div class="nt-written" lang="vi">', project.page("en/about/index.html"))
    assert "Điều khoản" in project.page("legal/terms/index.html")
    assert "Terms" in project.page("en/legal/terms/index.html")
    sitemap = project.page("sitemap.xml")
    assert "https://capnhat.anviec.example/en/legal/terms/" in sitemap


def test_nothing_of_a_hidden_release_is_in_the_site(project: Project) -> None:
    build(project, HIDDEN)
    for name, data in project.bytes_of_site().items():
        for word in ("payroll-engine", "Bảng lương", "step.svg", "Hướng dẫn\n"):
            assert word not in name
            assert word.encode() not in data, name


def test_every_language_has_its_words_on_the_404_page(project: Project) -> None:
    build(project)
    page = project.page("404.html")
    assert '<section class="nt-lost" lang="vi" dir="ltr" data-home="/">' in page
    assert '<section class="nt-lost" lang="en" dir="ltr" data-home="/en/">' in page
    for way in ("/", "/changelog/", "/subscribe/", "/en/", "/en/changelog/", "/en/subscribe/"):
        assert f'<a href="{way}">' in page
    assert 'src="/assets/404.js?' in page
    assert "noindex" in page


def test_every_page_names_its_languages_feed_in_three_formats(project: Project) -> None:
    build(project)
    pattern = re.compile(r'<link rel="alternate" type="([^"]*)" title="([^"]*)" href="([^"]*)">')
    for name in project.bytes_of_site():
        if name.endswith(".html"):
            found = pattern.findall(project.page(name))
            home = "en/" if name.startswith("en/") else ""
            up = "/" if name == "404.html" else "../" * name.count("/")
            title = f"Anviec: {'updates' if home else 'thông báo cập nhật'}"
            assert found == [
                ("application/rss+xml", f"{title} (RSS)", f"{up}{home}feed.xml"),
                ("application/atom+xml", f"{title} (Atom)", f"{up}{home}atom.xml"),
                ("application/feed+json", f"{title} (JSON Feed)", f"{up}{home}feed.json"),
            ], name


def test_no_page_asks_another_host_for_anything(project: Project) -> None:
    build(project)
    fetched = re.compile(r'<(?:script|img|link|iframe|source)[^>]*(?:src|href)="(https?:)?//[^"]*"')
    for name in project.bytes_of_site():
        if name.endswith(".html"):
            found = [m[0] for m in fetched.finditer(project.page(name)) if "canonical" not in m[0]]
            assert not found, name


def test_links_between_pages_lead_to_files(project: Project) -> None:
    build(project)
    for name, data in project.bytes_of_site().items():
        if not name.endswith(".html") or name == "404.html":
            continue
        for link in re.findall(r'(?:href|src)="([^"#]+)', data.decode()):
            target = html.unescape(link).partition("?")[0]
            if re.match(r"[a-z]+:", target):
                continue
            path = (project.site / name).parent / target
            assert (path / "index.html" if target.endswith("/") else path).is_file(), (name, link)


def test_what_only_materials_search_would_need_is_not_in_the_site(project: Project) -> None:
    build(project)
    names = project.bytes_of_site().keys()
    assert [name for name in names if "lunr" in name or "workers" in name] == []
    assert sorted(name for name in names if "search" in name) == [
        "assets/search.css",
        "assets/search.js",
        "en/search.json",
        "search.json",
    ]


@pytest.mark.parametrize("plugins", ["[notices, search]", "[search, notices]"])
def test_materials_search_may_stand_beside_ours_in_either_order(
    project: Project, tmp_path: Path, plugins: str
) -> None:
    """It asks the theme for words before there is a page, and writes its own file at the end."""
    site = tmp_path / "site"
    assert project.run_at("2026-11-20 09:00", "build", "--site-dir", str(site)).status == 0
    alone = bytes_below(site)
    config = (project.root / "mkdocs.yml").read_text(encoding="utf-8")
    project.write("mkdocs.yml", config.replace("plugins:\n  - notices", f"plugins: {plugins}"))

    built = project.run_at("2026-11-20 09:00", "build", "--site-dir", str(site))

    assert built.status == 0, built.err
    files = bytes_below(site)
    index = files.pop("search/search_index.json")
    assert b"payroll" not in index
    assert files.keys() == alone.keys()
    # What a builder writes of its own files, and pages, to which MkDocs' theme adds the plugin's words.
    differ = {name for name in files if files[name] != alone[name]}
    assert not [name for name in differ if name != ".notices-site" and not name.endswith(".html")]


def test_two_builds_in_one_process_give_the_same_bytes(project: Project, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    shutil.copytree(project.root, other, symlinks=True)
    build(project)
    build(Project(other))
    first = project.bytes_of_site()
    assert first == bytes_below(other / "site")
    build(project)
    assert first == project.bytes_of_site()


def test_the_host_fills_the_staging_folder_and_touches_nothing_else(
    project: Project, tmp_path: Path
) -> None:
    before = bytes_below(project.root)

    render(project, tmp_path / "staging")

    assert (tmp_path / "staging/index.html").is_file()
    assert bytes_below(project.root) == before


# Problems and errors.


def test_the_host_returns_problems_and_mkdocs_says_nothing_of_them_itself(
    project: Project, tmp_path: Path
) -> None:
    text = "# Theo dõi\n\n<script>mine()</script>\n\n[không có](missing.md)\n"
    project.write("content/pages/subscribe.md", text)

    rendered = render(project, tmp_path / "staging")

    path = "content/pages/subscribe.md"
    assert [(each.rule, each.mark.path) for each in rendered.problems] == [
        ("content-security", path),
        ("dead-link", path),
    ]
    assert rendered.warnings == ()


def test_an_extension_of_markdown_that_fails_is_an_error_that_people_can_fix(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(self: object, parent: object, block: object) -> bool:
        raise KeyError("cell")

    monkeypatch.setattr("markdown.extensions.tables.TableProcessor.test", failing)
    with pytest.raises(HostError, match="MkDocs failed: KeyError: 'cell'"):
        build(project)


@pytest.mark.parametrize("place", ["rendering", "an event", "the theme's view"])
def test_a_bug_of_ours_is_not_taken_for_an_error_of_the_project(
    project: Project, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def broken(*args: object) -> str:
        raise KeyError("payroll")

    target = {
        "rendering": "notices.hosts.splicing.site_documents",
        "an event": "notices.hosts.splicing.Splicer.written",
        "the theme's view": "notices.hosts.view.View.link",
    }[place]
    monkeypatch.setattr(target, broken)
    if place == "the theme's view":
        # It has to be a frame of ours, as a bug in it would be.
        monkeypatch.setitem(broken.__globals__, "__name__", "notices.hosts.view")

    with pytest.raises(KeyError, match="payroll"):
        build(project)


# MkDocs' own commands.


@pytest.mark.slow
def test_mkdocs_build_refuses_with_status_1_and_leaves_the_old_site(project: Project) -> None:
    built = mkdocs(project, "build", SOURCE_DATE_EPOCH=epoch(PUBLIC))
    assert built.returncode == 0, built.stderr
    before = project.bytes_of_site()
    assert "releases/payroll-engine/index.html" in before
    project.release("broken", "category: feature\n")
    refused = mkdocs(project, "build", SOURCE_DATE_EPOCH=epoch(PUBLIC))
    assert refused.returncode == 1
    assert "content/releases/broken.yml:1:1: error[schema]" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert project.bytes_of_site() == before


@pytest.mark.slow
def test_mkdocs_build_speaks_for_source_date_epoch(project: Project) -> None:
    assert mkdocs(project, "build", SOURCE_DATE_EPOCH=epoch(HIDDEN)).returncode == 0
    assert not (project.site / "releases").exists()
    failed = mkdocs(project, "build", SOURCE_DATE_EPOCH="yesterday")
    assert failed.returncode == 1
    assert "SOURCE_DATE_EPOCH" in failed.stderr
    assert "Traceback" not in failed.stderr


@pytest.mark.slow
def test_mkdocs_build_strict_minds_no_draft(project: Project) -> None:
    """What would refuse a draft is told, and does not count as a warning."""
    project.release("payroll-engine", FEATURE + "draft: true\n")
    late = datetime(2026, 12, 3, tzinfo=UTC)
    built = mkdocs(project, "build", "--strict", SOURCE_DATE_EPOCH=epoch(late))
    assert "warning[lead-time]" in built.stderr
    assert (built.returncode, project.site.is_dir()) == (0, True), built.stderr


@pytest.mark.slow
def test_mkdocs_build_strict_does_not_show_a_site_with_warnings(project: Project) -> None:
    project.write("content/pages/subscribe.md", "# Theo dõi\n\n[không có](missing.md)\n")
    built = mkdocs(project, "build", "--strict", SOURCE_DATE_EPOCH=epoch(HIDDEN))
    assert built.returncode == 1
    assert not project.site.exists()


# The preview.


@pytest.mark.slow
def test_a_clean_preview_is_built_like_a_site_and_shown_by_the_server_alone(
    project: Project,
) -> None:
    with mkdocs_serve(project, "--clean", SOURCE_DATE_EPOCH=epoch(PUBLIC)) as url:
        page = eventually(f"{url}releases/payroll-engine/", "Bảng lương thế hệ mới")
    assert "Content-Security-Policy" in page
    assert not project.site.exists()
    assert not (project.root / ".notices").exists()


@pytest.mark.slow
def test_a_preview_may_reload_itself_and_tells_what_the_site_will_block(project: Project) -> None:
    project.write("content/pages/subscribe.md", "# Theo dõi\n\n<script>mine()</script>\n")
    with mkdocs_serve(project, SOURCE_DATE_EPOCH=epoch(PUBLIC)) as url:
        page = eventually(f"{url}subscribe/", "livereload(")
    # MkDocs' own inline script, which no hash made at build could allow.
    assert "Content-Security-Policy" not in page.partition("<aside")[0]
    assert "warning[content-security]" in page
    assert "content/pages/subscribe.md" in page


def test_a_preview_shows_what_is_hidden_and_marks_every_page(project: Project) -> None:
    render(project, project.site, HIDDEN, drafts=True)
    pages: Mapping[str, bytes] = project.bytes_of_site()
    assert "releases/payroll-engine/index.html" in pages
    for name, data in pages.items():
        if name.endswith(".html") and name != "404.html":
            assert b"noindex" in data, name
