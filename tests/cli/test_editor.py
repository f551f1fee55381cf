"""`notices editor`: what it writes, where it refuses to, and whose package it takes."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema.validators import validator_for

from notices.cli.editor.package import PACKAGE, package_files
from notices.loading import json_schema
from tests.editor_package import kept_package
from tests.project import Project, bytes_below


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "project")


@pytest.fixture(scope="module")
def package() -> Path:
    return kept_package()


@pytest.fixture(scope="module")
def form(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The form of a project with the repository's own policy."""
    folder = tmp_path_factory.mktemp("form")
    made = Project.create(folder / "project")
    answer = made.run("editor", str(folder / "form"), "--package", str(package))
    assert (answer.status, answer.out) == (0, ""), answer.err
    return folder / "form"


def configuration(form: Path, language: str = "vi") -> Any:
    return json.loads((form / f"config.{language}.json").read_bytes())


def paths(fields: Any, above: str = "") -> Iterator[str]:
    """Every field by its dotted path; of a list's items as if there were one."""
    for field in fields:
        yield f"{above}{field['name']}"
        yield from paths(field.get("fields", ()), f"{above}{field['name']}.")


def test_the_folder_holds_the_page_the_package_and_a_configuration_for_each_language(
    form: Path,
) -> None:
    files = bytes_below(form)

    ours = {name for name in files if not name.startswith("cms/")}
    assert ours == {
        ".notices-site", "config.en.json", "config.vi.json", "form.css", "form.js", "index.html",
        "languages.json",
    }  # fmt: skip
    assert b"MIT License" in files["cms/LICENSE.txt"]
    assert {"cms/npm/index.js", "cms/locales/vi.js"} <= files.keys()
    assert [name for name in files if name.endswith((".map", ".tgz", ".html.json"))] == []


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_configuration_is_valid_by_the_package_s_own_schema(
    form: Path, package: Path, language: str
) -> None:
    with tarfile.open(package) as archive:
        file = archive.extractfile("package/schema/sveltia-cms.json")
        assert file is not None
        schema = json.load(file)

    found = validator_for(schema)(schema).iter_errors(configuration(form, language))
    assert [error.message[:200] for error in found] == []


@pytest.mark.parametrize("kind, name", [("release", "releases"), ("plan", "plans")])
def test_the_form_has_every_key_of_the_schema(form: Path, kind: Any, name: str) -> None:
    """A key that is new in a file is in the form, too, with its title and its description."""
    schema = json_schema(kind, "vi")
    known = configuration(form)["collections"]
    fields = {
        field["name"]: field for each in known if each["name"] == name for field in each["fields"]
    }

    assert list(fields) == list(schema["properties"])
    for key, value in schema["properties"].items():
        assert fields[key]["label"] == value["title"]
        assert fields[key]["hint"] == f"{value['description']} `{key}`"
        assert fields[key]["required"] == (key in schema["required"])
    below = set(paths(fields.values()))
    if kind == "release":
        assert {
            "window.start", "impact.downtime", "known_issues.fixed_in", "notices.final.at",
            "exception.approved_by", "outcome.result", "body.en", "cancelled.reason.vi",
        } <= below  # fmt: skip


def test_choices_are_the_project_s_own_with_the_names_that_readers_see(form: Path) -> None:
    def choices(language: str, *path: str) -> Any:
        fields = configuration(form, language)["collections"][0]["fields"]
        field: Any = {}
        for name in path:
            field = next(each for each in fields if each["name"] == name)
            fields = field.get("fields")
        return {each["value"]: each["label"] for each in field["options"]}

    assert choices("vi", "category")["fix"] == "Bản sửa lỗi"
    assert choices("en", "category")["fix"] == "Fix"
    assert choices("vi", "impact", "systems") == {"payroll": "Tiền lương", "crm": "Khách hàng"}
    assert choices("en", "window", "approved_by").keys() == {"ceo", "marketing", "product", "care"}
    assert choices("vi", "outcome", "result")["partial"] == "Hoàn tất một phần"
    assert choices("vi", "draft") == {True: "Có", False: "Không"}


