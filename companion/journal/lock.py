"""One companion writes a journal at a time; the system lets go of the lock when its process dies, however it dies."""

import os
import sys
from pathlib import Path
from typing import Self

from companion.journal import private
from companion.journal.errors import JournalInUseError, told

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lock:
    """The right to write the journal in a folder, held from `Lock(path)` until `release`.

    Raises `JournalInUseError` at once when somebody else holds it. The file stays: only the lock on it counts,
    and removing it would let two writers hold a lock each.
    """

    def __init__(self, path: Path) -> None:
        with told(path):
            private.make_file(path)
            self._descriptor = os.open(path, os.O_RDWR)
        try:
            _try_lock(self._descriptor)
        except OSError:
            os.close(self._descriptor)
            raise JournalInUseError(
                "Another companion is using this journal right now. Finish there first, then start again."
            ) from None

    def release(self) -> None:
        """Let the next one in; a second call does nothing."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
