"""One turn of listening: sound in, the words of one answer out."""

import logging
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from companion.conversation.events import Commanded, Expect, Heard, Key, Listen, NothingHeard
from companion.hearing.activity import Activity
from companion.hearing.endpoint import Turn
from companion.hearing.level import Level
from companion.hearing.models import Models, load_model
from companion.hearing.recogniser import UNKNOWN, Recogniser, Word, known_phrases
from companion.hearing.sound import BLOCK_SAMPLES, BLOCK_SECONDS, Source, samples

_log = logging.getLogger(__name__)  # never a word of what was said

BEFORE_BLOCKS = round(0.4 / BLOCK_SECONDS)
"""Sound from before the onset was noticed that belongs to the first word (0.1 s to notice it, and a soft beginning)."""

GRAMMAR_SURE = 0.8
"""A phrase of a grammar counts when each of its words is at least this sure (0 to 1).

Measured on 110 real single words, clean and with kitchen, dishes and tap at 10 dB: see scripts/bench_ear.py."""

COMMAND_SECONDS = 2.5
"""A command is a whole short utterance: speech longer than this is an answer, and the grammars hear no more of it.

Long speech that is none of its phrases, over the noise of a tap, held a grammar's lattice up for 15 s."""

MUMBLE_SECONDS = 0.4
"""Speech of which no word was understood counts as an attempt to answer from this length on; below it is a noise."""

GUARD_SECONDS = 0.3
"""How long after our last sample has left the speaker the microphone is still not believed."""

FREE: frozenset[Expect] = frozenset({"open", "more"})
"""Where any words are a whole answer; elsewhere it is a phrase that is hoped for, and less may be its beginning."""

Turning: TypeAlias = Heard | Commanded | NothingHeard

Grammars: TypeAlias = Mapping[Expect, Sequence[Sequence[str]]]
"""For each expectation the lists of phrases to listen for, the widest first."""


