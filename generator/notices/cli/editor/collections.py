"""The configuration of Sveltia CMS for one project, in one language.

Belongs here: which files the form edits, and how it writes them. Does not belong here: the fields
of a file (``fields``), the page around it (``folder``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from notices.cli.editor.fields import Field, Form, Names, fields_of
from notices.domain.layout import PAGES, PLANS, RELEASES
from notices.domain.names import ID
from notices.domain.policy import Policy, Texts
from notices.domain.release import System
from notices.loading import SchemaKind, json_schema

__all__ = ["configuration", "elsewhere", "form_languages"]

_WORDS = json.loads(Path(__file__).with_name("words.json").read_bytes())
_FILES: tuple[SchemaKind, ...] = ("release", "plan")
_MONTH = "^20[0-9]{2}-(0[1-9]|1[0-2])$"


def form_languages() -> tuple[str, ...]:
    """The languages that the form has words in; English first."""
    return tuple(_WORDS)


def elsewhere(language: str) -> str:
    """What a form for clones says where it is not served by the machine that has the clone."""
    return str(_WORDS[language]["elsewhere"])


def configuration(
    policy: Policy,
    systems: Sequence[System],
    *,
    language: str,
    languages: Mapping[str, str],
    title: str,
    connection: Mapping[str, Any],
    prefix: str,
    is_reviewed: bool,
) -> dict[str, Any]:
    """What Sveltia CMS reads: the collections with their fields, labels in ``language``.

    ``languages`` are the policy's, with their names; ``prefix`` is where the project is in its
    repository. Where changes are ``is_reviewed``, each becomes a pull request.
    """
    words = _WORDS.get(language, _WORDS["en"])
    form = Form(words, languages, _names(policy, systems, language))
    release, plan = (
        fields_of(json_schema(kind, language, policy, systems), form) for kind in _FILES
    )
    return {
        "load_config_file": False,
        "backend": {**connection, "auth_methods": ["token"]},
        "publish_mode": "editorial_workflow" if is_reviewed else "simple",
        "app_title": title,
        "media_folder": f"{prefix}{PAGES}/images",
        "public_folder": "/images",
        "show_preview_links": False,
        "editor": {"preview": False},
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": 64},
        "output": {"omit_empty_optional_fields": True},
        "i18n": {
            "structure": "multiple_files",
            "locales": list(languages),
            "default_locale": next(iter(languages)),
            "omit_default_locale_from_file_path": True,
        },
        "collections": [
            _files("releases", f"{prefix}{RELEASES}", release, words, f"^{ID}$", languages),
            _files("plans", f"{prefix}{PLANS}", plan, words, _MONTH, languages),
            _pages("guides", f"{prefix}{PAGES}", words),
            _pages("faq", f"{prefix}{PAGES}", words),
        ],
    }


def _files(
    name: str,
    folder: str,
    fields: list[Field],
    words: Mapping[str, Any],
    pattern: str,
    languages: Mapping[str, str],
) -> Field:
    """A collection of YAML files, in whatever folders they lie."""
    first = f".{next(iter(languages))}" if len(languages) > 1 else ""
    is_release = name == "releases"
    template = f"{{{{title{first}}}}}" if is_release else ""
    return {
        **_labels(name, words),
        "folder": folder,
        "extension": "yml",
        "format": "yml",
        "nested": {"subfolders": False},
        "slug": _slug(words["id" if is_release else "month"], pattern, template),
        "summary": f"{template} ({{{{slug}}}})" if is_release else "{{slug}}",
        "fields": fields,
    }


def _pages(name: str, folder: str, words: Mapping[str, Any]) -> Field:
    """A collection of Markdown files, each language in its own."""
    texts = {"i18n": True, "required": False}
    return {
        **_labels(name, words),
        "folder": f"{folder}/{name}",
        "extension": "md",
        "format": "frontmatter",
        "i18n": True,
        "slug": _slug(words["release_id"], f"^{ID}$"),
        "summary": "{{title}} ({{slug}})",
        "fields": [
            {
                "name": "title", "label": words["title"], "hint": words["title_hint"],
                "widget": "string", **texts,
            },
            {
                "name": "body", "label": words["text"], "hint": words["text_hint"],
                "widget": "text", **texts,
            },
        ],
    }  # fmt: skip


def _labels(name: str, words: Mapping[str, Any]) -> Field:
    label, singular, description = words[name]
    return {
        "name": name, "label": label, "label_singular": singular, "description": description,
        "create": True, "delete": False,
    }  # fmt: skip


def _slug(hint: str, pattern: str, template: str = "") -> Field:
    """How a new file gets its name: by the template, or typed; it stays from then on."""
    slug = {"editable": ["create"], "hint": hint, "pattern": [pattern, hint]}
    return {"template": template, **slug} if template else slug


def _names(policy: Policy, systems: Sequence[System], language: str) -> tuple[Names, ...]:
    """What readers see of categories, systems and notices, by their ids.

    A notice that categories call differently has all its names.
    """

    def text(texts: Texts) -> str:
        return texts.get(language) or next(iter(texts.values()))

    notices: dict[str, list[str]] = {}
    for row in (row for each in policy.categories.values() for row in each.notices):
        notices.setdefault(row.id, []).append(text(row.label))
    return (
        {each.id: text(each.label) for each in policy.categories.values()},
        {each.id: text(each.name) for each in systems},
        {id: " / ".join(dict.fromkeys(labels)) for id, labels in notices.items()},
    )
