"""The review as one page for a browser: nothing is fetched, nothing runs in it, and every picture has its table."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from pydantic import BaseModel, ConfigDict

from companion import words
from companion.journal import review
from companion.journal.export import CheckInWithPages
from companion.journal.history import FeelingsOf, History, Stance, histories
from companion.journal.plot import SHAPES, Plot, as_svg

FROM_BELOW: tuple[Stance, ...] = ("no", "unclear", "yes")


class Phrases(BaseModel):
    """The sentences of ``words/en/report.toml``."""

    model_config = ConfigDict(extra="forbid")
    title: str
    about: str
    unnamed: str
    feelings: str
    feelings_most: str
    table: str
    date: str
    said: str
    notes: str
    recurring: str
    plain: str
    stances: dict[Stance, str]


@dataclass(frozen=True, slots=True)
class _Picture:
    name: str
    plot: Plot
    svg: str


@dataclass(frozen=True, slots=True)
class _Section:
    name: str
    heading: str
    pictures: tuple[_Picture, ...]
    notes: tuple[str, ...]


def as_html(held: Sequence[CheckInWithPages], feelings_of: FeelingsOf) -> str:
    """The page about these check-ins; '' where there is too little to compare."""
    found = histories(held, feelings_of)
    sections = [section for number, each in enumerate(found) if (section := _section(each, f"part-{number}"))]
    recurring = review.recurring(found)
    if not sections and not recurring:
        return ""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters["day"] = review.day
    return environment.from_string(Path(__file__).with_name("report.html").read_text(encoding="utf-8")).render(
        words=_phrases(),
        opening=review.opening(found),
        sections=sections,
        recurring=recurring,
        closing=review.phrases().closing,
    )


def _section(history: History, name: str) -> _Section | None:
    """What can be shown of one connection; None where that is nothing."""
    span = [past.started_at for past in history.past]
    pictures = tuple(
        _Picture(f"{name}-{number}", plot, as_svg(plot, f"{name}-{number}", span))
        for number, plot in enumerate([*_areas(history), *_feelings(history)])
    )
    notes = tuple(review.notes(history))
    about = _phrases().about.format(connection=history.connection) if history.connection else _phrases().unnamed
    return _Section(name, about, pictures, notes) if pictures or notes else None


def _areas(history: History) -> Iterator[Plot]:
    said = _phrases().stances
    for area, change in zip(history.compared, review.changes(history), strict=True):
        answered = [past for past in history.past if area in past.stances]
        marks = tuple((past.started_at, said[past.stances[area]]) for past in answered)
        yield Plot(change, tuple(said[stance] for stance in FROM_BELOW), marks, joined=True)


def _feelings(history: History) -> Iterator[Plot]:
    """The feelings of this connection, where they were put into words at least twice."""
    times = Counter(feeling for past in history.past for feeling in past.feelings)
    if sum(bool(past.feelings) for past in history.past) > 1:
        most = dict(times.most_common(len(SHAPES)))
        marks = tuple((past.started_at, each) for past in history.past for each in past.feelings if each in most)
        caption = _phrases().feelings_most.format(count=len(most)) if len(times) > len(most) else _phrases().feelings
        first_on_top = tuple(reversed(dict.fromkeys(each for _, each in marks)))
        yield Plot(caption, first_on_top, marks)


def _phrases() -> Phrases:
    return words.load("report", Phrases)
