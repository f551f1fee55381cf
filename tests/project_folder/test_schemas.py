"""The schemas that editors read: where they are, when they are written, what they know."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from notices.project.disk import Workspace
from notices.project.schemas import modeline, write_schemas
from notices.rules.rule import Rule
from tests.loading.test_schema import as_editors_see
from tests.project import CLONE, FEATURE, Project
from tests.rules.test_registry import RUN, files_of

KINDS = ("channels", "holidays", "plan", "policy", "release", "systems")
POLICY, SYSTEMS = "content/policy.yml", "content/systems.yml"


def validator(project: Project, kind: str) -> Draft202012Validator:
    schema = json.loads((project.root / f".notices/schemas/{kind}.json").read_bytes())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with the repository's own policy and systems, and its schemas."""
    made = Project.create(tmp_path)
    made.write(SYSTEMS, (CLONE / SYSTEMS).read_text(encoding="utf-8"))
    write_schemas(Workspace.at(tmp_path / "mkdocs.yml"))
    return made


def faults(checked: Draft202012Validator, text: str) -> list[str]:
    return [error.json_path for error in checked.iter_errors(as_editors_see(text))]


def test_every_file_of_the_repository_fits(project: Project) -> None:
    files = {
        "release": sorted((CLONE / "content/releases").rglob("*.yml")),
        "plan": sorted((CLONE / "content/plans").rglob("*.yml")),
        "policy": [CLONE / POLICY],
        "systems": [CLONE / SYSTEMS],
    }
    for kind, paths in files.items():
        checked = validator(project, kind)
        assert paths
        for path in paths:
            assert faults(checked, path.read_text(encoding="utf-8")) == [], path


def test_every_entry_of_the_demo_fits_but_the_one_that_shows_a_misspelt_key(tmp_path: Path) -> None:
    project = Project(tmp_path / "demo")
    assert Project(CLONE).run("demo", str(project.root)).status == 0
    assert project.run("schema", "--write").status == 0

    for kind in ("release", "plan"):
        paths = sorted((project.root / f"content/{kind}s").rglob("*.yml"))
        checked = validator(project, kind)
        assert paths
        for path in paths:
            expected = ["$", "$"] if path.name == "kpi-board.yml" else []
            assert faults(checked, path.read_text(encoding="utf-8")) == expected, path


@pytest.mark.parametrize(
    "old, new, where",
    [
        ("category: feature", "category: featrue", "$.category"),
        ("[payroll]", "[payrol]", "$.impact.systems[0]"),
        ("mode: usable", "mode: stop", "$.impact.mode"),
        ("vi: Bảng", "vn: Bảng", "$.title"),
        ("2026-12-12 22:00", "22:00", "$.window.end"),
        ("2026-12-12 20:00", "2026-12-11 20:00, approved_by: boss", "$.window.approved_by"),
        ("category: feature\n", "category: feature\nnotices: {last: {at: asap}}\n", "$.notices"),
        ("category: feature\n", "category: feature\ndraught: true\n", "$"),
        ("category: feature\n", "category: feature\noutcome: {result: done}\n", "$.outcome"),
    ],
)
def test_what_the_program_refuses_the_editor_underlines(
    project: Project, old: str, new: str, where: str
) -> None:
    text = FEATURE.replace(old, new, 1)
    assert text != FEATURE
    assert faults(validator(project, "release"), FEATURE) == []
    assert where in faults(validator(project, "release"), text)

    project.release("payroll", text)
    assert project.run("check", "--no-host").status == 1


def test_a_check_writes_them_in_the_language_of_messages_and_only_when_they_change(
    project: Project,
) -> None:
    folder = project.root / ".notices/schemas"
    assert sorted(path.name for path in folder.iterdir()) == [f"{kind}.json" for kind in KINDS]
    ages = {path: path.stat().st_ino for path in folder.iterdir()}

    project.run("check", "--no-host")
    assert {path: path.stat().st_ino for path in folder.iterdir()} == ages

    project.run("--lang", "vi", "check", "--no-host")
    assert title(project) == "Loại cập nhật"
    assert "crm" in systems(project)
    project.write(SYSTEMS, "systems: []\n")
    project.run("--lang", "vi", "check", "--no-host")
    assert systems(project) == []


