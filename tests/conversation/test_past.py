"""The past on request: read back, searched, and forgotten for good only after a clear yes."""

import pytest

from companion.conversation.events import (
    Count,
    Counted,
    Erase,
    Fact,
    Forget,
    Found,
    Heard,
    Interrupted,
    Listen,
    Page,
    Past,
    Recall,
    Say,
    Search,
    Wish,
)
from companion.replying import Day
from tests.conversation.holding import (
    AGAIN,
    BEGUN,
    CLOSED,
    ENDED,
    HOW,
    MISHEARD,
    OPEN,
    TODAY,
    YES,
    YES_KEPT,
    asked,
    heard,
    hold,
    key,
    whole,
)

MARCH = Day(2025, 3, 2)
LAST = Found(
    6,
    tuple(
        Past(page, MARCH, "your sister")
        for page in (
            Page("connection", "q", "my sister", (1.0, 1.0)),
            Page("goals.closed", "q", "yes", (0.4,), "yes"),
            Page("goals.open", "q", "i want more time", (1.0,) * 4),
            Page("goals.repair.1", "q", "i could call her", (0.9, 0.9, 0.9, 0.2)),
            Page("trust.closed", "q", "no", (1.0,), "no", "check"),
            Page("heard", "q", "yes", (1.0,), "yes"),
        )
    ),
    TODAY,
)
READ = [
    Say("Your last check-in was on the second of March 2025, about your sister."),
    Say("On goals, you said: Yes. I want more time. You thought of this: An answer I am not sure I heard."),
    Say("On trust, you said: An answer that I leave on its page."),
    Say("That is all of it."),
]


@pytest.mark.parametrize("wanted", ["read me the last check-in", key("last check-in")])
def test_the_last_check_in_is_read_back(wanted: str | Fact) -> None:
    """Area by area, without words that were not heard surely or that gave concern; the question is asked again."""
    held = hold("my sister", wanted, others={Recall(): LAST})
    assert held == [*BEGUN, Recall(), *READ, *AGAIN, *ENDED]


def test_a_key_ends_the_reading() -> None:
    """Who has heard enough presses space."""
    held = hold("my sister", key("last check-in"), others={Recall(): LAST, READ[1]: Interrupted()})
    assert held == [*BEGUN, Recall(), *READ[:2], *AGAIN, *ENDED]


def test_where_nothing_was_finished_there_is_nothing_to_read() -> None:
    held = hold("my sister", key("last check-in"))
    assert held == [*BEGUN, Recall(), Say("There is no finished check-in yet."), *AGAIN, *ENDED]


NOVEMBER = Past(Page("trust.open", "q", "we worry about money", (0.9,) * 4), Day(2026, 11, 3), "your sister")
DOUBTFUL = Past(Page("trust.open", "q", "money", (0.5,)), Day(2026, 11, 23))


@pytest.mark.parametrize(
    ("found", "lines"),
    [
        (Found(0, (), TODAY), ["I found nothing about money in what is kept."]),
        (
            Found(1, (NOVEMBER,), TODAY),
            [
                "I found one answer about money.",
                "On the third of November, about your sister, you said: We worry about money.",
            ],
        ),
        (
            Found(7, (DOUBTFUL, NOVEMBER), TODAY),
            [
                "I found 7 answers about money. These are the newest.",
                "Earlier today, you said: An answer I am not sure I heard.",
                "On the third of November, about your sister, you said: We worry about money.",
            ],
        ),
    ],
    ids=["none", "one", "many"],
)
def test_what_was_said_about_something_is_found(found: Found, lines: list[str]) -> None:
    """How many, then the newest with their days; what was not heard surely is not read."""
    held = hold("my sister", "what did i say about money", others={Search("money"): found})
    assert held == [*BEGUN, Search("money"), *map(Say, lines), *AGAIN, *ENDED]


@pytest.mark.parametrize("search", ["search my journal", key("search")])
def test_what_to_look_for_is_asked_for(search: str | Fact) -> None:
    """By key, or where the word was left out; a word that was not heard surely is not looked for, nor said."""
    look_for = asked("What shall I look for? One word is enough.", OPEN)
    nothing = Say("I found nothing about money in what is kept.")
    assert hold("my sister", search, "money") == [*BEGUN, *look_for, Search("money"), nothing, *AGAIN, *ENDED]
    not_looked = Say("I wasn't sure of the word, so I did not look.")
    assert hold("my sister", search, heard("money", 0.5)) == [*BEGUN, *look_for, not_looked, *AGAIN, *ENDED]


