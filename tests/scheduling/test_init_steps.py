"""The workflows that `notices init` writes: valid, and their jobs run from install to push.

Only `python -m pip` is replaced: what it would install is already there.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner

from notices.cli import main
from notices.cli.init_project import translated_languages
from tests.scheduling.runner import Repository, git, gitlab_script, server, step, workflow

INSTALLED = [
    "-m pip install --quiet --require-hashes -r requirements-build.txt",
    "-m pip install --quiet --require-hashes --no-build-isolation -r requirements.txt",
    f"-m pip install --quiet --no-deps notices=={version('notices')}",
]
# Its announcement, five days ahead with six hours of margin, is due at any time of day.
FEATURE = re.sub(
    r"\{vi: [^,]+, ", "{", server(timedelta(days=5, hours=1)).replace("server", "feature", 1)
).replace("[crm]", "[app]")


def made_by_init(folder: Path, ci: str, *options: str) -> Repository:
    """A repository whose first commit is a new project, and a runner that counts as installed."""

    def init(root: Path) -> None:
        given = ("--name", "Acme", "--url", "https://updates.acme.example", "--ci", ci, *options)
        answer = CliRunner().invoke(main, ["init", str(root), *given])
        assert answer.exit_code == 0, answer.stderr

    repository = Repository.create(folder, init)
    repository.replace_command("python", f'#!/bin/sh\necho "$@" >>"{folder}/pip-calls"\n')
    return repository


@pytest.fixture
def github(tmp_path: Path) -> Repository:
    return made_by_init(tmp_path, "github")


@pytest.fixture
def gitlab(tmp_path: Path) -> Repository:
    return made_by_init(tmp_path, "gitlab")


def notices_file(repository: Repository) -> Path:
    return repository.people.root / ".github/workflows/notices.yml"


def gitlab_job(repository: Repository, job: str) -> str:
    """A job of the GitLab file, with what is to be run before each."""
    path = repository.people.root / ".gitlab-ci.yml"
    before: list[str] = workflow(path)["default"]["before_script"]
    return "\n".join([*before, gitlab_script(job, path)])


@pytest.mark.parametrize("policy", ["simple", "procedure"])
@pytest.mark.parametrize(
    "ci, schema, files",
    [
        ("github", "vendor.github-workflows", [f".github/workflows/{name}.yml" for name in ("notices", "record", "agenda")]),
        ("gitlab", "vendor.gitlab-ci", [".gitlab-ci.yml"]),
    ],
)  # fmt: skip
def test_the_published_schemas_hold(
    tmp_path: Path, ci: str, schema: str, files: list[str], policy: str
) -> None:
    root = made_by_init(tmp_path, ci, "--policy", policy).people.root

    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *files],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("ci", ["github", "gitlab"])
def test_every_file_that_a_workflow_names_is_in_the_project(tmp_path: Path, ci: str) -> None:
    root = made_by_init(tmp_path, ci).people.root
    texts = [
        path.read_text(encoding="utf-8")
        for path in (*root.glob(".github/workflows/*.yml"), *root.glob(".gitlab-ci.yml"))
    ]

    for text in texts:
        assert "docs/scheduling" not in text
        assert "copy this" not in text
        assert "What to set up for it: README.md." in text
        assert "requirements-runtime" not in text
    for name in ("README.md", "requirements.txt", "requirements-build.txt"):
        assert (root / name).is_file()


@pytest.mark.parametrize("job", ["check", "publish", "wait"])
def test_github_installs_the_program_of_the_registry_in_every_job(
    github: Repository, job: str
) -> None:
    github.check_out_main()

    result = github.github(step(notices_file(github), job, "Install"))

    assert result.status == 0, result.err
    assert github.text_of("pip-calls").splitlines() == INSTALLED


@pytest.mark.parametrize("language, spoken", [("vi,en", "vi"), ("en,vi", "en"), ("de", "en")])
def test_messages_are_in_the_first_language_that_commands_speak(
    tmp_path: Path, language: str, spoken: str
) -> None:
    for ci in ("github", "gitlab"):
        (tmp_path / ci).mkdir()
        root = made_by_init(tmp_path / ci, ci, "--languages", language).people.root
        if ci == "gitlab":
            assert workflow(root / ".gitlab-ci.yml")["variables"]["LC_MESSAGES"] == spoken
        for path in root.glob(".github/workflows/*.yml"):
            assert workflow(path)["env"] == {"LC_MESSAGES": spoken}


def test_the_summary_is_in_the_language_of_the_messages(tmp_path: Path) -> None:
    github = made_by_init(tmp_path, "github", "--languages", "vi,en")
    github.people.release("rounding", FEATURE.replace("[app]", "[unknown]"))
    github.push("proposed", "A release of an unknown system")
    github.check_out_commit("proposed")
    check = step(notices_file(github), "check", "Check")

    env = workflow(notices_file(github))["env"]
    result = github.github(check, BASE="main", PREVIEW="", LC_ALL="", **env)

    assert result.status == 1
    assert github.text_of("summary").startswith("# Thông báo: có 1 lỗi cần sửa\n")


def test_github_checks_a_proposed_change(github: Repository) -> None:
    github.people.release("rounding", FEATURE.replace("[app]", "[unknown]"))
    github.push("proposed", "A release of an unknown system")
    github.check_out_commit("proposed")

    result = github.github(step(notices_file(github), "check", "Check"), BASE="main", PREVIEW="")

    assert result.status == 1
    assert "::error file=content/releases/rounding.yml," in result.out


def test_github_publishes_and_pushes_the_ledger(github: Repository) -> None:
    github.people.release("rounding", FEATURE)
    github.push("main", "A feature")
    github.check_out_main()

    result = github.github(step(notices_file(github), "publish", "Publish"))

    assert result.status == 0, result.err
    outputs = dict(line.split("=") for line in github.text_of("github-output").splitlines())
    assert outputs == {"status": "0", "head": github.head}
    assert github.ledger == [("rounding", "announcement")]
    assert "Acme" in (github.runner / "site/releases/rounding/index.html").read_text("utf-8")


def test_gitlab_installs_checks_and_reports(gitlab: Repository) -> None:
    gitlab.people.release("rounding", FEATURE.replace("[app]", "[unknown]"))
    gitlab.push("proposed", "A release of an unknown system")
    gitlab.check_out_commit("proposed")

    result = gitlab.gitlab(
        gitlab_job(gitlab, "check"),
        CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main",
        CI_JOB_URL="https://x",
    )

    assert result.status == 1, result.err
    assert gitlab.text_of("pip-calls").splitlines() == INSTALLED
    report = json.loads((gitlab.runner / "gl-code-quality-report.json").read_text("utf-8"))
    assert {each["location"]["path"] for each in report} == {"content/releases/rounding.yml"}


def test_gitlab_publishes_and_pushes_the_ledger(gitlab: Repository) -> None:
    gitlab.people.release("rounding", FEATURE)
    gitlab.push("main", "A feature")
    gitlab.check_out_commit("main")

    result = gitlab.gitlab(gitlab_job(gitlab, "pages"))

    assert result.status == 0, result.err
    assert gitlab.ledger == [("rounding", "announcement")]
    assert (gitlab.runner / "publish.env").read_text() == "PUBLISH_STATUS=0\n"
    assert (gitlab.runner / "public/releases/rounding/index.html").is_file()


@pytest.mark.parametrize(
    "policy, default", [("procedure", "handoff"), ("simple", None), ("bank", None)]
)
def test_the_form_proposes_only_a_notice_that_the_policy_has(
    tmp_path: Path, policy: str, default: str | None
) -> None:
    github = tmp_path / "github"
    gitlab = tmp_path / "gitlab"
    for folder in (github, gitlab):
        folder.mkdir()
        made_by_init(folder, folder.name, "--policy", policy)

    form = workflow(github / "people/.github/workflows/record.yml")[True]["workflow_dispatch"]
    variables = workflow(gitlab / "people/.gitlab-ci.yml")["variables"]

    assert form["inputs"]["notice"].get("default") == default
    assert variables["RECORD_NOTICE"]["value"] == (default or "")


def test_what_the_readme_has_people_make_is_not_committed(github: Repository) -> None:
    root = github.people.root
    for name in (".venv/bin/python", "site/index.html", ".notices/cache/x", "outbox/x"):
        (root / name).parent.mkdir(parents=True)
        (root / name).touch()

    assert git(root, "status", "--porcelain") == ""


@pytest.mark.parametrize("language", translated_languages())
@pytest.mark.parametrize(
    "ci, told, other",
    [
        ("github", ["Settings > Pages", "*GitHub Actions*", "`check`", "`NOTICES_DEPLOY_KEY`", "*Record a notice*"], "GitLab"),
        ("gitlab", ["Settings > Access tokens", "`NOTICES_PUSH_TOKEN`", "`17 * * * *`", "*Pipelines must succeed*"], "GitHub"),
    ],
)  # fmt: skip
def test_the_readme_says_what_to_set_up_there(
    tmp_path: Path, language: str, ci: str, told: list[str], other: str
) -> None:
    root = made_by_init(tmp_path, ci, "--languages", language).people.root
    readme = (root / "README.md").read_text(encoding="utf-8")

    assert [each for each in told if each not in readme] == []
    assert other not in readme
