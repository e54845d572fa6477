"""What a recogniser prints becomes plain words."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.understanding.spoken import spoken


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("i dont know", "i do not know"),
        ("i don't know", "i do not know"),
        ("I DON\N{RIGHT SINGLE QUOTATION MARK}T KNOW", "i do not know"),
        ("um i i i can't do it by my self", "i can not do it by myself"),
        ("i think i'm i think i'm okay", "i think i am okay"),
        ("uh huh", "uhhuh"),
        ("uh uh", "huhuh"),
        ("uh uh i love it", "i love it"),
        ("he's gonna", "he is going to"),
        ("my mother's house", "my mother's house"),
        ("it was no no no", "it was no"),
        ("", ""),
        ("... !?", ""),
    ],
)
def test_words_are_opened_and_joined(printed: str, meant: str) -> None:
    """Contractions are opened, split words joined, hesitations and stutters left out."""
    assert " ".join(spoken(printed)) == meant


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "i",
                "am",
                "not",
                "he",
                "is",
                "do",
                "you",
                "know",
                "no",
                "uh",
                "huh",
                "that's",
                "don't",
                "my",
                "self",
                "can",
            ]
        ),
        max_size=30,
    )
)
def test_stutters_are_gone_for_good(words: list[str]) -> None:
    """No word stands twice in a row, however often it was said."""
    said = spoken(" ".join(words))
    assert [word for word, following in itertools.pairwise(said) if word == following] == []


@settings(deadline=None)
@given(st.text())
def test_any_text_becomes_lower_case_words_without_spaces(text: str) -> None:
    """Whatever is handed in, every word has letters or digits and no space, and nothing is raised."""
    assert [word for word in spoken(text) if not any(c.isalnum() for c in word) or " " in word] == []
