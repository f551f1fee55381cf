"""A project with an entry in every state, and what its people do in December 2026.

Belongs here: the entries, the deeds, and since when each entry is public by the procedure. Does not belong
here: how words are planted (``planting``), what comes out (``outputs``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import yaml

from tests.embargo.planting import Book
from tests.project import POLICY, SYSTEMS, ZONE, Project

__all__ = ["BEGUN", "OVER", "Timeline", "at"]

OVER = frozenset({"fix", "aft"})
"""Entries of which readers hear when they are over: there is nothing to prepare any more."""


def at(text: str) -> datetime:
    """An instant of the company's clocks."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


BEGUN = at("2026-12-01 09:00")
_SECOND = timedelta(seconds=1)

Keys = Mapping[str, Any]


def clock(time: str) -> Callable[[Book, str, str], str]:
    return lambda book, entry, place: book.clock(entry, place, time)


def minutes(count: int) -> Callable[[Book, str, str], str]:
    return lambda book, entry, place: book.minutes(entry, place, count)


def name(book: Book, entry: str, place: str) -> str:
    return book.word(entry, place)


def entry(category: str, start: str, end: str, downtime: int, **more: Any) -> Keys:
    """A release with a text in every place that is free to have one; ``more`` are further keys."""
    window = {"start": clock(start), "end": clock(end), **more.pop("window", {})}
    return {
        "category": category,
        "title": ...,
        "summary": ...,
        "window": window,
        "impact": {
            "downtime": minutes(downtime), "mode": "read_only", "sign_in_again": True, "systems": ["crm"],
        },
        "body": ...,
        "prepare": ...,
        **more,
    }  # fmt: skip