def test_a_system_with_the_id_of_a_role_lends_it_no_name(tmp_path: Path, package: Path) -> None:
    """And a notice that two categories call differently has both names."""
    project = Project.create(tmp_path / "project")
    project.write(
        "content/systems.yml",
        "systems: [{id: product, name: {vi: Sản phẩm, en: Shop}, group: {vi: A, en: A}}]\n",
    )
    assert project.run("editor", str(tmp_path / "form"), "--package", str(package)).status == 0

    fields = configuration(tmp_path / "form", "en")["collections"][0]["fields"]
    known = {field["name"]: field for field in fields}
    [systems] = [each for each in known["impact"]["fields"] if each["name"] == "systems"]
    [approved_by, *_] = known["exception"]["fields"]
    assert systems["options"] == [{"label": "Shop", "value": "product"}]
    assert {"label": "product", "value": "product"} in approved_by["options"]
    labels = {each["name"]: each["label"] for each in known["notices"]["fields"]}
    assert labels["advance"] == "Advance notice / Maintenance notice"


def test_every_choice_has_a_label_in_both_languages(form: Path) -> None:
    def labels(fields: Any) -> Iterator[str]:
        for field in fields:
            yield field["label"]
            yield from (each["label"] for each in field.get("options", ()))
            yield from labels(field.get("fields", ()))

    for language in ("vi", "en"):
        for collection in configuration(form, language)["collections"]:
            words = set(labels(collection["fields"]))
            assert not any("_" in word for word in words)
            english = {"usable", "stopped", "open", "fixed", "success", "partial", "True", "False"}
            assert not words & english


def test_times_are_written_as_entries_have_them(form: Path) -> None:
    fields = configuration(form)["collections"][0]["fields"]
    window = next(each for each in fields if each["name"] == "window")["fields"]
    exception = next(each for each in fields if each["name"] == "exception")["fields"]

    assert [each["format"] for each in window[:2]] == ["YYYY-MM-DD HH:mm"] * 2
    assert (exception[1]["name"], exception[1]["format"]) == ("on", "YYYY-MM-DD")


def test_a_project_of_one_language_has_plain_texts(tmp_path: Path, package: Path) -> None:
    project = Project(tmp_path / "one")
    options = ("--name", "A", "--url", "https://a.example/", "--languages", "en")
    assert project.run("init", str(project.root), *options).status == 0
    assert project.run("editor", str(tmp_path / "form"), "--package", str(package)).status == 0

    title = configuration(tmp_path / "form")["collections"][0]["fields"][1]
    assert (title["name"], title["widget"], title["required"]) == ("title", "string", True)


def test_no_other_host_may_be_asked(form: Path) -> None:
    page = (form / "index.html").read_text(encoding="utf-8")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))

    assert rules["default-src"] == "'none'"
    assert "http" not in policy
    assert re.fullmatch(r"'self' 'sha256-[\w+/=]+'", rules["script-src"])
    assert rules["connect-src"] == "'self' data: blob:"
    assert '<meta name="robots" content="noindex, nofollow">' in page


@pytest.mark.parametrize(
    "options, api",
    [
        (("--backend", "github", "--repo", "acme/notices"), "https://api.github.com"),
        (("--backend", "gitlab", "--repo", "acme/web/notices"), "https://gitlab.com"),
        (
            ("--backend", "gitlab", "--repo", "a/b", "--git-url", "https://git.acme.example/"),
            "https://git.acme.example",
        ),
    ],
)
def test_a_form_for_a_git_host_may_ask_that_host_alone(
    project: Project, tmp_path: Path, package: Path, options: tuple[str, ...], api: str
) -> None:
    """Each change becomes a pull request, which `check` looks at."""
    answer = project.run("editor", str(tmp_path / "form"), "--package", str(package), *options)
    assert answer.status == 0, answer.err

    known = configuration(tmp_path / "form")
    assert f"connect-src 'self' data: blob: {api};" in (tmp_path / "form/index.html").read_text()
    assert known["backend"]["repo"] == options[3]
    assert known["backend"]["api_root"].startswith(api)
    assert known["backend"]["auth_methods"] == ["token"]
    assert known["publish_mode"] == "editorial_workflow"


