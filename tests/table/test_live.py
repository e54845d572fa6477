"""Whole check-ins at a virtual sound card: real speech out, real speech in, real pages."""

import os
import signal
import threading
import time
from pathlib import Path

from virtual_card import Conversation, VirtualCard

from companion.speaking.voice import Voice
from tests.table.conftest import COMPANION, QUICK, answers, pages

SISTER = {
    "fetch it now": "no",
    "Who is this check-in about": "my sister",
    "aligned on goals": "yes",
    "both want from this": "we want more time together",
    "both showing up": "not really",
    "stay with": "no",
    "Would you like to stay": "no",
    "look like": "i feel tired",
    "trust and care": "yes",
    "speak honestly": "she listens to me",
    "feel heard": "yes",
}


def test_a_whole_check_in_is_heard_and_kept(card: VirtualCard, person: Voice) -> None:
    """What is said at the table is in the journal: closed answers as they were said, open ones marked as uncertain."""
    talk = Conversation(card, COMPANION, answers(SISTER), person)
    lines = talk.to_the_end()
    assert talk.process.returncode == 0
    assert lines[-1] == "Companion: Thank you for this time. Goodbye."
    kept = pages(card.environment)
    assert [slot for slot, _, _ in kept] == [
        "connection", "goals.closed", "goals.open", "efforts.closed", "efforts.open", "trust.closed", "trust.open",
        "heard",
    ]  # fmt: skip
    assert [(words, stance) for slot, words, stance in kept if slot.endswith(("closed", "heard"))] == [
        ("yes", "yes"), ("not really", "no"), ("yes", "yes"), ("yes", "yes"),
    ]  # fmt: skip
    assert "Companion: You and your sister, then." in lines
    uncertain = [line for line in lines if line.startswith("You: ") and line.endswith("(not sure)")]
    assert len(uncertain) == 3


def test_its_own_voice_is_never_an_answer(tmp_path: Path, person: Voice) -> None:
    """With the speaker looped into the microphone and nobody there, it ends by itself and keeps nothing."""
    with VirtualCard(tmp_path / "card", echo_volume=1.0) as card:
        card.extra = QUICK
        talk = Conversation(card, COMPANION, answers({}), person)
        lines = talk.to_the_end()
        assert [line for line in lines if line.startswith("You: ")] == []
        assert lines[-1] == "Companion: I'll stop here for today. Everything you told me is kept."
        assert pages(card.environment) == []


def test_killed_in_the_middle_of_an_answer_nothing_kept_is_lost(card: VirtualCard, person: Voice) -> None:
    """Kill -9 while an answer is being spoken: every page before it is whole, and the next start offers to go on."""
    talk = Conversation(card, COMPANION, answers(SISTER), person)
    while not any("both want from this" in line for line in talk.lines):
        assert talk.answer_once()
    os.kill(talk.process.pid, signal.SIGKILL)
    talk.process.wait()
    assert pages(card.environment) == [("connection", "my sister", None), ("goals.closed", "yes", "yes")]

    again = Conversation(card, COMPANION, answers({**SISTER, "go on from there": "yes"}), person)
    lines = again.to_the_end()
    assert "Companion: Last time we stopped halfway. Would you like to go on from there?" in lines
    assert not any("Who is this check-in about" in line for line in lines)
    kept = pages(card.environment)
    assert len(kept) == len({slot for slot, _, _ in kept}) == 8


def test_killed_between_answer_and_acknowledgement_the_answer_is_kept(card: VirtualCard, person: Voice) -> None:
    """Kill -9 as soon as the acknowledgement begins: the answer it acknowledges is already on disk."""
    talk = Conversation(card, COMPANION, answers(SISTER), person)
    threading.Thread(target=talk.to_the_end, daemon=True).start()
    while not acknowledged(talk.lines, "yes"):
        time.sleep(0.002)
    os.kill(talk.process.pid, signal.SIGKILL)  # the line is printed before it is spoken
    talk.process.wait()
    assert pages(card.environment) == [("connection", "my sister", None), ("goals.closed", "yes", "yes")]


def acknowledged(lines: list[str], words: str) -> bool:
    """Whether these words were heard and something was said to them."""
    return f"You: {words}" in lines and lines[-1].startswith("Companion: ")


def test_nothing_but_this_machine_is_connected_to(card: VirtualCard, person: Voice, tmp_path: Path) -> None:
    """In a live check-in the audit hook sees no connection but to programs on this machine."""
    seen = tmp_path / "seen"
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        f"log = open({str(seen)!r}, 'a', buffering=1)\n"
        "def note(event, arguments):\n"
        "    if event.startswith('socket.'):\n"
        "        print(event, *arguments[1:], file=log)\n"
        "sys.addaudithook(note)\n"
    )
    card.extra = {**QUICK, "PYTHONPATH": str(tmp_path)}
    talk = Conversation(card, COMPANION, answers({**SISTER, "aligned on goals": "stop"}), person)
    assert talk.to_the_end()[-1] == "Companion: We'll stop here. Everything you told me is kept."
    connected = [
        line for line in seen.read_text().splitlines() if line.startswith(("socket.connect", "socket.getaddr"))
    ]
    assert [line for line in connected if "192.0.2.1" not in line] == []  # the question whether there is a way out


def test_when_the_sound_never_comes_back_it_ends_with_everything_kept(card: VirtualCard, person: Voice) -> None:
    """Microphone and loudspeaker go at once, nobody is at a terminal: it says so, in print, and keeps what it has."""
    card.extra = {**QUICK, "COMPANION_PAUSE_SECONDS": "2"}
    talk = Conversation(card, COMPANION, answers({**SISTER, "both want from this": ""}), person)
    while not any("both want from this" in line for line in talk.lines):
        assert talk.answer_once()
    card.fall_silent()
    assert talk.process.wait(30) == 0
    assert talk.lines[-1] == "Companion: That was all I could hear. Everything you told me is kept."
    assert "Companion: The microphone is gone. I'll go on when it's back." in talk.lines
    assert pages(card.environment) == [("connection", "my sister", None), ("goals.closed", "yes", "yes")]
