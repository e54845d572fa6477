"""Reads the small grammar of ``gist.toml``: where clauses and noun phrases that begin at a word may end."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from companion.understanding.lexicon import gist_words, kinds_of

_NOWHERE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Row:
    """One alternative of a rule: its (symbol, may be left out) and the kinds of word it can begin with."""

    parts: tuple[tuple[str, bool], ...]
    first: frozenset[str]


def _parts(line: str) -> tuple[tuple[str, bool], ...]:
    return tuple((part.rstrip("?"), part.endswith("?")) for part in line.split())


@cache
def _first(symbol: str) -> frozenset[str]:
    """The kinds of word `symbol` can begin with: most alternatives are ruled out by them at once."""
    if symbol.isupper():
        return frozenset({symbol})
    return frozenset[str]().union(*(_row_first(_parts(line)) for line in gist_words().grammar[symbol]))


def _row_first(parts: tuple[tuple[str, bool], ...]) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for symbol, optional in parts:
        found |= _first(symbol)
        if not optional:
            break
    return found


@cache
def _rules() -> dict[str, tuple[_Row, ...]]:
    grammar = gist_words().grammar
    return {name: tuple(_Row(_parts(line), _row_first(_parts(line))) for line in grammar[name]) for name in grammar}


@cache
def _rows_for(symbol: str, kinds: frozenset[str]) -> tuple[_Row, ...]:
    """The alternatives of a rule that a word of these kinds can begin."""
    return tuple(row for row in _rules()[symbol] if not row.first.isdisjoint(kinds))


class Reader:
    """One utterance: every (rule, position) is read at most once, so the time grows with the length only."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.kinds = [kinds_of(token) for token in tokens]
        self._seen: dict[tuple[str, int], frozenset[int]] = {}

    def ends(self, symbol: str, start: int) -> frozenset[int]:
        """Every position right behind a `symbol` that begins at `start`; empty when there is none."""
        if start >= len(self.kinds):
            return _NOWHERE
        if symbol.isupper():
            return frozenset((start + 1,)) if symbol in self.kinds[start] else _NOWHERE
        key = (symbol, start)
        found = self._seen.get(key)
        if found is None:
            rows = _rows_for(symbol, self.kinds[start])
            found = self._seen[key] = frozenset[int]().union(*(self._row(row, start) for row in rows))
        return found

    def _row(self, row: _Row, start: int) -> set[int]:
        reached = {start}
        for symbol, optional in row.parts:
            stepped: set[int] = set()
            for position in reached:
                stepped |= self.ends(symbol, position)
            reached = reached | stepped if optional else stepped
            if not reached:
                break
        return reached

    def fits(self, position: int, *kinds: str) -> bool:
        """Whether the word at `position` can be one of `kinds`; False behind the end."""
        return 0 <= position < len(self.kinds) and not self.kinds[position].isdisjoint(kinds)
