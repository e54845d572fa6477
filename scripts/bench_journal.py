"""Measure the journal and print one table: medians and 99th percentiles in milliseconds, with the machine's name.

Everything lies in a folder of its own under the current one (so on its disk), which is removed at the end.
The bars are those of the journal's issue. About two minutes.
"""

import os
import platform
import re
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import soundfile

from companion.cli_review import feelings_of
from companion.conversation.events import Page
from companion.journal import Journal, Place
from companion.journal.copies import back_up, change_key
from companion.journal.export import Line, as_jsonl, everything
from companion.journal.forgetting import forget_page
from companion.journal.importing import bring
from companion.journal.review import look_back
from companion.speaking.voice import Voice
from companion.understanding import Stance

KILLS = 200
KILLS_HEARD = 10
"""So many of them while answers come from a sound file."""
DECIDED = {"COMPANION_KEY_STORE": "file", "COMPANION_COUNTRY": "GB"}
RATE_HZ = 22_050
TESTS = Path(__file__).parents[1] / "tests"
CHECK_INS = 3_650
SLOTS = ("goals.closed", "goals.open", "efforts.closed", "efforts.open", "trust.closed", "trust.open", "trust.repair.2")
STANCES: tuple[Stance, ...] = ("yes", "unclear", "no")
WORDS = tuple("we talked about the weather and the garden and what to cook on sunday and she was worried".split())  # noqa: SIM905


def answer(number: int) -> str:
    """Twenty words; every hundredth answer speaks of money."""
    words = [WORDS[(number * 7 + place * (number % 11 + 1)) % len(WORDS)] for place in range(20)]
    return " ".join([*words, "money"] if number % 100 == 0 else words)


def page(number: int) -> Page:
    """An answer as the conversation keeps it."""
    words = answer(number)
    return Page(f"slot.{number}", "What do you both want from this connection?", words, (0.9,) * len(words.split()))


