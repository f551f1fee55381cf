"""The sample project is a company's: no two texts alike, history and ledger, one change at a time."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from tests.benchmarks.hugo import layout, our_pages
from tests.benchmarks.sample import LENGTH, NOW, maintenance, releases, write
from tests.benchmarks.texts import LANGUAGES


def test_no_two_releases_say_the_same() -> None:
    made = releases(300, 3)

    assert len({release.id for release in made}) == 300
    for language in LANGUAGES:
        for said in ("title", "summary", "markdown"):
            texts = {getattr(release.text, said)(language) for release in made}
            assert len(texts) == 300, said


def test_the_same_releases_are_made_each_time() -> None:
    assert [each.file() for each in releases(30, 3)] == [each.file() for each in releases(30, 3)]


@pytest.mark.parametrize("size, recorded", [(100, 6), (1_000, 30)])
def test_the_ledger_knows_a_share_of_the_releases(size: int, recorded: int) -> None:
    made = releases(size, 3)

    assert len(made) == size
    assert sum(each.start.year >= 2029 for each in made) == recorded
    assert sum(each.hidden for each in made) == 3


def test_there_are_about_a_thousand_releases_a_year() -> None:
    years = Counter(release.start.year for release in releases(3_000, 3))

    assert years[2027] in range(990, 1_010)


@pytest.mark.slow
def test_one_publish_announces_and_each_later_one_has_one_change(tmp_path: Path) -> None:
    made = releases(12, 1)
    project = write(tmp_path / "project", made)

    announced = project.run_at(NOW.isoformat(), "publish")
    assert (announced.status, announced.err.count("warning[")) == (0, 0), announced.err
    assert len(project.ledger) == sum(r.start.year >= 2029 and not r.hidden for r in made)

    records, start = [], maintenance(0)
    for at in (start - timedelta(hours=30), start - timedelta(hours=29), start - LENGTH, start):
        before = len(project.ledger)
        assert project.run_at(at.isoformat(), "publish").status == 0
        records.append(len(project.ledger) - before)
    assert records == [1, 0, 1, 0]

    # What Hugo's layout leaves out is what its content puts in: pages of the same size.
    for language in LANGUAGES:
        for name, path in our_pages(project.site, language).items():
            release = next(each for each in made if each.id == name)
            page = path.read_text(encoding="utf-8")
            shell = layout(page, release, language)
            before_texts, after_texts = shell.split("{{ .Content }}")
            assert page.endswith(after_texts.replace("{{ .Title }}", release.text.title(language)))
            assert release.text.title(language) not in before_texts
