"""The commands that change a journal. What cannot be undone is asked about first, and what was done is said."""

from pathlib import Path

import click

from companion.journal.copies import back_up, change_key, restore
from companion.journal.errors import JournalError, told
from companion.journal.export import printable, title
from companion.journal.forgetting import (
    about,
    correct,
    forget_check_ins,
    forget_everything,
    forget_page,
    retention_days,
    set_retention,
)
from companion.journal.importing import bring, read_lines
from companion.journal.pages import Entry, KeptPage, marked
from companion.journal.place import Place
from companion.journal.store import Journal

COPIES = "Exports and backups you made are yours and are not touched."
_yes = click.option("--yes", is_flag=True, help="Do not ask whether that is meant.")


def counted(number: int, what: str) -> str:
    """'1 answer', '3 answers'."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def ask_passphrase(name: str = "") -> str:
    """The passphrase, typed unseen; of the person with this name, where there are two."""
    return str(click.prompt(f"{name}, your passphrase" if name else "Passphrase", hide_input=True, err=True))


def chosen(book: Journal, number: int | None) -> Entry:
    """Check-in `number`, or the newest. Raises `JournalError` when there is none."""
    entries = [entry for entry in book.check_ins() if number in (None, entry.id)]
    if not entries:
        missing = "no check-in" if number is None else f"no check-in {number}"
        raise JournalError(f"There is {missing}. 'companion journal list' names them all.")
    return entries[-1]


def _answer(book: Journal, check_in: int | None, number: int | None) -> KeptPage:
    """Answer `number` as ``show`` counts them, or the last one."""
    entry = chosen(book, check_in)
    pages = book.pages(entry.id)
    if number is not None and not 1 <= number <= len(pages):
        raise JournalError(f"Check-in {entry.id} has {counted(len(pages), 'answer')}. Nothing was changed.")
    return pages[(number or len(pages)) - 1]


def _new_passphrase() -> str:
    return str(click.prompt("New passphrase", hide_input=True, confirmation_prompt="The same again", err=True))


def _agreed(question: str, *, yes: bool) -> None:
    if not yes:
        click.confirm(f"{question} This cannot be undone.", abort=True)


@click.group()
def forget() -> None:
    """Forget an answer, a check-in, everything about a connection, or all there is."""


@forget.command("answer")
@click.argument("check_in", type=int, required=False)
@click.argument("number", type=int, required=False)
@_yes
@click.pass_obj
def answer(place: Place, check_in: int | None, number: int | None, yes: bool) -> None:
    """Answer NUMBER of CHECK_IN, as 'show' counts them; without numbers the last answer of the newest."""
    with place.writing() as book:
        kept = _answer(book, check_in, number)
        click.echo(f"Question: {printable(kept.page.question)}")
        click.echo(f"You said: {printable(marked(kept.page))}")
        _agreed("Forget this answer?", yes=yes)
        forget_page(book, kept.check_in_id, kept.page.slot)
    click.echo(f"Forgotten. {COPIES}")


@forget.command("check-in")
@click.argument("number", type=int)
@_yes
@click.pass_obj
def check_in(place: Place, number: int, yes: bool) -> None:
    """Check-in NUMBER with all its answers."""
    with place.writing() as book:
        entry = chosen(book, number)
        _agreed(f"Forget {title(entry)}, with {counted(entry.page_count, 'answer')}?", yes=yes)
        forget_check_ins(book, [entry.id])
    click.echo(f"Forgotten. {COPIES}")


@forget.command("connection")
@click.argument("name", required=False)
@_yes
@click.pass_obj
def connection(place: Place, name: str | None, yes: bool) -> None:
    """Every check-in about the connection NAME, which is asked for when it is not given."""
    name = name or click.prompt("About whom")
    with place.writing() as book:
        numbers = about(book, name)
        if not numbers:
            raise JournalError("There is no check-in about that connection. 'companion journal list' names them all.")
        _agreed(f"Forget {counted(len(numbers), 'check-in')} about that connection?", yes=yes)
        forget_check_ins(book, numbers)
    click.echo(f"Forgotten. {COPIES}")


@forget.command("everything")
@_yes
@click.pass_obj
def everything(place: Place, yes: bool) -> None:
    """The whole journal and its key."""
    _agreed("Forget the whole journal and its key?", yes=yes)
    forget_everything(place)
    click.echo(f"Everything is forgotten. {COPIES}")


@click.command("correct")
@click.argument("check_in", type=int, required=False)
@click.argument("number", type=int, required=False)
@click.pass_obj
def correct_answer(place: Place, check_in: int | None, number: int | None) -> None:
    """Put what you really said in the place of answer NUMBER of CHECK_IN; the old words go.

    The new words are asked for, so that they stay out of the history of the shell.
    """
    with place.writing() as book:
        kept = _answer(book, check_in, number)
        click.echo(f"Question: {printable(kept.page.question)}")
        click.echo(f"You said: {printable(marked(kept.page))}")
        words = click.prompt("What you really said")
        stance = kept.page.stance and click.prompt(
            "Was that", type=click.Choice(["yes", "no", "unclear"]), default=kept.page.stance
        )
        correct(book, kept.check_in_id, kept.page.slot, words, stance)
    click.echo("Corrected. The old words are gone.")


@click.command("keep-for")
@click.argument("days", required=False)
@click.pass_obj
def keep_for(place: Place, days: str | None) -> None:
    """Forget check-ins by themselves after DAYS, or keep them 'forever'; without DAYS, say how it is."""
    if days is not None and days != "forever" and not days.isdecimal():
        raise click.BadParameter("a number of days, or 'forever'")
    if days is not None:
        wanted = None if days == "forever" else int(days)
        with place.writing() as book:
            set_retention(book, wanted)
    else:
        with place.reading() as book:
            wanted = retention_days(book)
    if wanted is None:
        click.echo("Check-ins are kept until you forget them.")
    else:
        back = "counted back from the latest one that is a day old"
        click.echo(f"Check-ins are kept for {counted(wanted, 'day')}, {back}. Older ones go at the next start.")


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_obj
def import_lines(place: Place, source: Path) -> None:
    """Bring back an export in JSON Lines; check-ins that are there already are left as they are."""
    with told(source):
        text = source.read_text(encoding="utf-8-sig", errors="replace")
    lines = read_lines(text)
    with place.writing() as book:
        brought, known = bring(book, lines)
    click.echo(f"Imported {counted(brought, 'check-in')}; {known} were here already. All are numbered anew.")


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup(place: Place, target: Path) -> None:
    """Write the whole journal to the new file TARGET, which a passphrase of its own opens on any device."""
    back_up(place, target, _new_passphrase())
    click.echo(f"The backup is in {target}. Without its passphrase nobody can open it, nor can we.")


@click.command("restore")
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Also when there is a journal already, which is then gone.")
@click.pass_obj
def restore_backup(place: Place, source: Path, replace: bool) -> None:
    """Make the backup SOURCE the journal."""
    if replace:
        _agreed("Put the backup in the place of the journal that is here?", yes=False)
    restore(place, source, ask_passphrase(), replace=replace)
    click.echo("Restored. It is not locked with a passphrase; 'companion journal lock' does that.")


@click.command()
@click.pass_obj
def rekey(place: Place) -> None:
    """Give the journal a new key. A locked one stays locked, with a passphrase that is asked for."""
    change_key(place, _new_passphrase() if place.keys.locked else None)
    click.echo("The journal has a new key. What the old one opened is gone.")


@click.command()
@click.pass_obj
def lock(place: Place) -> None:
    """Lock the journal with a passphrase, or change it. Without it nobody can open the journal, nor can we."""
    change_key(place, _new_passphrase())
    click.echo("The journal is locked. The passphrase is asked for at every start.")


@click.command()
@click.pass_obj
def unlock(place: Place) -> None:
    """Take the passphrase off."""
    change_key(place)
    click.echo("The journal opens without a passphrase now.")


ALL: tuple[click.Command, ...] = (
    forget, correct_answer, keep_for, import_lines, backup, restore_backup, rekey, lock, unlock,
)  # fmt: skip
