"""The command ``companion``. The only file that prints errors and ends the program."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from companion.cli_journal import journal
from companion.cli_review import report, review
from companion.coreless import leave_no_core
from companion.errors import CompanionError
from companion.people import named, party_of, person_option, with_option
from companion.private import Privacy
from companion.supervisor import Lifeline, supervise

if TYPE_CHECKING:
    from companion.settings import Settings

# Rooms are imported in the commands, late: the first word is to be out within a second.


class _Told(click.Group):
    """Tells every error of ours in one sentence, and ends with 1."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except CompanionError as error:
            click.echo(str(error), err=True)
            sys.exit(1)
        except KeyboardInterrupt:
            click.echo("\nStopped. Everything that was kept stays kept.", err=True)
            sys.exit(130)


@dataclass(frozen=True, slots=True)
class _Way:
    """How a check-in is to be held: the options of ``checkin``."""

    text: bool
    from_wav: Path | None
    to_wav: Path | None
    person: str | None
    other: str | None
    private: bool
    silent: bool
    blank: bool

    def check(self) -> None:
        """Raise `UsageError` for options that do not go together."""
        if self.to_wav and not self.from_wav:
            raise click.UsageError("--to-wav goes with --from-wav.")
        if (self.silent or self.blank) and not self.private:
            raise click.UsageError("--silent and --blank go with --private.")
        if self.silent and self.blank:
            raise click.UsageError("With --silent there is only the screen: leave out --blank.")
        if self.private and (self.other is not None or self.from_wav or self.text):
            raise click.UsageError("--private is for one person who types: leave out the other way in.")


@click.group(cls=_Told, invoke_without_command=True)
@click.version_option(package_name="companion")
@with_option
@click.pass_context
def main(context: click.Context, other: str | None) -> None:
    """A voice-first, offline companion: it asks, listens and reflects. Without a command it starts a check-in."""
    leave_no_core()
    if context.invoked_subcommand is None:
        context.invoke(checkin, other=other)
    elif other is not None:
        raise click.UsageError("--with starts a check-in for two: leave out the command, or take: companion checkin")


@main.command()
@click.option("--text", is_flag=True, help="Type the answers; nothing is spoken.")
@click.option("--from-wav", type=click.Path(path_type=Path), help="A sound file whose speech answers in turn.")
@click.option("--to-wav", type=click.Path(path_type=Path), help="With --from-wav: write both sides to this WAV file.")
@person_option
@with_option
@click.option("--private", is_flag=True, help="Say nothing aloud: type, and hear the questions on headphones.")
@click.option("--silent", is_flag=True, help="With --private: nothing is spoken at all, only printed.")
@click.option("--blank", is_flag=True, help="With --private: nothing is shown, neither questions nor what is typed.")
def checkin(**options: Any) -> None:
    """Hold a check-in, aloud.

    Keys: space stops the speech, Enter means "I'm done", r repeats, s skips, b goes back, p pauses, h helps, q stops.
    """
    way = _Way(**options)
    way.check()
    names = named(way.person, way.other)
    live = not (way.from_wav or way.text)
    watched = supervise() if live else (Lifeline(), None)  # forks: before anything heavy is imported
    from companion.app import hold_file, hold_typed
    from companion.live import hold_live

    settings, party = _settings(), party_of(way.person, names)
    if way.from_wav:
        hold_file(settings, click.echo, party, way.from_wav, way.to_wav)
    elif way.text:
        hold_typed(settings, click.echo, sys.stdin, party)
    else:
        party = replace(party, privacy=Privacy(way.silent, way.blank) if way.private else None)
        hold_live(settings, click.echo, sys.stdin, party, watched)


@main.command()
@click.option("--to-wav", type=click.Path(path_type=Path), default=Path("companion-demo.wav"), show_default=True)
def demo(to_wav: Path) -> None:
    """Hear a check-in with a simulated person.

    No microphone is needed, and nothing is kept but the sound file.
    """
    from companion.app import hold_demo

    hold_demo(_settings(), click.echo, to_wav)
    click.echo(f"Both sides are in {to_wav}.")


@main.command()
@click.argument("words")
@click.option("--question", "area", metavar="AREA", default="", help="What was asked: goals, efforts or trust.")
def explain(words: str, area: str) -> None:
    """Show what would be understood of WORDS, what would be said, and why.

    Nothing is kept. For people who tune the words, and for us.
    """
    from companion.explain import areas, explain

    if area and area not in areas():
        raise click.BadParameter(f"choose one of {', '.join(areas())}", param_hint="--question")
    for line in explain(words, area):
        click.echo(line)


@main.command()
def voices() -> None:
    """List the voices that can speak."""
    from companion.speaking.voice import voices

    for identifier, name in voices():
        click.echo(f"{name}: {identifier}")


@main.command()
def devices() -> None:
    """List the microphones and loudspeakers, which of them a check-in uses, and how to choose."""
    from companion.devices import describe
    from companion.settings import config_folder

    settings = _settings()
    for line in describe(settings.microphone, settings.speaker, config_folder() / "settings.toml"):
        click.echo(line)


@main.command()
@click.option("--silent", is_flag=True, help="Print it only; nothing is played.")
def doctor(*, silent: bool) -> None:
    """Examine what a check-in needs: sound, model, disk, key ... Space ends a line, q the speaking.

    Ends with 0 when nothing needs care, with 1 when something does.
    """
    watched = supervise()  # forks: before anything heavy is imported
    from companion.doctor.examination import examine

    if not examine(click.echo, sys.stdin, watched, silent=silent):
        sys.exit(1)


@main.command()
def helplines() -> None:
    """List who can be called, by country, with the source of each number."""
    from datetime import UTC, datetime

    from companion.helplines import help_lines, told_outdated

    known = help_lines()
    for line in known.lines:
        where = known.countries[line.country].name
        click.echo(f"{where}, {line.what_for}: {line.number}, {line.name}, {line.hours}. Source: {line.source}")
    if old := told_outdated(datetime.now(UTC).date()):
        click.echo(old)


def _settings() -> "Settings":
    from companion.settings import load_settings

    return load_settings()


main.add_command(journal)
for looking_back in (review, report):
    main.add_command(looking_back)
    journal.add_command(looking_back)
