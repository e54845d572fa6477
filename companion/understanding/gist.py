"""The content worth giving back: a clause or a noun phrase of the person's own words, turned to "you".

A clause is given back only when the grammar reads it to its very end and nothing around it can turn its sense round:
no condition, no quotation, no question, no exception behind it. When in doubt there is none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal, TypeAlias

from companion.understanding.clauses import LONGEST_WORDS, Clause, Speaker, clauses, worth
from companion.understanding.dropped import restored
from companion.understanding.echo import echo
from companion.understanding.grammar import Reader
from companion.understanding.lexicon import gist_words, ing_form
from companion.understanding.spoils import LEFT_OF_CLAUSE, LIMITS, first_question, holds, own_verdict, phrases
from companion.understanding.tokens import BREAK, MAYBE_BREAK, once, text_of, tokens
from companion.understanding.topics import topic_of

Sides: TypeAlias = Speaker | Literal["both", "echo"]

_LAST_WORDS = 120  # of a ramble only its end is given back: it is what was left standing, and takes under 10 ms
_CUT = "..."  # is no kind of word: nothing begins at a cut
_LONGEST_SIDES = 12  # words of both halves of a "but": a reply stays under 15
_LAST_QUESTION = 12  # pieces: a question further from the end was part of the telling
_OPENING = 2  # pieces before a question that opens the answer: "so what should i do"
# what stands before a plan: "well maybe i could just ..."
_LEADING = frozenset(
    {"i", "we", "maybe", "perhaps", "probably", "just", "could", "can", "might", "would", "will", "'ll", "'d"}
)
_LEADING |= {"like", "to", "try_to", "need_to", "want", "well", "so", "yeah", "okay", "also", "then"}
_TOGETHER = re.compile(r"^((?:your|the) (?:[\w-]+ )?[\w-]+) and you\b")
_SUBJECTS = frozenset({"i", "we", "he", "she", "it", "that", "this", "there", "they"})


@dataclass(frozen=True, slots=True)
class Told:
    """What is worth giving back: `clause` and `topic`, turned to "you", "" for none.

    `speaker` is that of `clauses.Clause`, 'both' when `clause` and `other_side` are the two sides of a "but", or
    'echo' when the whole answer has no verb of its own.
    `half` tells that the clause went on with a "but" whose other side cannot be given back.
    `verdict` tells of a harsh word about themselves, `plain` that nothing was denied, supposed or quoted.
    `asks` tells that the person ended with a question.
    """

    clause: str = ""
    speaker: Sides = "own"
    other_side: str = ""
    half: bool = False
    topic: str = ""
    asks: bool = False
    verdict: bool = False
    plain: bool = True


def turned(words: str) -> str:
    """`words` with every pronoun of the first person turned to the second; fillers and stutters are left out."""
    return text_of(_turned([piece for piece in tokens(words) if piece not in {BREAK, MAYBE_BREAK}]))


def clause(words: str) -> str:
    """The clause worth giving back, turned, with both sides of a "but"; "" when none is safe alone."""
    found = told(words)
    if found.half:
        return ""
    return f"{found.clause}, but {found.other_side}" if found.speaker == "both" else found.clause


def topic(words: str) -> str:
    """The noun phrase worth giving back, turned; "" when none is safe."""
    return told(words).topic


def gist(words: str) -> str:
    """The clause, else the noun phrase worth giving back, turned to the second person; "" when nothing is safe.

    `words` are a recogniser's, lower case without punctuation, only those heard with confidence.
    """
    return clause(words) or topic(words)


def doing(words: str) -> str:
    """What the person thinks of doing: "i could tell her about it" -> "telling her about it"; "" when it is no plan."""
    pieces = [piece for piece in tokens(words) if piece not in {BREAK, MAYBE_BREAK}]
    return _doing(pieces)


def _plan(pieces: Sequence[str]) -> str:
    """What the person thinks of doing when that is the whole answer and begins with them: "i could call her more"."""
    plan = [piece for piece in pieces if piece != BREAK]
    begins = next((piece for piece in plan if piece not in LEFT_OF_CLAUSE), "")
    return _doing(plan) if begins in {"i", "we"} and not {"could", "can", "might"}.isdisjoint(plan[:4]) else ""


def _doing(pieces: Sequence[str]) -> str:
    start = next((index for index, piece in enumerate(pieces) if piece not in _LEADING), len(pieces))
    reader = Reader(pieces)
    plan = pieces[start:]
    whole = len(pieces) in reader.ends("inf", start) and len(plan) > 1 and reader.fits(start, "V", "BE")
    gerund = len(pieces) in reader.ends("ger", start) and len(plan) > 1
    spoils = gist_words().spoils
    if not (whole or gerund) or len(plan) > LONGEST_WORDS or holds(plan, f"{spoils.never} {spoils.verdict}"):
        return ""
    verb = plan[0] if gerund else ing_form(plan[0])
    return text_of([verb, *_turned(plan)[1:]])


@lru_cache(maxsize=64)
def told(words: str) -> Told:
    """What is worth giving back of `words`, a recogniser's line holding only words heard with confidence."""
    said = words.split()
    pieces = tokens(words) if len(said) <= _LAST_WORDS else (_CUT, *tokens(" ".join(said[-_LAST_WORDS:])))
    if holds(pieces, gist_words().spoils.anywhere):
        return Told(plain=False)
    paused = _told(tuple(BREAK if piece == MAYBE_BREAK else piece for piece in pieces))
    if paused.clause or MAYBE_BREAK not in pieces:
        return paused
    joined = _told(tuple(once([piece for piece in pieces if piece != MAYBE_BREAK])))
    return paused if joined.speaker == "echo" else joined


