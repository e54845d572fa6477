"""What was kept comes back when it is asked for: aloud at the table, by command, and to nobody else."""

from pathlib import Path

import pytest
from virtual_card import Listener, VirtualCard

from companion.speaking.voice import Voice
from tests.table.conftest import pages, run
from tests.table.test_ways import recorded

TOLD = "my sister\nyes\nwe worry about money\nyes\nshe calls me\nyes\nwe can talk\nyes\n"
READ = [
    "Your last check-in was earlier today, about your sister.",
    "On goals, you said: Yes. We worry about money.",
    "On efforts, you said: Yes. She calls me.",
    "On trust, you said: Yes. We can talk.",
    "That is all of it.",
]
SILENT = "No loudspeaker can be opened: plug one in or choose another with: companion devices"


def test_the_last_check_in_is_read_back_when_it_is_asked_for_aloud(
    home: dict[str, str], person: Voice, tmp_path: Path
) -> None:
    """By voice, through the real recogniser; nothing of the asking is kept."""
    assert run(["checkin", "--text"], home, input=TOLD).returncode == 0
    before = pages(home)
    asked = recorded(tmp_path / "asked.wav", person, ["read me the last conversation", "stop"])
    lines = run(["checkin", "--from-wav", str(asked)], home).stdout.splitlines()
    start = lines.index(f"Companion: {READ[0]}")
    assert lines[start : start + len(READ)] == [f"Companion: {line}" for line in READ]
    assert pages(home) == before


@pytest.mark.parametrize("command", [["review"], ["journal", "show", "--aloud"]], ids=["review", "show"])
def test_looking_back_is_said_as_well_as_printed(card: VirtualCard, command: list[str]) -> None:
    """Something is to be heard from the loudspeaker; with --silent, nothing is."""
    ear = Listener(card)
    if command == ["review"]:
        assert run([*command, "--silent"], card.environment).stdout != ""
        assert ear.onsets == []
    else:
        assert run(["checkin", "--text"], card.environment, input=TOLD).returncode == 0
    assert run(command, card.environment).returncode == 0
    assert ear.onsets


def test_without_a_loudspeaker_it_is_printed_and_said_why(home: dict[str, str]) -> None:
    """The same lines as a check-in says."""
    assert run(["checkin", "--text"], home, input=TOLD).returncode == 0
    assert run(["journal", "show", "--aloud"], home).stdout.splitlines() == [SILENT, *READ]
    assert run(["journal", "search", "--aloud", "money"], home).stdout.splitlines() == [
        SILENT,
        "I found one answer about money.",
        "Earlier today, about your sister, you said: We worry about money.",
    ]
    assert run(["review"], home).stdout.splitlines()[0] == SILENT


def test_forgetting_by_voice_leaves_nothing(home: dict[str, str]) -> None:
    """A connection goes with its check-ins, everything goes with its key."""
    assert run(["checkin", "--text"], home, input=TOLD).returncode == 0
    forget = "anna\nforget everything about my sister\nyes\nyes\n"
    held = run(["checkin", "--text"], home, input=forget)
    assert "Companion: Done. No check-in about your sister is kept any more." in held.stdout
    assert pages(home) == [("connection", "anna", None), ("goals.closed", "yes", "yes")]
    held = run(["checkin", "--text"], home, input="no\nforget everything\nyes\n")
    assert held.stdout.splitlines()[-1].startswith("You: Companion: Everything is gone.")
    left = [path for path in Path(home["HOME"]).rglob("*") if path.is_file() and path.name != "asound.conf"]
    assert [(path.name, path.stat().st_size) for path in left] == [("journal.lock", 0)]
    assert pages(home) == []


def test_each_person_has_a_check_in_of_their_own(home: dict[str, str]) -> None:
    """With --person; without a name it is asked for, and without the option it is nobody's else."""
    assert run(["checkin", "--text", "--person", "Ida"], home, input="my brother\n").returncode == 0
    asked = run(["checkin", "--text", "--person"], home, input="ida\nyes\nyes\n")
    assert asked.stdout.startswith("Whose journal: ")
    assert "Last time we stopped halfway." in asked.stdout
    assert run(["checkin", "--text"], home, input="my sister\n").stdout.startswith("Companion: Hello.")
    assert pages(home) == [("connection", "my sister", None)]
    listed = run(["journal", "--person", "IDA", "list"], home).stdout.splitlines()
    assert len(listed) == 1
    assert listed[0].endswith("about your brother, not finished: 2 answers.")
    names = " ".join(str(path) for path in Path(home["HOME"]).rglob("*")).lower()
    assert "ida" not in names.replace(home["HOME"].lower(), "")
