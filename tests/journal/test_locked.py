"""A passphrase, asked for unseen: a wrong one changes nothing and makes the next try wait longer."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from companion.conversation.events import Page
from companion.journal import JournalError, LockedError, Place, WrongKeyError
from companion.journal.copies import change_key
from companion.journal.passphrase import Door, wrapped

WORDS = "seven honest kitchen tables"
KEY = bytes(range(32))


@pytest.fixture
def locked(home: Place, said: Callable[..., Page]) -> Place:
    """A journal that is locked with WORDS, and a person who knows them."""
    with home.writing() as journal:
        journal.begin("daily", "").keep(said("now", "fine"))
    change_key(home, WORDS)
    return replace(home, ask=lambda: WORDS)


def test_the_passphrase_opens_the_journal(locked: Place, said: Callable[..., Page]) -> None:
    """For reading and for writing."""
    with locked.writing() as journal:
        journal.resume(1).keep(said("later", "tea"))
    with locked.reading() as journal:
        assert [kept.page.words for kept in journal.pages(1)] == ["fine", "tea"]


def test_the_key_is_nowhere_without_it(locked: Place, tmp_path: Path) -> None:
    """Neither the passphrase nor a key that opens the journal is on disk."""
    on_disk = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert WORDS.encode() not in on_disk
    assert locked.keys.locked
    assert locked.keys.file.read_text().startswith("scrypt-65536-8-2 ")
    [found] = locked.keys.find(locked.file.read_bytes()[:16])
    assert found.key not in on_disk
    assert found.key.hex().encode() not in on_disk


def test_a_wrong_passphrase(locked: Place) -> None:
    """One sentence, nothing changed, and the right one opens it afterwards."""
    before = locked.file.read_bytes(), locked.keys.file.read_bytes()
    with pytest.raises(WrongKeyError) as raised:
        replace(locked, ask=lambda: "another passphrase").writing()
    assert str(raised.value) == "That is not the passphrase of this journal. Nothing was changed. Try again."
    assert (locked.file.read_bytes(), locked.keys.file.read_bytes()) == before


def test_nobody_to_ask(locked: Place) -> None:
    with pytest.raises(LockedError) as raised:
        replace(locked, ask=None).reading()
    assert str(raised.value) == "The journal is locked with a passphrase, and there was no way to ask for it."


def test_the_lock_is_changed_and_taken_off(locked: Place) -> None:
    """The old passphrase opens nothing then; without a lock nobody is asked."""
    change_key(locked, "another passphrase")
    with pytest.raises(WrongKeyError):
        locked.reading()
    (locked.config_folder / "journal.tries").unlink()  # else this test would wait a second
    change_key(replace(locked, ask=lambda: "another passphrase"))
    with replace(locked, ask=None).reading() as journal:
        assert [kept.page.words for kept in journal.pages(1)] == ["fine"]


def test_a_short_passphrase_is_refused(home: Place) -> None:
    home.writing().close()
    key = home.keys.file.read_text()
    with pytest.raises(JournalError, match=r"^A passphrase needs at least 8 characters\. Nothing was changed\.$"):
        change_key(home, "seven77")
    assert home.keys.file.read_text() == key


def test_each_wrong_try_makes_the_next_wait_longer(tmp_path: Path) -> None:
    """Doubling from one second, a minute at most, also over restarts; the right passphrase ends it."""
    waited: list[float] = []
    text = wrapped(KEY, WORDS)

    def attempt(words: str) -> bytes:
        return Door(tmp_path / "tries", lambda: words, waited.append).opened(text)

    for _ in range(3):
        with pytest.raises(WrongKeyError):
            attempt("another passphrase")
    (tmp_path / "tries").write_text("9")
    assert attempt(WORDS) == KEY
    assert attempt(WORDS) == KEY
    assert waited == [1.0, 2.0, 60.0]


def test_the_same_words_from_another_keyboard(tmp_path: Path) -> None:
    """An accent typed as one sign or as two is the same."""
    door = Door(tmp_path / "tries", lambda: "cafe\u0301 au lait")
    assert door.opened(wrapped(KEY, "caf\u00e9 au lait")) == KEY


def test_a_damaged_lock(locked: Place) -> None:
    locked.keys.file.write_text("scrypt-65536-8-2 00")
    with pytest.raises(JournalError, match="holds no key"):
        locked.writing()
