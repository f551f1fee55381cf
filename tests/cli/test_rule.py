"""`notices rule` prints the manual of a rule, from the registry."""

from __future__ import annotations

import json

from click.testing import CliRunner

from notices.cli import main
from notices.rules.registry import registered


def run(*args: str) -> tuple[int, str, str]:
    answer = CliRunner().invoke(main, ["rule", *args])
    return answer.exit_code, answer.stdout, answer.stderr


def test_a_rule_is_told_with_why_and_with_examples() -> None:
    assert run("long-downtime") == (
        0,
        """\
long-downtime (warning)

Customers are stopped no longer than is usual for the category, nor than the window lasts.

The policy's `downtime.max` is what customers are used to. A longer stop is allowed, with a warning.

Fails:

    category: server
    impact: {downtime: 90m}

Passes:

    category: server
    impact: {downtime: 45m}
""",
        "",
    )


def test_without_an_id_every_rule_has_a_line() -> None:
    status, out, _ = run()

    assert status == 0
    assert [line.split()[0] for line in out.splitlines()] == sorted(registered())
    assert "long-downtime " in out
    assert "warning        Customers are stopped no longer than is usual for the category" in out


def test_for_programs_each_rule_has_the_address_of_its_page() -> None:
    one = json.loads(run("lead-time", "--format", "json")[1])
    every = json.loads(run("--format", "json")[1])

    assert one["id"] == "lead-time"
    assert one["url"] == "https://notices.example/manual/rules/lead-time/"
    assert one in every
    assert [rule["id"] for rule in every] == sorted(registered())


def test_a_misspelt_id_is_answered_with_the_one_that_was_meant() -> None:
    status, out, err = run("lead-tme")

    assert (status, out) == (2, "")
    assert "there is no rule `lead-tme`; did you mean `lead-time`?" in err
