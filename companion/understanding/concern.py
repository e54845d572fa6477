"""Concern: words that may mean somebody is in danger, in two tiers; from patterns and from a small classifier.

The patterns of ``concern.toml`` are whole phrases: bare words (kill, die, dead) gave 1.66 false alarms per 1,000
utterances of everyday talk, phrases 0.10. Idiom, denial and other people's words are hidden first; what is told as
long past does not count, unless it is said to be back. What no phrase foresees is weighed by `classifier`, over the
same words. This notices; it cannot tell that somebody is safe.
"""

from dataclasses import dataclass
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, PrivateAttr, model_validator

from companion.understanding.classifier import buckets_of, weights, windows
from companion.understanding.meaning import Concern, Danger
from companion.understanding.pattern import Patterns
from companion.understanding.spoken import as_text
from companion.words import load

_DANGERS: dict[str, Danger] = {"life": "life", "harm": "life", "net": "life", "abuse": "abuse", "others": "others"}
"""What a group of patterns in the file is about; 'harm' is done to one's own body, 'net' are single telling words."""

_Weighed = Literal["definite", "check", "none", "quiet"]
_NEAR = 12  # words on either side in which "years ago" still belongs to what was said: a long answer holds both
_SHORTEST = 2  # words: one word alone ("nothing", "tired") is for patterns


class ConcernWords(BaseModel):
    """The file ``concern.toml``."""

    model_config = ConfigDict(extra="forbid")
    filler: list[str]
    harmless: list[str]
    denied: list[str]
    past: list[str]
    present: list[str]
    others: list[str]
    urgent: list[str]
    sets: dict[str, list[str]]
    definite: dict[str, list[str]]
    check: dict[str, list[str]]
    _listening: dict[str, Patterns] = PrivateAttr()

    @model_validator(mode="after")
    def _patterns_can_be_read(self) -> Self:
        if unknown := {*self.definite, *self.check} - set(_DANGERS):
            raise ValueError(f"{', '.join(sorted(unknown))} is none of {', '.join(_DANGERS)}")
        hidden = {"harmless": self.harmless, "denied": self.denied, "others": self.others}
        self._listening = {
            "filler": Patterns({"filler": self.filler}),
            "hidden": Patterns(hidden, self.sets),
            "definite": Patterns(self.definite, self.sets),
            "check": Patterns(self.check, self.sets),
            "time": Patterns({"past": self.past, "present": self.present}),
            "urgent": Patterns({"urgent": self.urgent}, self.sets),
        }
        return self

    def listening(self, part: str) -> Patterns:
        """The patterns of one part: filler, hidden, definite, check, time or urgent."""
        return self._listening[part]


@dataclass(frozen=True, slots=True)
class Found:
    """How much cause for concern there is, about what, and whether it is about now."""

    level: Concern = "none"
    danger: Danger | None = None
    urgent: bool = False


def concern_of(words: tuple[str, ...]) -> Found:
    """How much cause for concern these `spoken` words give.

    Where the classifier is sure of no harm, a clear phrase is only asked about softly, and an oblique one is left.
    """
    text = _plain(words)
    definite, check = _by_pattern("definite", text), _by_pattern("check", text)
    telling = telling_words(words)
    weighed = _weighed(telling)
    if weighed == "quiet" and definite.level != "definite":
        return Found()
    if weighed != "quiet" and "definite" in (definite.level, weighed):
        urgent = bool(_listening("urgent").kinds(as_text(words)))
        return Found("definite", definite.danger or check.danger or _about(telling), urgent)
    if "check" in (definite.level, check.level, weighed):
        return Found("check", definite.danger or check.danger or _about(telling))
    return Found()


def telling_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """What the classifier weighs: idiom and denial hidden ("~"), and whether it is told as past or as now in front."""
    text = _plain(words)
    times = _listening("time").kinds(text)
    return (*(f"@{time}" for time in ("past", "present") if time in times), *text.split())


def _plain(words: tuple[str, ...]) -> str:
    """The words without fillers, and with idiom, denial and other people's words hidden."""
    return _listening("hidden").hidden(_listening("filler").hidden(as_text(words), sign=""))


def _listening(part: str) -> Patterns:
    return load("concern", ConcernWords).listening(part)


def _by_pattern(level: Concern, text: str) -> Found:
    """What the patterns of one tier find; nothing what is told there as long past."""
    found = [(_unless_past(level, text, place), _DANGERS[place[0]]) for place in _listening(level).hits(text)]
    sure = [danger for told, danger in found if told == level]
    if sure:
        return Found(level, sure[0])
    return next((Found("check", danger) for told, danger in found if told == "check"), Found())


def _unless_past(level: Concern, text: str, place: tuple[str, int, int]) -> Concern:
    """The level of one place, none when it is told there as long past, check when what is past is said to be back."""
    _, start, end = place
    near = [*text[:start].split()[-_NEAR:], *text[start:end].split(), *text[end:].split()[:_NEAR]]
    times = _listening("time").kinds(as_text(near))
    if "past" not in times:
        return level
    return "check" if "present" in times else "none"


def _weighed(telling: tuple[str, ...]) -> _Weighed:
    """What the classifier says of the most telling window; 'quiet' when it is sure of no harm."""
    if len(telling) < _SHORTEST:
        return "none"
    known = weights()
    seen = [buckets_of(window) for window in windows(telling)]
    cause = max(known.score("any", buckets) for buckets in seen)
    clear = max(known.score("definite", buckets) for buckets in seen)
    if cause > 0 and clear > known.definite_above:
        return "definite"
    if cause > known.check_above or clear > known.clear_above:
        return "check"
    return "quiet" if cause < known.quiet_below else "none"


def _about(telling: tuple[str, ...]) -> Danger:
    """What it is about, as the classifier sees it."""
    known = weights()
    seen = [buckets_of(window) for window in windows(telling)]
    return max(("life", "abuse", "others"), key=lambda danger: max(known.score(danger, each) for each in seen))
