"""The model of our own JSON: every key, its type, and what it means for those who read it.

Belongs here: ``/api/notices.json`` as types. Does not belong here: writing it (``notices_json``),
turning the types into a schema (``json_schema``).

Within a version of the document new keys may come; none goes away or changes its meaning.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypedDict

from notices.domain.release import IssueStatus, Mode, Result
from notices.rendering.api.json_schema import Keywords, Named

__all__ = [
    "DEFINITIONS",
    "VERSION",
    "JsonCancellation",
    "JsonDocument",
    "JsonFreeze",
    "JsonKnownIssue",
    "JsonMessage",
    "JsonNotice",
    "JsonOutcome",
    "JsonPlan",
    "JsonPlanState",
    "JsonRelease",
    "JsonUpdate",
    "JsonWindow",
    "PublicState",
]

VERSION: Final = 1

PublicState = Literal["announced", "in_progress", "awaiting_confirmation", "completed", "cancelled"]
JsonPlanState = Literal["announced", "in_progress", "completed"]

Url = Annotated[str, Keywords(format="uri")]
Count = Annotated[int, Keywords(minimum=0)]
Instant = Annotated[
    str,
    Keywords(
        format="date-time",
        pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
    ),
    "UTC, whole seconds.",
    Named("instant"),
]
TextByLanguage = Annotated[
    dict[str, str],
    "One text in every language of the site, by language code.",
    Named("texts"),
]
_Start = Annotated[Instant, "When the maintenance window starts."]
_End = Annotated[Instant, "When it ends, as far as is planned."]
_PublishedAt = Annotated[Instant, "When it was published on the site."]
_Day = Annotated[str, Keywords(format="date")]
_PageUrl = Annotated[Url, "The page, in the default language."]
_PageUrls = Annotated[dict[str, Url], "The page in each language."]


class JsonWindow(TypedDict):
    """A maintenance window."""

    start: _Start
    end: _End


class JsonNotice(TypedDict):
    """A notice that was published."""

    id: Annotated[str, "The notice's id in the company's policy."]
    published_at: _PublishedAt


class JsonMessage(TypedDict):
    """What was published at one time: one notice or several."""

    id: Annotated[str, "The same as in the feeds; never changes."]
    notice: Annotated[str, "The notice that names it."]
    published_at: _PublishedAt
    start: Annotated[Instant, "The start of the window (a plan's month) that it announced."]
    end: Annotated[Instant, "The end of the window that it announced."]
    result: Annotated[Result | None, "The result that it reported, if any."]
    title: Annotated[TextByLanguage, "Its title, as in the feeds."]


Window = Annotated[JsonWindow, Named("window")]
_Published = Annotated[
    list[Annotated[JsonNotice, Named("published")]], "What was published, oldest first."
]
_Message = Annotated[JsonMessage, Named("message")]


class JsonImpact(TypedDict):
    """What customers notice of a release."""

    downtime_s: Annotated[Count, "Expected downtime in seconds."]
    mode: Annotated[Mode | None, "How far the product can be used meanwhile, outside its downtime."]
    sign_in_again: Annotated[bool | None, "Whether customers need to sign in again afterwards."]
    systems: Annotated[list[str], "The ids of the `systems` that it touches."]


class JsonCancellation(TypedDict):
    """When and why a release was cancelled."""

    at: Annotated[Instant, "When it was cancelled."]
    reason: Annotated[TextByLanguage, "Why."]
    replaced_by: Annotated[
        str | None, "The id of the release that comes instead, once that is public."
    ]


class JsonOutcome(TypedDict):
    """How a release ended."""

    result: Annotated[Result, "How it ended."]
    at: Annotated[Instant, "When it was over."]


class JsonKnownIssue(TypedDict):
    """What does not work as it should since a release."""

    title: Annotated[TextByLanguage, "What it is."]
    status: Annotated[IssueStatus, "Whether it is fixed."]
    workaround: Annotated[
        TextByLanguage | None, "What customers can do until it is fixed, where there is something."
    ]
    fixed_in: Annotated[
        str | None, "The id of the release that fixes it, where one is named and public."
    ]


class JsonUpdate(TypedDict):
    """What was published beside the notices, mostly while it ran."""

    at: Annotated[Instant, "When it was so."]
    published_at: Annotated[
        Instant | None, "When it was published on the site; null where it came with no message."
    ]
    text: Annotated[TextByLanguage, "What it says."]


class JsonNoticeAhead(TypedDict):
    """A notice that is still to come."""

    id: Annotated[str, "The notice's id in the company's policy."]
    label: Annotated[TextByLanguage, "What it is called."]
    planned: Annotated[
        Instant | None,
        "When it is to be published; null where that depends on something else, such as the "
        "result.",
    ]
    deadline: Annotated[Instant | None, "By when at the latest, if it has one."]


class JsonRelease(TypedDict):
    """One release."""

    id: Annotated[str, "Never changes, whatever else does."]
    category: Annotated[str, "One of `categories`."]
    state: Annotated[
        PublicState,
        "As of the generation. The first three follow from `start` and `end`: a program that "
        "knows the time need not wait for the next generation.",
    ]
    title: Annotated[TextByLanguage, "What is updated."]
    summary: Annotated[TextByLanguage, "One or two sentences."]
    start: _Start
    end: _End
    moved_from: Annotated[Window | None, "The window announced before the last move."]
    moved_reason: Annotated[TextByLanguage | None, "Why it was moved, where the company said so."]
    important: Annotated[bool, "Whether the company calls it important."]
    impact: Annotated[JsonImpact, "What customers notice; null where the company did not say."]
    cancelled: Annotated[JsonCancellation | None, "Set if it will not happen."]
    outcome: Annotated[JsonOutcome | None, "How it ended, once that is known."]
    known_issues: Annotated[list[JsonKnownIssue], "What is known not to work as it should."]
    short_notice_reason: Annotated[
        TextByLanguage | None,
        "Why it was announced at short notice or only afterwards, if it was.",
    ]
    url: _PageUrl
    urls: _PageUrls
    notices: _Published
    ahead: Annotated[
        list[JsonNoticeAhead],
        "The notices to customers that are still to come, the next first.",
    ]
    updates: Annotated[list[JsonUpdate], "What was published beside the notices, oldest first."]
    messages: Annotated[
        list[_Message],
        "What was published, oldest first; notices that went out together are one.",
    ]


class JsonPlanItem(TypedDict):
    """One thing that is planned for a month."""

    title: Annotated[TextByLanguage, "What is planned."]
    category: Annotated[str, "One of `categories`."]
    expected: Annotated[_Day, "The expected day in the company's time zone."]
    release: Annotated[str | None, "The release's id, once that is public."]
    fate: Annotated[
        Literal["kept", "moved", "dropped"] | None, "What became of it, once the month is over."
    ]


class JsonPlan(TypedDict):
    """The plan of a month."""

    id: Annotated[str, "The month, `YYYY-MM`."]
    state: Annotated[JsonPlanState, "The state of the month."]
    url: _PageUrl
    urls: _PageUrls
    items: Annotated[list[JsonPlanItem], "What is planned for the month."]
    unplanned: Annotated[list[str], "The ids of releases outside the plan, once the month is over."]
    notices: _Published
    messages: Annotated[list[_Message], "The same as messages."]


class JsonLedger(TypedDict):
    """How far the ledger reached."""

    head: Annotated[str, Keywords(pattern="^[0-9a-f]{64}$"), "SHA-256 of the latest record."]
    count: Annotated[Count, "How many records there are."]


class JsonSite(TypedDict):
    """The site itself."""

    name: Annotated[str, "What the site is called."]
    url: Annotated[Url, "Its home page in the default language; ends with a slash."]
    timezone: Annotated[str, "The company's time zone, by its IANA name."]
    languages: Annotated[
        list[str], Keywords(minItems=1), "Language codes; the first is the default."
    ]


class JsonCategory(TypedDict):
    """A category of releases."""

    label: Annotated[TextByLanguage, "What it is called."]


class JsonSystem(TypedDict):
    """A part of the product."""

    id: Annotated[str, "The id by which releases name it."]
    name: Annotated[TextByLanguage, "What it is called."]
    group: Annotated[TextByLanguage, "What its group is called."]
    retired: Annotated[
        bool,
        "Whether it is gone: older releases may name it, and it has no feeds and no calendar any more.",
    ]


class JsonFreeze(TypedDict):
    """A span of time in which the company makes no updates."""

    id: Annotated[str, "The freeze's id in the company's policy."]
    label: Annotated[TextByLanguage, "Why, in a few words."]
    kind: Annotated[Literal["hard", "soft"], "`soft`: there may be some, with an approval."]
    start: Annotated[Instant, "When it begins."]
    end: Annotated[Instant, "When it is over; an update may start again then."]
    first_day: Annotated[_Day | None, "Its first day, where it is of whole days."]
    last_day: Annotated[_Day | None, "Its last day, where it is of whole days."]
    categories: Annotated[list[str], "The `categories` that it is for; all where it names none."]
    systems: Annotated[list[str], "The `systems` that it is for, by id; all where it names none."]


# `$schema` is no name of Python.
JsonDocument = TypedDict(
    "JsonDocument",
    {
        "$schema": Annotated[Url, "The address of this schema."],
        "version": Annotated[Literal[1], "The version of this document's format."],
        "generation": Annotated[
            str,
            "An id of all that the site shows. It is the same in everything that was made together "
            "(feeds, calendar, API), and changes with what is shown.",
        ],
        "ledger": Annotated[JsonLedger, "The append-only record of notices as it stood."],
        "recorded": Annotated[bool, "Whether the record holds everything that is shown."],
        "site": Annotated[JsonSite, "The site."],
        "categories": Annotated[dict[str, JsonCategory], "The kinds of releases, by id."],
        "systems": Annotated[
            list[JsonSystem],
            "The parts of the product that releases can touch, in their order; those of one group "
            "are next to each other.",
        ],
        "freezes": Annotated[
            list[Annotated[JsonFreeze, Named("freeze")]],
            "When there are no updates, by start; past ones as long as the company keeps them.",
        ],
        "releases": Annotated[
            list[Annotated[JsonRelease, Named("release")]],
            "Updates and maintenance, the last to start first.",
        ],
        "plans": Annotated[
            list[Annotated[JsonPlan, Named("plan")]], "Monthly plans, newest month first."
        ],
    },
)

DEFINITIONS = (
    Instant,
    TextByLanguage,
    Window,
    Annotated[JsonNotice, Named("published")],
    _Message,
    Annotated[JsonFreeze, Named("freeze")],
    Annotated[JsonRelease, Named("release")],
    Annotated[JsonPlan, Named("plan")],
)
"""What the schema names, in its order."""
