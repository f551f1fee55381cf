"""Two hosts, one site: what MkDocs renders and what we render without it are the same bytes."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from markupsafe import escape

from notices.cli.building import render_request
from notices.domain.problem import Problem
from notices.evaluation import evaluate
from notices.hosts import Host, InvalidSetup, mkdocs, plain
from notices.project.disk import Workspace
from tests import demo
from tests.project import CLONE, FEATURE, Project, bytes_below

NOW = datetime(2026, 11, 28, 2, tzinfo=UTC)
HOSTS: dict[str, Host] = {"mkdocs": mkdocs, "plain": plain}

# Every extension that comes with Python-Markdown or with Material's dependencies.
EXTENSIONS = """
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - sane_lists
  - smarty
  - tables
  - toc: {permalink: true, toc_depth: 3}
  - pymdownx.details
  - pymdownx.keys
  - pymdownx.mark
  - pymdownx.superfences
  - pymdownx.tasklist: {custom_checkbox: true}
"""

PAGE = """\
---
title: "Über <uns> & mehr"
description: Wer wir sind.
---

# Willkommen *hier* ![Bild](bild.svg) {#oben}

Ein Satz[^1] mit [Link](team/wir.md#chef "Chef"), [Anker](#oben), <https://example.com/?a=1&b=2>,
[absolut](/x/), [außen](https://example.com/), [Post](mailto:a@b.example) und ++ctrl+f5++.
Die HTML ist "kurz".

*[HTML]: HyperText Markup Language

[^1]: Eine Fußnote.

!!! note "Hinweis"
    Eingerückt.

??? tip "Auf"
    ==Markiert==

| links | Mitte | rechts |
| :--- | :---: | ---: |
| a | b | c |

- [ ] offen
- [x] fertig

Begriff
:   Erklärung

<div class="a" markdown>
**fett** in HTML
</div>

```python title="x.py"
print("<x>")
```

## Überschrift & `Code`

![groß](bild.svg){ width=20 }
"""


@pytest.fixture
def german(tmp_path: Path) -> Project:
    """A German company below a path, with pages that use every extension."""
    project = Project.create(tmp_path / "project")
    policy = (project.root / "content/policy.yml").read_text(encoding="utf-8")
    project.write(
        "content/policy.yml", policy.replace("languages: [vi, en]", "languages: [en, vi]")
    )
    project.release("payroll-engine")
    project.release("hostile", FEATURE.replace("New payroll engine", "'A <b> & {{ 1 }}'"))
    config = (project.root / "mkdocs.yml").read_text(encoding="utf-8")
    config = config[: config.index("markdown_extensions:")] + EXTENSIONS
    config = config.replace(
        "https://capnhat.anviec.example/", "https://firma.example/neu/igkeiten/"
    )
    config = config.replace("language: vi", "language: de\n  logo: assets/logo.svg")
    config += (
        "extra_css: [own.css, 'https://cdn.example/x.css']\n"
        "extra_javascript: [own.js, mod.mjs, {path: own.js, defer: true, async: true, type: module}]\n"
        "extra: {company: Firma}\n"
    )
    project.write("mkdocs.yml", config)
    for name in ("bild.svg", "own.css", "own.js", "mod.mjs.txt", "team/bild.svg"):
        project.write(f"content/pages/{name}", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    project.write("content/pages/index.md", "Ohne Überschrift.\n\n# Später\n")
    project.write("content/pages/index.vi.md", "\ufeff# Chào\n\n[Nhóm](team/wir.md)\n")
    project.write("content/pages/ueber-uns.md", PAGE)
    project.write(
        "content/pages/team/wir.md", "# Wir `alle` & <b>mehr</b>\n\n[zurück](../ueber-uns.md)\n"
    )
    project.write("content/pages/leer.md", "---\ntitle: Leer\n---\n")
    guide = "# Anleitung\n\n![Bild](payroll-engine/a b.png) [FAQ](../faq/payroll-engine.md)\n"
    project.write("content/pages/guides/payroll-engine.md", guide)
    project.write("content/pages/guides/payroll-engine/a b.png", "png")
    project.write("content/pages/faq/payroll-engine.vi.md", "Câu hỏi\n=======\n\nTrả lời.\n")
    return project


def site(
    config: Path, host: Host, folder: Path, *, now: datetime = NOW, preview: bool = False
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """What a host makes of a project, and the problems that it found."""
    workspace = Workspace.at(config)
    evaluation = evaluate(workspace.sources(), now, drafts=preview)
    folder.mkdir(parents=True)
    request = render_request(
        workspace, workspace.configuration(), evaluation, folder, preview=preview
    )
    problems = host.render(request).problems
    return bytes_below(folder), problems


def assert_equal(
    config: Path, tmp_path: Path, *, now: datetime = NOW, preview: bool = False
) -> int:
    """Both hosts leave the same files with the same bytes, and find the same problems."""
    (ours, found), (theirs, known) = (
        site(config, HOSTS[name], tmp_path / "sites" / name, now=now, preview=preview)
        for name in ("plain", "mkdocs")
    )
    assert sorted(ours) == sorted(theirs)
    assert [path for path in ours if ours[path] != theirs[path]] == []
    assert found == known
    return len(ours)


def test_the_sites_of_the_own_content_are_equal(tmp_path: Path) -> None:
    assert assert_equal(CLONE / "mkdocs.yml", tmp_path) > 250


def test_the_sites_of_the_demo_are_equal(demo_site: Path, tmp_path: Path) -> None:
    assert assert_equal(demo_site.parent / "mkdocs.yml", tmp_path, now=demo.NOW) > 100


def test_the_sites_of_a_company_below_a_path_with_every_extension_are_equal(
    german: Project, tmp_path: Path
) -> None:
    assert assert_equal(german.root / "mkdocs.yml", tmp_path) > 60


def test_previews_with_problems_are_equal(german: Project, tmp_path: Path) -> None:
    german.release("late", FEATURE.replace("2026-12-12", "2026-11-29"))
    german.release("draft", f"{FEATURE}draft: true\n")

    assert assert_equal(german.root / "mkdocs.yml", tmp_path, preview=True) > 60


def test_previews_without_a_site_are_equal(german: Project, tmp_path: Path) -> None:
    german.write("content/policy.yml", "timezone: nowhere\n")

    assert assert_equal(german.root / "mkdocs.yml", tmp_path, preview=True) > 10


@pytest.mark.parametrize("host", HOSTS.values(), ids=HOSTS)
class TestEachHost:
    """What either host says of a page or a set-up that is wrong."""

    def test_a_link_and_an_image_that_lead_to_nothing_are_warnings_with_line_and_column(
        self, host: Host, german: Project, tmp_path: Path
    ) -> None:
        german.write(
            "content/pages/about.md",
            "---\ntitle: About\n---\n\n[We](team/wri.md) and [we](team/wir.md)\n\n"
            "Look: ![x](bidl.svg) <a href='../releases/payroll-engine/'>it</a>\n"
            "[gone](../releases/nothing/) [changes](changelog/) [here](#obne) [e](mailto:a@b.c)\n"
            "[t](tel:+4930123) [top](#top) [x](#) [chef](team/wir.md#wir-alle-mehr) "
            "[none](team/wir.md#nobody)\n\n## Oben\n",
        )

        _, problems = site(german.root / "mkdocs.yml", host, tmp_path / "site")

        path = "content/pages/about.md"
        assert [
            (str(p.mark.path), p.mark.line, p.mark.column, p.severity, p.rule, p.message, p.help)
            for p in problems
            if p.mark.path == path
        ] == [
            (path, 5, 6, "warning", "dead-link",
             "this link leads to nothing on the site: team/wri.md", "Did you mean `wir.md`?"),
            (path, 7, 12, "warning", "dead-link",
             "this image leads to nothing on the site: bidl.svg", "Did you mean `bild.svg`?"),
            (path, 8, 8, "warning", "dead-link",
             "this link leads to nothing on the site: ../releases/nothing/",
             "Name a file of `content/pages` by its path from this one, or a page of the site."),
            (path, 8, 40, "warning", "dead-link",
             "this link leads to nothing on the site: changelog/",
             "Name a file of `content/pages` by its path from this one, or a page of the site."),
            (path, 8, 59, "warning", "dead-link",
             "the page that this link leads to has no place of the name #obne",
             "Did you mean `#oben`?"),
            (path, 9, 90, "warning", "dead-link",
             "the page that this link leads to has no place of the name #nobody",
             "A heading's name is its `id` in the finished page."),
        ]  # fmt: skip

    def test_words_that_no_browser_shows_are_warnings_with_line_and_column(
        self, host: Host, german: Project, tmp_path: Path
    ) -> None:
        german.write(
            "content/pages/about.md",
            "Die `<company>` bei https://<company>.example und <Ctrl>+<F5>.\n\n"
            "<my-box>a</my-box> <svg><foreign/></svg> <kbd>F5</kbd> a<b und b>c\n\n"
            "Ein <select> und <br>\n\n    <select>\n",
        )

        _, problems = site(german.root / "mkdocs.yml", host, tmp_path / "site")

        path = "content/pages/about.md"
        unknown = "is no element of HTML, so readers do not see it"
        assert [
            (p.mark.line, p.mark.column, p.severity, p.rule, p.message, p.help)
            for p in problems
            if p.mark.path == path
        ] == [
            (line, column, "warning", "left-out", f"`<{name}>` {what}",
             f"Put it in backticks, or write `&lt;{name}>`; close it if it is markup.")
            for line, column, name, what in (
                (1, 29, "company", unknown), (1, 51, "ctrl", unknown), (1, 58, "f5", unknown),
                (5, 5, "select", "has no end, so readers do not see what follows"),
            )
        ]  # fmt: skip

    def test_a_line_that_is_taken_for_the_address_of_a_link_is_a_warning(
        self, host: Host, german: Project, tmp_path: Path
    ) -> None:
        german.write(
            "content/pages/about.md",
            "Ein [Link][ziel].\n\n[ziel]: team/wir.md\n[Hinweis]: Wartung\n\n    [code]: gezeigt\n",
        )

        _, problems = site(german.root / "mkdocs.yml", host, tmp_path / "site")

        name = "[Hinweis], and there are none, so readers do not see it"
        assert [
            (p.mark.line, p.mark.column, p.rule, p.message)
            for p in problems
            if p.mark.path == "content/pages/about.md"
        ] == [
            (4, 1, "left-out", f"this line is the address of links that are called {name}"),
        ]  # fmt: skip

    def test_markup_that_names_something_hidden_is_told_to_the_author_without_the_name(
        self, host: Host, german: Project, tmp_path: Path
    ) -> None:
        german.release("surprise-2", FEATURE + "draft: true\n")
        german.write(
            "content/pages/about.md",
            "<!-- surprise-2 -->\n\n<b data-of='surprise-2' title=\"x\">neu</b> und\n"
            '<i data-in="surprise-2">a</i>\n\n<script>f("surprise-2")</script>\n',
        )

        folder = tmp_path / "site"
        _, problems = site(german.root / "mkdocs.yml", host, folder)

        left = "names an entry that is not public, so it is left out"
        assert [
            (p.mark.line, p.mark.column, p.message)
            for p in problems
            if (p.mark.path, p.rule) == ("content/pages/about.md", "left-out")
        ] == [
            (3, 4, f"the attribute `data-of` {left}"),
            (4, 4, f"the attribute `data-in` {left}"),
            (6, 1, f"this <script> {left}"),
        ]
        assert not any(b"surprise-2" in data for data in bytes_below(folder).values())

    def test_links_to_entries_work_and_only_the_author_is_told_of_a_hidden_one(
        self, host: Host, german: Project, tmp_path: Path
    ) -> None:
        german.release("surprise-2027", f"{FEATURE}draft: true\n")
        german.release("gift", f"{FEATURE}draft: true\n")
        german.write(
            "content/pages/about.md",
            "[a](payroll-engine.md) [b](../releases/payroll-engine.vi.md#nt-impact)\n"
            "[c](/releases/payroll-engine/) [d](/vi/changelog/) [e](/neu/igkeiten/ueber-uns/)\n\n"
            "Ein [Geheimnis](releases/surprise-2027.md), ein [Geschenk](gift.md).\n",
        )

        files, problems = site(german.root / "mkdocs.yml", host, tmp_path / "site")

        path = "content/pages/about.md"
        assert [
            (p.mark.line, p.mark.column, p.severity, p.rule, p.message)
            for p in problems
            if p.mark.path == path
        ] == [
            (4, column, "warning", "hidden-link",
             "this link names an entry that is not public; readers see its words without the link")
            for column in (17, 60)
        ]  # fmt: skip
        page = files["about/index.html"].decode()
        for link in (
            "../releases/payroll-engine/", "../vi/releases/payroll-engine/#nt-impact",
            "../vi/changelog/", "/neu/igkeiten/ueber-uns/",
        ):  # fmt: skip
            assert f'href="{link}"' in page, link
        assert "Ein Geheimnis, ein Geschenk." in page
        assert not [name for name, data in files.items() if b"surprise" in data or b"gift" in data]

    def test_an_unknown_extension_is_an_error_at_its_line_of_the_configuration(
        self, host: Host, german: Project, tmp_path: Path
    ) -> None:
        config = (german.root / "mkdocs.yml").read_text(encoding="utf-8")
        german.write("mkdocs.yml", config.replace("  - admonition\n", "  - admonitoin\n"))

        with pytest.raises(InvalidSetup) as refused:
            site(german.root / "mkdocs.yml", host, tmp_path / "site")

        (problem,) = refused.value.problems
        line = config[: config.index("admonition")].count("\n") + 1
        assert (problem.mark.path, problem.mark.line, problem.mark.column) == (
            "mkdocs.yml", line, 5,
        )  # fmt: skip
        assert problem.message == "there is no Markdown extension `admonitoin`"
        assert problem.help == "Did you mean `admonition`?"

    def test_another_theme_is_an_error_at_its_line(
        self, host: Host, german: Project, tmp_path: Path
    ) -> None:
        config = (german.root / "mkdocs.yml").read_text(encoding="utf-8")
        german.write("mkdocs.yml", config.replace("name: material", "name: readthedocs"))

        with pytest.raises(
            InvalidSetup, match=r"mkdocs\.yml:\d+:1: theme\.name has to be material"
        ):
            site(german.root / "mkdocs.yml", host, tmp_path / "site")


def test_the_build_without_mkdocs_imports_neither_mkdocs_nor_materials_python(
    german: Project, tmp_path: Path
) -> None:
    code = (
        "import sys\n"
        "from notices.cli import main\n"
        f"main(['-f', {str(german.root / 'mkdocs.yml')!r}, 'build', '--site-dir',"
        f" {str(tmp_path / 'out')!r}, '--now', '2026-11-28 09:00'], standalone_mode=False)\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('mkdocs', 'material')])\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )

    assert result.stdout.splitlines()[-1:] == ["[]"], result.stderr


@pytest.mark.parametrize(
    "addition, named",
    [
        ("hooks: [hook.py]\n", ("hooks",)),
        ("nav: [index.md]\n", ("nav",)),
        ("use_directory_urls: false\n", ("use_directory_urls: false",)),
        ("extra:\n  x: !!python/name:os.getcwd\n", ("a value that names a Python object",)),
        ("plugins: [notices, search]\n", ("plugins: search",)),
        ("", ()),
    ],
)
def test_what_only_mkdocs_can_do_is_named(
    tmp_path: Path, addition: str, named: tuple[str, ...]
) -> None:
    project = Project.create(tmp_path / "project")
    config = (project.root / "mkdocs.yml").read_text(encoding="utf-8")
    key = addition.partition(":")[0]
    lines = config.splitlines(keepends=True)
    if key == "plugins":
        config = config.replace("plugins:\n  - notices\n", "")
    else:
        config = "".join(line for line in lines if not key or not line.startswith(f"{key}:"))
    project.write("mkdocs.yml", config + addition)

    assert plain.unsupported(Workspace.at(project.root / "mkdocs.yml").configuration()) == named


@pytest.mark.parametrize("host", HOSTS)
def test_an_address_in_the_configuration_is_text_whatever_it_holds(
    project: Project, tmp_path: Path, host: str
) -> None:
    """Someone who may change no template may still change `mkdocs.yml`; a page shows what it says."""
    config = (project.root / "mkdocs.yml").read_text(encoding="utf-8")
    addresses = {name: f'{name}"><script>{name}</script>' for name in ("logo", "icon", "css", "js")}
    config = re.sub("favicon: .*", f"favicon: '{addresses['icon']}'", config)
    config = config.replace("language: vi", f"language: vi\n  logo: '{addresses['logo']}'")
    lists = f"extra_css: ['{addresses['css']}']\nextra_javascript: ['{addresses['js']}']\n"
    project.write("mkdocs.yml", config + lists)

    pages, _ = site(project.root / "mkdocs.yml", HOSTS[host], tmp_path / "site")

    html = pages["index.html"].decode()
    for name, address in addresses.items():
        assert f"<script>{name}" not in html
        assert f'="{escape(address)}"' in html
