"""Two people at one table, with a real journal for each; and one alone who is not to be overheard."""

import os
import pty
import subprocess
from pathlib import Path

import numpy as np
import soundfile
from virtual_card import VirtualCard

from companion.speaking.sound import silence
from companion.speaking.voice import Voice
from tests.table.conftest import COMPANION, Pages, pages, run
from tests.table.test_ways import RATE_HZ, until

TOGETHER = ["checkin", "--person", "Ann", "--with", "Ben"]
YES = ["yes", "yes"]
ANSWERS = ["yes", "no", "i want a quiet home", "more time together", "no", "yes", "i listen more", "we cook"]


def of(environment: dict[str, str], person: str) -> Pages:
    """What is in this person's journal."""
    return pages(environment, "--person", person)


def words(kept: Pages) -> str:
    return " ".join(said for _, said, _ in kept)


def test_each_keeps_their_own_pages_and_what_both_wanted(home: dict[str, str]) -> None:
    """Two journals with a key each; of the other there is nothing in them but the pages that both own."""
    steps = ["yes", "yes", "yes", "yes", "i could cook on sunday", "i could call"]
    ended = run([*TOGETHER, "--text"], home, input="\n".join([*YES, *ANSWERS, *steps]) + "\n")
    assert ended.returncode == 0, ended.stderr
    assert "Companion: Ann, you want a quiet home. Ben, more time together." in ended.stdout
    both = [
        ("shared", "Ann, you want a quiet home. Ben, more time together", None),
        ("step", "Ann: i could call. Ben: i could cook on sunday", None),
    ]
    assert of(home, "Ann") == [
        ("consent", "yes", "yes"), ("goals.closed", "no", "no"), ("goals.open", "i want a quiet home", None),
        ("efforts.closed", "yes", "yes"), ("efforts.open", "i listen more", None), both[0],
        ("efforts.repair.2", "i could call", None), both[1],
    ]  # fmt: skip
    assert of(home, "Ben") == [
        ("consent", "yes", "yes"), ("goals.closed", "yes", "yes"), ("goals.open", "more time together", None),
        ("efforts.closed", "no", "no"), ("efforts.open", "we cook", None), both[0],
        ("efforts.repair.2", "i could cook on sunday", None), both[1],
    ]  # fmt: skip
    assert len(list(Path(home["COMPANION_CONFIG"]).rglob("journal.key"))) == 2
    assert pages(home) == []


def test_without_the_yes_of_both_there_is_no_page(home: dict[str, str]) -> None:
    """Nothing is kept, in either journal."""
    ended = run([*TOGETHER, "--text"], home, input="yes\nno\n")
    assert "Nothing was kept." in ended.stdout.splitlines()[-1]
    assert (of(home, "Ann"), of(home, "Ben")) == ([], [])


def test_after_concern_each_is_asked_alone_and_in_the_same_words(home: dict[str, str]) -> None:
    """The end for two names nothing; the next check-in alone asks everyone, and does not go on where two stopped."""
    ended = run([*TOGETHER, "--text"], home, input="\n".join([*YES, "yes", "he hits me", "yes"]) + "\n")
    assert "Let's leave it there for today." in ended.stdout.splitlines()[-1]
    assert "hits" not in ended.stdout + words(of(home, "Ben"))
    assert ("goals.closed", "he hits me", None) in of(home, "Ann")
    for person in ("Ann", "Ben"):
        alone = run(["checkin", "--text", "--person", person], home, input="no\nmy sister\nstop\n").stdout
        assert "Last time there were two of you." in alone.splitlines()[2]
        assert "stopped halfway" not in alone
        again = run(["checkin", "--text", "--person", person], home, input="no\nstop\n").stdout
        assert "there were two of you" not in again


def test_what_both_own_is_read_back_as_that(home: dict[str, str]) -> None:
    """At a later check-in alone; the consent is not read."""
    steps = ["yes", "yes", "no", "no"]
    assert run([*TOGETHER, "--text"], home, input="\n".join([*YES, *ANSWERS, *steps]) + "\n").returncode == 0
    told = run(["checkin", "--text", "--person", "Ben"], home, input="no\nread me the last check in\nstop\n")
    assert "Companion: Kept for you both: Ann, you want a quiet home. Ben, more time together." in told.stdout
    assert "You also said" not in told.stdout


