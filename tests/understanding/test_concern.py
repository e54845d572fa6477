"""Concern: clear statements are definite, oblique ones are checked, and idiom, denial and the past stay quiet."""

from collections import Counter
from collections.abc import Callable

import pytest

from companion.understanding import understand

Rows = list[tuple[str, str]]


def _levels(rows: Rows) -> Counter[tuple[str, str]]:
    return Counter((level, understand(words).concern) for words, level in rows)


def test_the_table_is_large_enough(labelled: Callable[[str], Rows]) -> None:
    """At least 60 explicit, 60 oblique and 150 benign sentences stand behind the figures."""
    counted = Counter(level for _, level in labelled("concern"))
    assert (counted["explicit"] >= 60, counted["oblique"] >= 60, counted["benign"] >= 150) == (True, True, True)


def test_an_explicit_statement_is_definite(labelled: Callable[[str], Rows]) -> None:
    """At least 99 % of the explicit statements are definite, and none of them is missed altogether."""
    seen = _levels([row for row in labelled("concern") if row[1] == "explicit"])
    assert seen["explicit", "none"] == 0
    assert seen["explicit", "definite"] >= 0.99 * seen.total()


def test_an_oblique_statement_is_at_least_checked(labelled: Callable[[str], Rows]) -> None:
    """At least 85 % of what is said obliquely is noticed."""
    seen = _levels([row for row in labelled("concern") if row[1] == "oblique"])
    assert seen["oblique", "none"] <= 0.15 * seen.total()


def test_a_benign_statement_is_left_alone(labelled: Callable[[str], Rows]) -> None:
    """Idiom, denial, the past and other people: none is definite, and under 5 % are checked."""
    seen = _levels([row for row in labelled("concern") if row[1] == "benign"])
    assert seen["benign", "definite"] == 0
    assert seen["benign", "check"] <= 0.05 * seen.total()


@pytest.mark.parametrize(
    ("words", "concern"),
    [
        ("i want to kill myself", "definite"),
        ("i wanna kill my self", "definite"),
        ("im gonna end my life", "definite"),
        ("i dont want to live anymore", "definite"),
        ("i do not want to live in the city", "none"),
        ("i don't want to kill myself", "none"),
        ("i tried to kill myself twenty years ago", "none"),
        ("i tried to kill myself years ago and lately it's coming back", "check"),
        ("i tried to kill myself last night", "definite"),
        ("my brother said i want to kill myself", "none"),
        ("he hits me", "definite"),
        ("it hit me that he was right", "none"),
        ("i'm scared of what he'll do", "check"),
        ("i'm scared of what the doctor will say", "none"),
        ("i don't feel safe to speak honestly", "none"),
        ("what's the point of going on", "check"),
        ("what's the point of washing the car", "none"),
        ("", "none"),
    ],
)
def test_words_around_it_decide(words: str, concern: str) -> None:
    """Missing apostrophes, split words, denial, time and person change what the same words mean."""
    assert understand(words).concern == concern


@pytest.mark.parametrize("around", ["well um {}", "{} you know", "honestly {}", "i don't know {} i guess"])
@pytest.mark.parametrize(
    "words", ["i want to die", "i've been cutting myself again", "he beats me", "i wish i was dead"]
)
def test_fillers_hide_nothing(around: str, words: str) -> None:
    """A clear statement stays clear among the words people put around it."""
    assert understand(around.format(words)).concern == "definite"


def test_it_is_found_in_a_long_answer() -> None:
    """A clear statement in the middle of four hundred words is not drowned."""
    story = "we went to the lake and my sister brought the dog and it rained a little " * 12
    assert [understand(story).concern, understand(f"{story} i want to end my life {story}").concern] == [
        "none",
        "definite",
    ]


def test_another_story_long_ago_quiets_nothing() -> None:
    """The past is only the past of what stands near it: years ago and today can be told in one breath."""
    story = "years ago when i was a kid we went to the lake with my sister and the dog and it rained all week long"
    assert understand(f"{story} and now it is winter and dark and i want to die").concern == "definite"
