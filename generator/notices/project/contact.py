"""Where readers go from the site: ``extra.homepage`` and ``extra.support`` of ``mkdocs.yml``.

Belongs here: reading and checking both. Does not belong here: where they stand on a page
(``theme/overrides``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from notices.domain.mail_addresses import wire_address
from notices.domain.phrases import phrase
from notices.domain.problem import Problem
from notices.project.configuration import Configuration
from notices.project.errors import ProjectError
from notices.project.web_addresses import web_address

__all__ = ["NO_CONTACT", "Contact", "read_contact"]

_MAILTO = "mailto:"
# A browser reads a backslash as a slash, so the host would be another than the one that is shown.
_REFUSED = ("@", "\\")
# In an address they may stand, but a link ends it there or reads another letter.
_IN_A_LINK = "?#%"


@dataclass(frozen=True, slots=True)
class Contact:
    """Addresses that a link may lead to; either may be empty.

    ``homepage`` is where the product stands, ``support`` where a person answers.
    """

    homepage: str = ""
    support: str = ""

    @property
    def host(self) -> str:
        """The product's host as people say it: without ``www.``."""
        return (urlsplit(self.homepage).hostname or "").removeprefix("www.")


NO_CONTACT = Contact()


def read_contact(configuration: Configuration) -> Contact:
    """Both addresses. Raises :class:`ProjectError` with all that is wrong with them.

    A ``homepage`` that is a path is Material's, for its logo; it leads to no product.
    """
    written = {key: configuration.extra.get(key) for key in ("homepage", "support")}
    given = {key: value for key, value in written.items() if value is not None}
    if _is_path(given.get("homepage")):
        del given["homepage"]
    if problems := tuple(_problems(configuration, given)):
        raise ProjectError(problems=problems)
    return Contact(**{key: str(value) for key, value in given.items()})


def _problems(configuration: Configuration, given: dict[str, object]) -> Iterator[Problem]:
    if not _is_web(given.get("homepage", "https://example.com/"), "https", "http"):
        message = phrase("{key} has to be an address on the web", key="extra.homepage")
        help = phrase("Write where your product stands, such as `homepage: https://example.com/`.")
        yield configuration.problem(message, help, "extra", "homepage")
    support = given.get("support", "https://example.com/")
    if not _is_web(support, "https") and not _is_mail(support):
        message = phrase(
            "{key} has to be an address that begins with https:// or mailto:", key="extra.support"
        )
        help = phrase(
            "Write where a person answers, such as `support: mailto:support@example.com`."
        )
        yield configuration.problem(message, help, "extra", "support")


def _is_path(value: object) -> bool:
    return isinstance(value, str) and value.startswith((".", "/")) and value[:2] != "//"


def _is_web(value: object, *schemes: str) -> bool:
    if not isinstance(value, str):
        return False
    try:
        url = web_address(value)
    except ValueError:
        return False
    return (
        url.scheme in schemes
        and bool(url.hostname)
        and not any(sign in url.netloc for sign in _REFUSED)
    )


def _is_mail(value: object) -> bool:
    """Whether it is ``mailto:`` with one bare address."""
    if not isinstance(value, str) or not value.startswith(_MAILTO):
        return False
    address = value.removeprefix(_MAILTO)
    if any(sign in address for sign in _IN_A_LINK):
        return False
    try:
        wire_address(address)
    except ValueError:
        return False
    return True
