"""``notices serve`` as people use it: a process, HTTP, and files that change under it."""

from __future__ import annotations

import http.client
import shutil
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.previews import Preview, epoch, eventually, mkdocs_serve, serve
from tests.project import FEATURE, Project

# The window is 2026-12-12 20:00 in Hanoi; its first notice opens 20 days before.
PUBLIC = datetime(2026, 11, 23, 2, tzinfo=UTC)
NOW = ("--now", "2026-11-23 09:00")

Start = Callable[[Project, Path], Iterator[str]]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project.create(tmp_path / "project")
    project.release("payroll-engine")
    project.write("content/pages/index.en.md", "# Updates\n\nWelcome.\n")
    return project


def own_theme(project: Project) -> Path:
    """The project's theme as files of its own, not as a link."""
    theme = project.root / "theme"
    original = theme.resolve()
    theme.unlink()
    shutil.copytree(original, theme)
    return theme


@contextmanager
def started(program: str, project: Project, work: Path) -> Iterator[str]:
    """The address of a preview by either program."""
    if program == "mkdocs":
        with mkdocs_serve(project, SOURCE_DATE_EPOCH=epoch(PUBLIC)) as url:
            yield url
    else:
        with serve(project, work, SOURCE_DATE_EPOCH=epoch(PUBLIC)) as preview:
            yield preview.url


@pytest.mark.slow
@pytest.mark.parametrize("program", ["notices", "mkdocs"])
def test_a_preview_shows_refusals_and_recovers_from_each(
    project: Project, tmp_path: Path, program: str
) -> None:
    project.release("broken", "category: feature\n")
    with started(program, project, tmp_path / "work") as url:
        page = eventually(f"{url}en/releases/payroll-engine/", "content/releases/broken.yml:1:1")
        assert "New payroll engine" in page
        policy = project.root / "content/policy.yml"
        text = policy.read_text(encoding="utf-8")
        policy.write_text(text + "\nnonsense: yes\n", encoding="utf-8")
        eventually(url, "nonsense")
        eventually(f"{url}releases/payroll-engine/", "nonsense")
        policy.write_text(text, encoding="utf-8")
        (project.root / "content/releases/broken.yml").unlink()
        eventually(f"{url}releases/payroll-engine/", "Bảng lương thế hệ mới")
        page = eventually(url, "nt-problems__error", absent=True)
        assert page.count("nt-problems__warning") == page.count("warning[unplanned]") == 1
    assert not project.site.exists()


@pytest.mark.slow
@pytest.mark.parametrize("program", ["notices", "mkdocs"])
def test_a_preview_outlives_a_missing_policy_and_a_broken_theme(
    project: Project, tmp_path: Path, program: str
) -> None:
    theme = project.root / "theme"
    original = theme.resolve()
    if theme.is_symlink():
        theme.unlink()
        shutil.copytree(original, theme)
    policy = project.root / "content/policy.yml"
    text = policy.read_text(encoding="utf-8")
    policy.unlink()
    with started(program, project, tmp_path / "work") as url:
        eventually(url, "content/policy.yml is missing")
        policy.write_text(text, encoding="utf-8")
        eventually(f"{url}releases/payroll-engine/", "Bảng lương thế hệ mới")
        template = theme / "templates/home.html"
        good = template.read_text(encoding="utf-8")
        template.write_text("{% if", encoding="utf-8")
        eventually(url, "theme/templates/home.html:1")
        template.write_text(good, encoding="utf-8")
        (theme / "texts/vi.yml").write_text("a: [b]\n", encoding="utf-8")
        eventually(url, "theme/texts/vi.yml:1")
        shutil.copy(original / "texts/vi.yml", theme / "texts/vi.yml")
        eventually(f"{url}releases/payroll-engine/", "Bảng lương thế hệ mới")


