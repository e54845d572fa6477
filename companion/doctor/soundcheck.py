"""The steps with sound in them: voice, loudspeaker, microphone, the way between them, and hearing words.

What is recorded stays in memory, is measured, and is gone.
"""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from companion.aloud import voice_of
from companion.conversation.events import Heard, Key, Listen
from companion.doctor.findings import Finding, doctor_words, finding
from companion.doctor.signals import Pcm, chirp, chirp_at_seconds, delay, room, spoken
from companion.errors import AudioMissingError, CompanionError, MicrophoneError
from companion.hearing.ear import GUARD_SECONDS, Ear
from companion.hearing.microphone import Microphone
from companion.hearing.models import find_models
from companion.hearing.sound import BLOCK_SECONDS
from companion.keys import Keys
from companion.listening import favoured_phrases
from companion.settings import Settings, data_folder
from companion.speaking.earcons import earcon
from companion.speaking.mouth import POLL_SECONDS, Mouth
from companion.speaking.sound import Sound
from companion.speaking.speaker import Speaker
from companion.speaking.voice import Voice
from companion.supervisor import LOADING_SECONDS, Lifeline

ROOM_SECONDS = 3.0
ECHO_SECONDS = 1.6
"""How long to wait for the chirp: a Bluetooth loudspeaker takes up to half a second."""

SENTENCE = Listen("closed", patience_seconds=1.2, wait_seconds=8.0)
"""How long somebody has to begin the sentence, and what quiet ends it: there is a comma in it."""


@dataclass
class SoundCheck:
    """The devices as they are set, opened when they are first needed, closed by `close`.

    `silent` plays and says nothing; the key 'stop' makes it so. `lifeline` is told what is at work.
    """

    settings: Settings
    show: Callable[[str], None]
    keys: Keys
    lifeline: Lifeline
    silent: bool
    _voice: Voice | None = None
    _speaker: Speaker | None = None
    _microphone: Microphone | None = None
    _closing: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def say(self, text: str) -> None:
        """Show this, and say it where that is possible."""
        self.show(text)
        if self.silent:
            return
        self.lifeline.at_work("voice", LOADING_SECONDS)
        with contextlib.suppress(CompanionError):  # it is found, and told, in its own step
            mouth = Mouth(self._its_voice(), self._its_speaker())
            mouth.begin(text)
            self.silent = mouth.finish(self.pressed) == "stop"
        self.lifeline.at_work("", LOADING_SECONDS)

    def pressed(self) -> Key | None:
        """The key that was pressed; whoever asks for one is alive."""
        self.lifeline.beat()
        return self.keys.pressed()

    def close(self) -> None:
        """Give the devices back."""
        self._closing.close()

    def voice(self) -> Finding:
        """Can the speech engine make sound? Raises `VoiceError`."""
        self._its_voice().render(doctor_words().hello)
        return finding("voice_well")

    def loudspeaker(self) -> Finding:
        """Play a sentence and a tone. Raises `SpeakerError`."""
        self._its_speaker()
        if self.silent:
            return finding("loudspeaker_silent")
        if self._voice:
            self.say(doctor_words().asks["loudspeaker"])
        self._play(earcon("listening"))
        return finding("loudspeaker_well" if self._voice else "loudspeaker_tone")

    def microphone(self) -> Finding:
        """Listen to the room. Raises `MicrophoneError` when there is no microphone."""
        microphone = self._its_microphone()
        self.say(doctor_words().asks["microphone"])
        microphone.skip(GUARD_SECONDS)
        try:
            return room(self._heard(ROOM_SECONDS))
        except MicrophoneError:
            return finding("microphone_lost")

    def delay(self) -> Finding:
        """Play a chirp and find it in the microphone."""
        try:
            speaker, microphone = self._its_speaker(), self._its_microphone()
        except CompanionError:
            return finding("delay_unmeasured")
        if self.silent:
            return finding("delay_unmeasured")
        self.say(doctor_words().asks["delay"])
        microphone.skip(GUARD_SECONDS)
        try:
            self._heard(BLOCK_SECONDS)
            listening_at = time.monotonic()  # the next block begins now, give or take one
            speaker.start(chirp(speaker.rate_hz))
            heard = self._heard(ECHO_SECONDS)
        except CompanionError:
            return finding("delay_unmeasured")
        covered_seconds = speaker.began_at - listening_at + microphone.latency_seconds + GUARD_SECONDS
        return delay(chirp_at_seconds(heard), covered_seconds)

    def recogniser(self) -> Finding:
        """Have a sentence said, and hear it. Raises `ModelError` when there is nothing to hear it with."""
        try:
            microphone = self._its_microphone()
        except (AudioMissingError, MicrophoneError):
            return finding("heard_unchecked")
        ear = Ear(microphone, find_models(data_folder() / "models"), favoured_phrases(), self.pressed)
        ear.prepare()
        self.say(doctor_words().asks["recogniser"])
        ear.guard()
        try:
            fact = ear.listen(SENTENCE)
        except MicrophoneError:
            return finding("microphone_lost")
        if not isinstance(fact, Heard):
            return finding("heard_nobody")
        return spoken(fact.words.split(), fact.loudness)

    def _heard(self, seconds: float) -> Pcm:
        """The next so many seconds from the microphone, at 16 kHz."""
        blocks = []
        for block in islice(self._its_microphone().blocks(), round(seconds / BLOCK_SECONDS)):
            self.pressed()
            blocks.append(block)
        return np.frombuffer(b"".join(blocks), np.int16)

    def _play(self, sound: Sound) -> None:
        speaker = self._its_speaker()
        speaker.start(sound)
        while speaker.playing():
            self.pressed()
            time.sleep(POLL_SECONDS)

    def _its_voice(self) -> Voice:
        if self._voice is None:
            self._voice = voice_of(self.settings)
        return self._voice

    def _its_speaker(self) -> Speaker:
        if self._speaker is None:
            self._speaker = Speaker(self.settings.speaker)
            self._closing.callback(self._speaker.close)
        return self._speaker

    def _its_microphone(self) -> Microphone:
        if self._microphone is None:
            self._microphone = Microphone(self.settings.microphone)
            self._closing.callback(self._microphone.close)
        return self._microphone
