"""The border to PortAudio, for the microphone and the loudspeaker alike: opening, its reasons, its device list."""

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from companion.errors import NO_PORTAUDIO, AudioMissingError

Kind: TypeAlias = Literal["input", "output"]

Why: TypeAlias = Literal["none", "unnamed", "busy", "denied"]
"""Why a device cannot be opened: there is none, none of that name, another program has it, it is not allowed."""

BUSY = -9985
"""PortAudio's code for a device that another program has for itself (paDeviceUnavailable)."""

DENIED = -13
"""ALSA's code for a device that this account may not use (-EACCES), handed on by PortAudio."""


class UnopenedError(Exception):
    """A device cannot be opened; each room makes its own sentence of the reason."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class Lines(BaseModel):
    """What a file of words says about one kind of device: why it cannot be opened, and that it was lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    none: str
    unnamed: str
    busy: str
    denied: str
    gone: str

    def reason(self, error: UnopenedError, device: str) -> str:
        """The sentence for a device, by the part of its name that was asked for, that could not be opened."""
        return str(getattr(self, error.why)).format(name=device)


@dataclass(frozen=True, slots=True)
class Opened:
    """A stream of 16-bit samples that runs, with the shape that the device has taken."""

    stream: Any
    rate_hz: int
    channels: int


def library() -> Any:
    """The module sounddevice. Raises `AudioMissingError` where PortAudio is not installed."""
    try:
        import sounddevice  # noqa: PLC0415 - raises OSError where PortAudio is not installed
    except OSError as error:
        raise AudioMissingError(NO_PORTAUDIO) from error
    return sounddevice


def open_stream(kind: Kind, device: str, rate_hz: int | None = None, seconds: float = 0.0, **options: Any) -> Opened:
    """Open and start a device by part of its name ('' for the system's choice of this moment).

    In mono and at `rate_hz` where the device takes that, else in its own shape, so that every device will do; in
    blocks of so many `seconds` where that is given. Raises `UnopenedError`.
    """
    sounddevice = library()
    info = found(kind, device)
    try:
        rate_hz, channels = _shape(sounddevice, kind, info, rate_hz)
        make = sounddevice.RawInputStream if kind == "input" else sounddevice.RawOutputStream
        stream = make(
            samplerate=rate_hz, channels=channels, dtype="int16", device=device or None,
            blocksize=round(seconds * rate_hz), **options,
        )  # fmt: skip
        _streams.append(stream)
        stream.start()
    except (sounddevice.PortAudioError, ValueError) as error:
        raise UnopenedError(why_not(error, device)) from error
    return Opened(stream, rate_hz, channels)


def found(kind: Kind, device: str) -> Any:
    """What PortAudio knows of a device, by part of its name ('' for the system's choice). Raises `UnopenedError`."""
    sounddevice = library()
    try:
        return sounddevice.query_devices(device or None, kind)
    except (sounddevice.PortAudioError, ValueError) as error:
        raise UnopenedError(why_not(error, device)) from error


def _shape(sounddevice: Any, kind: Kind, info: Any, rate_hz: int | None) -> tuple[int, int]:
    """The first rate and number of channels that the device takes; its own when it takes none of them."""
    own = int(info["default_samplerate"])
    check = sounddevice.check_input_settings if kind == "input" else sounddevice.check_output_settings
    for channels in (1, 2):
        for rate in (rate_hz or own, own):
            try:
                check(device=info["index"], channels=channels, dtype="int16", samplerate=rate)
            except sounddevice.PortAudioError:
                continue
            return rate, channels
    return own, 1


def why_not(error: Exception, device: str) -> Why:
    """The reason in an error of sounddevice: a ValueError is about a name, the others carry codes."""
    if isinstance(error, ValueError):
        return "unnamed"
    code, host = (*error.args[1:3], 0, 0)[:2]
    if code == BUSY:
        return "busy"
    if isinstance(host, tuple) and host[1] == DENIED:
        return "denied"
    return "unnamed" if device else "none"


_streams: list[Any] = []
"""What is open in this process: PortAudio can only be restarted without it."""


def shut(stream: Any) -> None:
    """Give a device back, whether or not it is still there."""
    if stream in _streams:
        _streams.remove(stream)
        stream.abort()
        stream.close()


def restart() -> None:
    """Look for devices anew, which PortAudio does only when it starts: 0.1 s. Whatever is open is shut, and ends."""
    for stream in tuple(_streams):
        shut(stream)
    sounddevice = library()
    sounddevice._terminate()  # noqa: SLF001 - it offers no public way
    sounddevice._initialize()  # noqa: SLF001


@contextlib.contextmanager
def quiet_libraries() -> Iterator[None]:
    """Keep what PortAudio and ALSA print about a lost device off the screen; Python's own errors are shown."""
    sys.stderr.flush()
    kept = os.dup(2)
    with (
        contextlib.closing(os.fdopen(os.dup(kept), "w")) as ours,
        contextlib.redirect_stderr(ours),
        Path(os.devnull).open("wb") as nowhere,
    ):
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
