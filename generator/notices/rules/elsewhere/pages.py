"""Rules for hand-written pages; ``evaluation`` and the hosts check them."""

from __future__ import annotations

from notices.rules.rule import Rule

__all__ = [
    "CONTENT_SECURITY",
    "HIDDEN_NAME",
    "PAGE_LIMITS",
    "STUB_UNFILLED",
    "UNSAFE_SVG",
]

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
    A hand-written page has nothing that browsers refuse to run, and keeps its readers.

    Pages are served with a strict Content-Security-Policy: a script, a style or an image has to
    be a file of its own in `content/pages`. A `<meta http-equiv="refresh">` would send readers to
    another page, which no policy prevents.

    Fails::

        $ echo '<script>alert(1)</script>' > content/pages/about.md && notices build

    Passes::

        $ echo '<script src="about.js"></script>' > content/pages/about.md && notices build
    """,
)

PAGE_LIMITS = Rule(
    "page-limits",
    ("error",),
    """\
    A hand-written page is rendered within seconds.

    A page has at most 64 KiB, its front matter at most 8 KiB. Markdown looks for the end of each
    bracket and tag; a page with thousands that never end would keep every publish waiting.

    Fails::

        $ python3 -c 'print("[" * 5000)' > content/pages/about.md && notices check

    Passes::

        $ echo '[a](https://example.com/)' > content/pages/about.md && notices check
    """,
)

UNSAFE_SVG = Rule(
    "unsafe-svg",
    ("error",),
    """\
    A drawing runs nothing and asks no other host.

    Within a page an SVG is only an image. Opened by its own address it is a document of this
    site, and a script in it would run there.

    Fails::

        $ echo '<svg><script>alert(1)</script></svg>' > content/pages/plan.svg && notices check

    Passes::

        $ echo '<svg><path d="M0 0h9"/></svg>' > content/pages/plan.svg && notices check
    """,
)

HIDDEN_NAME = Rule(
    "hidden-name",
    ("warning",),
    """\
    No file of the site names an entry that is not public.

    Links and markup that name one are taken out. A text that names one by its id is shown as it was
    written, so whoever wrote it has to know. The whole site is searched before it is shown.

    Fails::

        $ echo 'See payroll-engine.' > content/pages/about.md && notices build

    Passes::

        $ echo 'See the new payroll.' > content/pages/about.md && notices build
    """,
)
