"""Nothing connects: tried in a process of its own, since the guard cannot be taken away again."""

import subprocess
import sys
from pathlib import Path

from companion.errors import CompanionError, OfflineError

TRIES = """
import socket, sys, tempfile, _socket
from pathlib import Path
from companion.errors import OfflineError
from companion.offline import connecting, stay_offline

def tried(name, act):
    try:
        act()
        print(name, "let through")
    except OfflineError as error:
        print(name, "refused:", error)
    except OSError as error:
        print(name, "let through")

def stream(family=socket.AF_INET):
    return socket.socket(family, socket.SOCK_STREAM)

def datagram():
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

HERE = ("127.0.0.1", 9)
ALL = {
    "connect": lambda: stream().connect(HERE),
    "connect_ex": lambda: stream().connect_ex(HERE),
    "connect 6": lambda: stream(socket.AF_INET6).connect(("::1", 9)),
    "bare connect": lambda: _socket.socket(socket.AF_INET, socket.SOCK_STREAM).connect(HERE),
    "create": lambda: socket.create_connection(HERE, timeout=1),
    "sendto": lambda: datagram().sendto(b"x", HERE),
    "sendmsg": lambda: datagram().sendmsg([b"x"], [], 0, HERE),
    "getaddrinfo": lambda: socket.getaddrinfo("localhost", 80),
    "gethostbyname": lambda: socket.gethostbyname("localhost"),
    "gethostbyname_ex": lambda: socket.gethostbyname_ex("localhost"),
    "gethostbyaddr": lambda: socket.gethostbyaddr("127.0.0.1"),
    "getnameinfo": lambda: socket.getnameinfo(HERE, 0),
}

def unix():
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "s")
        with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
            server.bind(path)
            server.listen()
            client.connect(path)
            client.sendall(b"x")
"""


def run(program: str) -> list[str]:
    """What the program prints, line by line."""
    done = subprocess.run(
        [sys.executable, "-c", TRIES + program],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


EVENTS = {
    "connect": "socket.connect",
    "connect_ex": "socket.connect",
    "connect 6": "socket.connect",
    "bare connect": "socket.connect",
    "create": "socket.getaddrinfo",
    "sendto": "socket.sendto",
    "sendmsg": "socket.sendmsg",
    "getaddrinfo": "socket.getaddrinfo",
    "gethostbyname": "socket.gethostbyname",
    "gethostbyname_ex": "socket.gethostbyname",
    "gethostbyaddr": "socket.gethostbyaddr",
    "getnameinfo": "socket.getnameinfo",
}
TOLD = "refused: Something tried to use the network ({}) and was refused: nothing leaves this device."
REFUSED = [f"{name} {TOLD.format(event)}" for name, event in EVENTS.items()]


def test_every_way_out_is_refused_by_name() -> None:
    """Connections, datagrams and look-ups, in either family, even to this machine."""
    assert run("stay_offline()\nfor name, act in ALL.items(): tried(name, act)") == REFUSED


def test_programs_of_this_machine_are_reached() -> None:
    """The sound server and the keyring answer on sockets of their own kind."""
    assert run("stay_offline()\ntried('unix', unix)") == ["unix let through"]


def test_before_it_is_asked_for_nothing_is_refused() -> None:
    """The guard is there from its call on."""
    through = [f"{name} let through" for name in EVENTS]
    assert run("for name, act in ALL.items(): tried(name, act)") == through


def test_the_door_is_open_for_a_download_and_closed_after_it() -> None:
    """Also when the download fails, and when doors stand in one another."""
    program = """
stay_offline()
stay_offline()
act = ALL["connect"]
with connecting():
    tried("open", act)
    with connecting():
        tried("inner", act)
    tried("outer", act)
tried("closed", act)
try:
    with connecting():
        raise KeyError
except KeyError:
    tried("failed", act)
"""
    lines = [line[:13] for line in run(program)]
    assert lines == ["open let thro", "inner let thr", "outer let thr", "closed refuse", "failed refuse"]


def test_the_error_is_one_of_ours_and_one_of_the_systems() -> None:
    """Libraries that expect a network to fail go on; our own commands tell it."""
    assert issubclass(OfflineError, CompanionError)
    assert issubclass(OfflineError, OSError)
