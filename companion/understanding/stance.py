"""Yes, no or neither: what an answer to a closed question amounts to.

Idioms decide first ("not a day goes by that I don't trust her"), then how the answer begins ("no", "not really"),
then a bare echo of the question ("we do"), then what is told about the connection ("she always listens"). Whatever
points both ways is unclear: that only asks again, while a yes taken for a no puts words in a person's mouth.
"""

import re
from collections.abc import Container, Iterator
from functools import cache
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from companion.understanding.meaning import Question, Stance
from companion.understanding.pattern import Patterns
from companion.understanding.spoken import as_text, spoken
from companion.words import load

_BOTH = frozenset("both we us our each".split())
_ONE = frozenset("i he she".split())
_AUXILIARY = "do|does|did|am|are|is|was|were|have|has|had|can|could|will|would"
_ECHO = re.compile(
    rf"^(?:but |and |because )?(?:i|we|she|he|it|they|you|that|there) (?:\w+ly |sure |most |both |all |always |still |really )?(?:(?:would|will|could|has|have) (?:have |been |be )|(?:{_AUXILIARY}) )"
    r"(?:both |too |actually |really |now |again |here |to me |for us |very much so |for years |twice |you know |indeed "
    r"|always |as a matter of fact |to a certain extent |but |because |and |$)"
)
_DENIED = re.compile(
    r"^(?:(?!but |because |that |which |if |or )\S+ ){0,4}?"
    rf"(?:(?:{_AUXILIARY}|should|must|need) (?:\w+ly )?(?:not|never)|never|no one|nobody|neither|nothing) "
)
_TURN = re.compile(r"(?<!\S)(?:but|although|though|whereas|while|except|however) ")
_NOT = frozenset("not never no nobody none neither nor without hardly barely rarely nothing stopped".split())
_CLAUSE = frozenset("but although though however except and because so yet while whereas".split())
_LONGEST_PHRASE = 7  # words of the longest plain answer or lead-in
_REACH = 5  # words: "i do not always feel that safe" is the longest ordinary distance from negation to sign


class _Answers(BaseModel):
    model_config = ConfigDict(extra="forbid")
    yes: list[str]
    no: list[str]
    unclear: list[str]


class _Signs(BaseModel):
    model_config = ConfigDict(extra="forbid")
    good: list[str]
    bad: list[str]
    wish: list[str]


class StanceWords(BaseModel):
    """The file ``stance.toml``."""

    model_config = ConfigDict(extra="forbid")
    lead_in: list[str]
    plain: _Answers
    whole: _Answers
    idiom: _Answers
    signs: _Signs


def stance_of(words: tuple[str, ...], question: Question | None = None) -> Stance | None:
    """The stance taken in these `spoken` words; None when none was taken."""
    said = _begun(words)
    if whole := _answers("whole").get(said):
        return whole
    if settled := _one({_as_stance(kind) for kind in _idioms().kinds(as_text(said))}):
        return settled
    opening, rest = _opening(said)
    if opening:
        return _kept(opening, rest)
    if question and question.kind == "open":
        return None
    told = _statement(as_text(said)) or _answers("plain").get(said[-1:])
    return "unclear" if told in ("yes", "no") and question and _about_one(words, question) else told


def stance_phrases() -> tuple[str, ...]:
    """Every short yes, no and not-sure answer, plain lower-case words, for the recogniser's grammar."""
    both = (_words().plain, _words().whole)
    return tuple(dict.fromkeys(phrase for part in both for phrase in [*part.yes, *part.no, *part.unclear]))


def _begun(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words from where the answer begins: "oh well you know yeah" is a yeah."""
    while words and words not in _answers("whole"):
        lead = _longest(words, _lead_ins())
        if not lead or lead < _longest(words, _answers("plain")):
            break
        words = words[lead:]
    return words


def _opening(words: tuple[str, ...]) -> tuple[Stance | None, tuple[str, ...]]:
    """The plain answer the words begin with, and what follows it."""
    if whole := _answers("whole").get(words):
        return whole, ()
    length = _longest(words, _answers("plain"))
    return _answers("plain").get(words[:length]), words[length:]


def _longest(words: tuple[str, ...], phrases: Container[tuple[str, ...]]) -> int:
    """How many words the longest of the phrases takes with which `words` begin; 0 when none does."""
    return next((n for n in range(_LONGEST_PHRASE, 0, -1) if words[:n] in phrases and n <= len(words)), 0)


def _kept(opening: Stance, rest: tuple[str, ...]) -> Stance:
    """The opening, unless what follows takes it back."""
    turned = rest[:1] == ("but",)
    rest = _begun(rest[1:] if turned else rest)
    if opening == "unclear" or not rest:
        return opening
    second, after = _opening(rest)
    told = second or _statement(as_text(rest))
    if told and told != opening:
        return "unclear"
    return "unclear" if turned and not told else opening


def _statement(text: str) -> Stance | None:
    """What a statement amounts to: an echo of the question, a denial, or signs of the connection."""
    told = list(_signs_told(text))
    found = {stance for stance, _ in told}
    for clause in _TURN.split(text):
        if _ECHO.match(clause):
            found.add("yes")
        if _DENIED.match(clause) and not any(denied for _, denied in told):
            found.add("no")
    return _one(found)


def _signs_told(text: str) -> Iterator[tuple[Stance, bool]]:
    """For each sign the stance it speaks for, and whether it was denied ("she does not listen")."""
    for kind, start, _ in _signs().hits(text):
        before = _clause_before(text[:start])
        denied = any(word in _NOT for word in before[-_REACH:])
        if kind == "good" and _wishes().kinds(as_text(before)):
            yield "unclear", denied
        else:
            yield ("yes" if (kind == "good") != denied else "no"), denied


def _clause_before(text: str) -> list[str]:
    words = text.split()
    for position in range(len(words) - 1, -1, -1):
        if words[position] in _CLAUSE:
            return words[position + 1 :]
    return words


def _about_one(words: tuple[str, ...], question: Question) -> bool:
    """Whether a question about two people got an answer about one."""
    asked_both = bool(_BOTH & set(question.text.lower().replace(",", " ").split()))
    return asked_both and not _BOTH & set(words) and bool(_ONE & set(words))


def _one(found: set[Stance]) -> Stance | None:
    if len(found) > 1:
        return "unclear"
    return next(iter(found), None)


def _as_stance(name: str) -> Stance:
    return next(stance for stance in get_args(Stance) if stance == name)


@cache
def _words() -> StanceWords:
    return load("stance", StanceWords)


@cache
def _idioms() -> Patterns:
    return Patterns(_words().idiom.model_dump())


@cache
def _signs() -> Patterns:
    signs = _words().signs
    return Patterns({"good": signs.good, "bad": signs.bad})


@cache
def _wishes() -> Patterns:
    return Patterns({"wish": _words().signs.wish})


@cache
def _lead_ins() -> frozenset[tuple[str, ...]]:
    return frozenset(spoken(phrase) for phrase in _words().lead_in)


@cache
def _answers(section: Literal["plain", "whole"]) -> dict[tuple[str, ...], Stance]:
    answers: dict[str, list[str]] = getattr(_words(), section).model_dump()
    return {spoken(phrase): _as_stance(kind) for kind, phrases in answers.items() for phrase in phrases}
