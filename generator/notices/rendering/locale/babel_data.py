"""What Babel knows of a language: month names, plural forms, the usual country, other names.

Belongs here: Babel, which nothing else may know, and what of it is kept in the theme's cache: to
read Babel's own files takes longer than to render twenty pages. Does not belong here: our own
texts (``texts``), dates in words (``times``).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from notices.rendering.documents import Cache

if TYPE_CHECKING:
    import babel

__all__ = ["LanguageData", "UnknownLanguage", "language_data", "language_name", "zone_place"]

_COUNTED = 500


class UnknownLanguage(ValueError):
    """Babel knows no language of that code."""


@dataclass(frozen=True, slots=True)
class LanguageData:
    """One language, by its code.

    ``locale`` is the language with where most of its people live (``vi_VN``), ``direction`` which
    way it is written (``ltr`` or ``rtl``). Months are from
    January on: as they stand within a date, as titles, as short titles, and short within a date. ``plurals`` are the
    plural forms of the first counts, ``ordinals`` those of the days of a month, as the first or the second.
    """

    code: str
    locale: str
    direction: str
    months: tuple[str, ...]
    month_titles: tuple[str, ...]
    short_months: tuple[str, ...]
    short_date_months: tuple[str, ...]
    plurals: tuple[str, ...]
    ordinals: tuple[str, ...]

    def plural_form(self, n: int) -> str:
        """The plural form that ``n`` things ask for (``one``, ``few``, ``other``)."""
        return self.plurals[n] if 0 <= n < len(self.plurals) else _babel(self.code).plural_form(n)

    def ordinal_form(self, day: int) -> str:
        """The form that a day of a month asks for: the 1st (``one``), the 2nd (``two``)."""
        return self.ordinals[day - 1]


def language_data(code: str, cache: Cache) -> LanguageData:
    """The language of that code (``de``, ``pt-BR``). Raises :class:`UnknownLanguage`."""
    known = _kept(cache, f"language, dates and days {code}", lambda: _read(code))
    code, locale, direction, *lists = known
    return LanguageData(code, locale, direction, *map(tuple, lists))


def language_name(of: str, code: str, cache: Cache) -> str:
    """What the language ``of`` is called in the language ``code`` (``Vietnamese``); or nothing."""
    return str(_kept(cache, f"name {code} {of}", lambda: _shown(of, code)))


def _shown(of: str, code: str) -> str:
    return _babel(of).get_display_name(_babel(code)) or ""


def zone_place(name: str, code: str, cache: Cache) -> str:
    """What people call a zone: its country where that has one zone, else its city; or nothing."""
    return str(_kept(cache, f"zone {code} {name}", lambda: _place(name, code)))


def _kept(cache: Cache, what: str, read: Callable[[], Any]) -> Any:
    key = f"babel {_version()} {what}"
    data = cache.get(key)
    if data is None:
        data = json.dumps(read()).encode()
        cache.put(key, data)
    return json.loads(data)


@lru_cache(maxsize=1)
def _version() -> str:
    return version("babel")  # Importing it takes longer.


def _babel(code: str) -> babel.Locale:
    import babel  # noqa: PLC0415  # See above.

    # The names that a language's months stand for, Babel writes into what all languages share:
    # after Hebrew, December was Hebrew in German, too. Each language gets its own.
    babel.localedata.load("root")["months"] = deepcopy(_months_of_all())
    try:
        return babel.Locale.parse(code.replace("-", "_"))
    except babel.UnknownLocaleError:
        raise UnknownLanguage(code) from None


@lru_cache(maxsize=1)
def _months_of_all() -> Any:
    import babel  # noqa: PLC0415  # See above.

    return deepcopy(babel.localedata.load("root")["months"])


def _read(code: str) -> tuple[object, ...]:
    own = _babel(code)
    from babel.core import get_global  # noqa: PLC0415

    likely = get_global("likely_subtags").get(own.language, "")
    territory = own.territory or likely.rpartition("_")[2]
    names = own.months
    months = [names["format"]["wide"], names["stand-alone"]["wide"]]
    months += [names["stand-alone"]["abbreviated"], names["format"]["abbreviated"]]
    return (
        code,
        f"{own.language}_{territory}" if territory else own.language,
        own.text_direction,
        *([each[month] for month in range(1, 13)] for each in months),
        [own.plural_form(n) for n in range(_COUNTED)],
        [own.ordinal_form(day) for day in range(1, 32)],
    )


def _place(name: str, code: str) -> str:
    from babel.core import get_global  # noqa: PLC0415

    territory = get_global("zone_territories").get(name)
    if not territory or territory == "001":
        return ""
    own = _babel(code)
    if len(get_global("territory_zones").get(territory, ())) == 1:
        return str(own.territories.get(territory, ""))
    city = own.time_zones.get(name, {}).get("city")
    return str(city or name.rpartition("/")[2].replace("_", " "))
