"""A check-in for two, as one generator: the same questions to each in turn, a page for each, one quiet end for all.

The rules, because answering aloud before the other can be coerced, and punished later: both agree aloud before
anything is kept; who goes first alternates; each gets the same thanks; nothing one says is repeated, compared or
counted, unless both want what they would like said back; trust is asked of each alone; one word of either ends it; and
whatever ends it, concern above all, the same words are said. Help is offered at the next check-in alone, to everyone
who sat here, so that the offer tells nobody anything.
"""

import contextlib
from collections.abc import Iterator

from companion.conversation.events import Keep, Kept, Line, Page, Seat
from companion.conversation.joint_script import JointArea, joint
from companion.conversation.talk import DangerError, Manner, StoppedError, Talk, carry_out, is_sure, say
from companion.conversation.two import Asked, LeftError, Two, agreed, keep, of_both, put
from companion.understanding import Question

SEATS: tuple[Seat, Seat] = (0, 1)


def joint_check_in(names: tuple[str, str], manner: Manner) -> Line[bool]:
    """The whole check-in; returns whether it came to its end. The one who sits at seat 0 is named first."""
    two = Two(names, Talk(manner))
    finished = False
    with contextlib.suppress(StoppedError, DangerError, LeftError):
        yield from in_order(two)
        finished = two.begun
    with contextlib.suppress(StoppedError):  # the stop key, once more, during the parting line
        yield from say(two.talk, joint().parting.format(kept=what_is_kept(two)))
    return finished


def in_order(two: Two) -> Line[None]:
    """Everything that is asked, in its order."""
    yield from say(two.talk, joint().hello.format(first=two.names[0], second=two.names[1]))
    yield from say(two.talk, joint().about)
    if not (yield from both_agree(two)):
        return
    yield from say(two.talk, joint().begin)
    for area in joint().areas:
        yield from ask_about(two, area)
    yield from say_wishes(two)
    yield from small_steps(two)
    yield from say(two.talk, joint().trust)


def what_is_kept(two: Two) -> str:
    """What can be said of it to both."""
    if not any(two.pages):
        return joint().kept_nothing
    return joint().kept_some if two.left_out else joint().kept_all


def both_agree(two: Two) -> Line[bool]:
    """The yes of each, aloud, before anything is kept; the first no ends it, and the other is not asked."""
    answers = []
    for seat in two.seats():
        answer = yield from agreed(two, seat, joint().consent)
        if answer is None:
            return False
        answers.append((seat, answer))
    two.begun = True
    for seat, answer in answers:
        text = joint().consent.format(name=two.names[seat])
        yield from keep(two, Asked(seat, "consent", Question(text, "closed")), answer)
    return True


def ask_about(two: Two, area: JointArea) -> Line[None]:
    """One area: the closed question to each, then the open one to each, begun by the other."""
    yield from say(two.talk, area.opening)
    for kind, text in (("closed", area.closed), ("open", area.open)):
        question = Question(text, "closed" if kind == "closed" else "open", area.name)
        for asked in rounds(two, f"{area.name}.{kind}", question):
            yield from put(two, asked)


def say_wishes(two: Two) -> Line[None]:
    """What each would like, said back when both say yes to that; asked only where it could be said."""
    lines = joint().shared
    slot = f"{joint().areas[0].name}.open"
    wishes = [joint().wish_of(sure_words(two, seat, slot)) for seat in SEATS]
    if two.wary or not all(wishes):
        return
    yield from say(two.talk, lines.intro)
    if not (yield from of_both(two, lines.ask)) or two.wary:
        yield from say(two.talk, lines.left)
        return
    text = " ".join(lines.wish.format(name=name, wish=wish) for name, wish in zip(two.names, wishes, strict=True))
    yield from keep_for_both(two, "shared", lines.title, text)
    yield from say(two.talk, text)


def small_steps(two: Two) -> Line[None]:
    """One small step each, on both pages, when both say yes; not where fear was heard or an answer was withheld."""
    lines, area = joint().step, joint().areas[-1].name
    closed = [two.pages[seat].get(f"{each.name}.closed") for seat in SEATS for each in joint().areas]
    if two.wary or not all(page is not None and page.stance for page in closed):
        return
    yield from say(two.talk, lines.intro)
    if not (yield from of_both(two, lines.offer)) or two.wary:
        yield from say(two.talk, lines.left)
        return
    slot = f"{area}.repair.2"  # where the next check-in alone about the same connection looks for it
    for asked in rounds(two, slot, Question(lines.ask, "open", area)):
        yield from put(two, asked)
    steps = [sure_words(two, seat, slot) for seat in SEATS]
    if all(steps) and not two.wary:
        text = " ".join(lines.line.format(name=name, words=step) for name, step in zip(two.names, steps, strict=True))
        yield from keep_for_both(two, "step", lines.title, text)


def sure_words(two: Two, seat: Seat, slot: str) -> str:
    """What this person said there, when all of it was kept and heard surely; else ''."""
    page = two.pages[seat].get(slot)
    return page.words if page is not None and is_sure(page.confidences) else ""


def keep_for_both(two: Two, slot: str, title: str, text: str) -> Line[None]:
    """Put the page that both own into the journal of each, unless one of them is off the record."""
    page = Page(slot, title, text.removesuffix("."))
    if all(two.on_record):
        for seat in SEATS:
            yield from carry_out(Keep(page, seat), Kept)


def rounds(two: Two, slot: str, question: Question) -> Iterator[Asked]:
    """The same question to each, in this turn's order."""
    first, second = two.seats()
    yield Asked(first, slot, question, "first")
    yield Asked(second, slot, question, "second")
