"""Check-ins to look back on, as a journal gives them."""

from datetime import UTC, datetime, timedelta

from companion.conversation.events import Page
from companion.journal.export import CheckInWithPages
from companion.journal.history import Stance
from companion.journal.pages import Entry, KeptPage

FIRST = datetime(2026, 3, 2, 19, 5, tzinfo=UTC)


def area(name: str, stance: Stance) -> Page:
    """The answer to the closed question of an area."""
    return Page(f"{name}.closed", "?", stance, (1.0,), stance)


def spoken(words: str, slot: str = "goals.open") -> Page:
    """An answer in the person's own words."""
    return Page(slot, "?", words)


def note(words: str) -> Page:
    """What was thought of for trust."""
    return spoken(words, "trust.repair.2")


def check_in(day: int, connection: str, *pages: Page) -> CheckInWithPages:
    """A finished check-in, `day` days after the first."""
    moment = FIRST + timedelta(days=day)
    entry = Entry(day, moment, "alliance", connection, finished=True, page_count=len(pages))
    return entry, [KeptPage(day, page, moment) for page in pages]
