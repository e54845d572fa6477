"""Where in a TOML file a value stands: what a schema finds wrong is told with its line."""

import re
import tomllib
from collections.abc import Sequence
from itertools import combinations

_TABLE = re.compile(r"\s*\[(\[?)([^\]]+)\]")
_KEY = re.compile(r"""\s*(?:"([^"]+)"|'([^']+)'|([\w-]+))\s*=""")
_BEGINNING = 24  # letters by which an entry over several lines is found

Place = tuple[str | int, ...]


def line_of(text: str, place: Sequence[str | int], problem: str = "") -> int:
    """The line, from 1, of the value at `place` in a valid TOML `text`, or of what is nearest to it.

    A `problem` that quotes an entry ("the pattern 'a (b' cannot be read") is found where that stands.
    """
    lines = text.splitlines()
    if quoted := _quoted(lines, problem):
        return quoted
    starts = _starts(lines)
    for length in range(len(place), 0, -1):
        start = starts.get(tuple(place[:length]))
        if start is not None:
            entry = place[length] if length < len(place) else None
            return _entry_line(lines, start, entry) if isinstance(entry, int) else start
    return 1


def _quoted(lines: Sequence[str], problem: str) -> int:
    """The line of the longest entry that the problem quotes, whatever apostrophes are in it; 0 for none."""
    marks = [place for place, letter in enumerate(problem) if letter == "'"]
    entries = sorted((problem[start + 1 : end] for start, end in combinations(marks, 2)), key=len, reverse=True)
    for entry in filter(str.strip, entries):
        for number, line in enumerate(lines, 1):
            if f'"{entry}"' in line or (
                len(entry) > _BEGINNING and line.strip().startswith(entry.strip()[:_BEGINNING])
            ):
                return number
    return 0


def _starts(lines: Sequence[str]) -> dict[Place, int]:
    """The line on which each table and each key begins."""
    starts: dict[Place, int] = {}
    table: Place = ()
    counts: dict[Place, int] = {}
    for number, line in enumerate(lines, 1):
        if (header := _TABLE.match(line)) and not line.startswith(" "):
            table = tuple(part.strip().strip("\"'") for part in header[2].split("."))
            if header[1]:
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            starts.setdefault(table, number)
        elif key := _KEY.match(line):
            starts.setdefault((*table, next(filter(None, key.groups()))), number)
    return starts


def _entry_line(lines: Sequence[str], start: int, entry: int) -> int:
    """The line of one entry of the list that begins on line `start`; that line itself when it cannot be told."""
    for end in range(start, len(lines) + 1):
        begun = "\n".join(lines[start - 1 : end])
        for closing in ("\n]", ""):
            try:
                value = next(iter(tomllib.loads(begun + closing).values()))
            except tomllib.TOMLDecodeError:
                continue
            if isinstance(value, list) and len(value) > entry:
                return end
    return start
