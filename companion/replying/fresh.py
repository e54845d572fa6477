"""Never the same line twice: the choice among lines is made from what was already said."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations
from zlib import crc32

LONGEST_WORDS = 14


def offset(words: str, seed: int) -> int:
    """A number that is the same for the same words and seed, on every machine (`hash` is not)."""
    return crc32(words.encode()) + seed * 7919  # a prime, so that neighbouring seeds fall far apart


def was_said(line: str, said: Iterable[str]) -> bool:
    """Whether `line` was said, alone or as the beginning of a longer text."""
    return any(text == line or text.startswith(f"{line} ") for text in said)


def turned_round(lines: Sequence[str], start: int) -> Iterator[str]:
    """All `lines` once, beginning at `start` (any whole number)."""
    for index in range(len(lines)):
        yield lines[(start + index) % len(lines)]


def fresh(lines: Sequence[str], said: Sequence[str] = (), start: int = 0) -> str:
    """The first of `lines` from `start` on that was not said; then two of them joined; then the one said longest ago.

    Two joined lines keep to `LONGEST_WORDS` words, so n lines give about n * n different replies.
    """
    for line in turned_round(lines, start):
        if not was_said(line, said):
            return line
    for pair in permutations(turned_round(lines, start), 2):
        both = " ".join(pair)
        if len(both.split()) <= LONGEST_WORDS and not was_said(both, said):
            return both
    return min(lines, key=lambda line: max((i for i, text in enumerate(said) if text == line), default=-1))


def sentence(text: str) -> str:
    """`text` with its first letter large."""
    return text[:1].upper() + text[1:]
