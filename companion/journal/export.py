"""The journal as text that other programs and people can read: JSON Lines, Markdown, CSV.

JSON Lines, version 1: one object per page, in the order of the check-ins and of their slots, UTF-8. Its fields are
those of `Line`, told in docs/journal.md; a later version will have another number in ``version``. The same fields are
the columns of the CSV, where ``confidences`` stand with a space between them and what is unknown is empty.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from companion.journal.pages import Entry, KeptPage, marked
from companion.journal.store import Journal

CheckInWithPages: TypeAlias = tuple[Entry, list[KeptPage]]
Format: TypeAlias = Literal["jsonl", "md", "csv"]


class Line(BaseModel):
    """One page in an export. Times are ISO 8601 with the offset of the place where the check-in was held.

    `check_in` groups the pages of one check-in; `slot` is unique in it. `confidences` has one number from 0 to 1 per
    word, and none for words corrected by hand. `stance` is what the answer to a closed question meant, else null.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1] = 1
    check_in: int
    started_at: datetime
    kind: str
    connection: str
    finished: bool
    slot: str
    question: str
    words: str
    confidences: tuple[Annotated[float, Field(ge=0, le=1)], ...] = ()
    stance: Literal["yes", "no", "unclear"] | None = None
    concern: Literal["none", "check", "definite"] = "none"
    kept_at: datetime


def everything(journal: Journal) -> list[CheckInWithPages]:
    """Every check-in with its pages, in order."""
    return [(entry, journal.pages(entry.id)) for entry in journal.check_ins()]


def since(journal: Journal, days: int) -> list[CheckInWithPages]:
    """The check-ins of the last `days` with their pages, in order."""
    first = journal.now() - timedelta(days=days)
    return [(entry, journal.pages(entry.id)) for entry in journal.check_ins() if entry.started_at >= first]


def lines(held: Iterable[CheckInWithPages]) -> list[Line]:
    """The pages as `Line`s."""
    return [
        Line(
            check_in=entry.id,
            started_at=entry.started_at,
            kind=entry.kind,
            connection=entry.connection,
            finished=entry.finished,
            slot=kept.page.slot,
            question=kept.page.question,
            words=kept.page.words,
            confidences=kept.page.confidences,
            stance=kept.page.stance,
            concern=kept.page.concern,
            kept_at=kept.kept_at,
        )
        for entry, pages in held
        for kept in pages
    ]


def as_jsonl(held: Iterable[CheckInWithPages]) -> str:
    """One JSON object per page and line; '' for an empty journal."""
    return "".join(line.model_dump_json() + "\n" for line in lines(held))


def as_csv(held: Iterable[CheckInWithPages]) -> str:
    """A header and one row per page."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(Line.model_fields))
    writer.writeheader()
    for line in lines(held):
        row = line.model_dump(mode="json")
        writer.writerow(row | {"confidences": " ".join(str(each) for each in line.confidences)})
    return text.getvalue()


def as_markdown(held: Iterable[CheckInWithPages]) -> str:
    """A heading per check-in and per question, and the answers as quotations, doubtful words marked."""
    parts = ["# Journal\n"]
    for entry, pages in held:
        parts.append(f"\n## {_escaped(title(entry))}\n")
        parts += [
            f"\n### {_escaped(kept.page.question)}\n\n> {_escaped(printable(marked(kept.page)))}\n" for kept in pages
        ]
    return "".join(parts)


FORMATS: dict[Format, Callable[[Iterable[CheckInWithPages]], str]] = {
    "jsonl": as_jsonl,
    "md": as_markdown,
    "csv": as_csv,
}


def title(entry: Entry) -> str:
    """'Check-in 3, Monday 23 November 2026 at 15:10, alliance, about my sister, not finished'."""
    about = f", about {printable(entry.connection)}" if entry.connection else ""
    open_still = "" if entry.finished else ", not finished"
    when = f"{entry.started_at:%A} {entry.started_at.day} {entry.started_at:%B %Y} at {entry.started_at:%H:%M}"
    return f"Check-in {entry.id}, {when}, {printable(entry.kind)}{about}{open_still}"


def printable(text: str) -> str:
    """`text` on one line and without control characters, which could move a terminal's cursor or hide words."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", text)
