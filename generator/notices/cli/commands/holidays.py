"""``notices holidays``: a proposal for ``content/holidays.yml``, from the library `holidays`.

No other command asks that library: it changes its mind about days, and differs by its version.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import version
from typing import Any

import click

from notices.cli.language import chosen, say_in
from notices.domain.layout import HOLIDAYS
from notices.domain.phrases import phrase
from notices.domain.workdays import NamedDays, joined_days
from notices.project.schemas import modeline

__all__ = ["command"]


@click.command("holidays")
@click.argument("country")
@click.argument(
    "years", metavar="YEAR...", type=click.IntRange(2000, 2999), nargs=-1, required=True
)
def command(country: str, years: tuple[int, ...]) -> None:
    """Propose content/holidays.yml for a COUNTRY (VN, or DE-BY for a region) and whole years.

    Prints the file, for you to check and to commit. Needs the extra `notices[holidays]`.
    """
    span = range(min(years), max(years) + 1)
    click.echo("\n".join(_file(country.upper(), span, _found(country.upper(), span))))


def _found(country: str, years: range) -> Any:
    """What the library knows, a mapping from days to names. Exit 2 where it knows nothing."""
    try:
        import holidays
    except ModuleNotFoundError:
        needed = phrase(
            "this command needs the library `holidays`; install it with {command}",
            command="`pip install 'notices[holidays]'`",
        )
        raise click.UsageError(say_in(needed)) from None
    code, _, region = country.partition("-")
    try:
        known = holidays.country_holidays(code, subdiv=region or None)
        language = next(
            (each for each in known.supported_languages if each.partition("_")[0] == chosen()),
            known.default_language,
        )
        found = holidays.country_holidays(
            code, subdiv=region or None, years=years, language=language
        )
    except NotImplementedError:
        unknown = phrase(
            "the library `holidays` does not know `{country}`; write a code such as VN, DE or DE-BY",
            country=country,
        )
        raise click.BadParameter(say_in(unknown), param_hint="COUNTRY") from None
    for year in years:
        if not any(day.year == year for day in found):
            missing = phrase(
                "the library `holidays` knows no holidays of {year} for {country}",
                year=year,
                country=country,
            )
            raise click.BadParameter(say_in(missing), param_hint="YEAR")
    return found


def _file(country: str, years: range, found: Any) -> Iterator[str]:
    covers = (date(years[0], 1, 1), date(years[-1], 12, 31))
    comments = (
        phrase(
            "Proposed by the library holidays {version} for {country}. Check before you commit:",
            version=version("holidays"),
            country=country,
        ),
        phrase("Lunar holidays such as Tết are set by the government each year; this is a guess."),
        phrase(
            "So are days off in lieu, and the weekend days that make up for them, under `work`."
        ),
        phrase("Add the days that the company gives besides, delete those on which it works."),
    )
    yield modeline(HOLIDAYS).rstrip("\n")
    yield from (f"# {say_in(comment)}" for comment in comments)
    yield f"covers: {{from: {covers[0]}, to: {covers[1]}}}"
    off = joined_days(NamedDays(day, day, found[day]) for day in sorted(found))
    yield from _list("off", off)
    worked = sorted(day for day in found.weekend_workdays if covers[0] <= day <= covers[1])
    yield from _list("work", (NamedDays(day, day) for day in worked))


def _list(key: str, days: Iterable[NamedDays]) -> Iterator[str]:
    lines = [f"  - {_item(each)}" for each in days]
    yield f"{key}:" if lines else f"{key}: []"
    yield from lines


def _item(days: NamedDays) -> str:
    span = f"day: {days.first}"
    if days.first != days.last:
        span = f"from: {days.first}, to: {days.last}"
    label = f", label: {json.dumps(days.label, ensure_ascii=False)}" if days.label else ""
    return f"{{{span}{label}}}"
