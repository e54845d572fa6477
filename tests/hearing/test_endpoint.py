"""When a turn begins and ends, in samples whose arithmetic can be checked by hand."""

from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.hearing.endpoint import ONSET_SAMPLES, SETTLED_SAMPLES, Turn
from companion.hearing.sound import BLOCK_SAMPLES, samples
from companion.words import find

SECOND = 16_000


class Stretch(NamedTuple):
    """So many samples of speech, or of none, with what was understood by then."""

    length: int
    speech: bool
    partial: str = ""


def turn_after(stretches: list[Stretch], chunk: int = BLOCK_SAMPLES) -> Turn:
    """The turn after these stretches, heard in chunks of this many samples; the last of each may be shorter."""
    turn = Turn()
    for stretch in stretches:
        for start in range(0, stretch.length, chunk):
            length = min(chunk, stretch.length - start)
            turn = turn.heard(length, speech=stretch.speech, partial=stretch.partial)
    return turn


def test_seconds_are_samples() -> None:
    """0.096 s are 1,536 samples or three blocks; 0.3 s are 4,800."""
    assert (samples(1), ONSET_SAMPLES, SETTLED_SAMPLES) == (SECOND, 3 * BLOCK_SAMPLES, 4_800)


@pytest.mark.parametrize(
    ("blocks", "began", "waited"),
    [
        ("ss", False, 2),
        ("sss", True, 3),
        ("ssqss", False, 5),
        ("qqsssq", True, 5),
        ("ssqsss", True, 6),
        ("qqqq", False, 4),
    ],
)
def test_a_turn_begins_with_three_blocks_of_speech_in_a_row(blocks: str, began: bool, waited: int) -> None:
    """A cup put down is shorter; what was waited for its beginning is counted, and what came after is not."""
    turn = turn_after([Stretch(BLOCK_SAMPLES, block == "s") for block in blocks])
    assert (turn.began, turn.waited) == (began, waited * BLOCK_SAMPLES)


SPEECH = Stretch(SECOND, speech=True, partial="yes")


@pytest.mark.parametrize(
    ("patience_seconds", "quiet_samples", "partial", "over"),
    [
        (0.8, 12_799, "yes", False),  # 0.8 x 16,000 = 12,800
        (0.8, 12_800, "yes", True),
        (2.0, 31_999, "yes", False),
        (2.0, 32_000, "yes", True),
        (2.0, 63_999, "yes and", False),  # unfinished: 2 x 2.0 x 16,000 = 64,000
        (2.0, 64_000, "yes and", True),
        (2.0, 32_000, "and yes", True),
        (0.3, 4_799, "yes", False),
        (0.3, 4_800, "yes", True),
        (0.8, 31_999, "well", False),  # unfinished: at least 2.0 x 16,000 = 32,000
        (0.8, 32_000, "well", True),
        (0.8, 31_999, "", False),  # nothing understood yet: the same
        (0.8, 32_000, "", True),
        (2.0, 63_999, "yes i mean", False),
        (2.0, 12_799, "we talk i'm done", False),  # 0.8 x 16,000: nothing more is to come
        (2.0, 12_800, "we talk i'm done", True),
        (0.5, 8_000, "that's all", True),
    ],
)
def test_a_turn_is_over_after_the_patience(
    patience_seconds: float, quiet_samples: int, partial: str, over: bool
) -> None:
    """To the sample; longer where the words end in the middle of something, shorter after "I'm done"."""
    turn = turn_after([SPEECH._replace(partial=partial), Stretch(quiet_samples, speech=False, partial=partial)], 1)
    assert turn.over(patience_seconds) == over


def test_while_words_still_come_nobody_has_finished() -> None:
    """A word that appears in the quiet holds the end up for 0.3 s, however impatient we are."""
    late = [SPEECH, Stretch(SECOND, speech=False, partial="yes"), Stretch(1, speech=False, partial="yes there")]
    assert turn_after(late, 1).over(0.5) is False
    assert turn_after([*late, Stretch(4_799, speech=False, partial="yes there")], 1).over(0.5) is False
    assert turn_after([*late, Stretch(4_800, speech=False, partial="yes there")], 1).over(0.5) is True


def test_less_than_an_answer_is_waited_for() -> None:
    """Where a yes is hoped for, half of "not sure" gets two seconds, and a whole one 0.8."""
    for complete, needed in ((True, 12_800), (False, 32_000)):
        turn = Turn(began=True, settled=SECOND, partial="not", complete=complete)
        assert not replace(turn, quiet=needed - 1, still=needed - 1).over(0.8)
        assert replace(turn, quiet=needed, still=needed).over(0.8)


