"""Nothing of the machine is in what comes out, and nothing asks for the network but what delivers and looks."""

from __future__ import annotations

import gzip
import re
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.figures import figure
from tests.supply.elsewhere import ASKING, COMMANDS
from tests.supply.machines import SECRETS, Machine, Run, namespace

ONE = Machine(
    mark="zqone", deep="{mark}-a", zone="Asia/Ho_Chi_Minh", locale="en_US.UTF-8", umask=0o022,
    hash_seed="1", order=1, files_from=1_000_000_000,
)  # fmt: skip
OTHER = Machine(
    mark="zqother", deep="{mark}-b/much deeper/{mark}-c/d", zone="Pacific/Chatham", locale="vi_VN.UTF-8",
    umask=0o027, hash_seed="4711", order=40, files_from=1_700_000_000,
)  # fmt: skip


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Run]:
    one = ONE.run(tmp_path_factory.mktemp("one"))
    return one, OTHER.run(tmp_path_factory.mktemp("other"))


def unpacked(data: bytes) -> bytes:
    return data + gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def test_every_command_did_its_work(runs: tuple[Run, Run]) -> None:
    """Else there is nothing to look at: all are run, and each ends as it should."""
    for run in runs:
        ended = {name: status for name, (status, _, _) in run.answers.items()}
        assert {name for name in COMMANDS if ended[name] != 0} == set(), run.answers
        assert {name: ended[name] for name in ASKING} == {
            "deliver": 0, "deliver test list": 4, "deliver test tickets": 4, "doctor": 2,
        }  # fmt: skip
        assert {"site/index.html", "content/ledger.jsonl", "begun/mkdocs.yml"} <= run.written.keys()
        assert any(name.startswith("outbox/payroll-engine/") for name in run.written)


def test_no_command_but_those_that_deliver_and_look_asks_for_the_network(
    runs: tuple[Run, Run],
) -> None:
    for run in runs:
        assert run.report["asked"] == []
        # The same count sees what does ask.
        assert run.report["asked when it may"] >= len(ASKING)
        if namespace():
            assert run.report["interfaces"] == ["lo"]
    figure("commands without the network", len(COMMANDS))
    figure("without the network by", "a namespace" if namespace() else "counting alone")


def test_two_machines_write_the_same_bytes_and_say_the_same(runs: tuple[Run, Run]) -> None:
    one, other = (run.written for run in runs)

    assert one.keys() == other.keys()
    # A claim says which run made it, and that is drawn.
    records = [files.pop("content/deliveries.jsonl") for files in (one, other)]
    drawn = re.compile(rb'"detail":"run [0-9a-f]{8}"|"prev":"[0-9a-f]{64}"')
    assert drawn.sub(b"", records[0]) == drawn.sub(b"", records[1])
    assert [name for name in one if one[name] != other[name]] == []
    said = [{name: told for name, told in run.answers.items() if name != "doctor"} for run in runs]
    assert said[0] == said[1]
    figure("files that two machines wrote alike", len(one))


@pytest.mark.parametrize("machine, number", [(ONE, 0), (OTHER, 1)], ids=["one", "other"])
def test_nothing_of_a_machine_is_in_what_it_wrote_or_said(
    runs: tuple[Run, Run], machine: Machine, number: int
) -> None:
    run = runs[number]
    # The whole folder too: it lies below a folder of the tests.
    own = [machine.mark, str(run.root.parents[1]), machine.zone]
    traces = [trace.encode() for trace in own]
    said = {f"{name} said": "".join(told[1:]).encode() for name, told in run.answers.items()}
    # A project's zone is its own, whatever the machine's is.
    if machine.zone == "Asia/Ho_Chi_Minh":
        traces.remove(machine.zone.encode())

    found = [
        (name, trace)
        for name, data in (run.written | said).items()
        for trace in traces
        if trace in name.encode() + unpacked(data)
    ]
    assert found == []


@pytest.mark.parametrize("machine, number", [(ONE, 0), (OTHER, 1)], ids=["one", "other"])
def test_no_secret_of_a_channel_or_of_anybody_is_anywhere(
    runs: tuple[Run, Run], machine: Machine, number: int
) -> None:
    """In no form in which it is sent, in no file, note or message: also where a delivery failed."""
    run = runs[number]
    values = [machine.environment[name] for name in SECRETS]
    values += [f"{machine.mark}-path", f"{machine.mark}-query"]
    forms = {form for value in values for form in (
        value, quote(value), quote(value, safe=""), b64encode(value.encode()).decode(),
        b64encode(f"\0{machine.environment['SMTP_USER']}\0{value}".encode()).decode(),
    )}  # fmt: skip
    said = {f"{name} said": "".join(told[1:]).encode() for name, told in run.answers.items()}

    assert "content/deliveries.jsonl" in run.written
    assert "Traceback" not in run.answers["deliver"][2]
    assert [
        (name, form)
        for name, data in (run.written | run.notes | said).items()
        for form in forms
        if form.encode() in unpacked(data)
    ] == []


def test_no_file_of_an_instant_that_was_given_knows_the_machine_s_day(
    runs: tuple[Run, Run],
) -> None:
    """`init` asks the clock for the day on which a company begins; nothing else does."""
    now = datetime.now(UTC)
    days = {f"{now + timedelta(days=n):%Y-%m-%d}".encode() for n in (-1, 0, 1)}
    days |= {f"{now + timedelta(days=n):%Y%m%d}T".encode() for n in (-1, 0, 1)}
    for run in runs:
        found = [
            name
            for name, data in run.written.items()
            if not name.startswith("begun/") and any(day in unpacked(data) for day in days)
        ]
        assert found == []
    told = runs[0].written["begun/content/policy.yml"].decode()
    assert re.search(r"^ledger_starts: \d{4}-\d\d-\d\d", told, re.MULTILINE)


def test_the_traces_are_found_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/page.html.gz").write_bytes(gzip.compress(b"by zqone-user"))
    run = Run(tmp_path, {"answers": {}})

    assert b"zqone" in unpacked(run.written["site/page.html.gz"])
