"""Repair: an invitation that may be declined, two questions at most, a note that is remembered, and our own part."""

from collections.abc import Sequence
from typing import Annotated, Literal, TypeAlias

from companion.replying.fresh import fresh, sentence
from companion.replying.template import SOME, Line, Lines, Strict, holding
from companion.understanding import Stance
from companion.understanding.gist import clause, doing, turned
from companion.words import load

OwnRupture: TypeAlias = Literal["misheard", "asked badly", "withdrawal", "confrontation", "not heard"]
AreaLines: TypeAlias = Annotated[list[Annotated[str, holding("area", "Area")]], SOME]
Quoting: TypeAlias = Annotated[list[Annotated[str, holding("clause", "Clause")]], SOME]
Felt: TypeAlias = Annotated[str, holding("area")]


class _Invite(Strict):
    no: AreaLines
    unclear: AreaLines
    other: AreaLines
    opportunity: AreaLines
    question: AreaLines


class _Questions(Strict):
    understand: Line
    small: Line


class _Declined(Strict):
    lines: Lines


class _Noted(Strict):
    quoting: Quoting
    plain: Lines


class _Felt(Strict):
    unclear: Felt
    no: Felt
    yes: Felt
    other: Felt


class _Remember(Strict):
    when: Line
    when_about: Annotated[str, holding("connection")]
    with_plan: Annotated[str, holding("when", "felt", "plan")]
    with_note: Annotated[str, holding("when", "felt", "clause")]
    without_note: Annotated[str, holding("when", "felt")]
    felt: _Felt


class _Own(Strict):
    owns: Lines
    offers: Lines


class RepairWords(Strict):
    """The schema of ``repair.toml``."""

    areas: dict[str, str]
    invite: _Invite
    questions: _Questions
    declined: _Declined
    noted: _Noted
    remember: _Remember
    own: dict[OwnRupture, _Own]


def _words() -> RepairWords:
    return load("repair", RepairWords)


def invite(area: str, stance: Stance | None, said: Sequence[str] = ()) -> str:
    """An invitation to stay with an area that is not clear or was answered no; it may be declined."""
    words = _words()
    leads: dict[str | None, AreaLines] = {"no": words.invite.no, "unclear": words.invite.unclear}
    named = words.areas.get(area, area)
    start = len(said)
    return " ".join(
        _part(lines, said, start).format(area=named, Area=sentence(named))
        for lines in (leads.get(stance, words.invite.other), words.invite.opportunity, words.invite.question)
    )


def _part(lines: Sequence[str], said: Sequence[str], start: int) -> str:
    """One of `lines` that is not part of anything said, or the one whose turn it is."""
    unsaid = [line for line in lines if not any(line in text for text in said)]
    return fresh(unsaid or lines, (), start)


def questions(area: str) -> tuple[str, str]:
    """The two repair questions, and there are never more; the same for every `area` so far."""
    del area
    words = _words().questions
    return words.understand, words.small


def declined(said: Sequence[str] = ()) -> str:
    """What is said when an invitation is declined: it is left, without a reason asked."""
    return fresh(_words().declined.lines, said)


def noted(words: str, said: Sequence[str] = ()) -> str:
    """What is said after a repair note was kept; `words` are "" when they were kept but not heard surely."""
    lines = _words().noted
    if not (told := doing(words) or clause(words)):
        return fresh(lines.plain, said)
    return fresh([line.format(clause=told, Clause=sentence(told)) for line in lines.quoting], said)


def remember(connection: str, area: str, stance: str, note: str) -> str:
    """The repair note's return at the next check-in about the same connection.

    `connection` is as the person named it ("my sister"), "" when it has no name; `note` may be "".
    """
    words = _words().remember
    felt = {"unclear": words.felt.unclear, "no": words.felt.no, "yes": words.felt.yes}.get(stance, words.felt.other)
    plan, told = doing(note), clause(note)
    form = words.with_plan if plan else words.with_note if told else words.without_note
    named = turned(connection)
    when = words.when if named in {"", "you"} else words.when_about.format(connection=named)
    return form.format(when=when, felt=felt.format(area=area), plan=plan, clause=told)


def own_rupture(kind: OwnRupture, said: Sequence[str] = ()) -> str:
    """The companion's own part in a rupture: owned, the demand lowered, a choice offered."""
    own = _words().own[kind]
    turns = range(len(own.owns) * len(own.offers))
    # both parts change from one line to the next
    pairs = [
        (own.owns[turn % len(own.owns)], own.offers[(turn // len(own.owns) + turn) % len(own.offers)]) for turn in turns
    ]
    return fresh([f"{owned} {offered}" for owned, offered in pairs], said)
