"""Answers to the check-in's own questions: what a reply must hold and must not, and which strategy answers what."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from companion.replying import acknowledge
from companion.replying.lines import reply_words
from companion.understanding import understand

ANSWERS = tomllib.loads((Path(__file__).parent / "answers.toml").read_text(encoding="utf-8"))["answer"]
SEEDS = range(3)


def replies(words: str, days: range = SEEDS) -> list[str]:
    """What is answered to the same words on several days."""
    return [acknowledge(words, understand(words), seed=seed) for seed in days]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer["words"][:40])
def test_an_answer_comes_back_unharmed(answer: dict[str, Any]) -> None:
    """On any day the reply holds what was told, and nothing that would twist it."""
    said = replies(answer["words"])
    holds, never = answer.get("holds", [""]), answer.get("never", [])
    assert [reply for reply in said if not any(part in reply for part in holds)] == []
    assert [reply for reply in said if any(part in reply for part in never)] == []


WORDS = reply_words()
STRATEGIES = [
    ("a nod", "well okay then so", WORDS.nods.short),
    ("a simple reflection", "my mother never calls me", ["our mother never calls you"]),
    ("a feeling named", "i'm scared of losing him", [f"losing him. {tail}" for tail in WORDS.ache.tails]),
    ("both sides", "i love the quiet but i miss the noise", ["ou love the quiet, and", "ou love the quiet, but"]),
    ("an effort named", "i've been trying to reach her for weeks", WORDS.effort.tails),
    ("presence for great pain", "my father died in the spring", ["I'm here", "a lot to carry"]),
    ("warmth for joy", "i'm so happy with my daughter", [f"your daughter. {tail}" for tail in WORDS.joy.tails]),
    ("one side of two", "i'd like to visit her but um the", ["more to it", "side"]),
    ("a topic", "well it's my mother she um", ["your mother"]),
    ("words that were not heard", "", WORDS.nods.unheard),
    ("a question", "what if he never changes", WORDS.nods.question),
]


@pytest.mark.parametrize(("strategy", "words", "expected"), STRATEGIES, ids=[row[0] for row in STRATEGIES])
def test_each_strategy_answers_what_it_is_for(strategy: str, words: str, expected: list[str]) -> None:
    """Every strategy is reached by what it is meant for, whatever the day."""
    missed = [reply for reply in replies(words, range(8)) if not any(part in reply for part in expected)]
    assert missed == [], strategy


def test_every_word_of_a_line_can_be_spoken() -> None:
    """A word without a vowel is spelled by the speech engine: "mm-hm" became "em em aitch em"."""
    lines = [line for group in WORDS.model_dump().values() for part in group.values() for line in part]
    spoken = [re.findall(r"[a-z]+", line.lower()) for line in lines if len(line) > 1]
    assert len(spoken) > 200
    assert {word for words in spoken for word in words if len(word) > 2 and not re.search("[aeiouy]", word)} == set()
