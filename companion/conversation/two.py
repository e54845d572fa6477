"""Two people at one table: what such a check-in carries along, and its smallest stretches.

Who answers is known by whose turn it is, never guessed from a voice. Of an answer nothing is ever said here.
"""

from dataclasses import dataclass, field
from typing import Literal

from companion.conversation.asking import answer_of, serve, turn
from companion.conversation.care import GOING_ON
from companion.conversation.events import Forget, Forgotten, Heard, Keep, Kept, Line, NothingHeard, Page, Seat
from companion.conversation.joint_script import joint
from companion.conversation.script import phrases
from companion.conversation.talk import Answer, Talk, carry_out, listen, say
from companion.replying import own_rupture
from companion.understanding import Command, Question, Stance

MORE_TURNS = 20
"""How often somebody may go on after a silence; a bound only so that it always ends."""

PRIVATE: frozenset[Command] = frozenset({
    "what did i say", "last check-in", "search", "forget check-in", "forget connection", "forget everything",
})  # fmt: skip
"""What would be read from one journal, or taken out of it, in front of the other."""


class LeftError(Exception):
    """It is left there for today: what was heard is not for two."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to one of the two; `lead` names them, `slot` is where the answer is kept in their own journal."""

    seat: Seat
    slot: str
    question: Question
    lead: Literal["first", "second"] = "first"


@dataclass(slots=True)
class Two:
    """The one check-in under way, by seat: `names`, the `pages` that were kept, the questions that were `asked`.

    `on_record` tells whose answers are kept; `left_out`, that some were not. `turns` counts the questions, of which
    each goes first to the other one. `begun` once both have agreed; `wary` once an answer may have held fear.
    """

    names: tuple[str, str]
    talk: Talk
    pages: tuple[dict[str, Page], dict[str, Page]] = field(default_factory=lambda: ({}, {}))
    asked: tuple[list[Asked], list[Asked]] = field(default_factory=lambda: ([], []))
    on_record: list[bool] = field(default_factory=lambda: [True, True])
    left_out: bool = False
    turns: int = 0
    begun: bool = False
    wary: bool = False

    def seats(self) -> tuple[Seat, Seat]:
        """Who is asked first, and who then; the other way round next time."""
        self.turns += 1
        return (0, 1) if self.turns % 2 else (1, 0)


def tell(two: Two, line: str, seat: Seat) -> Line[bool]:
    """Say this line, with the name of whoever it is for."""
    return (yield from say(two.talk, line.format(name=two.names[seat])))


def ask(two: Two, seat: Seat, text: str, question: Question) -> Line[Answer | None]:
    """Ask one of the two until there is an answer; None when it was skipped."""
    yield from say(two.talk, text)
    missed = 0
    while True:
        fact = yield from turn(two.talk, question.kind)
        if isinstance(fact, Heard) and not fact.words.strip():
            if missed == len(phrases().not_caught):
                yield from say(two.talk, phrases().skipped)
                return None
            yield from say(two.talk, phrases().not_caught[missed])
            missed += 1
            continue
        answer = answer_of(fact, question)
        command = answer.meaning.command
        if command is None or answer.meaning.concern != "none":
            return answer
        if command == "resume" and answer.meaning.stance is not None:  # "yes, go on"
            return answer
        if command in ("skip", "done"):
            yield from say(two.talk, phrases().skipped)
            return None
        yield from serve_two(two, seat, command)
        yield from say(two.talk, text)


def serve_two(two: Two, seat: Seat, command: Command) -> Line[None]:
    """Do what a command asks, of the one whose turn it is; stop ends it for both."""
    match command:
        case "help":
            yield from say(two.talk, joint().help)
        case "off the record":
            two.on_record[:] = False, False
            yield from say(two.talk, joint().off_the_record)
        case "on the record":
            two.on_record[seat] = True
            yield from tell(two, joint().on_the_record, seat)
        case "forget":
            yield from forget_last(two, seat)
        case "back" | "misheard":
            yield from go_back(two, seat, command)
        case _ if command in PRIVATE:
            yield from say(two.talk, joint().apart)
        case _:
            yield from serve(two.talk, command)


def forget_last(two: Two, seat: Seat) -> Line[None]:
    """Take this person's own last answer off the disk, once they have said yes to that by name."""
    if not two.asked[seat] or two.asked[seat][-1].slot not in two.pages[seat]:
        yield from say(two.talk, phrases().nothing_to_forget)
    elif (yield from agreed(two, seat, joint().confirm_forget)) is None:
        yield from say(two.talk, phrases().not_forgotten)
    else:
        yield from remove(two, seat, two.asked[seat].pop().slot)
        yield from say(two.talk, phrases().forgotten)


def remove(two: Two, seat: Seat, slot: str) -> Line[None]:
    """Take an answer, and what was added to it, off the disk."""
    for each in [kept for kept in two.pages[seat] if kept == slot or kept.startswith(f"{slot}.")]:
        yield from carry_out(Forget(each, seat), Forgotten)
        del two.pages[seat][each]


