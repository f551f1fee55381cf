"""The outbox for a command: what draws its files, and what is said of them.

Belongs here: what ``publish``, ``record`` and ``outbox`` share. Does not belong here: the commands,
writing the files (``publishing.outbox``), their content (``rendering.outbox``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from notices.cli.terminal import say, working
from notices.domain.layout import OUTBOX
from notices.domain.outbox import OutboxMessage
from notices.domain.phrases import counted, phrase
from notices.evaluation import Evaluation, Outbox
from notices.project.disk import Workspace
from notices.publishing.outbox import OutboxResult, RenderOutbox, refresh

__all__ = ["refresh_outbox"]


def refresh_outbox(
    workspace: Workspace,
    evaluation: Evaluation,
    *,
    published: bool,
    since: int = 0,
    entry: str | None = None,
    recorded: bool = False,
) -> OutboxResult:
    """Write the outbox as ``publishing.outbox.refresh`` says, and say what was done.

    ``recorded`` says that it is only about a notice that somebody recorded as sent.
    """
    with working(phrase("Writing the outbox")):
        result = refresh(
            workspace,
            evaluation,
            _renderer(workspace),
            published=published,
            since=since,
            entry=entry,
        )
    for path in result.changed:
        say(
            phrase(
                "{path} was changed by somebody, and stays as it is; delete it to have it written again",
                path=path,
            )
        )
    written = _messages(result.written)
    if written and recorded:
        say(phrase("marked as sent in {folder}/", folder=OUTBOX))
    elif written:
        say(
            counted(
                written, "1 message written to {folder}/", "{count} messages written to {folder}/",
                folder=OUTBOX,
            )
        )  # fmt: skip
    if removed := _messages(result.removed):
        say(
            counted(
                removed, "1 message removed from {folder}/: nobody has to send it any more",
                "{count} messages removed from {folder}/: nobody has to send them any more",
                folder=OUTBOX,
            )
        )  # fmt: skip
    return result


def _messages(paths: Iterable[str]) -> int:
    """Of how many messages files are; each has two in each language."""
    return len({path.rsplit(".", 2)[0] for path in paths})


def _renderer(workspace: Workspace) -> RenderOutbox:
    def render(outbox: Outbox) -> Iterator[tuple[OutboxMessage, str, bytes]]:
        if not outbox.messages:
            return
        from notices.project.brand import read_brand
        from notices.project.theme import read_theme
        from notices.rendering.outbox.files import render_outbox

        configuration = workspace.configuration()
        brand = read_brand(configuration)
        theme = read_theme(workspace, configuration.base_url, configuration.site_name, brand)
        for message, document in render_outbox(outbox.site, outbox.messages, theme):
            yield message, document.path, document.data

    return render