class Ear:
    """Listens to a source, turn by turn: for the phrases of the `grammars`, and for everything else."""

    def __init__(
        self,
        source: Source,
        models: Models,
        grammars: Grammars,
        pressed: Callable[[], Key | None],
    ) -> None:
        self._source, self._models, self._wanted, self._pressed = source, models, grammars, pressed
        self._loaded: dict[str, Any] = {}
        self._grammars: dict[Expect, tuple[tuple[str, ...], ...]] = {}
        self._activity = Activity()
        self._paces: dict[Expect, float] = {}

    def prepare(self) -> None:
        """Load what is not loaded yet: called while we speak, so that nobody waits for it.

        Raises `ModelError` when the model is not usable.
        """
        if not self._loaded:
            for choice in (self._models.open, self._models.closed):
                if choice.name not in self._loaded:
                    self._loaded[choice.name] = load_model(choice.path)
            closed = self._loaded[self._models.closed.name]
            self._grammars = {
                expect: tuple(known_phrases(closed, phrases) for phrases in wanted)
                for expect, wanted in self._wanted.items()
            }

    def use(self, models: Models) -> None:
        """Listen with these models from the next turn on."""
        self._models = models
        self._loaded.clear()

    def guard(self) -> None:
        """Forget what was heard while we spoke, and its echo."""
        self._source.skip(GUARD_SECONDS)

    def listen(self, wish: Listen) -> Turning:
        """Hear one turn out. Raises `MicrophoneError` when the microphone is lost meanwhile."""
        self.prepare()
        blocks = self._source.blocks()
        waited = 0
        while waited < samples(wish.wait_seconds):
            turn, before, pressed = self._onset(blocks, samples(wish.wait_seconds) - waited)
            if pressed is not None:
                return pressed
            if turn is None:
                return NothingHeard(waited / samples(1), ended=True)
            waited += turn.waited
            if turn.began and (heard := self._hear_out(wish, blocks, turn, before)) is not None:
                return heard
        return NothingHeard(waited / samples(1))

    def _onset(self, blocks: Iterator[bytes], limit: int) -> tuple[Turn | None, deque[bytes], Turning | None]:
        """Wait for speech, at most `limit` samples; None for the turn when the source has ended."""
        turn, before = Turn(), deque[bytes](maxlen=BEFORE_BLOCKS)
        for block in blocks:
            before.append(block)
            turn = turn.heard(BLOCK_SAMPLES, speech=self._activity.is_speech(block))
            if (key := self._pressed()) is not None and key != "silence":
                return turn, before, Commanded(key)
            if turn.began or turn.waited >= limit:
                return turn, before, None
        return None, before, None

    def _hear_out(self, wish: Listen, blocks: Iterator[bytes], turn: Turn, before: deque[bytes]) -> Turning | None:
        """The rest of a turn that has begun; None when it turns out to have been no speech."""
        hearing = self._recognisers(wish.expect)
        pace = self._paces.get(wish.expect, 1.0)
        patience_seconds = wish.patience_seconds * pace
        level = Level()
        for block in before:
            hearing.accept(block)
        for block in blocks:
            if turn.spoken > samples(COMMAND_SECONDS):
                hearing.favoured.clear()
            hearing.accept(block)
            speech = self._activity.is_speech(block)
            level = level.after(block) if speech else level
            turn = turn.heard(
                BLOCK_SAMPLES,
                speech=speech,
                partial=hearing.dictation.partial(),
                complete=wish.expect in FREE or hearing.ends_complete(),
            )
            key = self._pressed()
            if key is not None and key != "silence" and key != "done":  # noqa: PLR1714 - mypy follows this form
                return Commanded(key)
            if key == "done" or turn.over(patience_seconds):
                break
        self._paces[wish.expect] = turn.pace(pace, patience_seconds)
        _log.debug("end of turn")
        words = hearing.final()
        if not words and turn.spoken < samples(MUMBLE_SECONDS):
            return None
        return Heard(" ".join(word.text for word in words), tuple(word.confidence for word in words), level.loudness)

    def _recognisers(self, expect: Expect) -> "_Hearing":
        open_choice, closed_choice = self._models.open, self._models.closed
        closed = self._loaded[closed_choice.name]
        grammars = self._grammars.get(expect, ())
        return _Hearing(
            Recogniser(self._loaded[open_choice.name], open_choice.reliability),
            [Favoured(Recogniser(closed, closed_choice.reliability, phrases), phrases) for phrases in grammars],
        )


class Favoured(NamedTuple):
    """A recogniser that hears nothing but these phrases."""

    recogniser: Recogniser
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Hearing:
    """The recognisers of one turn, which hear the same sound: one for everything, one for each list of phrases."""

    dictation: Recogniser
    favoured: list[Favoured]

    def accept(self, block: bytes) -> None:
        self.dictation.accept(block)
        for recogniser, _ in self.favoured:
            recogniser.accept(block)

    def ends_complete(self) -> bool:
        """Whether the widest list of phrases hears one of them as the last thing so far."""
        return bool(self.favoured) and ends_in(self.favoured[0].recogniser.partial(), self.favoured[0].phrases)

    def final(self) -> tuple[Word, ...]:
        """The words of the turn: those of a favoured phrase when one was heard well.

        A narrower list may make certain what the widest one heard, where sound-alikes compete in it; alone it is not
        believed: between yes and no, "help" over kitchen noise came out as a sure "no".
        """
        widest: list[str] = []
        for recogniser, phrases in self.favoured:
            words = recogniser.final()
            texts = [word.text for word in words]
            widest = widest or texts
            sure = words and min(word.confidence for word in words) >= GRAMMAR_SURE
            if sure and texts == widest and made_of(texts, phrases):
                return words
        return tuple(word for word in self.dictation.final() if word.text != UNKNOWN)


def made_of(words: Sequence[str], phrases: Sequence[str]) -> bool:
    """Whether these words are phrases of the list, one after the other: "yes definitely", but not half of one."""
    text = "".join(f"{word} " for word in words)
    return re.fullmatch(f"(?:(?:{'|'.join(map(re.escape, phrases))}) )+", text) is not None


def ends_in(words: str, phrases: Sequence[str]) -> bool:
    """Whether these words end in a whole phrase of the list."""
    return f" {words}".endswith(tuple(f" {phrase}" for phrase in phrases))
