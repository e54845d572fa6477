"""The tape: both sides in one sound file, for its owner alone."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from companion.errors import SoundFileError
from companion.speaking.sound import Sound
from companion.speaking.tape import Tape

BLOCK = np.arange(512, dtype=np.int16).tobytes()


def test_both_sides_are_on_it_in_their_order(tmp_path: Path) -> None:
    """What we say comes at the tape's rate; what was heard goes in sample by sample."""
    path = tmp_path / "both.wav"
    with Tape(path) as tape:
        tape.add(BLOCK)
        tape.start(Sound(np.full(22_050, 1000, np.int16), 22_050))
        assert not tape.playing()
        tape.stop()
        tape.add(BLOCK)
    pcm, rate_hz = soundfile.read(path, dtype="int16")
    assert (len(pcm), rate_hz) == (512 + 16_000 + 512, 16_000)
    assert pcm[:512].tobytes() == pcm[-512:].tobytes() == BLOCK
    assert abs(int(np.median(pcm[512:-512])) - 1000) <= 1


@pytest.mark.parametrize("before", [None, 0o644])
def test_it_is_for_its_owner_alone(tmp_path: Path, before: int | None) -> None:
    """Mode 0600, of a file that was there before as well."""
    path = tmp_path / "both.wav"
    if before is not None:
        path.touch(before)
    Tape(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_device_is_written_to_and_left_as_it_is() -> None:
    """Nobody else is locked out of it."""
    mode = Path(os.devnull).stat().st_mode
    with Tape(Path(os.devnull)) as tape:
        tape.add(BLOCK)
    assert Path(os.devnull).stat().st_mode == mode


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("nowhere/both.wav", "[Errno 2] No such file or directory: '{path}'"),
        ("", "[Errno 21] Is a directory: '{path}'"),
    ],
)
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, place: str, why: str) -> None:
    """With its name, and what to do."""
    path = tmp_path / place
    with pytest.raises(SoundFileError) as told:
        Tape(path)
    reason = why.format(path=path)
    assert str(told.value) == f"The sound file {path} cannot be written: choose another place. ({reason})"


FULL = """
import resource, signal, sys
from pathlib import Path
from companion.errors import SoundFileError
from companion.speaking.tape import Tape
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
with Tape(Path(sys.argv[1])) as tape:
    try:
        for _ in range(40):
            tape.add(bytes(1024))
    except SoundFileError as error:
        print(error)
"""


def test_a_full_disk_is_told_and_what_was_written_can_be_played(tmp_path: Path) -> None:
    """A limit of 20,000 bytes stands for the full disk."""
    path = tmp_path / "both.wav"
    run = subprocess.run(
        [sys.executable, "-c", FULL, str(path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.startswith(f"The sound file {path} cannot be written any further. (")
    assert soundfile.info(path).frames > 9_000
