"""A check-in that comes back by itself when an engine beneath it hangs or takes the whole process down.

The speech engine and the recogniser are native code: they can abort the process, or never return, and no Python in
that process can help it. So the check-in runs in a child, forked before anything heavy is imported (a few
milliseconds), and the parent only waits. The child gives signs of life and hands over every fact of the
conversation, which is a pure generator: given the same facts again, the next child stands at the same wish. All of
that stays in memory. A restart from the journal alone would be simpler and would forget what was asked to be off
the record.
"""

import contextlib
import os
import pickle
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe
from typing import Any, Literal, NoReturn

from companion.errors import EngineError

Engine = Literal["voice", "recogniser", ""]
"""What is at work; '' for what is ours."""

QUIET_SECONDS = 10.0
"""Without a sign of life for this long the child hangs: a whole spoken page is rendered, and a block of sound
recognised, in well under a second on a laptop; ten times as long on the smallest machine is not yet this."""

LOADING_SECONDS = 60.0
"""The same while imports, devices and models are made ready: the largest model takes half a minute on a slow disk."""

UNHURRIED_SECONDS = float("inf")
"""The same while a person types, or something is fetched that has limits of its own."""

PROGRESS_ITEMS = 8
"""So much handed over since the last failure (about two questions) and that one is forgotten."""

GIVE_UP = 3
"""This many failures without progress between them: whatever it is, starting again does not mend it."""

_WAIT_SECONDS = 0.25
_BEAT_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Lapse:
    """What the child before this one left: how often each engine has failed in a row, and what was handed over."""

    failures: Mapping[Engine, int] = field(default_factory=dict)
    pickled: tuple[bytes, ...] = ()

    def items(self) -> list[Any]:
        """What was handed over, in its order."""
        return [pickle.loads(item) for item in self.pickled]  # noqa: S301 - from our own child, through our own pipe


class Lifeline:
    """The child's end of the line to its parent; without one (the default) nothing is told to anybody."""

    def __init__(self, line: Connection | None = None) -> None:
        self._line = line
        self._engine: Engine = ""
        self._within_seconds = LOADING_SECONDS
        self._told_at = 0.0

    def at_work(self, engine: Engine, within_seconds: float = QUIET_SECONDS) -> None:
        """Tell that `engine` is at work now; the next sign of life comes within `within_seconds`."""
        self._engine, self._within_seconds = engine, within_seconds
        self._tell("alive", engine, within_seconds)

    def beat(self) -> None:
        """A sign of life: whatever was at work still is."""
        if time.monotonic() - self._told_at >= _BEAT_SECONDS:
            self._tell("alive", self._engine, self._within_seconds)

    def hand_over(self, item: object) -> None:
        """What the next child needs to stand where this one stands."""
        if self._line is not None:
            self._tell("item", pickle.dumps(item))

    def finished(self) -> None:
        """The work is done: however this process ends, there is nothing to come back to."""
        self._tell("finished")

    def _tell(self, *message: object) -> None:
        self._told_at = time.monotonic()
        if self._line is None:
            return
        try:
            self._line.send(message)
        except OSError:
            sys.exit(1)  # nobody waits for this child any more: the terminal is not its own


def supervise() -> tuple[Lifeline, Lapse | None]:
    """Fork. Returns in the child only: its line to the parent, and what the child before it left, if there was one.

    The parent stays in here, starts the next child when one fails, and ends as the last one ended. Where a process
    cannot be forked (Windows) there is no parent, and what fails is started again by hand. Raises `EngineError`, in
    the parent, when starting again does not help.
    """
    if not hasattr(os, "fork"):
        return Lifeline(), None
    lapse: Lapse | None = None
    terminal = _Terminal()
    while True:
        ours, childs = Pipe(duplex=False)
        sys.stdout.flush()
        if (child := os.fork()) == 0:
            ours.close()
            _end_with_parent()
            return Lifeline(childs), lapse
        childs.close()
        watch = _Watch(child, ours, lapse or Lapse())
        lapse = watch.to_the_end()
        terminal.restore()
        ours.close()
        if lapse is None:
            _end_as(watch.status)
        if sum(lapse.failures.values()) >= GIVE_UP:
            raise EngineError(
                "Something beneath the companion stopped working three times in a row, so it ends here. "
                "Everything that was kept stays kept. To see what is wrong: companion doctor"
            )


class _Watch:
    """The parent's view of one child."""

    def __init__(self, child: int, line: Connection, before: Lapse) -> None:
        self.status = 0
        self._child, self._line = child, line
        self._failures = Counter[Engine](before.failures)
        self._items = list(before.pickled)
        self._engine: Engine = ""
        self._within_seconds = LOADING_SECONDS
        self._quiet_seconds = 0.0
        self._finished = False

    def to_the_end(self) -> Lapse | None:
        """Wait until the child has ended; what it leaves when it failed, None when it ended as it should."""
        begun = len(self._items)
        with _signals_passed_on(self._child):
            hung = not self._ended()
            if hung:
                os.kill(self._child, signal.SIGKILL)
            self.status = os.waitpid(self._child, 0)[1]
        if self._finished or not (hung or _crashed(self.status)):
            return None
        if len(self._items) - begun >= PROGRESS_ITEMS:
            self._failures.clear()
        self._failures[self._engine] += 1
        return Lapse(self._failures, tuple(self._items))

    def _ended(self) -> bool:
        """Listen to the child; True when its end of the line is closed, False when no sign of life came in time.

        Time is counted in waits of our own: with the whole terminal stopped (Ctrl-Z) nobody waits, and nobody hangs.
        """
        while self._quiet_seconds < self._within_seconds:
            if self._line.poll(_WAIT_SECONDS):
                try:
                    self._take(*self._line.recv())
                except EOFError:
                    return True
            else:
                self._quiet_seconds += _WAIT_SECONDS
        return False

    def _take(self, what: str, *told: Any) -> None:
        self._quiet_seconds = 0.0
        match what:
            case "alive":
                self._engine, self._within_seconds = told
            case "item":
                self._items.append(*told)
            case "finished":
                self._finished = True


class _Terminal:
    """The terminal as it was: a child that was killed cannot give it back."""

    def __init__(self) -> None:
        import termios  # noqa: PLC0415 - only where there is a fork, too

        self._termios: Any = termios
        self._before = termios.tcgetattr(sys.stdin) if sys.stdin and sys.stdin.isatty() else None

    def restore(self) -> None:
        if self._before is not None:
            self._termios.tcsetattr(sys.stdin, self._termios.TCSADRAIN, self._before)


@contextlib.contextmanager
def _signals_passed_on(child: int) -> Iterator[None]:
    """Ctrl-C reaches the child by itself; what is sent to the parent alone is passed on."""
    passed = (signal.SIGTERM, signal.SIGHUP)
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, *passed)}
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for each in passed:
        signal.signal(each, lambda number, _frame: os.kill(child, number))
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _crashed(status: int) -> bool:
    """Whether a process that ended like this fell, rather than was told to go."""
    told = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGPIPE)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) not in told


def _end_as(status: int) -> NoReturn:
    code = os.waitstatus_to_exitcode(status)
    sys.exit(code if code >= 0 else 128 - code)


def _end_with_parent() -> None:
    """Never go on at the microphone alone: on Linux the kernel ends us with our parent, else the next beat does."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - only here

        set_parent_death_signal = 1  # PR_SET_PDEATHSIG in linux/prctl.h
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
