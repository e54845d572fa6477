"""The loop: carry out one wish of the conversation, send back one fact."""

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

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
from companion.speaking.earcons import Earcon
from companion.speaking.mouth import Mouth
from companion.supervisor import LOADING_SECONDS, QUIET_SECONDS, UNHURRIED_SECONDS, Lifeline
from companion.understanding import understand

POLL_SECONDS = 0.05
"""How often a lost microphone is looked for, and the keyboard meanwhile."""


Turning: TypeAlias = Heard | Commanded | NothingHeard


class Ear(Protocol):
    """A way for answers to come in."""

    def prepare(self) -> None: ...  # noqa: D102
    def guard(self) -> None: ...  # noqa: D102
    def listen(self, wish: Listen) -> Turning: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Moment:
    """What brings a talk to where it stands, one after the other: a fact, and each check-in's number by then."""

    fact: Fact
    check_in_ids: tuple[int | None, ...]


@dataclass
class Table:
    """One place where a check-in is held: who listens, who speaks, where it is kept, what is shown.

    `journal` is that of `place`. `mouth` is None where nothing can be said aloud; `typed` is what to answer with while
    there is no microphone. `recover` looks for a lost microphone, and says whether it can be heard; for at most
    `recovery_seconds` of quiet. `complaint` says why nothing could be heard, where there is a reason beside the
    person's silence. `unfinished` is the check-in to go on with if the person likes; `fetch` brings the better
    recognition model and says whether it is in use; `live_in` keeps the country that these words name, and says who can
    be called there. `lifeline` tells who watches over us what is at work and where the talk stands. `beside` is the
    same check-in in the journal of the other, where it is for two; `shows_answers`: what was heard is on the screen.
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
    beside: CheckIn | None = None
    shows_answers: bool = True
    recover: Callable[[], bool] = lambda: False
    recovery_seconds: float = 0.0
    complaint: Callable[[], str] = lambda: ""
    _unheard: str = ""
    _deaf: bool = False
    _typing: bool = False
    _complained: bool = False

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
                self.lifeline.hand_over(Moment(fact, tuple(each.id for each in self._check_ins())))
                wish = talk.send(fact)
        except StopIteration as end:
            finished = bool(end.value)
        if finished:
            for check_in in self._check_ins():
                check_in.finish()
        self.lifeline.finished()
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
        key = self._aloud(self.mouth, text) if self.mouth else None
        if key is None:
            return Spoken()
        return Interrupted(None if key == "silence" else key)

    def _aloud(self, mouth: Mouth, text: str) -> Key | None:
        """Say it; what was only printed while the loudspeaker was away is said before it. The key that ended it."""
        missed = f"{phrases().speaking_again} {self._unheard} " if self._unheard not in ("", text) else ""
        try:
            try:
                key = self._spoken(mouth, missed + text)
            except SpeakerError:  # perhaps only its stream has died, as after a change of profile: once more
                key = self._spoken(mouth, missed + text)
        except SpeakerError as error:
            if not self._unheard:
                self.show(str(error))
            self._unheard = text
            return None
        except VoiceError as error:
            self.show(str(error))
            self.mouth = None
            return None
        self._unheard = ""
        return key

    def _spoken(self, mouth: Mouth, text: str) -> Key | None:
        self.lifeline.at_work("voice")
        mouth.begin(text)
        self.lifeline.at_work("recogniser", LOADING_SECONDS)
        self.ear.prepare()
        understand("hello")  # reads what is listened for: 0.15 s, once, that the first answer would wait for
        self.lifeline.at_work("voice")
        return mouth.finish(self.pressed)

    def _tone(self, name: Earcon) -> None:
        if self.mouth is not None:
            with contextlib.suppress(SpeakerError):  # told with the next line
                self.mouth.tone(name)

    def _listen(self, wish: Listen) -> Turning:
        self.lifeline.at_work("recogniser", UNHURRIED_SECONDS if self.ear is self.typed else QUIET_SECONDS)
        self._tone("resting" if wish.expect in ("more", "command") else "listening")
        self.ear.guard()
        try:
            fact = self.ear.listen(wish)
        except MicrophoneError as error:
            return self._without_microphone(wish, str(error))
        if isinstance(fact, NothingHeard) and not self._complained and (why := self.complaint()):
            self._complained = True
            self.say(why)
        if isinstance(fact, Heard) and self.mouth:
            self._tone("heard")
            self.show(f"You: {heard_as_shown(fact) if self.shows_answers or not fact.words else '(heard)'}")
        return fact

    def _without_microphone(self, wish: Listen, why: str) -> Turning:
        """Say what is wrong, once; then keep trying. Keys work meanwhile, and so does typing, from Enter on."""
        key: Key | None = None
        if not self._deaf:
            told = self.say(f"{why} {phrases().type_meanwhile}" if self.typed else why)
            key = told.command if isinstance(told, Interrupted) else None
        self._deaf = True
        self.lifeline.at_work("")
        until = time.monotonic() + self.recovery_seconds
        while True:
            if self.recover():
                return self._hearing_again(wish)
            if self.typed and (self._typing or key == "done"):
                self._typing = True
                self.lifeline.at_work("", UNHURRIED_SECONDS)
                return self.typed.listen(wish)
            if key is not None and key != "silence" and key != "done":  # noqa: PLR1714 - mypy follows this form
                return Commanded(key)
            if time.monotonic() >= until:
                return NothingHeard(0.0, ended=True)
            time.sleep(POLL_SECONDS)
            key = self.pressed()

    def _hearing_again(self, wish: Listen) -> Turning:
        """Say so, and have the question asked again; a rest goes on as it was."""
        self._deaf = self._typing = False
        self._unheard = ""
        self.say(phrases().hearing_again)
        return self._listen(wish) if wish.expect == "command" else Commanded("repeat")


def heard_as_shown(heard: Heard) -> str:
    """What was heard, as a line for the screen: plain about what is not certain."""
    if not heard.words:
        return "(not understood)"
    return heard.words if is_sure(heard.confidences) else f"{heard.words} (not sure)"


def last_repair(journal: Journal, connection: str) -> tuple[Page, ...]:
    """The pages of what was thought of last time with this connection: the area's closed answer, then its notes."""
    repairs = journal.last_repair(connection)
    return tuple(page for repair in repairs[:1] for page in (repair.closed, *repair.notes) if page is not None)
