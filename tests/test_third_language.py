"""A third language is one word in the policy and one file of texts; no code knows of it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.project import CLONE, FEATURE, POLICY, Project

NOW = "2026-12-01 09:00"
MARK = "«fr» "


def translated(texts: Any) -> Any:
    """Every text with a mark before it, so that none can be mistaken for another language's."""
    if isinstance(texts, str):
        return MARK + texts
    return {key: translated(value) for key, value in texts.items()}


@pytest.fixture
def french(project: Project) -> Callable[..., Project]:
    """Makes a project with a third language; ``change`` is done to its texts first."""

    def make(change: Callable[[dict[str, Any]], object] = lambda texts: None) -> Project:
        (project.root / "theme").unlink()
        shutil.copytree(CLONE / "theme", project.root / "theme")
        own = yaml.safe_load((CLONE / "theme/texts/en.yml").read_text(encoding="utf-8"))
        texts = {**translated(own), "language": {**own["language"], "name": "Français"}}
        texts["weekdays"] = dict(
            zip(
                own["weekdays"],
                ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
                strict=True,
            )
        )
        change(texts)
        document = yaml.safe_dump(texts, allow_unicode=True, default_style='"')
        project.write("theme/texts/fr.yml", document)
        policy = POLICY.read_text(encoding="utf-8")
        project.write(
            "content/policy.yml", policy.replace("languages: [vi, en]", "languages: [vi, en, fr]")
        )
        project.release(
            "payroll-engine", FEATURE.replace("en: New payroll engine", "fr: Nouvelle paie")
        )
        project.write("content/pages/guides/payroll-engine.fr.md", "# Guide\n\nPremière étape.\n")
        return project

    return make


@pytest.fixture
def built(french: Callable[..., Project]) -> Project:
    project = french()
    result = project.run("publish", "--now", NOW)
    assert result.status == 0, result.err
    return project


