"""The floors of the house: imports go one way only, the core touches nothing, one file alone may use the network.

Each rule is also shown a file that breaks it: a rule that cannot fail says nothing.
"""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

EVENTS = "companion.conversation.events"
MAY_USE = {
    "errors": set[str](),
    "words": {"errors"},
    "understanding": {"errors", "words"},
    "replying": {"errors", "words", "understanding"},
    "conversation": {"errors", "words", "understanding", "replying"},
    "portaudio": {"errors"},
    "hearing": {"errors", "words", "portaudio", EVENTS},
    "speaking": {"errors", "words", "portaudio", EVENTS},
    "journal": {"errors", "words", EVENTS},
    "settings": {"errors"},
    "offline": {"errors"},
    "keys": {"errors", EVENTS},
}
"""What of ours each room may import beside itself, the lower floors first. What is not here is the top floor:
`app`, the commands and what they share; it may import every room, and no room imports it."""

PURE = {"understanding", "replying", "conversation"}
PURE_MAY_USE = {
    "base64", "collections", "companion", "contextlib", "dataclasses", "enum", "functools", "itertools", "pydantic",
    "re", "string", "typing", "zlib",
}  # fmt: skip
"""Nothing here reads a clock, a file, a device or chance (zlib: for a checksum)."""
TOUCHING = {"open", "print", "input", "exec", "eval", "__import__", "breakpoint"}

NETWORK = {
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "requests", "smtplib", "socket", "socketserver", "ssl",
    "telnetlib", "urllib", "urllib3", "websockets", "xmlrpc",
}  # fmt: skip
MAY_CONNECT = {"companion.hearing.fetch": NETWORK, "companion.offline": {"socket"}}
"""`offline` is the guard that refuses connections: it names what it refuses."""


