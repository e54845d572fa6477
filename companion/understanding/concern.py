"""Concern: words that may mean somebody is in danger, in two tiers, from patterns in ``concern.toml``.

Whole phrases only: bare words (kill, die, dead) gave 1.66 false alarms per 1,000 utterances of everyday talk, phrases
0.10. Idiom, denial and other people's words are hidden first; what is told as long past does not count, unless it is
said to be back. This notices; it cannot tell that somebody is safe.
"""

from functools import cache

from pydantic import BaseModel, ConfigDict

from companion.understanding.meaning import Concern
from companion.understanding.pattern import Patterns
from companion.understanding.spoken import as_text
from companion.words import load


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


def concern_of(words: tuple[str, ...]) -> Concern:
    """How much cause for concern these `spoken` words give: 'definite', 'check' or 'none'."""
    text = _patterns("hidden").hidden(_patterns("filler").hidden(as_text(words), sign=""))
    if _patterns("definite").kinds(text):
        return _unless_past("definite", text)
    if _patterns("check").kinds(text):
        return _unless_past("check", text)
    return "none"


def _unless_past(level: Concern, text: str) -> Concern:
    """The level, none when it is told as long past, check when what is past is said to be back."""
    times = _patterns("time").kinds(text)
    if "past" not in times:
        return level
    return "check" if "present" in times else "none"


@cache
def _patterns(part: str) -> Patterns:
    words = load("concern", ConcernWords)
    phrases = {
        "filler": {"filler": words.filler},
        "hidden": {"harmless": words.harmless, "denied": words.denied, "others": words.others},
        "definite": words.definite,
        "check": words.check,
        "time": {"past": words.past, "present": words.present},
    }
    return Patterns(phrases[part], words.sets)
