"""A virtual sound card with a person at it: whole check-ins without sound hardware, for the tests and the benchmarks.

A private pulseaudio has two null sinks: `speaker`, which the companion plays to, and `mic_feed`, whose monitor is
the microphone `mic`. Whoever plays to `mic_feed` speaks into the microphone; whoever records `speaker.monitor` hears
the companion. No root, no kernel module, no sound hardware.
"""

import os
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

import numpy as np

from companion.speaking.sound import Sound
from companion.speaking.voice import Voice

HEARING_RATE_HZ = 16_000
HEARING_BYTES = 2 * HEARING_RATE_HZ // 50
"""What the person hears at a time: 20 ms."""

AUDIBLE = 30
"""From this root mean square on (of 32768) something is being said; the tones have about 1,000."""

HUM_VOLUME = 1e-4
"""Of full scale: about 3 of 32768."""

_ALSA = """
<{system}>
pcm.!default {{ type pulse hint {{ show on description "virtual card" }} }}
ctl.!default {{ type pulse }}
"""


def into_microphone(rate_hz: int) -> list[str]:
    """The command that says into the virtual microphone what it reads: 16-bit mono PCM."""
    return ["paplay", "-d", "mic_feed", "--raw", f"--rate={rate_hz}", "--channels=1", "--format=s16le"]


