"""What was said about something is found again."""

from collections.abc import Callable

import pytest

from companion.conversation.events import Page
from companion.journal import Place


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("money", ["we worry about Money", "more money, less work"]),
        ("worries", ["we worry about Money"]),
        ("money WORK", ["more money, less work"]),
        ("cafe", ["the caf\u00e9 at the corner"]),
        ("don't", ["I don't know"]),
        ('money" OR words:*', []),
        ("What did I say", []),
        ("mon", []),
        ("...", []),
        ("", []),
    ],
)
def test_words_are_found(home: Place, said: Callable[..., Page], asked: str, found: list[str]) -> None:
    """Every word must be there, in any form and writing; signs of a query language mean nothing. Newest first."""
    with home.writing() as journal:
        for words in ("more money, less work", "we worry about Money", "the caf\u00e9 at the corner", "I don't know"):
            journal.begin("daily", "").keep(said("now", words))
    with home.reading() as journal:
        assert [kept.page.words for kept in journal.search(asked)] == found


def test_a_replaced_answer_is_found_by_its_new_words_only(home: Place, said: Callable[..., Page]) -> None:
    with home.writing() as journal:
        check_in = journal.begin("daily", "")
        check_in.keep(said("now", "pomegranate"))
        check_in.keep(said("now", "tangerine"))
        assert journal.search("pomegranate") == []
        assert len(journal.search("tangerine")) == 1
        assert journal.damage() == ""


def test_nothing_is_found_in_an_empty_journal(home: Place) -> None:
    with home.reading() as journal:
        assert journal.search("money") == []
