"""Links in people's texts: whole where they may stand, gone where they name a secret."""

from __future__ import annotations

from dataclasses import replace

import pytest

from notices.rendering.locale.links import Links

LINKS = Links(
    "https://updates.example/base/",
    ("vi", "en"),
    frozenset({"open", "other"}),
    frozenset({"secret", "zq-hidden", "chat"}),
    frozenset({"about", "team/us"}),
)


@pytest.mark.parametrize(
    "link, shown",
    [
        (
            "https://elsewhere.example/releases/secret/",
            "https://elsewhere.example/releases/secret/",
        ),
        ("mailto:help@updates.example", "mailto:help@updates.example"),
        ("/base/guides/open/", "https://updates.example/base/guides/open/"),
        ("../other/", "https://updates.example/base/releases/other/"),
        ("../../faq/open/#one", "https://updates.example/base/faq/open/#one"),
        ("../secret/", None),
        ("/base/releases/secret/", None),
        ("/base/en/faq/secret/", None),
        ("http://updates.example/base/guides/secret", None),
        ("HTTPS://UPDATES.example/base/guides/%73ecret/", None),
        ("../../guides/secret/picture.png", None),
        ("/base/RELEASES/secret/", None),
        ("/base/EN/Releases/Secret/", None),
        ("../secret.yml", None),
        ("%2e%2e/secret/", None),
        ("%252e%252e/%73ecret/", None),
        ("..\\secret\\", None),
        ("/base/releases/open/%2e%2e/secret/", None),
        ("../\tsec\nret/", None),
        ("/zq-hidden/", None),
        ("/content/releases/2026/zq-hidden.yml", None),
        ("/base/about/?from=zq-hidden", None),
        ("/base/chat/", "https://updates.example/base/chat/"),
        ("/base/about/#zq-hidden-2", "https://updates.example/base/about/#zq-hidden-2"),
        ("#nt-in-here", "https://updates.example/base/releases/open/#nt-in-here"),
        ("tel:+84901234567", "tel:+84901234567"),
        ("other.md", "https://updates.example/base/releases/other/"),
        ("other.en.md#nt-x", "https://updates.example/base/en/releases/other/#nt-x"),
        ("../other.yml", "https://updates.example/base/releases/other/"),
        ("../../guides/other.md", "https://updates.example/base/guides/other/"),
        ("about.md?a=b", "https://updates.example/base/about/?a=b"),
        ("../pages/team/us.md", "https://updates.example/base/team/us/"),
        ("index.md", "https://updates.example/base/"),
        ("secret.md", None),
        ("chat.md", None),
        ("../releases/2026/unknown.md", None),
        ("/releases/other/", "https://updates.example/base/releases/other/"),
        ("/en/releases/other/#a", "https://updates.example/base/en/releases/other/#a"),
        ("/releases/secret/", None),
        ("/changelog/?system=crm", "https://updates.example/base/changelog/?system=crm"),
        ("/login/", "https://updates.example/login/"),
        ("http://[server]/login", "http://[server]/login"),
        ("https://exa\u2100mple.com/", "https://exa\u2100mple.com/"),
    ],
)
def test_a_link_of_an_entrys_body_is_whole_or_gone(link: str, shown: str | None) -> None:
    html = f'<p>See <a href="{link}" rel="noopener noreferrer">this</a>, please.</p>'

    found = LINKS.of_body(html, "releases/open/")

    if shown is None:
        assert found == "<p>See this, please.</p>"
    else:
        assert found == html.replace(link, shown)


def test_an_address_typed_as_it_is_goes_with_its_text() -> None:
    url = "https://updates.example/base/releases/secret/"

    found = LINKS.of_body(f'<p>See <a href="{url}">{url}</a>.</p>', "releases/open/")

    assert found == "<p>See .</p>"


