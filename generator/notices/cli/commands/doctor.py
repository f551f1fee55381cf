"""``notices doctor``: compares a deployed site with what it should show."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from notices.audit.doctor import Unreachable, examine
from notices.cli.language import say_in
from notices.cli.now import now_option
from notices.cli.reading import evaluated, usable
from notices.cli.terminal import REFUSED, UNUSABLE, error_text, iso, say, show, working
from notices.domain.phrases import phrase
from notices.project.disk import Workspace

__all__ = ["command"]


@click.command("doctor")
@click.argument("url", metavar="URL")
@now_option
@click.pass_obj
def command(config_file: Path, url: str, now: str | None) -> None:
    """Compare a deployed site with what it should show now; exit 1 where it differs."""
    evaluation = usable(evaluated(Workspace.at(config_file), now))
    with working(phrase("Fetching the site")):
        try:
            findings = examine(evaluation, url)
        except Unreachable as error:
            say(phrase("notices: {line}", line=error_text(error)))
            sys.exit(UNUSABLE)
    for finding in findings:
        show(say_in(finding.text))
    if findings:
        sys.exit(REFUSED)
    say(
        phrase(
            "the site is as it should be at {instant}",
            instant=iso(evaluation.now, evaluation.policy),
        )
    )
