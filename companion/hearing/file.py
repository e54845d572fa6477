"""Answers from a sound file: WAV, FLAC and anything else soundfile reads, any rate, mono or stereo."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from companion.errors import SoundFileError
from companion.hearing.sound import BLOCK_SAMPLES, RATE_HZ

LOWEST_RATE_HZ = 4_000
"""Below it there is no speech to be heard: a header that says so is wrong."""

_READ_SECONDS = 1


def read_pcm(path: Path) -> Iterator[NDArray[np.int16]]:
    """The sound of a file as 16 kHz mono, piece by piece, so that its length does not matter.

    A file that is shorter than its header says is read as far as it goes.
    Raises `SoundFileError` when it is missing, or no sound at all.
    """
    try:
        with soundfile.SoundFile(path) as file:
            if file.samplerate < LOWEST_RATE_HZ:
                raise SoundFileError(_unreadable(path, f"{file.samplerate} samples a second are too few"))
            resampler = soxr.ResampleStream(file.samplerate, RATE_HZ, 1, dtype="float32")
            while len(piece := file.read(_READ_SECONDS * file.samplerate, dtype="float32", always_2d=True)):
                yield _int16(resampler.resample_chunk(_mono(piece)))
            yield _int16(resampler.resample_chunk(np.zeros(0, np.float32), last=True))
    except (soundfile.LibsndfileError, OSError, TypeError) as error:  # TypeError: the name says it is raw samples
        raise SoundFileError(_unreadable(path, str(error))) from error


def _unreadable(path: Path, why: str) -> str:
    return f"The sound file {path} cannot be read: give a WAV or FLAC file. ({why})"


def _int16(piece: NDArray[np.float32]) -> NDArray[np.int16]:
    pcm: NDArray[np.int16] = np.clip(piece * 32767.0, -32768, 32767).round().astype(np.int16)
    return pcm


def _mono(piece: NDArray[np.float32]) -> NDArray[np.float32]:
    """One channel; what is no number (a float file may hold such) is silence."""
    mono: NDArray[np.float32] = np.nan_to_num(piece.mean(axis=1), nan=0.0, posinf=0.0, neginf=0.0)
    return np.ascontiguousarray(mono)


class FileSource:
    """A file that is heard only while we listen: it waits while the companion speaks."""

    def __init__(self, path: Path) -> None:
        """Raises `SoundFileError` at once when it is missing, or no sound at all."""
        next(read_pcm(path), None)  # told before the first word, not in the middle of the check-in
        self._blocks = _in_blocks(read_pcm(path))

    def blocks(self) -> Iterator[bytes]:
        """The blocks that are still to come; the last one is filled up with silence."""
        return self._blocks

    def skip(self, seconds: float) -> None:
        """Nothing came in while we spoke: a file does not overhear."""


def _in_blocks(pieces: Iterator[NDArray[np.int16]]) -> Iterator[bytes]:
    rest = np.zeros(0, np.int16)
    for piece in pieces:
        rest = np.concatenate([rest, piece])
        whole = len(rest) - len(rest) % BLOCK_SAMPLES
        for start in range(0, whole, BLOCK_SAMPLES):
            yield rest[start : start + BLOCK_SAMPLES].tobytes()
        rest = rest[whole:]
    if len(rest):
        yield np.pad(rest, (0, BLOCK_SAMPLES - len(rest))).tobytes()
