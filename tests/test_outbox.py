"""The outbox as a whole: of the demo and of random histories, every message is sound and discreet."""

from __future__ import annotations

import hashlib
import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import icalendar
import pytest

from notices.domain.layout import LEDGER
from notices.domain.outbox import OutboxMessage
from notices.evaluation import Evaluation, Sources, evaluate, outbox_of, sent_record
from notices.rendering.outbox.files import render_outbox
from tests.built import OURS
from tests.mails import Mail, read_mail
from tests.project import POLICY, SYSTEMS, Project
from tests.rendering.builders import theme

_TIME = re.compile(r'<time datetime="([^"]+)" data-end="([^"]+)">')
project_theme = cache(theme)


# The demo.


@pytest.fixture(scope="module")
def demo_mails(demo_site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Mail]:
    """Every mail of the demo by its path, read by all parsers."""
    folder = tmp_path_factory.mktemp("outbox") / "demo"
    shutil.copytree(demo_site.parent, folder, symlinks=True)
    told = Project(folder).run("outbox", "--now", "2026-11-23 15:10")
    assert told.status == 0
    names = [line.split("  ")[0] for line in told.out.splitlines()]
    assert len(names) > 80
    return {name: read_mail((folder / name).read_bytes()) for name in names}


def test_every_mail_of_the_demo_has_the_window_that_its_page_has(
    demo_mails: dict[str, Mail], demo_site: Path
) -> None:
    """To the second, in each language, in the words, in the page's form and in the calendar."""
    compared = 0
    for name, mail in demo_mails.items():
        if mail.event is None:
            continue
        _, entry, file = name.split("/")
        home = "en/" if file.endswith(".en.eml") else ""
        page = (demo_site / f"{home}releases/{entry}/index.html").read_text(encoding="utf-8")
        hero = page[page.index("nt-hero__time") :]
        shown = _TIME.search(hero)
        said = _TIME.search(mail.html[mail.html.index("when-time") :])
        assert shown is not None
        assert said is not None
        start, end = (datetime.fromisoformat(text) for text in said.groups())
        assert (mail.event["DTSTART"].dt, mail.event["DTEND"].dt) == (start, end)
        if file.startswith(f"{start.astimezone(UTC):%Y%m%dT%H%M%SZ}") and shown == said:
            compared += 1
        known = icalendar.Calendar.from_ical(
            (demo_site / f"{home}releases/{entry}/event.ics").read_bytes()
        )
        (event,) = known.walk("VEVENT")
        assert mail.event["UID"] == event["UID"]
        assert mail.event["SEQUENCE"] <= event["SEQUENCE"]
        if said.groups() == shown.groups():
            compared += 1
    assert compared > 60


def test_every_link_of_a_mail_of_the_demo_leads_to_a_page_of_it(
    demo_mails: dict[str, Mail], demo_site: Path
) -> None:
    """The texts' own links to other sites aside."""
    links = {
        link.partition("#")[0]
        for mail in demo_mails.values()
        for link in re.findall(r'href="([^"]+)"', mail.html)
        if link.startswith(OURS)
    }

    assert len(links) > 20
    for link in links:
        path = demo_site / link.removeprefix(OURS)
        assert path.is_file() or (path / "index.html").is_file(), link


def test_no_two_mails_of_the_demo_have_one_id(demo_mails: dict[str, Mail]) -> None:
    ids = [mail.headers["Message-ID"] for mail in demo_mails.values()]

    assert len(set(ids)) == len(ids)


# Random histories.


@dataclass
class Company:
    """A project that lives only in memory, and everybody who works on it."""

    chance: random.Random
    now: datetime = datetime(2026, 11, 10, 2, tzinfo=UTC)
    files: dict[str, bytes] = field(default_factory=dict)
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.files["content/policy.yml"] = POLICY.read_bytes()
        self.files["content/systems.yml"] = SYSTEMS.encode()

    def write(self) -> None:
        """A new release, or a change of one."""
        if len(self.entries) < 7 and self.chance.random() < 0.6:
            name = f"{self.chance.choice(('feature', 'fix', 'server'))}-{len(self.entries)}"
            self.entries[name] = {
                "start": self._evening(), "hours": self.chance.choice((1, 2)),
                "targeted": "fix" in name and self.chance.random() < 0.4,
                "important": self.chance.random() < 0.5,
                "outcome": None, "cancelled": None, "updates": [],
            }  # fmt: skip
        elif self.entries:
            name = self.chance.choice(sorted(self.entries))
            self._change(self.entries[name])
        for name, entry in self.entries.items():
            self.files[f"content/releases/{name}.yml"] = _text(name, entry).encode()

    def _evening(self) -> datetime:
        """20:00 on a Saturday in Vietnam, one to five weeks ahead."""
        day = self.now.date() + timedelta(days=(5 - self.now.weekday()) % 7)
        weeks = self.chance.randint(1, 5)
        return datetime(day.year, day.month, day.day, 13, tzinfo=UTC) + timedelta(weeks=weeks)

    def _change(self, entry: dict[str, Any]) -> None:
        over = entry["start"] + timedelta(hours=entry["hours"])
        if entry["cancelled"] or entry["outcome"]:
            return
        if self.now >= entry["start"] and self.chance.random() < 0.5:
            entry["updates"].append(self.now)
        elif self.now > over:
            entry["outcome"] = self.chance.choice(("success", "partial", "rolled_back"))
            entry["at"] = over
        elif self.now < entry["start"] and self.chance.random() < 0.3:
            entry["start"] = self._evening()
        elif self.now < entry["start"] and self.chance.random() < 0.2:
            entry["cancelled"] = self.now

    def publish(self) -> Evaluation:
        """What a publish at this instant finds; its records are in the ledger afterwards."""
        evaluation = evaluate(Sources(self.files), self.now)
        assert evaluation.site is not None
        self.files[LEDGER] = self.files.get(LEDGER, b"") + evaluation.lines
        self.files |= evaluation.copies
        return evaluation

    def record(self, evaluation: Evaluation) -> None:
        """Somebody sends what is owed, and says so."""
        self.now += timedelta(minutes=1)
        later = evaluate(Sources(self.files), self.now)
        for message in outbox_of(evaluation, published=True, since=10**6).messages:
            if self.chance.random() < 0.5:
                found = sent_record(later, message.id, message.notice, None)
                assert isinstance(found, tuple), found
                self.files[LEDGER] += found[1]
                return


