"""Two people at one table: every wish of such a check-in, and the rules that no pair of answers may break."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.conversation import Manner, Memory, joint_check_in
from companion.conversation.events import (
    Commanded,
    Fact,
    Forget,
    Heard,
    Keep,
    Kept,
    Listen,
    NothingHeard,
    Page,
    Say,
    Seat,
    Spoken,
    Wish,
)
from companion.conversation.joint_script import joint
from companion.conversation.script import safety
from companion.understanding import Stance
from tests.conversation.holding import DONE, NO_HOLD, heard, hold, key
from tests.conversation.leaks import COMPARES, NAMES, PAIRS, Held, Side, asked_in, hold_two, leaks

ANN, BEN = "Ann", "Ben"
ABOUT = Say(joint().about)
HELLO: list[Wish | bool] = [Say("Hello Ann, and hello Ben. I'm here to listen to you both."), ABOUT]
ASK_ANN, ASK_BEN = "Ann, is that all right with you?", "Ben, is that all right with you?"
CLOSED, OPEN = Listen("closed", 0.8, 8.0), Listen("open", 2.0, 8.0)
BEGIN = Say(
    "Thank you both. There are two short parts. Yes, no, and not sure are all good answers, "
    "and you can skip any of them."
)
GOALS = "As you see it, are the two of you aligned on goals?"
LIKE = "What would you like from this connection?"
EFFORTS = "As you see it, are your efforts aligned?"
SHOWING_UP = "What does showing up look like, for you?"
STEP = "What is one small thing you could do?"
ALONE = "Each of you can talk with me alone, whenever you like."
NOTHING: list[Wish | bool] = [
    Say(f"Thank you both. Let's leave it there for today. Nothing was kept. {ALONE}"),
    False,
]
LEFT = Say(f"Thank you both. Let's leave it there for today. What each of you said is on a page of your own. {ALONE}")
SOME = Say(f"Thank you both. Let's leave it there for today. What was on the record is on a page of your own. {ALONE}")
TRUST = Say("There is one more question, about trust. I leave that for each of you alone, another time.")


def two(*answers: str | Fact, manner: Manner = NO_HOLD) -> list[Wish | bool]:
    """All the wishes of a check-in of Ann and Ben who answer like this, then whether it came to its end."""
    turns = iter(answers)
    talk = joint_check_in((ANN, BEN), manner)
    wish = next(talk)
    wishes: list[Wish | bool] = []
    while True:
        wishes.append(wish)
        fact = DONE.get(type(wish))
        if isinstance(wish, Listen):
            turn = next(turns, NothingHeard(0.0, ended=True))
            fact = heard(turn) if isinstance(turn, str) else turn
        assert fact is not None
        try:
            wish = talk.send(fact)
        except StopIteration as end:
            return [*wishes, bool(end.value)]


def kept(seat: Seat, slot: str, question: str, words: str, stance: Stance | None = None) -> Keep:
    return Keep(Page(slot, question, words, (1.0,) * len(words.split()), stance), seat)


def said(wishes: list[Wish | bool]) -> list[str]:
    return [wish.text for wish in wishes if isinstance(wish, Say)]


BEGUN: list[Wish | bool] = [
    *HELLO,
    *(Say(ASK_ANN), CLOSED, Say(ASK_BEN), CLOSED),
    kept(0, "consent", ASK_ANN, "yes", "yes"),
    kept(1, "consent", ASK_BEN, "yes", "yes"),
    BEGIN,
    Say("The first part is goals: what each of you would like."),
]
BOTH_YES = ("yes", "yes")
ANSWERS = ("yes", "not sure", "i want a quiet home", "more time together", "no", "yes", "i listen more", "we cook")
"""Ben begins with goals, Ann with what she would like, Ben with efforts, Ann with showing up."""


def test_a_whole_check_in_for_two() -> None:
    """The same questions to each in turn, who is first alternates, a page for each, and the same short thanks."""
    assert two(*BOTH_YES, *ANSWERS, "no", "no", "no", "no") == [
        *BEGUN,
        *(Say(f"Ben, this one is for you first. {GOALS}"), CLOSED, kept(1, "goals.closed", GOALS, "yes", "yes")),
        Say("Thank you for telling me, Ben."),
        *(Say(f"Ann, the same question for you. {GOALS}"), CLOSED),
        kept(0, "goals.closed", GOALS, "not sure", "unclear"),
        Say("Thank you for telling me, Ann."),
        *(Say(f"Ann, this one is for you first. {LIKE}"), OPEN, kept(0, "goals.open", LIKE, "i want a quiet home")),
        Say("Thank you for your answer, Ann."),
        *(Say(f"Ben, the same question for you. {LIKE}"), OPEN, kept(1, "goals.open", LIKE, "more time together")),
        Say("Thank you for your answer, Ben."),
        Say("The next part is efforts: listening, working, respecting."),
        *(Say(f"Ben, this one is for you first. {EFFORTS}"), CLOSED, kept(1, "efforts.closed", EFFORTS, "no", "no")),
        Say("All right, Ben. Thank you."),
        *(Say(f"Ann, the same question for you. {EFFORTS}"), CLOSED),
        kept(0, "efforts.closed", EFFORTS, "yes", "yes"),
        Say("All right, Ann. Thank you."),
        *(Say(f"Ann, this one is for you first. {SHOWING_UP}"), OPEN),
        kept(0, "efforts.open", SHOWING_UP, "i listen more"),
        Say("Ann, thank you for that."),
        *(Say(f"Ben, the same question for you. {SHOWING_UP}"), OPEN, kept(1, "efforts.open", SHOWING_UP, "we cook")),
        Say("Ben, thank you for that."),
        Say("If you both want that, I can say back what each of you would like. If not, I won't."),
        *(Say("Ben, may I say back what you told me you would like?"), CLOSED),
        *(Say("Ann, may I say back what you told me you would like?"), CLOSED),
        Say("We'll leave it with each of you."),
        Say("If you both like, each of you can name one small thing you could do. It would be on both your pages."),
        *(Say("Ann, would you like that?"), CLOSED, Say("Ben, would you like that?"), CLOSED),
        Say("That can wait."),
        TRUST,
        LEFT,
        True,
    ]


def test_what_each_would_like_is_said_back_when_both_want_that() -> None:
    """Kept in both journals before it is said; so are the small steps, which are not said back."""
    wishes = two(*BOTH_YES, *ANSWERS, "yes", "yes", "yes", "yes", "i could cook on sunday", "i could call")
    title = "Said back, as you both wanted"
    back = "Ann, you want a quiet home. Ben, more time together"
    at = wishes.index(Keep(Page("shared", title, back), 0))
    assert wishes[at + 1 : at + 3] == [Keep(Page("shared", title, back), 1), Say(f"{back}.")]
    steps = Page("step", "One small thing each, kept for you both", "Ann: i could call. Ben: i could cook on sunday")
    assert wishes[-5:] == [Keep(steps, 0), Keep(steps, 1), TRUST, LEFT, True]
    assert kept(1, "efforts.repair.2", STEP, "i could cook on sunday") in wishes
    assert kept(0, "efforts.repair.2", STEP, "i could call") in wishes


@pytest.mark.parametrize(("first", "second"), [("no", "yes"), ("yes", "no"), ("no", "no"), ("not sure", "yes")])
def test_nobody_learns_who_said_no(first: str, second: str) -> None:
    """Both are asked in the same words, whatever the first said, and what follows is the same."""
    plain = two(*BOTH_YES, *ANSWERS, "no", "no", "no", "no")
    assert said(two(*BOTH_YES, *ANSWERS, first, second, first, second)) == said(plain)


@pytest.mark.parametrize(
    "answers",
    [
        ["no"], ["yes", "no"], ["not sure"], ["yes", "not sure"], ["skip"], ["yes", "skip"], ["stop"], ["yes", "stop"],
        [heard("yes", 0.5), heard("yes", 0.5)], ["yes", heard("yes", 0.5), "what"], ["yes", "he makes me do this"],
        [key("stop")], ["i want to kill myself"], [], ["yes"], ["yes", "i need help"], ["yes", key("i need help")],
    ],
)  # fmt: skip
def test_without_the_clear_yes_of_both_nothing_is_kept(answers: list[str | Fact]) -> None:
    """It ends kindly, in the same words whoever said what, and no reason is asked."""
    wishes = two(*answers)
    assert [wish for wish in wishes if isinstance(wish, Keep)] == []
    assert wishes[-2:] == NOTHING


def test_a_yes_that_was_not_heard_well_is_asked_for_once_more() -> None:
    """A guess is no consent; and whoever said no is not asked again."""
    wishes = two(heard("yes", 0.5), "yes", heard("no", 0.3))
    assert wishes == [
        *HELLO,
        *(Say(ASK_ANN), CLOSED, Say("Would you say yes or no, Ann?"), CLOSED, Say(ASK_BEN), CLOSED),
        *NOTHING,
    ]


TURNS = 14


@pytest.mark.parametrize("turn", range(TURNS))
@pytest.mark.parametrize("by", ["stop", key("stop"), "i need help", key("i need help"), "i want to die", "he hits me"])
def test_either_can_end_it_at_each_turn(turn: int, by: str | Fact) -> None:
    """One word or one key; whatever the reason, the same words are said, and nothing else."""
    answers: list[str | Fact] = [*BOTH_YES, *ANSWERS, "yes", "yes", "yes", "yes"]
    assert len(answers) == TURNS
    wishes = two(*answers[:turn], by, "yes", "yes")
    end = [wish for wish in wishes[-3:] if not isinstance(wish, Keep)]
    assert end[-2:] == ([LEFT, False] if turn > 1 else NOTHING)
    assert sum(isinstance(wish, Listen) for wish in wishes) == turn + 1


def test_a_frightening_answer_is_kept_for_whoever_gave_it_and_the_end_is_neutral() -> None:
    """No number, no word about it; it is on disk first, in that person's own journal."""
    wishes = two(*BOTH_YES, "yes", "he hits me when he drinks")
    page = wishes[-3]
    assert isinstance(page, Keep)
    assert (page.seat, page.page.words, page.page.concern) == (0, "he hits me when he drinks", "definite")
    assert wishes[-2:] == [LEFT, False]


