"""`companion explain`: what would be understood and said, and why."""

import pytest
from click.testing import CliRunner

from companion.cli import main
from companion.explain import explain


def test_everything_that_is_understood_is_shown_with_its_words_and_its_place() -> None:
    """Stance with the question, feeling, gist, and the reply with the list it is from; what is not there is none."""
    words = "well i don't think so she never calls me and i'm a bit worried"
    lines = list(explain(words, "goals"))
    assert lines[:-1] == [
        "Heard: well i do not think so she never calls me and i am a bit worried",
        "Question: First, goals. Are the two of you aligned on goals?",
        'Stance: no, from "i do not think so" [stance.toml: plain]',
        'Feeling: fear (a little, own), from "worried" [feelings.toml: fear]',
        "Command: none",
        "Concern: none",
        "Rupture: none",
        "Gist: you're a bit worried [a clause, own]",
    ]
    assert lines[-1].startswith("Reply: You're a bit worried")
    assert lines[-1].endswith("[replies.toml: reflect.own]")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("okay slow down please", 'Command: slower, from "slow down" [commands.toml]'),
        ("i want to kill myself", 'Concern: definite, from "i want to kill myself" [concern.toml]'),
        ("well this is pointless", 'Rupture: confrontation, from "this is pointless" [ruptures.toml]'),
        ("i do but he doesn't", 'Stance: unclear, from "i do but he does not" [stance.toml: idiom.unclear]'),
        ("she doesn't respect me", 'Stance: no, from "respect" [stance.toml: signs.good, denied]'),
        ("maybe my sister is furious", "Feeling: anger (very, somebody else's, tentative), from"),
        ("", "Heard: nothing"),
    ],
)
def test_the_words_that_decided_are_shown(words: str, line: str) -> None:
    """For each thing that can be understood."""
    assert [each for each in explain(words) if each.startswith(line)], list(explain(words))


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("my mother died in march", "pain."),
        ("no", "nods.no"),
        ("", "nods.unheard"),
        ("i love the garden but he hates it", "reflect.half"),
    ],
)
def test_the_strategy_of_the_reply_is_named(words: str, place: str) -> None:
    """By the list in replies.toml that it is from."""
    reply = list(explain(words))[-1]
    assert f" {place}" in reply.partition("[replies.toml:")[2]


def test_a_question_that_does_not_exist_is_told() -> None:
    """With those that do."""
    ran = CliRunner().invoke(main, ["explain", "yes", "--question", "weather"])
    assert (ran.exit_code, "choose one of goals, efforts, trust" in ran.output) == (2, True)
    asked = CliRunner().invoke(main, ["explain", "he is", "--question", "efforts"])
    assert (asked.exit_code, "Stance: unclear" in asked.output) == (0, True)
