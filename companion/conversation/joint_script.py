"""The check-in for two as data: ``words/en/joint.toml``, and what of an answer may never be said back."""

from functools import cache
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr, field_validator, model_validator

from companion.conversation.talk import Answer
from companion.understanding.gist import told, turned
from companion.understanding.pattern import Patterns
from companion.understanding.spoken import as_text, spoken
from companion.words import load

LONGEST_WISH_WORDS = 12
"""A longer answer holds more than what somebody would like."""

Text = Annotated[str, Field(min_length=1)]


def _naming(*places: str) -> AfterValidator:
    """Refuses a line without one of these places, or with another one."""

    def named(line: str) -> str:
        marked = {place: f"\0{place}\0" for place in places}
        try:
            filled = line.format(**marked)
        except (KeyError, IndexError, ValueError, AttributeError):
            filled = ""
        if not all(mark in filled for mark in marked.values()):
            wanted = " and ".join(f"{{{place}}}" for place in places)
            raise ValueError(f"it must hold {wanted}, and no other braces")
        return line

    return AfterValidator(named)


Named = Annotated[Text, _naming("name")]
"""A line for one of the two: it says which."""


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class JointArea(_Words):
    """One area: what it is about, then a closed question and an open one for each of the two."""

    name: Text
    opening: Text
    closed: Text
    open: Text


class Shared(_Words):
    """What each would like, said back when both want that."""

    intro: Text
    ask: Named
    left: Text
    wish: Annotated[Text, _naming("name", "wish")]
    title: Text
    begins: Annotated[tuple[Text, ...], Field(min_length=1)]
    unfit: frozenset[Text]


class Step(_Words):
    """One small step each."""

    intro: Text
    offer: Named
    left: Text
    ask: Text
    title: Text
    line: Annotated[Text, _naming("name", "words")]


class JointScript(_Words):
    """The schema of the file."""

    hello: Annotated[Text, _naming("first", "second")]
    about: Text
    consent: Named
    yes_or_no: Named
    begin: Text
    first: Named
    second: Named
    yes_no_unsure: Named
    thanks: Annotated[tuple[Named, ...], Field(min_length=1)]
    trust: Text
    parting: Annotated[Text, _naming("kept")]
    kept_nothing: Text
    kept_all: Text
    kept_some: Text
    help: Text
    apart: Text
    confirm_forget: Named
    off_the_record: Text
    on_the_record: Named
    alone: Text
    alone_no: Text
    shared: Shared
    step: Step
    areas: Annotated[tuple[JointArea, ...], Field(min_length=1)]
    wary: dict[str, list[Text]]
    _fears: Patterns = PrivateAttr()

    @field_validator("areas")
    @classmethod
    def _trust_is_asked_alone(cls, areas: tuple[JointArea, ...]) -> tuple[JointArea, ...]:
        if any(area.name == "trust" for area in areas):
            raise ValueError("trust is asked of each alone: an answer to it can be punished later")
        return areas

    @model_validator(mode="after")
    def _fears_can_be_read(self) -> Self:
        self._fears = Patterns(self.wary)
        return self

    def holds_fear(self, answer: Answer) -> bool:
        """Whether there may be fear in this answer, however well it was heard."""
        felt = {(feeling.name, feeling.whose) for feeling in answer.meaning.feelings}
        return not felt.isdisjoint({("fear", "self"), ("fear", "other"), ("anger", "other")}) or bool(
            self._fears.kinds(as_text(spoken(answer.words)))
        )

    def wish_of(self, words: str) -> str:
        """What this person would like, turned to "you" ("you want a quiet home"); '' when it cannot be said back.

        `words` are those heard surely.
        """
        shared, said = self.shared, spoken(words)
        begins = any(said[: len(start)] == start for start in map(spoken, shared.begins))
        if begins and len(words.split()) <= LONGEST_WISH_WORDS and shared.unfit.isdisjoint(said):
            return turned(words)
        found = told(words)
        wanting = any(found.clause.startswith(f"{turned(start)} ") for start in shared.begins)
        fit = shared.unfit.isdisjoint(found.clause.split()[1:])  # the first word is the person's own "you"
        return found.clause if fit and (wanting or found.speaker == "echo") else ""


@cache
def joint() -> JointScript:
    """The lines for two. Raises `WordsError` when the person's own file is not right."""
    return load("joint", JointScript)
