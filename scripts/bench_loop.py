"""The whole loop on the virtual sound card, as figures: launch, reply, recognition, memory, own words, connections.

usage: python scripts/bench_loop.py [--check-ins 20] [--turns 30]
Needs pulseaudio and, for the connections, strace. Prints one table with medians, p95 and the machine's name.
"""

import argparse
import concurrent.futures
import json
import logging
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from virtual_card import Conversation, VirtualCard

from companion.demo import Person
from companion.speaking.voice import Voice

COMPANION = [str(Path(sys.executable).with_name("companion"))]
OTHER_VOICE = "en-us"
FAST = {
    "COMPANION_RATE_WORDS_PER_MINUTE": "300",
    "COMPANION_HOLD_SECONDS": "1",
    "COMPANION_FIRST_SILENCE_SECONDS": "3",
    "COMPANION_SECOND_SILENCE_SECONDS": "3",
    "COMPANION_REST_SECONDS": "3",
}


def answering(person: Person) -> "AnswerTo":
    """What the simulated person of the demo says to a line; nothing to a line that asks nothing."""
    return AnswerTo(person)


class AnswerTo:
    """Answers questions only, and declines the download."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self.said: list[str] = []

    def __call__(self, line: str) -> str:
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


def one_check_in() -> None:
    """A live check-in in this process, with its replies timed; prints them as JSON. Runs on a card's environment."""
    from companion import app
    from companion.hearing.ear import Ear
    from companion.settings import load_settings
    from companion.speaking.mouth import Mouth
    from companion.speaking.speaker import Speaker

    decided: list[float] = []
    waits: list[float] = []
    answer = answering(Person(Voice(OTHER_VOICE)))
    voice = Voice(OTHER_VOICE)
    last_line = ""

    class Decided(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.getMessage() == "end of turn":
                decided.append(time.monotonic())

    class TimedMouth(Mouth):
        def finish(self, pressed):  # type: ignore[no-untyped-def]
            key = super().finish(pressed)
            if decided and isinstance(self._out, Speaker):
                waits.append(1000 * (self._out.began_at - decided[0]))
                decided.clear()
            return key

    class AnsweredEar(Ear):
        def listen(self, wish):  # type: ignore[no-untyped-def]
            if words := answer(last_line) if wish.expect != "more" else "":
                threading.Timer(0.7, play, [voice.render(words)]).start()
            return super().listen(wish)

    def play(sound):  # type: ignore[no-untyped-def]
        command = ["paplay", "-d", "mic_feed", "--raw", f"--rate={sound.rate_hz}", "--channels=1", "--format=s16le"]
        subprocess.run(command, input=sound.pcm.tobytes(), check=True)

    def show(line: str) -> None:
        nonlocal last_line
        last_line = line

    logging.getLogger("companion.hearing.ear").setLevel(logging.DEBUG)
    logging.getLogger("companion.hearing.ear").addHandler(Decided())
    app.Mouth, app.Ear = TimedMouth, AnsweredEar  # type: ignore[misc]
    app.hold_live(load_settings(), show, sys.stdin)
    print(json.dumps(waits))


def check_in_with_echo(job: tuple[Path, bool]) -> tuple[int, int]:
    """One check-in with the speaker looped into the microphone: pages kept, and those with our own words in them."""
    folder, answers = job
    person = answering(Person(Voice(OTHER_VOICE)))
    with VirtualCard(folder, echo_volume=1.0) as card:
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


def recognition(folder: Path) -> float:
    """Processor seconds per second of sound, on one core, for what a turn runs: activity, dictation, grammars."""
    from companion.app import favoured_phrases
    from companion.conversation.events import Listen
    from companion.hearing.ear import Ear
    from companion.hearing.models import find_models
    from companion.hearing.sound import BLOCK_SAMPLES, RATE_HZ

    class Sounds:
        def __init__(self, pcm: np.ndarray[tuple[int], np.dtype[np.int16]]) -> None:
            self.pcm = pcm
            self.heard = 0

        def blocks(self):  # type: ignore[no-untyped-def]
            for start in range(0, len(self.pcm) - BLOCK_SAMPLES, BLOCK_SAMPLES):
                self.heard += BLOCK_SAMPLES
                yield self.pcm[start : start + BLOCK_SAMPLES].tobytes()

        def skip(self, seconds: float) -> None:
            del seconds

    del folder
    text = "well we talk every day and i feel that she listens to me even when we are both tired from work "
    pcm = Voice(OTHER_VOICE).render(3 * text).at(RATE_HZ).pcm
    sounds = Sounds(np.concatenate([pcm, np.zeros(4 * RATE_HZ, np.int16)]))
    ear = Ear(sounds, find_models(None), favoured_phrases(), lambda: None)
    ear.prepare()
    began = time.process_time()
    ear.listen(Listen("open", 2.0, 8.0))
    return (time.process_time() - began) / (sounds.heard / RATE_HZ)


def memory_and_connections(folder: Path) -> tuple[float, str]:
    """Peak megabytes of a live check-in, and how many connections to the network it attempted."""
    trace = folder / "trace"
    strace = shutil.which("strace")
    traced = [strace, "-f", "-qq", "-e", "trace=connect,sendto", "-o", str(trace)] if strace else []
    with VirtualCard(folder) as card:
        card.extra = FAST
        status = folder / "status"
        watched = [sys.executable, "-c", _WATCH, str(status), *traced, *COMPANION]
        Conversation(card, watched, answering(Person(Voice(OTHER_VOICE))), Voice(OTHER_VOICE)).to_the_end()
    network = "not measured: strace is not installed"
    if strace:
        network = str(sum("AF_INET" in line for line in trace.read_text().splitlines()))
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
        print(
            f"machine: {platform.node()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        )
        print("| what | bar | median | p95 |\n|---|---|---|---|")
        print(row("launch to first spoken sample", "<= 1.0 s", launches(folder / "launch", 10), "s"), flush=True)
        timed = replies(folder / "replies", chosen.turns)
        print(row("end of turn to first sample of the reply", "150 / 250 ms", timed, "ms"), flush=True)
        factors = [recognition(folder) for _ in range(5)]
        print(row("recognition, share of one core", "<= 0.25", factors, ""), flush=True)
        peak, network = memory_and_connections(folder / "memory")
        print(f"| peak memory of a check-in | <= 250 MB | {peak:.0f} MB | |")
        print(f"| network connections attempted | 0 | {network} | |", flush=True)
        jobs = [(folder / f"echo{number}", number % 2 == 0) for number in range(chosen.check_ins)]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            pages = list(pool.map(check_in_with_echo, jobs))
        kept, ours = sum(page[0] for page in pages), sum(page[1] for page in pages)
        print(f"| own words kept as an answer, {len(jobs)} check-ins with echo, {kept} pages | 0 | {ours} | |")


if __name__ == "__main__":
    main()
