"""Repair: an invitation that may be declined, two questions at most, and its return at the next check-in."""

from companion.conversation.asking import agrees
from companion.conversation.care import Asking, acknowledged, take
from companion.conversation.events import About, Line, Remembered
from companion.conversation.talk import CONNECTION, Answer, Talk, carry_out, is_sure, say
from companion.replying import declined, invite, noted, questions, remember
from companion.understanding import Question


def offer_repair(talk: Talk, area: str) -> Line[bool]:
    """Where an area is unclear or no, invite; a no is as welcome as a yes."""
    talk.staying.discard(area)
    page = talk.pages.get(f"{area}.closed")
    if page is None or page.stance not in ("unclear", "no") or talk.worried or was_offered(talk, area):
        return False
    if (yield from agrees(talk, invite(area, page.stance, talk.said))):
        talk.staying.add(area)
    else:
        yield from say(talk, declined(talk.said))
    return True


def was_offered(talk: Talk, area: str) -> bool:
    """Whether the check-in that stopped halfway had come past this invitation: it is not made twice."""
    answered = [slot.split(".")[0] for slot in talk.pages if slot in talk.resumed and slot != CONNECTION]
    return talk.has(f"{area}.repair.1") or (area in answered and answered[-1] != area)


def ask_repair(talk: Talk, area: str, number: int) -> Line[bool]:
    """One of the two repair questions, 1 or 2, where the invitation was accepted."""
    slots = [f"{area}.repair.1", f"{area}.repair.2"]
    if talk.worried or not (area in talk.staying or (talk.has(slots[0]) and not talk.has(slots[1]))):
        return False
    question = Question(questions(area)[number - 1], "open", area)

    def then(answer: Answer) -> Line[None]:
        if number == len(slots):
            yield from say(talk, noted(answer.sure, talk.said))
        else:
            yield from acknowledged(talk, answer)

    return (yield from take(talk, Asking(slots[number - 1], question), then))


def remember_repair(talk: Talk) -> Line[bool]:
    """Come back to what was thought of last time about the same connection, once."""
    if not talk.connection or not talk.on_record or talk.resumed - {CONNECTION}:
        return False
    fact = yield from carry_out(About(talk.connection), Remembered)
    pages = {page.slot: page for page in fact.pages}
    area = next((slot.split(".")[0] for slot in pages if ".repair." in slot), None)
    if area is None:
        return False
    step, closed = pages.get(f"{area}.repair.2"), pages.get(f"{area}.closed")
    note = step.words if step and is_sure(step.confidences) else ""
    stance = (closed and closed.stance) or "unclear"
    question = Question(remember(talk.connection, area, stance, note), "open", area)
    return (yield from take(talk, Asking("remembered", question), lambda answer: acknowledged(talk, answer)))
