"""Measures the replies: time for understand + acknowledge, and what they are like, over a table of things told.

usage: python scripts/bench_replying.py [TABLE.tsv]    a column 'client' or 'told' holds what a person said
(default: ../shared/data/told.tsv beside the repository, when it is there; else sentences written for this script)
"""

import csv
import os
import platform
import statistics
import sys
import time
from pathlib import Path

from companion.replying import acknowledge
from companion.understanding import understand
from companion.understanding.gist import gist, told

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "told.tsv"
OWN = (
    "my mother never calls me",
    "i'm so tired of arguing with him about money",
    "well you know we talk every night but i don't feel any closer",
    "he said i should leave and i don't know what he means",
    "it depends",
)
CHECK_IN = 12  # replies: about one check-in, in which none may come twice
LONG_ANSWER_WORDS = 400
ROUNDS = 50


def main() -> None:
    """Read the table, reply to every row, print the figures."""
    table = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    rows = list(read(table)) if table.is_file() else list(OWN) * 20
    if not table.is_file():
        print(f"{table.name} is not here: measured on {len(OWN)} sentences of this script")
    ramble = " ".join(" and ".join(rows).split()[:LONG_ANSWER_WORDS])
    print(f"machine: {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{'what':<44}{'n':>6}{'median ms':>11}{'p99 ms':>9}{'max ms':>9}")
    reply_to(rows[0], [])  # the words are read and the rules built on the first use
    said: list[str] = []
    times = []
    for index, words in enumerate(rows):
        said = said if index % CHECK_IN else []
        times.append(timed(words, said))
    line("understand + acknowledge", times)
    line(f"the same, {LONG_ANSWER_WORDS} words", [timed(ramble, [], fresh=True) for _ in range(ROUNDS)])
    shares(rows)


def read(table: Path) -> list[str]:
    """The told column as a recogniser would print it: lower case, no punctuation but apostrophes."""
    with table.open(newline="", encoding="utf-8") as file:
        texts = [row.get("client") or row["told"] for row in csv.DictReader(file, delimiter="\t")]
    plain = (text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("-", " ") for text in texts)
    kept = ("".join(letter for letter in text if letter.isalnum() or letter in "' ") for text in plain)
    return [words for text in kept if (words := " ".join(text.split()))]


def reply_to(words: str, said: list[str]) -> str:
    """One reply, and it is remembered in `said`."""
    reply = acknowledge(words, understand(words), said)
    said.append(reply)
    return reply


def timed(words: str, said: list[str], *, fresh: bool = False) -> float:
    """Milliseconds for one reply; `fresh` forgets what was found for the same words before."""
    if fresh:
        told.cache_clear()
    start = time.perf_counter()
    reply_to(words, said)
    return (time.perf_counter() - start) * 1000


def line(name: str, times: list[float]) -> None:
    """One line of the table."""
    p99 = sorted(times)[int(0.99 * (len(times) - 1))]
    print(f"{name:<44}{len(times):>6}{statistics.median(times):>11.2f}{p99:>9.2f}{max(times):>9.2f}")


def shares(rows: list[str]) -> None:
    """How much is given back of what was told in eight words or more."""
    long = [words for words in rows if len(words.split()) >= 8]
    clauses = sum(bool(told(words).clause) for words in long)
    print(f"told in 8 words or more: {len(long)}")
    either = sum(bool(gist(words)) for words in long)
    print(f"  a clause found: {clauses / len(long):.0%}, a clause or a topic: {either / len(long):.0%}")


if __name__ == "__main__":
    main()
