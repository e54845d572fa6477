"""A zip file of a model -> a folder in use, all of it or none of it.

A zip is a stranger's list of names and sizes: nothing in it may reach outside the new folder or fill the disk.
"""

import json
import os
import shutil
import stat
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from companion.errors import FetchError, ModelError
from companion.hearing.models import CARD, check_model, hash_file

MOST_BYTES = 500_000_000
"""More than this unpacked is no small model (the official small one has 68 MB)."""

MOST_FILES = 1_000

_COPY_BYTES = 1 << 20


def unpack_model(archive: Path, target: Path) -> None:
    """Unpack `archive` beside `target`, check the model in it, and put it in place in one step.

    Raises `FetchError`; then `target` is as it was and nothing else is left.
    """
    new = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    try:
        _unpack(archive, new)
        check_model(new)
        _write_card(new)
        _make_durable(new)
        new.chmod(0o755)
        _put_in_place(new, target)
    except ModelError as error:
        raise FetchError(f"What was fetched is not a whole model, so it is not used: {error}") from error
    except OSError as error:
        raise FetchError(f"The model could not be put into {target.parent}: {error.strerror or error}.") from error
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error) as error:
        raise FetchError(f"{archive.name} is not a zip file that can be unpacked ({error}): fetch it again.") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def sweep(target: Path) -> None:
    """Remove what an earlier try that was killed left beside `target`; bring back a model it had moved aside."""
    for kept in target.parent.glob(f".{target.name}.old-*"):
        if target.exists():
            shutil.rmtree(kept, ignore_errors=True)
        else:
            kept.rename(target)
    for half in target.parent.glob(f".{target.name}.new-*"):
        shutil.rmtree(half, ignore_errors=True)


def _unpack(archive: Path, folder: Path) -> None:
    with ZipFile(archive) as opened:
        infos = [info for info in opened.infolist() if not info.is_dir()]
        total = sum(info.file_size for info in infos)
        if total > MOST_BYTES or len(infos) > MOST_FILES:
            raise FetchError(f"{archive.name} would unpack to {total} bytes in {len(infos)} files: that is no model.")
        if total > (free := shutil.disk_usage(folder).free):
            raise FetchError(f"{folder.parent} needs {megabytes(total)} free and has {megabytes(free)}: make room.")
        for info, place in _places(infos):
            path = folder / place
            path.parent.mkdir(parents=True, exist_ok=True)
            # "x": a name that comes twice is refused. zipfile itself stops at the stated size and checks the CRC.
            with opened.open(info) as source, path.open("xb") as copy:
                shutil.copyfileobj(source, copy, _COPY_BYTES)


def _places(infos: list[ZipInfo]) -> Iterator[tuple[ZipInfo, PurePosixPath]]:
    """Where each file goes, without the one folder that most zips wrap around the model."""
    paths = [_safe_path(info) for info in infos]
    wrapped = len({path.parts[0] for path in paths}) == 1 and all(len(path.parts) > 1 for path in paths)
    for info, path in zip(infos, paths, strict=True):
        yield info, PurePosixPath(*path.parts[wrapped:])


def _safe_path(info: ZipInfo) -> PurePosixPath:
    path = PurePosixPath(info.filename)
    is_link = stat.S_ISLNK(info.external_attr >> 16)
    # The other ways of packing have no bound on what one piece of them unpacks to.
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise FetchError(f"The zip file holds {info.filename!r}, packed in a way that is not used here.")
    odd = any(character in info.filename for character in '\\:"') or not info.filename.isprintable()
    if path.is_absolute() or ".." in path.parts or not path.parts or is_link or odd:
        raise FetchError(f"The zip file holds {info.filename!r}, which has no place in a model: it is not used.")
    return path


def _write_card(folder: Path) -> None:
    """From now on each start can see at once whether a file was cut off."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != CARD)
    entries = [
        f"[files.{json.dumps(path.relative_to(folder).as_posix(), ensure_ascii=False)}]\n"
        f'bytes = {path.stat().st_size}\nsha256 = "{hash_file(path)}"\n'
        for path in files
    ]
    (folder / CARD).write_text("\n".join(entries), encoding="utf-8")


def _make_durable(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        _sync(path)


def _put_in_place(new: Path, target: Path) -> None:
    """A broken model that stands there is moved aside first: a folder cannot be replaced in one step."""
    old = None
    if target.exists():
        old = target.with_name(f".{target.name}.old-{os.getpid()}")
        target.rename(old)
    new.rename(target)
    _sync(target.parent)
    if old:
        shutil.rmtree(old, ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def megabytes(count: int) -> str:
    """A number of bytes as a person reads it."""
    return f"{count / 1_000_000:.0f} MB"
