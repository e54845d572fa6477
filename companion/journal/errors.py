"""What can go wrong with a journal, and the one place where SQLite's errors become sentences.

No sentence and no cause carries the words of a page: SQLite is only ever asked for the name of its error.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2

from companion.errors import JournalError, KeyMissingError


class JournalInUseError(JournalError):
    """Another companion is writing this journal: finish there first."""


class WrongKeyError(JournalError):
    """The key does not open this journal: bring the key that belongs to it."""


class LockedError(JournalError):
    """The journal is locked with a passphrase: say where it can be typed."""


class JournalMovedError(JournalError):
    """The journal's file went away while it was open: put it back, or start again."""


class DiskError(JournalError):
    """The disk takes no more, or fails: free some space or look at the disk, then go on."""


_FULL = "The disk is full: {path} was not written. What was kept before is safe. Free some space, then try again."
_FAILED = (
    "The disk did not do its work for {path}: it may be full, unplugged or failing. "
    "What was kept before is safe. Free some space or look at the disk, then try again."
)
_READ_ONLY = (
    "{path} cannot be written: the disk or the folder is read-only, or belongs to someone else. "
    "What was kept before is safe. Make it writable, then try again."
)
_WRONG_KEY = (
    "The journal {path} does not open with this key, or it is damaged. "
    "Nothing was changed. Bring the key that belongs to it, or restore a backup."
)
_DAMAGED = "The journal {path} is damaged. Nothing was changed. Keep a copy of it, then restore a backup."
_BUSY = "The journal {path} is in use by another program. Close that one, then try again."
_BY_CODE: dict[int, tuple[type[JournalError], str]] = {
    dbapi2.SQLITE_FULL: (DiskError, _FULL),
    dbapi2.SQLITE_IOERR: (DiskError, _FAILED),
    dbapi2.SQLITE_READONLY: (JournalError, _READ_ONLY),
    dbapi2.SQLITE_CANTOPEN: (JournalError, _READ_ONLY),
    dbapi2.SQLITE_PERM: (JournalError, _READ_ONLY),
    dbapi2.SQLITE_NOTADB: (WrongKeyError, _WRONG_KEY),
    dbapi2.SQLITE_CORRUPT: (JournalError, _DAMAGED),
    dbapi2.SQLITE_BUSY: (JournalInUseError, _BUSY),
    dbapi2.SQLITE_LOCKED: (JournalInUseError, _BUSY),
}
# sqlcipher_export is a function, whose errors SQLite passes on as text only
_IN_A_FUNCTION = {"database or disk is full": dbapi2.SQLITE_FULL, "disk I/O error": dbapi2.SQLITE_IOERR}
_OS_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Whatever SQLite or the system refuses inside becomes one `JournalError` that names `path`."""
    try:
        yield
    except dbapi2.Error as error:
        code = _IN_A_FUNCTION.get(str(error)) or getattr(error, "sqlite_errorcode", None) or 0
        name = getattr(error, "sqlite_errorname", None) or type(error).__name__
        unknown = (JournalError, "The journal {path} cannot be used (" + name + "). Nothing was changed.")
        kind, sentence = _BY_CODE.get(code & 0xFF, unknown)  # the low byte is the kind, the rest is detail
        raise kind(sentence.format(path=path)) from None  # SQLite's own text may quote what was searched for
    except OSError as error:
        if error.errno in _OS_FULL:
            raise DiskError(_FULL.format(path=path)) from error
        if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
            raise JournalError(_READ_ONLY.format(path=path)) from error
        raise JournalError(f"{path} cannot be used: {error.strerror}.") from error


__all__ = [
    "DiskError",
    "JournalError",
    "JournalInUseError",
    "JournalMovedError",
    "KeyMissingError",
    "LockedError",
    "WrongKeyError",
    "told",
]
