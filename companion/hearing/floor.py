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

KNOWN_SAMPLES = samples(0.5)
"""Less than this says nothing: the end of our own tone may come back through a card that has no floor."""

CERTAIN_SAMPLES = samples(1)
"""Never silent for this long: it has a floor, and a gap later on, as when a stream is moved, makes nobody doubt it."""


@dataclass(frozen=True, slots=True)
class Floor:
    """What is known of a microphone's floor, in samples that were listened to; `gated` when it has none."""

    heard: int = 0
    zeros: int = 0
    gated: bool = False

    def after(self, count: int, *, zero: bool) -> "Floor":
        """The floor after so many more samples, all of them exactly zero or not."""
        if zero:
            silent_at_first = self.never and self.zeros + count > HICCUP_SAMPLES
            return Floor(self.heard, self.zeros + count, self.gated or silent_at_first)
        before = self.interrupted()
        return Floor(self.heard + count, 0, before.gated)

    def interrupted(self) -> "Floor":
        """The floor when listening stops for a while: silences before and after it are not one."""
        paused = self.zeros > HICCUP_SAMPLES and self.heard < CERTAIN_SAMPLES
        return Floor(self.heard, 0, self.gated or paused)

    @property
    def gone(self) -> bool:
        """Whether it had a floor, and has been exactly silent for too long."""
        return self.heard >= KNOWN_SAMPLES and not self.gated and self.zeros >= GONE_SAMPLES

    @property
    def never(self) -> bool:
        """Whether nothing but zeros has ever come."""
        return self.heard == 0
