"""Payloads: what a channel of each kind sends of a message.

Belongs here: the mail to one recipient, the JSON of a call, the text of a chat. Does not belong
here: their words (``letters``), headers (``envelopes``), sending (``channels``).

The keys of the JSON are a promise to its receivers; the manual has them.
"""

from __future__ import annotations

import json
from typing import Any

from notices.domain.channels import MailChannel, MessageChannel, WebhookChannel
from notices.domain.instants import utc
from notices.domain.outbox import OutboxMessage
from notices.domain.payloads import CallPayload, ChatPayload, MailPayload, Payload
from notices.domain.public import PublicPlan, PublicRelease, PublicSite
from notices.rendering.documents import Theme
from notices.rendering.feeds.maintnote import maintnote_event
from notices.rendering.locale.locale import Locale
from notices.rendering.outbox.envelopes import envelope_headers
from notices.rendering.outbox.letters import Letter, LetterWriter
from notices.rendering.outbox.mails import calendar_of, write_mail
from notices.rendering.outbox.short import cut, short_body, short_text

__all__ = ["CHAT_MOST", "PayloadWriter"]

CHAT_MOST = 1000
"""Characters of a chat's message, title and all: less than any service in use takes."""

_TITLE_MOST = 250


class PayloadWriter:
    """Payloads of the messages of one site.

    ``site`` is all that customers may see: no link of a text leads anywhere else.
    """

    def __init__(self, site: PublicSite, theme: Theme) -> None:
        self._site, self._theme = site, theme
        self._systems = frozenset(system.id for system in site.systems)
        self._writers: dict[str, LetterWriter] = {}

    def payload(
        self, message: OutboxMessage, channel: MessageChannel, language: str, recipient: str
    ) -> Payload:
        """What the channel sends of a message, in one of its languages, to one of its recipients.

        The same message gives the same bytes at any time. A mail keeps within ``max_bytes``, if its
        text alone does. Raises ``ValueError`` where a mail's sender or recipient is no address, and
        ``TextsMissing`` where the site has no such language.
        """
        if language not in self._writers:
            self._writers[language] = LetterWriter.of(self._site, self._theme, language)
        writer = self._writers[language]
        letter = writer.letter(message)
        if isinstance(channel, MailChannel):
            return self._mail(message, letter, writer, channel, language, recipient)
        if isinstance(channel, WebhookChannel):
            told = {
                "type": "notice.published",
                "timestamp": utc(message.dated) if message.dated is not None else None,
                "data": self._data(message, letter, writer.text(letter), language),
            }
            return CallPayload(json.dumps(told, ensure_ascii=False).encode())
        title = cut(letter.title, _TITLE_MOST)
        text = short_body(letter, CHAT_MOST - len(title) - 1)
        return ChatPayload(title, text)

    def _mail(
        self,
        message: OutboxMessage,
        letter: Letter,
        writer: LetterWriter,
        channel: MailChannel,
        language: str,
        recipient: str,
    ) -> MailPayload:
        theme = self._theme
        headers = envelope_headers(
            letter,
            message,
            channel,
            language,
            recipient,
            site_name=theme.site_name,
            base_url=theme.base_url,
        )
        text, html = writer.text(letter), writer.page(letter)
        data = b""
        # The calendar goes first, then the form with colours; the text never.
        calendar = self._calendar(message, letter, channel, writer.locale)
        for page, part in ((html, calendar), (html, b""), ("", b"")):
            data = write_mail(headers, text, page, part, f"{message.id}.ics")
            if len(data) <= channel.max_bytes:
                break
        return MailPayload(data, headers["Message-ID"])

    def _calendar(
        self, message: OutboxMessage, letter: Letter, channel: MailChannel, locale: Locale
    ) -> bytes:
        """The mail's calendar part; empty where there is no window to tell of."""
        organizer, entry = self._site.policy.organizer, message.entry
        if channel.calendar == "event" or organizer is None or letter.event is None:
            return calendar_of(letter.event)
        assert isinstance(entry, PublicRelease)
        return maintnote_event(entry, organizer, locale, self._theme.base_url)

    def _data(
        self, message: OutboxMessage, letter: Letter, text: str, language: str
    ) -> dict[str, Any]:
        entry = message.entry
        is_plan = isinstance(entry, PublicPlan)
        data: dict[str, Any] = {
            "message": message.uid,
            "release": None if is_plan else message.id,
            "plan": message.id if is_plan else None,
            "notice": message.notice,
            "audience": message.audience,
            "language": language,
            "title": letter.title,
            "text": text,
            "short": short_text(letter),
            "url": letter.url or None,
            "state": entry.state,
            "window": None,
            "category": None,
            "systems": [],
        }
        if not isinstance(entry, PublicPlan):
            release = entry.release
            data["window"] = {"start": utc(release.window.start), "end": utc(release.window.end)}
            data["category"] = release.category
            systems = dict.fromkeys(release.impact.systems)
            data["systems"] = [each for each in systems if each in self._systems]
        return data
