"""What was found, as sentences: pure, from ``words/en/doctor.toml``."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from companion.words import load

Step: TypeAlias = Literal[
    "voice", "loudspeaker", "microphone", "delay", "recogniser", "model", "disk", "permissions", "key", "settings",
    "words", "help_lines", "offline",
]  # fmt: skip
"""What is examined."""

Name: TypeAlias = Literal[
    "unchecked", "stopped",
    "voice_well", "loudspeaker_well", "loudspeaker_tone", "loudspeaker_silent",
    "room_very_quiet", "room_quiet", "room_some_noise", "room_noisy", "room_hum", "room_clipped", "room_zeros",
    "microphone_lost", "delay_well", "delay_long", "delay_unheard", "delay_unmeasured",
    "heard_well", "heard_otherwise", "heard_no_words", "heard_quiet", "heard_loud", "heard_nobody", "heard_unchecked",
    "model_well", "model_small", "model_unsummed", "disk_well", "disk_low", "disk_refused",
    "permissions_well", "permissions_mended", "permissions_refused",
    "key_none", "key_passphrase", "key_file", "key_keyring", "key_missing",
    "settings_well", "words_well", "words_unread", "help_lines_well", "offline_well", "offline_open",
]  # fmt: skip
"""What can be found, by its name in the file of words."""


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Line(_Words):
    """What is said of a finding; with a `remedy` it is one that needs care."""

    says: str
    remedy: str = ""


class DoctorWords(_Words):
    """The schema of ``words/en/doctor.toml``."""

    hello: str
    all_well: str
    one: str
    several: str
    names: dict[Step, str]
    asks: dict[Literal["loudspeaker", "microphone", "delay", "recogniser"], str]
    findings: dict[Name, Line]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding as it is said, and whether all is well with it."""

    text: str
    well: bool = True


def doctor_words() -> DoctorWords:
    """All that the doctor says."""
    return load("doctor", DoctorWords)


def finding(name: Name, /, **values: object) -> Finding:
    """The finding of this name, filled in."""
    line = doctor_words().findings[name]
    return Finding(f"{line.says} {line.remedy}".strip().format(**values), well=not line.remedy)


def summary(found: dict[Step, Finding]) -> str:
    """The last sentence: whether anything needs care, and what."""
    words = doctor_words()
    names = [words.names[step] for step, each in found.items() if not each.well]
    if not names:
        return words.all_well
    listed = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return (words.one if len(names) == 1 else words.several).format(count=len(names), names=listed)
