"""Whose journal it is, when several people share a device, and who sits at the table."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import click

from companion.journal import Place
from companion.journal.commands import ask_passphrase
from companion.private import Privacy
from companion.settings import config_folder, data_folder, load_settings

person_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--person",
    prompt="Whose journal",
    prompt_required=False,
    help="Whose journal, when several people share this device; without a name it is asked for.",
)
"""Without the option it is the journal of whoever uses the device alone. A name that is asked for stays out of the
history of the shell and out of the list of processes."""

with_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--with",
    "other",
    metavar="NAME",
    prompt="Name of the person beside you",
    prompt_required=False,
    help="A check-in for two, with the person NAME beside you; without a name it is asked for.",
)


@dataclass(frozen=True, slots=True)
class Beside:
    """The other one at a check-in for two: `names` of both, whoever started it first; `place` is the other's own."""

    names: tuple[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class Party:
    """Who sits at the table: `place` is the journal of whoever started, `beside` the other one, if there is one.

    `privacy` is for one alone, who is not to be overheard.
    """

    place: Place
    beside: Beside | None = None
    privacy: Privacy | None = None

    def asking(self, own: Callable[[str], str], others: Callable[[str], str]) -> "Party":
        """The same, with passphrases asked for like this; each is given the name of whoever is asked, "" when alone."""
        if self.beside is None:
            return replace(self, place=replace(self.place, ask=partial(own, "")))
        name, other = self.beside.names
        beside = replace(self.beside, place=replace(self.beside.place, ask=partial(others, other)))
        return replace(self, place=replace(self.place, ask=partial(own, name)), beside=beside)


def place_of(person: str | None) -> Place:
    """Where the journal of this person is; None is whoever never gave a name."""
    place = Place(data_folder(), config_folder(), load_settings().key_store, ask_passphrase)
    return place.of(person) if person and person.strip() else place


def named(person: str | None, other: str | None) -> tuple[str, str] | None:
    """The names of both at a check-in for two, one's own asked for when it was not given; None for one alone."""
    if other is None:
        return None
    names = ((person or "").strip() or click.prompt("Your own name").strip(), other.strip())
    if not all(names) or names[0].casefold() == names[1].casefold():
        raise click.UsageError("--with wants the name of the other person: the two need a name each, and not the same.")
    return names


def party_of(person: str | None, names: tuple[str, str] | None) -> Party:
    """Who sits at the table, with a journal of their own each."""
    own = place_of(person)
    if names is None:
        return Party(own)
    return Party(own, Beside(names, place_of(names[1]))).asking(ask_passphrase, ask_passphrase)
