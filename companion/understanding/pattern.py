"""The small language in which ``words/en/*.toml`` says what to listen for.

A pattern is written as it is said: ``i [really] (want|need) to die``.

===============  =====================================================================
``(a|b c)``      one of these must be said; single words need no brackets: ``a|b``
``[a|b c]``      may be said, may be left out
``<name>``       one phrase of the set ``name`` of the same file
``trust*``       any word that begins so
``*``            any one word
``..``           up to three words, none of them a negation
``...``          up to six words of any kind
``^`` and ``$``  the beginning and the end of what was said
===============  =====================================================================

Brackets may stand in brackets, and contractions may be written either way. All repetition is bounded, so the time
grows only with the length of the text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import chain, product
from typing import TypeAlias

from companion.understanding.spoken import spoken

_TOKEN = re.compile(r"[][()|]|[^][()|\s]+")
_CLOSING = {"(": ")", "[": "]"}
_OPTIONAL = "["
_BAR = "|"
_NEGATION = r"(?:not|never|no|nobody|nothing|none|without|neither|nor|hardly)(?!\S)"
_SPECIAL = {
    "^": "^",
    "$": "$",
    "*": r" \S+",
    "..": rf"(?: (?!{_NEGATION})\S+){{0,3}}?",
    "...": r"(?: \S+){0,6}?",
}
# Too frequent to tell a pattern by: left out of the index where a pattern has any other word.
_COMMON = frozenset((
    "i", "me", "my", "you", "your", "he", "she", "it", "we", "they", "him", "them", "her", "us", "his", "our", "their",
    "a", "an", "the", "and", "or", "but", "of", "to", "in", "on", "at", "for", "with", "from", "that", "this", "is",
    "am", "are", "was", "were", "be", "been", "do", "does", "did", "have", "has", "had", "not", "no", "so", "just",
    "what", "if", "as", "would", "will", "can", "could", "about", "all", "up", "out", "there", "like", "get", "go",
    "know", "think", "want", "feel", "really", "one", "any",
))  # fmt: skip


class _Word:
    """One word, or one of the special signs; `keys` are the words of which one must be said where it stands."""

    __slots__ = ("keys", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.keys = frozenset[str]() if text in _SPECIAL or text.endswith("*") else frozenset((text,))

    def regex(self) -> str:
        if self.text in _SPECIAL:
            return _SPECIAL[self.text]
        return f" {re.escape(self.text.removesuffix('*'))}" + (r"\S*" if self.text.endswith("*") else "")

    def said(self) -> Iterator[str]:
        yield "" if self.text in _SPECIAL else self.text


class _Either:
    """One of several phrases; one that may be left out has an empty phrase last, and then no `keys`."""

    __slots__ = ("keys", "phrases")

    def __init__(self, phrases: tuple[tuple["_Word | _Either", ...], ...]) -> None:
        self.phrases = phrases
        each = [_telling(phrase) for phrase in phrases]
        self.keys = frozenset(chain.from_iterable(each)) if all(each) else frozenset[str]()

    def regex(self) -> str:
        return "(?:" + "|".join("".join(part.regex() for part in phrase) for phrase in self.phrases) + ")"

    def said(self) -> Iterator[str]:
        for phrase in self.phrases:
            yield from _said(phrase)


Phrase: TypeAlias = tuple[_Word | _Either, ...]
Sets: TypeAlias = Mapping[str, _Either]


class _Listener:
    """One pattern of a kind; its regular expression is made when it is first needed (most never are)."""

    def __init__(self, kind: str, phrase: Phrase) -> None:
        self.kind = kind
        self._phrase = phrase
        self._at_beginning = isinstance(phrase[0], _Word) and phrase[0].text == "^"
        self._needs = [keys for part in phrase if (keys := part.keys)]
        self.telling = min(self._needs, key=lambda words: (bool(words & _COMMON), len(words)), default=frozenset[str]())

    def possible(self, said: frozenset[str]) -> bool:
        """Whether all was said that this pattern cannot do without: far cheaper to tell than to look for it."""
        return all(not keys.isdisjoint(said) for keys in self._needs)

    def found(self, text: str) -> Iterator[re.Match[str]]:
        """Every place in the text; one that is tied to the beginning is not looked for anywhere else."""
        if self._at_beginning:
            return iter([match] if (match := self._regex.match(text)) else [])
        return self._regex.finditer(text)

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        return re.compile("".join(part.regex() for part in self._phrase) + r"(?!\S)")


class Patterns:
    """Many patterns of several kinds, tried only where one of their telling words was said.

    Raises `ValueError`, with the pattern, for one that cannot be read.
    """

    def __init__(self, phrases: Mapping[str, Sequence[str]], sets: Mapping[str, Sequence[str]] | None = None) -> None:
        named = read_sets(sets or {})
        self._always: list[_Listener] = []
        self._by_word: dict[str, list[_Listener]] = {}
        for kind, sources in phrases.items():
            for source in sources:
                self._add(kind, parse(source, named))

    def hits(self, text: str) -> Iterator[tuple[str, int, int]]:
        """The kind, and beginning and end in characters, of all that is found in a text made by `as_text`."""
        for listener in self._candidates(text):
            for match in listener.found(text):
                yield listener.kind, match.start(), match.end()

    def kinds(self, text: str) -> set[str]:
        """The kinds of all patterns that are found in the text."""
        return {listener.kind for listener in self._candidates(text) if next(listener.found(text), None)}

    def hidden(self, text: str, sign: str = " ~") -> str:
        """The text with every place that is found replaced by a sign that no pattern knows, or by nothing."""
        for listener in self._candidates(text):
            for match in reversed(list(listener.found(text))):
                text = text[: match.start()] + sign + text[match.end() :]
        return text

    def _add(self, kind: str, phrase: Phrase) -> None:
        listener = _Listener(kind, phrase)
        if not listener.telling:
            self._always.append(listener)
        for word in listener.telling:
            self._by_word.setdefault(word, []).append(listener)

    def _candidates(self, text: str) -> list[_Listener]:
        words = text.split()
        said = frozenset(words)
        heard = chain(self._always, *(self._by_word[word] for word in dict.fromkeys(words) if word in self._by_word))
        return [listener for listener in dict.fromkeys(heard) if listener.possible(said)]


def outermost(hits: Iterable[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """The places of `Patterns.hits` in order, without those inside another: "mad about her" is not mad."""
    reached = 0
    for kind, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
        if end > reached:
            yield kind, start, end
            reached = end


def parse(source: str, sets: Sets) -> Phrase:
    """The parts of a pattern; raises `ValueError` for an unknown set, an open bracket or an empty place."""
    tokens = _TOKEN.findall(source)
    try:
        phrases = _phrases(tokens, "", sets)
    except (ValueError, IndexError) as error:
        raise ValueError(f"the pattern '{source}' cannot be read: {error}") from error
    if tokens or not all(phrases):
        raise ValueError(f"the pattern '{source}' cannot be read: a bracket or a place is empty or left open")
    return phrases[0] if len(phrases) == 1 else (_Either(tuple(phrases)),)


def read_sets(sets: Mapping[str, Sequence[str]]) -> Sets:
    """The named sets of a file, each as one part of a pattern."""
    return {name: _either([parse(phrase, {}) for phrase in phrases], optional=False) for name, phrases in sets.items()}


def utterances(source: str, sets: Sets) -> Iterator[str]:
    """Everything that a pattern without gaps can be, contractions opened."""
    yield from dict.fromkeys(_said(parse(source, sets)))


def _phrases(tokens: list[str], closing: str, sets: Sets) -> list[Phrase]:
    """The phrases up to the closing bracket, which is taken away with them from the front of `tokens`.

    Outside all brackets a bar joins only its neighbours: ``a|b c`` is ``(a|b) c``.
    """
    phrases: list[list[_Word | _Either]] = [[]]
    while tokens and tokens[0] not in (closing, ")", "]"):
        piece = tokens.pop(0)
        if piece in _BAR and closing:
            phrases.append([])
        elif piece in _BAR:
            phrases[-1].append(_Either(((phrases[-1].pop(),), _part(tokens.pop(0), tokens, sets))))
        else:
            phrases[-1].extend(_part(piece, tokens, sets))
    if closing and (not tokens or tokens.pop(0) != closing):
        raise ValueError(f"a bracket is not closed by '{closing}'")
    return [tuple(phrase) for phrase in phrases]


def _part(piece: str, tokens: list[str], sets: Sets) -> Phrase:
    if piece[0] not in "[(<|>)]":
        return _words(piece)
    if piece in _CLOSING:
        return (_either(_phrases(tokens, _CLOSING[piece], sets), optional=piece in _OPTIONAL),)
    if piece in _BAR or piece in _CLOSING.values():
        raise ValueError(f"'{piece}' stands where a word is wanted")
    if piece[1:-1] not in sets:
        raise ValueError(f"there is no set {piece}")
    return (sets[piece[1:-1]],)


@cache
def _words(piece: str) -> Phrase:
    """One written word as it is said, or a sign; most stand in many patterns."""
    if piece in _SPECIAL or piece.endswith("*"):
        return (_Word(piece),)
    return tuple(_Word(word) for word in spoken(piece))


def _either(phrases: Sequence[Phrase], *, optional: bool) -> _Either:
    if not all(phrases):
        raise ValueError("a place between bars or brackets holds no word")
    longest_first = sorted(phrases, key=len, reverse=True)
    return _Either((*longest_first, ()) if optional else tuple(longest_first))


def _telling(phrase: Phrase) -> frozenset[str]:
    """Words of which one must be said for the phrase to be found, as rare as can be; none when that is unknown."""
    keys = [keys for part in phrase if (keys := part.keys)]
    return min(keys, key=lambda words: (bool(words & _COMMON), len(words)), default=frozenset[str]())


def _said(phrase: Phrase) -> Iterator[str]:
    for chosen in product(*(list(part.said()) for part in phrase)):
        yield " ".join(part for part in chosen if part)
