"""Small public sites, made by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from notices.domain.instants import Lead
from notices.domain.ledger import Record, Verdict
from notices.domain.policy import NoticeRule
from notices.domain.public import (
    Message,
    NoticeStanding,
    NoticeStatus,
    PublicRelease,
    PublicSite,
    State,
)
from notices.domain.release import Cancellation, Impact, Outcome, Release, System, Window
from notices.loading import load_texts
from notices.rendering import Document, Theme, site_documents
from notices.rendering.colours import colours_of
from tests import core_builders

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
THEME = Path(__file__).parents[2] / "theme"


Filled = Mapping[str, Document]


class _Rendered(Filled):
    """The documents of a site by their paths, in its order; each is rendered once it is asked for."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = {document.path: document for document in documents}

    def __getitem__(self, path: str) -> Document:
        document = self._documents[path] = self._documents[path].finished
        return document

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)


def at(text: str) -> datetime:
    """'2026-12-12 20:00' on Vietnamese clocks, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=HANOI).astimezone(UTC)


def notice(
    notice_id: str,
    vi: str,
    en: str,
    latest: Lead | None = None,
    *,
    on: Literal["outcome", "start"] | None = None,
) -> NoticeRule:
    return NoticeRule(
        notice_id,
        "customers",
        "marketing",
        {"vi": vi, "en": en},
        latest=latest,
        on=on,
    )


def _rows(*names: str) -> tuple[NoticeRule, ...]:
    return tuple(row for row in core_builders.FEATURE.notices if row.id in names)


ADVANCE, FINAL, COMPLETED = _rows("advance", "final", "completed")

FEATURE = replace(core_builders.FEATURE, notices=(ADVANCE, FINAL, COMPLETED), tasks=())

POLICY = core_builders.policy(FEATURE)

SYSTEMS = (
    System("payroll", {"vi": "Tiền lương", "en": "Payroll"}, {"vi": "Nhân sự", "en": "People"}),
    System("crm", {"vi": "Khách hàng", "en": "CRM"}, {"vi": "Kinh doanh", "en": "Sales"}),
)


def release(release_id: str = "payroll-engine", **changes: Any) -> Release:
    start = changes.pop("start", at("2026-12-12 20:00"))
    length = changes.pop("length", timedelta(hours=2))
    defaults: dict[str, Any] = {
        "title": {"vi": "Bảng lương thế hệ mới", "en": "New payroll engine"},
        "summary": {"vi": "Tính lương nhanh hơn.", "en": "Payroll runs faster."},
        "impact": Impact(timedelta(minutes=10), "usable", True, ("payroll",)),
        "body": {"vi": "# Thay đổi\n\nNhanh hơn.", "en": "# Changes\n\nFaster."},
        "prepare": {"vi": "- Lưu bảng lương", "en": "- Save your payroll"},
        "window": Window(start, start + length),
    }
    return Release(id=release_id, category="feature", **(defaults | changes))


def record(
    of: Release, rule: str, when: datetime, verdict: Verdict = "on_time", **changes: Any
) -> Record:
    defaults: dict[str, Any] = {
        "seq": 1,
        "at": when,
        "sent": None,
        "kind": "release",
        "entry": of.id,
        "notice": rule,
        "audience": "customers",
        "start": of.window.start,
        "end": of.window.end,
        "deadline": None,
        "verdict": verdict,
        "result": None,
        "digest": "0" * 64,
    }
    return Record(**(defaults | changes))


def message(*records: Record, previous: tuple[datetime, datetime] | None = None) -> Message:
    first = records[0]
    stamp = f"{first.at:%Y%m%dT%H%M%SZ}"
    return Message(
        release=first.entry,
        notice=first.notice,
        records=records,
        at=first.at,
        dated=first.at,
        uid=f"tag:{first.entry}:{first.notice}:{stamp}",
        anchor=f"{first.notice}-{stamp.lower()}",
        previous=previous,
    )


def standing(
    rule: NoticeRule,
    status: NoticeStatus,
    planned: datetime | None = None,
    deadline: datetime | None = None,
    counts: Record | None = None,
) -> NoticeStanding:
    return NoticeStanding(rule, None, planned, deadline, status, counts)


def public(
    of: Release | None = None,
    state: State = "announced",
    messages: Iterable[Message] = (),
    notices: Iterable[NoticeStanding] = (),
    **changes: Any,
) -> PublicRelease:
    return PublicRelease(
        of or release(), FEATURE, state, tuple(notices), tuple(messages), **changes
    )


def completed(
    release_id: str, start: datetime, result: Any = "success", **fields: Any
) -> PublicRelease:
    """A release that ran, with its advance notice and its completion."""
    end = start + timedelta(hours=2)
    entry = release(release_id, start=start, outcome=Outcome(result, end), **fields)
    advance = record(entry, "advance", start - timedelta(days=20))
    done = record(entry, "completed", end + timedelta(minutes=5), result=result)
    return public(
        entry,
        "completed",
        [message(advance), message(done)],
        [
            standing(ADVANCE, "published", advance.at, start - timedelta(days=10), advance),
            standing(COMPLETED, "published", None, None, done),
        ],
    )


def cancelled(release_id: str, start: datetime, when: datetime, **fields: Any) -> PublicRelease:
    entry = release(
        release_id,
        start=start,
        **fields,
        cancelled=Cancellation(when, {"vi": "Cần kiểm tra thêm", "en": "More testing needed"}),
    )
    first = record(entry, "advance", start - timedelta(days=20))
    return public(entry, "cancelled", [message(first), message(record(entry, "cancelled", when))])


def site(*releases: PublicRelease, **changes: Any) -> PublicSite:
    ordered = sorted(releases, key=lambda p: p.release.id)
    ordered.sort(key=lambda p: p.release.window.start, reverse=True)
    defaults: dict[str, Any] = {"policy": POLICY, "systems": SYSTEMS, "releases": tuple(ordered)}
    return PublicSite(**(defaults | changes))


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    """Read once: no test may change them in place."""
    files = (THEME / "texts").glob("*.yml")
    return {path.stem: load_texts(path.name, path.read_bytes()).value or {} for path in files}


def theme() -> Theme:
    """The project's own templates and texts."""
    return Theme(
        templates={p.name: p.read_text("utf-8") for p in (THEME / "templates").glob("*.html")},
        texts=_texts(),
        embed=(THEME / "embed.js").read_text("utf-8"),
        times=(THEME / "times.js").read_text("utf-8"),
        base_url="https://updates.example.com/",
        site_name="Anviec",
        fonts={p.name: p.read_bytes() for p in (THEME / "fonts").glob("*.ttf")},
        colours=colours_of((THEME / "overrides/assets/frame.css").read_text("utf-8")),
    )


def rendered(shown: PublicSite) -> Filled:
    """Every document of the site by its path."""
    return _Rendered(site_documents(shown, theme()))


def html(documents: Filled, path: str) -> str:
    """Everything that the document puts on its page."""
    return "\n".join(documents[path].slots.values())
