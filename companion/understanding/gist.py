"""The content worth giving back: a clause or a noun phrase of the person's own words, turned to "you".

A clause is given back only when the grammar reads it to its very end and nothing around it can turn its sense round:
no condition, no quotation, no question, no exception behind it. When in doubt there is none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, TypeAlias

from companion.understanding.grammar import Reader
from companion.understanding.lexicon import gist_words, kinds_of, lexicon
from companion.understanding.tokens import BREAK, MAYBE_BREAK, text_of, tokens

Speaker: TypeAlias = Literal["own", "other", "it", "both"]

LONGEST_WORDS = 11  # a reply stays under 15 words with its few words around the clause
_LONGEST_SIDE = 5  # words of each half of "but"
_LONG_ENOUGH = 6  # words around one of these say something together: "you don't know what to do"
_TOGETHER = frozenset({"what", "how", "where", "why", "feel", "felt", "think", "thought"})
_LAST_QUESTION = 12  # pieces: a question further from the end was part of the telling
_LOOK_BACK = 12  # pieces: about one breath
_MOST_TRIES = 40  # clause beginnings: keeps a ramble of 400 words within 10 ms
_FIRST = ("SI", "DUNNO", "KIN", "SWE", "SHE", "THEY", "IT", "THAT", "THERE", "DET", "PREP", "ADV", "WHEN", "IF", "NUM")
_PRONOUNS = ("SI", "SWE", "SHE", "THEY", "IT", "THERE")
_FINITE = ("BEI", "BES", "BEP", "HAVE", "HAS", "DO", "DOES", "MOD", "V", "VZ", "VD", "ADV", "DEG", "USED", "HADTO", "NEEDTO", "TRYTO")
_LEFT = frozenset({BREAK, "and", "so", "but", "because", "well", "yeah", "yes", "no", "okay", "now", "also", "actually",
                   "anyway", "then", "plus", "just"})  # fmt: skip
_DANGLING = frozenset({"well", "so", "then", "now", "too", "really", "just"})
_FRESH_START = frozenset({"so", "but"})
_BINDING = frozenset({"like", "as", "than", "without", "to", "of", "since", "between", "against"})
_LIMITS = frozenset({"nothing", "nobody", "no", "none", "not", "n't", "only", "never", "if", "when"})
_MARKS = frozenset({"yeah", "yes", "okay", "well", "then", "anyway", "so", "no", BREAK})


@dataclass(frozen=True, slots=True)
class Told:
    """What is worth giving back: `clause` turned to "you" ("" for none) and whose it is; `topic`, a noun phrase.

    `speaker` tells what the clause begins with: 'own' the person, 'it' it, that or there, 'other' somebody or something
    else, 'both' when `clause` and `other_side` are the two sides of a "but".
    """

    clause: str = ""
    speaker: Speaker = "own"
    other_side: str = ""
    topic: str = ""
    asks: bool = False


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    speaker: Speaker
    half: bool


def turned(words: str) -> str:
    """`words` with every pronoun of the first person turned to the second; nothing else is changed."""
    return text_of(_turned(tokens(words)))


def _turned(pieces: Sequence[str]) -> list[str]:
    table = gist_words().turned
    out: list[str] = []
    for index, piece in enumerate(pieces):
        mine = "i" in pieces[max(0, index - 2) : index]
        if piece == "was" and mine and not _own_subject(pieces, index):
            out.append("were")
        elif piece == "try_to" and mine:
            out += _with_are(out, "trying")
        elif piece == "have_to" and mine:
            out += _with_are(out, "having")
        elif piece == "need_to" and mine:
            out += ["feel", "a", "need", "to"]
        else:
            out.append(table.get(piece, piece))
    return out


def _with_are(out: Sequence[str], verb: str) -> list[str]:
    """ "try to" and "have to" said to "you" would be advice: they become "you're trying to", "you're having to"."""
    return ["'re" if out[-1:] == ["you"] else "are", verb, "to"]


def _own_subject(pieces: Sequence[str], index: int) -> bool:
    """Whether the word before has its own subject: the last one before `index` is not "i"."""
    subjects = [piece for piece in pieces[:index] if piece in {"i", "he", "she", "it", "that", "this", "there"}]
    return subjects[-1:] != ["i"]


@cache
def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


@cache
def _phrases(words: str) -> tuple[str, ...]:
    return tuple(f" {phrase.replace('_', ' ')} " for phrase in words.split())


def _holds(pieces: Sequence[str], phrases: str) -> bool:
    line = f" {' '.join(pieces).replace('_', ' ')} "
    return any(phrase in line for phrase in _phrases(phrases))


@lru_cache(maxsize=64)
def told(words: str) -> Told:
    """What is worth giving back of `words`, a recogniser's line holding only words heard with confidence."""
    pieces = tokens(words)
    if _holds(pieces, gist_words().spoils.anywhere):
        return Told()
    paused = _told(tuple(BREAK if piece == MAYBE_BREAK else piece for piece in pieces))
    if paused.clause or MAYBE_BREAK not in pieces:
        return paused
    return _told(tuple(piece for piece in pieces if piece != MAYBE_BREAK))


