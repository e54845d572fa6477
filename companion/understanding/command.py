"""Commands: the whole of a short utterance, courtesies aside, and never a word inside an answer."""

from collections.abc import Container, Iterator
from functools import cache
from itertools import pairwise
from typing import Self, get_args

from pydantic import BaseModel, ConfigDict, PrivateAttr, field_validator, model_validator

from companion.understanding.meaning import Command
from companion.understanding.pattern import read_sets, utterances
from companion.understanding.spoken import spoken
from companion.words import load

_LONGEST = 14  # words: anything longer is an answer, whatever it begins with


class CommandWords(BaseModel):
    """The file ``commands.toml``."""

    model_config = ConfigDict(extra="forbid")
    before: list[str]
    after: list[str]
    sets: dict[str, list[str]]
    commands: dict[Command, list[str]]
    _said: dict[str, Command] = PrivateAttr()

    @field_validator("commands")
    @classmethod
    def _every_command_can_be_said(cls, commands: dict[Command, list[str]]) -> dict[Command, list[str]]:
        if missing := [name for name in get_args(Command) if not commands.get(name)]:
            raise ValueError(f"no phrase for {', '.join(missing)}")
        return commands

    @model_validator(mode="after")
    def _patterns_can_be_read(self) -> Self:
        sets = read_sets(self.sets)
        self._said = {
            phrase: command
            for command, patterns in self.commands.items()
            for pattern in patterns
            for phrase in utterances(pattern, sets)
            if not _stutters(phrase)
        }
        return self

    def said(self) -> dict[str, Command]:
        """Every utterance, contractions opened, and the command it is."""
        return self._said


def command_of(words: tuple[str, ...]) -> Command | None:
    """The command these `spoken` words are, None when they are an answer."""
    core = core_of(words)
    return _phrases()[core] if core else None


def core_of(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """The command in these `spoken` words without the courtesies around it; None when they are an answer."""
    if len(words) > _LONGEST:
        return None
    return next((core for core in _cores(words) if core in _phrases()), None)


def _cores(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words as they are, then with more and more courtesies taken away at both ends."""
    starts = [words]
    for start in starts:
        starts.extend(start[n:] for n in _lengths(start, _ends("before")) if start[n:] not in starts)
    for start in starts:
        ends = [start]
        for end in ends:
            yield end
            backwards = tuple(reversed(end))
            ends.extend(end[:-n] for n in _lengths(backwards, _ends("after")) if end[:-n] not in ends)


def _lengths(words: tuple[str, ...], phrases: Container[tuple[str, ...]]) -> list[int]:
    return [n for n in range(1, min(len(words), 6)) if words[:n] in phrases]


def _stutters(phrase: str) -> bool:
    """Whether a word stands twice in a row ("the last one one more time"): what is heard is freed of that."""
    return any(word == following for word, following in pairwise(phrase.split()))


@cache
def _phrases() -> dict[tuple[str, ...], Command]:
    return {tuple(phrase.split()): command for phrase, command in load("commands", CommandWords).said().items()}


@cache
def _ends(side: str) -> frozenset[tuple[str, ...]]:
    phrases: list[str] = getattr(load("commands", CommandWords), side)
    step = 1 if side == "before" else -1
    return frozenset(spoken(phrase)[::step] for phrase in phrases)
