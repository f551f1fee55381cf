"""`notices check` tells what keeps the host from rendering the site, or spoils it; it asks once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from notices.hosts import Rendered, RenderRequest, plain
from tests.breakages import BREAKAGES
from tests.project import CLONE, FEATURE, Answer, Project

NOW = "2026-11-28 10:00"
KEPT = ".notices/cache/check.json"


@pytest.fixture
def project(project: Project) -> Project:
    return with_pages(project)


def with_pages(project: Project) -> Project:
    project.release("payroll-engine")
    project.write("content/pages/about.md", "# About\n\n[Terms](terms.md)\n")
    project.write("content/pages/terms.md", "# Terms\n\nBe kind.\n")
    return project


@pytest.fixture
def renders(monkeypatch: pytest.MonkeyPatch) -> list[RenderRequest]:
    """What the host was asked for."""
    asked: list[RenderRequest] = []
    render = plain.render

    def counted(request: RenderRequest) -> Rendered:
        asked.append(request)
        return render(request)

    monkeypatch.setattr(plain, "render", counted)
    return asked


def found(project: Project) -> list[tuple[str, str, str]]:
    """Place, severity and rule of each problem that is not about an entry, and the message."""
    problems = project.run("check", "--format", "json", "--now", NOW).json()["problems"]
    return [
        (
            f"{p['path']}:{p['line']}:{p['column']}: {p['severity']}[{p['rule']}]",
            p["message"],
            p["help"],
        )
        for p in problems
        if not p["path"].startswith(("content/releases", "content/plans"))
    ]


ADDRESS = "Write where the site stands, such as `site_url: https://updates.example.com/`."
# END is the line behind the last one of the file, to which the breakage adds something.
MISSING = "plugins does not name `notices`, so MkDocs would show pages that are not due"
PLUGINS = "Write `plugins: [notices]`, with the other plugins behind it."
TOLD: dict[str, tuple[int, str, str, str]] = {
    "configuration: no site_url": (
        2, "mkdocs.yml:1:1: error[configuration]", "site_url is missing; feeds need absolute URLs",
        ADDRESS,
    ),
    "configuration: ftp": (
        2, "mkdocs.yml:3:1: error[configuration]",
        "site_url has to begin with https:// or http://, not ftp://capnhat.anviec.example/", ADDRESS,
    ),
    "configuration: a password": (
        2, "mkdocs.yml:3:1: error[configuration]",
        "site_url has a user name or a password, which every reader of the site would see", ADDRESS,
    ),
    "configuration: a list": (
        2, "mkdocs.yml:3:1: error[configuration]",
        "invalid YAML: expected <block end>, but found '?'", "",
    ),
    "configuration: another docs_dir": (
        2, "mkdocs.yml:7:1: error[configuration]", "docs_dir has to be content/pages",
        "Write `docs_dir: content/pages`.",
    ),
    "configuration: a misspelt plugin": (
        2, "mkdocs.yml:23:5: error[configuration]", "there is no plugin `notcies`",
        "Did you mean `notices`?",
    ),
    "configuration: no plugins": (
        2, "mkdocs.yml:22:1: error[configuration]", MISSING, PLUGINS,
    ),
    "configuration: plugins are not named": (
        2, "mkdocs.yml:1:1: error[configuration]", MISSING, PLUGINS,
    ),
    "configuration: another plugin in the place of ours": (
        2, "mkdocs.yml:22:1: error[configuration]", MISSING, PLUGINS,
    ),
    "configuration: a plugin with pages of its own": (
        1, "mkdocs.yml:22:1: error[configuration]",
        "the plugin `blog` adds pages that are not a part of this site",
        "Remove it; only plugins that leave the list of pages as it is can be used.",
    ),
    "configuration: a misspelt extension": (
        2, "mkdocs.yml:27:5: error[configuration]", "there is no Markdown extension `admonitoin`",
        "Did you mean `admonition`?",
    ),
    "configuration: another theme": (
        2, "mkdocs.yml:11:1: error[configuration]", "theme.name has to be material, not materail",
        "Write `name: material` below `theme`.",
    ),
    "configuration: an extension's unknown option": (
        1, "content/pages/index.md:1:1: error[host]", "Markdown failed: KeyError: 'permalnik'",
        "Look at the options of `markdown_extensions` in the configuration, and at this page.",
    ),
    "theme: a broken template": (
        2, "theme/templates/home.html:1:1: error[theme]", "Encountered unknown tag 'endif'.", "",
    ),
    "theme: a template fails": (
        2, "theme/templates/home.html:END:1: error[theme]", "ZeroDivisionError: division by zero", "",
    ),
    "theme: a mail's template fails": (
        2, "theme/templates/mail-release.html:END:1: error[theme]",
        "ZeroDivisionError: division by zero", "",
    ),
    "theme: a broken override": (
        1, "theme/overrides/main.html:END:1: error[theme]",
        "Expected an expression, got 'end of statement block'", "",
    ),
    "theme: a slot is missing": (
        1, "theme/overrides/main.html:1:1: error[theme]",
(
            "content/pages/index.md: the templates in theme/overrides write `view.robots` 0 times, "
            "not once; compare them with those of the program"
        ),
        "",
    ),
    "theme: a template is not UTF-8": (
        2, "theme/templates/home.html:END:1: error[theme]", "the file is not UTF-8",
        "Save the file as UTF-8.",
    ),
    "theme: a broken font": (
        2, "theme/fonts/be-vietnam-pro-600.ttf:1:1: error[theme]", "the font cannot be read", "",
    ),
    "configuration: a misspelt custom_dir": (
        2, "mkdocs.yml:13:3: error[configuration]",
        "theme.custom_dir names theme/overides, which is not a folder", "",
    ),
    "texts: a text is empty": (
        2, "theme/texts/en.yml:END:1: error[schema]", "zzz is empty", "Write some text.",
    ),
    "pages: a dead link": (
        0, "content/pages/about.md:5:5: warning[dead-link]",
        "this link leads to nothing on the site: nothing.md",
        "Name a file of `content/pages` by its path from this one, or a page of the site.",
    ),
    "pages: a script": (
        0, "content/pages/about.md:1:1: warning[content-security]",
        "no browser will run or show this on the page: a <script> with its text inside",
        (
            "Pages are served with a strict Content-Security-Policy; put scripts, styles and images "
            "in files of their own in `content/pages`."
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_what_stops_or_spoils_a_publish_is_told_where_it_is_with_what_to_do(
    project: Project, name: str
) -> None:
    BREAKAGES[name](project)
    status, place, message, help = TOLD[name]
    file = CLONE / place.partition(":")[0]
    if "END" in place:
        place = place.replace("END", str(file.read_bytes().count(b"\n") + 1))

    assert found(project) == [(place, message, help)]
    check = project.run("check", "--now", NOW)
    assert check.status == status
    assert f"{place} {message}\n" in check.out
    assert f"    help: {help}\n" in check.out or not help
    assert project.run("publish", "--now", NOW).status == status


def test_several_of_them_are_told_at_once_beside_what_entries_have(project: Project) -> None:
    project.write("content/releases/late.yaml", "a")
    for name in ("configuration: a misspelt plugin", "configuration: a misspelt extension"):
        BREAKAGES[name](project)

    result = project.run("check", "--format", "github", "--now", NOW)

    assert result.status == 2
    places = [line.split(" ", 1)[1].split(",title")[0] for line in result.out.splitlines()]
    assert places == [
        "file=content/plans/2026-12.yml,line=1,col=1",
        "file=content/releases/late.yaml,line=1,col=1",
        "file=content/releases/payroll-engine.yml,line=4,col=17",
        "file=mkdocs.yml,line=23,col=5",
        "file=mkdocs.yml,line=27,col=5",
    ]


def test_where_nothing_can_be_published_the_configuration_is_looked_at_all_the_same(
    project: Project,
) -> None:
    project.write("content/policy.yml", "timezone: nowhere\n")
    BREAKAGES["configuration: a misspelt plugin"](project)

    result = project.run("check", "--now", NOW)

    assert result.status == 1
    assert "mkdocs.yml:23:5: error[configuration] there is no plugin `notcies`" in result.out
    assert project.run("publish", "--now", NOW).status == 1


def test_without_the_host_only_what_needs_none_is_told(
    project: Project, renders: list[RenderRequest]
) -> None:
    BREAKAGES["pages: a dead link"](project)
    assert "dead-link" not in project.run("check", "--no-host", "--now", NOW).out
    assert renders == []
    assert not (project.root / ".notices/cache").exists()

    BREAKAGES["configuration: ftp"](project)
    result = project.run("check", "--no-host", "--now", NOW)
    assert (result.status, "error[configuration]" in result.out) == (2, True)


# What is kept.


def test_the_host_is_asked_once_for_the_same_pages_theme_and_public_entries(
    project: Project, renders: list[RenderRequest]
) -> None:
    BREAKAGES["pages: a dead link"](project)
    first = project.run("check", "--now", NOW)

    assert project.run("check", "--now", NOW) == first
    assert len(renders) == 1


def test_a_text_of_a_hidden_entry_is_on_no_page_so_the_host_is_not_asked_again(
    project: Project, renders: list[RenderRequest]
) -> None:
    later = FEATURE.replace("2026-12-12", "2027-01-09")
    project.release("later", later)
    project.run("check", "--now", NOW)

    project.release("later", later.replace("faster", "better"))
    project.run("check", "--now", NOW)

    assert len(renders) == 1


@pytest.mark.parametrize(
    "change",
    ["pages: a dead link", "pages: a link without its page", "theme: a slot is missing",
     "theme: no script", "configuration: an unknown key", "texts: a key is missing"],
)  # fmt: skip
def test_the_host_is_asked_again_when_what_it_reads_has_changed(
    project: Project, change: str
) -> None:
    project.run("check", "--now", NOW)
    kept = json.loads((project.root / KEPT).read_bytes())

    BREAKAGES[change](project)
    project.run("check", "--now", NOW)

    assert json.loads((project.root / KEPT).read_bytes())["question"] != kept["question"]


def _rewritten(project: Project, **values: Any) -> None:
    path = project.root / KEPT
    path.write_text(json.dumps(json.loads(path.read_bytes()) | values), encoding="utf-8")


def _first(project: Project, **values: Any) -> None:
    problems = json.loads((project.root / KEPT).read_bytes())["problems"]
    _rewritten(project, problems=[problems[0] | values, *problems[1:]])


DAMAGE: dict[str, Callable[[Project], object]] = {
    "cut off": lambda p: (p.root / KEPT).write_bytes((p.root / KEPT).read_bytes()[:-5]),
    "empty": lambda p: (p.root / KEPT).write_bytes(b""),
    "not UTF-8": lambda p: (p.root / KEPT).write_bytes(b"\xff"),
    "a list": lambda p: (p.root / KEPT).write_text("[]"),
    "deep": lambda p: (p.root / KEPT).write_text("[" * 100_000),
    "of another question": lambda p: _rewritten(p, question="0" * 64, problems=[]),
    "with another key": lambda p: _rewritten(p, problems=[], more=1),
    "problems that are none": lambda p: _rewritten(p, problems={}),
    "a problem that is none": lambda p: _rewritten(p, problems=["x"]),
    "a status that is none": lambda p: _rewritten(p, unusable="no"),
    "an unknown rule": lambda p: _first(p, rule="made-up"),
    "an unknown severity": lambda p: _first(p, severity="note"),
    "a line that is no number": lambda p: _first(p, line="1"),
    "a line before the first": lambda p: _first(p, line=0),
    "a message that is no text": lambda p: _first(p, message=None),
    "a message without its template": lambda p: _first(p, message="nothing"),
    "a template without its values": lambda p: _first(
        p, message={"text": "a", "template": "{link}", "values": {}}
    ),
    "a value that is none": lambda p: _first(
        p, message={"text": "a", "template": "{link}", "values": {"link": None}}
    ),
    "removed": lambda p: (p.root / KEPT).unlink(),
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Answer, bytes]:
    """A project with a dead link, what `check` says of it, and what it keeps of that."""
    project = with_pages(Project.create(tmp_path_factory.mktemp("checked") / "project"))
    BREAKAGES["pages: a dead link"](project)
    return project, project.run("check", "--now", NOW), (project.root / KEPT).read_bytes()


@pytest.mark.parametrize("name", DAMAGE)
def test_what_is_kept_is_not_believed_when_it_is_damaged(
    checked: tuple[Project, Answer, bytes], renders: list[RenderRequest], name: str
) -> None:
    project, first, kept = checked
    (project.root / KEPT).write_bytes(kept)
    assert project.run("check", "--now", NOW) == first
    assert len(renders) == 0
    DAMAGE[name](project)

    assert project.run("check", "--now", NOW) == first
    assert len(renders) == 1
    assert project.run("check", "--now", NOW) == first
    assert len(renders) == 1


def test_what_is_kept_is_said_in_the_language_that_is_asked_for(
    project: Project, renders: list[RenderRequest]
) -> None:
    """The host is asked once, whatever the languages of those who check."""
    BREAKAGES["pages: a dead link"](project)
    english = project.run("--lang", "en", "check", "--now", NOW).out
    vietnamese = project.run("--lang", "vi", "check", "--now", NOW).out

    assert "[dead-link] this link leads to nothing on the site: nothing.md" in english
    assert "[dead-link] liên kết này không dẫn đến đâu trên trang web: nothing.md" in vietnamese
    assert project.run("--lang", "en", "check", "--now", NOW).out == english
    assert len(renders) == 1


def test_a_place_that_cannot_be_written_does_not_stop_a_check(
    project: Project, renders: list[RenderRequest]
) -> None:
    (project.root / ".notices").write_text("a file")
    BREAKAGES["pages: a dead link"](project)

    for _ in range(2):
        assert "warning[dead-link]" in project.run("check", "--now", NOW).out
    assert len(renders) == 2


def test_nothing_else_is_left_behind(project: Project) -> None:
    before = sorted(project.root.rglob("*"))
    project.run("check", "--now", NOW)

    cache = Path(project.root / KEPT)
    schemas = project.root / ".notices/schemas"
    kinds = ("channels", "holidays", "plan", "policy", "release", "systems")
    assert sorted({*project.root.rglob("*")} - {*before}) == sorted(
        [
            *(cache, cache.parent, cache.parent.parent, schemas),
            *(schemas / f"{kind}.json" for kind in kinds),
        ]
    )


# Where MkDocs renders the site.


@pytest.fixture
def by_mkdocs(project: Project) -> Project:
    config = (project.root / "mkdocs.yml").read_text(encoding="utf-8")
    project.write("mkdocs.yml", f"{config}nav: [index.md]\n")
    return project


@pytest.mark.parametrize(
    "name",
    ["texts: a text is empty", "theme: a template fails", "theme: a broken override",
     "theme: a slot is missing", "pages: a dead link"],
)  # fmt: skip
def test_mkdocs_is_asked_where_it_renders_the_site_and_the_same_is_told(
    by_mkdocs: Project, name: str
) -> None:
    BREAKAGES[name](by_mkdocs)
    status, place, message, help = TOLD[name]
    lines = (CLONE / place.partition(":")[0]).read_bytes().count(b"\n") if "END" in place else 0

    check = by_mkdocs.run("check", "--now", NOW)

    assert found(by_mkdocs) == [(place.replace("END", str(lines + 1)), message, help)]
    assert (check.status, check.err.count("\n")) == (status, 2)
    assert by_mkdocs.run("publish", "--now", NOW).status == status


def test_under_strict_of_mkdocs_each_warning_is_named_as_the_error_that_it_is(
    by_mkdocs: Project,
) -> None:
    config = (by_mkdocs.root / "mkdocs.yml").read_text(encoding="utf-8")
    by_mkdocs.write("mkdocs.yml", f"{config}strict: true\n")
    BREAKAGES["pages: a dead link"](by_mkdocs)

    check = by_mkdocs.run("check", "--now", NOW)

    assert check.status == 1
    assert "content/pages/about.md:5:5: error[dead-link]" in check.out
    assert "mkdocs.yml:1:1: error[host] strict: there were warnings" in check.out
    assert by_mkdocs.run("publish", "--now", NOW).status == 1


def test_what_mkdocs_refuses_of_the_configuration_is_told_at_its_key(by_mkdocs: Project) -> None:
    BREAKAGES["configuration: a missing hook"](by_mkdocs)

    check = by_mkdocs.run("check", "--now", NOW)

    line = (by_mkdocs.root / "mkdocs.yml").read_bytes().count(b"\n")
    assert check.status == 2
    assert f"mkdocs.yml:{line}:1: error[configuration] The path '" in check.out
