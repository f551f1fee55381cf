"""The workflow files: valid by the published schemas, and as careful as they say."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from notices.cli.init_project import ProjectAnswers, project_files
from tests.locks import RUNTIME, needed, read_lock
from tests.project import CLONE
from tests.scheduling.runner import GITHUB, GITLAB, workflow
from tests.supply.workflows import with_all_jobs

FILES = sorted(GITHUB.glob("*.yml"))
OWN = sorted((CLONE / ".github/workflows").glob("*.yml"))
CONTAINER = CLONE / "docs/running/Containerfile"


@pytest.mark.parametrize(
    "schema, files",
    [
        ("vendor.github-workflows", FILES),
        ("vendor.github-workflows", OWN),
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


@pytest.mark.parametrize("ci", ["github", "gitlab"])
def test_the_job_that_delivers_is_there_once_its_signs_are_taken_off(
    ci: str, tmp_path: Path
) -> None:
    answers = ProjectAnswers(
        "Acme", "https://a.example/", "UTC", ("en",), "simple", ci, date(2026, 1, 1)
    )
    file = {"github": ".github/workflows/notices.yml", "gitlab": ".gitlab-ci.yml"}[ci]
    text = project_files(answers)[file].decode()
    path = tmp_path / Path(file).name
    path.write_text(with_all_jobs(text), encoding="utf-8")
    schema = {"github": "vendor.github-workflows", "gitlab": "vendor.gitlab-ci"}[ci]
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, path],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr
    jobs = workflow(path)
    told = json.dumps(jobs["jobs"]["deliver"] if ci == "github" else jobs["deliver"])
    assert "notices deliver --push" in told
    assert ("pip install" in told) == (ci == "github")
    assert ".ci/setup" not in told


@pytest.mark.parametrize("path", FILES + OWN, ids=lambda path: path.stem)
def test_actions_are_github_s_own_pinned_by_a_commit_with_its_version_beside(path: Path) -> None:
    used = re.findall(r"uses: (.+)", path.read_text(encoding="utf-8"))

    assert used
    assert [
        text
        for text in used
        if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", text)
    ] == []


def test_one_action_has_one_commit_in_all_files() -> None:
    texts = [path.read_text(encoding="utf-8") for path in FILES + OWN]
    pins = {pin for text in texts for pin in re.findall(r"uses: (\S+)@(\S+)", text)}

    assert len({name for name, _ in pins}) == len(pins) == 5


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_job_may_do_only_what_it_says(path: Path) -> None:
    jobs = workflow(path)
    allowed = {name: job.get("permissions") for name, job in jobs["jobs"].items()}

    assert jobs["permissions"] == {}
    assert (
        allowed
        == {
            "notices": {
                "check": {"contents": "read"},
                "publish": {"contents": "write"},
                "deploy": {"pages": "write", "id-token": "write"},
                "wait": {"contents": "write"},
                "again": {"actions": "write"},
            },
            "record": {"record": {"contents": "write"}},
            "agenda": {"agenda": {"contents": "read"}},
        }[path.stem]
    )


def test_a_job_that_may_deploy_or_start_others_checks_nothing_out() -> None:
    jobs = workflow(GITHUB / "notices.yml")["jobs"]
    steps = [step for name in ("deploy", "again") for step in jobs[name]["steps"]]

    assert [step for step in steps if "checkout" in step.get("uses", "")] == []


def test_every_job_installs_what_publishing_needs_and_nothing_more() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (*FILES, GITLAB, CONTAINER)]

    for text in texts:
        assert re.findall(r"\.ci/setup (\w+)", text) == ["runtime"] * text.count(".ci/setup")
        assert ".ci/setup runtime" in text
        assert "requirements.lock" not in text


def test_a_new_project_s_requirements_have_nothing_that_builds_the_program() -> None:
    answers = ProjectAnswers(
        "Acme", "https://acme.example/", "UTC", ("en",), "simple", "github", date(2026, 12, 1)
    )
    files = project_files(answers)
    names = {
        name: set(re.findall(r"^([a-z0-9-]+)==", files[name].decode(), re.MULTILINE))
        for name in ("requirements.txt", "requirements-build.txt")
    }

    runtime = {one.name for one in read_lock(RUNTIME)}
    assert names["requirements-build.txt"] == {"packaging", "setuptools", "wheel"}
    assert names["requirements.txt"] == (
        (runtime & needed("notices")) | names["requirements-build.txt"]
    )


def test_no_job_may_hang_for_ever() -> None:
    for path in FILES + OWN:
        assert all(job["timeout-minutes"] < 360 for job in workflow(path)["jobs"].values())


def test_every_checkout_has_all_commits() -> None:
    for path in FILES:
        for job in workflow(path)["jobs"].values():
            for step in job["steps"]:
                if step.get("uses", "").startswith("actions/checkout@"):
                    assert step["with"]["fetch-depth"] == 0
    assert workflow(GITLAB)["variables"]["GIT_DEPTH"] == "0"


def test_github_publishes_one_at_a_time_and_never_stops_one_half_way() -> None:
    jobs = workflow(GITHUB / "notices.yml")["jobs"]

    for name in ("publish", "deploy"):
        group = {"group": f"notices-{name}", "cancel-in-progress": False}
        assert jobs[name]["concurrency"] == group


def test_github_deploys_before_it_fails_for_what_was_withheld() -> None:
    jobs = workflow(GITHUB / "notices.yml")["jobs"]
    publish, deploy = jobs["publish"], jobs["deploy"]

    assert [step.get("name") for step in publish["steps"]][-3:] == [
        "Publish", "Pack the site", "Keep the messages",
    ]  # fmt: skip
    assert publish["steps"][-2]["with"]["name"] == publish["outputs"]["artifact"]
    # Another attempt of this job alone deploys what the first attempt packed.
    assert deploy["needs"] == "publish"
    artifact = deploy["steps"][0]["with"]["artifact_name"]
    assert artifact == "${{ needs.publish.outputs.artifact }}"
    assert [step["name"] for step in deploy["steps"]] == [
        "Deploy", "Fail if something was withheld",
    ]  # fmt: skip


def test_github_deploys_again_only_what_the_wait_published() -> None:
    again = workflow(GITHUB / "notices.yml")["jobs"]["again"]

    assert again["needs"] == ["publish", "wait"]
    assert "needs.wait.outputs.head != needs.publish.outputs.head" in again["if"]


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
        "paths": ["public", "outbox"],
        "reports": {"dotenv": "publish.env"},
    }


def uploads(job: str) -> list[dict[str, Any]]:
    """What a job keeps as artifacts that people load."""
    steps = workflow(GITHUB / "notices.yml")["jobs"][job]["steps"]
    return [step for step in steps if "upload-artifact@" in step.get("uses", "")]


def test_github_checks_whether_or_not_there_is_a_preview_and_links_to_it() -> None:
    """The preview comes first, so that the summary can name its address; nothing depends on it."""
    steps = workflow(GITHUB / "notices.yml")["jobs"]["check"]["steps"]
    preview, keep, check = steps[-3:]

    assert [each["name"] for each in steps[-3:]] == ["Preview", "Keep the preview", "Check"]
    assert preview["continue-on-error"] is keep["continue-on-error"] is True
    assert keep["if"] == "steps.preview.outcome == 'success'"
    assert keep["with"]["path"] == "preview"
    assert check["env"]["PREVIEW"] == "${{ steps.artifact.outputs.artifact-url }}"


@pytest.mark.parametrize(
    "job, path, days", [("check", "preview", 7), ("publish", "outbox", 30), ("wait", "outbox", 30)]
)
def test_what_github_keeps_goes_after_its_days_and_never_fails_a_job(
    job: str, path: str, days: int
) -> None:
    [kept] = uploads(job)

    assert (kept["with"]["path"], kept["with"]["retention-days"]) == (path, days)
    assert kept["continue-on-error"] is True


def test_no_two_artifacts_of_one_run_have_one_name() -> None:
    jobs = workflow(GITHUB / "notices.yml")["jobs"]
    names = [
        step["with"]["name"]
        for job in jobs.values()
        for step in job["steps"]
        if "/upload-" in step.get("uses", "")
    ]

    assert len(set(names)) == len(names) == 4
    assert all(name.endswith("-${{ github.run_attempt }}") for name in names)


def test_gitlab_keeps_the_same() -> None:
    jobs = workflow(GITLAB)

    assert jobs["check"]["artifacts"] == {
        "when": "always",
        "expose_as": "Summary and preview",
        "paths": ["summary.md", "preview"],
        "expire_in": "1 week",
        "reports": {"codequality": "gl-code-quality-report.json"},
    }
    assert jobs["wait"]["artifacts"] == {"paths": ["outbox"], "expire_in": "30 days"}


def test_the_agenda_comes_each_monday_more_than_once_and_by_hand() -> None:
    """A schedule that is late or dropped costs nothing: another one follows."""
    when = workflow(GITHUB / "agenda.yml")[True]

    assert [each["cron"] for each in when["schedule"]] == ["23 0,3,6 * * 1"]
    assert "workflow_dispatch" in when


def test_gitlab_s_agenda_publishes_nothing_and_is_no_merge_request_s() -> None:
    jobs = workflow(GITLAB)
    never = jobs[".publishing"][0]

    assert jobs["agenda"]["rules"] == [
        {"if": '$CI_PIPELINE_SOURCE != "merge_request_event" && $AGENDA'}
    ]
    assert never["when"] == "never"
    assert never["if"].endswith(" || $RECORD_ID || $AGENDA")


def test_the_language_of_messages_is_named_in_one_place_of_each_file() -> None:
    for path in FILES:
        assert workflow(path)["env"] == {"LC_MESSAGES": "en"}
    assert workflow(GITLAB)["variables"]["LC_MESSAGES"] == "en"
