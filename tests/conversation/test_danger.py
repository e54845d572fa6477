"""Danger is met wherever it is spoken of, and anger at us is owned: every wish that follows."""

import pytest

from companion.conversation.events import About, Adjust, Fact, Listen, Page, Remembered, Say, Wish
from tests.conversation.holding import (
    AGAIN,
    BEGUN,
    CLOSED,
    ENDED,
    HEARD,
    HELP,
    HOW,
    OPEN,
    PAUSED,
    STOPPED,
    TRUST,
    Reply,
    asked,
    heard,
    hold,
    kept,
    key,
    silent,
    whole,
)

DEFINITE, CHECK = "i want to kill myself", "everyone would be better off without me"
ASK = (
    "Thank you for telling me. I want to ask you directly. "
    "Are you thinking about ending your life, or are you in danger right now?"
)
SOFT = "That sounds very heavy. Is it so heavy that you think of ending your life, or are you in danger?"
THANKS = Say("Thank you for telling me.")
AGAIN_HELP = Say("Your local emergency number, or someone you trust who could come near.")
STILL_HERE = "I'm still here. You can go on talking, or we can stop. Would you like to go on with the questions?"
SUPPORT: list[Wish | bool] = [
    Say(
        "You said it aloud, and that matters. I'm a program, I can't call anyone. If it is now, please call your "
        "local emergency number, and move away from anything you could be hurt with. A crisis line in your country "
        "can listen at any hour. And someone you trust could be near you, even just to sit with you."
    ),
    AGAIN_HELP,
    *asked(STILL_HERE, CLOSED),
]
STAY = Say("We can leave the questions. I'm here, and I'm listening.")
STAYING = Listen("more", 2.0, 120.0)
QUIET_NOW: list[Wish | bool] = [Say("I'll be quiet now. You can start me again at any hour."), False]
NEXT: list[Wish | bool] = [*asked(HOW, OPEN), *ENDED]


@pytest.mark.parametrize(("words", "concern", "question"), [(DEFINITE, "definite", ASK), (CHECK, "check", SOFT)])
@pytest.mark.parametrize("confidence", [1.0, 0.2])
def test_danger_in_an_answer_is_asked_about_directly(
    words: str, concern: str, question: str, confidence: float
) -> None:
    """Kept, then asked, however well it was heard; a clear no ends it without a lecture and the questions go on."""
    answer = heard(words, confidence)
    held = hold("my sister", answer, "no")
    page = held[len(BEGUN)]
    assert held == [*BEGUN, page, *asked(question, CLOSED), THANKS, *NEXT]
    assert page == kept("trust.closed", TRUST, answer, None, "definite" if concern == "definite" else "check")


@pytest.mark.parametrize("answer", ["yes", "not sure", "i don't want to live anymore", "skip", "we talk"])
def test_anything_but_a_no_is_met_with_help(answer: str) -> None:
    """Help is named twice, and once more it is asked what the person wants; a yes goes on with the questions."""
    skipped = [Say("All right. We'll leave that one.")] if answer == "skip" else []
    assert hold("my sister", DEFINITE, answer, "yes") == [
        *BEGUN,
        kept("trust.closed", TRUST, DEFINITE, None, "definite"),
        *asked(ASK, CLOSED),
        *skipped,
        *SUPPORT,
        *NEXT,
    ]


TO_STAY: list[Wish | bool | Reply] = [
    *BEGUN,
    kept("trust.closed", TRUST, DEFINITE, None, "definite"),
    *asked(ASK, CLOSED),
    *SUPPORT,
    STAY,
    STAYING,
]


@pytest.mark.parametrize(
    ("fact", "wishes"),
    [
        ("it hurts so much", [Reply("it hurts so much"), STAYING, *ENDED]),
        (DEFINITE, [Reply(DEFINITE), STAYING, *ENDED]),
        (heard(""), [Reply(""), STAYING, *ENDED]),
        ("repeat", [AGAIN_HELP, STAYING, *ENDED]),
        (key("louder"), [Adjust("louder"), Say("A little louder, like this."), STAYING, *ENDED]),
        ("help", [HELP, STAYING, *ENDED]),
        ("go on", NEXT),
        ("stop", QUIET_NOW),
        (key("done"), QUIET_NOW),
        (silent(120), QUIET_NOW),
    ],
)
@pytest.mark.parametrize("leaves", ["no", DEFINITE])
def test_it_stays_and_listens(leaves: str, fact: str | Fact, wishes: list[Wish | bool | Reply]) -> None:
    """Nothing of it is kept and nothing claimed to be; commands work; it stays as long as somebody speaks."""
    assert hold("my sister", DEFINITE, "yes", leaves, fact) == whole(*TO_STAY, *wishes)


