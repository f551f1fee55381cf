"""`make audit` tells what is known of any version in any lock, and never passes what it could not ask for.

The service is a stand-in on this machine that speaks as OSV does; the command is the real one.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from packaging.markers import Marker

from tests.faults.receivers import serving
from tests.figures import figure
from tests.locks import LOCKS, RUNTIME, WHOLE, Locked, read_lock
from tests.project import CLONE

VERSIONS = {(one.name, one.version) for lock in LOCKS for one in read_lock(lock)}


class Service(ThreadingHTTPServer):
    """Answers `known` of a version, else that nothing is known; `asked` are the versions."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Question)
        self.known: dict[tuple[str, str], str] = {}
        self.otherwise = "{}"
        self.asked: set[tuple[str, str]] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1/query"


class _Question(BaseHTTPRequestHandler):
    server: Service
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        version = (asked["package"]["name"], asked["version"])
        self.server.asked.add(version)
        answer = self.server.known.get(version, self.server.otherwise).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    with serving(Service()) as service:
        yield service


def audit(url: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Both of its streams are ``stdout``, as somebody sees them."""
    env = {**os.environ, "PIP_AUDIT_OSV_URL": url, "XDG_CACHE_HOME": str(folder), "NO_PROXY": "*"}
    return subprocess.run(
        [CLONE / ".ci/audit"], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, check=False, timeout=300,
    )  # fmt: skip


def vulnerable(one: Locked, **more: object) -> str:
    """What OSV answers of a version of which one vulnerability is known, fixed in 99.1."""
    of_it = {
        "package": {"name": one.name, "ecosystem": "PyPI"},
        "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.1"}]}],
    }
    return json.dumps({"vulns": [{"id": "PYSEC-2026-1", "affected": [of_it]} | more]})


def for_another_system(lock: Path) -> Locked:
    return next(one for one in read_lock(lock) if one.marker and not Marker(one.marker).evaluate())


def test_every_version_of_every_lock_is_asked_for_and_passes_if_nothing_is_known(
    service: Service, tmp_path: Path
) -> None:
    told = audit(service.url, tmp_path)

    assert told.returncode == 0, told.stdout
    assert service.asked == VERSIONS
    assert told.stdout.splitlines()[-1] == f"No vulnerability is known of {len(VERSIONS)} versions."
    figure("versions in locks that are audited", len(VERSIONS))


def test_a_vulnerable_version_is_named_with_what_repairs_it(
    service: Service, tmp_path: Path
) -> None:
    """Of one that is installed here, and of one for another system."""
    here = next(one for one in read_lock(RUNTIME) if one.name == "jinja2")
    elsewhere = for_another_system(WHOLE)
    for one in (here, elsewhere):
        service.known[one.name, one.version] = vulnerable(one)

    told = audit(service.url, tmp_path)

    assert told.returncode == 1, told.stdout
    lines = [" ".join(line.split()) for line in told.stdout.splitlines()]
    for one in (here, elsewhere):
        assert f"{one.name} {one.version} PYSEC-2026-1 99.1" in lines
    assert lines[-1] == "The audit failed: see above."


def test_an_answer_that_the_auditor_would_pass_over_is_an_error(
    service: Service, tmp_path: Path
) -> None:
    first, second, *_ = read_lock(RUNTIME)
    service.known[first.name, first.version] = vulnerable(first, schema_version="2.0.0")
    service.known[second.name, second.version] = vulnerable(second, affected=None)

    told = audit(service.url, tmp_path)

    assert told.returncode == 1, told.stdout
    assert "Unsupported OSV schema version: 2.0.0" in told.stdout
    assert "OSV vuln entry 'PYSEC-2026-1' is missing 'affected' list" in told.stdout
    assert told.stdout.endswith("The audit failed: see above.\n")


def test_a_page_in_place_of_an_answer_is_an_error(service: Service, tmp_path: Path) -> None:
    service.otherwise = "<title>Please sign in</title>"

    told = audit(service.url, tmp_path)

    assert told.returncode == 1, told.stdout
    assert "JSONDecodeError" in told.stdout
    assert told.stdout.endswith("The audit failed: see above.\n")


def test_a_service_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # Nobody listens.
        told = audit(f"http://127.0.0.1:{taken.getsockname()[1]}/v1/query", tmp_path)

    assert told.returncode == 1, told.stdout
    assert "Connection refused" in told.stdout
    assert told.stdout.endswith("The audit failed: see above.\n")
