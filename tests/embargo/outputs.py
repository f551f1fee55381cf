"""What comes out of a project, by who may read it.

Belongs here: collecting the bytes. Does not belong here: looking for words (``decoding``).

Readers get the site with the words on its pictures, mails and calls to customers, and what ``publish`` prints. The announced copies
and the ledger are committed, and their repository is private; they still hold nothing of what is not public.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from notices.cli import delivery, ledger
from notices.cli.commands import deliver as deliver_command
from notices.domain.channels import AnyChannel, MessageChannel
from notices.domain.deliveries import Answer
from notices.domain.payloads import CallPayload, ChatPayload, FeedPayload, MailPayload, Payload
from notices.rendering.metadata import release_drawing
from notices.rendering.metadata.social import ReleaseCard
from tests.embargo.decoding import files_below
from tests.project import Project

__all__ = ["Outputs", "to_readers"]

_STAFF = ("advance-internal", "internal", "handoff")


def to_readers(project: Project) -> dict[str, bytes]:
    """The site, and the mails to customers that lie ready, by their paths."""
    found = {f"site/{path}": data for path, data in files_below(project.site.resolve()).items()}
    for path, data in files_below(project.root / "outbox").items():
        notice = path.rpartition("/")[2].split(".")[0].partition("Z-")[2]
        if notice and not notice.startswith(_STAFF):
            found[f"outbox/{path}"] = data
    return found


@dataclass
class Outputs:
    """A project whose messages are delivered into a list."""

    project: Project
    patch: pytest.MonkeyPatch
    sent: dict[str, bytes] = field(default_factory=dict)
    drawn: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Nobody can search the pixels of a picture, so what is drawn on it is noted."""
        draw = release_drawing.draw_release

        def noted(card: ReleaseCard, fonts: Mapping[str, bytes]) -> bytes:
            self.drawn[f"drawn/{len(self.drawn)}"] = f"{card}".encode()
            return draw(card, fonts)

        self.patch.setattr(release_drawing, "draw_release", noted)

    def publish(self, now: datetime) -> str:
        """Publish and deliver at an instant; what `publish` printed."""
        told = self.project.run("publish", "--now", now.isoformat())
        assert told.status in (0, 3), told.err
        if not told.out:
            return ""
        for module in (ledger, delivery, deliver_command):
            self.patch.setattr(module, "clock", lambda: now.astimezone(UTC))
        self.patch.setattr(delivery, "sender_of", lambda channel: _Sender(channel, self.sent))
        delivered = self.project.run("deliver")
        assert delivered.status == 0, delivered.err
        return told.out

    def to_readers(self) -> dict[str, bytes]:
        """All that the public may read, by its path."""
        return to_readers(self.project) | self.sent | self.drawn

    def committed(self) -> dict[str, bytes]:
        """What a publish commits."""
        root = self.project.root / "content"
        copies = files_below(root / "published")
        return {f"content/published/{path}": data for path, data in copies.items()} | {
            "content/ledger.jsonl": (root / "ledger.jsonl").read_bytes()
        }


@dataclass
class _Sender:
    channel: AnyChannel
    sent: dict[str, bytes]

    def send(self, key: str, recipient: str, payload: Payload) -> Answer:
        audience = (
            self.channel.audience if isinstance(self.channel, MessageChannel) else "customers"
        )
        if audience == "customers":
            self.sent[f"sent/{self.channel.id}/{key}"] = _bytes(payload)
        return Answer("accepted", "250 ok")

    def close(self) -> None:
        pass


def _bytes(payload: Payload) -> bytes:
    match payload:
        case MailPayload():
            return payload.data
        case CallPayload():
            return payload.body
        case ChatPayload():
            return f"{payload.title}\n{payload.text}".encode()
        case FeedPayload():
            return payload.url.encode()
