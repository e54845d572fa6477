"""A check-in that nobody can overhear: nothing is spoken by the person, and the screen can stay blank."""

import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TextIO

import click
from pydantic import BaseModel, ConfigDict

from companion.conversation.events import Commanded, Heard, Listen
from companion.hearing.typed import TypedEar
from companion.keys import KEYS, Keys
from companion.words import load


class PrivateWords(BaseModel):
    """The schema of ``words/en/private.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    headphones: str
    silent: str
    how: str
    blank: str
    not_blank: str
    answers: dict[str, str]


@cache
def private_words() -> PrivateWords:
    """The lines. Raises `WordsError` when the person's own file is not right."""
    return load("private", PrivateWords)


@dataclass(frozen=True, slots=True)
class Privacy:
    """How private it is: `silent`, nothing is spoken at all; `blank`, nothing is on the screen."""

    silent: bool = False
    blank: bool = False

    def instructions(self) -> Iterator[str]:
        """What is told first."""
        words = private_words()
        yield words.silent if self.silent else words.headphones
        if self.blank:
            yield words.blank
        yield words.how

    def ear(self, terminal: TextIO, keys: Keys) -> TypedEar:
        """Typed answers, shown or not, of which some are a single letter."""
        if self.blank:
            return TypedEar(terminal, io.StringIO(), keys.unseen, short)
        return TypedEar(terminal, sys.stdout, keys.lines, short)

    def show(self, line: str) -> None:
        """Show this line, unless the screen is to be blank."""
        if not self.blank:
            click.echo(line)


def short(line: str, wish: Listen) -> Heard | Commanded | None:
    """What a single letter stands for: an answer where one of three is asked for, else the command of that key."""
    letter = line.strip().lower()
    if wish.expect == "closed" and (words := private_words().answers.get(letter)):
        return Heard(words, (1.0,) * len(words.split()))
    command = KEYS.get(letter)
    return None if command is None or command == "silence" else Commanded(command)