def _told(pieces: tuple[str, ...]) -> Told:
    pieces = restored(pieces)
    asked = first_question(pieces)
    told_pieces = pieces[:asked]
    reader = Reader(told_pieces)
    found = [one for one in clauses(told_pieces, reader) if _fit(_said(told_pieces, one))]
    about = text_of(_turned(topic_of(told_pieces, reader)))
    spoils = gist_words().spoils
    around = Told(
        topic=about,
        asks=asked < len(pieces) and (asked <= _OPENING or asked >= len(pieces) - _LAST_QUESTION),
        verdict=own_verdict(pieces),
        plain=not holds(pieces, spoils.before) and LIMITS.isdisjoint(pieces) and "but" not in pieces,
    )
    if (sides := _two_sides(told_pieces, found)) is not None:
        return replace(around, clause=sides[0], speaker="both", other_side=sides[1])
    whole = [one for one in found if not one.half] or found
    if not whole:
        start, end = echo(pieces, reader)
        said = text_of(_turned(pieces[start:end])) or _plan(pieces)
        return replace(around, clause=said, speaker="echo") if said not in {"", about} else around
    best = max(whole, key=lambda one: worth(told_pieces[one.start : one.end], one.speaker))
    return replace(around, clause=_said(told_pieces, best), speaker=best.speaker, half=best.half)


def _said(pieces: Sequence[str], one: Clause) -> str:
    said = text_of(_turned(pieces[one.start : one.end]))
    return _TOGETHER.sub(r"you and \1", said)  # "my sister and i" is "you and your sister"


def _fit(said: str) -> bool:
    """Whether the turned clause holds nothing that would sound like advice or comfort."""
    return not any(phrase in f" {said} " for phrase in phrases(gist_words().spoils.turned))


def _two_sides(pieces: Sequence[str], found: Sequence[Clause]) -> tuple[str, str] | None:
    """Both sides of a "but" when both can be given back and are short."""
    for first, second in pairwise(found):
        if first.half and second.start <= first.end + 2 and not second.half:
            sides = _said(pieces, first), _said(pieces, second)
            if len(" ".join(sides).split()) <= _LONGEST_SIDES:
                return sides
    return None


def _turned(pieces: Sequence[str]) -> list[str]:
    table = gist_words().turned
    out: list[str] = []
    for index, piece in enumerate(pieces):
        own = "i" in pieces[max(0, index - 2) : index] or "we" in pieces[max(0, index - 2) : index]
        if piece == "was" and _last_subject(pieces, index) == "i":
            out.append("were")
        elif own and piece in {"try_to", "have_to"}:
            # "you try to" and "you have to" would be advice
            out += ["'re" if out[-1] == "you" else "are", "trying" if piece == "try_to" else "having", "to"]
        elif own and piece == "need_to":
            out += ["feel", "a", "need", "to"]
        else:
            out.append(table.get(piece) or "_".join(table.get(part, part) for part in piece.split("_")))
    return out


def _last_subject(pieces: Sequence[str], index: int) -> str:
    """The subject of the verb at `index`: the nearest one before it, when it stands close; else ""."""
    near = [piece for piece in pieces[max(0, index - 3) : index] if piece in _SUBJECTS]
    return near[-1] if near else ""
