"""Yes, no or neither: what an answer to a closed question amounts to, and why.

Idioms decide first ("not a day goes by that I don't trust her"), then how the answer begins ("no", "not really"),
then a bare echo of the question ("we do"), then what is told about the connection ("she always listens"), then
whether it says again what was asked ("have you eaten?" "we ate at six"). Whatever points both ways is unclear: that
only asks again, while a yes taken for a no puts words in a person's mouth.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from companion.understanding.meaning import Question, Stance
from companion.understanding.pattern import outermost
from companion.understanding.spoken import as_text, spoken
from companion.understanding.stance_words import Words, answers, as_stance, lead_ins, longest, stance_words

_REACH = 7  # words: "she has never given me a reason to doubt" is the longest ordinary distance from negation to sign
_SHORTEST_CONTENT = 4  # letters of a word that says something by itself
_STEM = 5  # letters by which two forms of one word are told: "listen", "listening"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What decided: `rule` is its place in ``stance.toml``, `words` those it was found in, contractions opened."""

    stance: Stance | None = None
    rule: str = ""
    words: str = ""


_NOTHING = Ruling()


def stance_of(words: Words, question: Question | None = None) -> Stance | None:
    """The stance taken in these `spoken` words; None when none was taken."""
    return ruling_on(words, question).stance


def ruling_on(words: Words, question: Question | None = None) -> Ruling:
    """The stance taken in these `spoken` words in answer to the question, and what decided it."""
    said = _begun(words)
    text = as_text(said)
    if whole := answers("whole").get(said):
        return _of_both(Ruling(whole, "whole", text.strip()), said, question, only_echo=True)
    if idioms := _one([_found("idiom", *hit, text) for hit in stance_words().listening("idiom").hits(text)]):
        return idioms
    opening, rest = _opening(said)
    if opening.stance:
        return _kept(opening, rest)
    return _NOTHING if question and question.kind == "open" else _told(words, said, question)


def _told(words: Words, said: Words, question: Question | None) -> Ruling:
    """What an answer without a plain yes or no amounts to; `said` are its words from where the answer begins."""
    if told := _statement(said):
        return _of_both(told, said, question)
    if last := answers("plain").get(said[-1:]):
        return Ruling(last, "plain, as the last word", said[-1])
    return _general(words, question)


def _begun(words: Words) -> Words:
    """The words from where the answer begins to where it breaks off: "oh well you know yeah so" is a yeah."""
    while words and words not in answers("whole"):
        lead = longest(words, lead_ins())
        if not lead or lead < longest(words, answers("plain")):
            break
        words = words[lead:]
    while words and words[-1] in stance_words().grammar.trailing and not _is_answer(words):
        words = words[:-1]
    return words


def _is_answer(words: Words) -> bool:
    return words in answers("whole") or words in answers("plain")


def _opening(words: Words) -> tuple[Ruling, Words]:
    """The plain answer the words begin with, and what follows it."""
    if whole := answers("whole").get(words):
        return Ruling(whole, "whole", " ".join(words)), ()
    length = longest(words, answers("plain"))
    return Ruling(answers("plain").get(words[:length]), "plain", " ".join(words[:length])), words[length:]


def _kept(opening: Ruling, rest: Words) -> Ruling:
    """The opening, unless what follows takes it back."""
    turned = rest[:1] == ("but",)
    rest = _begun(rest[1:] if turned else rest)
    if opening.stance == "unclear" or not rest:
        return opening
    if opening.stance == "yes" and rest[0] in stance_words().grammar.limits:
        return Ruling("unclear", "grammar.limits, behind a yes", rest[0])
    first = _opening(rest)[0]
    told = first if first.stance else _statement(rest)
    if told and told.stance != opening.stance:
        return _against(opening, told)
    if turned and not told and opening.stance == "yes":
        return Ruling("unclear", "a yes, then a but", f"{opening.words} but")
    return opening


def _statement(words: Words) -> Ruling | None:
    """What a statement amounts to: an echo of the question, a denial, or signs of the connection; None for nothing."""
    signs = list(_signs_told(as_text(words)))
    clauses = _split(words, stance_words().grammar.turn)
    found = [sign for sign, _ in signs]
    for clause in clauses:
        found += _found_in("echo", clause)
        if not any(denied for _, denied in signs):
            found += _denials(clause)
    if len(clauses) > 1 and (last := answers("plain").get(words[-1:])):
        found.append(Ruling(last, "plain, as the last word", words[-1]))
    if not found and not _doubted(words):
        found += _found_in("often", words)
    ruling = _one(found)
    if ruling and not signs and len(clauses) > 1:
        return Ruling("unclear", f"{ruling.rule}, on one side of a but", ruling.words)
    return ruling


