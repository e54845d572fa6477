"""The talk when somebody may be in danger: it asks directly, names who could help, once, and stays.

The rules, from what is asked of such a talk (VERA-MH's criteria among them): ask directly and hope for no answer;
one free line for the person's country, slowly and twice, and on the screen as digits; somebody trusted who could be
near; where it is now, the emergency number first, and distance from means. Nothing is made small, nothing promised,
the number is not said again unasked, and we are never the one who ends. Whether somebody who is hurt at home can
talk freely is asked before anything is named. The questions go on only when the person says so.
"""

from dataclasses import dataclass, replace

from companion.conversation.asking import answer_of, serve
from companion.conversation.events import Forget, Forgotten, Heard, Line, NothingHeard
from companion.conversation.script import phrases, safety
from companion.conversation.talk import ASKED, Answer, StoppedError, Talk, carry_out, hear, say
from companion.replying import acknowledge
from companion.understanding import Command, Danger, Meaning, Question

STAY_TURNS = 100
"""How many turns we stay and listen after the questions were left; a bound only so that it always ends."""

QUIET_TURNS = 2
"""Silences after which we are quiet for good: the first is met with a word of presence."""

_GOING_ON: tuple[Command, ...] = ("resume", "skip")
_ENDING: tuple[Command, ...] = ("stop", "done")
_BARE_WORDS = 3
_ASKS_AGAIN = 20  # commands served within one question; a bound only so that it always ends


@dataclass(frozen=True, slots=True)
class Told:
    """What was told: `meaning` of the words, and the slot they are kept in, None when they are not."""

    meaning: Meaning
    slot: str | None = None


def meet_danger(talk: Talk, told: Told) -> Line[bool]:
    """Meet it. Returns when the questions may go on; raises `StoppedError` when the person wants no more."""
    talk.worried = True
    danger = told.meaning.danger or "life"
    if danger == "abuse" and not (yield from _free_to_talk(talk)):
        yield from say(talk, safety().help.quiet)
        yield from stay(talk, Told(told.meaning))  # nor is what was told spoken of later
        return True
    if told.meaning.urgent and not talk.helped:
        yield from _urgent(talk, danger)
    elif not (yield from _asked(talk, told, danger)):
        return True
    yield from _help(talk, danger, now=told.meaning.urgent)
    yield from stay(talk, told)
    return True


def _free_to_talk(talk: Talk) -> Line[bool]:
    """Whether the person can talk freely; only a clear no, or silence, is met with silence about it."""
    talk.hushed = True
    answer = yield from _ask(talk, safety().ask.free_to_talk)
    talk.hushed = answer is None or answer.meaning.stance == "no"
    return not talk.hushed


def _asked(talk: Talk, told: Told, danger: Danger) -> Line[bool]:
    """Ask directly; False when nothing more is to be said. An oblique word and a no end it without a lecture."""
    definite = told.meaning.concern == "definite"
    if danger == "abuse" and definite:  # that was asked with "can you talk freely": nobody is asked to prove it
        return True
    asks = safety().ask
    ask = {"life": asks.life if definite else asks.life_softly, "abuse": asks.afraid, "others": asks.others}[danger]
    answer = yield from _ask(talk, asks.help if told.meaning.command == ASKED.command else ask)
    if not _is_no(answer):
        return True
    if not definite and told.meaning.command != ASKED.command:
        yield from say(talk, safety().no_is_fine)
        return False
    wanted = yield from _ask(talk, safety().offer)
    if wanted is not None and (wanted.meaning.stance == "yes" or wanted.meaning.concern != "none"):
        return True
    yield from say(talk, safety().left)
    return False


def _help(talk: Talk, danger: Danger, *, now: bool) -> Line[None]:
    """Who could help: the line once, the emergency number when it is now, somebody near, and that we stay."""
    if not talk.helped or (yield from _wants_it_again(talk)):
        yield from _say_line(talk, danger)
        talk.helped = True
    if not now:
        answer = yield from _ask(talk, safety().ask.now_others if danger == "others" else safety().ask.now)
        if not _is_no(answer):
            yield from _urgent(talk, danger, sure=answer is not None and answer.meaning.stance == "yes")
    yield from say(talk, safety().help.near_hurt if danger == "abuse" else safety().help.near)
    yield from say(talk, safety().help.here)


def _wants_it_again(talk: Talk) -> Line[bool]:
    answer = yield from _ask(talk, safety().ask.again)
    return answer is not None and answer.meaning.stance == "yes"


def _say_line(talk: Talk, danger: Danger) -> Line[None]:
    """The one line for this person: numbers are never repeated later unless asked for."""
    words, who = safety().help, talk.help
    if danger == "abuse":
        known, number, form = bool(who.abuse), who.abuse, words.line_hurt
        unknown = words.line_hurt_unknown
    else:
        known, number, form, unknown = bool(who.crisis), who.crisis, words.line, words.line_unknown
    if not known:
        yield from say(talk, unknown)
        return
    about = {"listeners": who.listeners, "hours": who.abuse_hours}
    yield from say(talk, form.format(number=digit_by_digit(number), **about), form.format(number=number, **about))


