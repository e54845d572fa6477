"""The other ways in: sound files, typed text, a simulated person; and what happens without sound, disk or sense."""

import os
import pty
import resource
import stat
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
from virtual_card import VirtualCard

from companion.conversation.events import Page
from companion.journal import open_journal
from companion.speaking.sound import silence
from companion.speaking.voice import Voice
from tests.table.conftest import COMPANION, pages, run

RATE_HZ = 22_050
SAID = ["my sister", "yes", "we want more time", "not sure", "i feel tired", "no", "yes", "she listens to me", "yes"]
HELLO = "Companion: Hello. I'm here to listen."


def recorded(path: Path, voice: Voice, said: list[str]) -> Path:
    """A recording of these answers, 6.5 s of quiet after each: more than any patience, whatever was understood."""
    pieces = [silence(0.5, RATE_HZ).pcm]
    for words in said:
        pieces += [voice.render(words).at(RATE_HZ).pcm, silence(6.5, RATE_HZ).pcm]
    noise = np.random.default_rng(7).normal(0, 3, sum(map(len, pieces)))
    soundfile.write(path, (np.concatenate(pieces) + noise).astype(np.int16), RATE_HZ)
    return path


def test_the_same_check_in_by_file_and_by_text_keeps_the_same_pages(tmp_path: Path, person: Voice) -> None:
    """What a sound file says and what is typed go the same way: same slots, same words, same stances."""
    by_file, by_text = (VirtualCard(tmp_path / name).environment | {"COMPANION_COUNTRY": "GB"} for name in "ab")
    said = recorded(tmp_path / "answers.flac", person, SAID)
    heard = run(["checkin", "--from-wav", str(said), "--to-wav", str(tmp_path / "both.wav")], by_file)
    assert heard.returncode == 0, heard.stderr
    kept = pages(by_file)
    assert [words for slot, words, _ in kept if not slot.endswith("open")] == [
        "my sister", "yes", "not sure", "yes", "yes",
    ]  # fmt: skip
    words_heard = [line.removeprefix("You: ").removesuffix(" (not sure)") for line in heard.stdout.splitlines()]
    typed = [
        words for line, words in zip(heard.stdout.splitlines(), words_heard, strict=True) if line.startswith("You: ")
    ]
    written = run(["checkin", "--text"], by_text, input="\n".join(typed) + "\n")
    assert written.returncode == 0, written.stderr
    assert pages(by_text) == kept
    both, rate_hz = soundfile.read(tmp_path / "both.wav")
    answered, _ = soundfile.read(said)
    assert len(both) / rate_hz > len(answered) / RATE_HZ
    assert stat.S_IMODE((tmp_path / "both.wav").stat().st_mode) == 0o600


def test_the_demo_needs_no_microphone_and_keeps_nothing(home: dict[str, str], tmp_path: Path) -> None:
    """A simulated person is heard by the real recogniser; there is a transcript, a sound file, and no journal."""
    shown = run(["demo", "--to-wav", str(tmp_path / "demo.wav")], home)
    assert shown.returncode == 0, shown.stderr
    lines = shown.stdout.splitlines()
    assert lines[0] == HELLO
    assert "You: my sister" in lines
    assert "You: not really" in lines
    assert lines[-1] == f"Both sides are in {tmp_path / 'demo.wav'}."
    assert soundfile.info(tmp_path / "demo.wav").duration > 60
    assert pages(home) == []


def test_without_sound_and_without_a_terminal_it_says_what_to_do(home: dict[str, str]) -> None:
    """No loudspeaker, no microphone, nobody to type: one clear sentence each, and an end with 1."""
    ended = run([], home, stdin=None, input="")
    assert ended.returncode == 1
    assert ended.stdout.splitlines() == [
        "No loudspeaker can be opened: plug one in or choose another with: companion devices"
    ]
    assert ended.stderr.splitlines() == [
        "No microphone can be opened: plug one in or choose another with: companion devices"
    ]


