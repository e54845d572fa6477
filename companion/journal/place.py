"""Where a journal and its key lie, and how the journal there is opened."""

import hmac
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from companion.journal import cipher, private, schema
from companion.journal.errors import told
from companion.journal.forgetting import forget_outdated
from companion.journal.keys import Keys, KeyStore
from companion.journal.lock import Lock
from companion.journal.passphrase import Ask
from companion.journal.rows import connection_key
from companion.journal.store import Clock, Journal, local_now


@dataclass(frozen=True, slots=True)
class Place:
    """A folder for the journal, one for its key file, and whether the system's keyring may be asked ('auto')."""

    data_folder: Path
    config_folder: Path
    key_store: KeyStore = "auto"
    ask: Ask | None = None
    """Asks for the passphrase of a journal that is locked with one."""

    def of(self, person: str) -> "Place":
        """The place of another person on this device: a journal and a key of their own, in folders of their own.

        The folder's name says nothing to who looks: it is drawn from the name and a secret of this device. (Whoever
        has the secret, in the configuration folder, can still try out names.)
        """
        secret = self.config_folder / "people"
        with told(secret):
            if not secret.exists():
                private.make_folder(self.config_folder)
                private.write_durably(secret, secrets.token_hex(32) + "\n")
            drawn = hmac.digest(secret.read_bytes(), connection_key(person).encode(), "sha256").hex()[:16]
        return replace(self, data_folder=self.data_folder / drawn, config_folder=self.config_folder / drawn)

    @property
    def file(self) -> Path:
        """The journal's file, whether or not it is there."""
        return self.data_folder / "journal.db"

    @property
    def keys(self) -> Keys:
        """Where its key is looked for."""
        return Keys(self.config_folder, self.key_store, self.ask)

    def lock(self) -> Lock:
        """The right to write here. Raises `JournalInUseError` when another writer has it."""
        with told(self.data_folder):
            private.make_folder(self.data_folder)
        return Lock(self.data_folder / "journal.lock")

    def writing(self, now: Clock = local_now) -> Journal:
        """Open the journal for writing, made when there is none.

        Killed at any moment, the next start goes on. Raises `JournalInUseError` when another writer has it open,
        `KeyMissingError` when there is a journal without its key, `WrongKeyError` when the key is another one's,
        `JournalError` for what the disk refuses.
        """
        lock = self.lock()
        try:
            opening = cipher.open_for_writing if cipher.exists(self.file) else cipher.create
            journal = Journal(self.file, opening(self.file, self.keys), lock, now)
            forget_outdated(journal)
        except BaseException:
            lock.release()
            raise
        return journal

    def reading(self) -> Journal:
        """Open the journal for reading only, also while a check-in is being held.

        Where there is none it is an empty one, and nothing is made. Raises as `writing` does, but for the lock.
        """
        if not cipher.exists(self.file):
            return Journal(self.file, cipher.in_memory(), None, local_now)
        opened = cipher.open_for_reading(self.file, self.keys)
        with told(self.file):
            current = schema.is_current(opened, self.file)
        if current:
            return Journal(self.file, opened, None, local_now)
        opened.close()
        self.writing().close()  # brings it up to date
        return self.reading()


def open_journal(
    data_folder: Path,
    config_folder: Path,
    *,
    key_store: KeyStore = "auto",
    ask: Ask | None = None,
    now: Clock = local_now,
) -> Journal:
    """`Place.writing` for these folders: a context manager. `ask` asks for the passphrase of a locked journal."""
    return Place(data_folder, config_folder, key_store, ask).writing(now)


def read_journal(
    data_folder: Path, config_folder: Path, *, key_store: KeyStore = "auto", ask: Ask | None = None
) -> Journal:
    """`Place.reading` for these folders: a context manager."""
    return Place(data_folder, config_folder, key_store, ask).reading()
