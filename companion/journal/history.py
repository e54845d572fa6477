"""What a journal holds over a time, connection by connection: gathered once, for the review and for the report.

Only finished check-ins count, and nothing of an answer that gave concern: it was met when it was given.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from companion.journal.export import CheckInWithPages, printable
from companion.journal.pages import Entry, KeptPage, marked
from companion.journal.rows import connection_key

FeelingsOf = Callable[[str], Iterable[str]]
"""The words for feelings of the person's own that are in an answer."""

Stance = Literal["yes", "no", "unclear"]

_REMEMBERED = "remembered"  # the slot of what became of a repair note
_ASIDE = frozenset({"connection", "wish"})  # slots of answers about the check-in itself


@dataclass(frozen=True, slots=True)
class Note:
    """A repair note, or what became of one, in words that were heard well.

    `kind` is 'understand' or 'small' as the repair question asked, 'became' for the answer at the next check-in.
    `area` is '' where the check-in that was come back to is not among those that are looked at.
    """

    kind: Literal["understand", "small", "became"]
    area: str
    words: str


@dataclass(frozen=True, slots=True)
class Past:
    """One finished check-in: how each area was answered, its notes, the open answers heard well and their feelings."""

    started_at: datetime
    stances: dict[str, Stance]
    notes: tuple[Note, ...]
    answers: tuple[str, ...]
    feelings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The finished check-ins about one connection, the oldest first; `connection` is '' where nobody was named."""

    connection: str
    past: tuple[Past, ...]

    @property
    def compared(self) -> list[str]:
        """The areas that can be compared: those answered at least twice. Who is not named may be another each time."""
        if not self.connection:
            return []
        answered = [area for each in self.past for area in each.stances]
        return [area for area in dict.fromkeys(answered) if answered.count(area) > 1]


def histories(held: Iterable[CheckInWithPages], feelings_of: FeelingsOf) -> list[History]:
    """One `History` for each connection, in the order they first came up."""
    groups: dict[str, list[CheckInWithPages]] = {}
    for entry, pages in held:
        if entry.finished:
            groups.setdefault(connection_key(entry.connection), []).append((entry, pages))
    return [_history(group, feelings_of) for group in groups.values()]


def _history(group: Sequence[CheckInWithPages], feelings_of: FeelingsOf) -> History:
    past = []
    came_from = ""
    for entry, pages in group:
        past.append(_past(entry, pages, came_from, feelings_of))
        # the next check-in comes back to the first area that has notes, see `conversation.repairing`
        came_from = next((_area(kept) for kept in pages if ".repair." in kept.page.slot), "")
    return History(printable(group[-1][0].connection), tuple(past))


def _past(entry: Entry, pages: Sequence[KeptPage], came_from: str, feelings_of: FeelingsOf) -> Past:
    told = [kept for kept in pages if kept.page.concern == "none"]
    heard = [kept for kept in told if marked(kept.page) == kept.page.words]
    answers = tuple(kept.page.words for kept in heard if kept.page.stance is None and kept.page.slot not in _ASIDE)
    return Past(
        entry.started_at,
        {_area(kept): kept.page.stance for kept in told if kept.page.stance and kept.page.slot.endswith(".closed")},
        tuple(note for kept in heard if (note := _note(kept, came_from))),
        answers,
        tuple(dict.fromkeys(feeling for answer in answers for feeling in feelings_of(answer))),
    )


def _note(kept: KeptPage, came_from: str) -> Note | None:
    slot, words = kept.page.slot, printable(kept.page.words)
    if slot == _REMEMBERED:
        return Note("became", came_from, words)
    if ".repair." in slot:
        return Note("understand" if slot.endswith(".1") else "small", _area(kept), words)
    return None


def _area(kept: KeptPage) -> str:
    return kept.page.slot.partition(".")[0]
