"""Feelings that were put into words: which, how strong, whose, and how surely said.

The names are the inner ring of the Junto emotion wheel, which follows Shaver et al. (1987) and Parrott (2001): joy,
love, surprise, anger, sadness, fear. Its outer rings sort the words under them: calm and gratitude are joy, guilt and
loneliness are sadness, stress is fear, envy and disgust are anger. Being tired is a state of the body and left out.
"""

import re
from collections.abc import Container, Sequence
from typing import Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, PrivateAttr, model_validator

from companion.understanding.meaning import Feeling
from companion.understanding.pattern import Patterns, outermost
from companion.understanding.spoken import as_text
from companion.words import load

Name = Literal["joy", "love", "surprise", "anger", "sadness", "fear"]
NAMES: tuple[Name, ...] = get_args(Name)

_APOSTROPHE = re.compile(r"'s?$")
_NEAR = 4  # words before a feeling in which "very" or "a bit" still belongs to it
_AROUND = 6  # words on either side in which "i guess" still belongs to it


class _FeelingWords(BaseModel):
    model_config = ConfigDict(extra="forbid")
    strong: list[str]
    plain: list[str]


class FeelingsWords(BaseModel):
    """The file ``feelings.toml``."""

    model_config = ConfigDict(extra="forbid")
    other_sense: list[str]
    deny: frozenset[str]
    no_denial: list[str]
    deny_afar: list[str]
    begins_anew: frozenset[str]
    joins: frozenset[str]
    very: list[str]
    slightly: list[str]
    very_behind: list[str]
    slightly_behind: list[str]
    tentative: list[str]
    self: frozenset[str]
    self_in: frozenset[str]
    other: frozenset[str]
    object: frozenset[str]
    causing: frozenset[str]
    about: frozenset[str]
    joy: _FeelingWords
    love: _FeelingWords
    surprise: _FeelingWords
    anger: _FeelingWords
    sadness: _FeelingWords
    fear: _FeelingWords
    _listening: dict[str, Patterns] = PrivateAttr()

    @model_validator(mode="after")
    def _patterns_can_be_read(self) -> Self:
        levels: dict[str, _FeelingWords] = {name: getattr(self, name) for name in NAMES}
        felt = {f"{name}.strong": words.strong for name, words in levels.items()}
        felt |= {f"{name}.plain": words.plain for name, words in levels.items()}
        self._listening = {
            "felt": Patterns(felt),
            "other_sense": Patterns({"other_sense": self.other_sense}),
            "no_denial": Patterns({"no_denial": self.no_denial}),
            "degree": Patterns({"very": self.very, "slightly": self.slightly}),
            "behind": Patterns({"very": self.very_behind, "slightly": self.slightly_behind}),
            "tentative": Patterns({"tentative": self.tentative}),
        }
        return self

    def listening(self, part: str) -> Patterns:
        """The patterns of one part: felt, other_sense, no_denial, degree, behind or tentative."""
        return self._listening[part]


def feelings_of(words: tuple[str, ...]) -> tuple[Feeling, ...]:
    """The feelings in these `spoken` words, in the order they were said; each name once for each person."""
    text = _words().listening("other_sense").hidden(as_text(words))
    found: dict[tuple[str, str], Feeling] = {}
    for kind, start, end in outermost(_words().listening("felt").hits(text)):
        feeling = _felt(kind, text[:start].split(), text[start:end].split(), text[end:].split())
        if feeling is None:
            continue
        before = found.get((feeling.name, feeling.whose))
        if before is None or feeling.strength > before.strength:
            found[feeling.name, feeling.whose] = feeling
    return tuple(found.values())


def _felt(kind: str, before: list[str], said: list[str], after: list[str]) -> Feeling | None:
    """The feeling of one place in the text, None when it is denied there."""
    if _denied(before):
        return None
    name, level = kind.split(".")
    return Feeling(
        name=name,
        word=" ".join(said),
        strength=_strength(level, before, said, after),
        whose=_whose(before, said),
        tentative=bool(_words().listening("tentative").kinds(as_text([*before[-_AROUND:], *said, *after[:_AROUND]]))),
    )


def _denied(before: Sequence[str]) -> bool:
    """Whether the words before deny a feeling, within its own clause ("not angry", "would not say i am sad")."""
    words = _words().listening("no_denial").hidden(as_text(before)).split()
    start = _after_last(words, _words().begins_anew)
    if _words().deny & set(words[start:]):
        return True
    return bool(start) and as_text(words[: start - 1]).endswith(tuple(f" {phrase}" for phrase in _words().deny_afar))


def _after_last(words: Sequence[str], ends: Container[str]) -> int:
    """The place after the last of the words that is one of `ends`, 0 when none is."""
    return next((n for n in range(len(words), 0, -1) if words[n - 1] in ends), 0)


def _strength(level: str, before: list[str], said: list[str], after: list[str]) -> Literal[1, 2, 3]:
    near = before[-_NEAR:]
    listening = _words().listening
    degrees = listening("degree").kinds(as_text([*near[_after_last(near, _words().joins) :], *said]))
    degrees |= listening("behind").kinds(as_text(after))
    if "slightly" in degrees:
        return 1
    return 3 if level == "strong" or "very" in degrees else 2


def _whose(before: Sequence[str], said: Sequence[str]) -> Literal["self", "other"]:
    """The person named in the words themselves, else the nearest before them, else the one who speaks.

    A person who is only talked about ("worried about him and annoyed") is passed over, one who is made to feel is not.
    """
    own = _words()
    if own.self_in & set(said):
        return "self"
    for place in range(len(before) - 1, -1, -1):
        person = _APOSTROPHE.sub("", before[place])
        earlier = before[max(0, place - 2) : place]
        if person in own.self:
            return "self"
        if person in own.object and not own.causing & set(earlier[-1:]):
            continue
        if person in own.other and not own.about & set(earlier):
            return "other"
    return "self"


def _words() -> FeelingsWords:
    return load("feelings", FeelingsWords)
