"""Holds a check-in with hand-written facts and gives back the whole list of its wishes."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, repeat

from companion.conversation import Manner, Memory, Script, check_in
from companion.conversation.events import (
    About,
    Adjust,
    Adjusted,
    Commanded,
    Count,
    Counted,
    Erase,
    Fact,
    Fetch,
    Fetched,
    Forget,
    Forgotten,
    Found,
    GoOn,
    Heard,
    Keep,
    Kept,
    Listen,
    LiveIn,
    Located,
    NothingHeard,
    Page,
    Recall,
    Remembered,
    Say,
    Search,
    Spoken,
    WentOn,
    Wish,
)
from companion.conversation.script import Area
from companion.replying import Day, acknowledge
from companion.understanding import Command, Concern, Question, Stance, understand

NO_HOLD = Manner(hold_seconds=0.0)
ONE = Script(
    name="one",
    connection="Who is it about?",
    areas=(Area(name="trust", closed="Is there trust between {pair}?", open="How is it for {pair}?"),),
)
"""A check-in with one area: long enough for every turn of it, short enough to be read."""

CLOSED, OPEN, NAME = Listen("closed", 0.8, 8.0), Listen("open", 2.0, 8.0), Listen("connection", 0.8, 8.0)
MORE = Listen("more", 2.0, 4.0)

TODAY = Day(2026, 11, 23)
DONE: dict[type, Fact] = {
    Say: Spoken(),
    Keep: Kept(),
    About: Remembered(),
    GoOn: WentOn(),
    Forget: Forgotten(),
    Adjust: Adjusted(),
    LiveIn: Located(),
    Fetch: Fetched(done=True),
    Recall: Found(0, (), TODAY),
    Search: Found(0, (), TODAY),
    Count: Counted(0),
    Erase: Forgotten(),
}
"""What answers a wish when nothing out of the way happens."""


def heard(words: str, confidence: float = 1.0) -> Heard:
    """These words, each heard with this confidence."""
    return Heard(words, (confidence,) * len(words.split()))


def silent(seconds: float) -> NothingHeard:
    return NothingHeard(seconds)


def key(command: Command) -> Commanded:
    return Commanded(command)


def hold(
    *answers: str | Fact,
    others: Mapping[Wish, Fact] | None = None,
    script: Script = ONE,
    memory: Memory | None = None,
    manner: Manner = NO_HOLD,
) -> list[Wish | bool]:
    """All the wishes of one check-in, then whether it came to its end.

    Each wish to listen gets the next of the `answers` (a string was heard well); after the last the input has ended.
    Every other wish is answered by `others` where it is named there, else as in `DONE`.
    """
    turns = chain(answers, repeat(NothingHeard(0.0, ended=True)))
    talk: Generator[Wish, Fact, bool] = check_in(script, memory or Memory(), manner)
    wishes: list[Wish | bool] = []
    try:
        wish = next(talk)
        while True:
            wishes.append(wish)
            if isinstance(wish, Listen):
                turn = next(turns)
                wish = talk.send(heard(turn) if isinstance(turn, str) else turn)
            else:
                wish = talk.send((others or {}).get(wish, DONE[type(wish)]))
    except StopIteration as end:
        return [*wishes, bool(end.value)]


def kept(
    slot: str, question: str, answer: str | Heard, stance: Stance | None = None, concern: Concern = "none"
) -> Keep:
    """The wish to keep this answer."""
    said = heard(answer) if isinstance(answer, str) else answer
    return Keep(Page(slot, question, said.words, said.confidences, stance, concern))


def asked(question: str, listen: Listen) -> list[Wish | bool]:
    return [Say(question), listen]


@dataclass(frozen=True)
class Reply:
    """Stands in an expected list for the acknowledgement of `words`; of nothing when they were not heard well.

    `stance`, when given, is the one that was made certain.
    """

    words: str
    question: Question | None = None
    sure: bool = True
    stance: Stance | None = None


def whole(*wishes: Wish | bool | Reply) -> list[Wish | bool]:
    """The expected list, each `Reply` in it written out: which words it has is for `replying` to say."""
    written: list[Wish | bool] = []
    for wish in wishes:
        if isinstance(wish, Reply):
            said = [one.text for one in written if isinstance(one, Say)]
            meaning = understand(wish.words, wish.question)
            meaning = replace(meaning, stance=wish.stance or meaning.stance)
            written.append(Say(acknowledge(wish.words if wish.sure else "", meaning, said, seed=0)))
        else:
            written.append(wish)
    return written


TRUST = "Is there trust between you and your sister?"
HOW = "How is it for you and your sister?"
HEARD = "Did you feel heard today?"
YES, NO, UNSURE = (Reply(words, Question(TRUST, "closed", "trust")) for words in ("yes", "no", "not sure"))
TALK = Reply("we talk", Question(HOW, "open", "trust"))
BEGUN: list[Wish | bool] = [
    Say("Hello. I'm here to listen."),
    Say("There are three short parts. Yes, no, and not sure are all good answers."),
    Say("Who is it about?"),
    NAME,
    kept("connection", "Who is it about?", "my sister"),
    Say("You and your sister, then."),
    About("your sister"),
    Say(TRUST),
    CLOSED,
]
"""Every check-in of `ONE` that is about 'my sister', up to the answer to its closed question."""
ENDED: list[Wish | bool] = [Say("That was all I could hear. Everything you told me is kept."), False]
STOPPED: list[Wish | bool] = [Say("We'll stop here. Everything you told me is kept."), False]

PAUSED = Listen("command", 0.8, 1800.0)
HELP = Say(
    "You can say: repeat, skip, go back, pause, more time, slower, faster, louder, quieter, what did I say, "
    "that's not what I said, forget that, off the record, read me the last check-in, or stop. "
    "On the keyboard, the space bar stops me speaking, Enter means I'm done, and Q means stop."
)
MISHEARD = Say("I misheard you. You can say it again, or leave it.")
FORGET = "Shall I forget your last answer, for good?"
YES_KEPT = kept("trust.closed", TRUST, "yes", "yes")
AGAIN = asked(TRUST, CLOSED)
