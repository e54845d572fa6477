"""The commands that change a journal: they ask first, say what they did, and never need an answer as an argument."""

import json
import stat
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from companion.cli_journal import journal
from companion.conversation.events import Page
from companion.journal import JournalError, Place

WORDS = "seven honest kitchen tables"
DONE = "Exports and backups you made are yours and are not touched."


def printed(*arguments: str, typed: str | None = None) -> list[str]:
    """The lines the command prints when this is typed; whatever it raises is raised here."""
    result = CliRunner().invoke(journal, arguments, input=typed, catch_exceptions=False)
    assert result.exit_code == 0 or "Aborted!" in result.output, result.output
    return result.output.splitlines()


@pytest.fixture
def told(home: Place, said: Callable[..., Page]) -> Place:
    """Two check-ins with two answers each."""
    with home.writing() as book:
        for connection in ("Anna", "Ben"):
            check_in = book.begin("alliance", connection)
            check_in.keep(said("goals.closed", "no", "no", sure=0.5))
            check_in.keep(said("goals.open", f"worries about {connection}"))
            check_in.finish()
    return home


def left(place: Place) -> list[tuple[int, list[str]]]:
    """The check-ins that are there, and their words."""
    with place.reading() as book:
        return [(entry.id, [kept.page.words for kept in book.pages(entry.id)]) for entry in book.check_ins()]


@pytest.mark.usefixtures("told")
def test_searching() -> None:
    """The words may be given or, better, typed when they are asked for."""
    found = printed("search", "anna")
    assert found[0] == "1 answer found."
    assert found[1].startswith("Check-in 1, ")
    assert found[2:] == ["Question: What about goals.open?", "You said: worries about Anna"]
    assert printed("search", typed="worry\n")[1] == "2 answers found."
    assert printed("search", "harvest") == ["0 answers found."]


def test_forgetting_the_last_answer(told: Place) -> None:
    """It is shown, asked about, and gone after a yes; a no changes nothing."""
    assert printed("forget", "answer", typed="n\n")[-1] == "Aborted!"
    assert left(told)[1] == (2, ["no", "worries about Ben"])
    assert printed("forget", "answer", typed="y\n") == [
        "Question: What about goals.open?",
        "You said: worries about Ben",
        "Forget this answer? This cannot be undone. [y/N]: y",
        f"Forgotten. {DONE}",
    ]
    assert left(told) == [(1, ["no", "worries about Anna"]), (2, ["no"])]


def test_forgetting_a_certain_answer(told: Place) -> None:
    """By the numbers that 'list' and 'show' give."""
    assert printed("forget", "answer", "1", "1", "--yes")[1:] == ["You said: no (not sure)", f"Forgotten. {DONE}"]
    assert left(told)[0] == (1, ["worries about Anna"])
    with pytest.raises(JournalError, match=r"^Check-in 1 has 1 answer\. Nothing was changed\.$"):
        printed("forget", "answer", "1", "2", "--yes")
    with pytest.raises(JournalError, match=r"^There is no check-in 9\. 'companion journal list' names them all\.$"):
        printed("forget", "answer", "9", "--yes")


def test_forgetting_a_check_in(told: Place) -> None:
    asked = printed("forget", "check-in", "1", typed="y\n")
    assert asked[0].startswith("Forget Check-in 1, ")
    assert asked[0].endswith("about Anna, with 2 answers? This cannot be undone. [y/N]: y")
    assert asked[1] == f"Forgotten. {DONE}"
    assert [number for number, _ in left(told)] == [2]


def test_forgetting_a_connection(told: Place) -> None:
    """The name can be typed when it is asked for."""
    assert printed("forget", "connection", typed="ANNA\ny\n") == [
        "About whom: ANNA",
        "Forget 1 check-in about that connection? This cannot be undone. [y/N]: y",
        f"Forgotten. {DONE}",
    ]
    assert [number for number, _ in left(told)] == [2]
    with pytest.raises(JournalError, match=r"^There is no check-in about that connection\."):
        printed("forget", "connection", "Anna", "--yes")


def test_forgetting_everything(told: Place) -> None:
    assert printed("forget", "everything", typed="y\n")[-1] == f"Everything is forgotten. {DONE}"
    assert not told.file.exists()
    assert not told.keys.file.exists()
    assert printed("list") == ["Nothing has been kept yet."]


def test_nothing_to_forget(home: Place) -> None:
    with pytest.raises(JournalError, match=r"^There is no check-in\."):
        printed("forget", "answer", "--yes")
    assert left(home) == []


