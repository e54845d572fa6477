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

UNFINISHED_FACTOR = 2.0
"""How much longer to wait when the words end in the middle of something."""


class Unfinished(BaseModel):
    """The schema of ``words/en/unfinished.toml``: last words after which somebody has more to say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Turn:
    """How far one turn has come, in samples. Feed it every block; ask it whether it `began` and is `over`."""

    waited: int = 0
    spoken: int = 0
    run: int = 0
    quiet: int = 0
    settled: int = 0
    partial: str = ""
    began: bool = False

    def heard(self, block_samples: int, *, speech: bool, partial: str = "") -> "Turn":
        """The turn after one more block: whether it held speech, and what the recogniser makes of it so far."""
        run = self.run + block_samples if speech else 0
        grew = partial != self.partial
        return replace(
            self,
            waited=self.waited if self.began else self.waited + block_samples,
            spoken=self.spoken + block_samples if speech else self.spoken,
            run=run,
            quiet=0 if speech else self.quiet + block_samples,
            settled=0 if grew else self.settled + block_samples,
            partial=partial,
            began=self.began or run >= ONSET_SAMPLES,
        )

    def over(self, patience_seconds: float) -> bool:
        """Whether the person has finished: quiet for as long as patience asks, and no word still on its way."""
        patience = patience_seconds * (UNFINISHED_FACTOR if self.unfinished else 1.0)
        return self.began and self.quiet >= samples(patience) and self.settled >= SETTLED_SAMPLES

    @property
    def unfinished(self) -> bool:
        """Whether the words so far end in the middle of something ("and", "because", "um")."""
        return self.partial.rsplit(" ", 1)[-1] in load("unfinished", Unfinished).words
