"""Finds the noun phrase most worth naming when no whole clause can be given back."""

from collections.abc import Iterator, Sequence

from companion.understanding.breath import ends_here
from companion.understanding.clauses import content
from companion.understanding.grammar import Reader
from companion.understanding.lexicon import gist_words, ing_form, kinds_of
from companion.understanding.spoils import LEFT_OF_CLAUSE, LIMITS, holds, poisoned, word_set

_LONGEST_DOING = 6  # pieces of a topic like "arguing with him about money"
_LOOK_BACK = 5  # pieces in which a "no" or "not" denies what follows
_LATER = 0.2  # of equals the later one is worth a little more
_PLANS = frozenset({"to", "need_to", "have_to", "try_to", "should", "could", "might"})
_OWN = frozenset({"i", "me", "we"})
_OWNED = frozenset({"my", "our"})
_ONE = frozenset({"a", "an"})
_THEIRS = frozenset({"the", "his", "her", "their"})
_DENIED = frozenset({"not", "n't", "never", "nothing", "nobody", "if"})
_DENYING = frozenset({"no", "not", "n't", "never", "without", "than"})
_DANGLING = frozenset({"that", "so", "well", "just", "then", "me", "us", "it"})
_VAGUE = frozenset({"doing", "going", "being", "figuring", "ending", "using", "trying", "losing", "coming"})
_ABOUT = frozenset({"of", "about", "from", "with", "for", "by", "in"})


def topic_of(pieces: Sequence[str], reader: Reader) -> tuple[str, ...]:
    """The pieces of the best topic: the person's people first, then what is theirs, then what is often on a mind."""
    best = max(_topics(pieces, reader), key=lambda pair: pair[0], default=(0.0, ()))
    return best[1]


