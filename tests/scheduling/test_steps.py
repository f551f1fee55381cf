"""The workflows' shell steps, run as a runner runs them, on a repository of this machine."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.scheduling.runner import (
    DUE,
    GITHUB,
    REFUSED,
    Repository,
    git,
    gitlab_script,
    server,
    step,
    targeted_fix,
)

NOTICES = GITHUB / "notices.yml"
RECORD = GITHUB / "record.yml"
PUBLISH = step(NOTICES, "publish", "Publish")
WITHHELD = step(NOTICES, "deploy", "Fail if something was withheld")
WAIT = step(NOTICES, "wait", "Wait")
RECORDING = step(RECORD, "record", "Record")
PREVIEW = step(NOTICES, "check", "Preview")
CHECK = step(NOTICES, "check", "Check")
AGENDA = step(GITHUB / "agenda.yml", "agenda", "Agenda")
DEPLOY_AGAIN = step(NOTICES, "again", "Have it deployed")


def proposed(repository: Repository) -> None:
    """Main has one error; a branch, checked out by the runner, adds another."""
    repository.people.release("old-sin", server(REFUSED))
    repository.push("main", "An old sin")
    repository.people.release("new-sin", server(REFUSED))
    repository.push("proposed", "A new sin")
    repository.check_out_commit("proposed")


def releases(repository: Repository) -> None:
    """Main has one release that is due, and one that is refused."""
    repository.people.release("new-disks", server(DUE))
    repository.people.release("too-late", server(REFUSED))
    repository.push("main", "Two releases")


def test_a_pull_request_is_at_fault_only_for_what_it_changed(repository: Repository) -> None:
    proposed(repository)

    result = repository.github(CHECK, BASE="main", PREVIEW="")

    assert result.status == 1
    errors = [line for line in result.out.splitlines() if line.startswith("::error ")]
    assert errors
    assert all("file=content/releases/new-sin.yml," in line for line in errors)
    assert "::warning file=content/releases/old-sin.yml,line=4," in result.out


def test_a_pull_request_has_a_summary_that_links_to_its_preview(repository: Repository) -> None:
    """The summary speaks of what the change touches; the preview shows it, marked."""
    proposed(repository)
    url = "https://github.example/a/b/actions/runs/1/artifacts/2"

    built = repository.github(PREVIEW)
    checked = repository.github(CHECK, BASE="main", PREVIEW=url)

    assert (built.status, checked.status) == (0, 1)
    page = repository.runner / "preview/releases/new-sin/index.html"
    assert '<meta name="robots" content="noindex' in page.read_text(encoding="utf-8")
    summary = repository.text_of("summary")
    assert summary.startswith("# Notices: 1 problem to put right\n")
    assert f"({url})" in summary
    assert "### `content/releases/new-sin.yml:4` · [`lead-time`](" in summary
    assert "\n- `content/releases/new-sin.yml`\n" in summary
    assert "\n- `content/releases/old-sin.yml`\n" not in summary


def test_where_no_preview_can_be_built_the_check_says_why(repository: Repository) -> None:
    repository.people.write("content/policy.yml", "languages: []\n")
    repository.push("proposed", "No policy")
    repository.check_out_commit("proposed")

    assert repository.github(PREVIEW).status == 1
    assert repository.github(CHECK, BASE="main", PREVIEW="").status == 1
    assert "### `content/policy.yml:1` · " in repository.text_of("summary")
    assert "Preview" not in repository.text_of("summary")


LISTED = "Overdue\n  ::error::x  # **bold** @someone <b>\n"


def test_the_agenda_is_code_in_the_summary(repository: Repository) -> None:
    """Whatever a title says, it is no Markdown there and no command of the runner."""
    repository.replace_command("notices", f"#!/bin/sh\ncat <<'END'\n{LISTED}END\n")
    repository.check_out_main()

    result = repository.github(AGENDA)

    assert (result.status, result.out) == (0, "")
    assert repository.text_of("summary") == "".join(f"    {x}\n" for x in LISTED.splitlines())


def test_the_agenda_of_a_project_is_in_the_summary(repository: Repository) -> None:
    repository.people.release("rounding", targeted_fix())
    repository.push("main", "A fix for Acme")
    repository.check_out_main()

    result = repository.github(AGENDA)

    assert (result.status, result.out) == (0, ""), result.err
    assert "notices record rounding handoff" in repository.text_of("summary")
    assert all(line.startswith("    ") for line in repository.text_of("summary").splitlines())


def test_what_people_are_to_send_is_kept_beside_the_site(repository: Repository) -> None:
    """The folder that both workflows keep as an artifact; no file of it is on the site."""
    releases(repository)
    repository.check_out_main()

    assert repository.github(PUBLISH).status == 0
    kept = {path.name for path in (repository.runner / "outbox/new-disks").iterdir()}
    assert {name.rpartition(".")[2] for name in kept} == {"eml", "txt"}
    assert [path for path in (repository.runner / "site").rglob("*") if path.name in kept] == []


def test_an_agenda_that_fails_fails_the_job(repository: Repository) -> None:
    repository.replace_command("notices", "#!/bin/sh\nexit 2\n")
    repository.check_out_main()

    assert repository.github(AGENDA).status == 2
    assert repository.gitlab(gitlab_script("agenda")).status == 2


def test_gitlab_keeps_the_agenda(repository: Repository) -> None:
    repository.replace_command("notices", f"#!/bin/sh\ncat <<'END'\n{LISTED}END\n")
    repository.check_out_commit("main")

    result = repository.gitlab(gitlab_script("agenda"))

    assert (result.status, result.out) == (0, LISTED)
    assert (repository.runner / "agenda.txt").read_text(encoding="utf-8") == LISTED


def test_github_deploys_what_is_due_and_fails_afterwards_for_what_is_not(
    repository: Repository,
) -> None:
    releases(repository)
    repository.check_out_main()

    result = repository.github(PUBLISH)

    assert result.status == 0, result.err
    assert "too-late.yml:4:17: error[lead-time]" in result.err
    outputs = dict(line.split("=") for line in repository.text_of("github-output").splitlines())
    assert outputs == {"status": "3", "head": repository.head}
    assert repository.ledger == [("new-disks", "advance")]
    pages = repository.runner / "site/releases"
    assert [page.name for page in pages.iterdir()] == ["new-disks"]
    result = repository.github(WITHHELD, STATUS=outputs["status"])
    assert result.status == 1
    assert result.out.startswith("::error title=withheld::")


def test_the_wait_says_what_it_published_and_a_deployment_is_asked_for_without_a_checkout(
    repository: Repository,
) -> None:
    before = repository.head
    releases(repository)
    repository.check_out_main()

    assert repository.github(WAIT).status == 0
    assert repository.ledger == [("new-disks", "advance")]
    assert repository.head != before
    assert repository.text_of("github-output") == f"head={repository.head}\n"
    told = repository.github(DEPLOY_AGAIN, GITHUB_REPOSITORY="anviec/notices")
    assert told.status == 0
    assert repository.text_of("gh-calls") == (
        "workflow run notices.yml --ref main --repo anviec/notices\n"
    )


@pytest.mark.parametrize("ended", [0, 1, 2, 3])
def test_github_goes_on_to_the_deployment_only_when_there_is_a_site(
    repository: Repository, ended: int
) -> None:
    repository.replace_command("notices", f"#!/bin/sh\nexit {ended}\n")
    repository.check_out_main()

    result = repository.github(PUBLISH)

    assert result.status == (0 if ended in (0, 3) else ended)
    assert f"status={ended}\n" in repository.text_of("github-output") or result.status
    assert repository.github(WITHHELD, STATUS=str(ended)).status == (1 if ended == 3 else 0)
    assert repository.github(WAIT).status == result.status


def test_people_record_a_hand_off_with_a_form(repository: Repository) -> None:
    repository.people.release("rounding", targeted_fix())
    repository.push("main", "A fix for Acme")
    repository.check_out_main()
    form = {"ID": "rounding", "NOTICE": "handoff", "SENT": "", "CHANNEL": "phone; then mail"}

    result = repository.github(RECORDING, **form)

    assert result.status == 0, result.out
    assert repository.ledger == [("rounding", "handoff")]
    assert "by phone; then mail" in git(repository.bare, "log", "-1", "--format=%B", "main")
    assert "rounding handoff recorded as sent" in repository.text_of("summary")


HOSTILE = "\"; touch pwned; $(touch pwned) `touch pwned` ${{ github.token }} '--"


@pytest.mark.parametrize("field", ["ID", "NOTICE", "SENT", "CHANNEL"])
def test_what_people_type_into_the_form_reaches_notices_as_one_word(
    repository: Repository, field: str
) -> None:
    repository.replace_command("notices", '#!/bin/sh\nprintf "%s\\n" "$@"\n')
    repository.check_out_main()
    form = {"ID": "rounding", "NOTICE": "handoff", "SENT": "2026-12-01 14:30", "CHANNEL": "phone"}
    form[field] = HOSTILE
    before = sorted(repository.runner.iterdir())

    github = repository.github(RECORDING, **form)
    record = gitlab_script("record").splitlines()[-1]
    gitlab = repository.gitlab(record, **{f"RECORD_{k}": v for k, v in form.items()})

    words = [
        "record", "--push", f"--sent={form['SENT']}", f"--channel={form['CHANNEL']}", "--",
        form["ID"], form["NOTICE"],
    ]  # fmt: skip
    assert gitlab.out.splitlines() == words
    assert github.out.splitlines() == [f"    {word}" for word in words]
    assert sorted(repository.runner.iterdir()) == before


def test_a_record_that_is_refused_fails_and_says_why(repository: Repository) -> None:
    repository.check_out_main()
    form = {"ID": "rounding", "NOTICE": "handoff", "SENT": "", "CHANNEL": ""}

    result = repository.github(RECORDING, **form)

    assert result.status == 1
    assert "there is no release `rounding`" in repository.text_of("summary")


def test_a_merge_request_gets_a_code_quality_report(repository: Repository) -> None:
    proposed(repository)

    (repository.runner / "summary.md").write_text("of another job")
    url = "https://gitlab.example/a/b/-/jobs/1"
    result = repository.gitlab(
        gitlab_script("check"), CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main", CI_JOB_URL=url
    )

    assert result.status == 1
    summary = (repository.runner / "summary.md").read_text(encoding="utf-8")
    assert summary.startswith("# Notices: 1 problem to put right\n")
    assert f"({url}/artifacts/file/preview/index.html)" in summary
    assert (repository.runner / "preview/releases/new-sin/index.html").is_file()
    assert "content/releases/new-sin.yml:4:17: error[lead-time]" in result.out
    report: list[dict[str, Any]] = json.loads(
        (repository.runner / "gl-code-quality-report.json").read_text(encoding="utf-8")
    )
    major = {problem["location"]["path"] for problem in report if problem["severity"] == "major"}
    minor = {problem["location"]["path"] for problem in report if problem["severity"] == "minor"}
    assert major == {"content/releases/new-sin.yml"}
    assert "content/releases/old-sin.yml" in minor
    assert len({problem["fingerprint"] for problem in report}) == len(report)
    assert all(problem["location"]["lines"]["begin"] > 0 for problem in report)


def test_gitlab_deploys_what_is_due_and_fails_afterwards_for_what_is_not(
    repository: Repository,
) -> None:
    repository.check_out_commit("main")
    # What is pushed after the runner's checkout is published all the same.
    releases(repository)

    result = repository.gitlab(gitlab_script("pages"))

    assert result.status == 0, result.err
    assert repository.ledger == [("new-disks", "advance")]
    public = repository.runner / "public"
    assert not public.is_symlink()
    assert [page.name for page in (public / "releases").iterdir()] == ["new-disks"]
    assert (repository.runner / "publish.env").read_text() == "PUBLISH_STATUS=3\n"
    assert repository.gitlab(gitlab_script("withheld"), PUBLISH_STATUS="3").status == 1
    assert repository.gitlab(gitlab_script("withheld"), PUBLISH_STATUS="0").status == 0
    assert repository.gitlab(gitlab_script("wait")).status == 0


def test_gitlab_s_form_records_a_hand_off(repository: Repository) -> None:
    repository.people.release("rounding", targeted_fix())
    repository.push("main", "A fix for Acme")
    repository.check_out_commit("main")

    result = repository.gitlab(
        gitlab_script("record"),
        RECORD_ID="rounding",
        RECORD_NOTICE="handoff",
        RECORD_SENT="",
        RECORD_CHANNEL="phone",
    )

    assert result.status == 0, result.err
    assert repository.ledger == [("rounding", "handoff")]
