"""Whom a check-in is about, from what was said."""

import pytest

from companion.conversation.whom import name_of, pair_of


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("my sister", "your sister"),
        ("um it's about my sister i think", "your sister"),
        ("my sister's husband", "your sister's husband"),
        ("my sisters husband", "your sister's husband"),
        ("his mother", "his mother"),
        ("it's about their dad", "their dad"),
        ("it's my best friend's mother", "your best friend's mother"),
        ("my brother in law", "your brother in law"),
        ("my mother-in-law", "your mother in law"),
        ("my ex wife", "your ex wife"),
        ("my ex", "your ex"),
        ("my ex wife's new husband", "your ex wife's new husband"),
        ("my sister in law's daughter", "your sister in law's daughter"),
        ("our younger son", "your younger son"),
        ("my dear um sister", "your sister"),
        ("my boss's wife", "your boss's wife"),
        ("my boss", "your boss"),
        ("anna's brother", "Anna's brother"),
        ("well that's my cousin", "your cousin"),
        ("my two sisters", "your two sisters"),
        ("my parents", "your parents"),
        ("the boss", "your boss"),
        ("sister", "your sister"),
        ("anna", "Anna"),
        ("about anna maria", "Anna Maria"),
        ("us", ""),
        ("nobody", ""),
        ("i don't know", ""),
        ("i would really rather not tell you that", ""),
    ],
)
def test_a_relation_is_turned_to_the_listener(said: str, name: str) -> None:
    """With all it hangs on: a sister's husband is not the sister."""
    assert name_of(said) == name


def test_the_two_are_spoken_of_together() -> None:
    """By the relation, or without a name."""
    assert pair_of("your sister's husband") == "you and your sister's husband"
    assert pair_of("") == "the two of you"
