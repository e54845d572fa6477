"""The three tones: short, soft, and without a click."""

import numpy as np
import pytest

from companion.speaking.earcons import LEVEL, Earcon, earcon
from companion.speaking.voice import Voice


@pytest.mark.parametrize(("name", "samples"), [("listening", 1544 + 1984), ("heard", 662 + 882), ("resting", 7717)])
def test_a_tone_is_short_and_soft(name: Earcon, samples: int) -> None:
    """0.07 + 0.09 s, 0.03 + 0.04 s, 0.35 s at 22,050 samples a second, and never above its level."""
    sound = earcon(name)
    assert (len(sound.pcm), sound.rate_hz) == (samples, 22_050)
    assert 0.9 * LEVEL < np.abs(sound.pcm.astype(int)).max() / 32767 <= LEVEL


@pytest.mark.parametrize("name", ["listening", "heard", "resting"])
def test_a_tone_begins_and_ends_at_nothing(name: Earcon) -> None:
    """No click: the first and the last millisecond are below 1 % of its level."""
    pcm = np.abs(earcon(name).pcm.astype(int))
    assert max(pcm[:22].max(), pcm[-22:].max()) <= 0.01 * LEVEL * 32767


def test_a_tone_is_softer_than_speech() -> None:
    """By 6 dB at its peak, at least."""
    speech = np.abs(Voice().render("hello, i am here to listen").pcm.astype(int)).max()
    assert speech / 2 > LEVEL * 32767


def test_the_tones_are_told_apart_by_their_direction() -> None:
    """The first half against the second half of each: up, down, level."""

    def pitch(pcm: np.ndarray[tuple[int], np.dtype[np.int16]]) -> float:
        spectrum = np.abs(np.fft.rfft(pcm.astype(float), 1 << 15))
        return float(spectrum.argmax() * 22_050 / (1 << 15))

    halves = {}
    for name in ("listening", "heard", "resting"):
        pcm = earcon(name).pcm
        half = len(pcm) * (7 if name == "listening" else 6) // (16 if name == "listening" else 14)
        halves[name] = round(pitch(pcm[:half]), -1), round(pitch(pcm[half:]), -1)
    assert halves == {"listening": (440.0, 660.0), "heard": (660.0, 440.0), "resting": (330.0, 330.0)}
