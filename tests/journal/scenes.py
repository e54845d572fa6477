"""One program for the scenes that need a process of their own; the first argument names the scene.

`companion` must be importable, COMPANION_DATA and COMPANION_CONFIG set. What happens is printed line by line.
"""

import os
import resource
import shutil
import signal
import sys
import tempfile
from functools import partial
from pathlib import Path

from companion.conversation.events import Page
from companion.errors import JournalError
from companion.journal import Journal, Place, open_journal, read_journal
from companion.journal.copies import back_up, change_key
from companion.settings import config_folder, data_folder

DATA, CONFIG = data_folder(), config_folder()
LONG = " ".join(["enough"] * 800)


def opened() -> Journal:
    return open_journal(DATA, CONFIG, key_store="file")


def tell(text: object) -> None:
    print(text, flush=True)  # noqa: T201


def keep_until_refused(journal: Journal) -> int:
    """Keep long pages until the disk takes no more, print the sentence, and return how many were kept."""
    check_in = journal.begin("full", "")
    for number in range(10_000):
        try:
            check_in.keep(Page(f"slot.{number}", "", LONG))
        except JournalError as error:
            tell(f"{type(error).__name__}: {error}")
            return number
    raise AssertionError("the disk was never full")


def full_disk() -> None:
    """No file may grow beyond 200 kB: the writes of the journal fail as on a full disk; then there is room again."""
    with opened() as journal:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
        number = keep_until_refused(journal)
        tell(len(journal.pages(1)) == number)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        journal.resume(1).keep(Page(f"slot.{number}", "", LONG))
        tell(len(journal.pages(1)) == number + 1)


def full_disk_for_copies() -> None:
    """No file may grow beyond 60 kB, the journal is larger: neither a backup nor a new key is made by half."""
    place = Place(DATA, CONFIG, "file")
    with place.writing() as journal:
        check_in = journal.begin("full", "")
        for number in range(20):
            check_in.keep(Page(f"slot.{number}", "", LONG))
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, resource.RLIM_INFINITY))
    for action in (partial(back_up, place, DATA / "backup", "kitchen tables"), partial(change_key, place)):
        try:
            action()
        except JournalError as error:
            tell(f"{type(error).__name__}: {error}")
    tell(sorted(path.name for path in DATA.iterdir()))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    with place.writing() as journal:
        tell(f"{len(journal.pages(1))} pages, damage: {journal.damage()!r}")
    change_key(place)
    with place.reading() as journal:
        tell(len(journal.pages(1)))


def full_disk_at_first_start() -> None:
    """Not even the journal's first page fits, but its key does."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, resource.RLIM_INFINITY))
    try:
        opened()
    except JournalError as error:
        tell(f"{type(error).__name__}: {error}")
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    with opened() as journal:
        journal.begin("full", "").keep(Page("slot", "", LONG))
        tell(len(journal.pages(1)))


def read_only() -> None:
    """A folder that may not be written, also for root: who is root becomes nobody first (65534 by custom).

    Nobody may not walk down to the home of the test, so the folder lies in /tmp.
    """
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    if os.geteuid() == 0:
        os.chown(folder, 65534, 65534)
        os.setuid(65534)
    with open_journal(folder, folder / "config", key_store="file") as journal:
        journal.begin("daily", "").keep(Page("now", "", "fine"))
    folder.chmod(0o500)
    try:
        open_journal(folder, folder / "config", key_store="file")
    except JournalError as error:
        tell(f"{type(error).__name__}: {error}".replace(str(folder), "FOLDER"))
    with read_journal(folder, folder / "config", key_store="file") as journal:
        tell(journal.pages(1)[0].page.words)
    folder.chmod(0o700)
    shutil.rmtree(folder)


def held() -> None:
    """Keep one page, say so, and hold the journal until somebody closes standard input or kills us."""
    os.umask(0)
    with opened() as journal:
        journal.begin("alliance", "my sister Wilhelmina").keep(Page("goals.open", "Question?", "pomegranate harvest"))
        tell("held")
        sys.stdin.read()


def dies() -> None:
    """Keep a page and replace it, then die by kill -9 with everything still open."""
    check_in = (journal := opened()).begin("alliance", "my sister Wilhelmina")
    check_in.keep(Page("goals.open", "Question?", "pomegranate harvest"))
    check_in.keep(Page("goals.open", "Question?", "tangerine orchard"))
    tell(len(journal.pages(1)))
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    {
        each.__name__: each
        for each in (full_disk, full_disk_for_copies, full_disk_at_first_start, read_only, held, dies)
    }[sys.argv[1]]()
