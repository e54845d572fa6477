"""What a recogniser prints -> plain words: contractions opened, split words joined, stutters dropped.

Every other module here works on these words, so a missing apostrophe ("dont") or a false start ("i i i did")
is met once, here, and nowhere else.
"""

import re
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_HESITATIONS = frozenset(("um", "uh", "er", "erm", "ah", "eh", "hm", "hmm", "umm", "uhh", "uhm", "mm"))
_LONGEST_STUTTER = 4  # words: "i think i'm i think i'm" is the longest kind that was seen often

_NEGATED = (
    "do", "does", "did", "is", "was", "are", "were", "has", "have", "had", "would", "could", "should", "must", "need",
    "might",
)  # fmt: skip
_SUFFIXES = {"'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would"}
_IS_SUFFIX = frozenset((
    "he", "she", "it", "that", "this", "there", "here", "what", "who", "where", "how", "everything", "everybody",
    "everyone", "somebody", "someone", "nobody", "nothing",
))  # fmt: skip

_CONTRACTIONS: dict[str, str] = {
    **{f"{verb}{tail}": f"{verb} not" for verb in _NEGATED for tail in ("n't", "nt")},
    **dict.fromkeys(("can't", "cant", "cannot"), "can not"),
    **dict.fromkeys(("won't", "wont"), "will not"),
    **dict.fromkeys(("ain't", "aint"), "is not"),
    "im": "i am", "i'ma": "i am going to", "imma": "i am going to", "ive": "i have",
    "youre": "you are", "youve": "you have", "youll": "you will", "theyre": "they are", "theyve": "they have",
    "theyll": "they will", "weve": "we have", "hes": "he is", "shes": "she is", "thats": "that is",
    "theres": "there is", "whats": "what is", "itll": "it will", "itd": "it would", "wouldve": "would have",
    "shouldve": "should have", "couldve": "could have", "hed": "he would", "theyd": "they would", "youd": "you would",
    "id": "i would", "let's": "let us", "lets": "let us", "y'all": "you all", "yall": "you all",
    "gonna": "going to", "gunna": "going to", "wanna": "want to", "gotta": "got to", "hafta": "have to",
    "dunno": "do not know", "kinda": "kind of", "sorta": "sort of", "lotta": "lot of", "outta": "out of",
    "gimme": "give me", "lemme": "let me", "cos": "because", "cuz": "because", "'cause": "because", "coz": "because",
    "alright": "all right", "ok": "okay", "k": "okay", "meself": "myself", "goin'": "going", "nothin": "nothing",
}  # fmt: skip

_JOINED: dict[tuple[str, str], str] = {
    ("uh", "huh"): "uhhuh", ("um", "hum"): "uhhuh", ("um", "hm"): "uhhuh", ("um", "hmm"): "uhhuh",
    ("mm", "hm"): "uhhuh", ("mm", "hmm"): "uhhuh", ("m", "hm"): "uhhuh", ("m", "hmm"): "uhhuh", ("un", "huh"): "uhhuh",
    ("mm", "mm"): "huhuh", ("huh", "uh"): "huhuh", ("nuh", "uh"): "huhuh", ("uh", "uh"): "huhuh",
    ("my", "self"): "myself", ("him", "self"): "himself", ("her", "self"): "herself", ("your", "self"): "yourself",
    ("any", "more"): "anymore", ("over", "dose"): "overdose", ("self", "harm"): "selfharm", ("can", "not"): "cannot",
    ("self", "harming"): "selfharming", ("no", "body"): "nobody", ("suicide", "al"): "suicidal",
    ("sue", "aside"): "suicide", ("any", "one"): "anyone", ("every", "one"): "everyone",
    ("every", "thing"): "everything",
}  # fmt: skip
_ALWAYS_ONE = {"mhm": "uhhuh", "mmhm": "uhhuh", "mmhmm": "uhhuh", "uhhuh": "uhhuh", "huhuh": "huhuh", "nuhuh": "huhuh"}
_SPLIT_AGAIN = {"cannot": "can not"}


def spoken(words: str) -> tuple[str, ...]:
    """The words as they were meant to be said, lower case, contractions opened ("don't" -> "do", "not").

    Hesitations ("um") and immediate repetitions of up to four words are left out; nothing is ever put in.
    """
    raw = _joined(_WORD.findall(words.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")))
    opened = [part for word in raw if word not in _HESITATIONS for part in _opened(word)]
    return tuple(_without_stutters(opened))


def as_text(words: Iterable[str]) -> str:
    """The words in one line, each after one space: what patterns are matched against."""
    return "".join(f" {word}" for word in words)


def _joined(raw: Sequence[str]) -> Iterable[str]:
    """Words a recogniser splits, in one piece; a pair of "uh" is a no only when nothing else was said."""
    position = 0
    while position < len(raw):
        pair = tuple(raw[position : position + 2])
        joined = _JOINED.get(pair) if len(pair) == 2 else None  # noqa: PLR2004
        if joined == "huhuh" and pair[0] == pair[1] and len(raw) > len(pair):
            joined = None
        yield joined or _ALWAYS_ONE.get(raw[position], raw[position])
        position += 2 if joined else 1


def _opened(word: str) -> Sequence[str]:
    """The word with its contraction opened; a possessive ("mother's") stays as it is."""
    if word in _SPLIT_AGAIN or word in _CONTRACTIONS:
        return (_SPLIT_AGAIN.get(word) or _CONTRACTIONS[word]).split()
    stem, apostrophe, tail = word.partition("'")
    if not apostrophe:
        return (word,)
    if tail == "s" and stem in _IS_SUFFIX:
        return (stem, "is")
    ending = _SUFFIXES.get(f"'{tail}")
    return (stem, ending) if ending else (word,)


def _without_stutters(words: Iterable[str]) -> list[str]:
    """The words with each immediate repetition said once."""
    kept: list[str] = []
    for word in words:
        kept.append(word)
        for length in range(1, _LONGEST_STUTTER + 1):
            if word in kept[-1 - length : -length] and kept[-length:] == kept[-2 * length : -length]:
                del kept[-length:]
                break
    return kept