@pytest.mark.parametrize(
    "html, shown",
    [
        ('<a href="../secret/">x</a>', "x"),
        ('<a href="../guides/secret.md">x</a>', "x"),
        ('<a href="../guides/secret.en.md#top">x</a>', "x"),
        ('<img alt="p" src="secret/img.png">', ""),
        ("<a href=../guides/secret.md>x</a>", "x"),
        ('<A HREF="&#46;./guides/secret.md">x</A>', "x"),
        ('<a href="../secret/"><em>a</em> b</a> <a href="../other/">c</a>',
         '<em>a</em> b <a href="../other/">c</a>'),
        ('<a href="other.md">x</a>', '<a href="../../guides/other/">x</a>'),
        ('<a href="other.en.md">x</a>', '<a href="../../en/guides/other/">x</a>'),
        ('<a href="secret.md#top">x</a>', "x"),
        ('<a href="secret.MD?a">x</a>', "x"),
        ('<a id="kept">x</a>', '<a id="kept">x</a>'),
        ('<img alt="p" src="cycle.svg">', '<img alt="p" src="cycle.svg">'),
        ('<p title="a>b">1 &lt; 2 &amp; <br/> &#233;</p>',
         '<p title="a>b">1 &lt; 2 &amp; <br/> &#233;</p>'),
        ("a<!-- zq-hidden, and any other note -->b", "ab"),
        ('<a href="ZQ-Hidden.yml">x</a>', "x"),
        ('<img src="a.png" srcset="a.png 1x, ../zq-hidden/b.png 2x">', '<img src="a.png">'),
        ('<p data-of="faq/chat" data-n="1" title="chat">x</p>',
         '<p data-n="1" title="chat">x</p>'),
        ('<svg viewBox="0 0 1 1"><use xlink:href="/zq%2Dhidden/a.svg#b"/></svg>',
         '<svg viewBox="0 0 1 1"><use/></svg>'),
        ('<script>go("/releases/chat/")</script>', "<script></script>"),
        ('<p data-of="chat">The zq-hidden chat</p>', '<p data-of="chat">The zq-hidden chat</p>'),
    ],
)  # fmt: skip
def test_a_hand_written_page_keeps_all_but_links_to_what_is_not_public(
    html: str, shown: str
) -> None:
    assert LINKS.of_page(html, "guides/open/", "guides/open.md") == shown


def test_a_link_of_a_hand_written_page_that_is_no_url_stays_as_it_is() -> None:
    html = '<p><a href="http://[server]/login">in</a> <a href="//[">out</a></p>'
    assert LINKS.of_page(html, "about/", "about.md") == html


@pytest.mark.parametrize(
    "link, target",
    [
        ("open.md", "../../en/releases/open/"),
        ("../releases/open.md#x", "../../en/releases/open/#x"),
        ("open.vi.md", "../../releases/open/"),
        ("guides/open.md", "../../en/guides/open/"),
    ],
)
def test_a_hand_written_page_leads_to_an_entry_in_its_own_language(link: str, target: str) -> None:
    """A reader of English is not sent to the Vietnamese page."""
    assert LINKS.in_page(link, "en/about/", "about.en.md").url == target


@pytest.mark.parametrize("link", ["chat.md", "../chat.md#a", "chat.yml", "team/chat.md"])
def test_a_link_by_file_says_nothing_of_whether_there_is_a_hidden_entry(link: str) -> None:
    """It led nowhere before somebody wrote the entry, and its page has the same bytes afterwards."""
    before = replace(LINKS, hidden=frozenset())
    html = f'<p>See <a href="{link}">this</a>.</p>'

    assert before.of_body(html, "releases/open/") == "<p>See this.</p>"
    assert LINKS.of_body(html, "releases/open/") == "<p>See this.</p>"
    assert before.of_page(html, "about/", "about.md") == LINKS.of_page(html, "about/", "about.md")


def test_a_link_to_a_page_leads_there_whatever_hidden_entry_has_its_name() -> None:
    links = replace(LINKS, hidden=frozenset({"about"}))

    assert (
        links.target_of("about.md", "releases/open/").url == "https://updates.example/base/about/"
    )
