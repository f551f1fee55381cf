"""The user's cache: what of it is believed, and that nothing depends on it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import notices
from notices.project import user_cache as module
from notices.project.user_cache import UserCache, program_digest, user_cache

DATA = b"what took long to make"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / ".cache" / "notices"


def entry(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def test_what_was_put_in_comes_back_for_the_same_key_and_program_alone(folder: Path) -> None:
    UserCache(folder, "one").put("key", DATA)

    assert UserCache(folder, "one").get("key") == DATA
    assert UserCache(folder, "one").get("other") is None
    assert UserCache(folder, "two").get("key") is None


def test_its_folder_and_entries_are_open_to_its_user_alone(folder: Path) -> None:
    UserCache(folder, "").put("key", DATA)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert entry(folder).stat().st_mode & 0o777 == 0o600


def test_an_entry_with_any_byte_changed_is_missing(folder: Path) -> None:
    cache = UserCache(folder, "")
    cache.put("key", DATA)
    whole = entry(folder).read_bytes()

    for place in range(len(whole)):
        entry(folder).write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert cache.get("key") is None


def test_an_entry_that_was_cut_short_or_renamed_is_missing(folder: Path) -> None:
    cache = UserCache(folder, "")
    cache.put("key", DATA)
    whole = entry(folder).read_bytes()
    for length in range(len(whole)):
        entry(folder).write_bytes(whole[:length])
        assert cache.get("key") is None
    entry(folder).write_bytes(whole)
    cache.put("other", DATA + b".")
    one, other = sorted(folder.iterdir(), key=lambda path: path.read_bytes() != whole)

    one.replace(other)

    assert (cache.get("key"), cache.get("other")) == (None, None)


@pytest.mark.parametrize("mode", [0o701, 0o770, 0o705])
def test_a_folder_that_others_may_open_is_neither_read_nor_written(folder: Path, mode: int) -> None:
    cache = UserCache(folder, "")
    cache.put("key", DATA)
    folder.chmod(mode)

    assert cache.get("key") is None
    cache.put("other", DATA)
    assert len(list(folder.iterdir())) == 1


def test_a_folder_of_another_user_is_not_believed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = UserCache(folder, "")
    cache.put("key", DATA)
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)

    assert cache.get("key") is None


def test_links_are_not_followed(folder: Path, tmp_path: Path) -> None:
    cache = UserCache(folder, "")
    cache.put("key", DATA)
    moved = entry(folder).rename(tmp_path / "moved")
    (folder / module.UserCache(folder, "")._name("key")).symlink_to(moved)
    assert cache.get("key") is None

    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    cache.put("other", DATA)
    assert cache.get("other") is None


def test_a_place_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for cache in (UserCache(tmp_path / "file" / "notices", ""), UserCache(None, "")):
        cache.put("key", DATA)
        assert cache.get("key") is None


def test_the_oldest_entries_go_where_there_are_too_many(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_ENTRIES", 3)
    for number in range(6):
        # Each by a process of its own: the first that it writes makes room.
        UserCache(folder, "").put(str(number), DATA)
        (folder / UserCache(folder, "")._name(str(number))).touch()

    kept = [number for number in range(6) if UserCache(folder, "").get(str(number))]
    assert kept == [3, 4, 5]


def test_the_oldest_entries_go_where_they_are_too_large(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_BYTES", 250)
    for number in range(4):
        UserCache(folder, "").put(str(number), bytes(68))

    kept = [number for number in range(4) if UserCache(folder, "").get(str(number))]
    assert kept == [2, 3]


def test_what_is_very_large_is_not_kept(folder: Path) -> None:
    UserCache(folder, "").put("key", bytes(4 * 1024 * 1024 + 1))

    assert not folder.exists()


@pytest.mark.parametrize(
    "cache_home, expected",
    [("{tmp}/xdg", "xdg/notices"), ("", "home/.cache/notices"), ("xdg", "home/.cache/notices")],
)
def test_it_lies_where_the_system_keeps_caches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache_home: str, expected: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    user_cache({"XDG_CACHE_HOME": cache_home.format(tmp=tmp_path)}).put("key", DATA)

    assert entry(tmp_path / expected).is_file()


@pytest.mark.parametrize("home", ["", "/", "~", "home"])
def test_a_user_without_a_home_has_no_cache(monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    monkeypatch.setenv("HOME", home)

    assert user_cache({})._folder is None


def test_other_code_of_the_package_finds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(program_digest.cache_clear)
    program_digest.cache_clear()
    package = tmp_path / "notices"
    (package / "rendering").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    code = package / "rendering" / "social.py"
    code.write_text("SIZE = 1\n")
    monkeypatch.setattr(notices, "__file__", str(package / "__init__.py"))
    environ = {"XDG_CACHE_HOME": str(tmp_path / "xdg")}
    user_cache(environ).put("key", DATA)
    assert user_cache(environ).get("key") == DATA

    code.write_text("SIZE = 10\n")
    program_digest.cache_clear()  # As in another process.

    assert user_cache(environ).get("key") is None
