"""The composition root: the only file that names concrete devices and puts a check-in together from them."""

import contextlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TextIO, TypeAlias

import click

from companion.aloud import live_mouth, voice_of
from companion.conversation import Manner, Memory, alliance, check_in, joint_check_in, phrases
from companion.conversation.events import Help, Interrupted, Key, Line
from companion.demo import Person
from companion.errors import (
    AudioMissingError,
    CompanionError,
    FetchError,
    MicrophoneError,
    ModelError,
    SoundFileError,
    VoiceError,
)
from companion.hearing.ear import Ear
from companion.hearing.file import FileSource
from companion.hearing.microphone import Microphone
from companion.hearing.models import Models, find_models
from companion.hearing.sound import Source
from companion.hearing.typed import TypedEar
from companion.helplines import country_of, help_of
from companion.journal import Entry, Journal, Place
from companion.journal.commands import ask_passphrase
from companion.keys import Keys, single_keys
from companion.listening import favoured_phrases
from companion.offline import connecting, stay_offline
from companion.people import Party
from companion.portaudio import quiet_libraries
from companion.private import Privacy, private_words
from companion.settings import Settings, data_folder
from companion.speaking.mouth import Mouth
from companion.speaking.tape import Tape
from companion.speaking.voice import Voice
from companion.supervisor import LOADING_SECONDS, UNHURRIED_SECONDS, Engine, Lapse, Lifeline
from companion.table import Ear as TableEar
from companion.table import Table

OFFERED = "better ear offered"

JOINT = "joint"
"""The kind of a check-in for two."""

COUNTRY = "country"
"""The note with the person's country, by its two letters."""

GO_ON_WITHIN = timedelta(hours=24)
"""A check-in that stopped halfway is offered again for a day; after that it is history."""

DEMO_VOICE = "en-us"
"""The simulated person's voice, another one than the companion's own."""

TOO_OFTEN = 2
"""An engine that failed this often in a row is done without."""

Show = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Occasion:
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


@dataclass(frozen=True, slots=True)
class Start:
    """What a check-in was begun with; it is gone on with in the same way after an engine has failed."""

    memory: Memory
    passphrases: tuple[str | None, ...]


Watched: TypeAlias = tuple[Lifeline, Lapse | None]
"""What `supervise` gave."""


def hold_live(settings: Settings, show: Show, terminal: TextIO, party: Party, watched: Watched) -> bool:
    """A check-in at the microphone and the loudspeaker, kept where `party` says; returns whether it came to its end.

    What is missing is told, aloud where possible, and done without. `watched` is what `supervise` gave. Raises any
    `CompanionError`, once it was told.
    """
    with contextlib.ExitStack() as stack:
        occasion = _Occasion(settings, party.privacy.show if party.privacy else show, party, stack, *watched)
        keys = stack.enter_context(single_keys(terminal))
        stack.enter_context(quiet_libraries())
        mouth = _live_mouth(occasion)
        try:
            return _hold_live(occasion, terminal, keys, mouth)
        except CompanionError as error:
            if mouth:
                with contextlib.suppress(CompanionError):
                    mouth.begin(str(error))
                    mouth.finish(keys.pressed)
            raise


def _hold_live(occasion: _Occasion, terminal: TextIO, keys: Keys, mouth: Mouth | None) -> bool:
    lifeline, lapse = occasion.lifeline, occasion.lapse
    items = lapse.items() if lapse else []
    start: Start | None = items[0] if items else None
    asking = [_Asking(lifeline, given) for given in (start.passphrases if start else (None, None))]
    privacy = occasion.party.privacy
    typed = privacy.ear(terminal, keys) if privacy else TypedEar(terminal, sys.stdout, keys.lines)
    occasion = replace(occasion, party=occasion.party.asking(*(each.passphrase for each in asking)))
    table = _table(occasion, typed, mouth, _living(lifeline, keys.pressed))
    table.lifeline = lifeline
    table.typed = typed if privacy or terminal.isatty() else None
    table.unfinished = recent_unfinished(table.journal)
    table.live_in = partial(_live_in, table)
    memory = _memory(occasion.settings, table.journal, table.unfinished)
    if privacy is None:
        memory = _with_microphone(occasion, table, memory)
    elif lapse is None and not _explain_privacy(table, privacy):
        lifeline.finished()
        return False
    stay_offline()
    manner = manner_of(occasion.settings, live=table.ear is not typed)
    start = start or Start(memory, tuple(each.given for each in asking))
    lifeline.hand_over(start)
    return table.hold(_talk(occasion, start.memory, manner), items[1:] if lapse else None)


