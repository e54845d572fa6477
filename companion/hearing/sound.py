"""The one shape of sound in this room: 16-bit mono PCM at 16 kHz, in blocks of 512 samples (32 ms).

That is what the voice activity detector takes, and what the recognition models were trained on.
"""

from collections.abc import Iterator
from typing import Protocol

RATE_HZ = 16_000
BLOCK_SAMPLES = 512
BLOCK_BYTES = 2 * BLOCK_SAMPLES
BLOCK_SECONDS = BLOCK_SAMPLES / RATE_HZ
SILENCE = bytes(BLOCK_BYTES)


def samples(seconds: float) -> int:
    """How many samples that is: silence is counted in samples, never by a clock."""
    return round(seconds * RATE_HZ)


class Source(Protocol):
    """Where sound comes from: a microphone, a file, a simulated person."""

    def blocks(self) -> Iterator[bytes]:
        """Blocks of `BLOCK_BYTES`, from now on; ends when nothing can come any more.

        Raises `MicrophoneError` when the microphone is lost.
        """

    def skip(self, seconds: float) -> None:
        """Throw away what came in while we spoke, and the next `seconds` of it."""
