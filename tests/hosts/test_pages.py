"""Which pages every host renders: the contract, without any host."""

from __future__ import annotations

from notices.hosts import Host
from notices.hosts import mkdocs as mkdocs_host
from notices.hosts.pages import HostPage, host_pages, problems_page
from notices.hosts.view import PROBLEMS, Place
from notices.rendering.registry.discovery import page_kinds

# mypy holds each host against the contract.
HOSTS: tuple[Host, ...] = (mkdocs_host,)


def written(languages: tuple[str, ...], **texts: str) -> list[tuple[str, str, str, str, str]]:
    """Source, path, text, language and the text's language of each page that people write."""
    sources = {name.replace("__", "/").replace("_", "."): text for name, text in texts.items()}
    return [
        (page.source, page.path, page.text, page.place.language, page.place.text_language)
        for page in host_pages(languages, sources)
        if page.place.is_written
    ]


def test_every_language_has_a_home_page_and_a_page_to_subscribe_though_nobody_wrote_one() -> None:
    assert written(("vi", "en")) == [
        ("index.md", "index.html", "", "vi", "vi"),
        ("index.en.md", "en/index.html", "", "en", "en"),
        ("subscribe.md", "subscribe/index.html", "", "vi", "vi"),
        ("subscribe.en.md", "en/subscribe/index.html", "", "en", "en"),
    ]


def test_a_text_stands_in_for_a_language_that_has_none_and_keeps_its_own_language() -> None:
    pages = written(("vi", "en"), guides__x_md="Chào", about_en_md="Hello")

    assert pages[-4:] == [
        ("about.md", "about/index.html", "Hello", "vi", "en"),
        ("about.en.md", "en/about/index.html", "Hello", "en", "en"),
        ("guides/x.md", "guides/x/index.html", "Chào", "vi", "vi"),
        ("guides/x.en.md", "en/guides/x/index.html", "Chào", "en", "vi"),
    ]


def test_a_word_that_is_no_language_of_the_policy_is_part_of_the_name() -> None:
    pages = written(("vi",), terms_en_md="Terms")

    assert pages[-1] == ("terms.en.md", "terms.en/index.html", "Terms", "vi", "vi")


def test_there_is_a_shell_for_each_kind_of_page_and_language() -> None:
    shells = [page for page in host_pages(("vi", "en"), {}) if not page.place.is_written]

    assert {(page.place.language, page.place.kind) for page in shells} == {
        (language, kind.name)
        for language in ("vi", "en")
        for kind in page_kinds().values()
        if not kind.is_written
    }
    assert HostPage(
        "_shells/en/release.md", "en/releases/_/index.html", "", Place("en", "release")
    ) in (shells)  # fmt: skip
    assert {page.text for page in shells} == {""}


def test_where_there_is_no_site_there_is_one_page_for_the_problems() -> None:
    assert problems_page("vi") == HostPage("index.md", "index.html", "", Place("vi", PROBLEMS))