def _with_microphone(occasion: _Occasion, table: Table, memory: Memory) -> Memory:
    """Listen at the microphone; where there is none, say so and go on typed. What the conversation is told of it."""
    models = _models(occasion)
    try:
        microphone = _microphone(occasion)
    except (AudioMissingError, MicrophoneError) as error:
        if table.typed is None:
            raise
        table.say(f"{error} {phrases().type_instead}")
        return memory
    occasion.stack.callback(microphone.close)
    table.ear = ear = Ear(microphone, models, favoured_phrases(), table.pressed)
    table.recover, table.recovery_seconds = microphone.returned, occasion.settings.pause_seconds
    table.complaint = microphone.complaint
    table.fetch = partial(_fetch_better_ear, ear, occasion.show)
    small = models.open.reliability < 1
    return replace(memory, small_ear=small, may_fetch=small and occasion.lapse is None and _may_fetch(table))


def _explain_privacy(table: Table, privacy: Privacy) -> bool:
    """Say how to answer; False when it was stopped. Raises `VoiceError` where nothing can be said nor shown."""
    if privacy.blank and table.mouth is None:
        raise VoiceError(private_words().not_blank)
    if privacy.blank:
        click.clear()
    return all(table.say(line) != Interrupted("stop") for line in privacy.instructions())


def _microphone(occasion: _Occasion) -> Microphone:
    """The microphone. Raises `MicrophoneError` also when what listens to it has failed again and again."""
    if occasion.failures("recogniser") >= TOO_OFTEN:
        raise MicrophoneError(phrases().hearing_failed)
    return Microphone(occasion.settings.microphone)


class _Asking:
    """Asks for the passphrase, for as long as it takes; once only, though an engine may fail."""

    def __init__(self, lifeline: Lifeline, given: str | None) -> None:
        self._lifeline = lifeline
        self.given = given

    def passphrase(self, name: str = "") -> str:
        """What was given before, else what is typed now, by the person with this name."""
        if self.given is None:
            self._lifeline.at_work("", UNHURRIED_SECONDS)
            self.given = ask_passphrase(name)
            self._lifeline.at_work("", LOADING_SECONDS)
        return self.given


def _living(lifeline: Lifeline, pressed: Callable[[], Key | None]) -> Callable[[], Key | None]:
    """`pressed`; whoever asks for a key while sound goes in or out is alive."""

    def asked() -> Key | None:
        lifeline.beat()
        return pressed()

    return asked


def hold_typed(settings: Settings, show: Show, terminal: TextIO, party: Party) -> bool:
    """The same check-in, typed: nothing is spoken and nothing is listened to."""
    stay_offline()
    with contextlib.ExitStack() as stack:
        occasion = _Occasion(settings, show, party, stack)
        table = _table(occasion, TypedEar(terminal, sys.stdout), None, Keys().pressed)
        table.unfinished = recent_unfinished(table.journal)
        table.live_in = partial(_live_in, table)
        memory = _memory(settings, table.journal, table.unfinished)
        return table.hold(_talk(occasion, memory, manner_of(settings, live=False)))


def hold_file(settings: Settings, show: Show, party: Party, answers: Path, both: Path | None) -> bool:
    """The same check-in with what is said in a sound file: each stretch of speech answers the question asked then.

    `both`, when given, is written as a WAV file with both sides. Raises `SoundFileError` for either file.
    """
    stay_offline()
    if both is not None and both.resolve() == answers.resolve():
        raise SoundFileError(f"{both} holds the answers and would be written over: choose another file for both sides.")
    with contextlib.ExitStack() as stack:
        return _hold_recorded(_Occasion(settings, show, party, stack), FileSource(answers), both)


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
        return _hold_recorded(_Occasion(settings, overheard, Party(place), stack), person, both)


