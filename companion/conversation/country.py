"""Where the person lives: told, never guessed, and only so that the right numbers are named."""

from companion.conversation.events import Line, LiveIn, Located
from companion.conversation.script import phrases
from companion.conversation.talk import Talk, carry_out, say


def country_said(words: str) -> str:
    """The country in "my country is Norway"; '' when nothing of the kind was said."""
    before, found, country = words.lower().partition(phrases().my_country)
    return country.strip(" .!") if found and not before.strip() else ""


def live_in(talk: Talk, words: str) -> Line[None]:
    """From here on the numbers are those of this country, when it is one we know; it is said which one was heard."""
    found = (yield from carry_out(LiveIn(words), Located)).help
    if found.country:
        talk.help, country = found, found.country
        yield from say(talk, phrases().in_country.format(country=country[0].upper() + country[1:]))
    else:
        yield from say(talk, phrases().no_country)
