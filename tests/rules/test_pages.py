"""What may lie among the hand-written pages, and to which release it belongs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.rules.pages import STUB_MARK, Page, documented, sort_pages, unfilled

KNOWN = {"payroll-engine", "en"}
LANGUAGES = ("vi", "en")


def sort(*paths: str) -> tuple[list[Page], list[str]]:
    pages, problems = sort_pages(paths, "content/pages", LANGUAGES, KNOWN)
    assert all(p.rule == "stray-file" and p.is_error and p.help for p in problems)
    return list(pages), [p.mark.path for p in problems]


@pytest.mark.parametrize(
    "path, page",
    [
        ("index.md", Page("index.md", "page", None, "vi")),
        ("index.en.md", Page("index.en.md", "page", None, "en")),
        ("subscribe.md", Page("subscribe.md", "page", None, "vi")),
        ("logo.svg", Page("logo.svg", "asset")),
        ("legal/terms.en.md", Page("legal/terms.en.md", "page", None, "en")),
        (
            "guides/payroll-engine.md",
            Page("guides/payroll-engine.md", "guides", "payroll-engine", "vi"),
        ),
        (
            "guides/payroll-engine.en.md",
            Page("guides/payroll-engine.en.md", "guides", "payroll-engine", "en"),
        ),
        ("faq/payroll-engine.md", Page("faq/payroll-engine.md", "faq", "payroll-engine", "vi")),
        (
            "guides/payroll-engine/step-1.png",
            Page("guides/payroll-engine/step-1.png", "image", "payroll-engine"),
        ),
        (
            "guides/payroll-engine/deep/er.png",
            Page("guides/payroll-engine/deep/er.png", "image", "payroll-engine"),
        ),
    ],
)
def test_a_page_knows_its_kind_its_release_and_its_language(path: str, page: Page) -> None:
    assert sort(path) == ([page], [])


def test_a_page_has_one_name_in_every_language() -> None:
    pages, _ = sort("about.md", "about.en.md", "legal/terms.md", "a.b.en.md")
    assert [page.name for page in pages] == ["a.b", "about", "about", "legal/terms"]


@pytest.mark.parametrize(
    "path",
    [
        "guides/index.md",
        "guides/unknown.md",
        "faq/index.en.md",
        "faq/unknown.en.md",
        "guides/unknown/step-1.png",
        "guides/step-1.png",
        "guides/payroll-engine/notes.md",
        "guides/payroll-engine/raw.yml",
        "guides/payroll-engine.txt",
        "faq/payroll-engine/step-1.png",
        "guides/payroll-engine.fr.md",
        "guides",
        "faq",
        "guides.md",
        "faq.md",
        "en.md",
        "en/index.md",
        "vi/index.md",
        "releases/payroll-engine.md",
        "releases.md",
        "changelog.md",
        "on-time.md",
        "plans/2026-12.md",
        "feed.md",
        "embed.js",
        "404.md",
        "assets/notices.css",
        "payroll.yml",
        "LICENSE",
        "script.php",
        "about.md.txt",
        "about.MD",
        "about.markdown",
    ],
)
def test_a_stray_file_is_an_error_and_goes_nowhere(path: str) -> None:
    assert sort(path) == ([], [f"content/pages/{path}"])


def test_a_stray_file_does_not_keep_the_others_back() -> None:
    pages, strays = sort("index.md", "guides/unknown.md", "logo.svg")
    assert [p.path for p in pages] == ["index.md", "logo.svg"]
    assert strays == ["content/pages/guides/unknown.md"]


@pytest.mark.parametrize(
    "kept, twin",
    [
        ("about.md", "About.md"),
        ("about.md", "about/index.md"),
        ("about.en.md", "ABOUT.en.md"),
        ("team/index.md", "team/README.md"),
        ("logo.png", "Logo.PNG"),
        ("b\u00e1o.md", "ba\u0301o.md"),
    ],
)
def test_of_two_files_with_one_address_one_is_an_error(kept: str, twin: str) -> None:
    for paths in ((kept, twin), (twin, kept)):
        pages, strays = sort(*paths)
        assert ([page.path for page in pages], strays) == ([kept], [f"content/pages/{twin}"])


@pytest.mark.parametrize(
    "path, language, name",
    [
        ("about.fr.md", "fr", "about"),
        ("about.pt-BR.md", "pt-BR", "about"),
        ("about.fr.en.md", "fr", "about"),
        ("legal/terms.fr.md", "fr", "legal/terms"),
    ],
)
def test_a_page_in_a_language_that_the_policy_has_not_is_kept_with_a_warning(
    path: str, language: str, name: str
) -> None:
    pages, problems = sort_pages(
        ["about.md", "legal/terms.md", path], "content/pages", LANGUAGES, KNOWN
    )

    assert path in [page.path for page in pages]
    [problem] = problems
    assert (problem.severity, problem.rule) == ("warning", "stray-file")
    assert problem.mark.path == f"content/pages/{path}"
    assert problem.message == (
        f"the policy has no language `{language}`, so this is no translation of `{name}.md`, "
        "but a page of its own"
    )
    assert problem.help == (
        "Add the language to `languages` in content/policy.yml, or rename the page."
    )


@pytest.mark.parametrize("path", ["about.en.md", "news.fr.md", "about.v2.md", "about.2026.md"])
def test_a_page_that_is_a_translation_or_looks_like_none_has_no_warning(path: str) -> None:
    assert len(sort("about.md", path)[0]) == 2
    assert sort("about.md", path)[1] == []


def test_a_page_in_two_languages_and_a_folder_of_its_name_are_no_twins() -> None:
    assert sort("about.md", "about.en.md", "about/logo.png", "about/team.md")[1] == []


segments = st.sampled_from(
    ["guides", "faq", "en", "vi", "index", "payroll-engine", "x", ".hidden", "README", "a.b"]
)
suffixes = st.sampled_from(["", ".md", ".en.md", ".png", ".MD", ".yml", "."])


@given(
    st.lists(segments, min_size=1, max_size=3).map("/".join),
    suffixes,
)
def test_every_path_is_either_a_page_or_a_stray(stem: str, suffix: str) -> None:
    pages, strays = sort(stem + suffix)
    assert len(pages) + len(strays) == 1
    for page in pages:
        inside = page.path.startswith(("guides/", "faq/"))
        if inside and page.kind != "page":
            assert page.release in KNOWN


@pytest.mark.parametrize(
    "text, lacks",
    [
        ("", "empty"),
        (" \n\n", "empty"),
        (f"{STUB_MARK}\nHướng dẫn sẽ có tại đây.\n", "stub"),
        (f"Đã viết.\n{STUB_MARK}\n", "stub"),
        ("Mở **Cài đặt**.", ""),
    ],
)
def test_a_page_is_written_when_it_is_neither_empty_nor_the_stub(text: str, lacks: str) -> None:
    assert unfilled(text) == lacks


def test_a_release_is_documented_by_a_guide_and_an_faq_page_in_the_first_language() -> None:
    known = ("whole", "half", "other")
    paths = [
        *("guides/whole.md", "faq/whole.md"),
        *("guides/half.md", "faq/half.en.md"),
        *("guides/other.en.md", "faq/other.en.md"),
    ]
    pages, problems = sort_pages(paths, "content/pages", ("vi", "en"), known)
    assert problems == ()
    assert documented(pages, "vi") == {"whole"}
    assert documented(pages, "en") == {"other"}
