"""What was kept, read back on request: the last check-in area by area, or what was found, with spoken dates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from pydantic import Field

from companion.replying.fresh import sentence
from companion.replying.template import Line, Strict, holding
from companion.understanding import Stance
from companion.words import load

NOT_READ = ("connection", "consent", "heard")
"""Slots that are not read back: the opening names the connection, and the first and last question were about us."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; `month` and `day` count from 1."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Told:
    """An answer that was kept: where, when, about whom ("" for nobody named).

    `words` are "" when one of them was not heard surely; `heavy` when the answer gave concern.
    """

    slot: str
    words: str
    day: Day
    connection: str = ""
    stance: Stance | None = None
    heavy: bool = False


class _CheckIn(Strict):
    last: Annotated[str, holding("when")]
    last_about: Annotated[str, holding("when", "connection")]
    one: Annotated[str, holding("when")]
    one_about: Annotated[str, holding("when", "connection")]
    none: Line
    closing: Line


class _Answers(Strict):
    area: Annotated[str, holding("lead", "words")]
    thought: Annotated[str, holding("words")]
    remembered: Annotated[str, holding("words")]
    wish: Annotated[str, holding("words")]
    both: Annotated[str, holding("words")]
    other: Annotated[str, holding("words")]


class _Found(Strict):
    none: Annotated[str, holding("words")]
    one: Annotated[str, holding("words")]
    few: Annotated[str, holding("count", "words")]
    many: Annotated[str, holding("count", "words")]
    answer: Annotated[str, holding("when", "words")]
    answer_about: Annotated[str, holding("when", "connection", "words")]


class _Dates(Strict):
    today: Line
    this_year: Annotated[str, holding("day", "month")]
    other_year: Annotated[str, holding("day", "month", "year")]
    days: Annotated[tuple[Line, ...], Field(min_length=31, max_length=31)]
    months: Annotated[tuple[Line, ...], Field(min_length=12, max_length=12)]


class RecallWords(Strict):
    """The schema of ``recall.toml``."""

    unsure: Line
    unread: Line
    stances: dict[Stance, Line]
    check_in: _CheckIn
    areas: dict[str, Annotated[str, holding("area")]]
    answers: _Answers
    found: _Found
    dates: _Dates


def _words() -> RecallWords:
    return load("recall", RecallWords)


def read_back(told: Sequence[Told], today: Day, *, last: bool = True) -> list[str]:
    """The lines that read one check-in back: when it was, then one line for each area; one line when it is empty."""
    check_in = _words().check_in
    if not told:
        return [check_in.none]
    named, plain = (check_in.last_about, check_in.last) if last else (check_in.one_about, check_in.one)
    form = named if told[0].connection else plain
    opening = form.format(when=on_day(told[0].day, today), connection=told[0].connection)
    read = [each for each in told if each.slot not in NOT_READ]
    areas = [_area(area, list(answers)) for area, answers in groupby(read, lambda each: each.slot.split(".")[0])]
    return [opening, *areas, check_in.closing]


def found_lines(words: str, count: int, newest: Sequence[Told], today: Day) -> list[str]:
    """How many answers hold `words`, then the newest of them, each with its day."""
    found = _words().found
    if not count:
        return [found.none.format(words=words)]
    form = found.one if count == 1 else found.few if count == len(newest) else found.many
    return [form.format(count=count, words=words), *(_found(each, today) for each in newest)]


def on_day(day: Day, today: Day) -> str:
    """'on the third of November'; the year only when it is another one, as nobody says this year's."""
    dates = _words().dates
    if day == today:
        return dates.today
    form = dates.this_year if day.year == today.year else dates.other_year
    return form.format(day=dates.days[day.day - 1], month=dates.months[day.month - 1], year=day.year)


def _area(area: str, answers: Sequence[Told]) -> str:
    """One line: what was said about this area, then what was thought of for it."""
    words = _words()
    said = [_sentence(each, taken=True) for each in answers if ".repair." not in each.slot]
    thought = [_sentence(each) for each in answers if ".repair." in each.slot]
    lead = words.areas.get(area, words.areas["other"]).format(area=area)
    single = {"remembered": words.answers.remembered, "wish": words.answers.wish}
    single |= dict.fromkeys(("shared", "step"), words.answers.both)
    form = words.answers.area if "." in answers[0].slot else single.get(area, words.answers.other)
    lines = [form.format(lead=lead, words=" ".join(said))] if said else []
    return " ".join([*lines, *([words.answers.thought.format(words=" ".join(thought))] if thought else [])])


def _found(told: Told, today: Day) -> str:
    found = _words().found
    form = found.answer_about if told.connection else found.answer
    return form.format(when=sentence(on_day(told.day, today)), connection=told.connection, words=_sentence(told))


def _sentence(told: Told, *, taken: bool = False) -> str:
    """The person's own words as a sentence; `taken` allows the stance that was made certain for unsure ones."""
    words = _words()
    if told.heavy:
        said = words.unread
    elif told.words:
        said = re.sub(r"\bi\b", "I", told.words)
    elif taken and told.stance:
        said = words.stances[told.stance]
    else:
        said = words.unsure
    return f"{sentence(said)}."
