"""Whether a microphone is still there, from what it delivers: in samples that can be checked by hand."""

import pytest

from companion.hearing.floor import CERTAIN_SAMPLES, GONE_SAMPLES, HICCUP_SAMPLES, KNOWN_SAMPLES, Floor

SECOND = 16_000


def after(*stretches: tuple[str, int]) -> Floor:
    """The floor after stretches of noise ("~") or of exact zeros ("0"), heard in chunks of 500 samples at most."""
    floor = Floor()
    for what, length in stretches:
        for start in range(0, length, 500):
            floor = floor.after(min(500, length - start), zero=what == "0")
    return floor


def test_the_figures_are_samples() -> None:
    """1.5, 0.2, 0.5 and 1 seconds."""
    assert (GONE_SAMPLES, HICCUP_SAMPLES, KNOWN_SAMPLES, CERTAIN_SAMPLES) == (24_000, 3_200, 8_000, 16_000)


@pytest.mark.parametrize(("zeros", "gone"), [(23_999, False), (24_000, True), (60 * SECOND, True)])
def test_exact_zeros_from_a_microphone_with_a_floor_are_a_loss(zeros: int, gone: bool) -> None:
    """To the sample."""
    assert after(("~", 3 * SECOND), ("0", zeros)).gone == gone


@pytest.mark.parametrize(
    "stretches",
    [
        [("0", 60 * SECOND)],  # muted from the start, or a card without any noise
        [("0", 2 * SECOND), ("~", SECOND), ("0", 60 * SECOND)],  # such a card, with somebody speaking
        [("~", 15_999), ("0", SECOND), ("~", SECOND), ("0", 60 * SECOND)],  # a noise gate
        [("~", 7_999), ("0", 60 * SECOND)],  # the end of our own tone, come back
    ],
)
def test_who_was_ever_silent_is_not_judged_by_zeros(stretches: list[tuple[str, int]]) -> None:
    """However long it is silent."""
    assert not after(*stretches).gone


@pytest.mark.parametrize(
    "stretches",
    [
        [("0", 3_200), ("~", SECOND)],  # a device that needs a moment to begin
        [("~", 15_999), ("0", 3_200), ("~", SECOND)],  # a hiccup
        [("~", SECOND), ("0", SECOND), ("~", 500)],  # once, after it was certain
    ],
)
def test_a_short_silence_makes_nobody_doubt_the_floor(stretches: list[tuple[str, int]]) -> None:
    """What follows is judged as before."""
    assert after(*stretches, ("0", 24_000)).gone


def test_one_that_was_never_heard_is_known() -> None:
    """One sample that is not zero is enough."""
    assert after(("0", SECOND)).never
    assert not after(("0", SECOND), ("~", 1), ("0", SECOND)).never


def test_silences_before_and_after_our_own_speech_are_not_one() -> None:
    """And whoever was silent at the end of a turn is not judged in the next."""
    floor = after(("~", 15_999), ("0", SECOND)).interrupted()
    assert (floor.zeros, floor.gated) == (0, True)
    assert not after(("~", SECOND), ("0", SECOND)).interrupted().gated
