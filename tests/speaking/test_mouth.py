"""The mouth: begins, finishes or is stopped by a key; speaks faster, slower, louder, quieter up to its limits."""

import pytest

from companion.conversation.events import Adjustable, Key
from companion.speaking.earcons import earcon
from companion.speaking.mouth import Mouth
from companion.speaking.sound import Sound, silence
from companion.speaking.voice import Voice


class Out:
    """A loudspeaker that plays one sound for as often as it is asked about it."""

    def __init__(self, asked: int = 3) -> None:
        self.heard: list[Sound] = []
        self.left, self.stopped = asked, False

    def start(self, sound: Sound) -> None:
        """Take it to be played."""
        self.heard.append(sound)

    def playing(self) -> bool:
        """One question fewer until it has been played."""
        self.left -= 1
        return self.left >= 0 and not self.stopped

    def stop(self) -> None:
        """Be quiet."""
        self.stopped = True


def test_it_says_a_line_to_its_end() -> None:
    """The sound of the words goes out once, and without a key nothing stops it."""
    out = Out()
    mouth = Mouth(Voice(), out)
    mouth.begin("hello")
    assert mouth.finish(lambda: None) is None
    assert ([sound.seconds > 0.2 for sound in out.heard], out.left, out.stopped) == ([True], -1, False)


@pytest.mark.parametrize("key", ["silence", "stop", "repeat", "help"])
def test_a_key_silences_it_at_once_and_is_passed_on(key: Key) -> None:
    """Nothing more is asked of the loudspeaker, and the key is not lost."""
    out = Out()
    assert Mouth(Voice(), out).finish(lambda: key) == key
    assert (out.stopped, out.left) == (True, 2)


def test_done_does_not_silence_it() -> None:
    """Enter ends the person's turn, and it is not the person's turn."""
    out = Out()
    assert Mouth(Voice(), out).finish(lambda: "done") is None
    assert not out.stopped


def test_a_tone_is_played_as_it_is() -> None:
    """The very samples of the earcon."""
    out = Out()
    Mouth(Voice(), out).tone("heard")
    assert out.heard == [earcon("heard")]


@pytest.mark.parametrize(
    ("what", "steps"),
    [
        ("slower", [(139, 1.0), (121, 1.0), (105, 1.0), (91, 1.0), (80, 1.0)]),
        ("faster", [(184, 1.0), (212, 1.0), (244, 1.0), (281, 1.0), (323, 1.0), (371, 1.0), (400, 1.0)]),
        ("quieter", [(160, 0.714), (160, 0.51), (160, 0.364), (160, 0.26), (160, 0.186), (160, 0.133), (160, 0.1)]),
        ("louder", []),
    ],
)
def test_it_goes_step_by_step_to_its_limit(what: Adjustable, steps: list[tuple[int, float]]) -> None:
    """Words a minute by 15 per cent, the volume by 3 dB; at the limit it says that nothing changed."""
    voice = Voice()
    mouth = Mouth(voice, Out())
    taken: list[tuple[int, float]] = []
    while mouth.adjust(what):
        taken.append((voice.rate_words_per_minute, round(voice.volume, 3)))
    assert taken == steps


def test_silence_has_its_length() -> None:
    """Seconds times rate are its samples, whatever the rate."""
    assert (len(silence(0.5, 16_000).pcm), silence(0.5, 16_000).at(48_000).seconds) == (8_000, 0.5)
