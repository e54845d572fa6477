"""The loop coming back after an engine has failed: the same facts bring the talk to where it stood."""

import io
from pathlib import Path

from companion.conversation import Manner, Memory, alliance, check_in, phrases
from companion.hearing.typed import TypedEar
from companion.journal import Journal, Place, open_journal
from companion.keys import Keys
from companion.senses import Senses
from companion.supervisor import Lifeline
from companion.table import Moment, Table

MANNER = Manner(hold_seconds=0.0)


class Kept(Lifeline):
    """A line whose other end is a list."""

    def __init__(self) -> None:
        super().__init__()
        self.moments: list[Moment] = []

    def hand_over(self, item: object) -> None:
        """As in `Lifeline`."""
        assert isinstance(item, Moment)
        self.moments.append(item)


def hold(journal: Journal, typed: str, past: list[Moment] | None = None) -> tuple[list[str], list[Moment]]:
    """The lines of a check-in answered with `typed`, and what it handed over."""
    lines: list[str] = []
    ear = TypedEar(io.StringIO(typed), io.StringIO())
    place = Place(journal.path.parent, journal.path.parent, "file")
    table = Table(Senses(ear, None, Keys().pressed, lines.append), place, journal, journal.begin(alliance().name, ""))
    table.senses.lifeline = handed = Kept()
    table.hold(check_in(alliance(), Memory(), MANNER), past)
    return lines, handed.moments


def until(moments: list[Moment], answers: int) -> list[Moment]:
    """What was handed over until so many answers were kept, and acknowledged."""
    numbers = [number for number, moment in enumerate(moments) if type(moment.fact).__name__ == "Heard"]
    return moments[: numbers[answers]]


def test_it_goes_on_at_the_same_question_with_the_same_pages(tmp_path: Path) -> None:
    """It says so, asks again what was being asked, and each page is there once, in one check-in."""
    with open_journal(tmp_path / "data", tmp_path / "config", key_store="file") as journal:
        _, moments = hold(journal, "my sister\nyes\nwe want more time together\n")
        past = until(moments, 2)
        again, _ = hold(journal, "we want more time together\nstop\n", past)
        assert again[:2] == [
            f"Companion: {phrases().came_back}",
            "Companion: What do you both want from this connection?",
        ]
        [entry] = journal.check_ins()
        slots = [kept.page.slot for kept in journal.pages(entry.id)]
        assert slots == ["connection", "goals.closed", "goals.open"]
        assert entry.connection == "your sister"


def test_what_was_off_the_record_stays_off_it(tmp_path: Path) -> None:
    """Coming back forgets no wish of the person: nothing is kept until they say on the record."""
    with open_journal(tmp_path / "data", tmp_path / "config", key_store="file") as journal:
        _, moments = hold(journal, "my sister\noff the record\nyes\n")
        again, _ = hold(journal, "no\nnobody knows\nstop\n", until(moments, 2))
        assert again[-1] == f"Companion: {phrases().stopped} {phrases().some_kept}"
        [entry] = journal.check_ins()
        assert [kept.page.slot for kept in journal.pages(entry.id)] == ["connection"]


def test_before_anything_was_said_it_begins_anew(tmp_path: Path) -> None:
    """An engine that fails at the very start leaves nothing to go back to: it says so, and says hello."""
    with open_journal(tmp_path / "data", tmp_path / "config", key_store="file") as journal:
        again, _ = hold(journal, "stop\n", [])
        assert again[:2] == [f"Companion: {phrases().came_back}", f"Companion: {phrases().hello}"]
