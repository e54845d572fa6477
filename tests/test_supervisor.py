"""What is supervised comes back: real processes, real signals, real hanging."""

import os
import signal
import subprocess
import sys

import pytest

from companion.supervisor import GIVE_UP, PROGRESS_ITEMS

BEGIN = """
import os, signal, sys, time
from companion.errors import CompanionError
from companion.supervisor import supervise
for number in (signal.SIGHUP, signal.SIGINT):  # ignored where the tests themselves run in the background
    signal.signal(number, signal.SIG_DFL)
try:
    lifeline, lapse = supervise()
except CompanionError as error:
    sys.exit(str(error))
before = lapse.items() if lapse else []
failures = dict(lapse.failures) if lapse else {}
print("begins", before, failures, flush=True)
"""


def run(work: str) -> subprocess.CompletedProcess[str]:
    """A program that is supervised while it does this work."""
    return subprocess.run([sys.executable, "-c", BEGIN + work], capture_output=True, text=True, timeout=60, check=False)


def test_what_ends_by_itself_is_not_begun_again() -> None:
    """Its exit status is that of what the person started."""
    done = run("sys.exit(7)")
    assert (done.returncode, done.stdout) == (7, "begins [] {}\n")


@pytest.mark.parametrize("blow", ["SIGSEGV", "SIGABRT", "SIGKILL", "SIGBUS"])
def test_what_is_taken_down_is_begun_again_with_what_it_handed_over(blow: str) -> None:
    """The next one gets every item in its order, and who was at work."""
    done = run(
        "lifeline.at_work('voice')\n"
        "if not before:\n"
        "    lifeline.hand_over({'words': 'one'}); lifeline.hand_over(2)\n"
        f"    os.kill(os.getpid(), signal.{blow})\n"
    )
    assert done.stdout == "begins [] {}\nbegins [{'words': 'one'}, 2] {'voice': 1}\n"
    assert done.returncode == 0


def test_what_gives_no_sign_of_life_is_taken_down_and_begun_again() -> None:
    """Native code that never returns is ended from outside."""
    done = run("if lapse is None:\n    lifeline.at_work('recogniser', 0.5)\n    time.sleep(600)\n")
    assert done.stdout == "begins [] {}\nbegins [] {'recogniser': 1}\n"


def test_a_sign_of_life_now_and_then_is_enough() -> None:
    """Work that takes long, and says that it lives, is left alone."""
    done = run("lifeline.at_work('recogniser', 1.0)\nfor _ in range(30):\n    time.sleep(0.1)\n    lifeline.beat()\n")
    assert done.stdout == "begins [] {}\n"


def test_what_was_finished_is_not_begun_again_however_the_process_ends() -> None:
    """An engine that falls over while it is being put away ends nothing that matters."""
    done = run("lifeline.finished()\nos.abort()\n")
    assert (done.returncode, done.stdout) == (128 + 6, "begins [] {}\n")


def test_after_failure_upon_failure_one_sentence_ends_it() -> None:
    """It says what happened, that nothing kept is lost, and what to do."""
    done = run("lifeline.at_work('voice'); os.abort()")
    assert done.stdout.count("begins") == GIVE_UP
    assert done.returncode == 1
    assert done.stderr == (
        "Something beneath the companion stopped working three times in a row, so it ends here. "
        "Everything that was kept stays kept. To see what is wrong: companion doctor\n"
    )


def test_failures_far_apart_are_each_the_first() -> None:
    """Where the talk has gone on for a while since the last one, it is begun again, more often than that."""
    rounds = GIVE_UP + 2
    done = run(
        f"if len(before) < {rounds * PROGRESS_ITEMS}:\n"
        f"    [lifeline.hand_over(0) for _ in range({PROGRESS_ITEMS})]\n"
        "    os.abort()\n"
    )
    assert done.returncode == 0
    assert done.stdout.count("begins") == rounds + 1


@pytest.mark.parametrize("word", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_what_is_told_to_end_ends(word: str) -> None:
    """A signal that asks for the end is passed on, and is no failure."""
    process = subprocess.Popen(
        [sys.executable, "-c", BEGIN + "time.sleep(60)"],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begins [] {}\n"
    number = signal.Signals[word]
    if word == "SIGINT":
        os.killpg(process.pid, number)  # as a terminal does, to both
    else:
        process.send_signal(number)
    rest, _ = process.communicate(timeout=30)
    assert (process.returncode, rest) == (128 + number, "")
