"""The files of a new project, as ``notices init`` writes them.

Belongs here: which files there are, and what the answers change in them. Does not belong here:
their texts (``init_files``), which policies there are (``policy_library``), asking
(``commands.init``), any rule.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from string import Template

from notices.cli.language import languages
from notices.cli.manual import manual_url
from notices.cli.policy_library import counts_workdays
from notices.domain.layout import PAGES, POLICY, SYSTEMS
from notices.domain.version import VERSION
from notices.project.schemas import modeline
from notices.project.theme_folders import installed

__all__ = ["CI", "ProjectAnswers", "project_files", "translated_languages"]

CI = ("github", "gitlab", "none")
_TEXTS = Path(__file__).parent / "init_files"
_LOCK = "requirements-runtime.lock"
_BUILD_TOOLS = ("packaging", "setuptools", "wheel")
# What only builds the program itself, which a project installs as a wheel.
_WHEEL_TOOLS = ("hatchling", "pluggy", "tomlkit", "trove-classifiers")
_WORKFLOWS = {
    "github": {
        "docs/scheduling/github/notices.yml": ".github/workflows/notices.yml",
        "docs/scheduling/github/record.yml": ".github/workflows/record.yml",
        "docs/scheduling/github/agenda.yml": ".github/workflows/agenda.yml",
    },
    "gitlab": {"docs/scheduling/gitlab/.gitlab-ci.yml": ".gitlab-ci.yml"},
    "none": {},
}
_TO_COPY = re.compile(r"^# Copy this .*\. What to set up for it: docs/scheduling/", re.MULTILINE)
_PROPOSED_NOTICE = re.compile(r"^ *default: handoff\n", re.MULTILINE)
# A map of texts on one line, such as `{vi: …, en: …}`.
_TRANSLATED = re.compile(r"\{((?:[a-z]{2}: [^,{}]+(?:, )?)+)\}")


@dataclass(frozen=True, slots=True)
class ProjectAnswers:
    """What ``init`` was told. ``today`` is the day in ``zone`` from which the ledger counts."""

    name: str
    url: str
    zone: str
    languages: tuple[str, ...]
    policy: str
    ci: str
    today: date


def translated_languages() -> tuple[str, ...]:
    """The languages that the program has texts for."""
    return tuple(sorted(path.stem for path in (installed("theme") / "texts").glob("*.yml")))


def project_files(answers: ProjectAnswers) -> Mapping[str, bytes]:
    """Every file of the new project by its path, in the order in which a reader wants them."""
    return {path: text.encode() for path, text in _files(answers)}


def _files(answers: ProjectAnswers) -> Iterator[tuple[str, str]]:
    values = {
        "name": answers.name,
        "html_name": html.escape(answers.name, quote=False),
        "quoted_name": json.dumps(answers.name, ensure_ascii=False),
        "url": answers.url,
        "zone": answers.zone,
        "languages": ", ".join(answers.languages),
        "language": answers.languages[0],
        "today": answers.today.isoformat(),
        "in_three_weeks": (answers.today + timedelta(weeks=3)).isoformat(),
        "this_year": str(answers.today.year),
        "next_year": str(answers.today.year + 1),
        "year_after": str(answers.today.year + 2),
        "version": VERSION,
        "manual": manual_url(),
        "ci_row": "" if answers.ci == "none" else "| `requirements*.txt` | CI |",
        "ci_setup": "",
        "days_off": "",
    }

    def filled(name: str) -> str:
        return Template((_TEXTS / name).read_text(encoding="utf-8")).substitute(values)

    def translated(name: str) -> str:
        return _TRANSLATED.sub(lambda found: _chosen(found[1], answers), filled(name))

    if answers.ci != "none":
        values["ci_setup"] = filled(f"readme/{answers.ci}/{answers.languages[0]}.md")
    if counts_workdays(answers.policy):
        values["days_off"] = filled(f"readme/days_off/{answers.languages[0]}.md") + "\n"
    policy = translated(f"policies/{answers.policy}/policy.yml")
    systems = filled("systems.yml") + translated(f"policies/{answers.policy}/systems.yml")
    values["release"] = translated(f"policies/{answers.policy}/release.yml")
    yield "README.md", filled(f"readme/{answers.languages[0]}.md").rstrip("\n") + "\n"
    yield "mkdocs.yml", filled("mkdocs.yml")
    yield POLICY, modeline(POLICY) + policy
    yield SYSTEMS, modeline(SYSTEMS) + systems
    for language in answers.languages:
        for page in ("index", "subscribe"):
            ending = ".md" if language == answers.languages[0] else f".{language}.md"
            yield f"{PAGES}/{page}{ending}", filled(f"pages/{language}/{page}.md")
    yield ".gitignore", filled("gitignore")
    yield ".gitattributes", filled("gitattributes")
    yield ".pre-commit-config.yaml", filled("pre-commit-config.yaml")
    if answers.ci != "none":
        lock = installed(_LOCK).read_text(encoding="utf-8")
        yield "requirements-build.txt", _locked(lock, _BUILD_TOOLS.__contains__)
        yield "requirements.txt", _locked(lock, lambda name: name not in _WHEEL_TOOLS)
    for source, target in _WORKFLOWS[answers.ci].items():
        text = installed(source).read_text(encoding="utf-8")
        yield target, _workflow(text, policy, answers.languages[0])


def _chosen(texts: str, answers: ProjectAnswers) -> str:
    """The texts of the languages that were chosen, the first one first."""
    by_language = dict(text.split(": ", 1) for text in texts.split(", "))
    chosen = (f"{each}: {by_language[each]}" for each in answers.languages)
    return "{" + ", ".join(chosen) + "}"


def _locked(lock: str, is_needed: Callable[[str], bool]) -> str:
    """The locked packages that are needed, with their hashes."""
    packages = re.findall(r"^[a-z0-9].*(?:\n +.*)*$", lock, re.MULTILINE)
    chosen = [each for each in packages if is_needed(each.split("==")[0])]
    return "\n".join(
        ("# Versions and hashes that this version of notices was tested with.", *chosen, "")
    )


def _workflow(text: str, policy: str, language: str) -> str:
    """A workflow of the program's own clone, as one that installs the program instead.

    Messages are in ``language``, if commands speak it.
    """
    install = (
        "python -m pip install --quiet --require-hashes -r requirements-build.txt",
        "python -m pip install --quiet --require-hashes --no-build-isolation -r requirements.txt",
        f"python -m pip install --quiet --no-deps notices=={VERSION}",
    )
    text = text.replace(_LOCK, "requirements.txt")
    if language in languages():
        text = text.replace("LC_MESSAGES: en", f"LC_MESSAGES: {language}")
    text = _TO_COPY.sub("# What to set up for it: ", text)
    if "id: handoff" not in policy:
        text = _PROPOSED_NOTICE.sub("", text).replace("value: handoff", 'value: ""')
    lines = []
    for line in text.splitlines():
        indent = line[: len(line) - len(line.lstrip(" -#"))]
        if ".ci/setup runtime" in line:
            lines += [f"{indent}{command}" for command in install]
        elif "$PWD/.venv/bin" not in line:
            lines.append(line)
    return "\n".join((*lines, ""))
