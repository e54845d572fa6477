"""Pages on disk: private, durable, and the person's to shape.

`open_journal` opens one folder's journal. A writer holds a lock; readers (`read_journal`) need none.

What this protects from: somebody who gets hold of the journal's file (a lost disk, a copy, a cloud folder, another
account on the device), because it is encrypted and its key is kept elsewhere; with a passphrase (``companion journal
lock``) also somebody who sits down at the device or takes the key file along. Killed, full or torn-off disks lose no
page that was acknowledged, and what is forgotten is overwritten in the file.

What it does not protect from: somebody who uses the account while the journal is not locked, or who can read the memory
of the running companion; a program that records keys or the microphone; a guessed passphrase; what was exported; copies
of the file made earlier, by a backup program or by the disk itself, as long as their key exists (``rekey`` ends that).
The times at which the file was changed, and its size, can be seen by everybody who can see the folder.
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
