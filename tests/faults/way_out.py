"""The way out of a refusal, taken literally: the commands in a message, and few plain words.

Belongs here: reading what a message asks for. Does not belong here: running it (``world``).
"""

from __future__ import annotations

import re
import shlex

# In backticks, or behind a colon up to the end of the sentence.
_COMMANDS = re.compile(
    r"`((?:git|notices|rm) [^`]+)`"
    r"|: (?!git [a-z-]+: )((?:git|notices|rm) .+?)(?:$|, and run this again|[.] (?=[A-Z]))"
)
_OR = re.compile(r"[,;]? or ")
_BETWEEN = re.compile(r" && |; (?=git |notices |rm )")
# Words that name no command, and yet say what to do: wait, or look at the machine.
_AGAIN = re.compile(
    r"another publish is at work|run (?:it|this) again|tried \d+ times|[Cc]heck the machine's clock"
    # The last: a git that a limit of the test ended, as a full disk would.
    r"|No space left on device|File too large|ended with status -25"
)
# Answers to a request that can have no other: there is nothing to lead out of.
_FINAL = re.compile(r"error\[(?:recorded|unknown-entry|not-owed|unknown-notice)\]")


def ways_out(message: str) -> list[list[list[str]]] | None:
    """The ways out that a message names, each a list of commands; ``None``: it names none.

    Of several problems, those of the first that has any. One way without commands: it says to
    try again.
    """
    for line in message.splitlines():
        ways = [found for way in _OR.split(line) if (found := _COMMANDS.findall(way))]
        if ways:
            return [
                [shlex.split(one) for found in way for one in _BETWEEN.split("".join(found))]
                for way in ways
            ]
    return [[]] if _AGAIN.search(message) else None


def is_final(message: str) -> bool:
    """Whether a refusal is the answer, and not an obstacle."""
    return _FINAL.search(message) is not None
