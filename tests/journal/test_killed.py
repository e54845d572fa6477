"""Killed at any moment, with kill -9: what was acknowledged is there, nothing is torn, and the next start goes on."""

from collections.abc import Callable

import pytest


@pytest.mark.usefixtures("home")
def test_no_page_is_lost_at_random_moments(run: Callable[..., list[str]]) -> None:
    """40 kills in one growing journal; `scripts/bench_journal.py` does 200."""
    [line] = run("killing.py", "keeping", "40")
    assert line.startswith("40 kills, ")
    assert line.endswith(" pages found, wrong: nothing")


@pytest.mark.usefixtures("home")
def test_a_first_start_may_die_at_any_call(run: Callable[..., list[str]]) -> None:
    """From the making of the folders to the first page, one kill at each 11th Python call."""
    [line] = run("killing.py", "opening", "11")
    assert line.endswith(" kills, wrong: nothing")
    assert int(line.split()[0]) > 60


@pytest.mark.usefixtures("home")
def test_a_change_of_the_key_may_die_at_any_call(run: Callable[..., list[str]]) -> None:
    """The journal opens with the old key or the new one, and the page is there; one kill at each 23rd call."""
    [line] = run("killing.py", "rekeying", "23")
    assert line.endswith(" kills, wrong: nothing")
    assert int(line.split()[0]) > 30
