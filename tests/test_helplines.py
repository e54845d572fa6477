"""Help lines: each with its source and its day, none guessed, and old ones are told."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from companion import words
from companion.conversation.danger import digit_by_digit
from companion.conversation.events import Help
from companion.helplines import HelpLines, country_of, help_lines, help_of, outdated, told_outdated

FILE = tomllib.loads(words.find("help_lines").read_text(encoding="utf-8"))


def test_every_country_has_an_emergency_number_and_somebody_who_listens() -> None:
    """Nineteen countries; each number is digits, each source a page of its own."""
    for code in help_lines().countries:
        known = help_of(code)
        assert (known.emergency.isdigit(), bool(digit_by_digit(known.crisis)), bool(known.listeners)) == (
            True,
            True,
            True,
        )
    assert [line for line in help_lines().lines if line.source.scheme != "https"] == []


def test_a_country_that_is_not_known_has_no_lines() -> None:
    """Nothing is made up for it."""
    assert (help_of(""), help_of("XX")) == (Help(), Help())
    assert (help_of("gb").crisis, help_of("GB").emergency) == ("116 123", "999")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("ireland", "IE"),
        ("I live in the UK.", "GB"),
        ("we're in New Zealand", "NZ"),
        ("no", ""),
        ("in", ""),
        ("i'd rather not say", ""),
        ("my sister lives in germany", ""),
        ("", ""),
    ],
)
def test_a_country_is_named_and_never_guessed(said: str, code: str) -> None:
    """Two letters are no country ("no"), nor is a country inside another sentence."""
    assert country_of(said) == code


def test_old_numbers_are_told() -> None:
    """A year after the day they were last compared with their source, and not on the last day of it."""
    compared = min(line.verified_on for line in help_lines().lines)
    last_day = date.fromordinal(compared.toordinal() + 365)
    assert (outdated(last_day), told_outdated(last_day)) == ((), "")
    later = date.fromordinal(last_day.toordinal() + 1)
    assert told_outdated(later).startswith(
        f"{len(outdated(later))} of the {len(help_lines().lines)} help lines were not"
    )


def _without(key: str) -> dict[str, Any]:
    first, *rest = FILE["lines"]
    return {**FILE, "lines": [{name: value for name, value in first.items() if name != key}, *rest]}


@pytest.mark.parametrize("key", ["country", "what_for", "name", "number", "hours", "language", "source", "verified_on"])
def test_nothing_of_a_line_may_be_missing(key: str) -> None:
    """Above all not its source, nor its day."""
    with pytest.raises(ValueError, match=key):
        HelpLines.model_validate(_without(key))


def test_one_line_of_each_kind_for_each_country() -> None:
    """A second one, a country nobody named, and a country without an emergency number are refused."""
    lines = FILE["lines"]
    for broken, why in (
        ([*lines, lines[0]], "more than one line for US crisis"),
        ([*lines, {**lines[0], "country": "XX"}], "no country XX"),
        ([line for line in lines if line["what_for"] != "emergency"], "no emergency number for"),
    ):
        with pytest.raises(ValueError, match=why):
            HelpLines.model_validate({**FILE, "lines": broken})


def test_nothing_in_our_words_pulls_anybody_back() -> None:
    """No streak, no guilt, no "missed you": whoever stays away is told nothing about it."""
    hooks = (
        "streak",
        "missed you",
        "miss you",
        "come back soon",
        "don't go",
        "disappointed",
        "in a row",
        "badge",
        "score of",
    )
    spoken = [*Path(words.__file__).parent.glob("en/*.toml")]
    heard = {"concern", "concern_weights", "commands", "feelings", "ruptures", "stance", "gist", "demo"}
    said = {path.stem: path.read_text(encoding="utf-8").lower() for path in spoken if path.stem not in heard}
    assert "safety" in said
    assert [(name, hook) for name, text in said.items() for hook in hooks if hook in text] == []
