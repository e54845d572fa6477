"""The simulated person: answers the question that was heard, as sound."""

from itertools import islice

from companion.conversation import alliance
from companion.conversation.script import Area
from companion.demo import BEFORE_BLOCKS, Person
from companion.hearing.sound import BLOCK_BYTES, SILENCE
from companion.replying import heard_question, invite, questions
from companion.speaking.voice import Voice


def answers(*asked: str) -> list[str]:
    person = Person(Voice("en-us"))
    told = []
    for question in asked:
        person.hear(f"Companion: {question}")
        told.append(person.answer())
    return told


def both(area: Area) -> tuple[str, str]:
    return area.closed.format(pair="you and your sister"), area.open


def test_every_question_of_the_check_in_gets_its_own_answer() -> None:
    """The three areas, the repair and the last question; where two keys fit, the longer one is meant."""
    asked = [alliance().connection, *(text for area in alliance().areas for text in both(area))]
    assert answers(*asked, *questions("efforts"), heard_question()) == [
        "my sister",
        "yes",
        "we want more time together and we talk every week",
        "not really",
        "i feel tired and she is busy with work",
        "yes",
        "she listens to me and i feel safe",
        "i miss our long walks",
        "i could call her on sunday",
        "yes",
    ]


def test_anything_else_is_met_with_a_yes() -> None:
    """An invitation, or a line of one's own."""
    assert answers(invite("efforts", "no"), "Is it raining?") == ["yes", "yes"]


def test_an_answer_is_a_short_quiet_then_speech_then_quiet_for_ever() -> None:
    """In whole blocks; each turn begins anew."""
    person = Person(Voice("en-us"))
    person.hear("Did you feel heard today?")
    for _ in range(2):
        blocks = list(islice(person.blocks(), 200))
        person.skip(1.0)
        assert {len(block) for block in blocks} == {BLOCK_BYTES}
        assert blocks[:BEFORE_BLOCKS] == [SILENCE] * BEFORE_BLOCKS
        spoken = [number for number, block in enumerate(blocks) if block != SILENCE]
        assert (spoken[0] < BEFORE_BLOCKS + 8, 10 < len(spoken) < 40, blocks[-1] == SILENCE) == (True, True, True)
