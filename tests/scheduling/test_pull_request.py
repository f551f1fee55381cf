"""A pull request as somebody without a terminal has it: the summary alone says what to write."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.project import Answer
from tests.scheduling.runner import git, gitlab_script, step
from tests.scheduling.test_init_steps import made_by_init, notices_file

PATH = "content/releases/customer-map.yml"


def entry(start: datetime) -> str:
    """A feature for the evening of a day, whichever weekday that is."""
    window = f"{{start: {start:%Y-%m-%d} 20:00, end: {start:%Y-%m-%d} 22:00}}"
    return f"""\
category: feature
title: {{vi: Bản đồ khách hàng, en: Customer map}}
summary: {{vi: Xem khách hàng trên bản đồ., en: See customers on a map.}}
window: {window}
impact: {{downtime: 10m, mode: usable, systems: [app]}}
body: {{vi: Nội dung chi tiết., en: The details.}}
"""


class Proposal:
    """A branch of a new project, and what its checks leave with it."""

    def __init__(self, folder: Path, ci: str) -> None:
        self.ci = ci
        options = (
            "--policy",
            "procedure",
            "--languages",
            "vi,en",
            "--timezone",
            "Asia/Ho_Chi_Minh",
        )
        self.repository = made_by_init(folder, ci, *options)

    def write(self, text: str) -> None:
        self.repository.people.write(PATH, text)
        self.repository.push("proposed", "Customer map")

    def check(self) -> Answer:
        """The job `check`, on a runner that knows nothing of the last one."""
        self.begin()
        self.repository.check_out_commit("proposed")
        if self.ci == "gitlab":
            script = gitlab_script("check", self.repository.people.root / ".gitlab-ci.yml")
            env = {
                "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
                "CI_JOB_URL": "https://g.example/1",
            }
            return self.repository.gitlab(script, LC_ALL="", LC_MESSAGES="vi", **env)
        file = notices_file(self.repository)
        assert self.repository.github(step(file, "check", "Preview")).status == 0
        check = step(file, "check", "Check")
        url = "https://github.example/a/1"
        return self.repository.github(check, BASE="main", PREVIEW=url, LC_ALL="", LC_MESSAGES="vi")

    def publish(self) -> Answer:
        """The job that publishes, once the branch is merged."""
        git(self.repository.people.root, "push", "--quiet", "origin", "HEAD:refs/heads/main")
        self.begin()
        self.repository.check_out_main()
        if self.ci == "gitlab":
            script = gitlab_script("pages", self.repository.people.root / ".gitlab-ci.yml")
            return self.repository.gitlab(script)
        return self.repository.github(step(notices_file(self.repository), "publish", "Publish"))

    def begin(self) -> None:
        shutil.rmtree(self.repository.runner, ignore_errors=True)
        (self.repository.folder / "summary").unlink(missing_ok=True)

    @property
    def summary(self) -> str:
        if self.ci == "gitlab":
            return (self.repository.runner / "summary.md").read_text(encoding="utf-8")
        return self.repository.text_of("summary")


@pytest.mark.parametrize("ci", ["github", "gitlab"])
def test_the_line_of_the_summary_is_all_that_a_refused_change_needs(
    tmp_path: Path, ci: str
) -> None:
    """Proposed for the day after tomorrow, refused, mended by one line, merged, published."""
    proposal = Proposal(tmp_path, ci)
    wanted = entry(datetime.now(UTC) + timedelta(days=2))
    proposal.write(wanted)

    assert proposal.check().status == 1
    refused = proposal.summary
    assert refused.startswith("# Thông báo: có ")
    assert "**Tình trạng:** bị từ chối: không hiện và không gửi gì" in refused
    [line] = set(re.findall(r"^~~~yaml\n(window: .*)\n~~~$", refused, re.MULTILINE))

    proposal.write(re.sub(r"^window: .*$", line, wanted, flags=re.MULTILINE))

    assert proposal.check().status == 0
    legal = proposal.summary
    assert legal.startswith("# Thông báo: không có gì bị từ chối\n")
    assert "chưa công bố; lần công bố tới sẽ hiện (đã thông báo)" in legal
    assert "| ở lần công bố tới | Thông báo sớm (`advance`) | khách hàng | đến hạn |" in legal

    assert proposal.publish().status == 0
    assert proposal.repository.ledger == [("customer-map", "advance")]
    page = proposal.repository.runner / "site/releases/customer-map/index.html"
    assert "Bản đồ khách hàng" in page.read_text(encoding="utf-8")
