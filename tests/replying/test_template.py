"""A mistake in the person's own lines is told when they are read, with file, place and what would be right."""

from pathlib import Path

import pytest

from companion.errors import WordsError
from companion.replying.lines import ReplyWords
from companion.replying.repair import RepairWords
from companion.replying.summary import SummaryWords
from companion.replying.template import Strict
from companion.words import find, load

MISTAKES: list[tuple[str, type[Strict], str, str, str]] = [
    ("replies", ReplyWords, "So {clause}.", "So {claus}.", r"reflect\.own\..*\{clause\}"),
    ("replies", ReplyWords, "Thank you.", "Thank you {name}.", r"nods\.short\..*no braces"),
    ("replies", ReplyWords, "So {clause}.", "So {clause.", r"reflect\.own\..*\{clause\}"),
    ("replies", ReplyWords, "So {clause}.", "So {clause.own}.", r"reflect\.own\..*\{clause\}"),
    ("repair", RepairWords, "Kept for next time: {clause}.", "{plan}.", r"noted\.quoting\..*\{clause\}"),
    ("repair", RepairWords, "{area} felt unclear", "{arena} felt unclear", r"remember\.felt\..*\{area\}"),
    ("summary", SummaryWords, "{lead}, {stance}.", "{lead}, {stand}.", r"forms\.stance_only.*\{stance\}"),
    ("summary", SummaryWords, "About {area}", "About {}", r"areas\.other.*\{area\}"),
]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_place_that_is_never_filled_is_refused(
    mistake: tuple[str, type[Strict], str, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Braces that are never filled are refused when the words are read, not met in the middle of a check-in."""
    name, schema, ours, mistaken, told = mistake
    text = find(name).read_text(encoding="utf-8")
    assert f'"{ours}"' in text
    (tmp_path / "en").mkdir()
    own = tmp_path / "en" / f"{name}.toml"
    own.write_text(text.replace(f'"{ours}"', f'"{mistaken}"'), encoding="utf-8")
    monkeypatch.setenv("COMPANION_WORDS", str(tmp_path))
    not_read_yet = type("NotReadYet", (schema,), {"__module__": schema.__module__})
    with pytest.raises(WordsError, match=rf"{name}\.toml.*{told}"):
        load(name, not_read_yet)