def pages(folder: Path) -> set[str]:
    """The pages of one language, below its home."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    return {path for path in found if path.partition("/")[0] not in ("en", "fr", "404.html")}


def test_it_has_every_page_that_the_others_have(built: Project) -> None:
    every = pages(built.site)
    assert len(every) > 10
    assert pages(built.site / "fr") == every
    assert pages(built.site / "en") == every


def test_its_pages_speak_it(built: Project) -> None:
    page = built.page("fr/releases/payroll-engine/index.html")
    assert '<html lang="fr"' in page
    assert "<title>Nouvelle paie – " in page
    assert f"{MARK}Impact" in page
    hours, zone = (
        f'<span class="nt-whole">{each}</span>' for each in ("20:00–22:00", f"({MARK}GMT+7)")
    )
    assert f"{MARK}{MARK}samedi 12 décembre 2026, {hours} {zone}" in page
    # What is not written in it is shown in the default language, and marked.
    assert '<span lang="vi">Tính năng mới</span>' in page
    assert '<section aria-labelledby="nt-changes" lang="vi">' in page


@pytest.mark.parametrize("local", ["", "changelog/", "releases/payroll-engine/", "guides/", "guides/payroll-engine/", "subscribe/", "banner/"])  # fmt: skip
def test_the_switch_lists_every_other_language_and_stays_on_the_page(
    built: Project, local: str
) -> None:
    homes = {"vi": "", "en": "en/", "fr": "fr/"}
    for language, home in homes.items():
        page = built.page(f"{home}{local}index.html")
        header = page.partition("</header>")[0]
        found = re.findall(
            r'<a class="nt-switch" href="([^"]*)" hreflang="(\w+)" lang="(\w+)">([^<]*)</a>', header
        )
        up = "../" * (home + local).count("/")
        expected = {
            other: (up + homes[other] + local or "./", other, other, name)
            for other, name in (("vi", "Tiếng Việt"), ("en", "English"), ("fr", "Français"))
            if other != language
        }
        assert {hreflang: each for each in found for hreflang in (each[1],)} == expected
        assert "<summary>" in header


def test_a_guide_in_it_alone_is_shown_to_all_and_marked(built: Project) -> None:
    assert "Première étape." in built.page("fr/guides/payroll-engine/index.html")
    page = built.page("guides/payroll-engine/index.html")
    assert 'class="nt-written" lang="fr"' in page
    assert "Nội dung này hiện mới có ở một ngôn ngữ: Tiếng Pháp." in page


def test_feeds_and_calendar_speak_it(built: Project) -> None:
    rss = built.page("fr/feed.xml")
    assert "<language>fr</language>" in rss
    assert "Nouvelle paie" in rss
    assert 'xml:lang="fr"' in built.page("fr/atom.xml")
    assert json.loads(built.page("fr/feed.json"))["language"] == "fr"
    assert "SUMMARY:Nouvelle paie" in built.page("fr/calendar.ics")


def test_the_search_index_is_in_it(built: Project) -> None:
    (index,) = [p for p in (built.site / "fr").rglob("*.json") if "search" in p.name]
    assert "Nouvelle paie" in index.read_text(encoding="utf-8")


def test_sitemap_and_head_name_it(built: Project) -> None:
    sitemap = built.page("sitemap.xml")
    assert 'hreflang="fr"' in sitemap
    assert "/fr/releases/payroll-engine/</loc>" in sitemap
    # And robots, 404 and the rest stand once.
    assert not (built.site / "fr/404.html").exists()
    assert f"{MARK}Page not found" in built.page("404.html")


def test_the_banner_and_the_api_carry_it(built: Project) -> None:
    script = built.page("embed.js")
    assert '"fr":{' in script
    # The script is ASCII, whatever letters a language has.
    assert json.dumps(f"{MARK}Updates by ")[1:-1] in script
    document = json.loads(built.page("api/notices.json"))
    (release,) = document["releases"]
    # Programs find a title in every language: the default one's stands in.
    assert release["title"] == {
        "vi": "Bảng lương thế hệ mới",
        "en": "Bảng lương thế hệ mới",
        "fr": "Nouvelle paie",
    }


def misspelt(texts: dict[str, Any]) -> None:
    texts["time"]["window"] = "{depuis}–{to}, {date}"


def reaching(texts: dict[str, Any]) -> None:
    texts["time"]["window"] = "{date.__class__}, {from}–{to}"


UNFILLED = "{depuis}–{to}, {date}\n    help: In braces, it may have {from}, {to}, {date}.\n"
BROKEN = {
    "a name in braces that nothing fills in": (
        misspelt,
        f"theme/texts/fr.yml:1:1: error[theme-texts] the text at time.window cannot be filled in: {UNFILLED}",
    ),
    "braces that reach into a value": (
        reaching,
        (
            "time.window has '{date.__class__}', which is not a name in braces\n"
            "    help: Write a name alone, such as {date}.\n"
        ),
    ),
}


def lacking(texts: dict[str, Any]) -> None:
    del texts["changelog"]["title"]
    del texts["units"]["day"]


ENGLISH = (
    "    help: Readers see the English text. Copy what is missing from the program's "
    "theme/texts/en.yml, and translate it.\n"
)


def test_a_text_that_it_lacks_is_the_english_one_and_a_warning(
    french: Callable[..., Project],
) -> None:
    """As after an update of the program, which has new texts."""
    project = french(lacking)
    warned = f"theme/texts/fr.yml:1:1: warning[theme-texts] no text at changelog.title, units.day\n{ENGLISH}"

    check = project.run("check", "--now", NOW)
    published = project.run("publish", "--now", NOW)

    assert (check.status, published.status) == (0, 0)
    assert warned in check.out
    assert warned in published.err
    changelog = project.page("fr/changelog/index.html")
    assert re.findall(r"<h1[^>]*>([^<]*)", changelog) == ["Changelog"]
    assert f"{MARK}Changelog" in project.page("fr/index.html")


@pytest.mark.parametrize(
    "text, told",
    [
        (
            "nav:\n  hoem: Start\n",
            (
                "theme/texts/en.yml:2:3: warning[theme-texts] the program has no text at nav.hoem, "
                "and this theme has none in vi\n    help: Did you mean 'nav.home'?\n"
            ),
        ),
        (
            "gone:\n  for_years: Old words\n",
            (
                "theme/texts/en.yml:2:3: warning[theme-texts] the program has no text at "
                "gone.for_years, and this theme has none in vi\n"
                "    help: Delete it, or write it in every language of the site.\n"
            ),
        ),
    ],
)
def test_a_text_that_the_program_does_not_know_is_a_warning_where_it_stands(
    project: Project, text: str, told: str
) -> None:
    own_texts(project, en=text)
    published = project.run("publish", "--now", NOW)
    assert published.status == 0
    assert published.err.count("theme-texts") == 1
    assert told in published.err


def test_a_text_of_the_companys_own_in_every_language_is_its_own_business(
    project: Project,
) -> None:
    text = "company:\n  motto: We call first.\n"
    own_texts(project, en=text, vi=text)
    published = project.run("publish", "--now", NOW)
    assert (published.status, "theme-texts" in published.err) == (0, False)


def own_texts(project: Project, **files: str) -> None:
    """A theme of the company's own that has nothing but these texts."""
    (project.root / "theme").unlink()
    for language, text in files.items():
        project.write(f"theme/texts/{language}.yml", text)


@pytest.mark.parametrize("name", BROKEN)
def test_a_slip_in_its_texts_is_told_with_what_to_do(
    french: Callable[..., Project], name: str
) -> None:
    change, message = BROKEN[name]
    result = french(change).run_at(NOW, "build")
    assert result.status != 0
    assert message in result.err
    assert "Traceback" not in result.err


def test_a_language_without_texts_is_told_with_what_to_do(project: Project) -> None:
    policy = POLICY.read_text(encoding="utf-8")
    project.write(
        "content/policy.yml", policy.replace("languages: [vi, en]", "languages: [vi, en, pl]")
    )
    result = project.run_at(NOW, "build")
    assert result.status != 0
    assert (
        "theme/texts/pl.yml:1:1: error[theme-texts] the theme has no texts in `pl`, a language of "
        "the policy\n    help: Copy theme/texts/en.yml to theme/texts/pl.yml and translate its texts, or "
        "take `pl` out of `languages` in the policy.\n"
    ) in result.err
    assert not project.site.exists()
