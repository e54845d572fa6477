"""The check-in's questions and the lines around them, as data: ``words/en/alliance.toml`` and its neighbours."""

from functools import cache
from typing import Annotated, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from companion import words
from companion.understanding import Stance

Text = Annotated[str, Field(min_length=1)]


def _holding(*places: str) -> AfterValidator:
    """Refuses a line with a place in braces that is never filled: it would be met in the middle of a check-in."""
    braces = " and ".join(f"{{{place}}}" for place in places)

    def fillable(line: str) -> str:
        try:
            line.format(**dict.fromkeys(places, ""))
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            raise ValueError(f"it may hold {braces}, and no other braces") from error
        return line

    return AfterValidator(fillable)


def _every_stance(lines: dict[Stance, str]) -> dict[Stance, str]:
    if missing := [stance for stance in get_args(Stance) if stance not in lines]:
        raise ValueError(f"there is no line for {', '.join(missing)}")
    return lines


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Area(_Words):
    """One area of a check-in: a closed question, then an open one. `{pair}` stands for the two people."""

    name: Text
    closed: Annotated[Text, _holding("pair")]
    open: Annotated[Text, _holding("pair")]


class Script(_Words):
    """A check-in: whom it is about, then its areas in turn."""

    name: Text
    connection: Text
    areas: Annotated[tuple[Area, ...], Field(min_length=1)]


class Relations(_Words):
    """Words for whom a check-in is about."""

    words: tuple[Text, ...]
    rarer: tuple[Text, ...]
    which: tuple[Text, ...]
    us: tuple[Text, ...]


class Forgetting(_Words):
    """What is asked before more than an answer is forgotten, and said once it is."""

    confirm_check_in: Text
    check_in_gone: Text
    whom: Text
    nobody: Text
    none_about: Annotated[Text, _holding("name")]
    confirm_one: Annotated[Text, _holding("name")]
    confirm_many: Annotated[Text, _holding("count", "name")]
    connection_gone: Annotated[Text, _holding("name")]
    this_too: Text
    confirm_everything: Text
    everything_gone: Text


class Phrases(_Words):
    """The lines around the questions (``words/en/conversation.toml``)."""

    hello: Text
    introduction: Text
    small_ear: Text
    offer_ear: Text
    fetching: Text
    fetched: Text
    not_fetched: Text
    small_ear_stays: Text
    go_on: Text
    fresh_start: Text
    begin: Text
    you_and: Annotated[Text, _holding("name")]
    the_two: Text
    named: Annotated[Text, _holding("name")]
    not_named: Text
    not_caught: Annotated[tuple[Text, ...], Field(min_length=1)]
    yes_no_unsure: Text
    took_as: Annotated[Text, _holding("stance")]
    take_your_time: Text
    silence: Annotated[tuple[Text, ...], Field(min_length=1)]
    resting: Text
    gone: Text
    skipped: Text
    paused: Text
    welcome_back: Text
    help: Text
    more_time: Text
    slower: Text
    faster: Text
    louder: Text
    quieter: Text
    at_limit: Text
    last_words: Annotated[Text, _holding("words")]
    last_words_unsure: Text
    nothing_said: Text
    confirm_forget: Text
    forgotten: Text
    not_forgotten: Text
    nothing_to_forget: Text
    off_the_record: Text
    on_the_record: Text
    came_back: Text
    voice_failed: Text
    hearing_failed: Text
    no_way_back: Text
    not_kept: Text
    stopped: Text
    ended: Text
    all_kept: Text
    some_kept: Text
    goodbye: Text
    type_instead: Text
    ask_country: Text
    my_country: Text
    in_country: Annotated[Text, _holding("country")]
    no_country: Text
    type_meanwhile: Text
    hearing_again: Text
    too_quiet: Text
    too_loud: Text
    level_is_well: Text
    speaking_again: Text
    stances: Annotated[dict[Stance, Text], AfterValidator(_every_stance)]
    relations: Relations
    look_for: Text
    not_looked: Text
    forgetting: Forgetting


class Asks(_Words):
    """What is asked of somebody who may be in danger."""

    life: Text
    life_softly: Text
    free_to_talk: Text
    afraid: Text
    others: Text
    help: Text
    again: Text
    now: Text
    now_others: Text


class Helps(_Words):
    """Who and what could help: the lines of ``[help]``."""

    urgent: Annotated[Text, _holding("number")]
    urgent_hurt: Annotated[Text, _holding("number")]
    urgent_others: Annotated[Text, _holding("number")]
    perhaps: Annotated[Text, _holding("number")]
    local: Text
    line: Annotated[Text, _holding("number", "listeners")]
    line_unknown: Text
    line_hurt: Annotated[Text, _holding("number", "hours")]
    line_hurt_unknown: Text
    near: Text
    near_hurt: Text
    here: Text
    quiet: Text


class Safety(_Words):
    """What is said when somebody may be in danger (``words/en/safety.toml``)."""

    digits: Annotated[tuple[Text, ...], Field(min_length=10, max_length=10)]
    ask: Asks
    help: Helps
    offer: Text
    left: Text
    no_is_fine: Text
    keep: Text
    still_here: Text
    parting: Text
    parting_number: Annotated[Text, _holding("number")]


@cache
def alliance() -> Script:
    """The default check-in. Raises `WordsError` when the person's own file is not right."""
    return words.load("alliance", Script)


@cache
def phrases() -> Phrases:
    """The lines around the questions. Raises `WordsError` when the person's own file is not right."""
    return words.load("conversation", Phrases)


@cache
def safety() -> Safety:
    """The lines for danger. Raises `WordsError` when the person's own file is not right."""
    return words.load("safety", Safety)
