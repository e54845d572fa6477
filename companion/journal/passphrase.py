"""A key wrapped in a passphrase: what lies in the key file of a locked journal is useless without the words.

scrypt with N = 2**16, r = 8, p = 2 takes 64 MiB and about a third of a second a try, the strength OWASP asks for
(Password Storage Cheat Sheet). Its 64 bytes are used once: 32 hide the key, 32 sign it, so a wrong passphrase is known
before the journal is touched.
"""

import hashlib
import hmac
import secrets
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from companion.journal import private
from companion.journal.errors import JournalError, LockedError, WrongKeyError, told

Ask = Callable[[], str]
"""Asks the person for the passphrase, unseen."""

SHORTEST = 8
_MARK = "scrypt-65536-8-2"
_LONGEST_WAIT_SECONDS = 60.0


def wrapped(key: bytes, passphrase: str) -> str:
    """The line for the key file of a locked journal."""
    salt = secrets.token_bytes(16)
    hiding, signing = _stretched(passphrase, salt)
    hidden = _xor(key, hiding)
    return " ".join([_MARK, salt.hex(), hidden.hex(), _signature(hidden, signing).hex()])


def assert_long_enough(passphrase: str) -> None:
    """Raise `JournalError` for a passphrase that is too short to hold anybody up."""
    if len(passphrase) < SHORTEST:
        raise JournalError(f"A passphrase needs at least {SHORTEST} characters. Nothing was changed.")


def is_wrapped(text: str) -> bool:
    """Whether the key file holds a wrapped key."""
    return text.startswith(_MARK)


def unwrapped(text: str, passphrase: str) -> bytes | None:
    """The key, None when the passphrase is not the right one. Raises `ValueError` when `text` is damaged."""
    _, salt, hidden, signature = text.split()
    hiding, signing = _stretched(passphrase, bytes.fromhex(salt))
    if not hmac.compare_digest(_signature(bytes.fromhex(hidden), signing), bytes.fromhex(signature)):
        return None
    return _xor(bytes.fromhex(hidden), hiding)


@dataclass(frozen=True, slots=True)
class Door:
    """Asks for the passphrase and lets a guesser wait: 1 s after the first wrong one, twice as long after each next.

    `tries` is the file that counts them. It is written before a passphrase is tried, so ending the process gains
    nothing. It slows whoever sits at this device; whoever copies the files is only held up by scrypt.
    """

    tries: Path
    ask: Ask | None
    wait: Callable[[float], None] = time.sleep

    def opened(self, text: str) -> bytes:
        """The key in `text`. Raises `LockedError` when nobody can be asked, `WrongKeyError` for a wrong passphrase."""
        if self.ask is None:
            raise LockedError("The journal is locked with a passphrase, and there was no way to ask for it.")
        passphrase = self.ask()
        before = self._count()
        if before:
            self.wait(min(2.0 ** (before - 1), _LONGEST_WAIT_SECONDS))
        with told(self.tries):
            private.write_durably(self.tries, str(before + 1))
        key = unwrapped(text, passphrase)
        if key is None:
            raise WrongKeyError("That is not the passphrase of this journal. Nothing was changed. Try again.")
        with told(self.tries):
            self.tries.unlink(missing_ok=True)
        return key

    def _count(self) -> int:
        try:
            return int(self.tries.read_text())
        except (FileNotFoundError, ValueError):
            return 0


def _stretched(passphrase: str, salt: bytes) -> tuple[bytes, bytes]:
    words = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "replace")  # keyboards differ in composing
    both = hashlib.scrypt(words, salt=salt, n=65536, r=8, p=2, maxmem=2**27, dklen=64)
    return both[:32], both[32:]


def _signature(hidden: bytes, signing: bytes) -> bytes:
    return hmac.digest(signing, hidden, "sha256")


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
