"""Releases: the file of one entry, read by the policy.

Belongs here: what makes a file a release of its category. Does not belong here: whether it
may be published, and whether its keys agree (``rules``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any, Literal

from notices.domain.names import known
from notices.domain.phrases import phrase
from notices.domain.policy import Category, Policy
from notices.domain.projection import content_of, is_plain
from notices.domain.release import Cancellation, Release
from notices.domain.wording import quoted
from notices.loading.fields import bad_id
from notices.loading.findings import Findings
from notices.loading.loaded import Loaded
from notices.loading.reading import Reading
from notices.loading.release_keys import ReleaseFile
from notices.loading.validation import validated

__all__ = ["cancelled_copy", "load_release"]


def load_release(
    path: str, data: bytes, policy: Policy, now: datetime | None = None
) -> Loaded[Release]:
    """The release of one file; its id is the file's stem. All problems of the file at once.

    Rules: ``yaml`` for the form, ``schema`` for keys and values. Naive times are read in the
    policy's zone, plain texts in its default language. Help lines show ``now``.
    """
    stem = PurePosixPath(path).stem
    findings = Findings(path, data, entry=stem)
    if bad := bad_id(stem):
        findings.add((1, 1), phrase("the file name: {what}", what=bad[0]), bad[1])
    reading = Reading(policy.zone, policy.languages, categories=policy.categories, now=now)
    model = validated(findings, ReleaseFile, reading)
    _check_category(findings.document.data or {}, policy, findings)
    if model is None:
        return findings.loaded(None)
    release = model.to_domain(id=stem, source=findings.source)
    return findings.loaded(replace(release, content=content_of(release), plain=is_plain(release)))


def cancelled_copy(
    path: str, data: bytes, cancelled: Cancellation, policy: Policy
) -> tuple[Release, bytes] | None:
    """An announced copy with a cancellation: the release and its file's bytes.

    ``data`` is the copy without one. It gets one more key, ``cancelled``, and nothing else of
    it changes; ``None`` where its form does not allow that.
    """
    announced = load_release(path, data, policy).value
    for joined in _with_cancellation(data, cancelled):
        release = load_release(path, joined, policy).value
        if announced and release == replace(announced, cancelled=cancelled):
            return release, joined
    return None


def _with_cancellation(data: bytes, cancelled: Cancellation) -> Iterator[bytes]:
    """As the last line, or as the last key of a mapping in braces."""
    at = f"{cancelled.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    told: dict[str, object] = {"at": at, "reason": dict(cancelled.reason)}
    if cancelled.replaced_by is not None:
        told["replaced_by"] = cancelled.replaced_by
    # What is JSON is YAML too.
    key = f"cancelled: {json.dumps(told, ensure_ascii=False)}".encode()
    yield data.rstrip(b"\r\n") + b"\n" + key + b"\n"
    before, brace, after = data.rpartition(b"}")
    yield before.rstrip().rstrip(b",") + b", " + key + brace + after


def _check_category(data: dict[str, Any], policy: Policy, findings: Findings) -> None:
    """What depends on the category; reads the raw values, so that it works beside other errors."""
    name = data.get("category")
    category = policy.categories.get(name) if isinstance(name, str) else None
    if category is None:
        return
    if "important" in data and not category.asks_for("important"):
        _refuse_condition("important", category, policy, findings)
    if "customers" in data and not category.asks_for("targeted"):
        _refuse_condition("customers", category, policy, findings)
    origin = data.get("origin")
    if isinstance(origin, str) and origin and origin not in category.origins:
        findings.at_value(
            "origin",
            phrase(
                "origin {origin} has no effect in category {category}",
                origin=quoted(origin),
                category=quoted(category.id),
            ),
            known(origin, category.origins, phrase("It may be")) or phrase("Delete the key."),
        )
    notices = data.get("notices")
    for notice, own in notices.items() if isinstance(notices, dict) else ():
        _check_own_time(notice, own, category, findings)


def _refuse_condition(key: str, category: Category, policy: Policy, findings: Findings) -> None:
    condition: Literal["important", "targeted"] = "important" if key == "important" else "targeted"
    others = [name for name, each in policy.categories.items() if each.asks_for(condition)]
    findings.at_key(
        key,
        phrase(
            "{key} has no effect in category {category}: none of its notices has "
            "`when: {condition}`",
            key=key,
            category=quoted(category.id),
            condition=condition,
        ),
        phrase("Delete the key; it has an effect in {categories}.", categories=", ".join(others))
        if others
        else phrase("Delete the key."),
    )


def _check_own_time(notice: str, own: object, category: Category, findings: Findings) -> None:
    row = category.notice(notice)
    if row is None:
        findings.at_key(
            f"notices.{notice}",
            phrase(
                "category {category} has no notice {notice}",
                category=quoted(category.id),
                notice=quoted(notice),
            ),
            known(notice, [each.id for each in category.notices if each.latest], phrase("It has")),
        )
    elif row.latest is None and isinstance(own, dict) and "at" in own:
        findings.at_value(
            f"notices.{notice}.at",
            phrase(
                "notice {notice} cannot have its own time: it has no deadline",
                notice=quoted(notice),
            ),
            phrase("Delete it; this notice goes out by itself."),
        )
