"""The border to PortAudio: the reasons in its errors, and what its libraries print."""

import os
import sys

import pytest
import sounddevice

from companion.hearing.microphone import lines as microphone_lines
from companion.portaudio import Why, quiet_libraries, why_not
from companion.speaking.speaker import lines as speaker_lines


@pytest.mark.parametrize(
    ("error", "device", "why"),
    [
        (sounddevice.PortAudioError("Error querying device -1"), "", "none"),
        (sounddevice.PortAudioError("Invalid device", -9996), "", "none"),
        (sounddevice.PortAudioError("Device unavailable", -9985), "", "busy"),
        (sounddevice.PortAudioError("Device unavailable", -9985), "usb", "busy"),
        (sounddevice.PortAudioError("Unanticipated host error", -9999, (0, -13, "Permission denied")), "", "denied"),
        (sounddevice.PortAudioError("Unanticipated host error", -9999, (0, -19, "No such device")), "", "none"),
        (sounddevice.PortAudioError("Invalid device", -9996), "usb", "unnamed"),
        (ValueError("No input device matching 'usb'"), "usb", "unnamed"),
    ],
)
def test_every_error_has_its_reason(error: Exception, device: str, why: Why) -> None:
    """As sounddevice raises them: a text, PortAudio's code, and what the system said."""
    assert why_not(error, device) == why


@pytest.mark.parametrize("why", ["none", "unnamed", "busy", "denied"])
def test_every_reason_is_told_with_what_to_do(why: str) -> None:
    """For both devices; a line that names the device has the name in it."""
    for lines in (microphone_lines(), speaker_lines()):
        told = getattr(lines, why).format(name="USB")
        assert told.count(" ") > 8
        assert ("USB" in told) == (why == "unnamed")


def test_what_c_libraries_print_is_kept_off_the_screen(capfd: pytest.CaptureFixture[str]) -> None:
    """ALSA writes to the descriptor; what Python writes is shown, and afterwards everything is."""
    with quiet_libraries():
        os.write(2, b"ALSA lib pulse.c: Unable to connect\n")
        sys.stderr.write("ours\n")
    os.write(2, b"shown\n")
    assert capfd.readouterr().err == "ours\nshown\n"
