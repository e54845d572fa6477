"""A short reply like a good listener's: a nod, or the person's own words turned to "you"."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from companion.replying.fresh import fresh, offset, sentence
from companion.understanding import Meaning
from companion.understanding.gist import clause, topic
from companion.words import load

Lines = list[str]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Nods(_Strict):
    short: Lines = Field(min_length=1)
    plain: Lines = Field(min_length=1)
    yes: Lines = Field(min_length=1)
    no: Lines = Field(min_length=1)
    unclear: Lines = Field(min_length=1)
    question: Lines = Field(min_length=1)
    unheard: Lines = Field(min_length=1)


class _Presence(_Strict):
    lines: Lines = Field(min_length=1)


class _Reflect(_Strict):
    own: Lines = Field(min_length=1)
    other: Lines = Field(min_length=1)
    topic: Lines = Field(min_length=1)


class ReplyWords(_Strict):
    """The schema of ``replies.toml``."""

    nods: _Nods
    presence: _Presence
    reflect: _Reflect


def acknowledge(words: str, meaning: Meaning, said: Sequence[str] = (), *, seed: int = 0) -> str:
    """The reply to one answer, under 15 words, never one of `said`; another `seed` gives other phrasings."""
    lines = load("replies", ReplyWords)
    start = offset(words, seed)
    if meaning.concern != "none":
        return fresh(lines.presence.lines, said, start)
    if told := clause(words):
        forms = lines.reflect.own if told.startswith("you") else lines.reflect.other
        return fresh([form.format(clause=told, Clause=sentence(told)) for form in forms], said, start)
    if about := topic(words):
        return fresh([form.format(topic=about) for form in lines.reflect.topic], said, start)
    if not words.strip():
        return fresh(lines.nods.unheard + lines.presence.lines, said, start)
    return fresh((lines.nods.short if len(words.split()) < 8 else lines.nods.plain) + lines.nods.plain, said, start)
