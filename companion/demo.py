"""A simulated person, for a check-in without a microphone: hears the questions, answers in another voice."""

from collections.abc import Iterator

import numpy as np
from pydantic import BaseModel, ConfigDict

from companion.hearing.sound import BLOCK_SAMPLES, RATE_HZ, SILENCE
from companion.speaking.voice import Voice
from companion.words import load

BEFORE_BLOCKS = 12
"""Quiet before an answer begins, 0.4 s: a normal gap between two people."""


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    to: str
    say: str


class Answers(BaseModel):
    """The schema of ``words/en/demo.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    otherwise: str
    answers: tuple[_Answer, ...]


class Person:
    """Answers the last question that was heard, as a source of sound: each turn is one answer, then quiet."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._words = load("demo", Answers)
        self._question = ""

    def hear(self, text: str) -> None:
        """Hear what the companion says."""
        self._question = text.lower()

    def answer(self) -> str:
        """What this person says now: the answer whose key fits the question best."""
        fitting = [answer for answer in self._words.answers if answer.to in self._question]
        return max(fitting, key=lambda answer: len(answer.to)).say if fitting else self._words.otherwise

    def blocks(self) -> Iterator[bytes]:
        """A short quiet, the answer, and quiet for as long as anybody listens."""
        sound = self._voice.render(self.answer()).at(RATE_HZ)
        yield from [SILENCE] * BEFORE_BLOCKS
        pcm = np.pad(sound.pcm, (0, -len(sound.pcm) % BLOCK_SAMPLES))
        for start in range(0, len(pcm), BLOCK_SAMPLES):
            yield pcm[start : start + BLOCK_SAMPLES].tobytes()
        while True:
            yield SILENCE

    def skip(self, seconds: float) -> None:
        """Nothing is overheard: this person waits until asked."""
