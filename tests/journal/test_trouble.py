"""Whatever disk, file, key or second companion does: one clear sentence, and nothing that was kept is lost."""

import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

import pytest

from companion.conversation.events import Page
from companion.errors import KeyMissingError
from companion.journal import JournalError, JournalInUseError, JournalMovedError, Place, WrongKeyError


def test_a_full_disk_is_told_and_gone_on_from(home: Place, run: Callable[..., list[str]]) -> None:
    """The page that did not fit is refused, all before it are there, and with room again it is kept."""
    [sentence, all_there, kept_after] = run("scenes.py", "full_disk")
    assert sentence == (
        f"DiskError: The disk did not do its work for {home.file}: it may be full, unplugged or failing. "
        "What was kept before is safe. Free some space or look at the disk, then try again."
    )
    assert (all_there, kept_after) == ("True", "True")
    with home.writing() as journal:
        assert journal.damage() == ""


def test_a_disk_too_full_for_a_copy(home: Place, run: Callable[..., list[str]]) -> None:
    """No half backup and no half journal is left, and the key still opens the old one."""
    backup_refused, key_refused, *rest = run("scenes.py", "full_disk_for_copies")
    assert backup_refused.startswith(f"DiskError: The disk did not do its work for {home.data_folder / 'backup'}: ")
    assert key_refused.startswith(f"DiskError: The disk did not do its work for {home.file}: ")
    assert rest == ["['journal.db', 'journal.lock']", "20 pages, damage: ''", "20"]


def test_a_disk_that_is_full_at_the_first_start(home: Place, run: Callable[..., list[str]]) -> None:
    """Nothing is left behind that the next start, with room again, cannot use."""
    [sentence, pages] = run("scenes.py", "full_disk_at_first_start")
    assert sentence.startswith(f"DiskError: The disk did not do its work for {home.file}")
    assert pages == "1"


@pytest.mark.usefixtures("home")
def test_a_read_only_folder(run: Callable[..., list[str]]) -> None:
    """The sentence names the file and says that what was kept is safe; it can still be read."""
    assert run("scenes.py", "read_only") == [
        (
            "JournalError: FOLDER/journal.db cannot be written: the disk or the folder is read-only, "
            "or belongs to someone else. What was kept before is safe. Make it writable, then try again."
        ),
        "fine",
    ]


@pytest.mark.parametrize("name", ["journal.db", "journal.db-wal"])
def test_a_file_that_is_removed_while_it_is_open(
    home: Place, said: Callable[..., Page], name: str, tmp_path: Path
) -> None:
    """Writing to a removed file raises nothing by itself: the page is refused, and kept once the file is back."""
    with home.writing() as journal:
        check_in = journal.begin("alliance", "")
        check_in.keep(said("goals.closed", "yes"))
        away = (home.data_folder / name).rename(tmp_path / "away")
        with pytest.raises(JournalMovedError) as raised:
            check_in.keep(said("goals.open", "rest"))
        assert str(raised.value) == (
            f"The journal {home.file} was moved or removed while it was open, so this was not kept. "
            "Put it back where it was, or start again."
        )
        away.rename(home.data_folder / name)
        check_in.keep(said("goals.open", "rest"))
    with home.writing() as journal:
        assert [kept.page.words for kept in journal.pages(1)] == ["yes", "rest"]


def test_a_journal_without_its_key_gets_no_new_one(home: Place, said: Callable[..., Page]) -> None:
    """The sentence says where the key was looked for, and the journal stays as it was."""
    with home.writing() as journal:
        journal.begin("daily", "").keep(said("now", "fine"))
    before = home.file.read_bytes()
    key = home.keys.file.read_text()
    home.keys.file.unlink()
    with pytest.raises(KeyMissingError) as raised:
        home.writing()
    assert str(raised.value) == (
        f"The journal {home.file} is there, but its key is not: neither in {home.keys.file} nor in the system's "
        "keyring. Nothing was changed. Unlock the keyring, bring the key back, or restore both from a backup."
    )
    assert not home.keys.file.exists()
    assert home.file.read_bytes() == before
    home.keys.file.write_text(key)
    with home.writing() as journal:
        assert journal.pages(1)[0].page.words == "fine"


