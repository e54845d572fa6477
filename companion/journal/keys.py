"""The key of a journal: 256 random bits, in a 0600 file apart from the data, or in the system's keyring.

The key is on disk before the first byte of its journal is, so no kill can leave a journal without a key; and nothing
here ever makes a key for a journal that already exists. When the key is changed, the new one waits in a second file
until the journal has it, so that at every moment one of the two opens it.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Literal, TypeAlias

from companion.journal import keyring_store, private
from companion.journal.errors import JournalError, told
from companion.journal.passphrase import Ask, Door, is_wrapped, wrapped

KEY_BYTES = 32
SALT_BYTES = 16
"""SQLCipher's salt: the first bytes of the journal's file, and so its name in the keyring wherever it is moved."""

KeyStore: TypeAlias = Literal["auto", "file"]


@dataclass(frozen=True, slots=True)
class Found:
    """A key that may fit; `waiting` when it is the one a journal is being changed to."""

    key: bytes
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Keys:
    """Where keys are looked for: the key file in `folder`, then, for 'auto', the system's keyring.

    `ask` asks for the passphrase when the key file is locked with one.
    """

    folder: Path
    store: KeyStore = "auto"
    ask: Ask | None = None

    @property
    def file(self) -> Path:
        """The key file's path, whether or not it is there."""
        return self.folder / "journal.key"

    @property
    def next_file(self) -> Path:
        """Where a new key waits while the journal is being changed to it."""
        return self.folder / "journal.key.next"

    @property
    def locked(self) -> bool:
        """Whether the key file is locked with a passphrase."""
        return self.file.exists() and is_wrapped(self._text(self.file))

    def find(self, salt: bytes) -> Iterator[Found]:
        """Every key that may open the journal with this salt, the likeliest first."""
        if self.file.exists():
            yield Found(self._read(self.file))
        if self.store == "auto" and not self.file.exists() and (kept := keyring_store.read(salt.hex())):
            yield Found(kept)
        if self.next_file.exists():
            yield Found(self._read(self.next_file), waiting=True)

    def make(self, salt: bytes) -> bytes:
        """A key for a new journal, safely kept; the key file of a start that was killed is used again."""
        if self.file.exists():
            return self._read(self.file)
        key = secrets.token_bytes(KEY_BYTES)
        if self.store == "auto" and keyring_store.write(salt.hex(), key):
            return key
        self._write(self.file, key.hex())
        return key

    def make_next(self, passphrase: str | None) -> bytes:
        """A new key for a journal that has one, kept in `next_file`, locked when there is a `passphrase`."""
        key = secrets.token_bytes(KEY_BYTES)
        self._write(self.next_file, wrapped(key, passphrase) if passphrase else key.hex())
        return key

    def promote(self, salt: bytes, old_salt: bytes | None = None) -> None:
        """The journal with this salt has the key of `next_file`: put it where the old key was, which goes."""
        text = self._text(self.next_file)
        in_keyring = self.store == "auto" and not self.file.exists()
        with told(self.file), ExitStack() as closing:
            if in_keyring and not is_wrapped(text) and keyring_store.write(salt.hex(), bytes.fromhex(text)):
                _shred(self.next_file)
            else:
                old = closing.enter_context(self.file.open("r+b")) if self.file.exists() else None
                self.next_file.replace(self.file)
                private.sync_folder(self.folder)
                if old:
                    _blank(old)
        if in_keyring and old_salt and old_salt != salt:
            keyring_store.remove(old_salt.hex())

    def forget(self, salt: bytes | None) -> None:
        """Forget every key of the journal with this salt."""
        with told(self.file):
            for path in (self.file, self.next_file):
                if path.exists():
                    _shred(path)
        if self.store == "auto" and salt:
            keyring_store.remove(salt.hex())

    def _write(self, path: Path, line: str) -> None:
        with told(path):
            private.make_folder(self.folder)
            private.write_durably(path, line + "\n")

    def _text(self, path: Path) -> str:
        with told(path):
            private.narrow(path)
            return path.read_text(encoding="utf-8", errors="replace").strip()

    def _read(self, path: Path) -> bytes:
        text = self._text(path)
        opened = partial(Door(self.folder / "journal.tries", self.ask).opened, text)
        try:
            key = opened() if is_wrapped(text) else bytes.fromhex(text)
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            raise JournalError(f"The key file {path} holds no key. Nothing was changed. Bring back a copy of it.")
        return key


def _shred(path: Path) -> None:
    """Remove `path`, then write over what it held: killed in between, no file is left that holds no key."""
    with path.open("r+b") as file:
        path.unlink()
        private.sync_folder(path.parent)
        _blank(file)


def _blank(file: BinaryIO) -> None:
    file.write(bytes(os.fstat(file.fileno()).st_size))
    file.flush()
    private.sync(file.fileno())