CHECK_IN = "Shall I forget this whole check-in, for good?"
EVERYTHING = "Shall I forget every check-in there is, for good?"
SISTER = "There are 3 check-ins about your sister. Shall I forget them all, for good?"
BROTHER = "There is one check-in about your brother. Shall I forget it, for good?"
COUNTS: dict[Wish, Fact] = {Count("your sister"): Counted(3), Count("your brother"): Counted(1)}
GONE: list[tuple[str, list[Wish], str, Erase, str]] = [
    (
        "forget this check-in",
        [],
        CHECK_IN,
        Erase("check-in"),
        "It's gone. Nothing of this check-in is kept. We'll stop here.",
    ),
    (
        "forget everything about my sister",
        [Count("your sister")],
        SISTER,
        Erase("connection", "your sister"),
        "Done. No check-in about your sister is kept any more. This check-in is gone too. We'll stop here.",
    ),
    (
        "forget everything",
        [],
        EVERYTHING,
        Erase("everything"),
        "Everything is gone. Copies that you made yourself are still where you put them. We'll stop here.",
    ),
]


@pytest.mark.parametrize(("words", "before", "question", "erase", "parting"), GONE, ids=[row[0] for row in GONE])
def test_it_is_gone_after_a_yes_and_that_is_the_end(
    words: str, before: list[Wish], question: str, erase: Erase, parting: str
) -> None:
    """And it is said what was done: never that everything was kept."""
    held = hold("my sister", words, "yes", others=COUNTS)
    assert held == [*BEGUN, *before, *asked(question, CLOSED), erase, Say(parting), False]


@pytest.mark.parametrize(("words", "before", "question"), [row[:3] for row in GONE], ids=[row[0] for row in GONE])
@pytest.mark.parametrize("answer", ["no", "not sure", heard("yes", 0.7)], ids=["no", "not sure", "a doubtful yes"])
def test_nothing_goes_without_a_clear_yes(words: str, before: list[Wish], question: str, answer: str | Heard) -> None:
    """A yes that was not heard well is none; the check-in goes on."""
    held = hold("my sister", words, answer, others=COUNTS)
    assert held == [*BEGUN, *before, *asked(question, CLOSED), Say("It stays."), *AGAIN, *ENDED]


def test_the_talk_goes_on_after_another_connection_is_forgotten() -> None:
    held = hold("my sister", "forget everything about my brother", "yes", others=COUNTS)
    gone = Say("Done. No check-in about your brother is kept any more.")
    wishes = [Count("your brother"), *asked(BROTHER, CLOSED), Erase("connection", "your brother"), gone]
    assert held == [*BEGUN, *wishes, *AGAIN, *ENDED]


@pytest.mark.parametrize(
    ("answers", "wishes"),
    [
        (["forget everything about anna"], [Count("Anna"), Say("There is no check-in about Anna.")]),
        (
            ["forget everything about him", heard("my brother", 0.5)],
            [
                *asked("About whom shall I forget everything?", OPEN),
                Say("I wasn't sure whom you mean, so nothing was forgotten."),
            ],
        ),
    ],
)
def test_whom_is_known_or_nothing_happens(answers: list[str | Fact], wishes: list[Wish]) -> None:
    """A name without a check-in, and one that was not heard well."""
    assert hold("my sister", *answers, others=COUNTS) == [*BEGUN, *wishes, *AGAIN, *ENDED]


def test_before_anything_was_told_there_is_no_check_in_to_forget() -> None:
    held = hold("forget this check-in")
    assert Say("There is no answer to forget.") in held
    assert not [wish for wish in held if isinstance(wish, Erase)]


@pytest.mark.parametrize(
    ("then", "gone"),
    [
        (["skip"], [Say("All right. We'll leave that one."), Forget("trust.closed")]),
        (["off the record", "no"], None),
    ],
)
def test_an_answer_that_was_misheard_does_not_stay(then: list[str], gone: list[Wish] | None) -> None:
    """Left, or answered off the record: the words the person never said go all the same."""
    held = hold("my sister", "yes", "that's not what i said", *then)
    if gone is not None:
        assert held == whole(
            *BEGUN, YES_KEPT, YES, *asked(HOW, OPEN), MISHEARD, *AGAIN, *gone, *asked(HOW, OPEN), *ENDED
        )
    after = held[held.index(MISHEARD) :]
    assert Forget("trust.closed") in after
    assert [wish for wish in after if isinstance(wish, Listen)]