def test_correcting(told: Place) -> None:
    """What was heard is shown, the new words and what they meant are asked for."""
    assert printed("correct", "1", "1", typed="yes we are\nyes\n") == [
        "Question: What about goals.closed?",
        "You said: no (not sure)",
        "What you really said: yes we are",
        "Was that (yes, no, unclear) [no]: yes",
        "Corrected. The old words are gone.",
    ]
    with told.reading() as book:
        assert book.pages(1)[0].page == Page("goals.closed", "What about goals.closed?", "yes we are", (), "yes")
    assert printed("correct", typed="tea\n")[2:] == ["What you really said: tea", "Corrected. The old words are gone."]


@pytest.mark.usefixtures("told")
def test_how_long_check_ins_are_kept() -> None:
    assert printed("keep-for") == ["Check-ins are kept until you forget them."]
    lasting = (
        "Check-ins are kept for 90 days, counted back from the latest one that is a day old. "
        "Older ones go at the next start."
    )
    assert printed("keep-for", "90") == printed("keep-for") == [lasting]
    assert printed("keep-for", "forever") == ["Check-ins are kept until you forget them."]
    with pytest.raises(click.BadParameter):
        CliRunner().invoke(journal, ["keep-for", "soon"], standalone_mode=False, catch_exceptions=False)


def test_export_and_import(told: Place, tmp_path: Path) -> None:
    """What was exported comes back after everything was forgotten."""
    before, target = left(told), tmp_path / "export.jsonl"
    printed("export", "--to", str(target))
    printed("forget", "everything", "--yes")
    assert printed("import", str(target)) == ["Imported 2 check-ins; 0 were here already. All are numbered anew."]
    assert left(told) == before
    assert printed("import", str(target)) == ["Imported 0 check-ins; 2 were here already. All are numbered anew."]


def test_backup_and_restore(told: Place, tmp_path: Path) -> None:
    """The passphrase is typed twice, unseen, for the backup, and once to restore it."""
    before, target = left(told), tmp_path / "backup"
    typed = printed("backup", str(target), typed=f"{WORDS}\n{WORDS}\n")
    assert typed == [
        "New passphrase: ",
        "The same again: ",
        f"The backup is in {target}. Without its passphrase nobody can open it, nor can we.",
    ]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    printed("forget", "answer", "--yes")
    assert printed("restore", "--replace", str(target), typed=f"y\n{WORDS}\n") == [
        "Put the backup in the place of the journal that is here? This cannot be undone. [y/N]: y",
        "Passphrase: ",
        "Restored. It is not locked with a passphrase; 'companion journal lock' does that.",
    ]
    assert left(told) == before


def test_locking_and_unlocking(told: Place) -> None:
    """Locked, every command asks; a new key keeps the lock; unlocked, none asks."""
    before = left(told)
    assert printed("lock", typed=f"{WORDS}\n{WORDS}\n")[-1] == (
        "The journal is locked. The passphrase is asked for at every start."
    )
    assert printed("list", typed=f"{WORDS}\n")[0] == "Passphrase: "
    assert printed("rekey", typed=f"{WORDS}\n{WORDS}\n{WORDS}\n")[-1] == (
        "The journal has a new key. What the old one opened is gone."
    )
    assert printed("unlock", typed=f"{WORDS}\n")[-1] == "The journal opens without a passphrase now."
    assert left(told) == before


def test_a_new_key_without_a_lock(told: Place) -> None:
    key = told.keys.file.read_text()
    assert printed("rekey") == ["The journal has a new key. What the old one opened is gone."]
    assert told.keys.file.read_text() != key


def test_several_people(home: Place, said: Callable[..., Page], tmp_path: Path) -> None:
    """Each has a journal and a key of their own; no name of theirs is on the disk, not even a folder's."""
    for name in ("Wilhelmina", "Ben"):
        with home.of(name).writing() as book:
            book.begin("daily", name).keep(said("now", f"this is {name}"))
    assert "about Ben" in printed("--person", " ben", "list")[0]
    assert [json.loads(line)["words"] for line in printed("--person", "wilhelmina", "export")] == ["this is Wilhelmina"]
    assert printed("list") == printed("--person", "Anna", "list") == ["Nothing has been kept yet."]
    assert home.of("Ben").keys.file.read_text() != home.of("Wilhelmina").keys.file.read_text()
    names = " ".join(str(path.relative_to(tmp_path)).lower() for path in tmp_path.rglob("*"))
    contents = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert "ben" not in names
    assert "wilhelmina" not in names
    assert b"ilhelmina" not in contents


def test_each_device_draws_other_folders(home: Place, tmp_path: Path) -> None:
    """A folder's name alone does not give away whose it is, and is the same every time."""
    elsewhere = Place(home.data_folder, tmp_path / "elsewhere")
    assert home.of("Ben") == home.of("BEN ")
    assert home.of("Ben").data_folder != elsewhere.of("Ben").data_folder
    assert stat.S_IMODE((home.config_folder / "people").stat().st_mode) == 0o600
