"""A recogniser's line -> the pieces the grammar reads: no fillers, no stutters, contractions apart, phrases in one."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from companion.understanding.lexicon import gist_words, kinds_of, lexicon

BREAK = "|"
MAYBE_BREAK = "~"
_SINGLE = frozenset({"i", "a", BREAK, MAYBE_BREAK, *"0123456789"})  # other single letters are broken-off words
_LONGEST_STUTTER = 5  # pieces: "i do n't want i do n't want"
_LONGEST_NUMBER = 4  # figures
_LONGEST_PHRASE = 5  # words: "a little bit of"
_WORD = re.compile(r"'?[a-z0-9]+(?:['-][a-z0-9]+)*|[.,;:!?|~]|-{2,}")
_CONTRACTED = re.compile(r"([a-z-]+?)(n't|'(?:m|re|ve|ll|d|s))")
_WHOLE = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}
_SHORTENED = {("can", "n't"): "can't", ("will", "n't"): "won't"}


def tokens(words: str) -> tuple[str, ...]:
    """The pieces of one utterance; phrases are joined by "_".

    `BREAK` stands where one breath ends, `MAYBE_BREAK` where a filler may stand at its end or in the middle of it.
    """
    plain = words.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    found = [word if _is_word(word) else BREAK for word in _WORD.findall(plain)]
    cleaned = _cleaning().sub(lambda match: gist_words().clean[match[0]], " ".join(found))
    pieces = [piece for word in cleaned.split() for piece in _apart(word)]
    return tuple(_joined(_restarted(once([piece for piece in pieces if len(piece) > 1 or piece in _SINGLE]))))


def text_of(pieces: Sequence[str]) -> str:
    """The pieces as they are written: contractions together, phrases apart, "sunday" with a large letter."""
    line = ""
    for before, piece in zip(("", *pieces), pieces, strict=False):
        if (short := _SHORTENED.get((before, piece))) is not None:
            line = line[: -len(before)] + short
        elif piece == "n't" or piece.startswith("'"):
            line += piece
        else:
            line += f" {_large(piece)}"
    return line.strip().replace("_", " ")


def _is_word(word: str) -> bool:
    """Whether something was said here: no sign, and no time stamp of a transcript."""
    return word[-1].isalnum() and not (word.isdigit() and len(word) > _LONGEST_NUMBER)


@cache
def _large(piece: str) -> str:
    """The piece with the large letters it is written with: "every_friday" -> "every_Friday"."""
    capitals = {*gist_words().words.capitals.split(), *(("march", "may") if "_" in piece else ())}
    return "_".join(part.capitalize() if part in capitals else part for part in piece.split("_"))


@cache
def _cleaning() -> re.Pattern[str]:
    longest_first = sorted(gist_words().clean, key=len, reverse=True)
    return re.compile(r"(?<![\w'])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w'])")


def _apart(word: str) -> Iterator[str]:
    match = _CONTRACTED.fullmatch(word)
    if match is None:
        yield word
    else:
        yield _WHOLE.get(match[1], match[1]) if match[2] == "n't" else match[1]
        yield match[2]


def once(pieces: Sequence[str]) -> list[str]:
    """The pieces with each immediate repetition said once."""
    kept: list[str] = []
    for piece in pieces:
        kept.append(piece)
        for length in range(1, _LONGEST_STUTTER + 1):
            if kept[-length:] == kept[-2 * length : -length]:
                del kept[-length:]
                break
    return kept


def _restarted(pieces: Sequence[str]) -> Iterator[str]:
    """The pieces without broken-off beginnings: "i was i had" -> "i had", "wor work" -> "work"."""
    position = 0
    while position < len(pieces):
        piece = pieces[position]
        following = pieces[position + 1 : position + 6]
        again = following.index(piece) if "SI" in kinds_of(piece) and piece in following[1:] else 0
        # a lone "did" may end what was said: "i'm glad i did i'm very glad"
        complete = following[:again] in (["do"], ["did"])
        if again and not complete and all(not kinds_of(between).isdisjoint(_HELPERS) for between in following[:again]):
            position += 1 + again
            continue
        if piece == "like" and _filling(pieces[position - 1] if position else "", following[0] if following else ""):
            position += 1
            continue
        broken = bool(following) and piece.isalpha() and _begun(piece, following[0])
        if not broken:
            yield piece
        position += 1


def _begun(piece: str, following: str) -> bool:
    """Whether `piece` is only the beginning of the word that follows: "exer exercise", "arrangement arrangements"."""
    return following == f"{piece}s" if piece in lexicon() else following.startswith(piece)


def _filling(before: str, after: str) -> bool:
    """Whether "like" between these two only fills: "tend to like drift", "and like my sister", "very like shocked"."""
    if before in {"he", "she", "", BREAK, "and", "so", "but", "because", "just", "kind_of"}:
        return True
    kinds, around = kinds_of(after), kinds_of(before)
    # "found like three more", but not "slept like a child" and "feels like a child"
    acting = not around.isdisjoint({"V", "VD", "VZ"}) and around.isdisjoint(_LIKENING)
    verb_before = not around.isdisjoint({"V", "VD", "VZ", "VI", "VDI", "VZI"})
    if verb_before and kinds & {"NUM"}:
        return True  # "went like two weeks ago"
    if (before in _PLAIN or acting) and not kinds.isdisjoint({"DET", "NUM"}):
        return True
    verb = "V" in kinds and not around.isdisjoint({"TO", "MOD"}) and before not in {"'d", "would"}
    described = not kinds.isdisjoint({"ADJ", "VN", "DEG", "UNKNOWN"}) and not around.isdisjoint(
        {"DEG", "BES", "PMEHIM"}
    )
    described = described or ("DEG" in kinds and not around.isdisjoint({"BE", "BEEN", "BEI", "BEP", "NEG"}))
    unknown = "UNKNOWN" in kinds and "TO" in around
    doing = "VG" in kinds and not around.isdisjoint({"BEI", "BEP", "BES", "ADJ"})
    doing = doing or ("VG" in kinds and before in _STARTING)
    return verb or described or unknown or doing


_STARTING = frozenset({"try", "tried", "trying", "start", "started", "keep", "kept", "stop", "stopped"})
_PLAIN = frozenset(
    {"have", "has", "had", "get", "got", "want", "wants", "need", "take", "with", "of", "for", "at", "in", "about"}
)
_LIKENING = frozenset({"VI", "VDI", "VZI", "VL", "VDL", "VZL", "VS", "BES", "BEI"})
_HELPERS = frozenset({"BEI", "HAVE", "DO", "MOD", "HAD", "NEG", "DEG"})


def _joined(pieces: Iterator[str]) -> Iterator[str]:
    """The pieces with known phrases of several words joined into one piece."""
    line = list(pieces)
    position = 0
    while position < len(line):
        for length in range(min(_LONGEST_PHRASE, len(line) - position), 0, -1):
            phrase = "_".join(line[position : position + length])
            if length == 1 or phrase in lexicon():
                yield phrase
                position += length
                break
