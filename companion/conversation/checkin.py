"""A check-in from hello to goodbye, as one generator of wishes. It reads like the talk itself."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from companion.conversation.asking import agrees, answer_of, ask, serve, settle
from companion.conversation.care import GOING_ON, Asking, acknowledged, in_care, mend_rupture, met, take
from companion.conversation.closing import ask_heard, ask_wish, sum_up
from companion.conversation.country import live_in
from companion.conversation.events import Fetch, Fetched, GoOn, Help, Line, NothingHeard, WentOn
from companion.conversation.joint_script import joint
from companion.conversation.naming import name_connection
from companion.conversation.repairing import ask_repair, offer_repair, remember_repair
from companion.conversation.script import Area, Script, phrases
from companion.conversation.talk import (
    ASKED,
    Answer,
    DangerError,
    Manner,
    StoppedError,
    Talk,
    WentBackError,
    carry_out,
    keep,
    listen,
    say,
)
from companion.replying import acknowledge
from companion.understanding import Question

HOLDS = 20
"""How many times a person may go on after one acknowledgement; a bound only so that a check-in always ends."""

SHORT_WORDS, LONG_WORDS = 2, 8
"""Two answers this short, after one this long, read as withdrawal (see ``conversation.md``'s ruptures)."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known before the first word: nothing of it is looked up later.

    `small_ear`: the built-in model is in use; `may_fetch`: a network is there and the better one was not offered yet.
    `help`: who can be called in the person's country; `asks_country`: it is to be asked.
    `unfinished`: a check-in stopped halfway, not long ago; `after_two`: the last one was for two.
    `seed` varies the phrasing from day to day.
    """

    first_time: bool = False
    small_ear: bool = False
    may_fetch: bool = False
    unfinished: bool = False
    seed: int = 0
    help: Help = field(default_factory=Help)
    asks_country: bool = False
    after_two: bool = False


Step = Callable[[Talk], Line[bool]]
"""One stretch that can be gone back to; says whether it asked anything."""


def check_in(script: Script, memory: Memory, manner: Manner) -> Line[bool]:
    """The whole check-in; returns whether it came to its end. It parts with a line, whatever the facts are."""
    talk = Talk(manner, memory.seed, help=memory.help)
    try:
        yield from in_turn(talk, steps_of(script, memory))
        parting, shown, finished = phrases().goodbye, "", True
    except StoppedError as stopped:
        parting, shown, finished = stopped.parting, stopped.shown, False
    with contextlib.suppress(StoppedError):  # the stop key, once more, during the parting line
        yield from say(talk, parting, shown)
    return finished


def steps_of(script: Script, memory: Memory) -> list[Step]:
    """The steps of this check-in in their order."""
    steps: list[Step] = [
        partial(greet, memory=memory),
        partial(ask_country, memory=memory),
        partial(offer_alone, memory=memory),
        partial(offer_better_ear, memory=memory),
        partial(offer_to_go_on, memory=memory),
        partial(name_connection, question=script.connection),
        remember_repair,
    ]
    for area in script.areas:
        steps += [
            partial(ask_closed, area=area),
            partial(ask_open, area=area),
            partial(offer_repair, area=area.name),
            partial(ask_repair, area=area.name, number=1),
            partial(ask_repair, area=area.name, number=2),
        ]
    return [*steps, partial(sum_up, script=script), ask_heard, ask_wish]


def in_turn(talk: Talk, steps: Sequence[Step]) -> Line[None]:
    """One step after the other; going back returns to the last one that asked something."""
    asked: list[int] = []
    position = 0
    while position < len(steps):
        try:
            if (yield from in_care(talk, steps[position](talk))):
                asked.append(position)
            position += 1
        except WentBackError:
            if asked:
                position = asked.pop()
            else:
                yield from say(talk, phrases().no_way_back)


def greet(talk: Talk, memory: Memory) -> Line[bool]:
    """Hello; at the first start what this is."""
    if not talk.said:
        yield from say(talk, phrases().hello)
        if memory.first_time:
            yield from say(talk, phrases().introduction)
        if memory.small_ear and (memory.first_time or memory.may_fetch):
            yield from say(talk, phrases().small_ear)
    return False


def ask_country(talk: Talk, memory: Memory) -> Line[bool]:
    """Ask where the person lives, once, for the numbers alone; it may be skipped, and nothing is guessed."""
    if memory.asks_country:
        answer = yield from ask(talk, Question(phrases().ask_country, "open"), "country")
        if answer is not None and answer.meaning.concern != "none":
            raise DangerError(answer.meaning)
        yield from live_in(talk, answer.sure if answer else "")
    return False


def offer_alone(talk: Talk, memory: Memory) -> Line[bool]:
    """What could not be said beside somebody has its place now. Asked of everyone, so that it tells nobody anything."""
    if memory.after_two:
        if (yield from agrees(talk, joint().alone)):
            raise DangerError(ASKED)
        yield from say(talk, joint().alone_no)
    return False


def offer_better_ear(talk: Talk, memory: Memory) -> Line[bool]:
    """Offer the better recognition model, once: nothing is fetched unasked, and a download is not gone back to."""
    if not memory.may_fetch:
        return False
    if not (yield from agrees(talk, phrases().offer_ear)):
        yield from say(talk, phrases().small_ear_stays)
        return False
    yield from say(talk, phrases().fetching)
    fact = yield from carry_out(Fetch(), Fetched)
    yield from say(talk, phrases().fetched if fact.done else phrases().not_fetched)
    return False


def offer_to_go_on(talk: Talk, memory: Memory) -> Line[bool]:
    """The choice to go on where the last talk stopped; else how this one begins."""
    if memory.unfinished:
        if (yield from agrees(talk, phrases().go_on, yes="resume")):
            fact = yield from carry_out(GoOn(), WentOn)
            talk.resume(fact.pages)
            return False
        yield from say(talk, phrases().fresh_start)
    yield from say(talk, phrases().begin)
    return False


def ask_closed(talk: Talk, area: Area) -> Line[bool]:
    """The question that can be answered yes, no or not sure; kept, then made certain where it was not."""
    text = area.closed.format(pair=talk.pair or phrases().the_two)
    asking = Asking(f"{area.name}.closed", Question(text, "closed", area.name))

    def then(answer: Answer) -> Line[None]:
        settled = yield from settle(talk, asking.slot, asking.question, answer)
        yield from acknowledged(talk, settled)

    return (yield from take(talk, asking, then))


def ask_open(talk: Talk, area: Area) -> Line[bool]:
    """The open question; after the acknowledgement a silence is held, in which the person may go on."""
    text = area.open.format(pair=talk.pair or phrases().the_two)
    asking = Asking(f"{area.name}.open", Question(text, "open", area.name))

    def then(answer: Answer) -> Line[None]:
        talk.lengths.append(len(answer.words.split()))
        if withdraws(talk.lengths):
            talk.lengths.clear()
            yield from mend_rupture(talk, "withdrawal")
            return
        reply = acknowledge(answer.sure, answer.meaning, talk.said, seed=talk.seed)
        yield from say(talk, reply)
        yield from hold(talk, asking, reply)

    return (yield from take(talk, asking, then))


def withdraws(lengths: Sequence[int]) -> bool:
    """Two very short answers after a long one."""
    return len(lengths) > SHORT_WORDS and max(lengths[-2:]) <= SHORT_WORDS and max(lengths) >= LONG_WORDS


def hold(talk: Talk, asking: Asking, reply: str) -> Line[None]:
    """Hold the silence after `reply`. Whatever is added is kept too, and met with a nod; commands are served."""
    if talk.manner.hold_seconds == 0:
        return
    if phrases().take_your_time not in talk.said:
        yield from say(talk, phrases().take_your_time)
    added = 0
    for _ in range(HOLDS):
        fact = yield from listen(talk, "more", talk.manner.hold_seconds)
        if isinstance(fact, NothingHeard):
            return
        answer = answer_of(fact, asking.question)
        command = answer.meaning.command
        if not answer.words.strip() or command in GOING_ON:
            return
        if command == "repeat":
            yield from say(talk, reply)
        elif command is not None and answer.meaning.concern == "none":
            yield from serve(talk, command, answer.meaning.about)
        else:
            added += 1
            slot = f"{asking.slot}.{added + 1}"
            yield from keep(talk, slot, asking.question, answer)
            if (yield from met(talk, answer, slot)):
                return
            reply = acknowledge(answer.sure, answer.meaning, talk.said, seed=talk.seed)
            yield from say(talk, reply)
