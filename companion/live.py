"""A check-in at the microphone and the loudspeaker, under a supervisor's eye."""

import contextlib
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TextIO, TypeAlias

import click

from companion.aloud import live_mouth
from companion.conversation import Memory, phrases
from companion.conversation.events import Interrupted, Key
from companion.errors import (
    AudioMissingError,
    CompanionError,
    FetchError,
    MicrophoneError,
    ModelError,
    VoiceError,
)
from companion.hearing.ear import Ear
from companion.hearing.microphone import Microphone
from companion.hearing.models import find_models
from companion.hearing.typed import TypedEar
from companion.journal.commands import ask_passphrase
from companion.keys import Keys, single_keys
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
from companion.offline import connecting, stay_offline
from companion.people import Party
from companion.portaudio import quiet_libraries
from companion.private import Privacy, private_words
from companion.settings import Settings, data_folder
from companion.speaking.mouth import Mouth
from companion.supervisor import LOADING_SECONDS, UNHURRIED_SECONDS, Lapse, Lifeline
from companion.table import Table

OFFERED = "better ear offered"

TOO_OFTEN = 2
"""An engine that failed this often in a row is done without."""

Watched: TypeAlias = tuple[Lifeline, Lapse | None]
"""What `supervise` gave."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a check-in was begun with; it is gone on with in the same way after an engine has failed."""

    memory: Memory
    passphrases: tuple[str | None, ...]


def hold_live(settings: Settings, show: Show, terminal: TextIO, party: Party, watched: Watched) -> bool:
    """A check-in at the microphone and the loudspeaker, kept where `party` says; returns whether it came to its end.

    What is missing is told, aloud where possible, and done without. `watched` is what `supervise` gave. Raises any
    `CompanionError`, once it was told.
    """
    with contextlib.ExitStack() as stack:
        occasion = Occasion(settings, party.privacy.show if party.privacy else show, party, stack, *watched)
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


def _hold_live(occasion: Occasion, terminal: TextIO, keys: Keys, mouth: Mouth | None) -> bool:
    lifeline, lapse = occasion.lifeline, occasion.lapse
    items = lapse.items() if lapse else []
    start: Start | None = items[0] if items else None
    asking = [_Asking(lifeline, given) for given in (start.passphrases if start else (None, None))]
    privacy = occasion.party.privacy
    typed = privacy.ear(terminal, keys) if privacy else TypedEar(terminal, sys.stdout, keys.lines)
    occasion = replace(occasion, party=occasion.party.asking(*(each.passphrase for each in asking)))
    table = table_of(occasion, typed, mouth, _living(lifeline, keys.pressed))
    table.senses.lifeline = lifeline
    table.senses.typed = typed if privacy or terminal.isatty() else None
    table.unfinished = recent_unfinished(table.journal)
    table.live_in = partial(live_in, table)
    memory = memory_of(occasion.settings, table.journal, table.unfinished)
    if privacy is None:
        memory = _with_microphone(occasion, table, memory)
    elif lapse is None and not _explain_privacy(table, privacy):
        lifeline.finished()
        return False
    stay_offline()
    manner = manner_of(occasion.settings, live=table.senses.ear is not typed)
    start = start or Start(memory, tuple(each.given for each in asking))
    lifeline.hand_over(start)
    return table.hold(talk_of(occasion, start.memory, manner), items[1:] if lapse else None)


def _with_microphone(occasion: Occasion, table: Table, memory: Memory) -> Memory:
    """Listen at the microphone; where there is none, say so and go on typed. What the conversation is told of it."""
    models = models_of(occasion)
    try:
        microphone = _microphone(occasion)
    except (AudioMissingError, MicrophoneError) as error:
        if table.senses.typed is None:
            raise
        table.senses.say(f"{error} {phrases().type_instead}")
        return memory
    occasion.stack.callback(microphone.close)
    table.senses.ear = ear = Ear(microphone, models, favoured_phrases(), table.senses.pressed)
    table.senses.recover, table.senses.recovery_seconds = microphone.returned, occasion.settings.pause_seconds
    table.senses.complaint = microphone.complaint
    table.fetch = partial(_fetch_better_ear, ear, occasion.show)
    small = models.open.reliability < 1
    return replace(memory, small_ear=small, may_fetch=small and occasion.lapse is None and _may_fetch(table))


def _explain_privacy(table: Table, privacy: Privacy) -> bool:
    """Say how to answer; False when it was stopped. Raises `VoiceError` where nothing can be said nor shown."""
    if privacy.blank and table.senses.mouth is None:
        raise VoiceError(private_words().not_blank)
    if privacy.blank:
        click.clear()
    return all(table.senses.say(line) != Interrupted("stop") for line in privacy.instructions())


def _microphone(occasion: Occasion) -> Microphone:
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


def _live_mouth(occasion: Occasion) -> Mouth | None:
    """The voice and the loudspeaker; None, once that was shown, where nothing can or should be said aloud."""
    privacy = occasion.party.privacy
    if privacy and privacy.silent:
        return None
    if occasion.failures("voice") >= TOO_OFTEN:
        occasion.show(phrases().voice_failed)
        return None
    return live_mouth(occasion.settings, occasion.show, occasion.stack)


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