@pytest.mark.parametrize("answer", ["i want to feel safe", "i'm scared of his temper", "i want him to stop"])
def test_where_there_may_be_fear_nothing_is_said_back_and_no_step_offered(answer: str) -> None:
    """Not even asked for: the questions go on to their end, and nothing tells why."""
    answers = ["yes", "yes", answer, "more time together", "yes", "yes", "i listen", "we cook"]
    wishes = two(*BOTH_YES, *answers)
    told = said(wishes)
    assert not any("say back" in text for text in told)
    assert ("small thing" in " ".join(told)) == ("stop" in answer)


def test_what_was_not_heard_surely_is_never_said_back() -> None:
    """One word in doubt could turn it round."""
    doubtful = heard("i want a quiet home", 0.7)
    wishes = two(*BOTH_YES, "yes", "yes", doubtful, "more time together", "yes", "yes", "a", "b")
    assert not any("say back" in text for text in said(wishes))


def test_an_unclear_yes_or_no_is_asked_again_without_saying_what_was_heard() -> None:
    """The words stay as they were said first, with the stance that was made certain."""
    wishes = two(*BOTH_YES, heard("no", 0.5), "no")
    at = wishes.index(Say("Ben, would you say yes, no, or not sure?"))
    assert wishes[at + 1 : at + 4] == [
        CLOSED,
        Keep(Page("goals.closed", GOALS, "no", (0.5,), "no"), 1),
        Say("Thank you for telling me, Ben."),
    ]
    assert Keep(Page("goals.closed", GOALS, "no", (0.5,), "unclear"), 1) in two(*BOTH_YES, heard("no", 0.5), "skip")


