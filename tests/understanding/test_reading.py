"""`understand` as a whole: for any text at all it gives a meaning, always the same one."""

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from companion.errors import WordsError
from companion.understanding import Command, Concern, Question, Rupture, Stance, understand
from companion.understanding.command import CommandWords
from companion.understanding.concern import ConcernWords
from companion.understanding.feeling import NAMES, FeelingsWords
from companion.understanding.rupture import RuptureWords
from companion.understanding.stance_words import StanceWords
from companion.words import OWN_FOLDER_VARIABLE, find, load

TALK = (
    "i you he she we not no yes but and want to die kill myself scared happy of him her stop repeat that please um"
    " uh huh never what if said my mother don't can't feel really so sad angry a bit trust each other safe whatever"
)


@settings(deadline=None)
@given(
    st.text() | st.lists(st.sampled_from(TALK.split()), max_size=60).map(" ".join), st.sampled_from(["open", "closed"])
)
@example("'", "open")
@example("\x00\u2019s n't", "closed")
def test_any_text_has_a_meaning(words: str, kind: str) -> None:
    """Nothing that can be handed in raises, and every field holds one of its values."""
    question = Question("Are we aligned?", "open" if kind == "open" else "closed")
    meaning = understand(words, question)
    assert meaning.stance in {*get_args(Stance), None}
    assert meaning.command in {*get_args(Command), None}
    assert meaning.concern in get_args(Concern)
    assert meaning.rupture in {*get_args(Rupture), None}
    assert {f.name for f in meaning.feelings} <= set(NAMES)
    assert {(f.strength, f.whose) for f in meaning.feelings} <= {(s, w) for s in (1, 2, 3) for w in ("self", "other")}


@settings(deadline=None)
@given(st.lists(st.sampled_from(TALK.split()), max_size=40).map(" ".join))
def test_the_same_words_always_mean_the_same(words: str) -> None:
    """Nothing is remembered from one answer to the next, and case changes nothing."""
    first = understand(words)
    understand("i want to die but i am so happy please stop")
    assert understand(words) == first
    assert understand(words.upper()).concern == first.concern


@settings(deadline=None)
@given(st.lists(st.sampled_from(TALK.split()), max_size=12), st.sampled_from(["lake", "garden", "tuesday"]))
def test_a_clear_danger_is_not_talked_away(words: list[str], noun: str) -> None:
    """Whatever is said afterwards, unless it puts it in the past, a clear statement stays at least a check."""
    said = f"i want to kill myself the {noun} {' '.join(words)}"
    assert understand(said).concern != "none"


SCHEMAS = {
    "stance": StanceWords,
    "feelings": FeelingsWords,
    "commands": CommandWords,
    "concern": ConcernWords,
    "ruptures": RuptureWords,
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_mistake_in_own_words_is_told(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pattern that cannot be read, in a person's own file, is told with the file, the line and the pattern."""
    folder = tmp_path / "en"
    folder.mkdir()
    ours = find(name)
    first = {"stance": "yes", "feelings": "plain", "commands": "repeat", "concern": "life", "ruptures": "withdrawal"}
    text = ours.read_text(encoding="utf-8")
    start = text.rindex(f"\n{first[name]} = [") + len(f"\n{first[name]} = [")
    (folder / f"{name}.toml").write_text(f'{text[:start]}"an (open bracket", {text[start:]}', encoding="utf-8")
    monkeypatch.setenv(OWN_FOLDER_VARIABLE, str(tmp_path))
    with pytest.raises(WordsError) as told:
        load(name, type(name, (SCHEMAS[name],), {}))
    line = text[:start].count("\n") + 1
    assert str(told.value).startswith(f"The words in {folder / f'{name}.toml'} do not fit, line {line}: ")
    assert "an (open bracket" in str(told.value)
