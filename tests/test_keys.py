"""The keyboard, on a real terminal: every key by name, and nothing from keys that mean something else."""

import contextlib
import os
import pty
import termios
from collections.abc import Iterator
from typing import TextIO

import pytest

from companion.conversation.events import Key
from companion.keys import KEYS, Keys, single_keys


@pytest.fixture
def terminal() -> Iterator[tuple[int, TextIO]]:
    """A terminal: the end that types, and the end that is read."""
    typing, reading = pty.openpty()
    with os.fdopen(reading, "r", encoding="utf-8") as stream:
        yield typing, stream
    os.close(typing)


def typed(terminal: tuple[int, TextIO], text: bytes) -> list[Key | None]:
    """What each key asks for, until none is left; each of these asks for one thing at most."""
    typing, stream = terminal
    with single_keys(stream) as keys:
        os.write(typing, text)
        return [keys.pressed() for _ in range(len(text) + 1)]


@pytest.mark.parametrize(("key", "asked"), KEYS.items(), ids=list(KEYS.values()))
def test_each_key_asks_for_one_thing(terminal: tuple[int, TextIO], key: str, asked: Key) -> None:
    """Without Enter, in either case, and only once."""
    assert typed(terminal, key.encode()) == [asked, None]
    assert typed(terminal, key.upper().encode()) == [asked, None]


def test_keys_come_in_their_order(terminal: tuple[int, TextIO]) -> None:
    """Those without meaning ask for nothing, and hold nothing up."""
    assert typed(terminal, b"sz q") == ["skip", None, "silence", "stop", None]


@pytest.mark.parametrize(
    "sequence",
    ["\x1b[A", "\x1b[B", "\x1bOP", "\x1bOQ", "\x1bOS", "\x1b[H", "\x1b[F", "\x1b[1;5B", "\x1b[15~", "\x1b[3~", "\x1bq"],
    ids=["up", "down", "F1", "F2", "F4", "home", "end", "control down", "F5", "delete", "alt q"],
)
def test_arrows_and_function_keys_ask_for_nothing(terminal: tuple[int, TextIO], sequence: str) -> None:
    """Their codes end in letters that mean something as keys; the key after them is heard again."""
    asked = typed(terminal, sequence.encode() + b"h")
    assert [key for key in asked if key] == ["help"]


def test_letters_of_other_scripts_ask_for_nothing(terminal: tuple[int, TextIO]) -> None:
    """None of their bytes is taken for a key."""
    assert set(typed(terminal, "\u00e4\u0431\u4f60".encode())) == {None}


def test_the_terminal_is_given_back_as_it_was(terminal: tuple[int, TextIO]) -> None:
    """Single keys only for as long as they are wanted, whatever is raised, and whole lines in between."""
    _, stream = terminal
    before = termios.tcgetattr(stream)
    lines_on = [bool(before[3] & (termios.ICANON | termios.ECHO))]
    with contextlib.suppress(KeyboardInterrupt), single_keys(stream) as keys:
        lines_on.append(bool(termios.tcgetattr(stream)[3] & termios.ICANON))
        with keys.lines():
            lines_on.append(termios.tcgetattr(stream) == before)
        lines_on.append(bool(termios.tcgetattr(stream)[3] & termios.ECHO))
        raise KeyboardInterrupt
    assert lines_on == [True, False, True, False]
    assert termios.tcgetattr(stream) == before


def test_a_line_can_be_typed_in_between(terminal: tuple[int, TextIO]) -> None:
    """Read whole, with no key of it taken for a command; then keys are keys again."""
    typing, stream = terminal
    with single_keys(stream) as keys:
        with keys.lines():
            os.write(typing, b"quiet please\n")
            assert stream.readline() == "quiet please\n"
        os.write(typing, b"q")
        assert [keys.pressed(), keys.pressed()] == ["stop", None]


def test_where_there_is_no_terminal_nothing_is_pressed() -> None:
    """A pipe or a file is left to whoever reads lines from it."""
    reading, writing = os.pipe()
    os.write(writing, b"q\n")
    with os.fdopen(reading, encoding="utf-8") as stream, single_keys(stream) as keys:
        assert type(keys) is Keys
        assert keys.pressed() is None
        with keys.lines():
            assert stream.readline() == "q\n"
    os.close(writing)
