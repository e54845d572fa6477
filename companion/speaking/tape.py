"""A sound file with both sides of a check-in, one after the other, written as it goes."""

import os
import stat
from pathlib import Path
from typing import Self

import numpy as np
import soundfile

from companion.errors import SoundFileError
from companion.speaking.sound import Sound

RATE_HZ = 16_000
"""The rate at which we hear: what was heard goes in untouched."""


class Tape:
    """Takes what is said and what is heard, in the order it happens. Its file is for its owner alone (0600)."""

    def __init__(self, path: Path) -> None:
        """Raises `SoundFileError` when the file cannot be written."""
        self._path = path
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            try:
                if stat.S_ISREG(os.fstat(descriptor).st_mode):  # a device (/dev/null) is not ours to close to others
                    path.chmod(0o600)
            finally:
                os.close(descriptor)
            self._file = soundfile.SoundFile(path, "w", RATE_HZ, 1, "PCM_16", format="WAV")
        except (OSError, soundfile.LibsndfileError) as error:
            raise SoundFileError(f"The sound file {path} cannot be written: choose another place. ({error})") from error

    def start(self, sound: Sound) -> None:
        """Add what we say."""
        self._write(sound)

    def add(self, block: bytes) -> None:
        """Add what was heard: 16-bit mono PCM at 16 kHz."""
        self._write(Sound(np.frombuffer(block, np.int16), RATE_HZ))

    def playing(self) -> bool:
        """Never: a file takes everything at once."""
        return False

    def stop(self) -> None:
        """Nothing is on its way out."""

    def _write(self, sound: Sound) -> None:
        try:
            self._file.write(sound.at(RATE_HZ).pcm)
        except (OSError, soundfile.LibsndfileError) as error:
            raise SoundFileError(f"The sound file {self._path} cannot be written any further. ({error})") from error

    def close(self) -> None:
        """Complete the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
