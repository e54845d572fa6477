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

    def kinds(self, text: str) -> set[str]:
        """The kinds of rupture with which a text made by `as_text` begins, after any of the words that may lead in."""
        found = self._listening.kinds(text)
        while not found and (begun := self._lead.hidden(text, sign="")) != text:
            text = begun
            found = self._listening.kinds(text)
        return found


def rupture_of(words: tuple[str, ...]) -> Rupture | None:
    """The kind of rupture these `spoken` words show; confrontation where both could be read."""
    kinds = load("ruptures", RuptureWords).kinds(as_text(words))
    if "confrontation" in kinds:
        return "confrontation"
    return "withdrawal" if kinds else None
