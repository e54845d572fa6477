"""Repair: an invitation that may be declined, two questions at most, and its return at the next check-in."""

from companion.conversation.care import met
from companion.conversation.events import About, Line, Remembered
from companion.conversation.talk import Talk, agrees, ask, is_sure, keep, say
from companion.replying import acknowledge, declined, invite, noted, questions, remember
from companion.understanding import Question


def offer_repair(talk: Talk, area: str) -> Line[bool]:
    """Where an area is unclear or no, invite; a no is as welcome as a yes."""
    page = talk.pages.get(f"{area}.closed")
    if page is None or page.stance not in ("unclear", "no") or in_danger(talk) or talk.has(f"{area}.repair.1"):
        return False
    if not (yield from agrees(talk, invite(area, page.stance, talk.said))):
        yield from say(talk, declined(talk.said))
        return True
    sure = ""
    for number, text in enumerate(questions(area), start=1):
        question = Question(text, "open", area)
        answer = yield from ask(talk, question)
        if answer is None:
            continue
        yield from keep(talk, f"{area}.repair.{number}", question, answer)
        if (yield from met(talk, answer)):
            return True
        sure = answer.sure
        line = noted(sure, talk.said) if number == len(questions(area)) else None
        yield from say(talk, line or acknowledge(sure, answer.meaning, talk.said, seed=talk.seed))
    return True


def in_danger(talk: Talk) -> bool:
    """Whether anything in this check-in gave concern: then no repair is offered."""
    return any(page.concern != "none" for page in talk.pages.values())


def remember_repair(talk: Talk) -> Line[bool]:
    """Come back to what was thought of last time about the same connection, once."""
    if not talk.connection or not talk.on_record or talk.has("remembered"):
        return False
    fact = yield About(talk.connection)
    pages = {page.slot: page for page in fact.pages} if isinstance(fact, Remembered) else {}
    area = next((slot.split(".")[0] for slot in pages if ".repair." in slot), None)
    if area is None:
        return False
    step, closed = pages.get(f"{area}.repair.2"), pages.get(f"{area}.closed")
    note = step.words if step and is_sure(step.confidences) else ""
    stance = (closed and closed.stance) or "unclear"
    question = Question(remember(talk.connection, area, stance, note), "open", area)
    answer = yield from ask(talk, question)
    if answer is None:
        return True
    yield from keep(talk, "remembered", question, answer)
    if not (yield from met(talk, answer)):
        yield from say(talk, acknowledge(answer.sure, answer.meaning, talk.said, seed=talk.seed))
    return True