def _told(pieces: Sequence[str]) -> Told:
    asked = _first_question(pieces)
    reader = Reader(pieces)
    spans = list(_spans(pieces[:asked], reader))
    topic = _topic(pieces[:asked], reader)
    asks = len(pieces) - _LAST_QUESTION <= asked < len(pieces)
    if (pair := _two_sides(pieces, spans)) is not None:
        return Told(*pair, topic=topic, asks=asks)
    whole = [span for span in spans if not span.half]
    if not whole:
        return Told(topic=topic, asks=asks)
    best = max(whole, key=lambda span: _worth(pieces[span.start : span.end], span.speaker))
    said = text_of(_turned(pieces[best.start : best.end]))
    return Told(said, best.speaker, topic=topic, asks=asks)


def clause(words: str) -> str:
    """The clause worth giving back, turned, with both sides of a "but"; "" when none is safe."""
    found = told(words)
    return f"{found.clause}, but {found.other_side}" if found.speaker == "both" else found.clause


def topic(words: str) -> str:
    """The noun phrase worth giving back, turned; "" when none is safe."""
    return told(words).topic


def gist(words: str) -> str:
    """The clause, else the noun phrase worth giving back, turned to the second person; "" when nothing is safe.

    `words` are a recogniser's, lower case without punctuation, only those heard with confidence.
    """
    return clause(words) or topic(words)


def _first_question(pieces: Sequence[str]) -> int:
    """Where a question begins; the length when none does."""
    line = " ".join(pieces).replace("_", " ").split(" ")
    asking = {phrase.strip() for phrase in _phrases(gist_words().spoils.asking)}
    pairs = (index for index in range(len(line) - 1) if f"{line[index]} {line[index + 1]}" in asking)
    first = next((index for index in pairs if index == 0 or line[index - 1] in _LEFT), None)
    return len(pieces) if first is None else _piece_at(pieces, first)


def _piece_at(pieces: Sequence[str], word: int) -> int:
    counted = 0
    for index, piece in enumerate(pieces):
        if counted >= word:
            return index
        counted += piece.count("_") + 1
    return len(pieces)


def _spans(pieces: Sequence[str], reader: Reader) -> Iterator[_Span]:
    """Clauses that can be given back, in the order they were said; `half` ones go on with "but"."""
    last_end = 0
    tries = 0
    for start in range(len(pieces)):
        if not _opens(pieces, reader, start, last_end):
            continue
        tries += 1
        if tries > _MOST_TRIES:
            return
        subject, end = _longest(pieces, reader, start)
        if end == 0:
            continue
        last_end = end
        speaker = _speaker(reader, subject, end)
        if not _poisoned(pieces, start) and _sound(pieces[start:end], pieces[subject:end], speaker):
            yield _Span(start, end, speaker, pieces[end : end + 1] == ("but",))


def _longest(pieces: Sequence[str], reader: Reader, start: int) -> tuple[int, int]:
    """Where the subject and the end of the longest clause from `start` on are; (0, 0) when there is none."""
    subjects = {start, *reader.ends("front", start)}
    found = ((end, subject) for subject in subjects for end in reader.ends("clause", subject))
    for end, subject in sorted(found, reverse=True):
        dangling = pieces[end - 1] in _DANGLING and end < len(pieces)
        if not dangling and end <= len(pieces) and _closes(pieces, reader, start, end):
            return subject, end
    return 0, 0


def _opens(pieces: Sequence[str], reader: Reader, start: int, last_end: int) -> bool:
    """Whether a clause can begin here, and not the second half of "me and my mates"."""
    if not reader.fits(start, *_FIRST):
        return False
    if start == last_end:
        return True
    joined = pieces[start - 1] == "and" and reader.fits(start - 2, "N", "OBJ", "UNKNOWN") and start - 1 != last_end
    own = reader.fits(start, "SI", "SWE", "DUNNO")
    return (pieces[start - 1] in _LEFT and (own or not joined)) or reader.fits(start - 1, "DUNNO")


