"""What the ear makes of recorded single words, clean or in noise, one line for each clip.

usage: python scripts/bench_ear.py [SPEECH_FOLDER] [--noise FILE --decibels 10] [--quiet]

SPEECH_FOLDER (default: ../shared/speech) has a transcripts.tsv (path, transcript). Each clip is heard as the answer to
a closed question: words that are listened for should be heard, other speech should not be taken for one of them.
"""

import argparse
import csv
import platform
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from companion.conversation import is_sure
from companion.conversation.events import Heard, Listen
from companion.hearing.ear import Ear
from companion.hearing.models import find_models
from companion.hearing.sound import BLOCK_SAMPLES, RATE_HZ
from companion.listening import favoured_phrases

WANTED = ("yes", "no", "help", "repeat", "stop")
FOLDERS = ("an4", "common_voice")


class Clip:
    """A clip as a source of sound, with half a second of quiet before it and four after."""

    def __init__(self) -> None:
        self.pcm: NDArray[np.int16] = np.zeros(0, np.int16)

    def blocks(self) -> Iterator[bytes]:
        """The clip, block by block."""
        quiet = np.zeros(RATE_HZ // 2, np.int16)
        whole = np.concatenate([quiet, self.pcm, np.zeros(4 * RATE_HZ, np.int16)])
        for start in range(0, len(whole) - BLOCK_SAMPLES, BLOCK_SAMPLES):
            yield whole[start : start + BLOCK_SAMPLES].tobytes()

    def skip(self, seconds: float) -> None:
        """Nothing is overheard."""


def mixed(clip: NDArray[np.float32], noise: NDArray[np.float32] | None, decibels: float) -> NDArray[np.int16]:
    """The clip with noise that many decibels below it."""
    if noise is not None:
        under = np.resize(noise, len(clip))
        clip = clip + under * np.sqrt((clip**2).mean() / (under**2).mean()) / 10 ** (decibels / 20)
    return np.asarray(np.clip(clip, -1, 1) * 32767, np.int16)


def judge(word: str, heard: Heard | None) -> str:
    """What came of one clip: 'heard', 'asked again', or 'WRONG' when it was sure of a wrong word."""
    if heard is None or not is_sure(heard.confidences):
        return "asked again" if word in WANTED else "left alone"
    if heard.words == word:
        return "heard" if word in WANTED else "heard, too"
    return "WRONG" if word in WANTED else "TAKEN FOR A PHRASE"


def main() -> None:
    """Hear every clip and count."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("speech", type=Path, nargs="?", default=Path("../shared/speech"))
    arguments.add_argument("--noise", type=Path)
    arguments.add_argument("--decibels", type=float, default=10)
    arguments.add_argument("--quiet", action="store_true", help="only the counts")
    chosen = arguments.parse_args()
    if not (chosen.speech / "transcripts.tsv").is_file():
        print(f"There is no transcripts.tsv in {chosen.speech}: name a folder of recorded speech.")
        return
    with (chosen.speech / "transcripts.tsv").open(newline="") as table:
        clips = [row for row in csv.DictReader(table, delimiter="\t") if row["path"].startswith(FOLDERS)]
    noise = soundfile.read(chosen.noise, dtype="float32")[0] if chosen.noise else None
    source = Clip()
    ear = Ear(source, find_models(None), favoured_phrases(), lambda: None)
    counts: Counter[str] = Counter()
    for row in clips:
        word = row["transcript"].lower()
        source.pcm = mixed(soundfile.read(chosen.speech / row["path"], dtype="float32")[0], noise, chosen.decibels)
        fact = ear.listen(Listen("closed", 0.8, 8.0))
        heard = fact if isinstance(fact, Heard) else None
        came = judge(word, heard)
        counts[came] += 1
        if not chosen.quiet:
            words, least = (heard.words, min(heard.confidences, default=0.0)) if heard else ("", 0.0)
            print(f"{row['path']}\t{word}\t{words}\t{least:.2f}\t{came}")
    print(
        f"machine: {platform.machine()}, Python {platform.python_version()}; noise: {chosen.noise}, {len(clips)} clips"
    )
    for came, count in counts.most_common():
        print(f"{came}: {count}")


if __name__ == "__main__":
    main()
