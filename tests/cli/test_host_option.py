"""``--host`` chooses what renders: one option of every command that renders."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from notices.cli.building import HOSTS
from notices.domain.phrases import phrase
from notices.hosts import HostError, Rendered, RenderRequest
from tests.project import Project


@pytest.mark.parametrize("command", ["build", "publish", "serve"])
def test_a_host_that_there_is_not_is_wrong_usage(project: Project, command: str) -> None:
    answer = project.run(command, "--host", "nothing")
    assert answer.status == 2
    assert "'nothing' is not one of 'plain', 'mkdocs'" in answer.err


@pytest.mark.parametrize("command", ["build", "publish"])
@pytest.mark.parametrize("name", HOSTS)
def test_the_host_of_that_name_is_the_one_that_renders(
    project: Project, monkeypatch: pytest.MonkeyPatch, command: str, name: str
) -> None:
    def render(request: RenderRequest) -> Rendered:
        raise HostError(phrase("the stand-in was asked"))

    stand_in = ModuleType("stand_in")
    monkeypatch.setattr(stand_in, "render", render, raising=False)
    monkeypatch.setitem(sys.modules, "stand_in", stand_in)
    monkeypatch.setitem(HOSTS, name, "stand_in")

    answer = project.run_at("2026-11-23 09:00", command, "--host", name)

    assert answer.status == 1
    assert answer.err.splitlines()[-1] == "the stand-in was asked"
