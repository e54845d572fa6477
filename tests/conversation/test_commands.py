"""What can be asked for at any time, by voice and by key: every wish that follows."""

import pytest

from companion.conversation.events import (
    Adjust,
    Adjustable,
    Adjusted,
    Fact,
    Interrupted,
    Keep,
    Listen,
    Say,
    Wish,
)
from companion.understanding import Command
from tests.conversation.holding import (
    AGAIN,
    BEGUN,
    CLOSED,
    ENDED,
    HEARD,
    HELP,
    HOW,
    MISHEARD,
    NAME,
    OPEN,
    PAUSED,
    STOPPED,
    TALK,
    TRUST,
    YES,
    YES_KEPT,
    Reply,
    asked,
    heard,
    hold,
    kept,
    key,
    silent,
    whole,
)

SERVED: list[tuple[Command, str, list[Wish | bool]]] = [
    ("repeat", "say that again please", []),
    ("resume", "go on", []),
    ("help", "help", [HELP]),
    ("slower", "slower", [Adjust("slower"), Say("A little slower, like this.")]),
    ("faster", "faster please", [Adjust("faster"), Say("A little faster, like this.")]),
    ("louder", "speak up", [Adjust("louder"), Say("A little louder, like this.")]),
    ("quieter", "too loud", [Adjust("quieter"), Say("A little quieter, like this.")]),
    ("what did i say", "what did i say", [Say("I heard: my sister.")]),
    ("off the record", "off the record", [Say("Off the record. I keep nothing until you say on the record.")]),
    ("on the record", "on the record", [Say("On the record again. From here on I keep what you say.")]),
]


@pytest.mark.parametrize("by_key", [False, True])
@pytest.mark.parametrize(("command", "words", "wishes"), SERVED, ids=[row[0] for row in SERVED])
def test_a_command_is_served_and_the_question_asked_again(
    command: Command, words: str, wishes: list[Wish | bool], by_key: bool
) -> None:
    """By voice and by key alike; nothing of it is kept as an answer."""
    assert hold("my sister", key(command) if by_key else words) == [*BEGUN, *wishes, *AGAIN, *ENDED]


@pytest.mark.parametrize(("command", "words", "wishes"), SERVED[2:4], ids=["help", "slower"])
def test_a_key_pressed_while_it_speaks_is_served_after_the_question(
    command: Command, words: str, wishes: list[Wish | bool]
) -> None:
    """The key waits for the turn, even when the line after it is cut short by a key that only silences."""
    del words
    others: dict[Wish, Fact] = {Say("You and your sister, then."): Interrupted(command), Say(TRUST): Interrupted()}
    assert hold("my sister", others=others) == [*BEGUN[:-1], *wishes, *AGAIN, *ENDED]


@pytest.mark.parametrize("stop", ["stop", "let's stop here", key("stop")])
def test_stop_ends_it_at_once(stop: str | Fact) -> None:
    """Stopped by voice or key, it parts with what is kept."""
    assert hold("my sister", stop) == [*BEGUN, *STOPPED]


def test_the_stop_key_ends_it_in_the_middle_of_any_line() -> None:
    """While it says hello, while it asks, and once more while it parts."""
    hello, parting = BEGUN[0], STOPPED[0]
    assert isinstance(hello, Say)
    assert isinstance(parting, Say)
    others: dict[Wish, Fact] = {hello: Interrupted("stop"), parting: Interrupted("stop")}
    assert hold(others=others) == [hello, *STOPPED]
    assert hold("my sister", others={Say(TRUST): Interrupted("stop")}) == [*BEGUN[:-1], *STOPPED]


@pytest.mark.parametrize("skip", ["skip", "next question", "leave it", "i'm done", key("skip"), key("done")])
def test_a_question_can_be_skipped(skip: str | Fact) -> None:
    """It is left, nothing is kept of it, and the next one is asked."""
    assert hold("my sister", skip) == [*BEGUN, Say("All right. We'll leave that one."), *asked(HOW, OPEN), *ENDED]


@pytest.mark.parametrize("back", ["i'm back", "continue", key("resume"), key("repeat")])
def test_a_pause_lasts_until_somebody_is_back(back: str | Fact) -> None:
    """What is said in a pause is not meant for us, and is neither answered nor kept."""
    assert hold("my sister", "pause", "can you pass the salt", back) == [
        *BEGUN,
        Say("I'll wait. Say I'm back when you're ready."),
        PAUSED,
        PAUSED,
        Say("Welcome back."),
        *AGAIN,
        *ENDED,
    ]


