"""The whole loop on the virtual sound card, as figures: launch, reply, recognition, memory, own words, connections.

usage: python scripts/bench_loop.py [--check-ins 20] [--turns 30]
Needs pulseaudio and, for the connections, strace. Prints one table with medians, p95 and the machine's name.
"""

import argparse
import concurrent.futures
import json
import logging
import multiprocessing
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from virtual_card import Conversation, VirtualCard, into_microphone

from companion import aloud, live
from companion.conversation.events import Commanded, Heard, Key, Listen, NothingHeard
from companion.demo import Person
from companion.hearing.ear import Ear
from companion.hearing.models import find_models
from companion.hearing.sound import BLOCK_SAMPLES, RATE_HZ
from companion.listening import favoured_phrases
from companion.people import party_of
from companion.settings import load_settings
from companion.speaking.mouth import Mouth
from companion.speaking.sound import Sound
from companion.speaking.speaker import Speaker
from companion.speaking.voice import Voice
from companion.supervisor import Lifeline

COMPANION = [str(Path(sys.executable).with_name("companion"))]
OTHER_VOICE = "en-us"
ECHO_DECIBELS = (0.0, -10.0, -20.0)
FAST = {
    "COMPANION_RATE_WORDS_PER_MINUTE": "300",
    "COMPANION_HOLD_SECONDS": "1",
    "COMPANION_FIRST_SILENCE_SECONDS": "3",
    "COMPANION_SECOND_SILENCE_SECONDS": "3",
    "COMPANION_REST_SECONDS": "3",
}


class Answering:
    """The simulated person of the demo, who answers questions only, and declines the download."""

    def __init__(self) -> None:
        self._person = Person(Voice(OTHER_VOICE))
        self.said: list[str] = []

    def __call__(self, line: str) -> str:
        """What is said to this line; nothing to one that asks nothing."""
        if "fetch it now" in line:
            return "no"
        self._person.hear(line)
        words = self._person.answer()
        if "?" not in line:
            return ""
        self.said.append(words)
        return words


def launches(folder: Path, count: int) -> list[float]:
    """Seconds from starting the program to its first sample out of the speaker, the first start left out."""
    seconds = []
    with VirtualCard(folder) as card:
        for _ in range(count + 1):
            began = time.monotonic()
            talk = Conversation(card, COMPANION, lambda _: "", Voice(OTHER_VOICE))
            while not talk.ear.onsets:
                time.sleep(0.002)
            seconds.append(talk.ear.onsets[0] - began)
            talk.process.kill()
            talk.process.wait()
            time.sleep(0.3)
    return seconds[1:]


def replies(folder: Path, turns: int) -> list[float]:
    """Milliseconds from the decision that a turn is over to the first sample of the reply leaving the speaker."""
    found: list[float] = []
    for number in range(100):
        with VirtualCard(folder / str(number)) as card:
            card.extra = FAST
            done = subprocess.run(
                [sys.executable, __file__, "--one-check-in"],
                env=card.environment, capture_output=True, text=True, check=True,
            )  # fmt: skip
        found += json.loads(done.stdout.splitlines()[-1])
        if len(found) >= turns:
            break
    return found[:turns]


