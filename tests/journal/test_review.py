"""Looking back: what changed, in whole sentences, and nothing that was not heard well or that gave concern."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from companion.cli import main
from companion.cli_review import feelings_of
from companion.conversation.events import Page
from companion.journal import Place
from companion.journal.export import everything
from companion.journal.review import look_back

FIRST = datetime(2026, 3, 2, 19, 5, tzinfo=UTC)
OPENING = "This is what the journal holds from 2 March 2026 to {last} March 2026."
CLOSING = "It's yours to keep, to change or to forget."
TOO_LITTLE = ["There is too little yet to look back on, and that's all right."]


@pytest.fixture
def seen(home: Place) -> Callable[..., list[str]]:
    """Holds check-ins a week apart, each a connection and its pages, and returns what is said of them."""

    def reviewed(*check_ins: tuple[str, list[Page]]) -> list[str]:
        for week, (connection, pages) in enumerate(check_ins):
            moment = FIRST + timedelta(weeks=week)
            with home.writing(now=lambda moment=moment: moment) as book:  # type: ignore[misc]
                check_in = book.begin("alliance", connection)
                for page in pages:
                    check_in.keep(page)
                check_in.finish()
        with home.reading() as book:
            return look_back(everything(book), feelings_of)

    return reviewed


def closed(area: str, stance: str) -> Page:
    """The answer to the closed question of `area`."""
    return Page(f"{area}.closed", "?", stance, (1.0,), stance)  # type: ignore[arg-type]


def test_areas_over_time(seen: Callable[..., list[str]]) -> None:
    """What stayed, opened, drew back and came back, each connection by itself and with its dates."""
    stances = {"goals": ("yes", "yes", "yes"), "efforts": ("yes", "no", "yes"), "trust": ("no", "no", "unclear")}
    weeks = [[closed(area, stances[area][week]) for area in stances] for week in range(3)]
    assert seen(
        ("your sister", weeks[0]), ("Ben", [closed("goals", "yes")]), ("Your sister", weeks[1]),
        ("your sister", weeks[2]), ("Ben", [closed("goals", "unclear")]),
    ) == [
        OPENING.format(last=30),
        "About your sister.",
        "Goals: a yes, each time.",
        "Efforts: a yes on 2 March 2026 and on 23 March 2026, a no in between.",
        "Trust and care opened: a no on 2 March 2026, not sure on 23 March 2026.",
        "About Ben.",
        "Goals drew back: a yes on 9 March 2026, not sure on 30 March 2026.",
        CLOSING,
    ]  # fmt: skip


def test_repair_notes_and_what_became_of_them(seen: Callable[..., list[str]]) -> None:
    """Each with its area; only those that were heard well, and gave no concern."""
    assert seen(
        ("Anna", [
            Page("remembered", "?", "it went well", (1.0,) * 3),
            Page("trust.repair.1", "?", "that i was scared", (0.9, 0.9, 0.9, 0.5)),
            Page("trust.repair.2", "?", "tell her about the move", (0.9,) * 5),
            Page("efforts.repair.1", "?", "something dark", (1.0, 1.0), None, "check"),
            Page("goals.repair.1", "?", "that i want more time"),
        ]),
        ("Ben", [Page("goals.repair.1", "?", "nothing can have become of the only one")]),
        ("Anna", [Page("remembered", "?", "we spoke on sunday", (1.0,) * 4)]),
    ) == [
        OPENING.format(last=16),
        "About Anna.",
        'On 2 March 2026 you came back to what you had thought of before: "it went well"',
        'About trust and care, on 2 March 2026, you thought of one small thing: "tell her about the move"',
        'About goals, on 2 March 2026, you most wanted this understood: "that i want more time"',
        'You came back to trust and care on 16 March 2026: "we spoke on sunday"',
        CLOSING,
    ]  # fmt: skip


def test_an_answer_that_gave_concern_is_not_compared(seen: Callable[..., list[str]]) -> None:
    """Nor is what it was taken for."""
    concerning = Page("goals.closed", "?", "no", (1.0,), "no", "check")
    assert seen(("Anna", [closed("goals", "yes")]), ("Anna", [concerning])) == TOO_LITTLE


def test_words_and_feelings_that_came_back(seen: Callable[..., list[str]]) -> None:
    """Words in three check-ins, feelings in two; common and doubtful words, and those of concern, are left out."""
    said = [
        Page("goals.open", "?", "The move, the move! I am worried about money and everything"),
        Page("goals.open", "?", "I am worried about the move and about Money"),
        Page("goals.open", "?", "it was about the money and the move"),
        Page("goals.open", "?", "harvest harvest", (0.9, 0.3)),
    ]
    doubtful = Page("efforts.open", "?", "garden", (0.4,))
    concerning = Page("trust.open", "?", "shadow", (1.0,), None, "check")
    assert seen(*[("", [page, doubtful, concerning]) for page in said]) == [
        OPENING.format(last=23),
        "Words that came back: money, move.",
        "Feelings you put into words more than once: worried.",
        CLOSING,
    ]


@pytest.mark.parametrize(
    "check_ins",
    [
        [],
        [("Anna", [closed("goals", "yes")])],
        [("Anna", [closed("goals", "yes")]), ("Ben", [closed("goals", "no")])],
        [("", [closed("goals", "yes")]), ("", [closed("goals", "no")])],
        [("Anna", [Page("connection", "?", "it is about my sister"), Page("wish", "?", "go slower")])] * 4,
    ],
)
def test_too_little(seen: Callable[..., list[str]], check_ins: list[tuple[str, list[Page]]]) -> None:
    """Nothing to compare is said kindly; unnamed connections may be different ones."""
    assert seen(*check_ins) == TOO_LITTLE


def test_the_command(home: Place) -> None:
    """It looks at the last days only, and at what was finished."""
    for days_ago, stance in ((40, "no"), (20, "unclear"), (10, "yes")):
        moment = datetime.now(UTC) - timedelta(days=days_ago)
        with home.writing(now=lambda moment=moment: moment) as book:  # type: ignore[misc]
            check_in = book.begin("alliance", "Anna")
            check_in.keep(closed("trust", stance))
            check_in.finish()
    with home.writing() as book:
        book.begin("alliance", "Anna").keep(closed("trust", "no"))
    printed = CliRunner().invoke(main, ["review", "--silent"], catch_exceptions=False).output.splitlines()
    assert printed[1:] == ["About Anna.", printed[2], CLOSING]
    assert printed[2].startswith("Trust and care opened: not sure on ")
    assert CliRunner().invoke(main, ["review", "--silent", "--days", "5"]).output.splitlines() == TOO_LITTLE


def test_whose_review(home: Place) -> None:
    """By itself and under ``journal`` it is the same; another person's is another journal."""
    for days_ago in (4, 2):
        moment = datetime.now(UTC) - timedelta(days=days_ago)
        with home.of("Ida").writing(now=lambda moment=moment: moment) as book:  # type: ignore[misc]
            check_in = book.begin("alliance", "Anna")
            check_in.keep(closed("goals", "yes"))
            check_in.finish()
    seen = [
        CliRunner().invoke(main, [*arguments, "--silent"], catch_exceptions=False).output.splitlines()
        for arguments in (["review", "--person", "Ida"], ["journal", "--person", "Ida", "review"], ["review"])
    ]
    assert seen[0][1:] == ["About Anna.", "Goals: a yes, each time.", CLOSING]
    assert seen[1:] == [seen[0], TOO_LITTLE]
