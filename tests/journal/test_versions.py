"""A journal of every earlier companion becomes one of today; one of a later companion is left alone.

``old/version-N.db`` was written by the companion whose schema had N steps, with the key beside it.
"""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from companion.conversation.events import Page
from companion.journal import JournalError, Place, schema

OLD = Path(__file__).parent / "old"
VERSIONS = range(1, len(schema.STEPS))


@pytest.fixture
def of_version(home: Place) -> Callable[[int], Place]:
    """Puts the journal of that version in the person's place."""

    def placed(version: int) -> Place:
        home.data_folder.mkdir(parents=True)
        home.config_folder.mkdir(parents=True)
        shutil.copy(OLD / f"version-{version}.db", home.file)
        shutil.copy(OLD / f"version-{version}.key", home.keys.file)
        return home

    return placed


def check(place: Place, opening: str) -> None:
    """Everything is as it was kept, and what is new works on what is old."""
    with getattr(place, opening)() as journal:
        assert [(entry.id, entry.connection, entry.finished) for entry in journal.check_ins()] == [
            (1, "my sister", True),
            (2, "", False),
        ]
        assert journal.check_ins()[0].started_at == datetime(2026, 3, 2, 19, 5, tzinfo=timezone(timedelta(hours=1)))
        assert [kept.page for kept in journal.pages(1)] == [
            Page("goals.closed", "Are we aligned on goals?", "yes", (0.97,), "yes"),
            Page("goals.open", "What do we both want?", "less worrying about money", (0.9, 0.8, 0.9, 0.6)),
        ]
        assert journal.note("greeted") == "yes"
        assert [kept.page.slot for kept in journal.search("worry")] == ["goals.open"]
        assert journal.damage() == ""


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("opening", ["writing", "reading"])
def test_an_earlier_version_is_brought_up_to_date(
    of_version: Callable[[int], Place], version: int, opening: str
) -> None:
    """By the first opening of either kind, once; a page can be kept after it."""
    place = of_version(version)
    check(place, opening)
    check(place, "reading")
    with place.writing() as journal:
        journal.resume(2).keep(Page("later", "", "pomegranate"))
        assert len(journal.search("pomegranate")) == 1


def test_there_is_a_journal_of_every_earlier_version() -> None:
    """Whoever adds a step to the schema adds the journal of the version before it."""
    assert sorted(path.stem for path in OLD.glob("*.db")) == [f"version-{version}" for version in VERSIONS]


def test_a_later_version_is_left_alone(home: Place, said: Callable[..., Page]) -> None:
    with home.writing() as journal:
        journal.begin("daily", "").keep(said("now", "fine"))
        with journal.changing() as database:
            database.execute("PRAGMA user_version = 99")
    before = home.file.read_bytes()
    for opening in (home.writing, home.reading):
        with pytest.raises(JournalError) as raised:
            opening()
        assert str(raised.value) == (
            f"The journal {home.file} was written by a newer companion. Update this one, then open it again."
        )
    assert home.file.read_bytes() == before
