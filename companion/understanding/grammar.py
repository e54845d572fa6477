"""Reads the small grammar of ``gist.toml``: where clauses and noun phrases that begin at a word may end."""

from collections.abc import Sequence
from functools import cache

from companion.understanding.lexicon import gist_words, kinds_of

Rule = tuple[tuple[tuple[str, bool], ...], ...]


@cache
def _rules() -> dict[str, Rule]:
    """The alternatives of every rule, each a row of (symbol, may be left out)."""
    return {
        name: tuple(tuple((part.rstrip("?"), part.endswith("?")) for part in line.split()) for line in lines)
        for name, lines in gist_words().grammar.items()
    }


class Reader:
    """One utterance: every (rule, position) is read at most once, so the time grows with the length only."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.kinds = [kinds_of(token) for token in tokens]
        self._seen: dict[tuple[str, int], frozenset[int]] = {}

    def ends(self, symbol: str, start: int) -> frozenset[int]:
        """Every position right behind a `symbol` that begins at `start`; empty when there is none."""
        if symbol.isupper():
            fits = start < len(self.kinds) and symbol in self.kinds[start]
            return frozenset((start + 1,)) if fits else frozenset()
        key = (symbol, start)
        if key not in self._seen:
            self._seen[key] = frozenset[int]().union(*(self._row(row, start) for row in _rules()[symbol]))
        return self._seen[key]

    def _row(self, row: tuple[tuple[str, bool], ...], start: int) -> set[int]:
        reached = {start}
        for symbol, optional in row:
            stepped = {end for position in reached for end in self.ends(symbol, position)}
            reached = reached | stepped if optional else stepped
            if not reached:
                break
        return reached

    def fits(self, position: int, *kinds: str) -> bool:
        """Whether the word at `position` can be one of `kinds`; False behind the end."""
        return 0 <= position < len(self.kinds) and not self.kinds[position].isdisjoint(kinds)
