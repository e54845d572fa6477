"""The examination: every step by itself, so that one which fails, or takes the process down, leaves the others be."""

import contextlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import TextIO

from companion.doctor import housekeeping
from companion.doctor.findings import Finding, Step, doctor_words, finding, summary
from companion.doctor.soundcheck import SoundCheck
from companion.errors import CompanionError
from companion.keys import single_keys
from companion.offline import stay_offline
from companion.portaudio import quiet_libraries
from companion.supervisor import LOADING_SECONDS, Lapse, Lifeline

Show = Callable[[str], None]
Watched = tuple[Lifeline, Lapse | None]


def examine(show: Show, terminal: TextIO, watched: Watched, *, silent: bool) -> bool:
    """Tell, aloud unless `silent`, what a check-in needs and how it stands; returns whether all is well.

    `watched` is what `supervise` gave: after a step that took the process down, the next process goes on behind it.
    Raises `WordsError` when the person's own ``doctor.toml`` is not right.
    """
    stay_offline()
    lifeline, lapse = watched
    settings = housekeeping.settings_in_force()
    with contextlib.ExitStack() as stack:
        keys = stack.enter_context(single_keys(terminal))
        stack.enter_context(quiet_libraries())
        mute = silent or bool(lapse and lapse.failures.get("voice"))
        check = SoundCheck(settings, show, keys, lifeline, mute)
        stack.callback(check.close)
        steps: dict[Step, Callable[[], Finding]] = {
            "voice": check.voice,
            "loudspeaker": check.loudspeaker,
            "microphone": check.microphone,
            "delay": check.delay,
            "recogniser": check.recogniser,
            "model": housekeeping.model,
            "disk": housekeeping.disk,
            "permissions": housekeeping.permissions,
            "key": partial(housekeeping.key, settings),
            "settings": housekeeping.settings,
            "words": housekeeping.every_word,
            "help_lines": housekeeping.help_lines,
            "offline": housekeeping.staying_offline,
        }
        found = _all(steps, check.say, lifeline, lapse)
        check.say(summary(found))
    lifeline.finished()
    return all(each.well for each in found.values())


def _all(
    steps: Mapping[Step, Callable[[], Finding]], say: Show, lifeline: Lifeline, lapse: Lapse | None
) -> dict[Step, Finding]:
    """What each step found, and what was found before a lapse; each is said as soon as it is known."""
    names = list(steps)
    found: dict[Step, Finding] = dict(lapse.items()) if lapse else {}
    if lapse is None:
        say(doctor_words().hello)
    elif lapse.failures.get("voice") and found.get("voice", Finding("")).well:
        found["voice"] = _told("voice", _stopped("voice"), say, lifeline)
    elif len(found) < len(names):
        fallen = names[len(found)]
        found[fallen] = _told(fallen, _stopped(fallen), say, lifeline)
    for name in names[len(found) :]:
        lifeline.at_work("", LOADING_SECONDS)
        found[name] = _told(name, _guarded(name, steps[name]), say, lifeline)
    return found


def _stopped(name: Step) -> Finding:
    return finding("stopped", name=doctor_words().names[name])


def _told(name: Step, found: Finding, say: Show, lifeline: Lifeline) -> Finding:
    lifeline.hand_over((name, found))
    say(found.text)
    return found


def _guarded(name: Step, step: Callable[[], Finding]) -> Finding:
    """What this step finds; whatever goes wrong in it is a finding too."""
    try:
        return step()
    except CompanionError as error:  # says what happened and what to do
        return Finding(str(error), well=False)
    except Exception as error:  # noqa: BLE001 - a doctor who falls over helps nobody, and there are other steps
        why = getattr(error, "strerror", None) or type(error).__name__
        return finding("unchecked", name=doctor_words().names[name], why=why)
