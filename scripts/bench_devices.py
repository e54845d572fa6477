"""Microphones pulled out and sound servers killed in the middle of check-ins, as figures; and the key that silences.

usage: python scripts/bench_devices.py [--losses 20] [--deaths 10] [--keys 10]

The real program on the virtual sound card. A loss counts as carried on when, after the device was back, the question
was asked again and the answer to it was taken.
"""

import argparse
import os
import platform
import pty
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from virtual_card import Conversation, Listener, VirtualCard

from companion.conversation import phrases
from companion.demo import Person
from companion.hearing.microphone import lines
from companion.speaking.voice import Voice

COMPANION = [str(Path(sys.executable).with_name("companion"))]
HURRIED = {"COMPANION_RATE_WORDS_PER_MINUTE": "250", "COMPANION_HOLD_SECONDS": "0.5"}
AWAY_SECONDS, BEFORE_SECONDS = 3.0, 1.5
TOLD = (lines().gone, lines().silent)
PATIENCE_SECONDS = 40.0


class Answering:
    """The simulated person of the demo, who answers questions only, and declines the download."""

    def __init__(self) -> None:
        self._person = Person(Voice("en-us"))

    def __call__(self, line: str) -> str:
        """What is said to this line."""
        self._person.hear(line)
        return "" if "?" not in line else "no" if "fetch it now" in line else self._person.answer()


def waited(talk: Conversation, since: int, wanted: tuple[str, ...]) -> float | None:
    """When one of these was shown, after so many lines; None when it never was."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and talk.process.poll() is None:
        for at, line in enumerate(talk.lines[since:], since):
            if line.removeprefix("Companion: ") in wanted:
                return talk.came[at]
        time.sleep(0.01)
    return None


def lose(card: VirtualCard, talk: Conversation, away: Callable[[], None], back: Callable[[], None]) -> float | None:
    """Lose a device for a while; seconds until it was told, None when it was not told or did not carry on."""
    time.sleep(BEFORE_SECONDS)  # in the middle of the silence after the question
    question, since, began = talk.lines[-1], len(talk.lines), time.monotonic()
    away()
    told = waited(talk, since, TOLD)
    time.sleep(AWAY_SECONDS)
    back()
    if talk.ear.stopped:
        talk.ear = Listener(card)
    again = waited(talk, since, (phrases().hearing_again,))
    if told is None or again is None:
        return None
    return told - began if waited(talk, since + 1, (question.removeprefix("Companion: "),)) else None


def losses(folder: Path, count: int, *, server: bool) -> tuple[list[float], int]:
    """Lose it at each question, check-in after check-in: the seconds until it was told, and how many carried on."""
    seconds: list[float] = []
    tried = 0
    while tried < count:
        with VirtualCard(folder / str(tried), hum=True) as card:
            card.extra = HURRIED
            talk = Conversation(card, COMPANION, Answering(), Voice("en-us"))
            away, back = (card.fall_silent, card.come_back) if server else (card.unplug, card.plug_in)
            while tried < count and talk.process.poll() is None:
                if talk.wait_until_asked() and "?" in talk.lines[-1]:
                    tried += 1
                    if (found := lose(card, talk, away, back)) is not None:
                        heard = sum(line.startswith("You: ") for line in talk.lines)
                        talk.answer_once()
                        talk.wait_until_asked()
                        if sum(line.startswith("You: ") for line in talk.lines) > heard:
                            seconds.append(found)
                else:
                    talk.answer_once()
    return seconds, tried


def silenced(folder: Path, count: int) -> list[float]:
    """Milliseconds from pressing the space bar to the last sound at the loudspeaker.

    The real keys, mouth and loudspeaker play one long tone: after a line the next one would follow at once.
    """
    found: list[float] = []
    with VirtualCard(folder, hum=True) as card:
        for _ in range(count):
            ours, theirs = pty.openpty()
            speaking = [sys.executable, "-c", _SPEAKING]
            with subprocess.Popen(speaking, env=card.environment, stdin=theirs, stdout=subprocess.DEVNULL) as process:
                ear = Listener(card)
                while ear.speaking_seconds() < 1:
                    time.sleep(0.005)
                pressed = time.monotonic()
                os.write(ours, b" ")
                process.wait()
                while ear.quiet_seconds() < 0.5:
                    time.sleep(0.005)
                found.append(1000 * (ear.last_sound - pressed))
            os.close(ours)
            os.close(theirs)
    return found


_SPEAKING = """
import sys, time
import numpy as np
from companion.keys import single_keys
from companion.speaking.mouth import Mouth
from companion.speaking.sound import Sound
from companion.speaking.speaker import Speaker
speaker = Speaker()
speaker.start(Sound((3000 * np.sin(np.arange(20 * 22050) / 10)).astype(np.int16), 22050))
with single_keys(sys.stdin) as keys:
    Mouth(None, speaker).finish(keys.pressed)
    time.sleep(1)
"""


def main() -> None:
    """Measure, and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--losses", type=int, default=20)
    arguments.add_argument("--deaths", type=int, default=10)
    arguments.add_argument("--keys", type=int, default=10)
    chosen = arguments.parse_args()
    print(f"machine: {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print("| what | bar | median | most | carried on |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="companion-bench-") as name:
        if chosen.keys:
            found = silenced(Path(name) / "keys", chosen.keys)
            print(f"| space to silence | <= 100 ms | {statistics.median(found):.0f} ms | {max(found):.0f} ms | |")
        for what, count, server in (
            ("microphone lost, told", chosen.losses, False), ("server died, told", chosen.deaths, True),
        ):  # fmt: skip
            if count:
                seconds, tried = losses(Path(name) / what.split()[0], count, server=server)
                shown = f"{statistics.median(seconds):.2f} s | {max(seconds):.2f} s" if seconds else "- | -"
                print(f"| {what} | <= 2 s | {shown} | {len(seconds)} of {tried} |", flush=True)


if __name__ == "__main__":
    main()
