"""A check-in from hello to goodbye, as one generator of wishes. It reads like the talk itself."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from companion.conversation.care import mend_rupture, met
from companion.conversation.events import Fetch, Fetched, GoOn, Heard, Line, WentOn
from companion.conversation.naming import name_connection
from companion.conversation.repairing import offer_repair, remember_repair
from companion.conversation.script import Area, Script, phrases
from companion.conversation.talk import (
    Answer,
    Manner,
    StoppedError,
    Talk,
    WentBackError,
    agrees,
    ask,
    is_sure,
    keep,
    listen,
    say,
)
from companion.replying import AreaHeard, acknowledge, after_heard, heard_question, own_rupture, summarise
from companion.understanding import Question, Stance, understand

HOLDS = 20
"""How many times a person may go on after one acknowledgement; a bound only so that a check-in always ends."""

HEARD_AT_ALL = 0.3
"""Below this confidence (0 to 1) a yes or no is no better than a guess: it is asked again, not quoted back."""

SHORT_WORDS, LONG_WORDS = 2, 8
"""Two answers this short, after one this long, read as withdrawal (see ``conversation.md``'s ruptures)."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known before the first word: nothing of it is looked up later.

    `small_ear`: the built-in model is in use; `may_fetch`: a network is there and the better one was not offered yet.
    `unfinished`: a check-in stopped halfway, not long ago. `seed` varies the phrasing from day to day.
    """

    first_time: bool = False
    small_ear: bool = False
    may_fetch: bool = False
    unfinished: bool = False
    seed: int = 0


Step = Callable[[Talk], Line[bool]]
"""One stretch that can be gone back to; says whether it asked anything."""


def check_in(script: Script, memory: Memory, manner: Manner) -> Line[bool]:
    """The whole check-in; returns whether it came to its end. It parts with a line, whatever the facts are."""
    talk = Talk(manner, memory.seed)
    try:
        yield from welcome(talk, memory)
        yield from in_turn(talk, steps_of(script))
        yield from close(talk, script)
        parting, finished = phrases().goodbye, True
    except StoppedError as stopped:
        parting, finished = stopped.parting, False
    with contextlib.suppress(StoppedError):  # the stop key, once more, during the parting line
        yield from say(talk, parting)
    return finished


def welcome(talk: Talk, memory: Memory) -> Line[None]:
    """Hello; at the first start what this is; and the choice to go on where the last talk stopped."""
    hello = [phrases().hello]
    if memory.first_time:
        hello.append(phrases().introduction)
    if memory.small_ear and (memory.first_time or memory.may_fetch):
        hello.append(phrases().small_ear)
    for line in hello:
        yield from say(talk, line)
    if memory.may_fetch:
        yield from offer_better_ear(talk)
    if memory.unfinished:
        if (yield from agrees(talk, phrases().go_on)):
            fact = yield GoOn()
            talk.resume(fact.pages if isinstance(fact, WentOn) else ())
            return
        yield from say(talk, phrases().fresh_start)
    yield from say(talk, phrases().begin)


def offer_better_ear(talk: Talk) -> Line[None]:
    """Offer the better recognition model, once: nothing is fetched unasked."""
    if not (yield from agrees(talk, phrases().offer_ear)):
        yield from say(talk, phrases().small_ear_stays)
        return
    yield from say(talk, phrases().fetching)
    fact = yield Fetch()
    yield from say(talk, phrases().fetched if isinstance(fact, Fetched) and fact.done else phrases().not_fetched)


def steps_of(script: Script) -> list[Step]:
    """The steps of this check-in in their order."""
    steps: list[Step] = [partial(name_connection, question=script.connection), remember_repair]
    for area in script.areas:
        steps += [partial(ask_closed, area=area), partial(ask_open, area=area), partial(offer_repair, area=area.name)]
    return steps


def in_turn(talk: Talk, steps: Sequence[Step]) -> Line[None]:
    """One step after the other; going back returns to the last one that asked something."""
    asked: list[int] = []
    position = 0
    while position < len(steps):
        try:
            if (yield from steps[position](talk)):
                asked.append(position)
            position += 1
        except WentBackError:
            if asked:
                position = asked.pop()
            else:
                yield from say(talk, phrases().no_way_back)


def ask_closed(talk: Talk, area: Area) -> Line[bool]:
    """The question that can be answered yes, no or not sure; kept, then made certain where it was not."""
    slot = f"{area.name}.closed"
    if talk.has(slot):
        return False
    question = Question(area.closed.format(pair=talk.pair or phrases().the_two), "closed", area.name)
    settled = False
    while not settled:
        answer = yield from ask(talk, question)
        if answer is None:
            return True
        yield from keep(talk, slot, question, answer)
        if (yield from met(talk, answer)):
            return True
        try:
            stance = yield from settle(talk, answer)
        except WentBackError:  # back from making certain means this very question again
            continue
        settled = True
        yield from keep(talk, slot, question, answer, stance)
        yield from say(talk, acknowledge(answer.sure, answer.meaning, talk.said, seed=talk.seed))
    return True


def settle(talk: Talk, answer: Answer) -> Line[Stance]:
    """The stance, asked for once more where none was taken or the words were not heard well."""
    stance = answer.meaning.stance
    if stance is not None and answer.sure:
        return stance
    if stance is not None and min(answer.confidences, default=0.0) >= HEARD_AT_ALL:
        right = yield from agrees(talk, phrases().took_as.format(stance=phrases().stances[stance]))
        if right:
            return stance
    again = yield from ask(talk, Question(phrases().yes_no_unsure, "closed"))
    return (again.meaning.stance if again else None) or "unclear"


def ask_open(talk: Talk, area: Area) -> Line[bool]:
    """The open question; after the acknowledgement a silence is held, in which the person may go on."""
    slot = f"{area.name}.open"
    if talk.has(slot):
        return False
    question = Question(area.open.format(pair=talk.pair or phrases().the_two), "open", area.name)
    answer = yield from ask(talk, question)
    if answer is None:
        return True
    yield from keep(talk, slot, question, answer)
    if (yield from met(talk, answer)):
        return True
    talk.lengths.append(len(answer.words.split()))
    if withdraws(talk.lengths):
        talk.lengths.clear()
        yield from mend_rupture(talk, "withdrawal")
        return True
    yield from say(talk, acknowledge(answer.sure, answer.meaning, talk.said, seed=talk.seed))
    yield from hold(talk, slot, question)
    return True


def withdraws(lengths: Sequence[int]) -> bool:
    """Two very short answers after a long one."""
    return len(lengths) > SHORT_WORDS and max(lengths[-2:]) <= SHORT_WORDS and max(lengths) >= LONG_WORDS


def hold(talk: Talk, slot: str, question: Question) -> Line[None]:
    """Hold the silence. Whatever is added is kept too, and met with a nod."""
    if talk.manner.hold_seconds == 0:
        return
    if phrases().take_your_time not in talk.said:
        yield from say(talk, phrases().take_your_time)
    for number in range(2, HOLDS):
        fact = yield from listen(talk, "more", talk.manner.hold_seconds)
        if not isinstance(fact, Heard) or not fact.words:
            talk.pressed = getattr(fact, "command", None)
            return
        meaning = understand(fact.words, question)
        if meaning.command is not None:
            talk.pressed = meaning.command
            return
        answer = Answer(fact.words, fact.confidences, meaning)
        yield from keep(talk, f"{slot}.{number}", question, answer)
        if (yield from met(talk, answer)):
            return
        yield from say(talk, acknowledge(answer.sure, meaning, talk.said, seed=talk.seed))


def close(talk: Talk, script: Script) -> Line[None]:
    """What was heard, area by area; then whether the person felt heard, which is for us to mend when not."""
    areas = [heard for area in script.areas if (heard := area_heard(talk, area)) is not None]
    if areas:
        yield from say(talk, summarise(areas, talk.said))
    question = Question(heard_question(), "closed")
    try:
        answer = yield from ask(talk, question)
        if answer is None:
            return
        yield from keep(talk, "heard", question, answer)
        if (yield from met(talk, answer)):
            return
        stance = yield from settle(talk, answer)
        yield from keep(talk, "heard", question, answer, stance)
        if stance == "no":
            yield from mend(talk)
        else:
            yield from say(talk, after_heard(stance, talk.said))
    except WentBackError:
        return


def mend(talk: Talk) -> Line[None]:
    """Not feeling heard is our own rupture: own it, ask what would help, keep the wish."""
    question = Question(own_rupture("not heard", talk.said), "open")
    answer = yield from ask(talk, question)
    if answer is not None:
        yield from keep(talk, "wish", question, answer)
        if not (yield from met(talk, answer)):
            yield from say(talk, after_heard("no", talk.said))


def area_heard(talk: Talk, area: Area) -> AreaHeard | None:
    """What of this area may be said at the close: the stance, and the words only when all were heard well."""
    closed, opened = talk.pages.get(f"{area.name}.closed"), talk.pages.get(f"{area.name}.open")
    if closed is None and opened is None:
        return None
    sure = opened.words if opened and is_sure(opened.confidences) else ""
    return AreaHeard(area.name, closed.stance if closed else None, sure)
