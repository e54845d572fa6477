"""Words -> meaning: stance, feeling, command, concern. Pure: the same words always mean the same."""

from companion.understanding.command import command_phrases
from companion.understanding.meaning import Command, Concern, Feeling, Meaning, Question, Rupture, Stance
from companion.understanding.reading import feelings, understand
from companion.understanding.stance import stance_phrases

__all__ = [
    "Command",
    "Concern",
    "Feeling",
    "Meaning",
    "Question",
    "Rupture",
    "Stance",
    "command_phrases",
    "feelings",
    "stance_phrases",
    "understand",
]
