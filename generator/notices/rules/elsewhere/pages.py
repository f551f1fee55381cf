"""Rules for hand-written pages; ``evaluation`` and the hosts check them."""

from __future__ import annotations

from notices.rules.rule import Rule

__all__ = ["CONTENT_SECURITY", "DEAD_LINK", "STUB_UNFILLED"]

STUB_UNFILLED = Rule(
    "stub-unfilled",
    ("warning",),
    """\
    A guide or FAQ page is written, or says that it is a stub.

    A page that is empty, or still has the generated text, counts as not written and is not
    shown. With `stub: true` in its front matter it is not shown either, without a warning.

    Fails::

        # content/pages/guides/example.md
        <!-- notices:stub -->

    Passes::

        # content/pages/guides/example.md
        Open the menu and choose the month.
    """,
    source="categories.*.tasks.*.source",
)

CONTENT_SECURITY = Rule(
    "content-security",
    ("warning",),
    """\
    A hand-written page has nothing that browsers refuse to run or show.

    Pages are served with a strict Content-Security-Policy: a script, a style or an image has to
    be a file of its own in `content/pages`.

    Fails::

        $ echo '<script>alert(1)</script>' > content/pages/about.md && notices build

    Passes::

        $ echo '<script src="about.js"></script>' > content/pages/about.md && notices build
    """,
)

DEAD_LINK = Rule(
    "dead-link",
    ("warning",),
    """\
    A link or an image of a hand-written page leads to something.

    A reader who follows a link to nothing does not know what was meant. A link names a file of
    `content/pages` by its path from the page's own file, or a page of the site.

    Fails::

        $ echo '[Terms](trems.md)' > content/pages/about.md && notices build

    Passes::

        $ echo '[Terms](terms.md)' > content/pages/about.md && notices build
    """,
)
