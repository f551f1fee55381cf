"""The banner's script carries every language's words, is small, and is whole."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from notices.rendering import TemplateBroken, Theme, render_site
from tests.rendering.builders import POLICY, html, rendered, site, theme

MOST = 6_000


def script(own: Theme | None = None, languages: tuple[str, ...] = ("vi", "en")) -> str:
    shown = site(policy=replace(POLICY, languages=languages))
    documents = {document.path: document for document in render_site(shown, own or theme())}
    return documents["embed.js"].data.decode()


def words(text: str) -> dict[str, Any]:
    """The words that a script carries, by language."""
    _, begin, rest = text.partition("const TEXTS=")
    assert begin
    found: dict[str, Any] = json.JSONDecoder().raw_decode(rest)[0]
    return found


@pytest.mark.parametrize("languages", [*permutations(theme().texts, 2)])
def test_it_travels_in_six_kilobytes(languages: tuple[str, str]) -> None:
    """In whichever two languages that we have texts for."""
    assert len(gzip.compress(script(languages=languages).encode(), 9)) <= MOST


def test_it_is_ascii_whatever_letters_a_language_or_the_site_has() -> None:
    """A page in another encoding than UTF-8 reads our script in its own."""
    own = replace(theme(), site_name="Αθήνα 東京 😀")
    texts = {**own.texts, "ja": {**own.texts["en"], "embed.close": "お知らせを閉じる"}}
    sent = script(replace(own, texts=texts), ("vi", "en", "ja"))

    assert sent.isascii()
    assert words(sent)["vi"]["label"] == "Lịch cập nhật của Αθήνα 東京 😀"
    assert words(sent)["ja"]["close"] == "お知らせを閉じる"
    assert r'.join("\u00a0\u00b7 ")' in sent, "the theme's own letters too"


def test_it_says_in_each_language_what_the_pages_say() -> None:
    value, texts = words(script()), theme().texts

    assert list(value) == ["vi", "en"]
    for language, text in value.items():
        own = texts[language]
        states = ("announced", "in_progress", "awaiting_confirmation")
        assert text["states"] == [own[f"state.{name}"] for name in states]
        assert text["counts"] == [own[f"countdown.{name}"] for name in states]
        assert text["free"] == own["effect.no_downtime"]
        modes = ("stopped", "read_only", "read_only_outside")
        assert text["modes"] == [own[f"release.{name}"] for name in modes]
        assert text["window"] == own["time.window"]
        units = {
            f"units.{unit}.{form}": said
            for unit, forms in text["units"].items()
            for form, said in forms.items()
        }
        assert units == {
            key: said
            for key, said in own.items()
            if re.match(r"units\.(day|hour|minute|second)\.", key)
        }
    assert value["vi"]["label"] == "Lịch cập nhật của Anviec"
    assert value["en"]["label"] == "Updates by Anviec"
    assert (value["vi"]["home"], value["en"]["home"]) == ("", "en/")


def test_the_first_language_of_the_policy_is_the_first_of_the_words() -> None:
    assert list(words(script(languages=("en", "vi")))) == ["en", "vi"]


def test_a_third_language_is_one_more_file_of_texts() -> None:
    own = theme()
    texts = {**own.texts, "ja": own.texts["en"]}
    value = words(script(replace(own, texts=texts), ("vi", "en", "ja")))
    assert value["ja"] == {**value["en"], "home": "ja/"}


def test_no_text_can_end_the_words() -> None:
    nasty = "\"};alert(1)//\u2028</script>'`${1}\\"
    own = replace(theme(), site_name=nasty)
    assert words(script(own))["en"]["label"] == f"Updates by {nasty}"


def test_what_lines_are_indented_by_stays_behind_also_between_backticks() -> None:
    source = '// @times@\nlet a = "@texts@",\n  b = `\n    p{\n      c: d  e\n    }`;\n'
    sent = script(replace(theme(), embed=source, times=""))
    assert sent.endswith(",b=`\np{\nc: d  e\n}`;\n")


def test_comments_and_blanks_stay_behind_and_nothing_else() -> None:
    source = "// Said here.\n// @times@\nlet a = \"@texts@\"; /* And here. */\n\n  let b = 'x  // y' + a;\n"
    sent = script(replace(theme(), embed=source, times=""))
    texts = json.dumps(words("const TEXTS=" + sent.partition("=")[2]))
    expected = f"let a={texts};let b='x  // y'+a;\n"
    assert re.sub(r"\s", "", sent) == re.sub(r"\s", "", expected)
    assert "x  // y" in sent


@pytest.mark.parametrize(
    "source",
    [
        "",
        '// @times@\nconst A = "@texts@", B = "@texts@";',
        'const A = "@texts@";',
        '// @times@\n// @times@\nconst A = "@texts@";',
    ],
)
def test_a_script_without_one_place_for_the_words_and_for_the_times_is_refused(source: str) -> None:
    with pytest.raises(TemplateBroken, match=r"theme/embed\.js"):
        script(replace(theme(), embed=source))


def test_it_has_nothing_that_a_strict_policy_refuses() -> None:
    for refused in ("innerHTML", "eval(", "new Function", "document.write", "cookie", ".style."):
        assert refused not in script()


def test_its_page_tells_the_line_the_areas_and_the_policy() -> None:
    documents = rendered(site())
    for path, heading in (
        ("banner/index.html", "Thanh thông báo trong ứng dụng của Quý khách"),
        ("en/banner/index.html", "A banner for your own application"),
    ):
        page = html(documents, path)
        assert documents[path].shell == (path.split("/")[0].replace("banner", "vi"), "banner")
        assert f"<h1>{heading}</h1>" in page
        page = page.replace("<wbr>", "")
        assert "&lt;script src=&#34;https://updates.example.com/embed.js&#34; defer&gt;" in page
        assert "connect-src &#39;self&#39; https://updates.example.com;" in page
        assert "<code>payroll</code>" in page
        assert "<code>crm</code>" in page


@pytest.mark.parametrize(
    "path, sentence",
    [
        (
            "banner/index.html",
            "Với <code>inline</code>, thanh nằm ngay tại chỗ đặt dòng mã trong phần body.",
        ),
        (
            "en/banner/index.html",
            "With <code>inline</code>, it appears where you put the line in the body.",
        ),
    ],
)
def test_its_page_sets_what_is_typed_as_code_within_sentences_too(path: str, sentence: str) -> None:
    assert sentence in html(rendered(site()), path)


def test_of_each_choice_what_is_tried_first_stands_first_and_the_default_edge_says_so() -> None:
    page = html(rendered(site()), "en/banner/index.html")
    choice = r'<input type="radio" name="(.*?)" value="(.*?)"( checked)?><span>(.*?)</span>'
    chosen: dict[str, list[bool]] = {}
    for group, _, is_chosen, _ in re.findall(choice, page):
        chosen.setdefault(group, []).append(bool(is_chosen))

    assert list(chosen) == ["stage", "lang", "theme", "position"]
    assert {tuple(each) for each in chosen.values()} == {(True, False, False)}
    positions = [
        (value, name) for group, value, _, name in re.findall(choice, page) if group == "position"
    ]
    assert positions == [
        ("inline", "In the page"),
        ("", "Bottom edge (default)"),
        ("top", "Top edge"),
    ]


def test_where_there_are_no_systems_its_page_speaks_of_none() -> None:
    page = html(rendered(site(systems=())), "en/banner/index.html")
    assert "data-systems" not in page
    assert "Names of the areas" not in page