def _text(name: str, entry: dict[str, Any]) -> str:
    start, end = entry["start"], entry["start"] + timedelta(hours=entry["hours"])
    window = f"start: {start:%Y-%m-%dT%H:%M}Z, end: {end:%Y-%m-%dT%H:%M}Z"
    lines = [
        f"category: {name.split('-', maxsplit=1)[0]}",
        f"title: {{vi: {_plant(name)} tiêu đề, en: {_plant(name)} title}}",
        f"summary: {{vi: {_plant(name)} tóm tắt, en: {_plant(name)} summary}}",
        f"window: {{{window}}}",
        "impact: {downtime: 10m, mode: stopped, systems: [crm]}",
        f"body: {{vi: {_plant(name)} nội dung, en: {_plant(name)} body}}",
        f"prepare: {{vi: {_plant(name)} chuẩn bị, en: {_plant(name)} prepare}}",
    ]  # fmt: skip
    if entry["updates"]:
        lines.append("updates:")
        lines += [
            f"  - {{at: {at:%Y-%m-%dT%H:%M}Z, text: {{vi: {_plant(name)} tin {n}, en: {_plant(name)} news {n}}}}}"
            for n, at in enumerate(entry["updates"])
        ]
    if entry["targeted"]:
        lines.append("customers: [acme-zz]")
    elif entry["important"] and "fix" in name:
        lines.append("important: true")
    if entry["cancelled"]:
        lines.append(
            f"cancelled: {{at: {entry['cancelled']:%Y-%m-%dT%H:%M}Z, reason: {{vi: Hoãn., en: Off.}}}}"
        )
    elif entry["outcome"]:
        lines.append(f"outcome: {{result: {entry['outcome']}, at: {entry['at']:%Y-%m-%dT%H:%M}Z}}")
    return "\n".join(lines) + "\n"


def _plant(name: str) -> str:
    """A word that stands nowhere but in the texts of that release."""
    return "zq" + hashlib.sha256(name.encode()).hexdigest()[:10]


def drawn(evaluation: Evaluation, since: int = 0) -> Iterator[tuple[OutboxMessage, str, bytes]]:
    found = outbox_of(evaluation, published=True, since=since)
    for message, document in render_outbox(found.site, found.messages, project_theme()):
        yield message, document.path, document.data


@pytest.mark.parametrize("seed", range(12))
def test_through_any_history_a_message_is_sound_stays_as_it_was_and_tells_nothing_hidden(
    seed: int,
) -> None:
    """Written when it goes out, and again at the end, whatever happened in between.

    But for its calendar: a text that was corrected later has a later number there.
    """
    company = Company(random.Random(seed))
    first: dict[str, bytes] = {}
    kinds: set[str] = set()
    count = 0
    for _ in range(20):
        company.now += timedelta(hours=company.chance.choice((1, 12, 36, 90)))
        company.write()
        before = company.files.get(LEDGER, b"").count(b"\n")
        evaluation = company.publish()
        site = evaluation.published.site
        assert site is not None
        public = {each.release.id for each in site.releases}
        hidden = company.entries.keys() - public
        for message, path, data in drawn(evaluation, since=before):
            text = data.decode()
            kinds.add(message.audience)
            count += 1
            if path.endswith(".eml"):
                mail = read_mail(data)
                text = f"{mail.subject} {mail.text} {mail.html} {mail.event}"
            told = {message.id} if message.audience != "customers" else set()
            for name in hidden - told:
                assert _plant(name) not in text
                assert f"/{name}" not in text
            assert "acme-zz" not in text
            if message.message is not None:
                assert path not in first
                first[path] = data
        company.record(evaluation)
    company.now += timedelta(minutes=1)
    again = {path: data for message, path, data in drawn(company.publish()) if message.message}

    assert kinds
    assert first.keys() <= again.keys()
    for path, data in first.items():
        assert again[path] == data, path
    assert count
