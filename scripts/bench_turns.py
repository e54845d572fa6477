"""When the ear thinks that somebody has finished: cut off, kept waiting, begun by noise; and what 8 hours cost.

usage: python scripts/bench_turns.py [SPEECH_FOLDER] [--turns 450] [--unseen] [--noise-minutes 30] [--hours 8]

Scripted turns (scripts/turn_corpus.py) go through the real ear faster than life. SPEECH_FOLDER (../shared/speech)
adds recorded people and its own kitchen noise; without it the noise is synthesised. `--unseen` takes only the third
that nothing was tuned on. `--hours` only listens for so long, and prints how much memory that took after each hour.
"""

import argparse
import concurrent.futures
import itertools
import multiprocessing
import os
import platform
import statistics
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from turn_corpus import VOICE_LEVEL, Scripted, Spoken, Wave, as_pcm, music, noises, over_noise, recorded, rms, scripted
from turn_corpus import spoken as made

from companion.conversation.events import Heard, Listen
from companion.hearing.ear import Ear
from companion.hearing.models import find_models
from companion.hearing.sound import BLOCK_SAMPLES, RATE_HZ
from companion.listening import favoured_phrases

PATIENCE_SECONDS = {"closed": 0.8, "open": 2.0}
LAST_SOUND_SECONDS = 0.1
"""A turn that ends this close before the end of the last word has all of it: a breath is left."""


class Outcome(NamedTuple):
    """What came of a turn: cut off before its end, or how long the person waited after it (None: not heard at all)."""

    turn: Scripted
    cut: bool
    wait_seconds: float | None


class Sounds:
    """A source that counts what was taken from it."""

    def __init__(self, pieces: Iterable[NDArray[np.int16]]) -> None:
        self._pieces = iter(pieces)
        self.heard_samples = 0
        self._blocks = self._in_blocks()

    def blocks(self) -> Iterator[bytes]:
        """What is still to come."""
        return self._blocks

    def _in_blocks(self) -> Iterator[bytes]:
        for pcm in self._pieces:
            for start in range(0, len(pcm) - BLOCK_SAMPLES + 1, BLOCK_SAMPLES):
                self.heard_samples += BLOCK_SAMPLES
                yield pcm[start : start + BLOCK_SAMPLES].tobytes()

    def skip(self, seconds: float) -> None:
        """Nothing is overheard."""


class Stranger(Ear):
    """An ear that keeps its models, and meets somebody new with every source."""

    def __init__(self) -> None:
        super().__init__(Sounds([]), find_models(None), favoured_phrases(), lambda: None)

    def meet(self, source: Sounds) -> None:
        """Listen to this from now on, without knowing anybody's pace."""
        self._source = source
        self._paces.clear()


@cache
def ear() -> Stranger:
    """The one of this process."""
    return Stranger()


def outcome(turn: Scripted, sound: Spoken) -> Outcome:
    """Hear one turn out."""
    source = Sounds([sound.pcm])
    ear().meet(source)
    fact = ear().listen(Listen(turn.kind, PATIENCE_SECONDS[turn.kind], 8.0))
    after_seconds = (source.heard_samples - sound.ends) / RATE_HZ
    if not isinstance(fact, Heard):
        return Outcome(turn, cut=False, wait_seconds=None)
    cut = after_seconds < -LAST_SOUND_SECONDS
    return Outcome(turn, cut, None if cut else after_seconds)


def hear(job: tuple[Scripted, Wave | None, Path | None]) -> Outcome:
    """One turn, in a process of the pool: scripted, or recorded where there is a wave."""
    turn, wave, folder = job
    noise = {**noises(folder), "music": music()}[turn.noise]
    return outcome(turn, made(turn, noise) if wave is None else over_noise(turn, wave, noise))


def begun_by_noise(job: tuple[str, float, Path | None]) -> tuple[int, float]:
    """Turns heard in so many minutes of this noise, 5 dB below where a voice would be; and the minutes."""
    name, minutes, folder = job
    noise = {**noises(folder), "music": music()}[name]
    level = noise * VOICE_LEVEL / 10 ** (5 / 20) / rms(noise)
    source = Sounds([np.resize(as_pcm(level), round(minutes * 60 * RATE_HZ))])
    ear().meet(source)
    heard = 0
    while source.heard_samples < minutes * 60 * RATE_HZ - 16 * RATE_HZ:
        heard += isinstance(ear().listen(Listen("open", PATIENCE_SECONDS["open"], 8.0)), Heard)
    return heard, source.heard_samples / RATE_HZ / 60


