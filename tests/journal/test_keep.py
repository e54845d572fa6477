"""Pages are kept, replaced, gone on with and read back as they were."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from companion.conversation.events import Page
from companion.journal import JournalError, Place

OPEN = Page("goals.open", "What do you both want?", "more time together", (0.9, 0.123456789, 1.0), None, "check")


def test_a_page_comes_back_as_it_was_kept(home: Place) -> None:
    """Every field of a page survives closing and opening."""
    with home.writing() as journal:
        journal.begin("alliance", "my sister").keep(OPEN)
    with home.writing() as journal:
        [kept] = journal.pages(1)
        [entry] = journal.check_ins()
    assert kept.page == OPEN
    assert (entry.id, entry.kind, entry.connection, entry.finished, entry.page_count) == (
        1,
        "alliance",
        "my sister",
        False,
        1,
    )
    assert entry.started_at.tzinfo is not None
    assert entry.started_at <= kept.kept_at


def test_a_check_in_without_a_page_leaves_no_trace(home: Place) -> None:
    """Somebody who sat down and left again is not in the list, and is still there for the first time."""
    with home.writing() as journal:
        journal.begin("daily", "").finish()
        assert journal.check_ins() == []
        assert journal.is_first()
        assert journal.unfinished() is None


def test_a_second_answer_takes_the_place_of_the_first(home: Place, said: Callable[..., Page]) -> None:
    """The page of the same slot is replaced, and keeps its place in the order."""
    with home.writing() as journal:
        check_in = journal.begin("alliance", "")
        for page in (said("goals.closed", "no", "no"), said("goals.open", "rest"), said("goals.closed", "yes", "yes")):
            check_in.keep(page)
        assert [kept.page for kept in journal.pages(1)] == [
            said("goals.closed", "yes", "yes"),
            said("goals.open", "rest"),
        ]


def test_the_connection_may_be_named_before_or_after_the_first_page(home: Place, said: Callable[..., Page]) -> None:
    """Naming the connection is on disk at once when the check-in is."""
    with home.writing() as journal:
        first = journal.begin("alliance", "")
        first.connection = "Anna"
        first.keep(said("goals.closed", "yes"))
        second = journal.begin("alliance", "")
        second.keep(said("connection", "ben"))
        second.connection = "Ben"
        assert [entry.connection for entry in journal.check_ins()] == ["Anna", "Ben"]
        assert second.connection == "Ben"


def test_an_unfinished_check_in_is_gone_on_with(home: Place, said: Callable[..., Page]) -> None:
    """What was stopped is offered, resumed under its number, and offered no more once finished."""
    with home.writing() as journal:
        journal.begin("alliance", "Anna").keep(said("goals.closed", "yes"))
    with home.writing() as journal:
        offered = journal.unfinished()
        assert offered is not None
        check_in = journal.resume(offered.id)
        assert check_in.connection == "Anna"
        check_in.keep(said("goals.open", "rest"))
        check_in.finish()
        assert journal.unfinished() is None
        assert [(entry.id, entry.page_count) for entry in journal.check_ins()] == [(1, 2)]
        with pytest.raises(JournalError, match=r"^There is no unfinished check-in 1\. Begin a new one\.$"):
            journal.resume(1)


def test_an_old_unfinished_check_in_is_not_offered_for_ever(home: Place, said: Callable[..., Page]) -> None:
    """Only the newest check-in is offered: whoever began another has left the old one."""
    with home.writing() as journal:
        journal.begin("alliance", "Anna").keep(said("goals.closed", "yes"))
        second = journal.begin("daily", "")
        second.keep(said("now", "fine"))
        second.finish()
        assert journal.unfinished() is None


def test_the_next_check_in_remembers_the_repair_of_the_last(home: Place, said: Callable[..., Page]) -> None:
    """Area by area, about the same connection however it is written, of finished check-ins only."""
    closed, one, two = (
        said("trust.closed", "no", "no"),
        said("trust.repair.1", "the move", sure=0.5),
        said("trust.repair.2", "tell her"),
    )
    with home.writing() as journal:
        for connection, pages, finished in (
            ("My Sister", (said("goals.closed", "yes", "yes"), closed, one, two), True),
            ("Anna", (said("goals.repair.1", "rest"),), True),
            ("my sister", (said("goals.repair.1", "never finished"),), False),
        ):
            check_in = journal.begin("alliance", connection)
            for page in pages:
                check_in.keep(page)
            if finished:
                check_in.finish()
        [repair] = journal.last_repair("my  sister ")
        assert (repair.area, repair.stance, repair.closed, repair.notes) == ("trust", "no", closed, (one, two))
        assert [(found.area, found.stance) for found in journal.last_repair("Anna")] == [("goals", None)]
        assert journal.last_repair("Ben") == ()


def test_small_things_are_noted(home: Place) -> None:
    """A note outlives the process that set it, and is replaced."""
    with home.writing() as journal:
        assert journal.note("greeted") is None
        journal.set_note("greeted", "once")
        journal.set_note("greeted", "twice")
    with home.writing() as journal:
        assert journal.note("greeted") == "twice"


def test_a_clock_that_was_set_back_changes_no_order(home: Place, said: Callable[..., Page]) -> None:
    """Check-ins stand in the order they were begun, and the newest is still the one to go on with."""
    times = iter(datetime(2026, 5, 1, tzinfo=UTC) - timedelta(days=days) for days in range(20))
    with home.writing(now=lambda: next(times)) as journal:
        for connection in ("first", "second"):
            journal.begin("alliance", connection).keep(said("goals.closed", "yes"))
        assert [entry.connection for entry in journal.check_ins()] == ["first", "second"]
        offered = journal.unfinished()
        assert offered is not None
        assert offered.connection == "second"


def test_half_a_character_does_not_lose_an_answer(home: Place, said: Callable[..., Page]) -> None:
    """What a broken terminal lets through is kept with a question mark in its place."""
    with home.writing() as journal:
        journal.begin("daily", "\udcc3").keep(said("now", "good \udcff day\0"))
        assert journal.pages(1)[0].page.words == "good ? day\0"


def test_reading_before_anything_was_kept_makes_nothing(home: Place) -> None:
    """Looking is not keeping: no folder, no key, no file."""
    with home.reading() as journal:
        assert journal.check_ins() == []
    assert not home.data_folder.exists()
    assert not home.config_folder.exists()


def test_a_reader_cannot_write(home: Place, said: Callable[..., Page]) -> None:
    """A journal that was opened for reading refuses to keep."""
    home.writing().close()
    with home.reading() as journal, pytest.raises(JournalError, match="cannot be written"):
        journal.begin("daily", "").keep(said("now", "fine"))
