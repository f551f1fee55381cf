"""Releases: the file of one entry, read by the policy.

Belongs here: what makes a file a release of its category. Does not belong here: whether it
may be published, and how its keys bear with each other (``rules``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import PurePosixPath
from typing import Any, Literal

from notices.domain.policy import Category, Policy
from notices.domain.problem import Problem, Source
from notices.domain.release import (
    Approval,
    Cancellation,
    Impact,
    KnownIssue,
    Outcome,
    Release,
    Window,
)
from notices.loading.fields import bad_id
from notices.loading.findings import Findings, validated
from notices.loading.loaded import Loaded, bounded
from notices.loading.located import Document, read
from notices.loading.reading import Reading
from notices.loading.release_keys import ReleaseFile
from notices.loading.wording import known, quoted

__all__ = ["cancelled_copy", "load_release"]


def load_release(path: str, data: bytes, policy: Policy) -> Loaded[Release]:
    """The release of one file; its id is the file's stem. All problems of the file at once.

    Rules: ``yaml`` for the form, ``schema`` for keys and values. Naive times are read in the
    policy's zone, plain texts in its default language.
    """
    stem = PurePosixPath(path).stem
    document = read(path, data)
    findings = Findings(path, document, entry=stem)
    if bad := bad_id(stem):
        findings.add((1, 1), f"the file's name: {bad[0]}", bad[1])
    if document.data is None:
        return Loaded(None, _of(stem, findings))
    model = validated(ReleaseFile, findings, Reading(policy.zone, policy.languages))
    _check_category(document.data, policy, findings)
    if model is None or findings.problems:
        return Loaded(None, _of(stem, findings))
    return Loaded(_release(stem, model, path, data, document))


def cancelled_copy(
    path: str, data: bytes, cancelled: Cancellation, policy: Policy
) -> tuple[Release, bytes] | None:
    """An announced copy with a cancellation: the release and its file's bytes.

    ``data`` is the copy without one. It gets one more key, ``cancelled``, and nothing else of
    it changes; ``None`` where its text leaves no room for that.
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
    # What is JSON is YAML too.
    told = json.dumps({"at": at, "reason": dict(cancelled.reason)}, ensure_ascii=False)
    key = f"cancelled: {told}".encode()
    yield data.rstrip(b"\r\n") + b"\n" + key + b"\n"
    before, brace, after = data.rpartition(b"}")
    yield before.rstrip().rstrip(b",") + b", " + key + brace + after


def _of(entry: str, findings: Findings) -> tuple[Problem, ...]:
    """The problems, those of the YAML too, as this entry's."""
    return bounded(replace(problem, entry=entry) for problem in findings.problems)


def _release(name: str, model: ReleaseFile, path: str, data: bytes, document: Document) -> Release:
    window, impact = model.window, model.impact
    asked, gone, over = model.exception, model.cancelled, model.outcome
    return Release(
        id=name,
        category=model.category,
        title=model.title,
        summary=model.summary,
        window=Window(window.start, window.end, window.reason, window.approved_by),
        impact=Impact(impact.downtime, impact.mode, impact.sign_in_again, impact.systems),
        body=model.body or {},
        prepare=model.prepare or {},
        known_issues=tuple(
            KnownIssue(issue.title, issue.status, issue.fixed_in) for issue in model.known_issues
        ),
        important=model.important,
        customers=model.customers or (),
        origin=model.origin,
        own_times={notice: own.at for notice, own in model.notices.items()},
        draft=model.draft,
        exception=Approval(asked.approved_by, asked.on, asked.reason) if asked else None,
        cancelled=Cancellation(gone.at, gone.reason) if gone else None,
        outcome=Outcome(over.result, over.at) if over else None,
        source=Source(path, hashlib.sha256(data).hexdigest(), document.places),
    )


def _check_category(data: dict[str, Any], policy: Policy, findings: Findings) -> None:
    """What depends on the category; reads the raw values, so that it works beside other errors."""
    _refuse_duplicates("customers", data.get("customers"), findings)
    impact = data.get("impact")
    _refuse_duplicates(
        "impact.systems", impact.get("systems") if isinstance(impact, dict) else None, findings
    )
    name = data.get("category")
    if not isinstance(name, str) or not name:
        return
    category = policy.categories.get(name)
    if category is None:
        findings.at_value(
            "category",
            f"there is no category {quoted(name)}",
            known(name, policy.categories, "The policy's categories are"),
        )
        return
    if "important" in data and not category.asks_for("important"):
        _refuse_condition("important", category, policy, findings)
    if "customers" in data and not category.asks_for("targeted"):
        _refuse_condition("customers", category, policy, findings)
    origin = data.get("origin")
    if isinstance(origin, str) and origin and origin not in category.origins:
        findings.at_value(
            "origin",
            f"the origin {quoted(origin)} means nothing for a {quoted(name)}",
            known(origin, category.origins, "It may be") or "Delete the key.",
        )
    notices = data.get("notices")
    for notice, own in notices.items() if isinstance(notices, dict) else ():
        _check_own_time(notice, own, category, findings)


def _refuse_condition(key: str, category: Category, policy: Policy, findings: Findings) -> None:
    condition: Literal["important", "targeted"] = "important" if key == "important" else "targeted"
    others = [name for name, each in policy.categories.items() if each.asks_for(condition)]
    findings.at_key(
        key,
        f"{key} means nothing for a {quoted(category.id)}: none of its notices is for "
        f"`when: {condition}`",
        f"Delete the key; it has a meaning for {', '.join(others)}."
        if others
        else "Delete the key.",
    )


def _check_own_time(notice: str, own: object, category: Category, findings: Findings) -> None:
    row = category.notice(notice)
    if row is None:
        findings.at_key(
            f"notices.{notice}",
            f"a {quoted(category.id)} has no notice {quoted(notice)}",
            known(notice, [each.id for each in category.notices if each.latest], "It has"),
        )
    elif row.latest is None and isinstance(own, dict) and "at" in own:
        findings.at_value(
            f"notices.{notice}.at",
            f"the notice {quoted(notice)} cannot have a time of its own, because it has no deadline",
            "Delete it; this notice goes out by itself.",
        )


def _refuse_duplicates(name: str, values: object, findings: Findings) -> None:
    seen: set[str] = set()
    for number, value in enumerate(values if isinstance(values, list) else ()):
        if not isinstance(value, str) or not value:
            continue
        if value in seen:
            findings.at_value(
                f"{name}.{number}", f"{quoted(value)} stands twice in {name}", "Keep one of them."
            )
        seen.add(value)