def test_a_project_in_a_folder_of_its_repository_has_its_files_there(
    tmp_path: Path, package: Path
) -> None:
    """The reader chooses the clone, whose name the form says."""
    subprocess.run(("git", "init", "--quiet", tmp_path / "acme web"), check=True)
    project = Project.create(tmp_path / "acme web/updates")
    assert project.run("editor", str(tmp_path / "form"), "--package", str(package)).status == 0

    known = configuration(tmp_path / "form")
    assert [each["folder"] for each in known["collections"]] == [
        f"updates/content/{name}" for name in ("releases", "plans", "pages/guides", "pages/faq")
    ]
    assert known["backend"]["repo"] == "local/acme-web"
    assert known["publish_mode"] == "simple"


@pytest.mark.parametrize(
    "options, message",
    [
        (("--backend", "github"), "--backend github needs --repo OWNER/NAME"),
        (("--backend", "gitlab", "--repo", "name"), "--backend gitlab needs --repo OWNER/NAME"),
        (("--repo", "a/b"), "--repo needs --backend github or gitlab"),
        (
            ("--backend", "github", "--repo", "a/b", "--git-url", "http://git.example/"),
            "--git-url is an address like https://git.example.com",
        ),
    ],
)
def test_options_that_make_no_form_are_wrong_usage(
    project: Project, tmp_path: Path, options: tuple[str, ...], message: str
) -> None:
    answer = project.run("editor", str(tmp_path / "form"), *options)

    assert answer.status == 2
    assert message in answer.err
    assert not (tmp_path / "form").exists()


@pytest.mark.parametrize(
    "place, why",
    [
        ("site", "the public site is there, and the form shows what is not yet public"),
        ("site/editor", "the public site is there, and the form shows what is not yet public"),
        ("content", "it would replace"),
        ("content/pages/editor", "it would replace"),
        (".git/editor", "it would replace"),
        (".notices/generations/editor", "it would replace"),
        (".", "it would replace the project"),
        ("..", "it would replace the project"),
        ("taken", "the folder is not empty, and notices did not make it"),
    ],
)
def test_it_is_never_written_where_it_does_not_belong(
    project: Project, place: str, why: str
) -> None:
    """Nothing is fetched, nothing is touched."""
    project.write("taken/letter.txt", "Dear customer")
    before = bytes_below(project.root)

    answer = project.run("editor", str(project.root / place))

    assert answer.status == 2
    assert answer.err.startswith("notices: the form cannot be in ")
    assert why in answer.err
    assert bytes_below(project.root) == before


def test_after_a_publish_the_served_site_is_refused_too(project: Project, package: Path) -> None:
    """The site is then a link into the generations, which the program itself may replace."""
    assert project.run("build").status == 0

    answer = project.run("editor", str(project.site), "--package", str(package))

    assert answer.status == 2
    assert "the public site is there" in answer.err
    assert (project.site / "index.html").is_file()


def test_it_replaces_what_it_wrote_and_nothing_else(
    project: Project, tmp_path: Path, package: Path
) -> None:
    folder = tmp_path / "form"
    command = ("editor", str(folder), "--package", str(package))
    assert project.run(*command).status == 0
    first = bytes_below(folder)
    assert project.run(*command).status == 0
    assert bytes_below(folder) == first

    (folder / "letter.txt").write_text("Dear customer")
    answer = project.run(*command)

    assert answer.status == 2
    assert "notices did not make letter.txt in it" in answer.err
    assert (folder / "letter.txt").read_text() == "Dear customer"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["form", "project"]


