"""How well and how fast answers are understood: one table of figures, with the machine they were measured on.

usage: python scripts/bench_understanding.py [FOLDER]

Our own labelled sentences are always scored; recorded talk (stance.tsv, everyday_talk.tsv) when FOLDER holds it
(default: ../shared/data beside the project).
"""

import csv
import hashlib
import os
import platform
import statistics
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from companion.understanding import Meaning, Question, Stance, understand
from companion.words import find

ROOT = Path(__file__).parent.parent
OWN = ROOT / "tests" / "understanding"
LONG_WORDS = 400
LONG_ANSWERS = 50


def main() -> None:
    """Print every figure as 'name  value'."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data"
    show("machine", f"{processor()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    show("first answer, words files read and checked", f"{1000 * seconds('hello'):.0f} ms")
    for lines in (own_figures(), stance_figures("recorded stance", folder / "stance.tsv"), talk_figures(folder)):
        for name, value in lines:
            show(name, value)


def own_figures() -> Iterator[tuple[str, str]]:
    """The figures on our own sentences; 'held back' is the third not looked at while rules are written."""
    yield from stance_figures("own stance", OWN / "stance.tsv")
    for back in (False, True):
        feelings = [row for row in rows(OWN / "feelings.tsv") if held_back(row[0]) == back]
        right = [felt(understand(words)) == sorted(label.split(",")) for words, label in feelings]
        yield f"own feelings, {'held back' if back else 'seen'}", share(sum(right), len(right))
    heard = [(label, understand(words).command or "none") for words, label in rows(OWN / "commands.tsv")]
    commands = [wanted == got for wanted, got in heard if wanted != "none"]
    taken = [got != "none" for wanted, got in heard if wanted == "none"]
    yield "own commands found", share(sum(commands), len(commands))
    yield "own answers taken for commands", share(sum(taken), len(taken))
    seen = Counter((label, understand(words).concern) for words, label in rows(OWN / "concern.tsv"))
    for level in ("explicit", "oblique", "benign"):
        of_level = {concern: seen[level, concern] for concern in ("definite", "check", "none")}
        yield f"own concern, {level}", ", ".join(f"{name} {count}" for name, count in of_level.items())


def stance_figures(name: str, path: Path) -> Iterator[tuple[str, str]]:
    """Right answers (none counts as unclear), and inversions: a yes taken for a no, or a no for a yes.

    Each without and with the question that was asked; of recorded talk also the third held back, alone.
    """
    if not path.exists():
        yield name, f"not measured: there is no {path.name}"
        return
    with path.open(newline="", encoding="utf-8") as lines:
        table = list(csv.DictReader(lines, delimiter="\t"))
    back = [row for row in table if "question" in row and held_back(f"{row['question']}\t{row['answer']}")]
    for part, answers in {"": table, ", held back": back}.items():
        for known in ("", ", question known") if answers else ():
            heard = [(row["stance"], stance(row, known=bool(known)) or "unclear") for row in answers]
            inverted = sum({wanted, got} == {"yes", "no"} for wanted, got in heard)
            yield f"{name}{part}{known}, right", share(sum(wanted == got for wanted, got in heard), len(heard))
            yield f"{name}{part}{known}, inversions", share(inverted, len(heard))


def stance(row: dict[str, str], *, known: bool) -> Stance | None:
    """The stance of one answer, with the question it answers when that is to be known."""
    asked = row["question"] if "question" in row else own_questions().get(row["area"])
    return understand(as_heard(row["answer"]), Question(asked, "closed") if known and asked else None).stance


@cache
def own_questions() -> dict[str, str]:
    """The closed questions of the check-in, by area."""
    areas = tomllib.loads(find("alliance").read_text(encoding="utf-8"))["areas"]
    return {area["name"]: area["closed"].format(pair="you and your sister") for area in areas}


def talk_figures(folder: Path) -> Iterator[tuple[str, str]]:
    """False alarms per 1,000 utterances of everyday talk, and the time one answer takes."""
    path = folder / "everyday_talk.tsv"
    if not path.exists():
        yield "everyday talk", f"not measured: there is no {path.name}"
        return
    talk = [words for words, _ in rows(path, "utterance", "utterance")]
    meanings = [understand(words) for words in talk]
    for name, count in (
        ("definite", sum(meaning.concern == "definite" for meaning in meanings)),
        ("check", sum(meaning.concern == "check" for meaning in meanings)),
        ("taken for commands", sum(meaning.command is not None for meaning in meanings)),
        ("ruptures", sum(meaning.rupture is not None for meaning in meanings)),
    ):
        yield f"talk, {name} per 1,000", f"{1000 * count / len(talk):.2f}"
    yield "time, everyday talk", times([seconds(words) for words in talk])
    words = " ".join(talk).split()
    long = [" ".join(words[n * LONG_WORDS : (n + 1) * LONG_WORDS]) for n in range(LONG_ANSWERS)]
    yield f"time, answers of {LONG_WORDS} words", times([seconds(answer) for answer in long])


def rows(path: Path, words: str | None = None, label: str | None = None) -> list[tuple[str, str]]:
    """Words as a recogniser prints them, and their label, from two columns of a table (the first two, if not named)."""
    with path.open(newline="", encoding="utf-8") as lines:
        reader = csv.DictReader(lines, delimiter="\t")
        first, second = words or (reader.fieldnames or [""])[0], label or (reader.fieldnames or ["", ""])[1]
        return [(as_heard(row[first]), row[second]) for row in reader]


def as_heard(text: str) -> str:
    """Lower case, and no punctuation but apostrophes."""
    return " ".join("".join(c for c in text.lower().replace("-", " ") if c.isalnum() or c in "' ").split())


def felt(meaning: Meaning) -> list[str]:
    """The feelings as the table writes them."""
    return sorted(f.name if f.whose == "self" else f"other:{f.name}" for f in meaning.feelings) or ["none"]


def held_back(words: str) -> bool:
    """Whether words belong to the held-back third."""
    return int(hashlib.sha256(words.encode()).hexdigest(), 16) % 3 == 0


def seconds(words: str) -> float:
    """The time one answer takes."""
    before = time.perf_counter()
    understand(words)
    return time.perf_counter() - before


def times(taken: list[float]) -> str:
    """Median and 99th percentile, in milliseconds."""
    return (
        f"median {1000 * statistics.median(taken):.2f} ms, p99 {1000 * statistics.quantiles(taken, n=100)[98]:.2f} ms"
    )


def share(part: int, whole: int) -> str:
    """A share as per cent, with its counts."""
    return f"{100 * part / whole:.2f} % ({part} of {whole})"


def processor() -> str:
    """The processor's name."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith(("model name", "Model")))
    return next(named, platform.processor() or platform.machine())


def show(name: str, value: str) -> None:
    """One line of the table."""
    print(f"{name:<60}{value}")


if __name__ == "__main__":
    main()
