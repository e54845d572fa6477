"""Words -> whom they name, and how the two people are spoken of."""

import re
from functools import cache

from companion.conversation.script import phrases
from companion.understanding import Question, understand

_OWN = ("my", "our")
_OTHERS = ("his", "her", "their")
NAME_WORDS = 3
"""The longest answer, in words, that is taken for a name as it stands."""


def name_of(words: str) -> str:
    """Whom these words name, turned to the listener: 'my sister' -> 'your sister', 'anna' -> 'Anna', 'us' -> ''.

    >>> name_of("um it's about my sister's husband i think")
    "your sister's husband"
    """
    spoken = words.lower().replace("-", " ").strip()
    if not spoken or spoken in phrases().relations.us:
        return ""
    if found := _related().search(spoken):
        whose = found["whose"] or "my"
        owner = "your" if whose in _OWN else whose if whose in _OTHERS else whose.capitalize()
        return f"{owner} {_owned(found['chain'] or found['bare'])}"
    if understand(spoken, Question("", "closed")).stance is not None:  # "yes", "nobody", "i don't know"
        return ""
    bare = re.sub(r"^(um|uh|with|about|it's|its|for|my friend)\s+", "", spoken).split()
    return " ".join(word.capitalize() for word in bare) if 0 < len(bare) <= NAME_WORDS else ""


@cache
def _one() -> str:
    """One relation: "sister", "ex wife", "brother in law"."""
    relations = phrases().relations
    known, which = ("|".join(map(re.escape, words)) for words in (relations.words + relations.rarer, relations.which))
    return rf"(?:(?:{which})\s+)*(?:{known})(?:\s+in\s+law)?"


@cache
def _related() -> re.Pattern[str]:
    """`whose` relation it is, and the `chain` of relations behind it: "my best friend's mother", "anna's brother".

    Up to two words between them are passed over ("my dear sister"); a relation alone is `bare` ("the boss").
    """
    chain = rf"(?:{_one()}'?s\s+){{0,2}}{_one()}s?"
    name = r"(?!(?:it|that|he|she|there|here|what|who|let)'s)\w+'s"
    whole = rf"^(?:the\s+)?(?P<bare>{chain})$"
    return re.compile(rf"\b(?P<whose>my|our|his|her|their|{name})\s+(?:\w+\s+){{0,2}}?(?P<chain>{chain})\b|{whole}")


def _owned(chain: str) -> str:
    """A chain with the apostrophes that a recogniser may leave out."""
    return re.sub(rf"\b({_one()})'?s\s+(?={_one()})", r"\1's ", chain)


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
