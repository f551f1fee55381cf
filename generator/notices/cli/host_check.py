"""What a publish would meet when it renders the site: asked of the host, and shown to nobody.

Belongs here: what the answer depends on, and asking for it once. Does not belong here: keeping it
(``project.host_cache``), finding problems (``project``, ``hosts``), printing them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from notices.domain.layout import PAGES, POLICY, SYSTEMS
from notices.domain.phrases import NO_TEXT
from notices.domain.problem import Mark, Problem, Unusable
from notices.evaluation import Evaluation, Sources
from notices.project.configuration import Configuration
from notices.project.disk import Workspace
from notices.project.errors import ProjectError
from notices.project.host_cache import HostAnswer, keep_answer, kept_answer
from notices.project.theme_folders import theme_folders
from notices.project.user_cache import program_digest
from notices.publishing.site_dir import check_site_dir

__all__ = ["host_answer"]

_FORM = "4"


def host_answer(
    workspace: Workspace, sources: Sources, evaluation: Evaluation, *, ask: bool = True
) -> HostAnswer:
    """The problems of configuration, theme and pages that a publish of ``evaluation`` would meet.

    ``evaluation`` is that of ``sources``. Where it has no site, or with ``ask`` false, no page is
    rendered, and less is found.
    """
    try:
        configuration = workspace.configuration()
    except ProjectError as error:
        return HostAnswer(_problems(error, workspace), unusable=True)
    unusable_place = _site_dir(workspace, configuration)
    if not ask:
        return HostAnswer(unusable_place, bool(unusable_place))
    question = _question(workspace, configuration, sources, evaluation)
    file = workspace.state / "cache" / "check.json"
    answer = kept_answer(file, question)
    if answer is None:
        answer = _asked(workspace, configuration, evaluation)
        keep_answer(file, question, answer)
    # Without a site a publish ends before it looks at most of this.
    return HostAnswer(
        (*unusable_place, *answer.problems),
        bool(unusable_place) or (answer.unusable and evaluation.site is not None),
    )


def _site_dir(workspace: Workspace, configuration: Configuration) -> tuple[Problem, ...]:
    try:
        check_site_dir(workspace, configuration)
    except ProjectError as error:
        return (configuration.problem(error.text, NO_TEXT, "site_dir"),)
    return ()


def _question(
    workspace: Workspace, configuration: Configuration, sources: Sources, evaluation: Evaluation
) -> str:
    """A hash of all that the answer depends on: what is public, pages, theme, and this program."""
    site = evaluation.published.site
    shown = (site.generation, sorted(site.hidden), evaluation.written) if site else ()
    digest = hashlib.sha256(repr((_FORM, configuration, shown)).encode())
    for name in sources.files:
        if name in (POLICY, SYSTEMS) or name.startswith(f"{PAGES}/"):
            digest.update(repr((name, sources.digest(name))).encode())
    for path in _files(workspace, configuration):
        state = path.stat()
        # The program's own theme lies in its package, and is known as its modules are.
        known: object = (state.st_size, state.st_mtime_ns)
        if path.is_relative_to(workspace.root):
            known = hashlib.sha256(path.read_bytes()).digest()
        digest.update(repr((str(path), known)).encode())
    digest.update(repr((program_digest(), _markdown_packages())).encode())
    return digest.hexdigest()


def _markdown_packages() -> int:
    """A number that changes when a package is installed beside Markdown."""
    if (markdown := find_spec("markdown")) is None or not markdown.origin:
        return 0
    return Path(markdown.origin).parent.parent.stat().st_mtime_ns


def _files(workspace: Workspace, configuration: Configuration) -> Iterator[Path]:
    """The files outside ``content`` that pages are made from."""
    for folder in sorted({*theme_folders(workspace.root), *configuration.override_folders}):
        for place, folders, names in os.walk(folder):
            folders.sort()
            paths = (Path(place, name) for name in sorted(names))
            yield from (path for path in paths if path.is_file())
    hooks = configuration.values.get("hooks")
    for hook in hooks if isinstance(hooks, list) else ():
        path = workspace.root / str(hook)
        if path.is_file():
            yield path


def _asked(
    workspace: Workspace, configuration: Configuration, evaluation: Evaluation
) -> HostAnswer:
    """The host's answer, from a sample that it renders into a folder that is removed again."""
    import tempfile

    from notices.cli.building import host_for, render_request
    from notices.cli.failures import is_unusable
    from notices.evaluation import newest_of_each_kind
    from notices.hosts.setup import check_setup
    from notices.rendering.outbox.files import render_outbox

    evaluation = evaluation.published
    try:
        with tempfile.TemporaryDirectory(prefix="notices-check-") as folder:
            request = render_request(
                workspace, configuration, evaluation, Path(folder), sample=True
            )
            if evaluation.site is None:
                check_setup(configuration)
                return HostAnswer()
            problems = host_for(configuration, quiet=True).render(request).problems
            # A publish writes mails as well; the theme's templates of these are tried here.
            newest = newest_of_each_kind(evaluation.site)
            for _ in render_outbox(evaluation.site, newest.messages, request.theme):
                pass
            return HostAnswer(problems)
    except Unusable as error:
        return HostAnswer(_problems(error, workspace), is_unusable(error))


def _problems(error: Unusable, workspace: Workspace) -> tuple[Problem, ...]:
    """What an error says, as problems."""
    if error.problems:
        return error.problems
    mark = Mark(workspace.config_file.name)
    return (Problem("error", "configuration", mark, error.text),)
