"""Meaning -> the sentence to say: acknowledgement, repair, summary. Pure: it reads no clock and draws no lots."""

from companion.replying.acknowledge import acknowledge
from companion.replying.recall import Day, Told, found_lines, read_back
from companion.replying.repair import OwnRupture, declined, invite, noted, own_rupture, questions, remember
from companion.replying.summary import AreaHeard, after_heard, heard_question, summarise

__all__ = [
    "AreaHeard",
    "Day",
    "OwnRupture",
    "Told",
    "acknowledge",
    "after_heard",
    "declined",
    "found_lines",
    "heard_question",
    "invite",
    "noted",
    "own_rupture",
    "questions",
    "read_back",
    "remember",
    "summarise",
]
