"""What a reader of the journal gets: frozen values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from companion.conversation.events import Page

SURE = 0.8
"""From this confidence on (0 to 1) a word is shown as heard; below it is marked as not sure."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One check-in in the list. `started_at` carries the offset of the place where it was held.

    Entries are numbered in the order they were begun, whatever the clock said.
    """

    id: int
    started_at: datetime
    kind: str
    connection: str
    finished: bool
    page_count: int


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it lies in the journal: in which check-in, and when it was kept."""

    check_in_id: int
    page: Page
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class Repair:
    """What was thought of for one area, last time: `notes` in the order they were said, with their confidences.

    `closed` is the page of the area's closed question, None when it was skipped.
    """

    area: str
    started_at: datetime
    closed: Page | None
    notes: tuple[Page, ...]

    @property
    def stance(self) -> Literal["yes", "no", "unclear"] | None:
        """How the area stood; None when that question has no page."""
        return self.closed.stance if self.closed else None


def marked(page: Page) -> str:
    """The words of `page`, each one that was not heard well followed by "(not sure)".

    A run of such words is marked once, at its end. Words without a confidence of their own (typed ones) are sure.
    """
    words = page.words.split()
    if len(page.confidences) != len(words):
        doubtful = bool(page.confidences) and min(page.confidences) < SURE
        return f"{page.words} (not sure)" if doubtful else page.words
    shown = []
    for place, word in enumerate(words):
        shown.append(word)
        ends = place + 1 == len(words) or page.confidences[place + 1] >= SURE
        if page.confidences[place] < SURE and ends:
            shown.append("(not sure)")
    return " ".join(shown)
