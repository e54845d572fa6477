"""Typed answers: lines become turns as a recogniser would give them."""

import contextlib
import io
from collections.abc import Iterator

import pytest

from companion.conversation.events import Commanded, Heard, Listen, NothingHeard
from companion.hearing.typed import TypedEar, as_heard

WISH = Listen("open", 2.0, 8.0)


def test_each_line_is_a_turn_and_an_empty_one_is_done() -> None:
    """Every word surely heard; the end of the input ends the talk, again and again."""
    prompt = io.StringIO()
    ear = TypedEar(io.StringIO("Yes!\n\n  ... \nMy sister, Anna\nno"), prompt)
    ear.prepare()
    ear.guard()
    assert [ear.listen(WISH) for _ in range(7)] == [
        Heard("yes", (1.0,)),
        Commanded("done"),
        Commanded("done"),
        Heard("my sister anna", (1.0, 1.0, 1.0)),
        Heard("no", (1.0,)),
        NothingHeard(8.0, ended=True),
        NothingHeard(8.0, ended=True),
    ]
    assert prompt.getvalue() == "You: " * 5 + "You: \nYou: \n"


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("Well... I don't know!", "well i don't know"),
        ("It\u2019s_fine", "it's fine"),
        ("  YES,   please \t", "yes please"),
        ("\u00dcber-caf\u00e9 24/7", "\u00fcber caf\u00e9 24 7"),
        ("?!", ""),
        ("\x00\x1b[A", "a"),
    ],
)
def test_a_line_becomes_what_a_recogniser_prints(typed: str, heard: str) -> None:
    """Lower case, no punctuation but the apostrophe, one space between words."""
    assert as_heard(typed) == heard


def test_keys_are_given_up_only_while_a_line_is_typed() -> None:
    """The terminal is asked for whole lines before the prompt invites to type one, and given back after it."""
    happened: list[str] = []

    class Lines(io.StringIO):
        def readline(self, size: int = -1, /) -> str:  # type: ignore[override]  # the stubs mix two bases
            happened.append("read")
            return super().readline(size)

    class Prompt(io.StringIO):
        def write(self, text: str, /) -> int:
            happened.append(text)
            return len(text)

    @contextlib.contextmanager
    def while_typing() -> Iterator[None]:
        happened.append("lines")
        yield
        happened.append("keys")

    TypedEar(Lines("yes\n"), Prompt(), while_typing).listen(WISH)
    assert happened == ["lines", "You: ", "read", "keys"]
