"""``companion journal``: what was kept, in plain lines that a screen reader can follow.

Errors are raised as `companion.errors` and printed by ``companion.cli``.
"""

import sys
from pathlib import Path
from typing import cast, get_args

import click

from companion.journal import JournalError, KeyStore, Place, default_folders, marked, private
from companion.journal.errors import told
from companion.journal.export import FORMATS, Format, everything, printable, title


@click.group()
@click.option(
    "--key-store",
    type=click.Choice(get_args(KeyStore)),
    default="auto",
    envvar="COMPANION_KEY_STORE",
    help="'file' never asks the system's keyring.",
)
@click.pass_context
def journal(context: click.Context, key_store: str) -> None:
    """Read, search, correct, forget or take along what was kept."""
    context.obj = Place(*default_folders(), cast("KeyStore", key_store))


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
        click.echo(f"{title(entry)}: {_counted(entry.page_count, 'answer')}.{note}")


@journal.command()
@click.argument("number", type=int, required=False)
@click.pass_obj
def show(place: Place, number: int | None) -> None:
    """The questions and answers of check-in NUMBER, or of the newest."""
    with place.reading() as book:
        entries = book.check_ins()
        chosen = [entry for entry in entries if number in (None, entry.id)][-1:]
        pages = book.pages(chosen[0].id) if chosen else []
    if not chosen and number is not None:
        raise JournalError(f"There is no check-in {number}. 'companion journal list' names them all.")
    if not chosen:
        click.echo("Nothing has been kept yet.")
        return
    click.echo(f"{title(chosen[0])}.")
    for kept in pages:
        click.echo(f"Question: {printable(kept.page.question)}")
        click.echo(f"You said: {printable(marked(kept.page))}")


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
    with told(target):
        if force:
            target.unlink(missing_ok=True)
        try:
            private.write_new(target, text)
        except FileExistsError:
            raise JournalError(
                f"{target} was there already and is unchanged. Choose another, or add --force."
            ) from None
    click.echo(f"Wrote {_counted(sum(len(pages) for _, pages in held), 'answer')} to {target}. Only you can read it.")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