@pytest.mark.parametrize(
    ("fact", "parting"),
    [("stop", STOPPED), (silent(1800), [Say("I'll stop here for today. Everything you told me is kept."), False])],
)
def test_a_pause_can_be_the_end(fact: str | Fact, parting: list[Wish | bool]) -> None:
    """By a word, or by itself after its time."""
    assert hold("my sister", key("pause"), fact) == [
        *BEGUN,
        Say("I'll wait. Say I'm back when you're ready."),
        PAUSED,
        *parting,
    ]


@pytest.mark.parametrize("back", ["go back", key("back"), "that's not what i said", key("misheard")])
def test_going_back_asks_the_question_before_and_replaces_its_page(back: str | Fact) -> None:
    """The answer before is asked for again and kept in the same place; a mishearing is owned first."""
    owned = [MISHEARD] if back in ("that's not what i said", key("misheard")) else []
    assert hold("my sister", "yes", back, "not sure") == whole(
        *BEGUN,
        YES_KEPT,
        YES,
        *asked(HOW, OPEN),
        *owned,
        *AGAIN,
        kept("trust.closed", TRUST, "not sure", "unclear"),
        Reply("not sure"),
        *asked(HOW, OPEN),
        *ENDED,
    )


def test_there_is_nothing_before_the_first_question() -> None:
    """It is said, and the first question asked again."""
    assert hold("go back") == [
        *BEGUN[:4],
        Say("This is where we began."),
        *asked("Who is it about?", NAME),
        *ENDED,
    ]


def test_the_last_question_can_be_gone_back_from() -> None:
    """To the question before it; then what was heard is summed up anew."""
    assert hold("my sister", "yes", "we talk", "go back", "we walk") == whole(
        *BEGUN,
        YES_KEPT,
        YES,
        *asked(HOW, OPEN),
        kept("trust.open", HOW, "we talk"),
        TALK,
        Say("Here is what I heard. On trust, you said yes."),
        *asked(HEARD, CLOSED),
        *asked(HOW, OPEN),
        kept("trust.open", HOW, "we walk"),
        Reply("we walk"),
        Say("This is what I heard today. On trust, you said yes."),
        *asked(HEARD, CLOSED),
        *ENDED,
    )


def test_more_time_makes_every_turn_more_patient() -> None:
    """Half as long again each time, for closed and open questions, up to ten seconds."""
    times = 0.8 * 1.5, 0.8 * 1.5 * 1.5
    held = hold("my sister", "more time", key("more time"), "yes", *["i need more time"] * 4)
    longer = Say("I'll wait longer.")
    open_seconds = [2.0 * 1.5**2, 2.0 * 1.5**3, 10.0, 10.0, 10.0]
    questions = [line for seconds in open_seconds for line in (longer, Say(HOW), Listen("open", seconds, 8.0))]
    assert held == whole(
        *BEGUN,
        *(line for seconds in times for line in (longer, Say(TRUST), Listen("closed", seconds, 8.0))),
        YES_KEPT,
        YES,
        *questions[1:],
        *ENDED,
    )


@pytest.mark.parametrize("what", ["slower", "faster", "louder", "quieter"])
def test_there_is_a_limit_to_every_change(what: Adjustable) -> None:
    """When nothing can be changed any more, that is said."""
    held = hold("my sister", key(what), others={Adjust(what): Adjusted(changed=False)})
    assert held == [*BEGUN, Adjust(what), Say("That's as far as I can go."), *AGAIN, *ENDED]


def test_what_was_not_heard_well_is_not_said_back_when_asked_for() -> None:
    """Nothing yet, words in doubt, and words that were heard."""
    held = hold("what did i say")
    assert held == [*BEGUN[:4], Say("You haven't told me anything yet."), *BEGUN[2:4], *ENDED]
    unsure = heard("my sister", 0.5)
    assert hold(unsure, "what did i say")[4:9] == [
        kept("connection", "Who is it about?", unsure),
        Say("All right. I'll say the two of you."),
        Say("Is there trust between the two of you?"),
        CLOSED,
        Say("I wasn't sure enough of the words to say them back. They are kept as I heard them."),
    ]


def test_a_command_is_never_a_word_inside_an_answer() -> None:
    """An account that holds the words is an answer."""
    wish = "i wish he would stop and go back and help me"
    kept_pages = [each.page.words for each in hold("my sister", "yes", wish) if isinstance(each, Keep)]
    assert kept_pages == ["my sister", "yes", wish]
