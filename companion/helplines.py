"""Who can be called, by country: ``words/en/help_lines.toml``, and how old what it says is.

Nothing here is guessed: a country that was not told has no lines, and then "your local emergency number" is said.
"""

import re
from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, model_validator

from companion.conversation.events import Help
from companion.words import load

FRESH_FOR = timedelta(days=365)
"""A number that was not compared with its source for longer than this is told to be old."""

Code = Annotated[str, Field(pattern="^[A-Z]{2}$")]
Text = Annotated[str, Field(min_length=1)]

_BEFORE_A_COUNTRY = re.compile(r"^(?:(?:um|uh|well|so|i live|i am|i'm|we're|we are|it's|it is|in|my country is)\s+)+")


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Country(_Words):
    """A country as it is said, and what people call it."""

    name: Text
    called: Annotated[tuple[Text, ...], Field(min_length=1)]


class HelpLine(_Words):
    """One line; `hours` is said after "There are people who listen,", `verified_on` the day it was last compared."""

    country: Code
    what_for: Literal["crisis", "emergency", "abuse"]
    name: Text
    number: Annotated[str, Field(pattern=r"^\d[\d -]*\d$")]
    hours: Text
    language: Text
    source: HttpUrl
    verified_on: date


class HelpLines(_Words):
    """The schema of the file; every country has an emergency number, and no more than one line of each kind."""

    countries: dict[Code, Country]
    lines: tuple[HelpLine, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        kinds = [(line.country, line.what_for) for line in self.lines]
        if double := {f"{country} {kind}" for country, kind in kinds if kinds.count((country, kind)) > 1}:
            raise ValueError(f"there is more than one line for {', '.join(sorted(double))}")
        if unknown := {country for country, _ in kinds} - set(self.countries):
            raise ValueError(f"there is no country {', '.join(sorted(unknown))} in [countries]")
        if missing := set(self.countries) - {country for country, kind in kinds if kind == "emergency"}:
            raise ValueError(f"there is no emergency number for {', '.join(sorted(missing))}")
        return self


def help_lines() -> HelpLines:
    """All lines. Raises `WordsError` when the person's own file is not right."""
    return load("help_lines", HelpLines)


def help_of(country: str) -> Help:
    """The lines of a country, by its two letters; nothing but silence about numbers for one that is not known."""
    known = help_lines().countries.get(country.upper())
    if known is None:
        return Help()
    of = {line.what_for: line for line in help_lines().lines if line.country == country.upper()}
    crisis, abuse = of.get("crisis"), of.get("abuse")
    return Help(
        country=known.name,
        emergency=of["emergency"].number,
        crisis=crisis.number if crisis else "",
        listeners=f"{crisis.name}, {crisis.hours}" if crisis else "",
        abuse=abuse.number if abuse else "",
        abuse_hours=abuse.hours if abuse else "",
    )


def country_of(words: str) -> str:
    """The two letters of the country these words name ("in the uk"), or ''.

    Never a guess from part of a sentence, nor from two letters: "no" is no Norway.
    """
    plain = " ".join(re.sub(r"[^a-z' ]", " ", words.lower()).split())
    plain = _BEFORE_A_COUNTRY.sub("", plain)
    countries = help_lines().countries
    return next((code for code, country in countries.items() if plain in country.called), "")


def outdated(today: date) -> tuple[HelpLine, ...]:
    """The lines that were last compared with their source more than a year before `today`."""
    return tuple(line for line in help_lines().lines if today - line.verified_on > FRESH_FOR)


def told_outdated(today: date) -> str:
    """One sentence when numbers are old, "" when none is."""
    old = outdated(today)
    if not old:
        return ""
    oldest = min(line.verified_on for line in old)
    return (
        f"{len(old)} of the {len(help_lines().lines)} help lines were not compared with their source for more than a "
        f"year (the oldest on {oldest}): a newer Companion may have newer numbers."
    )
