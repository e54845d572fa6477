"""What comes back from before: a check-in that stopped halfway, and last time's repair."""

import pytest

from companion.conversation import Memory, alliance
from companion.conversation.events import About, GoOn, Page, Remembered, Say, WentOn, Wish
from tests.conversation.holding import (
    BEGUN,
    CLOSED,
    ENDED,
    HEARD,
    HOW,
    NAME,
    OPEN,
    TRUST,
    YES,
    Reply,
    asked,
    hold,
    kept,
    whole,
)

HELLO, BEGIN = BEGUN[:2]
FETCH_OFFER = "There is a better ear: forty megabytes, fetched once from the internet. Shall I fetch it now?"
SMALL_EAR = (
    "My built-in ear is small: it knows yes and no well, and misses many other words. "
    "What I'm not sure of, I won't say back."
)
GO_ON = "Last time we stopped halfway. Would you like to go on from there?"
TO_THE_CLOSE: list[Wish | bool | Reply] = [
    kept("trust.closed", TRUST, "yes", "yes"),
    YES,
    *asked(HOW, OPEN),
    kept("trust.open", HOW, "we want more time together"),
    Reply("we want more time together"),
]
CLOSE: list[Wish | bool] = [
    Say("Here is what I heard. On trust, you said yes: you want more time together."),
    *asked(HEARD, CLOSED),
    kept("heard", HEARD, "yes", "yes"),
    Say("Thank you for telling me."),
    Say("Thank you for this time. Goodbye."),
    True,
]


PAGES = (
    Page("connection", "Who is it about?", "my sister", (1.0, 1.0)),
    Page("trust.closed", TRUST, "yes", (1.0,), "yes"),
)


@pytest.mark.parametrize("answer", ["yes", "yes go on", "go on", "continue"])
def test_an_unfinished_check_in_goes_on_where_it_stopped(answer: str) -> None:
    """What was answered is not asked again, and is there at the close; nothing is made of last time's repair."""
    held = hold(
        answer, "we want more time together", "yes", memory=Memory(unfinished=True), others={GoOn(): WentOn(PAGES)}
    )
    assert held == whole(HELLO, *asked(GO_ON, CLOSED), GoOn(), *asked(HOW, OPEN), *TO_THE_CLOSE[4:], *CLOSE)


def test_a_repair_that_was_begun_is_gone_on_with_and_one_that_was_declined_is_not_offered_again() -> None:
    """Of the two repair questions the second is asked; an area that lies behind is left in peace."""
    two = alliance().model_copy(update={"connection": "Who is it about?"})
    pages = (
        PAGES[0],
        Page("goals.closed", "q", "no", (1.0,), "no"),
        Page("goals.open", "q", "we talk", (1.0, 1.0)),
        Page("efforts.closed", "q", "no", (1.0,), "no"),
        Page("efforts.open", "q", "we talk", (1.0, 1.0)),
        Page("efforts.repair.1", "q", "we talk", (1.0, 1.0)),
    )
    held = hold("yes", memory=Memory(unfinished=True), others={GoOn(): WentOn(pages)}, script=two)
    assert held == whole(
        HELLO,
        *asked(GO_ON, CLOSED),
        GoOn(),
        *asked("What is one small thing you could do?", OPEN),
        *ENDED,
    )


def test_an_unfinished_check_in_can_be_left() -> None:
    """A no starts fresh."""
    assert hold("no", memory=Memory(unfinished=True)) == whole(
        HELLO,
        *asked(GO_ON, CLOSED),
        Say("All right. We start fresh."),
        BEGIN,
        *asked("Who is it about?", NAME),
        *ENDED,
    )


REPAIR = (
    Page("trust.closed", TRUST, "not sure", (1.0, 1.0), "unclear"),
    Page("trust.repair.1", "q", "i miss her", (1.0, 1.0, 1.0)),
    Page("trust.repair.2", "q", "i could call her", (1.0,) * 4),
)


@pytest.mark.parametrize(
    ("pages", "question"),
    [
        (
            REPAIR,
            "Last time, about your sister, trust felt unclear, and you thought of calling her. How has that been?",
        ),
        (REPAIR[:2], "Last time, about your sister, trust felt unclear. How has that been?"),
        (
            (*REPAIR[:2], Page("trust.repair.2", "q", "i could call her", (1.0, 1.0, 0.5, 1.0))),
            "Last time, about your sister, trust felt unclear. How has that been?",
        ),
    ],
)
def test_last_times_repair_is_remembered(pages: tuple[Page, ...], question: str) -> None:
    """It comes back once the connection is named, with the note only when every word of it was heard well."""
    held = hold("my sister", "it was good", others={About("your sister"): Remembered(pages)})
    assert held == whole(
        *BEGUN[:-2],
        *asked(question, OPEN),
        kept("remembered", question, "it was good"),
        Reply("it was good"),
        *BEGUN[-2:],
        *ENDED,
    )
