"""Fetching a model over real sockets, from a server that behaves badly.

The model that is fetched is ours (models/builtin-en-small), packed here: it is real, and vosk loads what comes out.
"""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from companion.errors import FetchError
from companion.hearing.fetch import Download, fetch_model, has_network
from companion.hearing.models import PREFERRED, load_model, verify_model

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "models/builtin-en-small"
SCRIPT = ROOT / "scripts/fetch_model.py"
NAME = "small"
PART = f".{NAME}.zip.part"

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Leaves each answer to the next entry of its server's script, the last one for all that follow."""

    server: "Server"

    def do_GET(self) -> None:
        """Note the Range and answer by the script."""
        self.server.asked.append(self.headers.get("Range"))
        script = self.server.script
        (script.pop(0) if len(script) > 1 else script[0])(self)

    def send(self, body: bytes, code: int = 200, length: int | None = None, **headers: str) -> None:
        """Send a whole answer; `length` is what it claims."""
        self.send_response(code)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep the tests' output to the tests."""


class Server(ThreadingHTTPServer):
    """A real server on a free port of this machine."""

    def __init__(self, archive: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.archive = archive
        self.script: list[Answer] = [whole]
        self.asked: list[str | None] = []
        self.released = Event()

    @property
    def url(self) -> str:
        """Where the model is."""
        return f"http://127.0.0.1:{self.server_port}/model.zip"


def whole(handler: Handler) -> None:
    """Send all of it, or what the Range asks for."""
    archive = handler.server.archive
    if asked := handler.headers.get("Range"):
        start = int(asked.removeprefix("bytes=").removesuffix("-"))
        total = len(archive)
        handler.send(archive[start:], 206, Content_Range=f"bytes {start}-{total - 1}/{total}")
    else:
        handler.send(archive)


def without_ranges(handler: Handler) -> None:
    """Send all of it, whatever part was asked for."""
    handler.send(handler.server.archive)


def drop_half_way(handler: Handler) -> None:
    """Promise all of it, and hang up after half of what was asked for."""
    archive = handler.server.archive
    if handler.headers.get("Range"):
        handler.send(b"", 206, length=len(archive) // 2, Content_Range=f"bytes {len(archive) // 2}-")
    else:
        handler.send(archive[: len(archive) // 2], length=len(archive))


def stall(handler: Handler) -> None:
    """Send a third, and then nothing more until the test is over."""
    archive = handler.server.archive
    handler.send(archive[: len(archive) // 3], length=len(archive))
    handler.wfile.flush()
    handler.server.released.wait()


def pack() -> bytes:
    """A model as the official ones are packed: one folder around it, no card."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for file in sorted(SMALL.rglob("*")):
            name = file.relative_to(SMALL).as_posix()
            if file.is_file() and name != "model.toml":
                archive.write(file, f"{NAME}/{name}")
    return packed.getvalue()


def describe(archive: bytes, url: str = "") -> Download:
    return Download(url, len(archive), hashlib.sha256(archive).hexdigest())


@dataclass
class Fetching:
    """One folder, one server, and what was told."""

    folder: Path
    server: Server
    told: list[str] = field(default_factory=list)

    def __call__(self, url: str | None = None, quiet_seconds: float = 30) -> Path:
        """Fetch the server's model."""
        known = {NAME: describe(self.server.archive, self.server.url)}
        return fetch_model(NAME, self.folder, url=url, tell=self.told.append, known=known, quiet_seconds=quiet_seconds)

    def left(self) -> list[str]:
        """What lies in the folder."""
        return sorted(path.name for path in self.folder.iterdir() if path.suffix != ".lock")


@pytest.fixture(scope="session")
def archive() -> bytes:
    return pack()


@pytest.fixture
def fetching(tmp_path: Path, archive: bytes) -> Iterator[Fetching]:
    with Server(archive) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield Fetching(tmp_path / "models", server)
        server.released.set()
        server.shutdown()
        thread.join()


def test_a_model_is_fetched_whole_checked_and_loads(fetching: Fetching) -> None:
    """Every tenth is told, once; a second call asks nobody."""
    path = fetching()
    verify_model(path)
    load_model(path)
    assert path == fetching.folder / NAME
    assert fetching.left() == [NAME]
    tenths = [f"  {tenth}0 % of 2 MB" for tenth in range(1, 11)]
    assert fetching.told == [
        "Fetching 2 MB from 127.0.0.1 ...",
        *tenths,
        f"Unpacking {NAME} ...",
        f"{NAME} is ready, in {path}.",
    ]
    assert fetching() == path
    assert fetching.server.asked == [None]
    assert fetching.told[-1] == f"{NAME} is here already, in {path}."


def test_a_dropped_connection_is_taken_up_where_it_broke_off(fetching: Fetching) -> None:
    """The rest is asked for, not all of it again."""
    half = len(fetching.server.archive) // 2
    fetching.server.script = [drop_half_way, whole]
    load_model(fetching())
    assert fetching.server.asked == [None, f"bytes={half}-"]


def test_a_later_call_goes_on_from_what_an_earlier_one_left(fetching: Fetching) -> None:
    """The first says how much it kept, the second begins there."""
    half = len(fetching.server.archive) // 2
    fetching.server.script = [drop_half_way]
    with pytest.raises(FetchError, match=r"sent less than the whole file\. The 1 MB that came are kept"):
        fetching()
    assert fetching.left() == [PART]
    fetching.server.script, fetching.server.asked[:] = [whole], []
    load_model(fetching())
    assert fetching.server.asked == [f"bytes={half}-"]
    assert "Going on with it from 127.0.0.1 ..." in fetching.told


def test_a_server_that_cannot_resume_sends_it_from_the_start(fetching: Fetching) -> None:
    """What was kept is not put in front of it."""
    fetching.server.script = [drop_half_way, without_ranges]
    verify_model(fetching())


def test_a_silent_server_is_given_up_and_what_came_is_kept(fetching: Fetching) -> None:
    """A tenth of a second of patience is enough to see it on this machine."""
    fetching.server.script = [stall, stall]
    with pytest.raises(FetchError, match=r"127\.0\.0\.1 fell silent"):
        fetching(quiet_seconds=0.1)
    assert fetching.left() == [PART]


def test_another_length_is_refused_before_a_byte_is_written(fetching: Fetching) -> None:
    """Too short and too long, when the server says so."""
    total = len(fetching.server.archive)
    for length in (total - 1, total + 1):
        fetching.server.script = [lambda handler, length=length: handler.send(b"", length=length)]  # type: ignore[misc]
        with pytest.raises(FetchError, match=f"offers {length} bytes instead of {total}: not this model"):
            fetching()
    assert fetching.left() == []


def test_more_than_was_promised_is_refused(fetching: Fetching) -> None:
    """Without a stated length, reading stops one byte after the end of what is known."""

    def endless(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(handler.server.archive + bytes(100_000))

    fetching.server.script = [endless]
    total = len(fetching.server.archive)
    with pytest.raises(FetchError, match=f"it has {total + 1} bytes instead of {total}"):
        fetching()
    assert fetching.left() == []


def test_wrong_bytes_are_thrown_away(fetching: Fetching) -> None:
    """Same length, other content."""
    fetching.server.script = [lambda handler: handler.send(bytes(len(handler.server.archive)))]
    with pytest.raises(FetchError, match=r"not the model that is known here \(its checksum is another\)"):
        fetching()
    assert fetching.left() == []


def test_a_redirect_is_followed_but_never_to_a_file(fetching: Fetching) -> None:
    """A server may move; it may not make us read this machine's own files."""
    url = fetching.server.url
    fetching.server.script = [lambda handler: handler.send(b"", 302, Location="file:///etc/hostname")]
    with pytest.raises(FetchError, match="could not be fetched"):
        fetching()
    fetching.server.script = [lambda handler: handler.send(b"", 302, Location=url + "?moved"), whole]
    load_model(fetching())


def test_refusals_and_no_network_are_said_in_plain_words(fetching: Fetching) -> None:
    """An answer of 404, a port where nobody listens, a way that is not spoken here."""
    fetching.server.script = [lambda handler: handler.send(b"", 404)]
    with pytest.raises(FetchError, match=r"could not be fetched: 127\.0\.0\.1 answered 404 \(Not Found\)\.$"):
        fetching()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(FetchError, match=r"Connection refused \(is there a network\?\)\.$"):
            fetching(f"http://127.0.0.1:{taken.getsockname()[1]}/")
    with pytest.raises(FetchError, match=r"could not be fetched: unknown url type: ftp\.$"):
        fetching("ftp://127.0.0.1/")
    with pytest.raises(FetchError, match=f"No model named tiny is known here; known: {PREFERRED}"):
        fetch_model("tiny", fetching.folder, tell=fetching.told.append)


def test_a_zip_on_this_machine_does_as_well_and_stays(fetching: Fetching, tmp_path: Path) -> None:
    """Carried over on a stick; a wrong one is refused and stays too."""
    carried = tmp_path / "carried.zip"
    carried.write_bytes(b"something else")
    with pytest.raises(FetchError, match="it has 14 bytes instead of"):
        fetching(str(carried))
    with pytest.raises(FetchError, match=r"missing\.zip cannot be read: No such file or directory"):
        fetching(str(tmp_path / "missing.zip"))
    carried.write_bytes(fetching.server.archive)
    load_model(fetching(str(carried)))
    assert carried.exists()
    assert fetching.server.asked == []


def test_a_broken_model_in_its_place_is_replaced(fetching: Fetching) -> None:
    """And what a killed try left around it is swept away."""
    shutil.copytree(SMALL, fetching.folder / NAME)
    (fetching.folder / NAME / "am/final.mdl").unlink()
    shutil.copytree(SMALL, fetching.folder / f".{NAME}.new-abc")
    shutil.copytree(SMALL, fetching.folder / f".{NAME}.old-123")
    verify_model(fetching())
    assert fetching.left() == [NAME]


def test_a_model_moved_aside_by_a_killed_try_comes_back(fetching: Fetching) -> None:
    """Killed between the two renames: nothing needs to be fetched again."""
    shutil.copytree(SMALL, fetching.folder / f".{NAME}.old-123")
    verify_model(fetching())
    assert fetching.server.asked == []


def test_two_at_once_fetch_it_once(fetching: Fetching) -> None:
    """The others wait and find it there; each call opens the lock file anew, as another program would."""
    with ThreadPoolExecutor() as pool:
        paths = list(pool.map(lambda _: fetching(), range(4)))
    assert paths == [fetching.folder / NAME] * 4
    assert fetching.server.asked == [None]
    verify_model(paths[0])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="a full disk needs a small one: mount")
def test_a_full_disk_is_said_and_leaves_nothing(fetching: Fetching, tmp_path: Path) -> None:
    """A real file system of 4 MB, where mounting one is allowed."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "small", disk], check=False, stderr=-3).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        fetching.folder = disk
        with pytest.raises(FetchError, match=rf"{disk} needs \d+ MB free and has 4 MB: make room, try again"):
            fetching()
        assert fetching.left() == []
    finally:
        subprocess.run(["umount", disk], check=True)


IN_NO_NETWORK = ["unshare", "--net", sys.executable]
"""A program in a network of its own, which leads nowhere; not every machine allows it."""


def run_in_no_network(*arguments: str) -> subprocess.CompletedProcess[str]:
    if subprocess.run([*IN_NO_NETWORK, "-c", ""], check=False, stderr=subprocess.DEVNULL).returncode:
        pytest.skip("a network of its own is not allowed here")
    return subprocess.run([*IN_NO_NETWORK, *arguments], capture_output=True, text=True, check=False)


def test_whether_there_is_a_network_is_asked_of_this_machine_alone() -> None:
    """True or false, at once; false where no way leads out."""
    assert has_network() in (True, False)
    done = run_in_no_network("-c", "from companion.hearing.fetch import *; print(has_network())")
    assert (done.stdout, done.stderr) == ("False\n", "")


def test_the_command_without_a_network_says_so(tmp_path: Path) -> None:
    """scripts/fetch_model.py as a person runs it: one sentence, no traceback, nothing left but the lock."""
    done = run_in_no_network(str(SCRIPT), "--to", str(tmp_path))
    assert (done.returncode, done.stderr) == (
        1,
        "The model could not be fetched: alphacephei.com was not found (is there a network?).\n",
    )
    assert [path.suffix for path in tmp_path.iterdir()] == [".lock"]


def test_the_command_finds_a_model_that_is_there(tmp_path: Path) -> None:
    """Nothing is asked of anybody."""
    shutil.copytree(SMALL, tmp_path / PREFERRED)
    done = subprocess.run([sys.executable, SCRIPT, "--to", tmp_path], capture_output=True, text=True, check=True)
    assert done.stdout == f"{PREFERRED} is here already, in {tmp_path / PREFERRED}.\n"
