"""Recognition models on disk: which there are, which serves which answers, and whether one is whole.

vosk itself looks at little: a cut-off ``HCLr.fst`` loads and then ends the program in the first recogniser, a cut-off
``Gr.fst`` loads and then hears nothing. So each folder is checked here before vosk sees it.
"""

import hashlib
import os
import re
import struct
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, Field, ValidationError

from companion.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import vosk

PREFERRED = "vosk-model-small-en-us-0.15"
"""The official model to live with."""

CARD = "model.toml"
"""Beside the files of a model: how reliable it is, and the size and checksum of each file."""

_OTHER_LANGUAGE = re.compile(r"vosk-model-(small-)?(?!en\b)[a-z]{2}\b")
_PACKAGE = Path(__file__).parent.parent
_HASH_CHUNK_BYTES = 1 << 20
_HEAD_BYTES = 256
_HAS_OUTPUT_WORDS = 2
_SPEAKER_FILES = ("final.dubm", "final.ie", "final.mat", "global_cmvn.stats", "online_cmvn.conf", "splice.conf")


class _FileCard(BaseModel):
    bytes: int
    sha256: str


class Card(BaseModel):
    """What `CARD` says: `reliability` is the share of words right on real people's speech, 0 to 1."""

    reliability: Annotated[float, Field(ge=0, le=1)] = 1.0
    files: dict[str, _FileCard] = {}


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A model to use; `reliability` (0 to 1) scales how far its words may be trusted."""

    path: Path
    name: str
    reliability: float


@dataclass(frozen=True, slots=True)
class Models:
    """Which model serves which answers; `passed_over` holds a sentence for each that was found broken."""

    open: ModelChoice
    closed: ModelChoice
    passed_over: tuple[str, ...] = ()


def find_models(models_folder: Path | None) -> Models:
    """The models to use: a whole official one from `models_folder` before the built-in ones.

    An official model serves closed answers too, unless its graph is a fixed one that takes no grammar at run time.
    Raises `ModelError` when a built-in model that is needed is not whole.
    """
    passed_over = []
    for folder in _candidates(models_folder):
        try:
            check_model(folder)
        except ModelError as error:
            passed_over.append(str(error))
            continue
        choice = _choice(folder)
        return Models(choice, choice if _takes_grammar(folder) else _built_in("builtin-en-small"), tuple(passed_over))
    return Models(_built_in("builtin-en"), _built_in("builtin-en-small"), tuple(passed_over))


def check_model(path: Path) -> None:
    """Raise `ModelError` unless `path` holds every file that vosk needs of an English model, whole as far as is known.

    Both official layouts are accepted: folders ``am``, ``conf``, ``graph``, and the older one without folders.
    Sizes are compared when the folder has a `CARD`.
    """
    try:
        os.fspath(path).encode()
    except UnicodeEncodeError as error:
        raise ModelError(f"The model in {path!a} cannot be used: move it to a folder with a plain name.") from error
    if not path.is_dir():
        raise ModelError(f"There is no recognition model in {path}: fetch one, or name another folder.")
    card = _read_card(path)
    for name in [*_needed(path), *card.files]:
        problem = _problem(path / name, card.files.get(name))
        if problem:
            raise ModelError(f"The recognition model in {path} is not whole: {name} {problem}. Fetch the model again.")


def verify_model(path: Path) -> None:
    """Raise `ModelError` unless every file has the checksum that the model's `CARD` names; reads all of it."""
    check_model(path)
    for name, card in _read_card(path).files.items():
        if hash_file(path / name) != card.sha256:
            raise ModelError(f"The recognition model in {path} is not as it was made: {name} differs. Fetch it again.")


def load_model(path: Path) -> "vosk.Model":
    """The model, loaded (0.06 s for a built-in one). Raises `ModelError` in place of vosk's bare exception."""
    check_model(path)
    import vosk  # noqa: PLC0415 - 0.12 s, and it brings an HTTP client along: only when a model is wanted

    vosk.SetLogLevel(-1)
    try:
        # Never by language or name: those ways go to the network and may end the program.
        return vosk.Model(model_path=str(path))
    except Exception as error:  # vosk raises nothing narrower
        raise ModelError(f"The recognition model in {path} cannot be loaded. Fetch the model again.") from error


def hash_file(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_HASH_CHUNK_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def _candidates(models_folder: Path | None) -> list[Path]:
    if models_folder is None or not models_folder.is_dir():
        return []
    folders = (folder for folder in models_folder.iterdir() if folder.is_dir() and not folder.name.startswith("."))
    english = (folder for folder in folders if not _OTHER_LANGUAGE.match(folder.name))
    return sorted(english, key=lambda folder: (folder.name != PREFERRED, folder.name))


def _built_in(name: str) -> ModelChoice:
    """Beside the package in a wheel, in the checkout's own folder otherwise."""
    shipped = _PACKAGE / "models" / name
    path = shipped if shipped.is_dir() else _PACKAGE.parent / "models" / name
    check_model(path)
    return _choice(path)


def _choice(path: Path) -> ModelChoice:
    return ModelChoice(path, path.name, _read_card(path).reliability)


def _read_card(path: Path) -> Card:
    try:
        return Card.model_validate(tomllib.loads((path / CARD).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Card()
    except (OSError, ValueError, ValidationError) as error:
        raise ModelError(f"{path / CARD} cannot be read as it should. Fetch the model again.") from error


def _needed(path: Path) -> "Iterator[str]":
    """The files vosk will want, by the layout that it will see."""
    old = (path / "final.mdl").exists() and not (path / "am").exists()
    am, conf, graph = ("", "", "") if old else ("am/", "conf/", "graph/")
    yield f"{am}final.mdl"
    if not old:
        yield f"{conf}model.conf"
    filterbank = f"{conf}fbank.conf"
    yield filterbank if (path / filterbank).exists() else f"{conf}mfcc.conf"
    if (path / f"{graph}HCLG.fst").exists():
        yield f"{graph}HCLG.fst"
        yield f"{graph}words.txt"
    else:
        yield from (f"{graph}HCLr.fst", f"{graph}Gr.fst", f"{graph}disambig_tid.int")
        if not _names_words(path / f"{graph}Gr.fst"):
            yield f"{graph}words.txt"
    if (path / "ivector").is_dir():
        yield from (f"ivector/{name}" for name in _SPEAKER_FILES)


def _names_words(grammar: Path) -> bool:
    """Whether the OpenFST file carries the words themselves: magic, type, arc type, version, then the flags."""
    try:
        with grammar.open("rb") as file:
            head = file.read(_HEAD_BYTES)
        position = 4
        for _ in range(2):
            (length,) = struct.unpack_from("<i", head, position)
            position += 4 + length
        (flags,) = struct.unpack_from("<i", head, position + 4)
    except (OSError, struct.error):
        return False
    return bool(flags & _HAS_OUTPUT_WORDS)


def _takes_grammar(path: Path) -> bool:
    return any((path / graph).exists() for graph in ("graph/HCLr.fst", "HCLr.fst"))


def _problem(file: Path, card: _FileCard | None) -> str | None:
    try:
        with file.open("rb") as opened:
            size = os.fstat(opened.fileno()).st_size
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    if size == 0:
        return "is empty"
    if card and size != card.bytes:
        return f"has {size} bytes instead of {card.bytes}"
    return None
