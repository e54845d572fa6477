"""The lines as data: a mistake in the person's own file is told with its place before the first word."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from companion.conversation import alliance
from companion.words import find


@pytest.mark.parametrize(
    ("name", "ours", "own", "told"),
    [
        ("alliance", "Are {pair} aligned", "Are {par} aligned", "areas.0.closed: it may hold {pair}, and"),
        ("conversation", "I heard: {words}.", "I heard: {}.", "last_words: it may hold {words}, and no"),
        ("conversation", 'named = "You and {name}', 'named = "{name.x}', "named: it may hold {name}, and"),
        ("conversation", "you and {name}", "you and {name", "you_and: it may hold {name}, and no other"),
        ("conversation", 'unclear = "not sure"', "", "stances: there is no line for unclear"),
        ("conversation", 'skipped = "All', 'skiped = "All', "skipped: It is missing: write it there"),
        ("conversation", 'hello = "Hello. I\'m here to listen."', 'hello = ""', "hello: String should have at least 1"),
        ("safety", 'offer = "', 'more = "x"\noffer = "', "more: It is not known here"),
    ],
)
def test_a_mistake_in_ones_own_lines_is_told(tmp_path: Path, name: str, ours: str, own: str, told: str) -> None:
    """With the file and the place in it, and what would be right."""
    text = find(name).read_text(encoding="utf-8")
    assert ours in text
    (tmp_path / "en").mkdir()
    file = tmp_path / "en" / f"{name}.toml"
    file.write_text(text.replace(ours, own), encoding="utf-8")
    reader = {"alliance": "alliance", "conversation": "phrases", "safety": "safety"}[name]
    program = f"from companion.conversation.script import {reader} as r\nfrom companion.errors import WordsError\n"
    program += "try: r()\nexcept WordsError as error: print(error)"
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={"COMPANION_WORDS": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert re.match(rf"The words in {re.escape(str(file))} do not fit, line \d+: {re.escape(told)}", run.stdout)


def test_the_check_in_has_the_three_areas_of_an_alliance() -> None:
    """Goals, efforts, trust, each with a closed and an open question."""
    assert [area.name for area in alliance().areas] == ["goals", "efforts", "trust"]
    assert [text for area in alliance().areas for text in (area.closed, area.open) if not text.endswith("?")] == []
