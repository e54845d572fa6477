"""Rupture: confrontation or withdrawal, turned toward the companion itself (after Safran and Muran)."""

from typing import Self

from pydantic import BaseModel, ConfigDict, PrivateAttr, model_validator

from companion.understanding.meaning import Rupture
from companion.understanding.pattern import Patterns
from companion.understanding.spoken import as_text
from companion.words import load


class RuptureWords(BaseModel):
    """The file ``ruptures.toml``."""

    model_config = ConfigDict(extra="forbid")
    lead: list[str]
    confrontation: list[str]
    withdrawal: list[str]
    _lead: Patterns = PrivateAttr()
    _listening: Patterns = PrivateAttr()

    @model_validator(mode="after")
    def _patterns_can_be_read(self) -> Self:
        self._lead = Patterns({"lead": [f"^ {phrase}" for phrase in self.lead]})
        self._listening = Patterns({"confrontation": self.confrontation, "withdrawal": self.withdrawal})
        return self

    def found(self, text: str) -> dict[str, str]:
        """The kinds of rupture with which a text made by `as_text` begins, after words that may lead in, and where."""
        hits = list(self._listening.hits(text))
        while not hits and (begun := self._lead.hidden(text, sign="")) != text:
            text = begun
            hits = list(self._listening.hits(text))
        return {kind: text[start:end].strip() for kind, start, end in hits}


def rupture_of(words: tuple[str, ...]) -> Rupture | None:
    """The kind of rupture these `spoken` words show; confrontation where both could be read."""
    kinds = begun(words)
    if "confrontation" in kinds:
        return "confrontation"
    return "withdrawal" if kinds else None


def begun(words: tuple[str, ...]) -> dict[str, str]:
    """Each kind of rupture with which these `spoken` words begin, and the words that show it."""
    return load("ruptures", RuptureWords).found(as_text(words))
