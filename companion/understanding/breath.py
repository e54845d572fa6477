"""Where one breath ends and the next begins, in words without any punctuation."""

from collections.abc import Sequence
from itertools import pairwise

from companion.understanding.grammar import Reader
from companion.understanding.spoils import LIMITS
from companion.understanding.tokens import BREAK

_SHORTEST_CUT = 5  # pieces before a preposition where a clause may be cut
PRONOUNS = ("SI", "SWE", "SHE", "THEY", "IT", "THERE")
FINITE = ("BEI", "BES", "BEP", "HAVE", "HAS", "DO", "DOES", "MOD", "V", "VZ", "VD", "VS", "VZS", "VDS", "ADV", "DEG",
           "USED", "HADTO", "NEEDTO", "TRYTO", "DUTY")  # fmt: skip
_TAKING_CLAUSES = ("VS", "VDS", "VNS", "VK", "VDK", "VNK", "MAKE", "ASK")
_AGAIN = 5  # pieces in which what was denied is put right
_OF_ITS_OWN = 4  # pieces
_ONE = frozenset({"a", "an", "this", "some", "my"})
_BINDING = frozenset({"like", "as", "than", "without", "to", "of", "since", "between", "against"})
_MARKS = frozenset({"yeah", "yes", "okay", "well", "then", "anyway", "so", "no", BREAK})
_CLOSING = frozenset({BREAK, "but", "yeah", "yes", "okay", "anyway", "anyways", "though"})


def ends_here(pieces: Sequence[str], reader: Reader, start: int, end: int) -> bool:
    """Whether a clause that may end here really does: what follows begins something new."""
    following = pieces[end] if end < len(pieces) else BREAK
    denials = [position for position in range(start, end) if reader.fits(position, "NEG")]
    points_on = pieces[end - 1] == "that" and end < len(pieces) and (following == BREAK or begins(reader, end))
    if points_on or _put_right(pieces, reader, denials, end):
        return False
    if following in _CLOSING or reader.fits(end, "DUNNO"):
        return following != BREAK or not reader.fits(end + 1, "GOESON")
    plain = all(_plain_denial(reader, position) for position in denials)
    if following == "and" or following in _MARKS:
        return _parts(pieces, reader, end, denied=bool(denials) or "between" in pieces[start:end])
    if plain and (following == "because" or _goes_on(reader, start, end) or _runs_on(reader, start, end)):
        return True
    return not denials and following != "because" and _cut(pieces, reader, start, end)


def _put_right(pieces: Sequence[str], reader: Reader, denials: Sequence[int], end: int) -> bool:
    """Whether the next breath says the denied thing again: "i'm not putting things i'm putting things in it"."""
    behind = list(pairwise(pieces[end : end + _AGAIN]))
    return any(
        reader.fits(position + 1, "VG") and (pieces[position + 1], pieces[position + 2]) in behind
        for position in denials
        if position + 2 < len(pieces)
    )


def _goes_on(reader: Reader, start: int, end: int) -> bool:
    """Whether a "just" or "like" begins what follows: "... to me just told me what", "... with them like we talk"."""
    if reader.fits(end, "JUST"):
        return reader.fits(end + 1, "VD", "VZ", "VG") and not reader.fits(end + 1, "LIKE")
    if not reader.fits(end, "LIKE") or not reader.fits(end - 1, "IT", "PMEHIM", "ADV") or not begins(reader, end + 1):
        return False
    return not any(reader.fits(place, "LIKENED", "NEG", "VL", "VDL", "VZL", "VGL") for place in range(start, end))


def _cut(pieces: Sequence[str], reader: Reader, start: int, end: int) -> bool:
    return end - start >= _SHORTEST_CUT and _cut_is_true(pieces, reader, start, end)


def _plain_denial(reader: Reader, position: int) -> bool:
    """Whether a "not" denies something done: "i'm not sad i'm furious" and "i don't hate him i love him" correct it."""
    doing = reader.fits(position - 1, "BEI", "BES", "BEP") and reader.fits(position + 1, "VG")
    return doing or (
        reader.fits(position - 1, "DO", "DOES", "HAVE", "HAS", "MOD")
        and not reader.fits(position + 1, "VS", "VL", "BE")
    )


def _runs_on(reader: Reader, start: int, end: int) -> bool:
    """Whether a new clause follows without a joining word.

    Never after telling: what follows may be what was told. Never after "at first" or "and some days" and the like,
    which may belong to what follows.
    """
    if any(reader.fits(position, "SAYING") for position in range(start, end)) or reader.fits(end - 1, "FRONT"):
        return False
    if any(reader.fits(position, "AND") for position in range(max(start, end - _SHORTEST_CUT), end)):
        return False
    ahead = not reader.fits(end - 1, "PRTE") and reader.fits(end, "FRONT") and begins(reader, end + 1)
    return ahead or (begins(reader, end) and _new_breath(reader, end))


