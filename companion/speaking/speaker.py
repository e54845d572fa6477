"""The loudspeaker: one output stream, open for the whole check-in, exact about its last sample."""

import threading
import time
from collections import deque
from typing import Any

import numpy as np

from companion.errors import SpeakerError
from companion.portaudio import Lines, Opened, UnopenedError, open_stream, shut
from companion.speaking.sound import Sound
from companion.words import load

LATENCY_SECONDS = 0.03
"""What we ask the device to hold ahead: it stops within 100 ms, and does not stutter on a small machine."""

LOST_SECONDS = 1.8
"""A device that asks for no sound for this long is gone, and raises nothing; after an underrun it stalled for 1 s."""

FIRST_SECONDS = 4.0
"""It may take longer at first: a sound server took up to 2 s to begin."""


def lines() -> Lines:
    """The file ``words/en/speaker.toml``: what is shown about a loudspeaker that cannot be used."""
    return load("speaker", Lines)


class Speaker:
    """Plays one sound after another. The callback only copies bytes.

    Once it was lost it is closed, and tried again with every new sound.
    """

    def __init__(self, device: str = "") -> None:
        """Raises `SpeakerError` when no loudspeaker of this name (part of it is enough) can be opened."""
        self._device = device
        self._opened: Opened | None = None
        self._pending: deque[tuple[memoryview, bool]] = deque()  # what is to be played, and whether it was begun
        self._lock = threading.Lock()  # held for microseconds: the callback must not wait
        self.began_at = 0.0
        """When the first sample of the latest sound left the speaker, by the monotonic clock."""
        self._open()

    def _open(self) -> None:
        self._pending.clear()
        self._ends_at, self._ended = 0.0, False
        self._alive_at = time.monotonic()
        self._lost_from = self._alive_at + FIRST_SECONDS
        try:
            self._opened = open_stream(
                "output", self._device, latency=LATENCY_SECONDS, callback=self._fill, finished_callback=self._finish
            )
        except UnopenedError as error:
            raise SpeakerError(lines().reason(error, self._device)) from error
        self.rate_hz, self._channels = self._opened.rate_hz, self._opened.channels

    def _finish(self) -> None:
        self._ended = True

    def _fill(self, out: Any, frames: int, when: Any, _status: Any) -> None:
        leaves_at = time.monotonic() + max(when.outputBufferDacTime - when.currentTime, 0.0)
        filled = 0
        self._alive_at = time.monotonic()
        with self._lock:
            while self._pending and filled < len(out):
                piece, begun = self._pending.popleft()
                if not begun:
                    self.began_at = leaves_at + filled / 2 / self._channels / self.rate_hz
                taken = min(len(piece), len(out) - filled)
                out[filled : filled + taken] = piece[:taken]
                filled += taken
                if taken < len(piece):
                    self._pending.appendleft((piece[taken:], True))
            if filled:
                self._ends_at = leaves_at + frames / self.rate_hz
        out[filled:] = bytes(len(out) - filled)

    def start(self, sound: Sound) -> None:
        """Play it after whatever is playing. Raises `SpeakerError` when the loudspeaker was lost and is not back."""
        if self._opened is None or self._ended:
            self.close()
            try:
                self._open()
            except SpeakerError as error:
                raise SpeakerError(lines().gone) from error
        data = np.repeat(sound.at(self.rate_hz).pcm, self._channels).tobytes()
        with self._lock:
            if data:
                self._pending.append((memoryview(data), False))

    def playing(self) -> bool:
        """Whether a sample is still on its way out. Raises `SpeakerError` when the device takes nothing any more."""
        with self._lock:
            now = time.monotonic()
            lost = self._ended or now > max(self._alive_at + LOST_SECONDS, self._lost_from)
            if not (self._pending and lost):
                return bool(self._pending) or now < self._ends_at
        self.close()
        raise SpeakerError(lines().gone)

    def stop(self) -> None:
        """Be quiet at once: what the device already holds, some 30 ms, still sounds."""
        with self._lock:
            self._pending.clear()

    def close(self) -> None:
        """Give the device back."""
        if self._opened:
            shut(self._opened.stream)
        self._opened = None
