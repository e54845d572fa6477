"""A question until it is answered: every command and every silence is served here, once, for all of them."""

from collections.abc import Collection
from dataclasses import replace

from companion.conversation.events import (
    About,
    Adjust,
    Adjustable,
    Adjusted,
    Commanded,
    Expect,
    Forget,
    Forgotten,
    Heard,
    Line,
    NothingHeard,
    Remembered,
)
from companion.conversation.script import phrases
from companion.conversation.talk import (
    Answer,
    DangerError,
    Talk,
    WentBackError,
    carry_out,
    is_sure,
    keep,
    listen,
    say,
    stopped,
)
from companion.replying import own_rupture
from companion.understanding import Command, Meaning, Question, understand

PATIENCE_LIMIT_SECONDS = 10.0
"""The longest quiet that "more time" can ask for."""

HEARD_AT_ALL = 0.3
"""Below this confidence (0 to 1) a yes or no is no better than a guess: it is asked again, not quoted back."""

CONNECTION = "connection"
"""The slot of the answer to whom the check-in is about."""


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
                raise DangerError(meaning.concern)
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
        answer = answer_of(fact, question)
        command = answer.meaning.command
        if command is None or command in taking or answer.meaning.concern != "none":
            return answer
        if command == "resume" and answer.meaning.stance is not None:  # "yes, go on": no rest is to be ended here
            return answer
        if command in ("skip", "done"):
            yield from say(talk, phrases().skipped)
            return None
        yield from serve(talk, command)
        yield from say(talk, question.text)


def answer_of(fact: Heard | Commanded, question: Question | None = None) -> Answer:
    """What was heard, understood; a key stands for the words it means."""
    if isinstance(fact, Commanded):
        return Answer(fact.command, (1.0,) * len(fact.command.split()), Meaning(command=fact.command))
    return Answer(fact.words, fact.confidences, understand(fact.words, question))


def serve(talk: Talk, command: Command) -> Line[None]:
    """Do what a command asks; the question is asked again afterwards. Stop and back leave the question instead."""
    match command:
        case "stop":
            raise stopped(talk, phrases().stopped)
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
    fact = yield from carry_out(Adjust(what), Adjusted)
    lines = {
        "slower": phrases().slower,
        "faster": phrases().faster,
        "louder": phrases().louder,
        "quieter": phrases().quieter,
    }
    yield from say(talk, lines[what] if fact.changed else phrases().at_limit)


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
    if not talk.answered or not talk.latest_kept:
        yield from say(talk, phrases().nothing_said if talk.latest_kept else phrases().not_kept)
        return
    page = talk.pages[talk.answered[-1]]
    sure = is_sure(page.confidences)
    yield from say(talk, phrases().last_words.format(words=page.words) if sure else phrases().last_words_unsure)


def forget(talk: Talk) -> Line[None]:
    """Take the last answer off the disk, once the person has said yes to that."""
    if not talk.answered or not talk.latest_kept:
        yield from say(talk, phrases().nothing_to_forget if talk.latest_kept else phrases().not_kept)
        return
    if not (yield from agrees(talk, phrases().confirm_forget, again="forget")):
        yield from say(talk, phrases().not_forgotten)
        return
    slot = talk.answered.pop()
    yield from carry_out(Forget(slot), Forgotten)
    del talk.pages[slot]
    if slot == CONNECTION and talk.connection:  # the check-in itself bears the name as well
        talk.connection, talk.pair = "", ""
        yield from carry_out(About(""), Remembered)
    yield from say(talk, phrases().forgotten)
    if slot == CONNECTION:  # every question names the two: whom it is about is asked again
        raise WentBackError


def agrees(talk: Talk, text: str, *, yes: Command | None = None, again: Command | None = None) -> Line[bool]:
    """Whether the person says yes to this. Anything else is a no: nothing happens unasked.

    The command `yes` agrees too; `again` only asks once more: said twice is not yet a yes.
    """
    question = Question(text, "closed")
    answer = yield from ask_aside(talk, question, [command for command in (yes, again) if command])
    while answer is not None and answer.meaning.command is not None and answer.meaning.command == again:
        answer = yield from ask_aside(talk, question, (again,))
    return answer is not None and (answer.meaning.stance == "yes" or answer.meaning.command == yes is not None)


def ask_aside(talk: Talk, question: Question, taking: Collection[Command] = ()) -> Line[Answer | None]:
    """A question about the check-in itself, whose answer is not kept; danger is heard all the same."""
    answer = yield from ask(talk, question, taking=taking)
    if answer is not None and answer.meaning.concern != "none":
        raise DangerError(answer.meaning.concern)
    return answer


def settle(talk: Talk, slot: str, question: Question, answer: Answer) -> Line[Answer]:
    """The answer whose stance is certain: this one, or what was said when it was asked for once more.

    The page keeps the words that were said first, with the stance that was made certain: nothing is lost.
    """
    stance = answer.meaning.stance
    if stance is not None and answer.sure:
        return answer
    if stance is not None and min(answer.confidences, default=0.0) >= HEARD_AT_ALL:
        word = phrases().stances[stance]
        if (yield from agrees(talk, phrases().took_as.format(stance=word))):
            return Answer(word, (1.0,) * len(word.split()), answer.meaning)
    again = yield from ask_aside(talk, Question(phrases().yes_no_unsure, "closed"))
    certain = (again.meaning.stance if again else None) or "unclear"
    if certain != stance:
        yield from keep(talk, slot, question, answer, certain)
    settled = answer if answer.sure or again is None else again
    return replace(settled, meaning=replace(settled.meaning, stance=certain))