def _urgent(talk: Talk, danger: Danger, *, sure: bool = True) -> Line[None]:
    """The emergency number, distance from means, somebody near: it is now, or may be when not `sure`."""
    words, number = safety().help, talk.help.emergency
    form = {"life": words.urgent, "abuse": words.urgent_hurt, "others": words.urgent_others}[danger]
    if not sure and danger == "life":
        form = words.perhaps
    yield from say(
        talk, form.format(number=digit_by_digit(number) or words.local), form.format(number=number or words.local)
    )


def digit_by_digit(number: str) -> str:
    """A number as people say it slowly.

    >>> digit_by_digit("116 123")
    'one, one, six; one, two, three'
    """
    names = safety().digits
    groups = number.replace("-", " ").split()
    return "; ".join(", ".join(names[int(digit)] for digit in group) for group in groups)


def _ask(talk: Talk, text: str) -> Line[Answer | None]:
    """Ask; None for silence, for words nobody could make out, and for skipping: none of these is a no."""
    yield from say(talk, text)
    waits = list(talk.manner.silences_seconds)
    missed = False
    for _ in range(_ASKS_AGAIN):
        fact = yield from hear(talk, "closed", waits.pop(0) if waits else 0.0)
        if isinstance(fact, NothingHeard):
            if len(waits) == 0:
                return None
            yield from say(talk, phrases().silence[0])
            continue
        if isinstance(fact, Heard) and not fact.words.strip():
            if missed:
                return None
            missed = True
            waits = list(talk.manner.silences_seconds)
            yield from say(talk, phrases().not_caught[0])
            continue
        answer = answer_of(fact, Question(text, "closed"))
        command = answer.meaning.command
        if command is None or answer.meaning.concern != "none":
            return answer
        if command in ("skip", "done", "resume"):
            return answer if answer.meaning.stance is not None else None
        if command == "stop":
            raise parting(talk)
        yield from serve(talk, command, answer.meaning.about)
        yield from say(talk, text)
        waits = list(talk.manner.silences_seconds)
    return None


def _is_no(answer: Answer | None) -> bool:
    return answer is not None and answer.meaning.stance == "no" and answer.meaning.concern == "none"


def stay(talk: Talk, told: Told) -> Line[None]:
    """Listen for as long as the person talks; nothing of it is kept. Returns when the questions are wanted back."""
    silences = 0
    for _ in range(STAY_TURNS):
        fact = yield from hear(talk, "more", talk.manner.rest_seconds)
        if isinstance(fact, NothingHeard):
            silences += 1
            if silences == QUIET_TURNS:
                break
            yield from say(talk, safety().still_here)
            continue
        answer = answer_of(fact)
        command = answer.meaning.command
        if command in ("repeat", ASKED.command):
            yield from _say_line(talk, told.meaning.danger or "life")
        elif answer.meaning.concern != "none" and answer.meaning.urgent and not talk.called:
            yield from _urgent(talk, answer.meaning.danger or "life")
            talk.called = True
        elif command is None or answer.meaning.concern != "none":
            yield from say(talk, acknowledge(answer.sure, _met_with_presence(answer), talk.said, seed=talk.seed))
        elif command in _GOING_ON:
            yield from _ask_to_keep(talk, told)
            return
        elif command in _ENDING:
            if isinstance(fact, Heard):  # a key ends it at once
                yield from _ask_to_keep(talk, told)
            break
        else:
            yield from serve(talk, command, answer.meaning.about)
    raise parting(talk)


def _met_with_presence(answer: Answer) -> Meaning:
    """A bare yes or no is nothing to reflect here."""
    bare = answer.meaning.stance is not None and len(answer.words.split()) <= _BARE_WORDS
    return replace(answer.meaning, concern="check") if bare else answer.meaning


def _ask_to_keep(talk: Talk, told: Told) -> Line[None]:
    """What led here was kept before it was met: whether it stays is the person's to say."""
    slot = told.slot
    if slot is None or slot not in talk.pages:
        return
    if not _is_no((yield from _ask(talk, safety().keep))):  # silence takes nothing away
        yield from say(talk, phrases().not_forgotten)
        return
    yield from carry_out(Forget(slot), Forgotten)
    del talk.pages[slot]
    talk.answered.remove(slot)
    yield from say(talk, phrases().forgotten)


def parting(talk: Talk) -> StoppedError:
    """The end when the person wants it; the number goes with them when it was not named yet."""
    number = talk.help.crisis
    if talk.helped or talk.hushed or not number:
        return StoppedError(safety().parting)
    spoken, shown = (safety().parting_number.format(number=each) for each in (digit_by_digit(number), number))
    return StoppedError(f"{safety().parting} {spoken}", f"{safety().parting} {shown}")
