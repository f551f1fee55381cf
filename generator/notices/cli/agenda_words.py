"""The agenda in words: what each item says in the chosen language, as text and as JSON.

Belongs here: wording for text, page and calendar alike, and the forms for terminals and programs.
Does not belong here: what is owed (``evaluation.agenda``), HTML and iCalendar
(``rendering.agenda``).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from notices.cli.instants import instant
from notices.cli.language import chosen, say_in
from notices.domain.agenda import AGENDA_PARTS, AgendaItem, AgendaPart, part_of
from notices.domain.instants import SECOND, local
from notices.domain.phrases import phrase
from notices.domain.policy import Policy, Texts
from notices.domain.wording import json_text, log_text

if TYPE_CHECKING:
    from notices.rendering.agenda.lines import AgendaLine, AgendaText

__all__ = ["AgendaWords"]

_NAMESPACE = uuid.UUID("5a0c9f5e-61c7-5d0e-8f0a-0d6a4f3f7c21")


@dataclass(frozen=True, slots=True)
class AgendaWords:
    """An agenda of ``now`` (UTC) with all that is due until ``until``; of one role, or of all."""

    items: tuple[AgendaItem, ...]
    policy: Policy
    now: datetime
    until: datetime
    role: str | None = None

    @property
    def text(self) -> str:
        """For a terminal or a job's log: under a heading for each part, two lines an item."""
        heading, blocks = f"{self._heading}\n{self._about}", []
        for part, items in self._parts():
            whens = [self._when(item) for item in items]
            width, roles = max(map(len, whens)), max(len(item.role) for item in items)
            lines = [_part(part)]
            for when, item in zip(whens, items, strict=True):
                start = f"  {when:{width}}  {item.role:{roles}}  "
                lines += [start + self._what(item), " " * len(start) + say_in(item.help)]
            blocks.append("\n".join(lines))
        return log_text("\n\n".join([heading, *(blocks or [self._empty])])) + "\n"

    @property
    def json(self) -> str:
        """For programs; instants are ISO 8601 in the policy's zone."""
        report = {
            "now": self._iso(self.now),
            "until": self._iso(self.until),
            "role": self.role,
            "items": [self._entered(item) for item in self.items],
        }
        return json_text(report) + "\n"

    def for_files(self, site: str, address: str) -> AgendaText:
        """For the page and the calendar of the site of that name and address."""
        from notices.rendering.agenda.lines import AgendaText

        return AgendaText(
            language=chosen(),
            heading=f"{self._heading} – {site}",
            about=self._about,
            empty=self._empty,
            late=_part("overdue"),
            parts=tuple(
                (_part(part), tuple(self._line(item, address) for item in items))
                for part, items in self._parts()
            ),
        )

    def _parts(self) -> list[tuple[AgendaPart, list[AgendaItem]]]:
        of_part = {
            part: [item for item in self.items if part_of(item, self.now, self.policy) == part]
            for part in AGENDA_PARTS
        }
        return [(part, items) for part, items in of_part.items() if items]

    @property
    def _heading(self) -> str:
        if self.role is None:
            return say_in(phrase("Agenda"))
        return say_in(phrase("Agenda of {role}", role=self.role))

    @property
    def _about(self) -> str:
        return say_in(
            phrase(
                "As of {now}, with what is due by {until} ({zone})",
                now=self._read(self.now),
                until=self._read(self.until),
                zone=self.policy.timezone,
            )
        )

    @property
    def _empty(self) -> str:
        return say_in(
            phrase(
                "All done: nothing is overdue, and nothing is due by {until}.",
                until=self._read(self.until),
            )
        )

    def _line(self, item: AgendaItem, address: str) -> AgendaLine:
        from notices.rendering.agenda.lines import AgendaLine

        key = "|".join((address, item.kind, item.entry_kind, item.entry, item.name))
        return AgendaLine(
            uid=str(uuid.uuid5(_NAMESPACE, key)),
            when=self._when(item),
            role=item.role,
            what=self._what(item),
            how=say_in(item.help),
            source=item.source,
            due=item.due,
            overdue=item.overdue,
        )

    def _what(self, item: AgendaItem) -> str:
        subject = self._localized(item.title)
        if not subject:
            plan = phrase("Plan of {month}", month=item.entry)
            subject = say_in(plan) if item.entry_kind == "plan" else item.entry
        parts = [f"{subject}: {say_in(item.message)}"]
        if detail := self._localized(item.detail):
            parts.append(f"– {detail}")
        # An approval names its days itself.
        if item.opens is not None and item.opens > self.now and item.kind != "approval":
            opens = phrase("(not before {opens})", opens=self._read(item.opens))
            parts.append(say_in(opens))
        return " ".join(parts)

    def _localized(self, texts: Texts) -> str:
        languages = (chosen(), self.policy.default_language, *texts)
        return next((texts[each] for each in languages if texts.get(each)), "")

    def _when(self, item: AgendaItem) -> str:
        if item.due is None:
            return "–"
        if item.due == self.now:
            return say_in(phrase("now"))
        if local(item.due, self.policy.zone).time() == time():
            # Midnight is the end of the day before.
            day = self._read(item.due - SECOND).rpartition(" ")[0]
            return f"{day} 24:00"
        return self._read(item.due)

    def _read(self, at: datetime) -> str:
        return instant(at, self.policy)

    def _entered(self, item: AgendaItem) -> dict[str, Any]:
        mark = item.mark
        return {
            "role": item.role,
            "kind": item.kind,
            "part": part_of(item, self.now, self.policy),
            "overdue": item.overdue,
            "due": self._iso(item.due),
            "opens": self._iso(item.opens),
            "entry_kind": item.entry_kind,
            "entry": item.entry,
            "name": item.name,
            "title": dict(item.title),
            "detail": dict(item.detail),
            "message": say_in(item.message),
            "help": say_in(item.help),
            "command": item.command,
            "text": item.text,
            "path": mark.path if mark else None,
            "line": mark.line if mark else None,
            "column": mark.column if mark else None,
            "outbox": list(item.outbox),
            "source": item.source,
        }

    def _iso(self, instant: datetime | None) -> str | None:
        if instant is None:
            return None
        return local(instant, self.policy.zone).isoformat(timespec="seconds")


def _part(part: AgendaPart) -> str:
    names = {
        "overdue": phrase("Overdue"),
        "today": phrase("Today"),
        "week": phrase("This week"),
        "later": phrase("Later"),
    }
    return say_in(names[part])
