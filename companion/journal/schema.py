"""The tables, and how a journal of an earlier companion becomes one of today.

A step of `STEPS` is never changed once released: the next change is the next step. ``user_version`` counts the steps
a journal has been through. All missing steps run in one transaction, so a kill leaves the journal old or new.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from companion.journal.errors import JournalError

if TYPE_CHECKING:
    from sqlite3 import Connection

_FIRST = (
    """CREATE TABLE check_in (
        id INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of begin: never used again, whatever the clock says
        kind TEXT NOT NULL,
        connection TEXT NOT NULL,
        connection_key TEXT NOT NULL,          -- the same connection however it was capitalised or spaced
        started_at TEXT NOT NULL,              -- ISO 8601 with the offset of the place
        finished_at TEXT
    )""",
    "CREATE INDEX check_in_connection ON check_in (connection_key)",
    """CREATE TABLE page (
        id INTEGER PRIMARY KEY,
        check_in_id INTEGER NOT NULL REFERENCES check_in (id) ON DELETE CASCADE,
        slot TEXT NOT NULL,
        question TEXT NOT NULL,
        words TEXT NOT NULL,
        confidences TEXT NOT NULL,             -- JSON list, one number from 0 to 1 per word
        stance TEXT,
        concern TEXT NOT NULL,
        kept_at TEXT NOT NULL,
        UNIQUE (check_in_id, slot)
    )""",
    "CREATE TABLE note (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)

_SEARCH = (
    # the index holds no copy of the words; porter finds "worries" for "worry", and accents do not matter
    """CREATE VIRTUAL TABLE page_words USING fts5 (
        words, content = 'page', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
    )""",
    "INSERT INTO page_words (page_words, rank) VALUES ('secure-delete', 1)",  # else a forgotten word stays in the index
    "INSERT INTO page_words (page_words) VALUES ('rebuild')",
    """CREATE TRIGGER page_kept AFTER INSERT ON page BEGIN
        INSERT INTO page_words (rowid, words) VALUES (new.id, new.words);
    END""",
    """CREATE TRIGGER page_forgotten AFTER DELETE ON page BEGIN
        INSERT INTO page_words (page_words, rowid, words) VALUES ('delete', old.id, old.words);
    END""",
    """CREATE TRIGGER page_replaced AFTER UPDATE OF words ON page BEGIN
        INSERT INTO page_words (page_words, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO page_words (rowid, words) VALUES (new.id, new.words);
    END""",
)

STEPS: tuple[tuple[str, ...], ...] = (_FIRST, _SEARCH)


def version_of(connection: "Connection") -> int:
    """How many steps the journal has been through; 0 for a new file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_current(connection: "Connection", path: Path) -> bool:
    """Whether no step is missing. Raises `JournalError` for a journal of a later companion."""
    version = version_of(connection)
    if version > len(STEPS):
        raise JournalError(f"The journal {path} was written by a newer companion. Update this one, then open it again.")
    return version == len(STEPS)


def migrate(connection: "Connection", path: Path) -> None:
    """Run the missing steps, all or none. Raises `JournalError` for a journal of a later companion."""
    if is_current(connection, path):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in STEPS[version_of(connection) :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(STEPS)}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
