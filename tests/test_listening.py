"""What the recogniser listens for is understood when it comes back."""

from itertools import chain

from companion.listening import Listening, favoured_phrases
from companion.understanding import understand
from companion.words import load

LISTENING = load("listening", Listening)


def test_every_answer_is_understood_as_what_it_stands_for() -> None:
    """A phrase stands under its stance, and is no command."""
    heard = {words: understand(words) for phrases in LISTENING.answers.values() for words in phrases}
    assert {
        stance: tuple(words for words in heard if heard[words].stance == stance) for stance in LISTENING.answers
    } == LISTENING.answers
    assert [words for words, meaning in heard.items() if meaning.command is not None] == []
    assert [understand(words).stance for words in LISTENING.bare] == ["yes", "no"]


def test_every_command_is_understood_as_what_it_stands_for() -> None:
    """Every command of the conversation can be said to the small ear, and is that command."""
    phrases = tuple(chain.from_iterable(LISTENING.commands.values()))
    heard = {words: understand(words).command for words in phrases}
    assert {
        command: tuple(words for words in heard if heard[words] == command) for command in LISTENING.commands
    } == LISTENING.commands


def test_what_only_sounds_like_a_command_is_none() -> None:
    """A cry for help is not the command help: it is one of its own, and a concern."""
    assert [understand(words).command for words in LISTENING.decoys] == [None] * len(LISTENING.decoys)
    heard = [understand(words) for words in LISTENING.cries]
    assert {(meaning.command, meaning.concern) for meaning in heard} == {("i need help", "check")}


def test_every_phrase_is_lower_case_words() -> None:
    """As a recogniser prints them: nothing else can be in its grammar."""
    phrases = set(chain.from_iterable(chain.from_iterable(favoured_phrases().values())))
    assert {phrase for phrase in phrases if not phrase.replace("'", "").replace(" ", "").isalpha()} == set()
    assert {phrase for phrase in phrases if phrase != phrase.lower()} == set()
