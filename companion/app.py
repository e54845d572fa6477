"""The composition root: the only file that names concrete devices and puts a check-in together from them."""

import contextlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TextIO

from pydantic import BaseModel, ConfigDict

from companion.conversation import Manner, Memory, alliance, check_in, connection_phrases, phrases
from companion.demo import Person
from companion.errors import (
    AudioMissingError,
    CompanionError,
    FetchError,
    MicrophoneError,
    ModelError,
    SpeakerError,
    VoiceError,
)
from companion.hearing.ear import Ear, Grammars
from companion.hearing.file import FileSource
from companion.hearing.microphone import Microphone
from companion.hearing.models import find_models
from companion.hearing.sound import Source
from companion.hearing.typed import TypedEar
from companion.journal import Entry, Journal, open_journal
from companion.journal.commands import ask_passphrase
from companion.keys import Keys, single_keys
from companion.offline import connecting, stay_offline
from companion.settings import Settings, config_folder, data_folder
from companion.speaking.mouth import Mouth
from companion.speaking.speaker import Speaker
from companion.speaking.tape import Tape
from companion.speaking.voice import Voice
from companion.table import Table
from companion.words import load

OFFERED = "better ear offered"

GO_ON_WITHIN = timedelta(hours=24)
"""A check-in that stopped halfway is offered again for a day; after that it is history."""

DEMO_VOICE = "en-us"
"""The simulated person's voice, another one than the companion's own."""


