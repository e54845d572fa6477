"""The sentences from which `train_concern` learns, all written for this project.

Those of scripts/concern (patterns.toml, own.tsv and one table for each writer), the labelled sentences of
tests/understanding, the seen half of tests/understanding/safety (`held` and `final` are never read here), clauses put
together by chance from the words of gist.toml, and harmless sentences run together as people do who talk on.
"""

import csv
import hashlib
import itertools
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from companion.understanding.classifier import WINDOW_WORDS
from companion.understanding.lexicon import gist_words, lexicon
from companion.understanding.pattern import read_sets, utterances
from companion.understanding.spoken import spoken
from companion.understanding.tokens import text_of
from companion.words import find

ROOT = Path(__file__).parent.parent
SENTENCES = Path(__file__).parent / "concern"
OWN = ROOT / "tests" / "understanding"
TABLES = {path.stem: path for path in (*sorted(SENTENCES.glob("*.tsv")), OWN / "safety" / "seen.tsv")}
"""By writer: what can be left out to see how it does on somebody it has not learned from."""

PER_PATTERN = 30  # sentences drawn from one pattern
CLAUSES = 9000  # made by chance
RUN_TOGETHER = 12000  # of two or three harmless sentences each
CUT = 0.5  # how often such a sentence is cut short
OF_LABEL = {"explicit": "definite", "oblique": "check", "benign": "none"}
ABUSE = {"abuse", "danger-from-other", "threat-to-me", "danger-child-or-other-now", "fear-of-partner"}
OTHERS = {"others", "harm-to-others-intent"}
LEFT_OUT = {"suicide-other", "danger-other"}  # told of somebody else: neither a concern about the person nor harmless
STARTS = [
    *("", "", "", "", "and", "but", "well", "so", "because", "i think", "i mean", "you know", "i guess", "and then"),
    *("yeah", "oh", "but i think", "i know", "i do not know", "it is just that"),
]
JOINS = [*STARTS, "if", "when", "or", "which", "and i think", "so i guess", "the thing is"]

Row: TypeAlias = tuple[str, str, str, float]
"""Words, level (definite, check, none), what it is about (life, abuse, others, or nothing), and how much it counts."""


def rows(without: str = "") -> Iterator[Row]:
    """Every sentence; none of one writer when that is to be left out."""
    told = [*from_tables(without)]
    yield from told
    yield from from_patterns()
    yield from by_chance()
    yield from run_together([words for words, level, _, _ in told if level == "none"])


def checksum() -> str:
    """SHA-256 of what decides the weights: the sentences about concern, and how they are learned."""
    learned = [find("concern_concepts"), ROOT / "companion" / "understanding" / "classifier.py", OWN / "concern.tsv"]
    code = [Path(__file__), Path(__file__).with_name("train_concern.py"), SENTENCES / "patterns.toml"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in (*learned, *code, *TABLES.values()))).hexdigest()


def from_patterns() -> Iterator[Row]:
    """Sentences of every pattern of patterns.toml, drawn evenly."""
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
    """What patterns.toml says."""
    return tomllib.loads((SENTENCES / "patterns.toml").read_text(encoding="utf-8"))


def from_tables(without: str) -> Iterator[Row]:
    """The labelled sentences of every writer; of other tables all that is said there is no concern."""
    for words, label in table_of(OWN / "concern.tsv", skip=1):
        yield words, OF_LABEL[label], "", 1.0
    for name in ("feelings", "commands", "ruptures", "stance"):
        for words, *_ in table_of(OWN / f"{name}.tsv", skip=1):
            yield words, "none", "", 0.5
    for writer, path in TABLES.items():
        for level, kind, words in table_of(path) if writer != without else ():
            if kind not in LEFT_OUT:
                yield words, level, "abuse" if kind in ABUSE else "others" if kind in OTHERS else "life", 1.0


def table_of(path: Path, skip: int = 0) -> list[list[str]]:
    """The rows of a table."""
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.reader(lines, delimiter="\t"))[skip:]


def by_chance() -> Iterator[Row]:
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


def run_together(harmless: list[str]) -> Iterator[Row]:
    """Two or three harmless sentences in one breath, often cut short: most false alarms are in long talk.

    A sentence with an alarming word in it is never cut: what made it harmless might be lost.
    """
    chance = random.Random(11)  # noqa: S311 - as above
    alarming = set(training()["alarming"].split())
    for _ in range(RUN_TOGETHER):
        parts = []
        for words in chance.choices(harmless, k=chance.choice([2, 2, 3])):
            said = words.split()
            if alarming.isdisjoint(spoken(words)) and chance.random() < CUT:
                said = said[chance.randrange(len(said)) :] if chance.random() < CUT else said[: len(said) * 2 // 3]
            parts.append(f"{chance.choice(JOINS)} {' '.join(said)}")
        joined = " ".join(parts).split()
        if alarming.isdisjoint(spoken(" ".join(joined))):
            start = chance.randrange(max(len(joined) - WINDOW_WORDS, 1))
            joined = joined[start : start + WINDOW_WORDS]
        yield " ".join(joined), "none", "", 0.3


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
