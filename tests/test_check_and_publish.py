"""`check` and `publish` agree: of a project that is broken in random ways both say the same.

`NOTICES_STEPS=500` takes more steps, and `python -m tests.soak agreement 500` others each time.
"""

from __future__ import annotations

import pytest

from tests.agreement_walk import AgreementWalk, Disagreement, steps
from tests.breakages import BREAKAGES, NOW


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> AgreementWalk:
    return AgreementWalk(tmp_path_factory.mktemp("agreement"))


def test_nothing_is_said_of_a_project_with_which_nothing_is_wrong(walk: AgreementWalk) -> None:
    walk.compare((), NOW)


def test_check_and_publish_say_the_same_of_projects_broken_in_random_ways(
    walk: AgreementWalk,
) -> None:
    drawn = {name for number in range(steps(20)) for name in walk.take(1, number)}

    assert len(BREAKAGES) > 100
    assert len(drawn) > 20


def test_a_check_that_says_nothing_is_found_out(
    walk: AgreementWalk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notices.cli.commands.check.host_answer", _nothing)

    with pytest.raises(Disagreement, match="check ends with 0, publish with 2"):
        walk.compare(["configuration: no site_url"], NOW)
    with pytest.raises(Disagreement, match=r"publish names what check does not: .*dead-link"):
        walk.compare(["pages: a dead link"], NOW)


def _nothing(*_: object, **__: object) -> object:
    from notices.project.host_cache import HostAnswer

    return HostAnswer()
