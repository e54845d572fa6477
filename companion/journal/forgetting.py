"""What a person takes back goes: from the tables, from the index, from the gaps in the file and from its log.

Copies the person made (exports, backups) are theirs and are not touched. The disk itself may keep old blocks for a
while; they are encrypted, and useless once the key is changed (`rekey`) or forgotten with everything.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from companion.journal import private, rows
from companion.journal.errors import JournalError, told
from companion.journal.keys import SALT_BYTES

if TYPE_CHECKING:
    from companion.journal.place import Place
    from companion.journal.store import Journal

_RETENTION = "retention_days"
_CONNECTION_SLOT = "connection"
_SETTLED_AFTER = timedelta(days=1)


def forget_page(journal: "Journal", check_in_id: int, slot: str) -> bool:
    """Forget one answer; True when it was the last of its check-in, which is then gone too.

    The answer that named the connection takes the name with it.
    """
    with journal.changing() as database:
        database.execute("DELETE FROM page WHERE check_in_id = ? AND slot = ?", (check_in_id, slot))
        if slot == _CONNECTION_SLOT:
            database.execute("UPDATE check_in SET connection = '', connection_key = '' WHERE id = ?", (check_in_id,))
        emptied = database.execute(
            "DELETE FROM check_in WHERE id = ? AND NOT EXISTS (SELECT 1 FROM page WHERE check_in_id = check_in.id)",
            (check_in_id,),
        ).rowcount
    journal.scrub()
    return bool(emptied)


def forget_check_ins(journal: "Journal", numbers: list[int]) -> None:
    """Forget these check-ins with all their pages."""
    with journal.changing() as database:
        database.executemany("DELETE FROM check_in WHERE id = ?", [(number,) for number in numbers])
    journal.scrub()


def about(journal: "Journal", connection: str) -> list[int]:
    """The numbers of the check-ins about `connection`, however it was written: 'my sister' is kept as 'your sister'."""
    key = rows.connection_key(connection)
    keys = {key, f"your {key[3:]}" if key.startswith("my ") else key}
    return [entry.id for entry in journal.check_ins() if rows.connection_key(entry.connection) in keys]


def forget_everything(place: "Place") -> None:
    """Remove the journal, then its key. Killed in between, the next start begins a new journal.

    Raises `JournalInUseError` while a check-in is held. Works without the key, too: everything can always be forgotten.
    """
    with told(place.file), place.lock():
        salt = place.file.read_bytes()[:SALT_BYTES] if place.file.exists() else None
        for suffix in ("", "-wal", "-shm", "-journal", ".new"):
            place.file.with_name(place.file.name + suffix).unlink(missing_ok=True)
        private.sync_folder(place.data_folder)
        place.keys.forget(salt)


def correct(journal: "Journal", check_in_id: int, slot: str, words: str, stance: str | None) -> None:
    """Put what was really said in the place of what was misheard: sure of every word, and the old words go."""
    journal.write(
        "UPDATE page SET words = ?, confidences = '[]', stance = ? WHERE check_in_id = ? AND slot = ?",
        (rows.clean(words), stance, check_in_id, slot),
    )
    journal.scrub()


def retention_days(journal: "Journal") -> int | None:
    """After how many days a check-in is forgotten by itself; None for never."""
    kept = journal.note(_RETENTION)
    return int(kept) if kept else None


def set_retention(journal: "Journal", days: int | None) -> None:
    """Forget check-ins by themselves after this many days (at least 1), or never (None), from the next start on."""
    if days is not None and days < 1:
        raise JournalError("The shortest time to keep check-ins is 1 day. Nothing was changed.")
    journal.set_note(_RETENTION, str(days or ""))


def forget_outdated(journal: "Journal") -> None:
    """Forget what is older than the person wants it kept; every opening for writing begins with this.

    How old a check-in is, is counted up to the latest one that was begun a day ago or earlier, not up to the clock: one
    that is set far forward would take everything at the next start. So it takes nothing, and who held a check-in by it
    has a day to put it right. Who stays away for long finds what was kept last still there, until a day after the next.
    """
    days = retention_days(journal)
    if days is None:
        return
    entries = journal.check_ins()
    settled = [entry.started_at for entry in entries if entry.started_at <= journal.now() - _SETTLED_AFTER]
    outdated = [entry.id for entry in entries if settled and entry.started_at < max(settled) - timedelta(days=days)]
    if outdated:
        forget_check_ins(journal, outdated)
