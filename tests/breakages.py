"""Ways in which people break a project, each as a change of its files.

Belongs here: the sound project, and one function for each way to break it. Does not belong here: what
commands say of it (``test_check_and_publish``).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.project import CLONE, FEATURE, Project

BEGIN = "2026-11-27 09:00"
NOW = "2026-11-28 10:00"

PAGE = """\
# About us

[Terms](terms.md), [the update](/releases/payroll-engine/), ![logo](logo.svg)
"""
PLAN = """\
approvals: [{role: ceo, on: 2026-11-24}, {role: marketing, on: 2026-11-25}, {role: product, on: 2026-11-26}]
summary: {vi: Kế hoạch, en: The plan}
items:
  - {title: {vi: Bảng lương, en: Payroll}, category: feature, expected: 2026-12-12, release: payroll-engine}
"""
HIDDEN = FEATURE.replace("2026-12-12", "2026-12-26")


UPDATE = "{at: 2026-11-28 09:30, text: Đã sao lưu.}"


def sound(root: Path) -> Project:
    """A project of which one release is announced; nothing is wrong with it."""
    project = Project.create(root)
    project.release("payroll-engine")
    project.release("crm", HIDDEN.replace("payroll]", "crm]"))
    project.write("content/plans/2026-12.yml", PLAN)
    project.write("content/pages/index.en.md", "# News\n\nWelcome.\n")
    project.write(ABOUT, PAGE)
    project.write("content/pages/terms.md", "# Terms\n\nBe kind.\n")
    project.write("content/pages/logo.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    project.write("content/pages/guides/payroll-engine.md", "# Guide\n\nOpen it.\n")
    published = project.run("publish", "--now", BEGIN)
    assert published.status == 0, published.err
    return project


Break = Callable[[Project], object]


def edit(name: str, old: str, new: str) -> Break:
    """A change of the first ``old`` in a file; none where another change took it."""

    def change(project: Project) -> None:
        path = project.root / name
        if name.startswith("theme/"):
            own_theme(project)
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="surrogateescape")
            path.write_text(text.replace(old, new, 1), encoding="utf-8", errors="surrogateescape")

    return change


def append(name: str, text: str | bytes) -> Break:
    """More bytes at the end of a file."""
    data = text.encode() if isinstance(text, str) else text

    def change(project: Project) -> None:
        path = project.root / name
        if name.startswith("theme/"):
            own_theme(project)
        if path.is_file() or not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes((path.read_bytes() if path.is_file() else b"") + data)

    return change


def remove(name: str) -> Break:
    """A file or a folder less."""

    def change(project: Project) -> None:
        path = project.root / name
        if name.startswith("theme/"):
            own_theme(project)
        if path.is_symlink() or path.is_file():
            path.unlink()
        elif path.is_dir():
            shutil.rmtree(path)

    return change


def own_theme(project: Project) -> None:
    """Give the project a theme of its own."""
    theme = project.root / "theme"
    if theme.is_symlink():
        theme.unlink()
        shutil.copytree(CLONE / "theme", theme)


def linked(name: str) -> Break:
    """A link in the place of a file."""

    def change(project: Project) -> None:
        remove(name)(project)
        path = project.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to("/etc/hostname")

    return change


def folder(name: str) -> Break:
    """A folder in the place of a file."""

    def change(project: Project) -> None:
        remove(name)(project)
        (project.root / name).mkdir(parents=True, exist_ok=True)
        (project.root / name / "x.yml").write_text("a: b\n")

    return change


def foreign(project: Project) -> None:
    """Somebody's work where the site goes."""
    remove("site")(project)
    project.write("site/thesis.txt", "x")


def told_and_gone(project: Project) -> None:
    """An update that a publish told stands in the file no more."""
    append(ENGINE, f"updates: [{UPDATE}]\n")(project)
    project.run("publish", "--now", "2026-11-28 09:45")
    edit(ENGINE, f"updates: [{UPDATE}]\n", "")(project)


