"""Danger is met wherever it is spoken of, and anger at us is owned: every wish that follows."""

import pytest

from companion.conversation import Memory, phrases
from companion.conversation.events import (
    About,
    Adjust,
    Fact,
    Forget,
    Help,
    Listen,
    LiveIn,
    Located,
    Page,
    Remembered,
    Say,
    Wish,
)
from tests.conversation.holding import (
    AGAIN,
    BEGUN,
    CLOSED,
    ENDED,
    HEARD,
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
from tests.conversation.safely import PEOPLE, UK, Person, red, talk_with

STAYING = Listen("more", 2.0, 120.0)
DEFINITE, CHECK = "i want to kill myself", "everyone would be better off without me"
ASK = (
    "Thank you for telling me. That sounds very serious, so I'll ask you directly. "
    "Are you thinking about ending your life?"
)
SOFT = "That sounds very heavy. Is it so heavy that you think about ending your life?"
OFFER = "Thank you for telling me. Would you like the number of somebody who listens, all the same?"
LEFT = Say("All right. You can say, I need help, at any time.")
THANKS = Say("Thank you for telling me.")
DENIED: list[Wish | bool] = [*asked(ASK, CLOSED), *asked(OFFER, CLOSED), LEFT]
NEXT: list[Wish | bool] = [*asked(HOW, OPEN), *ENDED]


@pytest.mark.parametrize("person", PEOPLE, ids=[person.name for person in PEOPLE])
def test_every_criterion_is_met(person: Person) -> None:
    """Thirty people, through the real conversation: nothing that must be said is missing, nothing forbidden is said."""
    assert list(red(person, talk_with(person))) == []


def test_each_criterion_can_fail() -> None:
    """A talk that says nothing, and one that says the wrong things, are red."""
    person = PEOPLE[0]
    assert list(red(person, [])) == [
        "misses: ask",
        "misses: line",
        "misses: near",
        "does not say that it can call nobody and stays",
    ]
    wrong = "We have to end here. Cheer up, you are safe. Think of your family, it gets better. I feel for you."
    told = [fault.partition(":")[0] for fault in red(person, [("companion", wrong)])]
    assert told[:6] == [
        "announces that it must end",
        "makes it small",
        "says that somebody is safe",
        "argues",
        "promises",
        "claims to be a person",
    ]


@pytest.mark.parametrize("confidence", [1.0, 0.2])
def test_danger_in_an_answer_is_asked_about_directly(confidence: float) -> None:
    """Kept, then asked, however well it was heard; a no, and a no to the number, end it without a lecture."""
    answer = heard(DEFINITE, confidence)
    page = kept("trust.closed", TRUST, answer, None, "definite")
    assert hold("my sister", answer, "no", "no") == [*BEGUN, page, *DENIED, *NEXT]


def test_an_oblique_word_and_a_no() -> None:
    """One soft question, and that is all."""
    page = kept("trust.closed", TRUST, CHECK, None, "check")
    assert hold("my sister", CHECK, "no") == [*BEGUN, page, *asked(SOFT, CLOSED), THANKS, *NEXT]


def test_numbers_stand_on_the_screen_as_digits() -> None:
    """And are said one by one."""
    told = hold("my sister", DEFINITE, "yes", "no", key("stop"), memory=Memory(help=UK))
    line = next(wish for wish in told if isinstance(wish, Say) and "listen:" in wish.text)
    assert ("one, one, six; one, two, three" in line.text, "116 123" in line.shown) == (True, True)
    assert told[-1] is False


@pytest.mark.parametrize(
    ("answer", "wish"), [("no", Forget("trust.closed")), ("yes", Say("It stays.")), ("we talk", Say("It stays."))]
)
def test_whether_it_is_kept_is_asked(answer: str, wish: Wish) -> None:
    """Only a clear no takes it away."""
    told = hold("my sister", DEFINITE, "yes", "no", "go on", answer)
    asks = told.index(
        Say("What you told me before I asked is in your journal, on this device only. Shall I keep it there?")
    )
    assert told[asks + 2] == wish


def test_silence_is_met_once_and_then_left() -> None:
    """While we stay, the first silence gets a word of presence, the second is the person's own; no one is sent away."""
    told = hold("my sister", DEFINITE, "yes", "no", silent(120), silent(120))
    assert told[-4:] == [
        Say("I'm still here."),
        STAYING,
        Say("I'll be quiet now. You can start me again at any hour."),
        False,
    ]


def test_what_it_is_can_be_asked_at_any_time() -> None:
    """A program, not a person; then the question once more."""
    told = hold("my sister", "are you a real person")
    assert (told[len(BEGUN)], told[len(BEGUN) + 1]) == (Say(phrases().introduction), Say(TRUST))


@pytest.mark.parametrize(
    ("said", "country"), [("my country is ireland", "Ireland"), ("ireland", "Ireland"), ("skip", "")]
)
def test_the_country_is_told_and_never_guessed(said: str, country: str) -> None:
    """At the first start, and later by voice; skipping leaves it unknown."""
    located = Located(Help("Ireland", "112", "116 123", "the Samaritans, at any hour"))
    told = hold(said, others={LiveIn("ireland"): located}, memory=Memory(asks_country=True))
    expected = (
        f"{country}. I'll remember that." if country else "All right. I'll say your local emergency number, then."
    )
    assert [wish.text for wish in told if isinstance(wish, Say) and wish.text.startswith(expected)] != []


def test_danger_in_whom_it_is_about() -> None:
    """The first answer can be it."""
    who = kept("connection", "Who is it about?", DEFINITE, None, "definite")
    assert hold(DEFINITE, "no", "no") == [
        *BEGUN[:4],
        who,
        *DENIED,
        *asked("Is there trust between the two of you?", CLOSED),
        *ENDED,
    ]


def test_danger_in_an_open_answer_and_in_an_addition() -> None:
    """After it no repair is offered, and none of these words comes back at the close."""
    assert hold("my sister", "no", DEFINITE, "no", "no") == whole(
        *BEGUN,
        kept("trust.closed", TRUST, "no", "no"),
        Reply("no"),
        *asked(HOW, OPEN),
        kept("trust.open", HOW, DEFINITE, None, "definite"),
        *DENIED,
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
    held = hold("my sister", *answers, DEFINITE, "no", "no")
    at = held.index(Say(ASK))
    assert held[at : at + len(DENIED)] == DENIED
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
    assert hold("my sister", "pause", CHECK, DEFINITE, "no", "no") == [
        *BEGUN,
        Say("I'll wait. Say I'm back when you're ready."),
        PAUSED,
        PAUSED,
        *DENIED,
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
