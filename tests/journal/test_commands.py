"""``companion journal``: plain lines on the screen, private files, one sentence when something is wrong."""

import csv
import io
import json
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from click.testing import CliRunner

from companion.cli_journal import journal
from companion.conversation.events import Page
from companion.journal import JournalError, Place

EVENING = datetime(2026, 3, 2, 19, 5, tzinfo=timezone(timedelta(hours=1)))


def printed(*arguments: str, typed: str | None = None) -> str:
    """What the command prints; whatever it raises is raised here."""
    return CliRunner().invoke(journal, arguments, input=typed, catch_exceptions=False).output


@pytest.fixture
def kept(home: Place, said: Callable[..., Page]) -> Place:
    """Two check-ins: a finished one with a doubtful answer, and one that was stopped after the clock was set back."""
    times = iter([*[EVENING] * 4, *[EVENING - timedelta(days=1)] * 2])
    with home.writing(now=lambda: next(times)) as journal:
        check_in = journal.begin("alliance", "my sister")
        check_in.keep(said("goals.closed", "yes", "yes"))
        check_in.keep(Page("goals.open", "What do you want?", "more *time* with honey", (1, 0.9, 0.5, 0.2)))
        check_in.finish()
        journal.begin("daily", "").keep(said("now", "fine"))
    return home


@pytest.mark.usefixtures("kept")
def test_the_list() -> None:
    """One line each, with date, kind, connection, and whether it was finished."""
    assert printed("list").splitlines() == [
        "Check-in 1, Monday 2 March 2026 at 19:05, alliance, about my sister: 2 answers.",
        (
            "Check-in 2, Sunday 1 March 2026 at 19:05, daily, not finished: 1 answer."
            " The clock was set back before this one."
        ),
    ]


@pytest.mark.usefixtures("home")
def test_the_list_of_nothing() -> None:
    assert printed("list") == printed("show") == "Nothing has been kept yet.\n"


@pytest.mark.usefixtures("kept")
def test_showing_one() -> None:
    """Words that were not heard well are marked, once for a run of them; without a number the newest is shown."""
    assert printed("show", "1").splitlines() == [
        "Check-in 1, Monday 2 March 2026 at 19:05, alliance, about my sister.",
        "Question 1: What about goals.closed?",
        "You said: yes",
        "Question 2: What do you want?",
        "You said: more *time* with honey (not sure)",
    ]
    assert printed("show").startswith("Check-in 2, ")
    with pytest.raises(JournalError, match=r"^There is no check-in 9\. 'companion journal list' names them all\.$"):
        printed("show", "9")


def test_showing_no_control_characters(home: Place) -> None:
    """What was typed cannot move the cursor or clear the screen when it is read."""
    with home.writing() as book:
        book.begin("daily", "a\tb").keep(Page("now", "How?", "one\n\x1b[2Jtwo"))
    assert printed("show").splitlines()[1:] == ["Question 1: How?", "You said: one [2Jtwo"]


@pytest.mark.usefixtures("kept")
def test_jsonl() -> None:
    """One object per page, with the version of the schema and every field of it."""
    objects = [json.loads(line) for line in printed("export").splitlines()]
    assert objects[1] == {
        "version": 1,
        "check_in": 1,
        "started_at": "2026-03-02T19:05:00+01:00",
        "kind": "alliance",
        "connection": "my sister",
        "finished": True,
        "slot": "goals.open",
        "question": "What do you want?",
        "words": "more *time* with honey",
        "confidences": [1.0, 0.9, 0.5, 0.2],
        "stance": None,
        "concern": "none",
        "kept_at": "2026-03-02T19:05:00+01:00",
    }
    assert [each["check_in"] for each in objects] == [1, 1, 2]


@pytest.mark.usefixtures("kept")
def test_markdown() -> None:
    """Headings and quotations; signs that mean something in Markdown are shown as they were said."""
    assert printed("export", "--format", "md") == (
        "# Journal\n"
        "\n## Check-in 1, Monday 2 March 2026 at 19:05, alliance, about my sister\n"
        "\n### What about goals.closed?\n\n> yes\n"
        "\n### What do you want?\n\n> more \\*time\\* with honey (not sure)\n"
        "\n## Check-in 2, Sunday 1 March 2026 at 19:05, daily, not finished\n"
        "\n### What about now?\n\n> fine\n"
    )


@pytest.mark.usefixtures("kept")
def test_csv() -> None:
    """The same fields as columns."""
    rows = list(csv.DictReader(io.StringIO(printed("export", "--format", "csv"))))
    assert [(row["slot"], row["words"], row["confidences"], row["stance"]) for row in rows] == [
        ("goals.closed", "yes", "1.0", "yes"),
        ("goals.open", "more *time* with honey", "1.0 0.9 0.5 0.2", ""),
        ("now", "fine", "1.0", ""),
    ]


@pytest.mark.usefixtures("kept")
def test_an_export_is_for_its_owner_and_overwrites_nothing(tmp_path: Path) -> None:
    """Mode 0600; a file that is there is only replaced when that is asked for."""
    target = tmp_path / "export.jsonl"
    assert printed("export", "--to", str(target)) == f"Wrote 3 answers to {target}. Only you can read it.\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert target.read_text() == printed("export")
    target.write_text("mine")
    target.chmod(0o644)
    with pytest.raises(JournalError, match=r"was there already and is unchanged\. Choose another, or add --force\.$"):
        printed("export", "--to", str(target))
    assert target.read_text() == "mine"
    printed("export", "--to", str(target), "--force")
    assert target.read_text() == printed("export")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.usefixtures("kept")
def test_an_export_to_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match=r"/nowhere/x cannot be used: No such file or directory\.$"):
        printed("export", "--to", str(tmp_path / "nowhere" / "x"))


def test_looking_while_a_check_in_runs(home: Place, said: Callable[..., Page]) -> None:
    """list, show and export do not wait for the companion, and it does not wait for them."""
    with home.writing() as book:
        check_in = book.begin("alliance", "")
        check_in.keep(said("goals.closed", "yes"))
        assert "1 answer." in printed("list")
        assert "You said: yes" in printed("show")
        check_in.keep(said("goals.open", "rest"))
        assert len(printed("export").splitlines()) == 2


def test_times_keep_the_place_where_they_were(home: Place, said: Callable[..., Page]) -> None:
    """Whoever travels sees the hour it was where they sat."""
    with home.writing(now=lambda: EVENING.astimezone(UTC)) as book:
        book.begin("daily", "").keep(said("now", "fine"))
    assert "at 18:05" in printed("list")
