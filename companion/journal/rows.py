"""How values become rows and rows become values again."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from companion.conversation.events import Page
from companion.journal.pages import Entry, KeptPage

ENTRIES = """
    SELECT id, started_at, kind, connection, finished_at IS NOT NULL,
           (SELECT count(*) FROM page WHERE check_in_id = check_in.id)
    FROM check_in
"""
PAGES = "SELECT check_in_id, slot, question, words, confidences, stance, concern, kept_at FROM page"
_MATCHING = " WHERE id IN (SELECT rowid FROM page_words WHERE page_words MATCH ?) ORDER BY check_in_id DESC, id"
FOUND = f"{PAGES}{_MATCHING}"

OTHER_WORDS = "SELECT 1 FROM page WHERE check_in_id = ? AND slot = ? AND words != ?"
KEEP = """
    INSERT INTO page (check_in_id, slot, question, words, confidences, stance, concern, kept_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (check_in_id, slot) DO UPDATE SET question = excluded.question, words = excluded.words,
    confidences = excluded.confidences, stance = excluded.stance, concern = excluded.concern,
    kept_at = excluded.kept_at
"""


def clean(text: str) -> str:
    """`text` as it can be kept: a half character that a terminal let through becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def connection_key(name: str) -> str:
    """The same for every way of writing one connection: "My  sister" and "my sister"."""
    return " ".join(clean(name).casefold().split())


def to_entry(row: Sequence[Any]) -> Entry:
    """An `Entry` from a row of `ENTRIES`."""
    number, started_at, kind, connection, finished, page_count = row
    return Entry(number, datetime.fromisoformat(started_at), kind, connection, bool(finished), page_count)


def to_page(row: Sequence[Any]) -> KeptPage:
    """A `KeptPage` from a row of `PAGES`."""
    check_in_id, slot, question, words, confidences, stance, concern, kept_at = row
    page = Page(slot, question, words, tuple(json.loads(confidences)), stance, concern)
    return KeptPage(check_in_id, page, datetime.fromisoformat(kept_at))


def from_page(page: Page) -> tuple[str, str, str, str, str | None, str]:
    """The columns of `page`, from slot to concern."""
    confidences = json.dumps([float(each) for each in page.confidences])
    return page.slot, clean(page.question), clean(page.words), confidences, page.stance, page.concern
