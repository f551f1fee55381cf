"""The form of `notices editor` in a real browser, on a clone that the browser holds itself.

Its folder is one of the browser's own file system: what people choose in a dialog is handed to the
form without one. Everything else is as it is for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, Request, Route, expect

from notices.loading.located import read
from tests.browser.stage import serving
from tests.editor_package import kept_package
from tests.loading.test_schema import as_editors_see
from tests.project import CLONE, FEATURE, Project, bytes_below

pytestmark = pytest.mark.browser

NOW = "2026-11-25 09:00"
CLONE_IN_BROWSER = """
    window.showDirectoryPicker = async () =>
      (await navigator.storage.getDirectory()).getDirectoryHandle("clone", { create: true });
    FileSystemHandle.prototype.requestPermission = async () => "granted";
"""
WRITE = """async (files) => {
    const root = await window.showDirectoryPicker();
    for (const [path, text] of Object.entries(files)) {
      const folders = path.split("/"), name = folders.pop();
      let at = root;
      for (const each of folders) at = await at.getDirectoryHandle(each, { create: true });
      const file = await (await at.getFileHandle(name, { create: true })).createWritable();
      await file.write(text);
      await file.close();
    }
}"""
READ = """async () => {
    const files = {};
    const walk = async (folder, path) => {
      for await (const [name, each] of folder.entries()) {
        if (each.kind === "directory") await walk(each, `${path}${name}/`);
        else files[path + name] = await (await each.getFile()).text();
      }
    };
    await walk(await window.showDirectoryPicker(), "");
    return files;
}"""
WORDS = {
    "vi-VN": {
        "open": "Làm việc với kho mã nguồn cục bộ", "save": "Lưu", "category": "Tính năng mới",
        "system": "Tiền lương", "usable": "Vẫn sử dụng được", "yes": "Có",
    },
    "en-US": {
        "open": "Work with Local Repository", "save": "Save", "category": "New feature",
        "system": "Payroll", "usable": "The system can be used", "yes": "Yes",
    },
}  # fmt: skip
PLAIN = """\
# What the form does not keep is this.
category: feature
title: Bảng lương
summary: "Một câu: và một câu."
window: {start: 2026-12-12T20:00+07:00, end: 2026-12-12 24:00}
impact: {downtime: 0m, systems: [payroll]}
body: |
  Nội dung.

  - 20:00
known_issues:
  - title: Lỗi một
  - {title: {vi: Lỗi hai, en: Two}, status: open}
important: false
origin: provider
notices: {final: {at: asap}, reminder: {at: 2026-12-10 09:00}}
draft: true
"""


class Desk:
    """Somebody with a browser, the form, and a clone of a project."""

    def __init__(self, page: Page, address: str, language: str) -> None:
        self.page, self.address, self.words = page, address, WORDS[language]

    def sit_down(self, files: Mapping[str, str]) -> None:
        self.page.goto(self.address)
        self.page.evaluate(WRITE, {**files, ".git/HEAD": "ref: refs/heads/main\n"})
        self.page.get_by_role("button", name=self.words["open"]).click()
        expect(self.page.get_by_role("navigation").first).to_be_visible()

    def go(self, where: str) -> None:
        self.page.goto(f"{self.address}#/collections/{where}")

    def field(self, path: str) -> Locator:
        found = self.page.locator(f'section[data-key-path="{path}"]').first
        found.scroll_into_view_if_needed()
        return found

    def type(self, path: str, text: str) -> None:
        self.field(path).get_by_role("textbox").first.fill(text)

    def choose(self, path: str, option: str) -> None:
        self.field(path).get_by_text(option, exact=True).click()

    def at(self, path: str, time: str) -> None:
        self.field(path).locator("input").first.fill(time)

    def save(self) -> dict[str, str]:
        """Save, and the files of the clone afterwards."""
        self.page.get_by_role("button", name=self.words["save"], exact=True).click()
        expect(self.page).to_have_url(re.compile(r"#/collections/\w+$"))
        return self.files()

    def files(self) -> dict[str, str]:
        files: dict[str, str] = self.page.evaluate(READ)
        return files


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with the repository's own content."""
    made = Project.create(tmp_path_factory.mktemp("desk") / "project")
    for folder in ("releases", "plans", "pages"):
        for name, data in bytes_below(CLONE / "content" / folder).items():
            made.write(f"content/{folder}/{name}", data.decode())
    made.write("content/systems.yml", (CLONE / "content/systems.yml").read_text(encoding="utf-8"))
    return made


@pytest.fixture(scope="module")
def address(project: Project) -> Iterator[str]:
    folder = project.root.parent / "form"
    answer = project.run("editor", str(folder), "--package", str(kept_package()))
    assert answer.status == 0, answer.err
    with serving(folder) as served:
        yield served