def test_a_wrong_key_does_no_damage(home: Place, said: Callable[..., Page]) -> None:
    """The journal does not open and does not change; its own key still opens it."""
    with home.writing() as journal:
        journal.begin("daily", "").keep(said("now", "fine"))
    before = home.file.read_bytes()
    key = home.keys.file.read_text()
    home.keys.file.write_text("00" * 32)
    for opening in (home.writing, home.reading):
        with pytest.raises(WrongKeyError) as raised:
            opening()
        assert str(raised.value) == (
            f"The journal {home.file} does not open with this key, or it is damaged. "
            "Nothing was changed. Bring the key that belongs to it, or restore a backup."
        )
    assert home.file.read_bytes() == before
    home.keys.file.write_text(key)
    with home.writing() as journal:
        assert journal.damage() == ""


@pytest.mark.parametrize("text", ["", "no key", "ab" * 31, "\N{SNOWMAN}" * 32])
def test_a_key_file_that_holds_no_key(home: Place, text: str) -> None:
    """Never overwritten: it may be what is left of the key."""
    home.writing().close()
    home.keys.file.write_text(text)
    with pytest.raises(JournalError) as raised:
        home.writing()
    assert str(raised.value) == (
        f"The key file {home.keys.file} holds no key. Nothing was changed. Bring back a copy of it."
    )
    assert home.keys.file.read_text() == text


@pytest.mark.parametrize("content", [b"dear diary", b"SQLite format 3\0" + bytes(4080)])
def test_a_file_that_is_no_journal(home: Place, content: bytes) -> None:
    """It is left alone."""
    home.writing().close()
    home.file.write_bytes(content)
    with pytest.raises(JournalError) as raised:
        home.writing()
    assert str(raised.value) == (
        f"{home.file} is not a journal of the companion. Nothing was changed. Move it elsewhere."
    )
    assert home.file.read_bytes() == content


def test_a_damaged_journal(home: Place, said: Callable[..., Page]) -> None:
    """A page of the file that was overwritten is noticed, never shown as an answer."""
    with home.writing() as journal:
        check_in = journal.begin("daily", "")
        for number in range(30):
            check_in.keep(said(f"slot.{number}", "word " * 500))
    content = bytearray(home.file.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = bytes(4096)
    home.file.write_bytes(content)
    with home.writing() as journal, pytest.raises(JournalError, match="damaged"):
        journal.pages(1)
    assert home.file.read_bytes() == content


def test_two_companions_at_once(home: Place, said: Callable[..., Page], start: Callable[..., Popen[str]]) -> None:
    """The second is told so at once; reading goes on meanwhile; a kill lets go of the lock."""
    with start("scenes.py", "held") as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(JournalInUseError) as raised:
            home.writing()
        assert str(raised.value) == (
            "Another companion is using this journal right now. Finish there first, then start again."
        )
        with home.reading() as journal:
            assert [kept.page.words for kept in journal.pages(1)] == ["pomegranate harvest"]
        other.kill()
        other.wait()
        with home.writing() as journal:
            journal.resume(1).keep(said("goals.closed", "yes"))
            assert len(journal.pages(1)) == 2


def test_no_sentence_repeats_what_was_said(home: Place, said: Callable[..., Page]) -> None:
    """Errors name files, never answers, all the way down their causes."""
    with home.writing() as journal:
        check_in = journal.begin("daily", "tangerine")
        check_in.keep(said("now", "fine"))
        shutil.rmtree(home.data_folder)
        with pytest.raises(JournalError) as raised:
            check_in.keep(said("tangerine", "tangerine"))
    error: BaseException | None = raised.value
    while error is not None:
        assert "tangerine" not in f"{error!r} {vars(error)}"
        error = error.__cause__ or error.__context__
