"""An answer without a verb of its own, whole: "more time together", "to be heard", "how tired i am".

Said back whole it cannot be twisted: nothing that was said is left out but a joining word or a filler around it.
"""

from collections.abc import Sequence

from companion.understanding.clauses import content
from companion.understanding.grammar import Reader
from companion.understanding.lexicon import gist_words, kinds_of
from companion.understanding.spoils import LEFT_OF_CLAUSE, holds, word_set
from companion.understanding.tokens import BREAK

_AROUND = (LEFT_OF_CLAUSE | {"really"}) - {"no", "but"}  # "no money" is not "money"
_BEHIND = frozenset({BREAK, "yeah", "yes", "okay", "and", "so", "really"})
_SHORTEST = 3  # pieces: "great place" would sound like a verdict
_LONGEST = 10
_LITTLE = 0.5  # content that is enough: "more time together"
_UNKNOWN = kinds_of("xqz")


def echo(pieces: Sequence[str], reader: Reader) -> tuple[int, int]:
    """Where an answer that can be said back whole begins and ends; (0, 0) when it is none."""
    start, end = 0, len(pieces)
    while start < end and (pieces[start] in _AROUND or reader.fits(start, "DUNNO")):
        start += 1
    if reader.fits(start, "SI") and reader.fits(start + 1, "THINKING"):
        start += 2
    while start < end and (pieces[end - 1] in _BEHIND or reader.fits(end - 1, "DUNNO")):
        end -= 1
    whole = pieces[start:end]
    if reader.fits(start, "REL") or whole[:1] == ("any",):
        return 0, 0  # "something like that", "any way out"
    known = all(not piece.isdigit() and kinds_of(piece) != _UNKNOWN for piece in whole)
    if not known or not _SHORTEST <= len(whole) <= _LONGEST or not _reads(whole, reader, start):
        return 0, 0
    spoils = gist_words().spoils
    unfit = holds(whole, f"{spoils.never} {spoils.verdict} {spoils.blame}") or len(set(whole)) < len(whole) - 1
    return (0, 0) if unfit or content(whole) < _LITTLE else (start, end)


def _reads(whole: Sequence[str], reader: Reader, start: int) -> bool:
    """Whether the grammar reads it to its end; without a noun or a doing only a feeling is said back."""
    end = start + len(whole)
    felt = not word_set(gist_words().words.feelings).isdisjoint(whole)
    return end in reader.ends("echo", start) or (felt and end in reader.ends("adjp", start))
