"""Rules for the Markdown of entries and pages; ``evaluation`` and the hosts check them."""

from __future__ import annotations

from notices.domain.phrases import phrase
from notices.domain.problem import Mark, Problem
from notices.rules.rule import Rule

__all__ = ["DEAD_LINK", "HIDDEN_LINK", "LEFT_OUT", "hidden_link"]

DEAD_LINK = Rule(
    "dead-link",
    ("warning",),
    """\
    A link or an image leads to something.

    A reader who follows a link to nothing does not know what was meant. In an entry, another one
    is named by its file (`payroll-engine.md`), a heading of the same text by its words
    (`#what-changes`). In a hand-written page a link names a file of `content/pages` by its path from
    the page's own file, or a page of the site.

    Fails::

        body: {vi: "Xem [điều khoản](terms.md).", en: "See the [terms](terms.md)."}

    Passes::

        body: {vi: "Xem [nhật ký](/changelog/).", en: "See the [changelog](/changelog/)."}
    """,
)

HIDDEN_LINK = Rule(
    "hidden-link",
    ("warning",),
    """\
    No link names an entry that is not public.

    The address of such an entry would tell of it, so readers see the words of the link without the
    link. Once the entry is public, the link is there.

    Fails::

        $ grep 'surprise' content/releases/*.yml
        content/releases/payroll-engine.yml:body: "See [more](surprise.md)."
        content/releases/surprise.yml:draft: true

    Passes::

        $ grep 'payroll-engine' content/releases/*.yml
        content/releases/surprise.yml:body: "See [more](payroll-engine.md)."
    """,
)

LEFT_OUT = Rule(
    "left-out",
    ("warning",),
    """\
    Everything that a text says is shown.

    The Markdown of an entry goes to pages, feeds, calendars and mails. So it holds no pictures, no
    attributes such as `style`, and no links but to the web, mail addresses and telephones. What is
    no markup at all, such as `<company>`, is shown as it was typed. A hand-written page may hold any
    HTML, and a browser shows nothing of a tag that it does not know.

    Fails::

        body: {vi: "![Màn hình](screen.png)", en: "<p style='color: red'>New</p>"}

    Passes::

        body: {vi: "Màn hình **mới**.", en: "**New**"}
    """,
)


def hidden_link(mark: Mark) -> Problem:
    """The warning of a link in an entry or a page. It names nothing: a log may be public."""
    return Problem(
        "warning",
        "hidden-link",
        mark,
        phrase(
            "this link names an entry that is not public; readers see its words without the link"
        ),
        phrase("The link is there once that entry is public."),
    )
