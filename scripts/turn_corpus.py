"""Scripted turns for the end of turn: many voices, pauses inside, endings that are none, over kitchen noise.

Everything is drawn from one seed: the same turns at every run. A turn belongs to the unseen third by the hash of its
words, so no sentence is in both parts.
"""

import csv
import hashlib
import io
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import soundfile
from numpy.typing import NDArray

from companion.hearing.sound import RATE_HZ
from companion.speaking.sound import Sound

Wave = NDArray[np.float64]
Kind = Literal["closed", "open"]

VOICES = tuple(
    f"{accent}+{variant}"
    for accent, variants in {
        "en-us": ("m1", "m3", "f2", "f4", "linda", "john"),
        "en-gb": ("m2", "m7", "f1", "f5", "shelby", "paul"),
        "en-gb-scotland": ("m4", "f3", "anika", "max"),
        "en-gb-x-rp": ("m5", "f2", "steph", "david"),
        "en-gb-x-gbclan": ("m8", "f1"),
        "en-029": ("m6", "f4", "benjamin"),
    }.items()
    for variant in variants
)
"""espeak-ng's accents and the shapes it can give a throat."""

CLOSED = """
yes; no; yes we are; not really; i think so; i'm not sure; not at all; sometimes; it depends; i don't know; mostly;
no we are not; of course; kind of; yeah; maybe; definitely; i don't think so; yes definitely; hard to say;
um | yes; well | not really; uh | i don't know; i'm | not sure; so | no; i mean | yes; yes and | no;
it's like | sometimes;
um | no | not really; well um | i think so; yes | i think so; no | not at all; because | yes; i guess um | maybe
"""
"""Answers to a closed question; a stroke is a pause."""

OPEN = """
we want more time together | and | more trust; i feel tired; she never calls me | because | she is always busy
with work; we talk every day; i miss our long walks | and our talks | and the garden; i wish that he would
listen | to me;
we both want to be honest | but | it is hard; my mother is ill and | i am worried about her;
i could call her on sunday; well | it was better last week | i think; they want me to move | and i want to stay;
i feel safe | when we talk | in the kitchen; um | we want | um | peace; i don't know what to say | it is all too much;
time | money | the kids | the house; he said that | i was wrong; it is about the money | you know | it always is;
we had a good week | we cooked | we laughed; she listens to me; i try to be there for my | sister and for my | father;
so | it began when we moved | to the city; i love him | but we fight about | small things;
we see each other like | once a month; i am proud of her | and i told her so; i mean | we both work too much | and;
he is tired | i am tired too | because; we could go out | to the lake; i would like to hear her say | that she is sorry;
we want the same things | we only say it | in other words; i was angry and | now i am | sad; it depends on the day | um;
the trust is there | it was always there; we are not talking | at the moment; i need | a little | more rest;
he forgets what i tell him | so i stopped telling him; there is love | there is also | fear;
i would like us to eat together | on fridays; it's | it's hard to | to say it; we promised to write | and we did;
she has a new job | and a new flat | and a new friend; we walk the dog | we talk | we come home
"""
"""Answers to an open question; some end in the middle of something, as people do."""

PAUSES_SECONDS = (0.3, 1.8)
DECIBELS = (None, 20.0, 10.0, 5.0)
"""How far below the voice the noise is; None: only a soft hiss, as every microphone has."""

RECORDED = ("an4", "common_voice", "librispeech_other")

VOICE_LEVEL = 0.07
"""The root mean square of the voice (1 is full scale): -23 dB, somebody at a table."""

BEFORE_SECONDS, AFTER_SECONDS = 0.7, 12.0


@dataclass(frozen=True, slots=True)
class Scripted:
    """One turn before it is sound; `pauses_seconds` stand where the strokes are."""

    number: int
    kind: Kind
    words: str
    voice: str
    rate_words_per_minute: int
    pitch: int
    pauses_seconds: tuple[float, ...]
    noise: str
    decibels: float | None

    @property
    def unseen(self) -> bool:
        """Whether it is kept aside until the figures are taken."""
        return hashlib.sha256(self.words.encode()).digest()[0] % 3 == 0


@dataclass(frozen=True, slots=True)
class Spoken:
    """A turn as sound at 16 kHz: `begins` and `ends` are the samples of its first and last word."""

    pcm: NDArray[np.int16]
    begins: int
    ends: int


def scripted(count: int, noises: Sequence[str]) -> list[Scripted]:
    """So many turns, two open ones for each closed one."""
    draw = np.random.default_rng(8)
    answers = {"closed": _answers(CLOSED), "open": _answers(OPEN)}
    turns = []
    for number in range(count):
        kind: Kind = "closed" if number % 3 == 0 else "open"
        words = answers[kind][int(draw.integers(len(answers[kind])))]
        turns.append(
            Scripted(
                number,
                kind,
                words,
                VOICES[int(draw.integers(len(VOICES)))],
                int(draw.integers(130, 190)),
                int(draw.integers(30, 70)),
                tuple(round(float(pause), 2) for pause in draw.uniform(*PAUSES_SECONDS, words.count("|"))),
                noises[int(draw.integers(len(noises)))],
                DECIBELS[int(draw.integers(len(DECIBELS)))],
            )
        )
    return turns


def _answers(text: str) -> list[str]:
    return [" ".join(answer.split()) for answer in text.split(";")]