@pytest.mark.slow
def test_it_starts_with_any_broken_file_and_shows_the_site_once_all_are_fixed(
    project: Project, tmp_path: Path
) -> None:
    config, policy = project.root / "mkdocs.yml", project.root / "content/policy.yml"
    texts = [path.read_text(encoding="utf-8") for path in (config, policy)]
    config.write_text("site_name: [\n", encoding="utf-8")
    policy.write_text("a: [\n", encoding="utf-8")
    with serve(project, tmp_path / "work", *NOW) as preview:
        status, headers, page = preview.get("/releases/")
        assert status == 500
        assert headers["content-type"] == "text/html; charset=utf-8"
        assert b"mkdocs.yml:2:1: " in page
        config.write_text(texts[0], encoding="utf-8")
        eventually(preview.url, "content/policy.yml</code>", absent=True)
        eventually(preview.url, "content/policy.yml:2:1")
        policy.write_text(texts[1], encoding="utf-8")
        eventually(f"{preview.url}releases/payroll-engine/", "Bảng lương thế hệ mới")
        config.unlink()
        eventually(preview.url, "mkdocs.yml: No such file or directory")
        config.write_text("INHERIT: ../base.yml\n", encoding="utf-8")
        eventually(preview.url, "INHERIT names")
        base = project.root.parent / "base.yml"
        base.write_text(texts[0].replace("site_name: Anviec", "site_name: ["), encoding="utf-8")
        eventually(preview.url, "base.yml:4:17: ")
        inherited = texts[0].replace("site_name: Anviec", "site_name: Inherited")
        base.write_text(inherited, encoding="utf-8")
        eventually(preview.url, "Inherited")


@pytest.mark.slow
def test_a_whole_folder_may_go_away_and_come_back(project: Project, tmp_path: Path) -> None:
    own_theme(project)
    with serve(project, tmp_path / "work", *NOW) as preview:
        project.write("theme/templates/stub.html", "<p>Our own</p>")
        guide = f"{preview.url}guides/payroll-engine/"
        eventually(guide, "<p>Our own</p>")
        for name in ("content", "theme"):
            folder, aside = project.root / name, project.root / f"{name}-aside"
            folder.rename(aside)
            eventually(guide, "<p>Our own</p>", absent=True)
            aside.rename(folder)
            eventually(guide, "<p>Our own</p>")
        # What stands there now is looked at, not what stood there before.
        project.release("payroll-engine", FEATURE.replace("thế hệ mới", "đời mới"))
        eventually(f"{preview.url}releases/payroll-engine/", "Bảng lương đời mới")


@pytest.mark.slow
def test_of_a_burst_of_edits_the_last_is_shown(project: Project, tmp_path: Path) -> None:
    with serve(project, tmp_path / "work", *NOW) as preview:
        url = f"{preview.url}releases/payroll-engine/"
        for number in range(40):
            title = f"Bảng lương số {number}."
            project.release("payroll-engine", FEATURE.replace("Bảng lương thế hệ mới", title))
            # Some come while a render is at work, some between two.
            time.sleep(0.01 * (number % 12))
        eventually(url, "Bảng lương số 39.")
        project.release("second", FEATURE.replace("2026-12-12", "2026-12-13"))
        eventually(f"{preview.url}releases/second/", "Bảng lương thế hệ mới")
        (project.root / "content/releases/payroll-engine.yml").unlink()
        eventually(url, "Bảng lương số 39.", absent=True)
        assert preview.get("/releases/payroll-engine/")[0] == 404
        assert preview.get("/releases/payroll-engine/event.ics")[0] == 404


@pytest.mark.slow
def test_editors_own_files_cause_no_render(project: Project, tmp_path: Path) -> None:
    with serve(project, tmp_path / "work", *NOW) as preview:
        for name in (".payroll-engine.yml.swp", ".#payroll-engine.yml"):
            project.write(f"content/releases/{name}", "x")
        time.sleep(1)
        assert [path.name for path in sites(preview)] == ["1"]


def sites(preview: Preview) -> list[Path]:
    """The folders that the preview has rendered and keeps."""
    [root] = preview.temporary.glob("notices-preview-*")
    return sorted(root.iterdir())


@pytest.mark.slow
def test_the_preview_has_its_own_address_below_the_sites_path_and_stands_at_now(
    project: Project, tmp_path: Path
) -> None:
    config = project.root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    old = "https://capnhat.anviec.example/"
    assert old in text
    config.write_text(text.replace(old, "https://a.example/updates/"), encoding="utf-8")
    with serve(project, tmp_path / "work", "--now", "2026-11-21 09:00") as preview:
        address = f"http://127.0.0.1:{preview.port}"
        assert preview.url == f"{address}/updates/"
        assert preview.get("/")[1]["location"] == "/updates/"
        feed = preview.get("/updates/en/feed.xml")[2].decode()
        page = preview.get("/updates/releases/payroll-engine/")[2].decode()
    assert f"<link>{address}/updates/en/" in feed
    assert "a.example" not in feed
    # Not due yet at that instant, so only a preview has it.
    assert "nt-preview" in page
    assert "Content-Security-Policy" not in page
    assert not (project.root / ".notices").exists()
    assert not project.site.exists()


