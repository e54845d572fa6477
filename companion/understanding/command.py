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
_LONGEST_ABOUT = 4  # words: what a command is about is a word or a name, not a story


class CommandWords(BaseModel):
    """The file ``commands.toml``."""

    model_config = ConfigDict(extra="forbid")
    before: list[str]
    after: list[str]
    sets: dict[str, list[str]]
    commands: dict[Command, list[str]]
    about: dict[Command, list[str]]
    not_about: frozenset[str]
    _said: dict[str, Command] = PrivateAttr()
    _begun: dict[str, Command] = PrivateAttr()

    @field_validator("commands")
    @classmethod
    def _every_command_can_be_said(cls, commands: dict[Command, list[str]]) -> dict[Command, list[str]]:
        if missing := [name for name in get_args(Command) if not commands.get(name)]:
            raise ValueError(f"no phrase for {', '.join(missing)}")
        return commands

    @model_validator(mode="after")
    def _patterns_can_be_read(self) -> Self:
        self._said = self._written_out(self.commands)
        self._begun = self._written_out(self.about)
        return self

    def _written_out(self, table: dict[Command, list[str]]) -> dict[str, Command]:
        sets = read_sets(self.sets)
        return {
            phrase: command
            for command, patterns in table.items()
            for pattern in patterns
            for phrase in utterances(pattern, sets)
            if not _stutters(phrase)
        }

    def said(self) -> dict[str, Command]:
        """Every utterance, contractions opened, and the command it is."""
        return self._said

    def begun(self) -> dict[str, Command]:
        """Every beginning of a command that goes on with what it is about ("what did i say about ...")."""
        return self._begun


def command_of(words: tuple[str, ...]) -> tuple[Command | None, str]:
    """The command these `spoken` words are, and what it is about ("" for nothing); None when they are an answer."""
    core = core_of(words)
    if core is None:
        return None, ""
    return (_phrases()[core], "") if core in _phrases() else next(_begun(core))


def core_of(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """The command in these `spoken` words without the courtesies around it; None when they are an answer."""
    if len(words) > _LONGEST:
        return None
    cores = list(_cores(words))
    begun = [core for core in cores if any(_begun(core))]
    return next((core for core in cores if core in _phrases()), min(begun, key=len, default=None))


def _begun(words: tuple[str, ...]) -> Iterator[tuple[Command, str]]:
    """The command that begins these words, when it goes on with one to four words of what it is about."""
    beginnings = _beginnings()
    for length in range(len(words) - 1, max(0, len(words) - 1 - _LONGEST_ABOUT), -1):  # the most of it first
        command = beginnings.get(words[:length])
        if command is not None and words[length] not in load("commands", CommandWords).not_about:
            yield command, " ".join(words[length:])


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
    return _split(load("commands", CommandWords).said())


@cache
def _beginnings() -> dict[tuple[str, ...], Command]:
    return _split(load("commands", CommandWords).begun())


def _split(phrases: dict[str, Command]) -> dict[tuple[str, ...], Command]:
    return {tuple(phrase.split()): command for phrase, command in phrases.items()}


@cache
def _ends(side: str) -> frozenset[tuple[str, ...]]:
    phrases: list[str] = getattr(load("commands", CommandWords), side)
    step = 1 if side == "before" else -1
    return frozenset(spoken(phrase)[::step] for phrase in phrases)
