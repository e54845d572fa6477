"""What one check-in carries along, and the smallest stretches of talk: say, wait for a turn, ask and keep.

Commands and silence are served here, once, for every question.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from companion.conversation.events import (
    Adjust,
    Adjustable,
    Adjusted,
    Commanded,
    Expect,
    Forget,
    Heard,
    Interrupted,
    Keep,
    Line,
    Listen,
    NothingHeard,
    Page,
    Say,
)
from companion.conversation.script import phrases
from companion.replying import own_rupture
from companion.understanding import Command, Meaning, Question, Stance, understand

SURE = 0.8
"""Words heard with less confidence than this (0 to 1) are kept as uncertain and never said back."""

PATIENCE_LIMIT_SECONDS = 10.0
"""The longest quiet that "more time" can ask for."""


class StoppedError(Exception):
    """The check-in is over before its end: `said` is the line to part with."""

    def __init__(self, parting: str) -> None:
        super().__init__(parting)
        self.parting = parting


class WentBackError(Exception):
    """The person wants the question before this one again."""


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
    """The one check-in under way: what was said, what was kept, how patient to be."""

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

    def resume(self, pages: Sequence[Page]) -> None:
        """Take up a check-in that stopped halfway: its answers are there already."""
        self.pages.update((page.slot, page) for page in pages)
        self.answered.extend(page.slot for page in pages)
        self.resumed = frozenset(self.pages)

    def has(self, slot: str) -> bool:
        """Whether this was answered before the check-in stopped halfway, and so is not asked again."""
        return slot in self.resumed


def say(talk: Talk, text: str) -> Line[None]:
    """Say it; a key pressed meanwhile waits for the next turn, except stop, which stops now."""
    fact = yield Say(text)
    talk.said.append(text)
    if isinstance(fact, Interrupted):
        talk.pressed = fact.command
        if fact.command == "stop":
            raise StoppedError(phrases().stopped)


def patience_seconds(talk: Talk, expect: Expect) -> float:
    """How long a quiet ends an answer of this kind."""
    closed = expect in ("closed", "connection", "command")
    return talk.manner.closed_patience_seconds if closed else talk.manner.open_patience_seconds


def listen(talk: Talk, expect: Expect, wait_seconds: float) -> Line[Heard | Commanded | NothingHeard]:
    """One wish to listen; a key pressed while we spoke answers at once."""
    if (command := talk.pressed) is not None:
        talk.pressed = None
        return Commanded(command)
    fact = yield Listen(expect, patience_seconds(talk, expect), wait_seconds)
    if not isinstance(fact, Heard | Commanded | NothingHeard):
        raise TypeError(f"a turn cannot end with {type(fact).__name__}")
    if isinstance(fact, NothingHeard) and fact.ended:
        raise StoppedError(phrases().ended)
    return fact


def turn(talk: Talk, expect: Expect) -> Line[Heard | Commanded]:
    """One turn, with the silence ladder: a word of presence, a choice, a rest; then the check-in ends by itself."""
    rungs = zip(talk.manner.silences_seconds, phrases().silence, strict=False)
    for wait_seconds, line in rungs:
        fact = yield from listen(talk, expect, wait_seconds)
        if not isinstance(fact, NothingHeard):
            return fact
        yield from say(talk, line)
    fact = yield from listen(talk, expect, talk.manner.silences_seconds[-1])
    if not isinstance(fact, NothingHeard):
        return fact
    yield from say(talk, phrases().resting)
    yield from rest(talk, talk.manner.rest_seconds)
    return Commanded("repeat")


def rest(talk: Talk, seconds: float) -> Line[None]:
    """Be quiet until the person is back; whatever else is said meanwhile is not meant for us."""
    command: Command | None = None
    while command is None:
        fact = yield from listen(talk, "command", seconds)
        if isinstance(fact, NothingHeard):
            raise StoppedError(phrases().gone)
        command = fact.command if isinstance(fact, Commanded) else understand(fact.words).command
    if command == "stop":
        raise StoppedError(phrases().stopped)
    yield from say(talk, phrases().welcome_back)


def ask(talk: Talk, question: Question, expect: Expect | None = None) -> Line[Answer | None]:
    """Ask until there is an answer; None when it was skipped. Every command and every silence is served here."""
    yield from say(talk, question.text)
    missed = 0
    while True:
        fact = yield from turn(talk, expect or question.kind)
        if isinstance(fact, Heard) and not fact.words.strip():
            if missed == len(phrases().not_caught):
                yield from say(talk, phrases().skipped)
                return None
            yield from say(talk, phrases().not_caught[missed])
            missed += 1
            continue
        if isinstance(fact, Heard):
            meaning = understand(fact.words, question)
            if meaning.command is None or meaning.concern != "none":
                return Answer(fact.words, fact.confidences, meaning)
            command = meaning.command
        else:
            command = fact.command
        if command in ("skip", "done"):
            yield from say(talk, phrases().skipped)
            return None
        yield from serve(talk, command)
        yield from say(talk, question.text)


def serve(talk: Talk, command: Command) -> Line[None]:
    """Do what a command asks; the question is asked again afterwards. Stop and back leave the question instead."""
    match command:
        case "stop":
            raise StoppedError(phrases().stopped)
        case "misheard":
            yield from say(talk, own_rupture("misheard", talk.said))
            raise WentBackError
        case "back":
            raise WentBackError
        case "help":
            yield from say(talk, phrases().help)
        case "pause":
            yield from say(talk, phrases().paused)
            yield from rest(talk, talk.manner.pause_seconds)
        case _:
            yield from serve_wish(talk, command)


def serve_wish(talk: Talk, command: Command) -> Line[None]:
    """Do what a command asks of our manner, or of what is kept; one without meaning here is passed over."""
    match command:
        case "slower" | "faster" | "louder" | "quieter":
            yield from adjust(talk, command)
        case "more time":
            yield from give_time(talk)
        case "what did i say":
            yield from say_back(talk)
        case "forget":
            yield from forget(talk)
        case "off the record" | "on the record":
            talk.on_record = command == "on the record"
            yield from say(talk, phrases().on_the_record if talk.on_record else phrases().off_the_record)


def adjust(talk: Talk, what: Adjustable) -> Line[None]:
    """Speak slower, faster, louder or quieter from now on."""
    fact = yield Adjust(what)
    changed = isinstance(fact, Adjusted) and fact.changed
    lines = {
        "slower": phrases().slower,
        "faster": phrases().faster,
        "louder": phrases().louder,
        "quieter": phrases().quieter,
    }
    yield from say(talk, lines[what] if changed else phrases().at_limit)


def give_time(talk: Talk) -> Line[None]:
    """Wait half as long again before a turn ends, up to the limit."""
    longer = {
        name: min(1.5 * getattr(talk.manner, name), PATIENCE_LIMIT_SECONDS)
        for name in ("closed_patience_seconds", "open_patience_seconds")
    }
    talk.manner = replace(talk.manner, **longer)
    yield from say(talk, phrases().more_time)


def say_back(talk: Talk) -> Line[None]:
    """Say the last answer back, when every word of it was heard well."""
    if not talk.answered:
        yield from say(talk, phrases().nothing_said)
        return
    page = talk.pages[talk.answered[-1]]
    sure = is_sure(page.confidences)
    yield from say(talk, phrases().last_words.format(words=page.words) if sure else phrases().last_words_unsure)


def forget(talk: Talk) -> Line[None]:
    """Take the last answer off the disk, once the person has said yes to that."""
    if not talk.answered:
        yield from say(talk, phrases().nothing_to_forget)
        return
    if (yield from agrees(talk, phrases().confirm_forget)):
        slot = talk.answered.pop()
        yield Forget(slot)
        del talk.pages[slot]
        yield from say(talk, phrases().forgotten)
    else:
        yield from say(talk, phrases().not_forgotten)


def agrees(talk: Talk, text: str) -> Line[bool]:
    """Whether the person says yes to this. Anything else is a no: nothing happens unasked."""
    answer = yield from ask(talk, Question(text, "closed"))
    return answer is not None and answer.meaning.stance == "yes"


def keep(talk: Talk, slot: str, question: Question, answer: Answer, stance: Stance | None = None) -> Line[None]:
    """Put the answer on disk before anything is said to it; off the record, put nothing."""
    if not talk.on_record:
        return
    meaning = answer.meaning
    page = Page(slot, question.text, answer.words, answer.confidences, stance or meaning.stance, meaning.concern)
    yield Keep(page)
    talk.pages[slot] = page
    talk.answered = [kept for kept in talk.answered if kept != slot] + [slot]
