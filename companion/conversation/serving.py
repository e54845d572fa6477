"""What a command asks of our manner, or wants read back: it is done at once, and nothing is asked for it."""

from collections.abc import Sequence
from dataclasses import replace

from companion.conversation.events import Adjust, Adjustable, Adjusted, Found, Line, Past, Recall, Search
from companion.conversation.script import phrases
from companion.conversation.talk import Talk, carry_out, is_sure, say
from companion.replying import Told, found_lines, read_back
from companion.understanding import Command

PATIENCE_LIMIT_SECONDS = 10.0
"""The longest quiet that "more time" can ask for."""


def serve_at_once(talk: Talk, command: Command) -> Line[None]:
    """Do what a command asks of our manner, or of what is kept; one without meaning here is passed over."""
    match command:
        case "help":
            yield from say(talk, phrases().help)
        case "what are you":
            yield from say(talk, phrases().introduction)
        case "slower" | "faster" | "louder" | "quieter":
            yield from adjust(talk, command)
        case "more time":
            yield from give_time(talk)
        case "what did i say":
            yield from say_back(talk)
        case "last check-in":
            yield from recall(talk)
        case "off the record" | "on the record":
            talk.on_record = command == "on the record"
            yield from say(talk, phrases().on_the_record if talk.on_record else phrases().off_the_record)


def adjust(talk: Talk, what: Adjustable) -> Line[None]:
    """Speak slower, faster, louder or quieter from now on."""
    fact = yield from carry_out(Adjust(what), Adjusted)
    lines = {
        "slower": phrases().slower,
        "faster": phrases().faster,
        "louder": phrases().louder,
        "quieter": phrases().quieter,
    }
    yield from say(talk, lines[what] if fact.changed else phrases().at_limit)


def give_time(talk: Talk) -> Line[None]:
    """Wait half as long again before a turn ends, up to the limit."""
    longer = {
        name: min(1.5 * getattr(talk.manner, name), PATIENCE_LIMIT_SECONDS)
        for name in ("closed_patience_seconds", "open_patience_seconds")
    }
    talk.manner = replace(talk.manner, **longer)
    yield from say(talk, phrases().more_time)


def say_back(talk: Talk) -> Line[None]:
    """Say the last answer back, when every word of it was heard well."""
    if not talk.answered or not talk.latest_kept:
        yield from say(talk, phrases().nothing_said if talk.latest_kept else phrases().not_kept)
        return
    page = talk.pages[talk.answered[-1]]
    sure = is_sure(page.confidences)
    yield from say(talk, phrases().last_words.format(words=page.words) if sure else phrases().last_words_unsure)


def recall(talk: Talk) -> Line[None]:
    """Read the last check-in back that came to its end."""
    fact = yield from carry_out(Recall(), Found)
    yield from read(talk, read_back(told(fact.pages), fact.today))


def search(talk: Talk, words: str) -> Line[None]:
    """Read what was said about `words`, the newest first; "" when they were not heard surely."""
    if not words:
        yield from say(talk, phrases().not_looked)
        return
    fact = yield from carry_out(Search(words), Found)
    yield from read(talk, found_lines(words, fact.count, told(fact.pages), fact.today))


def read(talk: Talk, lines: Sequence[str]) -> Line[None]:
    """Read these lines until they end, or until a key is pressed."""
    for line in lines:
        if not (yield from say(talk, line)):
            return


def told(pages: Sequence[Past]) -> list[Told]:
    """The pages as they may be read: without words that were not heard surely, or that gave concern."""
    return [
        Told(
            slot=past.page.slot,
            words=past.page.words if past.page.concern == "none" and may_be_quoted(past) else "",
            day=past.day,
            connection=past.connection,
            stance=past.page.stance,
            heavy=past.page.concern != "none",
        )
        for past in pages
    ]


def may_be_quoted(past: Past) -> bool:
    """Whether every word was heard well; words without confidences were corrected by hand, so they are sure."""
    return not past.page.confidences or is_sure(past.page.confidences)
