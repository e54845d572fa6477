"""What can be said aloud on this device, and lines that are read aloud as they are printed."""

import contextlib
from collections.abc import Callable, Iterable
from typing import TextIO

from companion.errors import AudioMissingError, SpeakerError, VoiceError
from companion.keys import Keys, single_keys
from companion.settings import Settings
from companion.speaking.mouth import Mouth
from companion.speaking.speaker import Speaker
from companion.speaking.voice import Voice

Show = Callable[[str], None]


def voice_of(settings: Settings) -> Voice:
    """The voice of the settings. Raises `VoiceError` when it cannot speak."""
    return Voice(settings.voice, settings.rate_words_per_minute, settings.volume)


def live_mouth(settings: Settings, show: Show, stack: contextlib.ExitStack) -> Mouth | None:
    """The voice and the loudspeaker; None, once that was shown, where nothing can be said aloud."""
    try:
        voice = voice_of(settings)
        speaker = Speaker(settings.speaker)
    except (AudioMissingError, SpeakerError, VoiceError) as error:
        show(str(error))
        return None
    stack.callback(speaker.close)
    return Mouth(voice, speaker)


def read_aloud(settings: Settings, show: Show, lines: Iterable[str], terminal: TextIO) -> None:
    """Show each line and say it; space ends a line, q the speaking. Where nothing can be said they are shown."""
    with contextlib.ExitStack() as stack:
        keys = stack.enter_context(single_keys(terminal))
        mouth = live_mouth(settings, show, stack)
        for line in lines:
            show(line)
            if mouth is not None and not _said(mouth, line, show, keys):
                mouth = None


def _said(mouth: Mouth, line: str, show: Show, keys: Keys) -> bool:
    """Say this line; returns whether the next one is to be said as well."""
    try:
        mouth.begin(line)
        return mouth.finish(keys.pressed) != "stop"
    except (SpeakerError, VoiceError) as error:
        show(str(error))
        return False
