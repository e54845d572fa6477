"""What was answered over time, as a picture (SVG) and as the same rows for a table."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.dates import date2num, num2date
from matplotlib.figure import Figure

WIDTH_INCHES = 4.5
"""Narrow, so that its letters can still be read on a screen of 320 pixels."""
MARGIN_INCHES, LEVEL_INCHES = 0.5, 0.3
SHAPES = "sDo^vPX*"
"""A shape for each level, so that none is told by its place or its colour alone."""
COLOURS = (("#000000", "currentColor"), ("#1f77b4", "var(--mark)"))
"""Matplotlib's colours become those of the page, light or dark."""
AROUND_DAYS = 1.0
"""At both ends of the time axis, so that a single evening has a width too."""
DATES_APART = 0.34
"""How far one date on the axis is from the next, as a part of it: the letters of two never touch."""
LARGEST_MARK, SMALLEST_MARK = 7.0, 2.0
UNCROWDED = 40
"""With more check-ins the marks grow smaller, down to where their shape can still be seen."""


@dataclass(frozen=True, slots=True)
class Plot:
    """What was answered when: each mark is a moment and one of `levels`, which are named from below.

    `joined` draws a line from each mark to the next, where there is one at a time.
    """

    caption: str
    levels: tuple[str, ...]
    marks: tuple[tuple[datetime, str], ...]
    joined: bool = False

    @property
    def rows(self) -> list[tuple[datetime, str]]:
        """The marks as rows of a table, those of one moment together."""
        grouped = groupby(self.marks, lambda mark: mark[0])
        return [(moment, ", ".join(level for _, level in group)) for moment, group in grouped]


def as_svg(plot: Plot, name: str, span: Sequence[datetime]) -> str:
    """The plot over `span` as an SVG element that the element ``NAME-caption`` names; `name` is unique in the page.

    Its letters stay letters, and the same marks make the same picture.
    """
    with mpl.rc_context(
        {"svg.fonttype": "none", "svg.hashsalt": "companion", "text.parse_math": False, "font.size": 12}
    ):
        height = MARGIN_INCHES + LEVEL_INCHES * len(plot.levels)
        figure = Figure(figsize=(WIDTH_INCHES, height), layout="constrained")
        _draw(figure.subplots(), plot, _days(span))
        written = io.StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(written, format="svg", transparent=True, metadata=nothing)
    svg = re.sub(r'( id="|url\(#|href="#)', rf"\g<1>{name}-", written.getvalue())
    for theirs, ours in COLOURS:
        svg = svg.replace(theirs, ours)
    return svg[svg.index("<svg") :].replace("<svg", f'<svg role="img" aria-labelledby="{name}-caption"', 1)


def _draw(axes: Axes, plot: Plot, span: Sequence[float]) -> None:
    days = _days(moment for moment, _ in plot.marks)
    heights = [plot.levels.index(level) for _, level in plot.marks]
    size = max(SMALLEST_MARK, min(LARGEST_MARK, LARGEST_MARK * UNCROWDED / len(span)))
    if plot.joined:
        axes.plot(days, heights, color="C0", linewidth=size / LARGEST_MARK, alpha=0.75)
    for height, shape in zip(range(len(plot.levels)), SHAPES, strict=False):
        there = [day for day, each in zip(days, heights, strict=True) if each == height]
        axes.plot(there, [height] * len(there), shape, color="C0", markersize=size, clip_on=False)
    axes.set_yticks(range(len(plot.levels)), plot.levels)
    axes.set_ylim(-0.5, len(plot.levels) - 0.5)
    axes.set_xlim(min(span) - AROUND_DAYS, max(span) + AROUND_DAYS)
    dates = _far_enough(sorted(span))
    axes.set_xticks(dates, [f"{moment.day} {moment:%b %Y}" for moment in map(num2date, dates)])
    axes.grid(axis="y", color="black", alpha=0.25)
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.tick_params(axis="y", length=0)


def _days(moments: Iterable[datetime]) -> list[float]:
    """Days by the clock of the place where each check-in was held, whatever its offset."""
    return [float(date2num(moment.replace(tzinfo=None))) for moment in moments]  # type: ignore[no-untyped-call]


def _far_enough(days: Sequence[float]) -> list[float]:
    """The first of `days`, and of the others those that stand far enough from the one before."""
    shown = [days[0]]
    for day in days:
        if day - shown[-1] > DATES_APART * (days[-1] - days[0] + 2 * AROUND_DAYS):
            shown.append(day)
    return shown
