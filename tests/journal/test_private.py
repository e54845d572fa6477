"""Nobody but the owner can open the files, and nobody without the key can read them."""

import json
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from subprocess import Popen

import keyring
import pytest
from keyring.core import load_keyring

from companion.conversation.events import Page
from companion.errors import KeyMissingError
from companion.journal import Place, open_journal
from companion.journal.copies import change_key
from companion.journal.forgetting import forget_everything

SECRETS = ("pomegranate", "harvest", "tangerine", "orchard", "Wilhelmina", "Question?")


def modes(folder: Path) -> dict[str, str]:
    """The mode of everything under `folder`, by its name."""
    return {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in folder.rglob("*")}


def everything_in(folder: Path) -> bytes:
    """Every byte of every file under `folder`."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.usefixtures("home")
def test_only_the_owner_may_look_whatever_the_umask(start: Callable[..., Popen[str]], tmp_path: Path) -> None:
    """Folders 0700 and files 0600, also SQLite's own, with an umask of 0."""
    with start("scenes.py", "held") as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert modes(tmp_path / "data") == {
            "companion": "0o700",
            "journal.db": "0o600",
            "journal.db-shm": "0o600",
            "journal.db-wal": "0o600",
            "journal.lock": "0o600",
        }
        assert modes(tmp_path / "config") == {"companion": "0o700", "journal.key": "0o600"}
        assert oct(stat.S_IMODE((tmp_path / "data").stat().st_mode)) == "0o700"
        holder.communicate("")


def test_what_others_could_read_is_narrowed(home: Place) -> None:
    """Folder, journal and key that somebody opened up are closed again at the next start."""
    home.writing().close()
    for path, mode in ((home.data_folder, 0o755), (home.file, 0o644), (home.keys.file, 0o666)):
        path.chmod(mode)
    home.writing().close()
    assert [stat.S_IMODE(path.stat().st_mode) for path in (home.data_folder, home.file, home.keys.file)] == [
        0o700,
        0o600,
        0o600,
    ]


def test_no_answer_is_on_disk_in_plain_text(home: Place, start: Callable[..., Popen[str]], tmp_path: Path) -> None:
    """Not in the journal, its log, a temporary file or the key's folder: while open, after kill -9, after closing."""
    with start("scenes.py", "dies") as dying:
        printed, _ = dying.communicate(timeout=60)
    assert printed == "1\n"
    after_the_kill = everything_in(tmp_path)
    with home.writing() as journal:
        assert journal.pages(1)[0].page.words == "tangerine orchard"
        while_open = everything_in(tmp_path)
    for content in (after_the_kill, while_open, everything_in(tmp_path)):
        for secret in SECRETS:
            assert secret.encode() not in content
            assert secret.encode("utf-16-le") not in content


def test_the_key_is_random_and_kept_apart(home: Place) -> None:
    """256 bits, in the configuration folder, not beside the data."""
    home.writing().close()
    key = home.keys.file.read_text().strip()
    assert len(bytes.fromhex(key)) == 32
    assert key.encode() not in b"".join(path.read_bytes() for path in home.data_folder.iterdir())


@pytest.fixture
def keyring_file(home: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file in which the keyring of the test, a backend of our own, keeps what it is given."""
    kept = home.data_folder.parent.parent / "keyring.json"
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.setenv("PAPER_KEYRING", str(kept))
    before = keyring.get_keyring()
    keyring.set_keyring(load_keyring("paperring.PaperKeyring"))
    yield kept
    keyring.set_keyring(before)


def test_a_keyring_holds_the_key_and_the_journal_can_be_moved(
    home: Place, keyring_file: Path, said: Callable[..., Page], tmp_path: Path
) -> None:
    """The key is filed under the salt the journal begins with, so it is found wherever the journal lies."""
    with open_journal(home.data_folder, home.config_folder) as journal:
        journal.begin("daily", "").keep(said("now", "fine"))
    [name] = json.loads(keyring_file.read_text())
    assert name == f"companion journal/{home.file.read_bytes()[:16].hex()}"
    assert not home.config_folder.exists()
    elsewhere = tmp_path / "elsewhere"
    home.data_folder.rename(elsewhere)
    with open_journal(elsewhere, home.config_folder) as journal:
        assert journal.pages(1)[0].page.words == "fine"


def test_file_never_asks_the_keyring(home: Place, keyring_file: Path) -> None:
    """With 'file' the key goes to the file, and a key in the keyring is not looked at."""
    home.writing().close()
    assert home.keys.file.exists()
    assert not keyring_file.exists()


@pytest.mark.usefixtures("keyring_file")
def test_a_keyring_that_fails_falls_to_the_key_file(home: Place) -> None:
    """No desktop, or a locked keyring: the first start keeps the key in the file; a later one says it is missing."""
    os.environ["PAPER_KEYRING"] = "locked"
    open_journal(home.data_folder, home.config_folder).close()
    assert home.keys.file.exists()
    home.keys.file.unlink()
    with pytest.raises(KeyMissingError):
        open_journal(home.data_folder, home.config_folder)


def test_a_new_key_goes_to_the_keyring_and_the_old_one_leaves_it(home: Place, keyring_file: Path) -> None:
    """A change of the key files the new one under the new salt; a lock moves it to the key file; forgetting ends it."""
    place = Place(home.data_folder, home.config_folder, "auto")
    place.writing().close()
    [(old_name, old_key)] = json.loads(keyring_file.read_text()).items()
    change_key(place)
    [(name, key)] = json.loads(keyring_file.read_text()).items()
    assert (name, key) != (old_name, old_key)
    assert name.endswith(home.file.read_bytes()[:16].hex())
    assert not list(home.config_folder.glob("journal.key*"))
    place.writing().close()

    change_key(place, "seven honest kitchen tables")
    assert json.loads(keyring_file.read_text()) == {}
    assert place.keys.locked
    change_key(replace(place, ask=lambda: "seven honest kitchen tables"))
    place.writing().close()
    assert json.loads(keyring_file.read_text()) == {}, "who chose a key file keeps it"

    home.keys.file.unlink()
    forget_everything(place)
    place.writing().close()
    assert len(json.loads(keyring_file.read_text())) == 1
    forget_everything(place)
    assert json.loads(keyring_file.read_text()) == {}
