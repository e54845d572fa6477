"""The words of ``stance.toml``: what counts as a yes, a no, or neither."""

from collections.abc import Container
from functools import cache
from typing import Literal, Self, TypeAlias, get_args

from pydantic import BaseModel, ConfigDict, PrivateAttr, model_validator

from companion.understanding.meaning import Stance
from companion.understanding.pattern import Patterns
from companion.understanding.spoken import spoken
from companion.words import load

Words: TypeAlias = tuple[str, ...]

_LONGEST_PHRASE = 7  # words of the longest plain answer or lead-in


class _Answers(BaseModel):
    model_config = ConfigDict(extra="forbid")
    yes: list[str]
    no: list[str]
    unclear: list[str]


class _Signs(BaseModel):
    model_config = ConfigDict(extra="forbid")
    good: list[str]
    bad: list[str]
    hard: list[str]
    often: list[str]
    wish: list[str]


class _Grammar(BaseModel):
    model_config = ConfigDict(extra="forbid")
    echo: list[str]
    denial: list[str]
    doubtful: list[str]
    deny: frozenset[str]
    clause: frozenset[str]
    turn: frozenset[str]
    trailing: frozenset[str]
    limits: frozenset[str]
    asks_both: list[str]
    between: list[str]
    both: frozenset[str]
    one: frozenset[str]


class _General(BaseModel):
    model_config = ConfigDict(extra="forbid")
    yes: list[str]
    asked_crooked: list[str]
    not_straight: list[str]
    empty: frozenset[str]


class StanceWords(BaseModel):
    """The file ``stance.toml``."""

    model_config = ConfigDict(extra="forbid")
    lead_in: list[str]
    plain: _Answers
    whole: _Answers
    idiom: _Answers
    signs: _Signs
    grammar: _Grammar
    general: _General
    _listening: dict[str, Patterns] = PrivateAttr()

    @model_validator(mode="after")
    def _patterns_can_be_read(self) -> Self:
        self._listening = {
            "idiom": Patterns(self.idiom.model_dump()),
            "signs": Patterns({"good": self.signs.good, "bad": self.signs.bad, "hard": self.signs.hard}),
            "often": Patterns({"yes": self.signs.often}),
            "wish": Patterns({"wish": self.signs.wish}),
            "echo": Patterns({"yes": self.grammar.echo}),
            "denial": Patterns({"no": self.grammar.denial, "unclear": self.grammar.doubtful}),
            "asks_both": Patterns({"both": self.grammar.asks_both}),
            "about_two": Patterns({"two": self.grammar.asks_both + self.grammar.between}),
            "general": Patterns({"yes": self.general.yes}),
            "asked_crooked": Patterns({"crooked": self.general.asked_crooked}),
            "not_straight": Patterns({"crooked": self.general.not_straight}),
        }
        return self

    def listening(self, part: str) -> Patterns:
        """The patterns of one part: one of the names above."""
        return self._listening[part]


def stance_words() -> StanceWords:
    """The words of ``stance.toml``, read once."""
    return load("stance", StanceWords)


def longest(words: Words, phrases: Container[Words]) -> int:
    """How many words the longest of the phrases takes with which `words` begin; 0 when none does."""
    return next((n for n in range(_LONGEST_PHRASE, 0, -1) if words[:n] in phrases and n <= len(words)), 0)


def as_stance(name: str) -> Stance:
    """The stance of this name; raises `StopIteration` for any other text."""
    return next(stance for stance in get_args(Stance) if stance == name)


@cache
def lead_ins() -> frozenset[Words]:
    """What may be said before the answer itself begins."""
    return frozenset(spoken(phrase) for phrase in stance_words().lead_in)


@cache
def answers(section: Literal["plain", "whole"]) -> dict[Words, Stance]:
    """The plain answers of one section, each with its stance."""
    listed: dict[str, list[str]] = getattr(stance_words(), section).model_dump()
    return {spoken(phrase): as_stance(kind) for kind, phrases in listed.items() for phrase in phrases}
