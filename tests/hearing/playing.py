"""Speech made by the voice, and a source that plays it to the ear."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from companion.hearing.sound import BLOCK_SAMPLES, RATE_HZ
from companion.speaking.voice import Voice

Pcm = NDArray[np.int16]


def spoken(words: str, voice: str = "", rate_words_per_minute: int = 150) -> Pcm:
    """These words, spoken by a voice of the system, at the rate at which we hear."""
    return Voice(voice, rate_words_per_minute).render(words).at(RATE_HZ).pcm


def quiet(seconds: float) -> Pcm:
    return np.zeros(round(seconds * RATE_HZ), np.int16)


def noise(seconds: float, level: float) -> Pcm:
    """Hiss, the same at every call; `level` is its standard deviation."""
    return np.random.default_rng(7).normal(0, level, round(seconds * RATE_HZ)).astype(np.int16)


def in_blocks(*parts: Pcm) -> list[bytes]:
    pcm = np.concatenate(parts)
    pcm = np.pad(pcm, (0, -len(pcm) % BLOCK_SAMPLES))
    return [pcm[at : at + BLOCK_SAMPLES].tobytes() for at in range(0, len(pcm), BLOCK_SAMPLES)]


class Player:
    """A source that plays what it was given, once."""

    def __init__(self, *parts: Pcm) -> None:
        self._blocks = iter(in_blocks(*parts)) if parts else iter(())
        self.skipped: list[float] = []

    def blocks(self) -> Iterator[bytes]:
        """What is still to come."""
        return self._blocks

    def skip(self, seconds: float) -> None:
        """Remember that somebody wanted that."""
        self.skipped.append(seconds)
