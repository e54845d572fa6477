"""Train the small classifier of concern: ``companion/words/en/concern_weights.toml``.

usage: python scripts/train_concern.py

From sentences written for this project alone: those of concern_sentences.tsv and of the patterns of
concern_training.toml, the labelled sentences of tests/understanding and the seen half of tests/understanding/safety
(the held-back half is never read here), and clauses put together by chance from the words of gist.toml, which are
mostly nonsense and never a concern. The same files give the same weights. Logistic regression, one output at a time;
of a long sentence that gives concern only its most telling window is learned. It takes about half a minute.
"""

import csv
import itertools
import random
import tomllib
import zlib
from base64 import b85encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from companion.understanding.classifier import BUCKETS, OUTPUTS, Output, buckets_of, windows
from companion.understanding.concern import telling_words
from companion.understanding.lexicon import gist_words, lexicon
from companion.understanding.pattern import read_sets, utterances
from companion.understanding.spoken import spoken
from companion.understanding.tokens import text_of

ROOT = Path(__file__).parent.parent
OWN = ROOT / "tests" / "understanding"
WEIGHTS = ROOT / "companion" / "words" / "en" / "concern_weights.toml"

DEFINITE_ABOVE, CHECK_ABOVE, QUIET_BELOW = 0.0, 0.9, -2.0
"""Log-odds above which the classifier alone is believed, and below which it silences a pattern (bench_safety.py)."""

PER_PATTERN = 30  # sentences drawn from one pattern
CLAUSES = 9000  # made by chance
ROUNDS, SHRINKAGE = 60, 0.3
OF_LABEL = {"explicit": "definite", "oblique": "check", "benign": "none"}
ABUSE = {"danger-from-other", "threat-to-me", "danger-child-or-other-now", "fear-of-partner"}
LEFT_OUT = {"suicide-other", "danger-other"}  # told of somebody else: neither a concern about the person nor harmless
STARTS = [
    *("", "", "", "", "and", "but", "well", "so", "because", "i think", "i mean", "you know", "i guess", "and then"),
    *("yeah", "oh", "but i think", "i know", "i do not know", "it is just that"),
]

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
    examples = [example(*row) for row in itertools.chain(from_patterns(), from_tables(), by_chance())]
    lines = [
        "# Made by scripts/train_concern.py, never by hand; read by companion/understanding/classifier.py.",
        f"definite_above = {DEFINITE_ABOVE}\ncheck_above = {CHECK_ABOVE}\nquiet_below = {QUIET_BELOW}\n",
    ]
    scales, biases, packed = [], [], []
    for output in OUTPUTS:
        weights, bias = train(examples, wanted_of(output))
        scale = float(np.abs(weights).max()) / 127
        data = zlib.compress(np.rint(weights / scale).astype(np.int8).tobytes(), 9)
        scales.append(f"{output} = {scale:.6f}")
        biases.append(f"{output} = {bias:.4f}")
        packed.append(f"{output} = '''{b85encode(data).decode()}'''")
    for name, values in (("scale", scales), ("bias", biases), ("packed", packed)):
        lines += [f"[{name}]", *values, ""]
    WEIGHTS.write_text("\n".join(lines), encoding="utf-8")
    print(f"{len(examples)} sentences; {WEIGHTS.stat().st_size / 1000:.0f} kB in {WEIGHTS.relative_to(ROOT)}")


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


def from_patterns() -> Iterator[tuple[str, str, str, float]]:
    """Sentences of every pattern of concern_training.toml, drawn evenly."""
    chance = random.Random(5)  # noqa: S311 - chance that can be repeated, no secret
    table = training()
    sets = read_sets(table["sets"])
    for level in ("definite", "check", "none"):
        for kind, patterns in table[level].items():
            for pattern in patterns:
                said = list(itertools.islice(utterances(pattern, sets), 20_000))
                for words in said if len(said) <= PER_PATTERN else chance.sample(said, PER_PATTERN):
                    yield words, level, kind, 0.25


