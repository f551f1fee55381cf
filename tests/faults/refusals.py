"""A refusal of git's, and a person who types the commands that it names."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable

import pytest

from notices.project.git import GitError
from tests.project import Project


def refusal(does: Callable[[], object]) -> str:
    with pytest.raises(GitError) as caught:
        does()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def typed(project: Project, help: str) -> None:
    """Type the commands of a refusal as they stand there."""
    found = re.search(r": ((?:git|rm) .+?)(?:, or .*|, and run this again|\. Then .*)?$", help)
    assert found is not None, help
    command = "git config user.name Mai; git config user.email mai@anviec.example; "
    done = subprocess.run(
        ["sh", "-c", command + found[1]],
        cwd=project.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (found[1], done.stderr)
