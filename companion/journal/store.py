"""A journal that is open: check-ins are begun, pages are kept, and what was kept is read back."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from companion.conversation.events import Page
from companion.journal import rows
from companion.journal.cipher import transaction
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


class CheckIn:
    """One check-in that is being held. It is in the journal from its first page on; before that, nothing is."""

    def __init__(self, journal: "Journal", kind: str, connection: str, check_in_id: int | None = None) -> None:
        self._journal = journal
        self._kind = kind
        self._connection = connection
        self._started_at = journal.now()
        self.id = check_in_id
        """Its number in the journal; None until the first page is kept."""

    @property
    def connection(self) -> str:
        """Whom it is about, as the person named it; setting it is on disk at once when the check-in is."""
        return self._connection

    @connection.setter
    def connection(self, name: str) -> None:
        if self.id is not None:
            self._journal.write(
                "UPDATE check_in SET connection = ?, connection_key = ? WHERE id = ?",
                (rows.clean(name), rows.connection_key(name), self.id),
            )
        self._connection = name

    def keep(self, page: Page) -> None:
        """Keep `page`: on return it is on disk, and the page of the same slot before it is gone.

        Raises `JournalError`, and then nothing has changed and the same page can be kept again.
        """
        with self._journal.changing() as database:
            number = self.id if self.id is not None else self._begin(database)
            database.execute(
                """INSERT INTO page (check_in_id, slot, question, words, confidences, stance, concern, kept_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (check_in_id, slot) DO UPDATE SET question = excluded.question, words = excluded.words,
                confidences = excluded.confidences, stance = excluded.stance, concern = excluded.concern,
                kept_at = excluded.kept_at""",
                (number, *rows.from_page(page), self._journal.now().isoformat()),
            )
        self.id = number  # only now: a failed first page leaves the check-in to be begun by the next

    def _begin(self, database: "Connection") -> int:
        """Insert the row of this check-in and return its number."""
        cursor = database.execute(
            "INSERT INTO check_in (kind, connection, connection_key, started_at) VALUES (?, ?, ?, ?)",
            (
                rows.clean(self._kind),
                rows.clean(self._connection),
                rows.connection_key(self._connection),
                self._started_at.isoformat(),
            ),
        )
        return int(cursor.lastrowid or 0)

    def finish(self) -> None:
        """Mark it closed, so it is not offered to go on with; nothing to do when no page was kept."""
        if self.id is not None:
            now = self._journal.now().isoformat()
            self._journal.write("UPDATE check_in SET finished_at = ? WHERE id = ?", (now, self.id))


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

    def unfinished(self) -> Entry | None:
        """The newest check-in when it was not finished: the one to offer to go on with."""
        newest = self._read(f"{rows.ENTRIES} ORDER BY id DESC LIMIT 1")
        entry = rows.to_entry(newest[0]) if newest else None
        return None if entry is None or entry.finished else entry

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

    def last_about(self) -> dict[str, tuple[Page, ...]]:
        """For each connection, as it was last named, the pages of the newest finished check-in about it."""
        newest = {
            rows.connection_key(entry.connection): entry
            for entry in self.check_ins()
            if entry.finished and entry.connection
        }
        return {each.connection: tuple(kept.page for kept in self.pages(each.id)) for each in newest.values()}

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

    def changing(self) -> "AbstractContextManager[Connection]":
        """A transaction on the journal, on disk at the end of the block; for this package only."""
        self._check_in_place()
        return transaction(self._database, self.path)

    def write(self, statement: str, values: tuple[object, ...]) -> None:
        """One statement as a transaction of its own; for this package only."""
        with self.changing() as database:
            database.execute(statement, values)

    def _read(self, statement: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        with told(self.path):
            return self._database.execute(statement, values).fetchall()

    def _identities(self) -> tuple[tuple[int, int], ...]:
        """Which files the names of the journal and its log stand for; () for one in memory."""
        if not self._lock:
            return ()
        found = [Path(name).stat() for name in (self.path, f"{self.path}-wal")]
        return tuple((each.st_dev, each.st_ino) for each in found)

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
