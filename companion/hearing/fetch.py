"""Fetching an official model: the only place that uses the network, and only when it is called.

A download is resumed where it broke off, compared with a length and a checksum that are known beforehand, and comes
into use only as a whole.
"""

import fcntl
import http.client
import shutil
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from companion.errors import FetchError, ModelError
from companion.hearing.models import PREFERRED, check_model, hash_file
from companion.hearing.unpack import megabytes, sweep, unpack_model


@dataclass(frozen=True, slots=True)
class Download:
    """A zip file that is known beforehand: where it is, how long, and its SHA-256."""

    url: str
    bytes: int
    sha256: str


OFFICIAL: Mapping[str, Download] = {
    PREFERRED: Download(
        url="https://alphacephei.com/vosk/models/vosk-model-small-en-us-0.15.zip",
        bytes=41_205_931,
        sha256="30f26242c4eb449f948e42cb302dd7a686cb29a3423a8367f99ff41780942498",
    ),
}

_UNPACKED_FACTOR = 2
"""A model unpacks to less than twice its zip (41 MB -> 68 MB)."""

_READ_BYTES = 1 << 16
_STEP_PERCENT = 10
_MOST_TRIES = 20
_NOBODY = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses kept for documentation: no machine has them."""

Tell = Callable[[str], None]


def has_network() -> bool:
    """Whether there is a way out to the internet; nothing is sent to find out.

    Connecting a UDP socket only asks this machine's own table of routes. The offline guard of a check-in refuses
    even that: ask before it is up.
    """
    for family, address in _NOBODY:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((address, 9))
        except OSError:
            continue
        return True
    return False


def fetch_model(  # noqa: PLR0913 - the last two are for another table and another patience
    name: str,
    to: Path,
    *,
    url: str | None = None,
    tell: Tell,
    known: Mapping[str, Download] = OFFICIAL,
    quiet_seconds: float = 30.0,
) -> Path:
    """Fetch the model `name` into the folder `to` and return its path; one that is there and whole is left as it is.

    `url` is another place for the same file: an address, or the path of a zip file on this machine. `tell` gets one
    plain line at a time. Raises `FetchError`; then nothing of it is in use, and the next call goes on where this one
    broke off. Of several calls at once the first does the work and the others wait for it.
    """
    if name not in known:
        raise FetchError(f"No model named {name} is known here; known: {', '.join(known)}.")
    wanted, target = known[name], to / name
    with _alone(to, name, tell):
        sweep(target)
        if _is_whole(target):
            tell(f"{name} is here already, in {target}.")
            return target
        place = url or wanted.url
        if "://" in place:
            part = to / f".{name}.zip.part"
            _download(place, wanted, part, tell, quiet_seconds)
            archive = part
        else:
            part, archive = None, Path(place).expanduser()
        _compare(archive, wanted, part)
        tell(f"Unpacking {name} ...")
        unpack_model(archive, target)
        if part:
            part.unlink()
    tell(f"{name} is ready, in {target}.")
    return target


@contextmanager
def _alone(folder: Path, name: str, tell: Tell) -> Iterator[None]:
    """Hold the lock on this model in this folder; it goes with the process, however that ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f".{name}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                tell(f"{name} is being fetched by another program already: waiting for it.")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise FetchError(f"The model cannot be written into {folder}: {error.strerror or error}.") from error


def _is_whole(path: Path) -> bool:
    try:
        check_model(path)
    except ModelError:
        return False
    return True


def _compare(archive: Path, wanted: Download, part: Path | None) -> None:
    """Refuse a file that is not the known one; a download of ours (`part`) is thrown away then."""
    try:
        size = archive.stat().st_size
        same = size == wanted.bytes and hash_file(archive) == wanted.sha256
    except OSError as error:
        raise FetchError(f"{archive} cannot be read: {error.strerror}.") from error
    if not same:
        if part:
            part.unlink()
        what = f"it has {size} bytes instead of {wanted.bytes}" if size != wanted.bytes else "its checksum is another"
        raise FetchError(f"What was fetched is not the model that is known here ({what}), so it is not used.")


