"""Figures that tests count, shown at the end of the run, whichever process counted them.

A plugin of pytest. Belongs here: how a figure gets from a test to the last lines. Does not belong here: what
is counted.
"""

from __future__ import annotations

from typing import Any

import pytest

_KEPT = "figures"
_figures: dict[str, int | str] = {}


def figure(name: str, value: int | str) -> None:
    """Show ``figure: <name>: <value>`` at the end of the run; the last value of a name stands."""
    _figures[name] = value


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process of pytest-xdist hands its figures over."""
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[_KEPT] = dict(_figures)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take them; one that crashed has handed nothing over."""
    _figures.update(getattr(node, "workeroutput", {}).get(_KEPT, {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line a figure, sorted by name."""
    for name, value in sorted(_figures.items()):
        terminalreporter.write_line(f"figure: {name}: {value}")
