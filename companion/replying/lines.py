"""The schema of ``replies.toml``: every line of an acknowledgement."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from companion.words import load

_PLACES = dict.fromkeys(("clause", "Clause", "other", "topic"), "")


def _speakable(line: str) -> str:
    """The line itself; raises `ValueError` when it holds a place that is never filled."""
    try:
        line.format(**_PLACES)
    except (KeyError, IndexError, ValueError) as error:
        raise ValueError("a line may hold {clause}, {Clause}, {other} and {topic}, and no other braces") from error
    return line


Lines = list[Annotated[str, AfterValidator(_speakable)]]
_SOME = Field(min_length=1)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)  # built at the first reply


class Nods(_Strict):
    """Lines without content, by what they answer."""

    short: Lines = _SOME
    plain: Lines = _SOME
    yes: Lines = _SOME
    no: Lines = _SOME
    unclear: Lines = _SOME
    question: Lines = _SOME
    command: Lines = _SOME
    unheard: Lines = _SOME


class Presence(_Strict):
    """Lines that only say that somebody is here."""

    lines: Lines = _SOME


class Reflect(_Strict):
    """Forms around the person's own words, by who the clause is about."""

    own: Lines = _SOME
    able: Lines = _SOME
    other: Lines = _SOME
    it: Lines = _SOME
    both: Lines = _SOME
    half: Lines = _SOME
    topic: Lines = _SOME


class Pain(_Strict):
    """What is said of great pain; `words` are phrases separated by commas."""

    words: str
    reflect: Lines = _SOME
    lines: Lines = _SOME


class Effort(_Strict):
    """What is added when an effort was told; `words` are phrases separated by commas."""

    words: str
    tails: Lines = _SOME


class Felt(_Strict):
    """What is added, or said alone, when a feeling of one of `names` was put into words."""

    names: list[str]
    tails: Lines = _SOME
    topic: Lines = _SOME
    lines: Lines = _SOME


class ReplyWords(_Strict):
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
