"""The journal in the middle of a check-in: what was kept before is looked at, counted, or taken away."""

from datetime import datetime

from companion.conversation.events import Count, Counted, Erase, Forgotten, Found, Past, Recall, Search
from companion.conversation.serving import told
from companion.journal import CheckIn, Entry, Journal, KeptPage, Place
from companion.journal.forgetting import about, forget_check_ins, forget_everything
from companion.replying import Day, found_lines, read_back

NEWEST = 3
"""How many found answers are read aloud: more than that nobody wants to sit through."""


def look(journal: Journal, wish: Recall | Search) -> Found:
    """The last finished check-in, or what was found, with the day it is today."""
    if isinstance(wish, Search):
        pages = journal.search(wish.words)
        newest = pages[:NEWEST]
    else:
        entry = journal.last_finished()
        newest = pages = journal.pages(entry.id) if entry else []
    return Found(len(pages), pasts(journal, newest), day_of(journal.now()))


def read(journal: Journal, entry: Entry, *, last: bool) -> list[str]:
    """The lines that read this check-in back, as a check-in itself says them; `last` when it is the newest."""
    return read_back(told(pasts(journal, journal.pages(entry.id))), day_of(journal.now()), last=last)


def found(journal: Journal, words: str) -> list[str]:
    """The lines that read what was found about `words`, as a check-in itself says them."""
    fact = look(journal, Search(words))
    return found_lines(words, fact.count, told(fact.pages), fact.today)


def pasts(journal: Journal, pages: list[KeptPage]) -> tuple[Past, ...]:
    """The pages with their days, and whom their check-ins were about."""
    entries = {number: journal.entry(number) for number in {kept.check_in_id for kept in pages}}
    return tuple(
        Past(kept.page, day_of(kept.kept_at), entry.connection if (entry := entries[kept.check_in_id]) else "")
        for kept in pages
    )


def count(journal: Journal, wish: Count) -> Counted:
    """How many check-ins are about this connection."""
    return Counted(len(about(journal, wish.connection)))


def erase(place: Place, journal: Journal, check_in: CheckIn, wish: Erase) -> Forgotten:
    """Take it off the disk; on return it is gone. After everything the journal is closed: the talk ends then."""
    match wish.what:
        case "check-in":
            check_in.forget_all()
        case "connection":
            numbers = about(journal, wish.connection)
            if check_in.id in numbers:
                check_in.forget_all()
            forget_check_ins(journal, numbers)
        case "everything":
            journal.close()
            forget_everything(place)
    return Forgotten()


def day_of(moment: datetime) -> Day:
    """The day of a moment, where it was."""
    return Day(moment.year, moment.month, moment.day)