def go_back(two: Two, seat: Seat, command: Command) -> Line[None]:
    """Ask this person's own question before this one again; what was misheard is owned first, and does not stay."""
    if not two.asked[seat]:
        yield from say(two.talk, phrases().no_way_back)
        return
    if command == "misheard":
        yield from say(two.talk, own_rupture("misheard", two.talk.said))
    asked = two.asked[seat].pop()
    before = two.pages[seat].get(asked.slot)
    yield from put(two, asked)
    if command == "misheard" and before is not None and two.pages[seat].get(asked.slot) is before:
        yield from remove(two, seat, asked.slot)


def put(two: Two, asked: Asked) -> Line[None]:
    """One question to one of the two: asked, kept before anything is said, thanked for."""
    lead = joint().first if asked.lead == "first" else joint().second
    text = f"{lead.format(name=two.names[asked.seat])} {asked.question.text}"
    answer = yield from ask(two, asked.seat, text, asked.question)
    if answer is None:
        return
    yield from keep(two, asked, answer)
    two.asked[asked.seat].append(asked)
    if asked.question.kind == "closed":
        yield from make_certain(two, asked, answer)
    else:
        yield from let_go_on(two, asked)
    yield from tell(two, joint().thanks[two.turns % len(joint().thanks)], asked.seat)


def keep(two: Two, asked: Asked, answer: Answer) -> Line[None]:
    """Put the answer into this person's own journal, unless it is off the record; raises `LeftError` for concern."""
    if two.on_record[asked.seat]:
        yield from write(two, asked, answer, answer.meaning.stance)
    else:
        two.left_out = True
    mind(two, answer)


def write(two: Two, asked: Asked, answer: Answer, stance: Stance | None) -> Line[None]:
    """Put this page on disk."""
    page = Page(asked.slot, asked.question.text, answer.words, answer.confidences, stance, answer.meaning.concern)
    yield from carry_out(Keep(page, asked.seat), Kept)
    two.pages[asked.seat][asked.slot] = page


def mind(two: Two, answer: Answer) -> None:
    """Remember that there may be fear in an answer. Raises `LeftError` when there is concern."""
    if answer.meaning.concern != "none":
        raise LeftError
    two.wary = two.wary or joint().holds_fear(answer)


def make_certain(two: Two, asked: Asked, answer: Answer) -> Line[None]:
    """Ask once more for a yes or no that was not certain; what it was taken for is never said."""
    kept = two.on_record[asked.seat]  # what was off the record stays so, though "on the record" is said meanwhile
    if answer.sure and answer.meaning.stance is not None:
        return
    text = joint().yes_no_unsure.format(name=two.names[asked.seat])
    again = yield from ask(two, asked.seat, text, Question(text, "closed"))
    if again is not None:
        mind(two, again)
    stance = again.meaning.stance if again is not None and again.sure else None
    if kept and asked.slot in two.pages[asked.seat]:
        yield from write(two, asked, answer, stance or "unclear")


def let_go_on(two: Two, asked: Asked) -> Line[None]:
    """Hold a silence before the thanks, as long for one as for the other; whatever is added is kept too."""
    added = 1
    for _ in range(MORE_TURNS if two.talk.manner.hold_seconds else 0):
        fact = yield from listen(two.talk, "more", two.talk.manner.hold_seconds)
        if isinstance(fact, NothingHeard):
            return
        answer = answer_of(fact, asked.question)
        command = answer.meaning.command
        if not answer.words.strip() or command in GOING_ON:
            return
        if command is not None and answer.meaning.concern == "none":
            yield from serve_two(two, asked.seat, command)
            continue
        added += 1
        more = Asked(asked.seat, f"{asked.slot}.{added}", asked.question)
        yield from keep(two, more, answer)


def agreed(two: Two, seat: Seat, line: str) -> Line[Answer | None]:
    """The clear yes of this person to this line. Anything else is a no, and no reason is asked."""
    text = line.format(name=two.names[seat])
    answer = yield from ask(two, seat, text, Question(text, "closed"))
    if answer is not None and answer.meaning.concern == "none" and _not_made_out(answer):
        again = joint().yes_or_no.format(name=two.names[seat])
        answer = yield from ask(two, seat, again, Question(text, "closed"))
    if answer is None:
        return None
    mind(two, answer)
    return answer if answer.sure and answer.meaning.stance == "yes" else None


def _not_made_out(answer: Answer) -> bool:
    """Whether it may have been a yes: a no, and a "not sure", stand as they were said, however well it was heard."""
    return answer.meaning.stance is None or (answer.meaning.stance == "yes" and not answer.sure)


def of_both(two: Two, line: str) -> Line[bool]:
    """Whether both say yes; the second is asked also when the first said no, and in the same words."""
    first, second = two.seats()
    one = yield from agreed(two, first, line)
    other = yield from agreed(two, second, line)
    return one is not None and other is not None
