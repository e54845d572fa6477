"""The loop: carry out one wish of the conversation, send back one fact."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from companion import past
from companion.conversation import phrases
from companion.conversation.events import (
    About,
    Adjust,
    Adjusted,
    Count,
    Erase,
    Fact,
    Fetch,
    Fetched,
    Forget,
    Forgotten,
    GoOn,
    Help,
    Keep,
    Kept,
    Line,
    Listen,
    LiveIn,
    Located,
    Page,
    Recall,
    Remembered,
    Say,
    Search,
    WentOn,
    Wish,
)
from companion.journal import CheckIn, Entry, Journal, Place
from companion.senses import Senses
from companion.supervisor import UNHURRIED_SECONDS


@dataclass(frozen=True, slots=True)
class Moment:
    """What brings a talk to where it stands, one after the other: a fact, and each check-in's number by then."""

    fact: Fact
    check_in_ids: tuple[int | None, ...]


@dataclass
class Table:
    """One place where a check-in is held: with what senses, and where it is kept.

    `journal` is that of `place`. `unfinished` is the check-in to go on with if the person likes; `fetch` brings the
    better recognition model and says whether it is in use; `live_in` keeps the country that these words name, and says
    who can be called there. `beside` is the same check-in in the journal of the other, where it is for two.
    """

    senses: Senses
    place: Place
    journal: Journal
    check_in: CheckIn
    unfinished: Entry | None = None
    fetch: Callable[[], bool] = lambda: False
    live_in: Callable[[str], Help] = lambda _: Help()
    beside: CheckIn | None = None

    def hold(self, talk: Line[bool], past: Sequence[Moment] | None = None) -> bool:
        """Hold this talk; returns whether it came to its end. What was kept stays kept, whatever is raised.

        `past`, when it is not None, is the same talk as far as it came before an engine failed: it goes on there.
        """
        try:
            wish = next(talk)
            if past is not None:
                wish = self._come_back(talk, wish, past)
            while True:
                fact = self._carry_out(wish)
                self.senses.lifeline.hand_over(Moment(fact, tuple(each.id for each in self._check_ins())))
                wish = talk.send(fact)
        except StopIteration as end:
            finished = bool(end.value)
        if finished:
            for check_in in self._check_ins():
                check_in.finish()
        self.senses.lifeline.finished()
        return finished

    def _check_ins(self) -> tuple[CheckIn, ...]:
        """By seat."""
        return (self.check_in,) if self.beside is None else (self.check_in, self.beside)

    def _come_back(self, talk: Line[bool], wish: Wish, past: Sequence[Moment]) -> Wish:
        """Bring the talk to where it stood; say so, and say again what was being answered."""
        latest = None
        for check_in, number in zip(self._check_ins(), past[-1].check_in_ids if past else (), strict=False):
            check_in.id = number
        for moment in past:
            if isinstance(wish, About | Adjust):  # the rest is done, or on disk
                self._carry_out(wish)
            if isinstance(wish, Say):
                latest = wish.text
            wish = talk.send(moment.fact)
        self.senses.say(phrases().came_back)
        if latest is not None and not isinstance(wish, Say):
            self.senses.say(latest)
        return wish

    def _carry_out(self, wish: Wish) -> Fact:
        self.senses.lifeline.at_work("")
        fact: Fact
        match wish:
            case Say(text, shown):
                fact = self.senses.say(text, shown)
            case Listen():
                fact = self.senses.listen(wish)
            case Keep(page, seat):
                self._check_ins()[seat].keep(page)
                fact = Kept()
            case About(connection):
                self.check_in.connection = connection
                fact = Remembered(last_repair(self.journal, connection))
            case GoOn():
                fact = WentOn(self._go_on())
            case Forget(slot, seat):
                self._check_ins()[seat].forget(slot)
                fact = Forgotten()
            case Adjust() | LiveIn() | Fetch():
                fact = self._arrange(wish)
            case Recall() | Search() | Count() | Erase():
                fact = self._look_back(wish)
        return fact

    def _arrange(self, wish: Adjust | LiveIn | Fetch) -> Fact:
        match wish:
            case Adjust(what):
                return Adjusted(self.senses.mouth is not None and self.senses.mouth.adjust(what))
            case LiveIn(words):
                return Located(self.live_in(words))
            case _:
                self.senses.lifeline.at_work("", UNHURRIED_SECONDS)  # it has limits of its own
                return Fetched(self.fetch())

    def _look_back(self, wish: Recall | Search | Count | Erase) -> Fact:
        match wish:
            case Count():
                return past.count(self.journal, wish)
            case Erase():
                return past.erase(self.place, self.journal, self.check_in, wish)
            case _:
                return past.look(self.journal, wish)

    def _go_on(self) -> tuple[Page, ...]:
        if self.unfinished is None:
            return ()
        self.check_in = self.journal.resume(self.unfinished.id)
        return tuple(kept.page for kept in self.journal.pages(self.unfinished.id))


def last_repair(journal: Journal, connection: str) -> tuple[Page, ...]:
    """The pages of what was thought of last time with this connection: the area's closed answer, then its notes."""
    repairs = journal.last_repair(connection)
    return tuple(page for repair in repairs[:1] for page in (repair.closed, *repair.notes) if page is not None)
