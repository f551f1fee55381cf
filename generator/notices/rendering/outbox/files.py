"""The files of the outbox: each message in each language, as a mail and as a short text.

Belongs here: putting letters, mails and short texts together. Does not belong here: which messages
there are, and where the outbox lies (``domain.outbox``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from notices.domain.outbox import OutboxMessage
from notices.domain.public import PublicSite
from notices.rendering.documents import Document, Theme
from notices.rendering.outbox.letters import LetterWriter
from notices.rendering.outbox.mails import calendar_of, outbox_headers, write_mail
from notices.rendering.outbox.short import short_text

__all__ = ["render_outbox"]


def render_outbox(
    site: PublicSite, messages: Iterable[OutboxMessage], theme: Theme
) -> Iterator[tuple[OutboxMessage, Document]]:
    """The files of each message, with paths from the project's root; the same input, the same bytes.

    ``site`` is all that customers may see: no link of a text leads anywhere else.
    """
    writers = [(each, LetterWriter.of(site, theme, each)) for each in site.policy.languages]
    for message in messages:
        for language, writer in writers:
            letter = writer.letter(message)
            html, text = writer.page(letter), writer.text(letter)
            headers = outbox_headers(
                letter,
                uid=message.uid,
                language=language,
                base_url=theme.base_url,
                dated=message.dated,
                is_sent=message.sent is not None,
            )
            calendar = calendar_of(letter.event)
            mail = write_mail(headers, text, html, calendar, f"{message.id}.ics")
            yield message, Document(message.path(language), data=mail)
            short = f"{short_text(letter)}\n".encode()
            yield message, Document(message.short_path(language), data=short)
