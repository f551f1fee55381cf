"""The files that are shipped for hosts do what the page says: real servers, every file."""

from __future__ import annotations

import email.utils
import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo import made
from tests.hosting.headers import ALWAYS, EXAMPLES, FONTS, FOR_EVER, expected, headers_file, read
from tests.hosting.servers import Answer, Server, caddy, nginx
from tests.project import CLONE, Project

STARTERS = {"nginx": nginx, "caddy": caddy}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A demo of our own, which we may publish again."""
    return Project(made(tmp_path_factory.mktemp("served") / "project").parent)


@pytest.fixture(scope="module", params=STARTERS)
def server(
    request: pytest.FixtureRequest, served: Project, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with STARTERS[request.param](served.site, tmp_path_factory.mktemp("server")) as started:
        yield started


NOT_SERVED = ("/404.html", "/.notices-site")


def addresses(site: Path) -> list[str]:
    """The address of every file of the site; of a page, the folder's. The marker is not served."""
    found = (f"/{path.relative_to(site).as_posix()}" for path in site.rglob("*") if path.is_file())
    return sorted(path.removesuffix("index.html") for path in found if path not in NOT_SERVED)


def wrong(address: str, answer: Answer) -> list[str]:
    found = [] if answer.status == 200 else [f"{address}: {answer.status}"]
    for name, value in expected(address).items():
        if answer.headers.get(name.lower()) != value:
            found.append(f"{address}: {name}: {answer.headers.get(name.lower())} and not {value}")
    return found


def test_every_file_of_the_site_has_its_type_and_headers(server: Server, served: Project) -> None:
    found = addresses(served.site)

    assert [line for each in found for line in wrong(each, server.get(each))] == []
    assert len(found) > 100


def test_the_site_has_what_the_table_names(served: Project) -> None:
    assert [each for each in EXAMPLES if each not in addresses(served.site)] == []


def named(site: Path, *, hashed: bool) -> list[str]:
    """The assets that the pages name, with or without the hash of their bytes in the address."""
    found = set()
    for page in site.rglob("*.html"):
        for name in re.findall(r'"[./]*(assets/[^"]+)"', page.read_text(encoding="utf-8")):
            sure = re.search(r"\?[0-9a-f]{8}$|\.[0-9a-f]{8}\.min\.(css|js)$", name)
            if (sure is not None) == hashed:
                found.add(f"/{name}")
    return sorted(found)


def test_what_a_page_names_with_a_hash_is_kept_for_ever_and_nothing_else(
    server: Server, served: Project
) -> None:
    for_ever, not_so = named(served.site, hashed=True), named(served.site, hashed=False)
    fonts = [each for each in not_so if each.startswith("/assets/fonts/")]
    kept = {each: server.get(each).headers["cache-control"] for each in (*for_ever, *not_so)}

    assert kept == (
        dict.fromkeys(for_ever, FOR_EVER)
        | dict.fromkeys(not_so, "no-cache")
        | dict.fromkeys(fonts, FONTS)
    )
    assert len(for_ever) >= 5
    assert len(fonts) == 2
    assert len(not_so) > len(fonts)


def test_a_second_poll_is_told_that_nothing_changed(server: Server) -> None:
    for each in EXAMPLES:
        first = server.get(each, accept_encoding="gzip")
        tag, dated = first.headers["etag"], first.headers["last-modified"]

        for again in (
            server.get(each, accept_encoding="gzip", if_none_match=tag),
            server.get(each, accept_encoding="gzip", if_modified_since=dated),
            server.get(each, if_none_match=tag, if_modified_since=dated),
        ):
            assert (again.status, again.body) == (304, b""), each
            assert again.headers["cache-control"] == first.headers["cache-control"]


def test_a_publish_makes_pollers_fetch_what_it_changed_and_nothing_else(
    server: Server, served: Project
) -> None:
    """The link is swapped under the running server."""
    before = {each: server.get(each) for each in addresses(served.site)}
    shown = served.site.readlink()
    name = f"published-behind-{server.name}"
    served.write("content/pages/subscribe.md", f"# Theo dõi\n\n{name}\n")

    result = served.run("publish", "--now", "2026-11-23 15:10")

    assert result.status in (0, 3), result.err
    assert served.site.readlink() != shown
    same: list[str] = []
    other: list[str] = []
    for each, first in before.items():
        again = server.get(
            each,
            if_none_match=first.headers["etag"],
            if_modified_since=first.headers["last-modified"],
        )
        (same if again.status == 304 else other).append(each)
    assert other == ["/subscribe/"]
    assert {"/feed.xml", "/assets/notices.css", "/api/notices.json"} <= set(same)
    assert name in server.get("/subscribe/").body.decode()


