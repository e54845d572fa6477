"""What one check-in carries along, and the smallest stretches of talk: say, listen, keep."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from companion.conversation.events import (
    Commanded,
    Expect,
    Fact,
    Heard,
    Help,
    Interrupted,
    Keep,
    Kept,
    Line,
    Listen,
    Loudness,
    NothingHeard,
    Page,
    Say,
    Spoken,
    Wish,
)
from companion.conversation.script import phrases
from companion.understanding import Command, Meaning, Question, Stance, understand

SURE = 0.8
"""Words heard with less confidence than this (0 to 1) are kept as uncertain and never said back."""

CONNECTION = "connection"
"""The slot of the answer to whom the check-in is about."""

ASKED = Meaning(command="i need help", concern="check")
"""What the key for "I need help" means: what it is about is not known yet."""

ALIKE = 3
"""So many answers running, all too soft or all too loud, are no chance."""

Expected = TypeVar("Expected")


class StoppedError(Exception):
    """The check-in is over before its end: `parting` is the line to part with, `shown` the same for the screen."""

    def __init__(self, parting: str, shown: str = "") -> None:
        super().__init__(parting)
        self.parting, self.shown = parting, shown


class WentBackError(Exception):
    """The person wants the question before this one again."""


class DangerError(Exception):
    """Somebody spoke of danger where nothing of the kind was asked: what is under way is left."""

    def __init__(self, meaning: Meaning) -> None:
        super().__init__(meaning.concern)
        self.meaning = meaning


@dataclass(frozen=True, slots=True)
class Manner:
    """How patient the talk is, in seconds; the defaults are those of measured talk, see ``understanding``'s sources.

    `silences_seconds` are the waits before each rung of the silence ladder; `hold_seconds` is the silence held open
    after an acknowledgement (0: none, for files and typed text); `rest_seconds` how long a rest or a pause lasts.
    """

    closed_patience_seconds: float = 0.8
    open_patience_seconds: float = 2.0
    silences_seconds: tuple[float, ...] = (8.0, 15.0)
    hold_seconds: float = 4.0
    rest_seconds: float = 120.0
    pause_seconds: float = 1800.0


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with what was understood of it; `sure` are its words when all were heard well, else ''."""

    words: str
    confidences: tuple[float, ...]
    meaning: Meaning

    @property
    def sure(self) -> str:
        """All the words or none: with one word in doubt (a lost "not") the rest could turn into its opposite."""
        return self.words if is_sure(self.confidences) else ""


def is_sure(confidences: tuple[float, ...]) -> bool:
    """Whether every word was heard well enough to be said back."""
    return bool(confidences) and min(confidences) >= SURE


@dataclass(slots=True)
class Talk:
    """The one check-in under way: what was said, what was kept, how patient to be.

    `loudness` is that of the last answers, and `level_told` whether something was said to it.
    `left_out`: something was told off the record; `latest_kept`: the last answer was not. `worried`: something gave
    concern; `helped`: who could help was named; `called`: so was the emergency number while we stayed; `hushed`:
    the person may be overheard, and nothing of it is to be said aloud. `staying` are the areas whose invitation to
    repair was accepted; `felt_heard` answers the last question.
    `disowned` is the slot of the answer that was not what the person said: it goes, with a new answer or without one.
    """

    manner: Manner
    seed: int = 0
    connection: str = ""
    pair: str = ""
    said: list[str] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    answered: list[str] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    resumed: frozenset[str] = frozenset()
    pressed: Command | None = None
    on_record: bool = True
    left_out: bool = False
    latest_kept: bool = True
    worried: bool = False
    help: Help = field(default_factory=Help)
    helped: bool = False
    called: bool = False
    hushed: bool = False
    staying: set[str] = field(default_factory=set)
    felt_heard: Stance | None = None
    disowned: str = ""
    loudness: list[Loudness | None] = field(default_factory=list)
    level_told: bool = False

    def resume(self, pages: Sequence[Page]) -> None:
        """Take up a check-in that stopped halfway: its answers are there already."""
        self.pages.update((page.slot, page) for page in pages)
        self.answered.extend(page.slot for page in pages)
        self.resumed = frozenset(self.pages)
        self.worried = any(page.concern != "none" for page in pages)
        self.felt_heard = self.pages["heard"].stance if "heard" in self.pages else None

    def has(self, slot: str) -> bool:
        """Whether this was answered before the check-in stopped halfway, and so is not asked again."""
        return slot in self.resumed


