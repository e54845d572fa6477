"""The steps without sound: model, disk, files, key, settings, words. No journal is ever opened here."""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from companion import offline, words
from companion.doctor.findings import Finding, finding
from companion.errors import ModelError, SettingsError
from companion.hearing.models import CARD, find_models, load_model, verify_model
from companion.hearing.recogniser import Recogniser
from companion.helplines import told_outdated
from companion.journal import cipher, private
from companion.journal.place import Place
from companion.settings import Settings, config_folder, data_folder, load_settings

MEGABYTE, GIGABYTE = 1_000_000, 1_000_000_000

ROOM_BYTES = 100 * MEGABYTE
"""An hour of answers is some 50 kB; below this the better model (41 MB, and as much again to unpack) has no room."""

_OF_A_PERSON = re.compile("[0-9a-f]{16}")
"""The folder of another person's journal (see `Place.of`)."""

_OURS = ("journal.*", "people", "settings.toml")


def model() -> Finding:
    """Is the model whole, byte by byte, and does it begin to hear? Raises `ModelError` when it is not."""
    models = find_models(data_folder() / "models")
    if models.passed_over:
        return Finding(" ".join(models.passed_over), well=False)
    for choice in (models.open, models.closed):
        verify_model(choice.path)
        _try_out(choice.path)
    summed = (models.open.path / CARD).exists()
    size = sum(path.stat().st_size for path in models.open.path.rglob("*") if path.is_file())
    return finding(
        "model_small" if models.open.reliability < 1 else "model_well" if summed else "model_unsummed",
        name=models.open.name,
        megabytes=round(size / MEGABYTE),
    )


def _try_out(path: Path) -> None:
    """Make a recogniser of it: a graph that was cut off loads, and fails only then."""
    loaded = load_model(path)
    try:
        Recogniser(loaded)
    except Exception as error:  # vosk raises nothing narrower
        raise ModelError(f"The recognition model in {path} cannot be used. Fetch the model again.") from error


def disk() -> Finding:
    """Is there room, and may we write? What is written has no name, and is gone."""
    folder = next(each for each in (data_folder(), *data_folder().absolute().parents) if each.exists())
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
            file.flush()
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return finding("disk_refused", folder=folder, why=error.strerror)
    if free < ROOM_BYTES:
        return finding("disk_low", megabytes=free // MEGABYTE)
    return finding("disk_well", gigabytes=round(free / GIGABYTE, 1))


def permissions() -> Finding:
    """Can nobody else read our files? What is open to others is narrowed."""
    mended = 0
    for path in _ours():
        if sys.platform == "win32" or not path.stat().st_mode & private.OTHERS:
            continue
        try:
            private.narrow(path)
        except PermissionError:
            return finding("permissions_refused", path=path)
        mended += 1
    return finding("permissions_mended", count=mended) if mended else finding("permissions_well")


def key(settings: Settings) -> Finding:
    """Is there a key for each journal, and where? No passphrase is asked for. Raises `JournalError`."""
    found = finding("key_none")
    for name in reversed(["", *(folder.name for folder in _folders_of_people(data_folder()))]):
        place = Place(data_folder() / name, config_folder() / name, settings.key_store)
        if cipher.exists(place.file):
            found = _key_of(place)
            if not found.well:
                return found
    return found


def _key_of(place: Place) -> Finding:
    if place.keys.locked:
        return finding("key_passphrase", path=place.keys.file)
    if next(place.keys.find(cipher.salt_of(place.file)), None) is None:
        return finding("key_missing", path=place.keys.file)
    return finding("key_file", path=place.keys.file) if place.keys.file.exists() else finding("key_keyring")


def settings() -> Finding:
    """Are the settings valid? Raises `SettingsError`."""
    load_settings()
    return finding("settings_well")


def settings_in_force() -> Settings:
    """The person's settings, or ours where theirs cannot be used."""
    try:
        return load_settings()
    except SettingsError:
        return Settings.model_construct()


def every_word() -> Finding:
    """Is each file of words valid, ours and the person's own? Raises `WordsError`."""
    from companion.doctor.schemas import SCHEMAS  # noqa: PLC0415 - brings every room along, and those that draw

    for name, schema in SCHEMAS.items():
        words.load(name, schema)
    own = os.environ.get(words.OWN_FOLDER_VARIABLE)
    for path in sorted(Path(own).glob("en/*.toml")) if own else ():
        if path.stem not in SCHEMAS:
            return finding("words_unread", path=path)
    return finding("words_well")


def help_lines() -> Finding:
    """Whether all numbers were compared with their source within a year."""
    old = told_outdated(datetime.now(UTC).date())
    return Finding(old, well=False) if old else finding("help_lines_well")


def staying_offline() -> Finding:
    """Whether a name look-up is refused."""
    return finding("offline_well" if offline.refuses() else "offline_open")


def _ours() -> Iterator[Path]:
    """Our folders that are there, and our files in them; never what else a person keeps in them."""
    for root in (data_folder(), config_folder()):
        for folder in (root, *_folders_of_people(root)):
            if folder.is_dir():
                yield folder
                for pattern in _OURS:
                    yield from sorted(folder.glob(pattern))


def _folders_of_people(root: Path) -> list[Path]:
    folders = root.iterdir() if root.is_dir() else ()
    return sorted(folder for folder in folders if folder.is_dir() and _OF_A_PERSON.fullmatch(folder.name))
