"""The key of a journal: 256 random bits, in a 0600 file apart from the data, or in the system's keyring.

The key is on disk before the first byte of its journal is, so no kill can leave a journal without a key; and nothing
here ever makes a key for a journal that already exists.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from companion.journal import private
from companion.journal.errors import JournalError, told

KEY_BYTES = 32
SALT_BYTES = 16
"""SQLCipher's salt: the first bytes of the journal's file, and so its name in the keyring wherever it is moved."""

KeyStore: TypeAlias = Literal["auto", "file"]

_FILE = "journal.key"
_SERVICE = "companion journal"
_REAL_KEYRING = 1  # keyring's own bar: backends below it keep nothing, or keep it in plain text


@dataclass(frozen=True, slots=True)
class Keys:
    """Where keys are looked for: the key file in `folder`, then, for 'auto', the system's keyring."""

    folder: Path
    store: KeyStore = "auto"

    @property
    def file(self) -> Path:
        """The key file's path, whether or not it is there."""
        return self.folder / _FILE

    def find(self, salt: bytes) -> Iterator[bytes]:
        """Every key that may open the journal with this salt, the likeliest first."""
        if self.file.exists():
            yield self._read()
        if self.store == "auto" and (kept := _from_keyring(salt.hex())):
            yield kept

    def make(self, salt: bytes) -> bytes:
        """A key for a new journal, safely kept; the key file of a start that was killed is used again."""
        if self.file.exists():
            return self._read()
        key = secrets.token_bytes(KEY_BYTES)
        if self.store == "auto" and _into_keyring(salt.hex(), key):
            return key
        with told(self.file):
            private.make_folder(self.folder)
            private.write_durably(self.file, key.hex() + "\n")
        return key

    def _read(self) -> bytes:
        with told(self.file):
            private.narrow(self.file)
            text = self.file.read_bytes().strip()
        try:
            key = bytes.fromhex(text.decode("ascii"))
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            raise JournalError(f"The key file {self.file} holds no key. Nothing was changed. Bring back a copy of it.")
        return key


def _from_keyring(name: str) -> bytes | None:
    import keyring  # noqa: PLC0415 - costs 0.1 s, and most starts find the key file
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        kept = keyring.get_password(_SERVICE, name)
    except KeyringError:
        return None
    return bytes.fromhex(kept) if kept else None


def _into_keyring(name: str, key: bytes) -> bool:
    """Whether the keyring took the key and gives it back; a machine without a desktop has none."""
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        if keyring.get_keyring().priority < _REAL_KEYRING:
            return False
        keyring.set_password(_SERVICE, name, key.hex())
        return keyring.get_password(_SERVICE, name) == key.hex()
    except KeyringError:
        return False
