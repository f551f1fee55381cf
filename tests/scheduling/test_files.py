"""The workflow files: valid by the published schemas, and as careful as they say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scheduling.runner import GITHUB, GITLAB, workflow

FILES = sorted(GITHUB.glob("*.yml"))


@pytest.mark.parametrize(
    "schema, files",
    [
        ("vendor.github-workflows", FILES),
        ("vendor.gitlab-ci", [GITLAB]),
    ],
)
def test_the_published_schemas_hold(schema: str, files: list[Path]) -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert files
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_script_has_anything_put_into_its_text(path: Path) -> None:
    for job in workflow(path)["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_actions_are_github_s_own_of_one_major_version(path: Path) -> None:
    used = re.findall(r"uses: (\S+)", path.read_text(encoding="utf-8"))

    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", name) for name in used)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_job_may_do_only_what_it_says(path: Path) -> None:
    jobs = workflow(path)
    allowed = {name: job.get("permissions") for name, job in jobs["jobs"].items()}

    assert jobs["permissions"] == {"contents": "read" if path.stem == "notices" else "write"}
    if path.stem == "notices":
        assert allowed == {
            "check": None,
            "publish": {"contents": "write", "pages": "write", "id-token": "write"},
            "wait": {"contents": "write", "actions": "write"},
        }


def test_no_job_may_hang_for_ever() -> None:
    for path in FILES:
        assert all(job["timeout-minutes"] < 360 for job in workflow(path)["jobs"].values())


def test_every_checkout_has_all_commits() -> None:
    for path in FILES:
        for job in workflow(path)["jobs"].values():
            assert job["steps"][0]["with"]["fetch-depth"] == 0
    assert workflow(GITLAB)["variables"]["GIT_DEPTH"] == "0"


def test_github_publishes_one_at_a_time_and_never_stops_one_half_way() -> None:
    publish = workflow(GITHUB / "notices.yml")["jobs"]["publish"]

    assert publish["concurrency"] == {"group": "notices-publish", "cancel-in-progress": False}


def test_github_deploys_before_it_fails_for_what_was_withheld() -> None:
    steps = workflow(GITHUB / "notices.yml")["jobs"]["publish"]["steps"]
    order = [step.get("name") for step in steps]

    assert order[-4:] == [
        "Publish", "Pack the site", "Deploy", "Fail if something was withheld",
    ]  # fmt: skip
    pack, deploy = (steps[order.index(name)] for name in order[-3:-1])
    assert pack["with"]["name"] == deploy["with"]["artifact_name"]


def test_a_record_has_no_group_that_would_drop_it() -> None:
    jobs = workflow(GITHUB / "record.yml")

    assert "concurrency" not in jobs
    assert "concurrency" not in jobs["jobs"]["record"]
    assert "resource_group" not in workflow(GITLAB)["record"]
    assert "interruptible" not in workflow(GITLAB)["record"]


def test_a_record_is_followed_by_a_publish() -> None:
    workflows = workflow(GITHUB / "notices.yml")[True]["workflow_run"]["workflows"]

    assert workflows == [workflow(GITHUB / "record.yml")["name"]]


def test_gitlab_deploys_before_it_fails_for_what_was_withheld() -> None:
    jobs = workflow(GITLAB)

    assert jobs["stages"] == ["check", "publish", "afterwards"]
    assert jobs["pages"]["stage"] == "publish"
    assert jobs["withheld"]["stage"] == "afterwards"
    assert jobs["withheld"]["needs"] == ["pages"]
    assert jobs["pages"]["resource_group"] == "notices-publish"
    assert jobs["pages"]["artifacts"] == {
        "paths": ["public"],
        "reports": {"dotenv": "publish.env"},
    }
