"""What counts as speech, on real speech and on everything else that sounds at a table."""

import numpy as np
import pytest

from companion.hearing.activity import Activity
from companion.hearing.sound import RATE_HZ
from companion.speaking.earcons import Earcon, earcon
from tests.hearing.playing import Pcm, in_blocks, noise, quiet, spoken


def speech_blocks(*parts: Pcm) -> list[int]:
    """The numbers of the blocks that count as speech."""
    activity = Activity()
    return [number for number, block in enumerate(in_blocks(*parts)) if activity.is_speech(block)]


def sine(frequency_hz: float, level: float, seconds: float = 2.0) -> Pcm:
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return (level * np.sin(2 * np.pi * frequency_hz * time)).astype(np.int16)


@pytest.mark.parametrize("voice", ["gmw/en", "en-us", "en-gb-scotland"])
@pytest.mark.parametrize("level", [1.0, 0.1])
def test_speech_counts_where_it_is(voice: str, level: float) -> None:
    """From within 0.2 s of its beginning to its end, loud and soft; the quiet around it does not count."""
    words = (spoken("we want more time together", voice) * level).astype(np.int16)
    found = speech_blocks(quiet(1.0), words, quiet(1.0))
    begins, ends = RATE_HZ / 512, (RATE_HZ + len(words)) / 512
    assert (begins - 1 <= found[0] <= begins + 7, ends - 25 <= found[-1] <= ends + 7) == (True, True)
    assert len(found) > 0.6 * len(words) / 512


@pytest.mark.parametrize(
    "sound",
    [quiet(3.0), noise(3.0, 30), noise(3.0, 3000), sine(50, 8000), sine(440, 8000), sine(1000, 20000)],
    ids=["silence", "soft hiss", "loud hiss", "hum", "a", "whistle"],
)
def test_what_is_no_speech_does_not_count(sound: Pcm) -> None:
    """Not one block of it."""
    assert speech_blocks(sound) == []


@pytest.mark.parametrize("name", ["listening", "heard", "resting"])
@pytest.mark.parametrize("louder", [1, 8])
def test_our_own_tones_begin_no_turn(name: Earcon, louder: int) -> None:
    """As they are, and as loud as they can come back from a near loudspeaker: never three blocks in a row."""
    pcm = np.clip(earcon(name).at(RATE_HZ).pcm.astype(int) * louder, -32768, 32767).astype(np.int16)
    assert in_a_row(speech_blocks(quiet(0.5), pcm, quiet(0.5), pcm, quiet(0.5))) == []


def in_a_row(found: list[int]) -> list[int]:
    """Where three blocks in a row count, which begins a turn."""
    return [number for number in found if {number + 1, number + 2} <= set(found)]


def test_a_knock_does_not_begin_a_turn() -> None:
    """Five knocks, each shorter than the three blocks that begin one."""
    knock = (noise(0.02, 12000) * np.linspace(1, 0, 320)).astype(np.int16)
    found = speech_blocks(*[part for _ in range(5) for part in (quiet(0.4), knock)])
    assert in_a_row(found) == []
