"""The small language of the words files: what each sign matches, and how a mistake is told."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.understanding.pattern import Patterns, read_sets, utterances
from companion.understanding.spoken import as_text, spoken


def _found(pattern: str, words: str) -> bool:
    return Patterns({"it": [pattern]}, {"want": ["want to", "would like to"]}).kinds(as_text(spoken(words))) == {"it"}


@pytest.mark.parametrize(
    ("pattern", "words", "found"),
    [
        ("i want|need it", "i need it", True),
        ("i want|need it", "i like it", False),
        ("i [really] want it", "i really want it", True),
        ("i [really|do not] want it", "i don't want it", True),
        ("i (want to|wish to) go", "i wish to go", True),
        ("(a (b|c d)|e) f", "a c d f", True),
        ("i <want> go", "i'd like to go", True),
        ("trust*", "trusting", True),
        ("trust*", "distrust", False),
        ("i * it", "i saw it", True),
        ("i * it", "i it", False),
        ("i .. die", "i really truly sadly die", True),
        ("i .. die", "i one two three four die", False),
        ("i .. die", "i do not die", False),
        ("i ... die", "i do not want to ever die", True),
        ("^ no", "oh no", False),
        ("no $", "oh no", True),
        ("art", "cart", False),
        ("don't", "dont", True),
    ],
)
def test_each_sign_means_what_the_table_says(pattern: str, words: str, found: bool) -> None:
    """Alternatives, options, sets, stars, gaps and edges match what they promise and nothing more."""
    assert _found(pattern, words) is found


@pytest.mark.parametrize("pattern", ["(a|b", "a)", "a || b", "(a|)", "[]", "a |", "i <nobody> go", "]"])
def test_a_mistake_names_the_pattern(pattern: str) -> None:
    """A pattern that cannot be read is told with the pattern itself, so that it can be found and mended."""
    with pytest.raises(ValueError, match="cannot be read") as told:
        Patterns({"it": [pattern]})
    assert f"'{pattern}'" in str(told.value)


def test_hits_tell_where_and_hidden_takes_away() -> None:
    """A hit has its kind and place in characters; what is hidden is replaced by a sign, or left out."""
    patterns = Patterns({"cat": ["the cat"], "dog": ["dog*"]})
    text = as_text(["the", "cat", "saw", "dogs"])
    assert sorted(patterns.hits(text)) == [("cat", 0, 8), ("dog", 12, 17)]
    assert [patterns.hidden(text), patterns.hidden(text, sign="")] == [" ~ saw ~", " saw"]


def test_a_pattern_without_gaps_can_be_spelled_out() -> None:
    """The grammar of the recogniser gets every utterance, options and sets included."""
    sets = read_sets({"it": ["it", "that one"]})
    assert list(utterances("say (<it>) [again]", sets)) == [
        "say that one again",
        "say that one",
        "say it again",
        "say it",
    ]


@settings(deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "not", "c"]), max_size=12))
def test_the_index_never_loses_a_match(words: list[str]) -> None:
    """A pattern is tried whenever it could be found: with one telling word, several, or none."""
    text = as_text(words)
    pairs = set(itertools.pairwise(words))
    wanted = {
        *({"one"} if ("a", "b") in pairs else ()),
        *({"either"} if {("a", "b"), ("c", "b")} & pairs else ()),
        *({"none"} if len(words) > 1 else ()),
    }
    assert Patterns({"one": ["a b"], "either": ["a|c b"], "none": ["* *"]}).kinds(text) == wanted
