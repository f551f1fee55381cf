"""`mkdocs.yml` is read as MkDocs reads it, without MkDocs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from notices.domain.problem import Mark
from notices.project.configuration import (
    Configuration,
    configuration_files,
    read_configuration,
)
from notices.project.errors import ProjectError
from tests.fuzz.limits import within

HEAD = "site_name: Anviec\nsite_url: https://capnhat.anviec.example\n"
ENVIRONMENT = {
    "SITE_DIR": "from-env",
    "NUMBER": "12",
    "YES": "true",
    "URL": "https://env.example/a",
}

# Each with the files beside it that it inherits from.
CONFIGURATIONS: Mapping[str, Mapping[str, str]] = {
    "nothing but a name": {"mkdocs.yml": "site_name: x\n"},
    "folders": {"mkdocs.yml": f"{HEAD}docs_dir: written\nsite_dir: ./out/../public\n"},
    "absolute folders": {"mkdocs.yml": f"{HEAD}docs_dir: ROOT/written\nsite_dir: ROOT/b/../c\n"},
    "folders above": {"mkdocs.yml": f"{HEAD}site_dir: ../elsewhere\n"},
    "a comment and quotes": {"mkdocs.yml": f"{HEAD}site_dir: 'a # b'  # not this\n"},
    "a key that begins alike": {"mkdocs.yml": f"{HEAD}extra:\n  site_dir: inner\n"},
    "a variable": {"mkdocs.yml": f"{HEAD}site_dir: !ENV SITE_DIR\n"},
    "a variable in a list": {"mkdocs.yml": f"{HEAD}site_dir: !ENV [SITE_DIR, site]\n"},
    "a default": {"mkdocs.yml": f"{HEAD}site_dir: !ENV [MISSING, site]\n"},
    "the second of three": {"mkdocs.yml": f"{HEAD}site_dir: !ENV [MISSING, SITE_DIR, site]\n"},
    "no variable and no default": {"mkdocs.yml": f"{HEAD}site_dir: !ENV MISSING\n"},
    "a list of one": {"mkdocs.yml": f"{HEAD}site_dir: !ENV [SITE_DIR]\n"},
    "types of variables": {
        "mkdocs.yml": f"{HEAD}extra:\n  number: !ENV NUMBER\n  yes: !ENV [YES, false]\n"
        "  default: !ENV [MISSING, 2.5]\n  none: !ENV MISSING\n  text: !ENV SITE_DIR\n"
    },
    "a site URL of the environment": {"mkdocs.yml": "site_name: x\nsite_url: !ENV URL\n"},
    "a site URL below a path": {"mkdocs.yml": "site_name: x\nsite_url: http://x.example/a/b/\n"},
    "an empty site URL": {"mkdocs.yml": "site_name: x\nsite_url: ''\n"},
    "extensions": {
        "mkdocs.yml": f"{HEAD}markdown_extensions:\n  - admonition\n  - toc:\n      permalink: false\n"
        "  - attr_list:\n  - toc\n"
    },
    "extensions as a mapping": {
        "mkdocs.yml": f"{HEAD}markdown_extensions:\n  toc: {{permalink: true}}\n  admonition:\n"
    },
    "no plugins": {"mkdocs.yml": f"{HEAD}plugins: []\n"},
    "plugins": {"mkdocs.yml": f"{HEAD}plugins:\n  - search:\n      lang: en\n"},
    "plugins as a mapping": {"mkdocs.yml": f"{HEAD}plugins:\n  search: {{lang: en}}\n"},
    "a theme's name": {"mkdocs.yml": f"{HEAD}theme: material\n"},
    "a theme": {
        "mkdocs.yml": f"{HEAD}theme:\n  name: material\n  language: vi\n  custom_dir: overrides\n"
    },
    "a parent": {
        "mkdocs.yml": "INHERIT: base/base.yml\nsite_name: child\nextra:\n  a: {x: 1}\n",
        "base/base.yml": f"{HEAD}site_dir: public\ndocs_dir: written\n"
        "extra:\n  a: {x: 2, y: 3}\n  b: [1]\n",
    },
    "a grandparent": {
        "mkdocs.yml": "INHERIT: !ENV [MISSING, base/base.yml]\nmarkdown_extensions: [admonition]\n",
        "base/base.yml": "INHERIT: ../root.yml\nsite_dir: !ENV [SITE_DIR, x]\n"
        "markdown_extensions: [attr_list, def_list]\n",
        "root.yml": f"{HEAD}site_dir: y\ntheme:\n  name: material\n  language: de\n",
    },
    "a theme replaced in part": {
        "mkdocs.yml": "INHERIT: root.yml\ntheme:\n  language: de\n",
        "root.yml": f"{HEAD}theme:\n  name: material\n  custom_dir: overrides\n",
    },
    "an umlaut": {"mkdocs.yml": "site_name: Grüße\nsite_dir: öffentlich\n"},
}
BROKEN = {
    "no YAML": {"mkdocs.yml": f"{HEAD}site_dir: [\n"},
    "a list": {"mkdocs.yml": f"{HEAD}site_dir: [a]\n"},
    "a number": {"mkdocs.yml": f"{HEAD}site_dir: !ENV NUMBER\n"},
    "no scheme": {"mkdocs.yml": "site_name: x\nsite_url: capnhat.example\n"},
    "a parent that is missing": {"mkdocs.yml": f"INHERIT: base.yml\n{HEAD}"},
    "a theme without a name": {"mkdocs.yml": f"{HEAD}theme: {{language: vi}}\n"},
    "extensions in a text": {"mkdocs.yml": f"{HEAD}markdown_extensions: toc\n"},
    "two names in one item": {"mkdocs.yml": f"{HEAD}plugins:\n  - {{search: , notices: }}\n"},
    "extra is a list": {"mkdocs.yml": f"{HEAD}extra: [a]\n"},
}
# Where each of them is told, if that is not the line behind the head.
PLACES = {
    "no YAML": ("mkdocs.yml", 4, 1),
    "no scheme": ("mkdocs.yml", 2, 1),
    "a parent that is missing": ("mkdocs.yml", 1, 1),
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("MISSING", raising=False)
    created = tmp_path / "project"
    for name in ("docs", "written", "overrides"):
        (created / name).mkdir(parents=True)
    return created


def write(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("ROOT", str(root)), encoding="utf-8")
    return root / "mkdocs.yml"


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_a_configuration_says_here_what_it_says_to_mkdocs(root: Path, name: str) -> None:
    file = write(root, CONFIGURATIONS[name])

    theirs = load_config(str(file))
    ours = read_configuration(file)

    assert str(ours.docs_dir) == theirs.docs_dir
    assert str(ours.site_dir) == theirs.site_dir
    assert ours.site_name == theirs.site_name
    assert ours.site_url == (theirs.site_url or "")
    assert ours.extra == dict(theirs.extra)
    assert list(ours.markdown_extensions) == theirs.markdown_extensions
    assert {key: dict(value) for key, value in ours.markdown_extensions.items() if value} == (
        theirs.mdx_configs
    )
    # Material's own `search` takes the place of the one without a prefix.
    assert list(ours.plugins) == [key.rpartition("/")[2] for key in theirs.plugins]
    assert ours.theme["name"] == theirs.theme.name
    assert ours.theme.get("custom_dir") == theirs.theme.custom_dir
    if "language" in ours.theme:
        assert ours.theme["language"] == theirs.theme["language"]


@pytest.mark.parametrize("name", BROKEN)
def test_what_mkdocs_refuses_is_a_problem_with_its_place(root: Path, name: str) -> None:
    file = write(root, BROKEN[name])

    with pytest.raises(MkDocsException):
        load_config(str(file))
    with pytest.raises(ProjectError) as refused:
        read_configuration(file)

    [problem] = refused.value.problems
    place = (problem.mark.path, problem.mark.line, problem.mark.column)
    assert (problem.rule, place) == ("configuration", PLACES.get(name, ("mkdocs.yml", 3, 1)))
    assert "\n" not in problem.message


UNUSABLE = {
    "https://x.example/ a": "is not a URL: https://x.example/ a",
    "ftp://x.example/": "has to begin with https:// or http://, not ftp://x.example/",
    "https:///a": "has to begin with https:// or http://, not https:///a",
    "https://[a": "is not a URL: https://[a",
    "https://a..example/": "is not a URL: https://a..example/",
    f"https://{'a' * 64}.example/": f"is not a URL: https://{'a' * 64}.example/",
    "https://x example/": "is not a URL: https://x example/",
    "https://x.example/a\u200b/": "is not a URL: https://x.example/a\u200b/",
    "https://x.example:99999/": "is not a URL: https://x.example:99999/",
    "https://x.example/?a=1": "has a query or a fragment, so no address can be made from it: "
    "https://x.example/?a=1",
    "https://x.example/#a": "has a query or a fragment, so no address can be made from it: "
    "https://x.example/#a",
    "https://me:secret@x.example/": "has a user name or a password, which every reader of the site "
    "would see",
    "ftp://me:secret@x.example/": "has to begin with https:// or http://, not ftp://…@x.example/",
}


@pytest.mark.parametrize("url", UNUSABLE)
def test_an_address_that_no_reader_can_use_is_refused_without_its_password(
    root: Path, url: str
) -> None:
    file = write(root, {"mkdocs.yml": f"site_name: x\nsite_url: '{url}'\n"})

    with pytest.raises(ProjectError) as refused:
        read_configuration(file)

    [problem] = refused.value.problems
    assert (problem.mark, problem.message) == (
        Mark("mkdocs.yml", 2, 1), f"site_url {UNUSABLE[url]}",
    )  # fmt: skip
    assert "secret" not in str(refused.value)


def test_a_problem_of_an_inherited_key_is_told_where_it_is_written(root: Path) -> None:
    parent = f"{HEAD}markdown_extensions:\n  - toc\n  - pymdownx.x: [a]\n"
    file = write(root, {"mkdocs.yml": "INHERIT: base/base.yml\n", "base/base.yml": parent})

    with pytest.raises(ProjectError) as refused:
        read_configuration(file)

    [problem] = refused.value.problems
    assert problem.mark == Mark("base/base.yml", 5, 5)
    assert problem.message == "markdown_extensions.pymdownx.x has to be a mapping"


def test_a_relative_file_is_read_from_the_folder_of_the_process(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root, {"mkdocs.yml": f"{HEAD}site_dir: out\n"})
    monkeypatch.chdir(root)

    assert read_configuration(Path("mkdocs.yml")).site_dir == root / "out"


def test_an_environment_may_be_given(root: Path) -> None:
    file = write(root, {"mkdocs.yml": f"{HEAD}site_dir: !ENV [SITE_DIR, site]\n"})

    assert read_configuration(file, {"SITE_DIR": "other"}).site_dir == root / "other"
    assert read_configuration(file, {}).site_dir == root / "site"


def test_no_python_object_of_the_file_is_made_or_imported(root: Path) -> None:
    file = write(
        root,
        {
            "mkdocs.yml": f"{HEAD}extra:\n  name: !!python/name:material.extensions.emoji.twemoji\n"
            f"  run: !!python/object/apply:os.mkdir ['{root / 'made'}']\n"
            "markdown_extensions:\n  - pymdownx.snippets:\n      base_path: !relative $config_dir\n"
        },
    )

    ours = read_configuration(file)

    assert ours.extra["name"] == "material.extensions.emoji.twemoji"
    assert ours.markdown_extensions["pymdownx.snippets"] == {"base_path": "$config_dir"}
    assert not (root / "made").exists()


def test_parents_in_a_circle_are_refused(root: Path) -> None:
    file = write(root, {"mkdocs.yml": "INHERIT: mkdocs.yml\n"})

    with pytest.raises(ProjectError, match="INHERIT is circular"):
        read_configuration(file)


def test_a_site_without_an_address_says_so_when_it_is_asked_for_it(root: Path) -> None:
    configuration = Configuration(root / "mkdocs.yml", root / "docs", root / "site")

    with pytest.raises(ProjectError, match=r"mkdocs\.yml:1:1: site_url is missing"):
        _ = configuration.base_url


def test_an_address_with_a_line_break_is_refused(root: Path) -> None:
    text = 'site_name: x\nsite_url: "https://x.example/\\r\\na"\n'

    with pytest.raises(ProjectError, match="site_url is not a URL"):
        read_configuration(write(root, {"mkdocs.yml": text}))


def test_a_site_without_a_name_says_so_too(root: Path) -> None:
    address = "https://x.example/"
    folders = (root / "docs", root / "site")
    configuration = Configuration(root / "mkdocs.yml", *folders, site_url=address)

    with pytest.raises(ProjectError, match=r"mkdocs\.yml:1:1: site_name is missing"):
        _ = configuration.base_url


def test_a_key_that_stands_twice_is_refused_where_it_stands_again(root: Path) -> None:
    file = write(root, {"mkdocs.yml": "site_name: A\nextra: {a: 1}\nsite_name: B\n"})

    with pytest.raises(ProjectError, match=r"mkdocs\.yml:3:1: duplicate key 'site_name'"):
        read_configuration(file)


def test_a_merged_key_does_not_stand_twice(root: Path) -> None:
    text = "site_name: A\nextra:\n  a: &a {b: 1, c: 2}\n  d: {<<: *a, b: 3}\n"

    assert read_configuration(write(root, {"mkdocs.yml": text})).extra["d"] == {"b": 3, "c": 2}


def test_reading_a_configuration_imports_no_mkdocs(root: Path) -> None:
    file = write(root, CONFIGURATIONS["a theme"])
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from notices.project.configuration import read_configuration\n"
        f"read_configuration(Path({str(file)!r}))\n"
        "print([m for m in sys.modules if m.startswith(('mkdocs', 'material'))])\n"
    )

    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert result.stdout == "[]\n"


def test_the_files_of_a_configuration_are_known_as_far_as_they_can_be_read(tmp_path: Path) -> None:
    names = ("a/mkdocs.yml", "base.yml", "deeper/base.yml", "missing.yml")
    first, second, third, fourth = (tmp_path / name for name in names)
    for folder in ("a", "deeper"):
        (tmp_path / folder).mkdir()
    first.write_text("INHERIT: ../base.yml\n", encoding="utf-8")
    assert configuration_files(first) == (first, second)
    second.write_text("INHERIT: deeper/base.yml\nsite_name: x\n", encoding="utf-8")
    third.write_text("site_name: [\n", encoding="utf-8")
    assert configuration_files(first) == (first, second, third)
    third.write_text("INHERIT: ../missing.yml\n", encoding="utf-8")
    assert configuration_files(first) == (first, second, third, fourth)
    third.write_text("INHERIT: [no path]\n", encoding="utf-8")
    assert configuration_files(first) == (first, second, third)
    third.write_text("INHERIT: base.yml\n", encoding="utf-8")
    assert configuration_files(first)[:4] == (first, second, third, third)
    assert len(configuration_files(first)) < 30


@pytest.mark.parametrize(
    "text, message",
    [
        pytest.param("a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
            f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
            for before, name in zip("abcdefgh", "bcdefghi", strict=True)
        ), "the file holds more than 100000 values", id="a bomb of aliases"),
        pytest.param("a: &a [*a]\n", "the file holds more than 100000 values", id="holds itself"),
        *(
            pytest.param(f"a: !!{tag}\n", "a value is not of the type that its tag names", id=tag)
            for tag in ("int ''", "bool x", "timestamp x")
        ),
        pytest.param("# x\n" * 40_000, "the file has 156.3 KiB, more than 128 KiB", id="too long"),
    ],
)  # fmt: skip
def test_a_configuration_that_nobody_would_write_is_refused_at_once(
    root: Path, text: str, message: str
) -> None:
    file = root / "mkdocs.yml"
    file.write_text(HEAD + text, encoding="utf-8")
    with within(), pytest.raises(ProjectError) as refused:
        read_configuration(file)
    assert [str(problem.message) for problem in refused.value.problems] == [message]
