"""What would be understood of some words, what would be said to them, and why: for people who tune the words."""

import re
from collections.abc import Iterator, Mapping

from companion.conversation import alliance
from companion.conversation.whom import pair_of
from companion.replying import acknowledge
from companion.replying.lines import reply_words
from companion.understanding import Feeling, Meaning, Question, understand
from companion.understanding.command import core_of
from companion.understanding.concern import ConcernWords
from companion.understanding.gist import told
from companion.understanding.pattern import outermost
from companion.understanding.rupture import begun
from companion.understanding.spoken import as_text, spoken
from companion.understanding.stance import ruling_on
from companion.words import load

_STRENGTHS = {1: "a little", 2: "plain", 3: "very"}
_PLACE = re.compile(r"\\{(\w+)\\}")


def explain(words: str, area: str = "") -> Iterator[str]:
    """One line for each thing that is understood, the words it was found in, and its place in ``words/en``.

    `area` names the part of the check-in whose closed question is answered, "" for none. Raises `StopIteration` for
    one that does not exist.
    """
    question = _question(area) if area else None
    meaning = understand(words, question)
    said = spoken(words)
    yield f"Heard: {' '.join(said) or 'nothing'}"
    if question:
        yield f"Question: {question.text}"
    ruling = ruling_on(said, question)
    yield _line("Stance", ruling.stance, ruling.words, f"stance.toml: {ruling.rule}")
    for feeling in meaning.feelings or (None,):
        yield _feeling(feeling)
    yield _line("Command", meaning.command, " ".join(core_of(said) or ()), "commands.toml")
    yield _line("Concern", meaning.concern, _alarming(said), "concern.toml")
    yield _line("Rupture", meaning.rupture, begun(said).get(meaning.rupture or "", ""), "ruptures.toml")
    yield _gist(words, meaning)
    reply = acknowledge(words, meaning)
    yield f"Reply: {reply} [replies.toml: {_strategy(reply)}]"


def areas() -> tuple[str, ...]:
    """The areas whose closed questions can be answered."""
    return tuple(area.name for area in alliance().areas)


def _question(name: str) -> Question:
    area = next(area for area in alliance().areas if area.name == name)
    return Question(area.closed.format(pair=pair_of("")), "closed", area.name)


def _line(name: str, value: str | None, words: str, where: str) -> str:
    if value in (None, "none"):
        return f"{name}: none"
    return f'{name}: {value}, from "{words}" [{where}]'


def _feeling(feeling: Feeling | None) -> str:
    if feeling is None:
        return "Feeling: none"
    whose = "own" if feeling.whose == "self" else "somebody else's"
    how = f"{_STRENGTHS[feeling.strength]}, {whose}{', tentative' * feeling.tentative}"
    return _line("Feeling", f"{feeling.name} ({how})", feeling.word, f"feelings.toml: {feeling.name}")


def _alarming(said: tuple[str, ...]) -> str:
    listening = load("concern", ConcernWords).listening
    text = listening("filler").hidden(as_text(said), sign="")
    hits = outermost(hit for level in ("definite", "check") for hit in listening(level).hits(text))
    return "; ".join(text[start:end].strip() for _, start, end in hits)


def _gist(words: str, meaning: Meaning) -> str:
    if not meaning.gist:
        return "Gist: none"
    found = told(words)
    return f"Gist: {meaning.gist} [{f'a clause, {found.speaker}' if found.clause else 'a topic'}]"


def _strategy(reply: str) -> str:
    """The places in ``replies.toml`` of the line, else of the form, else of the tail that gave this reply."""
    lines = reply_words().model_dump()
    forms = [(f"{part}.{name}", form) for part, group in lines.items() for name, form in _forms(group)]
    forms.sort(key=lambda each: len(each[1]), reverse=True)  # "{clause}. That's one side." before "{clause}."
    whole = dict.fromkeys(place for place, form in forms if form == reply)
    filled = (place for place, form in forms if "{" in form and _filled(form).fullmatch(reply))
    tails = (place for place, form in forms if place.endswith("tails") and reply.endswith(f" {form}"))
    return " or ".join(whole) or next(filled, "") or next(tails, "none of them")


def _forms(group: object) -> Iterator[tuple[str, str]]:
    if isinstance(group, Mapping):
        for name, forms in group.items():
            if isinstance(forms, list):
                yield from ((name, form) for form in forms)


def _filled(form: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(".+", re.escape(form)))
