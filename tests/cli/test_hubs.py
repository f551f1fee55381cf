"""A small hub hears of each feed that says something else since it last listened, and of no other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from notices.cli import delivery, ledger
from notices.cli.commands import deliver as deliver_command
from notices.cli.commands import publish as publish_command
from tests.channels.servers import HttpServer, authority, opened, server_tls
from tests.project import FEATURE, Project
from tests.publishing.couriers import NOW

SITE = "https://capnhat.anviec.example/"
TAKEN = b"HTTP/1.1 204 No Content\r\n\r\n"
AWAY = b"HTTP/1.1 503 Later\r\n\r\n"
FORMS = ("{}feed.xml", "{}atom.xml", "{}feed.json")
FORMS_OF_ONE = ("{}.xml", "{}.atom.xml", "{}.json")
LATER = """\
  - id: list
    type: mail
    audience: customers
    since: 2027-01-01
    from: tin@anviec.example
    to: [an@list.example]
    smtp: {host: mail.example, port: 465, tls: implicit}
    subscribe_url: https://list.example/
"""
OF_CRM = FEATURE.replace("systems: [payroll]", "systems: [crm]").replace("2026-12-12", "2026-12-19")


class Hub:
    """A project, the hub that it tells, and the clock of both."""

    def __init__(self, project: Project, server: HttpServer) -> None:
        self.project, self._server = project, server
        self.now = NOW

    def answers(self, answer: bytes) -> None:
        self._server._answer = answer

    def run(self, *args: str, after: timedelta = timedelta(minutes=1)) -> tuple[int, list[str]]:
        """The exit status of a command, and of which feeds the hub heard, below the site's root."""
        before = len(self._server.calls)
        self.now += after
        status = self.project.run(*args).status
        calls = [parse_qs(call.body.decode()) for call in self._server.calls[before:]]
        topics = [call["hub.topic"][0] for call in calls]
        assert all(topic.startswith(SITE) for topic in topics)
        return status, [topic.removeprefix(SITE) for topic in topics]


def feeds(*names: str) -> set[str]:
    """The paths of feeds in both languages and all forms; `` `` is the whole one."""
    return {
        form.format(f"{home}feeds/{name}" if name else home)
        for home in ("", "en/")
        for name in names
        for form in (FORMS_OF_ONE if name else FORMS)
    }


@pytest.fixture
def hub(project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Hub]:
    with opened(HttpServer(TAKEN, tls=server_tls())) as server:
        hub = Hub(project, server)
        for module in (ledger, delivery, deliver_command, publish_command):
            monkeypatch.setattr(module, "clock", lambda: hub.now)
        certificate = tmp_path / "authority.pem"
        authority().cert_pem.write_to_path(certificate)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        monkeypatch.setenv("NOTICES_LOOPBACK", "1")
        project.write(
            "content/channels.yml",
            "channels:\n"
            f"  - {{id: hub, type: websub, hub: 'https://localhost:{server.port}/hub'}}\n",
        )
        project.release("payroll-engine")
        yield hub


def test_a_new_hub_is_told_of_all_feeds_once_and_then_of_those_that_changed(hub: Hub) -> None:
    status, told = hub.run("publish", "--deliver")

    files = hub.project.bytes_of_site()
    everything = {
        name
        for name in files
        if name in feeds("") or ("feeds/" in name and not name.endswith(".ics"))
    }
    assert feeds("", "category/feature", "system/payroll", "system/crm") < everything
    assert (status, sorted(told)) == (0, sorted(everything))

    channels = hub.project.root / "content/channels.yml"
    channels.write_text(channels.read_text("utf-8") + LATER, encoding="utf-8")
    assert hub.run("publish", "--deliver") == (0, [])
    assert hub.project.bytes_of_site()["feed.xml"] != files["feed.xml"]

    hub.project.release("crm-engine", OF_CRM)
    status, told = hub.run("publish", "--deliver")
    assert (status, len(told)) == (0, len(set(told)))
    assert set(told) == feeds("", "category/feature", "system/crm")
    assert hub.run("deliver") == (0, [])


def test_a_hub_is_tried_with_the_sites_feed_and_nothing_is_recorded(hub: Hub) -> None:
    assert hub.run("deliver", "test", "hub") == (0, ["feed.xml"])
    hub.answers(AWAY)
    assert hub.run("deliver", "test", "hub") == (4, ["feed.xml"])
    assert not (hub.project.root / "content/deliveries.jsonl").exists()


def test_a_feed_that_says_again_what_it_once_said_has_changed(hub: Hub) -> None:
    hub.run("publish", "--deliver")
    heard = []
    for title in ("Payroll renewed", "New payroll engine", "Payroll renewed"):
        hub.project.release("payroll-engine", FEATURE.replace("New payroll engine", title))
        heard.append(set(hub.run("publish", "--deliver")[1]))

    english = {name for name in feeds("", "category/feature", "system/payroll") if "en/" in name}
    assert heard == [english] * 3


def test_a_hub_that_takes_nothing_is_asked_about_one_feed_at_a_time_until_it_does(
    hub: Hub,
) -> None:
    hub.answers(AWAY)
    assert hub.run("publish", "--deliver")[0] == 0
    counts = [
        len(hub.run("deliver", after=timedelta(minutes=minutes))[1])
        for minutes in (0.5, 0.6, 1, 4, 20, 10, 59, 1)
    ]

    assert counts == [0, 1, 0, 1, 0, 1, 0, 1]
    listed = hub.project.run("deliver", "--dry-run", "--now", "2026-12-01 10:38").out
    assert [line.split()[1] for line in listed.splitlines()] == ["hub"]
    assert listed.endswith(" put off until 2026-12-01T11:37:06+07:00\n")

    hub.answers(TAKEN)
    told = hub.run("deliver", after=timedelta(hours=1))[1]
    assert feeds("", "category/feature") < set(told)
    assert len(told) == len(set(told))


def test_a_hub_that_takes_nothing_for_two_days_is_one_thing_for_a_person(hub: Hub) -> None:
    hub.answers(AWAY)
    hub.run("publish", "--deliver")
    for hours in (1, 24, 24, 2):
        hub.run("deliver", after=timedelta(hours=hours))

    now = "2026-12-03 22:00"
    problems = hub.project.check(now)["problems"]
    [refused] = [each for each in problems if each["rule"] == "delivery-refused"]
    assert "the hub hub does not take that " + SITE in refused["message"]
    items = hub.project.run("agenda", "--format", "json", "--now", now).json()["items"]
    [command] = [each["command"] for each in items if each["kind"] == "delivery"]
    assert hub.run(*command.split()[1:]) == (0, [])
    problems = hub.project.check(now)["problems"]
    assert [each for each in problems if each["rule"] == "delivery-refused"] == []
