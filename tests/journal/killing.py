"""Keep pages in processes that are killed, and check after each kill what is on disk.

Arguments: 'opening' or 'rekeying' and a stride (a first start, or a change of the key, killed at every so many-th
Python call in turn), or 'keeping' and a number of kills at random moments. Prints one line: how many kills, how many
acknowledged pages were found, and what was wrong ('nothing'). Processes are forked, so hundreds of kills take seconds.
`companion` must be importable, COMPANION_DATA and COMPANION_CONFIG set.
"""

import itertools
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType

from companion.conversation.events import Page
from companion.journal import Journal, Place, open_journal
from companion.journal.copies import change_key
from companion.settings import config_folder, data_folder

DATA, CONFIG = data_folder(), config_folder()


def opened() -> Journal:
    return open_journal(DATA, CONFIG, key_store="file")


def page(number: int) -> Page:
    """Page `number`; every third one is longer than a database page of 4,096 bytes, so it could be torn."""
    words = " ".join([f"answer-{number}"] * (900 if number % 3 == 0 else 5))
    return Page(f"slot.{number % 7}", f"question {number}", words, (0.5,) * len(words.split()))


def keep(acknowledge: int, first: int) -> None:
    """Keep pages from `first` on for ever, a new check-in every seven, and write each number when it is safe."""
    with opened() as journal:
        check_in = journal.begin("kill", "nobody")
        for number in range(first, first + 100_000):
            if number % 7 == 0 and number != first:
                check_in.finish()
                check_in = journal.begin("kill", "nobody")
            check_in.keep(page(number))
            os.write(acknowledge, b"%d\n" % number)


def wrong_on_disk(acknowledged: set[int]) -> str:
    """What is wrong with the journal: '' when it opens, is whole, and has every acknowledged page."""
    with opened() as journal:
        pages = [kept.page for entry in journal.check_ins() for kept in journal.pages(entry.id)]
        found = {int(kept.question.split()[1]): kept for kept in pages}
        empty = [entry.id for entry in journal.check_ins() if not entry.page_count]
        damage = journal.damage()
    lost = acknowledged - found.keys()
    torn = [number for number, kept in found.items() if kept != page(number)]
    return f"lost {lost}, torn {torn}, empty {empty}, damage {damage}" if lost or torn or empty or damage else ""


def killed_while_keeping(kills: int) -> str:
    random_moment = random.Random(4)  # noqa: S311 - the same moments every time
    acknowledged: set[int] = set()
    for _ in range(kills):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            keep(writing, max(acknowledged, default=-1) // 7 * 7 + 7)
        os.close(writing)
        with os.fdopen(reading) as lines:
            told = {int(next(lines)) for _ in range(random_moment.randint(0, 9))}
            time.sleep(random_moment.uniform(0, 0.004))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            acknowledged |= told | {int(line) for line in lines}
        if wrong := wrong_on_disk(acknowledged):
            return f"{kills} kills, {wrong}"
    return f"{kills} kills, {len(acknowledged)} pages found, wrong: nothing"


def fall_at(call: int) -> None:
    """Be killed at the Python call of this number from now on."""
    left = call

    def fall(_frame: FrameType, event: str, _: object) -> None:
        nonlocal left
        left -= event in ("call", "c_call")
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(fall)


def killed_while(action: Callable[[], None], stride: int, *, afresh: bool) -> str:
    """Kill `action` later and later until it ends well; `afresh` when each try begins without a journal."""
    for kills in itertools.count():
        if afresh:
            for folder in (DATA, CONFIG):
                shutil.rmtree(folder, ignore_errors=True)
        child = os.fork()
        if child == 0:
            fall_at(kills * stride)
            action()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        ended_well = os.WIFEXITED(status)
        if wrong := wrong_on_disk({0} if ended_well or not afresh else set()):
            return f"{kills} kills, {wrong}"
        if ended_well:
            return f"{kills} kills, wrong: nothing"
    raise AssertionError


def begin() -> None:
    with opened() as journal:
        journal.begin("kill", "nobody").keep(page(0))


def killed_while_opening(stride: int) -> str:
    return killed_while(begin, stride, afresh=True)


def killed_while_rekeying(stride: int) -> str:
    begin()
    return killed_while(partial(change_key, Place(DATA, CONFIG, "file")), stride, afresh=False)


if __name__ == "__main__":
    Path(os.environ["HOME"]).mkdir(exist_ok=True)
    runs = {"opening": killed_while_opening, "rekeying": killed_while_rekeying, "keeping": killed_while_keeping}
    run = runs[sys.argv[1]]
    print(run(int(sys.argv[2])))  # noqa: T201
