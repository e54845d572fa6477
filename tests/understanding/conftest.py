"""The labelled sentences beside this file, all written for this project."""

import csv
import hashlib
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from companion.understanding import Question
from companion.words import find

Rows = list[tuple[str, str]]


@pytest.fixture(scope="session")
def labelled() -> Callable[[str], Rows]:
    """The words and the label of each line of ``<name>.tsv``."""

    def rows(name: str) -> Rows:
        with (Path(__file__).parent / f"{name}.tsv").open(newline="", encoding="utf-8") as lines:
            return [(words, label) for words, label, *_ in list(csv.reader(lines, delimiter="\t"))[1:]]

    return rows


@pytest.fixture(scope="session")
def answered() -> list[tuple[str, str, Question | None]]:
    """The answers of ``stance.tsv`` with their stance and, where one of the check-in's own was asked, the question."""
    areas = tomllib.loads(find("alliance").read_text(encoding="utf-8"))["areas"]
    asked = {area["name"]: area["closed"].format(pair="you and your sister") for area in areas}
    with (Path(__file__).parent / "stance.tsv").open(newline="", encoding="utf-8") as lines:
        table = list(csv.reader(lines, delimiter="\t"))[1:]
    return [(words, stance, Question(asked[area], "closed", area) if area else None) for words, stance, area in table]


@pytest.fixture(scope="session")
def held_back() -> Callable[[str], bool]:
    """Whether words belong to the third that is not looked at while the rules are written."""
    return lambda words: int(hashlib.sha256(words.encode()).hexdigest(), 16) % 3 == 0
