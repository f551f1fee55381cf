"""The company's `theme/` lies over the one that comes with the program, file by file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project import CLONE, Project

NOW = "2026-12-01 09:00"
HOSTS = ("plain", "mkdocs")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project without any theme of its own."""
    project = Project.create(tmp_path / "project")
    (project.root / "theme").unlink()
    project.release("payroll-engine")
    return project


def built(project: Project, host: str = "plain") -> dict[str, bytes]:
    answer = project.run_at(NOW, "build", "--host", host)
    assert answer.status == 0, answer.err
    return project.bytes_of_site()


def with_clone_as_theme(root: Path) -> Project:
    project = Project.create(root)
    project.release("payroll-engine")
    return project


@pytest.mark.parametrize("host", HOSTS)
def test_a_project_without_a_theme_looks_as_the_program_does(
    project: Project, tmp_path: Path, host: str
) -> None:
    whole = with_clone_as_theme(tmp_path / "whole")

    assert built(project, host) == built(whole, host)


@pytest.mark.parametrize("host", HOSTS)
def test_one_asset_of_the_company_replaces_one_of_the_program(project: Project, host: str) -> None:
    before = built(project, host)
    project.write("theme/overrides/assets/favicon.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")

    after = built(project, host)

    assert after["assets/favicon.svg"] == b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    # Other assets are the program's; pages name the new one by what is in it.
    assert after["assets/frame.css"] == before["assets/frame.css"]
    assert after.keys() == before.keys()


@pytest.mark.parametrize("host", HOSTS)
def test_one_template_of_the_frame_replaces_one_of_the_program(project: Project, host: str) -> None:
    project.write(
        "theme/overrides/partials/footer.html", "<footer>Acme GmbH {{ view.switch }}</footer>\n"
    )

    pages = built(project, host)

    assert b"<footer>Acme GmbH " in pages["releases/payroll-engine/index.html"]
    assert b"<footer>Acme GmbH " in pages["404.html"]


@pytest.mark.parametrize("host", HOSTS)
def test_a_template_that_leaves_something_out_is_told_by_its_name(
    project: Project, host: str
) -> None:
    project.write("theme/overrides/partials/footer.html", "<footer>Acme GmbH</footer>\n")

    answer = project.run_at(NOW, "build", "--host", host)

    assert answer.status == 1
    assert (
        "content/pages/index.md: the templates in theme/overrides write `view.switch` once,"
        " not twice; compare them with those of the program\n" in answer.err
    )


def test_one_text_of_the_company_replaces_one_of_the_program(project: Project) -> None:
    before = built(project)["index.html"].decode()
    project.write("theme/texts/vi.yml", "frame:\n  skip: Bỏ qua phần đầu trang\n")

    after = built(project)["index.html"].decode()

    assert "Bỏ qua phần đầu trang" not in before
    assert after.count("Bỏ qua phần đầu trang") == 1
    changed = [
        (old, new) for old, new in zip(before.splitlines(), after.splitlines(), strict=True)
        if old != new
    ]  # fmt: skip
    assert len(changed) == 1


def test_a_template_of_a_page_replaces_one_of_the_program(project: Project) -> None:
    stub = (CLONE / "theme/templates/stub.html").read_text(encoding="utf-8")
    project.write("theme/templates/stub.html", f"{stub}<p>Acme</p>\n")

    pages = built(project)

    assert b"<p>Acme</p>" in pages["guides/payroll-engine/index.html"]
    assert b"<p>Acme</p>" not in pages["releases/payroll-engine/index.html"]


def test_a_wrong_text_of_the_company_is_refused_with_its_place(project: Project) -> None:
    project.write("theme/texts/vi.yml", 'frame:\n  skip: "Đến {time.year}"\n')

    answer = project.run_at(NOW, "build")

    assert answer.status != 0
    assert "theme/texts/vi.yml:2:9: " in answer.err


@pytest.mark.parametrize("host", HOSTS)
def test_a_configuration_that_still_names_custom_dir_builds_the_same(
    project: Project, tmp_path: Path, host: str
) -> None:
    whole = with_clone_as_theme(tmp_path / "whole")
    config = whole.root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(
        text.replace("  name: material\n", "  name: material\n  custom_dir: theme/overrides\n"),
        encoding="utf-8",
    )

    assert built(whole, host) == built(project, host)
