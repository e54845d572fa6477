"""The straight way through a check-in, and how it begins: every wish of it, in its order."""

import pytest

from companion.conversation import Manner, Memory, alliance
from companion.conversation.events import About, Fetch, Fetched, GoOn, Heard, Page, Remembered, Say, WentOn, Wish
from companion.understanding import Stance
from tests.conversation.holding import (
    BEGUN,
    CLOSED,
    ENDED,
    HEARD,
    HOW,
    MORE,
    NAME,
    OPEN,
    TALK,
    TRUST,
    YES,
    Reply,
    asked,
    heard,
    hold,
    kept,
    silent,
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


def test_straight_through_the_three_areas() -> None:
    """Whom it is about, three times a closed and an open question, the close; each answer is kept, then answered."""
    who = "Who is this check-in about? You can say my sister, my partner, or a name."
    goals, want = "First, goals. Are you and Anna aligned on goals?", "What do you both want from this connection?"
    efforts = "Next, your efforts. Are you and Anna both showing up: listening, working, respecting?"
    looks = "What does showing up look like, for each of you?"
    trust = "And last, trust. Is there trust and care between you and Anna?"
    safe = "How safe does it feel, for both of you, to speak honestly?"
    answers = (
        "anna",
        "yes",
        "we want more time together",
        "yes",
        "she calls me every week",
        "yes",
        "she listens to me",
    )
    assert hold(*answers, "yes", script=alliance()) == whole(
        HELLO,
        BEGIN,
        *asked(who, NAME),
        kept("connection", who, "anna"),
        Say("You and Anna, then."),
        About("Anna"),
        *asked(goals, CLOSED),
        kept("goals.closed", goals, "yes", "yes"),
        YES,
        *asked(want, OPEN),
        kept("goals.open", want, "we want more time together"),
        Reply("we want more time together"),
        *asked(efforts, CLOSED),
        kept("efforts.closed", efforts, "yes", "yes"),
        YES,
        *asked(looks, OPEN),
        kept("efforts.open", looks, "she calls me every week"),
        Reply("she calls me every week"),
        *asked(trust, CLOSED),
        kept("trust.closed", trust, "yes", "yes"),
        YES,
        *asked(safe, OPEN),
        kept("trust.open", safe, "she listens to me"),
        Reply("she listens to me"),
        Say(
            "Here is what I heard. On goals, you said yes: you want more time together. "
            "On efforts, you said yes: she calls you every week. On trust, you said yes: she listens to you."
        ),
        *asked(HEARD, CLOSED),
        kept("heard", HEARD, "yes", "yes"),
        Say("Thank you for telling me."),
        Say("Thank you for this time. Goodbye."),
        True,
    )


def test_a_held_silence_takes_what_is_added() -> None:
    """After an acknowledgement the silence is announced once and held; what is added is kept beside the answer."""
    more = kept("trust.open.2", HOW, "and we laugh too"), kept("trust.open.3", HOW, heard("it is good", 0.4))
    held = hold("my sister", "yes", "we talk", "and we laugh too", heard("it is good", 0.4), silent(4), manner=Manner())
    assert held == whole(
        *BEGUN,
        *TO_THE_CLOSE[:4],
        kept("trust.open", HOW, "we talk"),
        TALK,
        Say("Take your time."),
        MORE,
        more[0],
        Reply("and we laugh too"),
        MORE,
        more[1],
        Reply("it is good", sure=False),
        MORE,
        Say("Here is what I heard. On trust, you said yes."),
        *asked(HEARD, CLOSED),
        *ENDED,
    )


@pytest.mark.parametrize(
    ("answer", "stance"),
    [
        (heard("my sister", 0.7), None),
        (heard("us"), None),
        (heard("i don't know"), "unclear"),
        (heard("yes"), "yes"),
        (heard("nobody"), "no"),
    ],
)
def test_the_two_stay_unnamed_when_no_name_was_heard_well(answer: Heard, stance: Stance | None) -> None:
    """A name in doubt is kept and not said; so are answers that name nobody."""
    trust, how = "Is there trust between the two of you?", "How is it for the two of you?"
    assert hold(answer, "yes") == whole(
        *BEGUN[:4],
        kept("connection", "Who is it about?", answer, stance),
        Say("All right. I'll say the two of you."),
        *asked(trust, CLOSED),
        kept("trust.closed", trust, "yes", "yes"),
        YES,
        *asked(how, OPEN),
        *ENDED,
    )


def test_the_first_time_it_says_what_it_is() -> None:
    """A program, that can mishear and call nobody; how well it hears; what can be said at any time."""
    assert hold(memory=Memory(first_time=True, small_ear=True)) == whole(
        HELLO,
        Say(
            "I'm a program, not a person and not a therapist. I can mishear, and I can't call anyone. "
            "What you say is kept on this device only. "
            "You can say help, repeat, skip, pause or stop at any time."
        ),
        Say(SMALL_EAR),
        BEGIN,
        Say("Who is it about?"),
        NAME,
        *ENDED,
    )


@pytest.mark.parametrize(
    ("answer", "done", "wishes"),
    [
        (
            "yes please",
            True,
            [
                Say("I'm fetching it. This can take a few minutes. I'll tell you when it's here."),
                Fetch(),
                Say("The better ear is here. From now on nothing connects."),
            ],
        ),
        (
            "yes",
            False,
            [
                Say("I'm fetching it. This can take a few minutes. I'll tell you when it's here."),
                Fetch(),
                Say("The better ear could not be fetched. We go on with the small one."),
            ],
        ),
        ("no", True, [Say("All right. We go on with the small one.")]),
        ("i don't know", True, [Say("All right. We go on with the small one.")]),
        (
            "go back",
            True,
            [Say("This is where we began."), *asked(FETCH_OFFER, CLOSED), *ENDED],
        ),
    ],
)
def test_the_better_ear_is_fetched_only_after_a_yes(answer: str, done: bool, wishes: list[Wish | bool]) -> None:
    """Offered once, with its size; anything but a yes leaves it, and a download that fails is told."""
    held = hold(answer, others={Fetch(): Fetched(done)}, memory=Memory(small_ear=True, may_fetch=True))
    rest = [] if wishes[-1] is False else [BEGIN, *asked("Who is it about?", NAME), *ENDED]
    assert held == [HELLO, Say(SMALL_EAR), *asked(FETCH_OFFER, CLOSED), *wishes, *rest]


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
