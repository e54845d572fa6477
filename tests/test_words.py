"""The words as data: our own, or those of the person's own folder; every mistake with its file and place."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from companion import words
from companion.doctor.schemas import SCHEMAS as OURS
from companion.errors import WordsError


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a person's own words."""
    monkeypatch.setenv("COMPANION_WORDS", str(tmp_path))
    (tmp_path / "en").mkdir()
    return tmp_path / "en"


def schema() -> type[BaseModel]:
    """A schema that nothing was read with yet: what was read once is not read again."""

    class Greeting(BaseModel):
        model_config = ConfigDict(extra="forbid")
        hello: str
        times: list[int] = []

    return Greeting


def told(own: Path, text: str | bytes) -> str:
    """What is said to a file with this text."""
    (own / "greeting.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(WordsError) as error:
        words.load("greeting", schema())
    return str(error.value)


def test_ones_own_file_is_used_instead_of_ours(own: Path) -> None:
    """File by file: those that are not there are ours."""
    assert [words.find(name).parent == own for name in ("safety", "demo")] == [False, False]
    (own / "safety.toml").write_text('hello = "mine"', encoding="utf-8")
    assert [words.find(name).parent == own for name in ("safety", "demo")] == [True, False]
    assert words.load("safety", schema()).model_dump() == {"hello": "mine", "times": []}


def test_a_folder_of_the_same_name_is_no_file(own: Path) -> None:
    """Then ours is used."""
    (own / "safety.toml").mkdir()
    assert words.find("safety").is_file()


def test_what_was_read_once_is_not_read_again(own: Path) -> None:
    """A file that changes in the middle of a check-in changes nothing in it."""
    greeting = schema()
    (own / "greeting.toml").write_text('hello = "one"', encoding="utf-8")
    first = words.load("greeting", greeting)
    (own / "greeting.toml").write_text('hello = "two"', encoding="utf-8")
    assert words.load("greeting", greeting) is first
    assert words.load("greeting", schema()).model_dump()["hello"] == "two"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('hello = "one\0', "are not valid TOML: Illegal character '\\x00' (at line 1, column 13)."),
        ("hello one", "are not valid TOML: Expected '=' after a key in a key/value pair (at line 1, column 7)."),
        ("", "line 1: hello: It is missing: write it there."),
        ("hello = 1", "line 1: hello: Input should be a valid string."),
        (
            '# mine\nhello = "one"\n\ngoodbye = "two"',
            "line 4: goodbye: It is not known here: take it out, or mend its name.",
        ),
        (
            'hello = "one"\ntimes = [\n    1,\n    2, "two",\n]',
            "line 4: times.2: Input should be a valid integer, unable to parse string as an integer.",
        ),
    ],
)
def test_a_mistake_is_told_with_file_and_place(own: Path, text: str, why: str) -> None:
    """And with what would be right there."""
    assert told(own, text) == f"The words in {own / 'greeting.toml'} {'do not fit, ' * why.startswith('line')}{why}"


def test_bytes_that_are_no_text_are_told(own: Path) -> None:
    """With the line, and what to do."""
    assert told(own, b'# mine\nhello = "\xff"') == (
        f"The words in {own / 'greeting.toml'} are not text, line 2: save the file as UTF-8."
    )


def test_every_file_of_ours_is_here() -> None:
    """The mistakes below are made in each of them."""
    assert {path.stem for path in words.find("stance").parent.glob("*.toml")} == set(OURS)


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("mistake", ["nobody_reads_this = 1", "this is no toml"])
def test_a_mistake_in_any_file_is_told_with_its_line(own: Path, name: str, mistake: str) -> None:
    """An entry nobody reads, and a line that is no TOML: with the file, the line and what would be right."""
    ours = words.find(name).read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(ours) if line and not line.startswith("#"))
    path = own / f"{name}.toml"
    path.write_text("\n".join([*ours[:at], mistake, *ours[at:]]), encoding="utf-8")
    with pytest.raises(WordsError) as error:
        words.load(name, type(name, (OURS[name],), {}))
    line, remedy = f"line {at + 1}", "take it out, or mend its name" if "=" in mistake else "Expected '=' after a key"
    assert (str(path) in str(error.value), line in str(error.value), remedy in str(error.value)) == (True,) * 3


@pytest.mark.parametrize("name", OURS)
def test_a_wrong_value_deep_in_any_file_is_told_with_its_line(own: Path, name: str) -> None:
    """The first list or text of the file's last table, or else of the file, is a number instead."""
    text = words.find(name).read_text(encoding="utf-8")
    keys = list(re.finditer(r"(?m)^(?:[\w-]+|\"[^\"]+\") = ", text))
    first = next(match for match in keys if match.start() >= max(0, text.rfind("\n[")))
    after = next((match.start() for match in keys if match.start() > first.start()), len(text))
    path = own / f"{name}.toml"
    path.write_text(f"{text[: first.end()]}7.5\n{text[after:]}", encoding="utf-8")
    with pytest.raises(WordsError) as error:
        words.load(name, type(name, (OURS[name],), {}))
    line = text[: first.start()].count("\n") + 1
    assert f"line {line}: " in str(error.value), str(error.value)


def test_words_that_are_not_there_at_all_are_told() -> None:
    """A language, or a name, that nobody wrote."""
    with pytest.raises(WordsError) as error:
        words.load("greeting", schema(), "xx")
    assert str(error.value) == f"The words in {words.find('greeting', 'xx')} cannot be read: No such file or directory."


def test_every_file_of_ours_is_text_and_nothing_is_left_unread() -> None:
    """Each file of our words has a reader in the rooms."""
    root = Path(words.__file__).parents[1]
    source = "".join(path.read_text(encoding="utf-8") for path in root.rglob("*.py"))
    names = {path.stem for path in (root / "words" / "en").glob("*.toml")}
    assert {name for name in names if f'load("{name}"' not in source} == set()
