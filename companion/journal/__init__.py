"""Pages on disk: private, durable, and the person's to shape.

`open_journal` opens one folder's journal. A writer holds a lock; readers (`read_journal`) need none.
"""

from companion.journal.checkin import CheckIn
from companion.journal.errors import (
    DiskError,
    JournalError,
    JournalInUseError,
    JournalMovedError,
    KeyMissingError,
    LockedError,
    WrongKeyError,
)
from companion.journal.keys import KeyStore
from companion.journal.pages import Entry, KeptPage, Repair, marked
from companion.journal.place import Place, open_journal, read_journal
from companion.journal.store import Journal

__all__ = [
    "CheckIn",
    "DiskError",
    "Entry",
    "Journal",
    "JournalError",
    "JournalInUseError",
    "JournalMovedError",
    "KeptPage",
    "KeyMissingError",
    "KeyStore",
    "LockedError",
    "Place",
    "Repair",
    "WrongKeyError",
    "marked",
    "open_journal",
    "read_journal",
]
