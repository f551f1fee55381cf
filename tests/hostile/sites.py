"""Projects in which each text field holds a payload: releases of every state, plans, the policy.

Belongs here: the files, and publishing them step by step. Does not belong here: which fields there are
(``fields``), what may come of them (the tests).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from tests.hostile.fields import Dealer
from tests.hostile.payloads import BODIES
from tests.project import Project

__all__ = ["ANNOUNCED", "ENDED", "MOVED", "STATES", "HostileProject"]

ANNOUNCED, MOVED, ENDED = "2026-11-30 09:00", "2026-11-30 12:00", "2026-12-02 21:30"
"""When the site is published: all windows are announced, then moved; then one runs, one is over, one is off."""

STATES = ("running", "done", "off")

_BEFORE = ("2026-12-01 20:00", "2026-12-01 22:00")
_AFTER = ("2026-12-02 20:00", "2026-12-02 22:00")
_FREEZES, _OFF, _WORK = date(2026, 12, 5), date(2028, 1, 3), date(2028, 6, 3)
_CHANNELS = {
    "channels": [
        {
            "id": "list",
            "type": "mail",
            "audience": "customers",
            "since": "2026-11-01",
            "from": "news@example.com",
            "to": ["list@example.com"],
            "smtp": {"host": "mail.example.com", "port": 465, "tls": "implicit"},
            # All that an address may have.
            "subscribe_url": "https://lists.example.com/'onfocus='window.ran=1;(x)?a=$%22%3E%3Cscript%3E&b=!*,;",
            "unsubscribe": ["https://lists.example.com/'onfocus='window.ran=1", "mailto:leave@example.com?x='"],
        }
    ]
}  # fmt: skip

# All that Markdown may be in an entry.
HARMLESS = """\
# One *heading* of **many**

1. First
2. - ~~Second~~ `code`

| a | b | c |
| :- | :-: | -: |
| 1 | 2 | 3 |

