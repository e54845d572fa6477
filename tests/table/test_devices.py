"""Devices that go away in the middle of a check-in, and come back: it says so, and goes on by itself."""

import os
import pty
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from virtual_card import Conversation, Listener, VirtualCard

from companion.speaking.voice import Voice
from tests.table.conftest import COMPANION, QUICK, Pages, answers, pages, run
from tests.table.test_live import SISTER
from tests.table.test_ways import until

SHORT = SISTER | {"fetch it now": "stop"}
FETCH = "Companion: There is a better ear: forty megabytes, fetched once from the internet. Shall I fetch it now?"
KEPT: Pages = [("connection", "my sister", None), ("goals.closed", "yes", "yes")]
STOPPED = "Companion: We'll stop here. Everything you told me is kept."
AGAIN = "Companion: I can hear you again."
GONE = "Companion: The microphone is gone. I'll go on when it's back."
SILENT = "Companion: I hear nothing at all from the microphone. Is it unplugged or muted?"


@pytest.fixture
def card(tmp_path: Path) -> Iterator[VirtualCard]:
    """A card whose microphone has a floor of noise."""
    with VirtualCard(tmp_path / "card", hum=True) as opened:
        opened.extra = QUICK
        yield opened


def asked(talk: Conversation, words: str) -> None:
    """Answer until this was asked aloud, and leave it open."""
    while talk.wait_until_asked() and words not in talk.lines[-1]:
        talk.answer_once()


def shown(talk: Conversation, *lines: str) -> None:
    """Wait until one of these lines was shown."""
    while not set(lines) & set(talk.lines):
        assert talk.process.poll() is None
        time.sleep(0.02)


def test_a_microphone_that_is_unplugged_is_waited_for(card: VirtualCard, person: Voice) -> None:
    """It is said, and once it is plugged in again the same question is asked again."""
    talk = Conversation(card, COMPANION, answers(SHORT), person)
    asked(talk, "fetch it now")
    time.sleep(1)  # to have heard its floor
    card.unplug()
    shown(talk, GONE, SILENT)  # zeros, or no blocks while the server moves the stream
    time.sleep(5)
    assert AGAIN not in talk.lines
    card.plug_in()
    lines = talk.to_the_end()
    assert lines[lines.index(AGAIN) + 1] == FETCH
    assert lines[-1] == STOPPED


def test_a_sound_server_that_dies_is_waited_for(card: VirtualCard, person: Voice) -> None:
    """Microphone and loudspeaker go and come back together: the question is asked again, and nothing kept is lost."""
    talk = Conversation(card, COMPANION, answers(SISTER | {"aligned on goals": "stop"}), person)
    asked(talk, "aligned on goals")
    card.fall_silent()
    shown(talk, GONE)
    card.come_back()
    talk.ear = Listener(card)
    lines = talk.to_the_end()
    assert lines[lines.index(AGAIN) + 1] == "Companion: First, goals. Are you and your sister aligned on goals?"
    assert lines[-1] == STOPPED
    assert pages(card.environment) == KEPT[:1]


def test_a_microphone_that_never_gave_a_sound_is_asked_about_once(tmp_path: Path, person: Voice) -> None:
    """It may be muted: the sentence comes with the first silence, and the silence goes its way."""
    with VirtualCard(tmp_path / "card") as card:
        card.extra = QUICK
        lines = Conversation(card, COMPANION, answers({}), person).to_the_end()
    assert lines.count(SILENT) == 1
    assert lines[lines.index(SILENT) + 1] == "Companion: I'm here. Take your time."


def test_while_the_microphone_is_away_answers_can_be_typed(card: VirtualCard) -> None:
    """Enter, then a line; the next one needs no Enter. The keys work as well."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(COMPANION, env=card.environment, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        said = until(ours, "Companion: ")
        card.fall_silent()
        said += until(ours, "meanwhile.")
        os.write(ours, b"\n")
        for typed in (b"no\n", b"my sister\n", b"yes\n", b"stop\n"):
            said += until(ours, "You: ")
            os.write(ours, typed)
        said += until(ours, "kept.")
        assert process.wait() == 0
    os.close(ours)
    assert "The microphone is gone. I'll go on when it's back. You can press Enter" in " ".join(said.split())
    assert "Expression" not in said
    assert "ALSA" not in said
    assert pages(card.environment) == KEPT


def test_devices_are_listed_with_what_a_check_in_uses(card: VirtualCard) -> None:
    """The system's choice, unless another is set; a name that is not here is told; and how to choose comes last."""
    chosen = run(["devices"], card.environment).stdout.splitlines()
    used = ", the system's choice, used in a check-in"
    assert "Microphone: default" + used in chosen
    assert "Loudspeaker: default" + used in chosen
    settings = Path(card.environment["COMPANION_CONFIG"]) / "settings.toml"
    assert chosen[-1].startswith(f"To choose another, write part of its name into {settings}, like: microphone = ")
    wrong = run(["devices"], card.environment | {"COMPANION_MICROPHONE": "Headset"}).stdout.splitlines()
    assert wrong[0] == "Microphone that is set, and not here, or not the only one of its name: Headset"
    assert "Microphone: default, the system's choice" in wrong
    assert "There is no microphone and no loudspeaker here." not in wrong


def test_a_device_that_is_named_and_not_here_is_told(card: VirtualCard) -> None:
    """By its name, with the way to find another."""
    card.extra = {**QUICK, "COMPANION_MICROPHONE": "Headset", "COMPANION_SPEAKER": "Headset"}
    ended = run([], card.environment, input="")
    assert (ended.returncode, ended.stdout, ended.stderr) == (
        1,
        "No loudspeaker called Headset can be opened: plug it in or choose another with: companion devices\n",
        "No microphone called Headset can be opened: plug it in or choose another with: companion devices\n",
    )
