"""The loop: carry out one wish of the conversation, send back one fact."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from companion import past
from companion.conversation import is_sure, phrases
from companion.conversation.events import (
    About,
    Adjust,
    Adjusted,
    Commanded,
    Count,
    Erase,
    Fact,
    Fetch,
    Fetched,
    Forget,
    Forgotten,
    GoOn,
    Heard,
    Help,
    Interrupted,
    Keep,
    Kept,
    Key,
    Line,
    Listen,
    LiveIn,
    Located,
    NothingHeard,
    Page,
    Recall,
    Remembered,
    Say,
    Search,
    Spoken,
    WentOn,
    Wish,
)
from companion.errors import MicrophoneError, SpeakerError, VoiceError
from companion.journal import CheckIn, Entry, Journal, Place
from companion.speaking.mouth import Mouth
from companion.supervisor import LOADING_SECONDS, QUIET_SECONDS, UNHURRIED_SECONDS, Lifeline


class Ear(Protocol):
    """A way for answers to come in."""

    def prepare(self) -> None: ...  # noqa: D102
    def guard(self) -> None: ...  # noqa: D102
    def listen(self, wish: Listen) -> Heard | Commanded | NothingHeard: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Moment:
    """What brings a talk to where it stands, one after the other: a fact, and the check-in's number by then."""

    fact: Fact
    check_in_id: int | None


@dataclass
class Table:
    """One place where a check-in is held: who listens, who speaks, where it is kept, what is shown.

    `journal` is that of `place`. `mouth` is None where nothing can be said aloud; `typed` is what to go on with when
    the microphone is lost; `unfinished` is the check-in to go on with if the person likes; `fetch` brings the better
    recognition model and says whether it is in use; `live_in` keeps the country that these words name, and says who can
    be called there. `lifeline` tells who watches over us what is at work and where the
    talk stands.
    """

    ear: Ear
    mouth: Mouth | None
    place: Place
    journal: Journal
    check_in: CheckIn
    pressed: Callable[[], Key | None]
    show: Callable[[str], None]
    typed: Ear | None = None
    unfinished: Entry | None = None
    fetch: Callable[[], bool] = lambda: False
    lifeline: Lifeline = field(default_factory=Lifeline)
    live_in: Callable[[str], Help] = lambda _: Help()

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
                self.lifeline.hand_over(Moment(fact, self.check_in.id))
                wish = talk.send(fact)
        except StopIteration as end:
            finished = bool(end.value)
        if finished:
            self.check_in.finish()
        self.lifeline.finished()
        return finished

    def _come_back(self, talk: Line[bool], wish: Wish, past: Sequence[Moment]) -> Wish:
        """Bring the talk to where it stood; say so, and say again what was being answered."""
        latest = None
        if past and (number := past[-1].check_in_id) is not None:
            self.check_in = self.journal.resume(number)
        for moment in past:
            if isinstance(wish, About | Adjust):  # the rest is done, or on disk
                self._carry_out(wish)
            if isinstance(wish, Say):
                latest = wish.text
            wish = talk.send(moment.fact)
        self.say(phrases().came_back)
        if latest is not None and not isinstance(wish, Say):
            self.say(latest)
        return wish

    def _carry_out(self, wish: Wish) -> Fact:
        self.lifeline.at_work("")
        fact: Fact
        match wish:
            case Say(text, shown):
                fact = self.say(text, shown)
            case Listen():
                fact = self._listen(wish)
            case Keep(page):
                self.check_in.keep(page)
                fact = Kept()
            case About(connection):
                self.check_in.connection = connection
                fact = Remembered(last_repair(self.journal, connection))
            case GoOn():
                fact = WentOn(self._go_on())
            case Forget(slot):
                self.check_in.forget(slot)
                fact = Forgotten()
            case Adjust() | LiveIn() | Fetch():
                fact = self._arrange(wish)
            case Recall() | Search() | Count() | Erase():
                fact = self._look_back(wish)
        return fact

    def _arrange(self, wish: Adjust | LiveIn | Fetch) -> Fact:
        match wish:
            case Adjust(what):
                return Adjusted(self.mouth is not None and self.mouth.adjust(what))
            case LiveIn(words):
                return Located(self.live_in(words))
            case _:
                self.lifeline.at_work("", UNHURRIED_SECONDS)  # it has limits of its own
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

    def say(self, text: str, shown: str = "") -> Spoken | Interrupted:
        """Say a line and show it, or `shown` in its place; what still has to be loaded is loaded meanwhile."""
        self.show(f"Companion: {shown or text}")
        key = None
        if self.mouth is not None:
            try:
                self.lifeline.at_work("voice")
                self.mouth.begin(text)
                self.lifeline.at_work("recogniser", LOADING_SECONDS)
                self.ear.prepare()
                self.lifeline.at_work("voice")
                key = self.mouth.finish(self.pressed)
            except (SpeakerError, VoiceError) as error:
                self.show(str(error))
                self.mouth = None
        if key is None:
            return Spoken()
        return Interrupted(None if key == "silence" else key)

    def _listen(self, wish: Listen) -> Heard | Commanded | NothingHeard:
        self.lifeline.at_work("recogniser", UNHURRIED_SECONDS if self.ear is self.typed else QUIET_SECONDS)
        if self.mouth:
            self.mouth.tone("resting" if wish.expect in ("more", "command") else "listening")
        self.ear.guard()
        try:
            fact = self.ear.listen(wish)
        except MicrophoneError as error:
            self.say(str(error))
            if self.typed is None:
                return NothingHeard(0.0, ended=True)
            self.ear = self.typed
            return self._listen(wish)
        if isinstance(fact, Heard) and self.mouth:
            self.mouth.tone("heard")
            self.show(f"You: {heard_as_shown(fact)}")
        return fact


def heard_as_shown(heard: Heard) -> str:
    """What was heard, as a line for the screen: plain about what is not certain."""
    if not heard.words:
        return "(not understood)"
    return heard.words if is_sure(heard.confidences) else f"{heard.words} (not sure)"


def last_repair(journal: Journal, connection: str) -> tuple[Page, ...]:
    """The pages of what was thought of last time with this connection: the area's closed answer, then its notes."""
    repairs = journal.last_repair(connection)
    return tuple(page for repair in repairs[:1] for page in (repair.closed, *repair.notes) if page is not None)
