"""The silence held after an acknowledgement: what is added, and what is asked for in it."""

import pytest

from companion.conversation import Manner
from companion.conversation.events import (
    Fact,
    Say,
    Wish,
)
from tests.conversation.holding import (
    BEGUN,
    CLOSED,
    ENDED,
    FORGET,
    HEARD,
    HELP,
    HOW,
    MISHEARD,
    MORE,
    OPEN,
    PAUSED,
    STOPPED,
    TALK,
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

HELD: list[Wish | bool | Reply] = [
    *BEGUN,
    YES_KEPT,
    YES,
    *asked(HOW, OPEN),
    kept("trust.open", HOW, "we talk"),
    TALK,
    Say("Take your time."),
    MORE,
]
CLOSING = [Say("Here is what I heard. On trust, you said yes."), *asked(HEARD, CLOSED), *ENDED]


@pytest.mark.parametrize(
    ("fact", "wishes"),
    [
        ("stop", STOPPED),
        (key("stop"), STOPPED),
        ("i'm done", CLOSING),
        (key("done"), CLOSING),
        (key("skip"), CLOSING),
        ("go on", CLOSING),
        (heard(""), CLOSING),
        (heard("  "), CLOSING),
        ("help", [HELP, MORE, *ENDED]),
        ("repeat", [TALK, MORE, *ENDED]),
        (key("pause"), [Say("I'll wait. Say I'm back when you're ready."), PAUSED, *ENDED]),
        ("go back", [*asked(HOW, OPEN), *ENDED]),
        ("that's not what i said", [MISHEARD, *asked(HOW, OPEN), *ENDED]),
        ("forget that", [*asked(FORGET, CLOSED), *ENDED]),
    ],
)
def test_a_command_in_a_held_silence_is_served_at_once(fact: str | Fact, wishes: list[Wish | bool | Reply]) -> None:
    """Never only after the next question, and "I'm done" does not skip it; going back means the answer just given."""
    expected = whole(*HELD, *wishes)
    if wishes[0] is TALK:  # the very line that was said is said again
        expected[len(HELD)] = expected[HELD.index(TALK)]
    assert hold("my sister", "yes", "we talk", fact, manner=Manner()) == expected


def test_a_held_silence_takes_what_is_added() -> None:
    """After an acknowledgement the silence is announced once and held; what is added is kept beside the answer."""
    more = kept("trust.open.2", HOW, "and we laugh too"), kept("trust.open.3", HOW, heard("it is good", 0.4))
    held = hold("my sister", "yes", "we talk", "and we laugh too", heard("it is good", 0.4), silent(4), manner=Manner())
    assert held == whole(
        *BEGUN,
        *HELD[len(BEGUN) : -3],
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
