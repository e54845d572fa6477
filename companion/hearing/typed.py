"""Typed answers: the same turns, without a microphone."""

import contextlib
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TextIO

from companion.conversation.events import Commanded, Heard, Listen, NothingHeard


class TypedEar:
    """Reads one line for each turn. An empty line means "I'm done"; the end of the input ends the talk."""

    def __init__(
        self,
        lines: TextIO,
        prompt: TextIO,
        while_typing: Callable[[], AbstractContextManager[None]] = contextlib.nullcontext,
        short: Callable[[str, Listen], Heard | Commanded | None] = lambda _line, _wish: None,
    ) -> None:
        """`short` tells what a line stands for when it is not meant as words."""
        self._lines, self._prompt, self._while_typing, self._short = lines, prompt, while_typing, short

    def prepare(self) -> None:
        """Nothing is to be loaded."""

    def guard(self) -> None:
        """Nothing was overheard."""

    def listen(self, wish: Listen) -> Heard | Commanded | NothingHeard:
        """Read one line as a recogniser would print it, every word heard well."""
        with self._while_typing():  # the prompt says that a line may be typed: not before it may
            self._prompt.write("You: ")
            self._prompt.flush()
            line = self._lines.readline()
        if not line:
            self._prompt.write("\n")
            return NothingHeard(wish.wait_seconds, ended=True)
        if (meant := self._short(line, wish)) is not None:
            return meant
        words = as_heard(line)
        return Heard(words, (1.0,) * len(words.split())) if words else Commanded("done")


def as_heard(text: str) -> str:
    """The words as a recogniser prints them: lower case, no punctuation but apostrophes.

    >>> as_heard("Well... I don't know!")
    "well i don't know"
    """
    return " ".join(re.sub(r"[^\w' ]|_", " ", text.lower().replace("\u2019", "'")).split())
