"""The voice: speaks as set, leaves nothing behind, says nothing of itself."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from companion.errors import VoiceError
from companion.speaking.sound import Sound
from companion.speaking.voice import Voice, voices

WORDS = "one two three four five six seven eight nine ten"


def loudness(sound: Sound) -> float:
    return float(np.sqrt((sound.pcm.astype(float) ** 2).mean()))


def test_the_rate_is_honoured_from_the_first_word_and_whatever_was_said_before() -> None:
    """Ten words take as long as their rate says, within a fifth, in any order of rates and again and again."""
    rates = [80, 400, 400, 160, 80, 160, 160, 400]
    spoken = [Voice("", rate).render(WORDS).seconds for rate in rates]
    usual = Voice("", 160).render(WORDS).seconds
    expected = [usual * 160 / rate for rate in rates]
    assert [(rate, a) for rate, a, b in zip(rates, spoken, expected, strict=True) if not 0.8 < a / b < 1.25] == []


def test_the_volume_is_honoured() -> None:
    """Half the volume is half as loud, within a fifth."""
    full, half, quiet = (loudness(Voice("", 160, volume).render(WORDS)) for volume in (1.0, 0.5, 0.1))
    assert 0.4 < half / full < 0.6
    assert 0.06 < quiet / full < 0.12


def test_each_voice_stays_its_own() -> None:
    """Another voice that spoke in between changes nothing: a simulated person does not lend us hers."""
    own, other = Voice(), Voice("en-us")
    lengths = [len(voice.render(WORDS).pcm) for voice in (own, other, own, other)]
    assert np.allclose(lengths[:2], lengths[2:], rtol=0.01)
    assert not np.isclose(lengths[0], lengths[1], rtol=0.01)


def test_a_voice_is_found_by_each_of_its_names() -> None:
    """By its identifier, the last part of it and its name, in any case."""
    identifier, name = next(voice for voice in voices() if voice[0].endswith("/en-us"))
    lengths = [
        len(Voice(called).render(WORDS).pcm) for called in (identifier, identifier.upper(), name, "en-us", "EN-US")
    ]
    assert np.allclose(lengths, lengths[0], rtol=0.01)


def test_an_unknown_voice_is_told() -> None:
    """With its name, and how to see what there is."""
    with pytest.raises(VoiceError) as told:
        Voice("no such voice")
    assert str(told.value) == "There is no voice called 'no such voice' here. See what there is with: companion voices"


@pytest.mark.parametrize("text", ["", " ", "\n", "...", "?!", "\u2026"])
def test_what_has_no_words_is_silent(text: str) -> None:
    """Not even the engine is asked."""
    assert Voice().render(text).seconds == 0


@pytest.mark.parametrize(
    "text", ["\u00e9t\u00e9", "\u4f60\u597d", "x\0y", "1 < 2 > 0", "[[hello]]", "<speak>", "&amp;", "a" * 2000]
)
def test_odd_text_is_spoken(text: str) -> None:
    """Whatever is in it, there is sound, and it can still be told apart from silence."""
    sound = Voice("", 400).render(text)
    assert sound.seconds > 0.1
    assert loudness(sound) > 100


def test_what_stands_in_brackets_is_spoken_too() -> None:
    """Markup is not understood: nothing is swallowed."""
    plain, angled, squared = (
        Voice().render(text).seconds for text in ("one  two  three", "one <two> three", "one [two] three")
    )
    assert np.allclose([angled, squared], plain, rtol=0.15)


SPEAKS = """
import os, sys
from pathlib import Path
from companion.speaking.voice import Voice
folders = [Path(os.environ["TMPDIR"]), Path(os.environ["HOME"]), Path.cwd()]
Voice().render("hello")  # at its start the engine looks for a sound server, in folders of its own
before = [folder.stat().st_mtime_ns for folder in folders]
sound = Voice().render("the secret word is xylophone")
sound = Voice("en-us").render("xylophone")
after = [folder.stat().st_mtime_ns for folder in folders]
texts = [path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()]
print(sound.seconds > 0.3, before == after, any(b"xylophone" in text for text in texts), file=sys.stderr)
"""


def test_nothing_of_the_words_is_ever_in_a_file_and_stdout_stays_clean(tmp_path: Path) -> None:
    """No folder is even touched while it speaks (its time of change stays), and nothing is printed."""
    run = subprocess.run(
        [sys.executable, "-c", SPEAKS],
        cwd=tmp_path,
        env={"TMPDIR": str(tmp_path), "HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (run.stdout, run.stderr) == ("", "True True False\n")


def test_without_an_engine_it_says_how_to_install_one(tmp_path: Path) -> None:
    """Where the library of the engine is not to be found."""
    (tmp_path / "pyttsx3.py").write_text(
        "def init():\n    raise RuntimeError('This means you probably do not have eSpeak')"
    )
    program = (
        "from companion.errors import VoiceError\nfrom companion.speaking.voice import Voice\n"
        "try: Voice()\nexcept VoiceError as error: print(error)"
    )
    paths = f"{tmp_path}:{Path(__file__).parents[2]}"
    run = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": paths}, capture_output=True, text=True, check=True
    )
    assert run.stdout == (
        "There is no speech engine, so nothing can be said aloud. "
        "On Debian or Ubuntu install it with: sudo apt install espeak-ng\n"
    )
