"""The shape of sound in this room: 16-bit mono PCM with its rate."""

from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """A stretch of sound: `pcm` are int16 samples, one channel, `rate_hz` of them a second."""

    pcm: NDArray[np.int16]
    rate_hz: int

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.pcm) / self.rate_hz

    def at(self, rate_hz: int) -> "Sound":
        """The same sound at another rate."""
        if rate_hz == self.rate_hz:
            return self
        return Sound(soxr.resample(self.pcm, self.rate_hz, rate_hz), rate_hz)


def silence(seconds: float, rate_hz: int) -> Sound:
    """Nothing, for so long."""
    return Sound(np.zeros(round(seconds * rate_hz), np.int16), rate_hz)
