"""What makes words unfit to be given back; the phrases themselves are in ``gist.toml``."""

from collections.abc import Sequence
from functools import cache

from companion.understanding.lexicon import gist_words

_LOOK_BACK = 12  # pieces: about one breath
_CLOSE = 5  # pieces between "i" and a word about them: "i feel like such a failure"
_FRESH_START = frozenset({"so", "but"})

_DENIALS = frozenset({"not", "n't", "never"})

LEFT_OF_CLAUSE = frozenset(
    {"|", "~", "and", "so", "but", "because", "well", "yeah", "yes", "no", "okay", "now", "also"}
)
LEFT_OF_CLAUSE |= {"actually", "anyway", "then", "plus", "just"}
LIMITS = frozenset(
    {"without", "nothing", "nobody", "no", "none", "not", "n't", "only", "never", "if", "when", "than", "as"}
)


@cache
def word_set(words: str) -> frozenset[str]:
    """The words of a list of ``gist.toml``."""
    return frozenset(words.split())


@cache
def phrases(words: str) -> tuple[str, ...]:
    """The phrases of a list of ``gist.toml``, each with a blank on either side."""
    return tuple(f" {phrase.replace('_', ' ')} " for phrase in words.split())


def holds(pieces: Sequence[str], listed: str) -> bool:
    """Whether one of the listed phrases is among the pieces."""
    line = f" {' '.join(pieces).replace('_', ' ')} "
    return any(phrase in line for phrase in phrases(listed))


def poisoned(pieces: Sequence[str], start: int) -> bool:
    """Whether what begins here may be another's words, or only supposed."""
    if start and pieces[start - 1] in _FRESH_START:
        return False
    before = pieces[max(0, start - _LOOK_BACK) : start]
    if before[-1:] == ("because",) and not _DENIALS.isdisjoint(before):
        return True  # "i don't love him because he is rich" does not say that he is
    return holds(before, gist_words().spoils.before)


def first_question(pieces: Sequence[str]) -> int:
    """Where a question begins; the number of pieces when none does."""
    asking = phrases(gist_words().spoils.asking)
    for index, piece in enumerate(pieces):
        following = f" {' '.join((piece, *pieces[index + 1 : index + 3])).replace('_', ' ')} "
        begins = index == 0 or pieces[index - 1] in LEFT_OF_CLAUSE
        if begins and following.startswith(asking):
            return index
    return len(pieces)


def own_verdict(pieces: Sequence[str]) -> bool:
    """Whether the person said something harsh of themselves: "i'm such a failure", "it's my fault"."""
    harsh = word_set(gist_words().spoils.verdict)
    return any(
        piece in harsh
        and ("my" in pieces[max(0, index - 1) : index] or _of_self(pieces[max(0, index - _CLOSE) : index]))
        for index, piece in enumerate(pieces)
    )


def _of_self(before: Sequence[str]) -> bool:
    return "i" in before and not {"'m", "am", "was", "feel", "felt"}.isdisjoint(before) and LIMITS.isdisjoint(before)
