"""Words -> PCM, through pyttsx3.

Its drivers play badly (on Linux through a shell command, from a file in the temp folder, which ``stop`` does not
stop), so it only ever writes a file, and that file is never on a disk where the system can do without: a memory
file on Linux, elsewhere a private folder whose file is unlinked as soon as it was read.
"""

import atexit
import contextlib
import io
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from companion.errors import VoiceError
from companion.speaking.sound import Sound, silence

_NO_MARKUP = str.maketrans(dict.fromkeys("<>[]", " "))
"""The engine swallows what stands in angle brackets, and reads square ones as sounds."""

NO_SOUND = "The speech engine gave no sound. Try: espeak-ng hello"

SLOWEST_WORDS_PER_MINUTE, FASTEST_WORDS_PER_MINUTE = 80, 400

SYNTHESIS_SECONDS = 10.0
"""A minute of speech takes espeak-ng well under a second here: without an answer for this long it hangs."""


@cache
def _engine() -> Any:
    """The one engine of this process: espeak-ng cannot be started twice."""
    try:
        import pyttsx3  # noqa: PLC0415 - only once something is to be said

        engine = pyttsx3.init()
        if sys.platform == "linux":
            engine.runAndWait()  # until its first run it only collects settings, and that run cancels them
    except (ImportError, OSError, RuntimeError) as error:
        raise VoiceError(
            "There is no speech engine, so nothing can be said aloud. On Debian or Ubuntu install it with: "
            "sudo apt install espeak-ng"
        ) from error
    atexit.register(_engine.cache_clear)  # taken down with the interpreter it prints a traceback
    return engine


class Voice:
    """Speaks as set: `name` is a voice's name or identifier ('' for the system's own), `volume` from 0 to 1.

    There is one engine for all voices, so each tells it everything each time.
    """

    def __init__(self, name: str = "", rate_words_per_minute: int = 160, volume: float = 1.0) -> None:
        """Raises `VoiceError` when there is no speech engine, or no voice of that name."""
        self.rate_words_per_minute, self.volume = rate_words_per_minute, volume
        self._identifier = _identifier(name) if name else _own_voice()

    def render(self, text: str) -> Sound:
        """The sound of these words (10 ms for a sentence). Raises `VoiceError` when the engine says nothing."""
        if not any(character.isalnum() for character in text):
            return silence(0.0, 22_050)
        engine = _engine()
        engine.setProperty("voice", self._identifier)
        engine.setProperty("rate", self.rate_words_per_minute)
        engine.setProperty("volume", self.volume)
        _come_to_rest()
        with _nowhere_on_disk() as path:
            _save(engine, text.translate(_NO_MARKUP), path)
            try:
                pcm, rate_hz = soundfile.read(path, dtype="int16", always_2d=True)
            except soundfile.LibsndfileError as error:
                raise VoiceError(NO_SOUND) from error
        if not len(pcm):
            raise VoiceError(NO_SOUND)
        return Sound(np.ascontiguousarray(pcm[:, 0]), int(rate_hz))


def _save(engine: Any, text: str, path: str) -> None:
    """Have the engine write its sound to `path`, and wait until it has.

    With espeak-ng, ``runAndWait`` returns after 10 ms whether or not the sound is there: a short sentence is by then,
    a long one or one on a busy machine is not. What tells is the engine's own notice, from espeak-ng's thread.
    """
    finished = threading.Event()
    notice = engine.connect("finished-utterance", lambda **_: finished.set())
    with contextlib.redirect_stdout(io.StringIO()):  # it prints where it saved to
        engine.save_to_file(text, path)
        engine.runAndWait()
        in_time = engine.driver_name != "espeak" or finished.wait(SYNTHESIS_SECONDS)
    engine.disconnect(notice)
    if not in_time:
        raise VoiceError("The speech engine does not answer. Try: espeak-ng hello")


def _come_to_rest() -> None:
    """Wait until the engine's own thread has done all it was told to.

    Whatever is told it next cancels what it has not begun: settings were lost so, and whole sentences were empty.
    """
    if sys.platform == "linux":
        from pyttsx3.drivers import _espeak  # noqa: PLC0415 - loads the library: only where there is one

        _espeak.Synchronize()


@contextlib.contextmanager
def _nowhere_on_disk() -> Iterator[str]:
    """A path the engine can write to and we can read from, that nobody else can and that leaves nothing behind."""
    if sys.platform == "linux":
        descriptor = os.memfd_create("speech")
        try:
            yield f"/proc/self/fd/{descriptor}"
        finally:
            os.close(descriptor)
    else:
        with tempfile.TemporaryDirectory(prefix="companion-") as folder:  # mode 0700
            yield str(Path(folder) / "speech.aiff")


def voices() -> list[tuple[str, str]]:
    """The identifiers and names of every voice there is. Raises `VoiceError` when there is no speech engine."""
    return [(str(voice.id), str(voice.name)) for voice in _engine().getProperty("voices")]


@cache
def _own_voice() -> str:
    """The identifier of the voice that the engine has before any other was chosen."""
    return str(_engine().getProperty("voice"))


def _identifier(name: str) -> str:
    """A voice's identifier by its identifier, its last part ('en-us') or its name, in any case."""
    wanted = name.lower()
    for identifier, spoken in voices():
        if wanted in (identifier.lower(), identifier.lower().rsplit("/", 1)[-1], spoken.lower()):
            return identifier
    raise VoiceError(f"There is no voice called {name!r} here. See what there is with: companion voices")
