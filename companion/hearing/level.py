"""How loud a voice comes in: pure, from the blocks that hold speech."""

from dataclasses import dataclass

import numpy as np

from companion.conversation.events import Loudness

CLIPPED = 32_700
"""From this sample on (of 32,767) the microphone is at its limit."""

CLIPPED_SHARE = 0.005
"""So much of the speech at the limit is distortion that can be heard, and costs words."""

QUIET_RMS = 100.0
"""Below this root mean square of the speech (-50 dB of full scale) the noise of the room comes near."""


@dataclass(frozen=True, slots=True)
class Level:
    """What was heard of somebody so far: samples of speech, the sum of their squares, how many at the limit."""

    samples: int = 0
    squares: float = 0.0
    clipped: int = 0

    def after(self, block: bytes) -> "Level":
        """The level after one more block of speech."""
        pcm = np.abs(np.frombuffer(block, np.int16).astype(np.int32))
        return Level(
            self.samples + len(pcm),
            self.squares + float((pcm.astype(np.float64) ** 2).sum()),
            self.clipped + int((pcm >= CLIPPED).sum()),
        )

    @property
    def loudness(self) -> Loudness | None:
        """'loud' when it is cut at the limit, 'quiet' when it is too soft, None when it is well."""
        if self.clipped > CLIPPED_SHARE * self.samples:
            return "loud"
        return "quiet" if self.squares < QUIET_RMS**2 * self.samples else None
