"""The content worth giving back: a clause or a noun phrase of the person's own words, turned to "you"."""

import re
from functools import cache

from pydantic import BaseModel, ConfigDict

from companion.words import load


class GistWords(BaseModel):
    """The schema of ``gist.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    turned: dict[str, str]


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(load("gist", GistWords).turned, key=len, reverse=True)
    return re.compile(r"(?<![\w'])(" + "|".join(map(re.escape, longest_first)) + r")(?![\w'])")


def turned(words: str) -> str:
    """`words` with every pronoun of the first person turned to the second; nothing else is changed."""
    table = load("gist", GistWords).turned
    return _pattern().sub(lambda found: table[found[0]], words)


_SIMPLE = re.compile(r"(?:i'm|i feel|i want|i need|i miss|i've been) (?!not)[a-z ]+|my [a-z]+ never [a-z]+ me")


def clause(words: str) -> str:
    """The clause worth giving back, turned; "" when none is safe."""
    plain = " ".join(words.split())
    return turned(plain) if len(plain.split()) <= 10 and _SIMPLE.fullmatch(plain) else ""


def topic(words: str) -> str:
    """The noun phrase worth giving back, turned; "" when none is safe."""
    found = re.search(r"\bmy (mother|father|sister|brother|wife|husband|son|daughter)\b", words)
    return turned(found[0]) if found else ""


def gist(words: str) -> str:
    """The clause, else the noun phrase worth giving back, turned to the second person; "" when nothing is safe.

    `words` are a recogniser's, lower case without punctuation, only those heard with confidence.
    """
    return clause(words) or topic(words)
