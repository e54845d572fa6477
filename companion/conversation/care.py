"""What comes before any acknowledgement: somebody in danger, or somebody who has had enough of us.

A first version of the safety talk: it asks directly, names who could help, and stays.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from companion.conversation.asking import answer_of, ask, serve
from companion.conversation.events import About, Expect, Forget, Forgotten, Line, NothingHeard, Remembered
from companion.conversation.script import safety
from companion.conversation.talk import (
    CONNECTION,
    Answer,
    DangerError,
    StoppedError,
    Talk,
    WentBackError,
    carry_out,
    keep,
    listen,
    say,
)
from companion.replying import acknowledge, own_rupture
from companion.understanding import Command, Concern, Question, Rupture

STAY_TURNS = 100
"""How many turns we stay and listen after the questions were left; a bound only so that it always ends."""

GOING_ON: tuple[Command, ...] = ("resume", "skip", "done")
"""Commands that end a stretch in which nothing was asked."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question whose answer is kept in `slot`; the commands in `taking` are answers to it."""

    slot: str
    question: Question
    expect: Expect | None = None
    taking: Collection[Command] = ()


def take(talk: Talk, asking: Asking, then: Callable[[Answer], Line[None]]) -> Line[bool]:
    """Ask, keep the answer before anything is said to it, meet what has to be met; `then` is for everything else.

    Going back from there means this very question again. Says whether it was asked: not when it was answered already.
    """
    if talk.has(asking.slot):
        return False
    while True:
        answer = yield from ask(talk, asking.question, asking.expect, asking.taking)
        if answer is not None:
            yield from keep(talk, asking.slot, asking.question, answer)
        yield from let_go(talk, asking.slot)
        if answer is None:
            return True
        try:
            if not (yield from met(talk, answer)):
                yield from then(answer)
        except WentBackError:
            continue
        return True


def let_go(talk: Talk, slot: str) -> Line[None]:
    """Take the answer in `slot` off the disk when it was not what the person said, and no other took its place."""
    if slot == talk.disowned and slot in talk.pages:
        yield from carry_out(Forget(slot), Forgotten)
        del talk.pages[slot]
        talk.answered.remove(slot)
        if slot == CONNECTION:
            yield from carry_out(About(""), Remembered)
    talk.disowned = ""


def acknowledged(talk: Talk, answer: Answer) -> Line[None]:
    """The plain thing to do with an answer."""
    yield from say(talk, acknowledge(answer.sure, answer.meaning, talk.said, seed=talk.seed))


def met(talk: Talk, answer: Answer) -> Line[bool]:
    """Meet danger, or anger at us, when there is any; says whether it was met."""
    meaning = answer.meaning
    if meaning.concern != "none":
        yield from meet_danger(talk, meaning.concern)
        return True
    if meaning.rupture is not None:
        yield from mend_rupture(talk, meaning.rupture)
        return True
    return False


def mend_rupture(talk: Talk, kind: Rupture) -> Line[None]:
    """Own our part and offer a choice: stop, or go on, or what a command asks for; silence goes on."""
    yield from say(talk, own_rupture(kind, talk.said))
    fact = yield from listen(talk, "closed", talk.manner.silences_seconds[0])
    if isinstance(fact, NothingHeard):
        return
    meaning = answer_of(fact).meaning
    if meaning.concern != "none":
        yield from meet_danger(talk, meaning.concern)
    elif meaning.command is not None and meaning.command not in GOING_ON:
        yield from serve(talk, meaning.command, meaning.about)


def in_care(talk: Talk, stretch: Line[bool]) -> Line[bool]:
    """A stretch of talk; danger that comes up where it was not asked for is met, and what was under way is left."""
    while True:
        try:
            return (yield from stretch)
        except DangerError as told:
            stretch = meet_danger(talk, told.concern)


def meet_danger(talk: Talk, concern: Concern) -> Line[bool]:
    """Ask directly. A clear no ends it without a lecture; anything else is met with help and presence."""
    talk.worried = True
    answer = yield from ask(talk, Question(safety().ask if concern == "definite" else safety().soft, "closed"))
    if answer is not None and answer.meaning.stance == "no" and answer.meaning.concern == "none":
        yield from say(talk, safety().no_is_fine)
        return True
    yield from say(talk, safety().support)
    yield from say(talk, safety().support_again)
    taking: tuple[Command, ...] = ("resume",)
    on = yield from ask(talk, Question(safety().still_here, "closed"), taking=taking)
    wants_on = on is not None and (on.meaning.stance == "yes" or on.meaning.command in taking)
    if on is None or on.meaning.concern != "none" or not wants_on:
        yield from stay(talk)
    return True


def stay(talk: Talk) -> Line[None]:
    """Leave the questions and listen for as long as the person talks. Nothing of it is kept."""
    yield from say(talk, safety().stay)
    for _ in range(STAY_TURNS):
        fact = yield from listen(talk, "more", talk.manner.rest_seconds)
        if isinstance(fact, NothingHeard):
            break
        answer = answer_of(fact)
        command = answer.meaning.command
        if command is None or answer.meaning.concern != "none":
            yield from acknowledged(talk, answer)
        elif command in ("resume", "skip"):
            return
        elif command in ("stop", "done"):
            break
        elif command == "repeat":
            yield from say(talk, safety().support_again)
        else:
            yield from serve(talk, command, answer.meaning.about)
    raise StoppedError(safety().parting)
