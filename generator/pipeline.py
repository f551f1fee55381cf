"""The story on one screen: sources and ``now`` in; problems, the public site and records out.

Belongs here: the order of things, from files to what a publish would show and record. Does
not belong here: any rule, any wording, the disk, the clock.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from pathlib import PurePosixPath

from generator.domain.ledger import History, Ledger, Record
from generator.domain.messages import messages_of
from generator.domain.policy import EVENTS, Category, Policy
from generator.domain.problem import Mark, Problem, sort_problems
from generator.domain.public import Message, PublicRelease, PublicSite, State
from generator.domain.release import Release, System
from generator.domain.schedule import public_state, standings
from generator.loading import (
    chain,
    front_matter,
    load_policy,
    load_release,
    load_systems,
    read_ledger,
)
from generator.rendering import Document, Look, render_site
from generator.rendering.reports import problems_text as report
from generator.rules.case import instant_text
from generator.rules.judgement import Entry, Judgement, judge
from generator.rules.pages import Page, sort_pages

__all__ = ["Edition", "NoPolicy", "Sources", "evaluate", "next_change", "render", "report"]

CONTENT = "content"
POLICY = f"{CONTENT}/policy.yml"
SYSTEMS = f"{CONTENT}/systems.yml"
LEDGER = f"{CONTENT}/ledger.jsonl"
RELEASES = f"{CONTENT}/releases"
PUBLISHED = f"{CONTENT}/published"
PAGES = f"{CONTENT}/pages"


class NoPolicy(Exception):
    """There is no ``content/policy.yml``: this is no usable project."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Every file below ``content``: POSIX path from the project's root, to its bytes.

    Of files that nobody here reads (images) the bytes may be left empty. ``problems`` are
    what the walk itself found (links, files that cannot be read).
    """

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()

    def below(self, folder: str, suffix: str = ".yml") -> Iterator[tuple[str, bytes]]:
        """The files below a folder that end so, by path."""
        for path in sorted(self.files):
            if path.startswith(f"{folder}/") and path.endswith(suffix):
                yield path, self.files[path]


@dataclass(frozen=True, slots=True)
class Edition:
    """All that one evaluation found, for one ``now``.

    ``site`` is what a publish would show (``None`` where policy or ledger are unusable),
    ``records`` what it would append, as ``lines``; ``copies`` the announced copies that it
    would leave in ``content/published`` (path to bytes). ``written`` are the paths below
    ``content/pages`` that the host may see. ``torn`` says that the ledger's last line is.
    """

    now: datetime
    problems: tuple[Problem, ...]
    policy: Policy | None = None
    judgements: tuple[Judgement, ...] = ()
    site: PublicSite | None = None
    written: tuple[str, ...] = ()
    ledger: Ledger = field(default_factory=Ledger)
    records: tuple[Record, ...] = ()
    lines: bytes = b""
    copies: Mapping[str, bytes] = field(default_factory=dict)
    torn: bool = False

    @property
    def refuses(self) -> bool:
        """Whether anything is refused or invalid."""
        return any(problem.is_error for problem in self.problems)

    @property
    def unrecorded(self) -> tuple[Problem, ...]:
        """A warning for each notice that the site shows and the ledger does not hold yet."""
        if self.policy is None:
            return ()
        paths = {j.entry.id: j.entry.path for j in self.judgements}
        return tuple(
            Problem(
                "warning",
                "unrecorded",
                Mark(paths[record.entry]),
                f"`{record.notice}` of `{record.entry}` is shown, but not recorded",
                help="`notices publish` records what it shows",
                entry=record.entry,
                notice=record.notice,
            )
            for record in self.records
            if record.verdict != "missed"
        )


def evaluate(sources: Sources, now: datetime, *, drafts: bool = False) -> Edition:
    """Read everything, judge everything, and say what a publish at ``now`` would give.

    ``drafts`` lets a preview show what is not public, too. Raises :class:`NoPolicy`.
    """
    problems: list[Problem] = list(sources.problems)
    if POLICY not in sources.files:
        raise NoPolicy(f"{POLICY} is missing")
    loaded_policy = load_policy(POLICY, sources.files[POLICY])
    problems += loaded_policy.problems
    text = read_ledger(LEDGER, sources.files.get(LEDGER, b""))
    problems += text.problems
    policy = loaded_policy.value
    if policy is None or any(problem.is_error for problem in text.problems):
        return Edition(now, sort_problems(problems), policy, torn=text.torn)

    ledger, later = _up_to(text.ledger, now, policy)
    problems += later + _ledger_starts(policy, text.ledger)
    systems = load_systems(SYSTEMS, sources.files.get(SYSTEMS, b""), policy)
    if SYSTEMS in sources.files:
        problems += systems.problems
    entries = _entries(sources, policy, ledger)
    judged = _judged(entries, policy, now, systems.value or ())
    problems += [problem for judgement in judged for problem in judgement.problems]

    new = _new_records(judged, ledger)
    lines, after = chain(ledger, new)
    pages, page_problems = _pages(sources, policy, entries)
    problems += page_problems
    public = {judgement.entry.id for judgement in judged if judgement.public}
    visible = {j.entry.id for j in judged if j.release} if drafts else public
    guides, faq = _written(sources, pages, visible)
    site = PublicSite(
        policy=policy,
        systems=systems.value or (),
        releases=_public(judged, policy, after, now, drafts=drafts),
        recorded=not new,
        guides=guides,
        faq=faq,
        drafts=drafts,
    )
    return Edition(
        now=now,
        problems=sort_problems(problems),
        policy=policy,
        judgements=judged,
        site=site,
        written=tuple(page.path for page in pages if _may_show(page, guides, faq, visible)),
        ledger=ledger,
        records=after.records[len(ledger.records) :],
        lines=lines,
        copies=_copies(judged, sources),
        torn=text.torn,
    )


def render(edition: Edition, look: Look) -> Iterator[Document]:
    """Every document that we make ourselves; nothing where there is no usable site."""
    return iter(()) if edition.site is None else render_site(edition.site, look)


def next_change(edition: Edition) -> datetime | None:
    """The next instant (UTC) at which the site would change; ``now`` if something is due."""
    if edition.records:
        return edition.now
    ahead = []
    for judgement in edition.judgements:
        release = judgement.release
        if release is None or (judgement.state in ("draft", "refused", "invalid")):
            continue
        ahead += [
            standing.planned
            for standing in judgement.notices
            if standing.status == "pending"
            and standing.rule.audience == "customers"
            and standing.planned is not None
        ]
        if judgement.public and judgement.state in ("announced", "in_progress"):
            ahead += [release.window.start, release.window.end]
    return min((instant for instant in ahead if instant > edition.now), default=None)


def _up_to(ledger: Ledger, now: datetime, policy: Policy) -> tuple[Ledger, list[Problem]]:
    """The ledger without what is later than ``now``, and a warning if anything is."""
    later = [record for record in ledger.records if record.at > now]
    if not later:
        return ledger, []
    problem = Problem(
        "warning",
        "clock",
        Mark(LEDGER, later[0].seq),
        f"{len(later)} records are later than now, {instant_text(now, policy)}; left out",
        help="check the machine's clock, or `--now`",
    )
    return ledger.until(now), [problem]


def _ledger_starts(policy: Policy, ledger: Ledger) -> list[Problem]:
    if not ledger.records or policy.promise_begins <= ledger.records[0].at:
        return []
    return [
        Problem(
            "error",
            "ledger-starts",
            policy.source.at("ledger_starts"),
            "the ledger already holds records from before this day",
            help="the first record is of "
            f"{instant_text(ledger.records[0].at, policy)}; name that day or an earlier one",
        )
    ]


def _entries(sources: Sources, policy: Policy, ledger: Ledger) -> tuple[Entry, ...]:
    """One entry for each id that a file, a copy or the ledger names, by id."""
    files: dict[str, list[str]] = defaultdict(list)
    for path, _ in sources.below(RELEASES):
        files[PurePosixPath(path).stem].append(path)
    shown = {PurePosixPath(path).stem: path for path, _ in sources.below(PUBLISHED)}
    histories = ledger.histories()
    entries = []
    for name in sorted({*files, *shown, *histories}):
        copy = load_release(shown[name], sources.files[shown[name]], policy).value if (
            name in shown
        ) else None  # fmt: skip
        history = histories.get(name, History())
        paths = files.get(name, [])
        if len(paths) == 1:
            loaded = load_release(paths[0], sources.files[paths[0]], policy)
            errors = tuple(p for p in loaded.problems if p.is_error)
            named = tuple(replace(p, entry=p.entry or name) for p in loaded.problems)
            entries.append(
                Entry(name, paths[0], None if errors else loaded.value, copy, named, history)
            )
        elif paths:
            entries.append(Entry(name, paths[0], None, copy, _duplicates(name, paths), history))
        elif copy is not None or history.announced_window is not None:
            path = shown.get(name, f"{PUBLISHED}/{name}.yml")
            entries.append(Entry(name, path, None, copy, (), history))
    return tuple(entries)


def _duplicates(name: str, paths: list[str]) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            "error",
            "duplicate-id",
            Mark(path),
            f"the id `{name}` is taken twice: also by {', '.join(p for p in paths if p != path)}",
            help="an entry's id is its file's name, in whatever folder; rename one of them",
            entry=name,
        )
        for path in paths
    )


def _judged(
    entries: tuple[Entry, ...], policy: Policy, now: datetime, systems: tuple[System, ...]
) -> tuple[Judgement, ...]:
    known = frozenset(entry.id for entry in entries)
    ids = frozenset(system.id for system in systems)
    return tuple(judge(entry, policy, now, known=known, systems=ids) for entry in entries)


def _new_records(judged: tuple[Judgement, ...], ledger: Ledger) -> tuple[Record, ...]:
    """What a publish would append, in the order in which the windows come."""
    found = [
        record
        for judgement in sorted(judged, key=lambda j: j.entry.id)
        if judgement.public
        for record in judgement.records
    ]
    found.sort(key=lambda record: (record.start, record.entry))
    numbers = count(len(ledger.records) + 1)
    return tuple(replace(record, seq=next(numbers)) for record in found)


def _public(
    judged: tuple[Judgement, ...],
    policy: Policy,
    after: Ledger,
    now: datetime,
    *,
    drafts: bool,
) -> tuple[PublicRelease, ...]:
    """Every release that the site shows, newest start first, as it is after the publish."""
    histories = after.histories()
    told = messages_of(after.records)
    found = []
    for judgement in judged:
        release, category = judgement.release, judgement.category
        if release is None or category is None or not (judgement.public or drafts):
            continue
        history = histories.get(release.id, History())
        found.append(
            _public_release(
                judgement, release, category, policy, history, told.get(release.id, ()), now
            )
        )
    found.sort(key=lambda p: p.release.id)
    found.sort(key=lambda p: p.release.window.start, reverse=True)
    return tuple(found)


def _public_release(
    judgement: Judgement,
    release: Release,
    category: Category,
    policy: Policy,
    history: History,
    messages: tuple[Message, ...],
    now: datetime,
) -> PublicRelease:
    notices = [
        standing
        for standing in standings(release, category, policy, history, now)
        if standing.rule.audience == "customers"
        and (standing.status != "not_owed" or standing.record is not None)
        and standing.rule.id not in EVENTS
    ]
    notices.sort(key=lambda n: (n.planned is None, n.planned or now, n.deadline or now))
    task = category.task("guides")
    owed = task is not None and not judgement.imported and release.cancelled is None
    state: State = public_state(release, now)
    return PublicRelease(
        release=release,
        category=category,
        state=state,
        notices=tuple(notices),
        messages=messages,
        imported=judgement.imported,
        guides_due=task.latest.before(release.window.start, policy.zone) if task and owed else None,
        preview=not judgement.public,
    )


def _pages(
    sources: Sources, policy: Policy, entries: tuple[Entry, ...]
) -> tuple[tuple[Page, ...], list[Problem]]:
    paths = [path.removeprefix(f"{PAGES}/") for path, _ in sources.below(PAGES, "")]
    pages, problems = sort_pages(paths, PAGES, policy.languages, {entry.id for entry in entries})
    return pages, list(problems)


def _written(
    sources: Sources, pages: tuple[Page, ...], visible: set[str]
) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    """(release, language) of each guide and each FAQ page that somebody wrote (II.5)."""

    def written(kind: str) -> Callable[[Page], bool]:
        return lambda page: page.kind == kind and page.release in visible and _is_written(page)

    def _is_written(page: Page) -> bool:
        path = f"{PAGES}/{page.path}"
        meta = front_matter(path, sources.files[path]).value or {}
        return meta.get("stub", "").lower() != "true"

    return (
        frozenset((p.release or "", p.language or "") for p in filter(written("guides"), pages)),
        frozenset((p.release or "", p.language or "") for p in filter(written("faq"), pages)),
    )


def _may_show(
    page: Page,
    guides: frozenset[tuple[str, str]],
    faq: frozenset[tuple[str, str]],
    visible: set[str],
) -> bool:
    """Whether the host may be given a file: only what belongs to a public release."""
    match page.kind:
        case "guides":
            return (page.release, page.language) in guides
        case "faq":
            return (page.release, page.language) in faq
        case "image":
            return page.release in visible and any(page.release == r for r, _ in guides)
        case _:
            return True


def _copies(judged: tuple[Judgement, ...], sources: Sources) -> dict[str, bytes]:
    """The announced copy of every public release: the file's bytes, or the copy's own."""
    copies = {}
    for judgement in judged:
        release = judgement.release
        if release is None or not judgement.public:
            continue
        data = sources.files.get(release.source.path)
        if data is not None and hashlib.sha256(data).hexdigest() == release.source.digest:
            copies[f"{PUBLISHED}/{release.id}.yml"] = data
    return copies