def _parts(pieces: Sequence[str], reader: Reader, end: int, *, denied: bool) -> bool:
    """Whether "and" or "so" parts two things of which the first is true alone; after a denial only a new clause is."""
    if end + 1 >= len(pieces) or pieces[end + 1] in _MARKS or begins(reader, end + 1):
        return True
    if reader.fits(end + 1, "DUNNO"):
        return True
    if tuple(pieces[end + 1 : end + 3]) == ("a", "half"):
        return False
    joined = reader.fits(end + 1, "VN") and not reader.fits(end + 1, "VD")
    joined = joined or (reader.fits(end - 1, "N") and reader.fits(end + 1, "N"))  # "more fruits and vegetables"
    bound = joined or reader.fits(end + 1, "ADJ", "NEG", "OBJ", "AND", "OR", "MUCH") or reader.fits(end - 1, "V")
    return pieces[end] in {"and", "so"} and not denied and not bound


def _cut_is_true(pieces: Sequence[str], reader: Reader, start: int, end: int) -> bool:
    """Whether what stands before `end` is true without what follows it: a place, a likeness, a remark on a thing."""
    if not LIMITS.isdisjoint(pieces[end : end + 6]) or not reader.fits(end - 1, "N", "ADV"):
        return False
    if reader.fits(end - 1, "V", "VG", "PREP", "PRTE") or reader.fits(end + 1, "WH", "WHS"):
        return False
    being = any(reader.fits(position, "BEI", "BES", "BEP", "BE", "BEEN") for position in range(start, end))
    if reader.fits(end, "THATC", "WHO"):
        one = not _ONE.isdisjoint(
            pieces[max(start, end - 3) : end]
        )  # "this test that" is there, "the test that" is not
        return one and not being and reader.fits(end - 1, "N")
    if pieces[end] == "like":
        return not being
    return reader.fits(end, "VG") or (
        reader.fits(end, "PREP") and not reader.fits(end, "PRTE") and pieces[end] not in _BINDING
    )


def _new_breath(reader: Reader, end: int) -> bool:
    """Whether a pronoun at `end` begins a new clause, and not one that tells which: "the person i've become"."""
    if not reader.fits(end, *PRONOUNS):
        return False
    if reader.fits(end, "IT", "THERE") and reader.fits(end + 1, "BES"):
        return True
    if reader.fits(end - 1, "REL", "THAT"):
        return False
    if reader.fits(end - 1, "ADJ", "ADV", "PMEHIM", "IT", "VG", "PRTE", "REFL"):
        return True
    acting = reader.fits(end - 1, "VI", "VDI", "VNI") or (reader.fits(end - 1, "V") and reader.fits(end - 2, "TO"))
    if acting and not reader.fits(end - 1, *_TAKING_CLAUSES, "N"):
        return True  # "i have things to do i can't stay", but not "i know he left"
    # "my job i'm tired" and "a dog i love him" are true without the rest, "the dog i had" may not be
    named = reader.fits(end - 1, "UNKNOWN") and reader.fits(end - 2, "POSS", "ONE")
    return named or (reader.fits(end - 1, "N") and (not tells_which(reader, end) or _told_anew(reader, end)))


def _told_anew(reader: Reader, end: int) -> bool:
    """Whether behind "that situation" a clause of its own follows, longer than one that only tells which."""
    doing = not reader.fits(end + 1, "BEI", "BES", "BEP")
    return (
        reader.fits(end - 2, "THAT") and doing and any(far - end >= _OF_ITS_OWN for far in reader.ends("clause", end))
    )


def tells_which(reader: Reader, end: int) -> bool:
    """Whether the noun phrase before `end` is one that waits to be told which: "the", "all", "the same"."""
    for position in range(end - 2, max(-1, end - 6), -1):
        if reader.fits(position, "DET"):
            return not reader.fits(position, "POSS", "ONE")
        if not reader.fits(position, "ADJ", "N", "NUM", "ADV"):
            return False
    return True


def begins(reader: Reader, position: int) -> bool:
    """Whether a new clause begins here: a subject, then a finite verb."""
    if reader.fits(position, *PRONOUNS):
        return reader.fits(position + 1, *FINITE)
    if reader.fits(position, "THAT") and reader.fits(position + 1, "VZ", "VD", "BES", "MOD"):
        return True
    return any(reader.fits(end, *FINITE) for end in reader.ends("subject", position))
