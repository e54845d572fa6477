"""A question until it is answered: every command and every silence is served here, once, for all of them."""

from collections.abc import Collection
from dataclasses import replace

from companion.conversation.country import country_said, live_in
from companion.conversation.erasing import forget, forget_check_in, forget_connection, forget_everything
from companion.conversation.events import Commanded, Expect, Heard, Line, NothingHeard
from companion.conversation.script import phrases
from companion.conversation.serving import search, serve_at_once
from companion.conversation.talk import (
    ASKED,
    Answer,
    DangerError,
    Talk,
    WentBackError,
    help_level,
    keep,
    listen,
    say,
    stopped,
)
from companion.conversation.whom import name_of
from companion.replying import own_rupture
from companion.understanding import Command, Meaning, Question, understand

HEARD_AT_ALL = 0.3
"""Below this confidence (0 to 1) a yes or no is no better than a guess: it is asked again, not quoted back."""


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
            raise stopped(talk, phrases().gone)
        if isinstance(fact, Heard):
            meaning = understand(fact.words)
            if meaning.concern == "definite":
                raise DangerError(meaning)
            command = meaning.command
        else:
            command = fact.command
    if command == "stop":
        raise stopped(talk, phrases().stopped)
    yield from say(talk, phrases().welcome_back)


def ask(
    talk: Talk, question: Question, expect: Expect | None = None, taking: Collection[Command] = ()
) -> Line[Answer | None]:
    """Ask until there is an answer; None when it was skipped. A command in `taking` is an answer here."""
    yield from help_level(talk)
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
        if isinstance(fact, Heard) and (country := country_said(fact.words)):
            yield from live_in(talk, country)
            yield from say(talk, question.text)
            continue
        answer = answer_of(fact, question)
        command = answer.meaning.command
        if command is None or command in taking or answer.meaning.concern != "none":
            return answer
        if command == "resume" and answer.meaning.stance is not None:  # "yes, go on": no rest is to be ended here
            return answer
        if command in ("skip", "done"):
            yield from say(talk, phrases().skipped)
            return None
        yield from serve(talk, command, answer.meaning.about)
        yield from say(talk, question.text)


def answer_of(fact: Heard | Commanded, question: Question | None = None) -> Answer:
    """What was heard, understood; a key stands for the words it means."""
    if isinstance(fact, Commanded) and fact.command == ASKED.command:
        return Answer(fact.command, (), ASKED)
    if isinstance(fact, Commanded):
        return Answer(fact.command, (1.0,) * len(fact.command.split()), Meaning(command=fact.command))
    return Answer(fact.words, fact.confidences, understand(fact.words, question))


def serve(talk: Talk, command: Command, about: str = "") -> Line[None]:
    """Do what a command asks; the question is asked again afterwards. Stop and back leave the question instead."""
    match command:
        case "stop":
            raise stopped(talk, phrases().stopped)
        case "misheard":
            yield from say(talk, own_rupture("misheard", talk.said))
            talk.disowned = talk.answered[-1] if talk.answered and talk.latest_kept else ""
            raise WentBackError
        case "back":
            raise WentBackError
        case "pause":
            yield from say(talk, phrases().paused)
            yield from rest(talk, talk.manner.pause_seconds)
        case "search":
            yield from search(talk, about or (yield from words_of(talk, phrases().look_for)))
        case "forget":
            yield from forget(talk, agrees)
        case "forget check-in":
            yield from forget_check_in(talk, agrees)
        case "forget connection":
            whom = about or (yield from words_of(talk, phrases().forgetting.whom))
            yield from forget_connection(talk, name_of(whom), agrees)
        case "forget everything":
            yield from forget_everything(talk, agrees)
        case _:
            yield from serve_at_once(talk, command)


def words_of(talk: Talk, text: str) -> Line[str]:
    """What the person says to this, when every word of it was heard surely; else ""."""
    answer = yield from ask_aside(talk, Question(text, "open"))
    return answer.sure if answer is not None and answer.meaning.command is None else ""


def agrees(
    talk: Talk, text: str, *, yes: Command | None = None, again: Command | None = None, surely: bool = False
) -> Line[bool]:
    """Whether the person says yes to this. Anything else is a no: nothing happens unasked.

    The command `yes` agrees too; `again` only asks once more: said twice is not yet a yes. What cannot be undone is
    done `surely` or not at all: a yes that was not heard well is no yes to that.
    """
    question = Question(text, "closed")
    answer = yield from ask_aside(talk, question, [command for command in (yes, again) if command])
    while answer is not None and answer.meaning.command is not None and answer.meaning.command == again:
        answer = yield from ask_aside(talk, question, (again,))
    if answer is None or (surely and not answer.sure):
        return False
    return answer.meaning.stance == "yes" or answer.meaning.command == yes is not None


def ask_aside(talk: Talk, question: Question, taking: Collection[Command] = ()) -> Line[Answer | None]:
    """A question about the check-in itself, whose answer is not kept; danger is heard all the same."""
    answer = yield from ask(talk, question, taking=taking)
    if answer is not None and answer.meaning.concern != "none":
        raise DangerError(answer.meaning)
    return answer


def settle(talk: Talk, slot: str, question: Question, answer: Answer) -> Line[Answer]:
    """The answer whose stance is certain: this one, or what was said when it was asked for once more.

    The page keeps the words that were said first, with the stance that was made certain: nothing is lost.
    """
    stance, on_record = answer.meaning.stance, talk.latest_kept
    if stance is not None and answer.sure:
        return answer
    if stance is not None and min(answer.confidences, default=0.0) >= HEARD_AT_ALL:
        word = phrases().stances[stance]
        if (yield from agrees(talk, phrases().took_as.format(stance=word))):
            return Answer(word, (1.0,) * len(word.split()), answer.meaning)
    again = yield from ask_aside(talk, Question(phrases().yes_no_unsure, "closed"))
    certain = (again.meaning.stance if again else None) or "unclear"
    if certain != stance and on_record:  # what was said off the record stays so, though "on the record" came since
        yield from keep(talk, slot, question, answer, certain)
    settled = answer if answer.sure or again is None else again
    return replace(settled, meaning=replace(settled.meaning, stance=certain))
