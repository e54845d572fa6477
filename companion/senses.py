"""How a table hears and speaks, and what it does while it can do one of them only, or neither."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol, TypeAlias

from companion.conversation import is_sure, phrases
from companion.conversation.events import Commanded, Heard, Interrupted, Key, Listen, NothingHeard, Spoken
from companion.errors import MicrophoneError, SpeakerError, VoiceError
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


@dataclass
class Senses:
    """Who listens, who speaks, what is shown, and which key was pressed.

    `mouth` is None where nothing can be said aloud; `typed` is what to answer with while there is no microphone.
    `recover` looks for a lost microphone, and says whether it can be heard; for at most `recovery_seconds` of quiet.
    `complaint` says why nothing could be heard, where there is a reason beside the person's silence. `lifeline` tells
    who watches over us what is at work. `shows_answers`: what was heard is on the screen.
    """

    ear: Ear
    mouth: Mouth | None
    pressed: Callable[[], Key | None]
    show: Callable[[str], None]
    lifeline: Lifeline = field(default_factory=Lifeline)
    shows_answers: bool = True
    typed: Ear | None = None
    recover: Callable[[], bool] = lambda: False
    recovery_seconds: float = 0.0
    complaint: Callable[[], str] = lambda: ""
    _unheard: str = ""
    _deaf: bool = False
    _typing: bool = False
    _complained: bool = False

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
        _read_words()
        self.lifeline.at_work("voice")
        return mouth.finish(self.pressed)

    def _tone(self, name: Earcon) -> None:
        if self.mouth is not None:
            with contextlib.suppress(SpeakerError):  # told with the next line
                self.mouth.tone(name)

    def listen(self, wish: Listen) -> Turning:
        """Hear one turn out; without a microphone, look for it until it is back."""
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
        return self.listen(wish) if wish.expect == "command" else Commanded("repeat")


@cache
def _read_words() -> None:
    """Read what is listened for: 0.15 s, once, that the first answer would wait for."""
    understand("hello")


def heard_as_shown(heard: Heard) -> str:
    """What was heard, as a line for the screen: plain about what is not certain."""
    if not heard.words:
        return "(not understood)"
    return heard.words if is_sure(heard.confidences) else f"{heard.words} (not sure)"
