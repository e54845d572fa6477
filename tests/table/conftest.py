"""A table with a virtual sound card, and a person with a voice at it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from virtual_card import VirtualCard

from companion.speaking.voice import Voice

COMPANION = [str(Path(sys.executable).with_name("companion"))]

QUICK = {
    "COMPANION_COUNTRY": "GB",
    "COMPANION_RATE_WORDS_PER_MINUTE": "300",
    "COMPANION_HOLD_SECONDS": "0.5",
    "COMPANION_FIRST_SILENCE_SECONDS": "4",
    "COMPANION_SECOND_SILENCE_SECONDS": "2",
    "COMPANION_REST_SECONDS": "2",
}
"""A hurried table, so that the tests are not: nothing else differs from life."""

Pages = list[tuple[str, str, str | None]]


@pytest.fixture
def card(tmp_path: Path) -> Iterator[VirtualCard]:
    """A virtual sound card with a home of its own."""
    with VirtualCard(tmp_path / "card") as opened:
        opened.extra = QUICK
        yield opened


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The variables of a program with a home of its own and no sound at all."""
    silent = VirtualCard(tmp_path / "home")  # never started: whoever asks for sound finds none
    silent.extra = QUICK
    return silent.environment


@pytest.fixture(scope="session")
def person() -> Voice:
    """The voice of a person who is not the companion."""
    return Voice("en-us")


def run(arguments: list[str], environment: dict[str, str], **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the real program to its end."""
    command = [*COMPANION, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, **options)


def pages(environment: dict[str, str], *options: str) -> Pages:
    """What was kept: slot, words and stance of every page, read back through the real export."""
    exported = run(["journal", *options, "export"], environment)
    assert exported.returncode == 0, exported.stderr
    lines = [json.loads(line) for line in exported.stdout.splitlines()]
    return [(line["slot"], line["words"], line["stance"]) for line in lines]


def answers(table: dict[str, str]) -> Callable[[str], str]:
    """A person who answers a line by the longest key in it, and is silent otherwise."""

    def answer(line: str) -> str:
        fitting = [key for key in table if key in line]
        return table[max(fitting, key=len)] if fitting else ""

    return answer