def torn(project: Project) -> None:
    """The end of the ledger is lost."""
    path = project.root / LEDGER
    if path.is_file():
        path.write_bytes(path.read_bytes()[:-10])


def misnamed(project: Project) -> None:
    """Names in braces that nothing fills."""
    own_theme(project)
    path = project.root / "theme/texts/en.yml"
    if path.is_file():
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("{", "{un", 3), encoding="utf-8")


def replaced(name: str, text: str) -> Break:
    """Another text in a file of the theme or of the project."""

    def change(project: Project) -> None:
        if name.startswith("theme/"):
            own_theme(project)
        remove(name)(project)
        project.write(name, text)

    return change


def both(*changes: Break) -> Break:
    """Several changes."""

    def change(project: Project) -> None:
        for each in changes:
            each(project)

    return change


def fonts(project: Project) -> None:
    """Fonts that are none."""
    own_theme(project)
    for path in (project.root / "theme/fonts").glob("*.ttf"):
        path.write_bytes(b"x")


def pipe(project: Project) -> None:
    """Something from which no reading ever ends."""
    (project.root / "content").mkdir(exist_ok=True)
    os.mkfifo(project.root / "content/pipe")


CONFLICT = "<<<<<<< HEAD\nsite_name: A\n=======\nsite_name: B\n>>>>>>> topic\n"
CONFIG = "mkdocs.yml"
ENGINE = "content/releases/payroll-engine.yml"
POLICY = "content/policy.yml"
LEDGER = "content/ledger.jsonl"
ABOUT = "content/pages/about.md"

