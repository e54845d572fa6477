"""Commands: whole short utterances, in many phrasings, and never a word inside an answer."""

from collections.abc import Callable
from typing import get_args

import pytest

from companion.understanding import Command, understand

Rows = list[tuple[str, str]]


def test_commands_are_found_and_answers_are_left(labelled: Callable[[str], Rows]) -> None:
    """Every command of the table is understood, and no answer is taken for one."""
    wrong = [(words, wanted, understand(words).command or "none") for words, wanted in labelled("commands")]
    assert [row for row in wrong if row[1] != row[2]] == []


def test_the_table_knows_every_command(labelled: Callable[[str], Rows]) -> None:
    """Each command stands in the table, and more than a third of it are answers."""
    labels = [label for _, label in labelled("commands")]
    assert set(labels) == {*get_args(Command), "none"}
    assert labels.count("none") > len(labels) / 3


@pytest.mark.parametrize("answer", ["no", "right", "okay", "yes", "i wish he would stop", "we go back"])
def test_an_answer_is_no_command(answer: str) -> None:
    """Plain answers, and answers with a command's word in them, stay answers."""
    assert understand(answer).command is None


def test_a_cry_for_help_is_a_concern_and_not_the_command() -> None:
    """Help lists what can be said; needing it is another thing, and asks how the person is."""
    heard = [(understand(w).command, understand(w).concern) for w in ("help", "i need help", "i need help please")]
    assert heard == [("help", "none"), ("i need help", "check"), ("i need help", "check")]


@pytest.mark.parametrize("wrapped", ["{} please", "um {}", "okay {} thanks", "could you please {} for me"])
@pytest.mark.parametrize(
    ("plain", "command"), [("slow down", "slower"), ("repeat that", "repeat"), ("skip this one", "skip")]
)
def test_courtesy_changes_nothing(wrapped: str, plain: str, command: str) -> None:
    """However politely it is asked, it is the same command."""
    assert understand(wrapped.format(plain)).command == command


def test_a_long_utterance_is_an_answer() -> None:
    """More than fourteen words are an answer even when courtesies are all there is around a command."""
    assert (
        understand("please okay sorry hey oh well so actually maybe right yes no could you please stop").command is None
    )
