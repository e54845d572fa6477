"""What measured sound says, on real signals: silence, noise, hum, distortion, speech, an echo."""

import numpy as np
import pytest

from companion.doctor.findings import Finding, finding, summary
from companion.doctor.signals import Pcm, chirp, chirp_at_seconds, delay, room, spoken
from companion.hearing.sound import RATE_HZ
from companion.speaking.voice import Voice

SECONDS = 3
TIME = np.arange(SECONDS * RATE_HZ) / RATE_HZ
CHANCE = np.random.default_rng(11)


def noise(rms: float, seconds: float = SECONDS) -> Pcm:
    return np.rint(CHANCE.normal(0, rms, round(seconds * RATE_HZ))).astype(np.int16)


def hum(mains_hz: float, peak: float) -> Pcm:
    """The mains with two harmonics, over some noise."""
    tones = sum(np.sin(2 * np.pi * mains_hz * n * TIME) / n for n in (1, 2, 3))
    return (peak * np.asarray(tones)).astype(np.int16) + noise(20)


@pytest.mark.parametrize(
    ("pcm", "found"),
    [
        (np.zeros(SECONDS * RATE_HZ, np.int16), finding("room_zeros")),
        (noise(8), finding("room_very_quiet", level=-72)),
        (noise(8) + np.int16(2000), finding("room_very_quiet", level=-72)),  # an offset is no sound
        (noise(50), finding("room_quiet", level=-56)),
        (noise(200), finding("room_some_noise", level=-44)),
        (noise(1000), finding("room_noisy", level=-30)),
        (hum(50, 300), finding("room_hum", level=-43)),
        (hum(60, 300), finding("room_hum", level=-42)),
        (hum(50, 60), finding("room_quiet", level=-56)),  # too soft to matter
        (np.clip(40_000 * np.sin(880 * TIME), -32_768, 32_767).astype(np.int16), finding("room_clipped")),
    ],
)
def test_a_room_is_told_by_its_sound(pcm: Pcm, found: Finding) -> None:
    """Levels in dB of full scale: 20 log10(rms / 32768)."""
    assert room(pcm) == found


def test_speech_is_no_hum_and_one_cup_is_no_noise() -> None:
    """Somebody who goes on talking is noise of a room, however voiced; a short loud sound leaves a room quiet."""
    talk = Voice().render("one moment, I am still telling her about it, and then I will be quiet").at(RATE_HZ).pcm
    assert room(talk).text.startswith(finding("room_noisy", level=0).text.split(":")[0])
    cup = noise(50)
    cup[: RATE_HZ // 2] *= 100
    assert room(cup) == finding("room_quiet", level=-56)


@pytest.mark.parametrize("loss_db", [0, 20, 30])
@pytest.mark.parametrize("late_seconds", [0.0, 0.083, 0.9])
def test_the_chirp_is_found_where_it_is(loss_db: int, late_seconds: float) -> None:
    """Within a millisecond, softened, in the noise of a room, with a louder reflection 12 ms behind it."""
    played = chirp(RATE_HZ).pcm * 10 ** (-loss_db / 20)
    heard = noise(60, 1.6).astype(np.float64)
    for late, share in ((late_seconds, 1.0), (late_seconds + 0.012, 1.2)):
        start = round(late * RATE_HZ)
        heard[start : start + len(played)] += share * played[: len(heard) - start]
    assert chirp_at_seconds(heard.astype(np.int16)) == pytest.approx(late_seconds, abs=0.001)


def test_no_chirp_is_found_where_there_is_none() -> None:
    """In zeros, in noise, in too little sound, in speech."""
    talk = Voice().render("yes I am here, and I can say it again").at(RATE_HZ).pcm
    for heard in (np.zeros(RATE_HZ, np.int16), noise(500), noise(5, 0.1), talk):
        assert chirp_at_seconds(heard) is None


@pytest.mark.parametrize(
    ("seconds", "found"),
    [
        (None, finding("delay_unheard")),
        (0.083, finding("delay_well", milliseconds=80)),
        (0.4, finding("delay_well", milliseconds=400)),
        (0.41, finding("delay_long", milliseconds=410)),
    ],
)
def test_a_delay_is_well_up_to_what_the_guard_covers(seconds: float | None, found: Finding) -> None:
    """Not finding it is how it should be with headphones."""
    assert delay(seconds, 0.4) == found
    assert found.well == (seconds != 0.41)


@pytest.mark.parametrize(
    ("words", "loudness", "found"),
    [
        ("yes i am here", None, finding("heard_well", words="yes i am here")),
        ("yes", None, finding("heard_well", words="yes")),
        ("guess i am here", None, finding("heard_well", words="guess i am here")),
        ("the hair", None, finding("heard_otherwise", words="the hair")),
        ("", None, finding("heard_no_words")),
        ("yes i am here", "quiet", finding("heard_quiet")),
        ("", "loud", finding("heard_loud")),
    ],
)
def test_a_sentence_is_told_by_its_words_and_its_level(words: str, loudness: str | None, found: Finding) -> None:
    """The level comes first: what is cut off or too soft cannot be understood well."""
    assert spoken(words.split(), loudness) == found


def test_the_end_names_what_needs_care() -> None:
    """None, one, or several, as one would say them."""
    well, ill = finding("voice_well"), finding("room_zeros")
    assert summary({"voice": well, "disk": well}) == "That's everything, and nothing needs care."
    assert summary({"voice": well, "key": ill}) == "That's everything. One thing needs care: the journal's key."
    assert summary({"voice": ill, "key": ill, "disk": ill}) == (
        "That's everything. 3 things need care: the voice, the journal's key and the disk."
    )