@dataclass
class Timeline:
    """The project, its book, and since when each entry is public; ``None`` is never.

    Of an entry that has two versions each has a name of its own, and so has what is added later.
    """

    project: Project
    book: Book = field(default_factory=Book)
    since: dict[str, datetime | None] = field(default_factory=dict)
    deeds: dict[datetime, Callable[[], object]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._begin()
        self._never()
        self._public_from_the_start()
        self._later()
        self._plans()

    @property
    def instants(self) -> list[datetime]:
        """When anything is done, and a second before, at and after what time alone makes public."""
        due = {each for each in self.since.values() if each} - {BEGUN, *self.deeds}
        around = {turn + _SECOND * by for turn in due for by in (-1, 0, 1)}
        return sorted({BEGUN, *self.deeds, *around})

    def is_public(self, entry: str, now: datetime) -> bool:
        since = self.since[entry]
        return since is not None and since <= now

    # What they write with.

    def add(self, code: str, since: str | None, keys: Keys, *, written: bool = True) -> str:
        """A new release, with its guide, its FAQ and their pictures; its file's text."""
        self.since[code] = at(since) if since else None
        self.ids[code] = self.book.word(code, "id")
        text = self.book.release(code, keys)
        if written:
            self.project.release(self.ids[code], text)
        self._pages(code)
        return text

    def version(self, code: str, since: str | None, keys: Keys) -> str:
        """Another text of a release; it has no file until somebody writes it."""
        self.since[code] = at(since) if since else None
        return self.book.release(code, keys)

    def do(self, when: str, deed: Callable[[], object]) -> None:
        self.deeds[at(when)] = deed

    def write(self, code: str, text: str) -> Callable[[], object]:
        return lambda: self.project.release(self.ids[code], text)

    def _pages(self, code: str) -> None:
        word, own = self.book.word, self.ids[code]
        for kind in ("guides", "faq"):
            for suffix, language in (("", "vi"), (".en", "en")):
                title, lead, text = (
                    word(code, f"{kind} {part}", language) for part in ("title", "heading", "text")
                )
                secret, comment = (
                    word(code, "front matter"),
                    f"title: {title}\ndescription: {lead}\n",
                )
                self.project.write(
                    f"content/pages/{kind}/{own}{suffix}.md",
                    f"---\n{comment}editor: {secret}\n---\n\n# {lead}\n\n{text}\n",
                )
        picture, drawing = word(code, "picture"), word(code, "drawing")
        folder = f"content/pages/guides/{own}"
        self.project.write(
            f"{folder}/{picture}.svg",
            f'<svg xmlns="http://www.w3.org/2000/svg"><title>{drawing}</title></svg>',
        )

    # The project.

    def _begin(self) -> None:
        policy = POLICY.read_text("utf-8").replace("2025-07-01", "2026-11-01")
        self.since["pol"] = BEGUN
        word = self.book.word
        places = {
            "ceo": "exception.approved_by", "product": "exception.approved_by",
            "marketing": "approvals.role", "care": "window.approved_by",
        }  # fmt: skip
        roles = {role: word("pol", place) for role, place in places.items()}
        for role, unusual in roles.items():
            policy = re.sub(rf"(?<=[\[ ]){role}(?=[],}}\n])", unusual, policy)
        self.roles, self.provider = roles, word("pol", "origin")
        policy = policy.replace("provider", self.provider)
        self.since |= dict.fromkeys(("fre", "hol", "cha"), BEGUN)
        approver = word("fre", "approvers")
        freeze = {
            "id": word("fre", "id"), "from": "2027-03-01", "to": "2027-03-02", "kind": "soft", "label": self.book.text("fre", "label"),
            "approvers": [approver], "source": word("fre", "source"),
        }  # fmt: skip
        # Whoever approves has to be a role.
        policy = policy.replace("roles: [", f"roles: [{approver}, ", 1)
        listed = ", ".join(f"{key}: {value}" for key, value in freeze.items()).replace("'", "")
        self.project.write(
            "content/policy.yml", f"{policy}\nfreezes: [{{{listed}}}]\n# {word('pol', 'comment')}\n"
        )
        self.project.write("content/systems.yml", f"{SYSTEMS}# {word('pol', 'comment')}\n")
        name = json.dumps(self.book.text("hol", "off.name"), ensure_ascii=False)
        self.project.write(
            "content/holidays.yml",
            "covers: {from: 2026-01-01, to: 2027-12-31}\n"
            f"off: [{{day: 2027-01-01, label: {word('hol', 'off.label')}, name: {name}}}]\n"
            f"work: [{{day: 2027-01-02, label: {word('hol', 'work.label')}}}]\n",
        )
        self.project.write("content/channels.yml", self._channels())
        stub = word("pol", "stub")
        self.project.write(f"content/pages/{stub}.md", f"---\nstub: true\n---\n\n# {stub}\n")

    def _channels(self) -> str:
        def key(name: str, form: str = "{}", count: int = 1) -> Any:
            words = [form.format(self.book.word("cha", f"channels.{name}")) for _ in range(count)]
            return words if count > 1 else words[0]

        def variable(name: str) -> str:
            return str(key(name)).upper()

        customers = {"audience": "customers", "since": "2026-12-01"}
        mail = {
            "id": key("id"), "type": "mail", **customers, "from": key("from", "{}@a.example"), "to": key("to", "{}@b.example", 2),
            "smtp": {
                "host": key("smtp.host", "{}.example"), "port": 465, "tls": "implicit",
                "user_env": variable("smtp.user_env"), "password_env": variable("smtp.password_env"),
            },
            "reply_to": key("reply_to", "{}@c.example"), "list_id": key("list_id", "{}.lists.example"),
            "unsubscribe": [key("unsubscribe", "https://{}.example/")],
            "subscribe_url": key("subscribe_url", "https://{}.example/"),
        }  # fmt: skip
        calls = {"url_env": variable("url_env"), "secret_env": variable("secret_env")}
        channels = [
            mail,
            {"id": key("id"), "type": "webhook", **customers, **calls},
            {"id": key("id"), "type": "apprise", **customers, "url_env": variable("url_env")},
            # Its messages name what is hidden; a publish is what is looked at here.
            {
                "id": key("id"),
                "type": "webhook",
                **customers,
                "audience": "staff",
                "since": "2030-01-01",
                **calls,
            },
            {"id": key("id"), "type": "websub", "hub": key("hub", "https://{}.example/")},
        ]
        told = yaml.safe_dump({"channels": channels}, sort_keys=False)
        return f"{told}# {self.book.word('cha', 'comment')}\n"

    def _public_from_the_start(self) -> None:
        """What is public is changed, refused, moved, cancelled, ended and renamed."""
        ceo = self.roles["ceo"]
        start = f"{BEGUN:%Y-%m-%d %H:%M}"
        self.add("mov", start, entry("feature", "2026-12-12 20:27", "2026-12-12 21:07", 11))
        refused = entry(
            "feature", "2026-12-03 15:02", "2026-12-03 15:04", 12,
            window={"reason": ..., "approved_by": [name, name], "moved_reason": ...},
        )  # fmt: skip
        self.do("2026-12-02 10:00", self.write("mov", self.version("rfc", None, refused)))
        moved = entry(
            "feature", "2026-12-19 20:32", "2026-12-19 21:12", 13,
            window={"moved_reason": ..., "reason": ..., "approved_by": [ceo, self.roles["care"]]},
        )  # fmt: skip
        legal = self.version("mvd", "2026-12-03 10:33", moved)
        self.do("2026-12-03 10:33", self.write("mov", legal))
        draft = entry("feature", "2026-12-19 20:03", "2026-12-19 21:04", 14, draft=True)
        self.do("2026-12-05 08:00", self.write("mov", self.version("drp", None, draft)))
        self.do("2026-12-05 12:00", self.write("mov", legal))

        running = self.add(
            "run", start, entry("server", "2026-12-02 10:09", "2026-12-02 11:36", 16)
        )
        self.since["upd"] = at("2026-12-02 10:34")
        told = self.book.filled("upd", [{"at": clock("2026-12-02 10:26"), "text": ...}], "updates")
        self.do("2026-12-02 10:34", self.write("run", f"{running}updates: {told}\n"))
        self.since["end"] = at("2026-12-02 11:46")
        ended = self.book.filled(
            "end",
            {
                "known_issues": [
                    {"title": ..., "status": "open", "workaround": ..., "fixed_in": self._id("dra")}
                ],
                "outcome": {"result": "partial", "at": clock("2026-12-02 11:39")},
            },
            "",
        )
        text = f"{running}updates: {told}\nknown_issues: {ended['known_issues']}\noutcome: {ended['outcome']}\n"
        self.do("2026-12-02 11:46", self.write("run", text))

        off = self.add("can", start, entry("feature", "2026-12-13 18:37", "2026-12-13 19:06", 17))
        self.since["cnr"] = at("2026-12-04 15:47")
        why = self.book.filled(
            "cnr",
            {"at": clock("2026-12-04 15:43"), "reason": ..., "replaced_by": self._id("dra")},
            "cancelled",
        )
        self.do("2026-12-04 15:47", self.write("can", f"{off}cancelled: {why}\n"))

        self.add("pub", start, entry("feature", "2026-12-12 18:53", "2026-12-12 19:56", 18))
        renamed = self.add(
            "ren", None, entry("feature", "2026-12-12 18:52", "2026-12-12 19:54", 19), written=False
        )

        def rename() -> None:
            (self.project.root / f"content/releases/{self.ids['pub']}.yml").unlink()
            self.project.release(self.ids["ren"], renamed)

        self.do("2026-12-05 08:02", rename)

    def _later(self) -> None:
        """What the procedure shows to readers later."""
        ceo = self.roles["ceo"]
        # A feature 20 days before it starts; until the fourth its file says something else.
        whole = entry(
            "feature", "2026-12-26 19:17", "2026-12-26 19:42", 37,
            window={"reason": ..., "approved_by": [ceo]},
            known_issues=[
                {"title": ..., "status": "open", "workaround": ..., "fixed_in": self._id("far")}
            ],
            notices={"announcement": {"at": clock("2026-12-22 10:41")}},
        )  # fmt: skip
        text = self.add("adv", "2026-12-06 19:17", whole)
        before = entry("feature", "2026-12-26 19:18", "2026-12-26 19:44", 38)
        self.project.release(self.ids["adv"], self.version("old", None, before))
        self.do("2026-12-04 10:11", self.write("adv", text))
        # A fix when it is done.
        fix = self.add(
            "fix", "2026-12-03 14:11", entry("fix", "2026-12-03 13:23", "2026-12-03 13:52", 39)
        )
        done = self.book.clock("fix", "outcome.at", "2026-12-03 13:41")
        self.do(
            "2026-12-03 14:11",
            self.write("fix", f"{fix}outcome: {{result: success, at: {done}}}\n"),
        )
        # An important one as soon as it is no draft.
        important = entry("fix", "2026-12-08 11:28", "2026-12-08 11:51", 41, important=True)
        text = self.add("imp", "2026-12-04 09:13", important)
        self.project.release(self.ids["imp"], f"{text}draft: true\n")
        self.do("2026-12-04 09:13", self.write("imp", text))
        # Server work 24 hours before, and six for whoever is slow.
        self.add(
            "srv", "2026-12-09 09:19", entry("server", "2026-12-10 15:19", "2026-12-10 15:56", 57)
        )
        # What a provider says a few hours before, once somebody lets it be told so late.
        sudden = entry(
            "server", "2026-12-07 22:31", "2026-12-07 22:53", 44, origin=self.provider,
            exception={"approved_by": self.roles["product"], "on": "2026-12-07", "reason": ...},
        )  # fmt: skip
        text = self.add("prv", "2026-12-07 10:13", sudden, written=False)
        self.do("2026-12-07 10:13", self.write("prv", text))
        # What ran and was announced to nobody, once the head of the company lets it be shown.
        ran = entry(
            "feature", "2026-11-28 19:14", "2026-11-28 19:34", 43,
            outcome={"result": "success", "at": clock("2026-11-28 19:29")},
        )  # fmt: skip
        late = self.add("aft", "2026-12-05 16:21", ran)
        approval = self.book.filled(
            "aft", {"approved_by": ceo, "on": "2026-12-04", "reason": ...}, "exception"
        )
        self.do("2026-12-05 16:21", self.write("aft", f"{late}exception: {approval}\n"))

    def _never(self) -> None:
        """What no reader hears of, whatever time it is."""
        texts = {
            "window": {"reason": ..., "approved_by": [name], "moved_reason": ...},
            "known_issues": [{"title": ..., "status": "open", "workaround": ...}],
        }
        self.add(
            "dra",
            None,
            {**entry("feature", "2026-12-26 20:08", "2026-12-26 20:16", 54, draft=True, **texts)},
        )
        self.add("far", None, entry("feature", "2027-01-30 19:22", "2027-01-30 19:24", 45, **texts))
        self.add("ref", None, entry("feature", "2026-12-05 19:25", "2026-12-05 19:26", 46, **texts))
        self.add("evn", None, entry("feature", "2026-12-24 11:04", "2026-12-24 11:06", 47, **texts))
        self.add(
            "inv", None, entry("feature", "2026-12-26 20:38", "2026-12-26 20:39", 48, nonsense=name)
        )
        self.add("pen", None, entry("fix", "2026-12-02 07:43", "2026-12-02 07:46", 49, **texts))
        targeted = entry(
            "fix", "2026-12-01 08:07", "2026-12-01 08:21", 51, customers=[name, name], **texts,
            outcome={"result": "success", "at": clock("2026-12-01 08:18")},
        )  # fmt: skip
        self.add("tar", None, targeted)
        cancelled = entry(
            "feature", "2026-12-26 20:48", "2026-12-26 20:49", 52, **texts,
            cancelled={"at": clock("2026-12-01 08:24"), "reason": ...},
        )  # fmt: skip
        self.add("cnb", None, cancelled)
        self.add("bad", None, entry("server", "2026-12-20 19:27", "2026-12-20 19:28", 53))
        for code, path, text in (
            ("bad", f"content/releases/{self.ids['bad']}.yml", "title: [{}\n<<<<<<< {}\n"),
            ("yam", "content/releases/{}.yaml", "title: {}\n"),
            ("txt", "content/releases/{}.yml.txt", "title: {}\n"),
            ("old", "content/releases/{}.yml~", "title: {}\n"),
            ("fol", "content/releases/{}/.keep", "{}\n"),
            ("gui", "content/pages/guides/{}.md", "# {}\n"),
            ("pic", "content/pages/guides/{}/a.png", "{}\n"),
            ("doc", "content/{}.docx", "{}\n"),
        ):
            self.since.setdefault(code, None)
            word = self.book.word(code, "file")
            self.project.write(path.format(word), text.format(word, word))

    def _plans(self) -> None:
        ceo, marketing, product = (self.roles[each] for each in ("ceo", "marketing", "product"))

        def plan(code: str, month: str, since: str | None, days: list[str]) -> str:
            self.since[code] = at(since) if since else None
            approvals = [
                {"role": role, "on": day}
                for role, day in zip((ceo, marketing, product), days, strict=True)
            ]
            items = [
                {"title": ..., "category": "feature", "expected": f"{month}-09", "release": self._id("far")},
                {"title": ..., "category": "feature", "expected": f"{month}-16"},
            ]  # fmt: skip
            return self.book.release(code, {"approvals": approvals, "items": items, "summary": ...})

        december, january = ["2026-11-25"] * 3, ["2026-12-25"] * 3
        self.project.write("content/plans/2026-12.yml", plan("plr", "2026-12", None, december))
        text = plan("pln", "2027-01", "2026-12-28 09:00", january)
        # Approved on the 25th; before, nobody could have dated it so.
        self.do("2026-12-26 10:00", lambda: self.project.write("content/plans/2027-01.yml", text))
        # Days off have their names where the plan of their month is.
        self.since["hol"] = self.since["pln"]

    def _id(self, code: str) -> Callable[[Book, str, str], str]:
        """The id of an entry; which it is, is asked when it is written."""
        return lambda book, entry, place: self.ids[code]
