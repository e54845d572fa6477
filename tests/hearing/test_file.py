"""Answers from a sound file: the same answer from any kind of it, or one clear error."""

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import soxr
from numpy.typing import NDArray

from companion.errors import SoundFileError
from companion.hearing.file import FileSource, read_pcm
from companion.hearing.sound import BLOCK_BYTES, RATE_HZ

Pcm = NDArray[np.floating[Any]]
SECONDS = 2
TONE: Pcm = (0.3 * np.sin(2 * np.pi * 440 * np.arange(SECONDS * RATE_HZ) / RATE_HZ)).astype(np.float32)
HEADER_BYTES = 44


def read(path: Path) -> Pcm:
    return np.concatenate(list(read_pcm(path))).astype(np.float32) / 32767


def same(one: Pcm, other: Pcm, within: float) -> bool:
    """Whether both are the same sound, the first and last 20 ms (where a resampler begins) aside."""
    return len(one) == len(other) and float(np.abs(one - other)[320:-320].max()) < within


@pytest.mark.parametrize(
    ("kind", "rate_hz", "channels", "within"),
    [
        ("wav PCM_16", 16_000, 1, 0.0001),
        ("wav PCM_16", 8_000, 1, 0.01),
        ("wav PCM_16", 44_100, 1, 0.01),
        ("wav PCM_16", 48_000, 2, 0.01),
        ("wav PCM_24", 16_000, 2, 0.0001),
        ("wav PCM_U8", 16_000, 1, 0.01),
        ("wav FLOAT", 96_000, 1, 0.01),
        ("flac PCM_16", 16_000, 2, 0.0001),
        ("flac PCM_24", 48_000, 1, 0.01),
        ("ogg VORBIS", 44_100, 1, 0.05),
    ],
)
def test_every_kind_of_file_is_the_same_sound(
    tmp_path: Path, kind: str, rate_hz: int, channels: int, within: float
) -> None:
    """Rate, channels, depth and packing make no difference, and no sample is lost."""
    ending, subtype = kind.split()
    path = tmp_path / f"answers.{ending}"
    sound = soxr.resample(TONE, RATE_HZ, rate_hz)
    soundfile.write(path, np.stack([sound] * channels, axis=1), rate_hz, subtype=subtype)
    assert same(read(path), TONE, within)


def test_a_speaker_on_one_channel_is_heard(tmp_path: Path) -> None:
    """Half as loud, and nothing of the silent side."""
    path = tmp_path / "answers.wav"
    soundfile.write(path, np.stack([TONE, np.zeros_like(TONE)], axis=1), RATE_HZ, subtype="FLOAT")
    assert same(read(path), TONE / 2, 0.0001)


def lying(data_bytes: int) -> Callable[[bytes], bytes]:
    return lambda wav: wav[: HEADER_BYTES - 4] + struct.pack("<I", data_bytes) + wav[HEADER_BYTES:]


@pytest.mark.parametrize(
    ("change", "samples"),
    [
        (lying(1_000_000_000), len(TONE)),
        (lying(0xFFFFFFFF), len(TONE)),
        (lying(1_000), 500),
        (lying(0), 0),
        (lambda wav: wav[: HEADER_BYTES + 9_999], 4_999),
        (lambda wav: wav[:HEADER_BYTES], 0),
    ],
    ids=["longer", "longest", "shorter", "nothing", "cut off", "only a header"],
)
def test_a_wav_that_lies_about_its_length_is_read_as_far_as_it_goes(
    tmp_path: Path, change: Callable[[bytes], bytes], samples: int
) -> None:
    """The sound that is there, and no more than the header gives."""
    path = tmp_path / "answers.wav"
    soundfile.write(path, TONE, RATE_HZ)
    path.write_bytes(change(path.read_bytes()))
    assert same(read(path), TONE[:samples], 0.0001) if samples > 640 else len(read(path)) == samples


def test_what_is_no_number_in_a_float_file_is_silence(tmp_path: Path) -> None:
    """Not a crack at full scale, and no warning."""
    path = tmp_path / "answers.wav"
    broken = TONE.copy()
    broken[1000:1010] = np.nan
    broken[1010], broken[1011] = np.inf, -np.inf
    soundfile.write(path, broken, RATE_HZ, subtype="FLOAT")
    expected = TONE.copy()
    expected[1000:1012] = 0
    assert same(read(path), expected, 0.0001)


def of_rate(rate_hz: int) -> Callable[[bytes], bytes]:
    return lambda wav: wav[:24] + struct.pack("<I", rate_hz) + wav[28:]


@pytest.mark.parametrize(
    ("name", "change", "why"),
    [
        ("answers.wav", lambda _: b"", "Error opening '{path}': Format not recognised."),
        ("answers.wav", lambda _: b"no sound at all", "Error opening '{path}': Format not recognised."),
        ("answers.wav", lambda wav: wav[:30], "Error opening '{path}': Error in WAV file. No 'data' chunk marker."),
        ("answers.wav", of_rate(100), "100 samples a second are too few"),
        ("answers.wav", of_rate(0), "Error opening '{path}': Internal error : SF_INFO struct incomplete."),
        ("answers.raw", lambda wav: wav, "samplerate must be specified"),
    ],
    ids=["empty", "text", "half a header", "100 Hz", "0 Hz", "raw"],
)
def test_what_is_no_sound_is_told_at_once(
    tmp_path: Path, name: str, change: Callable[[bytes], bytes], why: str
) -> None:
    """With the file, what would do, and why; before the first word of the check-in."""
    path = tmp_path / name
    soundfile.write(tmp_path / "whole.wav", TONE, RATE_HZ)
    path.write_bytes(change((tmp_path / "whole.wav").read_bytes()))
    with pytest.raises(SoundFileError) as told:
        FileSource(path)
    reason = why.format(path=path)
    assert str(told.value) == f"The sound file {path} cannot be read: give a WAV or FLAC file. ({reason})"


@pytest.mark.parametrize("name", ["not there.wav", "", "answers\0.wav"])
def test_a_file_that_is_not_there_is_told_at_once(tmp_path: Path, name: str) -> None:
    """Missing, a folder, or no name at all."""
    path = tmp_path / name
    with pytest.raises(SoundFileError) as told:
        FileSource(path)
    assert str(told.value).startswith(f"The sound file {path} cannot be read: give a WAV or FLAC file. (Error opening ")


def test_a_file_comes_in_whole_blocks_and_waits_while_we_speak(tmp_path: Path) -> None:
    """1,300 samples are three blocks of 512, the last filled up with silence; skipping takes nothing away."""
    path = tmp_path / "answers.wav"
    soundfile.write(path, TONE[:1300], RATE_HZ)
    source = FileSource(path)
    first = next(source.blocks())
    source.skip(10.0)
    rest = list(source.blocks())
    assert [len(block) for block in (first, *rest)] == [BLOCK_BYTES] * 3
    expected = np.concatenate(list(read_pcm(path))).tobytes() + bytes(2 * (3 * 512 - 1300))
    assert b"".join((first, *rest)) == expected
    assert list(source.blocks()) == []