@pytest.mark.slow
def test_it_keeps_drafts_from_other_hosts_pages(project: Project, tmp_path: Path) -> None:
    with serve(project, tmp_path / "work", *NOW) as preview:
        port = preview.port
        for host in (f"localhost:{port}", f"127.0.0.1:{port}", f"[::1]:{port}"):
            status, headers, page = preview.get("/releases/payroll-engine/", Host=host)
            assert (status, "thế hệ mới" in page.decode()) == (200, True), host
            assert headers["cache-control"] == "no-store"
            assert headers["cross-origin-resource-policy"] == "same-origin"
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["content-security-policy"] == "frame-ancestors 'self'"
            assert "access-control-allow-origin" not in headers
        hostile = ("evil.example", f"evil.example:{port}", "127.0.0.1", f"10.0.0.1:{port}", "")
        for path in ("/releases/payroll-engine/", "/.notices/events", "/.notices/reload.js"):
            for host in hostile:
                status, headers, page = preview.get(path, Host=host)
                assert (status, page) == (
                    421,
                    f"this preview is at http://127.0.0.1:{port}\n".encode(),
                ), (path, host)
        assert raw(port, b"GET / HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 421 ")
        twice = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.example\r\n\r\n"
        assert raw(port, twice.encode()).startswith(b"HTTP/1.1 421 ")
        for target in ("/../../../../../../etc/passwd", "http://evil.example/", "//etc/passwd"):
            asked = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
            assert raw(port, asked.encode()).startswith(b"HTTP/1.1 404 "), target


def raw(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        found = b""
        while data := connection.recv(65536):
            found += data
        return found


@pytest.mark.slow
def test_it_reads_and_never_takes(project: Project, tmp_path: Path) -> None:
    with serve(project, tmp_path / "work", *NOW) as preview:
        status, headers, body = preview.get("/", "HEAD")
        assert (status, body) == (200, b"")
        assert int(headers["content-length"]) > 1000
        assert [preview.get("/", method)[0] for method in ("POST", "PUT", "DELETE")] == [501] * 3
        assert preview.get("/nothing")[0] == 404


@pytest.mark.slow
def test_a_stream_tells_each_new_version(project: Project, tmp_path: Path) -> None:
    with serve(project, tmp_path / "work", *NOW) as preview:
        connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=30)
        connection.request("GET", "/.notices/events")
        stream = connection.getresponse()
        assert stream.headers["Content-Type"] == "text/event-stream"
        first = stream.readline()
        assert stream.readline() == b"\n"
        page = preview.get("/")[2].decode()
        assert f'data-version="{first.decode().removeprefix("data: ").strip()}"' in page
        project.write("content/pages/index.md", "# Khác\n")
        second = stream.readline()
        assert second.startswith(b"data: ")
        assert second != first
        assert "Khác" in preview.get("/")[2].decode()
        connection.close()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
@pytest.mark.parametrize("busy", [False, True], ids=["waiting", "rendering"])
def test_it_ends_quietly_and_leaves_nothing(
    project: Project, tmp_path: Path, number: signal.Signals, busy: bool
) -> None:
    with serve(project, tmp_path / "work", *NOW) as preview:
        # An open page, as there always is one.
        with socket.create_connection(("127.0.0.1", preview.port)) as page:
            head = f"GET /.notices/events HTTP/1.1\r\nHost: 127.0.0.1:{preview.port}\r\n\r\n"
            page.sendall(head.encode())
            assert page.recv(4096)
            if busy:
                project.release("payroll-engine", FEATURE.replace("thế hệ", "đời"))
                ends = time.monotonic() + 30
                while len(sites(preview)) < 2:
                    assert time.monotonic() < ends
            assert preview.end(number) == 0
        assert list(preview.temporary.iterdir()) == []
        [line] = [
            line
            for line in preview.log.read_text(encoding="utf-8").splitlines()
            if "Doc file" not in line
        ]
        assert line == f"serving {preview.url} (Ctrl-C ends it)"


def test_an_address_that_is_taken_is_an_error_that_names_it(project: Project) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        answer = project.run("serve", "-a", address)
    assert answer.status == 1
    assert answer.err == (
        f"Error: cannot serve at http://{address}: Address already in use; "
        "name another HOST:PORT with --dev-addr\n"
    )


def test_what_is_no_address_is_wrong_usage(project: Project) -> None:
    answer = project.run("serve", "-a", "8000")
    assert answer.status == 2
    assert "Invalid value for --dev-addr: expected HOST:PORT" in answer.err
