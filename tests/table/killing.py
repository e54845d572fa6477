"""Hold check-ins that are killed (kill -9) at random moments, and look after each kill at what the journal has.

Arguments: how many kills and a seed, for typed answers; and a sound file, for answers that are heard. Prints a line of
counts. A page counts as kept once a line was printed after its answer. Check-ins are the real command: in a forked
child, so that hundreds take a minute, and every `SPAWNED`-th in a process begun from nothing. `companion` must be
importable, COMPANION_DATA and COMPANION_CONFIG set.
"""

import os
import random
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import companion.app  # noqa: F401 - so that a forked child need not
from companion.cli import main
from companion.errors import JournalError
from companion.journal import Place
from companion.journal.forgetting import forget_everything
from companion.settings import config_folder, data_folder

PLACE = Place(data_folder(), config_folder(), "file")
OFFER = "Last time we stopped halfway."
PROMPT = b"You: "
COMPANION = str(Path(sys.executable).with_name("companion"))
SPAWNED = 10
LONG = 7  # every so many-th open answer is longer than a database page of 4,096 bytes, so it could be torn
MOMENT_SECONDS = 0.02
"""An answer is kept and acknowledged in about 5 ms; the kill comes at any time in the first 20."""

OPEN = ("What do you both want", "showing up look like", "How safe", "most want them", "one small thing")
CLOSED = ("aligned on goals", "both showing up", "trust and care")
NAME = "check-in about"
KEPT = (*OPEN, *CLOSED, NAME, "feel heard")

counts = Counter(dict.fromkeys(("kills", "acknowledged", "lost", "torn", "damaged", "did not open", "not offered"), 0))


@dataclass
class Told:
    """What was answered in one check-in: by question every answer its page may have, and which are acknowledged."""

    name: str
    pages: dict[str, set[str]] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)


class Running:
    """A check-in that is being held in a process of its own."""

    def __init__(self, *arguments: str, spawned: bool = False) -> None:
        answers, self._answers = os.pipe()
        self._lines, lines = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            os.dup2(answers, 0)
            os.dup2(lines, 1)
            os.closerange(3, 256)
            _hold(["checkin", *arguments], spawned=spawned)
        os.close(answers)
        os.close(lines)

    def asked(self) -> list[str]:
        """The lines until an answer is wanted, or until the end."""
        shown = b""
        while not shown.endswith(PROMPT) and (block := os.read(self._lines, 65_536)):
            shown += block
        return _lines(shown)

    def line(self) -> str:
        """The next line; '' at the end."""
        shown = b""
        while not shown.endswith(b"\n") and (sign := os.read(self._lines, 1)):
            shown += sign
        return shown.decode().strip()

    def answer(self, words: str) -> None:
        """Type a line."""
        os.write(self._answers, words.encode() + b"\n")

    def kill(self) -> list[str]:
        """Kill it; the lines that it had printed meanwhile."""
        os.kill(self._process, signal.SIGKILL)
        shown = b""
        while block := os.read(self._lines, 65_536):
            shown += block
        self.end()
        return _lines(shown[: shown.rfind(b"\n") + 1])

    def end(self) -> None:
        """Wait for its end."""
        os.waitpid(self._process, 0)
        os.close(self._answers)
        os.close(self._lines)


def _hold(arguments: list[str], *, spawned: bool) -> NoReturn:
    if spawned:
        os.execv(COMPANION, [COMPANION, *arguments])  # noqa: S606 - no shell is wanted
    sys.stdin, sys.stdout = os.fdopen(0), os.fdopen(1, "w")
    try:
        main(arguments)
    finally:
        sys.stdout.flush()
        os._exit(0)


def _lines(shown: bytes) -> list[str]:
    return [line.removeprefix(PROMPT.decode()) for line in shown.decode().splitlines() if line != PROMPT.decode()]


