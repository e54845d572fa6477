"""Concern: words that may mean somebody is in danger, in two tiers, from patterns in ``concern.toml``.

Whole phrases only: bare words (kill, die, dead) gave 1.66 false alarms per 1,000 utterances of everyday talk, phrases
0.10. Idiom, denial and other people's words are hidden first; what is told as long past does not count, unless it is
said to be back. This notices; it cannot tell that somebody is safe.
"""

from typing import Self

from pydantic import BaseModel, ConfigDict, PrivateAttr, model_validator

from companion.understanding.meaning import Concern
from companion.understanding.pattern import Patterns
from companion.understanding.spoken import as_text
from companion.words import load

_GRAVEST_FIRST: tuple[Concern, ...] = ("definite", "check")
_NEAR = 12  # words on either side in which "years ago" still belongs to what was said: a long answer holds both


class ConcernWords(BaseModel):
    """The file ``concern.toml``."""

    model_config = ConfigDict(extra="forbid")
    filler: list[str]
    harmless: list[str]
    denied: list[str]
    past: list[str]
    present: list[str]
    others: list[str]
    sets: dict[str, list[str]]
    definite: dict[str, list[str]]
    check: dict[str, list[str]]
    _listening: dict[str, Patterns] = PrivateAttr()

    @model_validator(mode="after")
    def _patterns_can_be_read(self) -> Self:
        hidden = {"harmless": self.harmless, "denied": self.denied, "others": self.others}
        self._listening = {
            "filler": Patterns({"filler": self.filler}),
            "hidden": Patterns(hidden, self.sets),
            "definite": Patterns(self.definite, self.sets),
            "check": Patterns(self.check, self.sets),
            "time": Patterns({"past": self.past, "present": self.present}),
        }
        return self

    def listening(self, part: str) -> Patterns:
        """The patterns of one part: filler, hidden, definite, check or time."""
        return self._listening[part]


def concern_of(words: tuple[str, ...]) -> Concern:
    """How much cause for concern these `spoken` words give: 'definite', 'check' or 'none'."""
    listening = load("concern", ConcernWords).listening
    text = listening("hidden").hidden(listening("filler").hidden(as_text(words), sign=""))
    found = {_unless_past("definite", text, place) for place in listening("definite").hits(text)}
    if "definite" not in found:
        found |= {_unless_past("check", text, place) for place in listening("check").hits(text)}
    return next((level for level in _GRAVEST_FIRST if level in found), "none")


def _unless_past(level: Concern, text: str, place: tuple[str, int, int]) -> Concern:
    """The level of one place, none when it is told there as long past, check when what is past is said to be back."""
    _, start, end = place
    near = [*text[:start].split()[-_NEAR:], *text[start:end].split(), *text[end:].split()[:_NEAR]]
    times = load("concern", ConcernWords).listening("time").kinds(as_text(near))
    if "past" not in times:
        return level
    return "check" if "present" in times else "none"
