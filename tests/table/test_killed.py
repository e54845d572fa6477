"""Killed, aborted, in the middle of a running check-in: nothing kept is lost, and nothing lies open anywhere."""

import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from companion.speaking.voice import Voice
from tests.table.conftest import COMPANION, pages, run
from tests.table.test_ways import recorded

KILLING = str(Path(__file__).with_name("killing.py"))
NOTHING_WRONG = "lost: 0, torn: 0, damaged: 0, did not open: 0, not offered: 0"
WHISPERED = "nobody knows about velvetberry"


@pytest.fixture
def home(home: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The same, with every place where a program may leave a file inside it."""
    inside = {name: str(tmp_path / "home" / name.lower()) for name in ("TMPDIR", "XDG_CACHE_HOME", "XDG_STATE_HOME")}
    for folder in inside.values():
        Path(folder).mkdir()
    return home | inside


def killed(environment: dict[str, str], *arguments: str) -> tuple[int, str]:
    """How many pages had been acknowledged at a kill, and what was wrong."""
    command = [sys.executable, KILLING, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = re.fullmatch(r"kills: \d+, acknowledged: (\d+), (.*)\n", done.stdout)
    assert found, done.stdout
    return int(found[1]), found[2]


def in_plain_text(folder: str, secrets: Iterable[str]) -> list[str]:
    """Which of these words can be read in any file under `folder`, or in a name."""
    paths = list(Path(folder).rglob("*"))
    content = b"\n".join([str(paths).encode(), *(path.read_bytes() for path in paths if path.is_file())]).lower()
    return [each for each in secrets if each.encode() in content or each.encode("utf-16-le") in content]


def test_no_page_is_lost_by_a_kill_at_any_moment_of_a_check_in(home: dict[str, str]) -> None:
    """12 kills, each followed by a start that offers to go on; `scripts/bench_journal.py` does 200."""
    acknowledged, wrong = killed(home, "12", "1")
    assert wrong == NOTHING_WRONG
    assert acknowledged > 12
    assert in_plain_text(home["HOME"], ["velvet", "quince"]) == []


def test_no_page_is_lost_by_a_kill_while_a_file_is_listened_to(
    home: dict[str, str], person: Voice, tmp_path: Path
) -> None:
    """What was heard is kept as what was typed."""
    answers = recorded(tmp_path / "answers.wav", person, ["my sister", "yes", "we want more time", "not sure"])
    acknowledged, wrong = killed(home, "2", "1", str(answers))
    assert wrong == NOTHING_WRONG
    assert acknowledged > 0


def test_no_answer_is_on_disk_in_plain_text(home: dict[str, str], person: Voice, tmp_path: Path) -> None:
    """Typed or heard, on or off the record: not in the journal, its log, a temporary file, a cache."""
    told = f"my cousin\nyes\nsomething about quinceblossom\noff the record\n{WHISPERED}\nyes\n{WHISPERED}\n"
    held = run(["checkin", "--text"], home, input=told)
    assert held.returncode == 0, held.stderr
    answers = recorded(tmp_path / "answers.wav", person, ["my sister", "yes", "we want more time together", "yes"])
    both = str(tmp_path / "both.wav")
    assert run(["checkin", "--from-wav", str(answers), "--to-wav", both], home).returncode == 0
    kept = [words for _, words, _ in pages(home)]
    assert "something about quinceblossom" in kept
    heard = [words for words in kept if len(words) > len("not sure")]
    assert len(heard) > 3
    assert in_plain_text(home["HOME"], [*heard, "quinceblossom", "velvetberry"]) == []
    (Path(home["TMPDIR"]) / "leak").write_text(f"You: {WHISPERED}", encoding="utf-16-le")
    assert in_plain_text(home["HOME"], ["quinceblossom", "velvetberry"]) == ["velvetberry"]


@pytest.mark.skipif(sys.platform != "linux", reason="reads the limits of another process")
def test_a_check_in_that_is_aborted_leaves_no_picture_of_its_memory(home: dict[str, str], tmp_path: Path) -> None:
    """However large it might have been."""
    folder = tmp_path / "here"
    folder.mkdir()
    command = ["sh", "-c", 'ulimit -c unlimited; exec "$0" checkin --text', *COMPANION]
    with subprocess.Popen(command, env=home, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        os.write(process.stdin.fileno(), b"quinceblossom\n")
        while b"Quinceblossom" not in process.stdout.readline():
            pass
        assert resource.prlimit(process.pid, resource.RLIMIT_CORE) == (1, 1)
        process.send_signal(signal.SIGABRT)
        assert process.wait() == -signal.SIGABRT
    assert list(folder.iterdir()) == []
    assert in_plain_text(home["HOME"], ["quinceblossom"]) == []
