"""The ear, whole turns: real voices, the real recogniser, the built-in models."""

from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from companion.conversation.events import Commanded, Expect, Heard, Key, Listen, Loudness, NothingHeard
from companion.hearing.ear import GRAMMAR_SURE, GUARD_SECONDS, Ear, made_of
from companion.hearing.models import Models, find_models
from companion.listening import favoured_phrases
from companion.speaking.earcons import earcon
from tests.hearing.playing import Pcm, Player, noise, quiet, spoken

VOICES = ["gmw/en", "en-us", "en-gb-scotland"]
PATIENCE_SECONDS: dict[Expect, float] = {"closed": 0.8, "connection": 0.8, "command": 0.8, "open": 2.0, "more": 2.0}


class Played(Ear):
    """An ear that keeps its loaded models from one sound to the next."""

    def __init__(self, models: Models) -> None:
        self.keys: Iterator[Key | None] = iter(())
        super().__init__(Player(), models, favoured_phrases(), lambda: next(self.keys, None))

    def hear(self, expect: Expect, *parts: Pcm, keys: Sequence[Key | None] = ()) -> Heard | Commanded | NothingHeard:
        """One turn of this sound; `keys` are what is pressed, one look at the keyboard after the other."""
        self._source, self.keys = Player(*parts), iter(keys)
        return self.again(expect)

    def again(self, expect: Expect) -> Heard | Commanded | NothingHeard:
        """The next turn of the same sound."""
        return self.listen(Listen(expect, PATIENCE_SECONDS[expect], 8.0))


@pytest.fixture(scope="module")
def ear() -> Played:
    """With the built-in models."""
    return Played(find_models(None))


def after(pcm: Pcm) -> tuple[Pcm, Pcm, Pcm]:
    return quiet(0.5), pcm, quiet(3.0)


def surely(fact: Heard | Commanded | NothingHeard) -> str | None:
    """The words, when each of them was heard well enough to be acted on and said back."""
    sure = isinstance(fact, Heard) and min(fact.confidences, default=0.0) >= GRAMMAR_SURE
    return fact.words if isinstance(fact, Heard) and sure else None


CLOSED = ["yes", "no", "not sure", "repeat", "skip", "stop", "help", "i'm done"]


@pytest.mark.parametrize("voice", VOICES)
def test_closed_answers_and_commands_are_surely_heard(ear: Played, voice: str) -> None:
    """Each of them, in each voice, word for word and sure enough to be acted on."""
    heard = {words: surely(ear.hear("closed", *after(spoken(words, voice)))) for words in CLOSED}
    assert heard == {words: words for words in CLOSED}


@pytest.mark.parametrize("voice", VOICES)
def test_whom_it_is_about_is_surely_heard(ear: Played, voice: str) -> None:
    """A phrase of the list for that question alone."""
    assert surely(ear.hear("connection", *after(spoken("my sister", voice)))) == "my sister"


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("words", ["we want more time together", "my sister", "i feel so tired"])
def test_an_open_answer_is_never_sure_with_the_built_in_model(ear: Played, words: str, voice: str) -> None:
    """Of real people's words it gets most wrong: at most 0.25, far below what is said back; one number per word."""
    heard = ear.hear("open", *after(spoken(words, voice)))
    assert isinstance(heard, Heard)
    assert heard.words
    assert len(heard.confidences) == len(heard.words.split())
    assert max(heard.confidences) <= 0.25


def test_a_command_in_place_of_an_open_answer_is_surely_heard(ear: Played) -> None:
    """In every kind of turn, a pause and a held silence too."""
    turns: list[Expect] = ["open", "more", "command"]
    heard = [surely(ear.hear(expect, *after(spoken(words)))) for expect in turns for words in ("stop", "help")]
    assert heard == ["stop", "help"] * 3


def test_a_command_inside_an_answer_is_an_answer(ear: Played) -> None:
    """Speech that goes on is not listened to for commands any more."""
    heard = ear.hear("open", *after(spoken("i wish that he would stop and help me with the house")))
    assert isinstance(heard, Heard)
    assert len(heard.words.split()) > 5
    assert max(heard.confidences) <= 0.25


@pytest.mark.parametrize("level", [300, 600, 1200])
def test_help_over_noise_is_no_sure_yes_or_no(ear: Played, level: float) -> None:
    """Under a running tap it may be help, or not sure, or nothing; a stance that nobody took is never certain."""
    words = np.concatenate(after(spoken("help")))
    tap = np.cumsum(noise(len(words) / 16_000, level).astype(float))
    hiss = noise(len(words) / 16_000, level)[: len(words)] + (tap - np.convolve(tap, np.ones(400) / 400, "same")) / 8
    heard = ear.hear("closed", np.clip(words + hiss[: len(words)], -32768, 32767).astype(np.int16))
    assert surely(heard) not in ("yes", "no")


