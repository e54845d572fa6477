"""A command that was not heard well is asked for again, never obeyed."""

from companion.conversation import Manner, Memory, alliance, check_in
from companion.conversation.events import Heard, Listen, Say, Spoken
from companion.conversation.script import phrases


def test_a_command_that_was_not_heard_well_is_not_obeyed() -> None:
    """A "stop" at a confidence of 0.2 may have been anything: it says so, listens again, and goes on."""
    talk = check_in(alliance(), Memory(), Manner())
    wish = next(talk)
    while not isinstance(wish, Listen):
        wish = talk.send(Spoken())
    assert talk.send(Heard("stop", (0.2,))) == Say(phrases().not_caught[0])
    assert isinstance(talk.send(Spoken()), Listen)
    assert talk.send(Heard("stop", (0.9,))) == Say(f"{phrases().stopped} {phrases().all_kept}")
