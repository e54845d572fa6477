"""A journal can be taken to another device, brought back, and given another key; nothing half-done is ever left."""

from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

import pytest

from companion.conversation.events import Page
from companion.journal import JournalError, JournalInUseError, Place, WrongKeyError, export
from companion.journal.copies import back_up, change_key, restore
from companion.journal.importing import bring, read_lines

WORDS = "a key for the backup"


@pytest.fixture
def told(home: Place, said: Callable[..., Page]) -> Place:
    """A finished check-in and an unfinished one."""
    with home.writing() as journal:
        check_in = journal.begin("alliance", "Anna")
        check_in.keep(said("goals.closed", "yes", "yes", sure=0.9))
        check_in.keep(Page("goals.open", "What do\u2028you want?", 'rest "and"\u2028tea', (), None, "check"))
        check_in.finish()
        journal.begin("daily", "").keep(said("now", "pomegranate"))
    return home


@pytest.fixture
def other(tmp_path: Path) -> Place:
    """Another device."""
    return Place(tmp_path / "other" / "data", tmp_path / "other" / "config", "file")


def exported(place: Place) -> str:
    """Everything that is in the journal there."""
    with place.reading() as journal:
        return export.as_jsonl(export.everything(journal))


def test_an_export_comes_back_whole(told: Place, other: Place) -> None:
    """Imported into an empty journal, the same is exported again."""
    with other.writing() as journal:
        assert bring(journal, read_lines(exported(told))) == (2, 0)
        assert [kept.page.slot for kept in journal.search("pomegranate")] == ["now"]
        assert journal.damage() == ""
    assert exported(other) == exported(told)


def test_importing_twice_brings_nothing_new(told: Place) -> None:
    before = exported(told)
    with told.writing() as journal:
        assert bring(journal, read_lines(before)) == (0, 2)
    assert exported(told) == before


def test_what_is_imported_stands_in_the_order_of_time(told: Place, other: Place, said: Callable[..., Page]) -> None:
    """Older check-ins come before those of the journal, whose newest is still the one to go on with."""
    with other.writing() as journal:
        journal.begin("daily", "Ben").keep(said("now", "tangerine"))
        assert bring(journal, read_lines(exported(told))) == (2, 0)
        assert [(entry.id, entry.kind, entry.connection) for entry in journal.check_ins()] == [
            (1, "alliance", "Anna"),
            (2, "daily", ""),
            (3, "daily", "Ben"),
        ]
        assert [kept.page.words for kept in journal.pages(3)] == ["tangerine"]
        assert [kept.check_in_id for kept in journal.search("tangerine")] == [3]
        journal.begin("daily", "next").keep(said("now", "fine"))
        assert journal.check_ins()[-1].id == 4
        assert journal.damage() == ""


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("pomegranate", "the line: Invalid JSON: expected value at line 1 column 1"),
        ("{}", "check_in: Field required"),
        ("WRONG_STANCE", "stance: Input should be 'yes', 'no' or 'unclear'"),
        ("WRONG_VERSION", "version: Input should be 1"),
        ("EXTRA", "secret: Extra inputs are not permitted"),
    ],
)
def test_a_file_that_is_no_export(told: Place, line: str, complaint: str) -> None:
    """The sentence names the line and the field, never the words; nothing is imported."""
    good = exported(told).split("\n")[0]
    line = {
        "WRONG_STANCE": good.replace('"stance":"yes"', '"stance":"pomegranate"'),
        "WRONG_VERSION": good.replace('"version":1', '"version":2'),
        "EXTRA": good.replace("{", '{"secret":"pomegranate",'),
    }.get(line, line)
    with pytest.raises(JournalError) as raised:
        read_lines(f"{good}\n{line}\n")
    assert str(raised.value) == f"Line 2 is not a page: {complaint}. Nothing was imported."


def test_a_backup_is_made_while_a_check_in_is_held(
    home: Place, other: Place, start: Callable[..., Popen[str]], tmp_path: Path
) -> None:
    """Its passphrase opens it on another device; nobody else reads a word of it; the check-in goes on."""
    target = tmp_path / "backup"
    with start("scenes.py", "held") as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        back_up(home, target, WORDS)
        holder.communicate("")
    content = target.read_bytes()
    assert target.stat().st_mode & 0o777 == 0o600
    assert b"pomegranate" not in content
    assert bytes.fromhex(home.keys.file.read_text()) not in content
    restore(other, target, WORDS)
    assert exported(other) == exported(home)
    with other.writing() as journal:
        assert journal.damage() == ""
        assert len(journal.search("pomegranate")) == 1
    assert other.keys.file.read_text() != home.keys.file.read_text()


