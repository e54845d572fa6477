"""A small trained ear for concern: word groups and pieces of words, weighed; what patterns alone do not foresee.

The weights are in ``words/en/concern_weights.toml``, made by ``scripts/train_concern.py`` from sentences written for
this project. A score is a log-odds: above 0 it is likelier than not. Long answers are weighed window by window, so
that one sentence is not drowned by the story around it.
"""

import zlib
from base64 import b85decode
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from companion.words import load

BUCKETS = 1 << 16
"""Features share this many weights by checksum: few meet by chance, and nothing has to be listed by name."""

WINDOW_WORDS, STRIDE_WORDS = 16, 5
"""Longer answers are weighed in windows of 16 words, each 5 words after the one before."""

_GROUP_WORDS = 4  # "i want to die" is four words
_PIECE_LETTERS = 4  # "suic", "uici": one changed letter leaves most pieces of a word as they were

Output = Literal["definite", "any", "life", "abuse", "others"]
"""What is told apart: a clear statement, any concern at all, and what it is about."""

OUTPUTS: tuple[Output, ...] = ("definite", "any", "life", "abuse", "others")


class Weights(BaseModel):
    """The file ``concern_weights.toml``: one byte per bucket and output, base85 of zlib, and what a byte is worth."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    scale: Annotated[dict[Output, float], Field(min_length=len(OUTPUTS))]
    bias: Annotated[dict[Output, float], Field(min_length=len(OUTPUTS))]
    made_from: str
    definite_above: float
    clear_above: float
    check_above: float
    quiet_below: float
    packed: dict[Output, str]
    _bytes: dict[Output, memoryview] = PrivateAttr()

    def model_post_init(self, _: object) -> None:
        """Unpack once. Raises `ValueError` for what is no such packing."""
        self._bytes = {
            name: memoryview(zlib.decompress(b85decode(text))).cast("b") for name, text in self.packed.items()
        }
        if {len(each) for each in self._bytes.values()} != {BUCKETS}:
            raise ValueError(f"each output has {BUCKETS} weights")

    def score(self, output: Output, buckets: Sequence[int]) -> float:
        """The log-odds of these features."""
        weights = self._bytes[output]
        return self.bias[output] + self.scale[output] * sum(weights[bucket] for bucket in buckets)


class Concepts(BaseModel):
    """The file ``concern_concepts.toml``: groups of words that mean much the same here."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    concepts: dict[str, list[str]]
    _whole: dict[str, tuple[str, ...]] = PrivateAttr()
    _begun: dict[str, tuple[str, ...]] = PrivateAttr()

    def model_post_init(self, _: object) -> None:
        """Turn the groups round: from a word to its groups."""
        self._whole, self._begun = {}, {}
        for concept, words in self.concepts.items():
            for word in words:
                into, key = (self._begun, word[:-1]) if word.endswith("*") else (self._whole, word)
                into[key] = (*into.get(key, ()), concept)

    def of(self, word: str) -> tuple[str, ...]:
        """The groups of one word, often none."""
        begun = (self._begun[word[:end]] for end in range(3, len(word) + 1) if word[:end] in self._begun)
        return (*self._whole.get(word, ()), *(concept for found in begun for concept in found))


def weights() -> Weights:
    """The weights in use. Raises `WordsError` when the file is not right."""
    return load("concern_weights", Weights)


def windows(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """The whole of a short answer; of a long one each window, the last of them its end."""
    last = max(len(words) - WINDOW_WORDS, 0)
    for start in {*range(0, last, STRIDE_WORDS), last}:
        yield words[start : start + WINDOW_WORDS]


def buckets_of(words: Sequence[str]) -> tuple[int, ...]:
    """The weights that these words take, each once: groups of one to four words, pairs with a gap, pieces of words."""
    edged = ["^", *words, "$"]
    groups = {
        " ".join(edged[start : start + length])
        for length in range(1, _GROUP_WORDS + 1)
        for start in range(len(edged) - length + 1)
    }
    pairs = {f"{first} .. {second}" for first, second in zip(edged, edged[2:], strict=False)}
    pieces = {
        f"#{word[start : start + _PIECE_LETTERS]}"
        for word in (f"<{word}>" for word in words)
        for start in range(len(word) - _PIECE_LETTERS + 1)
    }
    return tuple(zlib.crc32(feature.encode()) % BUCKETS for feature in groups | pairs | pieces | _concepts(words))


def _concepts(words: Sequence[str]) -> set[str]:
    """The groups these words belong to: each, each pair of neighbours, three in a row, and any two of them."""
    of = load("concern_concepts", Concepts).of
    row = [found for word in words if (found := of(word))]
    first = [found[0] for found in row]
    return {
        *(f"={concept}" for found in row for concept in found),
        *(f"={a}>{b}" for one, other in pairwise(row) for a in one for b in other),
        *(f"={a}>{b}>{c}" for a, b, c in zip(first, first[1:], first[2:], strict=False)),
        *(f"={a}&{b}" for a in set(first) for b in set(first) if a < b),
    }
