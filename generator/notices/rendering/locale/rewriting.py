"""Rewriting: a piece of HTML with other links, or without them.

Belongs here: finding links, images and what nobody reads (attributes, scripts, comments) in HTML,
and writing it again without what may not stand. Does not belong here: what may stand (``links``).

This reads the HTML as a stream, and not as a tree of lxml: a tree is written back with its
attributes in small letters (``viewBox``), and a hand-written page has to stay as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser

__all__ = ["hidden_parts", "rewritten"]

_LINKING = ("href", "src", "data", "poster")

# What people read or what the page itself refers to.
_READ = frozenset(
    {"alt", "title", "label", "placeholder", "value", "summary", "id", "name", "for", "class"}
)


def rewritten(
    html: str,
    target: Callable[[str], str | None],
    hides: Callable[[str], bool] = lambda text: False,
    *,
    unwrap: bool = False,
) -> str:
    """``html`` with every link as ``target`` has it; the very same where all may stand.

    ``target`` gives ``None`` for a link that is taken out; ``hides`` says whether what nobody reads
    names something that has to stay out. With ``unwrap`` an ``a`` without an address leaves its
    text alone.
    """
    return _Rewriter(target, hides, unwrap=unwrap).rewritten(html)


def hidden_parts(html: str, hides: Callable[[str], bool]) -> tuple[tuple[str, str], ...]:
    """What ``hides`` takes out of the HTML though it is no link, in order.

    The name and the value of an attribute; of a script or a style its name and its text.
    """
    rewriter = _Rewriter(lambda link: link, hides)
    rewriter.rewritten(html)
    return tuple(rewriter.hidden)


class _Rewriter(HTMLParser):
    """HTML in, the same HTML out but for its links and images."""

    def __init__(
        self,
        target: Callable[[str], str | None],
        hides: Callable[[str], bool] = lambda text: False,
        *,
        unwrap: bool = False,
    ) -> None:
        super().__init__(convert_charrefs=False)
        self._target = target
        self._hides = hides
        self._unwrap = unwrap
        self._changed = False
        self._out: list[str] = []
        self._dropped: list[tuple[int, str]] = []
        self._open = 0
        self.hidden: list[tuple[str, str]] = []

    def rewritten(self, html: str) -> str:
        """``html`` with every link as ``target`` has it; the very same where all may stand."""
        self.feed(html)
        self.close()
        return "".join(self._out) if self._changed else html

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text() or ""
        kept = [(name, value) for name, value in attrs if not self._is_hiding(name, value)]
        self.hidden += [(name, value or "") for name, value in attrs if (name, value) not in kept]
        if len(kept) < len(attrs):
            self._changed = True
            attrs, text = kept, _tag(tag, kept, text)
        for name, value in attrs:
            if name not in _LINKING or value is None:
                continue
            link = value.strip()
            target = self._target(link)
            self._changed |= target != link
            if target is None:
                if tag == "a":
                    self._dropped.append((len(self._out), link))
                return
            if target != link:
                text = _tag(tag, [(n, target if n == name else v) for n, v in attrs], text)
        if self._unwrap and tag == "a" and not any(name == "href" for name, _ in attrs):
            self._changed = True
            self._dropped.append((len(self._out), ""))
            return
        self._open += tag == "a"
        self._out.append(text)

    def _is_hiding(self, name: str, value: str | None) -> bool:
        """Whether an attribute that nobody reads names what is hidden."""
        read = name in _LINKING or name in _READ or name.startswith("aria-")
        return value is not None and not read and self._hides(value)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._dropped and self._open == 0:
            begin, link = self._dropped.pop()
            # An address that was typed as it is says as much in its text.
            if link and link in unescape("".join(self._out[begin:])):
                del self._out[begin:]
            return
        self._open -= tag == "a" and self._open > 0
        self._out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        # The text of a script or style is read by nobody.
        if self.cdata_elem and self._hides(data):
            self._changed = True
            self.hidden.append((self.cdata_elem, data))
            return
        self._out.append(data)

    def handle_entityref(self, name: str) -> None:
        self._out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._out.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        """Leave it out: what its author keeps from readers is not for the site's source either."""
        self._changed = True

    def handle_decl(self, decl: str) -> None:
        self._out.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self._out.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self._out.append(f"<![{data}]>")


def _tag(tag: str, attrs: list[tuple[str, str | None]], before: str) -> str:
    """The tag with these attributes; it ends as it did ``before``."""
    written = [
        f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attrs
    ]
    return f"<{tag}{''.join(written)}{'/>' if before.endswith('/>') else '>'}"
