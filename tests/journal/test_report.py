"""The page to look back on: one private file that says what the review says, and nothing else."""

import re
import stat
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from companion.cli import main
from companion.cli_review import feelings_of
from companion.conversation.events import Page
from companion.journal import Place
from companion.journal.report import as_html
from companion.journal.review import look_back
from tests.journal.looking import area, check_in, note, spoken


def text_of(page: str) -> str:
    """What stands on the page, tags and styles left out."""
    return unescape(re.sub(r"<[^>]+>", "", page.partition("<body>")[2]))


def test_it_says_what_the_review_says() -> None:
    """Every sentence of it but the headings' own."""
    held = [
        check_in(0, "Anna", area("goals", "no"), spoken("i am worried about money"), note("call her on sunday")),
        check_in(7, "Anna", area("goals", "yes"), spoken("we spoke about money", "remembered")),
        check_in(9, "", spoken("i am worried about money")),
    ]
    sentences = look_back(held, feelings_of)
    assert len(sentences) == 8
    page = text_of(as_html(held, feelings_of))
    assert [each for each in sentences if each.removesuffix(".") not in page] == []


def test_nothing_of_an_answer_that_gave_concern() -> None:
    """Neither its words nor its feelings, nor what was not heard well."""
    pages = (
        area("goals", "yes"),
        Page("trust.open", "?", "shadow and i am sad", (), None, "definite"),
        Page("efforts.open", "?", "mumble and i am scared", (0.3,) * 5),
        Page("trust.closed", "?", "no", (), "no", "check"),
    )
    page = text_of(as_html([check_in(day, "Anna", *pages) for day in (0, 7, 14)], feelings_of))
    assert "Goals: a yes, each time." in page
    assert [word for word in ("shadow", "sad", "mumble", "scared", "Trust") if word in page] == []


def test_what_was_said_is_only_ever_text() -> None:
    """Names, notes and the names of areas cannot become part of the page."""
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>\"&'$m$"
    page = as_html(
        [check_in(day, hostile, area(hostile, "no"), area("$a^b$ <g>", "yes"), note(hostile)) for day in (0, 7)],
        feelings_of,
    )
    assert "<script" not in page
    assert "<img" not in page
    assert text_of(page).lower().count(hostile.lower()) == 1 + 1 + 2  # the connection, its area, its two notes


def test_the_same_check_ins_make_the_same_page() -> None:
    """No chance and no clock is in it, and no address of anything that could be fetched."""
    held = [check_in(day, "Anna", area("goals", "no"), spoken("i am sad")) for day in (0, 7)]
    page = as_html(held, feelings_of)
    assert page == as_html(held, feelings_of)
    assert set(re.findall(r'[\w:]+="?https?://[^"\s]*', page)) == {
        'xmlns="http://www.w3.org/2000/svg',
        'xmlns:xlink="http://www.w3.org/1999/xlink',
    }
    assert len(re.findall("https?:", page)) == 2 * page.count("<svg")


def test_no_name_in_the_page_is_given_twice() -> None:
    """Each picture's marks are its own."""
    pages = (area("goals", "no"), area("trust", "no"), spoken("i am sad"))
    held = [check_in(day, name, *pages) for day in (0, 7) for name in ("Anna", "Ben")]
    names = re.findall(r' id="([^"]+)"', as_html(held, feelings_of))
    assert len(names) == len(set(names)) > 50


@pytest.fixture
def kept(home: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Two check-ins of the last days in Ida's journal; the test's folder is the current one."""
    monkeypatch.chdir(tmp_path)
    for days_ago in (40, 4, 2):
        moment = datetime.now(UTC) - timedelta(days=days_ago)
        with home.of("Ida").writing(now=lambda moment=moment: moment) as book:  # type: ignore[misc]
            held = book.begin("alliance", "Anna")
            held.keep(area("goals", "no" if days_ago > 30 else "yes"))
            held.finish()
    return home


def printed(*arguments: str) -> str:
    """What the command prints; whatever it raises is raised here."""
    return CliRunner().invoke(main, arguments, catch_exceptions=False).output


@pytest.mark.usefixtures("kept")
def test_the_file_is_for_its_owner(tmp_path: Path) -> None:
    """Mode 0600, in the current folder or where it is wanted; only the days that are asked for."""
    told = "Wrote {}; open it in a browser. Only you can read it, but it is not encrypted.\n"
    assert printed("report", "--person", "Ida") == told.format("companion-report.html")
    page = tmp_path / "companion-report.html"
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert "Goals: a yes, each time." in page.read_text(encoding="utf-8")
    target = tmp_path / "folder" / "report.html"
    target.parent.mkdir()
    assert printed("journal", "--person", "Ida", "report", "--days", "50", "--to", str(target)) == told.format(target)
    assert "Goals opened: a no on " in target.read_text(encoding="utf-8")
    assert [path.name for path in target.parent.iterdir()] == ["report.html"]


@pytest.mark.usefixtures("kept")
def test_it_overwrites_nothing_unasked(tmp_path: Path) -> None:
    """As with an export."""
    page = tmp_path / "companion-report.html"
    page.write_text("mine")
    page.chmod(0o644)
    refused = CliRunner().invoke(main, ["journal", "--person", "Ida", "report"])
    sentence = f"{page.name} was there already and is unchanged. Choose another, or add --force.\n"
    assert (refused.stderr, refused.exit_code) == (sentence, 1)
    assert page.read_text() == "mine"
    printed("report", "--person", "Ida", "--force")
    assert "Goals" in page.read_text(encoding="utf-8")
    assert stat.S_IMODE(page.stat().st_mode) == 0o600


@pytest.mark.usefixtures("kept")
def test_too_little_makes_no_file(tmp_path: Path) -> None:
    """It is said kindly instead."""
    sentence = "There is too little yet to look back on, and that's all right. No file was written.\n"
    assert printed("report") == printed("report", "--person", "Ida", "--days", "3") == sentence
    assert not (tmp_path / "companion-report.html").exists()
