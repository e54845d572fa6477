"""Speech -> words: vosk, streaming, fresh for each turn, with a confidence for every word."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from companion.hearing.sound import RATE_HZ

UNKNOWN = "[unk]"
"""What a recogniser with a grammar prints for speech that is none of its phrases."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it was heard; `confidence` is from 0 to 1."""

    text: str
    confidence: float


class Recogniser:
    """One turn's worth of recognition. `reliability` (0 to 1) scales the confidences.

    A small model is sure of wrong words too: its confidences are multiplied by the share of words that it gets right
    on real people, so that one threshold ("sure enough to be said back") serves every model.
    """

    def __init__(self, model: Any, reliability: float = 1.0, phrases: Sequence[str] = ()) -> None:
        import vosk  # noqa: PLC0415 - costs 0.1-0.2 s: only once the greeting is being spoken

        grammar = [json.dumps([*phrases, UNKNOWN])] if phrases else []
        self._vosk = vosk.KaldiRecognizer(model, RATE_HZ, *grammar)
        self._vosk.SetWords(True)
        self._reliability = reliability
        self._words: list[Word] = []

    def accept(self, block: bytes) -> None:
        """Hear one more block.

        Where Kaldi sees a pause it is harvested: without that, a three-minute answer took 5 s to finish and 770 MB.
        The pause ends nothing: whether the turn is over is decided elsewhere.
        """
        if self._vosk.AcceptWaveform(block):
            self._harvest(self._vosk.Result())

    def partial(self) -> str:
        """The words so far, still open to change."""
        growing = json.loads(self._vosk.PartialResult()).get("partial", "")
        return " ".join([*(word.text for word in self._words), *growing.split()])

    def final(self) -> tuple[Word, ...]:
        """All the words of the turn. Nothing may be accepted after it."""
        self._harvest(self._vosk.FinalResult())
        return tuple(self._words)

    def _harvest(self, result: str) -> None:
        self._words += [
            Word(word["word"], round(word["conf"] * self._reliability, 3))
            for word in json.loads(result).get("result", [])
        ]


def known_phrases(model: Any, phrases: Sequence[str]) -> tuple[str, ...]:
    """Those phrases of which the model knows every word: vosk would drop an unknown word out of its phrase."""
    return tuple(
        phrase
        for phrase in dict.fromkeys(phrases)
        if all(model.vosk_model_find_word(word) >= 0 for word in phrase.split())
    )
