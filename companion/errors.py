"""What can go wrong, one class per remedy.

The text of an error is the sentence the person reads or hears: what happened, and what to do next.
Adapters translate foreign errors into these at the border; only ``cli`` prints them and exits.
"""


class CompanionError(Exception):
    """The root: everything below is told to the person in one sentence, never as a traceback."""


class WordsError(CompanionError):
    """A file of words (TOML) cannot be used: correct the named place in it."""


class SettingsError(CompanionError):
    """A setting cannot be used: correct it in the named file or variable."""


class AudioMissingError(CompanionError):
    """There is no way to sound at all (PortAudio, or the system's sound): install or start it."""


NO_PORTAUDIO = (
    "The sound library PortAudio is not installed, so nothing can be heard or said aloud. "
    "On Debian or Ubuntu install it with: sudo apt install libportaudio2"
)


class MicrophoneError(CompanionError):
    """No microphone can be opened: plug one in or choose another, or type the answers."""


class SpeakerError(CompanionError):
    """No loudspeaker can be opened: plug one in or choose another, or read the questions."""


class VoiceError(CompanionError):
    """The speech engine cannot speak, or not with the wanted voice: install it or choose another voice."""


class ModelError(CompanionError):
    """A recognition model is missing, incomplete or broken: fetch it again or choose another."""


class FetchError(CompanionError):
    """A download did not end well; nothing of it is in use: try again, or bring the file by hand."""


class SoundFileError(CompanionError):
    """A sound file cannot be read or written: give another one."""


class JournalError(CompanionError):
    """The journal cannot be opened or written: free the disk, or mend what the sentence names."""


class KeyMissingError(JournalError):
    """The journal is there and its key is not: bring the key back, or restore both from a backup."""


class EngineError(CompanionError):
    """An engine beneath us (speech or recogniser) fails again and again: start again, or type the answers."""


class OfflineError(CompanionError, OSError):
    """Something tried to connect during a check-in: it was refused, and it is a defect to report."""