def imported(module: str, source: str) -> Iterator[str]:
    """Every module that `source` imports anywhere in it, by its full name; a name imported from one counts as well."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom():
                within = ".".join(module.split(".")[: -node.level]) + "." if node.level else ""
                base = (within + (node.module or "")).strip(".")
                yield from (f"{base}.{alias.name}" for alias in node.names)


def within(name: str, module: str) -> bool:
    return name == module or name.startswith(f"{module}.")


def faults(module: str, source: str) -> list[str]:
    """Which rules `source` breaks as the file `module`, one short sentence each."""
    found = [*_floor_faults(module, source), *_network_faults(module, source)]
    if any(within(module, f"companion.{room}") for room in PURE):
        found += _purity_faults(source, module)
    if any(
        within(name, mock) for name in imported(module, source) for mock in ("mock", "unittest.mock", "pytest_mock")
    ):
        found.append(f"{module} imports a mock library")
    return found


def _floor_faults(module: str, source: str) -> Iterator[str]:
    room = module.partition(".")[2].partition(".")[0]
    if not within(module, "companion") or room not in MAY_USE:
        return
    allowed = {"companion.__version__", f"companion.{room}"}
    allowed |= {name if "." in name else f"companion.{name}" for name in MAY_USE[room]}
    for name in imported(module, source):
        if within(name, "companion") and not any(within(name, one) for one in allowed):
            yield f"{module} imports {name}"


def _purity_faults(source: str, module: str) -> Iterator[str]:
    for name in imported(module, source):
        if name.partition(".")[0] not in PURE_MAY_USE:
            yield f"{module} imports {name}, and it must stay pure"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TOUCHING:
            yield f"{module} uses {node.func.id}, and it must stay pure"


def _network_faults(module: str, source: str) -> Iterator[str]:
    allowed = MAY_CONNECT.get(module, set())
    for name in imported(module, source) if within(module, "companion") else ():
        if (package := name.partition(".")[0]) in NETWORK - allowed:
            yield f"{module} imports {package}, and only companion.hearing.fetch may use the network"


def name_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@pytest.mark.parametrize("folder", ["companion", "scripts", "tests"])
def test_every_file_keeps_to_its_floor(folder: str) -> None:
    """The whole house, as it is now."""
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    assert [fault for file in files for fault in faults(name_of(file), file.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("module", "source", "fault"),
    [
        ("companion.understanding.stance", "import companion.replying", "imports companion.replying"),
        ("companion.replying.repair", "from companion.conversation import talk", "imports companion.conversation.talk"),
        ("companion.replying.repair", "from ..conversation import talk", "imports companion.conversation.talk"),
        ("companion.replying.repair", "from .. import conversation", "imports companion.conversation"),
        ("companion.conversation.talk", "from companion.journal import Journal", "imports companion.journal.Journal"),
        ("companion.hearing.ear", "from companion.speaking import voice", "imports companion.speaking.voice"),
        (
            "companion.hearing.ear",
            "from companion.conversation import checkin",
            "imports companion.conversation.checkin",
        ),
        (
            "companion.hearing.ear",
            "from companion.understanding import Stance",
            "imports companion.understanding.Stance",
        ),
        ("companion.journal.store", "def f():\n    import companion.hearing", "imports companion.hearing"),
        ("companion.speaking.voice", "if TYPE_CHECKING:\n    from companion import app", "imports companion.app"),
        ("companion.words", "from companion import settings", "imports companion.settings"),
        ("companion.errors", "import companion.words", "imports companion.words"),
        ("companion.conversation.talk", "import random", "imports random, and it must stay pure"),
        ("companion.conversation.talk", "from time import monotonic", "imports time.monotonic, and it must stay pure"),
        ("companion.understanding", "import numpy as np", "imports numpy, and it must stay pure"),
        ("companion.replying.fresh", "print('hello')", "uses print, and it must stay pure"),
        ("companion.replying.fresh", "text = open('words').read()", "uses open, and it must stay pure"),
        ("companion.hearing.models", "import urllib.request", "imports urllib, and only companion.hearing.fetch may"),
        ("companion.app", "from http import client", "imports http, and only companion.hearing.fetch may"),
        ("companion.offline", "import requests", "imports requests, and only companion.hearing.fetch may"),
        ("tests.test_x", "from unittest.mock import Mock", "imports a mock library"),
        ("tests.test_x", "from unittest import mock", "imports a mock library"),
    ],
)
def test_each_rule_of_the_floors_can_fail(module: str, source: str, fault: str) -> None:
    """Exactly one fault, and it says who imports what."""
    (found,) = faults(module, source)
    assert found.startswith(f"{module} {fault}")


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("companion.hearing.ear", "from companion.conversation.events import Heard\nimport numpy, socketless"),
        ("companion.hearing.fetch", "import urllib.request, http.client, socket, ssl"),
        (
            "companion.conversation.talk",
            "from companion.replying import acknowledge\nimport re\nfrom companion import words",
        ),
        ("companion.app", "import companion.hearing.ear, companion.journal, time"),
        ("scripts.serve", "import http.server"),
        ("tests.replying.test_repair", "import pytest, random"),
    ],
)
def test_what_is_allowed_is_no_fault(module: str, source: str) -> None:
    """The rules leave room to work in."""
    assert faults(module, source) == []


# Written so that this file does not break its own rule.
OF_ONE_MACHINE = re.compile(
    r"""(?<![\w.~}/-])/(?:home/(?!you\b)\w | Users/(?!you\b)\w | root/\w | work/\w)
      | [a-z]:\\Users
      | \b(?:pypi\.org | pythonhosted\.org | registry\.npmjs | deb\.debian\.org | snapshot\.debian\.org)""",
    re.VERBOSE | re.IGNORECASE,
)


def test_no_file_names_a_machine_or_a_registry() -> None:
    """Everything that is committed, the lock files above all."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is no git checkout")
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    texts = {file: file.read_bytes().decode("utf-8", "ignore") for file in files if file.is_file()}
    assert [f"{file}: {hit[0]}" for file, text in texts.items() if (hit := OF_ONE_MACHINE.search(text))] == []


@pytest.mark.parametrize("name", ["home/ann/companion", "Users/ann", "root/x", "work/main"])
def test_a_path_of_one_machine_is_seen(name: str) -> None:
    """At the start of a line, after a quote, after a space; a relative path of the same words is none."""
    for before in ("", '"', "see ", "="):
        assert OF_ONE_MACHINE.search(f"{before}/{name}")
    assert not OF_ONE_MACHINE.search(f"docs/{name}")
    assert OF_ONE_MACHINE.search("https://" + "pypi" + ".org/simple")
