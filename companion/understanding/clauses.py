"""Finds the clauses that can be given back: read to their very end, and nothing around them turns their sense round."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from companion.understanding.breath import FINITE, PRONOUNS, ends_here, tells_which
from companion.understanding.grammar import Reader
from companion.understanding.lexicon import gist_words, kinds_of, lexicon
from companion.understanding.spoils import LEFT_OF_CLAUSE, LIMITS, holds, poisoned, word_set
from companion.understanding.tokens import BREAK, text_of

Speaker: TypeAlias = Literal["own", "able", "other", "it"]

LONGEST_WORDS = 13  # a reply stays under 15 words
_SHORTEST = 3  # pieces: "i", "'m", "tired"
_LONG_ENOUGH = 5  # words around one of these say something together: "you don't know what to do"
_SAYS_ENOUGH = 4  # words around a word of thinking: "you've thought about it"
_TOGETHER = frozenset({"what", "how", "where", "why", "feel", "felt", "think", "thought"})
_LITTLE = 0.5  # content that is enough for "it's been really good lately"
_MOST_TRIES = 40  # clause beginnings: keeps a ramble of 400 words within 10 ms
_BREATH = 8  # pieces in which a "not" or "if" may reach a clause that follows without a joining word
_FIRST = (
    *PRONOUNS,
    "DUNNO",
    "KIN",
    "THAT",
    "DET",
    "PREP",
    "ADV",
    "WHEN",
    "IF",
    "NUM",
    "ME",
    "NAME",
    "WHATW",
    "ALL",
    "PART",
)
_HELPERS = ("ADV", "BEI", "BES", "BEP", "HAVE", "HAS", "DO", "MOD")
_FEELS = frozenset({"feel", "felt", "feeling"})  # "you feel useless" is how it is for them; "you're useless" is not
_DANGLING = frozenset({"well", "so", "then", "now", "too", "really", "just", "like", "maybe", "perhaps", "worth"})
_SOMEBODY = frozenset({"person", "people", "man", "woman", "guy", "girl"})
_ADVISING = frozenset({"maybe", "just", "perhaps", "always"})
_HANGING = frozenset({"though", "anyway", "anyways", "whole", "only", "cut"})
_SPEAKING = frozenset({"N", "ADJ", "UNKNOWN", "V", "VZ", "VD", "VN", "VG"})
_UNKNOWN = frozenset({"UNKNOWN", "NAME"})
_HELPING = frozenset({"BEI", "BES", "BEP", "HAVE", "DO", "MOD", "OBJ", "DET", "PREP"})


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that can be given back, as pieces from `start` to `end`.

    `speaker` tells what it begins with: 'own' the person, 'able' the person and "can", "will" or "maybe", 'it' it,
    that or there, 'other' somebody or something else. A `half` clause goes on with "but".
    """

    start: int
    end: int
    speaker: Speaker
    half: bool


def clauses(pieces: Sequence[str], reader: Reader) -> Iterator[Clause]:
    """Clauses that can be given back, in the order they were said."""
    last_end = tries = 0
    for start in range(len(pieces)):
        if start < last_end or not _opens(pieces, reader, start, last_end):
            continue
        tries += 1
        if tries > _MOST_TRIES:
            return
        subject, end = _longest(pieces, reader, start)
        if end == 0:
            continue
        last_end = end
        speaker = _speaker(reader, start, subject, end)
        meant = not (
            poisoned(pieces, start) or _purpose(pieces, reader, start, subject) or _supposed(pieces, start, end)
        )
        if meant and _sound(pieces[start:end], pieces[subject:end], speaker):
            turns = [piece for piece in pieces[end : end + 3] if piece != BREAK][:1]
            yield Clause(start, end, speaker, turns == ["but"] or "part_of_me" in pieces[start:end])


