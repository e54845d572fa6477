"""A check-in whose engines fail beneath it, on the virtual sound card: real signals to the real process."""

import os
import signal
import time
from pathlib import Path

from virtual_card import Conversation, VirtualCard

from companion.speaking.voice import Voice
from tests.table.conftest import COMPANION, answers, pages
from tests.table.test_live import SISTER

BACK = "Companion: Something in me stopped for a moment. I'm back, and what I had kept is still here."
GOALS = "Companion: First, goals. Are you and your sister aligned on goals?"
QUESTION = "Companion: What do you both want from this connection?"


def child_of(pid: int) -> int:
    """The process that holds the check-in: the one child of the one that was started."""
    while not (children := Path(f"/proc/{pid}/task/{pid}/children").read_text().split()):
        time.sleep(0.01)
    return int(children[0])


def is_running(pid: int) -> bool:
    """Whether this process is there and not only waiting to be counted out."""
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def strike(talk: Conversation, line: str, blow: signal.Signals) -> None:
    """Answer until this line is printed, then send the signal to whoever holds the check-in."""
    while line not in talk.lines:
        assert talk.answer_once()
    os.kill(child_of(talk.process.pid), blow)


def test_an_engine_that_takes_the_process_down_ends_nothing(card: VirtualCard, person: Voice) -> None:
    """It says that it is back, asks again what was being asked, and goes on from there; every page is there once."""
    talk = Conversation(card, COMPANION, answers({**SISTER, "both showing up": "stop"}), person)
    strike(talk, GOALS, signal.SIGSEGV)
    lines = talk.to_the_end()
    came_back = lines.index(BACK)
    assert lines[came_back + 1] in (GOALS, QUESTION)  # what was being asked when the blow fell
    assert lines[-1] == "Companion: We'll stop here. Everything you told me is kept."
    assert talk.process.returncode == 0
    assert [slot for slot, _, _ in pages(card.environment)] == ["connection", "goals.closed", "goals.open"]


def test_an_engine_that_hangs_is_given_up(card: VirtualCard, person: Voice) -> None:
    """A process that stands still gives no sign of life: another takes its place, where the talk was."""
    talk = Conversation(card, COMPANION, answers(SISTER), person)
    while not talk.lines:
        time.sleep(0.01)
    os.kill(child_of(talk.process.pid), signal.SIGSTOP)
    talk.answer = answers({"fetch it now": "stop"})
    lines = talk.to_the_end()
    assert BACK in lines
    assert lines[-1] == "Companion: We'll stop here. Everything you told me is kept."


def test_nobody_goes_on_listening_when_the_one_who_was_started_is_killed(card: VirtualCard, person: Voice) -> None:
    """Kill -9 of what the person started ends all of it: the next start finds the journal free."""
    talk = Conversation(card, COMPANION, answers(SISTER), person)
    while GOALS not in talk.lines:
        assert talk.answer_once()
    child = child_of(talk.process.pid)
    talk.process.kill()
    talk.process.wait()
    while is_running(child):
        time.sleep(0.01)
    assert pages(card.environment) == [("connection", "my sister", None)]
