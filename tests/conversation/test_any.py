"""Every kind of fact, in any order: the rules that no check-in may ever break."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.conversation import Manner, Memory, alliance, check_in, is_sure, phrases
from companion.conversation.events import (
    About,
    Adjusted,
    Commanded,
    Counted,
    Fact,
    Fetched,
    Forgotten,
    Found,
    GoOn,
    Heard,
    Help,
    Interrupted,
    Keep,
    Kept,
    Listen,
    Located,
    NothingHeard,
    Page,
    Past,
    Remembered,
    Say,
    Spoken,
    WentOn,
    Wish,
)
from companion.conversation.script import safety
from companion.listening import favoured_phrases
from companion.replying import Day, questions
from companion.understanding import understand
from tests.conversation.holding import DONE, NO_HOLD, ONE, TODAY, hold
from tests.replying.test_acknowledge import FORBIDDEN

NEVER = [FORBIDDEN[rule] for rule in ("advice", "a feeling of its own", "making it small", "praise or blame")]
MARKED = "xylophone"
"""A word that is in no line of ours: where it is said, it was quoted."""

SAID = [
    *("yes", "no", "not sure", "my sister", "anna", "", "   ", "we want more time together", "i feel so tired"),
    *("i want to kill myself", "i can't do this anymore", "this is stupid", "whatever", "you are not listening"),
    *("what did i say about money", "forget everything about my sister", "forget everything", "forget this check in"),
    *("i love the garden but he hates it", "my mother died", "i don't know really", "and", "um", "fewer words"),
    *favoured_phrases()["closed"][0],
]
COMMANDS = st.sampled_from([
    *("repeat", "slower", "faster", "louder", "quieter", "more time", "pause", "resume", "skip", "back", "help"),
    *("what did i say", "misheard", "forget", "off the record", "on the record", "stop", "done"),
    *("last check-in", "search", "forget check-in", "forget connection", "forget everything"),
    *("i need help", "what are you"),
])  # fmt: skip


def spoken(words: str, confidence: float) -> Heard:
    """Words that were heard; those not heard surely have the marked word among them."""
    text = words if confidence >= 0.8 or not words.strip() else f"{words} {MARKED}"
    return Heard(text, (confidence,) * len(text.split()))


PAGES = st.lists(
    st.builds(
        Page,
        slot=st.sampled_from(["connection", "trust.closed", "trust.open", "trust.repair.1", "trust.repair.2", "heard"]),
        question=st.just("q"),
        words=st.sampled_from(["my sister", "no", f"{MARKED} yes"]),
        confidences=st.sampled_from([(0.5, 0.5), (), (0.9, 0.2)]),
        stance=st.sampled_from(["yes", "no", "unclear", None]),
        concern=st.sampled_from(["none", "definite"]),
    ),
    max_size=4,
).map(tuple)
DAYS = st.builds(Day, st.integers(2020, 2026), st.integers(1, 12), st.integers(1, 31))
PASTS = PAGES.flatmap(lambda pages: st.tuples(*(st.builds(Past, st.just(page), DAYS) for page in pages)))
FOUND = PASTS.map(lambda pasts: Found(len(pasts), pasts, TODAY))
TURNS = st.one_of(
    st.builds(spoken, st.sampled_from(SAID), st.sampled_from([1.0, 0.8, 0.79, 0.3, 0.1])),
    st.builds(Commanded, COMMANDS),
    st.builds(NothingHeard, st.floats(0, 100), st.just(value=False)),
)
LINES = st.one_of(st.just(Spoken()), st.just(Spoken()), st.just(Interrupted()), st.builds(Interrupted, COMMANDS))
FACTS: dict[str, st.SearchStrategy[Fact]] = {
    "Say": LINES,
    "Listen": TURNS,
    "About": st.builds(Remembered, PAGES),
    "GoOn": st.builds(WentOn, PAGES),
    "Adjust": st.builds(Adjusted, st.booleans()),
    "LiveIn": st.sampled_from([Located(), Located(Help("Ireland", "112", "116 123", "the Samaritans, at any hour"))]),
    "Fetch": st.builds(Fetched, st.booleans()),
    "Keep": st.just(Kept()),
    "Forget": st.just(Forgotten()),
    "Recall": FOUND,
    "Search": FOUND,
    "Count": st.builds(Counted, st.integers(0, 3)),
    "Erase": st.just(Forgotten()),
}
MEMORIES = st.builds(
    Memory,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.integers(0, 30),
    asks_country=st.booleans(),
)


def held(data: st.DataObject, memory: Memory, manner: Manner, facts: int) -> Iterator[tuple[Wish, Fact]]:
    """Every wish with the fact that answered it; after so many facts all is quiet and the input has ended."""
    talk = check_in(ONE, memory, manner)
    wish = next(talk)
    for number in range(1000):
        fact = data.draw(FACTS[type(wish).__name__]) if number < facts else DONE.get(type(wish), QUIET)
        yield wish, fact
        try:
            wish = talk.send(fact)
        except StopIteration:
            return
    raise AssertionError("it does not end")


QUIET = NothingHeard(0.0, ended=True)


def lines_of(words: dict[str, Any]) -> set[str]:
    """Every line in a tree of them."""
    found = {value for value in words.values() if isinstance(value, str)}
    return found.union(*(lines_of(value) for value in words.values() if isinstance(value, dict)))


@settings(max_examples=150, deadline=None)
@given(st.data(), MEMORIES, st.sampled_from([Manner(), NO_HOLD]), st.integers(0, 60))
def test_no_rule_is_broken_whatever_is_heard(data: st.DataObject, memory: Memory, manner: Manner, facts: int) -> None:
    """It ends; an answer is kept before anything is said to it; nothing forbidden and nothing unsure is said."""
    told = list(held(data, memory, manner, facts))
    texts = [wish.text for wish, _ in told if isinstance(wish, Say)]
    plain = [text.lower() for text in texts if not (text.startswith(NO_ADVICE) or READ_BACK.match(text))]
    assert [text for text in plain if any(re.search(pattern, text) for pattern in NEVER)] == []
    assert [text for text in texts if MARKED in text] == []
    assert [wish for wish, _ in told if isinstance(wish, Keep) and not wish.page.words.strip()] == []
    assert [wish for wish in late(told) if wish] == []
    assert isinstance(told[-1][0], Say)
    lines = [text for text in texts if not (text.startswith(FIXED) or "?" in text or READ_BACK.match(text))]
    assert len(lines) - len(set(lines)) <= len([fact for _, fact in told if asks_again(fact)])


def asks_again(fact: Fact) -> bool:
    """Whether somebody wants to hear something once more."""
    if isinstance(fact, Heard):
        return understand(fact.words).command == "repeat"
    return isinstance(fact, Commanded | Interrupted) and fact.command == "repeat"


def late(told: list[tuple[Wish, Fact]]) -> Iterator[Keep]:
    """Pages kept for the first time only after something else had been said to the answer."""
    seen: set[str] = set()
    for (before, fact), (wish, _) in pairwise(told):
        if isinstance(wish, Keep) and wish.page.slot not in seen:
            seen.add(wish.page.slot)
            by_key = isinstance(fact, Interrupted) and fact.command  # pressed while the question was still spoken
            if not (by_key or (isinstance(before, Listen) and isinstance(fact, Heard | Commanded))):
                yield wish


HEARD_BACK = phrases().last_words.partition("{")[0]
"""What follows are the person's own words, asked for: "i feel so tired" claims nothing of ours."""

