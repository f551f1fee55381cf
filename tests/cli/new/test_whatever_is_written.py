"""Whatever `new` writes passes `check`: now as a draft, and as it is without that line."""

from __future__ import annotations

import contextlib
import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory

import click
import yaml
from hypothesis import event, given, settings
from hypothesis import strategies as st

from notices.cli.demo.tidewart import schedule as tidewart
from notices.cli.new.desk import Desk
from notices.cli.new.release import Asked, write_release
from notices.cli.policy_library import FOLDER, policies
from notices.domain.instants import local
from notices.evaluation import Sources, evaluate
from tests import project
from tests.project import Answer
from tests.rendering.hostile_titles import HOSTILE

VALUES = {
    "name": "Acme", "zone": "Europe/Berlin", "languages": "vi, en, de", "language": "vi",
    "today": "2025-07-01", "this_year": "2026", "next_year": "2027", "year_after": "2028",
}  # fmt: skip
SYSTEMS = """\
systems:
  - {id: payroll, name: Payroll, group: People}
  - {id: crm, name: CRM, group: Sales}
"""
HOLIDAYS = """\
covers: {from: 2026-01-01, to: 2028-12-31}
off: [{from: 2026-12-24, to: 2027-01-01, label: Christmas}, {day: 2027-04-05, label: Easter}]
"""


def init_file(policy: str, name: str) -> str:
    return Template((FOLDER / policy / name).read_text(encoding="utf-8")).substitute(VALUES)


POLICIES = {
    "default": (project.POLICY.read_text(encoding="utf-8"), SYSTEMS),
    "tidewart": (
        (Path(tidewart.__file__).parent / "content/policy.yml").read_text("utf-8"),
        SYSTEMS,
    ),
    **{
        name: (init_file(name, "policy.yml"), init_file(name, "systems.yml"))
        for name in policies()
        if name != "procedure"  # It is the default one.
    },
}
ZONES = ("Asia/Ho_Chi_Minh", "Europe/Berlin", "Australia/Lord_Howe", "America/New_York", "UTC")
ZONE = re.compile("^timezone: .*$", re.MULTILINE)
# Clocks change in the last days of October and March, in the first of November and April.
NOWS = st.sampled_from([
    datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2027, 3, 27, 12, tzinfo=UTC),
    datetime(2026, 11, 23, 2, tzinfo=UTC), datetime(2027, 4, 3, 12, tzinfo=UTC),
])  # fmt: skip
TITLES = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=64))


def judged(sources: Sources, files: dict[str, bytes], now: datetime) -> dict[str, set[str]]:
    """The rules of what `check` finds, by severity."""
    found: dict[str, set[str]] = {"error": set(), "warning": set()}
    for problem in evaluate(Sources({**sources.files, **files}), now).problems:
        found[problem.severity].add(problem.rule)
    return found


REFUSALS = {
    1: ("nothing was written: no window", "nothing was written: correct --start"),
    2: ("title.", "U+"),
}
"""What may be said instead: no start is legal, or a title that no entry may have."""


def called(desk: Desk, asked: Asked) -> Answer:
    """How the command ends, and what it says."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            write_release(desk, asked)
        except SystemExit as end:
            status = int(end.code or 0)
        except click.UsageError as error:
            status = 2
            err.write(error.message)
    return Answer(status, out.getvalue(), err.getvalue())


@settings(max_examples=150)
@given(data=st.data())
def test_whatever_is_written_passes(data: st.DataObject) -> None:
    zone = data.draw(st.sampled_from(ZONES))
    text, systems = POLICIES[data.draw(st.sampled_from(list(POLICIES)))]
    files = {
        "content/policy.yml": ZONE.sub(f"timezone: {zone}", text),
        "content/systems.yml": systems,
        "content/holidays.yml": HOLIDAYS,
    }
    first, second = re.findall(r"\bid: ([a-z-]+)", systems)[:2]
    sources = Sources({name: each.encode() for name, each in files.items()})
    now = data.draw(NOWS) + timedelta(seconds=data.draw(st.integers(0, 14 * 86_400)))
    evaluation = evaluate(sources, now)
    policy = evaluation.policy
    assert policy is not None
    category = policy.categories[data.draw(st.sampled_from(sorted(policy.categories)))]
    minutes = data.draw(st.none() | st.integers(-3 * 1440, 60 * 1440))
    start = None
    if minutes is not None:
        instant = now.replace(second=0) + timedelta(minutes=minutes)
        start = data.draw(st.sampled_from([f"{instant:%Y-%m-%dT%H:%MZ}", f"{instant:%Y-%m-%d}"]))
    repeat = data.draw(st.sampled_from([None] * 4 + ["FREQ=WEEKLY", "FREQ=MONTHLY;BYDAY=2SU"]))
    asked = Asked(
        category.id,
        data.draw(st.none() | st.just("x")),
        tuple(data.draw(st.lists(TITLES, min_size=1, max_size=2))),
        start=start,
        length=data.draw(st.sampled_from([None, "15m", "1h", "4h"])),
        repeat=repeat,
        count=3 if repeat else None,
        systems=data.draw(st.sampled_from([None, second, f"{first},{second}"])),
        origin=data.draw(st.sampled_from([None, *sorted(category.origins)])),
        important=category.asks_for("important") and data.draw(st.booleans()),
    )
    with TemporaryDirectory() as folder:
        root = Path(folder)
        answer = called(Desk(root, sources, evaluation, policy), asked)
        written = {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file()
        }
    event(f"exit status {answer.status}")
    if answer.status:
        assert written == {}
        if repeat and answer.err.endswith("\nnothing was written\n"):
            # The dates of the series are closer together than the policy allows.
            assert set(re.findall(r"error\[([a-z-]+)\]", answer.err)) == {"quota"}
            return
        assert answer.err.splitlines()[-1].startswith(REFUSALS[answer.status])
        return
    entries = [name for name in written if name.startswith("content/releases/")]
    assert len(entries) == (3 if repeat else 1)

    as_draft = judged(sources, written, now)
    assert as_draft["error"] == set()
    for name in entries:
        read = yaml.load(written[name], yaml.BaseLoader)
        titles = dict(zip(policy.languages, asked.titles, strict=False))
        for language, title in titles.items():
            assert read["title"][language] == " ".join(title.split())

    needs_exception = "needs the `exception`" in answer.err
    event(f"needs an exception: {needs_exception}")
    ready = {
        name: data.replace(b"draft: true\n", b"").replace("…".encode(), b"A text.")
        for name, data in written.items()
    }
    if needs_exception:
        today = local(now, policy.zone).date()
        approved = f"\nexception: {{approved_by: {policy.roles[0]}, on: {today}, reason: x}}\n"
        ready |= {name: ready[name] + approved.encode() for name in entries}
    assert judged(sources, ready, now)["error"] == set()


def test_the_policies_have_other_rules() -> None:
    rules = {text.partition("\ncategories:\n")[2] for text, _ in POLICIES.values()}
    assert len(rules) == len(POLICIES) == len(policies()) + 1
