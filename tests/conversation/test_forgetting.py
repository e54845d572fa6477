"""Forgetting, and what is off the record: nothing goes unasked, and nothing is claimed that is not so."""

import pytest

from companion.conversation.events import (
    About,
    Commanded,
    Fact,
    Forget,
    Say,
    Wish,
)
from tests.conversation.holding import (
    AGAIN,
    BEGUN,
    CLOSED,
    ENDED,
    FORGET,
    HEARD,
    HOW,
    NAME,
    OPEN,
    TALK,
    YES,
    YES_KEPT,
    Reply,
    asked,
    hold,
    kept,
    key,
    whole,
)

FORGOTTEN = [Forget("trust.closed"), Say("It's gone."), *asked(HOW, OPEN), *ENDED]
STAYS = [Say("It stays."), *asked(HOW, OPEN), *ENDED]


@pytest.mark.parametrize(
    ("answers", "wishes"),
    [
        (["yes"], FORGOTTEN),
        (["forget that", key("forget"), "yes"], [*asked(FORGET, CLOSED) * 2, *FORGOTTEN]),
        (["no"], STAYS),
        (["not sure"], STAYS),
        (["skip"], [Say("All right. We'll leave that one."), *STAYS]),
    ],
    ids=["yes", "forget twice", "no", "not sure", "skip"],
)
@pytest.mark.parametrize("forget", ["forget that", key("forget")])
def test_the_last_answer_is_forgotten_only_after_a_yes(
    forget: str | Fact, answers: list[str | Fact], wishes: list[Wish | bool]
) -> None:
    """It is confirmed first; to ask for it twice is no yes, and takes no second answer away."""
    held = hold("my sister", "yes", forget, *answers)
    assert held == whole(*BEGUN, YES_KEPT, YES, *asked(HOW, OPEN), *asked(FORGET, CLOSED), *wishes)


def test_a_thousand_times_the_same_key_is_no_trouble() -> None:
    """A key that is held down asks again and again, and nothing breaks."""
    held = hold("my sister", *[Commanded("forget")] * 1000)
    assert held == [*BEGUN, *asked(FORGET, CLOSED) * 1000, *ENDED]


def test_a_forgotten_name_is_not_used_any_more() -> None:
    """The check-in bears it no longer, and whom it is about is asked again."""
    assert hold("my sister", "forget that", "yes", "skip") == [
        *BEGUN,
        *asked(FORGET, CLOSED),
        Forget("connection"),
        About(""),
        Say("It's gone."),
        *asked("Who is it about?", NAME),
        Say("All right. We'll leave that one."),
        Say("All right. I'll say the two of you."),
        *asked("Is there trust between the two of you?", CLOSED),
        *ENDED,
    ]


def test_nothing_is_forgotten_when_nothing_was_told() -> None:
    """And that is said."""
    assert hold("forget that") == [*BEGUN[:4], Say("There is no answer to forget."), *BEGUN[2:4], *ENDED]


def test_off_the_record_nothing_is_kept() -> None:
    """It is answered and not kept, an older answer is not taken for it, and no more is claimed at the end."""
    not_kept = Say("That was off the record. I did not keep it.")
    held = hold("my sister", "off the record", "no", "what did i say", "forget that", "on the record", "we talk")
    assert held == whole(
        *BEGUN,
        Say("Off the record. I keep nothing until you say on the record."),
        *AGAIN,
        Reply("no"),
        *asked(HOW, OPEN),
        not_kept,
        *asked(HOW, OPEN),
        not_kept,
        *asked(HOW, OPEN),
        Say("On the record again. From here on I keep what you say."),
        *asked(HOW, OPEN),
        kept("trust.open", HOW, "we talk"),
        TALK,
        Say("Today there was little to say back, and that's all right."),
        *asked(HEARD, CLOSED),
        Say("That was all I could hear. What was on the record is kept."),
        False,
    )
