"""Runs one program at a time and tells what it cost. Linux only."""

import ctypes
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass

SET_CHILD_SUBREAPER = 36  # prctl's number.


@dataclass
class Usage:
    """What one process used, start-up included."""

    cpu_seconds: float  # User and system, all threads.
    wall_seconds: float
    peak_kib: int  # Largest resident set.


def measure(command):
    """Runs a command (a list) to its end; raises RuntimeError with its last words when it fails.

    A process inherits the peak memory of the process it is executed from, so that nothing started by this
    interpreter could show less than the interpreter's own 10 MiB. A shell of 1 MiB is therefore put between: it
    starts the command and ends at once, and the command becomes a child of this process, which waits for it.
    """
    if ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise RuntimeError("this kernel cannot adopt orphaned processes")
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        subprocess.run(["/bin/sh", "-c", '"$@" &', "sh", *command], stdin=subprocess.DEVNULL, stdout=output,
                       stderr=output, check=True)
        _, status, used = os.wait4(-1, 0)
        wall = time.perf_counter() - start
        if status != 0:
            output.seek(0)
            words = output.read().decode(errors="replace")[-400:]
            raise RuntimeError(f"{' '.join(command)}: exit status {os.waitstatus_to_exitcode(status)}\n{words}")
    return Usage(used.ru_utime + used.ru_stime, wall, used.ru_maxrss)
