"""Git is called so that nothing of it is left behind, however a call ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from notices.project import clone as cloning
from notices.project.clone import Clone
from notices.project.git import GitError

# A shell that starts the tests in its background lets them, and all that they start, ignore it.
INTERRUPTIBLE = (
    "import signal\nfrom pathlib import Path\n"
    "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
)

# A remote helper that never answers, with a child of its own, as ssh and credential helpers have.
HANGING = """\
#!/bin/sh
echo $$ >> {pids}
sleep 600 &
echo $! >> {pids}
wait
"""


@pytest.fixture
def hanging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone whose remote hangs for ever; the file in which its processes write their ids."""
    pids = tmp_path / "pids"
    ssh = tmp_path / "ssh"
    ssh.write_text(HANGING.format(pids=pids), encoding="utf-8")
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(ssh))
    clone = tmp_path / "clone"
    for args in (
        ("init", "--quiet", "-b", "main", str(clone)),
        ("-C", str(clone), "remote", "add", "origin", "ssh://git.invalid/repository"),
    ):
        subprocess.run(["git", *args], check=True)
    return pids


def running(pids: Path) -> list[int]:
    """Which of the processes that wrote down their ids still run."""
    found = []
    for pid in [int(line) for line in pids.read_text(encoding="utf-8").split()]:
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if state[0] != "Z":
            found.append(pid)
    return found


def until_gone(pids: Path) -> list[int]:
    end = time.monotonic() + 20
    while (left := running(pids)) and time.monotonic() < end:
        time.sleep(0.05)
    return left


def test_a_git_that_takes_too_long_leaves_no_process_behind(
    hanging: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cloning, "_NETWORK_S", 3.0)
    clone = Clone(hanging.parent / "clone", "main", "origin", "refs/heads/main")

    with pytest.raises(GitError, match="git fetch took longer than 3 seconds"):
        clone.fetch()

    assert len(hanging.read_text(encoding="utf-8").split()) == 2
    assert until_gone(hanging) == []


def test_an_interrupt_leaves_no_process_behind(hanging: Path) -> None:
    code = (
        f"{INTERRUPTIBLE}from notices.project.clone import Clone\n"
        f"Clone(Path({str(hanging.parent / 'clone')!r}), 'main', 'origin', 'refs/heads/main')"
        ".fetch()\n"
    )
    fetching = subprocess.Popen(
        [sys.executable, "-c", code], stderr=subprocess.PIPE, env=os.environ, text=True
    )
    end = time.monotonic() + 20
    while not (hanging.exists() and len(hanging.read_text("utf-8").split()) == 2):
        assert time.monotonic() < end
        time.sleep(0.05)

    fetching.send_signal(signal.SIGINT)
    _, err = fetching.communicate(timeout=20)

    assert "KeyboardInterrupt" in err
    assert until_gone(hanging) == []


def test_an_interrupted_git_may_remove_its_lock_before_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git takes a second for it, on a slow disk; Python by itself gives it a quarter of one."""
    lock, begun = tmp_path / "index.lock", tmp_path / "begun"
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text(
        f"#!/bin/sh\ntrap 'sleep 1; rm {lock}; exit 1' TERM INT\ntouch {lock} {begun}\n"
        "while :; do sleep 0.1; done\n",
        encoding="utf-8",
    )
    slow.chmod(0o755)
    env = {**os.environ, "PATH": f"{slow.parent}:{os.environ['PATH']}"}
    code = (
        f"{INTERRUPTIBLE}from notices.project.git import commit_of\n"
        f"commit_of(Path({str(tmp_path)!r}), 'HEAD')\n"
    )
    called = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, env=env)
    end = time.monotonic() + 20
    while not begun.exists():
        assert time.monotonic() < end
        time.sleep(0.05)

    called.send_signal(signal.SIGINT)
    called.communicate(timeout=20)

    assert not lock.exists()
