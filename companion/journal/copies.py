"""Whole copies of a journal: backup, restore, and the change of its key.

A backup is one file that its passphrase opens on any device, by the companion or any program with SQLCipher 4.
A journal is never changed in place: a new file is written beside it, then takes its name, so a kill leaves the old
journal or the new one; the key of the new one waits beside the old key until then.
"""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from companion.journal import cipher, private, schema
from companion.journal.errors import JournalError, WrongKeyError, told
from companion.journal.keys import SALT_BYTES
from companion.journal.passphrase import assert_long_enough
from companion.journal.place import Place

if TYPE_CHECKING:
    from sqlite3 import Connection

_NO_JOURNAL = "Nothing has been kept yet, so there is no journal to work on."


def back_up(place: Place, target: Path, passphrase: str) -> None:
    """Write the journal, as of this moment, to the new file `target`, also while a check-in is being held.

    Raises `JournalError` when `target` is already there, or `passphrase` is too short.
    """
    assert_long_enough(passphrase)
    if not cipher.exists(place.file):
        raise JournalError(_NO_JOURNAL)
    with told(target):
        try:
            private.write_new(target, "")
        except FileExistsError:
            raise JournalError(f"{target} was there already and is unchanged. Choose another name.") from None
        try:
            place.reading().copy_to(target, passphrase)
        except BaseException:
            target.unlink()
            raise


def restore(place: Place, source: Path, passphrase: str, *, replace: bool = False) -> None:
    """Make the backup `source` the journal of `place`, with a new key; the lock of a locked one is off then.

    Raises `WrongKeyError` when the passphrase does not open it, `JournalError` when it is damaged, or when there is a
    journal with check-ins, or one that does not open, and `replace` is False.
    """
    with place.lock():
        if not replace and cipher.exists(place.file):
            raise JournalError(f"There is a journal already in {place.data_folder}. It is unchanged.")
        backup = cipher.nowhere()
        try:
            with told(source):
                source.open("rb").close()  # ATTACH would make a file that is not there
                cipher.attach(backup, source, "backup", passphrase)
                _assert_whole(backup, source)
                _close_old(place)
                _take_over(place, backup, "backup", None)
        except WrongKeyError:
            raise WrongKeyError(f"That passphrase does not open {source}, or it is no backup. Try again.") from None
        finally:
            backup.close()


def change_key(place: Place, passphrase: str | None = None) -> None:
    """Give the journal a new key, locked with `passphrase` when there is one; what the old key opens is gone.

    Raises `JournalInUseError` while a check-in is held or somebody reads the journal.
    """
    if passphrase is not None:
        assert_long_enough(passphrase)
    if not cipher.exists(place.file):
        raise JournalError(_NO_JOURNAL)
    with place.lock():
        opened = cipher.open_for_writing(place.file, place.keys)
        try:
            cipher.in_nobodys_hands(opened, place.file)
            with told(place.file):
                _take_over(place, opened, "main", passphrase)
        finally:
            opened.close()


def _take_over(place: Place, connection: "Connection", name: str, passphrase: str | None) -> None:
    """Put a copy of `name` in the place of the journal, under a new key."""
    keys = place.keys
    salt = secrets.token_bytes(SALT_BYTES)
    old_salt = cipher.salt_of(place.file) if cipher.exists(place.file) else None
    key = keys.make_next(passphrase)
    with private.taking_the_place_of(place.file) as beside:
        cipher.copy(connection, name, beside, f"x'{key.hex()}{salt.hex()}'")
    keys.promote(salt, old_salt)


def _assert_whole(backup: "Connection", source: Path) -> None:
    version = int(backup.execute("PRAGMA backup.user_version").fetchone()[0])
    if not 1 <= version <= len(schema.STEPS):
        raise JournalError(f"{source} is no backup of a companion of this version or an earlier one.")
    if [row[0] for row in backup.execute("PRAGMA backup.integrity_check")] != ["ok"]:
        raise JournalError(f"The backup {source} is damaged. Nothing was changed.")


def _close_old(place: Place) -> None:
    """See to it that no log of the journal that is replaced is left to be taken for the new one's."""
    if not cipher.exists(place.file):
        return
    try:
        opened = cipher.open_for_writing(place.file, place.keys)
    except JournalError:  # it does not open: nothing of it can be lost
        for suffix in ("-wal", "-shm", "-journal"):
            place.file.with_name(place.file.name + suffix).unlink(missing_ok=True)
        return
    try:
        cipher.in_nobodys_hands(opened, place.file)
    finally:
        opened.close()
