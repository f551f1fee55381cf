"""The manual of the rules, as text, as data and as pages.

Belongs here: how a rule's docstring is shown; a page of the manual is in English. Does not belong here: what it says (``rules``).
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from functools import cache

from notices.cli.language import manual_text, say_in
from notices.domain.phrases import Phrase, phrase
from notices.rules.registry import EXAMPLE, EXAMPLE_NOW
from notices.rules.rule import Rule

__all__ = [
    "manual_url",
    "rule_data",
    "rule_list",
    "rule_page",
    "rule_text",
    "rule_url",
    "rules_page",
]


_WIDTH = 100


@cache
def manual_url() -> str:
    """Where this version's manual is, with a slash at its end: the project's own URL for it."""
    from importlib.metadata import metadata  # It takes a tenth of a short command.

    urls = metadata("notices").get_all("Project-URL") or []
    return next(
        (url for label, _, url in (each.partition(", ") for each in urls) if label == "Manual"), ""
    )


def rule_url(rule: str) -> str:
    """Where the manual's page of the rule with this id is."""
    return f"{manual_url()}rules/{rule}/"


def rule_list(rules: Mapping[str, Rule]) -> str:
    """Every rule in a line: its id, how severe it is, what it says."""
    width = max(map(len, rules))
    return "".join(
        f"{rule.id:{width}}  {'/'.join(rule.severities):13}  {manual_text(rule.summary)}\n"
        for rule in rules.values()
    )


def rule_text(rule: Rule) -> str:
    """One rule for a terminal."""
    parts = [f"{rule.id} ({', '.join(rule.severities)})", manual_text(rule.summary)]
    parts += [textwrap.fill(each, _WIDTH) for each in _why(rule).split("\n\n") if each]
    parts += [
        f"{say_in(title)}:\n\n{textwrap.indent(text, '    ')}" for title, text in _examples(rule)
    ]
    return "\n\n".join(parts) + "\n"


def rule_data(rules: Iterable[Rule]) -> list[dict[str, object]]:
    """Rules for programs, with the address of each one's page."""
    return [
        {
            "id": rule.id,
            "severities": list(rule.severities),
            "summary": manual_text(rule.summary),
            "why": _why(rule),
            "announced": rule.announced,
            "fails": rule.fails,
            "passes": rule.passes,
            "url": rule_url(rule.id),
        }
        for rule in rules
    ]


def _why(rule: Rule) -> str:
    return "\n\n".join(map(manual_text, rule.why.split("\n\n")))


def rule_page(rule: Rule) -> str:
    """One rule as a page of the manual, in Markdown."""
    severities = " or ".join(f"*{severity}*" for severity in rule.severities)
    parts = [f"# `{rule.id}`", rule.summary, f"Reported as {severities}."]
    if rule.why:
        parts.append(rule.why)
    for title, text in _examples(rule):
        kind = "console" if text.startswith("$") else "yaml"
        parts.append(f"## {title}\n\n```{kind}\n{text}\n```")
    parts.append(
        f"Examples are judged at {EXAMPLE_NOW} under the default policy. Keys that an example leaves"
        f" out are these:\n\n```yaml\n{EXAMPLE}```"
    )
    return "\n\n".join(parts) + "\n"


def rules_page(rules: Mapping[str, Rule]) -> str:
    """The index of the rules' pages, in Markdown."""
    introduction = (
        "What `notices check` looks at. An error stops the publish of what it is about; a warning"
        " does not. `notices rule lead-time` explains a rule in the terminal."
    )
    rows = (
        f"| [`{rule.id}`]({rule.id}.md) | {', '.join(rule.severities)} | {rule.summary} |\n"
        for rule in rules.values()
    )
    table = "| rule | severity | what it says |\n| --- | --- | --- |\n" + "".join(rows)
    return f"# Rules\n\n{introduction}\n\n{table}"


def _examples(rule: Rule) -> Iterable[tuple[Phrase, str]]:
    blocks = (
        (phrase("Customers were shown"), rule.announced),
        (phrase("Fails"), rule.fails),
        (phrase("Passes"), rule.passes),
    )
    return ((title, text) for title, text in blocks if text)
