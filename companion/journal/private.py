"""Folders and files that only their owner can read, whatever the umask, and that survive a power cut."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

FOLDER_MODE = 0o700
FILE_MODE = 0o600
OTHERS = 0o077
"""The bits of everybody who is not the owner."""


def make_folder(folder: Path) -> None:
    """Make `folder` and what is missing above it, for its owner only; an existing `folder` is narrowed to that.

    The names are on disk on return. `Path.mkdir` would make the parents with whatever the umask leaves.
    """
    for each in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        each.mkdir(mode=FOLDER_MODE, exist_ok=True)
        each.chmod(FOLDER_MODE)
        sync_folder(each.parent)
    narrow(folder)


def make_file(path: Path) -> None:
    """Make an empty file of mode 0600, or narrow the one that is there; its name is on disk on return."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    except FileExistsError:
        narrow(path)
        return
    try:
        path.chmod(FILE_MODE)
        sync(descriptor)
    finally:
        os.close(descriptor)
    sync_folder(path.parent)


def narrow(path: Path) -> None:
    """Take away whatever others than the owner may do with `path`."""
    mode = path.stat().st_mode
    if mode & OTHERS:
        path.chmod(mode & 0o777 & ~OTHERS)


def sync(descriptor: int) -> None:
    """Put a file on the disk itself; macOS's own fsync only hands it to the disk's cache."""
    if sys.platform == "darwin":
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Put the names in `folder` on disk; Windows does so by itself and cannot open a folder."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def taking_the_place_of(path: Path) -> Iterator[Path]:
    """A file of mode 0600 beside `path` that takes its name at the end, whole and on disk, or never.

    A leftover of a start that was killed is written over. An exception leaves `path` as it was.
    """
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    make_file(beside)
    try:
        yield beside
        with beside.open("rb") as file:
            sync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_durably(path: Path, text: str) -> None:
    """Write `text` to `path`, mode 0600: after a kill or a power cut it is there whole, or as it was before."""
    with taking_the_place_of(path) as beside:
        beside.write_text(text, encoding="utf-8", newline="")


def write_new(path: Path, text: str) -> None:
    """Write `text` to a file that was not there, mode 0600. Raises `FileExistsError`; a failed write leaves none."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        path.chmod(FILE_MODE)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            sync(file.fileno())
    except BaseException:
        path.unlink()
        raise
