"""Rules for the configuration of the site and its theme; ``project`` and the hosts check them."""

from __future__ import annotations

from notices.rules.rule import Rule

__all__ = ["CONFIGURATION", "HOST", "THEME", "THEME_TEXTS"]

CONFIGURATION = Rule(
    "configuration",
    ("error", "warning"),
    """\
    The configuration of the site can be used.

    `mkdocs.yml` names the site, its address, its theme, its brand, its plugins and its Markdown
    extensions. Where one of them is missing or misspelt, nothing can be built. A warning tells of
    keys that have no effect, and of an accent that is hard to read.

    Fails::

        $ echo 'site_name: [Updates' > mkdocs.yml && notices check

    Passes::

        $ git restore mkdocs.yml && notices check
    """,
)

THEME = Rule(
    "theme",
    ("error",),
    """\
    The theme's templates, scripts and fonts can be used.

    Every page is made from them, so one that is missing or broken keeps the whole site from being
    built. Files of `theme` may be changed; the slots that the program fills have to stay.

    Fails::

        $ echo '{% if %}' >> theme/templates/home.html && notices check

    Passes::

        $ git restore theme/templates/home.html && notices check
    """,
)

THEME_TEXTS = Rule(
    "theme-texts",
    ("error", "warning"),
    """\
    The theme has all its texts in each language of the policy.

    A page whose buttons and headings are in another language is no page in the reader's language.
    Where a text is missing, readers see the English one, and a warning names it: a new version of
    the program may have brought it. A language without a file, or a text with names in braces that
    nothing fills in, keeps the site from being built.

    Fails::

        $ sed -i 's/^languages: .*/languages: [vi, fr]/' content/policy.yml && notices check

    Passes::

        $ cp theme/texts/en.yml theme/texts/fr.yml && notices check    # once they are translated
    """,
)

HOST = Rule(
    "host",
    ("error",),
    """\
    What renders the pages can render all of them.

    Markdown extensions, plugins and MkDocs itself can fail in ways of their own. What they say is
    passed on; then nothing is built, and the old site stays.

    Fails::

        $ sed -i 's/permalink: false/permalnik: false/' mkdocs.yml && notices check

    Passes::

        $ git restore mkdocs.yml && notices check
    """,
)
