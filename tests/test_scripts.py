"""The commands of a checkout on a fresh, a half set-up and a moved one; the lock; and what gets shipped."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
SCRIPTS = [ROOT / "scripts" / name for name in ("companion", "test", "check", "lib.sh")] + [ROOT / ".ci/run"]
TOOLS = (
    "bash",
    "cat",
    "cksum",
    "cut",
    "dpkg-query",
    "env",
    "id",
    "mkdir",
    "mktemp",
    "readlink",
    "rm",
    "tail",
    "tee",
    "uname",
)
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)( ; .*?)? \\$", re.MULTILINE)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What the commands need of a checkout, in a folder with a space in its name."""
    copy = tmp_path / "my companion"
    for name in ("scripts", "requirements"):
        shutil.copytree(ROOT / name, copy / name)
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder of programs to be the whole PATH: the basic ones, no Python, no package manager."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for tool in TOOLS:
        if found := shutil.which(tool):
            (folder / tool).symlink_to(found)
    return folder


def run(command: Path, *arguments: str, path: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **({"PATH": str(path)} if path else {}), **variables}
    return subprocess.run(
        [command, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd="/",
        stdin=subprocess.DEVNULL,
    )


def make_ready(checkout: Path) -> None:
    """An environment that says that it is ready, with a companion that prints its arguments."""
    bin_folder = checkout / ".venv/bin"
    bin_folder.mkdir(parents=True)
    (bin_folder / "python").symlink_to(sys.executable)
    (bin_folder / "companion").write_text('#!/bin/sh\nprintf "<%s>" "$@"\n')
    (bin_folder / "companion").chmod(0o755)
    stamp = subprocess.run(
        ["bash", "-c", '. "$1"; fingerprint run', "-", checkout / "scripts/lib.sh"], capture_output=True, check=True
    )
    (checkout / ".venv/ready-to-run").write_bytes(stamp.stdout)


def test_a_ready_checkout_starts_at_once_and_hands_over_every_argument(checkout: Path, tools: Path) -> None:
    """From another folder and through a link; no Python, no package manager and no network is asked first."""
    make_ready(checkout)
    link = checkout.parent / "start"
    link.symlink_to(checkout / "scripts/companion")
    for command in (checkout / "scripts/companion", link):
        done = run(command, "journal", "a b", "", path=tools)
        assert (done.stdout, done.stderr, done.returncode) == ("<journal><a b><>", "", 0)


@pytest.mark.parametrize("change", ["lock", "moved", "python"])
def test_what_no_longer_fits_is_set_up_again(checkout: Path, tools: Path, change: str) -> None:
    """A changed lock, a moved folder, a Python that is gone: each is noticed before anything starts."""
    make_ready(checkout)
    if change == "lock":
        with (checkout / "requirements/run.txt").open("a") as lock:
            lock.write("# changed\n")
    elif change == "moved":
        checkout = checkout.rename(checkout.with_name("moved"))
    else:
        (checkout / ".venv/bin/python").unlink()
    done = run(checkout / "scripts/companion", path=tools)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Set-up stopped: Python 3.11 or newer is needed, and no Python was found." in done.stderr


def test_a_python_that_is_too_old_is_named(checkout: Path, tools: Path) -> None:
    """The sentence says what was found and what to do."""
    (tools / "python3").write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit\nexit 1\n')
    (tools / "python3").chmod(0o755)
    done = run(checkout / "scripts/companion", path=tools)
    what_to_do = (
        "What to do: install one with your system's package manager (on Debian and Ubuntu: apt-get install python3 "
        "python3-venv), then start again."
    )
    what_failed = "Set-up stopped: Python 3.11 or newer is needed, and Python 3.9.2 was found."
    assert done.stderr.splitlines()[1:] == [what_failed, what_to_do]


def test_without_a_network_the_set_up_says_so_and_the_next_one_begins_anew(checkout: Path, tools: Path) -> None:
    """Nothing half-made passes for ready; what a killed set-up left is thrown away first."""
    (tools / "python3").symlink_to(sys.executable)
    (checkout / ".venv").mkdir()
    (checkout / ".venv/being-set-up").touch()
    (checkout / ".venv/half-made").touch()
    done = run(
        checkout / "scripts/companion", path=tools, PIP_NO_INDEX="1", PIP_FIND_LINKS="", PIP_CONFIG_FILE=os.devnull
    )
    assert done.returncode == 1
    assert "Set-up stopped: the Python packages could not be installed." in done.stderr
    assert "What to do: check that this machine is connected to the internet" in done.stderr
    left = {path.name for path in (checkout / ".venv").iterdir()}
    assert "bin" in left
    assert not left & {"half-made", "ready-to-run"}


ASKS_WITH = {"apt-get": "dpkg-query", "dnf": "rpm", "brew": "brew"}


@pytest.mark.parametrize(
    ("manager", "kind", "packages"),
    [
        ("apt-get", "run", ("", "libportaudio2 espeak-ng libasound2-plugins")),
        (
            "apt-get",
            "test",
            ("espeak-ng chromium", "libportaudio2 libasound2-plugins pulseaudio pulseaudio-utils libatomic1"),
        ),
        ("dnf", "run", ("", "portaudio espeak-ng alsa-plugins-pulseaudio")),
        ("dnf", "test", ("pipewire-alsa espeak-ng", "portaudio pulseaudio pulseaudio-utils chromium libatomic")),
        ("brew", "run", ("portaudio", "espeak-ng")),
    ],
)
def test_only_missing_system_packages_are_installed(
    checkout: Path, tools: Path, manager: str, kind: str, packages: tuple[str, str]
) -> None:
    """Each system's own package manager is asked once, with the rights of root here (`id` says so)."""
    installed, asked = packages
    query = ASKS_WITH[manager]
    (tools / "python3").symlink_to(sys.executable)
    asked_for_one = f'for one in {installed}; do [ "$one" = "$last" ] && echo installed && exit; done; exit 1'
    programs = {
        query: f"for last; do :; done; {asked_for_one}",
        "id": "echo 0",
        manager: f'case $1 in list) for last; do :; done; {asked_for_one} ;; esac; echo "$@" >> "{tools}/asked"',
    }
    for name, text in programs.items():
        (tools / name).unlink(missing_ok=True)
        (tools / name).write_text(f"#!/bin/sh\n{text}\n")
        (tools / name).chmod(0o755)
    only = '. "$1"; find_python; log=/dev/null; install_system_packages "$2"'
    done = run(tools / "bash", "-euc", only, "-", str(checkout / "scripts/lib.sh"), kind, path=tools)
    assert done.stderr.splitlines() == [f"Missing system packages: {asked}.", f"Installing them with {manager} ..."]
    assert (tools / "asked").read_text().splitlines()[-1].endswith(asked)


def test_every_package_is_pinned_and_hashed_and_both_locks_agree() -> None:
    """What is tested is what runs, and all that the project asks for is there."""
    locks = {name: (ROOT / f"requirements/{name}.txt").read_text() for name in ("build", "run", "test")}
    pins = {name: set(PIN.findall(text)) for name, text in locks.items()}
    assert pins["run"] < pins["test"]
    for text in locks.values():
        packages = re.split(r"\n(?=\S)", text.partition("\n")[2].partition("\n")[2])
        assert [one for one in packages if "--hash=sha256:" not in one or not PIN.match(one)] == []
        assert "://" not in text
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = {re.split(r"[=<> ;]", one)[0].lower() for one in project["project"]["dependencies"]}
    assert asked <= {name for name, *_ in pins["run"]}
    assert {one.lower() for one in project["build-system"]["requires"]} <= {name for name, *_ in pins["build"]}


def test_the_wheel_holds_the_models_the_words_and_the_licence(tmp_path: Path) -> None:
    """And what is unpacked from it, away from the checkout, finds its models whole."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("companion-*.whl")
    with ZipFile(wheel) as opened:
        names = opened.namelist()
        opened.extractall(tmp_path / "installed")
    assert {"companion/models/README.md", "companion/words/__init__.py"} <= set(names)
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert any(name.startswith("companion/words/en/") for name in names)
    look = (
        "from companion.hearing.models import *; models = find_models(None);"
        "paths = models.open.path, models.closed.path; print(*paths); [verify_model(path) for path in paths]"
    )
    found = run(Path(sys.executable), "-c", look, PYTHONPATH=str(tmp_path / "installed"))
    models = tmp_path / "installed/companion/models"
    assert (found.stdout, found.stderr) == (f"{models / 'builtin-en'} {models / 'builtin-en-small'}\n", "")


def test_the_shell_scripts_pass_shellcheck() -> None:
    """Where shellcheck is installed."""
    if not shutil.which("shellcheck"):
        pytest.skip("shellcheck is not installed")
    done = subprocess.run(["shellcheck", "-x", *SCRIPTS], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == ""
