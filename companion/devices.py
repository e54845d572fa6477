"""Which microphones and loudspeakers there are, in plain lines."""

from companion.errors import NO_PORTAUDIO, AudioMissingError

SYSTEM = ", the system's choice"


def describe() -> list[str]:
    """One line for each device: what it is, its name for the settings, and whether it is the system's choice.

    Raises `AudioMissingError` where there is no PortAudio.
    """
    try:
        import sounddevice  # noqa: PLC0415 - raises OSError where PortAudio is not installed
    except OSError as error:
        raise AudioMissingError(NO_PORTAUDIO) from error
    found = list(sounddevice.query_devices())
    lines = []
    for kind, chosen in zip(("input", "output"), sounddevice.default.device, strict=True):
        what = "Microphone" if kind == "input" else "Loudspeaker"
        for number, device in enumerate(found):
            if device[f"max_{kind}_channels"]:
                lines.append(f"{what}: {device['name']}{SYSTEM if number == chosen else ''}")
    return lines or ["There is no microphone and no loudspeaker here."]
