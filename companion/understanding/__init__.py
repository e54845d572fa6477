"""Words -> meaning: stance, feeling, command, concern. Pure: the same words always mean the same."""

from companion.understanding.meaning import Command, Concern, Danger, Feeling, Meaning, Question, Rupture, Stance
from companion.understanding.reading import feelings, understand

__all__ = [
    "Command",
    "Concern",
    "Danger",
    "Feeling",
    "Meaning",
    "Question",
    "Rupture",
    "Stance",
    "feelings",
    "understand",
]