BREAKAGES: dict[str, Break] = {
    # The configuration.
    "configuration: not YAML": append(CONFIG, "extra: [\n"),
    "configuration: a conflict": append(CONFIG, CONFLICT),
    "configuration: not UTF-8": append(CONFIG, b"# \xff\n"),
    "configuration: a list": edit(CONFIG, "# The", "- a\n# The"),
    "configuration: empty": replaced(CONFIG, ""),
    "configuration: missing": remove(CONFIG),
    "configuration: no site_url": edit(CONFIG, "site_url:", "# site_url:"),
    "configuration: ftp": edit(CONFIG, "site_url: https:", "site_url: ftp:"),
    "configuration: a query": edit(CONFIG, ".example/\n", ".example/?a=1\n"),
    "configuration: a fragment": edit(CONFIG, ".example/\n", ".example/#a\n"),
    "configuration: a password": edit(CONFIG, "https://", "https://a:b@"),
    "configuration: a bad port": edit(CONFIG, ".example/\n", ".example:99999/\n"),
    "configuration: a bad URL": edit(CONFIG, "https://", "https://[a"),
    "configuration: no host": edit(CONFIG, "https://capnhat.anviec.example/", "https:///a"),
    "configuration: a site_url that is no text": edit(CONFIG, "site_url: ", "site_url: [1] #"),
    "configuration: a misspelt extension": edit(CONFIG, "- admonition", "- admonitoin"),
    "configuration: an extension's unknown option": edit(CONFIG, "permalink: false", "permalnik: false"),
    "configuration: extensions in a text": edit(CONFIG, "  - admonition\n  - attr_list\n  - tables\n  - toc:\n      permalink: false", "  toc, tables"),
    "configuration: a misspelt plugin": edit(CONFIG, "- notices", "- notcies"),
    "configuration: a misspelt plugin more": edit(CONFIG, "- notices", "- notices\n  - serach"),
    "configuration: no plugins": edit(CONFIG, "plugins:\n  - notices", "plugins: []"),
    "configuration: plugins are not named": edit(CONFIG, "plugins:\n  - notices\n", ""),
    "configuration: another plugin in the place of ours": edit(CONFIG, "- notices", "- search"),
    "configuration: a plugin with pages of its own": edit(CONFIG, "- notices", "- notices\n  - blog"),
    "configuration: a search beside ours": edit(CONFIG, "- notices", "- notices\n  - search"),
    "configuration: another theme": edit(CONFIG, "name: material", "name: materail"),
    "configuration: no theme": edit(CONFIG, "theme:", "theem:"),
    "configuration: a theme without a name": edit(CONFIG, "  name: material\n", ""),
    "configuration: a misspelt custom_dir": edit(CONFIG, "name: material\n", "name: material\n  custom_dir: theme/overides\n"),
    "configuration: another docs_dir": edit(CONFIG, "content/pages", "content/page"),
    "configuration: the site in the content": edit(CONFIG, "site_dir: site", "site_dir: content/site"),
    "configuration: the site is the project": edit(CONFIG, "site_dir: site", "site_dir: ."),
    "configuration: a parent that is missing": append(CONFIG, "INHERIT: base.yml\n"),
    "configuration: a circular parent": append(CONFIG, "INHERIT: mkdocs.yml\n"),
    "configuration: a missing hook": append(CONFIG, "hooks: [hook.py]\n"),
    "configuration: a nav": append(CONFIG, "nav: [index.md, nothing.md]\n"),
    "configuration: strict": append(CONFIG, "strict: true\nnav: [index.md, nothing.md]\n"),
    "configuration: flat URLs": edit(CONFIG, "use_directory_urls: true", "use_directory_urls: false"),
    "configuration: extra_css that is no list": append(CONFIG, "extra_css: 3\n"),
    "configuration: an unknown key": append(CONFIG, "site_nmae: x\n"),
    # The theme.
    "theme: missing": remove("theme"),
    "theme: no templates": remove("theme/templates"),
    "theme: a template is missing": remove("theme/templates/release.html"),
    "theme: the parts are missing": remove("theme/templates/parts.html"),
    "theme: a broken template": edit("theme/templates/home.html", "{% ", "{% endif %}{% "),
    "theme: an undefined name": append("theme/templates/home.html", "{{ nothing.at.all }}\n"),
    "theme: a template fails": append("theme/templates/home.html", "{{ 1 / 0 }}\n"),
    "theme: a mail's template is missing": remove("theme/templates/mail.html"),
    "theme: a mail's template fails": append("theme/templates/mail-release.html", "{{ 1 / 0 }}\n"),
    "theme: a template is not UTF-8": append("theme/templates/home.html", b"\xff"),
    "theme: a broken override": append("theme/overrides/main.html", "{% if %}"),
    "theme: an override fails": append("theme/overrides/main.html", "{% block x %}{{ 1 / 0 }}{% endblock %}{{ 1/0 }}"),
    "theme: an override is not UTF-8": append("theme/overrides/main.html", b"\xff"),
    "theme: a slot is missing": edit("theme/overrides/main.html", "{{ view.robots }}", ""),
    "theme: no 404 page": remove("theme/overrides/404.html"),
    "theme: a broken 404 page": append("theme/overrides/404.html", "{% if %}"),
    "theme: embed.js is missing": remove("theme/embed.js"),
    "theme: embed.js without its place": replaced("theme/embed.js", "1"),
    "theme: no fonts": remove("theme/fonts"),
    "theme: a broken font": fonts,
    "theme: no colours": replaced("theme/overrides/assets/frame.css", ""),
    "theme: no script": remove("theme/overrides/assets/notices.js"),
    # Texts.
    "texts: a language is missing": remove("theme/texts/en.yml"),
    "texts: none": remove("theme/texts"),
    "texts: a key is missing": edit("theme/texts/en.yml", "\nnav:", "\nnva:"),
    "texts: a backslash in double quotes": append("theme/texts/en.yml", 'zzz: "C:\\temp"\n'),
    "texts: a text is empty": append("theme/texts/en.yml", "zzz: ''\n"),
    "texts: braces": append("theme/texts/en.yml", "zzz: 'a {b.c} d'\n"),
    "texts: an unknown name in braces": misnamed,
    "texts: not YAML": append("theme/texts/vi.yml", "a: [\n"),
    "texts: a conflict": append("theme/texts/vi.yml", CONFLICT),
    "texts: not UTF-8": append("theme/texts/vi.yml", b"\xff"),
    "texts: another language of the policy": edit(POLICY, "languages: [vi, en]", "languages: [vi, en, fr]"),
    "texts: no language": edit(POLICY, "languages: [vi, en]", "languages: [vi, xx]"),
    # Pages.
    "pages: no folder": remove("content/pages"),
    "pages: no home page": remove("content/pages/index.md"),
    "pages: a file in place of the folder": replaced("content/pages", "x"),
    "pages: a dead link": append(ABOUT, "\n[x](nothing.md)\n"),
    "pages: a dead image": append(ABOUT, "\n![x](nothing.png)\n"),
    "pages: a link without its page": remove("content/pages/terms.md"),
    "pages: two languages of one name": append("content/pages/about.vi.md", "# About\n"),
    "pages: a folder of its name": append("content/pages/about/index.md", "# About\n"),
    "pages: other case": append("content/pages/About.md", "# About\n"),
    "pages: a name of the site": append("content/pages/changelog.md", "# x\n"),
    "pages: a name with a dot": append("content/pages/a.b.md", "# x\n"),
    "pages: a language that is unknown": append("content/pages/about.fr.md", "# x\n"),
    "pages: spaces": append("content/pages/my page.md", "# x\n"),
    "pages: readme": append("content/pages/team/README.md", "# x\n"),
    "pages: two indexes": both(append("content/pages/team/README.md", "# x\n"), append("content/pages/team/index.md", "# x\n")),
    "pages: an index in a folder": append("content/pages/team/index.md", "# x\n"),
    "pages: a page in two ways": both(append("content/pages/team.md", "# x\n"), append("content/pages/team/index.md", "# x\n")),
    "pages: a percent sign": append("content/pages/50%.md", "# x\n"),
    "pages: underscore": append("content/pages/_shells/vi/home.md", "# x\n"),
    "pages: not UTF-8": append(ABOUT, b"\xff"),
    "pages: a slot": append(ABOUT, "\ue000switch\ue001"),
    "pages: a broken head": replaced(ABOUT, "---\ntitle: [\n---\n# x\n"),
    "pages: a title that is a list": replaced(ABOUT, "---\ntitle: [a]\n---\n# x\n"),
    "pages: a template of another": replaced(ABOUT, "---\ntemplate: nothing.html\n---\n# x\n"),
    "pages: a conflict": append(ABOUT, CONFLICT),
    "pages: a script": append(ABOUT, "\n<script>alert(1)</script>\n"),
    "pages: a stray file": append("content/pages/customers.xlsx", "x"),
    "pages: a link": linked(ABOUT),
    "pages: a guide of nobody": append("content/pages/guides/nobody.md", "# x\n"),
    "pages: a guide's stub": replaced("content/pages/guides/payroll-engine.md", ""),
    "pages: names what is hidden": append(ABOUT, "\n[x](/releases/crm/) releases/crm\n"),
    "pages: too large": append(ABOUT, "x" * 70_000),
    "pages: an unsafe drawing": append("content/pages/b.svg", "<svg><script>1</script></svg>"),
    # Policy, systems, entries, plans.
    "policy: missing": remove(POLICY),
    "policy: not YAML": append(POLICY, "a: [\n"),
    "policy: a conflict": append(POLICY, CONFLICT),
    "policy: not UTF-8": append(POLICY, b"\xff"),
    "policy: an unknown key": append(POLICY, "lanuages: [vi]\n"),
    "policy: a folder": folder(POLICY),
    "policy: a link": linked(POLICY),
    "policy: starts later": edit(POLICY, "ledger_starts: 2025-07-01", "ledger_starts: 2030-01-01"),
    "systems: missing": remove("content/systems.yml"),
    "systems: not YAML": append("content/systems.yml", "a: [\n"),
    "systems: without the one that is named": edit("content/systems.yml", "id: payroll", "id: payrol"),
    "systems: not UTF-8": append("content/systems.yml", b"\xff"),
    "release: not YAML": append(ENGINE, "a: [\n"),
    "release: an unknown key": append(ENGINE, "tittle: x\n"),
    "release: gone": remove(ENGINE),
    "release: moved too late": edit(ENGINE, "2026-12-12 20:00, end: 2026-12-12", "2026-11-28 20:00, end: 2026-11-28"),
    "release: a draft again": append(ENGINE, "draft: true\n"),
    "release: not UTF-8": append(ENGINE, b"\xff"),
    "release: a folder": folder(ENGINE),
    "release: a new one too late": append("content/releases/late.yml", FEATURE.replace("2026-12-12", "2026-11-28")),
    "release: twice": append("content/releases/2026/payroll-engine.yml", FEATURE),
    "release: yaml": append("content/releases/x.yaml", FEATURE),
    "release: bad name": append("content/releases/Öl.yml", FEATURE),
    "release: a known issue of no release": append(ENGINE, "known_issues: [{title: a, status: fixed, fixed_in: nothing}]\n"),
    "release: a cancellation ahead": append(ENGINE, "cancelled: {at: 2026-12-01 10:00, reason: a}\n"),
    "release: an update ahead of its time": append(ENGINE, f"updates: [{UPDATE.replace('11-28 09:30', '12-12 20:30')}]\n"),
    "release: an update before the announcement": append(ENGINE, f"updates: [{UPDATE.replace('11-28', '11-26')}]\n"),
    "release: an update twice": append(ENGINE, f"updates: [{UPDATE}, {UPDATE}]\n"),
    "release: too many updates": append(ENGINE, f"updates: [{', '.join([UPDATE] * 21)}]\n"),
    "release: an update of a hidden one": append("content/releases/crm.yml", f"updates: [{UPDATE}]\n"),
    "release: an update in one language": append(ENGINE, f"updates: [{UPDATE}]\n"),
    "release: an update that was told is gone": told_and_gone,
    "release: a reason without a move": edit(ENGINE, "22:00}", "22:00, moved_reason: a}"),
    "release: a move with its reason": edit(ENGINE, "2026-12-12 20:00, end: 2026-12-12 22:00}", "2026-12-19 20:00, end: 2026-12-19 22:00, moved_reason: {vi: a, en: a}}"),
    "policy: a notice with the id of an update": edit("content/policy.yml", "id: advance,", "id: update-1,"),
    "releases: missing": remove("content/releases"),
    "plan: not YAML": append("content/plans/2026-12.yml", "a: [\n"),
    "plan: an approval too late": edit("content/plans/2026-12.yml", "2026-11-26", "2026-11-28"),
    "plan: of no month": append("content/plans/soon.yml", PLAN),
    "plan: gone": remove("content/plans/2026-12.yml"),
    # What the program keeps.
    "ledger: a broken chain": edit(LEDGER, '"seq":1', '"seq":2'),
    "ledger: edited": edit(LEDGER, "on_time", "late"),
    "ledger: torn": torn,
    "published: a folder": folder("content/published/payroll-engine.yml"),
    "published: a folder before its release is announced": folder("content/published/crm.yml"),
    "ledger: not JSON": append(LEDGER, "x\n"),
    "ledger: gone": remove(LEDGER),
    "ledger: a folder": folder(LEDGER),
    "ledger: a link": linked(LEDGER),
    "copies: gone": remove("content/published"),
    "copies: edited": edit("content/published/payroll-engine.yml", "New", "Old"),
    "content: missing": remove("content"),
    "content: a socket": pipe,
    "content: an unknown folder": append("content/releses/x.yml", FEATURE),
    "site: somebody else's": foreign,
}  # fmt: skip
