"""What reading gave is kept: nothing is read twice, and nothing is ever different for it."""

from __future__ import annotations

import json
import os
import tempfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notices.evaluation import Evaluation, Sources, evaluate
from notices.loading import Reader, reader
from notices.project import kept, user_cache
from notices.project.disk import Workspace
from notices.project.kept import evaluated, reader_of
from tests.project import FEATURE, POLICY, SYSTEMS, Project

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
ROOT = Path("/nowhere/project")
CANCELLED = "cancelled: {at: 2026-11-19 09:00, reason: {vi: Lùi lại., en: Later.}}\n"
PLAN = """\
approvals: [{role: ceo, on: 2026-11-26}]
items:
  - {title: {vi: Lương, en: Payroll}, category: feature, expected: 2026-12-12, release: payroll}
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "notices"


def files(**more: str) -> dict[str, bytes]:
    """A project of two releases; ``more`` are others by their ids."""
    releases = {"payroll": FEATURE, "crm": FEATURE.replace("payroll", "crm"), **more}
    return {
        "content/policy.yml": POLICY.read_bytes(),
        "content/systems.yml": SYSTEMS.encode(),
        **{f"content/releases/{name}.yml": text.encode() for name, text in releases.items()},
    }


def run(of: dict[str, bytes], now: datetime = NOW) -> tuple[Evaluation, int]:
    """One run of a program, and how many files it read anew."""
    sources = Sources(of, reader=reader_of(ROOT))
    evaluation = evaluated(ROOT, sources, now)
    return evaluation, sources.reader.parsed


def all_of(evaluation: Evaluation) -> Any:
    """An evaluation with what is no part of equality: where each entry stands."""
    entries = [decision.entry for decision in evaluation.decisions]
    plans = [decision.entry for decision in evaluation.plans]
    context = evaluation.context
    return (
        evaluation,
        evaluation.policy and evaluation.policy.source,
        [value and value.source for entry in entries for value in (entry.file, entry.shown)],
        [value and value.source for entry in plans for value in (entry.file, entry.shown)],
        [system.source for system in context.systems] if context else None,
    )


def check_fresh(of: dict[str, bytes], evaluation: Evaluation, now: datetime = NOW) -> None:
    assert all_of(evaluation) == all_of(evaluate(Sources(of), now))


def test_the_second_run_reads_no_file_and_sees_the_same() -> None:
    of = files() | {"content/plans/2026-12.yml": PLAN.encode()}

    first, read = run(of)
    assert read == 5
    again, read = run(of)

    assert read == 0
    assert all_of(again) == all_of(first)
    check_fresh(of, again)


def test_an_edit_of_one_entry_reads_one() -> None:
    of = files()
    run(of)
    of["content/releases/crm.yml"] += b"draft: true\n"

    evaluation, read = run(of)
    assert read == 1
    check_fresh(of, evaluation)
    assert run(of)[1] == 0


def test_an_edit_that_is_taken_back_is_read_again_once() -> None:
    """What was not needed is dropped, so that nothing grows without end."""
    of = files()
    run(of)
    run(of | {"content/releases/crm.yml": FEATURE.encode()})

    assert run(of)[1] == 1
    assert run(of)[1] == 0


def test_an_entry_that_moves_is_read_again() -> None:
    of = files()
    run(of)
    of["content/releases/2026/crm.yml"] = of.pop("content/releases/crm.yml")

    evaluation, read = run(of)
    assert read == 1
    check_fresh(of, evaluation)


def test_another_policy_reads_everything_again() -> None:
    of = files()
    run(of)
    of["content/policy.yml"] = of["content/policy.yml"].replace(b"Asia/Ho_Chi_Minh", b"Asia/Tokyo")

    evaluation, read = run(of)
    assert read == 4
    check_fresh(of, evaluation)


def test_an_entry_in_one_language_follows_the_policy_s_first_language() -> None:
    """Neither the entry nor the zone differs, and yet it says something else."""
    of = files(plain=FEATURE.replace("{vi: Nội dung chi tiết., en: The details.}", "The details."))
    run(of)
    of["content/policy.yml"] = of["content/policy.yml"].replace(b"[vi, en]", b"[en, vi]")

    evaluation, read = run(of)
    assert read == 5
    check_fresh(of, evaluation)


def test_a_file_with_a_warning_is_read_each_time() -> None:
    of = files(warned=FEATURE.replace("The details.", '"See C:\\new."'))
    first, _ = run(of)
    assert "accidental-escape" in {problem.rule for problem in first.problems}

    evaluation, read = run(of)
    assert read == 1
    check_fresh(of, evaluation)


def test_a_copy_that_differs_from_its_file_is_known_too() -> None:
    of = files()
    of["content/published/payroll.yml"] = of["content/releases/payroll.yml"] + b"draft: true\n"
    run(of)

    evaluation, read = run(of)
    assert read == 0
    check_fresh(of, evaluation)


def test_a_file_with_a_problem_is_read_each_time_and_its_help_has_the_present() -> None:
    of = files(broken=FEATURE + "outcome: {result: success}\n")
    run(of)
    later = datetime(2027, 2, 3, 4, 5, tzinfo=UTC)

    evaluation, read = run(of, later)
    assert read == 1
    assert any("2027-02-03 11:05" in problem.help for problem in evaluation.problems)
    check_fresh(of, evaluation, later)


def test_the_base_of_a_branch_is_known_too(project: Project) -> None:
    """`check --base` evaluates two contents, with one reader."""
    project.release("payroll")
    sources = Workspace.at(project.root / "mkdocs.yml").sources()
    evaluate(sources, NOW)
    other = Sources(sources.files, reader=sources.reader)

    evaluate(other, NOW)

    assert sources.reader.parsed == 3


ZONES = ("Asia/Ho_Chi_Minh", "America/New_York")
VARIANTS = (
    FEATURE,
    FEATURE + "draft: true\n",
    FEATURE.replace("[payroll]", "[payroll, crm]"),
    FEATURE.replace("12-12", "12-19"),
    FEATURE + CANCELLED,
    FEATURE.replace("{vi: Nội dung chi tiết., en: The details.}", "The details."),
    FEATURE.replace("The details.", '"See C:\\new."'),
    FEATURE + "notices: {announce: {at: asap}}\n",
    FEATURE + "body: twice\n",
    FEATURE.replace("downtime: 10m", "downtime: soon"),
    "category: feature\n",
    "",
)
NAMES = st.sampled_from(("payroll", "crm", "portal"))
PATHS = st.sampled_from(("releases/{}.yml", "releases/2026/{}.yml", "published/{}.yml"))
EDITS = st.one_of(
    st.builds(
        lambda path, name, text: {f"content/{path.format(name)}": text.encode()},
        PATHS,
        NAMES,
        st.sampled_from(VARIANTS),
    ),
    st.builds(lambda path, name: {f"content/{path.format(name)}": None}, PATHS, NAMES),
    st.builds(
        lambda zone: {"content/policy.yml": POLICY.read_bytes().replace(b"Asia/Ho_Chi_Minh", zone)},
        st.sampled_from([zone.encode() for zone in ZONES]),
    ),
    st.sampled_from(
        (
            {"content/policy.yml": POLICY.read_bytes().replace(b"[vi, en]", b"[en, vi]")},
            {"content/policy.yml": b"timezone: Mars/Olympus\n"},
            {"content/systems.yml": SYSTEMS.replace("CRM", "Customers").encode()},
            {"content/systems.yml": None},
            {"content/plans/2026-12.yml": PLAN.encode()},
            {"content/plans/2026-12.yml": PLAN.replace("feature", "nothing").encode()},
            {"content/plans/2026-12.yml": None},
        )
    ),
)


@settings(max_examples=60)
@given(st.lists(EDITS, min_size=1, max_size=12))
def test_whatever_is_edited_nothing_differs_from_a_run_that_knows_nothing(edits: list[Any]) -> None:
    """Entries come, change, move and go; so do policy, systems and plan."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", folder)
        of = files()
        run(of)
        for edit in edits:
            of = {path: data for path, data in (of | edit).items() if data is not None}
            evaluation, _ = run(of)
            check_fresh(of, evaluation)
            again, read = run(of)
            assert all_of(again) == all_of(evaluation)
            assert read <= sum(data.decode() in VARIANTS[4:] for data in of.values()) + 2


