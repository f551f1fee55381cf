"""The JSON Schemas that editors of the project's files read, below ``.notices/schemas``.

Belongs here: when they are written anew, and the line in a file that names its schema. Does not
belong here: what is in a schema (``loading.schema``).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import get_args

from notices import loading
from notices.domain.layout import CHANNELS, HOLIDAYS, PLANS, POLICY, RELEASES, SYSTEMS
from notices.loading import SchemaKind
from notices.project.disk import Workspace
from notices.project.user_cache import program_digest

__all__ = ["modeline", "project_files", "project_schemas", "write_schemas"]

_FOLDER = ".notices/schemas"
_KINDS: dict[str, SchemaKind] = {
    POLICY: "policy",
    SYSTEMS: "systems",
    HOLIDAYS: "holidays",
    CHANNELS: "channels",
}


def modeline(path: str) -> str:
    """The comment by which editors find the schema of the file at ``path``, from the project's root.

    It is the first line of a release, a plan, the policy, the systems, the holidays or the channels.
    """
    up = "../" * path.count("/")
    return f"# yaml-language-server: $schema={up}{_FOLDER}/{_kind_of(path)}.json\n"


def _kind_of(path: str) -> SchemaKind:
    if path.startswith(f"{RELEASES}/"):
        return "release"
    if path.startswith(f"{PLANS}/"):
        return "plan"
    return _KINDS[path]


def write_schemas(workspace: Workspace, language: str = "en") -> None:
    """Write the schemas of all kinds of file, where they are not those of today's policy.

    They are written into a folder that git ignores, each in one step. Raises ``OSError``.
    """
    files = project_files(workspace)
    stamp = {"$comment": f"Written by notices, from {_digest(files, language)}."}
    first = f"{json.dumps(stamp, indent=2)[:-2]},\n".encode()
    missing = [
        kind
        for kind in get_args(SchemaKind)
        if not _starts_with(workspace.schemas / f"{kind}.json", first)
    ]
    if not missing:
        return
    for kind, schema in project_schemas(missing, files, language):
        workspace.schemas.mkdir(parents=True, exist_ok=True)
        new = workspace.schemas / f".{kind}.{os.getpid()}.new"
        text = json.dumps(stamp | schema, ensure_ascii=False, indent=2)
        new.write_text(f"{text}\n", "utf-8")
        new.replace(workspace.schemas / f"{kind}.json")


def project_schemas(
    kinds: Iterable[SchemaKind], files: Mapping[str, bytes], language: str = "en"
) -> Iterator[tuple[SchemaKind, dict[str, object]]]:
    """Each kind of file with its schema, with the names that the policy and the systems have.

    ``files`` are a project's by their paths. A policy or systems that cannot be read have no names.
    """
    policy = loading.load_policy(POLICY, files.get(POLICY, b"")).value
    systems = policy and loading.load_systems(SYSTEMS, files.get(SYSTEMS, b""), policy).value
    for kind in kinds:
        yield kind, loading.json_schema(kind, language, policy, systems or ())


def project_files(workspace: Workspace) -> dict[str, bytes]:
    """The files that schemas depend on; no bytes where there is none."""
    files = {}
    for name in (POLICY, SYSTEMS):
        try:
            files[name] = (workspace.root / name).read_bytes()
        except OSError:
            files[name] = b""
    return files


def _digest(files: Mapping[str, bytes], language: str) -> str:
    """A hash of all that the schemas depend on: policy, systems, language and this program."""
    return hashlib.sha256(repr((program_digest(), files, language)).encode()).hexdigest()


def _starts_with(file: Path, first: bytes) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(len(first)) == first
    except OSError:
        return False
