"""`doctor URL`: real built sites, served over loopback, held against the project."""

from __future__ import annotations

import json
import shutil
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from notices.audit import fetch
from notices.audit.deployed import NotOurs, read_deployed
from tests.project import FEATURE, Answer, Project

# What is published at each: `advance`, `announcement`, `reminder` of one feature.
PUBLISHES = ("2026-12-01 09:00", "2026-12-09 14:00", "2026-12-10 14:00")
FIRST, SECOND, THIRD = PUBLISHES
HIDDEN = FEATURE.replace("2026-12-12", "2027-01-09")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Nothing: pytest has the terminal."""


@contextmanager
def serving(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True, slots=True)
class History:
    """One project after each of three publishes: its content and its site then."""

    root: Path

    def site(self, number: int) -> Path:
        return self.root / f"site-{number}"

    def content(self, number: int) -> Path:
        return self.root / f"content-{number}"


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    """Made once; nobody may change it."""
    root = tmp_path_factory.mktemp("doctor")
    project = Project.create(root / "project")
    project.release("payroll-engine")
    project.release("hidden", HIDDEN)
    for number, now in enumerate(PUBLISHES, 1):
        assert project.run("publish", "--now", now).status == 0
        shutil.copytree(project.site.resolve(), root / f"site-{number}")
        shutil.copytree(project.root / "content", root / f"content-{number}")
    return History(root)


@pytest.fixture
def at(project: Project, history: History) -> Callable[[int], Project]:
    """The project as it was after a publish."""

    def taken_back(number: int) -> Project:
        shutil.rmtree(project.root / "content")
        shutil.copytree(history.content(number), project.root / "content")
        return project

    return taken_back


def ask(project: Project, folder: Path, now: str) -> Answer:
    with serving(partial(Quiet, directory=str(folder))) as url:
        return project.run("doctor", url, "--now", now)


def kinds(result: Answer) -> list[str]:
    assert result.status == (1 if result.out else 0)
    return [line.partition(":")[0] for line in result.out.splitlines()]


@pytest.fixture
def copy(history: History, tmp_path: Path) -> Path:
    """A copy of the second site, to be changed."""
    return Path(shutil.copytree(history.site(2), tmp_path / "copy"))


def edit(path: Path, change: Callable[[Any], None]) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")


Taken = Callable[[int], Project]


def test_a_site_as_it_should_be_is_the_same_until_the_next_notice_is_due(
    at: Taken, history: History
) -> None:
    for now in (SECOND, "2026-12-10 13:59:59"):
        result = ask(at(2), history.site(2), now)
        assert (result.status, result.out) == (0, "")
        assert result.err.startswith("the site is as it should be at 2026-12-")


def test_a_site_below_a_path_is_found_with_and_without_a_slash(at: Taken, history: History) -> None:
    with serving(partial(Quiet, directory=str(history.root))) as url:
        for address in (f"{url}/site-2", f"{url}/site-2/", f"{url}/site-2//?x=1#y"):
            assert at(2).run("doctor", address, "--now", SECOND).status == 0


def test_a_notice_that_is_due_and_not_there_is_missing(at: Taken, history: History) -> None:
    result = ask(at(2), history.site(2), "2026-12-10 15:00")
    assert result.out == (
        "missing: `reminder` of `payroll-engine` is due since 2026-12-10 14:00 (+07:00), "
        "by 2026-12-10 20:00 (+07:00)\n"
    )
    assert result.status == 1


def test_an_update_that_was_written_and_is_not_there_is_missing(
    at: Taken, history: History
) -> None:
    project = at(2)
    update = "updates: [{at: 2026-12-09 15:00, text: {vi: Đã sao lưu., en: Saved.}}]\n"
    project.release("payroll-engine", FEATURE + update)
    due = ask(project, history.site(2), "2026-12-09 15:10")
    assert "missing: `update-1` of `payroll-engine` is due" in due.out
    assert project.run("publish", "--now", "2026-12-09 15:10").status == 0
    published = ask(project, history.site(2), "2026-12-09 15:10")
    assert (
        "missing: `update-1` of `payroll-engine`, published on 2026-12-09 15:10 (+07:00), "
        "is not shown\n"
    ) in published.out
    assert ask(project, project.site, "2026-12-09 15:10").status == 0


def test_a_site_that_stands_at_an_older_record_is_stale_and_what_it_lacks_is_missing(
    at: Taken, history: History
) -> None:
    result = ask(at(3), history.site(1), THIRD)
    assert result.out == (
        "stale: the site is at record 1 of 3; "
        "it has not changed since 2026-12-09 14:00 (+07:00)\n"
        "missing: `announcement` of `payroll-engine`, published on 2026-12-09 14:00 (+07:00), "
        "is not shown\n"
        "missing: `reminder` of `payroll-engine`, published on 2026-12-10 14:00 (+07:00), "
        "is not shown\n"
    )


def test_a_site_that_was_not_built_since_the_window_began_is_stale(
    at: Taken, history: History
) -> None:
    result = ask(at(3), history.site(3), "2026-12-12 20:00")
    assert (
        "stale: the release `payroll-engine` is shown with state announced; "
        "it should be in_progress\n"
    ) in result.out
    assert set(kinds(result)) == {"stale"}


def test_a_site_whose_entry_has_been_rewritten_since_is_stale(at: Taken, history: History) -> None:
    project = at(2)
    project.release("payroll-engine", FEATURE.replace("The details.", "All the details."))
    result = ask(project, history.site(2), SECOND)
    assert result.out.startswith("stale: the site is generation ")
    project.release("payroll-engine", FEATURE.replace("New payroll", "Newer payroll"))
    result = ask(project, history.site(2), SECOND)
    assert "stale: the release `payroll-engine` is shown with title " in result.out


def test_a_newer_site_is_ahead_of_an_older_clone(at: Taken, history: History) -> None:
    result = ask(at(1), history.site(2), SECOND)
    assert result.out == (
        "ahead: the site's ledger has 2 records, ours has 1: "
        "get the newer ledger (git pull), then run this again\n"
    )


def test_a_newer_site_without_what_our_ledger_holds_lacks_it_all_the_same(
    at: Taken, copy: Path
) -> None:
    def forget(result: Any) -> None:
        result["releases"][0]["notices"].pop(0)

    edit(copy / "api/notices.json", forget)
    result = ask(at(1), copy, SECOND)
    assert kinds(result) == ["ahead", "missing"]
    assert "`advance` of `payroll-engine`, published on 2026-12-01 09:00" in result.out


def test_a_head_that_is_not_on_our_chain_is_forged(at: Taken, copy: Path) -> None:
    edit(copy / "api/notices.json", lambda document: document["ledger"].update(head="ab" * 32))
    result = ask(at(2), copy, SECOND)
    assert kinds(result) == ["forged"]
    assert "the site names abababababab… as the ledger's head after 2 records" in result.out


def test_a_head_of_our_chain_with_another_count_is_forged(at: Taken, copy: Path) -> None:
    edit(copy / "api/notices.json", lambda document: document["ledger"].update(count=7))
    result = ask(at(2), copy, SECOND)
    assert kinds(result) == ["forged"]
    assert "in our ledger that is impossible" in result.out


def test_a_ledger_rewritten_here_finds_the_site_that_knew_the_old_one(
    project: Project, history: History
) -> None:
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-12-01 08:00")
    result = ask(project, history.site(1), FIRST)
    assert kinds(result)[0] == "forged"
    assert (
        "is shown as published on 2026-12-01 09:00 (+07:00), but the ledger does not" in result.out
    )


def backdate(document: Any) -> None:
    document["releases"][0]["notices"][0]["published_at"] = "2026-11-22T01:00:00Z"


def invent(document: Any) -> None:
    shown = {"id": "final", "published_at": "2026-12-09T07:00:00Z"}
    document["releases"][0]["notices"].append(shown)


def smuggle(document: Any) -> None:
    document["releases"].append({**document["releases"][0], "id": "smuggled", "notices": []})


def move(document: Any) -> None:
    document["releases"][0]["start"] = "2026-12-19T13:00:00Z"


@pytest.mark.parametrize("change", [backdate, invent, smuggle, move])
def test_what_the_ledger_denies_is_forged(
    at: Taken, copy: Path, change: Callable[[Any], None]
) -> None:
    edit(copy / "api/notices.json", change)
    result = ask(at(2), copy, SECOND)
    assert "forged" in kinds(result)
    assert set(kinds(result)) <= {"forged", "missing"}


def test_a_forged_past_is_found_even_in_a_site_that_is_ahead(at: Taken, copy: Path) -> None:
    edit(copy / "api/notices.json", backdate)
    assert kinds(ask(at(1), copy, SECOND)) == ["ahead", "forged", "missing"]


def test_a_text_changed_on_the_server_alone_is_forged(at: Taken, copy: Path) -> None:
    edit(
        copy / "api/notices.json",
        lambda document: document["releases"][0]["title"].update(en="Free"),
    )
    result = ask(at(2), copy, SECOND)
    assert kinds(result) == ["forged"]
    assert "is shown with title" in result.out


@pytest.mark.parametrize(
    "old, new, found",
    [
        ("<pubDate>Tue, 01 Dec", "<pubDate>Tue, 24 Nov", ["forged"]),
        ("#advance-", "#elsewhere-", ["forged"]),
        ("urn:uuid:", "urn:uuid:0", ["forged", "forged", "missing", "missing"]),
        ("<generator>notices ", "<generator>notices 0", ["stale"]),
    ],
    ids=["date", "link", "id", "generation"],
)
def test_a_feed_that_tells_otherwise_is_found(
    at: Taken, copy: Path, old: str, new: str, found: list[str]
) -> None:
    feed = copy / "feed.xml"
    text = feed.read_text(encoding="utf-8")
    assert old in text
    feed.write_text(text.replace(old, new), encoding="utf-8")
    assert kinds(ask(at(2), copy, SECOND)) == found


def test_an_old_feed_beside_a_new_site_lacks_an_item(
    at: Taken, history: History, copy: Path
) -> None:
    shutil.copy(history.site(1) / "feed.xml", copy)
    result = ask(at(2), copy, SECOND)
    assert kinds(result) == ["missing", "stale"]
    assert "/feed.xml lacks the item of 2026-12-09 14:00 (+07:00)" in result.out
    assert "the deployment is incomplete, or a cache holds an old file" in result.out


def test_a_site_that_was_built_and_never_recorded_is_found(at: Taken, tmp_path: Path) -> None:
    project = at(1)
    built = tmp_path / "built"
    project.run("build", "--now", SECOND, "--site-dir", str(built))
    result = ask(project, built, "2026-12-09 15:00")
    assert kinds(result) == ["forged"]
    assert (
        "but the ledger does not hold it; the site was built without being recorded" in result.out
    )


def test_a_site_of_an_older_version_is_stale(at: Taken, copy: Path) -> None:
    def age(result: Any) -> None:
        del result["ledger"], result["generation"], result["plans"]

    edit(copy / "api/notices.json", age)
    result = ask(at(2), copy, SECOND)
    assert result.out == (
        "stale: /api/notices.json does not name a ledger; an older version of the program made it\n"
    )


def test_nothing_hidden_is_said_of_what_is_not_due(at: Taken, history: History) -> None:
    for number in (1, 2, 3):
        assert "hidden" not in ask(at(3), history.site(number), THIRD).out


def test_a_broken_ledger_here_is_told_before_any_site_is_asked(at: Taken) -> None:
    project = at(2)
    project.write("content/ledger.jsonl", "nonsense\n")
    result = project.run("doctor", "http://127.0.0.1:1", "--now", SECOND)
    assert result.status == 1
    assert "error[ledger-broken]" in result.out + result.err


# What cannot be asked, or is no site of ours: one line, status 2.


def refused(result: Answer) -> str:
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("notices: ")
    assert result.err.count("\n") == 1
    assert "\x1b" not in result.err
    return result.err


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname",
        "ftp://example.com/",
        "example.com",
        "",
        "http://",
        "http://[::1",
        "http://host:port/",
        "http://host:99999/",
        "http://a b/",
        "http://a..b/",
        f"http://{'ậ' * 64}/",
        "http://host/\x1b[31m",
        "http://user:secret@host/",
    ],
)
def test_an_address_that_is_none_is_refused_unasked(project: Project, url: str) -> None:
    result = project.run("doctor", url, "--now", SECOND)
    assert "secret" not in refused(result)


def test_a_server_that_is_not_there_is_unreachable(project: Project) -> None:
    with serving(Quiet) as url:
        pass
    assert "Connection refused" in refused(project.run("doctor", url, "--now", SECOND))


def test_a_server_without_the_file_is_told_with_its_answer(project: Project) -> None:
    result = ask(project, project.root, SECOND)
    assert "/api/notices.json: the server answered 404" in refused(result)


GOOD = b'{"version": 1, "releases": []}'
SHOWN = (
    b'{"version": 1, "releases": [{"id": "x", "state": "done", "start": "", "end": "", '
    b'"title": %s, "notices": [{"id": "a", "published_at": "%s"}]}]}'
)


@pytest.mark.parametrize(
    "notices",
    [
        b"<!doctype html><title>Welcome</title>",
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b"[]",
        b"null",
        b'{"version": 2, "releases": []}',
        b'{"version": 1}',
        b'{"version": 1, "releases": {}}',
        b'{"version": 1, "releases": [1]}',
        b'{"version": 1, "releases": [{"id": 1, "notices": []}]}',
        b'{"version": 1, "releases": [{"id": "x"}]}',
        b'{"version": 1, "releases": [{"id": "x", "notices": [1]}]}',
        b'{"version": 1, "releases": [{"id": "x", "notices": [{"id": "a"}]}]}',
        b'{"version": 1, "releases": [{"id": "x", "notices": [{"id": "a", "published_at": "?"}]}]}',
        b'{"version": 1, "releases": [{"id": "\\u001b[31m", "notices": []}]}',
        b'{"version": 1, "releases": [], "ledger": {"head": "\\u202e", "count": 1}}',
        b'{"version": 1, "releases": [], "ledger": {"head": "ab", "count": true}}',
        b'{"version": 1, "releases": [], "ledger": []}',
        b'{"version": 1, "releases": [], "generation": 7}',
        b'{"version": 1, "releases": [], "ledger": {"head": "ab", "count": -1}}',
        b'{"version": 1, "releases": [], "ledger": {"head": "ab", "count": ' + b"9" * 99 + b"}}",
        SHOWN % (b'{"a": {"b": 1}}', b"2026-12-01T02:00:00Z"),
        SHOWN % (b'{"a": "b"}', b"0001-01-01T00:00:00Z"),
        SHOWN % (b'{"a": "b"}', b"9999-12-31T23:59:59-12:00"),
        SHOWN % (b'{"a": ' + b"[" * 900 + b"]" * 900 + b"}", b"2026-12-01T02:00:00Z"),
    ],
)
def test_what_is_no_site_of_ours_is_told_by_its_first_fault(
    project: Project, tmp_path: Path, notices: bytes
) -> None:
    (tmp_path / "site/api").mkdir(parents=True)
    (tmp_path / "site/api/notices.json").write_bytes(notices)
    (tmp_path / "site/feed.xml").write_bytes(b"<rss><channel/></rss>")
    assert "is not a site of this program" in refused(ask(project, tmp_path / "site", SECOND))


@pytest.mark.parametrize(
    "feed",
    [
        b"",
        b"<html></html>",
        b"<rss></rss>",
        b"<rss><channel>",
        b"\xff",
        b"<rss><channel><item><guid>x</guid></item></channel></rss>",
        b"<rss><channel><item><pubDate>soon</pubDate></item></channel></rss>",
        b"<rss><channel><generator>\xe2\x80\xae</generator></channel></rss>",
        b"<rss><channel><item><guid>x</guid><pubDate>Sat, 01 Jan 1099 00:00:00 GMT</pubDate></item></channel></rss>",
        b'<!doctype x [<!ENTITY a "aaaa">]><rss><channel><title>&a;</title></channel></rss>',
    ],
)
def test_a_feed_that_is_none_is_told(project: Project, tmp_path: Path, feed: bytes) -> None:
    (tmp_path / "site/api").mkdir(parents=True)
    (tmp_path / "site/api/notices.json").write_bytes(GOOD)
    (tmp_path / "site/feed.xml").write_bytes(feed)
    assert "/feed.xml" in refused(ask(project, tmp_path / "site", SECOND))


def answering(answer: Callable[[BaseHTTPRequestHandler], None]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *args: Any) -> None:
            """Nothing."""

    return Handler


def redirecting(target: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", target)
        handler.end_headers()

    return answer


def redirecting_endlessly(handler: BaseHTTPRequestHandler) -> None:
    redirecting("/again")(handler)
    pour(handler, b" " * 65536)


def continuing(handler: BaseHTTPRequestHandler) -> None:
    pour(handler, b"HTTP/1.1 100 Continue\r\n\r\n")


def trickling_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    pour(handler, b"X: y\r\n", pause=0.1)


def pour(handler: BaseHTTPRequestHandler, data: bytes, pause: float = 0) -> None:
    """The same again and again, for longer than any test waits."""
    ends = time.monotonic() + 3
    try:
        while time.monotonic() < ends:
            handler.wfile.write(data)
            time.sleep(pause)
    except OSError:
        return


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b" " * 65536)
    except OSError:
        return


def trickling(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(100):
            handler.wfile.write(b" ")
            time.sleep(0.02)
    except OSError:
        return


def silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(0.5)


def rude(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x00\x01 nonsense\r\n\r\n")


def short(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(GOOD)


@pytest.mark.parametrize(
    "answer, words",
    [
        (redirecting("file:///etc/hostname"), "redirects elsewhere, to file:///etc/hostname"),
        (redirecting("ftp://127.0.0.1/x"), "redirects elsewhere, to ftp://127.0.0.1/x"),
        (redirecting("http://example.com/x"), "redirects elsewhere, to http://example.com/x"),
        (redirecting("//10.0.0.1/x"), "redirects elsewhere, to http://10.0.0.1/x"),
        (redirecting("http://169.254.169.254/"), "redirects elsewhere, to http://169.254.169.254/"),
        (redirecting("http://localhost:1/x"), "redirects elsewhere, to http://localhost:1/x"),
        (redirecting("http://127.0.0.1:1/x"), "redirects elsewhere, to http://127.0.0.1:1/x"),
        (redirecting("/again"), "redirects more than 5 times"),
        (redirecting_endlessly, "redirects more than 5 times"),
        (continuing, "incomplete after"),
        (trickling_headers, "incomplete after"),
        (endless, "larger than"),
        (trickling, "incomplete after"),
        (silent, "timed out"),
        (rude, "not HTTP"),
        (short, "970 bytes are missing"),
    ],
    ids=[
        *("to a file", "to ftp", "to a host", "to an address", "to a cloud's own", "to a name"),
        *("to a port", "in circles", "with a body", "100 for ever", "slow headers"),
        *("endless", "trickling", "silent", "rude", "short"),
    ],
)
def test_a_server_that_plays_tricks_is_left_in_bounded_time_and_room(
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    answer: Callable[[BaseHTTPRequestHandler], None],
    words: str,
) -> None:
    monkeypatch.setattr(fetch, "_MAX_BYTES", 1 << 20)
    monkeypatch.setattr(fetch, "_TIMEOUT_S", 0.2)
    monkeypatch.setattr(fetch, "_TOTAL_S", 0.8)
    begun = time.monotonic()
    with serving(answering(answer)) as url:
        result = project.run("doctor", url, "--now", SECOND)
        assert time.monotonic() - begun < 5
    message = refused(result)
    assert words in message


def test_files_of_more_values_than_any_site_has_are_not_even_parsed() -> None:
    feed = b"<rss><channel/></rss>"
    tracemalloc.start()
    for notices, found in (
        (b"[" + b"{}," * 3_000_000 + b"0]", feed),
        (GOOD, b"<rss>" + b"<a/>" * 3_000_000 + b"</rss>"),
        (GOOD, b"<rss " + b" ".join(b'a%d=""' % n for n in range(300_000)) + b"/>"),
        (GOOD, b"<a>" * 3_000_000),
    ):
        with pytest.raises(NotOurs):
            read_deployed(notices, found)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 64 << 20


def test_a_deep_feed_is_refused_as_any_other_that_is_not_ours() -> None:
    deep = 60_000
    with pytest.raises(NotOurs):
        read_deployed(GOOD, b"<a>" * deep + b"</a>" * deep)


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "0.0.0.0", "::1"])
def test_a_name_that_leads_to_this_machine_is_not_asked(
    project: Project, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    class Connected:
        """A socket that would be connected there; nothing may be sent on it."""

        def getpeername(self) -> tuple[str, int]:
            return address, 80

        def setsockopt(self, *option: int) -> None:
            """As a real one."""

        def close(self) -> None:
            """As a real one."""

    monkeypatch.setattr(socket, "create_connection", lambda *args, **options: Connected())
    for scheme in ("http", "https"):
        result = project.run("doctor", f"{scheme}://updates.example/", "--now", SECOND)
        assert f"the name leads to {address}; ask that address if you mean it" in refused(result)


def test_a_redirect_on_the_same_server_is_followed(at: Taken, history: History) -> None:
    class Moved(Quiet):
        def do_GET(self) -> None:
            if self.path.startswith("/old/"):
                self.send_response(301)
                self.send_header("Location", self.path.replace("/old/", "/site-2/"))
                self.end_headers()
            else:
                super().do_GET()

    with serving(partial(Moved, directory=str(history.root))) as url:
        assert at(2).run("doctor", f"{url}/old/", "--now", SECOND).status == 0


@pytest.mark.parametrize("path", ["/cập-nhật", "/c%E1%BA%ADp-nh%E1%BA%ADt/", "/old"])
def test_an_address_beyond_ascii_is_asked_for_as_servers_know_it(
    at: Taken, history: History, tmp_path: Path, path: str
) -> None:
    """Given by a person, already escaped, or by a server that redirects with the bytes as they are."""
    (tmp_path / "cập-nhật").symlink_to(history.site(2))
    asked: list[str] = []

    class Moved(Quiet):
        def do_GET(self) -> None:
            asked.append(self.path)
            if self.path.startswith("/old/"):
                self.send_response(301)
                where = self.path.replace("/old/", "/cập-nhật/").encode().decode("latin-1")
                self.send_header("Location", where)
                self.end_headers()
            else:
                super().do_GET()

    with serving(partial(Moved, directory=str(tmp_path))) as url:
        result = at(2).run("doctor", url + path, "--now", SECOND)

    assert (result.status, result.out) == (0, ""), result.err
    assert [each for each in asked if not each.startswith("/old/")] == [
        "/c%E1%BA%ADp-nh%E1%BA%ADt/api/notices.json",
        "/c%E1%BA%ADp-nh%E1%BA%ADt/feed.xml",
    ]


def test_a_name_beyond_ascii_is_looked_up_as_servers_know_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def connect(address: tuple[str, int], *args: object, **options: object) -> None:
        asked.append(address[0])
        raise OSError("nobody is there")

    monkeypatch.setattr(socket, "create_connection", connect)
    result = project.run("doctor", "https://münchen.example/", "--now", SECOND)

    assert "https://xn--mnchen-3ya.example/api/notices.json: nobody is there" in refused(result)
    assert asked == ["xn--mnchen-3ya.example"]
