"""The whole examination by the real program: on the virtual card, without any sound, with engines that fall."""

import os
import pty
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from virtual_card import HEARING_RATE_HZ, Listener, VirtualCard, into_microphone

from companion.doctor.findings import doctor_words, finding
from companion.speaking.voice import Voice
from tests.table.conftest import COMPANION, QUICK, run
from tests.table.test_back import child_of

DOCTOR = [*COMPANION, "doctor"]
FLOOR_RMS = 40.0


def lines_of(card: VirtualCard, *options: str) -> Iterator[str]:
    """What it prints, as it comes; at its end its exit status."""
    process = card.start([*DOCTOR, *options])
    for line in process.stdout or ():
        yield line.decode().rstrip("\n")
    yield str(process.wait())


def make_noise(card: VirtualCard) -> None:
    """A floor of noise in the microphone, as real ones have, until the card is gone."""
    player = card.start(into_microphone(HEARING_RATE_HZ))
    pcm = np.random.default_rng(3).normal(0, FLOOR_RMS, 60 * HEARING_RATE_HZ).astype(np.int16).tobytes()

    def play() -> None:
        while player.stdin:
            try:
                player.stdin.write(pcm)
            except BrokenPipeError:
                return

    threading.Thread(target=play, daemon=True).start()


def test_all_is_well_at_a_table_with_a_person_who_answers(tmp_path: Path, person: Voice) -> None:
    """Aloud: the chirp is found in the microphone, the sentence is understood, the key q ends the speaking; 0."""
    with VirtualCard(tmp_path / "card", echo_volume=0.3) as card:
        card.extra = {**QUICK, "COMPANION_RATE_WORDS_PER_MINUTE": "400"}
        make_noise(card)
        ours, theirs = pty.openpty()
        shown, heard = [""], Listener(card)
        process = card.start(["sh", "-c", f'exec "$0" "$@" < {os.ttyname(theirs)}', *DOCTOR])
        for line in process.stdout or ():
            shown.append(line.decode().rstrip("\n"))
            if shown[-1] == doctor_words().asks["recogniser"]:
                time.sleep(1)
                while heard.quiet_seconds() < 0.6:
                    time.sleep(0.02)
                card.play(person.render("yes, I am here."))
            if shown[-2] == doctor_words().asks["recogniser"]:
                os.write(ours, b"q")
        os.close(theirs)
        assert process.wait() == 0, shown
    assert shown[-1] == doctor_words().all_well
    assert any(line.startswith("The microphone hears the loudspeaker after") for line in shown)
    assert any(line.startswith("The microphone works, and the room is quiet: ") for line in shown)
    assert any(line.startswith("I heard you say: yes") for line in shown)
    assert finding("offline_well").text in shown


def test_in_silence_nothing_is_played_and_a_muted_microphone_is_told(card: VirtualCard) -> None:
    """Exact zeros need care; that nobody speaks does not."""
    ear = Listener(card)
    *lines, status = lines_of(card, "--silent")
    assert lines[:7] == [
        doctor_words().hello,
        finding("voice_well").text,
        finding("loudspeaker_silent").text,
        doctor_words().asks["microphone"],
        finding("room_zeros").text,
        finding("delay_unmeasured").text,
        doctor_words().asks["recogniser"],
    ]
    assert lines[7] == finding("heard_nobody").text
    assert (lines[-1], status) == ("That's everything. One thing needs care: the microphone.", "1")
    assert ear.onsets == []


def test_without_any_sound_everything_else_is_examined(home: dict[str, str]) -> None:
    """It prints, names what is missing with what to do, and ends with 1; nothing of ours was made."""
    ended = run(["doctor"], home)
    lines = ended.stdout.splitlines()
    assert (ended.returncode, ended.stderr) == (1, "")
    assert lines[:6] == [
        doctor_words().hello,
        finding("voice_well").text,
        "No loudspeaker can be opened: plug one in or choose another with: companion devices",
        "No microphone can be opened: plug one in or choose another with: companion devices",
        finding("delay_unmeasured").text,
        finding("heard_unchecked").text,
    ]
    assert lines[-1] == "That's everything. 2 things need care: the loudspeaker and the microphone."
    assert finding("key_none").text in lines
    assert not Path(home["COMPANION_DATA"]).exists()
    assert not Path(home["COMPANION_CONFIG"]).exists()


@pytest.mark.parametrize(
    ("name", "value", "needs_care"),
    [
        ("COMPANION_VOICE", "nobody", "the voice"),
        ("COMPANION_VOLUME", "9", "the settings"),
        ("COMPANION_DATA", "/proc/companion", "the disk"),
    ],
)
def test_each_step_that_fails_leaves_the_others_be(
    home: dict[str, str], name: str, value: str, needs_care: str
) -> None:
    """Whatever is not well is named at the end, beside the sound that is not there, and no traceback is shown."""
    ended = run(["doctor"], {**home, name: value})
    assert (ended.returncode, ended.stderr) == (1, "")
    assert needs_care in ended.stdout.splitlines()[-1]
    assert len(ended.stdout.splitlines()) == 15


def test_a_step_that_takes_the_process_down_is_one_finding(card: VirtualCard) -> None:
    """The next process goes on with the step behind it."""
    process = card.start([*DOCTOR, "--silent"])
    lines = []
    for line in process.stdout or ():
        lines.append(line.decode().rstrip("\n"))
        if lines[-1] == doctor_words().asks["recogniser"]:
            os.kill(child_of(process.pid), signal.SIGSEGV)
    stopped = finding("stopped", name=doctor_words().names["recogniser"]).text
    assert [line for line in lines if line.startswith("Something beneath me")] == [stopped]
    assert lines[lines.index(stopped) + 1].startswith("The built-in recognition model")
    assert lines[-1] == "That's everything. 2 things need care: the microphone and hearing your words."
    assert process.wait() == 1


def test_a_voice_that_takes_the_process_down_is_done_without(card: VirtualCard) -> None:
    """The rest is printed."""
    process = card.start(DOCTOR)
    assert process.stdout
    lines = [process.stdout.readline().decode().rstrip("\n")]
    time.sleep(0.5)  # it is being said
    os.kill(child_of(process.pid), signal.SIGSEGV)
    lines += [line.decode().rstrip("\n") for line in process.stdout]
    assert lines[1] == finding("stopped", name=doctor_words().names["voice"]).text
    assert lines[2] == finding("loudspeaker_silent").text
    assert lines[-1] == "That's everything. 2 things need care: the voice and the microphone."
    assert process.wait() == 1