def milliseconds(action: Callable[[], object], times: int) -> list[float]:
    """How long each of `times` runs took."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        action()
        took.append((time.perf_counter() - began) * 1000)
    return took


def told(name: str, took: list[float], bar: str) -> None:
    """One row of the table."""
    worst = statistics.quantiles(took, n=100, method="inclusive")[98] if len(took) > 1 else took[0]
    print(f"| {name} | {statistics.median(took):.1f} | {worst:.1f} | {len(took)} | {bar} |", flush=True)


def keep_pages(place: Place) -> None:
    """One page at a time, each on disk before the next."""
    with place.writing() as journal:
        check_in = journal.begin("bench", "nobody")
        numbers = iter(range(1_000))
        told(
            "keep one page, durable",
            milliseconds(lambda: check_in.keep(page(next(numbers))), 1_000),
            "<= 10; p99 <= 50",
        )


def first_search(place: Place) -> None:
    """Nothing of the file has been decrypted yet."""
    with place.reading() as journal:
        journal.search("money")


def review_month(journal: Journal) -> None:
    """What ``companion review`` does, without its printing."""
    look_back([(entry, journal.pages(entry.id)) for entry in journal.check_ins()[-31:]], feelings_of)


def first_review(place: Place) -> float:
    """How many milliseconds it takes in a process that has looked back on nothing yet, without its imports."""
    code = (
        "import sys, bench_journal as bench, pathlib; folder = pathlib.Path(sys.argv[1]);"
        "journal = bench.Place(folder / 'data', folder / 'config', 'file').reading();"
        "print(*bench.milliseconds(lambda: bench.review_month(journal), 1))"
    )
    command = [sys.executable, "-c", code, str(place.data_folder.parent)]
    done = subprocess.run(command, cwd=Path(__file__).parent, stdout=subprocess.PIPE, text=True, check=True)
    return float(done.stdout)


def ten_years_of_pages() -> list[Line]:
    """A check-in every day, seven answers each."""
    first = datetime(2016, 1, 1, 19, tzinfo=UTC)
    return [
        Line(
            check_in=day,
            started_at=first + timedelta(days=day),
            kind="alliance",
            connection=f"person {day % 5}",
            finished=True,
            slot=slot,
            question="What do you both want from this connection?",
            words=(words := answer(day * len(SLOTS) + place_in_order)),
            confidences=(0.9,) * len(words.split()),
            stance=STANCES[day % 3] if slot.endswith(".closed") else None,
            kept_at=first + timedelta(days=day),
        )
        for day in range(CHECK_INS)
        for place_in_order, slot in enumerate(SLOTS)
    ]


def ten_years(place: Place) -> None:
    """What a person would wait for, in a journal of ten years."""
    lines = ten_years_of_pages()
    with place.writing() as journal:
        told(f"import {CHECK_INS} check-ins, {len(lines)} pages", milliseconds(lambda: bring(journal, lines), 1), "")
    told("open it", milliseconds(lambda: place.writing().close(), 30), "<= 100")
    told("open it for reading", milliseconds(lambda: place.reading().close(), 30), "<= 100")
    told("open it and search for the first time", milliseconds(lambda: first_search(place), 30), "<= 100 + 50")
    with place.reading() as journal:
        told("search, 256 answers found", milliseconds(lambda: journal.search("money"), 30), "<= 50")
        told("search, nothing found", milliseconds(lambda: journal.search("pomegranate"), 30), "<= 50")
        told("list all check-ins", milliseconds(journal.check_ins, 10), "")
        told("review of a month", milliseconds(lambda: review_month(journal), 10), "<= 200")
        told("the same, first in its process", [first_review(place) for _ in range(10)], "<= 200")
        told("last repair", milliseconds(lambda: journal.last_repair("person 1"), 10), "")
        told("export everything as JSON Lines", milliseconds(lambda: as_jsonl(everything(journal)), 1), "")
    with place.writing() as journal:
        slots = iter(SLOTS[:5])
        told("forget an answer", milliseconds(lambda: forget_page(journal, 9, next(slots)), 5), "")
    backup = place.data_folder / "backup"
    told("back up", milliseconds(lambda: back_up(place, backup, "kitchen table"), 1), "")
    told("change the key", milliseconds(lambda: change_key(place), 1), "")
    print(f"\nThe file of ten years: {place.file.stat().st_size / 1e6:.1f} MB.")


def _outside(folder: Path) -> dict[str, str]:
    """The variables of a program that writes nowhere but into `folder`."""
    inside = {
        "HOME": "home", "TMPDIR": "temp", "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state",
        "XDG_RUNTIME_DIR": "runtime", "COMPANION_DATA": "data", "COMPANION_CONFIG": "config",
    }  # fmt: skip
    for name in inside.values():
        (folder / name).mkdir(parents=True)
    return os.environ | {name: str(folder / path) for name, path in inside.items()} | DECIDED


def killed_while_keeping(folder: Path) -> str:
    """The kill test of the store: `KILLS` times at random moments, with nothing but keeping in between."""
    command = [sys.executable, str(TESTS / "journal" / "killing.py"), "keeping", str(KILLS)]
    done = subprocess.run(command, env=_outside(folder), stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.strip()


def killed_in_check_ins(folder: Path) -> Counter[str]:
    """The kill test of the running check-in: typed in two journals at a time, then a few from a sound file."""
    sound = folder / "answers.wav"
    record(sound, ["my sister", "yes", "we want more time together", "not sure", "i feel tired"])
    each = (KILLS - KILLS_HEARD) // 2
    runs = [[str(each), "1"], [str(each), "2"], [str(KILLS_HEARD), "3", str(sound)]]
    running = [
        subprocess.Popen(
            [sys.executable, str(TESTS / "table" / "killing.py"), *arguments],
            env=_outside(folder / str(number)),
            stdout=subprocess.PIPE,
            text=True,
        )
        for number, arguments in enumerate(runs)
    ]
    counts = Counter[str]()
    for process in running:
        printed, _ = process.communicate()
        if process.returncode:
            sys.exit("The kill test itself did not end well.")
        counts.update({name: int(count) for name, count in re.findall(r"([a-z][a-z ]*): (\d+)", printed)})
    return counts


def record(path: Path, said: list[str]) -> None:
    """A sound file of these answers, with enough quiet after each."""
    voice = Voice("en-us")
    pieces = [voice.render(words).at(RATE_HZ).pcm for words in said]
    quiet = np.zeros(int(2.5 * RATE_HZ), np.int16)
    soundfile.write(path, np.concatenate([piece for spoken in pieces for piece in (spoken, quiet)]), RATE_HZ)


def whole_check_in(folder: Path) -> None:
    """One check-in to its end, a part of it off the record."""
    command = [str(Path(sys.executable).with_name("companion")), "checkin", "--text"]
    told = "quince\nyes\nwe talk about velvet and quince\noff the record\nno\nvelvet nights\nyes\nvelvet\n"
    subprocess.run(command, env=_outside(folder), input=told, capture_output=True, text=True, check=True)


def in_plain_text(folder: Path) -> int:
    """How often an answer can be read in any file or its name, as UTF-8 or UTF-16, logs and temporary files too."""
    paths = list(folder.rglob("*"))
    content = b"".join([str(paths).encode(), *(path.read_bytes() for path in paths if path.is_file())]).lower()
    words = ("answer-", "question ", "velvet", "quince", "more time", "my sister", "your sister", "i feel tired")
    return sum(content.count(word.encode(form)) for word in words for form in ("utf-8", "utf-16-le"))


def can_be_found(folder: Path) -> bool:
    """Whether such a word is found where there is one."""
    folder.mkdir()
    (folder / "a").write_text("velvet", encoding="utf-16-le")
    return in_plain_text(folder) == 1


def main() -> None:
    """Print the table."""
    machine = f"{platform.node()}: {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}\n\n| what | median ms | p99 ms | runs | bar |\n|---|---|---|---|---|")
    folder = Path(tempfile.mkdtemp(prefix=f"bench-journal-{secrets.token_hex(2)}-", dir=Path.cwd()))
    try:
        keep_pages(Place(folder / "keep" / "data", folder / "keep" / "config", "file"))
        ten_years(Place(folder / "years" / "data", folder / "years" / "config", "file"))
        print(f"Killed with kill -9 while keeping: {killed_while_keeping(folder / 'written' / 'store')}.")
        (checkins := folder / "written" / "check-ins").mkdir()
        counts = ", ".join(f"{name} {count}" for name, count in killed_in_check_ins(checkins).items())
        print(f"Killed with kill -9 in running check-ins: {counts} (bar: 0 but for the first two).")
        whole_check_in(folder / "written" / "whole")
        found = in_plain_text(folder / "written") if can_be_found(folder / "sample") else "the search finds nothing"
        print(f"Answers in plain text in any file written meanwhile: {found} (bar: 0).")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