def test_two_need_two_names(home: dict[str, str]) -> None:
    """One's own is asked for when it was not given; the same twice is refused, as is --with before another command."""
    asked = run(["--with", "Ben"], home, input="ben\n")
    assert (asked.returncode, "Your own name: " in asked.stdout) == (2, True)
    assert "the two need a name each, and not the same" in asked.stderr
    other = run(["--with", "Ben", "voices"], home)
    assert "leave out the command" in other.stderr


def test_a_journal_that_is_locked_opens_with_its_own_passphrase(home: dict[str, str]) -> None:
    """Asked for by name, typed unseen, each for their own."""
    locked = run(["journal", "--person", "Ben", "lock"], home, input="open sesame\nopen sesame\n")
    assert locked.returncode == 0 or "no journal" in locked.stderr
    first = run(["checkin", "--text", "--person", "Ben"], home, input="my sister\nstop\n")
    assert first.returncode == 0, first.stderr
    locked = run(["journal", "--person", "Ben", "lock"], home, input="open sesame\nopen sesame\n")
    assert locked.returncode == 0, locked.stderr
    ended = run([*TOGETHER, "--text"], home, input="open sesame\nyes\nyes\nstop\n")
    assert ended.returncode == 0, ended.stderr
    assert "Ben, your passphrase: " in ended.stderr
    assert of(home, "Ann") == [("consent", "yes", "yes")]


def test_two_voices_in_a_sound_file_are_told_by_their_turn(home: dict[str, str], tmp_path: Path, person: Voice) -> None:
    """One answers, then the other; nothing is guessed from the voice, and each has their own pages."""
    other = Voice("")
    pieces = [silence(0.5, RATE_HZ).pcm]
    for voice, said in ((person, "yes"), (other, "yes"), (other, "no"), (person, "yes"), (person, "stop")):
        pieces += [voice.render(said).at(RATE_HZ).pcm, silence(6.5, RATE_HZ).pcm]
    noise = np.random.default_rng(7).normal(0, 3, sum(map(len, pieces)))
    soundfile.write(tmp_path / "both.wav", (np.concatenate(pieces) + noise).astype(np.int16), RATE_HZ)
    ended = run([*TOGETHER, "--from-wav", str(tmp_path / "both.wav"), "--to-wav", str(tmp_path / "out.wav")], home)
    assert ended.returncode == 0, ended.stderr
    assert of(home, "Ann") == [("consent", "yes", "yes"), ("goals.closed", "yes", "yes")]
    assert of(home, "Ben") == [("consent", "yes", "yes"), ("goals.closed", "no", "no")]
    assert [line for line in ended.stdout.splitlines() if line.startswith("You:")] == ["You: (heard)"] * 5


def test_alone_and_unheard_answers_are_keys_and_typed_words(home: dict[str, str]) -> None:
    """A letter or a digit is yes, no or not sure where that is asked, else the command of that key."""
    said = "my sister\n2\nwe want more time\nn\nU\nw\nq\n"
    ended = run(["checkin", "--private", "--silent"], home, input=said)
    assert ended.returncode == 0, ended.stderr
    assert "Companion: I won't speak. You only type." in ended.stdout
    assert pages(home) == [
        ("connection", "my sister", None), ("goals.closed", "no", "no"), ("goals.open", "we want more time", None),
        ("efforts.closed", "not sure", "unclear"),
    ]  # fmt: skip


def test_a_blank_screen_needs_a_voice(home: dict[str, str]) -> None:
    """Where nothing can be said, it says what to do instead; and options that contradict are told."""
    ended = run(["checkin", "--private", "--blank"], home, input="y\n")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("Nothing can be said aloud here, so the screen is not left blank")
    for options in (["--blank"], ["--private", "--silent", "--blank"], ["--private", "--text"]):
        assert run(["checkin", *options], home).returncode == 2


def test_on_a_blank_screen_nothing_is_shown_and_nothing_typed_is_seen(card: VirtualCard) -> None:
    """Not a word, of either side, from the first line to the end."""
    ours, theirs = pty.openpty()
    command = [*COMPANION, "checkin", "--private", "--blank"]
    with subprocess.Popen(command, env=card.environment, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = until(ours, "\x1b[2J")  # the screen is cleared
        os.write(ours, b"q")
        shown += until(ours, "never shown")
        assert process.wait() == 0
    os.close(ours)
    assert "Companion" not in shown
    assert "stop" not in shown
