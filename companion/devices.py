"""Which microphones and loudspeakers there are, in plain lines."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from companion.portaudio import UnopenedError, found, library

SYSTEM, USED = ", the system's choice", ", used in a check-in"


def describe(microphone: str, speaker: str, settings: Path) -> list[str]:
    """One line for each device: what it is, its name, and whether a check-in would use it; then how to choose.

    `microphone` and `speaker` are the names that are set ('' for the system's choice), in the file `settings`.
    Raises `AudioMissingError` where there is no PortAudio.
    """
    sounddevice = library()
    every = list(sounddevice.query_devices())
    chosen = sounddevice.default.device
    lines = [
        *_of_kind("Microphone", "input", every, (microphone, chosen[0])),
        *_of_kind("Loudspeaker", "output", every, (speaker, chosen[1])),
    ]
    if not every:
        return ["There is no microphone and no loudspeaker here.", *lines]
    return [
        *lines,
        f'To choose another, write part of its name into {settings}, like: microphone = "USB" or speaker = "USB"',
    ]


def _of_kind(what: str, kind: Any, every: Sequence[Mapping[str, Any]], chosen: tuple[str, int]) -> Iterator[str]:
    name, default = chosen
    used: int | None = default
    if name:
        try:
            used = found(kind, name)["index"]
        except UnopenedError:
            used = None
            yield f"{what} that is set, and not here, or not the only one of its name: {name}"
    for number, device in enumerate(every):
        if device[f"max_{kind}_channels"]:
            yield f"{what}: {device['name']}{SYSTEM if number == default else ''}{USED if number == used else ''}"