def _hold_recorded(occasion: _Occasion, source: Source, both: Path | None) -> bool:
    """A check-in without devices, faster than life: all its silences are counted in samples."""
    mouth = None
    if both is not None:
        tape = occasion.stack.enter_context(Tape(both))
        source = _Taped(source, tape)
        mouth = Mouth(voice_of(occasion.settings), tape)
    models = _models(occasion)
    pressed = Keys().pressed
    table = _table(occasion, Ear(source, models, favoured_phrases(), pressed), mouth, pressed)
    memory = _memory(occasion.settings, table.journal, None)
    memory = replace(memory, small_ear=models.open.reliability < 1, asks_country=False)
    return table.hold(_talk(occasion, memory, manner_of(occasion.settings, live=False)))


class _Taped:
    """A source whose sound also goes onto a tape as it is heard."""

    def __init__(self, source: Source, tape: Tape) -> None:
        self._source, self._tape = source, tape
        self.skip = source.skip

    def blocks(self) -> Iterator[bytes]:
        for block in self._source.blocks():
            self._tape.add(block)
            yield block


def _live_mouth(occasion: _Occasion) -> Mouth | None:
    """The voice and the loudspeaker; None, once that was shown, where nothing can or should be said aloud."""
    privacy = occasion.party.privacy
    if privacy and privacy.silent:
        return None
    if occasion.failures("voice") >= TOO_OFTEN:
        occasion.show(phrases().voice_failed)
        return None
    return live_mouth(occasion.settings, occasion.show, occasion.stack)


def _table(occasion: _Occasion, ear: TableEar, mouth: Mouth | None, pressed: Callable[[], Key | None]) -> Table:
    """A table with the journal of its place open, and a new check-in in it; for two, in the journal of each."""
    place, beside = occasion.party.place, occasion.party.beside
    journal = occasion.stack.enter_context(place.writing())
    if beside is None:
        return Table(ear, mouth, place, journal, journal.begin(alliance().name, ""), pressed, occasion.show)
    own_name, other_name = beside.names
    table = Table(ear, mouth, place, journal, journal.begin(JOINT, other_name), pressed, occasion.show)
    table.beside = occasion.stack.enter_context(beside.place.writing()).begin(JOINT, own_name)
    table.shows_answers = False
    return table


def _talk(occasion: _Occasion, memory: Memory, manner: Manner) -> Line[bool]:
    """What is talked about: the check-in for one, or that for two."""
    beside = occasion.party.beside
    return joint_check_in(beside.names, manner) if beside else check_in(alliance(), memory, manner)


def _models(occasion: _Occasion) -> Models:
    """The recognition models to listen with; one that is not whole is named and passed over."""
    models = find_models(data_folder() / "models")
    for sentence in models.passed_over:
        occasion.show(sentence)
    return models


def _live_in(table: Table, words: str) -> Help:
    """Keep the country these words name. None, or one we do not know, is kept as no answer: it is not asked again."""
    code = country_of(words)
    if code or table.journal.note(COUNTRY) is None:
        table.journal.set_note(COUNTRY, code)
    return help_of(code)


def _may_fetch(table: Table) -> bool:
    """Whether to offer the better recognition model: once, to one person alone, and only when there is a network."""
    if table.beside or table.journal.note(OFFERED) is not None:
        return False
    from companion.hearing.fetch import has_network  # noqa: PLC0415 - brings an HTTP client: at a first start only

    offer = has_network()
    if offer:
        table.journal.set_note(OFFERED, "yes")
    return offer


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
    """The check-in that stopped halfway within the last day, if there is one; one for two is not gone on with alone."""
    entry = journal.unfinished()
    return entry if entry and entry.kind != JOINT and journal.now() - entry.started_at < GO_ON_WITHIN else None


def _memory(settings: Settings, journal: Journal, unfinished: Entry | None) -> Memory:
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