def training() -> dict[str, Any]:
    """What concern_training.toml says."""
    return tomllib.loads((ROOT / "scripts" / "concern_training.toml").read_text(encoding="utf-8"))


def from_tables() -> Iterator[tuple[str, str, str, float]]:
    """The labelled sentences of the tests; of other tables all that is said there is no concern."""
    for words, label in table_of(OWN / "concern.tsv", skip=1):
        yield words, OF_LABEL[label], "", 1.0
    for name in ("feelings", "commands", "ruptures", "stance"):
        for words, *_ in table_of(OWN / f"{name}.tsv", skip=1):
            yield words, "none", "", 0.5
    for level, kind, words in table_of(ROOT / "scripts" / "concern_sentences.tsv"):
        yield words, level, kind, 1.0
    for level, kind, words in table_of(OWN / "safety" / "seen.tsv"):
        if kind not in LEFT_OUT:
            about = "abuse" if kind in ABUSE else "others" if kind == "harm-to-others-intent" else "life"
            yield words, level, about, 1.0


def table_of(path: Path, skip: int = 0) -> list[list[str]]:
    """The rows of a table."""
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.reader(lines, delimiter="\t"))[skip:]


def by_chance() -> Iterator[tuple[str, str, str, float]]:
    """Clauses by the small grammar of gist.toml, without an alarming word in them."""
    chance = random.Random(7)  # noqa: S311 - as above
    alarming = set(training()["alarming"].split())
    by_kind: dict[str, list[str]] = {}
    for word, kinds in sorted(lexicon().items()):
        for kind in kinds:
            by_kind.setdefault(kind, []).append(word)
    for _ in range(CLAUSES):
        clauses = (
            f"{chance.choice(STARTS)} {clause(by_kind, chance, alarming)}"
            for _ in range(chance.choice([1, 1, 1, 2, 2, 3]))
        )
        yield " ".join(clauses), "none", "", 0.3


def clause(by_kind: dict[str, list[str]], chance: random.Random, alarming: set[str]) -> str:
    """One clause of at most 14 words."""
    while True:
        try:
            words = text_of(drawn("clause", by_kind, chance, depth=0))
        except (KeyError, RecursionError):  # a kind without words of its own, or a rule that went round too often
            continue
        if len(words.split()) <= 14 and alarming.isdisjoint(spoken(words)):
            return words


def drawn(symbol: str, by_kind: dict[str, list[str]], chance: random.Random, *, depth: int) -> list[str]:
    """Words for one symbol of the grammar, drawn by chance; raises `RecursionError` from 15 rules deep."""
    if depth > 14:
        raise RecursionError
    if symbol.isupper():
        return [chance.choice(by_kind[symbol])]
    parts = chance.choice(gist_words().grammar[symbol]).split()
    kept = [part.removesuffix("?") for part in parts if not part.endswith("?") or chance.random() > 0.65]
    return [word for part in kept for word in drawn(part, by_kind, chance, depth=depth + 1)]


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
    """Logistic regression with shrinkage, by gradient descent with momentum and a step for each weight."""
    rows = np.repeat(np.arange(len(taken)), [len(each) for each in taken])
    columns = np.concatenate(taken)
    weights, momentum, squares = np.zeros(BUCKETS), np.zeros(BUCKETS), np.full(BUCKETS, 1e-6)
    bias, bias_square = 0.0, 1e-6
    for turn in range(ROUNDS):
        odds = np.bincount(rows, weights[columns], len(taken)) + bias
        error = (1 / (1 + np.exp(-odds)) - labels) * counts
        slope = np.bincount(columns, error[rows], BUCKETS) + SHRINKAGE * weights
        squares = 0.9 * squares + 0.1 * slope**2
        momentum = 0.8 * momentum + 0.2 * slope
        step = 0.02 * (1 - turn / ROUNDS) + 0.0005
        weights -= step * momentum / np.sqrt(squares + 1e-4)
        bias_square = 0.9 * bias_square + 0.1 * float(error.sum()) ** 2
        bias -= step * float(error.sum()) / bias_square**0.5
    return weights, bias


if __name__ == "__main__":
    main()
