"""The microphone: one input stream, open for the whole check-in."""

import queue
from collections.abc import Iterator
from typing import Any

import numpy as np
import soxr

from companion.errors import NO_PORTAUDIO, AudioMissingError, MicrophoneError
from companion.hearing.sound import BLOCK_BYTES, BLOCK_SAMPLES, RATE_HZ, samples

LOST_SECONDS = 2.0
"""No block for this long means the device is gone: it raises nothing by itself."""


class Microphone:
    """Blocks from a microphone, at 16 kHz whatever the device's own rate is. The callback only copies bytes."""

    def __init__(self, device: str = "") -> None:
        """Raises `MicrophoneError` when no microphone of this name (part of it is enough) can be opened."""
        self._came: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._rest = b""
        self._skip = 0
        wanted: Any = device or None
        try:
            import sounddevice  # noqa: PLC0415 - raises OSError where PortAudio is not installed
        except OSError as error:
            raise AudioMissingError(NO_PORTAUDIO) from error
        try:
            rate_hz = _rate_hz(sounddevice, wanted)
            self._resampler = soxr.ResampleStream(rate_hz, RATE_HZ, 1, dtype="int16") if rate_hz != RATE_HZ else None
            self._stream = sounddevice.RawInputStream(
                samplerate=rate_hz, channels=1, dtype="int16", device=wanted,
                blocksize=round(BLOCK_SAMPLES * rate_hz / RATE_HZ), callback=self._take,
            )  # fmt: skip
            self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            raise MicrophoneError(
                "No microphone can be opened: plug one in or choose another with: companion devices"
            ) from error

    def _take(self, data: Any, _frames: int, _when: Any, _status: Any) -> None:
        self._came.put(bytes(data))

    def blocks(self) -> Iterator[bytes]:
        """Blocks of 512 samples as they come. Raises `MicrophoneError` when none come any more."""
        while True:
            while len(self._rest) < BLOCK_BYTES:
                self._rest += self._next()
            block, self._rest = self._rest[:BLOCK_BYTES], self._rest[BLOCK_BYTES:]
            if self._skip > 0:
                self._skip -= BLOCK_SAMPLES
            else:
                yield block

    def _next(self) -> bytes:
        try:
            data = self._came.get(timeout=LOST_SECONDS)
        except queue.Empty as error:
            raise MicrophoneError("The microphone is gone: plug it in again, or type your answers.") from error
        if self._resampler is None:
            return data
        return bytes(self._resampler.resample_chunk(np.frombuffer(data, np.int16)).tobytes())

    def skip(self, seconds: float) -> None:
        """Throw away what came in so far, and the next `seconds` as well as what the device still holds of the past."""
        while not self._came.empty():
            self._came.get_nowait()
        self._rest = b""
        self._skip = samples(seconds + self._stream.latency)

    def close(self) -> None:
        """Give the device back."""
        self._stream.abort()
        self._stream.close()


def _rate_hz(sounddevice: Any, device: Any) -> int:
    """16 kHz where the device takes it, else the device's own rate."""
    try:
        sounddevice.check_input_settings(device=device, channels=1, dtype="int16", samplerate=RATE_HZ)
    except sounddevice.PortAudioError:
        return int(sounddevice.query_devices(device, "input")["default_samplerate"])
    return RATE_HZ
