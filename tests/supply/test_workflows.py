"""Every workflow that we ship: least rights, pinned actions, no foreign words in a shell.

A new one is found wherever it lies, and has to hold to the same.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.figures import figure
from tests.project import CLONE
from tests.supply.workflows import Workflow, github, gitlab, tracked_workflows

GITHUB, GITLAB = github(), gitlab()
ALL = GITHUB + GITLAB
BIN = Path(sys.executable).parent

# What a right is for, as a step shows it. A job that has the right and no such step has it too much.
RIGHTS = {
    ("contents", "write"): r"notices [^\n]*--push",
    ("pages", "write"): r"actions/deploy-pages@",
    ("id-token", "write"): r"actions/deploy-pages@",
    ("actions", "write"): r"gh workflow run",
    ("contents", "read"): r"actions/checkout@",
}
TRIGGERS = {"pull_request", "push", "schedule", "workflow_dispatch", "workflow_run"}
# Words of GitHub that are GitHub's own, or the repository's settings: nobody else types them.
OWN_WORDS = re.compile(
    r"github\.(?:token|sha|ref|run_attempt|event_name|base_ref)\b|secrets\.[A-Z_]+|matrix\.python"
    r"|needs\.[a-z]+\.(?:outputs\.[a-z]+|result)|steps\.[a-z]+\.(?:outputs\.[a-z_-]+|outcome)"
    r"|inputs\.[a-z]+"
)

each = pytest.mark.parametrize("flow", GITHUB, ids=lambda flow: flow.place)


def steps(flow: Workflow) -> list[tuple[str, dict[str, Any]]]:
    return [(name, step) for name, job in flow.jobs.items() for step in job["steps"]]


def uses(step: dict[str, Any], action: str) -> bool:
    return str(step.get("uses", "")).startswith(f"actions/{action}@")


def test_all_workflows_of_the_clone_are_known_and_held_to_this() -> None:
    assert tracked_workflows() == [
        ".github/workflows/audit.yml",
        ".github/workflows/ci.yml",
        "docs/scheduling/github/agenda.yml",
        "docs/scheduling/github/notices.yml",
        "docs/scheduling/github/record.yml",
        "docs/scheduling/gitlab/.gitlab-ci.yml",
    ]
    assert {flow.place for flow in ALL} >= {*tracked_workflows(), "init: .gitlab-ci.yml"}
    assert len(GITHUB) == 8
    figure("workflows held to the rules", len(ALL))


@each
def test_nothing_of_a_strangers_change_runs_with_rights(flow: Workflow) -> None:
    """`pull_request_target` and comments run with the repository's secrets; `pull_request` does not."""
    assert flow.triggers <= TRIGGERS
    assert "github.event." not in flow.text
    if "workflow_run" in flow.triggers:
        taken = [step["with"].get("ref") for name, step in steps(flow) if uses(step, "checkout")
                 and "pull_request'" not in flow.jobs[name].get("if", "").replace("!= ", "")]  # fmt: skip
        assert set(taken) == {"main"}


@each
def test_a_job_has_the_rights_that_its_steps_need_and_no_other(flow: Workflow) -> None:
    assert flow.read["permissions"] == {}
    for name, job in flow.jobs.items():
        rights = set(job["permissions"].items())
        told = json.dumps(job)
        wanted = {right for right, sign in RIGHTS.items() if re.search(sign, told)}
        if ("contents", "write") in wanted:
            wanted.discard(("contents", "read"))
        assert rights == wanted, name


