"""What a deployed site should show, in the shapes in which it is read (``deployed``).

Belongs here: entries, messages and notices of the site that a publish would show. Does not belong
here: comparing them (``doctor``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from notices.audit.deployed import EntryKey, ShownEntry, ShownNotice
from notices.domain.instants import utc
from notices.domain.ledger import Record
from notices.domain.public import Message, PublicSite

__all__ = ["expected_entries", "expected_messages", "notices_of", "notices_of_messages"]


def expected_entries(site: PublicSite) -> dict[EntryKey, ShownEntry]:
    """What a site shows of its releases and plans, as ``/api/notices.json`` has it."""
    entries: dict[EntryKey, ShownEntry] = {}
    for public in site.releases:
        release = public.release
        if public.preview:
            continue
        title = {language: release.title.get(language) for language in site.policy.languages}
        facts = {
            "state": public.state,
            "start": utc(release.window.start),
            "end": utc(release.window.end),
            "title": {language: text for language, text in title.items() if text},
        }
        entries["release", release.id] = ShownEntry(notices_of_messages(public.messages), facts)
    for plan in site.plans:
        entries["plan", plan.plan.id] = ShownEntry(
            notices_of_messages(plan.messages), {"state": plan.state}
        )
    return entries


def expected_messages(site: PublicSite) -> Iterator[Message]:
    """Every message to customers that the site shows."""
    for public in site.releases:
        if not public.preview:
            yield from public.messages
    for plan in site.plans:
        yield from plan.messages


def notices_of_messages(messages: Iterable[Message]) -> frozenset[ShownNotice]:
    """The notices of all those messages."""
    return frozenset(n for message in messages for n in notices_of(message.records))


def notices_of(records: Iterable[Record]) -> Iterator[ShownNotice]:
    """The records' notices that customers were shown."""
    for record in records:
        if record.audience == "customers" and record.verdict != "missed":
            yield ShownNotice(record.kind, record.entry, record.notice, record.published_at)
