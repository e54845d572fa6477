"""Whom the check-in is about: said once, then used to speak of the two people."""

from companion.conversation.care import Asking, take
from companion.conversation.events import Line
from companion.conversation.script import phrases
from companion.conversation.talk import CONNECTION, Answer, Talk, is_sure, say
from companion.conversation.whom import name_of, pair_of
from companion.understanding import Question


def name_connection(talk: Talk, question: str) -> Line[bool]:
    """Ask whom it is about; an answer that was not heard well leaves both unnamed."""
    if talk.has(CONNECTION):
        page = talk.pages[CONNECTION]
        name_pair(talk, name_of(page.words) if is_sure(page.confidences) else "")
        return False
    name_pair(talk, "")
    asking = Asking(CONNECTION, Question(question, "open"), "connection")
    asked = yield from take(talk, asking, lambda answer: named(talk, answer))
    if not talk.connection and not talk.worried:
        yield from say(talk, phrases().not_named)
    return asked


def named(talk: Talk, answer: Answer) -> Line[None]:
    """Say back whom it is about, when that is known."""
    name_pair(talk, name_of(answer.sure))
    if talk.connection:
        yield from say(talk, phrases().named.format(name=talk.connection))


def name_pair(talk: Talk, name: str) -> None:
    """From here on the two are spoken of like this."""
    talk.connection, talk.pair = name, pair_of(name)
