"""What a preview answers to a path: files of its folder with their types, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from notices.cli.preview.answers import PreviewAnswer, Shown, answer
from notices.publishing.marker import MARKER
from tests.hosting.headers import expected

SECRET = b"a secret beside the folder"


@pytest.fixture
def shown(tmp_path: Path) -> Shown:
    folder = tmp_path / "site"
    for name, text in {
        "index.html": "<body>home</body>",
        "404.html": "<body>lost</body>",
        "en/index.html": "<body>English</body>",
        "assets/a b.css": "a {}",
        "empty/note.txt": "note",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "secret.txt").write_bytes(SECRET)
    return Shown("1", folder)


def test_every_file_of_a_site_has_the_type_that_hosts_send(demo_site: Path) -> None:
    shown = Shown("1", demo_site)
    wrong, count = [], 0
    for path in demo_site.rglob("*"):
        if not path.is_file() or path.name in ("404.html", MARKER):
            continue
        address = f"/{path.relative_to(demo_site).as_posix()}".removesuffix("index.html")
        found = answer(shown, address)
        count += 1
        if (found.status, found.content_type) != (200, expected(address)["Content-Type"]):
            wrong.append((address, found.status, found.content_type))
    assert wrong == []
    assert count > 100


def test_a_folder_is_its_page_and_without_a_slash_leads_there(shown: Shown) -> None:
    assert b"English" in answer(shown, "/en/").body
    assert answer(shown, "/en/").status == 200
    assert answer(shown, "/en").location == "/en/"
    assert answer(shown, "/en?x=//evil.example").location == "/en/"


def test_a_name_may_have_blanks_and_a_query(shown: Shown) -> None:
    assert answer(shown, "/assets/a%20b.css?1234") == PreviewAnswer(
        200, "text/css; charset=utf-8", b"a {}"
    )


@pytest.mark.parametrize("path", ["/nothing", "/nothing/", "/empty/", "/empty", "/assets/"])
def test_what_is_not_there_and_a_folder_without_a_page_is_the_404_page(
    shown: Shown, path: str
) -> None:
    found = answer(shown, path)
    assert (found.status, found.content_type) == (404, "text/html; charset=utf-8")
    assert b"lost" in found.body
    assert b"note.txt" not in found.body


def test_a_site_without_a_404_page_says_so_in_one_line(shown: Shown) -> None:
    assert shown.folder is not None
    (shown.folder / "404.html").unlink()
    assert answer(shown, "/nothing") == PreviewAnswer(404, body=b"not found\n")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/en/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/en/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "/%2e%2e%5csecret.txt",
        "//secret.txt",
        "//evil.example/",
        "//evil.example",
        "/./index.html",
        "/en//index.html",
        "/index.html%00.txt",
        "/%ff",
        "/" + "a" * 5000,
        "http://evil.example/",
        "secret.txt",
        "*",
    ],
)
def test_no_path_leads_out_of_the_folder_or_to_another_host(shown: Shown, path: str) -> None:
    found = answer(shown, path)
    assert found.status == 404
    assert found.location == ""
    assert SECRET not in found.body


def test_an_absolute_path_of_the_machine_is_below_the_folder(shown: Shown, tmp_path: Path) -> None:
    found = answer(shown, f"/{tmp_path}/secret.txt")
    assert found.status == 404
    assert SECRET not in found.body


def test_a_link_out_of_the_folder_is_not_followed(shown: Shown, tmp_path: Path) -> None:
    assert shown.folder is not None
    (shown.folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (shown.folder / "up").symlink_to(tmp_path)
    for path in ("/link.txt", "/up/secret.txt", "/up/site/index.html/../../secret.txt"):
        assert answer(shown, path).status == 404, path


def test_a_site_below_a_path_is_there_and_its_host_leads_to_it(shown: Shown) -> None:
    below = Shown("1", shown.folder, "/updates/")
    assert b"home" in answer(below, "/updates/").body
    assert answer(below, "/").location == "/updates/"
    assert answer(below, "/updates").location == "/updates/"
    assert answer(below, "/en/").status == 404
    assert answer(below, "/updates/../secret.txt").status == 404


def test_a_page_gets_the_script_that_reloads_and_nothing_else_does(shown: Shown) -> None:
    tag = (
        b'<script src="/.notices/reload.js" data-events="/.notices/events" data-version="1">'
        b"</script>\n"
    )
    assert answer(shown, "/").body == b"<body>home" + tag + b"</body>"
    assert answer(shown, "/nothing").body == b"<body>lost" + tag + b"</body>"
    assert answer(shown, "/empty/note.txt").body == b"note"
    script = answer(shown, "/.notices/reload.js?1")
    assert (script.status, script.content_type) == (200, "text/javascript; charset=utf-8")


@pytest.mark.parametrize("path", ["/", "/en/", "/nothing", "/feed.xml"])
def test_where_there_is_no_site_every_path_says_what_is_wrong(path: str) -> None:
    found = answer(Shown("1", failure="policy.yml:1: <what>"), path)
    assert (found.status, found.content_type) == (500, "text/html; charset=utf-8")
    assert b"policy.yml:1: &lt;what&gt;" in found.body
    assert b"reload.js" in found.body
