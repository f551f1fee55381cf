"""What check found, as Markdown: where, by which rule, what to write instead.

Belongs here: refusals and warnings. Does not belong here: finding them (``rules``), annotations
and logs (``cli.reports``).
"""

from __future__ import annotations

import re

from notices.cli.language import say_in
from notices.cli.manual import rule_url
from notices.cli.summary.markdown import block, code, link, said
from notices.domain.phrases import phrase
from notices.domain.problem import Problem

__all__ = ["line_to_write", "refusal", "warning"]

_LINE = re.compile(r"`([a-z_]+: [^`]+)`")
_WINDOW = ("window: ", "start: ")
_START_AND_END = re.compile(r"`(start: [^`]+)`[^`]*`(end: [^`]+)`")
_BLANK = "…"


def refusal(problem: Problem) -> str:
    """An error: its place and rule, what is wrong, and what to write instead, ready to copy."""
    parts = [f"### {_place(problem)} · {_rule(problem)}", *_blocks(problem.message)]
    if line := line_to_write(problem.help):
        blank = phrase("Write this, with your words in the place of …:")
        parts += [say_in(blank if _BLANK in line else phrase("Write this:")), block(line, "yaml")]
    return "\n\n".join((*parts, *_blocks(problem.help)))


def warning(problem: Problem) -> str:
    """A warning as one item of a list."""
    texts = (say_in(text).partition("\n")[0] for text in (problem.message, problem.help))
    sentences = (said(text if text.endswith(".") else f"{text}.") for text in texts if text)
    return f"- {_place(problem)} · {_rule(problem)}: {' '.join(sentences)}"


def line_to_write(help: str) -> str:
    """What a help proposes to paste, a line or a window's two; empty where it proposes none.

    Of several, a window: the others stand for what somebody has to approve first. Else one with
    nothing left to fill in.
    """
    lines = [found[1] for found in _LINE.finditer(_START_AND_END.sub(r"`\1\n\2`", help))]
    return min(lines, key=lambda line: (not line.startswith(_WINDOW), _BLANK in line), default="")


def _blocks(text: str) -> list[str]:
    """A message or help; where it draws lines of the file, they are a block of their own."""
    sentence, _, drawing = say_in(text).partition("\n")
    return [*([said(sentence)] if sentence else []), *([block(drawing)] if drawing else [])]


def _place(problem: Problem) -> str:
    return code(f"{problem.mark.path}:{problem.mark.line}")


def _rule(problem: Problem) -> str:
    return link(code(problem.rule), rule_url(problem.rule))