@pytest.mark.parametrize(
    "command", ["what did i say", "read me the last check in", "forget everything", "what did i say about money"]
)
def test_what_is_in_one_journal_is_not_read_or_taken_in_front_of_the_other(command: str) -> None:
    """It is for each alone; the question is asked again."""
    wishes = two(*BOTH_YES, "yes", command)
    at = wishes.index(Say("That's for each of you alone, another time."))
    assert wishes[at + 1 : at + 3] == [Say(f"Ann, the same question for you. {GOALS}"), CLOSED]
    assert {type(wish) for wish in wishes} <= {Say, Listen, Keep, bool}


def test_off_the_record_is_for_both_and_on_the_record_for_oneself() -> None:
    """Nobody puts the other on the record again."""
    wishes = two(*BOTH_YES, "off the record", "yes", "yes", "on the record", "i want a garden", "i want a dog")
    pages = [(wish.seat, wish.page.words) for wish in wishes if isinstance(wish, Keep)]
    assert pages == [(0, "yes"), (1, "yes"), (0, "i want a garden")]
    assert Say(
        "Off the record, for you both. I keep nothing until you say on the record, each of you for yourself."
    ) in (wishes)
    assert Say("On the record again, Ann. From here on I keep what you say.") in wishes
    assert wishes[-2:] == [SOME, False]