def _topics(pieces: Sequence[str], reader: Reader) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Every noun phrase that can be named, with its worth."""
    start = 0
    while start < len(pieces):
        end = _phrase_end(pieces, reader, start)
        if end > start:
            named = _named(pieces[start:end])
            worth = _worth(pieces, reader, start, end) if named else 0.0
            if worth:
                yield worth + _LATER * start / len(pieces), named
        elif doing := _doing(pieces, reader, start) or _planned(pieces, reader, start):
            yield 0.9 + _LATER * start / len(pieces), doing
        start = max(end, start + 1)


def _phrase_end(pieces: Sequence[str], reader: Reader, start: int) -> int:
    """The end of the noun phrase that begins at `start` and is certainly one; `start` itself when there is none."""
    matters = pieces[start] in word_set(gist_words().words.matters) and reader.fits(start - 1, "ADJ", "N")
    if reader.fits(start - 1, "DET", "ADJ", "N", "UNKNOWN") and not reader.fits(start, "POSS") and not matters:
        return start
    if reader.fits(start, "POSS") and not word_set(gist_words().words.people).isdisjoint(pieces[start + 1 : start + 2]):
        owns = reader.fits(start + 2, "POSSS") and reader.fits(start + 3, "N", "UNKNOWN")
        return start if owns else start + 2
    end = max(reader.ends("topic", start), default=start)
    if end == start:
        return start
    if end - start > 1 and pieces[end - 1].endswith("ing") and reader.fits(end - 2, "N"):
        return start
    plural_first = reader.fits(end - 2, "N") and pieces[end - 2].endswith("s")
    if end - start > 1 and (plural_first or reader.fits(start, "VD", "VDS")):
        return start  # "groups girlfriends" is no one thing, nor is "thought retirement (would be quiet)"
    plural = pieces[end - 1].endswith("s")
    compound = reader.fits(end, "V") and not reader.fits(end, "VD", "PREP", "ADV", "HAVE", "DO") and not plural
    # without "my", "the" or "a" only what can stand so: several, or what is not counted
    bare = (plural or pieces[end - 1] in word_set(gist_words().words.matters)) and not reader.fits(
        end - 1, "V", "VS", "ADJ", "VD", "VN"
    )
    certain = reader.fits(start, "DET") or bare
    acting = reader.fits(end - 1, "V") and reader.fits(end, "PRTE")  # "the sign off message" names no sign
    goes_on = reader.fits(end, "N", "UNKNOWN", "VG", "POSSS") or (
        reader.fits(end, "OF") and pieces[start] not in _OWNED
    )
    return end if certain and not (compound or acting or goes_on) else start


def _doing(pieces: Sequence[str], reader: Reader, start: int) -> tuple[str, ...]:
    """What somebody speaks of doing: "arguing with him about money"; () when none begins here."""
    opens = start == 0 or pieces[start - 1] in _ABOUT or pieces[start - 1] in LEFT_OF_CLAUSE
    if not reader.fits(start, "VG") or not opens or poisoned(pieces, start):
        return ()
    return _whole(pieces, reader, start, "ger")


def _planned(pieces: Sequence[str], reader: Reader, start: int) -> tuple[str, ...]:
    """What somebody wants or thinks of doing, in the -ing form: "i should call her more" -> "calling her more"."""
    before = pieces[max(0, start - _LOOK_BACK) : start]
    if not before or before[-1] not in _PLANS or not reader.fits(start, "V") or poisoned(pieces, start):
        return ()
    if not _DENIED.isdisjoint(before) or _OWN.isdisjoint(before) or "you" in before:
        return ()
    if ing_form(pieces[start]) in _VAGUE:
        return ()
    plan = _whole(pieces, reader, start, "inf")
    return (ing_form(plan[0]), *plan[1:]) if plan else ()


def _whole(pieces: Sequence[str], reader: Reader, start: int, rule: str) -> tuple[str, ...]:
    """The longest `rule` from `start` that ends where something new begins; () when it is long or must not be named."""
    spoils = gist_words().spoils
    for end in sorted(reader.ends(rule, start), reverse=True):
        doing = tuple(pieces[start:end])
        if 1 < len(set(doing)) == len(doing) <= _LONGEST_DOING and ends_here(pieces, reader, start, end):
            dangling = doing[0] in _VAGUE or not _DANGLING.isdisjoint(doing)
            unfit = dangling or holds(doing, f"{spoils.never} {spoils.blame}")
            return () if unfit or content(doing) < 1 else doing
    return ()


def _named(phrase: Sequence[str]) -> tuple[str, ...]:
    """The noun phrase as it is named, "a long talk" as "the long talk"; () when it must not be."""
    gist = gist_words()
    words = gist.words
    first, rest = phrase[0], tuple(phrase[1:])
    thin = any(piece in word_set(words.thin) and "N" in kinds_of(piece) for piece in phrase)
    if thin or holds(phrase, f"{gist.spoils.never} {gist.spoils.blame}"):
        return ()
    if first in word_set(words.named):
        return ("the", *rest)
    if first in word_set(words.dropped):
        return rest if phrase[-1].endswith("s") or phrase[-1] in word_set(words.matters) else ()
    return ("your", first) if "KIN" in kinds_of(first) else tuple(phrase)


def _worth(pieces: Sequence[str], reader: Reader, start: int, end: int) -> float:
    """How much a noun phrase is worth naming; 0 when it may be somebody else's, was denied, or only tells where."""
    words = gist_words().words
    head = pieces[end - 1]
    person, matters = head in word_set(words.people), head in word_set(words.matters)
    described = 0.2 if end - start > 1 and reader.fits(end - 2, "ADJ") else 0.0
    if pieces[start] in _OWNED or reader.fits(start, "KIN"):
        only_where = reader.fits(start - 1, "PREP") and not reader.fits(start - 1, "ABOUT")
        # who is spoken of is the same in "if my mates leave"; only "he said my wife left" tells of another's
        another = _quoted(reader, start) if person else poisoned(pieces, start)
        if another or (only_where and not (person or matters)):
            return 0.0
        return 3.0 if person else 2.0 + 0.8 * matters + described
    if not matters and not _safe(pieces, reader, start, end):
        return 0.0
    before = pieces[max(0, start - _LOOK_BACK) : start]
    doubted = not LIMITS.isdisjoint(before) or poisoned(pieces, start)
    denied = not _DENYING.isdisjoint(before) and (not matters or head in word_set(words.moods))
    if denied or (doubted and pieces[start] in word_set(words.named)):
        return 0.0  # "i never said i wanted a divorce" tells of no divorce
    return (1.0 if pieces[start] in _THEIRS else 0.7) + 0.8 * matters + described


def _quoted(reader: Reader, start: int) -> bool:
    """Whether what stands here may be what somebody said."""
    return any(reader.fits(position, "SAYING") for position in range(max(0, start - 2 * _LOOK_BACK), start))


def _safe(pieces: Sequence[str], reader: Reader, start: int, end: int) -> bool:
    """Whether a noun phrase is surely spoken of: somebody, an event of a life, or what stands behind "about"."""
    words = gist_words().words
    if start and pieces[start - 1] == "about":
        return True
    if pieces[start] in _ONE:  # "since i was a child" and "we want a baby" tell of no child
        return pieces[end - 1] in word_set(words.events) and reader.fits(start - 1, "HAVE", "HAS", "HAVING")
    if reader.fits(start - 1, "BEI", "BES", "BEP", "BE", "BEEN", "BEING", "LIKE"):
        return False
    if pieces[end - 1] in word_set(words.people):
        return pieces[start] in _THEIRS or pieces[end - 1].endswith("s")
    return pieces[end - 1] in word_set(words.events) and reader.fits(start, "DET")
