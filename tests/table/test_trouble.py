"""What goes wrong with disk, file, clock and a second companion, as a person meets it: one sentence, nothing lost."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from virtual_card import Listener, VirtualCard

from tests.table.conftest import COMPANION, pages, run

OFFER = "Companion: Last time we stopped halfway. Would you like to go on from there?"
IN_USE = "Another companion is using this journal right now. Finish there first, then start again."


def journal_of(environment: dict[str, str]) -> Path:
    return Path(environment["COMPANION_DATA"]) / "journal.db"


@contextmanager
def held(environment: dict[str, str], *answers: str) -> Iterator["subprocess.Popen[str]"]:
    """A typed check-in that has come as far as these answers bring it, and waits for the next."""
    command = [*COMPANION, "checkin", "--text"]
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=environment, text=True, **streams) as process:  # type: ignore[call-overload]
        assert process.stdin is not None
        assert process.stdout is not None
        for answer in answers:
            process.stdin.write(f"{answer}\n")
            process.stdin.flush()
            while not process.stdout.readline().startswith("You: Companion: "):
                pass
        yield process
        process.kill()


def test_a_read_only_disk_is_told_and_what_was_kept_can_be_read(home: dict[str, str]) -> None:
    """In a folder that may not be written; who is root gives up the right to write everywhere."""
    assert run(["checkin", "--text"], home, input="my sister\nyes\n").returncode == 0
    bound = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    journal_of(home).parent.chmod(0o500)
    command = [*bound, *COMPANION, "checkin", "--text"]
    refused = subprocess.run(command, env=home, input="no\n", capture_output=True, text=True, check=False)
    sentence = (
        f"{journal_of(home)} cannot be written: the disk or the folder is read-only, or belongs to someone else. "
        "What was kept before is safe. Make it writable, then try again.\n"
    )
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", sentence)
    read = subprocess.run([*bound, *COMPANION, "journal", "show"], env=home, capture_output=True, text=True, check=True)
    assert "You said: my sister" in read.stdout
    journal_of(home).parent.chmod(0o700)
    assert OFFER in run(["checkin", "--text"], home, input="no\n").stdout


def test_a_journal_that_is_removed_during_a_check_in_is_told(home: dict[str, str], tmp_path: Path) -> None:
    """The answer that could not be kept is not acknowledged; put back, everything before it is there."""
    with held(home, "my sister", "yes") as running:
        away = journal_of(home).rename(tmp_path / "away")
        shown, error = running.communicate("we want more time\n")
    assert "Companion" not in shown.partition("You: ")[2]
    sentence = (
        f"The journal {journal_of(home)} was moved or removed while it was open, so this was not kept. "
        "Put it back where it was, or start again.\n"
    )
    assert (running.returncode, error) == (1, sentence)
    away.rename(journal_of(home))
    assert pages(home) == [("connection", "my sister", None), ("goals.closed", "yes", "yes")]
    assert OFFER in run(["checkin", "--text"], home, input="no\n").stdout


def test_a_second_companion_is_told_that_there_is_one(card: VirtualCard) -> None:
    """Aloud as well where the second one is live; the first goes on, and what it kept can be read meanwhile."""
    listener = Listener(card)
    with held(card.environment, "my sister") as running:
        typed = run(["checkin", "--text"], card.environment, input="")
        assert (typed.returncode, typed.stdout, typed.stderr) == (1, "", f"{IN_USE}\n")
        assert listener.onsets == []
        live = run([], card.environment, input="")
        assert (live.returncode, live.stderr) == (1, f"{IN_USE}\n")
        assert listener.onsets
        assert pages(card.environment) == [("connection", "my sister", None)]
        running.communicate("yes\n")
    assert running.returncode == 0
    assert len(pages(card.environment)) == 2


def moved(environment: dict[str, str], days: int) -> None:
    """Everything in the journal happened so many days later, as it looks once the clock has been set back as far."""
    lines = [json.loads(line) for line in run(["journal", "export"], environment).stdout.splitlines()]
    for line in lines:
        for name in ("started_at", "kept_at"):
            line[name] = (datetime.fromisoformat(line[name]) + timedelta(days=days)).isoformat()
    copy = Path(environment["HOME"]) / "copy.jsonl"
    copy.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert run(["journal", "forget", "everything", "--yes"], environment).returncode == 0
    assert run(["journal", "import", str(copy)], environment).returncode == 0


def test_a_clock_that_was_set_back_loses_nothing(home: dict[str, str]) -> None:
    """What was stopped is gone on with; a new check-in stands after it, and the list says why its day is earlier."""
    assert run(["checkin", "--text"], home, input="my sister\nyes\n").returncode == 0
    moved(home, days=3)
    assert OFFER in run(["checkin", "--text"], home, input="no\nmy brother\n").stdout
    first, second = run(["journal", "list"], home).stdout.splitlines()
    assert "about your sister" in first
    assert second.endswith("The clock was set back before this one.")


def test_a_clock_that_was_set_forward_forgets_nothing(home: dict[str, str]) -> None:
    """Though check-ins are to be forgotten after a month, and seem to be ten years old."""
    assert run(["checkin", "--text"], home, input="my sister\nyes\n").returncode == 0
    moved(home, days=-3650)
    assert run(["journal", "keep-for", "30"], home).stdout == (
        "Check-ins are kept for 30 days, counted back from the latest one that is a day old. "
        "Older ones go at the next start.\n"
    )
    for answers in ("no\nmy brother\n", "no\nmy aunt\n"):
        assert run(["checkin", "--text"], home, input=answers).returncode == 0
    assert len(run(["journal", "list"], home).stdout.splitlines()) == 3
