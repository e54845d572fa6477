"""An answer often leaves its first word out: "just want a quiet house", "feels like nobody listens"."""

from collections.abc import Sequence

from companion.understanding.grammar import Reader
from companion.understanding.spoils import LEFT_OF_CLAUSE
from companion.understanding.tokens import BREAK

_OTHERS = frozenset({"me", "us", "my", "you"})
_OPENING = LEFT_OF_CLAUSE - {"no"}


def restored(pieces: Sequence[str]) -> tuple[str, ...]:
    """The pieces with the "i" or "it" that an answer left out at its very beginning put back.

    Only before verbs of wanting, feeling and trying, which nobody uses for an order, and only where no "me" follows in
    the same breath: then somebody else is meant.
    """
    start = next((index for index, piece in enumerate(pieces) if piece not in _OPENING), len(pieces))
    reader = Reader(pieces)
    verb = start
    while reader.fits(verb, "ADV") and not reader.fits(verb, "DROPPEDI", "DROPPEDIT"):
        verb += 1
    breath = pieces[verb : pieces.index(BREAK, verb) if BREAK in pieces[verb:] else len(pieces)]
    denied = reader.fits(verb, "DROPPEDNOT") and reader.fits(verb + 1, "NEG")
    unable = denied and (reader.fits(verb, "CAN") or reader.fits(verb + 2, "AFTERNOT"))
    if (unable or reader.fits(verb, "DROPPEDI")) and _OTHERS.isdisjoint(breath):
        return (*pieces[:start], "i", *pieces[start:])
    if reader.fits(verb, "DROPPEDIT"):
        return (*pieces[:start], "it", *pieces[start:])
    return tuple(pieces)