def megabytes() -> float:
    """What this process holds in memory now."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def listen_for(hours: float, folder: Path | None) -> None:
    """A kitchen with somebody in it who says something every two minutes, the same each hour; memory after each."""
    kitchen = {**noises(folder), "music": music()}
    turns = [made(turn, kitchen[turn.noise]).pcm for turn in scripted(30, sorted(kitchen))]
    between = [as_pcm(noise * 0.01 / rms(noise)) for noise in kitchen.values()]
    pause = [np.resize(pcm, 110 * RATE_HZ) for pcm in between]
    source = Sounds(itertools.chain.from_iterable(zip(itertools.cycle(turns), itertools.cycle(pause), strict=False)))
    ear().meet(source)
    first = 0.0
    for hour in range(1, round(hours) + 1):
        while source.heard_samples < hour * 3600 * RATE_HZ:
            ear().listen(Listen("open", PATIENCE_SECONDS["open"], 8.0))
        first = first or megabytes()
        print(f"| memory after {hour} h of listening | <= 5 MB | {megabytes() - first:+.1f} MB |", flush=True)


def row(name: str, outcomes: list[Outcome]) -> str:
    """One line of the table."""
    waits = sorted(found.wait_seconds for found in outcomes if found.wait_seconds is not None) or [float("nan")]
    cut, unheard = sum(found.cut for found in outcomes), sum(found.wait_seconds is None for found in outcomes)
    p95 = waits[min(len(waits) - 1, round(0.95 * len(waits)))]
    counts = f"{len(outcomes)} | {cut} ({100 * cut / len(outcomes):.1f} %) | {unheard - cut}"
    return f"| {name} | {counts} | {statistics.median(waits):.2f} | {p95:.2f} |"


def table(title: str, outcomes: list[Outcome]) -> None:
    """The figures of these turns, for each condition."""
    if not outcomes:
        return
    print(f"\n{title}\n| turns | number | cut off | not heard | median wait, s | p95, s |\n|---|---|---|---|---|---|")
    print(row("all", outcomes))
    for kind in ("closed", "open"):
        of_kind = [found for found in outcomes if found.turn.kind == kind]
        print(row(kind, of_kind))
        for decibels in (None, 20.0, 10.0, 5.0):
            some = [found for found in of_kind if found.turn.decibels == decibels]
            if some:
                print(row(f"{kind}, {'no noise' if decibels is None else f'{decibels:.0f} dB'}", some))
    for found in outcomes:
        if found.cut:
            print(f"cut off: {found.turn.words} {found.turn.pauses_seconds} {found.turn.noise} {found.turn.decibels}")


def main() -> None:
    """Measure, and print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("speech", type=Path, nargs="?")
    arguments.add_argument("--turns", type=int, default=450)
    arguments.add_argument("--unseen", action="store_true")
    arguments.add_argument("--noise-minutes", type=float, default=30)
    arguments.add_argument("--hours", type=float, default=0)
    chosen = arguments.parse_args()
    folder = chosen.speech / "noise" if chosen.speech else None
    print(f"machine: {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    if chosen.hours:
        listen_for(chosen.hours, folder)
        return
    kitchen = [*sorted(noises(folder)), "music"]
    jobs = [(turn, None, folder) for turn in scripted(chosen.turns, kitchen) if turn.unseen or not chosen.unseen]
    people = [(turn, wave, folder) for turn, wave in recorded(chosen.speech, kitchen)] if chosen.speech else []
    apart = multiprocessing.get_context("spawn")  # a recogniser does not survive a fork
    with concurrent.futures.ProcessPoolExecutor(2, apart) as pool:
        outcomes = list(pool.map(hear, jobs, chunksize=8))
        table("scripted, seen", [found for found in outcomes if not found.turn.unseen])
        table("scripted, unseen", [found for found in outcomes if found.turn.unseen])
        table("recorded people", list(pool.map(hear, people, chunksize=8)))
        share = chosen.noise_minutes / len(kitchen)
        found = list(pool.map(begun_by_noise, [(name, share, folder) for name in kitchen if share]))
    for name, (heard, minutes) in zip(kitchen, found, strict=False):
        print(f"turns begun by {name} alone in {minutes:.1f} minutes (bar: 0): {heard}")


if __name__ == "__main__":
    main()