def test_what_a_backup_refuses(told: Place, other: Place, tmp_path: Path) -> None:
    """A short passphrase, a file that is there, a journal that is not; each leaves nothing behind."""
    target = tmp_path / "backup"
    with pytest.raises(JournalError, match=r"^A passphrase needs at least 8 characters\. Nothing was changed\.$"):
        back_up(told, target, "short")
    with pytest.raises(JournalError, match=r"^Nothing has been kept yet, so there is no journal to work on\.$"):
        back_up(other, target, WORDS)
    assert not target.exists()
    target.write_text("mine")
    with pytest.raises(JournalError, match=r"was there already and is unchanged\. Choose another name\.$"):
        back_up(told, target, WORDS)
    assert target.read_text() == "mine"


def test_what_a_restore_refuses(told: Place, other: Place, tmp_path: Path) -> None:
    """A wrong passphrase, a file that is no backup or is not there, a journal in the way: all stays as it was."""
    target = tmp_path / "backup"
    back_up(told, target, WORDS)
    for source, passphrase in ((target, "another passphrase"), (told.file, WORDS)):
        with pytest.raises(WrongKeyError) as raised:
            restore(other, source, passphrase)
        assert str(raised.value) == f"That passphrase does not open {source}, or it is no backup. Try again."
    with pytest.raises(JournalError, match=r"nowhere cannot be used: No such file or directory\.$"):
        restore(other, tmp_path / "nowhere", WORDS)
    assert not other.file.exists()
    assert not (tmp_path / "nowhere").exists()
    before = exported(told)
    with pytest.raises(JournalError) as raised_too:
        restore(told, target, WORDS)
    assert str(raised_too.value) == f"There is a journal already in {told.data_folder}. It is unchanged."
    assert exported(told) == before


def test_a_damaged_backup_is_not_restored(told: Place, other: Place, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    back_up(told, target, WORDS)
    content = bytearray(target.read_bytes())
    content[-4096:] = bytes(4096)
    target.write_bytes(content)
    with pytest.raises(JournalError, match="damaged"):
        restore(other, target, WORDS)
    assert not other.file.exists()


@pytest.mark.parametrize("lost", ["nothing", "key", "journal"])
def test_a_restored_journal_takes_the_place_of_another(
    told: Place, tmp_path: Path, said: Callable[..., Page], lost: str
) -> None:
    """Also of one that does not open any more, whatever its log still held."""
    target = tmp_path / "backup"
    back_up(told, target, WORDS)
    before = exported(told)
    with told.writing() as journal:
        journal.begin("daily", "later").keep(said("now", "tangerine"))
        log = told.file.with_name("journal.db-wal").read_bytes()
    if lost != "nothing":
        told.file.with_name("journal.db-wal").write_bytes(log)  # as a kill would have left it
    if lost == "key":
        told.keys.file.unlink()
    if lost == "journal":
        told.file.write_bytes(bytes(4096))
    restore(told, target, WORDS, replace=True)
    assert exported(told) == before
    with told.writing() as journal:
        assert journal.damage() == ""


def test_a_new_key(told: Place, said: Callable[..., Page]) -> None:
    """The old key opens nothing any more, and what was kept is there."""
    before, old_key, old_file = exported(told), told.keys.file.read_text(), told.file.read_bytes()
    change_key(told)
    assert told.keys.file.read_text() != old_key
    assert told.file.read_bytes()[:16] != old_file[:16]
    assert exported(told) == before
    with told.writing() as journal:
        journal.resume(2).keep(said("later", "tangerine"))
    told.keys.file.write_text(old_key)
    with pytest.raises(WrongKeyError):
        told.reading()


def test_a_key_is_not_changed_under_somebody(told: Place, start: Callable[..., Popen[str]]) -> None:
    """Neither under a check-in nor under a reader: the journal, and its key, stay as they are."""
    key = told.keys.file.read_text()
    with start("scenes.py", "held") as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(JournalInUseError, match=r"^Another companion is using this journal"):
            change_key(told)
        holder.communicate("")
    before = exported(told)
    with told.reading(), pytest.raises(JournalInUseError) as raised:
        change_key(told)
    assert str(raised.value) == (
        f"The journal {told.file} is in use by another program. Close that one, then try again."
    )
    assert told.keys.file.read_text() == key
    assert exported(told) == before
