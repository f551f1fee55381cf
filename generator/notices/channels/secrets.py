"""Secrets: the values of environment variables, and texts without them.

Belongs here: reading a variable that a channel names, and taking its value out of what others said.
Does not belong here: which variables there are (``domain.channels``).
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import quote, quote_plus

from notices.domain.phrases import Phrase, phrase
from notices.domain.problem import Failure

__all__ = ["ChannelFault", "MissingSecret", "Secrets", "UnusableSecret"]

_HIDDEN = "***"
_MOST = 200


class ChannelFault(Failure):
    """A channel cannot send anything with what this machine has; ``text`` says why."""


class MissingSecret(ChannelFault):
    """An environment variable that a channel names is not set, or empty."""

    def __init__(self, channel: str, variable: str) -> None:
        super().__init__(
            phrase(
                "channel {channel}: the environment variable {variable} is not set",
                channel=channel,
                variable=variable,
            )
        )


class UnusableSecret(ChannelFault):
    """The value of an environment variable is not what its channel needs; it is not told."""

    def __init__(self, channel: str, variable: str, need: Phrase) -> None:
        super().__init__(
            phrase(
                "channel {channel}: the environment variable {variable} does not hold {need}",
                channel=channel,
                variable=variable,
                need=need,
            )
        )


class Secrets:
    """The secrets of one channel. Once read, a value stays out of every text."""

    def __init__(self, channel: str, environ: Mapping[str, str]) -> None:
        """``environ`` maps names of variables to values."""
        self._channel, self._environ = channel, environ
        self._forms: set[str] = set()

    def value(self, variable: str) -> str:
        """The value of a variable, without a line's end. Raises :class:`MissingSecret`."""
        value = self._environ.get(variable, "").strip("\r\n")
        if not value:
            raise MissingSecret(self._channel, variable)
        self.hide(value)
        return value

    def unusable(self, variable: str, need: Phrase) -> UnusableSecret:
        """That a variable's value is not what is needed."""
        return UnusableSecret(self._channel, variable, need)

    def hide(self, *values: str) -> None:
        """Keep these out of every text too, as they are and as they go over a line."""
        for value in values:
            raw = value.encode(errors="surrogateescape")
            forms = (value, quote(raw), quote(raw, safe=""), quote_plus(raw))
            self._forms.update(filter(None, (*map(_line, forms), b64encode(raw).decode())))

    def redacted(self, text: str) -> str:
        """``text`` on one short line of printable characters, without any secret."""
        text = _line(text)
        if self._forms:
            # The longest first: a value may be a part of another.
            forms = sorted(self._forms, key=len, reverse=True)
            text = re.sub("|".join(map(re.escape, forms)), _HIDDEN, text, flags=re.IGNORECASE)
        return text[:_MOST]


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
