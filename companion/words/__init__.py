"""Every sentence a person hears, and every phrase we listen for, as data: ``words/en/*.toml``.

Each room reads its own file through `load`, with a pydantic schema of its own; nothing else is imported here.
A file of the same name in the person's own words folder is used instead of ours.
"""

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from companion.errors import WordsError
from companion.words.places import line_of

OWN_FOLDER_VARIABLE = "COMPANION_WORDS"
_BUILT_IN = Path(__file__).parent

Schema = TypeVar("Schema", bound=BaseModel)


def find(name: str, language: str = "en") -> Path:
    """The file that is used for `name`: the person's own when there is one, else ours."""
    own = os.environ.get(OWN_FOLDER_VARIABLE)
    if own and (path := Path(own) / language / f"{name}.toml").is_file():
        return path
    return _BUILT_IN / language / f"{name}.toml"


def load(name: str, schema: type[Schema], language: str = "en") -> Schema:
    """The words of `name`, read once and checked against `schema`.

    Raises `WordsError` with the file, the line, the place in it and what would be right.
    """
    loaded = _load(name, schema, language)
    assert isinstance(loaded, schema)  # noqa: S101 - the cache below does not tell the type checker
    return loaded


_REMEDIES = {
    "missing": "It is missing: write it there",
    "extra_forbidden": "It is not known here: take it out, or mend its name",
}


@cache
def _load(name: str, schema: type[BaseModel], language: str) -> BaseModel:
    path = find(name, language)
    try:
        text = path.read_text(encoding="utf-8")
        return schema.model_validate(tomllib.loads(text))
    except OSError as error:
        raise WordsError(f"The words in {path} cannot be read: {error.strerror}.") from error
    except tomllib.TOMLDecodeError as error:
        raise WordsError(f"The words in {path} are not valid TOML: {error}.") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise WordsError(f"The words in {path} are not text, line {line}: save the file as UTF-8.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        remedy = _REMEDIES.get(first["type"], first["msg"].removeprefix("Value error, "))
        at = f"line {line_of(text, first['loc'], first['msg'])}: {f'{place}: ' if place else ''}"
        raise WordsError(f"The words in {path} do not fit, {at}{remedy}.") from error
