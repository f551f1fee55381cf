"""Chat and push services, through the library Apprise.

Belongs here: that library, which nothing else may know, and what its answers mean. Does not belong
here: the text (``rendering.outbox``).

Apprise says whether all went well, and not what became of a message that did not. So what failed is
``unknown``, unless nothing but the connection failed, and to one target alone: then nobody had it.
Apprise writes addresses, which are secrets, into its log; here the log goes nowhere. Some services
ask other libraries; theirs are quiet as well.
"""

from __future__ import annotations

import logging
import re
import threading
import warnings

from notices.channels.secrets import ChannelFault, Secrets
from notices.domain.channels import AppriseChannel
from notices.domain.deliveries import Answer
from notices.domain.payloads import ChatPayload, Payload
from notices.domain.phrases import phrase

__all__ = ["AppriseSender"]

_WITHIN = 30.0
"""Seconds for one message in all: some services are asked several times."""

# What urllib3 calls a line that never stood.
_NO_LINE = re.compile(r"NewConnectionError|ConnectTimeoutError|NameResolutionError")
_STATUS = re.compile(r"error=(\d{3})\b")


class _LogReader(logging.Handler):
    """What the log of one message says of it; no text of it is kept."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.has_no_line = self.has_sent = False
        self.status = ""

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        self.has_no_line = self.has_no_line or bool(_NO_LINE.search(text))
        self.has_sent = self.has_sent or text.startswith("Sent ")
        if found := _STATUS.search(text):
            self.status = found[1]


class AppriseSender:
    """The sender of one channel. Raises :class:`~notices.channels.secrets.ChannelFault`."""

    def __init__(self, channel: AppriseChannel, secrets: Secrets, within: float = _WITHIN) -> None:
        """``within`` is how many seconds a message has in all."""
        self._within = within
        try:
            import apprise
        except ImportError:
            raise ChannelFault(
                phrase(
                    "channel {channel}: the library Apprise is missing; install notices[chat]",
                    channel=channel.id,
                )
            ) from None
        url = secrets.value(channel.url_env).strip()
        _silence()
        asset = apprise.AppriseAsset(
            # Nothing of Apprise's own is shown beside a message, and nothing is kept on a disk.
            app_id="notices",
            app_desc="notices",
            app_url="",
            image_url_mask="",
            image_url_logo="",
            async_mode=False,
            storage_mode=apprise.PersistentStoreMode.MEMORY,
        )
        service = apprise.Apprise.instantiate(url, asset=asset)
        if service is None:
            need = phrase("an address that Apprise knows")
            raise secrets.unusable(channel.url_env, need)
        # Its address may ask for more tries, which may send twice, or call a failure a success.
        service.retry, service.optional = 0, False
        self._targets = len(service)
        self._services = apprise.Apprise(service)
        self._format = apprise.NotifyFormat.TEXT

    def send(self, key: str, recipient: str, payload: Payload) -> Answer:
        """Send one message. What takes too long is left alone, and unknown."""
        assert isinstance(payload, ChatPayload)
        log = _LogReader()
        answers: list[bool] = []
        thread = threading.Thread(target=self._send, args=(payload, log, answers), daemon=True)
        thread.start()
        thread.join(self._within)
        if thread.is_alive():
            return Answer("unknown", "timed out")
        if answers == [True]:
            return Answer("accepted")
        if log.status:
            return Answer("unknown", f"the service answered {log.status}")
        if log.has_no_line and not log.has_sent and self._targets == 1:
            return Answer("deferred", "no connection", reached=False)
        return Answer("unknown", "Apprise could not send it")

    def close(self) -> None:
        """Each message has a line of its own."""

    def _send(self, payload: ChatPayload, log: _LogReader, answers: list[bool]) -> None:
        logger = logging.getLogger("apprise")
        logger.addHandler(log)
        try:
            said = self._services.notify(
                payload.text, title=payload.title, body_format=self._format
            )
            answers.append(bool(said))
        except Exception:  # noqa: S110  # A service's own fault: what became of it is unknown.
            pass
        finally:
            logger.removeHandler(log)


def _silence() -> None:
    """No record of these reaches anybody: they hold addresses, and with them tokens."""
    own = logging.getLogger("apprise")
    own.propagate = False
    own.setLevel(logging.DEBUG)
    own.handlers[:] = [logging.NullHandler()]
    for name in ("requests", "urllib3", "slixmpp", "paho"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", module=r"(apprise|requests|urllib3)\b")
