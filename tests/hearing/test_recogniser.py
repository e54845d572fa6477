"""The recogniser: phrases it can know, long answers in pieces, the same words from any way in."""

from pathlib import Path
from typing import Any

import pytest
import soundfile

from companion.conversation.events import Heard, Listen
from companion.hearing.ear import GRAMMAR_SURE, Ear
from companion.hearing.file import FileSource
from companion.hearing.models import find_models, load_model
from companion.hearing.recogniser import Recogniser, Word, known_phrases
from companion.speaking.sound import Sound
from tests.hearing.playing import Player, in_blocks, quiet, spoken


@pytest.fixture(scope="module")
def small() -> Any:
    """The small built-in model."""
    return load_model(find_models(None).closed.path)


def test_phrases_with_a_word_that_is_not_known_are_left_out(small: Any) -> None:
    """Vosk would drop the word and listen for the rest of the phrase; what stands twice is listened for once."""
    phrases = ["yes", "my xylophonist", "no", "yes", "not sure", "qzx"]
    assert known_phrases(small, phrases) == ("yes", "no", "not sure")


def test_a_grammar_hears_its_phrases_and_unknown_for_the_rest(small: Any) -> None:
    """Never a phrase for what is none."""
    heard = []
    for words in ("yes", "the kitchen window is open again"):
        recogniser = Recogniser(small, 1.0, ["yes", "no"])
        for block in in_blocks(quiet(0.3), spoken(words), quiet(0.5)):
            recogniser.accept(block)
        heard.append(recogniser.final())
    assert heard[0] == (Word("yes", 1.0),)
    assert "[unk]" in [word.text for word in heard[1]]


def test_the_reliability_scales_every_confidence(small: Any) -> None:
    """A quarter of it is a quarter."""
    sound = in_blocks(quiet(0.3), spoken("not sure"), quiet(0.5))
    words = []
    for reliability in (1.0, 0.25):
        recogniser = Recogniser(small, reliability, ["not sure"])
        for block in sound:
            recogniser.accept(block)
        words.append(recogniser.final())
    assert words[1] == tuple(Word(word.text, round(word.confidence * 0.25, 3)) for word in words[0])


def test_nothing_said_is_nothing_heard(small: Any) -> None:
    """No word, whether quiet was heard or nothing at all."""
    assert Recogniser(small).final() == ()
    recogniser = Recogniser(small)
    for block in in_blocks(quiet(1.0)):
        recogniser.accept(block)
    assert (recogniser.partial(), recogniser.final()) == ("", ())


class Counting(Recogniser):
    """Counts how often words were harvested, and how many words each harvest brought."""

    pieces: tuple[int, ...] = ()

    def _harvest(self, result: str) -> None:
        before = len(self._words)
        super()._harvest(result)
        self.pieces += (len(self._words) - before,)


def resident_megabytes() -> float:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096 / 1e6


def test_a_minute_is_harvested_piece_by_piece(small: Any) -> None:
    """At each pause what was said is taken: little is left for the end, and memory does not grow with the answer.

    Without that, three minutes took 5 s to finish and 770 MB.
    """
    sentence = in_blocks(spoken("we want more time together"), quiet(0.9))
    recogniser, megabytes = Counting(small), []
    rounds = round(60 / (len(sentence) * 512 / 16_000))
    for number in range(rounds):
        for block in sentence:
            recogniser.accept(block)
        if number in (rounds // 3, rounds - 1):
            megabytes.append(resident_megabytes())
    assert len(recogniser.partial().split()) > 3 * rounds
    words = recogniser.final()
    assert len(recogniser.pieces) > 0.8 * rounds
    assert recogniser.pieces[-1] <= max(recogniser.pieces[:-1])
    assert sum(recogniser.pieces) == len(words) > 3 * rounds
    assert megabytes[1] - megabytes[0] < 20


@pytest.mark.parametrize(
    ("ending", "rate_hz", "channels"), [("wav", 16_000, 1), ("wav", 48_000, 2), ("flac", 44_100, 1)]
)
def test_the_same_answer_from_any_way_in(tmp_path: Path, ending: str, rate_hz: int, channels: int) -> None:
    """Played block by block or read from a file of another rate, the same words are as surely heard."""
    pcm = [quiet(0.5), spoken("not sure"), quiet(2.0)]
    path = tmp_path / f"answer.{ending}"
    sound = [Sound(part, 16_000).at(rate_hz).pcm for part in pcm]
    joined = [sample for part in sound for sample in part]
    soundfile.write(path, [[sample] * channels for sample in joined], rate_hz, subtype="PCM_16")
    phrases = {"closed": [["not sure", "yes", "no"]]}
    wish = Listen("closed", 0.8, 8.0)
    sources = (Player(*pcm), FileSource(path))
    heard = [Ear(source, find_models(None), phrases, lambda: None).listen(wish) for source in sources]  # type: ignore[arg-type]
    assert [fact.words for fact in heard if isinstance(fact, Heard)] == ["not sure"] * 2
    assert all(min(fact.confidences) >= GRAMMAR_SURE for fact in heard if isinstance(fact, Heard))
