"""What comes before any acknowledgement: somebody in danger, or somebody who has had enough of us."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from companion.conversation.asking import answer_of, ask, serve
from companion.conversation.danger import Told, meet_danger
from companion.conversation.events import About, Expect, Forget, Forgotten, Line, NothingHeard, Remembered
from companion.conversation.talk import (
    CONNECTION,
    Answer,
    DangerError,
    Talk,
    WentBackError,
    carry_out,
    keep,
    listen,
    say,
)
from companion.replying import acknowledge, own_rupture
from companion.understanding import Command, Question, Rupture

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
            if not (yield from met(talk, answer, asking.slot)):
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


def met(talk: Talk, answer: Answer, slot: str) -> Line[bool]:
    """Meet danger, or anger at us, in an answer kept in `slot`, when there is any; says whether it was met."""
    meaning = answer.meaning
    if meaning.concern != "none":
        yield from meet_danger(talk, Told(meaning, slot))
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
        yield from meet_danger(talk, Told(meaning))
    elif meaning.command is not None and meaning.command not in GOING_ON:
        yield from serve(talk, meaning.command, meaning.about)


def in_care(talk: Talk, stretch: Line[bool]) -> Line[bool]:
    """A stretch of talk; danger that comes up where it was not asked for is met, and what was under way is left."""
    while True:
        try:
            return (yield from stretch)
        except DangerError as told:
            stretch = meet_danger(talk, Told(told.meaning))
