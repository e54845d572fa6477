"""Yes, no or neither: what an answer to a closed question amounts to.

Idioms decide first ("not a day goes by that I don't trust her"), then how the answer begins ("no", "not really"),
then a bare echo of the question ("we do"), then what is told about the connection ("she always listens"). Whatever
points both ways is unclear: that only asks again, while a yes taken for a no puts words in a person's mouth.
"""

from collections.abc import Container, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, PrivateAttr, model_validator

from companion.understanding.meaning import Question, Stance
from companion.understanding.pattern import Patterns
from companion.understanding.spoken import as_text, spoken
from companion.words import load

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
    hard: list[str]
    often: list[str]
    wish: list[str]


class _Grammar(BaseModel):
    model_config = ConfigDict(extra="forbid")
    echo: list[str]
    denial: list[str]
    doubtful: list[str]
    deny: frozenset[str]
    clause: frozenset[str]
    turn: frozenset[str]
    trailing: frozenset[str]
    limits: frozenset[str]
    both: frozenset[str]
    one: frozenset[str]


class StanceWords(BaseModel):
    """The file ``stance.toml``."""

    model_config = ConfigDict(extra="forbid")
    lead_in: list[str]
    plain: _Answers
    whole: _Answers
    idiom: _Answers
    signs: _Signs
    grammar: _Grammar
    _listening: dict[str, Patterns] = PrivateAttr()

    @model_validator(mode="after")
    def _patterns_can_be_read(self) -> Self:
        self._listening = {
            "idiom": Patterns(self.idiom.model_dump()),
            "signs": Patterns({"good": self.signs.good, "bad": self.signs.bad, "hard": self.signs.hard}),
            "often": Patterns({"often": self.signs.often}),
            "wish": Patterns({"wish": self.signs.wish}),
            "echo": Patterns({"echo": self.grammar.echo}),
            "denial": Patterns({"no": self.grammar.denial, "unclear": self.grammar.doubtful}),
        }
        return self

    def listening(self, part: str) -> Patterns:
        """The patterns of one part: idiom, signs, often, wish, echo or denial."""
        return self._listening[part]


def stance_of(words: tuple[str, ...], question: Question | None = None) -> Stance | None:
    """The stance taken in these `spoken` words; None when none was taken."""
    said = _begun(words)
    if whole := _answers("whole").get(said):
        return whole
    if settled := _one({_as_stance(kind) for kind in _words().listening("idiom").kinds(as_text(said))}):
        return settled
    opening, rest = _opening(said)
    if opening:
        return _kept(opening, rest)
    if question and question.kind == "open":
        return None
    told = _statement(said) or _answers("plain").get(said[-1:])
    return "unclear" if told in ("yes", "no") and question and _about_one(words, question) else told


def stance_phrases() -> tuple[str, ...]:
    """Every short yes, no and not-sure answer, plain lower-case words, for the recogniser's grammar."""
    both = (_words().plain, _words().whole)
    return tuple(dict.fromkeys(phrase for part in both for phrase in [*part.yes, *part.no, *part.unclear]))


def _begun(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words from where the answer begins to where it breaks off: "oh well you know yeah so" is a yeah."""
    while words and words not in _answers("whole"):
        lead = _longest(words, _lead_ins())
        if not lead or lead < _longest(words, _answers("plain")):
            break
        words = words[lead:]
    while words and words[-1] in _words().grammar.trailing and not _is_answer(words):
        words = words[:-1]
    return words


def _is_answer(words: tuple[str, ...]) -> bool:
    return words in _answers("whole") or words in _answers("plain")


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
    if opening == "yes" and rest[0] in _words().grammar.limits:
        return "unclear"
    told = _opening(rest)[0] or _statement(rest)
    if told and told != opening:
        return "unclear"
    return "unclear" if turned and not told and opening == "yes" else opening


def _statement(words: tuple[str, ...]) -> Stance | None:
    """What a statement amounts to: an echo of the question, a denial, or signs of the connection."""
    listening = _words().listening
    told = list(_signs_told(as_text(words)))
    found = {stance for stance, _ in told}
    clauses = _split(words, _words().grammar.turn)
    for clause in clauses:
        if listening("echo").kinds(as_text(clause)):
            found.add("yes")
        if not any(denied for _, denied in told):
            found.update(_as_stance(kind) for kind in listening("denial").kinds(as_text(clause)))
    if not found and listening("often").kinds(as_text(words)) and not _doubted(words):
        found.add("yes")
    return "unclear" if found and not told and len(clauses) > 1 else _one(found)


def _doubted(words: tuple[str, ...]) -> bool:
    """Whether anything in the words denies or only wishes: then even "every day" says nothing."""
    return not _words().grammar.deny.isdisjoint(words) or bool(_words().listening("wish").kinds(as_text(words)))


def _signs_told(text: str) -> Iterator[tuple[Stance, bool]]:
    """For each sign the stance it speaks for, and whether it was denied ("she does not listen")."""
    for kind, start, _ in _words().listening("signs").hits(text):
        before = _split(text[:start].split(), _words().grammar.clause)[-1]
        denied = not _words().grammar.deny.isdisjoint(before[-_REACH:])
        wished = kind == "good" and bool(_words().listening("wish").kinds(as_text(before)))
        if wished or (kind == "hard" and not denied):
            yield "unclear", denied
        else:
            yield ("yes" if (kind == "good") != denied else "no"), denied


def _split(words: Sequence[str], at: Container[str]) -> list[Sequence[str]]:
    """The words in pieces, without the words at which they are parted."""
    places = [n for n, word in enumerate(words) if word in at]
    return [words[a + 1 : b] for a, b in pairwise([-1, *places, len(words)])]


def _about_one(words: tuple[str, ...], question: Question) -> bool:
    """Whether a question about two people got an answer about one."""
    grammar = _words().grammar
    asked_both = not grammar.both.isdisjoint(spoken(question.text))
    return asked_both and grammar.both.isdisjoint(words) and not grammar.one.isdisjoint(words)


def _one(found: set[Stance]) -> Stance | None:
    if len(found) > 1:
        return "unclear"
    return next(iter(found), None)


def _as_stance(name: str) -> Stance:
    return next(stance for stance in get_args(Stance) if stance == name)


def _words() -> StanceWords:
    return load("stance", StanceWords)


@cache
def _lead_ins() -> frozenset[tuple[str, ...]]:
    return frozenset(spoken(phrase) for phrase in _words().lead_in)


@cache
def _answers(section: Literal["plain", "whole"]) -> dict[tuple[str, ...], Stance]:
    answers: dict[str, list[str]] = getattr(_words(), section).model_dump()
    return {spoken(phrase): _as_stance(kind) for kind, phrases in answers.items() for phrase in phrases}
