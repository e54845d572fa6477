"""What every way of holding a check-in has: its settings, its journal, its table, and what is talked about."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from companion.conversation import Manner, Memory, alliance, check_in, joint_check_in
from companion.conversation.events import Help, Key, Line
from companion.hearing.models import Models, find_models
from companion.helplines import country_of, help_of
from companion.journal import Entry, Journal
from companion.people import Party
from companion.senses import Ear, Senses
from companion.settings import Settings, data_folder
from companion.speaking.mouth import Mouth
from companion.supervisor import Engine, Lapse, Lifeline
from companion.table import Table

JOINT = "joint"
"""The kind of a check-in for two."""

COUNTRY = "country"
"""The note with the person's country, by its two letters."""

GO_ON_WITHIN = timedelta(hours=24)
"""A check-in that stopped halfway is offered again for a day; after that it is history."""

Show = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Occasion:
    """What every way of holding a check-in has: settings, a screen, and what is to be closed at its end.

    A live one also has its `lifeline`, and the `lapse` that it comes back from.
    """

    settings: Settings
    show: Show
    party: Party
    stack: contextlib.ExitStack
    lifeline: Lifeline = field(default_factory=Lifeline)
    lapse: Lapse | None = None

    def failures(self, engine: Engine) -> int:
        """How often in a row this engine has failed."""
        return self.lapse.failures.get(engine, 0) if self.lapse else 0


def table_of(occasion: Occasion, ear: Ear, mouth: Mouth | None, pressed: Callable[[], Key | None]) -> Table:
    """A table with the journal of its place open, and a new check-in in it; for two, in the journal of each."""
    place, beside = occasion.party.place, occasion.party.beside
    journal = occasion.stack.enter_context(place.writing())
    senses = Senses(ear, mouth, pressed, occasion.show)
    if beside is None:
        return Table(senses, place, journal, journal.begin(alliance().name, ""))
    own_name, other_name = beside.names
    table = Table(senses, place, journal, journal.begin(JOINT, other_name))
    table.beside = occasion.stack.enter_context(beside.place.writing()).begin(JOINT, own_name)
    table.senses.shows_answers = False
    return table


def talk_of(occasion: Occasion, memory: Memory, manner: Manner) -> Line[bool]:
    """What is talked about: the check-in for one, or that for two."""
    beside = occasion.party.beside
    return joint_check_in(beside.names, manner) if beside else check_in(alliance(), memory, manner)


def models_of(occasion: Occasion) -> Models:
    """The recognition models to listen with; one that is not whole is named and passed over."""
    models = find_models(data_folder() / "models")
    for sentence in models.passed_over:
        occasion.show(sentence)
    return models


def live_in(table: Table, words: str) -> Help:
    """Keep the country these words name. None, or one we do not know, is kept as no answer: it is not asked again."""
    code = country_of(words)
    if code or table.journal.note(COUNTRY) is None:
        table.journal.set_note(COUNTRY, code)
    return help_of(code)


def recent_unfinished(journal: Journal) -> Entry | None:
    """The check-in that stopped halfway within the last day, if there is one; one for two is not gone on with alone."""
    entry = journal.unfinished()
    return entry if entry and entry.kind != JOINT and journal.now() - entry.started_at < GO_ON_WITHIN else None


def memory_of(settings: Settings, journal: Journal, unfinished: Entry | None) -> Memory:
    """What the conversation is told before its first word."""
    country = settings.country or journal.note(COUNTRY)
    before = journal.check_ins()
    return Memory(
        first_time=all(entry.kind == JOINT for entry in before),
        help=help_of(country or ""),
        asks_country=country is None,
        unfinished=unfinished is not None,
        seed=len(before),
        after_two=bool(before) and before[-1].kind == JOINT,
    )


def manner_of(settings: Settings, *, live: bool) -> Manner:
    """How patient to be; in a file or in typed text no silence is held open."""
    return Manner(
        closed_patience_seconds=settings.closed_patience_seconds,
        open_patience_seconds=settings.open_patience_seconds,
        silences_seconds=(settings.first_silence_seconds, settings.second_silence_seconds),
        hold_seconds=settings.hold_seconds if live else 0.0,
        rest_seconds=settings.rest_seconds,
        pause_seconds=settings.pause_seconds,
    )
