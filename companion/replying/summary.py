"""The close: what was heard, area by area, in the person's own words; then whether they felt heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from companion.replying.fresh import fresh
from companion.replying.template import Line, Lines, Strict, holding
from companion.understanding import Stance
from companion.understanding.gist import clause, topic
from companion.words import load


@dataclass(frozen=True, slots=True)
class AreaHeard:
    """What was heard about one area; `words` are only those heard with confidence and may be ""."""

    area: str
    stance: Stance | None
    words: str = ""


class _Opening(Strict):
    lines: Lines
    nothing: Lines


class _Forms(Strict):
    stance_and_clause: Annotated[str, holding("lead", "stance", "clause")]
    stance_and_topic: Annotated[str, holding("lead", "stance", "topic")]
    stance_only: Annotated[str, holding("lead", "stance")]
    clause_only: Annotated[str, holding("lead", "clause")]
    topic_only: Annotated[str, holding("lead", "topic")]


class _Heard(Strict):
    question: Line
    yes: Lines
    no: Lines
    unclear: Lines
    none: Lines


class SummaryWords(Strict):
    """The schema of ``summary.toml``."""

    opening: _Opening
    areas: dict[str, Annotated[str, holding("area")]]
    stance: dict[Stance, Line]
    forms: _Forms
    heard: _Heard


def _words() -> SummaryWords:
    return load("summary", SummaryWords)


def summarise(areas: Sequence[AreaHeard], said: Sequence[str] = ()) -> str:
    """What was heard, one sentence per area, about 60 words for three areas; areas without an answer are left out."""
    told = [line for line in map(_area, areas) if line]
    opening = _words().opening
    if not told:
        return fresh(opening.nothing, said)
    return " ".join([fresh(opening.lines, said), *told])


def _area(heard: AreaHeard) -> str:
    words = _words()
    lead = words.areas.get(heard.area, words.areas["other"]).format(area=heard.area)
    stance = words.stance[heard.stance] if heard.stance else ""
    told = clause(heard.words)
    about = "" if told else topic(heard.words)
    return _form(bool(stance), bool(told), bool(about)).format(lead=lead, stance=stance, clause=told, topic=about)


def _form(stance: bool, told: bool, about: bool) -> str:
    forms = _words().forms
    if told:
        return forms.stance_and_clause if stance else forms.clause_only
    if about:
        return forms.stance_and_topic if stance else forms.topic_only
    return forms.stance_only if stance else ""


def heard_question() -> str:
    """The last question of a check-in."""
    return _words().heard.question


def after_heard(stance: Stance | None, said: Sequence[str] = ()) -> str:
    """What follows the last question: thanks after a yes; after a no it owns its part and asks what would help."""
    heard = _words().heard
    lines = {"yes": heard.yes, "no": heard.no, "unclear": heard.unclear}
    return fresh(lines[stance] if stance else heard.none, said)
