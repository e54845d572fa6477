"""When a turn begins and when it is over: pure, and counted in samples, so a file gives what a microphone gives.

Kaldi's own rules end a turn after 0.5-2.0 s and cut every answer at 20 s; these do not.
"""

from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict

from companion.hearing.sound import samples
from companion.words import load

ONSET_SAMPLES = samples(0.096)
"""Speech this long in a row begins a turn: a click or a cup put down is shorter."""

SETTLED_SAMPLES = samples(0.3)
"""A word reaches the partial result 0.26-0.34 s (median) after its end: while it still grows, nobody has finished."""

RESUMED_SAMPLES = samples(0.4)
"""Sound this long in a row is speech again without a word of it: dishes gave up to 0.26 s that looked like speech."""

WORD_SAMPLES = samples(0.5)
"""How long to wait, after a shorter sound, whether it becomes a word: then it was speech, else a noise."""

UNFINISHED_FACTOR = 2.0
"""How much longer to wait when the words end in the middle of something."""

PIECE_SAMPLES, PIECE_WORDS = samples(0.3), 3
"""What is said between two pauses of this length is a piece; a short one, of so few words, may be a thing in a list."""

LIST_PIECES, LIST_FACTOR = 2, 1.5
"""After so many short pieces in a row, another may follow the present one: how much longer to wait for it."""

UNSURE_SECONDS = 2.0
"""The least to wait when nothing was understood yet, or not what an answer to a closed question is made of."""

DONE_SECONDS = 0.8
"""What is waited after "I'm done" at the end of an answer, however open the question."""

NEAR_SHARE = 0.75
"""A pause of this share of the patience, where the turn might have been over, was a near miss."""

SLOWER_FACTOR, SLOWEST_FACTOR = 1.25, 1.5
"""How much longer to wait after a turn with a near miss, and at most: a question that hangs is no kindness either."""


class Unfinished(BaseModel):
    """The schema of ``words/en/unfinished.toml``: last words after which somebody has more to say, or has not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: frozenset[str]
    pairs: frozenset[str]
    done: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """How far one turn has come, in samples. Feed it every block; ask it whether it `began` and is `over`.

    `quiet` counts since the last speech, `still` since the last sound that looked like it, and `gap` was the quiet
    before that; `paused` is the longest gap in words that might have been all. `complete` is whether the words so far
    are an answer of the kind that is hoped for. `pieces` counts the short pieces in a row before the present one, which
    begins after `piece_begins` words.
    """

    waited: int = 0
    spoken: int = 0
    run: int = 0
    quiet: int = 0
    still: int = 0
    gap: int = 0
    paused: int = 0
    settled: int = 0
    partial: str = ""
    pieces: int = 0
    piece_begins: int = 0
    complete: bool = True
    began: bool = False

    def heard(self, block_samples: int, *, speech: bool, partial: str = "", complete: bool = True) -> "Turn":
        """The turn after one more block: whether it held speech, and what the recogniser makes of it so far."""
        run = self.run + block_samples if speech else 0
        grew = partial != self.partial
        still = 0 if speech else self.still + block_samples
        goes_on = speech and (self.quiet == 0 or run >= (RESUMED_SAMPLES if self.began else ONSET_SAMPLES))
        gap = self.quiet if speech and self.run == 0 else self.gap
        spoke = goes_on or (grew and still < WORD_SAMPLES)
        parted = speech and self.run == 0 and self.quiet >= PIECE_SAMPLES and self._piece_words > 0
        return replace(
            self,
            waited=self.waited if self.began else self.waited + block_samples,
            spoken=self.spoken + block_samples if speech else self.spoken,
            run=run,
            quiet=still if spoke else self.quiet + block_samples,
            still=still,
            gap=gap,
            paused=max(self.paused, gap) if self.began and spoke and not self.unfinished else self.paused,
            settled=0 if grew else self.settled + block_samples,
            partial=partial,
            pieces=(self.pieces + 1 if self._piece_words <= PIECE_WORDS else 0) if parted else self.pieces,
            piece_begins=len(self.partial.split()) if parted else self.piece_begins,
            complete=complete,
            began=self.began or run >= ONSET_SAMPLES,
        )

    def over(self, patience_seconds: float) -> bool:
        """Whether the person has finished: quiet for as long as patience asks, and no word still on its way."""
        on_its_way = self.settled < SETTLED_SAMPLES or self.still < min(WORD_SAMPLES, self.quiet)
        return self.began and not on_its_way and self.quiet >= samples(self._patience_seconds(patience_seconds))

    def _patience_seconds(self, given_seconds: float) -> float:
        if self.partial.endswith(_ends().done):
            return min(given_seconds, DONE_SECONDS)
        if self.unfinished:
            return max(given_seconds * UNFINISHED_FACTOR, UNSURE_SECONDS)
        if self.pieces >= LIST_PIECES and 0 < self._piece_words <= PIECE_WORDS:
            return given_seconds * LIST_FACTOR
        return given_seconds if self.partial and self.complete else max(given_seconds, UNSURE_SECONDS)

    def pace(self, before: float, patience_seconds: float) -> float:
        """How many times longer to wait in the turns after this one, from 1 to 1.5: `before`, or more."""
        missed = self.paused >= samples(NEAR_SHARE * patience_seconds)
        return min(before * SLOWER_FACTOR, SLOWEST_FACTOR) if missed else before

    @property
    def _piece_words(self) -> int:
        return len(self.partial.split()) - self.piece_begins

    @property
    def unfinished(self) -> bool:
        """Whether the words so far end in the middle of something ("and", "because", "i mean")."""
        last = self.partial.split(" ")[-2:]
        return last[-1] in _ends().words or " ".join(last) in _ends().pairs


def _ends() -> Unfinished:
    return load("unfinished", Unfinished)
