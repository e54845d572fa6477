"""The microphone: one input stream, open for the whole check-in, watched by what it delivers.

A lost device raises nothing by itself: its stream stays "active" and delivers zeros, or nothing at all.
"""

import contextlib
import queue
import time
from collections.abc import Iterator

import numpy as np
import soxr

from companion import portaudio
from companion.errors import MicrophoneError
from companion.hearing.floor import Floor
from companion.hearing.sound import BLOCK_BYTES, BLOCK_SAMPLES, BLOCK_SECONDS, RATE_HZ, samples
from companion.portaudio import Opened, UnopenedError, open_stream, restart, shut
from companion.words import load

LOST_SECONDS = 1.0
"""No block for this long means the device is gone; one comes every 32 ms."""

FIRST_BLOCK_SECONDS = 4.0
"""The first one may take longer: a sound server took 1.5-2 s over it."""

RETRY_SECONDS = 1.0
"""How long to leave a device alone that could not be opened."""

ENDED = b""
"""What is left in the queue when the stream ends by itself, as it does when the sound server dies."""


class Lines(portaudio.Lines):
    """The schema of ``words/en/microphone.toml``: also that nothing but zeros comes."""

    silent: str


def lines() -> Lines:
    """What is said about a microphone that cannot be heard."""
    return load("microphone", Lines)


class Microphone:
    """Blocks from a microphone, at 16 kHz whatever the device's own rate is. The callback only copies bytes.

    Once it was lost it is closed; `returned` tries it again, and tells when it can be heard.
    """

    def __init__(self, device: str = "") -> None:
        """Raises `MicrophoneError` when no microphone of this name (part of it is enough) can be opened."""
        self._device = device
        self._opened: Opened | None = None
        self._had_floor = False
        self.open()

    def open(self) -> None:
        """Open it, by its name; where none was given, the system's choice of this moment. Raises as above."""
        self._came: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        came = self._came  # a stream that was closed keeps its own
        self._rest, self._skip, self._floor = b"", 0, Floor()
        self._alive, self._tried_at = False, time.monotonic()
        try:
            self._opened = open_stream(
                "input", self._device, RATE_HZ, BLOCK_SECONDS,
                callback=lambda data, *_: came.put(bytes(data)), finished_callback=lambda: came.put(ENDED),
            )  # fmt: skip
        except UnopenedError as error:
            raise MicrophoneError(lines().reason(error, self._device)) from error
        rate_hz = self._opened.rate_hz
        self._resampler = soxr.ResampleStream(rate_hz, RATE_HZ, 1, dtype="int16") if rate_hz != RATE_HZ else None

    def blocks(self) -> Iterator[bytes]:
        """Blocks of 512 samples as they come. Raises `MicrophoneError` when none come any more, or only zeros."""
        while True:
            while len(self._rest) < BLOCK_BYTES:
                self._rest += self._pcm(self._next())
            block, self._rest = self._rest[:BLOCK_BYTES], self._rest[BLOCK_BYTES:]
            if self._skip > 0:
                self._skip -= BLOCK_SAMPLES
                continue
            self._floor = self._floor.after(BLOCK_SAMPLES, zero=not any(block))
            if self._floor.gone:
                raise self._lost(lines().silent)
            yield block

    def _next(self) -> bytes:
        """What the device delivers next, as it is."""
        data = ENDED
        if self._opened:
            try:
                data = self._came.get(timeout=LOST_SECONDS if self._alive else FIRST_BLOCK_SECONDS)
            except queue.Empty:
                data = ENDED
        if data == ENDED:
            raise self._lost(lines().gone)
        self._alive = True
        return data

    def _lost(self, line: str) -> MicrophoneError:
        self._had_floor = not (self._floor.gated or self._floor.never)
        self.close()
        return MicrophoneError(line)

    def _pcm(self, data: bytes) -> bytes:
        """The same in mono, at the rate at which we hear."""
        pcm = np.frombuffer(data, np.int16)
        if self._opened and self._opened.channels > 1:
            pcm = pcm.reshape(-1, self._opened.channels).mean(axis=1).astype(np.int16)
        return bytes((self._resampler.resample_chunk(pcm) if self._resampler else pcm).tobytes())

    def skip(self, seconds: float) -> None:
        """Throw away what came in so far, and the next `seconds` as well as what the device still holds of the past."""
        while not self._came.empty():
            if self._came.get_nowait() == ENDED:
                self._came.put(ENDED)  # it is met, and told, when listening begins
                break
            self._alive = True
        self._floor = self._floor.interrupted()  # what came in while we spoke may be our own voice: it says nothing
        self._rest = b""
        self._skip = samples(seconds + self.latency_seconds) if self._opened else 0

    @property
    def latency_seconds(self) -> float:
        """How long the device holds what it hears before it hands it over."""
        return float(self._opened.stream.latency) if self._opened else 0.0

    def returned(self) -> bool:
        """Try a lost one again, which takes 0.1 s now and then: whether it can be heard. Zeros are not enough for one
        that had a floor of noise before.
        """
        tried_seconds = time.monotonic() - self._tried_at
        if tried_seconds > (FIRST_BLOCK_SECONDS if self._opened else RETRY_SECONDS):
            self.close()
            restart()
            with contextlib.suppress(MicrophoneError):
                self.open()
        while self._opened and not self._came.empty():
            data = self._came.get_nowait()
            self._alive = self._alive or (any(data) if self._had_floor else data != ENDED)
        return self._alive

    def complaint(self) -> str:
        """What to ask the person when nothing but exact zeros ever came: it may be muted. '' for nothing."""
        return lines().silent if self._floor.never else ""

    def close(self) -> None:
        """Give the device back."""
        if self._opened:
            shut(self._opened.stream)
        self._opened, self._alive = None, False
