"""No picture of the memory is left behind: it would hold the words of the person, and the key of the journal."""

import sys

CORE_BYTES = 1
"""Too small for any core file; and to Linux exactly 1 says that no program may be handed one either, which a limit
of 0 does not (fs/coredump.c: such programs, as crash reporters are, know no other limit)."""


def leave_no_core() -> None:
    """From now on this process, and each one begun from it, leaves no core dump, however it ends.

    Where the limit was already lower (by whoever set the machine up) it stays. Windows has no such limit.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    hard_bytes = resource.getrlimit(resource.RLIMIT_CORE)[1]
    limit_bytes = CORE_BYTES if hard_bytes == resource.RLIM_INFINITY else min(CORE_BYTES, hard_bytes)
    resource.setrlimit(resource.RLIMIT_CORE, (limit_bytes, limit_bytes))
