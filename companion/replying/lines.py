"""The schema of ``replies.toml``: every line of an acknowledgement."""

from typing import Annotated

from companion.replying.template import SOME, Lines, Strict, holding
from companion.words import load

Forms = Annotated[list[Annotated[str, holding("clause", "Clause")]], SOME]
Sides = Annotated[list[Annotated[str, holding("clause", "Clause", "other")]], SOME]
About = Annotated[list[Annotated[str, holding("topic")]], SOME]


class Nods(Strict):
    """Lines without content, by what they answer."""

    short: Lines
    plain: Lines
    yes: Lines
    no: Lines
    unclear: Lines
    question: Lines
    command: Lines
    unheard: Lines


class Presence(Strict):
    """Lines that only say that somebody is here."""

    lines: Lines


class Reflect(Strict):
    """Forms around the person's own words, by who the clause is about."""

    own: Forms
    able: Forms
    other: Forms
    it: Forms
    echo: Forms
    both: Sides
    half: Forms
    topic: About


class Pain(Strict):
    """What is said of great pain; `words` are phrases separated by commas."""

    words: str
    reflect: Forms
    lines: Lines


class Effort(Strict):
    """What is added when an effort was told; `words` are phrases separated by commas."""

    words: str
    tails: Lines


class Felt(Strict):
    """What is added, or said alone, when a feeling of one of `names` was put into words."""

    names: list[str]
    tails: Lines
    topic: About
    lines: Lines


class ReplyWords(Strict):
    """The schema of ``replies.toml``."""

    nods: Nods
    presence: Presence
    reflect: Reflect
    pain: Pain
    effort: Effort
    joy: Felt
    ache: Felt


def reply_words() -> ReplyWords:
    """The words of ``replies.toml``, read once."""
    return load("replies", ReplyWords)
