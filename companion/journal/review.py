"""A gentle look back over a time: what changed, never a score; nothing where there is too little.

Only words that were heard well are repeated, and never those of a page that gave concern. What was said about one
connection is never compared with another.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from companion import words
from companion.journal.export import CheckInWithPages, printable
from companion.journal.pages import KeptPage, marked
from companion.journal.rows import connection_key

FeelingsOf = Callable[[str], Iterable[str]]
"""The words for feelings of the person's own that are in an answer."""

_OPENNESS = ("no", "unclear", "yes")
_AGAIN = "remembered"
"""The slot of what became of a repair note."""


class _Recurring(BaseModel):
    model_config = ConfigDict(extra="forbid")
    letters_at_least: int
    check_ins_at_least: int
    words_at_most: int
    common: frozenset[str]


class Phrases(BaseModel):
    """The sentences of ``words/en/review.toml``."""

    model_config = ConfigDict(extra="forbid")
    too_little: str
    opening: str
    about: str
    note: str
    became: str
    words: str
    feelings: str
    closing: str
    areas: dict[str, str]
    stances: dict[Literal["yes", "no", "unclear"], str]
    changes: dict[Literal["stayed", "opened", "closed", "returned"], str]
    recurring: _Recurring


def look_back(held: Sequence[CheckInWithPages], feelings_of: FeelingsOf) -> list[str]:
    """The sentences about these check-ins, in order; one that says so when there is too little to compare."""
    phrases = words.load("review", Phrases)
    finished = [each for each in held if each[0].finished]
    told = [*_connections(finished, phrases), *_recurring(finished, feelings_of, phrases)]
    if not told:
        return [phrases.too_little]
    first, last = finished[0][0].started_at, finished[-1][0].started_at
    return [phrases.opening.format(first=_day(first), last=_day(last)), *told, phrases.closing]


def _connections(held: Sequence[CheckInWithPages], phrases: Phrases) -> list[str]:
    """For each connection that was named, its areas and its repair notes."""
    groups: dict[str, list[CheckInWithPages]] = {}
    for entry, pages in held:
        if key := connection_key(entry.connection):
            groups.setdefault(key, []).append((entry, pages))
    told = []
    for group in groups.values():
        pages = [page for _, kept in group for page in kept]
        found = [*_areas(pages, phrases), *_notes(pages, phrases)]
        if found and len(group) > 1:
            told += [phrases.about.format(connection=printable(group[-1][0].connection)), *found]
    return told


def _areas(pages: Sequence[KeptPage], phrases: Phrases) -> list[str]:
    """How each area moved, where it was answered at least twice."""
    areas: dict[str, list[KeptPage]] = {}
    for kept in pages:
        area, _, kind = kept.page.slot.partition(".")
        if kind == "closed" and kept.page.stance:
            areas.setdefault(area, []).append(kept)
    return [_moved(area, answers, phrases) for area, answers in areas.items() if len(answers) > 1]


def _moved(area: str, answers: Sequence[KeptPage], phrases: Phrases) -> str:
    stances = [kept.page.stance or "unclear" for kept in answers]
    before, after = stances[0], stances[-1]
    change: Literal["stayed", "opened", "closed", "returned"] = "stayed"
    if before != after:
        change = "opened" if _OPENNESS.index(after) > _OPENNESS.index(before) else "closed"
    elif between := [stance for stance in stances if stance != after]:
        change, before = "returned", between[-1]
    return phrases.changes[change].format(
        area=phrases.areas.get(area, area.capitalize()),
        before=phrases.stances[before],
        after=phrases.stances[after],
        first=_day(answers[0].kept_at),
        last=_day(answers[-1].kept_at),
    )


def _notes(pages: Sequence[KeptPage], phrases: Phrases) -> list[str]:
    """The repair notes, and what the person said became of them, in the order of time."""
    told = []
    for kept in pages:
        form = phrases.note if ".repair." in kept.page.slot else phrases.became if kept.page.slot == _AGAIN else ""
        if form and _may_be_repeated(kept):
            told.append(form.format(date=_day(kept.kept_at), words=printable(kept.page.words)))
    return told


def _recurring(held: Sequence[CheckInWithPages], feelings_of: FeelingsOf, phrases: Phrases) -> list[str]:
    """Words and feelings that came back in several check-ins."""
    limits = phrases.recurring
    said: Counter[str] = Counter()
    felt: Counter[str] = Counter()
    for _, pages in held:
        answers = [kept.page.words for kept in pages if kept.page.stance is None and _may_be_repeated(kept)]
        felt.update({feeling for answer in answers for feeling in feelings_of(answer)})
        spoken = {word for answer in answers for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", answer.lower())}
        said.update(word for word in spoken - limits.common if len(word) >= limits.letters_at_least)
    told = [word for word, times in said.most_common() if times >= limits.check_ins_at_least and word not in felt]
    feelings = [word for word, times in felt.most_common() if times > 1]
    return [
        form.format(words=", ".join(sorted(found[: limits.words_at_most])))
        for form, found in ((phrases.words, told), (phrases.feelings, feelings))
        if found
    ]


def _may_be_repeated(kept: KeptPage) -> bool:
    """Whether every word was heard well, and nothing in it gave concern."""
    return kept.page.concern == "none" and marked(kept.page) == kept.page.words


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
