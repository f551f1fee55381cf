"""``notices editor``: the form in the browser, as a folder to host inside the company."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

import click

from notices.cli.terminal import friendly, say, working
from notices.domain.phrases import phrase

__all__ = ["command"]

_REPO = re.compile(r"[\w.-]+(?:/[\w.-]+)+", re.ASCII)
_HOSTS = {
    "github": ("https://github.com", "https://api.github.com", "/api/v3"),
    "gitlab": ("https://gitlab.com", "https://gitlab.com/api/v4", "/api/v4"),
}


@click.command("editor")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--backend", type=click.Choice(["local", *_HOSTS]), default="local", show_default=True,
    help="What the form reads and writes: a clone on the reader's own machine, or a git host.",
)  # fmt: skip
@click.option("--repo", metavar="OWNER/NAME", help="The repository at the git host.")
@click.option("--branch", help="Its branch.  [default: the repository's]")
@click.option("--git-url", metavar="URL", help="The git host, if it is the company's own.")
@click.option(
    "--package", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help="The editor's package, as `npm pack` wrote it; npm fetches it if not given.",
)  # fmt: skip
@click.pass_obj
def command(
    config_file: Path,
    folder: Path,
    backend: Literal["local", "github", "gitlab"],
    repo: str | None,
    branch: str | None,
    git_url: str | None,
    package: Path | None,
) -> None:
    """Write a form for entries, plans, guides and FAQ into DIR, to host inside the company.

    The form is Sveltia CMS with the project's own keys and names. It shows what is not yet public:
    never serve DIR to the public. What it writes is checked like any other change.
    """
    from notices.cli.editor.configurations import configurations
    from notices.cli.editor.folder import checked_place, page_files, write_folder
    from notices.cli.editor.package import package_files, packed
    from notices.project.disk import Workspace

    workspace = Workspace.at(config_file)
    configuration = workspace.configuration()
    connection, api = _connection(backend, repo, branch, git_url)
    checked_place(workspace, configuration, folder)
    texts = configurations(workspace, configuration, connection)
    with working(phrase("Fetching the editor")):
        data = packed(package)
    files = page_files(package_files(data), texts, api=api)
    write_folder(workspace, checked_place(workspace, configuration, folder), files)
    say(
        phrase(
            "wrote the form into {folder}; host it inside the company: it shows what is not yet public",
            folder=friendly(folder),
        )
    )


def _connection(
    backend: str, repo: str | None, branch: str | None, git_url: str | None
) -> tuple[dict[str, Any], str]:
    """Sveltia CMS's own options of a backend, and the address of the API that it asks."""
    if backend == "local":
        if given := [
            name
            for name, value in (("--repo", repo), ("--branch", branch), ("--git-url", git_url))
            if value
        ]:
            raise click.UsageError(
                phrase("{option} needs --backend github or gitlab", option=given[0])
            )
        return {}, ""
    if repo is None or not _REPO.fullmatch(repo):
        raise click.UsageError(
            phrase("--backend {backend} needs --repo OWNER/NAME", backend=backend)
        )
    if git_url is not None and not re.fullmatch(r"https://[\w.:-]+(?:/[\w./-]*)?", git_url):
        raise click.UsageError(phrase("--git-url is an address like https://git.example.com"))
    base, api, path = _HOSTS[backend]
    if git_url is not None:
        base = git_url.rstrip("/")
        api = base + path
    options = {"name": backend, "repo": repo, "base_url": base, "api_root": api}
    return options | ({"branch": branch} if branch else {}), api
