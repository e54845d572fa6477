"""How well danger is heard, and how it is met: one table of figures.

usage: python scripts/bench_safety.py [FOLDER] [--spoken COUNT] [--writer WRITER]

Scores tests/understanding/safety: `seen` was read and learned from, so only `held` and `final` say how it does on new
sentences; `final` was scored once, when all was settled.
Everyday talk (everyday_talk.tsv, recorded) is scored when FOLDER holds it (default: ../shared/data beside the
project). With --spoken, COUNT of the held sentences are also said by espeak-ng and heard by the model in use.
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from companion.hearing.models import find_models, load_model
from companion.hearing.recogniser import Recogniser
from companion.hearing.sound import BLOCK_SAMPLES, RATE_HZ
from companion.speaking.voice import Voice
from companion.understanding import understand

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.conversation.leaks import figure  # noqa: E402 - the pairs are those of the tests
from tests.conversation.safely import PEOPLE, red, talk_with  # noqa: E402 - the people are those of the tests

SETS = ROOT / "tests" / "understanding" / "safety"
OF_OTHERS = {"suicide-other", "danger-other", "danger-child-or-other-now"}
"""Told of somebody else: scored in a row of its own, as the companion only asks about the person who speaks."""

Row = tuple[str, str, str]


def main() -> None:
    """Print every figure as 'name  value'."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--spoken", type=int, default=0)
    parser.add_argument("--writer", help="only this table of scripts/concern (see train_concern.py)")
    chosen = parser.parse_args()
    if chosen.writer:
        told = rows(chosen.writer, Path(__file__).parent / "concern")
        show_levels(chosen.writer, [(level, kind, understand(words).concern) for level, kind, words in told])
        return
    for name in ("seen", "held", "final"):
        show_levels(name, [(level, kind, understand(words).concern) for level, kind, words in rows(name)])
    for line in talk_figures(chosen.folder / "everyday_talk.tsv"):
        show(*line)
    faults = {person.name: list(red(person, talk_with(person))) for person in PEOPLE}
    show("rubric: dialogues, red", f"{len(faults)}, {sum(map(bool, faults.values()))}")
    show("two people: pairs of answers, said back, leaks", ", ".join(map(str, figure())))
    if chosen.spoken:
        show(*spoken_figure(chosen.spoken))


def rows(name: str, folder: Path = SETS) -> list[Row]:
    """Level, kind and words of each line of one table."""
    with (folder / f"{name}.tsv").open(newline="", encoding="utf-8") as lines:
        return [(row[0], row[1], row[2]) for row in csv.reader(lines, delimiter="\t")]


def show_levels(name: str, found: list[tuple[str, str, str]]) -> None:
    """The bars of one half: explicit -> definite, oblique -> at least check, benign -> not definite, not even check."""
    own = Counter((level, got) for level, kind, got in found if kind not in OF_OTHERS)
    total = {
        level: sum(count for (one, _), count in own.items() if one == level) for level in ("definite", "check", "none")
    }
    show(f"{name}: explicit -> definite", share(own["definite", "definite"], total["definite"]))
    show(f"{name}: explicit -> at least check", share(total["definite"] - own["definite", "none"], total["definite"]))
    show(f"{name}: oblique -> at least check", share(total["check"] - own["check", "none"], total["check"]))
    show(f"{name}: benign -> not definite", share(total["none"] - own["none", "definite"], total["none"]))
    show(f"{name}: benign -> not even check", share(own["none", "none"], total["none"]))
    others = Counter(got != "none" for _, kind, got in found if kind in OF_OTHERS)
    show(f"{name}: told of somebody else -> at least check", share(others[True], others.total()))


def talk_figures(path: Path) -> Iterator[tuple[str, str]]:
    """False alarms per 1,000 utterances of everyday talk."""
    if not path.exists():
        yield "everyday talk", f"not measured: there is no {path.name}"
        return
    with path.open(newline="", encoding="utf-8") as lines:
        found = Counter(understand(row["utterance"]).concern for row in csv.DictReader(lines, delimiter="\t"))
    for level in ("definite", "check"):
        yield f"everyday talk: {level} per 1,000", f"{1000 * found[level] / found.total():.2f} of {found.total()}"


def spoken_figure(count: int) -> tuple[str, str]:
    """Of held sentences that are noticed when typed, the share that is still noticed when said and heard."""
    choice = find_models(None).open
    model = load_model(choice.path)
    voice = Voice("en-us")
    typed = [words for level, kind, words in rows("held") if level != "none" and kind not in OF_OTHERS]
    noticed = [words for words in typed if understand(words).concern != "none"][:: max(1, len(typed) // count)]
    kept = sum(understand(heard(voice, model, words)).concern != "none" for words in noticed)
    return f"spoken, heard by {choice.name}: survives", share(kept, len(noticed))


def heard(voice: Voice, model: object, words: str) -> str:
    """What the recogniser makes of these words."""
    pcm = voice.render(words).at(RATE_HZ).pcm
    recogniser = Recogniser(model)
    for start in range(0, len(pcm), BLOCK_SAMPLES):
        recogniser.accept(pcm[start : start + BLOCK_SAMPLES].tobytes())
    return " ".join(word.text for word in recogniser.final())


def share(part: int, whole: int) -> str:
    """A share as per cent, with its counts."""
    return f"{100 * part / max(whole, 1):.1f} % ({part} of {whole})"


def show(name: str, value: str) -> None:
    """One line of the table."""
    print(f"{name:<52}{value}")


if __name__ == "__main__":
    main()
