"""The close: what was heard, area by area; then whether the person felt heard, which is for us to mend when not."""

from companion.conversation.asking import settle
from companion.conversation.care import Asking, acknowledged, take
from companion.conversation.events import Line
from companion.conversation.script import Area, Script
from companion.conversation.talk import Answer, Talk, is_sure, say
from companion.replying import AreaHeard, after_heard, heard_question, summarise
from companion.understanding import Command, Question

WISHES: tuple[Command, ...] = ("slower", "faster", "louder", "quieter", "more time")
"""Commands that answer what would help next time."""


def sum_up(talk: Talk, script: Script) -> Line[bool]:
    """What was heard, area by area."""
    areas = [heard for area in script.areas if (heard := area_heard(talk, area)) is not None]
    if areas:
        yield from say(talk, summarise(areas, talk.said))
    return False


def ask_heard(talk: Talk) -> Line[bool]:
    """Whether the person felt heard."""
    asking = Asking("heard", Question(heard_question(), "closed"))

    def then(answer: Answer) -> Line[None]:
        settled = yield from settle(talk, asking.slot, asking.question, answer)
        talk.felt_heard = settled.meaning.stance
        if talk.felt_heard == "yes":
            yield from say(talk, after_heard("yes", talk.said))

    return (yield from take(talk, asking, then))


def ask_wish(talk: Talk) -> Line[bool]:
    """Not feeling heard is our own rupture: own it, ask what would help, keep the wish."""
    if talk.felt_heard not in ("no", "unclear"):
        return False
    question = Question(after_heard(talk.felt_heard, talk.said), "open")
    return (yield from take(talk, Asking("wish", question, taking=WISHES), lambda answer: acknowledged(talk, answer)))


def area_heard(talk: Talk, area: Area) -> AreaHeard | None:
    """What of this area may be said at the close: the stance, and the words only when all were heard well.

    Nothing of an answer that gave concern: it was met when it was given.
    """
    closed, opened = (talk.pages.get(f"{area.name}.{kind}") for kind in ("closed", "open"))
    if closed is None and opened is None:
        return None
    stance = closed.stance if closed and closed.concern == "none" else None
    sure = opened.words if opened and opened.concern == "none" and is_sure(opened.confidences) else ""
    return AreaHeard(area.name, stance, sure)
