"""How loud a voice comes in, with arithmetic that can be checked by hand."""

import numpy as np
import pytest

from companion.conversation.events import Loudness
from companion.hearing.level import Level


def level_of(*samples: int) -> Level:
    """The level after a block of these samples."""
    return Level().after(np.array(samples, np.int16).tobytes())


@pytest.mark.parametrize(
    ("samples", "loudness"),
    [
        ([100, -100], None),  # exactly at the bar of 100
        ([99, -99], "quiet"),
        ([20_000] * 995 + [-32_768] * 5, None),  # 5 of 1,000 are at the limit
        ([20_000] * 994 + [-32_768] * 6, "loud"),
        ([], None),
    ],
)
def test_too_soft_too_loud_or_well(samples: list[int], loudness: Loudness | None) -> None:
    """By its root mean square, and by the share of samples at the limit."""
    assert level_of(*samples).loudness == loudness


def test_blocks_add_up() -> None:
    """A soft block and a loud one are one voice."""
    both = level_of(0, 0).after(np.array([200, -200], np.int16).tobytes())
    assert (both.samples, both.squares, both.clipped) == (4, 80_000.0, 0)
    assert both.loudness is None