def _speaker(reader: Reader, start: int, end: int) -> Speaker:
    if reader.fits(start, "SI", "SWE", "DUNNO"):
        # "you can" alone would be encouragement, so it is told back as what was said
        can = any(reader.fits(position, "CAN") and not reader.fits(position + 1, "NEG") for position in range(start, end))
        return "other" if can else "own"
    there = reader.fits(start, "IT", "THERE") or (reader.fits(start, "THAT") and not reader.ends("dnp", start))
    return "it" if there else "other"


def _poisoned(pieces: Sequence[str], start: int) -> bool:
    """Whether what begins here may be another's words, or only supposed."""
    if start and pieces[start - 1] in _FRESH_START:
        return False
    return _holds(pieces[max(0, start - _LOOK_BACK) : start], gist_words().spoils.before)


def _closes(pieces: Sequence[str], reader: Reader, start: int, end: int) -> bool:
    """Whether a clause that may end here really does: what follows begins something new."""
    following = pieces[end] if end < len(pieces) else BREAK
    denied = any(reader.fits(position, "NEG") for position in range(start, end))
    if following == BREAK:
        return not reader.fits(end + 1, "GOESON")
    if following in {"but", "yeah", "yes", "okay", "anyway"} or reader.fits(end, "DUNNO"):
        return True
    if following == "because":
        return not denied
    if following in {"and", "so", *_MARKS}:
        return _parts(pieces, reader, end, denied=denied or "between" in pieces[start:end])
    if not denied and reader.fits(end, "PREP") and _cut_is_true(pieces, reader, end):
        return True
    telling = any(reader.fits(position, "SAYING") for position in range(start, end))
    return not telling and _begins(reader, end) and _new_breath(pieces, reader, end)


def _cut_is_true(pieces: Sequence[str], reader: Reader, end: int) -> bool:
    """Whether what stands before a preposition at `end` is true without what follows it."""
    if pieces[end] in _BINDING or not _LIMITS.isdisjoint(pieces[end : end + 5]):
        return False
    return reader.fits(end - 1, "N", "ADV", "PMEHIM") and not reader.fits(end - 1, "V", "VG", "PREP")


def _new_breath(pieces: Sequence[str], reader: Reader, end: int) -> bool:
    """Whether a pronoun at `end` begins a new clause, and not one that tells which: "the person i've become"."""
    if not reader.fits(end, *_PRONOUNS):
        return False
    if reader.fits(end, "IT", "THERE") and reader.fits(end + 1, "BES"):
        return True
    if reader.fits(end - 1, "ADJ", "ADV", "PMEHIM") or reader.fits(end - 1, "VG"):
        return not reader.fits(end - 1, "REL", "THAT")
    return reader.fits(end - 1, "N") and reader.fits(end - 2, "POSS")


def _parts(pieces: Sequence[str], reader: Reader, end: int, *, denied: bool) -> bool:
    """Whether "and" or "so" parts two things of which the first is true alone; after a denial only a new clause is."""
    if end + 1 >= len(pieces) or pieces[end + 1] in _MARKS or _begins(reader, end + 1):
        return True
    bound = reader.fits(end + 1, "ADJ", "VN", "NEG", "OBJ", "AND", "OR", "MUCH") or reader.fits(end - 1, "V")
    return pieces[end] in {"and", "so"} and not denied and not bound


def _begins(reader: Reader, position: int) -> bool:
    """Whether a new clause begins here: a subject, then a finite verb."""
    if reader.fits(position, *_PRONOUNS):
        return reader.fits(position + 1, *_FINITE)
    return any(reader.fits(end, *_FINITE) for end in reader.ends("subject", position))


def _sound(whole: Sequence[str], clause: Sequence[str], speaker: Speaker) -> bool:
    """Whether a clause may be given back as it is; `whole` is the clause with what stands in front of it."""
    spoils = gist_words().spoils
    words = text_of(whole).split()
    if not 2 < len(words) <= LONGEST_WORDS or _holds(whole, spoils.never):
        return False
    if speaker == "other" and clause[0] not in {"i", "we"} and _holds(whole, spoils.blame):
        return False
    if {"have_to", "try_to", "need_to"}.intersection(clause) and not {"i", "we"}.issuperset(clause[:1]):
        return False
    return _content(clause) > 0 or (len(words) >= _LONG_ENOUGH and not _TOGETHER.isdisjoint(words))


def _content(clause: Sequence[str]) -> int:
    """How many words of the clause say something by themselves."""
    light = _set(gist_words().words.light)
    speaking = {"N", "ADJ", "UNKNOWN", "V", "VZ", "VD", "VN", "VG"}
    helping = {"BEI", "BES", "BEP", "HAVE", "DO", "MOD", "OBJ", "DET", "PREP"}
    known = lexicon()
    return sum(
        piece not in light and not speaking.isdisjoint(kinds) and helping.isdisjoint(kinds)
        for piece in clause
        for kinds in (known.get(piece, frozenset({"UNKNOWN"})),)
    )