def test_a_dated_poll_alone_is_not_told_that_a_changed_file_is_the_same(
    server: Server, served: Project
) -> None:
    dated = server.get("/").headers["last-modified"]
    then = email.utils.parsedate_to_datetime(dated).timestamp()
    earlier = email.utils.formatdate(then - 1, usegmt=True)

    assert server.get("/", if_modified_since=earlier).status == 200


def test_whoever_takes_gzip_gets_gzip_and_the_same_bytes(server: Server) -> None:
    for each in EXAMPLES:
        plain = server.get(each)
        small = server.get(each, accept_encoding="gzip")
        assert plain.headers.get("content-encoding") is None
        if len(plain.body) < 1000:
            continue
        assert small.headers["content-encoding"] == "gzip", each
        assert "accept-encoding" in small.headers["vary"].lower()
        assert gzip.decompress(small.body) == plain.body
        assert len(small.body) < len(plain.body)


@pytest.mark.parametrize(
    "address",
    ["/nowhere", "/en/nowhere/at/all/", "/feeds/category/nothing.xml", "/api/", "/releases/",
     "/assets/fonts/", "/assets/stylesheets/gone.00000000.min.css", "/.notices/lock", "/.notices-site"],
)  # fmt: skip
def test_what_is_not_there_is_the_missing_page_and_no_folder_is_listed(
    server: Server, served: Project, address: str
) -> None:
    got = server.get(address)

    assert got.status == 404
    assert got.body == (served.site / "404.html").read_bytes()
    assert got.headers["content-type"] == "text/html; charset=utf-8"
    assert got.headers["cache-control"] == "no-cache"
    assert {name: got.headers.get(name.lower()) for name in ALWAYS} == ALWAYS


def test_a_folders_address_without_its_slash_leads_to_it_on_whatever_host(server: Server) -> None:
    got = server.get("/en/changelog")

    assert got.status in (301, 308)
    assert got.headers["location"] == "/en/changelog/"


def test_nothing_can_be_written(server: Server) -> None:
    for method in ("PUT", "POST", "DELETE"):
        assert server.get("/feed.xml", method).status >= 400


def test_the_file_of_headers_says_the_same_for_every_file(served: Project) -> None:
    text = read("_headers")
    found = []
    for address in (*addresses(served.site), *EXAMPLES):
        given = headers_file(text, address)
        headers = expected(address)
        if "feeds/" in address:
            # No rule can tell `x.xml` from `x.atom.xml`; the file says so.
            headers.pop("Content-Type")
        if headers.get("Cache-Control") == "no-cache":
            headers["Cache-Control"] = None
        for name, values in given.items():
            if len(values) > 1 or (name in headers and headers[name] != values[0]):
                found.append(f"{address}: {name}: {values} and not {headers.get(name)}")
        # Their hosts know the types of pages, styles, scripts and images.
        known = {"Content-Type"} if headers["Access-Control-Allow-Origin"] is None else set()
        missing = {name for name, value in headers.items() if value} - given.keys() - known
        found += [f"{address}: no {name}" for name in sorted(missing)]

    assert found == []


def test_the_file_of_headers_keeps_for_ever_what_a_page_names_with_a_hash(
    served: Project,
) -> None:
    text = read("_headers")
    for_ever = [each.partition("?")[0] for each in named(served.site, hashed=True)]

    kept = {each: headers_file(text, each).get("Cache-Control") for each in for_ever}
    assert kept == {each: [FOR_EVER] for each in for_ever}


def test_every_link_of_the_page_leads_somewhere() -> None:
    page = CLONE / "docs" / "hosting.md"
    links = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))

    assert {"hosting/nginx.conf", "hosting/Caddyfile", "hosting/_headers"} <= set(links)
    assert [link for link in links if not (page.parent / link).exists()] == []