def test_a_plate_neither_ends_nor_prolongs_a_turn() -> None:
    """A sound of 0.3 s without a word costs at most the half second in which it might become one."""
    pause, plate = Stretch(2 * SECOND, speech=False, partial="yes"), Stretch(4_800, speech=True, partial="yes")
    before = turn_after([SPEECH, pause._replace(length=28_000), plate], 1)
    assert before.quiet == 28_000 + 4_800
    assert not before.over(2.0)
    assert not turn_after([SPEECH, pause._replace(length=28_000), plate, pause._replace(length=7_999)], 1).over(2.0)
    assert turn_after([SPEECH, pause._replace(length=28_000), plate, pause._replace(length=8_000)], 1).over(2.0)


def test_a_short_word_after_a_pause_is_speech_once_it_is_understood() -> None:
    """From its end the patience begins anew."""
    pause, word = Stretch(28_000, speech=False, partial="yes"), Stretch(3_200, speech=True, partial="yes")
    turn = turn_after([SPEECH, pause, word, Stretch(4_000, speech=False, partial="yes mostly")], 1)
    assert (turn.quiet, turn.over(2.0)) == (4_000, False)


@pytest.mark.parametrize(
    ("pause_seconds", "words", "pace"),
    [(1.4, "yes", 1.0), (1.5, "yes", 1.25), (1.9, "yes", 1.25), (1.9, "yes and", 1.0)],
)
def test_a_near_miss_makes_the_next_turns_more_patient(pause_seconds: float, words: str, pace: float) -> None:
    """A pause of three quarters of 2.0 s or more, where it might have been over; by a quarter, at most by half."""
    pause = Stretch(samples(pause_seconds), speech=False, partial=words)
    turn = turn_after([SPEECH._replace(partial=words), pause, SPEECH._replace(partial=words)], 1)
    assert turn.pace(1.0, 2.0) == pace
    assert turn.pace(1.25, 2.0) == min(1.25 * pace, 1.5)


def test_speech_after_a_pause_begins_the_quiet_anew() -> None:
    """0.4 s of it are enough, whatever is understood."""
    pause = Stretch(12_799, speech=False, partial="yes")
    turn = turn_after([SPEECH, pause, Stretch(6_400, speech=True, partial="yes"), pause], 1)
    assert (turn.over(0.8), turn.quiet, turn.spoken) == (False, 12_799, 22_400)


def test_a_turn_that_never_began_is_never_over() -> None:
    """However quiet it is."""
    assert not turn_after([Stretch(60 * SECOND, speech=False)]).over(0.3)


@pytest.mark.parametrize("word", ["and", "because", "um", "my"])
def test_what_ends_in_the_middle_of_something_is_unfinished(word: str) -> None:
    """The last word decides."""
    assert Turn(partial=f"we talk {word}").unfinished
    assert Turn(partial=word).unfinished
    assert not Turn(partial=f"{word} we talk").unfinished
    assert find("unfinished").is_file()


STRETCHES = st.lists(
    st.builds(Stretch, st.integers(1, 40_000), st.booleans(), st.sampled_from(["", "yes", "yes and", "we talk"])),
    max_size=6,
)


@given(STRETCHES, st.sampled_from([333, 512, 1_000, 4_801]), st.floats(0.3, 3.0))
def test_the_size_of_the_chunks_makes_no_difference(
    stretches: list[Stretch], chunk: int, patience_seconds: float
) -> None:
    """The same sound in odd pieces and whole gives the same turn: what was spoken, how quiet it is, whether it is over.

    Only where a change of words comes within a chunk, the chunk counts as one.
    """
    whole, pieces = turn_after(stretches, 1 << 30), turn_after(stretches, chunk)
    assert (pieces.spoken, pieces.run, pieces.began) == (whole.spoken, whole.run, whole.began)
    same_words = len({stretch.partial for stretch in stretches} | {""}) == 1
    assert pieces.quiet == whole.quiet if same_words else pieces.quiet <= whole.quiet
    assert pieces.settled >= whole.settled
    if pieces.over(patience_seconds) != whole.over(patience_seconds):
        assert whole.settled < SETTLED_SAMPLES or not same_words


@pytest.mark.parametrize(
    ("said", "needed"),
    [
        (["the move", "the dog", "her mother"], 48_000),  # 1.5 x 2.0 x 16,000: there may be a fourth
        (["the move", "her mother"], 32_000),
        (["the move", "the dog", "and then there is her mother"], 32_000),  # a list ends with more than a word or two
        (["what i would like is the move", "the dog", "her mother"], 32_000),
    ],
)
def test_a_list_may_have_one_more(said: list[str], needed: int) -> None:
    """Short pieces one after the other, each after a pause, are told like a list: that takes a little longer."""
    stretches, partial = [], ""
    for piece in said:
        stretches += [Stretch(SECOND, speech=True, partial=partial)]
        partial = f"{partial} {piece}".strip()
        stretches += [Stretch(8_000, speech=False, partial=partial)]
    stretches[-1] = stretches[-1]._replace(length=needed - 1)
    assert not turn_after(stretches, 1).over(2.0)
    assert turn_after([*stretches, Stretch(1, speech=False, partial=partial)], 1).over(2.0)