def _worth(clause: Sequence[str], speaker: Speaker) -> float:
    """How much a clause is worth giving back: content and feeling first, then the person's own, then a good length."""
    felt = not _set(gist_words().words.feelings).isdisjoint(clause)
    whose = {"own": 2.0, "it": 0.5, "both": 0.5, "other": 0.0}[speaker]
    return min(_content(clause), 4) + 1.5 * felt + whose - 0.2 * abs(len(clause) - 7)


def _two_sides(pieces: Sequence[str], spans: Sequence[_Span]) -> tuple[str, Speaker, str] | None:
    """Both sides of a "but" when both can be given back and are short."""
    for first, second in zip(spans, spans[1:], strict=False):
        if first.half and second.start == first.end + 1 and not second.half:
            sides = [text_of(_turned(pieces[span.start : span.end])) for span in (first, second)]
            if all(len(side.split()) <= _LONGEST_SIDE for side in sides):
                return sides[0], "both", sides[1]
    return None


def _topic(pieces: Sequence[str], reader: Reader) -> str:
    """The noun phrase most worth naming: the person's people first, then what is theirs, then what is often on a mind."""
    best = max(_topics(pieces, reader), key=lambda pair: pair[0], default=(0.0, ""))
    return best[1]


def _topics(pieces: Sequence[str], reader: Reader) -> Iterator[tuple[float, str]]:
    """Every noun phrase that can be named, and its worth; of equals the later one is worth a little more."""
    start = 0
    while start < len(pieces):
        end = _phrase_end(pieces, reader, start)
        if end > start:
            named = _named(pieces[start:end])
            worth = _topic_worth(pieces, reader, start, end) if named else 0.0
            if worth:
                yield worth + 0.2 * start / len(pieces), text_of(_turned(named))
        start = max(end, start + 1)


def _phrase_end(pieces: Sequence[str], reader: Reader, start: int) -> int:
    """The end of the noun phrase that begins at `start` and is certainly one; `start` itself when there is none."""
    if reader.fits(start - 1, "DET", "ADJ", "N", "UNKNOWN") and not reader.fits(start, "POSS"):
        return start
    people = _set(gist_words().words.people)
    if reader.fits(start, "POSS") and pieces[start + 1 : start + 2] and pieces[start + 1] in people:
        return start + 2
    end = max(reader.ends("topic", start), default=start)
    compound = reader.fits(end, "V") and not reader.fits(end, "VD", "PREP", "ADV", "HAVE", "DO") and pieces[end - 1][-1] != "s"
    goes_on = compound or reader.fits(end, "N", "UNKNOWN", "VG", "POSSS")
    noun = reader.fits(end - 1, "N") and (reader.fits(start, "DET") or not reader.fits(end - 1, "V", "ADJ", "VD", "VN"))
    return end if noun and not goes_on else start


def _named(phrase: Sequence[str]) -> Sequence[str]:
    """The noun phrase as it is named: "a different upbringing" -> "the different upbringing"; () when it must not be."""
    gist = gist_words()
    if _holds(phrase, f"{gist.spoils.never} {gist.spoils.blame}") or phrase[-1] in _set(gist.words.thin):
        return ()
    first, rest = phrase[0], phrase[1:]
    if "N" in kinds_of(first) and first in _set(gist.words.thin):
        return ()
    if first in _set(gist.words.named):
        return ("the", *rest)
    if first in _set(gist.words.dropped):
        return rest if phrase[-1].endswith("s") or phrase[-1] in _set(gist.words.matters) else ()
    return phrase


def _topic_worth(pieces: Sequence[str], reader: Reader, start: int, end: int) -> float:
    """How much a noun phrase is worth naming; 0 when it may be somebody else's, or was denied."""
    words = gist_words().words
    matters = 0.5 if pieces[end - 1] in _set(words.matters) else 0.0
    described = 0.2 if end - start > 1 and reader.fits(end - 2, "ADJ") else 0.0
    if pieces[start] in {"my", "our"}:
        own = 3.0 if pieces[end - 1] in _set(words.people) else 2.0 + matters + described
        return 0.0 if _poisoned(pieces, start) else own
    if pieces[start] in {"the", "his", "her", "their"}:
        return 1.0 + matters + described
    denied = not _LIMITS.isdisjoint(pieces[max(0, start - 5) : start])
    return 0.0 if denied and not matters else 0.7 + matters + described
