"""Fuzz targets: one small function for each way in which bytes come into the program.

Each takes any bytes, and returns if the program kept its word: values and problems come back, each
problem at a place of its file, and nothing is raised but what is documented. What it raises is a
finding. Belongs here: calling the program. Does not belong here: time and memory (``limits``), where
the bytes come from (``mutations``, ``driver``).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from notices import loading
from notices.domain.channels import WebhookChannel
from notices.domain.policy import Policy
from notices.domain.release import System
from notices.loading.codec import decoded, encoded
from notices.loading.positions import position_within
from tests.fuzz.contract import hold, hold_clean, hold_located, hold_said
from tests.fuzz.machinery import answered, reply_of
from tests.project import POLICY, SYSTEMS

__all__ = ["TARGETS", "Target"]

Target = Callable[[bytes], object]

NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
ZONES = ("Asia/Ho_Chi_Minh", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "UTC")
_CHANNELS = b"""\
channels:
  - {id: hook, type: webhook, audience: customers, since: 2026-01-01, url_env: A, secret_env: B}
"""
_MOST_OF_A_BODY = 8 * 1024
_MOST_OF_A_SUBJECT = 500
_MOST_OF_A_LINE = 64 * 1024


@cache
def _policy() -> Policy:
    policy = loading.load_policy("content/policy.yml", POLICY.read_bytes()).value
    assert policy is not None
    return policy


@cache
def _systems() -> tuple[System, ...]:
    systems = loading.load_systems("content/systems.yml", SYSTEMS.encode(), _policy()).value
    assert systems is not None
    return systems


def _loads(load: Callable[[bytes], loading.Loaded[Any]], data: bytes) -> Any:
    """Load; a value without problems is the same when it was kept as JSON and read back."""
    loaded = load(data)
    hold_located(loaded.problems, data)
    if loaded.value is None:
        hold(loaded.problems, "no value, and no problem either")
    return loaded.value


def release(data: bytes) -> None:
    """A release's file."""
    path = "content/releases/payroll-engine.yml"
    value = _loads(lambda data: loading.load_release(path, data, _policy(), NOW), data)
    if value is not None:
        hold(decoded(type(value), encoded(value)) == value, "it is another value when it was kept")
        for field, language, text in value.markdown:
            place = value.source.at(f"{field}.{language}")
            position_within(data, (place.line, place.column), text[: len(text) // 2])


def plan(data: bytes) -> None:
    """A month's plan."""
    path = "content/plans/2026-12.yml"
    value = _loads(lambda data: loading.load_plan(path, data, _policy(), NOW), data)
    if value is not None:
        hold(decoded(type(value), encoded(value)) == value, "it is another value when it was kept")


def policy(data: bytes) -> None:
    """The policy."""
    value = _loads(partial(loading.load_policy, "content/policy.yml"), data)
    if value is not None:
        hold(decoded(type(value), encoded(value)) == value, "it is another value when it was kept")


def systems(data: bytes) -> None:
    """The list of systems."""
    _loads(lambda data: loading.load_systems("content/systems.yml", data, _policy()), data)


def channels(data: bytes) -> None:
    """The channels of delivery: mail fields, addresses, names of variables."""
    path = "content/channels.yml"
    _loads(lambda data: loading.load_channels(path, data, _policy(), _systems()), data)


def holidays(data: bytes) -> None:
    """The days off."""
    _loads(lambda data: loading.load_holidays("content/holidays.yml", data, _policy()), data)


def texts(data: bytes) -> None:
    """The theme's texts in one language, and filling them in."""
    from notices.domain.patterns import fill

    for text in (_loads(partial(loading.load_texts, "theme/texts/en.yml"), data) or {}).values():
        with suppress(KeyError):
            fill(text, {"date": "1%", "name": "{name}"})


def configuration(data: bytes) -> None:
    """mkdocs.yml, and the places of its keys."""
    environ = {"SITE": "https://updates.example/", "N": "12", "T": "yes", "D": "2026-12-12"}
    loaded = loading.load_configuration("mkdocs.yml", data, environ)
    hold_located(loaded.problems, data)
    for names in (("theme", "name"), ("plugins", "notices")) if loaded.value else ():
        loading.key_place(data, *names)


def page(data: bytes) -> None:
    """A hand-written page: its head, its text and its HTML."""
    path = "content/pages/about.md"
    hold_located(loading.front_matter(path, data).problems, data)
    loaded = loading.page_text(path, data)
    hold_located(loaded.problems, data)
    if loaded.value is not None and len(data) <= _MOST_OF_A_BODY:
        from notices.hosts.plain.texts import convert

        extensions: dict[str, dict[str, Any]] = {
            "admonition": {},
            "attr_list": {},
            "tables": {},
            "toc": {},
        }
        html = convert(loaded.value, "about.md", {"about.md": "about/"}, extensions).html
        _links().of_page(html, "about/", "about/")
        _links().hidden_markup(html)


@cache
def _links() -> Any:
    from notices.rendering.locale.links import Links

    base, public = "https://updates.example/news/", frozenset({"payroll-engine"})
    return Links(base, ("vi", "en"), public, frozenset({"hidden-2026"}), frozenset({"about"}))


def body(data: bytes) -> None:
    """An entry's Markdown: safe HTML, plain text, its opening, links, and what of it is lost."""
    from notices.loading.characters import any_forbidden
    from notices.rendering.locale.losses import losses
    from notices.rendering.locale.markdown import body_html, headings_of
    from notices.rendering.locale.plain import opening, plain

    text = data.decode("utf-8", "ignore")[:_MOST_OF_A_BODY]
    html = body_html.__wrapped__(text, 3, "x-")
    hold_clean(html)
    linked = _links().of_body(html, "releases/payroll-engine/")
    hold("hidden-2026" not in linked or "hidden-2026" in plain(html), "a hidden id came in")
    plain(linked)
    hold(len(opening(html)) <= 161, "an opening is too long")
    headings_of.__wrapped__(text)
    if any_forbidden(text):
        return
    for loss in losses(text, lambda link: _links().target_of(link, "x/"), lambda path: False):
        hold(0 <= loss.offset <= len(text), f"{loss.kind} is lost outside of the text")


def link(data: bytes) -> None:
    """Where one link leads."""
    text = data[:_MOST_OF_A_LINE].decode("utf-8", "ignore")
    links = _links()
    for page_of in ("releases/payroll-engine/", "en/about/"):
        url = links.target_of(text, page_of).url
        hold(url is None or "releases/hidden-2026/" not in url, "a link names a hidden entry")
        links.in_page(text, page_of, page_of)


def ledger(data: bytes) -> None:
    """The ledger: what is read of its first bytes is what was read of all."""
    found = loading.read_ledger("content/ledger.jsonl", data)
    hold_located(found.problems, data)
    hold(0 <= found.length <= len(data), "more bytes than there are")
    if not found.problems:
        again = loading.read_ledger("content/ledger.jsonl", data[: found.length])
        hold(again.ledger.records == found.ledger.records, "the complete lines say something else")
        lines, after = loading.chain(loading.read_ledger("x", b"").ledger, found.ledger.records)
        hold(after.head == found.ledger.head, "the same records give another chain")
        hold(lines.startswith(data[: found.length].rstrip(b"\n")), "they give other bytes")


def deliveries(data: bytes) -> None:
    """The record of deliveries."""
    found = loading.read_deliveries("content/deliveries.jsonl", data)
    hold_located(found.problems, data)


def corrections(data: bytes) -> None:
    """The record of an entry's corrections: a line that cannot be read still counts."""
    instants, problems = loading.read_corrections("content/published/a.jsonl", data)
    hold_located(problems, data)
    hold(len(instants) == len(data.splitlines()), "a line does not count")


def merged(data: bytes) -> None:
    """Two versions of a file of chained lines."""
    one, _, other = data.partition(b"\n\n")
    loading.first_missing_line(one, other)


def drawing(data: bytes) -> None:
    """A drawing, and the path of an icon."""
    from notices.rendering.metadata.outlines import PathBroken, lines_of

    problems = loading.drawing_problems("content/pages/logo.svg", data)
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16, of which XML may be.
        hold_located(problems, data)
    with suppress(PathBroken):
        lines_of(data.decode("utf-8", "ignore"))


def instant(data: bytes) -> None:
    """Instants, days, lengths, zones and repetitions, as people type them."""
    from notices.cli.new.repetition import NoRepetition, repeated_starts
    from notices.loading import instants
    from notices.loading.fields import zone_of

    text = data[:_MOST_OF_A_LINE].decode("utf-8", "ignore")
    zones = [ZoneInfo(name) for name in ZONES]
    reads: list[Callable[[str], object]] = [
        *(partial(loading.read_instant, zone=zone, end=True) for zone in zones),
        *(loading.read_date, loading.read_duration, loading.read_epoch),
        *(instants.read_lead, instants.read_period, instants.read_week_clock),
        partial(instants.read_clock, end=True),
    ]
    for read in reads:
        try:
            read(text)
        except loading.NotReadable as error:
            hold_said(error.message)
            hold_said(error.help)
    zone_of(text)
    has_end = "COUNT" in text.upper() or "UNTIL" in text.upper()
    try:
        starts = repeated_starts(text, NOW, None if has_end else 3, _policy())
        hold(0 < len(starts) <= 100, "a repetition of nothing, or of too much")
    except NoRepetition as error:
        hold_said(error.args[0])


def address(data: bytes) -> None:
    """Addresses of mails, receivers, hosts and ports, of environment or arguments."""
    from notices.channels.addresses import is_public, receiver
    from notices.channels.machine import Machine
    from notices.cli.preview.address import read_address
    from notices.domain.mail_addresses import wire_address

    text = data[:_MOST_OF_A_LINE].decode("utf-8", "surrogateescape")
    with suppress(ValueError):
        wired = wire_address(text)
        hold(wired.count("@") == 1 and not set(wired) & set(" \r\n<>,"), "no bare address")
    for machine in (Machine.of({}), Machine.of({"NOTICES_LOOPBACK": "1"})):
        with suppress(ValueError):
            found = receiver(text, machine)
            hold(0 <= found.port <= 65535 and "\n" not in found.target + found.name, "no receiver")
            f"{found.name}{found.target}".encode("ascii")
    with suppress(ValueError):
        is_public(text)
    with suppress(ValueError):
        read_address(text)


def environment(data: bytes) -> None:
    """Secrets and the locale, as the environment holds them."""
    from notices.channels.machine import Machine
    from notices.channels.secrets import ChannelFault, Secrets
    from notices.channels.webhook import WebhookSender
    from notices.cli.language import of_locale

    text = data[:_MOST_OF_A_LINE].decode("utf-8", "surrogateescape")
    of_locale({"LC_ALL": text})
    first, _, second = text.partition("\n")
    secrets = Secrets("hook", {"A": first, "B": second})
    try:
        WebhookSender(_webhook(), secrets, Machine())
    except ChannelFault as error:
        hold_said(error.text)
    with suppress(ChannelFault):
        value = secrets.value("A")
        hold(len(value) < 8 or value not in secrets.redacted(f"to {value} and"), "a secret is told")


@cache
def _webhook() -> WebhookChannel:
    (channel,) = (
        loading.load_channels("content/channels.yml", _CHANNELS, _policy(), _systems()).value or ()
    )
    assert isinstance(channel, WebhookChannel)
    return channel


def smtp(data: bytes) -> None:
    """What a mail server answers."""
    import smtplib

    for _ in range(3):
        try:
            code, said = reply_of(data)
        except (OSError, smtplib.SMTPException):
            return
        hold(0 <= code <= 999 and said.count(b"\n") < 128, "no reply of SMTP")


def webhook(data: bytes) -> None:
    """What the receiver of a webhook answers."""
    reply = answered(data, NOW)
    if reply is not None:
        hold(0 <= reply.wait.total_seconds() <= 10**9, "a wait without an end")
        reply.text.encode("ascii")


def deployed(data: bytes) -> None:
    """The two files of a live site that `doctor` and `publish` read."""
    from notices.audit.deployed import NotOurs, read_deployed

    notices, _, feed = data.partition(b"\0")
    with suppress(NotOurs):
        read_deployed(notices, feed)


def mail(data: bytes) -> None:
    """A mail's header and its parts: one line never becomes two."""
    from email import message_from_bytes, policy

    from notices.loading.characters import any_forbidden
    from notices.rendering.outbox.mails import encoded as in_header
    from notices.rendering.outbox.mails import write_mail

    text = data[:_MOST_OF_A_LINE].decode("utf-8", "ignore")
    subject, _, rest = text.partition("\n")
    # As loading has a title: one short line of words.
    subject = " ".join(subject.split())[:_MOST_OF_A_SUBJECT]
    if any_forbidden(text) or not subject:
        return
    headers = {"Subject": in_header("Subject", subject), "X-Last": "1"}
    written = write_mail(headers, rest, f"<p>{rest}</p>", data, "a.ics")
    read = message_from_bytes(written, policy=policy.SMTP)
    hold(read.keys()[:2] == ["Subject", "X-Last"], "a subject is more than one header")
    hold(all(len(line) <= 998 for line in written.split(b"\r\n")), "a line is too long")
    hold("".join(str(read["Subject"]).split()) == "".join(subject.split()), "another subject")


def calendar(data: bytes) -> None:
    """An event with these words: it unfolds to lines that are its own."""
    from notices.rendering.metadata.calendar_lines import CalendarWriter
    from notices.rendering.metadata.calendar_text import EventText

    text = data[:_MOST_OF_A_LINE].decode("utf-8", "ignore")
    event = EventText("u", 0, NOW, None, NOW, NOW, text, text, "", False, (text,), None)
    writer = CalendarWriter()
    lines = writer.alone(writer.event(event)).replace(b"\r\n ", b"").split(b"\r\n")
    names = [line.partition(b":")[0] for line in lines]
    hold(names.count(b"SUMMARY") == names.count(b"BEGIN") - 1 == 1, "words became lines")
    hold(not any(b"\n" in line or b"\r" in line for line in lines), "a line is broken")


def kept(data: bytes) -> None:
    """What the cache of a project holds, which another program may have written."""
    import json

    from notices.domain.release import Release

    try:
        values = json.loads(data)
    except (ValueError, RecursionError):
        return
    for kind in (Release, Policy, System):
        with suppress(ValueError, TypeError, ArithmeticError, RecursionError):
            decoded(kind, values)


TARGETS: dict[str, Target] = {
    each.__name__: each
    for each in (
        *(release, plan, policy, systems, channels, holidays, texts, configuration),
        *(page, body, link, ledger, deliveries, corrections, merged, drawing, instant, address),
        *(environment, smtp, webhook, deployed, mail, calendar, kept),
    )
}
