"""Which phrases the recogniser's grammars listen for: what the conversation can be told, handed to the ear."""

from itertools import chain

from pydantic import BaseModel, ConfigDict

from companion.conversation import connection_phrases
from companion.hearing.ear import Grammars
from companion.understanding import Command, Stance
from companion.words import load


class Listening(BaseModel):
    """The schema of ``words/en/listening.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bare: tuple[str, ...]
    cries: tuple[str, ...]
    decoys: tuple[str, ...]
    answers: dict[Stance, tuple[str, ...]]
    commands: dict[Command, tuple[str, ...]]


def favoured_phrases() -> Grammars:
    """What the recogniser's grammars listen for, by the kind of answer that is hoped for."""
    listening = load("listening", Listening)
    answers = tuple(chain.from_iterable(listening.answers.values()))
    commands = (*chain.from_iterable(listening.commands.values()), *listening.cries, *listening.decoys)
    return {
        "closed": ((*answers, *commands), listening.bare),
        "connection": ((*connection_phrases(), *commands),),
        "open": (commands,),
        "more": (commands,),
        "command": (commands,),
    }
