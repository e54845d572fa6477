"""Nothing connects: refuses every connection and name look-up of this process, but those to programs on this machine.

An audit hook cannot be taken away again once it is there: `connecting` is the only door, and it is held open only
while the person has said yes to a download.
"""

import contextlib
import socket
import sys
from collections.abc import Iterator
from typing import Any

from companion.errors import OfflineError

_REFUSED = frozenset(
    {
        "socket.connect",
        "socket.sendto",
        "socket.sendmsg",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.gethostbyaddr",
        "socket.getnameinfo",
    }
)


class _Door:
    """Whether the hook is there, and whether it lets anything through."""

    hooked = False
    is_open = True


def stay_offline() -> None:
    """From now on nothing connects. Raises nothing now; what tries to connect gets `OfflineError`."""
    _Door.is_open = False
    if not _Door.hooked:
        _Door.hooked = True
        sys.addaudithook(_refuse)


def refuses() -> bool:
    """Whether a name look-up of this process is refused; it tries one that needs no network."""
    try:
        socket.getaddrinfo("localhost", None)
    except OSError as error:
        return isinstance(error, OfflineError)
    return False


@contextlib.contextmanager
def connecting() -> Iterator[None]:
    """Let connections through for as long as the block runs: the person has asked for a download."""
    before = _Door.is_open
    _Door.is_open = True
    try:
        yield
    finally:
        _Door.is_open = before


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if _Door.is_open or event not in _REFUSED:
        return
    if (
        arguments
        and isinstance(arguments[0], socket.socket)
        and arguments[0].family == getattr(socket, "AF_UNIX", None)
    ):
        return
    raise OfflineError(f"Something tried to use the network ({event}) and was refused: nothing leaves this device.")
