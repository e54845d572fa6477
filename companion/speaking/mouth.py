"""Says a line through a speaker: begins it, so that other work can go on meanwhile, and waits for its last sample."""

import time
from collections.abc import Callable
from typing import Protocol

from companion.conversation.events import Adjustable, Key
from companion.speaking.earcons import Earcon, earcon
from companion.speaking.sound import Sound
from companion.speaking.voice import FASTEST_WORDS_PER_MINUTE, SLOWEST_WORDS_PER_MINUTE, Voice

POLL_SECONDS = 0.01
RATE_STEP = 1.15
"""One "slower" or "faster": a just noticeable, comfortable step."""

VOLUME_STEP = 1.4
"""One "louder" or "quieter": about 3 dB."""

QUIETEST = 0.1


class Out(Protocol):
    """Where sound goes: a loudspeaker, or a file."""

    def start(self, sound: Sound) -> None:
        """Play it after whatever is playing."""

    def playing(self) -> bool:
        """Whether a sample is still on its way out."""

    def stop(self) -> None:
        """Be quiet at once."""


class Mouth:
    """A voice and the speaker it comes out of."""

    def __init__(self, voice: Voice, out: Out) -> None:
        self._voice, self._out = voice, out

    def begin(self, text: str) -> None:
        """Begin to say this. Raises `VoiceError` when the engine gives no sound."""
        self._out.start(self._voice.render(text))

    def tone(self, name: Earcon) -> None:
        """Begin to play a short tone."""
        self._out.start(earcon(name))

    def finish(self, pressed: Callable[[], Key | None]) -> Key | None:
        """Wait until the last sample has left the speaker, or until a key is pressed, which silences it at once."""
        while self._out.playing():
            key = pressed()
            if key is not None and key != "done":
                self._out.stop()
                return key
            time.sleep(POLL_SECONDS)
        return None

    def adjust(self, what: Adjustable) -> bool:
        """One step 'slower', 'faster', 'louder' or 'quieter'; False at the limit."""
        before = (self._voice.rate_words_per_minute, self._voice.volume)
        rate, volume = before
        match what:
            case "slower":
                rate = max(SLOWEST_WORDS_PER_MINUTE, round(rate / RATE_STEP))
            case "faster":
                rate = min(FASTEST_WORDS_PER_MINUTE, round(rate * RATE_STEP))
            case "louder":
                volume = min(1.0, volume * VOLUME_STEP)
            case "quieter":
                volume = max(QUIETEST, volume / VOLUME_STEP)
        self._voice.rate_words_per_minute, self._voice.volume = rate, volume
        return (rate, volume) != before
