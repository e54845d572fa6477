"""Which kinds of word a word can be: noun, verb, ... Every form is made from the base forms in ``gist.toml``."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pydantic import BaseModel, ConfigDict, field_validator

from companion.words import load

_VOWELS = "aeiou"
_ONE_SYLLABLE = re.compile(r"[^aeiou]{0,3}[aeiou][^aeiouwxy]")
_STRESSED_AT_THE_END = frozenset({"admit", "regret", "forget", "begin", "commit", "quit", "equip", "prefer", "refer"})
_ENDINGS = {
    "ly": frozenset({"ADV"}),
    "ed": frozenset({"VD", "VN", "ADJ"}),
    "ing": frozenset({"VG", "UNKNOWN"}),
    **dict.fromkeys(("able", "ible", "ful", "less", "ous", "ive"), frozenset({"ADJ"})),
    **dict.fromkeys(("ic", "ical", "ish", "y"), frozenset({"ADJ", "UNKNOWN"})),
}
_NAME = frozenset({"UNKNOWN", "NAME"})  # most words that are not known are names
_SHORTEST_UNKNOWN = 3  # letters: shorter ones are broken-off words


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)  # built at the first reply


class Spoils(_Strict):
    """What makes words unfit to be given back; see the remarks in ``gist.toml``."""

    before: str
    anywhere: str
    never: str
    verdict: str
    blame: str
    turned: str
    asking: str


class WordLists(_Strict):
    """Base forms, separated by blanks; `irregular` holds triples separated by commas."""

    verbs: str
    irregular: str
    intransitive: str
    linking: str
    thinking: str
    knowing: str
    objectless: str
    adjectives: str
    adverbs: str
    people: str
    matters: str
    events: str
    nouns: str
    dropped: str
    named: str
    moods: str
    capitals: str
    thin: str
    light: str
    empty: str
    feelings: str


class GistWords(_Strict):
    """The schema of ``gist.toml``."""

    turned: dict[str, str]
    clean: dict[str, str]
    phrases: dict[str, str]
    grammar: dict[str, list[str]]
    kinds: dict[str, str]
    spoils: Spoils
    words: WordLists

    @field_validator("grammar")
    @classmethod
    def _known_rules(cls, grammar: dict[str, list[str]]) -> dict[str, list[str]]:
        used = {part.rstrip("?") for lines in grammar.values() for line in lines for part in line.split()}
        if unknown := sorted(part for part in used if not part.isupper() and part not in grammar):
            raise ValueError(f"there is no rule {unknown[0]}; a rule is lower case, a kind of word UPPER case")
        return grammar


def gist_words() -> GistWords:
    """The words of ``gist.toml``, read once."""
    return load("gist", GistWords)


def _s_form(base: str) -> str:
    if base.endswith("y") and base[-2] not in _VOWELS:
        return f"{base[:-1]}ies"
    return f"{base}es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{base}s"


def _doubled(base: str) -> str:
    """The stem before -ed and -ing: "stop" -> "stopp", but "visit" and "stay" as they are."""
    short = _ONE_SYLLABLE.fullmatch(base) is not None or base in _STRESSED_AT_THE_END
    return base + base[-1] if short else base


def _ed_form(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    return f"{base[:-1]}ied" if base.endswith("y") and base[-2] not in _VOWELS else f"{_doubled(base)}ed"


def ing_form(base: str) -> str:
    """The form in -ing of a base form: "call" -> "calling", "make" -> "making", "stop" -> "stopping"."""
    if base.endswith("ie"):
        return f"{base[:-2]}ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be":
        return f"{base[:-1]}ing"
    return f"{_doubled(base)}ing"


def _verb_kinds(base: str, pasts: set[str], participles: set[str], extra: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Every form of one verb with its kinds, each with one of `extra` behind it: "V" and "VI", "VZ" and "VZI", ..."""
    forms = {"V": {base}, "VZ": {_s_form(base)}, "VD": pasts, "VN": participles, "VG": {ing_form(base)}}
    for kind, words in forms.items():
        for word in words:
            for letter in extra:
                yield word, f"{kind}{letter}"


def _all_kinds() -> Iterator[tuple[str, str]]:
    data = gist_words()
    lists = data.words
    # a verb may end a clause (I), link (L), be followed by a clause (S) or by "what" (K)
    letters = {
        "I": frozenset(lists.intransitive.split()),
        "L": frozenset(lists.linking.split()),
        "S": frozenset(lists.thinking.split()),
        "K": frozenset(lists.knowing.split()),
    }
    objectless = frozenset(lists.objectless.split())
    irregular = {base: (past, participle) for base, past, participle in map(str.split, lists.irregular.split(","))}
    for base in {*lists.verbs.split(), *irregular}:
        past, participle = irregular.get(base, (_ed_form(base), _ed_form(base)))
        extra = [letter for letter, verbs in letters.items() if base in verbs]
        extra += [] if base in objectless else [""]
        yield from _verb_kinds(base, {past}, {participle, past} if base == "get" else {participle}, extra)
    for noun in f"{lists.nouns} {lists.people} {lists.matters} {lists.events} {lists.thin}".split():
        yield noun, "N"
    for adjective in lists.adjectives.split():
        yield adjective, "ADJ"
    for adverb in lists.adverbs.split():
        yield adverb, "ADV"
    for kind, words in data.kinds.items():
        for word in words.split():
            yield word, kind
    for kind, phrases in data.phrases.items():
        for phrase in phrases.split(","):
            yield "_".join(phrase.split()), kind


@cache
def lexicon() -> dict[str, frozenset[str]]:
    """Every known word with its kinds; several words that do the work of one are joined by "_"."""
    found: dict[str, set[str]] = {}
    for word, kind in _all_kinds():
        found.setdefault(word, set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


@cache
def kinds_of(word: str) -> frozenset[str]:
    """The kinds `word` can be; a word that is not known is guessed from its ending, or is UNKNOWN."""
    return lexicon().get(word) or _guessed(word)


def _guessed(word: str) -> frozenset[str]:
    if word.isdigit():
        return frozenset({"NUM"})
    if word.endswith("s") and "N" in lexicon().get(word[:-1], ()):
        return frozenset({"N"})
    fitting = (kinds for ending, kinds in _ENDINGS.items() if word.endswith(ending) and len(word) > len(ending) + 2)
    readable = len(word) >= _SHORTEST_UNKNOWN and word.isalpha()
    return next(fitting, _NAME if readable else frozenset())
