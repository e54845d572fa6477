"""Whom the check-in is about: said once, then used to speak of the two people."""

import re

from companion.conversation.asking import CONNECTION
from companion.conversation.care import Asking, take
from companion.conversation.events import Line
from companion.conversation.script import phrases
from companion.conversation.talk import Answer, Talk, is_sure, say
from companion.understanding import Question, understand

NAME_WORDS = 3
"""The longest answer, in words, that is taken for a name as it stands."""


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


def name_of(words: str) -> str:
    """Whom these words name, turned to the listener: 'my sister' -> 'your sister', 'anna' -> 'Anna', 'us' -> ''.

    >>> name_of("um it's about my big sister i think")
    'your sister'
    """
    relations = phrases().relations
    spoken = words.lower().strip()
    if not spoken or spoken in relations.us:
        return ""
    found = re.search(rf"\bmy\b(?:\s+\w+)?\s+({'|'.join(relations.words)})\b", spoken)
    found = found or re.fullmatch(rf"(?:the |our )?({'|'.join(relations.words)})", spoken)
    if found:
        return f"your {found[1]}"
    if understand(spoken, Question("", "closed")).stance is not None:  # "yes", "nobody", "i don't know"
        return ""
    bare = re.sub(r"^(um|uh|with|about|it's|its|for|my friend)\s+", "", spoken).split()
    return " ".join(word.capitalize() for word in bare) if 0 < len(bare) <= NAME_WORDS else ""


def pair_of(name: str) -> str:
    """How the two are spoken of.

    >>> pair_of("your sister"), pair_of("")
    ('you and your sister', 'the two of you')
    """
    return phrases().you_and.format(name=name) if name else phrases().the_two


def connection_phrases() -> tuple[str, ...]:
    """What is listened for when somebody is asked whom it is about."""
    relations = phrases().relations
    return (*relations.us, *(f"my {word}" for word in relations.words), *relations.words)