@each
def test_an_action_is_pinned_by_commit(flow: Workflow) -> None:
    used = [step["uses"] for _, step in steps(flow) if "uses" in step]
    used += [job["uses"] for job in flow.jobs.values() if "uses" in job]

    assert [one for one in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", one)] == []


@each
def test_the_token_stays_in_the_clone_only_where_something_is_pushed(flow: Workflow) -> None:
    for name, step in steps(flow):
        if uses(step, "checkout"):
            pushes = "--push" in json.dumps(flow.jobs[name])
            assert step["with"]["persist-credentials"] is pushes, name
            assert ("ssh-key" in step["with"]) <= pushes, name


@each
def test_a_secret_is_given_to_the_step_that_needs_it_and_to_no_proposed_change(
    flow: Workflow,
) -> None:
    for name, job in flow.jobs.items():
        around = {key: value for key, value in job.items() if key != "steps"}
        assert "secrets." not in json.dumps(around), name
        for step in job["steps"]:
            if "secrets." in json.dumps(step):
                assert "pull_request" not in flow.triggers or "pull_request" not in (
                    job.get("if", "").replace("!= 'pull_request'", "")
                ), name
                assert uses(step, "checkout") or "notices deliver" in step["run"], name
    assert "secrets." not in json.dumps([flow.read.get("env"), flow.read.get("defaults")])


@each
def test_foreign_words_reach_a_shell_as_variables_alone(flow: Workflow) -> None:
    for name, step in steps(flow):
        for key in ("run", "shell", "working-directory", "uses"):
            assert "${{" not in str(step.get(key, "")), name
    expressions = re.findall(r"\$\{\{(.*?)\}\}", flow.text)
    for expression in expressions:
        words = re.findall(r"[a-z_]+(?:\.[A-Za-z_-]+)+", expression)
        assert [word for word in words if not OWN_WORDS.fullmatch(word)] == [], expression


@each
def test_a_job_ends_and_two_runs_do_not_meet(flow: Workflow) -> None:
    for name, job in flow.jobs.items():
        assert 0 < job["timeout-minutes"] <= 350, name
        pushes = re.search(r"notices (publish|deliver)[^\n]*--push", json.dumps(job))
        assert bool(pushes) <= ("concurrency" in job), name


@pytest.mark.parametrize("flow", ALL, ids=lambda flow: flow.place)
def test_every_script_is_as_shellcheck_wants_it(flow: Workflow, tmp_path: Path) -> None:
    """All that is typed by somebody is quoted there."""
    files = []
    for number, script in enumerate(flow.scripts):
        path = tmp_path / f"{number}.sh"
        path.write_text(f"#!/bin/bash -e\n# {script.place}\n{script.text}\n")
        files.append(path)
    checked = subprocess.run(
        [BIN / "shellcheck", "--severity=info", *files],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert files
    assert checked.returncode == 0, checked.stdout
    for script in flow.scripts:
        assert not re.search(r"\beval\b|\b(?:ba)?sh -c\b|curl[^\n]*\|", script.text), script.place


@pytest.mark.parametrize("flow", GITLAB, ids=lambda flow: flow.place)
def test_gitlab_s_job_for_proposed_changes_has_no_use_of_the_token(flow: Workflow) -> None:
    """The variable is protected; where no branch is, it is empty, and the job asks for nothing of it."""
    check = json.dumps(flow.read["check"])

    assert "TOKEN" not in check
    assert "PUSH_URL" not in check
    titles = r"CI_(?:MERGE_REQUEST_(?!TARGET_BRANCH_NAME)|COMMIT_(?!BRANCH\b)|PIPELINE_NAME)\w*"
    assert re.findall(titles, "".join(script.text for script in flow.scripts)) == []


# The program's own tests what a company gets: the newest that the wheel allows.
@pytest.mark.parametrize(
    "flow",
    [flow for flow in ALL if not flow.place.endswith("/ci.yml")],
    ids=lambda flow: flow.place,
)
def test_what_is_installed_has_its_hash(flow: Workflow) -> None:
    """Apart from the program itself, whose files are not there yet when it writes them."""
    installs = [line for script in flow.scripts for line in script.text.splitlines()
                if "pip install" in line]  # fmt: skip

    assert [
        line
        for line in installs
        if not re.search(r" --require-hashes (?:--no-build-isolation )?-r ", line)
        and not re.search(r" --no-deps notices==\d[\d.]*$", line)
    ] == []


def test_zizmor_finds_nothing_that_is_not_answered(tmp_path: Path) -> None:
    files = []
    for number, flow in enumerate(GITHUB):
        path = tmp_path / str(number) / ".github/workflows" / Path(flow.place).name
        path.parent.mkdir(parents=True)
        path.write_text(flow.text, encoding="utf-8")
        files.append(path)

    def audited(*paths: Path) -> subprocess.CompletedProcess[str]:
        options = ("--offline", "--no-progress", "--config", CLONE / ".github/zizmor.yml")
        return subprocess.run(
            [BIN / "zizmor", *options, *paths], capture_output=True, text=True, check=False
        )

    assert (told := audited(*files)).returncode == 0, told.stdout + told.stderr
    bad = tmp_path / "bad.yml"
    bad.write_text(
        "on: pull_request_target\njobs:\n  a:\n    runs-on: x\n    steps:\n"
        "      - run: echo ${{ github.event.pull_request.title }}\n"
    )
    found = audited(bad)
    assert found.returncode > 10
    assert "template-injection" in found.stdout
    assert "dangerous-triggers" in found.stdout