def _download(url: str, wanted: Download, part: Path, tell: Tell, quiet_seconds: float) -> None:
    """Bring `part` to its full length, going on where it stands, for as long as each try brings something new."""
    if part.exists() and part.stat().st_size > wanted.bytes:
        part.unlink()
    have = part.stat().st_size if part.exists() else 0
    if have == wanted.bytes:
        return
    need = wanted.bytes * (1 + _UNPACKED_FACTOR) - have
    if need > (free := shutil.disk_usage(part.parent).free):
        raise FetchError(f"{part.parent} needs {megabytes(need)} free and has {megabytes(free)}: make room, try again.")
    host = urlsplit(url).hostname
    tell(f"Fetching {megabytes(wanted.bytes)} from {host} ..." if not have else f"Going on with it from {host} ...")
    for _ in range(_MOST_TRIES):
        try:
            _receive(url, wanted, part, tell, quiet_seconds)
        except (OSError, http.client.HTTPException, ValueError) as error:
            problem = _say_why(error, host)
        else:
            problem = f"{host} sent less than the whole file"
        before, have = have, part.stat().st_size if part.exists() else 0
        if have >= wanted.bytes:
            return
        if have <= before:
            break
    kept = f" The {megabytes(have)} that came are kept, and the next try goes on from there." if have else ""
    raise FetchError(f"The model could not be fetched: {problem}.{kept}")


def _receive(url: str, wanted: Download, part: Path, tell: Tell, quiet_seconds: float) -> None:
    """One connection: append to `part` what the server sends, up to the wanted length."""
    have = part.stat().st_size if part.exists() else 0
    headers = {"User-Agent": "companion", "Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    with _opener().open(request.Request(url, headers=headers), timeout=quiet_seconds) as answer:  # noqa: S310 - http only
        if have and not str(answer.headers.get("Content-Range", "")).startswith(f"bytes {have}-"):
            have = 0  # it does not resume: from the start again
        length = answer.headers.get("Content-Length")
        if length is not None and have + int(length) != wanted.bytes:
            raise FetchError(f"The server offers {have + int(length)} bytes instead of {wanted.bytes}: not this model.")
        with part.open("ab" if have else "wb") as file:
            _copy(answer, file, wanted.bytes, have, tell)


def _copy(answer: BinaryIO, file: BinaryIO, total: int, have: int, tell: Tell) -> None:
    """Copy until the wanted length (one byte more is enough to know that it is too long), telling each 10 %."""
    told = 100 * have // total // _STEP_PERCENT
    while have <= total and (piece := answer.read(min(_READ_BYTES, total + 1 - have))):
        file.write(piece)
        have += len(piece)
        if (step := 100 * have // total // _STEP_PERCENT) > told:
            told = step
            tell(f"  {min(100, step * _STEP_PERCENT)} % of {megabytes(total)}")


def _opener() -> request.OpenerDirector:
    """HTTP and HTTPS, proxies and redirects, and nothing else: no redirect may lead to a file or to FTP."""
    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler,
        request.UnknownHandler,
        request.HTTPHandler,
        request.HTTPSHandler,
        request.HTTPDefaultErrorHandler,
        request.HTTPRedirectHandler,
        request.HTTPErrorProcessor,
    ):
        opener.add_handler(handler())
    return opener


def _say_why(error: Exception, host: str | None) -> str:
    """What went wrong, in words of the person's world."""
    cause = error.reason if type(error) is URLError else error
    match cause:
        case HTTPError():
            return f"{host} answered {cause.code} ({cause.reason})"
        case ssl.SSLCertVerificationError():
            return f"{host} could not prove who it is (is the clock of this machine right?)"
        case socket.gaierror():
            return f"{host} was not found (is there a network?)"
        case TimeoutError():
            return f"{host} fell silent"
        case OSError() if cause.strerror:
            return f"{cause.strerror} (is there a network?)" if isinstance(error, URLError) else cause.strerror
    return str(cause) or type(cause).__name__