def test_danger_in_whom_it_is_about() -> None:
    """The first answer can be it."""
    who = kept("connection", "Who is it about?", DEFINITE, None, "definite")
    assert hold(DEFINITE, "no") == [
        *BEGUN[:4],
        who,
        *asked(ASK, CLOSED),
        THANKS,
        *asked("Is there trust between the two of you?", CLOSED),
        *ENDED,
    ]


def test_danger_in_an_open_answer_and_in_an_addition() -> None:
    """After it no repair is offered, and none of these words comes back at the close."""
    assert hold("my sister", "no", DEFINITE, "no") == whole(
        *BEGUN,
        kept("trust.closed", TRUST, "no", "no"),
        Reply("no"),
        *asked(HOW, OPEN),
        kept("trust.open", HOW, DEFINITE, None, "definite"),
        *asked(ASK, CLOSED),
        THANKS,
        Say("Here is what I heard. On trust, you said no."),
        *asked(HEARD, CLOSED),
        *ENDED,
    )


@pytest.mark.parametrize(
    "answers",
    [
        ["no", "we talk"],  # the invitation
        ["no", "we talk", "yes"],  # the repair question
        ["no", "we talk", "yes", "i miss her"],  # the other one
        [heard("yes", 0.5)],  # "Is that right?"
        [heard("yes", 0.1)],  # "Would you say yes, no, or not sure?"
        ["forget that"],  # "Shall I forget ...?"
        ["pause"],
        ["this is stupid"],  # after our own rupture
        ["yes", "we talk", "no"],  # what would help
        ["yes", "we talk"],  # "Did you feel heard today?"
        ["off the record"],
    ],
)
def test_danger_is_heard_in_the_answer_to_every_kind_of_question(answers: list[str | Fact]) -> None:
    """It is asked about at once, and what comes after does not invite to repair."""
    held = hold("my sister", *answers, DEFINITE, "no")
    at = held.index(Say(ASK))
    assert held[at : at + 3] == [*asked(ASK, CLOSED), THANKS]
    later = [each.text for each in held[at:] if isinstance(each, Say)]
    assert [text for text in later if "repair" in text or "mend" in text] == []


def test_danger_in_the_answer_to_last_times_repair() -> None:
    """As everywhere."""
    pages = (Page("trust.closed", TRUST, "no", (1.0,), "no"), Page("trust.repair.1", "q", "we talk", (1.0, 1.0)))
    question = "Last time, about your sister, trust felt like a no. How has that been?"
    held = hold("my sister", CHECK, "no", others={About("your sister"): Remembered(pages)})
    assert held == [
        *BEGUN[:-2],
        *asked(question, OPEN),
        kept("remembered", question, CHECK, None, "check"),
        *asked(SOFT, CLOSED),
        THANKS,
        *AGAIN,
        *ENDED,
    ]


def test_danger_in_a_pause_ends_the_pause() -> None:
    """A clear word of it is answered, though what is said in a pause is otherwise not meant for us."""
    assert hold("my sister", "pause", CHECK, DEFINITE, "no") == [
        *BEGUN,
        Say("I'll wait. Say I'm back when you're ready."),
        PAUSED,
        PAUSED,
        *asked(ASK, CLOSED),
        THANKS,
        *NEXT,
    ]


OWNED = Say("I hear that this isn't working for you. I may have pushed. We can skip this, or stop.")


@pytest.mark.parametrize(
    ("fact", "wishes"),
    [
        ("stop", STOPPED),
        (key("stop"), STOPPED),
        (silent(8), NEXT),
        ("skip", NEXT),
        ("okay", NEXT),
        ("slower", [Adjust("slower"), Say("A little slower, like this."), *NEXT]),
        (key("pause"), [Say("I'll wait. Say I'm back when you're ready."), PAUSED, *ENDED]),
        ("go back", [*AGAIN, *ENDED]),
    ],
)
def test_anger_at_us_is_owned_and_a_choice_offered(fact: str | Fact, wishes: list[Wish | bool]) -> None:
    """What is then asked for is done; silence goes on, and nothing is explained."""
    angry = kept("trust.closed", TRUST, "this is stupid")
    assert hold("my sister", "this is stupid", fact) == [*BEGUN, angry, OWNED, CLOSED, *wishes]


def test_withdrawal_is_owned_too() -> None:
    """Two very short answers after a long one are one question too many."""
    long = "she calls me every week and we talk about our mother"
    back = ["go back", "fine", "go back", "we talk"]
    held = hold("my sister", "yes", long, *back)
    owned = Say("I may be asking too much. A word is enough, or we can skip this.")
    assert held[-5:] == [kept("trust.open", HOW, "we talk"), owned, CLOSED, *ENDED]
