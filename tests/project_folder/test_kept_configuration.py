"""The keys of `mkdocs.yml` are kept where JSON has them as they are, and read anew elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from notices import loading
from notices.loading import Loaded, Tagged
from notices.project.kept_configuration import configuration_keys

PLAIN = (
    b"site_name: Updates\nplugins: [notices]\nextra: {a: 1, b: true, c: null, d: 1.5, e: .inf}\n"
)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[bytes]:
    """What was read from YAML."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    asked: list[bytes] = []
    load = loading.load_configuration

    def counted(path: str, data: bytes, environ: dict[str, str]) -> Loaded[dict[str, object]]:
        asked.append(data)
        return load(path, data, environ)

    monkeypatch.setattr(loading, "load_configuration", counted, raising=False)
    return asked


def test_a_file_is_read_once_and_gives_the_same_ever_after(read: list[bytes]) -> None:
    first = configuration_keys("mkdocs.yml", PLAIN, {})

    again = configuration_keys("other.yml", PLAIN, {})

    assert (again.value, list(again.value or ())) == (first.value, list(first.value or ()))
    assert read == [PLAIN]
    configuration_keys("mkdocs.yml", PLAIN + b"x: 1\n", {})
    assert len(read) == 2


@pytest.mark.parametrize(
    "data",
    [b"a: !relative x\n", b"a: !!python/name:b.c\n", b"a: 2026-01-01\n", b"1: a\n",
     b"a: !!set {b}\n", b"a: &a [*a]\n", b"a: !!binary aGk=\n", b"a: [\n", b"- a\n"],
)  # fmt: skip
def test_what_json_does_not_have_is_read_each_time(read: list[bytes], data: bytes) -> None:
    first, again = (configuration_keys("mkdocs.yml", data, {}) for _ in range(2))

    assert len(read) == 2
    assert repr(again) == repr(first)
    if b"relative" in data:
        assert isinstance((again.value or {})["a"], Tagged)


def test_variables_are_never_kept(read: list[bytes], tmp_path: Path) -> None:
    for value in ("one-secret", "another"):
        loaded = configuration_keys("mkdocs.yml", b"a: !ENV TOKEN\n", {"TOKEN": value})
        assert loaded.value == {"a": value}

    assert not any(names for _, _, names in os.walk(tmp_path))


def test_another_yaml_believes_nothing(read: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    configuration_keys("mkdocs.yml", PLAIN, {})
    monkeypatch.setattr(loading, "library_state", lambda *names: "yaml 7")

    configuration_keys("mkdocs.yml", PLAIN, {})

    assert len(read) == 2
