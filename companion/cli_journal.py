"""``companion journal``: what was kept, in plain lines that a screen reader can follow.

Errors are raised as `companion.errors` and printed by ``companion.cli``. What changes the journal is in
``companion.journal.commands``.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from companion.conversation.events import Page
from companion.journal import JournalError, Place, commands, marked, private
from companion.journal.commands import counted
from companion.journal.errors import told
from companion.journal.export import FORMATS, Format, everything, printable, title
from companion.past import found, read
from companion.people import person_option, place_of
from companion.settings import load_settings

TAKEN_AS = {"yes": "yes", "no": "no", "unclear": "not sure"}


def said(page: Page) -> str:
    """The line that shows an answer; where its words were not heard well, also what it was taken for."""
    words = marked(page)
    taken = f", taken as {TAKEN_AS[page.stance]}" if page.stance and words != page.words else ""
    return f"You said: {printable(words)}{taken}"


@click.group()
@person_option
@click.pass_context
def journal(context: click.Context, person: str | None) -> None:
    """Read, search, correct, forget or take along what was kept."""
    context.obj = place_of(person)


for command in commands.ALL:
    journal.add_command(command)


def write_copy(target: Path, text: str, *, force: bool) -> None:
    """Write the new file `target`, for its owner only and whole or not at all; with `force` over one that is there."""
    with told(target):
        if target.exists() and not force:
            raise JournalError(f"{target} was there already and is unchanged. Choose another, or add --force.")
        private.write_durably(target, text)


@journal.command("list")
@click.pass_obj
def list_check_ins(place: Place) -> None:
    """One line for each check-in, the oldest first."""
    with place.reading() as book:
        entries = book.check_ins()
    if not entries:
        click.echo("Nothing has been kept yet.")
    for before, entry in zip([None, *entries], entries, strict=False):
        turned_back = before is not None and entry.started_at < before.started_at
        note = " The clock was set back before this one." if turned_back else ""
        click.echo(f"{title(entry)}: {counted(entry.page_count, 'answer')}.{note}")


ALOUD = click.option("--aloud", is_flag=True, help="Say it as well, in the words of a check-in.")


def say_aloud(lines: Sequence[str]) -> None:
    """Say and print these lines."""
    from companion.aloud import read_aloud

    read_aloud(load_settings(), click.echo, [printable(line) for line in lines], sys.stdin)


@journal.command()
@click.argument("number", type=int, required=False)
@ALOUD
@click.pass_obj
def show(place: Place, number: int | None, aloud: bool) -> None:
    """The questions and answers of check-in NUMBER, or of the newest."""
    with place.reading() as book:
        if number is None and book.is_first():
            click.echo("Nothing has been kept yet.")
            return
        entry = commands.chosen(book, number)
        pages = book.pages(entry.id)
        lines = read(book, entry, last=number is None) if aloud else []
    if aloud:
        say_aloud(lines)
        return
    click.echo(f"{title(entry)}.")
    for place_in_order, kept in enumerate(pages, start=1):
        click.echo(f"Question {place_in_order}: {printable(kept.page.question)}")
        click.echo(said(kept.page))


@journal.command()
@click.argument("words", required=False)
@ALOUD
@click.pass_obj
def search(place: Place, words: str | None, aloud: bool) -> None:
    """What was said with all these WORDS in it, the newest first; aloud, the three newest.

    Without WORDS they are asked for, so that they stay out of the history of the shell.
    """
    words = words or click.prompt("Search for")
    with place.reading() as book:
        entries = {entry.id: entry for entry in book.check_ins()}
        pages = book.search(words)
        lines = found(book, words) if aloud else []
    if aloud:
        say_aloud(lines)
        return
    click.echo(f"{counted(len(pages), 'answer')} found.")
    for kept in pages:
        click.echo(f"{title(entries[kept.check_in_id])}.")
        click.echo(f"Question: {printable(kept.page.question)}")
        click.echo(said(kept.page))


@journal.command()
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="jsonl", show_default=True)
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), help="A file; else the screen.")
@click.option("--force", is_flag=True, help="Write over a file that is already there.")
@click.pass_obj
def export(place: Place, form: Format, target: Path | None, force: bool) -> None:
    """Everything, as text: JSON Lines (jsonl), Markdown (md) or CSV. It is no longer encrypted then."""
    with place.reading() as book:
        held = everything(book)
    text = FORMATS[form](held)
    if target is None:
        sys.stdout.write(text)
        return
    write_copy(target, text, force=force)
    click.echo(f"Wrote {counted(sum(len(pages) for _, pages in held), 'answer')} to {target}. Only you can read it.")
