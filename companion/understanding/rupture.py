"""Rupture: confrontation or withdrawal, turned toward the companion itself (after Safran and Muran)."""

from functools import cache

from pydantic import BaseModel, ConfigDict

from companion.understanding.meaning import Rupture
from companion.understanding.pattern import Patterns
from companion.understanding.spoken import as_text
from companion.words import load


class RuptureWords(BaseModel):
    """The file ``ruptures.toml``."""

    model_config = ConfigDict(extra="forbid")
    confrontation: list[str]
    withdrawal: list[str]


def rupture_of(words: tuple[str, ...]) -> Rupture | None:
    """The kind of rupture these `spoken` words show; confrontation where both could be read."""
    kinds = _patterns().kinds(as_text(words))
    if "confrontation" in kinds:
        return "confrontation"
    return "withdrawal" if kinds else None


@cache
def _patterns() -> Patterns:
    return Patterns(load("ruptures", RuptureWords).model_dump())