NO_ADVICE = (
    HEARD_BACK,
    *(line.partition("{")[0] or line for line in (*lines_of(safety().help.model_dump()), *questions("trust"))),
)
"""Ours, and no advice: "anything you could be hurt with", "one small thing you could do?"."""

READ_BACK = re.compile(
    "I heard: |(On|About|Your last|You also|You thought|Earlier|I found|That is all|There is no|Done)\\b"
)
"""How the lines begin that answer a question about the journal: whoever asks twice hears them twice."""

FIXED = tuple({
    *(
        beginning
        for value in phrases().model_dump().values()
        if isinstance(value, str) and (beginning := value.partition("{")[0])
    ),
    *(beginning for line in lines_of(safety().model_dump()) if (beginning := line.partition("{")[0])),
    *phrases().forgetting.model_dump().values(),
    *phrases().not_caught,
    *phrases().silence,
    "I heard: my sister.",
    "Ireland. I'll remember that.",
})  # fmt: skip
"""Lines that answer a command, a silence or a danger: they may come again, as those do."""

WRONG: list[tuple[Wish, Fact, str]] = [
    (Say("Hello. I'm here to listen."), Heard("yes", (1.0,)), "Say cannot be answered with Heard"),
    (Say("Who is it about?"), Kept(), "Say cannot be answered with Kept"),
    (About("your sister"), Spoken(), "About cannot be answered with Spoken"),
    (GoOn(), NothingHeard(0.0), "GoOn cannot be answered with NothingHeard"),
]


@pytest.mark.parametrize(("wish", "fact", "told"), WRONG)
def test_a_fact_that_answers_another_wish_is_refused(wish: Wish, fact: Fact, told: str) -> None:
    """With both names; no answer is lost in silence."""
    with pytest.raises(TypeError, match=f"^{told}$"):
        hold("yes" if wish == GoOn() else "my sister", others={wish: fact}, memory=Memory(unfinished=wish == GoOn()))


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(0, 25), MEMORIES)
def test_a_wrong_fact_anywhere_is_refused_by_name(data: st.DataObject, at: int, memory: Memory) -> None:
    """Above all a page that was not kept is never spoken of as if it were: nothing is said after the wrong fact."""
    talk = check_in(alliance(), memory, NO_HOLD)
    wish = next(talk)
    for _ in range(at):
        fact = Heard("yes", (1.0,)) if isinstance(wish, Listen) else DONE[type(wish)]
        wish = talk.send(fact)
    wrong = [kind for kind in FACTS if kind != type(wish).__name__]
    fact = data.draw(FACTS[data.draw(st.sampled_from(wrong))])
    with pytest.raises(TypeError, match=f"^{type(wish).__name__} cannot be answered with {type(fact).__name__}$"):
        talk.send(fact)


@given(st.lists(st.tuples(st.sampled_from(SAID), st.sampled_from([0.1, 0.5, 0.9])), min_size=1, max_size=8))
@settings(max_examples=50, deadline=None)
def test_what_is_kept_is_what_was_heard(said: list[tuple[str, float]]) -> None:
    """Every page holds words that were heard, with their confidences as they were."""
    facts = [spoken(words, confidence) for words, confidence in said]
    heard = {(fact.words, fact.confidences) for fact in facts}
    pages = [wish.page for wish in hold(*facts) if isinstance(wish, Keep)]
    assert [page for page in pages if (page.words, page.confidences) not in heard] == []
    assert [page for page in pages if is_sure(page.confidences) and MARKED in page.words] == []
