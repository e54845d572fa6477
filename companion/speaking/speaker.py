"""The loudspeaker: one output stream, open for the whole check-in, exact about its last sample."""

import threading
import time
from collections import deque
from typing import Any

from companion.errors import NO_PORTAUDIO, AudioMissingError, SpeakerError
from companion.speaking.sound import Sound

LATENCY_SECONDS = 0.03
"""What we ask the device to hold ahead: it stops within 100 ms, and does not stutter on a small machine."""

LOST_SECONDS = 2.0
"""A device that asks for no sound for this long is gone: it raises nothing by itself."""


class Speaker:
    """Plays one sound after another. The callback only copies bytes."""

    def __init__(self, device: str = "") -> None:
        """Raises `SpeakerError` when no loudspeaker of this name (part of it is enough) can be opened."""
        self._pending: deque[tuple[memoryview, bool]] = deque()  # what is to be played, and whether it was begun
        self._lock = threading.Lock()  # held for microseconds: the callback must not wait
        self._ends_at = 0.0
        self._alive_at = time.monotonic()
        self.began_at = 0.0
        """When the first sample of the latest sound left the speaker, by the monotonic clock."""
        wanted: Any = device or None
        try:
            import sounddevice  # noqa: PLC0415 - raises OSError where PortAudio is not installed
        except OSError as error:
            raise AudioMissingError(NO_PORTAUDIO) from error
        try:
            info = sounddevice.query_devices(wanted, "output")
            self.rate_hz = int(info["default_samplerate"])
            self._stream = sounddevice.RawOutputStream(
                samplerate=self.rate_hz, channels=1, dtype="int16", device=wanted,
                latency=LATENCY_SECONDS, callback=self._fill,
            )  # fmt: skip
            self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            raise SpeakerError(
                "No loudspeaker can be opened: plug one in or choose another with: companion devices"
            ) from error

    def _fill(self, out: Any, frames: int, when: Any, _status: Any) -> None:
        leaves_at = time.monotonic() + max(when.outputBufferDacTime - when.currentTime, 0.0)
        filled = 0
        self._alive_at = time.monotonic()
        with self._lock:
            while self._pending and filled < len(out):
                piece, begun = self._pending.popleft()
                if not begun:
                    self.began_at = leaves_at + filled / 2 / self.rate_hz
                taken = min(len(piece), len(out) - filled)
                out[filled : filled + taken] = piece[:taken]
                filled += taken
                if taken < len(piece):
                    self._pending.appendleft((piece[taken:], True))
            if filled:
                self._ends_at = leaves_at + frames / self.rate_hz
        out[filled:] = bytes(len(out) - filled)

    def start(self, sound: Sound) -> None:
        """Play it after whatever is playing."""
        data = sound.at(self.rate_hz).pcm.tobytes()
        with self._lock:
            if data:
                self._pending.append((memoryview(data), False))

    def playing(self) -> bool:
        """Whether a sample is still on its way out. Raises `SpeakerError` when the device takes nothing any more."""
        with self._lock:
            if self._pending and time.monotonic() - self._alive_at > LOST_SECONDS:
                raise SpeakerError("The loudspeaker is gone, so from here on the questions are printed.")
            return bool(self._pending) or time.monotonic() < self._ends_at

    def stop(self) -> None:
        """Be quiet at once: what the device already holds, some 30 ms, still sounds."""
        with self._lock:
            self._pending.clear()

    def close(self) -> None:
        """Give the device back."""
        self._stream.abort()
        self._stream.close()