@pytest.fixture
def desk(browser: Browser, address: str, project: Project) -> Iterator[Callable[..., Desk]]:
    """Makes desks; whatever they do, no request leaves the form's own host."""
    contexts = []
    foreign: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            foreign.append(request.url)

    def make(
        language: str = "vi-VN", more: Mapping[str, str] | None = None, zone: str = "Europe/Berlin"
    ) -> Desk:
        context = browser.new_context(
            locale=language, timezone_id=zone, viewport={"width": 1280, "height": 2400}
        )
        context.add_init_script(CLONE_IN_BROWSER)
        contexts.append(context)
        page = context.new_page()
        page.on("request", asked)
        made = Desk(page, address, language)
        made.sit_down({**content(project), **(more or {})})
        return made

    yield make
    for context in contexts:
        context.close()
    assert foreign == []


def content(project: Project) -> dict[str, str]:
    files = bytes_below(project.root / "content")
    return {f"content/{name}": data.decode() for name, data in files.items()}


def checked(project: Project, files: Mapping[str, str], folder: Path) -> Any:
    """What `check` says of a clone that looks like this."""
    copy = Project.create(folder)
    for name, text in files.items():
        if name.startswith("content/"):
            copy.write(name, text)
    return copy.check(NOW)


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    names = (before.keys() | after.keys()) - {".git/HEAD"}
    return {name for name in names if before.get(name) != after.get(name)}


@pytest.mark.parametrize("language", [*WORDS])
def test_an_entry_made_in_the_form_passes_check(
    desk: Callable[..., Desk], project: Project, tmp_path: Path, language: str
) -> None:
    """Typed by somebody in another time zone: times are those of the policy's zone."""
    at = desk(language)
    before = at.files()
    at.go("releases/new")
    at.choose("category", at.words["category"])
    at.type("title.vi", "Bảng lương đợt mới")
    at.type("title.en", "New payroll")
    at.type("summary.vi", "Tính lương nhanh hơn: rõ từng khoản.")
    at.type("summary.en", "Payroll is faster.")
    at.at("window.start", "2026-12-12T20:00")
    at.at("window.end", "2026-12-13T00:00")
    at.type("impact.downtime", "10m")
    at.choose("impact.mode", at.words["usable"])
    at.choose("impact.sign_in_again", at.words["yes"])
    at.field("impact.systems").get_by_role("combobox").click()
    at.page.get_by_role("option", name=at.words["system"]).click()
    at.field("body").get_by_role("checkbox").first.click()
    at.type("body.vi", "## Nội dung\n\n- Một: hai.\n- Ba # bốn.")
    at.type("body.en", "## What is new\n\n- One: two.")

    after = at.save()

    assert changed(before, after) == {"content/releases/bang-luong-dot-moi.yml"}
    assert as_editors_see(after["content/releases/bang-luong-dot-moi.yml"]) == {
        "category": "feature",
        "title": {"vi": "Bảng lương đợt mới", "en": "New payroll"},
        "summary": {"vi": "Tính lương nhanh hơn: rõ từng khoản.", "en": "Payroll is faster."},
        "window": {"start": "2026-12-12 20:00", "end": "2026-12-13 00:00"},
        "impact": {
            "downtime": "10m", "mode": "usable", "sign_in_again": True, "systems": ["payroll"],
        },
        "body": {
            "vi": "## Nội dung\n\n- Một: hai.\n- Ba # bốn.",
            "en": "## What is new\n\n- One: two.",
        },
    }  # fmt: skip
    answer = checked(project, after, tmp_path / "clone")
    entry = next(each for each in answer["entries"] if each["id"] == "bang-luong-dot-moi")
    assert entry["verdict"] == "ok", answer["problems"]
    start = datetime.fromisoformat(entry["start"])
    assert start == datetime.fromisoformat("2026-12-12T20:00+07:00")


def stripped(value: Any) -> Any:
    """A file's values; the program does not read the line end of a text."""
    match value:
        case dict():
            return {key: stripped(each) for key, each in value.items()}
        case list():
            return [stripped(each) for each in value]
        case str():
            return value.rstrip("\n")
    return value


def test_of_every_entry_the_form_changes_what_is_edited_and_nothing_else(
    desk: Callable[..., Desk],
) -> None:
    """Values keep their type: a time stays as it was typed, and a text its lines."""
    at = desk("vi-VN")
    before = at.files()
    entries = sorted(name for name in before if name.startswith("content/releases/"))
    for name in entries:
        at.go(f"releases/entries/{name.removeprefix('content/releases/').removesuffix('.yml')}")
        at.type("title.en", "Edited")
        at.save()
    after = at.files()

    assert changed(before, after) == set(entries)
    for name in entries:
        expected = stripped(as_editors_see(before[name]))
        expected["title"]["en"] = "Edited"
        assert stripped(as_editors_see(after[name])) == expected, name


def test_of_a_plan_too(desk: Callable[..., Desk]) -> None:
    at = desk("en-US")
    before = at.files()
    at.go("plans/entries/2026-11")
    at.type("items.0.title.en", "Edited")

    after = at.save()

    assert changed(before, after) == {"content/plans/2026-11.yml"}
    expected = stripped(as_editors_see(before["content/plans/2026-11.yml"]))
    expected["items"][0]["title"]["en"] = "Edited"
    assert stripped(as_editors_see(after["content/plans/2026-11.yml"])) == expected


