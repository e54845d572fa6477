"""Train the small classifier of concern: ``companion/words/en/concern_weights.toml``.

usage: python scripts/train_concern.py [--without WRITER --into FOLDER]

From the sentences of `concern_examples`; the same files give the same weights. Logistic regression, one output at a
time; of a long sentence that gives concern only its most telling window is learned. It takes about a minute.

How it does on a writer it has not learned from: leave one out, and score that one with the weights so made,

    python scripts/train_concern.py --without writer_1 --into FOLDER
    COMPANION_WORDS=FOLDER python scripts/bench_safety.py --writer writer_1
"""

import argparse
import zlib
from base64 import b85encode
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from concern_examples import TABLES, checksum, rows

from companion import words
from companion.understanding.classifier import BUCKETS, OUTPUTS, Output, buckets_of, windows
from companion.understanding.concern import telling_words
from companion.understanding.spoken import spoken

THRESHOLDS = {"definite_above": 1.3, "clear_above": 0.2, "check_above": 4.5, "quiet_below": -4.0}
"""Log-odds above which the classifier alone is believed, and below which it silences a pattern.

Set on one half of everyday talk (bench_safety.py) and on writers left out; "definite" is weighed apart from "any", as
an explicit statement must be missed least: above `clear_above` it is at least asked about.
"""

ROUNDS, SHRINKAGE = 45, 1.0

Array = npt.NDArray[np.float64]
Buckets = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Example:
    """One sentence: its windows, whether it is a concern and of which kind, and how much it counts."""

    windows: tuple[Buckets, ...]
    level: str
    kind: str
    weight: float


def main() -> None:
    """Write the weights, and say how large they are."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--without", choices=list(TABLES), default="")
    parser.add_argument("--into", type=Path, default=Path(words.__file__).parent)
    chosen = parser.parse_args()
    examples = [example(*row) for row in rows(chosen.without)]
    path = chosen.into / "en" / "concern_weights.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines_of(examples)), encoding="utf-8")
    print(f"{len(examples)} sentences; {path.stat().st_size / 1000:.0f} kB in {path}")


def lines_of(examples: list[Example]) -> list[str]:
    """The file of weights, line by line."""
    scales, biases, packed = [], [], []
    for output in OUTPUTS:
        weights, bias = train(examples, wanted_of(output))
        scale = float(np.abs(weights).max()) / 127
        data = zlib.compress(np.rint(weights / scale).astype(np.int8).tobytes(), 9)
        scales.append(f"{output} = {scale:.6f}")
        biases.append(f"{output} = {bias:.4f}")
        packed.append(f"{output} = '''{b85encode(data).decode()}'''")
    return [
        "# Made by scripts/train_concern.py, never by hand; read by companion/understanding/classifier.py.",
        f'made_from = "{checksum()}"',
        *(f"{name} = {value}" for name, value in THRESHOLDS.items()),
        *("", "[scale]", *scales, "", "[bias]", *biases, "", "[packed]", *packed, ""),
    ]


def wanted_of(output: Output) -> Callable[[Example], bool | None]:
    """What an output is to say of an example; None where the example says nothing about it."""
    if output == "definite":
        return lambda one: one.level == "definite"
    if output == "any":
        return lambda one: one.level != "none"
    return lambda one: one.kind == output if one.level != "none" and one.kind else None


def example(words: str, level: str, kind: str, weight: float) -> Example:
    """One sentence as the classifier meets it: idiom and denial hidden first."""
    seen = windows(telling_words(spoken(words)))
    return Example(tuple(np.array(buckets_of(each), dtype=np.int64) for each in seen), level, kind, weight)


def train(examples: list[Example], wanted: Callable[[Example], bool | None]) -> tuple[Array, float]:
    """The weights and the bias; long sentences that are wanted come in later, by their most telling window."""
    weights: Array | None = None
    bias = 0.0
    for _ in range(2):
        taken: list[Buckets] = []
        labels: list[bool] = []
        counts: list[float] = []
        for one in examples:
            want = wanted(one)
            if want is None or (want and len(one.windows) > 1 and weights is None):
                continue
            best = weights
            learned = one.windows if best is None or not want else (max(one.windows, key=lambda w: best[w].sum()),)
            taken += learned
            labels += [want] * len(learned)
            counts += [one.weight] * len(learned)
        weights, bias = fit(taken, np.array(labels, dtype=float), np.array(counts))
    assert weights is not None  # noqa: S101 - the loop above ran
    return weights, bias


def fit(taken: list[Buckets], labels: Array, counts: Array) -> tuple[Array, float]:
    """Logistic regression with shrinkage, by L-BFGS; the bias is the last of the parameters, and does not shrink."""
    rows_of = np.repeat(np.arange(len(taken)), [len(each) for each in taken])
    columns = np.concatenate(taken)

    def loss(point: Array) -> tuple[float, Array]:
        odds = np.bincount(rows_of, point[columns], len(taken)) + point[-1]
        error = (1 / (1 + np.exp(-odds)) - labels) * counts
        slope = np.bincount(columns, error[rows_of], BUCKETS) + SHRINKAGE * point[:-1]
        missed = float((counts * (np.logaddexp(0, odds) - labels * odds)).sum())
        return missed + SHRINKAGE / 2 * float(point[:-1] @ point[:-1]), np.append(slope, error.sum())

    point = np.zeros(BUCKETS + 1)
    value, slope = loss(point)
    past: deque[tuple[Array, Array]] = deque(maxlen=8)
    for _ in range(ROUNDS):
        direction = descent(slope, past)
        size = 1.0 if past else 1 / float(np.abs(slope).sum())
        lower, steeper = loss(point + size * direction)
        while lower > value + 1e-4 * size * float(slope @ direction):
            size /= 2
            lower, steeper = loss(point + size * direction)
        past.append((size * direction, steeper - slope))
        point, value, slope = point + size * direction, lower, steeper
    return point[:-1], float(point[-1])


def descent(slope: Array, past: Sequence[tuple[Array, Array]]) -> Array:
    """The way down by the two loops of L-BFGS, from the last steps and what each changed in the slope."""
    way = -slope
    taken = []
    for step, change in reversed(past):
        share = float(step @ way) / float(step @ change)
        way = way - share * change
        taken.append(share)
    if past:
        step, change = past[-1]
        way = way * (float(step @ change) / float(change @ change))
    for (step, change), share in zip(past, reversed(taken), strict=True):
        way = way + step * (share - float(change @ way) / float(step @ change))
    return way


if __name__ == "__main__":
    main()
