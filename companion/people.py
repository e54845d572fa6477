"""Whose journal it is, when several people share a device."""

from collections.abc import Callable
from typing import Any

import click

from companion.journal import Place
from companion.journal.commands import ask_passphrase
from companion.settings import config_folder, data_folder, load_settings

person_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--person",
    prompt="Whose journal",
    prompt_required=False,
    help="Whose journal, when several people share this device; without a name it is asked for.",
)
"""Without the option it is the journal of whoever uses the device alone. A name that is asked for stays out of the
history of the shell and out of the list of processes."""


def place_of(person: str | None) -> Place:
    """Where the journal of this person is; None is whoever never gave a name."""
    place = Place(data_folder(), config_folder(), load_settings().key_store, ask_passphrase)
    return place.of(person) if person and person.strip() else place
