"""Where readers go from the site: the product and a person who answers, at the foot of each page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.project import Project

NOW = "2026-12-01 09:00"
BOTH = """\
extra:
  homepage: https://www.acme.example/app?from=updates
  support: mailto:care@acme.example
"""
_FOOTER = re.compile(r'<ul class="nt-footer__contact">(.*?)</ul>', re.DOTALL)
_LINK = re.compile(r"<li>(.*?)</li>", re.DOTALL)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project.create(tmp_path / "project")
    project.release("payroll-engine")
    return project


def footers(project: Project, extra: str, host: str = "plain") -> dict[str, list[list[str]]]:
    """The links of each page's foot, by its path in the site."""
    project.write(
        "mkdocs.yml",
        "site_name: Acme\n"
        "site_url: https://updates.acme.example/\n"
        "docs_dir: content/pages\n"
        "theme: {name: material, language: vi, font: false}\n"
        "plugins: [notices]\n"
        f"{extra}",
    )
    answer = project.run_at(NOW, "build", "--host", host)
    assert answer.status == 0, answer.err
    return {
        path: [_LINK.findall(foot) for foot in _FOOTER.findall(data.decode())]
        for path, data in project.bytes_of_site().items()
        if path.endswith(".html")
    }


HOME = '<a href="https://www.acme.example/app?from=updates"><bdi>acme.example</bdi></a>'
VI = '<a href="mailto:care@acme.example">Liên hệ hỗ trợ</a>'
EN = '<a href="mailto:care@acme.example">Contact support</a>'


@pytest.mark.parametrize("host", ["plain", "mkdocs"])
def test_every_page_leads_to_support_and_to_the_product_in_its_own_language(
    project: Project, host: str
) -> None:
    found = footers(project, BOTH, host)

    release = project.page("en/releases/payroll-engine/index.html")
    assert f"<p>Is something not working? {EN}</p>" in release

    # There the browser puts that of the address's language in the place of the last.
    assert found.pop("404.html") == [[EN, HOME], [VI, HOME]]
    assert {path: links for path, links in found.items() if path.startswith("en/")} == {
        path: [[EN, HOME]] for path in found if path.startswith("en/")
    }
    assert {path: links for path, links in found.items() if not path.startswith("en/")} == {
        path: [[VI, HOME]] for path in found if not path.startswith("en/")
    }
    assert {"index.html", "en/index.html", "en/releases/payroll-engine/index.html"} <= set(found)


def test_either_stands_without_the_other(project: Project) -> None:
    only = "extra: {support: https://acme.example/help}\n"
    assert footers(project, only)["index.html"] == [
        ['<a href="https://acme.example/help">Liên hệ hỗ trợ</a>']
    ]
    only = "extra: {homepage: http://acme.example}\n"
    assert footers(project, only)["index.html"] == [
        ['<a href="http://acme.example"><bdi>acme.example</bdi></a>']
    ]


def test_without_them_no_foot_has_anything_of_it(project: Project) -> None:
    assert {str(foot) for foot in footers(project, "extra: {homepage: null}\n").values()} == {"[]"}


@pytest.mark.parametrize("path", ["/", "..", "./shop", "/shop/"])
def test_a_path_for_materials_own_logo_is_no_address_of_a_product(
    project: Project, path: str
) -> None:
    feet = footers(project, f"extra: {{homepage: {path}}}\n").values()
    assert {str(foot) for foot in feet} == {"[]"}


def test_an_address_cannot_end_the_link_that_it_stands_in(project: Project) -> None:
    quoted = """extra: {homepage: 'https://acme.example/"><b>&c'}\n"""
    assert footers(project, quoted)["index.html"] == [
        ['<a href="https://acme.example/&#34;&gt;&lt;b&gt;&amp;c"><bdi>acme.example</bdi></a>']
    ]


def test_all_that_is_wrong_with_both_is_told_at_once(project: Project) -> None:
    project.write(
        "mkdocs.yml",
        "site_name: Acme\nsite_url: https://updates.acme.example/\ndocs_dir: content/pages\n"
        "theme: {name: material}\nplugins: [notices]\n"
        "extra:\n  homepage: //shop\n  support: tel:113\n",
    )

    answer = project.run_at(NOW, "build")

    assert answer.status == 2
    assert answer.err.splitlines()[:4] == [
        "mkdocs.yml:7:3: error[configuration] extra.homepage has to be an address on the web",
        "    help: Write where your product stands, such as `homepage: https://example.com/`.",
        (
            "mkdocs.yml:8:3: error[configuration] extra.support has to be an address that begins "
            "with https:// or mailto:"
        ),
        "    help: Write where a person answers, such as `support: mailto:support@example.com`.",
    ]
