"""SQLCipher connections: how a journal's file is opened, made, and written in whole transactions."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sqlcipher3 import dbapi2

from companion.journal import private, schema
from companion.journal.errors import JournalError, KeyMissingError, WrongKeyError, told
from companion.journal.keys import SALT_BYTES, Keys

if TYPE_CHECKING:
    from sqlite3 import Connection  # sqlcipher3 has the same interface and no types of its own

_PLAIN_SQLITE = b"SQLite format 3\0"[:SALT_BYTES]

# WAL: one sync of the disk per page (a rollback journal needs four: 0.3 ms against 0.9 ms where it was measured), and
# somebody who reads the list while a check-in runs never holds up the page being kept. EXTRA syncs the log at every
# commit, as FULL does, so a kept page survives a power cut too, and also where the file system knows no WAL and SQLite
# stays with its rollback journal; fullfsync makes macOS really do it.
_SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA secure_delete = ON",  # what is forgotten or replaced is overwritten, inside the encryption
    "PRAGMA temp_store = MEMORY",  # no sort or index of words ever goes to a file
    "PRAGMA foreign_keys = ON",
)


def exists(path: Path) -> bool:
    """Whether there is a journal: an empty file is what a start that was killed leaves, and is none."""
    with told(path):
        return path.exists() and path.stat().st_size > 0


def create(path: Path, keys: Keys) -> "Connection":
    """Open a new journal at `path`: first its key is kept, then its file is made."""
    salt = secrets.token_bytes(SALT_BYTES)
    key = keys.make(salt)
    with told(path):
        private.make_file(path)  # SQLite gives its -wal and -shm files the mode of this one, umask or not
        return _for_writing(connect(path, key.hex() + salt.hex()), path)


def open_for_writing(path: Path, keys: Keys) -> "Connection":
    """Open the journal that is at `path`, and bring one of an earlier companion up to date.

    Raises `KeyMissingError` when there is no key anywhere, `WrongKeyError` when none fits.
    """
    connection, salt, waiting = _unlock(path, keys)
    if waiting:
        keys.promote(salt)  # a change of the key was killed after the journal had the new one
    with told(path):
        private.make_file(path)
        return _for_writing(connection, path)


def open_for_reading(path: Path, keys: Keys) -> "Connection":
    """Open the journal that is at `path` without the right to change it. Raises as `open_for_writing` does.

    A failing disk is often made read-only: a journal that was closed well can still be read from it.
    """
    still = not os.access(path.parent, os.W_OK) and not path.with_name(path.name + "-wal").exists()
    connection, _, _ = _unlock(path, keys, "?immutable=1" if still else "")
    with told(path):
        connection.execute("PRAGMA query_only = ON")
        return connection


def in_memory() -> "Connection":
    """An empty journal that is on no disk."""
    connection = nowhere()
    schema.migrate(connection, Path(":memory:"))
    return connection


def nowhere() -> "Connection":
    """A connection without a file of its own, to `attach` files to."""
    return _connect(":memory:", None)


def _unlock(path: Path, keys: Keys, how: str = "") -> "tuple[Connection, bytes, bool]":
    """The open journal, its salt, and whether the key that fits still waits to take its place."""
    salt = salt_of(path)
    refused: WrongKeyError | None = None
    for found in keys.find(salt):
        try:
            with told(path):
                return connect(path, found.key.hex(), how), salt, found.waiting
        except WrongKeyError as error:
            refused = error
    if refused:
        raise refused
    raise KeyMissingError(
        f"The journal {path} is there, but its key is not: neither in {keys.file} nor in the system's keyring. "
        "Nothing was changed. Unlock the keyring, bring the key back, or restore both from a backup."
    )


def salt_of(path: Path) -> bytes:
    """The salt a journal begins with. Raises `JournalError` when `path` cannot be one."""
    with told(path), path.open("rb") as file:
        salt = file.read(SALT_BYTES)
    if salt == _PLAIN_SQLITE or len(salt) < SALT_BYTES:
        raise JournalError(f"{path} is not a journal of the companion. Nothing was changed. Move it elsewhere.")
    return salt


def connect(path: Path, key_hex: str, how: str = "") -> "Connection":
    """Open the file at `path` with a raw key (and salt, for a new file); a wrong key raises SQLite's own error."""
    return _connect(path.absolute().as_uri() + how, f"PRAGMA key = \"x'{key_hex}'\"")


def attach(connection: "Connection", path: Path, name: str, key: str) -> None:
    """Open the file at `path` beside the main one as `name`; `key` is raw (x'...') or a passphrase as SQLCipher 4 has.

    A wrong key raises SQLite's own error.
    """
    connection.execute(f"ATTACH ? AS {name} KEY ?", (path.absolute().as_uri(), key))
    connection.execute(f"SELECT count(*) FROM {name}.sqlite_master").fetchone()  # noqa: S608 - the name is ours


def copy(connection: "Connection", source: str, target: Path, key: str) -> None:
    """Write what is in `source` ('main', or a name given to `attach`) to the empty file `target`, as of one moment."""
    version = connection.execute(f"PRAGMA {source}.user_version").fetchone()[0]
    attach(connection, target, "copied", key)
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT sqlcipher_export('copied', ?)", (source,)).fetchone()
        connection.execute(f"PRAGMA copied.user_version = {int(version)}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("DETACH copied")


def in_nobodys_hands(connection: "Connection", path: Path) -> None:
    """Leave the log behind, so that `path` is the whole journal. Raises `JournalInUseError` while somebody reads it."""
    with told(path):
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()


def _connect(address: str, key_pragma: str | None) -> "Connection":
    connection = cast("Connection", dbapi2.connect(address, isolation_level=None, uri=True))
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # else a wrong key prints six lines on the screen
        if key_pragma:
            connection.execute(key_pragma)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # a wrong key is refused here
    except BaseException:
        connection.close()
        raise
    return connection


def _for_writing(connection: "Connection", path: Path) -> "Connection":
    try:
        for setting in _SETTINGS:
            connection.execute(setting).fetchone()
        schema.migrate(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: "Connection", path: Path) -> Iterator["Connection"]:
    """One change, whole and on disk at the end of the block, or not at all."""
    with told(path):
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
