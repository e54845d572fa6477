"""A voice that comes in too soft or too loud: said once, with what helps, and then that it is well."""

from dataclasses import replace

import pytest

from companion.conversation.events import Heard, Loudness, Say, Wish
from tests.conversation.holding import HOW, NAME, TRUST, heard, hold

SOFT = "Your voice reaches me very softly. Closer to the microphone I would hear you better."
LOUD = "Your voice is too loud for the microphone. A little further from it I would hear you better."
WELL = "Your voice comes through well now."


def said(*loudness: Loudness | None) -> list[str]:
    """What is said about the level, and the questions it comes before, when answers come in like this."""
    words = ["my sister", "yes", "we talk every day", "no"]
    answers: list[Heard] = [replace(heard(text), loudness=level) for text, level in zip(words, loudness, strict=False)]
    wishes: list[Wish | bool] = hold(*answers)
    assert NAME in wishes
    lines = [wish.text for wish in wishes if isinstance(wish, Say)]
    return [line for line in lines if line in (SOFT, LOUD, WELL, TRUST, HOW, "Did you feel heard today?")]


@pytest.mark.parametrize(("level", "line"), [("quiet", SOFT), ("loud", LOUD)])
def test_three_answers_running_are_told_once(level: Loudness, line: str) -> None:
    """Before the next question, and not again."""
    assert said(level, level, level, level) == [TRUST, HOW, line, "Did you feel heard today?"]


@pytest.mark.parametrize("levels", [("quiet", "quiet", None), ("quiet", "loud", "quiet"), (None, "loud", "loud")])
def test_fewer_are_not(levels: tuple[Loudness | None, ...]) -> None:
    """Nor is it when they differ."""
    assert said(*levels) == [TRUST, HOW, "Did you feel heard today?"]


def test_once_it_is_well_that_is_said_too() -> None:
    """Before the question after the first such answer."""
    assert said("quiet", "quiet", "quiet", None) == [TRUST, HOW, SOFT, "Did you feel heard today?", WELL]