def test_a_write_that_fails_leaves_the_form_as_it_was(
    project: Project, tmp_path: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "form"
    command = ("editor", str(folder), "--package", str(package))
    assert project.run(*command).status == 0
    before = bytes_below(tmp_path)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("notices.cli.editor.folder.mark", full)
    assert project.run(*command).status == 1
    assert bytes_below(tmp_path) == before


def test_a_publish_never_takes_the_form_for_its_site(
    project: Project, tmp_path: Path, package: Path
) -> None:
    folder = tmp_path / "form"
    assert project.run("editor", str(folder), "--package", str(package)).status == 0
    config = (project.root / "mkdocs.yml").read_text(encoding="utf-8")
    project.write("mkdocs.yml", config.replace("site_dir: site", f"site_dir: {folder}"))

    answer = project.run("build")

    assert answer.status == 2
    assert (folder / "form.js").is_file()


def test_a_package_that_is_another_is_refused(project: Project, tmp_path: Path) -> None:
    other = tmp_path / "other.tgz"
    other.write_bytes(b"not this one")

    answer = project.run("editor", str(tmp_path / "form"), "--package", str(other))

    assert answer.status == 2
    assert f"{other} is not {PACKAGE}: its hash is another; nothing was written" in answer.err
    assert not (tmp_path / "form").exists()


def test_without_npm_it_says_how_to_bring_the_package(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    answer = project.run("editor", str(tmp_path / "form"))

    assert answer.status == 2
    assert f"the form needs the package {PACKAGE}, and npm is not installed" in answer.err
    assert f"`npm pack {PACKAGE}`" in answer.err
    assert "--package" in answer.err


def test_where_npm_fetches_nothing_it_says_the_same(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm = tmp_path / "bin/npm"
    npm.parent.mkdir()
    npm.write_text("#!/bin/sh\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{npm.parent}{os.pathsep}/bin")

    answer = project.run("--lang", "vi", "editor", str(tmp_path / "form"))

    assert answer.status == 2
    assert "npm không tải được gói này" in answer.err


def test_what_npm_fetches_is_held_against_the_same_hash(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm = tmp_path / "bin/npm"
    npm.parent.mkdir()
    npm.write_text("#!/bin/sh\necho other >sveltia-cms.tgz\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{npm.parent}{os.pathsep}/bin")

    answer = project.run("editor", str(tmp_path / "form"))

    assert answer.status == 2
    assert f"what npm fetched is not {PACKAGE}: its hash is another" in answer.err
    assert not (tmp_path / "form").exists()


def packed(names: dict[str, bytes | str]) -> bytes:
    """A package with files, and links where a text says whereto."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name, content in names.items():
            member = tarfile.TarInfo(name)
            if isinstance(content, str):
                member.type, member.linkname = tarfile.SYMTYPE, content
                archive.addfile(member)
            else:
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
    return made.getvalue()


def test_only_files_with_names_that_are_needed_are_read() -> None:
    """No path leads out of the folder, and no link leads anywhere."""
    data = packed(
        {
            "package/npm/index.js": b"1",
            "package/npm/index.js.map": b"map",
            "package/npm/../../../etc/passwd": b"bad",
            "package/npm/a/b/c.js": b"too deep",
            "/etc/cron.d/x": b"bad",
            "package/LICENSE.txt": b"MIT",
            "package/locales/vi.json": "/etc/passwd",
            "package/locales/en-US.json": b"{}",
            "package/package.json": b"{}",
        }
    )

    assert package_files(data) == {
        "npm/index.js": b"1\nexport{qR as readYaml};\n",
        "LICENSE.txt": b"MIT",
        "locales/en-US.json": b"{}",
    }
