"""An export in JSON Lines comes back: into an empty journal, or among what is there, in the order of time."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from pydantic import ValidationError

from companion.conversation.events import Page
from companion.journal import rows
from companion.journal.errors import JournalError
from companion.journal.export import Line
from companion.journal.store import Journal

if TYPE_CHECKING:
    from sqlite3 import Connection


def read_lines(text: str) -> list[Line]:
    """The pages of an export. Raises `JournalError` naming the line and the field that is wrong, never its words."""
    lines = []
    for number, line in enumerate(text.split("\n"), start=1):  # splitlines would also split at signs inside an answer
        try:
            if line.strip():
                lines.append(Line.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"]) or "the line"
            raise JournalError(f"Line {number} is not a page: {field}: {first['msg']}. Nothing was imported.") from None
    return lines


@dataclass(frozen=True, slots=True)
class _Placed:
    """A check-in on its way to its number: one of the journal's (by its old number), or one that is brought."""

    started_at: datetime
    number: int
    lines: tuple[Line, ...] = ()


def bring(journal: Journal, lines: Iterable[Line]) -> tuple[int, int]:
    """Import `lines` in one transaction; returns how many check-ins were brought and how many were there already.

    A check-in of the same kind, connection and beginning is there already. All are numbered anew, in the order of time;
    those of the journal keep theirs among themselves. An imported one finished when its last page was kept.
    """
    here = journal.check_ins()
    known = {(entry.started_at, entry.kind, rows.connection_key(entry.connection)) for entry in here}
    groups = [tuple(group) for _, group in groupby(lines, key=lambda line: line.check_in)]
    brought = [
        _Placed(group[0].started_at, -1, group)
        for group in groups
        if (group[0].started_at, group[0].kind, rows.connection_key(group[0].connection)) not in known
    ]
    kept = [_Placed(entry.started_at, entry.id) for entry in here]
    merged = heapq.merge(kept, brought, key=lambda placed: placed.started_at)
    with journal.changing() as database:
        database.execute("PRAGMA defer_foreign_keys = ON")
        for number, placed in enumerate(merged, start=1):
            if placed.lines:
                _insert(database, -number, placed.lines)
            else:
                _renumber(database, placed.number, -number)
        database.execute("UPDATE check_in SET id = -id")
        database.execute("UPDATE page SET check_in_id = -check_in_id")
    return len(brought), len(groups) - len(brought)


def _renumber(database: "Connection", number: int, new: int) -> None:
    """Put a check-in at its negative number first, so that no two ever meet."""
    database.execute("UPDATE check_in SET id = ? WHERE id = ?", (new, number))
    database.execute("UPDATE page SET check_in_id = ? WHERE check_in_id = ?", (new, number))


def _insert(database: "Connection", number: int, lines: tuple[Line, ...]) -> None:
    first = lines[0]
    finished_at = max(line.kept_at for line in lines).isoformat() if first.finished else None
    key = rows.connection_key(first.connection)
    database.execute(
        """INSERT INTO check_in (id, kind, connection, connection_key, started_at, finished_at)
        VALUES (?, ?, ?, ?, ?, ?)""",
        (number, rows.clean(first.kind), rows.clean(first.connection), key, first.started_at.isoformat(), finished_at),
    )
    for line in lines:
        page = Page(line.slot, line.question, line.words, line.confidences, line.stance, line.concern)
        database.execute(rows.KEEP, (number, *rows.from_page(page), line.kept_at.isoformat()))