class VirtualCard:
    """The sound server, for as long as the block runs. `environment` makes a program use it, and `extra` adds to it."""

    def __init__(self, folder: Path, *, echo_volume: float | None = None, hum: bool = False) -> None:
        """`echo_volume` loops the speaker into the microphone, 1.0 being as loud as it was played.

        `hum` gives the microphone the floor of noise that a real one has; without it there are exact zeros.
        """
        self._folder = folder
        self._echo_volume, self._hum = echo_volume, hum
        self.extra: dict[str, str] = {}
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "asound.conf").write_text(_ALSA.format(system="/usr/share/alsa/alsa.conf"))
        self._running: list[subprocess.Popen[bytes]] = []

    @property
    def environment(self) -> dict[str, str]:
        """The variables of a program that is to use this card, and its own home."""
        keep = {
            name: value for name, value in os.environ.items() if not name.startswith(("COMPANION_", "XDG_", "PULSE_"))
        }
        return (
            keep
            | {
                "HOME": str(self._folder),
                "XDG_RUNTIME_DIR": str(self._folder),
                "PULSE_SERVER": f"unix:{self._folder}/native",
                "ALSA_CONFIG_PATH": str(self._folder / "asound.conf"),
                "COMPANION_CONFIG": str(self._folder / "config"),
                "COMPANION_DATA": str(self._folder / "data"),
                "COMPANION_KEY_STORE": "file",
            }
            | self.extra
        )

    def __enter__(self) -> Self:
        self._boot()
        return self

    def _boot(self) -> None:
        modules = [
            f"module-native-protocol-unix socket={self._folder}/native auth-anonymous=1",
            "module-null-sink sink_name=speaker",
            "module-null-sink sink_name=mic_feed",
            "module-null-sink sink_name=nowhere",
            "module-remap-source master=mic_feed.monitor source_name=mic",
        ]
        loads = [part for module in modules for part in ("-L", module)]
        options = ["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--log-target=null"]
        self._server = self.start(["pulseaudio", *options, *loads])
        while not self._answers():
            time.sleep(0.05)
        self.control("set-default-sink", "speaker")
        self.control("set-default-source", "mic")
        if self._echo_volume is not None:
            self.control("load-module", "module-loopback", "source=speaker.monitor", "sink=mic_feed", "latency_msec=20")
            self._set_newest_volume(self._echo_volume)
        if self._hum:
            self.control("load-module", "module-sine", "sink=mic_feed", "frequency=50")
            self._set_newest_volume(HUM_VOLUME)

    def _set_newest_volume(self, volume: float) -> None:
        newest = self.control("list", "short", "sink-inputs").splitlines()[-1].split()[0]
        self.control("set-sink-input-volume", newest, str(round(65536 * volume ** (1 / 3))))

    def fall_silent(self) -> None:
        """The sound server dies."""
        self._server.kill()
        self._server.wait()
        self._running.remove(self._server)

    def come_back(self) -> None:
        """The sound server is started again."""
        self._boot()

    def unplug(self) -> None:
        """The microphone is pulled out: the server moves whoever listened to a source on which nothing ever sounds.

        Without it that would be the speaker's, and it would move its other listeners to the microphone later.
        """
        self.control("set-default-source", "nowhere.monitor")
        modules = self.control("list", "short", "modules").splitlines()
        self.control("unload-module", next(line.split()[0] for line in modules if "module-remap-source" in line))

    def plug_in(self) -> None:
        """The microphone is there again."""
        self.control("load-module", "module-remap-source", "master=mic_feed.monitor", "source_name=mic")
        self.control("set-default-source", "mic")

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._running):
            process.kill()
            process.wait()

    def _answers(self) -> bool:
        if self._server.poll() is not None:
            raise RuntimeError("pulseaudio did not start: is it installed?")
        asked = subprocess.run(["pactl", "info"], env=self.environment, capture_output=True, check=False)
        return asked.returncode == 0

    def start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start a program on this card; it is ended with the card."""
        process = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._running.append(process)
        return process

    def control(self, *words: str) -> str:
        """Tell the sound server something."""
        done = subprocess.run(["pactl", *words], env=self.environment, capture_output=True, text=True, check=True)
        return done.stdout

    def play(self, sound: Sound) -> None:
        """Say this into the microphone, to its end."""
        player = self.start(into_microphone(sound.rate_hz))
        player.communicate(sound.pcm.tobytes())
        self._running.remove(player)


class Listener:
    """Hears the speaker all the time, and knows since when it has been quiet."""

    def __init__(self, card: VirtualCard) -> None:
        self._recorder = card.start(
            [
                "parec",
                "-d",
                "speaker.monitor",
                "--raw",
                "--rate=16000",
                "--channels=1",
                "--format=s16le",
                "--latency-msec=20",
            ]
        )
        self.last_sound = time.monotonic()
        self.onsets: list[float] = []
        threading.Thread(target=self._hear, daemon=True).start()

    def _hear(self) -> None:
        stdout = self._recorder.stdout
        while stdout and (data := stdout.read(HEARING_BYTES)):
            pcm = np.frombuffer(data, np.int16).astype(np.float64)
            if float(np.sqrt(np.mean(pcm**2))) >= AUDIBLE:
                now = time.monotonic()
                if now - self.last_sound > 0.15 or not self.onsets:
                    self.onsets.append(now)
                self.last_sound = now

    @property
    def stopped(self) -> bool:
        """Whether it can hear nothing any more: the sound server has died."""
        return self._recorder.poll() is not None

    def speaking_seconds(self) -> float:
        """For how long something has been sounding, in one piece; 0 in a pause."""
        return self.last_sound - self.onsets[-1] if self.onsets and self.quiet_seconds() < 0.1 else 0.0

    def quiet_seconds(self) -> float:
        """For how long nothing was to be heard."""
        return time.monotonic() - self.last_sound


class Conversation:
    """The real program on the card, with a person who answers what `answer` says to each line, in a voice."""

    def __init__(
        self,
        card: VirtualCard,
        command: Sequence[str],
        answer: Callable[[str], str],
        voice: Voice,
        *,
        hesitate_seconds: float = 0.8,
    ) -> None:
        self._card, self.answer, self._voice, self._hesitate = card, answer, voice, hesitate_seconds
        self.ear = Listener(card)
        self.lines: list[str] = []
        self.came: list[float] = []
        self._met = 0
        self.process = card.start(command)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.came.append(time.monotonic())
            self.lines.append(line.decode().rstrip("\n"))

    def wait_until_asked(self) -> bool:
        """Wait until the companion has said a new line and is quiet; False once the program has ended."""
        while not (self._has_asked() and self.ear.quiet_seconds() > self._hesitate):
            if self.process.poll() is not None:
                self._reader.join()
                return False
            time.sleep(0.02)
        return True

    def answer_once(self) -> bool:
        """Wait for a new line, then answer it; False once the program has ended."""
        if not self.wait_until_asked():
            return False
        self._met = len(self.lines)
        if words := self.answer(self.lines[-1]):
            self._card.play(self._voice.render(words))
        return True

    def _has_asked(self) -> bool:
        """Whether there is a new line that was said aloud, too: it is printed a moment before it sounds."""
        new = len(self.lines) > self._met and self.lines[-1].startswith("Companion: ")
        return new and self.ear.last_sound > self.came[-1]

    def to_the_end(self) -> list[str]:
        """Answer until the program has ended; the lines it printed."""
        while self.answer_once():
            pass
        return self.lines
