"""What the microphone's sound says about the microphone, the room and the way from the loudspeaker: pure."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from companion.doctor.findings import Finding, finding
from companion.hearing.level import CLIPPED, CLIPPED_SHARE
from companion.hearing.sound import BLOCK_SAMPLES, RATE_HZ
from companion.speaking.sound import Sound

FULL_SCALE = 32_768
VERY_QUIET_DBFS, QUIET_DBFS, SOME_NOISE_DBFS = -65.0, -50.0, -38.0
"""Up to where a room counts as such: root mean square against full scale. Speech comes in at -30 to -20 there; kitchen
noise 10 dB below the voice cost one word of ten in recognition (scripts/bench_ear.py)."""

HUM_SHARE = 0.7
"""So much of the power on the harmonics of the mains is a hum: white noise has 0.03 there."""

MAINS_HZ = (50, 60)
HARMONICS = 8
HUM_WIDTH_HZ = 2.0

CHIRP_HZ = (600.0, 6000.0)
CHIRP_SECONDS = 0.25
CHIRP_LEVEL = 0.2
"""Peak against full scale: as loud as speech."""

CLEAR_PEAK = 10.0
"""A correlation this many times its root mean square is the chirp itself; noise alone reaches 4.5 in two seconds."""

FIRST_PEAK = 0.6
"""The direct way may be weaker than one over a wall: the first peak of this share of the highest one is it."""

Pcm = NDArray[np.int16]


def room(pcm: Pcm) -> Finding:
    """What a few seconds of an empty room (16 kHz) say about microphone and noise."""
    if not pcm.any():
        return finding("room_zeros")
    if np.mean(np.abs(pcm.astype(np.int32)) >= CLIPPED) > CLIPPED_SHARE:
        return finding("room_clipped")
    level = noise_dbfs(pcm)
    rounded = round(level)
    if level > QUIET_DBFS and hum_share(pcm) > HUM_SHARE:
        return finding("room_hum", level=rounded)
    if level > SOME_NOISE_DBFS:
        return finding("room_noisy", level=rounded)
    if level > QUIET_DBFS:
        return finding("room_some_noise", level=rounded)
    return finding("room_quiet" if level > VERY_QUIET_DBFS else "room_very_quiet", level=rounded)


def noise_dbfs(pcm: Pcm) -> float:
    """The median level of blocks of 32 ms, in dB of full scale (at most 0): one cup put down is no noise."""
    blocks = pcm[: len(pcm) // BLOCK_SAMPLES * BLOCK_SAMPLES].reshape(-1, BLOCK_SAMPLES).astype(np.float64)
    heard = np.std(blocks, axis=1)  # without a constant offset, which is no sound
    return float(20 * np.log10(max(np.median(heard), 0.5) / FULL_SCALE))


def hum_share(pcm: Pcm) -> float:
    """The share of the power (0 to 1) that lies on the mains' frequency and its harmonics."""
    sound = pcm - pcm.mean()
    power = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) ** 2
    frequency_hz = np.fft.rfftfreq(len(sound), 1 / RATE_HZ)
    shares = []
    for mains_hz in MAINS_HZ:
        nearest = np.clip(np.round(frequency_hz / mains_hz), 1, HARMONICS) * mains_hz
        shares.append(power[np.abs(frequency_hz - nearest) <= HUM_WIDTH_HZ].sum() / max(power.sum(), 1.0))
    return float(max(shares))


def chirp(rate_hz: int) -> Sound:
    """A short rising sound that nothing in a room sounds like."""
    time = np.arange(round(CHIRP_SECONDS * rate_hz)) / rate_hz
    low_hz, high_hz = CHIRP_HZ
    phase = 2 * np.pi * (low_hz * time + (high_hz - low_hz) * time**2 / (2 * CHIRP_SECONDS))
    swell = np.sin(np.pi * time / CHIRP_SECONDS) ** 0.5  # begins and ends at zero: no click
    return Sound((CHIRP_LEVEL * 32_767 * swell * np.sin(phase)).astype(np.int16), rate_hz)


def chirp_at_seconds(heard: Pcm) -> float | None:
    """When the chirp begins in what was heard (16 kHz); None when it is not in there."""
    played = chirp(RATE_HZ).pcm.astype(np.float64)
    if len(heard) < len(played) or not heard.any():
        return None
    length = len(heard) + len(played)
    spectrum = np.fft.rfft(heard.astype(np.float64), length) * np.conj(np.fft.rfft(played, length))
    likeness = np.abs(np.fft.irfft(spectrum, length))[: len(heard) - len(played) + 1]
    highest = float(likeness.max())
    if highest < CLEAR_PEAK * float(np.sqrt(np.mean(likeness**2))):
        return None
    return int(np.argmax(likeness >= FIRST_PEAK * highest)) / RATE_HZ


def delay(seconds: float | None, bearable_seconds: float) -> Finding:
    """What the time from handing the chirp over to hearing it says; up to `bearable_seconds` our guard covers it."""
    if seconds is None:
        return finding("delay_unheard")
    milliseconds = round(seconds * 100) * 10
    return finding("delay_well" if seconds <= bearable_seconds else "delay_long", milliseconds=milliseconds)


def spoken(words: Sequence[str], loudness: str | None) -> Finding:
    """What a sentence that was asked for says about hearing: its words, and how loud it came in."""
    if loudness:
        return finding("heard_loud" if loudness == "loud" else "heard_quiet")
    if not words:
        return finding("heard_no_words")
    understood = "yes" in words or {"i", "here"} <= set(words)
    return finding("heard_well" if understood else "heard_otherwise", words=" ".join(words))