class Decided(logging.Handler):
    """Notes when the ear decided that a turn was over."""

    at: ClassVar[list[float]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Called by the logging library."""
        if record.getMessage() == "end of turn":
            self.at.append(time.monotonic())


class TimedMouth(Mouth):
    """Notes how long after that the first sample of the reply left the speaker, in milliseconds."""

    waits: ClassVar[list[float]] = []

    def finish(self, pressed: Callable[[], Key | None]) -> Key | None:
        """As in `Mouth`."""
        key = super().finish(pressed)
        if Decided.at and isinstance(self._out, Speaker):
            self.waits.append(1000 * (self._out.began_at - Decided.at[0]))
            Decided.at.clear()
        return key


class AnsweredEar(Ear):
    """Is answered, through the virtual microphone, a moment after it began to listen."""

    answer = Answering()
    line = ""

    def listen(self, wish: Listen) -> Heard | Commanded | NothingHeard:
        """As in `Ear`."""
        if words := self.answer(self.line) if wish.expect != "more" else "":
            threading.Timer(0.7, speak, [Voice(OTHER_VOICE).render(words)]).start()
        return super().listen(wish)


def speak(sound: Sound) -> None:
    """Say this into the virtual microphone."""
    subprocess.run(into_microphone(sound.rate_hz), input=sound.pcm.tobytes(), check=True)


def one_check_in() -> None:
    """A live check-in in this process, with its replies timed; prints them as JSON. Runs in a card's environment."""

    def show(line: str) -> None:
        AnsweredEar.line = line

    ears_log = logging.getLogger("companion.hearing.ear")
    ears_log.setLevel(logging.DEBUG)
    ears_log.addHandler(Decided())
    vars(aloud).update(Mouth=TimedMouth)
    vars(live).update(Ear=AnsweredEar)
    live.hold_live(load_settings(), show, sys.stdin, party_of(None, None), (Lifeline(), None))
    print(json.dumps(TimedMouth.waits))


def check_in_with_echo(job: tuple[Path, bool, float]) -> tuple[int, int]:
    """One check-in with the speaker looped into the microphone: pages kept, and those with our own words in them."""
    folder, answers, decibels = job
    person = Answering()
    with VirtualCard(folder, echo_volume=10 ** (decibels / 20)) as card:
        card.extra = FAST
        talk = Conversation(card, COMPANION, person if answers else lambda _: "", Voice(OTHER_VOICE))
        talk.to_the_end()
        exported = subprocess.run(
            [*COMPANION, "journal", "export"], env=card.environment, capture_output=True, text=True, check=True
        )
    pages = [json.loads(line) for line in exported.stdout.splitlines()]
    said = {word for words in person.said for word in words.split()}
    return len(pages), sum(is_ours(page, said) for page in pages)


def is_ours(page: dict[str, str], said: set[str]) -> bool:
    """Whether a page holds more words of its own question than of anything the person said."""
    words = page["words"].lower().split()
    asked = {word.strip(".,?:") for word in page["question"].lower().split()}
    ours = sum(word in asked and word not in said for word in words)
    return ours > sum(word in said for word in words)


class Sounds:
    """Sound that is heard once."""

    def __init__(self, pcm: NDArray[np.int16]) -> None:
        self.pcm = pcm
        self.heard_samples = 0

    def blocks(self) -> Iterator[bytes]:
        """Block by block."""
        for start in range(0, len(self.pcm) - BLOCK_SAMPLES, BLOCK_SAMPLES):
            self.heard_samples += BLOCK_SAMPLES
            yield self.pcm[start : start + BLOCK_SAMPLES].tobytes()

    def skip(self, seconds: float) -> None:
        """Nothing is overheard."""


def recognition() -> float:
    """Processor seconds per second of sound, on one core, for what a turn runs: activity, dictation, grammars."""
    text = "well we talk every day and i feel that she listens to me even when we are both tired from work "
    pcm = Voice(OTHER_VOICE).render(3 * text).at(RATE_HZ).pcm
    sounds = Sounds(np.concatenate([pcm, np.zeros(4 * RATE_HZ, np.int16)]))
    ear = Ear(sounds, find_models(None), favoured_phrases(), lambda: None)
    ear.prepare()
    began = time.process_time()
    ear.listen(Listen("open", 2.0, 8.0))
    return (time.process_time() - began) / (sounds.heard_samples / RATE_HZ)


def memory_and_connections(folder: Path) -> tuple[float, str]:
    """Peak megabytes of a live check-in, and how many connections to the network it attempted."""
    trace = folder / "trace"
    strace = shutil.which("strace")
    traced = [strace, "-f", "-qq", "-e", "trace=connect,sendto", "-o", str(trace)] if strace else []
    with VirtualCard(folder) as card:
        card.extra = FAST
        status = folder / "status"
        watched = [sys.executable, "-c", _WATCH, str(status), *traced, *COMPANION]
        Conversation(card, watched, Answering(), Voice(OTHER_VOICE)).to_the_end()
    network = "not measured: strace is not installed"
    if strace:
        inet = [line for line in trace.read_text().splitlines() if "AF_INET" in line]
        # A first start asks the machine's own routes for a way out, with a UDP socket that sends nothing.
        network = str(sum("192.0.2.1" not in line for line in inet))
    return int(status.read_text()) / 1024, network


_WATCH = """
import resource, subprocess, sys
subprocess.run(sys.argv[2:], check=True)
open(sys.argv[1], "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
"""


def row(what: str, bar: str, values: Sequence[float], unit: str) -> str:
    """One line of the table."""
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    median = statistics.median(ordered)
    return f"| {what} ({len(ordered)}) | {bar} | {median:.3g} {unit} | {p95:.3g} {unit} |"


def main() -> None:
    """Measure, and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check-ins", type=int, default=20)
    arguments.add_argument("--turns", type=int, default=30)
    arguments.add_argument("--one-check-in", action="store_true", help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.one_check_in:
        one_check_in()
        return
    with tempfile.TemporaryDirectory(prefix="companion-bench-") as name:
        folder = Path(name)
        machine = f"{platform.node()}, {platform.machine()}, {os.cpu_count()} cores"
        print(f"machine: {machine}, Python {platform.python_version()}")
        print("| what | bar | median | p95 |\n|---|---|---|---|")
        print(row("launch to first spoken sample", "<= 1.0 s", launches(folder / "launch", 10), "s"), flush=True)
        timed = replies(folder / "replies", chosen.turns)
        print(row("end of turn to first sample of the reply", "150 / 250 ms", timed, "ms"), flush=True)
        factors = [recognition() for _ in range(5)]
        print(row("recognition, share of one core", "<= 0.25", factors, ""), flush=True)
        peak, network = memory_and_connections(folder / "memory")
        print(f"| peak memory of a check-in | <= 250 MB | {peak:.0f} MB | |")
        print(f"| network connections attempted | 0 | {network} | |", flush=True)
        if not chosen.check_ins:
            return
        apart = multiprocessing.get_context("spawn")  # a speech engine does not survive a fork
        with concurrent.futures.ProcessPoolExecutor(2, apart) as pool:
            for decibels in ECHO_DECIBELS:
                names = [folder / f"echo{decibels}-{number}" for number in range(chosen.check_ins)]
                jobs = [(name, number % 2 == 0, decibels) for number, name in enumerate(names)]
                pages = list(pool.map(check_in_with_echo, jobs))
                kept, ours = sum(page[0] for page in pages), sum(page[1] for page in pages)
                echo = f"{len(jobs)} check-ins with echo at {decibels:.0f} dB, {kept} pages"
                print(f"| own words kept, {echo} | 0 | {ours} | |", flush=True)


if __name__ == "__main__":
    main()
