"""Yes, no, or neither: the traps, the figures on our own sentences, and what a question changes."""

from collections.abc import Callable

import pytest

from companion.understanding import Question, stance_phrases, understand

Rows = list[tuple[str, str]]

TRAPS = [
    ("not a day goes by that i don't trust her", "yes"),
    ("no no we're good", "yes"),
    ("yeah i wish", "no"),
    ("yeah right", "unclear"),
    ("yes and no", "unclear"),
    ("i used to", "no"),
    ("not not really no", "no"),
    ("uh huh", "yes"),
    ("huh uh", "no"),
    ("mm hmm", "yes"),
    ("uh no", "no"),
    ("uh uh uh yeah", "yes"),
    ("i dont think so", "no"),
    ("i can't complain", "yes"),
    ("no doubt about it", "yes"),
    ("it's not that i don't trust her", "unclear"),
    ("i do but he doesn't", "unclear"),
    ("i'd rather not say", "unclear"),
    ("it depends", "unclear"),
    ("yeah but not always", "unclear"),
    ("she drives a blue car", None),
    ("um", None),
    ("", None),
]


@pytest.mark.parametrize(("words", "stance"), TRAPS)
def test_a_trap_is_not_walked_into(words: str, stance: str | None) -> None:
    """Double negation, irony, and answers that take themselves back mean what people mean by them."""
    assert understand(words).stance == stance


def test_no_yes_is_taken_for_a_no(labelled: Callable[[str], Rows]) -> None:
    """On our own answers no yes becomes a no, nor a no a yes: the one mistake that puts words in a mouth."""
    heard = [(words, wanted, understand(words).stance) for words, wanted in labelled("stance")]
    assert [row for row in heard if {row[1], row[2]} == {"yes", "no"}] == []


def test_nine_of_ten_answers_are_understood(labelled: Callable[[str], Rows]) -> None:
    """At least 90 % of our own answers about a connection are right; None is as good as unclear."""
    heard = [(words, wanted, understand(words).stance or "unclear") for words, wanted in labelled("stance")]
    wrong = [row for row in heard if row[1] != row[2]]
    assert len(wrong) <= len(heard) / 10, wrong


def test_an_answer_about_one_person_is_no_answer_about_two() -> None:
    """Asked about both, a person who speaks of one has not answered: it is unclear, which only asks again."""
    both = Question("Are we both showing up?", "closed", "efforts")
    one = Question("Do you feel safe?", "closed", "trust")
    heard = [understand("i always feel safe", question).stance for question in (both, one, None)]
    assert heard == ["unclear", "yes", "yes"]


def test_an_account_is_not_a_vote() -> None:
    """What is told in answer to an open question takes no stance, a plain yes or no still does."""
    question = Question("What do we both want?", "open", "goals")
    heard = [understand(words, question).stance for words in ("she always listens to me", "no", "yeah sure")]
    assert heard == [None, "no", "yes"]


@pytest.mark.parametrize("wrapped", ["um {}", "oh well {}", "{} um", "i mean {}", "you know {}", "well {} so"])
@pytest.mark.parametrize(
    ("plain", "stance"), [("yeah", "yes"), ("no", "no"), ("not really", "no"), ("maybe", "unclear")]
)
def test_fillers_change_nothing(wrapped: str, plain: str, stance: str) -> None:
    """Hesitation around a plain answer leaves it a plain answer."""
    assert understand(wrapped.format(plain)).stance == stance


def test_every_phrase_for_the_grammar_takes_a_stance() -> None:
    """What the recogniser is told to listen for is understood when it comes back, and is plain lower case."""
    phrases = stance_phrases()
    assert [phrase for phrase in phrases if understand(phrase).stance is None] == []
    assert [phrase for phrase in phrases if not phrase.replace("'", "").replace(" ", "").isalpha()] == []
    assert [phrase for phrase in phrases if phrase != phrase.lower()] == []
