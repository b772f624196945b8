"""Runs a program and says what it cost: seconds of CPU and of the clock, and its peak memory."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


class Failed(Exception):
    """A program that was to be measured did not do its work."""


class OverLimit(Failed):
    """A program was ended since it took more CPU seconds than it may."""


@dataclass(frozen=True)
class Cost:
    """What one run of a program cost, the programs that it ran and waited for included."""

    cpu: float
    """Seconds of CPU, of the user and of the system."""
    system: float
    """Those of the system alone: most of it is for files, and depends on the disk and on what else it does."""
    wall: float
    """Seconds of the clock."""
    memory: int
    """The most bytes that it held at once."""


def run(command, cwd=None, codes=(0,), cpu_limit=None):
    """Runs a command to its end. `codes` are the exit codes that are fine.

    What it prints is thrown away, and its messages are told where it fails. The kernel counts the memory of
    this process, which starts it, as that of the program until it has begun, so this one has to stay small.
    """
    command = [str(part) for part in command]
    with tempfile.TemporaryFile() as messages:
        begin = time.perf_counter()
        try:
            process = subprocess.Popen(
                command,
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=messages,
            )
        except OSError as error:
            raise Failed(f"{command[0]} cannot be run: {error.strerror}") from error
        if cpu_limit:
            resource.prlimit(process.pid, resource.RLIMIT_CPU, (cpu_limit, cpu_limit))
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        cpu = usage.ru_utime + usage.ru_stime
        if process.returncode in codes:
            return Cost(cpu, usage.ru_stime, wall, usage.ru_maxrss * 1024)
        if cpu_limit and process.returncode < 0 and cpu >= cpu_limit - 1:
            raise OverLimit(f"more than {cpu_limit} s of CPU")
        messages.seek(0)
        said = messages.read().decode(errors="replace").strip()[-2000:]
    how = f"exit code {process.returncode}" if process.returncode >= 0 else f"signal {-process.returncode}"
    raise Failed(f"{' '.join(command)}\nended with {how}:\n{said}")


def output_of(command):
    """The first line that a program prints, or None where it cannot be run."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip().split("\n")[0]


def folder_size(folder):
    """How many files are in a folder, and how many bytes they have."""
    count = size = 0
    folders = [folder]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    count += 1
                    size += entry.stat(follow_symlinks=False).st_size
    return count, size


def median_and_range(values, form):
    """The median of values, with the least and the greatest where there are several."""
    if len(values) == 1:
        return form(values[0])
    return f"{form(statistics.median(values))} ({form(min(values))}–{form(max(values))})"


def seconds(value):
    """A length of time in seconds, with as many digits as mean something."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def megabytes(value):
    """A size in megabytes."""
    return f"{value / 1e6:,.0f}" if value >= 1e7 else f"{value / 1e6:.1f}"


def machine():
    """The machine and the system that figures are of, in one line."""
    cpu = next(
        (line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "unknown CPU"
    )
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    system = os.uname()
    return f"{cpu}, {len(os.sched_getaffinity(0))} cores, {memory / 2**30:.0f} GiB, {system.sysname} {system.release}"


def load():
    """How many programs wanted a CPU in the last minute, and how many there are."""
    return os.getloadavg()[0], len(os.sched_getaffinity(0))


def say(text):
    """Tells how far it has come, on standard error."""
    print(text, file=sys.stderr, flush=True)


def _lines(path):
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