def test_forgetting_takes_the_own_last_answer_only() -> None:
    """Asked for by name, done after a clear yes, and in that person's journal alone."""
    wishes = two(*BOTH_YES, "yes", "no", "forget that", "yes", "i want a garden", "forget that", "no")
    at = wishes.index(Say("Ann, shall I forget your last answer, for good?"))
    assert wishes[at + 1 : at + 4] == [CLOSED, Forget("goals.closed", 0), Say("It's gone.")]
    assert [wish for wish in wishes if isinstance(wish, Forget)] == [Forget("goals.closed", 0)]
    assert Say("It stays.") in wishes
    assert Say("There is no answer to forget.") in two(*BOTH_YES, "forget that")


def test_going_back_asks_ones_own_question_again() -> None:
    """Never the other's; what was misheard is owned, and goes when it is left."""
    again = Say(f"Ann, the same question for you. {GOALS}")
    wishes = two(*BOTH_YES, "yes", "no", "go back", "yes", "i want a garden")
    assert wishes.count(again) == 2
    assert kept(0, "goals.closed", GOALS, "yes", "yes") in wishes
    wishes = two(*BOTH_YES, "yes", "no", "that's not what i said", "skip")
    assert Forget("goals.closed", 0) in wishes
    assert Say("This is where we began.") in two(*BOTH_YES, "go back")


def test_what_is_added_after_a_silence_is_kept_and_thanked_for_once() -> None:
    """The silence is as long for one as for the other; concern in it ends it as neutrally."""
    more = Listen("more", 2.0, 4.0)
    quiet = NothingHeard(4.0)
    answers = ("yes", "yes", "i want a garden", "and roses", quiet)
    wishes = two(*BOTH_YES, *answers, manner=Manner())
    at = wishes.index(kept(0, "goals.open.2", LIKE, "and roses"))
    assert wishes[at - 1 : at + 3] == [more, wishes[at], more, Say("Thank you for your answer, Ann.")]
    assert two(*BOTH_YES, *answers[:3], "he hits me", manner=Manner())[-2:] == [LEFT, False]


def test_an_answer_is_on_disk_before_anything_is_said_to_it() -> None:
    """After each answer to a question of the check-in comes the wish to keep it."""
    wishes = two(*BOTH_YES, *ANSWERS, "no", "no", "no", "no")
    after = [wishes[at + 1] for at, wish in enumerate(wishes) if isinstance(wish, Listen)]
    assert [isinstance(wish, Keep) for wish in after[2:10]] == [True] * 8


def test_words_nobody_could_make_out_are_asked_for_again_then_left() -> None:
    """As in a check-in alone."""
    assert said(two(*BOTH_YES, "", "", ""))[-5:-2] == [
        "I didn't catch that. Could you say it once more?",
        "I still couldn't make that out. You can say it again, or say skip.",
        "All right. We'll leave that one.",
    ]


def test_help_names_what_there_is_for_two() -> None:
    """Without the commands that read a journal aloud."""
    told = said(two(*BOTH_YES, "help"))
    assert joint().help in told
    assert "what did I say" not in joint().help


@settings(max_examples=200, deadline=None)
@given(PAIRS)
def test_nothing_of_one_is_told_to_the_other(pair: tuple[Side, Side]) -> None:
    """Not said, not kept in the other's journal, not compared; no danger named and no number, whatever is answered."""
    held = hold_two(pair)
    assert list(leaks(held)) == []
    wishes = [wish for wish, _, _ in held.wishes]
    keeps = [at for at, wish in enumerate(wishes) if isinstance(wish, Keep)]
    asked = [wish.text for wish in wishes[: keeps[0] if keeps else None] if isinstance(wish, Say)]
    assert [f"{name}, is that all right with you?" in asked for name in NAMES] == [True, True]
    last = wishes[-1]
    assert isinstance(last, Say)
    assert last.text.startswith("Thank you both. Let's leave it there for today. ")


@settings(max_examples=40, deadline=None)
@given(PAIRS)
def test_both_are_thanked_in_the_same_words(pair: tuple[Side, Side]) -> None:
    """One of our short lines, and to one question the same one to each; nothing else is said to an answer."""
    told = [
        wish.text
        for wish, _, _ in hold_two((Side(pair[0].answers, {}), Side(pair[1].answers, {}))).wishes
        if isinstance(wish, Say)
    ]
    thanked: dict[str, set[str]] = {}
    asking = ""
    for text in told:
        asking = asked_in(text) or asking
        form = text.replace(NAMES[0], "{name}").replace(NAMES[1], "{name}")
        if form in joint().thanks:
            thanked.setdefault(asking, set()).add(form)
    assert {key: forms for key, forms in thanked.items() if len(forms) > 1} == {}
    assert [line for line in joint().thanks if len(line.split()) > 6] == []