class Listening(BaseModel):
    """The schema of ``words/en/listening.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bare: tuple[str, ...]
    answers: tuple[str, ...]
    commands: tuple[str, ...]
    decoys: tuple[str, ...]


Show = Callable[[str], None]


def hold_live(settings: Settings, show: Show, terminal: TextIO) -> bool:
    """A check-in at the microphone and the loudspeaker; returns whether it came to its end.

    What is missing is told, aloud where possible, and done without. Raises any `CompanionError`, once it was told.
    """
    with contextlib.ExitStack() as stack:
        keys = stack.enter_context(single_keys(terminal))
        mouth = _live_mouth(settings, stack, show)
        try:
            return _hold_live(settings, show, terminal, keys, mouth, stack)
        except CompanionError as error:
            if mouth:
                mouth.begin(str(error))
                mouth.finish(keys.pressed)
            raise


def _hold_live(
    settings: Settings, show: Show, terminal: TextIO, keys: Keys, mouth: Mouth | None, stack: contextlib.ExitStack
) -> bool:
    journal = stack.enter_context(_journal(settings))
    typed = TypedEar(terminal, sys.stdout, keys.lines) if terminal.isatty() else None
    models = find_models(data_folder() / "models")
    for told in models.passed_over:
        show(told)
    table = Table(
        typed or TypedEar(terminal, sys.stdout), mouth, journal, journal.begin(alliance().name, ""), keys, show, typed
    )
    table.unfinished = recent_unfinished(journal)
    memory = _memory(journal, table.unfinished, small_ear=False)
    try:
        ear = Ear(_microphone(settings, stack), models, favoured_phrases(), keys.pressed)
    except (AudioMissingError, MicrophoneError) as error:
        if typed is None:
            raise
        table.say(f"{error} {phrases().type_instead}")
    else:
        table.ear = ear
        table.fetch = partial(_fetch_better_ear, ear, show)
        small = models.open.reliability < 1
        may_fetch = small and journal.note(OFFERED) is None and _has_network()
        if may_fetch:
            journal.set_note(OFFERED, "yes")
        memory = replace(memory, small_ear=small, may_fetch=may_fetch)
    stay_offline()
    return table.hold(check_in(alliance(), memory, manner_of(settings, live=table.ear is not typed)))


def hold_typed(settings: Settings, show: Show, terminal: TextIO) -> bool:
    """The same check-in, typed: nothing is spoken and nothing is listened to."""
    stay_offline()
    with _journal(settings) as journal:
        table = Table(TypedEar(terminal, sys.stdout), None, journal, journal.begin(alliance().name, ""), Keys(), show)
        table.unfinished = recent_unfinished(journal)
        memory = _memory(journal, table.unfinished, small_ear=False)
        return table.hold(check_in(alliance(), memory, manner_of(settings, live=False)))


def hold_file(settings: Settings, show: Show, answers: Path, both: Path | None) -> bool:
    """The same check-in with what is said in a sound file: each stretch of speech answers the question asked then.

    `both`, when given, is written as a WAV file with both sides. Raises `SoundFileError` for either file.
    """
    stay_offline()
    with _journal(settings) as journal, contextlib.ExitStack() as stack:
        return _hold_recorded(settings, show, FileSource(answers), both, journal, stack)


def hold_demo(settings: Settings, show: Show, both: Path | None) -> bool:
    """A check-in with a simulated person, through the real recogniser, kept nowhere; `both` as in `hold_file`."""
    stay_offline()
    person = Person(Voice(DEMO_VOICE))

    def overheard(line: str) -> None:
        show(line)
        person.hear(line)

    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="companion-demo-")))
        journal = stack.enter_context(open_journal(folder / "data", folder / "config", key_store="file"))
        return _hold_recorded(settings, overheard, person, both, journal, stack)


def _hold_recorded(
    settings: Settings,
    show: Show,
    source: Source,
    both: Path | None,
    journal: Journal,
    stack: contextlib.ExitStack,
) -> bool:
    """A check-in without devices, faster than life: all its silences are counted in samples."""
    mouth = None
    if both is not None:
        tape = stack.enter_context(Tape(both))
        source = _Taped(source, tape)
        mouth = Mouth(_voice(settings), tape)
    models = find_models(data_folder() / "models")
    ear = Ear(source, models, favoured_phrases(), Keys().pressed)
    table = Table(ear, mouth, journal, journal.begin(alliance().name, ""), Keys(), show)
    memory = _memory(journal, None, small_ear=models.open.reliability < 1)
    return table.hold(check_in(alliance(), memory, manner_of(settings, live=False)))


class _Taped:
    """A source whose sound also goes onto a tape as it is heard."""

    def __init__(self, source: Source, tape: Tape) -> None:
        self._source, self._tape = source, tape
        self.skip = source.skip

    def blocks(self) -> Iterator[bytes]:
        for block in self._source.blocks():
            self._tape.add(block)
            yield block


def _live_mouth(settings: Settings, stack: contextlib.ExitStack, show: Show) -> Mouth | None:
    """The voice and the loudspeaker; None, once that was shown, where nothing can be said aloud."""
    try:
        voice = _voice(settings)
        speaker = Speaker(settings.speaker)
    except (AudioMissingError, SpeakerError, VoiceError) as error:
        show(str(error))
        return None
    stack.callback(speaker.close)
    return Mouth(voice, speaker)


def _voice(settings: Settings) -> Voice:
    return Voice(settings.voice, settings.rate_words_per_minute, settings.volume)


def _microphone(settings: Settings, stack: contextlib.ExitStack) -> Microphone:
    microphone = Microphone(settings.microphone)
    stack.callback(microphone.close)
    return microphone


def _journal(settings: Settings) -> Journal:
    return open_journal(data_folder(), config_folder(), key_store=settings.key_store, ask=ask_passphrase)


def _has_network() -> bool:
    from companion.hearing.fetch import has_network  # noqa: PLC0415 - brings an HTTP client along: at a first start only

    return has_network()


def _fetch_better_ear(ear: Ear, show: Show) -> bool:
    """Fetch the official model and listen with it; the only moment at which a check-in lets anything connect."""
    from companion.hearing.fetch import OFFICIAL, fetch_model  # noqa: PLC0415 - as above

    models_folder = data_folder() / "models"
    try:
        with connecting():
            fetch_model(next(iter(OFFICIAL)), models_folder, tell=show)
        ear.use(find_models(models_folder))
    except (FetchError, ModelError) as error:
        show(str(error))
        return False
    return True


def recent_unfinished(journal: Journal) -> Entry | None:
    """The check-in that stopped halfway within the last day, if there is one."""
    entry = journal.unfinished()
    return entry if entry and journal.now() - entry.started_at < GO_ON_WITHIN else None


def _memory(journal: Journal, unfinished: Entry | None, *, small_ear: bool) -> Memory:
    """What the conversation is told before its first word."""
    return Memory(
        first_time=journal.is_first(),
        small_ear=small_ear,
        unfinished=unfinished is not None,
        seed=len(journal.check_ins()),
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


def favoured_phrases() -> Grammars:
    """What the recogniser's grammars listen for, by the kind of answer that is hoped for."""
    listening = load("listening", Listening)
    commands = (*listening.commands, *listening.decoys)
    return {
        "closed": ((*listening.answers, *commands), listening.bare),
        "connection": ((*connection_phrases(), *commands),),
        "open": (commands,),
        "more": (commands,),
        "command": (commands,),
    }