def carry_out(wish: Wish, expected: type[Expected]) -> Line[Expected]:
    """The one kind of fact that answers this wish. Raises `TypeError` for any other: nothing is taken for done."""
    fact = yield wish
    if not isinstance(fact, expected):
        raise unfitting(wish, fact)
    return fact


def unfitting(wish: Wish, fact: Fact) -> TypeError:
    """The defect of whoever carries out the wishes."""
    return TypeError(f"{type(wish).__name__} cannot be answered with {type(fact).__name__}")


def stopped(talk: Talk, line: str) -> StoppedError:
    """The end of the check-in, with what is kept; told as it is when something was off the record."""
    return StoppedError(f"{line} {phrases().some_kept if talk.left_out else phrases().all_kept}")


def say(talk: Talk, text: str, shown: str = "") -> Line[bool]:
    """Say it; a key pressed meanwhile waits for the next turn, except stop, which stops now.

    Returns whether it was heard to its end.
    """
    wish = Say(text, shown)
    fact = yield wish
    if not isinstance(fact, Spoken | Interrupted):
        raise unfitting(wish, fact)
    talk.said.append(text)
    if isinstance(fact, Interrupted):
        talk.pressed = fact.command or talk.pressed
        if fact.command == "stop":
            raise stopped(talk, phrases().stopped)
    return isinstance(fact, Spoken)


def patience_seconds(talk: Talk, expect: Expect) -> float:
    """How long a quiet ends an answer of this kind."""
    closed = expect in ("closed", "connection", "command")
    return talk.manner.closed_patience_seconds if closed else talk.manner.open_patience_seconds


def listen(talk: Talk, expect: Expect, wait_seconds: float) -> Line[Heard | Commanded | NothingHeard]:
    """One wish to listen. Raises `DangerError` when the person asks for help, whatever was going on."""
    fact = yield from hear(talk, expect, wait_seconds)
    if isinstance(fact, Commanded) and fact.command == ASKED.command:
        raise DangerError(ASKED)
    if isinstance(fact, Heard) and (meaning := understand(fact.words)).command == ASKED.command:
        raise DangerError(replace(meaning, concern="check"))
    return fact


def hear(talk: Talk, expect: Expect, wait_seconds: float) -> Line[Heard | Commanded | NothingHeard]:
    """One wish to listen; a key pressed while we spoke answers at once."""
    if (command := talk.pressed) is not None:
        talk.pressed = None
        return Commanded(command)
    wish = Listen(expect, patience_seconds(talk, expect), wait_seconds)
    fact = yield wish
    if not isinstance(fact, Heard | Commanded | NothingHeard):
        raise unfitting(wish, fact)
    if isinstance(fact, NothingHeard) and fact.ended:
        raise stopped(talk, phrases().ended)
    if isinstance(fact, Heard):
        talk.loudness = [*talk.loudness[1 - ALIKE :], fact.loudness]
    return Heard("") if isinstance(fact, Heard) and is_doubtful_command(fact) else fact


def is_doubtful_command(heard: Heard) -> bool:
    """Whether these words would be a command, and were not heard well: a guess must not stop or forget anything."""
    if is_sure(heard.confidences):
        return False
    meaning = understand(heard.words)
    return meaning.command is not None and meaning.concern == "none"


def keep(talk: Talk, slot: str, question: Question, answer: Answer, stance: Stance | None = None) -> Line[None]:
    """Put the answer on disk before anything is said to it; off the record, put nothing."""
    talk.latest_kept = talk.on_record
    if not talk.on_record:
        talk.left_out = True
        return
    meaning = answer.meaning
    page = Page(slot, question.text, answer.words, answer.confidences, stance or meaning.stance, meaning.concern)
    yield from carry_out(Keep(page), Kept)
    talk.pages[slot] = page
    talk.disowned = ""  # its words are replaced
    talk.answered = [kept for kept in talk.answered if kept != slot] + [slot]


def help_level(talk: Talk) -> Line[None]:
    """Once three answers running came in too soft or too loud, say what would help; and once it has, that too."""
    latest = set(talk.loudness)
    if talk.worried:
        return
    if not talk.level_told and len(talk.loudness) == ALIKE and len(latest) == 1 and latest != {None}:
        talk.level_told = True
        yield from say(talk, phrases().too_quiet if "quiet" in latest else phrases().too_loud)
    elif talk.level_told and talk.loudness[-1] is None and phrases().level_is_well not in talk.said:
        yield from say(talk, phrases().level_is_well)