def worth(clause: Sequence[str], speaker: Speaker) -> float:
    """How much a clause is worth giving back: content and feeling first, then the person's own, then a good length."""
    felt = not word_set(gist_words().words.feelings).isdisjoint(clause)
    whose = {"own": 2.0, "able": 1.0, "it": 0.5, "other": 0.0}[speaker]
    return min(content(clause), 4) + 1.5 * felt + whose - 0.2 * abs(len(clause) - 7) - 2 * (clause[0] == "if")


def _opens(pieces: Sequence[str], reader: Reader, start: int, last_end: int) -> bool:
    """Whether a clause can begin here, and not the second half of "me and my mates"."""
    if not reader.fits(start, *_FIRST):
        return False
    before = pieces[start - 1] if start else ""
    if reader.fits(start, "THAT") and reader.fits(start + 1, "BES", "VD", "VZ") and before == BREAK:
        return False  # "i lost myself or something that was missing"
    if start == last_end:
        return True
    joined = before == "and" and reader.fits(start - 2, "N", "OBJ", "UNKNOWN") and start - 1 != last_end
    own = reader.fits(start, "SI", "SWE", "DUNNO")
    after = (before in LEFT_OF_CLAUSE and (own or not joined)) or reader.fits(start - 1, "DUNNO")
    # a whole answer to "what should they know": "that i miss her"
    first = before == "that" and LEFT_OF_CLAUSE.issuperset(pieces[: start - 1])
    after = after or (first and own and not reader.fits(start + 1, "MOD"))
    return after or (
        reader.fits(start, *PRONOUNS) and (_given_up(pieces, reader, start) or _follows(pieces, reader, start))
    )


def _given_up(pieces: Sequence[str], reader: Reader, start: int) -> bool:
    """Whether what stands before `start` is a beginning that was given up: "i just they never listen"."""
    begun = start - 1
    while reader.fits(begun, *_HELPERS):
        begun -= 1
    subject = reader.fits(begun, *PRONOUNS) or (reader.fits(begun, "POSS") and begun == start - 1)
    return subject and (begun == 0 or pieces[begun - 1] in LEFT_OF_CLAUSE or _given_up(pieces, reader, begun))


def _follows(pieces: Sequence[str], reader: Reader, start: int) -> bool:
    """Whether a new breath begins behind a noun phrase that ends what could not be read: "... in my head i hurt".

    Not behind "some days": that belongs to what follows.
    """
    whole = (
        reader.fits(start - 1, "N", "IT", "PMEHIM")
        and not reader.fits(start - 1, "V", "ADV", "TIMES")
        and (not reader.fits(start - 1, "N") or not tells_which(reader, start))
    )
    return whole and reader.fits(start + 1, *FINITE) and LIMITS.isdisjoint(pieces[max(0, start - _BREATH) : start])


def _purpose(pieces: Sequence[str], reader: Reader, start: int, subject: int) -> bool:
    """Whether what follows "so" is wanted rather than told: "i save up so i can leave"."""
    before = [piece for piece in pieces[max(0, start - 3) : start] if piece != BREAK]
    if before[-2:] == ["just", "so"]:
        return True
    joined = before[-1:] == ["so"] and len(before) > 1 and before[-2] not in LEFT_OF_CLAUSE
    return joined and (reader.fits(subject + 1, "MOD", "NEG") or reader.fits(subject + 2, "NEG"))


def _supposed(pieces: Sequence[str], start: int, end: int) -> bool:
    """Whether a "would" or "then" may hang on an "if" said long before; what would be liked is wished all the same."""
    would = any(
        piece in {"'d", "would"} and pieces[place + 1] not in {"like", "love", "rather", "prefer"}
        for place, piece in enumerate(pieces[start : end - 1], start)
    )
    hanging = would or pieces[start - 1 : start] == ("then",)
    return hanging and "if" in pieces[:start]