def test_a_text_that_is_plain_is_shown_in_its_language_and_kept(
    desk: Callable[..., Desk], project: Project, tmp_path: Path
) -> None:
    """Also times with an offset, 24:00, false, and what has no value in the form."""
    name = "content/releases/plain.yml"
    at = desk("vi-VN", {name: PLAIN})
    at.go("releases/entries/plain")
    expect(at.field("title.vi").get_by_role("textbox")).to_have_value("Bảng lương")
    at.type("title.en", "Payroll")

    text = at.save()[name]

    expected = stripped(as_editors_see(PLAIN))
    expected["title"] = {"vi": "Bảng lương", "en": "Payroll"}
    expected["summary"] = {"vi": expected["summary"]}
    expected["body"] = {"vi": expected["body"]}
    expected["known_issues"][0]["title"] = {"vi": "Lỗi một"}
    assert stripped(as_editors_see(text)) == expected


def test_a_guide_is_written_in_both_languages_side_by_side(
    desk: Callable[..., Desk], project: Project
) -> None:
    at = desk("vi-VN")
    before = at.files()
    at.go("guides/entries/crm-pipeline")
    panes = at.page.locator('section[data-key-path="title"]')
    expect(panes).to_have_count(2)
    panes.last.get_by_role("textbox").fill("Pipelines")

    after = at.save()

    assert changed(before, after) == {"content/pages/guides/crm-pipeline.en.md"}
    english = "content/pages/guides/crm-pipeline.en.md"
    front, old = (yaml.safe_load(text[english].split("---\n")[1]) for text in (after, before))
    assert front == {**old, "title": "Pipelines"}
    assert after[english].split("---\n", 2)[2] == before[english].split("---\n", 2)[2]


def test_a_new_guide_has_a_file_for_each_language(
    desk: Callable[..., Desk], project: Project, tmp_path: Path
) -> None:
    at = desk("vi-VN")
    before = at.files()
    at.go("faq/new")
    at.page.locator("#entry-sidebar-content").get_by_role("textbox").fill("customer-portal")
    for pane, text in enumerate(("## Hỏi\n\nĐáp.", "## Question\n\nAnswer.")):
        bodies = at.page.locator('section[data-key-path="body"]')
        bodies.nth(pane).get_by_role("textbox").fill(text)

    after = at.save()

    names = {"content/pages/faq/customer-portal.md", "content/pages/faq/customer-portal.en.md"}
    assert changed(before, after) == names
    assert after["content/pages/faq/customer-portal.md"] == "## Hỏi\n\nĐáp.\n"
    assert after["content/pages/faq/customer-portal.en.md"] == "## Question\n\nAnswer.\n"


def test_a_refusal_speaks_of_fields_that_the_form_shows(
    desk: Callable[..., Desk], project: Project, tmp_path: Path
) -> None:
    """`check` names keys; the form shows the key of each field below it."""
    name = "content/releases/late.yml"
    late = FEATURE.replace("2026-12-12", "2026-12-16")
    at = desk("vi-VN", {name: late})
    problems = [
        each
        for each in checked(project, at.files(), tmp_path / "clone")["problems"]
        if each["path"] == name and each["severity"] == "error"
    ]
    document = read(name, late.encode())
    places = {place: key for key, place in (*document.keys.items(), *document.places.items())}
    named = {places[each["line"], each["column"]] for each in problems}
    help = " ".join(each["help"] for each in problems)
    assert "window.start" in named
    assert "reason" in help
    assert "approved_by" in help

    at.go("releases/entries/late")
    for path in {*named, "window.reason", "window.approved_by"}:
        expect(at.field(path).get_by_text(path, exact=True)).to_be_visible()


def test_in_a_browser_that_speaks_another_language_the_form_speaks_the_project_s(
    desk: Callable[..., Desk], browser: Browser, address: str
) -> None:
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("button", name=WORDS["vi-VN"]["open"])).to_be_visible()
    # To sign in at a git host is of no use here.
    expect(page.get_by_role("button", name="Đăng nhập bằng mã truy cập")).to_be_hidden()
    context.close()


def test_a_form_for_clones_that_is_served_elsewhere_says_where_it_works(
    browser: Browser, project: Project, address: str
) -> None:
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    form = project.root.parent / "form"

    def answer(route: Route) -> None:
        name = urlsplit(route.request.url).path.lstrip("/") or "index.html"
        route.fulfill(path=form / name)

    page.route("https://form.acme.example/**", answer)
    page.goto("https://form.acme.example/")
    expect(page.get_by_text("open it at http://localhost")).to_be_visible()
    context.close()


@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_a_form_for_a_git_host_asks_for_a_token(
    browser: Browser, project: Project, tmp_path: Path, host: str
) -> None:
    options = ("--backend", host, "--repo", "acme/updates", "--package", str(kept_package()))
    assert project.run("editor", str(tmp_path / "form"), *options).status == 0
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    with serving(tmp_path / "form") as served:
        page.goto(served)
        page.get_by_role("button", name="Đăng nhập bằng mã truy cập").click()
        expect(page.get_by_role("textbox", name="Mã truy cập cá nhân")).to_be_visible()
    context.close()
