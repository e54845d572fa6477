"""Forgetting, for good: an answer, this check-in, all about one connection, everything; only after a clear yes."""

from typing import Protocol

from companion.conversation.events import About, Count, Counted, Erase, Forget, Forgotten, Line, Remembered
from companion.conversation.script import phrases
from companion.conversation.talk import CONNECTION, StoppedError, Talk, WentBackError, carry_out, say
from companion.understanding import Command


class Agrees(Protocol):
    """Asks for the yes. It is handed in: whoever asks also serves commands, and so stands above this module."""

    def __call__(  # noqa: D102
        self, talk: Talk, text: str, *, yes: Command | None = None, again: Command | None = None, surely: bool = False
    ) -> Line[bool]: ...


def forget(talk: Talk, agrees: Agrees) -> Line[None]:
    """Take the last answer off the disk, once the person has said yes to that."""
    if not talk.answered or not talk.latest_kept:
        yield from say(talk, phrases().nothing_to_forget if talk.latest_kept else phrases().not_kept)
        return
    if not (yield from agrees(talk, phrases().confirm_forget, again="forget", surely=True)):
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


def forget_check_in(talk: Talk, agrees: Agrees) -> Line[None]:
    """Take all of this check-in off the disk, which ends it."""
    lines = phrases().forgetting
    if not talk.answered:
        yield from say(talk, phrases().nothing_to_forget)
    elif (yield from agrees(talk, lines.confirm_check_in, again="forget check-in", surely=True)):
        yield from carry_out(Erase("check-in"), Forgotten)
        raise StoppedError(lines.check_in_gone)
    else:
        yield from say(talk, phrases().not_forgotten)


def forget_connection(talk: Talk, name: str, agrees: Agrees) -> Line[None]:
    """Take every check-in about `name` ('your sister') off the disk; this one too when it is one of them."""
    lines = phrases().forgetting
    if not name:
        yield from say(talk, lines.nobody)
        return
    found = yield from carry_out(Count(name), Counted)
    if not found.check_ins:
        yield from say(talk, lines.none_about.format(name=name))
        return
    question = lines.confirm_one if found.check_ins == 1 else lines.confirm_many
    asked = question.format(count=found.check_ins, name=name)
    if not (yield from agrees(talk, asked, again="forget connection", surely=True)):
        yield from say(talk, phrases().not_forgotten)
        return
    yield from carry_out(Erase("connection", name), Forgotten)
    gone = lines.connection_gone.format(name=name)
    if talk.answered and name.casefold() == talk.connection.casefold():
        raise StoppedError(f"{gone} {lines.this_too}")
    yield from say(talk, gone)


def forget_everything(talk: Talk, agrees: Agrees) -> Line[None]:
    """Take the whole journal and its key off the disk, which ends this check-in."""
    lines = phrases().forgetting
    if (yield from agrees(talk, lines.confirm_everything, again="forget everything", surely=True)):
        yield from carry_out(Erase("everything"), Forgotten)
        raise StoppedError(lines.everything_gone)
    yield from say(talk, phrases().not_forgotten)
