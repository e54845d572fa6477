"""Pages on disk: private, durable, and the person's to shape.

`open_journal` opens one folder's journal. A writer holds a lock; readers (`read_journal`) need none.
"""

from pathlib import Path

import platformdirs

from companion.journal import cipher, private, schema
from companion.journal.errors import (
    DiskError,
    JournalError,
    JournalInUseError,
    JournalMovedError,
    KeyMissingError,
    WrongKeyError,
    told,
)
from companion.journal.keys import Keys, KeyStore
from companion.journal.lock import Lock
from companion.journal.pages import Entry, KeptPage, Repair, marked
from companion.journal.store import CheckIn, Clock, Journal, local_now

FILE = "journal.db"
LOCK = "journal.lock"


def default_folders() -> tuple[Path, Path]:
    """Where this person's journal and its key file are kept: the system's own places for data and configuration."""
    return platformdirs.user_data_path("companion"), platformdirs.user_config_path("companion")


def open_journal(
    data_folder: Path, config_folder: Path, *, key_store: KeyStore = "auto", now: Clock = local_now
) -> Journal:
    """Open the journal in `data_folder` for writing, made when there is none; a context manager.

    The key comes from the key file in `config_folder` or, for 'auto', from the system's keyring. Killed at any moment,
    the next start goes on. Raises `JournalInUseError` when another writer has it open, `KeyMissingError` when there is
    a journal without its key, `WrongKeyError` when the key is another one's, `JournalError` for what the disk refuses.
    """
    path = data_folder / FILE
    with told(data_folder):
        private.make_folder(data_folder)
    lock = Lock(data_folder / LOCK)
    try:
        keys = Keys(config_folder, key_store)
        opened = cipher.open_for_writing(path, keys) if cipher.exists(path) else cipher.create(path, keys)
        return Journal(path, opened, lock, now)
    except BaseException:
        lock.release()
        raise


def read_journal(data_folder: Path, config_folder: Path, *, key_store: KeyStore = "auto") -> Journal:
    """Open the journal in `data_folder` for reading only, also while a check-in is being held.

    Where there is none it is an empty one, and nothing is made. Raises as `open_journal` does, but for the lock.
    """
    path = data_folder / FILE
    if not cipher.exists(path):
        return Journal(path, cipher.in_memory(), None, local_now)
    opened = cipher.open_for_reading(path, Keys(config_folder, key_store))
    with told(path):
        current = schema.is_current(opened, path)
    if current:
        return Journal(path, opened, None, local_now)
    opened.close()
    open_journal(data_folder, config_folder, key_store=key_store).close()  # brings it up to date
    return read_journal(data_folder, config_folder, key_store=key_store)


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
    "Repair",
    "WrongKeyError",
    "default_folders",
    "marked",
    "open_journal",
    "read_journal",
]
