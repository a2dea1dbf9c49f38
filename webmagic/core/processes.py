"""Child processes that never outlive us, and what a long-lived process does once it has started."""

import contextlib
import ctypes
import gc
import signal

PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """For `preexec_fn`: even `kill -9` of the parent ends the child (Linux; elsewhere nothing)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def settle() -> None:
    """To be called when everything is imported: modules are there to stay, so the collector of garbage
    need not go through them (a quarter of a million objects, a fifth of a second) while work is waiting."""
    gc.collect()
    gc.freeze()
