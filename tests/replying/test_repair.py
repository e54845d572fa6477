"""Repair: invited, never urged; kept and remembered; and the companion owns its own part."""

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.replying import OwnRupture, declined, invite, noted, own_rupture, questions, remember
from companion.understanding import Stance

SISTER = "Last time, about your sister, trust felt unclear"

REMEMBERED = [
    ("i could tell her about the move", f"{SISTER}, and you thought of telling her about the move. How has that been?"),
    ("maybe call her on sunday", f"{SISTER}, and you thought of calling her on Sunday. How has that been?"),
    (
        "put my phone away at dinner",
        f"{SISTER}, and you thought of putting your phone away at dinner. How has that been?",
    ),
    (
        "i want her to know i'm trying",
        f"{SISTER}, and you said this: you want her to know you're trying. How has that been?",
    ),
    ("he said i should leave", f"{SISTER}. How has that been?"),
    ("um no idea", f"{SISTER}. How has that been?"),
    ("", f"{SISTER}. How has that been?"),
]

NOTED = [
    ("i could listen more", "Listening more. I've kept that for you."),
    ("i don't want to hurt her", "You don't want to hurt her. I've kept that for you."),
    ("what do i know", "Thank you. I've kept that for you."),
    ("", "Thank you. I've kept that for you."),
]


def test_a_note_comes_back_in_the_persons_own_words() -> None:
    """A plan comes back as a plan, a wish as what was said, and what is not certain is left out."""
    assert [(note, remember("my sister", "trust", "unclear", note)) for note, _ in REMEMBERED] == REMEMBERED


def test_without_a_name_the_connection_is_left_out() -> None:
    """A connection without a name, or "us", is not named."""
    assert remember("", "efforts", "no", "") == "Last time efforts felt like a no. How has that been?"
    assert remember("us", "goals", "yes", "") == "Last time goals felt like a yes. How has that been?"
    assert remember("", "kindness", "", "") == "Last time we stayed with kindness. How has that been?"


def test_a_note_is_acknowledged_without_praise() -> None:
    """After a note it is said that it is kept, and nothing is made of it."""
    assert [(words, noted(words)) for words, _ in NOTED] == NOTED


def test_there_are_two_questions_and_they_are_open() -> None:
    """Two questions at most, the same for every area."""
    assert questions("trust") == questions("anything else")
    assert [question for question in questions("trust") if not question.endswith("?")] == []


@settings(deadline=None)
@given(st.sampled_from(["goals", "efforts", "trust", "kindness"]), st.sampled_from(["yes", "no", "unclear", None]))
def test_an_invitation_may_be_declined(area: str, stance: Stance | None) -> None:
    """An invitation is a question, blames nobody, and no one in a check-in repeats another word for word."""
    said: list[str] = []
    for _ in range(3):
        said.append(invite(area, stance, said))
    assert len(set(said)) == len(said)
    assert [line for line in said if line.count("?") != 1] == []
    assert [line for line in said if "blame" not in line and "fault" not in line] == []


@pytest.mark.parametrize("kind", get_args(OwnRupture))
def test_its_own_rupture_is_owned_and_leaves_a_choice(kind: OwnRupture) -> None:
    """Its part is owned without grovelling and a choice is offered, and never in the same words."""
    said: list[str] = []
    for _ in range(8):
        said.append(own_rupture(kind, said))
    assert len(set(said)) == len(said)
    assert [line for line in said if "sorry" in line.lower() or "you feel" in line] == []
    assert [line for line in said[:3] if not {"or", "can"} & set(line.replace(",", "").split())] == []


def test_declining_needs_no_reason() -> None:
    """A declined invitation is left, without a question."""
    said: list[str] = []
    for _ in range(5):
        said.append(declined(said))
    assert len(set(said)) == len(said)
    assert [line for line in said if "?" in line] == []
