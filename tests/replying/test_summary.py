"""The close: what was heard, area by area, in the person's own words, without scores."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from companion.replying import AreaHeard, after_heard, heard_question, summarise
from companion.understanding import Stance

THREE = (
    AreaHeard("goals", "yes", "yes i think we both want a quieter home"),
    AreaHeard("efforts", "unclear", "um it depends on the week"),
    AreaHeard("trust", "no", "i don't feel safe telling him the truth"),
)

SUMMARIES = [
    (
        THREE,
        (
            "Here is what I heard. On goals, you said yes: you think you both want a quieter home."
            " On efforts, you were not sure: it depends on the week."
            " On trust, you said no: you don't feel safe telling him the truth."
        ),
    ),
    ((AreaHeard("trust", "yes", ""),), "Here is what I heard. On trust, you said yes."),
    (
        (AreaHeard("goals", "yes", "it's my mother she um"),),
        "Here is what I heard. On goals, you said yes, and you spoke about your mother.",
    ),
    (
        (AreaHeard("kindness", None, "my brother um"),),
        "Here is what I heard. About kindness, you spoke about your brother.",
    ),
    (
        (AreaHeard("kindness", None, "i miss my brother"),),
        "Here is what I heard. About kindness, you said this: you miss your brother.",
    ),
    (
        (AreaHeard("goals", None, ""), AreaHeard("trust", "no", "he said i should leave")),
        "Here is what I heard. On trust, you said no.",
    ),
    ((), "Today there was little to say back, and that's all right."),
    ((AreaHeard("goals", None, "uh"),), "Today there was little to say back, and that's all right."),
]

stances: st.SearchStrategy[Stance | None] = st.sampled_from(["yes", "no", "unclear", None])


def test_areas_are_named_in_the_persons_own_words() -> None:
    """Every area that was answered is named with its answer; what is not certain is left out."""
    assert [(areas, summarise(areas)) for areas, _ in SUMMARIES] == SUMMARIES


@settings(deadline=None)
@given(
    st.lists(
        st.builds(
            AreaHeard, st.sampled_from(["goals", "efforts", "trust"]), stances, st.text("i am so sad'", max_size=80)
        ),
        max_size=3,
    )
)
def test_no_scores_and_no_end_of_words(areas: list[AreaHeard]) -> None:
    """Never a number, a question or praise, and never more than about 60 words."""
    told = summarise(areas)
    assert not re.search(r"\d|\?|!|score|points|well done", told)
    assert len(told.split()) <= 75


def test_the_last_question_and_what_follows() -> None:
    """A yes is thanked; a no and a not sure ask what would help, and nothing is asked where no stance was taken."""
    assert heard_question() == "Did you feel heard today?"
    assert [after_heard(stance, ()).count("?") for stance in ("yes", "no", "unclear", None)] == [0, 1, 1, 0]
    assert after_heard("no", (after_heard("no"),)) != after_heard("no")
