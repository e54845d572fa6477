"""Yes, no, or neither: the traps, the figures on our own sentences, and what a question changes."""

import pytest

from companion.understanding import Question, understand

Answers = list[tuple[str, str, Question | None]]

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


def test_no_yes_is_taken_for_a_no(answered: Answers) -> None:
    """On our own answers no yes becomes a no, nor a no a yes: the one mistake that puts words in a mouth.

    Neither where the question is known nor where it is not.
    """
    heard = [(words, wanted, understand(words, asked).stance) for words, wanted, asked in answered]
    heard += [(words, wanted, understand(words).stance) for words, wanted, _ in answered]
    assert [row for row in heard if {row[1], row[2]} == {"yes", "no"}] == []


def test_nine_of_ten_answers_are_understood(answered: Answers) -> None:
    """At least 90 % of our own answers about a connection are right; None is as good as unclear."""
    heard = [(words, wanted, understand(words, asked).stance or "unclear") for words, wanted, asked in answered]
    wrong = [row for row in heard if row[1] != row[2]]
    assert len(wrong) <= len(heard) / 10, wrong


def test_an_answer_about_one_person_is_no_yes_about_two() -> None:
    """Asked about two, who says yes of one has not answered: it is unclear. A no about one answers it."""
    both = Question("Are we both showing up?", "closed", "efforts")
    named = Question("Are you and Anna aligned on goals?", "closed", "goals")
    one = Question("Do you feel safe?", "closed", "trust")
    heard = [[understand(words, asked).stance for asked in (both, named, one, None)] for words in ("i am", "he is not")]
    heard.append([understand("i always feel safe", asked).stance for asked in (both, named, one, None)])
    assert heard == [["unclear", "unclear", "yes", "yes"], ["no"] * 4, ["unclear", "unclear", "yes", "yes"]]


@pytest.mark.parametrize(
    ("asked", "said", "stance"),
    [
        ("Do you read a newspaper?", "i read my newspaper", "yes"),
        ("Do you read a newspaper or a book?", "i read my newspaper", None),
        ("Don't you read newspapers?", "i read my newspaper", None),
        ("Do you read a newspaper?", "i used to read my newspaper", "unclear"),
        ("Have you lived there?", "i've lived in texas", "yes"),
        ("Is there trust between you and Anna?", "i've lived in texas", None),
        ("Are you and Anna aligned on goals?", "we have goals", None),
    ],
)
def test_the_questions_own_words_are_a_yes_to_a_plain_question(asked: str, said: str, stance: str | None) -> None:
    """Where nothing is denied or left open, and the question is not about two people."""
    assert understand(said, Question(asked, "closed")).stance == stance


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
