"""The keyboard, one key at a time: every command works by hand as well as by voice."""

import contextlib
import os
import select
import sys
from collections.abc import Iterator
from typing import TextIO

from companion.conversation.events import Key

if sys.platform == "win32":
    import msvcrt
else:
    import termios
    import tty

KEYS: dict[str, Key] = {
    " ": "silence",
    "\r": "done",
    "\n": "done",
    "q": "stop",
    "s": "skip",
    "r": "repeat",
    "p": "pause",
    "b": "back",
    "h": "help",
    "!": "i need help",
    "?": "help",
    "+": "louder",
    "-": "quieter",
    ">": "faster",
    "<": "slower",
    "m": "more time",
    "f": "forget",
    "o": "off the record",
    "n": "on the record",
    "w": "what did i say",
    "c": "misheard",
    "l": "last check-in",
    "/": "search",
    "x": "forget check-in",
}
"""What each key asks for: 'silence' stops our speech, 'done' ends the person's turn, the others are commands."""


ESCAPE = "\x1b"
"""What every arrow and function key begins with; people who use a screen reader press those a lot."""


class Keys:
    """No keyboard: nothing is ever pressed, and whoever reads lines may."""

    def pressed(self) -> Key | None:
        """What the oldest key not yet asked about asks for; None for none, or for one without meaning."""
        return None

    @contextlib.contextmanager
    def lines(self) -> Iterator[None]:
        """Whole lines can be typed, and are seen, for as long as the block runs."""
        yield

    @contextlib.contextmanager
    def unseen(self) -> Iterator[None]:
        """Whole lines can be typed, and are not seen, where the terminal can do that."""
        yield


class WindowsKeys(Keys):
    """The keys of a Windows console."""

    def pressed(self) -> Key | None:
        """As in `Keys`."""
        if sys.platform == "win32" and msvcrt.kbhit():
            key = msvcrt.getwch()
            if key in ("\0", "\xe0"):  # an arrow or a function key: its code follows, and means none of ours
                msvcrt.getwch()
                return None
            return KEYS.get(key.lower())
        return None


class TerminalKeys(Keys):
    """The keys of a POSIX terminal, which hands them over one at a time for as long as the block runs."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self._before = termios.tcgetattr(terminal)

    def pressed(self) -> Key | None:
        """As in `Keys`."""
        key = self._typed()
        if key == ESCAPE:
            self._pass_over()
            return None
        return KEYS.get(key.lower())

    def _typed(self) -> str:
        """The oldest key not yet asked about; "" for none."""
        ready, _, _ = select.select([self._terminal], [], [], 0)
        return os.read(self._terminal.fileno(), 1).decode("ascii", "ignore") if ready else ""

    def _pass_over(self) -> None:
        """The rest of an arrow or a function key: it ends in a letter (F1: "OP"), which means none of ours."""
        while (following := self._typed()) and (following in "[O;" or following.isdigit()):
            pass

    def restore(self) -> None:
        """Give the terminal back as it was."""
        termios.tcsetattr(self._terminal, termios.TCSADRAIN, self._before)

    @contextlib.contextmanager
    def lines(self) -> Iterator[None]:
        """As in `Keys`."""
        self.restore()
        try:
            yield
        finally:
            tty.setcbreak(self._terminal)

    @contextlib.contextmanager
    def unseen(self) -> Iterator[None]:
        """As in `Keys`."""
        with self.lines():
            hidden = termios.tcgetattr(self._terminal)
            hidden[3] &= ~termios.ECHO
            termios.tcsetattr(self._terminal, termios.TCSADRAIN, hidden)
            yield


@contextlib.contextmanager
def single_keys(terminal: TextIO) -> Iterator[Keys]:
    """Read single keys from this terminal for as long as the block runs; no keys when it is no terminal."""
    if not terminal.isatty():
        yield Keys()
    elif sys.platform == "win32":
        yield WindowsKeys()
    else:
        keys = TerminalKeys(terminal)
        tty.setcbreak(terminal)
        try:
            yield keys
        finally:
            keys.restore()
