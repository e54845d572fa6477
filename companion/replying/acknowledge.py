"""A short reply like a good listener's: a nod, or the person's own words turned to "you".

Strategies, from the most to the least telling: presence for great pain, both sides of a "but", a clause with the
feeling it carries, a clause, the feeling alone, a topic, a nod. The first that is safe and was not said is taken.
"""

import re
from collections.abc import Iterator, Sequence

from companion.replying.fresh import LONGEST_WORDS, fresh, offset, sentence, turned_round, was_said
from companion.replying.lines import Felt, reply_words
from companion.understanding import Meaning
from companion.understanding.gist import Told, told
from companion.understanding.spoken import as_text, spoken

_SHORT_ANSWER = 8  # words: below it most good listeners only nod
_LONGEST_FELT = 25  # words: in a longer telling one feeling may be only a part, or long past
_BARE = 5  # words: "yes", "no i don't think so", "i don't know really"; in a longer answer there is more than that
_UNDONE = frozenset({"not", "never", "no", "nobody", "if", "almost", "nearly", "might", "could", "maybe", "be"})
_SUPPOSED = frozenset({"if", "would", "wouldn't", "you'd", "he'd", "she'd", "they'd", "wish", "but", "even", "when"})
_RECENT = 4  # replies in which one way of beginning is not used again


def acknowledge(words: str, meaning: Meaning, said: Sequence[str] = (), *, seed: int = 0) -> str:
    """The reply to one answer: under 15 words, never one of `said`; another `seed` gives other phrasings.

    `words` are only those heard with confidence, "" when none were.
    """
    start = offset(words, seed)
    for lines in _strategies(words, meaning):
        for line in _unworn(list(turned_round(lines, start)), said):
            if len(line.split()) <= LONGEST_WORDS and not was_said(line, said):
                return line
    return fresh(_last_resort(meaning), said, start)


def _strategies(words: str, meaning: Meaning) -> Iterator[Sequence[str]]:
    """Groups of lines that fit, best first."""
    lines = reply_words()
    if meaning.concern != "none":
        yield lines.presence.lines
        return
    if not words.strip():
        yield lines.nods.unheard
        return
    if (meaning.command is not None or meaning.rupture is not None) and len(words.split()) < _SHORT_ANSWER:
        yield lines.nods.command
        return
    yield from _reflections(told(words), words, meaning)
    yield _nods(words, meaning)


def _reflections(found: Told, words: str, meaning: Meaning) -> Iterator[Sequence[str]]:
    """Lines with the person's own words in them, and lines that name what the words carry."""
    lines = reply_words()
    felt = _felt(meaning)
    if _pain(words):
        if found.clause and found.speaker != "both":
            yield _filled(lines.pain.reflect, found)
        yield lines.pain.lines
    if found.clause:
        yield from _clauses(found, felt, meaning)
    if found.verdict:
        yield lines.presence.lines
    alone = felt is not None and found.plain and len(words.split()) <= _LONGEST_FELT
    if felt is not None and alone:
        yield _filled(felt.topic, found) if found.topic else felt.lines
    if found.asks:
        yield lines.nods.question
    if found.topic:
        yield _filled(lines.reflect.topic, found)


def _clauses(found: Told, felt: Felt | None, meaning: Meaning) -> Iterator[Sequence[str]]:
    """The clause with the feeling or the effort it carries, then the clause alone."""
    lines = reply_words()
    if found.speaker == "both":
        yield _filled(lines.reflect.both, found)
        return
    if found.half:
        yield _filled(lines.reflect.half, found)
        return
    feeling = meaning.feeling
    theirs = found.speaker in {"own", "echo"} or re.search(r"\b(?:makes?|made|making) you\b", found.clause)
    if felt is not None and feeling is not None and theirs and _carried(feeling.word, found.clause):
        yield _filled([f"{{Clause}}. {tail}" for tail in felt.tails], found)
    elif found.speaker == "own" and "n't" not in found.clause and _holds(found.clause, lines.effort.words):
        yield _filled([f"{{Clause}}. {tail}" for tail in lines.effort.tails], found)
    yield _filled(getattr(lines.reflect, found.speaker), found)


def _carried(word: str, clause: str) -> bool:
    """Whether the clause says that the feeling is there: not "you'd be happy", not "you're happy to help"."""
    before, found, after = f" {clause} ".partition(f" {word} ")
    return bool(found) and _SUPPOSED.isdisjoint(f"{before} {after}".split()) and not after.startswith("to ")


def _filled(forms: Sequence[str], found: Told) -> list[str]:
    values = {"clause": found.clause, "Clause": sentence(found.clause), "other": found.other_side, "topic": found.topic}
    words = found.clause.split()
    pointing = words[:1] in (["that's"], ["that"], ["this"])  # said alone it would sound like a verdict of ours
    twice = [" for you, {clause}"] * (pointing or not {"you", "for"}.isdisjoint(words))
    twice += [" that {clause}", "{Clause}"] * pointing
    twice += [word for word in ("still", "also") if word in found.other_side.split()]
    return [form.format(**values) for form in forms if not any(part in form for part in twice)]


def _nods(words: str, meaning: Meaning) -> Sequence[str]:
    """Nods that fit: to a bare yes or no, to a short answer, to a long one."""
    nods = reply_words().nods
    length = len(words.split())
    if meaning.stance is not None and length <= _BARE:
        return {"yes": nods.yes, "no": nods.no, "unclear": nods.unclear}[meaning.stance]
    return nods.short if length < _SHORT_ANSWER else nods.plain


def _last_resort(meaning: Meaning) -> Sequence[str]:
    lines = reply_words()
    return lines.presence.lines if meaning.concern != "none" else lines.nods.short + lines.nods.plain


def _felt(meaning: Meaning) -> Felt | None:
    """How the strongest feeling of the person's own is met; None when there is none, or when feelings are mixed."""
    lines = reply_words()
    names = {feeling.name for feeling in meaning.feelings if feeling.whose == "self"}
    groups = [group for group in (lines.joy, lines.ache) if names & set(group.names)]
    plain = meaning.feeling is not None and meaning.feeling.strength > 1 and not meaning.feeling.tentative
    return groups[0] if plain and len(groups) == 1 else None


def _pain(words: str) -> bool:
    """Whether something was told that hurts beyond words, and not denied."""
    line = f"{as_text(spoken(words))} "
    for phrase in reply_words().pain.words.split(","):
        before, found, _ = line.partition(f" {' '.join(phrase.split())} ")
        if found and _UNDONE.isdisjoint(before.split()[-4:]):
            return True
    return False


def _holds(clause: str, phrases: str) -> bool:
    return any(" ".join(phrase.split()) in clause for phrase in phrases.split(","))


def _unworn(lines: Sequence[str], said: Sequence[str]) -> list[str]:
    """The lines, those that begin like one of the last few said put behind the others."""
    worn = {_beginning(text) for text in said[-_RECENT:]}
    return sorted(lines, key=lambda line: _beginning(line) in worn)


def _beginning(line: str) -> str:
    return " ".join(line.split()[:2])
