"""Styles of mails: a page whose elements carry their own.

Belongs here: css-inline, which nothing else may know. It is imported only where a mail is made.
Does not belong here: the styles (``theme/templates/mail.html``).

Many mail programs drop a style sheet, and keep what stands on each element. What has to be one, as
the rules for dark colours, says so itself (``data-css-inline``).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

__all__ = ["with_styles"]


def with_styles(html: str) -> str:
    """A whole page with its style sheet's rules on each element. It fetches nothing."""
    styled: str = _inliner().inline(html)
    return styled


@lru_cache(maxsize=1)
def _inliner() -> Any:
    import css_inline  # noqa: PLC0415

    return css_inline.CSSInliner(load_remote_stylesheets=False)