def test_without_sound_but_at_a_terminal_answers_are_typed(home: dict[str, str]) -> None:
    """No microphone at a terminal: it says so, and the same check-in goes on with typed answers."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(COMPANION, env=home, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = ""
        for typed in ("my sister\n", "yes\n", "\x04"):
            shown += until(ours, "You: ")
            os.write(ours, typed.encode())
        shown += until(ours, "kept.")
        assert process.wait() == 0
    os.close(ours)
    assert "You can type your answers instead." in shown
    assert pages(home) == [("connection", "my sister", None), ("goals.closed", "yes", "yes")]


def until(terminal: int, words: str) -> str:
    """What a terminal shows until these words are there, or until the program has ended."""
    shown = b""
    while words.encode() not in shown:
        try:
            shown += os.read(terminal, 4096)
        except OSError:  # Linux's way to say that nobody writes there any more
            break
    return shown.decode()


def test_without_portaudio_it_says_how_to_install_it(home: dict[str, str], tmp_path: Path) -> None:
    """Where PortAudio is missing, importing sounddevice raises OSError: that becomes a sentence with the remedy."""
    (tmp_path / "sounddevice.py").write_text('raise OSError("PortAudio library not found")\n')
    ended = run([], home | {"PYTHONPATH": str(tmp_path)}, input="")
    sentence = (
        "The sound library PortAudio is not installed, so nothing can be heard or said aloud. "
        "On Debian or Ubuntu install it with: sudo apt install libportaudio2"
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, sentence + "\n", sentence + "\n")


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ("volume = = 1\n", "are not valid TOML: Invalid value (at line 1, column 10). Correct that line.\n"),
        ("volume = 7\n", "The setting volume is not right: Input should be less than or equal to 1. Correct it in "),
    ],
)
def test_broken_settings_are_told_in_one_sentence(home: dict[str, str], settings: str, sentence: str) -> None:
    """A setting that is wrong is named with its file and what would be right; there is no traceback."""
    config = Path(home["COMPANION_CONFIG"])
    config.mkdir(parents=True)
    (config / "settings.toml").write_text(settings)
    ended = run(["checkin", "--text"], home, input="")
    assert ended.returncode == 1
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr
    assert str(config / "settings.toml") in ended.stderr


def test_a_file_that_lies_about_its_length_answers_as_far_as_it_goes(
    home: dict[str, str], tmp_path: Path, person: Voice
) -> None:
    """A WAV whose header promises an hour and whose data ends early: what is there counts, then everything is kept."""
    path = recorded(tmp_path / "answers.wav", person, ["my sister", "yes"])
    honest = bytearray(path.read_bytes())
    place = honest.index(b"data") + 4
    honest[place : place + 4] = (2 * RATE_HZ * 3600).to_bytes(4, "little")
    path.write_bytes(honest)
    ended = run(["checkin", "--from-wav", str(path)], home)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines()[-1] == "Companion: That was all I could hear. Everything you told me is kept."
    assert pages(home) == [("connection", "my sister", None), ("goals.closed", "yes", "yes")]


def test_a_file_that_is_no_sound_is_told(home: dict[str, str], tmp_path: Path) -> None:
    """Something that is no sound file gets one sentence that says what to give."""
    (tmp_path / "answers.wav").write_text("these are not sounds")
    ended = run(["checkin", "--from-wav", str(tmp_path / "answers.wav")], home)
    assert ended.returncode == 1
    assert ended.stderr.startswith(
        f"The sound file {tmp_path / 'answers.wav'} cannot be read: give a WAV or FLAC file. ("
    )


def test_the_answers_are_never_written_over(home: dict[str, str], tmp_path: Path, person: Voice) -> None:
    """Both sides into the file of the answers is refused before a byte of it is touched."""
    path = recorded(tmp_path / "answers.wav", person, ["yes"])
    before = path.read_bytes()
    ended = run(["checkin", "--from-wav", str(path), "--to-wav", str(path)], home)
    sentence = f"{path} holds the answers and would be written over: choose another file for both sides.\n"
    assert (ended.returncode, ended.stderr, path.read_bytes()) == (1, sentence, before)


def test_a_full_disk_is_told_and_what_was_kept_stays(home: dict[str, str]) -> None:
    """When the disk takes no more, one sentence says so; the pages before it are whole."""
    first = run(["checkin", "--text"], home, input="my sister\nyes\n")
    assert first.returncode == 0, first.stderr
    before = pages(home)
    largest = max(file.stat().st_size for file in Path(home["COMPANION_DATA"]).rglob("*") if file.is_file())

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    said = "\n".join(["no", "my brother", "yes", "a long story " * 2000])
    ended = run(["checkin", "--text"], home, input=said + "\n", preexec_fn=full)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert pages(home)[: len(before)] == before


def test_what_an_uncertain_answer_was_taken_for_is_shown(home: dict[str, str]) -> None:
    """Words that were not heard well stand beside the stance that was made certain afterwards."""
    folders = Path(home["COMPANION_DATA"]), Path(home["COMPANION_CONFIG"])
    with open_journal(*folders, key_store="file") as journal:
        held = journal.begin("alliance", "")
        held.keep(Page("goals.closed", "Aligned?", "yes", (0.2,), "no"))
        held.keep(Page("trust.closed", "Trust?", "yes", (1.0,), "yes"))
    assert run(["journal", "show"], home).stdout.splitlines()[1:] == [
        "Question 1: Aligned?", "You said: yes (not sure), taken as no", "Question 2: Trust?", "You said: yes",
    ]  # fmt: skip


def test_a_model_that_is_not_whole_is_passed_over(home: dict[str, str], tmp_path: Path, person: Voice) -> None:
    """A broken model folder is named, and the built-in model listens instead."""
    broken = Path(home["COMPANION_DATA"]) / "models" / "vosk-model-small-en-us-0.15"
    broken.mkdir(parents=True)
    path = recorded(tmp_path / "answers.wav", person, ["my sister"])
    ended = run(["checkin", "--from-wav", str(path)], home)
    assert ended.returncode == 0, ended.stderr
    assert f"The recognition model in {broken} is not whole" in ended.stdout
    assert pages(home) == [("connection", "my sister", None)]
