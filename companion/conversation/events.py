"""Wishes the conversation yields, and facts it gets back.

A wish is imperative (`Say`, `Listen`, `Keep` ...); a fact is in the past tense and answers the wish before it.
All are frozen values without a clock, a device or a random number, so one check-in runs on a microphone,
on a sound file or on typed text. Every duration is in seconds and its name says so.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

from companion.replying import Day
from companion.understanding import Command, Concern, Stance

Expect: TypeAlias = Literal["closed", "open", "connection", "country", "more", "command"]
"""What kind of answer is hoped for: it sets the tone before it and the phrases the recogniser favours.

'more' is a silence held after an acknowledgement, in which nothing needs to be said; 'command' is a pause.
"""

Adjustable: TypeAlias = Literal["slower", "faster", "louder", "quieter"]


Key: TypeAlias = Command | Literal["silence"]
"""What a key asks for: a command, or only that we stop speaking."""


Loudness: TypeAlias = Literal["quiet", "loud"]
"""How a voice comes in when its level is not right: too soft to be heard well, or cut off at the microphone's limit."""

Seat: TypeAlias = Literal[0, 1]
"""Whose journal: of whoever the check-in is held with, or, at a check-in for two, of the person beside them (1)."""


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
class Past:
    """A page that was kept before: on which day, in a check-in about whom ("" for nobody named)."""

    page: Page
    day: Day
    connection: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """Who can be called in the person's country, numbers as they are written; all empty when it is not known.

    `listeners` names the crisis line and its hours, `abuse_hours` those of the line for who is hurt by somebody.
    """

    country: str = ""
    emergency: str = ""
    crisis: str = ""
    listeners: str = ""
    abuse: str = ""
    abuse_hours: str = ""


@dataclass(frozen=True, slots=True)
class Say:
    """Say this aloud and on the screen; `shown`, when given, stands on the screen in its place: numbers as digits."""

    text: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Listen:
    """Listen for one turn: `wait_seconds` for its beginning, `patience_seconds` of quiet for its end."""

    expect: Expect
    patience_seconds: float
    wait_seconds: float


@dataclass(frozen=True, slots=True)
class Keep:
    """Put this page on disk: the answer comes only when it is safe there."""

    page: Page
    seat: Seat = 0


@dataclass(frozen=True, slots=True)
class About:
    """From here on this check-in is about this connection ('your sister'); its last repair is wanted back."""

    connection: str


@dataclass(frozen=True, slots=True)
class GoOn:
    """Go on with the check-in that stopped halfway, instead of a new one: its pages are wanted."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Take the page of this slot off the disk for good."""

    slot: str
    seat: Seat = 0


@dataclass(frozen=True, slots=True)
class Adjust:
    """Change how we speak, one step."""

    what: Adjustable


@dataclass(frozen=True, slots=True)
class LiveIn:
    """The person said that they are in this country, in these words: who can be called there is wanted, and kept."""

    words: str


@dataclass(frozen=True, slots=True)
class Fetch:
    """Fetch the better recognition model and listen with it: the person has said yes to the download."""


@dataclass(frozen=True, slots=True)
class Recall:
    """The last check-in that came to its end is wanted back, all its pages."""


@dataclass(frozen=True, slots=True)
class Search:
    """The answers that hold all these words are wanted."""

    words: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many check-ins there are about this connection, this one among them."""

    connection: str


@dataclass(frozen=True, slots=True)
class Erase:
    """Take it off the disk for good: this check-in, all about one `connection`, or everything with its key."""

    what: Literal["check-in", "connection", "everything"]
    connection: str = ""


Wish: TypeAlias = (
    Say | Listen | Keep | About | GoOn | Forget | Adjust | LiveIn | Fetch | Recall | Search | Count | Erase
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """It was said to its end."""


@dataclass(frozen=True, slots=True)
class Interrupted:
    """Speech was cut short by a key; `command` is what the key asked for, None for "stop speaking"."""

    command: Command | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """A turn: its words as the recogniser prints them, and how sure it was of each (0 to 1).

    `words` is empty when somebody spoke and no word could be made out. `loudness` is None where the level is right.
    """

    words: str
    confidences: tuple[float, ...] = ()
    loudness: Loudness | None = None


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
class Kept:
    """The page is durably on disk."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """The pages of the last repair with this connection: an area's closed answer and its notes; often none."""

    pages: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class WentOn:
    """What follows belongs to the check-in that stopped halfway; these are its pages so far."""

    pages: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class Forgotten:
    """It is gone from the disk."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was looked for: how many pages there are, those to be read (of a search the newest), and what day it is."""

    count: int
    pages: tuple[Past, ...]
    today: Day


@dataclass(frozen=True, slots=True)
class Counted:
    """So many check-ins."""

    check_ins: int


@dataclass(frozen=True, slots=True)
class Adjusted:
    """It was changed, or was at its limit already when `changed` is False."""

    changed: bool = True


@dataclass(frozen=True, slots=True)
class Located:
    """Who can be called in the country that was named; nobody when it is not one we know."""

    help: Help = Help()


@dataclass(frozen=True, slots=True)
class Fetched:
    """The better model is in use; when not `done`, the one before it still is."""

    done: bool


Fact: TypeAlias = (
    Spoken
    | Interrupted
    | Heard
    | NothingHeard
    | Commanded
    | Kept
    | Remembered
    | WentOn
    | Forgotten
    | Adjusted
    | Located
    | Fetched
    | Found
    | Counted
)

Result = TypeVar("Result")
Line: TypeAlias = Generator[Wish, Fact, Result]
"""A stretch of talk: yields wishes, is sent facts, returns what came of it."""
