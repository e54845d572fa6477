"""What an answer means: frozen values, no behaviour beyond reading them."""

from dataclasses import dataclass
from typing import Literal

Stance = Literal["yes", "no", "unclear"]
Concern = Literal["none", "check", "definite"]
Danger = Literal["life", "abuse", "others"]
"""What a concern is about: one's own life or body, somebody who hurts one, or hurting somebody."""
Rupture = Literal["withdrawal", "confrontation"]
Command = Literal[
    "repeat", "slower", "faster", "louder", "quieter", "more time", "pause", "resume", "skip", "back",
    "what did i say", "misheard", "forget", "off the record", "on the record", "help", "stop", "done",
    "last check-in", "search", "forget check-in", "forget connection", "forget everything",
    "i need help", "what are you",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was asked: `kind` tells whether yes / no / not sure was wanted, or an account."""

    text: str
    kind: Literal["closed", "open"]
    area: str | None = None


@dataclass(frozen=True, slots=True)
class Feeling:
    """A feeling somebody put into words; `name` is one of the inner ring named in `feeling`.

    `strength` is 1 (a little), 2 (plain) or 3 (very); `whose` is 'self' or 'other'.
    """

    name: str
    word: str
    strength: Literal[1, 2, 3] = 2
    whose: Literal["self", "other"] = "self"
    tentative: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was understood of one answer.

    `about` is what a command is about ("money"), "" when that was not said; `urgent`: the concern is about now.
    """

    stance: Stance | None = None
    feelings: tuple[Feeling, ...] = ()
    command: Command | None = None
    about: str = ""
    concern: Concern = "none"
    danger: Danger | None = None
    urgent: bool = False
    rupture: Rupture | None = None
    gist: str = ""

    @property
    def feeling(self) -> Feeling | None:
        """The strongest feeling of the person's own, the first of equals; None when none was put into words."""
        return max((f for f in self.feelings if f.whose == "self"), key=lambda f: f.strength, default=None)
