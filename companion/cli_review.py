"""``companion review`` and ``companion report``: looking back, by themselves or under ``companion journal``."""

import sys
from pathlib import Path

import click

from companion.cli_journal import write_copy
from companion.journal import Place
from companion.journal.export import CheckInWithPages, since
from companion.journal.review import look_back
from companion.people import person_option, place_of
from companion.settings import load_settings
from companion.understanding import feelings

DAYS = click.option("--days", type=click.IntRange(min=1), default=30, show_default=True, help="How far to look back.")


def feelings_of(answer: str) -> list[str]:
    """The words for the person's own feelings in `answer`, none that was only supposed."""
    return [each.word for each in feelings(answer) if each.whose == "self" and not each.tentative]


@click.command()
@person_option
@DAYS
@click.option("--silent", is_flag=True, help="Print it only.")
@click.pass_obj
def review(chosen: Place | None, person: str | None, days: int, silent: bool) -> None:
    """A gentle look back, said and printed: what changed, never a score. Space ends a line, q the speaking."""
    sentences = look_back(_held(chosen, person, days), feelings_of)
    if silent:
        click.echo("\n".join(sentences))
    else:
        from companion.aloud import read_aloud

        read_aloud(load_settings(), click.echo, sentences, sys.stdin)


@click.command()
@person_option
@DAYS
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("companion-report.html"),
    show_default=True,
    help="The file to write.",
)
@click.option("--force", is_flag=True, help="Write over a file that is already there.")
@click.pass_obj
def report(chosen: Place | None, person: str | None, days: int, target: Path, force: bool) -> None:
    """The same look back as a page with pictures, for a browser. It is no longer encrypted then."""
    from companion.journal.report import as_html
    from companion.journal.review import phrases

    page = as_html(_held(chosen, person, days), feelings_of)
    if not page:
        click.echo(f"{phrases().too_little} No file was written.")
        return
    write_copy(target, page, force=force)
    click.echo(f"Wrote {target}; open it in a browser. Only you can read it, but it is not encrypted.")


def _held(chosen: Place | None, person: str | None, days: int) -> list[CheckInWithPages]:
    """The check-ins of the last `days` in the journal that ``journal`` chose, or in this person's."""
    place = place_of(person) if person or chosen is None else chosen
    with place.reading() as book:
        return since(book, days)