def tampered(*wishes: Wish, may_say: bool = False, may_keep: bool = False) -> list[str]:
    """What is found in these wishes of two people, one of whom likes fishing, the other the opera."""
    sides = [
        Side(dict.fromkeys(("goals.open", "step", "goals.closed"), (words, 1.0)), {})
        for words in ("i like fishing", "i love the opera")
    ]
    return list(leaks(Held((sides[0], sides[1]), [(wish, may_say, may_keep) for wish in wishes])))


@pytest.mark.parametrize(
    "wishes",
    [
        [Say("Annabel said fishing.")],
        [Say("Annabel is better at this.")],
        [Say("Are you safe?")],
        [Say("Call 116 123.")],
        [Say("Only one of you agreed, unlike before.")],
        [Keep(Page("goals.open", "q", "i like fishing"), 1)],
        [Keep(Page("shared", "q", "a wish"), 0)],
        [Keep(Page("step", "q", "a step"), 0)],
    ],
)
def test_each_rule_about_leaks_can_fail(wishes: list[Wish]) -> None:
    """A rule that cannot fail says nothing."""
    assert len(tampered(*wishes)) == 1


def test_what_both_wanted_is_no_leak() -> None:
    """Said once both agreed, and the same page for each."""
    page = Page("shared", "q", "you like fishing, you love the opera")
    wishes: list[Wish] = [Keep(page, 0), Keep(page, 1), Say("Annabel, you like fishing. Benedict, you love the opera.")]
    assert tampered(*wishes, may_say=True) == []


FACTS: st.SearchStrategy[Fact] = st.one_of(
    st.builds(
        Heard, st.sampled_from(["yes", "no", "", "i love you", "he hits me", "pause", "i'm back"]), st.just((0.9,))
    ),
    st.builds(
        Commanded,
        st.sampled_from(
            ["pause", "back", "misheard", "forget", "off the record", "done", "skip", "more time", "resume"]
        ),
    ),
    st.builds(NothingHeard, st.just(8.0), st.just(value=False)),
)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(0, 60))
def test_it_always_ends_and_parts_in_the_same_words(data: st.DataObject, facts: int) -> None:
    """Whatever is said, pressed or left unsaid."""
    talk = joint_check_in((ANN, BEN), Manner())
    wish = next(talk)
    texts = []
    for number in range(2000):
        texts += [wish.text] if isinstance(wish, Say) else []
        quiet = NothingHeard(0.0, ended=True)
        fact = data.draw(FACTS) if number < facts and isinstance(wish, Listen) else DONE.get(type(wish), quiet)
        try:
            wish = talk.send(fact)
        except StopIteration:
            break
    else:
        raise AssertionError("it does not end")
    assert texts[-1].startswith("Thank you both. Let's leave it there for today. ")
    assert [text for text in texts if COMPARES.search(text.lower())] == []


def test_a_fact_that_answers_another_wish_is_refused() -> None:
    """A page that was not kept is never spoken of as if it were."""
    talk = joint_check_in((ANN, BEN), NO_HOLD)
    wish = next(talk)
    while not isinstance(wish, Keep):
        wish = talk.send(heard("yes") if isinstance(wish, Listen) else Spoken())
    with pytest.raises(TypeError, match=r"^Keep cannot be answered with Spoken$"):
        talk.send(Spoken())
    assert Kept() == DONE[Keep]


LATER = joint().alone


def test_the_next_check_in_alone_asks_everyone_the_same_first() -> None:
    """Whatever was said at the check-in for two: so the question tells nobody anything."""
    assert LATER not in said(hold("no"))
    wishes = hold("no", memory=Memory(after_two=True))
    assert wishes[:4] == [
        Say("Hello. I'm here to listen."),
        Say(LATER),
        CLOSED,
        Say("All right. You can say, I need help, at any time."),
    ]


def test_a_yes_to_that_is_met_as_a_call_for_help() -> None:
    """Directly, by the same talk as ever."""
    assert said(hold("yes", memory=Memory(after_two=True)))[2] == safety().ask.help


def test_no_line_of_ours_is_long_or_asks_two_things() -> None:
    """One question in a line, and none in the thanks."""
    for line in (joint().consent, joint().shared.ask, joint().step.offer, joint().alone, joint().yes_or_no):
        assert line.count("?") == 1
    assert [line for line in joint().thanks if re.search(r"[?!]", line)] == []
