"""What is taken back is gone: from what is shown, from what is found, and from every byte of the decrypted file."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from subprocess import Popen

import pytest

from companion.conversation.events import Page
from companion.journal import JournalError, JournalInUseError, Place
from companion.journal.forgetting import (
    about,
    correct,
    forget_check_ins,
    forget_everything,
    forget_page,
    retention_days,
    set_retention,
)

LONG = " ".join(f"pomegranate{number}" for number in range(900))


@pytest.fixture
def told(home: Place, said: Callable[..., Page]) -> Place:
    """Two check-ins with two answers each; one answer is longer than a database page."""
    with home.writing() as journal:
        for connection, pages in (
            ("Wilhelmina", (said("goals.closed", "tangerine"), said("goals.open", LONG))),
            ("Anna", (said("goals.closed", "orchard"), said("goals.open", "harvest"))),
        ):
            check_in = journal.begin("alliance", connection)
            for page in pages:
                check_in.keep(page)
            check_in.finish()
    return home


def test_a_forgotten_answer_is_gone(told: Place, decrypted: Callable[[], bytes]) -> None:
    """Also while the journal is still open, and from the index."""
    assert b"pomegranate7 " in decrypted()
    with told.writing() as journal:
        assert not forget_page(journal, 1, "goals.open")
        assert b"pomegranate" not in decrypted()
        assert journal.search("pomegranate7") == []
        assert [kept.page.words for kept in journal.pages(1)] == ["tangerine"]
    left = decrypted()
    assert b"pomegranate" not in left
    for word in (b"tangerine", b"orchard", b"harvest"):
        assert word in left


def test_a_check_in_goes_with_its_last_answer(told: Place, decrypted: Callable[[], bytes]) -> None:
    """Nothing is left that would be listed, not even the connection's name."""
    with told.writing() as journal:
        assert not forget_page(journal, 2, "goals.closed")
        assert forget_page(journal, 2, "goals.open")
        assert [entry.connection for entry in journal.check_ins()] == ["Wilhelmina"]
    for word in (b"Anna", b"anna", b"orchard", b"harvest"):
        assert word not in decrypted()


def test_a_forgotten_check_in_is_gone(told: Place, decrypted: Callable[[], bytes]) -> None:
    """Its answers, its connection and its place in the index; the other one is whole."""
    with told.writing() as journal:
        forget_check_ins(journal, [1])
        assert [entry.id for entry in journal.check_ins()] == [2]
    for word in (b"pomegranate", b"tangerine", b"Wilhelmina", b"wilhelmina"):
        assert word not in decrypted()
    assert b"orchard" in decrypted()


def test_a_connection_is_forgotten_however_it_is_written(told: Place) -> None:
    with told.writing() as journal:
        assert about(journal, " WILHELMINA ") == [1]
        assert about(journal, "Ben") == []
        journal.begin("alliance", "your sister").keep(Page("now", "q", "fine"))
        assert about(journal, "My sister") == about(journal, "your sister") == [3]


def test_the_answer_that_named_the_connection_takes_the_name_with_it(
    home: Place, said: Callable[..., Page], decrypted: Callable[[], bytes]
) -> None:
    with home.writing() as journal:
        check_in = journal.begin("alliance", "Wilhelmina")
        check_in.keep(said("connection", "my neighbour wilhelmina"))
        check_in.keep(said("goals.closed", "yes"))
        check_in.forget("connection")
        assert journal.check_ins()[0].connection == ""
    assert b"ilhelmina" not in decrypted()


def test_forgetting_while_a_check_in_is_held(
    home: Place, said: Callable[..., Page], decrypted: Callable[[], bytes]
) -> None:
    """The last answer can be taken back, and the check-in goes on, also when it was the only one."""
    with home.writing() as journal:
        check_in = journal.begin("alliance", "Anna")
        check_in.forget("goals.closed")
        check_in.keep(said("goals.closed", "tangerine"))
        check_in.forget("goals.closed")
        assert journal.check_ins() == []
        assert b"tangerine" not in decrypted()
        check_in.keep(said("goals.closed", "yes"))
        check_in.forget("never.kept")
        assert [(entry.connection, entry.page_count) for entry in journal.check_ins()] == [("Anna", 1)]


