"""Two people who answer one after the other, and what must never be told of one to the other.

Each rule can fail; `leaks` says where one was broken. The frightening answers are those of the safety figures.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from companion.conversation import Manner, joint_check_in, phrases
from companion.conversation.events import Commanded, Fact, Heard, Keep, Listen, NothingHeard, Say, Wish
from companion.conversation.joint_script import joint
from companion.understanding import Command
from tests.conversation.holding import DONE

NAMES = ("Annabel", "Benedict")
SAFETY = Path(__file__).parents[1] / "understanding" / "safety"
FRIGHTENING = [
    row[2]
    for name in ("seen", "held")
    for row in csv.reader((SAFETY / f"{name}.tsv").open(newline="", encoding="utf-8"), delimiter="\t")
    if row[0] != "none"
]
"""Sentences of danger, plain and oblique."""

COMPARES = re.compile(
    r"\b(than|unlike|whereas|while|differ\w*|disagree\w*|compar\w*|neither|nobody|either of you said|both said|only one"
    r"|majority|equal\w*|half|score\w*|points?|per ?cent|better|worse|more often|too)\b"
)
ALOUD = re.compile(
    r"\d|\b(abus\w*|violen\w*|hurt\w*|hits?|hitting|danger\w*|unsafe|safe|safety|afraid|scared|fear\w*|polic\w*|emergenc\w*"
    r"|suicid\w*|kill\w*|dying|harm\w*|worr\w*|concern\w*|help ?line|crisis|number|zero|nine|threat\w*)\b"
)
"""Wording of abuse and danger, and anything that could be a telephone number."""

OPEN = ["goals.open", "efforts.open", "step"]
CLOSED = ["goals.closed", "efforts.closed"]
AGREEING = ["shared", "offer"]


@dataclass(frozen=True)
class Side:
    """What one of the two says: an answer with its confidence to each question, and a command before it, or none."""

    answers: dict[str, tuple[str, float]]
    commands: dict[str, Command | None]


@dataclass
class Held:
    """One check-in for two: every wish, and whether both had agreed by then to have it said back, and to a step."""

    sides: tuple[Side, Side]
    wishes: list[tuple[Wish, bool, bool]] = field(default_factory=list)
    agreed: dict[str, set[int]] = field(default_factory=lambda: {"": set(), "shared": set(), "offer": set()})
    asking: str = ""


def asked_in(line: str) -> str:
    """Which question this line asks."""
    texts = {joint().shared.ask: "shared", joint().step.offer: "offer", joint().step.ask: "step"}
    for area in joint().areas:
        texts |= {area.closed: f"{area.name}.closed", area.open: f"{area.name}.open"}
    bare = line
    for name in NAMES:
        bare = bare.replace(name, "{name}")
    return next((key for text, key in texts.items() if bare.endswith(text)), "")


def hold_two(pair: tuple[Side, Side]) -> Held:
    """Hold it, each answering when named, with a command first where there is one."""
    held, line = Held(pair), ""
    unsaid: list[dict[str, Command | None]] = [dict(side.commands) for side in pair]
    talk = joint_check_in(NAMES, Manner(hold_seconds=0.0))
    wish = next(talk)
    for _ in range(400):
        held.wishes.append((wish, len(held.agreed["shared"]) > 1, len(held.agreed["offer"]) > 1))
        fact = DONE.get(type(wish))
        if isinstance(wish, Say) and any(name in wish.text for name in NAMES):
            line = wish.text
        if isinstance(wish, Listen):
            seat = 0 if line.startswith(NAMES[0]) or NAMES[1] not in line else 1
            fact = answered(held, line, seat, unsaid)
        assert fact is not None
        try:
            wish = talk.send(fact)
        except StopIteration:
            return held
    raise AssertionError("it does not end")


def answered(held: Held, line: str, seat: int, unsaid: list[dict[str, Command | None]]) -> Fact:
    """What this person does at their turn."""
    key = asked_in(line)
    if line == joint().yes_or_no.format(name=NAMES[seat]):  # asked once more, now heard well
        held.agreed[held.asking].add(seat)
    held.asking = key or held.asking
    if command := unsaid[seat].pop(key, None):
        return Commanded(command)
    if key not in held.sides[seat].answers:
        return Heard("yes", (1.0,))
    words, confidence = held.sides[seat].answers[key]
    if key in AGREEING and words == "yes" and confidence >= 0.8:
        held.agreed[key].add(seat)
    if not words:
        return NothingHeard(0.0, ended=True)
    return Heard(words, (confidence,) * len(words.split()))


def vocabulary(text: str) -> set[str]:
    """The words with content in a text."""
    return {word for word in re.findall(r"[a-z']+", text.lower()) if len(word) > 3}


def ours() -> set[str]:
    """Every word of our own lines: where one of these is said, nobody was quoted."""
    return vocabulary(f"{joint().model_dump()} {phrases().model_dump()} {NAMES}") | vocabulary(
        "I misheard you. I got that wrong. Those weren't your words. That was my mistake. I heard that wrongly. "
        "You can say it again, or leave it. We can try again, or go on. Say it another way, or skip it."
    )


def own_words(side: Side, *keys: str) -> set[str]:
    """The words with content that only this person can have brought."""
    return set().union(*(vocabulary(words) for key, (words, _) in side.answers.items() if key in keys)) - ours()


def leaks(held: Held) -> Iterator[str]:
    """Everything that was told and should not have been."""
    for wish, may_say, may_keep in held.wishes:
        if isinstance(wish, Say):
            yield from _said(held, wish.text, may_say=may_say)
        if isinstance(wish, Keep):
            may = {"shared": may_say, "step": may_keep}.get(wish.page.slot, False)
            yield from () if may else _kept(held, wish)
    for slot in ("shared", "step"):
        keeps = [wish for wish, _, _ in held.wishes if isinstance(wish, Keep) and wish.page.slot == slot]
        if keeps and ([keep.seat for keep in keeps] != [0, 1] or keeps[0].page != keeps[1].page):
            yield f"not the same on both pages: {slot}"


def _said(held: Held, text: str, *, may_say: bool) -> Iterator[str]:
    told = vocabulary(text) & set().union(*(own_words(side, *side.answers) for side in held.sides))
    if told and not (may_say and told <= set().union(*(own_words(side, "goals.open") for side in held.sides))):
        yield f"said: {sorted(told)} in {text}"
    elif not told and (found := COMPARES.search(text.lower()) or ALOUD.search(text.lower())):
        yield f"said: {found[0]} in {text}"


def _kept(held: Held, keep: Keep) -> Iterator[str]:
    own, other = (own_words(held.sides[seat], *held.sides[seat].answers) for seat in (keep.seat, 1 - keep.seat))
    if found := (vocabulary(f"{keep.page.question} {keep.page.words}") & other) - own:
        yield f"kept for {keep.seat}: {sorted(found)} in {keep.page.slot}"


PLAIN = [
    "i want a quieter kitchen", "more laughter in the evenings", "i'd like to travel to portugal", "we cook on sundays",
    "i hope for sunshine", "she forgets the dishes and sulks", "he spends whole weekends fishing", "my mother meddles",
    "i listen when he talks about football", "i could phone his sister", "buying flowers", "i resent the mortgage",
    "i feel lonely since january", "he drinks whisky in the garage", "walking along the river",
]  # fmt: skip
UNEASY = [
    "i'm scared of his temper", "i have to ask permission to visit friends", "he reads my messages",
    "i walk on eggshells",
    "he gets furious about supper", "i would rather not answer while he is listening",
]  # fmt: skip
WISHES = PLAIN[:5]
SURE = st.sampled_from([1.0, 1.0, 1.0, 0.9, 0.5])
COMMANDS: st.SearchStrategy[Command] = st.sampled_from([
    "what did i say", "misheard", "back", "off the record", "on the record", "forget", "last check-in", "search",
    "forget everything", "help", "repeat", "slower", "i need help", "stop",
])  # fmt: skip


def sides(words: st.SearchStrategy[str], wishes: st.SearchStrategy[str], agrees: list[str]) -> st.SearchStrategy[Side]:
    """Somebody who answers with these words, would like one of these things, and agrees as often as that."""
    answers = {key: st.tuples(words, SURE) for key in OPEN}
    answers |= {"goals.open": st.tuples(wishes, SURE)}
    answers |= {key: st.tuples(st.sampled_from(["yes", "no", "not sure"]) | words, SURE) for key in CLOSED}
    answers |= {key: st.tuples(st.sampled_from(agrees), SURE) for key in AGREEING}
    before = st.dictionaries(st.sampled_from([*OPEN, *CLOSED, *AGREEING]), COMMANDS, max_size=1)
    return st.builds(Side, st.fixed_dictionaries(answers), before)


PLAINLY = st.sampled_from(PLAIN)
CALM = sides(PLAINLY, st.sampled_from(WISHES), ["yes", "yes", "yes", "yes", "no"])
TORN = sides(
    PLAINLY | st.sampled_from(UNEASY) | st.sampled_from(FRIGHTENING),
    PLAINLY | st.sampled_from(UNEASY),
    ["yes", "no", "not sure", "he is making me say yes"],
)
PAIRS = st.one_of(*[st.tuples(CALM, CALM)] * 3, st.tuples(CALM, TORN), st.tuples(TORN, CALM), st.tuples(TORN, TORN))
"""Two sides, of which one, both or neither has something to fear."""


def figure(pairs: int = 200) -> tuple[int, int, int]:
    """How many generated pairs of answers there were, in how many something was said back, and how many leaks."""
    found: list[tuple[bool, int]] = []

    @settings(max_examples=pairs, deadline=None, database=None, derandomize=True)
    @given(PAIRS)
    def hold_one(pair: tuple[Side, Side]) -> None:
        held = hold_two(pair)
        back = any(isinstance(wish, Keep) and wish.page.slot == "shared" for wish, _, _ in held.wishes)
        found.append((back, len(list(leaks(held)))))

    hold_one()
    return len(found), sum(back for back, _ in found), sum(count for _, count in found)
