"""The floor plan holds: imports point down, each library has one owner, each name one meaning."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

import notices
from tests.project import CLONE, Project

PACKAGE = Path(notices.__file__).parent
PACKAGES = {
    "domain", "rules", "loading", "rendering", "evaluation", "project", "hosts", "publishing",
    "audit", "channels", "cli",
}  # fmt: skip
# What writes pages, feeds, calendars and pictures, and the progress bar.
SLOW = (
    "babel", "feedgen", "icalendar", "jinja2", "lxml", "markdown", "material", "mkdocs", "nh3",
    "PIL", "pyromark", "rich", "rjsmin", "notices.hosts", "notices.rendering",
)  # fmt: skip


def layers() -> list[set[str]]:
    """The layers of the import contract, lowest first."""
    config = tomllib.loads((CLONE / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    contract = next(each for each in contracts if each["id"] == "layers")
    return [set(re.findall(r"\w+", layer)) for layer in reversed(contract["layers"])]


def classes() -> Iterator[str]:
    """The name of each class that a module defines at its top."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                yield node.name


def test_every_import_contract_is_kept() -> None:
    result = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()",
         "--no-cache"],
        cwd=CLONE, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert result.returncode == 0, result.stdout
    assert "0 broken" in result.stdout


def test_the_package_holds_the_eleven_packages_of_the_floor_plan_and_no_loose_module() -> None:
    entries = {path.name for path in PACKAGE.iterdir() if path.name != "__pycache__"}

    assert entries - {"__init__.py", "py.typed"} == PACKAGES
    assert all((PACKAGE / name / "__init__.py").is_file() for name in PACKAGES)


def test_the_map_names_each_package_lowest_layer_first() -> None:
    assert notices.__doc__ is not None
    listed = re.findall(r"^- ``(\w+)``", notices.__doc__, re.MULTILINE)

    expected = layers()
    by_layer = []
    for layer in expected:
        by_layer.append(set(listed[: len(layer)]))
        listed = listed[len(layer) :]
    assert (by_layer, listed) == (expected, [])


def test_the_map_imports_nothing() -> None:
    body = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8")).body

    assert [type(node) for node in body] == [ast.Expr]


def test_no_two_packages_import_each_other() -> None:
    graph = grimp.build_graph("notices", cache_dir=None)
    arrows = {
        (importer.split(".")[1], imported.split(".")[1])
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if importer != "notices" != imported
    }

    assert ("cli", "domain") in arrows
    assert {(a, b) for a, b in arrows if a != b and (b, a) in arrows} == set()


def test_no_host_is_known_to_another_or_to_what_hosts_share() -> None:
    graph = grimp.build_graph("notices", cache_dir=None)
    hosts = {path.parent.name for path in (PACKAGE / "hosts").glob("*/__init__.py")}
    arrows = {
        (importer, imported)
        for host in hosts
        for module in (f"notices.hosts.{host}", *graph.find_descendants(f"notices.hosts.{host}"))
        for importer in graph.find_modules_that_directly_import(module)
        if importer.startswith("notices.hosts.")
        for imported in [f"notices.hosts.{host}"]
    }

    assert "mkdocs" in hosts
    assert not {(a, b) for a, b in arrows if not f"{a}.".startswith(f"{b}.")}


def test_a_class_name_means_one_thing() -> None:
    assert not {name for name, number in Counter(classes()).items() if number > 1}


@pytest.mark.parametrize(
    "command",
    [
        "--version",
        "check --no-host --now 2031-01-01T00:00Z",
        "agenda --now 2031-01-01T00:00Z",
        "explain 2025-09 --now 2031-01-01T00:00Z",
        "next --now 2031-01-01T00:00Z",
        "doctor --now 2031-01-01T00:00Z http://127.0.0.1:1/",
        "schema",
    ],
)
def test_a_command_that_does_not_render_imports_no_renderer(command: str) -> None:
    code = f"""
import sys
from notices.cli import main
try:
    main({command.split()!r})
finally:
    slow = {SLOW!r}
    loaded = [m for m in sys.modules if any(f"{{m}}.".startswith(f"{{s}}.") for s in slow)]
    print("loaded:", loaded)
"""
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=CLONE, capture_output=True, text=True, check=False
    )

    assert result.stdout.splitlines()[-1:] == ["loaded: []"], result.stderr
    assert "usage" not in result.stderr.lower()
    assert "bug" not in result.stderr


