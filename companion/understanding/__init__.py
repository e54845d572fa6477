"""Words -> meaning: stance, feeling, command, concern. Pure: the same words always mean the same."""

from companion.understanding.meaning import Command, Concern, Feeling, Meaning, Question, Rupture, Stance

__all__ = ["Command", "Concern", "Feeling", "Meaning", "Question", "Rupture", "Stance"]
