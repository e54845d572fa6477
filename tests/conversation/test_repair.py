"""Repair: offered after a no or a not sure, declined as easily; whether somebody felt heard is ours to mend."""

import pytest

from companion.conversation.events import Fact, Say, Wish
from companion.understanding import Stance
from tests.conversation.holding import (
    BEGUN,
    CLOSED,
    ENDED,
    HEARD,
    HOW,
    NO,
    OPEN,
    TALK,
    TRUST,
    UNSURE,
    YES,
    YES_KEPT,
    Reply,
    asked,
    heard,
    hold,
    kept,
    key,
    whole,
)

UNDERSTAND, SMALL = "What would you most want them to understand?", "What is one small thing you could do?"


def to_the_invitation(stance: Stance) -> list[Wish | bool | Reply]:
    answer, reply = ("no", NO) if stance == "no" else ("not sure", UNSURE)
    return [
        *BEGUN,
        kept("trust.closed", TRUST, answer, stance),
        reply,
        *asked(HOW, OPEN),
        kept("trust.open", HOW, "we talk"),
        TALK,
    ]


def invited(stance: Stance) -> list[Wish | bool | Reply]:
    """As in `to_the_invitation`, and the invitation, whose words hang on what was said before."""
    before = to_the_invitation(stance)
    held = hold("my sister", "no" if stance == "no" else "not sure", "we talk")
    invitation = held[len(before)]
    assert isinstance(invitation, Say)
    assert invitation.text.count("?") == 1
    return [*before, invitation, CLOSED]


@pytest.mark.parametrize("stance", ["no", "unclear"])
@pytest.mark.parametrize("accepts", ["yes", "yes please"])
def test_an_accepted_invitation_asks_two_questions_and_keeps_the_note(stance: Stance, accepts: str) -> None:
    """What they should understand, what one could do; each is kept, the second as the note."""
    answer = "no" if stance == "no" else "not sure"
    held = hold("my sister", answer, "we talk", accepts, "i miss our long walks", "i could call her on sunday")
    *told, note, close, question, _, parting, finished = held
    assert told == whole(
        *invited(stance),
        *asked(UNDERSTAND, OPEN),
        kept("trust.repair.1", UNDERSTAND, "i miss our long walks"),
        Reply("i miss our long walks"),
        *asked(SMALL, OPEN),
        kept("trust.repair.2", SMALL, "i could call her on sunday"),
    )
    assert isinstance(note, Say)
    assert "calling her on sunday" in note.text.lower()
    assert isinstance(close, Say)
    assert [question, parting, finished] == [Say(HEARD), *ENDED]


@pytest.mark.parametrize("declines", ["no", "not really", "not sure", "my mother called", "skip", key("skip")])
def test_a_declined_invitation_is_left(declines: str | Fact) -> None:
    """Anything but a yes declines it; no reason is asked and nothing of it is kept."""
    skipped = [Say("All right. We'll leave that one.")] if declines in ("skip", key("skip")) else []
    assert hold("my sister", "no", "we talk", declines) == whole(
        *invited("no"),
        *skipped,
        Say("That's all right. We'll leave it there."),
        Say("Here is what I heard. On trust, you said no."),
        *asked(HEARD, CLOSED),
        *ENDED,
    )


def test_a_repair_is_gone_back_in_question_by_question() -> None:
    """From the second question to the first, to the invitation, and on again."""
    held = hold("my sister", "no", "we talk", "yes", "we walk", "go back", "go back", "no")
    before = invited("no")
    assert held[:-4] == whole(
        *before,
        *asked(UNDERSTAND, OPEN),
        kept("trust.repair.1", UNDERSTAND, "we walk"),
        Reply("we walk"),
        *asked(SMALL, OPEN),
        *asked(UNDERSTAND, OPEN),
        held[len(before) + 8],
        CLOSED,
        Say("That's all right. We'll leave it there."),
        Say("Here is what I heard. On trust, you said no."),
    )
    again = held[len(before) + 8]
    assert isinstance(again, Say)
    assert "?" in again.text
    assert again != before[-2]


def test_a_note_that_was_not_heard_well_is_kept_and_not_said() -> None:
    """Nothing of it is quoted."""
    unsure = heard("i could call her on sunday", 0.79)
    held = hold("my sister", "no", "we talk", "yes", "skip", unsure)
    at = held.index(kept("trust.repair.2", SMALL, unsure))
    assert "sunday" not in " ".join(each.text for each in held[at:] if isinstance(each, Say))


def test_off_the_record_no_repair_is_offered() -> None:
    """A note that is not kept could not be remembered."""
    held = hold("my sister", "off the record", "no", "we talk")
    assert held[-4] == Say(HEARD)
    assert [each for each in held if isinstance(each, Say) and "repair" in each.text] == []


CLOSE: list[Wish | bool | Reply] = [
    *BEGUN,
    YES_KEPT,
    YES,
    *asked(HOW, OPEN),
    kept("trust.open", HOW, "we talk"),
    TALK,
    Say("Here is what I heard. On trust, you said yes."),
    *asked(HEARD, CLOSED),
]
MISSED = "Then I missed something, and that's on me. What would help: slower, more time, or fewer words?"
OPEN_END = "That's all right. What would help next time: slower, more time, or fewer words?"
GOODBYE: list[Wish | bool | Reply] = [Say("Thank you for this time. Goodbye."), True]


@pytest.mark.parametrize(("answer", "stance", "question"), [("no", "no", MISSED), ("not sure", "unclear", OPEN_END)])
@pytest.mark.parametrize("wish", ["fewer words", "slower", "more time please"])
def test_who_did_not_feel_heard_is_asked_what_would_help(answer: str, stance: Stance, question: str, wish: str) -> None:
    """It is owned; the wish is waited for, kept as it was said, and nothing more is asked."""
    assert hold("my sister", "yes", "we talk", answer, wish) == whole(
        *CLOSE,
        kept("heard", HEARD, answer, stance),
        *asked(question, OPEN),
        kept("wish", question, wish),
        Reply(wish),
        *GOODBYE,
    )


def test_who_felt_heard_is_thanked() -> None:
    """And that is the end."""
    held = hold("my sister", "yes", "we talk", "yes")
    assert held == whole(*CLOSE, kept("heard", HEARD, "yes", "yes"), Say("Thank you for telling me."), *GOODBYE)


def test_the_last_question_can_be_left() -> None:
    """A skip is no no."""
    held = hold("my sister", "yes", "we talk", "skip")
    assert held == whole(*CLOSE, Say("All right. We'll leave that one."), *GOODBYE)