def title(project: Project) -> Any:
    return read(project)["properties"]["category"]["title"]


def systems(project: Project) -> Any:
    items = read(project)["$defs"]["ImpactKeys"]["properties"]["systems"]["items"]
    return items.get("enum", [])


def read(project: Project) -> Any:
    return json.loads((project.root / ".notices/schemas/release.json").read_bytes())


def test_a_policy_that_cannot_be_read_has_no_names(project: Project) -> None:
    project.write(POLICY, "categories: [")

    assert project.run("schema", "--write").status == 0
    assert "enum" not in read(project)["properties"]["category"]


def test_a_check_of_a_folder_that_cannot_be_written_to_is_the_same(project: Project) -> None:
    """A file stands where the folder would be."""
    before = project.run("check", "--no-host").out
    for path in (project.root / ".notices/schemas").iterdir():
        path.unlink()
    (project.root / ".notices/schemas").rmdir()
    project.write(".notices/schemas", "")

    assert project.run("check", "--no-host").out == before


@pytest.mark.parametrize(
    "path, line",
    [
        ("content/releases/a.yml", "../../.notices/schemas/release.json"),
        ("content/releases/2026/12/a.yml", "../../../../.notices/schemas/release.json"),
        ("content/plans/2026-12.yml", "../../.notices/schemas/plan.json"),
        (POLICY, "../.notices/schemas/policy.json"),
        (SYSTEMS, "../.notices/schemas/systems.json"),
        ("content/holidays.yml", "../.notices/schemas/holidays.json"),
        ("content/channels.yml", "../.notices/schemas/channels.json"),
    ],
)
def test_an_entry_names_its_schema_by_a_path_from_where_it_stands(path: str, line: str) -> None:
    assert modeline(path) == f"# yaml-language-server: $schema={line}\n"


def test_the_schema_command_knows_the_project_it_is_in(project: Project, tmp_path: Path) -> None:
    inside = project.run("--lang", "vi", "schema", "release").json()
    outside = Project(tmp_path / "elsewhere").run("schema", "release").json()

    assert inside["properties"]["category"]["enum"] == ["feature", "fix", "server"]
    assert inside["properties"]["category"]["title"] == "Loại cập nhật"
    assert "enum" not in outside["properties"]["category"]
    assert outside["properties"]["category"]["title"] == "Category"


def test_a_new_project_has_its_schemas_and_its_files_name_them(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    made = Project(folder).run(
        "init", str(folder), "--name", "A", "--url", "https://a.example/", "--languages", "en"
    )

    assert made.status == 0, made.err
    for kind in ("policy", "systems"):
        first = (folder / f"content/{kind}.yml").read_text(encoding="utf-8").splitlines()[0]
        named = first.removeprefix("# yaml-language-server: $schema=")
        assert (folder / "content" / named).resolve() == folder / f".notices/schemas/{kind}.json"
        assert (folder / "content" / named).is_file()


@pytest.mark.parametrize("rule", RUN, ids=lambda rule: rule.id)
def test_the_passing_example_of_every_rule_fits(rule: Rule, tmp_path: Path) -> None:
    """What the manual tells people to write, no editor underlines."""
    project = Project.create(tmp_path)
    files = files_of(rule.passes)
    for name in (POLICY, SYSTEMS):
        project.write(name, files[name].decode())
    write_schemas(Workspace.at(tmp_path / "mkdocs.yml"))

    for name, data in files.items():
        kind = next(
            (each for each in ("release", "plan") if name.startswith(f"content/{each}s/")), ""
        )
        if kind and name.endswith(".yml"):
            assert faults(validator(project, kind), data.decode()) == [], name