def _denials(clause: Sequence[str]) -> list[Ruling]:
    """What a clause denies; two negations in one clause may be a yes, and nobody knows."""
    twice = sum(word in stance_words().grammar.deny for word in clause) > 1
    denials = _found_in("denial", clause)
    return [Ruling("unclear", f"{one.rule}, denied twice", one.words) if twice else one for one in denials]


def _found_in(part: str, words: Sequence[str]) -> list[Ruling]:
    text = as_text(words)
    return [_found(part, *hit, text) for hit in stance_words().listening(part).hits(text)]


def _found(part: str, kind: str, start: int, end: int, text: str) -> Ruling:
    return Ruling(as_stance(kind), f"{part}.{kind}", text[start:end].strip())


def _doubted(words: Sequence[str]) -> bool:
    """Whether anything in the words denies or only wishes: then even "every day" says nothing."""
    own = stance_words()
    return not own.grammar.deny.isdisjoint(words) or bool(own.listening("wish").kinds(as_text(words)))


def _signs_told(text: str) -> Iterator[tuple[Ruling, bool]]:
    """For each sign what it speaks for, and whether it was denied ("she does not listen")."""
    own = stance_words()
    for kind, start, end in outermost(own.listening("signs").hits(text)):
        before = _split(text[:start].split(), own.grammar.clause)[-1]
        denials = sum(word in own.grammar.deny for word in before)
        denied = denials > 0 and not own.grammar.deny.isdisjoint(before[-_REACH:])
        wished = kind == "good" and bool(own.listening("wish").kinds(as_text(before)))
        stance: Stance = "yes" if (kind == "good") != denied else "no"
        unsure = wished or kind == "hard" or (denied and denials > 1)
        how = ", only wished" if wished else f", denied{' twice' * (denials > 1)}" if denied else ""
        yield Ruling("unclear" if unsure else stance, f"signs.{kind}{how}", text[start:end].strip()), denied


def _split(words: Sequence[str], at: Container[str]) -> list[Sequence[str]]:
    """The words in pieces, without the words at which they are parted."""
    places = [n for n, word in enumerate(words) if word in at]
    return [words[a + 1 : b] for a, b in pairwise([-1, *places, len(words)])]


def _of_both(ruling: Ruling, said: Words, question: Question | None, *, only_echo: bool = False) -> Ruling:
    """The ruling, but unclear where a question about two people got a yes about one: a no about one answers it."""
    grammar = stance_words().grammar
    about_one = grammar.both.isdisjoint(said) and not grammar.one.isdisjoint(said)
    if ruling.stance != "yes" or question is None or not about_one or not _asks_both(question):
        return ruling
    if only_echo and not _found_in("echo", said):
        return ruling
    return Ruling("unclear", f"{ruling.rule}, of one person where two were asked about", ruling.words)


def _asks_both(question: Question) -> bool:
    return bool(stance_words().listening("asks_both").kinds(as_text(spoken(question.text))))


def _general(words: Words, question: Question | None) -> Ruling:
    """A yes for plain experience ("we've been there"), or for the question's own words ("do you read?" "i read").

    Not where two people were asked about: "i have tried" and "we have goals" do not say that anything is shared.
    """
    listening, asked = stance_words().listening, spoken(question.text if question else "")
    about_two = listening("about_two").kinds(as_text(asked))
    if about_two or _doubted(words) or listening("not_straight").kinds(as_text(words)):
        return _NOTHING
    if experience := _one(_found_in("general", words)):
        return experience
    again = _content(words)
    if again and again <= _content(asked) and not listening("asked_crooked").kinds(as_text(asked)):
        return Ruling("yes", "says again what was asked", ", ".join(sorted(again)))
    return _NOTHING


def _content(words: Words) -> frozenset[str]:
    empty = stance_words().general.empty
    return frozenset(word[:_STEM] for word in words if len(word) >= _SHORTEST_CONTENT and word not in empty)


def _one(found: Sequence[Ruling]) -> Ruling | None:
    """The ruling all agree on, unclear where two do not, None for none."""
    first = next(iter(found), None)
    other = next((one for one in found if first and one.stance != first.stance), None)
    return _against(first, other) if first and other else first


def _against(one: Ruling, other: Ruling) -> Ruling:
    return Ruling("unclear", f"{one.rule} against {other.rule}", f"{one.words} / {other.words}")
