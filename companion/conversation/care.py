"""What comes before any acknowledgement: somebody in danger, or somebody who has had enough of us.

A first version of the safety talk: it asks directly, names who could help, and stays.
"""

from companion.conversation.events import Commanded, Heard, Line
from companion.conversation.script import phrases, safety
from companion.conversation.talk import Answer, StoppedError, Talk, agrees, ask, listen, say
from companion.replying import acknowledge, own_rupture
from companion.understanding import Question, Rupture, understand

STAY_TURNS = 100
"""How many turns we stay and listen after the questions were left; a bound only so that it always ends."""


def met(talk: Talk, answer: Answer) -> Line[bool]:
    """Meet danger, or anger at us, when there is any; says whether it was met."""
    meaning = answer.meaning
    if meaning.concern != "none":
        yield from meet_danger(talk, safety().ask if meaning.concern == "definite" else safety().soft)
        return True
    if meaning.rupture is not None:
        yield from mend_rupture(talk, meaning.rupture)
        return True
    return False


def mend_rupture(talk: Talk, kind: Rupture) -> Line[None]:
    """Own our part and offer a choice: stop, or go on; silence goes on."""
    yield from say(talk, own_rupture(kind, talk.said))
    fact = yield from listen(talk, "closed", talk.manner.silences_seconds[0])
    command = fact.command if isinstance(fact, Commanded) else None
    if isinstance(fact, Heard):
        command = understand(fact.words).command
    if command == "stop":
        raise StoppedError(phrases().stopped)


def meet_danger(talk: Talk, text: str) -> Line[None]:
    """Ask directly. A clear no ends it without a lecture; anything else is met with help and presence."""
    answer = yield from ask(talk, Question(text, "closed"))
    if answer is not None and answer.meaning.stance == "no" and answer.meaning.concern == "none":
        yield from say(talk, safety().no_is_fine)
        return
    yield from say(talk, safety().support)
    yield from say(talk, safety().support_again)
    if not (yield from agrees(talk, safety().still_here)):
        yield from stay(talk)


def stay(talk: Talk) -> Line[None]:
    """Leave the questions and listen for as long as the person talks. Nothing of it is kept."""
    yield from say(talk, safety().stay)
    for _ in range(STAY_TURNS):
        fact = yield from listen(talk, "more", talk.manner.rest_seconds)
        if not isinstance(fact, Heard):
            break
        meaning = understand(fact.words)
        if meaning.command == "stop":
            break
        answer = Answer(fact.words, fact.confidences, meaning)
        yield from say(talk, acknowledge(answer.sure, meaning, talk.said, seed=talk.seed))
    raise StoppedError(phrases().gone)