def test_the_version_is_printed_without_reading_any_project() -> None:
    code = (
        "import sys\n"
        "from notices.cli import main\n"
        "try:\n    main(['--version'])\n"
        "finally:\n    print(sorted(m for m in sys.modules if m.startswith('notices')))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=CLONE, capture_output=True, text=True, check=True
    )

    assert ast.literal_eval(result.stdout.splitlines()[-1]) == [
        "notices",
        "notices.cli",
        "notices.cli.commands",
        "notices.cli.language",
        "notices.domain",
        "notices.domain.phrases",
        "notices.domain.version",
    ]


def test_a_second_build_imports_nothing_that_only_makes_what_is_kept(
    project: Project, tmp_path: Path
) -> None:
    project.release("payroll")
    cache = str(tmp_path / "cache")
    code = f"""
import sys
from notices.cli import main
try:
    main(["-f", {str(project.root / "mkdocs.yml")!r}, "build"])
finally:
    kept = ("PIL.Image", "babel", "icalendar", "importlib.metadata", "pydantic")
    print("loaded:", [name for name in kept if name in sys.modules])
"""
    answers = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "SOURCE_DATE_EPOCH": "1795870800", "XDG_CACHE_HOME": cache},
        )
        for _ in range(2)
    ]

    assert [answer.stdout.splitlines()[-1] for answer in answers] == [
        "loaded: ['PIL.Image', 'babel', 'icalendar', 'importlib.metadata', 'pydantic']",
        "loaded: ['importlib.metadata']",
    ]


@pytest.mark.parametrize("command", ["check", "next", "agenda", "explain payroll"])
def test_a_later_run_that_renders_nothing_imports_no_library_but_click(
    project: Project, tmp_path: Path, command: str
) -> None:
    """What was read before and what the host said before is kept."""
    project.release("payroll")
    project.write("content/pages/guide.md", "---\ntitle: Hướng dẫn\n---\n\n# Hướng dẫn\n")
    code = f"""
import sys
from notices.cli import main
before = {{*sys.modules}}
try:
    main(["-f", {str(project.root / "mkdocs.yml")!r}, *{command.split()!r}])
finally:
    # In the place of pydantic's search for plugins stands a module of ours.
    loaded = {{*sys.modules}} - before - {{"pydantic.plugin._loader"}}
    ours = ("notices", "click", *sys.stdlib_module_names)
    others = {{name for name in loaded if not name.startswith("_") and "." not in name}} - {{*ours}}
    slow = {{"email", "importlib.metadata", "socket", "subprocess", "tempfile"}} & {{*sys.modules}}
    print("loaded:", sorted(others | slow))
"""
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1795870800", "XDG_CACHE_HOME": str(tmp_path)}
    answers = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=env
        )
        for _ in range(2)
    ]

    assert "yaml" in answers[0].stdout.splitlines()[-1], answers[0].stderr
    assert answers[1].stdout.splitlines()[-1] == "loaded: []", answers[1].stderr


@pytest.mark.parametrize("command", ["check", "next", "build"])
def test_what_is_read_already_is_not_read_by_pydantic(
    project: Project, tmp_path: Path, command: str
) -> None:
    project.release("payroll")
    project.write("content/pages/guide.md", "---\ntitle: Hướng dẫn\n---\n\n# Hướng dẫn\n")
    code = f"""
import sys
from notices.cli import main
try:
    main(["-f", {str(project.root / "mkdocs.yml")!r}, {command!r}])
finally:
    print("loaded:", "pydantic" in sys.modules)
"""
    answers = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "SOURCE_DATE_EPOCH": "1795870800", "XDG_CACHE_HOME": str(tmp_path)},
        )
        for _ in range(2)
    ]

    assert [a.stdout.splitlines()[-1] for a in answers] == ["loaded: True", "loaded: False"]


def test_pydantic_s_search_for_plugins_is_not_imported(tmp_path: Path) -> None:
    code = """
import sys
from notices.cli import main
try:
    main(["check", "--now", "2031-01-01T00:00Z"])
finally:
    import pydantic.plugin._loader as loader
    print(type(loader).__name__, loader.get_plugins())
    from pydantic.plugin._loader import PYDANTIC_ENTRY_POINT_GROUP as group
    print(group)
"""
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=CLONE,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
    )

    assert result.stdout.splitlines()[-2:] == ["_NoPlugins ()", "pydantic"]