> Quote\\
> on two lines, [a link](https://example.com "title") and <mailto:a@example.com>

## Another

---

```sh
code
```

<dl><dt>x</dt><dd><kbd>y</kbd> <sub>z</sub> <sup>z</sup> <mark>z</mark> <small>z</small> <u>z</u> <i>z</i> <b>z</b>
<ins>z</ins> <del>z</del> <s>z</s></dd></dl>

[here](#another), [there](#one-heading-of-many), [away](http://example.com) and <b title="z" lang="en">z</b>
"""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class HostileProject:
    """A project with releases of each state for every one of ``turns``.

    A text in two languages takes two turns of its field. ``said`` has what was dealt to each file, by field and
    language.
    """

    project: Project
    dealer: Dealer
    turns: Sequence[int]
    bodies: Sequence[str]
    said: dict[str, dict[tuple[str, str], str]] = field(default_factory=dict)

    @classmethod
    def create(
        cls,
        root: Path,
        dealer: Dealer,
        turns: Sequence[int],
        bodies: Sequence[str] = (*BODIES.values(),),
    ) -> HostileProject:
        return cls(Project.create(root), dealer, turns, bodies)._begun()

    @classmethod
    def harmless(cls, root: Path) -> HostileProject:
        """The same project of people who mean well."""
        dealer = Dealer({"plain": "Plain words"})
        return cls(Project.create(root), dealer, range(2), (HARMLESS,))._begun()

    def _begun(self) -> HostileProject:
        self._write("content/policy.yml", self._policy())
        self._write("content/systems.yml", self._systems())
        self._write("content/holidays.yml", self._holidays())
        self._write("content/channels.yml", _CHANNELS)
        self._configure()
        self._write_plans()
        return self

    def publish(self) -> None:
        """All releases, announced, moved and at their end."""
        for now in (ANNOUNCED, MOVED, ENDED):
            self.write(now)
            told = self.project.run("publish", "--now", now)
            assert told.status == 0, told.err
            assert "error[" not in told.err

    def write(self, now: str, states: Sequence[str] = STATES) -> None:
        """The releases as they are at one of the three instants."""
        texts = {ANNOUNCED: self._announced, MOVED: self._moved, ENDED: self._ended}[now]
        for turn in self.turns:
            # What runs says nothing that the others do not; it is there for the lists of the present.
            for state in states if turn % 2 == 0 else states[-2:]:
                self._write(f"content/releases/{state}-{turn}.yml", texts(state, turn))

    @property
    def site(self) -> Path:
        return self.project.site.resolve()

    # Files of each turn.

    def _text(self, name: str, turn: int, file: str, language: str = "") -> str:
        text = self.dealer.text(name, turn)
        self.said.setdefault(file, {})[name, language] = text
        return text

    def _texts(self, name: str, turn: int, file: str) -> Json:
        return {
            language: self._text(name, 2 * turn + place, file, language)
            for place, language in enumerate(("vi", "en"))
        }

    def _announced(self, state: str, turn: int) -> Json:
        name = f"{state}-{turn}"
        start, end = _BEFORE
        return {
            "category": f"c-{turn}",
            "title": self._texts("release.title", turn, name),
            "summary": self._texts("release.summary", turn, name),
            "window": {
                "start": start,
                "end": end,
                "reason": self._texts("release.window.reason", turn, name),
                "approved_by": "ceo",
            },
            "impact": {
                "downtime": "10m",
                "mode": "usable",
                "sign_in_again": True,
                "systems": [f"s-{turn}"],
            },
            "body": self._markdown("release.body", turn, name),
            "prepare": self._markdown("release.prepare", turn, name),
            "exception": {
                "approved_by": "ceo",
                "on": "2026-11-30",
                "reason": self._texts("release.exception.reason", turn, name),
            },
        }

    def _moved(self, state: str, turn: int) -> Json:
        release, name = self._announced(state, turn), f"{state}-{turn}"
        start, end = _AFTER
        reason = self._texts("release.window.moved_reason", turn, name)
        release["window"] |= {"start": start, "end": end, "moved_reason": reason}
        return release

    def _ended(self, state: str, turn: int) -> Json:
        release, name = self._moved(state, turn), f"{state}-{turn}"
        news = self._texts("release.updates[].text", turn, name)
        release["updates"] = [{"at": "2026-11-30 13:00", "text": news}]
        if state == "done":
            release["outcome"] = {"result": "partial", "at": "2026-12-02 21:00"}
            issue, meanwhile = (
                self._texts(f"release.known_issues[].{key}", turn, name)
                for key in ("title", "workaround")
            )
            release["known_issues"] = [{"title": issue, "status": "open", "workaround": meanwhile}]
        if state == "off":
            reason = self._texts("release.cancelled.reason", turn, name)
            release["cancelled"] = {"at": "2026-12-01 10:00", "reason": reason}
        return release

    def _markdown(self, name: str, turn: int, file: str) -> Json:
        """A payload alone in one kind of release, a text of several lines in the others."""
        texts = self._texts(name, turn, file)
        if not file.startswith("running"):
            more = self.bodies[turn % len(self.bodies)]
            texts = {language: f"{text}\n\n{more}" for language, text in texts.items()}
        return texts

    def _both(self, name: str, turn: int) -> str:
        """For a text without languages: what each of two languages would have had."""
        return self.dealer.packed(name, (2 * turn, 2 * turn + 1))

    def _packed(self, name: str) -> str:
        """For a text that a project has once: as many payloads as it may hold."""
        return self.dealer.packed(name, [*range(2 * self.turns[0], 2 * self.turns[-1] + 2)])

    # Files of the whole project.

    def _policy(self) -> Json:
        return {
            "timezone": "Asia/Ho_Chi_Minh",
            "languages": ["vi", "en"],
            "roles": ["ceo"],
            "ledger_starts": "2026-11-30",
            "notice_hours": {"from": "08:00", "to": "20:00"},
            "max_at_once": 1_000_000,
            "freezes": [
                {
                    "id": f"f-{turn}",
                    "from": _day(_FREEZES, place % 20),
                    "to": _day(_FREEZES, place % 20),
                    "label": self._texts("policy.freezes[].label", turn, f"f-{turn}"),
                    "source": self._both("policy.freezes[].source", turn),
                    "kind": "hard",
                }
                for place, turn in enumerate(self.turns)
            ],
            "organizer": {
                key: self._packed(f"policy.organizer.{key}")
                for key in ("name", "provider", "account")
            }
            | {"email": "noc@example.com"},
            "categories": {f"c-{turn}": self._category(turn) for turn in self.turns},
            "plan": {
                "approvals": {
                    "roles": ["ceo"],
                    "from": 24,
                    "to": 26,
                    "source": self._packed("policy.plan.approvals.source"),
                },
                "announce": {
                    "from": 27,
                    "to": 30,
                    "at": "09:00",
                    "owner": "ceo",
                    "source": self._packed("policy.plan.announce.source"),
                },
            },
        }

    def _category(self, turn: int) -> Json:
        category = "policy.categories.*"
        label = f"{category}.notices[].label"
        return {
            "label": self._texts(f"{category}.label", turn, f"c-{turn}"),
            "in_plan": False,
            "windows": {
                "allowed": [{"days": ["mon"], "from": "01:00", "to": "02:00"}],
                "approvers": ["ceo"],
                "source": self._both(f"{category}.windows.source", turn),
            },
            "exceptions": {"short_notice": {"roles": ["ceo"]}},
            "notices": [
                {
                    "id": name,
                    "audience": audience,
                    "owner": "ceo",
                    "source": self._text(
                        f"{category}.notices[].source", 2 * turn + place, "policy"
                    ),
                    # Once is enough, and a policy may have 64 KiB.
                    **({} if place else {"label": self._texts(label, turn, f"c-{turn}")}),
                    **when,
                }
                for place, (name, audience, when) in enumerate(_ROWS)
            ],
            "tasks": [
                {
                    "id": name,
                    "owner": "ceo",
                    "latest": "1h",
                    "source": self._text(f"{category}.tasks[].source", 2 * turn + place, "policy"),
                }
                for place, name in enumerate(("ready", "steady"))
            ],
        }

    def _systems(self) -> Json:
        return {
            "systems": [
                {
                    "id": f"s-{turn}",
                    "name": self._texts("systems.systems[].name", turn, f"s-{turn}"),
                    "group": self._texts("systems.systems[].group", turn, f"s-{turn}"),
                }
                for turn in self.turns
            ]
        }

    def _holidays(self) -> Json:
        return {
            "covers": {"from": "2026-01-01", "to": "2030-12-31"},
            "off": [
                {
                    "day": _day(_OFF, place),
                    "label": self._both("holidays.off[].label", turn),
                    "name": self._texts("holidays.off[].name", turn, f"h-{turn}"),
                }
                for place, turn in enumerate(self.turns)
            ],
            "work": [
                {
                    "day": _day(_WORK, 7 * place),
                    "label": self._both("holidays.work[].label", turn),
                }
                for place, turn in enumerate(self.turns)
            ],
        }  # fmt: skip

    def _configure(self) -> None:
        path = self.project.root / "mkdocs.yml"
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
        for key in ("site_name", "site_description", "copyright"):
            values[key] = self._packed(f"mkdocs.{key}")
        path.write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")

    def _write_plans(self) -> None:
        """One that is announced, with every title, and one of the past for each summary."""
        announced = "2026-12"
        months = [announced, *(f"{2026 - n // 12}-{12 - n % 12:02}" for n in range(2, 200))]
        for month, turns in zip(
            months, (self.turns, *((turn,) for turn in self.turns)), strict=False
        ):
            self._write(
                f"content/plans/{month}.yml",
                {
                    "approvals": [{"role": "ceo", "on": "2026-11-25"}]
                    if month == announced
                    else [],
                    "items": [
                        {
                            "title": self._texts("plan.items[].title", turn, f"{month} {turn}"),
                            "category": f"c-{turn}",
                            "expected": f"{month}-15",
                        }
                        for turn in turns
                    ],
                    "summary": self._texts("plan.summary", turns[0], month),
                },
            )

    def _write(self, name: str, values: Json) -> None:
        # JSON is YAML: so a text arrives whatever it holds.
        self.project.write(name, _dump(values))


_ROWS = (
    ("advance", "customers", {"latest": "3d"}),
    ("hand-over", "staff", {"planned": "asap"}),
)


def _day(first: date, days: int) -> str:
    return (first + timedelta(days=days)).isoformat()


def _dump(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
