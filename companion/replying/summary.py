"""The close: what was heard, area by area, in the person's own words; then whether they felt heard."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from companion.replying.fresh import fresh
from companion.understanding import Stance
from companion.understanding.gist import clause, topic
from companion.words import load

Lines = list[str]


@dataclass(frozen=True, slots=True)
class AreaHeard:
    """What was heard about one area; `words` are only those heard with confidence and may be ""."""

    area: str
    stance: Stance | None
    words: str = ""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)  # built at the first reply


class _Opening(_Strict):
    lines: Lines = Field(min_length=1)
    nothing: Lines = Field(min_length=1)


class _Forms(_Strict):
    stance_and_clause: str
    stance_and_topic: str
    stance_only: str
    clause_only: str
    topic_only: str


class _Heard(_Strict):
    question: str
    yes: Lines = Field(min_length=1)
    no: Lines = Field(min_length=1)
    unclear: Lines = Field(min_length=1)
    none: Lines = Field(min_length=1)


class SummaryWords(_Strict):
    """The schema of ``summary.toml``."""

    opening: _Opening
    areas: dict[str, str]
    stance: dict[Stance, str]
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
