"""The straight way through a check-in, and how it begins: every wish of it, in its order."""

import pytest

from companion.conversation import Memory, alliance
from companion.conversation.events import About, Fetch, Fetched, Heard, Say, Wish
from companion.understanding import Stance
from tests.conversation.holding import (
    BEGUN,
    CLOSED,
    ENDED,
    HEARD,
    NAME,
    OPEN,
    YES,
    Reply,
    asked,
    heard,
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
            "What you say is kept in a locked journal on this device only; whoever can use your account here can open "
            "it. You can say help, repeat, skip, pause or stop at any time. If you are in danger, say: I need help."
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


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("maybe my sister", "your sister"),
        ("yes it's about my big brother", "your big brother"),
        ("um anna", "Anna"),
        ("the team", "your team"),
        ("my friend", "your friend"),
    ],
)
def test_whom_it_is_about_is_turned_to_the_listener(words: str, name: str) -> None:
    """Whatever stands around it."""
    assert hold(words)[5:7] == [Say(f"You and {name}, then."), About(name)]
