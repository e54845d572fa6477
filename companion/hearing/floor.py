"""Is this microphone still there? Pure, from what it delivers: a real one always has a floor of noise.

A source that was unplugged or muted gives exact zeros. So do noise gates and virtual cards between words: a microphone
that was exactly silent and then heard again, before its floor was certain, is never judged by zeros.
"""

from dataclasses import dataclass

from companion.hearing.sound import samples

GONE_SAMPLES = samples(1.5)
"""Exact zeros for this long from a microphone with a floor: it was unplugged or muted."""

HICCUP_SAMPLES = samples(0.2)
"""Zeros up to this length say nothing: a sound server gives some when it moves a stream."""

CERTAIN_SAMPLES = samples(10)
"""Never silent for this long: it has a floor. After an unplugging the sound server may hand us our own voice instead,
and its gaps must not make us doubt that."""


@dataclass(frozen=True, slots=True)
class Floor:
    """What is known of a microphone's floor, in samples since it was opened; `gated` when it has none."""

    heard: int = 0
    zeros: int = 0
    gated: bool = False

    def after(self, count: int, *, zero: bool) -> "Floor":
        """The floor after so many more samples, all of them exactly zero or not."""
        if zero:
            return Floor(self.heard, self.zeros + count, self.gated or (self.never and self.zeros >= GONE_SAMPLES))
        paused = not self.never and self.zeros > HICCUP_SAMPLES and self.heard < CERTAIN_SAMPLES
        return Floor(self.heard + count, 0, self.gated or paused)

    @property
    def gone(self) -> bool:
        """Whether it had a floor, and has been exactly silent for too long."""
        return not self.never and not self.gated and self.zeros >= GONE_SAMPLES

    @property
    def never(self) -> bool:
        """Whether nothing but zeros has ever come."""
        return self.heard == 0
