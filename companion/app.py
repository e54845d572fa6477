"""The ways to hold a check-in without a microphone: typed, from a sound file, and with a simulated person."""

import contextlib
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TextIO

from companion.aloud import voice_of
from companion.demo import Person
from companion.errors import SoundFileError
from companion.hearing.ear import Ear
from companion.hearing.file import FileSource
from companion.hearing.sound import Source
from companion.hearing.typed import TypedEar
from companion.journal import Place
from companion.keys import Keys
from companion.listening import favoured_phrases
from companion.occasion import (
    Occasion,
    Show,
    live_in,
    manner_of,
    memory_of,
    models_of,
    recent_unfinished,
    table_of,
    talk_of,
)
from companion.offline import stay_offline
from companion.people import Party
from companion.settings import Settings
from companion.speaking.mouth import Mouth
from companion.speaking.tape import Tape
from companion.speaking.voice import Voice

DEMO_VOICE = "en-us"
"""The simulated person's voice, another one than the companion's own."""


def hold_typed(settings: Settings, show: Show, terminal: TextIO, party: Party) -> bool:
    """The same check-in, typed: nothing is spoken and nothing is listened to."""
    stay_offline()
    with contextlib.ExitStack() as stack:
        occasion = Occasion(settings, show, party, stack)
        table = table_of(occasion, TypedEar(terminal, sys.stdout), None, Keys().pressed)
        table.unfinished = recent_unfinished(table.journal)
        table.live_in = partial(live_in, table)
        memory = memory_of(settings, table.journal, table.unfinished)
        return table.hold(talk_of(occasion, memory, manner_of(settings, live=False)))


def hold_file(settings: Settings, show: Show, party: Party, answers: Path, both: Path | None) -> bool:
    """The same check-in with what is said in a sound file: each stretch of speech answers the question asked then.

    `both`, when given, is written as a WAV file with both sides. Raises `SoundFileError` for either file.
    """
    stay_offline()
    if both is not None and both.resolve() == answers.resolve():
        raise SoundFileError(f"{both} holds the answers and would be written over: choose another file for both sides.")
    with contextlib.ExitStack() as stack:
        return _hold_recorded(Occasion(settings, show, party, stack), FileSource(answers), both)


def hold_demo(settings: Settings, show: Show, both: Path | None) -> bool:
    """A check-in with a simulated person, through the real recogniser, kept nowhere; `both` as in `hold_file`."""
    stay_offline()
    person = Person(Voice(DEMO_VOICE))

    def overheard(line: str) -> None:
        show(line)
        person.hear(line)

    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="companion-demo-")))
        place = Place(folder / "data", folder / "config", "file")
        return _hold_recorded(Occasion(settings, overheard, Party(place), stack), person, both)


def _hold_recorded(occasion: Occasion, source: Source, both: Path | None) -> bool:
    """A check-in without devices, faster than life: all its silences are counted in samples."""
    mouth = None
    if both is not None:
        tape = occasion.stack.enter_context(Tape(both))
        source = _Taped(source, tape)
        mouth = Mouth(voice_of(occasion.settings), tape)
    models = models_of(occasion)
    pressed = Keys().pressed
    table = table_of(occasion, Ear(source, models, favoured_phrases(), pressed), mouth, pressed)
    memory = memory_of(occasion.settings, table.journal, None)
    memory = replace(memory, small_ear=models.open.reliability < 1, asks_country=False)
    return table.hold(talk_of(occasion, memory, manner_of(occasion.settings, live=False)))


class _Taped:
    """A source whose sound also goes onto a tape as it is heard."""

    def __init__(self, source: Source, tape: Tape) -> None:
        self._source, self._tape = source, tape
        self.skip = source.skip

    def blocks(self) -> Iterator[bytes]:
        for block in self._source.blocks():
            self._tape.add(block)
            yield block
