"""A journal that is open: check-ins are begun, pages are kept, and what was kept is read back."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from companion.journal import rows
from companion.journal.checkin import CheckIn
from companion.journal.cipher import copy, transaction
from companion.journal.errors import JournalError, JournalMovedError, told
from companion.journal.lock import Lock
from companion.journal.pages import Entry, KeptPage, Repair

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from sqlite3 import Connection

Clock = Callable[[], datetime]


def local_now() -> datetime:
    """The time here, with its offset from UTC."""
    return datetime.now().astimezone()


class Journal:
    """A journal that is open, for writing when it holds the lock. `companion.journal.open_journal` makes one.

    Every method raises `JournalError`, with a sentence for the person, when the disk or the file fails it.
    """

    def __init__(self, path: Path, database: "Connection", lock: Lock | None, now: Clock) -> None:
        self.path = path
        self.now = now
        self._database = database
        self._lock = lock
        self._files = self._identities()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and let the next writer in; a second call does nothing."""
        with told(self.path):
            self._database.close()
        if self._lock:
            self._lock.release()

    def begin(self, kind: str, connection: str) -> CheckIn:
        """A new check-in of this kind ('alliance', 'daily', ...); `connection` may be '' until it is named."""
        return CheckIn(self, kind, connection)

    def resume(self, check_in_id: int) -> CheckIn:
        """The unfinished check-in of this number, to go on with. Raises `JournalError` when there is none."""
        found = self._read(f"{rows.ENTRIES} WHERE id = ? AND finished_at IS NULL", (check_in_id,))
        if not found:
            raise JournalError(f"There is no unfinished check-in {check_in_id}. Begin a new one.")
        entry = rows.to_entry(found[0])
        return CheckIn(self, entry.kind, entry.connection, entry.id)

    def check_ins(self) -> list[Entry]:
        """Every check-in, in the order they were begun."""
        return [rows.to_entry(row) for row in self._read(f"{rows.ENTRIES} ORDER BY id")]

    def pages(self, check_in_id: int) -> list[KeptPage]:
        """The pages of one check-in in the order their slots were first kept; empty for an unknown number."""
        found = self._read(f"{rows.PAGES} WHERE check_in_id = ? ORDER BY id", (check_in_id,))
        return [rows.to_page(row) for row in found]

    def search(self, said: str) -> list[KeptPage]:
        """The pages whose words hold every word of `said`, whatever its ending or accents, the newest first."""
        terms = " ".join(f'"{term}"' for term in re.findall(r"\w+", rows.clean(said)))
        if not terms:
            return []
        return [rows.to_page(row) for row in self._read(rows.FOUND, (terms,))]

    def unfinished(self) -> Entry | None:
        """The newest check-in when it was not finished: the one to offer to go on with."""
        newest = self._read(f"{rows.ENTRIES} ORDER BY id DESC LIMIT 1")
        entry = rows.to_entry(newest[0]) if newest else None
        return None if entry is None or entry.finished else entry

    def last_finished(self) -> Entry | None:
        """The newest check-in that came to its end: the one to read back."""
        newest = self._read(f"{rows.ENTRIES} WHERE finished_at IS NOT NULL ORDER BY id DESC LIMIT 1")
        return rows.to_entry(newest[0]) if newest else None

    def entry(self, check_in_id: int) -> Entry | None:
        """The check-in of this number."""
        found = self._read(f"{rows.ENTRIES} WHERE id = ?", (check_in_id,))
        return rows.to_entry(found[0]) if found else None

    def last_repair(self, connection: str) -> tuple[Repair, ...]:
        """What was thought of in the newest finished check-in about `connection`, one `Repair` per area; often none."""
        newest = self._read(
            f"{rows.ENTRIES} WHERE connection_key = ? AND finished_at IS NOT NULL ORDER BY id DESC LIMIT 1",
            (rows.connection_key(connection),),
        )
        if not newest:
            return ()
        entry = rows.to_entry(newest[0])
        pages = {kept.page.slot: kept.page for kept in self.pages(entry.id)}
        areas = dict.fromkeys(slot.split(".")[0] for slot in pages if ".repair." in slot)
        return tuple(
            Repair(
                area,
                entry.started_at,
                pages.get(f"{area}.closed"),
                tuple(page for slot, page in pages.items() if slot.startswith(f"{area}.repair.")),
            )
            for area in areas
        )

    def is_first(self) -> bool:
        """Whether no check-in was ever kept here."""
        return not self._read("SELECT 1 FROM check_in LIMIT 1")

    def note(self, key: str) -> str | None:
        """A small thing to remember between check-ins, such as that a choice was offered; None when unknown."""
        found = self._read("SELECT value FROM note WHERE key = ?", (key,))
        return str(found[0][0]) if found else None

    def set_note(self, key: str, value: str) -> None:
        """Remember `value` under `key`, on disk on return."""
        self.write(
            "INSERT INTO note (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (rows.clean(key), rows.clean(value)),
        )

    def damage(self) -> str:
        """What is wrong with the file, as SQLite and SQLCipher name it; '' when it is whole. Reads all of it."""
        found = self._read("PRAGMA integrity_check") + self._read("PRAGMA cipher_integrity_check")
        return "; ".join(str(row[0]) for row in found if row[0] != "ok")

    def scrub(self) -> None:
        """Rewrite the file without what was deleted, and empty its log; what SQLite left in gaps is gone then."""
        self._check_in_place()
        with told(self.path):
            self._database.execute("INSERT INTO page_words (page_words) VALUES ('optimize')")
            self._database.execute("VACUUM")
            self._database.execute("PRAGMA wal_checkpoint (TRUNCATE)").fetchall()

    def copy_to(self, target: Path, key: str) -> None:
        """Write all of it, as of now, to the empty file `target`, which `key` opens; a reader is closed by it."""
        with self, told(target):
            self._database.execute("PRAGMA query_only = OFF")  # it holds for every file of the connection
            copy(self._database, "main", target, key)

    def changing(self) -> "AbstractContextManager[Connection]":
        """A transaction on the journal, on disk at the end of the block; for this package only."""
        self._check_in_place()
        return transaction(self._database, self.path)

    def write(self, statement: str, values: tuple[object, ...]) -> None:
        """One statement as a transaction of its own; for this package only."""
        with self.changing() as database:
            database.execute(statement, values)

    def _check_in_place(self) -> None:
        """Raise `JournalMovedError` unless the files are still ours: writing to removed ones raises nothing."""
        try:
            in_place = self._identities() == self._files
        except OSError:
            in_place = False
        if not in_place:
            raise JournalMovedError(
                f"The journal {self.path} was moved or removed while it was open, so this was not kept. "
                "Put it back where it was, or start again."
            )

    def _read(self, statement: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        with told(self.path):
            return self._database.execute(statement, values).fetchall()

    def _identities(self) -> tuple[tuple[int, int], ...]:
        """Which files the names of the journal and its log stand for; () for a reader, who need not know."""
        names = (self.path, self.path.with_name(self.path.name + "-wal")) if self._lock else ()
        found = [name.stat() for name in names if name.exists()]
        return tuple((each.st_dev, each.st_ino) for each in found)
