"""Files that vanish while a publish runs, half a checkout, and a cache from elsewhere."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.publishers import Publishers
from tests.faults.trials import FIX
from tests.faults.whole_site import missing_from
from tests.project import FEATURE, Answer, Project, bytes_below

FIRST, SECOND = "2026-12-01 09:00", "2026-12-01 09:10"
LEDGER = "content/ledger.jsonl"
OLD = ["a.html", "b.html", "index.html"]
NEW = ["a.html", "b.html", "c.html", "index.html"]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, publishers: Publishers) -> Project:
    """Two releases are public, and a third is due; nobody may change it."""
    project = Project.create(tmp_path_factory.mktemp("begun") / "project")
    project.release("a", FIX.format(name="a"))
    project.release("b", FEATURE)
    project.write("content/pages/guides/b.md", "# Hướng dẫn\n\nBước một.\n")
    assert publishers.run(project.root, "publish", "--now", FIRST).status == 0
    project.release("c", FIX.format(name="c"))
    return project


@pytest.fixture
def copied(begun: Project, tmp_path: Path) -> Project:
    shutil.copytree(begun.root, tmp_path / "project", symlinks=True)
    return Project(tmp_path / "project")


def published(
    publishers: Publishers, project: Project, cache: Path, at: str = SECOND, **how: object
) -> Answer:
    answer = publishers.run(
        project.root, "publish", "--now", at, env={"XDG_CACHE_HOME": str(cache)}, **how
    )
    assert "Traceback" not in answer.err
    return answer


@pytest.fixture(scope="module")
def undisturbed(
    begun: Project, tmp_path_factory: pytest.TempPathFactory, publishers: Publishers
) -> dict[str, bytes]:
    """The site that the second publish gives where nothing is in its way."""
    folder = tmp_path_factory.mktemp("undisturbed")
    shutil.copytree(begun.root, folder / "project", symlinks=True)
    project = Project(folder / "project")
    assert published(publishers, project, folder / "cache").status == 0
    return project.bytes_of_site()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, publishers: Publishers) -> Project:
    """The same with a site of few pages, for what is no matter of how pages are rendered."""
    project = Project.create(tmp_path_factory.mktemp("small") / "project")
    project.release("a", FIX.format(name="a"))
    project.release("b", FEATURE)
    cache = project.root.parent / "cache"
    assert published(publishers, project, cache, small=True, at=FIRST).status == 0
    project.release("c", FIX.format(name="c"))
    return project


def pages(project: Project) -> list[str]:
    assert missing_from(project.site) == []
    return sorted(path.name for path in project.site.glob("*.html"))


def entries(project: Project) -> list[str]:
    return [line["entry"] for line in project.ledger]


def put_back(whole: Project, project: Project) -> None:
    """What vanished, as people get it from git."""
    for name, data in bytes_below(whole.root / "content").items():
        path = project.root / "content" / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def test_any_file_that_vanishes_while_a_publish_reads_loses_no_record_and_shows_no_half(
    small: Project, tmp_path: Path, publishers: Publishers
) -> None:
    """Each file in turn, at each of the times that it is opened."""
    ledger, vanished = (small.root / LEDGER).read_bytes(), set()
    for number in range(1, 60):
        project = Project(tmp_path / str(number))
        shutil.copytree(small.root, project.root, symlinks=True)
        before = bytes_below(project.root / "content").keys()
        cache, vanish = tmp_path / f"cache-{number}", ["content", number]
        answer = published(publishers, project, cache, small=True, vanish_before_open=vanish)
        gone = before - bytes_below(project.root / "content").keys()
        if not gone and answer.status == 0:
            break
        vanished |= gone

        if "ledger.jsonl" in gone:
            # A new one would tell customers everything again.
            assert answer.status == 1
            assert not (project.root / LEDGER).exists()
        else:
            assert (project.root / LEDGER).read_bytes().startswith(ledger)
        shown = pages(project)
        if answer.status in (1, 2):
            assert shown == OLD
            put_back(small, project)
            assert bytes_below(project.root / "content") == bytes_below(small.root / "content")
        else:
            assert shown in (OLD, NEW)
            put_back(small, project)
            assert published(publishers, project, tmp_path / "cache", small=True).status == 0
            assert (entries(project), pages(project)) == (["b", "a", "c"], NEW)
    else:
        pytest.fail("a publish opens fewer files than that")

    assert vanished == {
        "ledger.jsonl", "policy.yml", "systems.yml", "releases/a.yml", "releases/b.yml", "releases/c.yml",
        "pages/index.md",
    }  # fmt: skip


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_page_that_vanishes_while_it_is_rendered_shows_the_old_site_or_one_without_it(
    begun: Project,
    undisturbed: dict[str, bytes],
    copied: Project,
    tmp_path: Path,
    publishers: Publishers,
    number: int,
) -> None:
    answer = published(
        publishers, copied, tmp_path / "cache", vanish_before_open=["content/pages", number]
    )

    if answer.status == 1:
        assert copied.bytes_of_site() == begun.bytes_of_site()
        assert len(answer.err.splitlines()[-1]) < 300
    assert missing_from(copied.site) == []
    assert not {"content/pages/index.md", "content/pages/guides/b.md"} <= {
        f"content/{name}" for name in bytes_below(copied.root / "content")
    }
    put_back(begun, copied)
    assert published(publishers, copied, tmp_path / "cache").status == 0
    assert copied.bytes_of_site() == undisturbed


@pytest.mark.parametrize("number", [2, 8])
def test_a_new_site_whose_folder_vanishes_while_it_is_rendered_is_not_shown(
    begun: Project,
    undisturbed: dict[str, bytes],
    copied: Project,
    tmp_path: Path,
    publishers: Publishers,
    number: int,
) -> None:
    """Somebody tidies up, and what is rendered from then on makes the folder anew."""
    cache = tmp_path / "cache"

    answer = published(publishers, copied, cache, generation_vanishes_before=number)

    assert answer.status == 1
    assert answer.err.endswith(" changed while this was running; run it again\n")
    assert copied.bytes_of_site() == begun.bytes_of_site()
    assert bytes_below(copied.root / "content") == bytes_below(begun.root / "content")
    assert published(publishers, copied, cache).status == 0
    assert copied.bytes_of_site() == undisturbed


# How a publish ends where a file is not there, and where it ends half way.
STATUSES = {
    "content/policy.yml": (2, 1),
    "content/systems.yml": (1, 1),
    LEDGER: (1, 1),
    "content/published/a.yml": (0, 0),
    "content/releases/a.yml": (3, 3),
    "content/releases/c.yml": (0, 3),
}


@pytest.mark.parametrize("name", STATUSES)
def test_half_a_checkout_loses_no_record_and_takes_nothing_public_away(
    small: Project, tmp_path: Path, publishers: Publishers, name: str
) -> None:
    for how, expected in zip(("gone", "half"), STATUSES[name], strict=True):
        project = Project(tmp_path / how)
        shutil.copytree(small.root, project.root, symlinks=True)
        path = project.root / name
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2])
        if how == "gone":
            path.unlink()
        left = path.read_bytes() if path.exists() else None

        answer = published(publishers, project, tmp_path / "cache", small=True)

        assert answer.status == expected, (how, answer.err)
        if name == LEDGER:
            assert (path.read_bytes() if path.exists() else None) == left
        else:
            assert entries(project)[:2] == ["b", "a"]
        assert {"a.html", "b.html"} <= {*pages(project)}
        assert expected in (0, 3) or "c.html" not in pages(project)
        if how == "half":
            path.write_bytes(data)
            assert published(publishers, project, tmp_path / "cache", small=True).status == 0
            assert (entries(project), pages(project)) == (["b", "a", "c"], NEW)


@pytest.fixture(scope="module")
def place(begun: Project, tmp_path_factory: pytest.TempPathFactory, publishers: Publishers) -> Path:
    """A folder with the cache of another project that stood in just the same place."""
    folder = tmp_path_factory.mktemp("place")
    project = Project(folder / "project")
    shutil.copytree(begun.root, project.root, symlinks=True)
    for path in (project.root / "content/releases").iterdir():
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("title: {vi: B", "title: {vi: X"), encoding="utf-8")
    command = ("build", "--withhold", "--site-dir", "other", "--now", SECOND)
    environment = {"XDG_CACHE_HOME": str(folder / "cache")}
    assert publishers.run(project.root, *command, env=environment).status == 0
    assert len(list((folder / "cache/notices").iterdir())) > 20
    return folder


def as_it_came(cache: Path) -> None:
    """As CI restores it."""


def poisoned(cache: Path) -> None:
    """Each entry has the bytes of another one: code in the place of data, data in that of code."""
    entries = sorted((cache / "notices").iterdir())
    contents = [path.read_bytes() for path in entries]
    for path, data in zip(entries, [*contents[1:], contents[0]], strict=True):
        path.write_bytes(data)


def a_link(cache: Path) -> None:
    (cache / "notices").rename(cache / "elsewhere")
    (cache / "notices").symlink_to(cache / "elsewhere", target_is_directory=True)


def links_within(cache: Path) -> None:
    """Each entry leads to a file of somebody, which nobody may write to or remove."""
    (cache / "somebody-s").mkdir()
    for path in list((cache / "notices").iterdir()):
        path.rename(cache / "somebody-s" / path.name)
        path.symlink_to(cache / "somebody-s" / path.name)


@pytest.mark.parametrize(
    "came", [as_it_came, poisoned, a_link, links_within], ids=lambda came: came.__name__
)
def test_a_cache_from_elsewhere_changes_no_byte_of_the_site(
    begun: Project,
    undisturbed: dict[str, bytes],
    place: Path,
    tmp_path: Path,
    publishers: Publishers,
    came: Callable[[Path], None],
) -> None:
    project, cache = Project(place / "project"), tmp_path / "cache"
    shutil.rmtree(project.root)
    shutil.copytree(begun.root, project.root, symlinks=True)
    shutil.copytree(place / "cache", cache)
    came(cache)
    outside = {
        name: data for name, data in bytes_below(cache).items() if not name.startswith("notices/")
    }

    assert published(publishers, project, cache).status == 0

    assert project.bytes_of_site() == undisturbed
    assert {name: bytes_below(cache).get(name) for name in outside} == outside


def test_notes_from_elsewhere_change_no_byte_of_the_site(
    copied: Project, undisturbed: dict[str, bytes], tmp_path: Path, publishers: Publishers
) -> None:
    """`.notices` of another project, as a wrong key of CI's cache restores it."""
    other = Project.create(tmp_path / "other")
    other.release("zz", FIX.format(name="zz"))
    assert publishers.run(other.root, "publish", "--now", FIRST).status == 0
    shutil.rmtree(copied.root / ".notices")
    shutil.copytree(other.root / ".notices", copied.root / ".notices", symlinks=True)

    assert published(publishers, copied, tmp_path / "cache").status == 0

    assert copied.bytes_of_site() == undisturbed
