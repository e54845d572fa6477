"""A gentle look back over a time: what changed, never a score; nothing where there is too little.

What was said about one connection is never compared with another.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from companion import words
from companion.journal.export import CheckInWithPages
from companion.journal.history import FeelingsOf, History, Note, Past, Stance, histories

_OPENNESS = ("no", "unclear", "yes")


class _Recurring(BaseModel):
    model_config = ConfigDict(extra="forbid")
    letters_at_least: int
    check_ins_at_least: int
    words_at_most: int
    common: frozenset[str]


class _Notes(BaseModel):
    model_config = ConfigDict(extra="forbid")
    understand: str
    small: str
    became: str
    became_of_earlier: str


class Phrases(BaseModel):
    """The sentences of ``words/en/review.toml``."""

    model_config = ConfigDict(extra="forbid")
    too_little: str
    opening: str
    about: str
    words: str
    feelings: str
    closing: str
    areas: dict[str, str]
    within: dict[str, str]
    stances: dict[Stance, str]
    changes: dict[Literal["stayed", "opened", "closed", "returned"], str]
    notes: _Notes
    recurring: _Recurring


def phrases() -> Phrases:
    """The sentences, read once."""
    return words.load("review", Phrases)


def look_back(held: Sequence[CheckInWithPages], feelings_of: FeelingsOf) -> list[str]:
    """The sentences about these check-ins, in order; one that says so when there is too little to compare."""
    found = histories(held, feelings_of)
    told = [sentence for history in found for sentence in _about(history)] + recurring(found)
    if not told:
        return [phrases().too_little]
    return [opening(found), *told, phrases().closing]


def opening(found: Iterable[History]) -> str:
    """From when to when the check-ins reach."""
    moments = [past.started_at for history in found for past in history.past]
    return phrases().opening.format(first=day(min(moments)), last=day(max(moments)))


def _about(history: History) -> list[str]:
    found = [*changes(history), *notes(history)]
    return [phrases().about.format(connection=history.connection), *found] if found else []


def changes(history: History) -> list[str]:
    """How each area moved that can be compared."""
    return [_moved(area, [past for past in history.past if area in past.stances]) for area in history.compared]


def _moved(area: str, answered: Sequence[Past]) -> str:
    stances = [past.stances[area] for past in answered]
    before, after = stances[0], stances[-1]
    change: Literal["stayed", "opened", "closed", "returned"] = "stayed"
    if before != after:
        change = "opened" if _OPENNESS.index(after) > _OPENNESS.index(before) else "closed"
    elif between := [stance for stance in stances if stance != after]:
        change, before = "returned", between[-1]
    return (
        phrases()
        .changes[change]
        .format(
            area=area_name(area),
            before=phrases().stances[before],
            after=phrases().stances[after],
            first=day(answered[0].started_at),
            last=day(answered[-1].started_at),
        )
    )


def notes(history: History) -> list[str]:
    """The repair notes, and what the person said became of them, in the order of time; () when held only once."""
    if not history.connection or len(history.past) < 2:  # noqa: PLR2004 - nothing can have become of the first
        return []
    return [_noted(note, past.started_at) for past in history.past for note in past.notes]


def _noted(note: Note, moment: datetime) -> str:
    form: str = getattr(phrases().notes, note.kind if note.area else "became_of_earlier")
    area = phrases().within.get(note.area, note.area)
    return form.format(date=day(moment), area=area, words=note.words)


def recurring(found: Iterable[History]) -> list[str]:
    """Words and feelings that came back in several check-ins."""
    limits = phrases().recurring
    said: Counter[str] = Counter()
    felt: Counter[str] = Counter()
    for past in (past for history in found for past in history.past):
        felt.update(past.feelings)
        spoken = {word for answer in past.answers for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", answer.lower())}
        said.update(word for word in spoken - limits.common if len(word) >= limits.letters_at_least)
    told = [word for word, times in said.most_common() if times >= limits.check_ins_at_least and word not in felt]
    feelings = [word for word, times in felt.most_common() if times > 1]
    return [
        form.format(words=", ".join(sorted(each[: limits.words_at_most])))
        for form, each in ((phrases().words, told), (phrases().feelings, feelings))
        if each
    ]


def area_name(area: str) -> str:
    """The area as it begins a sentence or heads a column."""
    return phrases().areas.get(area, area.capitalize())


def day(moment: datetime) -> str:
    """'2 March 2026'."""
    return f"{moment.day} {moment:%B %Y}"
