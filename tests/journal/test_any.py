"""Whatever is said, in whatever order it is kept, replaced and taken back: the journal holds just that."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from companion.conversation.events import Page
from companion.journal import Place, export
from companion.journal.importing import bring, read_lines

pages = st.builds(
    Page,
    slot=st.sampled_from(["connection", "goals.closed", "goals.open", "trust.repair.1"]),
    question=st.text(max_size=20),
    words=st.text(max_size=40),
    confidences=st.lists(st.floats(0, 1), max_size=4).map(tuple),
    stance=st.sampled_from([None, "yes", "no", "unclear"]),
    concern=st.sampled_from(["none", "check", "definite"]),
)
deeds = st.lists(st.one_of(pages, st.just("finish"), st.sampled_from(["goals.open", "connection"])), max_size=12)


def a_place(folder: str) -> Place:
    """A place in a folder of its own."""
    return Place(Path(folder) / "data", Path(folder) / "config", "file")


@given(deeds)
@settings(max_examples=40, deadline=None)
def test_the_journal_holds_what_was_kept(done: list[Page | str]) -> None:
    """Against a plain dictionary per check-in; 'finish' begins the next, a slot's name takes its page back."""
    held: list[dict[str, Page]] = [{}]
    with tempfile.TemporaryDirectory() as folder:
        with a_place(folder).writing() as journal:
            check_in = journal.begin("any", "somebody")
            for deed in done:
                if isinstance(deed, Page):
                    check_in.keep(deed)
                    held[-1][deed.slot] = deed
                elif deed == "finish":
                    check_in.finish()
                    check_in = journal.begin("any", "somebody")
                    held.append({})
                else:
                    check_in.forget(deed)
                    held[-1].pop(deed, None)
        with a_place(folder).writing() as journal:
            kept = [[each.page for each in journal.pages(entry.id)] for entry in journal.check_ins()]
            assert kept == [list(slots.values()) for slots in held if slots]
            assert journal.damage() == ""


@given(st.lists(pages, min_size=1, max_size=6))
@settings(max_examples=20, deadline=None)
def test_any_export_comes_back(said: list[Page]) -> None:
    """Every sign of every answer survives JSON Lines."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        with a_place(one).writing() as journal:
            check_in = journal.begin("any", "somebody")
            for page in said:
                check_in.keep(page)
            text = export.as_jsonl(export.everything(journal))
        with a_place(other).writing() as journal:
            bring(journal, read_lines(text))
            assert export.as_jsonl(export.everything(journal)) == text
