"""Three short tones, made here: "listening" rises, "I heard you" falls, "resting" is one long low breath.

Each is told apart without a screen by its direction, not by its pitch alone.
"""

from functools import cache
from typing import Literal, TypeAlias

import numpy as np

from companion.speaking.sound import Sound

Earcon: TypeAlias = Literal["listening", "heard", "resting"]

RATE_HZ = 22_050
LEVEL = 0.12
"""Peak against full scale: about 15 dB below espeak-ng's speech, so that a tone never startles."""

_NOTES: dict[Earcon, tuple[tuple[float, float], ...]] = {
    # (frequency in Hz, length in seconds): fifths on A, soft sines. "heard" is the shortest: the reply waits for it
    "listening": ((440.0, 0.07), (660.0, 0.09)),
    "heard": ((660.0, 0.03), (440.0, 0.04)),
    "resting": ((330.0, 0.35),),
}


@cache
def earcon(name: Earcon) -> Sound:
    """The tone of this name, 0.07 to 0.35 s at 22.05 kHz."""
    notes = [_note(frequency_hz, seconds) for frequency_hz, seconds in _NOTES[name]]
    return Sound(np.concatenate(notes), RATE_HZ)


def _note(frequency_hz: float, seconds: float) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    swell = np.sin(np.pi * time / seconds) ** 2  # begins and ends at zero: no click
    return (LEVEL * 32767 * swell * np.sin(2 * np.pi * frequency_hz * time)).astype(np.int16)
