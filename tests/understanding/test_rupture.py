"""Confrontation and withdrawal, when they are turned toward the companion and not told about others."""

from collections.abc import Callable

import pytest

from companion.understanding import understand

Rows = list[tuple[str, str]]


def test_ruptures_are_noticed_and_stories_are_not(labelled: Callable[[str], Rows]) -> None:
    """Every row of the table is read as labelled."""
    heard = [(words, wanted, understand(words).rupture or "none") for words, wanted in labelled("ruptures")]
    assert [row for row in heard if row[1] != row[2]] == []


@pytest.mark.parametrize("lead", ["", "okay ", "well honestly ", "no look ", "um yeah "])
def test_what_leads_in_is_passed_over(lead: str) -> None:
    """A rupture is noticed behind the words with which people begin."""
    heard = [understand(lead + words).rupture for words in ("this is pointless", "i don't want to talk about it")]
    assert heard == ["confrontation", "withdrawal"]
