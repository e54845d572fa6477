"""Silence, what was not understood, and what was not heard surely: every wish that follows."""

import pytest

from companion.conversation.events import Fact, Heard, Listen, Say, Wish
from companion.understanding import Stance
from tests.conversation.holding import (
    AGAIN,
    BEGUN,
    CLOSED,
    ENDED,
    HOW,
    OPEN,
    TRUST,
    YES,
    YES_KEPT,
    Reply,
    asked,
    heard,
    hold,
    kept,
    silent,
    whole,
)

HERE, LEAVE = Say("I'm here. Take your time."), Say("We can stay with this, or leave it.")
REST = Say("I'll rest now. Say I'm back when you'd like to go on.")
SECOND, RESTING = Listen("closed", 0.8, 15.0), Listen("command", 0.8, 120.0)
LADDER: list[Wish | bool] = [*BEGUN, HERE, SECOND, LEAVE, SECOND, REST, RESTING]
QUIET = [silent(8), silent(15), silent(15)]


def test_silence_is_met_step_by_step_and_ends_it_at_last() -> None:
    """A word that it is here, a choice, a rest; then it ends by itself, and no answer is made up."""
    assert hold("my sister", *QUIET, silent(120)) == [
        *LADDER,
        Say("I'll stop here for today. Everything you told me is kept."),
        False,
    ]


def test_from_the_rest_one_comes_back_to_the_question() -> None:
    """With a word of welcome; the question is asked again."""
    assert hold("my sister", *QUIET, "i'm back") == [*LADDER, Say("Welcome back."), *AGAIN, *ENDED]


@pytest.mark.parametrize(("before", "wishes"), [(1, [HERE, SECOND]), (2, [HERE, SECOND, LEAVE, SECOND])])
def test_an_answer_on_any_step_is_an_answer(before: int, wishes: list[Wish | bool]) -> None:
    """However long it took."""
    held = hold("my sister", *QUIET[:before], "yes")
    assert held == whole(*BEGUN, *wishes, YES_KEPT, YES, *asked(HOW, OPEN), *ENDED)


@pytest.mark.parametrize("nothing", [heard(""), Heard("   "), Heard("\t\n")])
def test_what_was_not_understood_is_asked_for_twice_and_then_left(nothing: Fact) -> None:
    """Never kept as an answer."""
    assert hold("my sister", nothing, nothing, nothing) == [
        *BEGUN,
        Say("I didn't catch that. Could you say it once more?"),
        CLOSED,
        Say("I still couldn't make that out. You can say it again, or say skip."),
        CLOSED,
        Say("All right. We'll leave that one."),
        *asked(HOW, OPEN),
        *ENDED,
    ]


WHICH = "Would you say yes, no, or not sure?"


@pytest.mark.parametrize(
    ("confidence", "answers", "wishes", "stance", "settled"),
    [
        (0.8, [], [], "yes", "yes"),
        (0.79, ["yes"], asked("I took that as yes. Is that right?", CLOSED), "yes", "yes"),
        (0.3, ["no", "no"], [*asked("I took that as yes. Is that right?", CLOSED), *asked(WHICH, CLOSED)], "no", "no"),
        (0.29, ["no"], asked(WHICH, CLOSED), "no", "no"),
        (0.29, ["we talk"], asked(WHICH, CLOSED), "unclear", "we talk"),
        (0.29, ["skip"], [*asked(WHICH, CLOSED), Say("All right. We'll leave that one.")], "unclear", ""),
    ],
)
def test_an_uncertain_stance_is_asked_about(
    confidence: float, answers: list[str | Fact], wishes: list[Wish | bool], stance: Stance, settled: str
) -> None:
    """Kept as it was heard, then kept with what is certain, and that is acknowledged; a mere guess is not named."""
    unsure = heard("yes", confidence)
    again = [] if stance == "yes" else [kept("trust.closed", TRUST, unsure, stance)]
    reply = Reply(settled or "yes", YES.question, sure=bool(settled), stance=stance)
    held = hold("my sister", unsure, *answers)
    expected = [*BEGUN, kept("trust.closed", TRUST, unsure, "yes"), *wishes, *again, reply, *asked(HOW, OPEN), *ENDED]
    assert held == whole(*expected)


def test_an_answer_without_a_stance_is_asked_about() -> None:
    """An account in answer to a closed question is kept and acknowledged in its own words."""
    words = "she calls me every week"
    assert hold("my sister", words, "yes") == whole(
        *BEGUN,
        kept("trust.closed", TRUST, words),
        *asked(WHICH, CLOSED),
        kept("trust.closed", TRUST, words, "yes"),
        Reply(words, YES.question),
        *asked(HOW, OPEN),
        *ENDED,
    )


def test_back_from_making_certain_is_the_question_itself() -> None:
    """The answer to it was misheard, not the one before."""
    assert hold("my sister", heard("yes", 0.5), "that's not what i said", "yes") == whole(
        *BEGUN,
        kept("trust.closed", TRUST, heard("yes", 0.5), "yes"),
        *asked("I took that as yes. Is that right?", CLOSED),
        Say("I misheard you. You can say it again, or leave it."),
        *AGAIN,
        YES_KEPT,
        YES,
        *asked(HOW, OPEN),
        *ENDED,
    )
