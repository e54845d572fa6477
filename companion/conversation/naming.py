"""Whom the check-in is about: said once, then used to speak of the two people."""

import re

from companion.conversation.events import Line
from companion.conversation.script import phrases
from companion.conversation.talk import Talk, ask, is_sure, keep, say
from companion.understanding import Question

SLOT = "connection"
NAME_WORDS = 3
"""The longest answer, in words, that is taken for a name as it stands."""


def name_connection(talk: Talk, question: str) -> Line[bool]:
    """Ask whom it is about; an answer that was not heard well leaves both unnamed."""
    if talk.has(SLOT):
        page = talk.pages[SLOT]
        name_pair(talk, name_of(page.words) if is_sure(page.confidences) else "")
        return False
    asked = Question(question, "open")
    answer = yield from ask(talk, asked, "connection")
    name = name_of(answer.sure) if answer else ""
    if answer is not None:
        yield from keep(talk, SLOT, asked, answer)
    name_pair(talk, name)
    yield from say(talk, phrases().named.format(name=name) if name else phrases().not_named)
    return True


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
