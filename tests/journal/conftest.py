"""A journal of its own for every test, in folders of its own, and real processes to open it from."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

from companion.conversation.events import Page
from companion.journal import Place

HERE = Path(__file__).parent

PAGE_BYTES, SALT_BYTES, IV_BYTES, HMAC_BYTES = 4096, 16, 16, 64
"""SQLCipher 4: the salt begins the file; every page ends with its own IV and signature."""
WAL_HEADER_BYTES, FRAME_HEADER_BYTES = 32, 24


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The default place of a person whose home is the test's folder, here and in processes that are started."""
    (tmp_path / "temp").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path / "data" / "companion"))
    monkeypatch.setenv("COMPANION_CONFIG", str(tmp_path / "config" / "companion"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temp"))
    monkeypatch.setenv("COMPANION_KEY_STORE", "file")
    return Place(tmp_path / "data" / "companion", tmp_path / "config" / "companion", "file")


@pytest.fixture
def start(home: Place) -> Callable[..., "subprocess.Popen[str]"]:
    """Starts a program that lies beside this file, in a process whose output can be read."""
    assert os.environ["COMPANION_DATA"] == str(home.data_folder)

    def started(program: str, *arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, str(HERE / program), *arguments]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    return started


@pytest.fixture
def run(start: Callable[..., "subprocess.Popen[str]"]) -> Callable[..., list[str]]:
    """The lines that such a program prints; it must end well."""

    def ran(program: str, *arguments: str) -> list[str]:
        with start(program, *arguments) as process:
            printed, _ = process.communicate(timeout=60)
        assert process.returncode == 0, printed
        return printed.splitlines()

    return ran


@pytest.fixture
def said() -> Callable[..., Page]:
    """Makes a page: slot, words, stance, and how sure each word was."""

    def page(slot: str, words: str, stance: str | None = None, sure: float = 1.0) -> Page:
        return Page(slot, f"What about {slot}?", words, (sure,) * len(words.split()), stance)  # type: ignore[arg-type]

    return page


def _plain(page: bytes, key: bytes, skipped: int) -> bytes:
    iv = page[-IV_BYTES - HMAC_BYTES : -HMAC_BYTES]
    decryptor = Cipher(AES256(key), CBC(iv)).decryptor()
    return decryptor.update(page[skipped : -IV_BYTES - HMAC_BYTES]) + decryptor.finalize()


@pytest.fixture
def decrypted(home: Place) -> Callable[[], bytes]:
    """Every byte of the journal's file and of its log, decrypted page by page: gaps and deleted things too."""

    def read() -> bytes:
        key = bytes.fromhex(home.keys.file.read_text())
        content = home.file.read_bytes()
        pages = [content[start : start + PAGE_BYTES] for start in range(0, len(content), PAGE_BYTES)]
        log_file = home.file.with_name("journal.db-wal")
        log = log_file.read_bytes()[WAL_HEADER_BYTES:] if log_file.exists() else b""
        step = FRAME_HEADER_BYTES + PAGE_BYTES
        frames = [log[start + FRAME_HEADER_BYTES : start + step] for start in range(0, len(log), step)]
        first = [_plain(pages[0], key, SALT_BYTES)]
        return b"".join(first + [_plain(page, key, 0) for page in pages[1:] + frames])

    return read
