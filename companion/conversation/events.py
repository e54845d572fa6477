"""Wishes the conversation yields, and facts it gets back.

A wish is imperative (`Say`, `Listen`, `Rest`, `Keep`); a fact is in the past tense and answers the wish before it.
All are frozen values without a clock, a device or a random number, so one check-in runs on a microphone,
on a sound file or on typed text. Every duration is in seconds and its name says so.
"""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from companion.understanding import Command, Concern, Stance

Expect: TypeAlias = Literal["closed", "open", "connection", "command"]
"""What kind of answer is hoped for: it sets the patience and the phrases the recogniser favours."""


@dataclass(frozen=True, slots=True)
class Page:
    """One answer as it is kept. A page of the same slot replaces the one before it in the same check-in.

    `slot` is where in the check-in it belongs, such as 'goals.closed' or 'trust.repair.1'.
    `confidences` holds one number from 0 to 1 per word of `words`.
    """

    slot: str
    question: str
    words: str
    confidences: tuple[float, ...] = ()
    stance: Stance | None = None
    concern: Concern = "none"


@dataclass(frozen=True, slots=True)
class Say:
    """Say this aloud (and on the screen); `slow` asks for a slower pace."""

    text: str
    slow: bool = False


@dataclass(frozen=True, slots=True)
class Listen:
    """Listen for one turn: `wait_seconds` for its beginning, `patience_seconds` of quiet for its end."""

    expect: Expect
    patience_seconds: float
    wait_seconds: float


@dataclass(frozen=True, slots=True)
class Rest:
    """Hold the silence, marked by a soft tone."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Keep:
    """Put this page on disk: the answer comes only when it is safe there."""

    page: Page


Wish: TypeAlias = Say | Listen | Rest | Keep


@dataclass(frozen=True, slots=True)
class Spoken:
    """It was said to its end."""


@dataclass(frozen=True, slots=True)
class Interrupted:
    """Speech or rest was cut short by a key; `command` is what the key asked for, None for "stop speaking"."""

    command: Command | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """A turn: its words as the recogniser prints them, and how sure it was of each (0 to 1)."""

    words: str
    confidences: tuple[float, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class NothingHeard:
    """Nobody spoke for this long; `ended` when nothing can come any more (end of the file, of the input)."""

    seconds: float
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Commanded:
    """A key was pressed instead of an answer."""

    command: Command


@dataclass(frozen=True, slots=True)
class Rested:
    """The silence was held."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The page is durably on disk."""


Fact: TypeAlias = Spoken | Interrupted | Heard | NothingHeard | Commanded | Rested | Kept