def _longest(pieces: Sequence[str], reader: Reader, start: int) -> tuple[int, int]:
    """Where the subject and the end of the longest clause from `start` on are; (0, 0) when there is none."""
    subjects = {start, *(end for end in reader.ends("front", start) if not reader.fits(end - 1, "PME"))}
    if start and pieces[start - 1] not in LEFT_OF_CLAUSE:
        subjects = {start}  # "it's been good lately we cook together": whose "lately" it is, is not sure
    found = ((end, subject) for subject in subjects for end in reader.ends("clause", subject))
    for end, subject in sorted(found, reverse=True):
        dangling = pieces[end - 1] in _HANGING or (pieces[end - 1] in _DANGLING and end < len(pieces))
        if not dangling and ends_here(pieces, reader, start, end):
            return subject, end
    return 0, 0


def _speaker(reader: Reader, start: int, subject: int, end: int) -> Speaker:
    if reader.fits(subject, "SI", "SWE", "DUNNO", "WHATW", "ALL"):
        can = reader.fits(start, "MAYBE") or any(
            reader.fits(position, "CAN")
            and reader.fits(position - 1, "SI", "SWE", "ADV")
            and not reader.fits(position + 1, "NEG")
            for position in range(subject, end)
        )
        return "able" if can else "own"
    there = reader.fits(subject, "IT", "THERE") or (reader.fits(subject, "THAT") and not reader.ends("dnp", subject))
    return "it" if there else "other"


def _sound(whole: Sequence[str], clause: Sequence[str], speaker: Speaker) -> bool:
    """Whether a clause may be given back as it is; `whole` is the clause with what stands in front of it."""
    words = text_of(whole).split()
    if len(whole) < _SHORTEST or len(words) > LONGEST_WORDS or _unfit(whole, speaker):
        return False
    little = speaker == "it" or len(words) >= _LONG_ENOUGH
    return content(clause) >= (_LITTLE if little else 1) or (
        len(words) >= _SAYS_ENOUGH and not _TOGETHER.isdisjoint(words)
    )


def _unfit(whole: Sequence[str], speaker: Speaker) -> bool:
    """Whether a clause would hurt, advise, blame or confuse when it is said to the person."""
    spoils = gist_words().spoils
    named = [piece for piece in whole if "N" in kinds_of(piece) and "DET" not in kinds_of(piece)]
    return (
        holds(whole, spoils.never)
        or (speaker in {"other", "it"} and holds(whole, spoils.blame))
        or (speaker in {"own", "able"} and holds(whole, spoils.verdict) and _FEELS.isdisjoint(whole))
        # both would become "you": "you want you to be closer"
        or not ({"i", "me"}.isdisjoint(whole) or {"us", "ourselves"}.isdisjoint(whole))
        # "maybe you can just sit on it" would be advice
        or (speaker == "able" and {"'ll", "will"}.isdisjoint(whole) and not _ADVISING.isdisjoint(whole))
        # "in the hospital they took me to the hospital" was two beginnings
        or len(set(named)) < len(named)
        or list(whole).count("for") > 1  # "it's for me for my health" was said anew
        or _run_together(whole)
    )


def _run_together(whole: Sequence[str]) -> bool:
    """Whether a new breath was read as part of a name: "i just want a break man", "an anxious person pot"."""
    before, last = whole[-2:]
    named = "N" in kinds_of(before)
    return named and (last == "man" or (before in _SOMEBODY and not {"N", "UNKNOWN"}.isdisjoint(kinds_of(last))))


def content(clause: Sequence[str]) -> float:
    """How many words of the clause say something by themselves; a light one ("tell", "want") counts half."""
    words, known = gist_words().words, lexicon()
    light, empty = word_set(words.light), word_set(words.empty)
    total = 0.0
    for piece in clause:
        kinds = known.get(piece, _UNKNOWN)
        if piece in light:
            total += 0.5
        elif piece not in empty and not _SPEAKING.isdisjoint(kinds) and _HELPING.isdisjoint(kinds):
            total += 1.0
    return total