def test_turn_after_turn_of_one_sound(ear: Played) -> None:
    """Three answers in one file are three turns; then the sound has ended, and stays so."""
    parts = [part for words in ("yes", "no", "not sure") for part in (quiet(0.5), spoken(words), quiet(1.5))]
    turns = [ear.hear("closed", *parts), *(ear.again("closed") for _ in range(4))]
    *heard, ended, again = turns
    assert [surely(fact) for fact in heard] == ["yes", "no", "not sure"]
    assert isinstance(ended, NothingHeard)
    assert ended.ended
    assert again == NothingHeard(0.0, ended=True)


def test_an_answer_at_the_very_end_of_the_sound_is_heard(ear: Played) -> None:
    """The end comes in the middle of the turn: what was said counts, and only then it has ended."""
    pcm = spoken("not sure")
    assert surely(ear.hear("closed", quiet(0.3), pcm[: len(pcm) - 3200])) == "not sure"
    assert ear.again("closed") == NothingHeard(0.0, ended=True)


def test_silence_is_counted_in_samples(ear: Played) -> None:
    """8 s are 128,000 samples, 250 blocks of 512; the rest is left for the next turn."""
    assert ear.hear("closed", quiet(8.0 + 0.064)) == NothingHeard(8.0)
    assert ear.again("closed") == NothingHeard(0.0, ended=True)


def test_our_own_tones_and_a_noise_are_waited_out(ear: Played) -> None:
    """They neither begin a turn nor make an empty answer."""
    tone = earcon("listening").at(16_000).pcm
    assert ear.hear("closed", quiet(1.0), tone, quiet(1.0), noise(2.0, 2000), quiet(6.0)) == NothingHeard(8.0)


@pytest.mark.parametrize(
    ("looks", "key", "fact"),
    [
        (5, "stop", Commanded("stop")),  # before anything is said
        (5, "done", Commanded("done")),
        (40, "skip", Commanded("skip")),  # in the middle of it
        (40, "repeat", Commanded("repeat")),
        (5, "silence", "not sure"),  # means our speech, and there is none
        (40, "silence", "not sure"),
    ],
)
def test_a_key_answers_at_once(ear: Played, looks: int, key: Key, fact: str | Commanded) -> None:
    """At the look at the keyboard at which it is pressed, one look every 512 samples."""
    pcm = spoken("not sure")
    came = ear.hear("closed", quiet(0.5), pcm, quiet(3.0), keys=[*[None] * looks, key])
    assert fact in (came, surely(came))


def test_enter_ends_the_turn_with_what_was_said(ear: Played) -> None:
    """Pressed after the words it takes them without waiting for the patience of an open answer."""
    pcm = spoken("stop")
    looks = (8_000 + len(pcm)) // 512 + 6
    assert surely(ear.hear("open", quiet(0.5), pcm, quiet(3.0), keys=[*[None] * looks, "done"])) == "stop"
    left = len(list(ear._source.blocks()))  # noqa: SLF001 - how much of the quiet was not waited for
    assert left > 1.5 * 16_000 / 512


def test_what_came_in_while_we_spoke_is_thrown_away() -> None:
    """And a little more, for the echo."""
    player = Player()
    Ear(player, find_models(None), {}, lambda: None).guard()
    assert player.skipped == [GUARD_SECONDS]


@pytest.mark.parametrize(
    ("words", "phrases", "made"),
    [
        ("yes", ["yes", "not sure"], True),
        ("yes yes not sure", ["yes", "not sure"], True),
        ("not", ["yes", "not sure"], False),
        ("yes sure", ["yes", "not sure"], False),
        ("that's all", ["that's all", "that"], True),
        ("yess", ["yes"], False),
    ],
)
def test_half_a_phrase_is_no_phrase(words: str, phrases: list[str], made: bool) -> None:
    """Whole phrases, one after the other."""
    assert made_of(words.split(), phrases) == made


@pytest.mark.parametrize("voice", VOICES)
def test_a_pause_inside_half_an_answer_is_waited_out(ear: Played, voice: str) -> None:
    """Longer than the patience after a whole one: "I'm ... not sure" is one answer."""
    halves = quiet(0.5), spoken("i'm", voice), quiet(1.2), spoken("not sure", voice), quiet(3.0)
    heard = ear.hear("closed", *halves)
    assert isinstance(heard, Heard)
    assert heard.words.endswith("not sure")


@pytest.mark.parametrize(("by", "loudness"), [(0.03, "quiet"), (1, None), (6, "loud")])
def test_a_turn_tells_how_loud_it_came_in(by: float, loudness: Loudness | None) -> None:
    """The same words a thirtieth as loud, as they are, and cut off at the limit; each by an ear of its own."""
    pcm = np.clip(spoken("not sure") * float(by), -32768, 32767).astype(np.int16)
    heard = Played(find_models(None)).hear("closed", *after(pcm))
    assert isinstance(heard, Heard)
    assert heard.loudness == loudness