def test_an_answer_given_again_takes_the_old_words_with_it(
    home: Place, said: Callable[..., Page], decrypted: Callable[[], bytes]
) -> None:
    """At once, while the journal is still open: from the file, from the index and from the log."""
    with home.writing() as journal:
        check_in = journal.begin("alliance", "")
        for words in ("pomegranate", LONG, "tangerine"):
            check_in.keep(said("goals.open", words))
        assert b"pomegranate" not in decrypted()
        assert journal.search("pomegranate") == []
    assert b"pomegranate" not in decrypted()
    assert b"tangerine" in decrypted()


def test_a_corrected_answer_is_gone(home: Place, said: Callable[..., Page], decrypted: Callable[[], bytes]) -> None:
    """Correcting puts sure words in the place of misheard ones; nothing of the old ones is left."""
    with home.writing() as journal:
        journal.begin("alliance", "").keep(said("goals.closed", "pomegranate", "no", sure=0.3))
        correct(journal, 1, "goals.closed", "tangerine", "yes")
        assert journal.pages(1)[0].page == Page("goals.closed", "What about goals.closed?", "tangerine", (), "yes")
        assert b"pomegranate" not in decrypted()
        assert [kept.page.words for kept in journal.search("tangerine")] == ["tangerine"]
        assert journal.search("pomegranate") == []


def test_everything(told: Place, tmp_path: Path) -> None:
    """No journal, no key; the next start begins anew with another key."""
    key = told.keys.file.read_text()
    forget_everything(told)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["journal.lock"]
    with told.writing() as journal:
        assert journal.is_first()
    assert told.keys.file.read_text() != key


def test_everything_can_be_forgotten_without_the_key(told: Place) -> None:
    told.keys.file.unlink()
    forget_everything(told)
    with told.writing() as journal:
        assert journal.is_first()


def test_nothing_is_forgotten_under_a_running_check_in(told: Place, start: Callable[..., Popen[str]]) -> None:
    """The one that is held goes first."""
    with start("scenes.py", "held") as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(JournalInUseError, match=r"^Another companion is using this journal right now"):
            forget_everything(told)
        other.communicate("")
    with told.reading() as journal:
        assert len(journal.check_ins()) == 3


def test_check_ins_are_kept_as_long_as_is_wanted(
    home: Place, said: Callable[..., Page], decrypted: Callable[[], bytes]
) -> None:
    """For ever by default; with a number of days, older ones go at the next start."""
    day = datetime(2026, 3, 2, tzinfo=UTC)
    for ago, words in ((32, "pomegranate"), (30, "tangerine"), (1, "orchard")):
        then = day - timedelta(days=ago)
        with home.writing(now=partial(max, then, then)) as journal:
            journal.begin("daily", "").keep(said("now", words))
    with home.writing(now=lambda: day) as journal:
        assert retention_days(journal) is None
        assert len(journal.check_ins()) == 3
        set_retention(journal, 30)
    with home.writing(now=lambda: day) as journal:
        assert [kept.page.words for entry in journal.check_ins() for kept in journal.pages(entry.id)] == [
            "tangerine",
            "orchard",
        ]
        assert b"pomegranate" not in decrypted()
        with pytest.raises(JournalError, match=r"^The shortest time to keep check-ins is 1 day"):
            set_retention(journal, 0)
        assert retention_days(journal) == 30
        set_retention(journal, None)
        assert retention_days(journal) is None


def test_a_clock_that_was_set_far_forward_takes_nothing(home: Place, said: Callable[..., Page]) -> None:
    """Nor does a check-in held by it, for a day; what is really old goes, by the check-ins that came after it."""
    day = datetime(2026, 3, 2, tzinfo=UTC)
    later = day + timedelta(days=3_650)

    def starts_at(moment: datetime, words: str = "") -> list[str]:
        with home.writing(now=lambda: moment) as journal:
            if words:
                journal.begin("daily", "").keep(said("now", words))
            return [kept.page.words for entry in journal.check_ins() for kept in journal.pages(entry.id)]

    starts_at(day, "pomegranate")
    with home.writing(now=lambda: day) as journal:
        set_retention(journal, 30)
    assert starts_at(later) == ["pomegranate"]
    assert starts_at(later, "tangerine") == ["pomegranate", "tangerine"]
    assert starts_at(later + timedelta(hours=23)) == ["pomegranate", "tangerine"]
    assert starts_at(day + timedelta(days=40), "orchard") == ["pomegranate", "tangerine", "orchard"]
    assert starts_at(day + timedelta(days=41)) == ["tangerine", "orchard"]