def parts(cache: Path) -> list[Path]:
    return sorted(cache.iterdir())


def spoilt(data: bytes) -> Iterator[bytes]:
    """Bytes flipped all over an entry of the cache, and the entry cut short."""
    for place in range(0, len(data), max(1, len(data) // 25)):
        yield data[:place] + bytes([data[place] ^ 0x41]) + data[place + 1 :]
        yield data[:place]


def test_an_entry_of_the_cache_with_a_changed_byte_or_cut_short_changes_nothing(
    cache: Path,
) -> None:
    of = files()
    first, _ = run(of)

    for part in parts(cache):
        whole = part.read_bytes()
        for other in spoilt(whole):
            part.write_bytes(other)
            evaluation, read = run(of)
            assert read > 0
            assert all_of(evaluation) == all_of(first)
            assert part.read_bytes() == whole


def forged(change: Any) -> None:
    """Put other values into the cache, as entries that are whole."""
    store = user_cache.user_cache()
    for part in range(kept._PARTS):
        data = store.get(kept._name(ROOT, part))
        if data is not None:
            value = change(json.loads(zlib.decompress(data)))
            store.put(kept._name(ROOT, part), zlib.compress(json.dumps(value).encode()))


@pytest.mark.parametrize(
    "change",
    [
        lambda values: [values],
        dict.fromkeys,
        lambda values: {key: [] for key in values},
        lambda values: {key: value[:-1] for key, value in values.items()},
        lambda values: {key: [*value, 1] for key, value in values.items()},
        lambda values: {key: [17, *value[1:]] for key, value in values.items()},
        lambda values: {"x": 1, **{key: {"a": "b"} for key in values}},
    ],
)
def test_values_of_other_types_are_read_anew(change: Any) -> None:
    of = files()
    first, _ = run(of)
    forged(change)

    evaluation, read = run(of)
    assert read == 4
    assert all_of(evaluation) == all_of(first)
    assert run(of)[1] == 0


@pytest.mark.parametrize("data", [b"", b"no zlib", zlib.compress(b"{"), zlib.compress(b"[" * 9999)])
def test_what_is_no_json_is_read_anew(data: bytes) -> None:
    of = files()
    first, _ = run(of)
    for part in range(kept._PARTS):
        user_cache.user_cache().put(kept._name(ROOT, part), data)

    evaluation, read = run(of)
    assert read == 4
    assert all_of(evaluation) == all_of(first)


def test_another_program_believes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Older or newer, it may read files in another way."""
    of = files()
    run(of)
    monkeypatch.setattr(user_cache, "program_digest", lambda: "another")

    assert run(of)[1] == 4


def test_other_libraries_and_other_data_of_the_zone_believe_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A time without an offset is read in the zone, and governments change zones."""
    of = files()
    run(of)
    with monkeypatch.context() as patch:
        patch.setattr(reader, "zone_data", lambda _: "of next year")
        assert run(of)[1] == 4
        assert run(of)[1] == 0
    monkeypatch.setattr(reader, "_libraries", lambda: "pydantic 3")
    assert run(of)[1] == 4


def test_the_data_of_a_zone_is_that_of_the_system_else_of_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = reader.zone_data.__wrapped__
    (tmp_path / "Asia").mkdir()
    (tmp_path / "Asia" / "Ho_Chi_Minh").write_bytes(b"of the system")
    monkeypatch.setattr("zoneinfo.TZPATH", ())
    package = read("Asia/Ho_Chi_Minh")

    monkeypatch.setattr("zoneinfo.TZPATH", (str(tmp_path / "none"), str(tmp_path)))

    assert package not in {"", read("Asia/Ho_Chi_Minh")}
    assert read("Asia/Tokyo") != ""
    assert read("Mars/Olympus") == ""


def test_a_folder_that_others_may_open_is_neither_believed_nor_written(cache: Path) -> None:
    of = files()
    run(of)
    cache.chmod(0o755)
    before = [part.read_bytes() for part in parts(cache)]
    forged(lambda values: {})

    evaluation, read = run(of)
    assert read == 4
    check_fresh(of, evaluation)
    assert [part.read_bytes() for part in parts(cache)] == before


def test_a_folder_of_another_user_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    of = files()
    run(of)
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)

    assert run(of)[1] == 4


def test_a_disk_that_refuses_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    of = files()

    assert [run(of)[1], run(of)[1]] == [4, 4]


def test_two_projects_do_not_meet() -> None:
    run(files())

    assert Sources(files(), reader=reader_of(ROOT / "other")).reader.kept() == ({}, frozenset())
    assert evaluate_parsed(reader_of(ROOT / "other")) == 4
    assert run(files())[1] == 0


def evaluate_parsed(of: Reader) -> int:
    evaluate(Sources(files(), reader=of), NOW)
    return of.parsed


def test_an_edit_writes_one_part(cache: Path) -> None:
    of = files(**{f"update-{number}": FEATURE for number in range(40)})
    run(of)
    before = {part: part.stat().st_mtime_ns for part in parts(cache)}
    assert len(before) == kept._PARTS
    of["content/releases/update-7.yml"] += b"draft: true\n"

    run(of)

    assert sum(part.stat().st_mtime_ns != before[part] for part in parts(cache)) == 1