class Person:
    """Somebody who answers, is interrupted by a kill at any moment, and starts again."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - the same moments every time
        self._said = 0
        self.told: list[Told] = []
        self.halfway = False

    def sit_down(self, *, spawned: bool, look_meanwhile: bool) -> bool:
        """One check-in until its kill; False when it came to its end before."""
        running = Running("--text", spawned=spawned)
        lines = running.asked()
        offered = any(OFFER in line for line in lines)
        counts["not offered"] += self.halfway and not offered
        if look_meanwhile:
            look(self.told)
        for _ in range(self._random.randint(0, 6)):
            self._answer(running, lines[-1])
            lines = running.asked()
            self._acknowledged()
            if any("Goodbye" in line for line in lines):
                running.end()
                self.halfway = False
                return False
        self._answer(running, lines[-1])
        time.sleep(self._random.uniform(0, MOMENT_SECONDS))
        if lines := running.kill():
            self._acknowledged()
            self.halfway &= not any("Goodbye" in line for line in lines)
        return True

    def _answer(self, running: Running, line: str) -> None:
        question = line.removeprefix("Companion: ")
        words = self._words(question)
        self._open: tuple[Told, str, str] | None = None
        if OFFER in question:
            self._current = self._newest() if words == "yes" else None
        elif NAME in question:
            self._current = Told(words)
            self.told.append(self._current)
        if any(part in question for part in KEPT):
            assert self._current is not None
            self._open = (self._current, question, words)
            self._current.pages.setdefault(question, set()).add(words)
        running.answer(words)

    def _acknowledged(self) -> None:
        """A line came after the answer: from now on its page is there, and with these words."""
        if self._open is not None:
            told, question, words = self._open
            told.pages[question] = {words}
            told.kept.add(question)
            self.halfway = True

    def _words(self, question: str) -> str:
        self._said += 1
        if NAME in question:
            return f"quince{self._said}"
        if any(part in question for part in OPEN):
            return " ".join([f"we talk about velvet{self._said}"] * (250 if self._said % LONG == 0 else 1))
        if OFFER in question:
            return self._random.choice(["yes", "yes", "no"])
        return self._random.choice(["yes", "no", "not sure"]) if any(part in question for part in CLOSED) else "yes"

    def _newest(self) -> Told:
        """The check-in that is gone on with, as the journal has it."""
        with PLACE.reading() as journal:
            name = journal.pages(journal.check_ins()[-1].id)[0].page.words
        return next(told for told in self.told if told.name == name)


def look(told: list[Told]) -> None:
    """Count what is wrong with the journal: every page that is kept must be there, and none may be another."""
    try:
        with PLACE.reading() as journal:
            found = [journal.pages(entry.id) for entry in journal.check_ins()]
            counts["damaged"] += bool(journal.damage())
    except JournalError:
        counts["did not open"] += 1
        return
    by_name = {pages[0].page.words: {kept.page.question: kept.page.words for kept in pages} for pages in found}
    for each in told:
        pages = by_name.pop(each.name, {})
        counts["lost"] += len(each.kept - pages.keys())
        counts["torn"] += sum(words not in each.pages.get(question, ()) for question, words in pages.items())
    counts["torn"] += len(by_name)


def killed_while_typing(kills: int, seed: int) -> None:
    """A kill in each check-in; who only reads opens the journal first after every other one, else the next start."""
    person = Person(seed)
    while counts["kills"] < kills:
        number = counts["kills"]
        counts["kills"] += person.sit_down(spawned=number % SPAWNED == 1, look_meanwhile=number % 2 == 0)
        if number % 2 == 0:
            look(person.told)
    look(person.told)
    counts["acknowledged"] = sum(len(told.kept) for told in person.told)


def killed_while_listening(kills: int, seed: int, sound: str) -> None:
    """The same with the answers in a sound file, which gives the same lines and pages every time."""
    moment = random.Random(seed)  # noqa: S311 - as above
    whole = Running("--from-wav", sound)
    line_count = len(whole.asked())
    whole.end()
    with PLACE.reading() as journal:
        pages = [kept.page for kept in journal.pages(journal.check_ins()[-1].id)]
    forget_everything(PLACE)
    for _ in range(kills):
        running = Running("--from-wav", sound)
        lines = [running.line() for _ in range(moment.randint(5, line_count - 2))]
        time.sleep(moment.uniform(0, MOMENT_SECONDS))
        lines += running.kill()
        asked = {line.removeprefix("Companion: ") for line in lines[:-1]}
        kept = {page.question for page in pages} & asked
        look([Told(pages[0].words, {page.question: {page.words} for page in pages}, kept)])
        next_start = Running("--text")
        counts["not offered"] += bool(kept) and not any(OFFER in line for line in next_start.asked())
        next_start.kill()
        forget_everything(PLACE)
        counts["kills"] += 1
        counts["acknowledged"] += len(kept)


if __name__ == "__main__":
    kills, seed, *sound = sys.argv[1:]
    if sound:
        killed_while_listening(int(kills), int(seed), *sound)
    else:
        killed_while_typing(int(kills), int(seed))
    print(", ".join(f"{name}: {count}" for name, count in counts.items()))  # noqa: T201