def spoken(turn: Scripted, noise: Wave) -> Spoken:
    """The turn, said by its voice over this noise, with quiet (and noise) before and after it."""
    pieces = []
    for piece, pause in zip(turn.words.split("|"), (*turn.pauses_seconds, 0.0), strict=True):
        pieces += [said(piece, turn), np.zeros(round(pause * RATE_HZ))]
    return over_noise(turn, np.concatenate(pieces), noise)


def over_noise(turn: Scripted, speech: Wave, noise: Wave) -> Spoken:
    """Speech as a turn, with quiet and noise around it."""
    before, after = (np.zeros(round(seconds * RATE_HZ)) for seconds in (BEFORE_SECONDS, AFTER_SECONDS))
    clean = np.concatenate([before, speech, after])
    start = (turn.number * 7919 * RATE_HZ // 10) % len(noise)
    under = np.resize(np.roll(noise, -start), len(clean))
    hiss = np.random.default_rng(turn.number).normal(0, 1e-4, len(clean))
    factor = 0.0 if turn.decibels is None else VOICE_LEVEL / 10 ** (turn.decibels / 20) / rms(noise)
    return Spoken(as_pcm(clean + under * factor + hiss), len(before), len(clean) - len(after))


def said(words: str, turn: Scripted) -> Wave:
    """These words, without the quiet that the engine puts around them, at the voice's level."""
    command = ["espeak-ng", "-v", turn.voice, "-s", str(turn.rate_words_per_minute), "-p", str(turn.pitch), "--stdout"]
    made = subprocess.run([*command, words.strip()], capture_output=True, check=True).stdout
    pcm, rate_hz = soundfile.read(io.BytesIO(made), dtype="int16")
    return _trimmed(as_wave(Sound(pcm, rate_hz).at(RATE_HZ).pcm))


def _trimmed(wave: Wave) -> Wave:
    """Without the quiet around it, at the voice's level."""
    loud = np.flatnonzero(np.abs(wave) > 0.02 * np.abs(wave).max())
    wave = wave[loud[0] : loud[-1] + 1]
    return wave * VOICE_LEVEL / rms(wave)


@cache
def noises(folder: Path | None) -> dict[str, Wave]:
    """Kitchen noises by name: the recordings of this folder, else synthesised ones."""
    recordings = sorted(folder.glob("*.flac")) if folder and folder.is_dir() else []
    if recordings:
        return {path.stem: soundfile.read(path)[0] for path in recordings}
    draw = np.random.default_rng(9)
    tap = np.convolve(draw.normal(0, 1, 30 * RATE_HZ), np.hanning(9), "same")
    return {"synthetic tap": tap, "synthetic dishes": _dishes(draw), "synthetic music": music()}


def _dishes(draw: np.random.Generator) -> Wave:
    """Plates put onto plates: short strokes, each ringing in three tones."""
    wave = draw.normal(0, 0.01, 30 * RATE_HZ)
    ring = np.arange(RATE_HZ // 3) / RATE_HZ
    for at in draw.integers(0, len(wave) - len(ring), 60):
        tones = draw.uniform(900, 6000, 3)[:, None]
        wave[at : at + len(ring)] += (np.sin(2 * np.pi * tones * ring) * np.exp(-ring * 18)).sum(0)
    return wave


def music() -> Wave:
    """Half a minute of a slow organ without a voice: four chords, each note with its overtones."""
    time = np.arange(2 * RATE_HZ) / RATE_HZ
    chords = [(262, 330, 392), (220, 262, 330), (175, 220, 262), (196, 247, 294)]
    swell = np.minimum(1, 8 * np.minimum(time, 2 - time))
    bars = [
        sum(np.sin(2 * np.pi * note * over * time) / over for note in chord for over in range(1, 6)) * swell
        for chord in chords
    ]
    return np.tile(np.concatenate(bars), 4)


def rms(wave: Wave) -> float:
    """The root mean square."""
    return float(np.sqrt(np.mean(wave**2)))


def recorded(folder: Path, noise: Sequence[str]) -> list[tuple[Scripted, Wave]]:
    """Recordings of real people in this folder (see its transcripts.tsv): single words as closed answers, sentences as
    open ones; the pauses inside are their own.
    """
    with (folder / "transcripts.tsv").open(newline="") as table:
        rows = [row for row in csv.DictReader(table, delimiter="\t") if row["path"].startswith(RECORDED)]
    draw = np.random.default_rng(10)
    found = []
    for number, row in enumerate(rows):
        words = row["transcript"].lower()
        if row["path"].startswith("an4") and words not in {"yes", "no"}:
            continue
        kind: Kind = "closed" if row["path"].startswith("an4") else "open"
        decibels = DECIBELS[int(draw.integers(len(DECIBELS)))]
        turn = Scripted(number, kind, words, row["speaker"], 0, 0, (), noise[number % len(noise)], decibels)
        wave = soundfile.read(folder / row["path"])[0]
        found.append((turn, _trimmed(wave)))
    return found


def as_wave(pcm: NDArray[np.int16]) -> Wave:
    """From 16-bit samples to -1 ... 1."""
    return pcm.astype(np.float64) / 32768


def as_pcm(wave: Wave) -> NDArray[np.int16]:
    """From -1 ... 1 to 16-bit samples."""
    return np.clip(wave * 32768, -32768, 32767).astype(np.int16)
