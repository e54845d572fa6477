"""The check-in that is being held: its pages go to the journal one by one."""

from typing import TYPE_CHECKING

from companion.conversation.events import Page
from companion.journal import rows
from companion.journal.forgetting import forget_check_ins, forget_page

if TYPE_CHECKING:
    from sqlite3 import Connection

    from companion.journal.store import Journal


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
            replaced = database.execute(rows.OTHER_WORDS, (number, page.slot, rows.clean(page.words))).fetchone()
            database.execute(rows.KEEP, (number, *rows.from_page(page), self._journal.now().isoformat()))
        self.id = number  # only now: a failed first page leaves the check-in to be begun by the next
        if replaced:
            self._journal.scrub()  # the words that were not what the person said go now, from the log as well

    def forget(self, slot: str) -> None:
        """Take back the page of `slot`: on return it is gone from the disk; nothing to do when there is none.

        A check-in whose last page goes is itself no longer in the journal, until the next page is kept.
        """
        if self.id is not None and forget_page(self._journal, self.id, slot):
            self.id = None

    def forget_all(self) -> None:
        """Take back the whole check-in: on return it is gone from the disk, until the next page is kept."""
        if self.id is not None:
            forget_check_ins(self._journal, [self.id])
            self.id = None

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
