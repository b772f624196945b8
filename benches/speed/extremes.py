#!/usr/bin/env python3
"""Whether any step of hansei grows faster than its input: inputs of extreme shape, at n and at 2n.

    cargo build --release
    benches/speed/extremes.py                      # all shapes; takes a while
    benches/speed/extremes.py page-prose links-in  # some of them
    benches/speed/extremes.py --list

Doubling the input should double the CPU seconds. A ratio over the limit is measured again before it is told, and
counted with the least of its costs. Sites are written into memory where that can be. Ends with 1 where a ratio over
the limit is left, and where hansei failed or did not come to an end.
"""

import argparse
import multiprocessing
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import shapes
from measure import Failed, OverLimit, machine, megabytes, run, say, seconds

REPOSITORY = Path(__file__).resolve().parents[2]
BINARY = REPOSITORY / "target/release/hansei"

MEMORY = Path("/dev/shm")
"""A folder in memory. What a disk takes for thousands of files differs by more than what is looked for here."""

TOO_LONG = "too long"
FAILED = "failed"

AGAIN = 2
"""How often a ratio over the limit is measured again."""


@dataclass
class Measured:
    """A command on a shape at n and at 2n."""

    shape: str
    n: int
    command: str
    once: float
    twice: float
    memory: int
    note: str = ""

    @property
    def ratio(self):
        """How much more the double input costs."""
        return self.twice / self.once if self.once else float("inf")


def main():
    arguments = parsed()
    if arguments.list:
        for name, shape in shapes.SHAPES.items():
            print(f"{name:24} {shape.n:9,} {shape.words}")
        return 0
    arguments.hansei = arguments.hansei.resolve()
    if not arguments.hansei.is_file():
        say(f"{arguments.hansei} is not there: cargo build --release, or name one with --hansei")
        return 2
    print(f"{machine()}\n")
    print("| shape | n | command | CPU s at n | at 2n | ratio | peak MB at 2n |")
    print("| --- | ---: | --- | ---: | ---: | ---: | ---: |")
    slow = 0
    with tempfile.TemporaryDirectory(
        prefix="hansei-extremes-", dir=arguments.work and arguments.work.resolve()
    ) as work:
        for name in arguments.shapes or shapes.SHAPES:
            for measured in measure(name, Path(work), arguments):
                over = bool(measured.note) or exceeds(measured, arguments)
                slow += over
                print(row(measured, over, arguments), flush=True)
    print(f"\n{slow} with a ratio over {arguments.limit}, too long or failed")
    return 1 if slow else 0


def parsed():
    """The arguments, checked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help="which shapes (default: all)")
    parser.add_argument("--hansei", type=Path, default=BINARY, help="the program (default: %(default)s)")
    parser.add_argument(
        "--work",
        type=Path,
        default=MEMORY if MEMORY.is_dir() else None,
        metavar="DIR",
        help="where to write a few gigabytes (default: /dev/shm, else the folder of temporary files)",
    )
    parser.add_argument("--scale", type=float, default=1, help="measure this many times n (default: %(default)s)")
    parser.add_argument("--limit", type=float, default=2.6, help="the ratio that is too much (default: %(default)s)")
    parser.add_argument(
        "--least", type=float, default=0.2, help="CPU seconds at 2n below which no ratio is told (default: %(default)s)"
    )
    parser.add_argument(
        "--cpu-limit", type=int, default=600, help="CPU seconds after which a program is ended (default: %(default)s)"
    )
    parser.add_argument("--list", action="store_true", help="say which shapes there are, with their n, and end")
    arguments = parser.parse_args()
    for name in arguments.shapes:
        if name not in shapes.SHAPES:
            parser.error(f"there is no shape {name}; --list shows them")
    return arguments


def measure(name, work, arguments):
    """What the commands of a shape cost at n and at 2n."""
    shape = shapes.SHAPES[name]
    n = max(1, round(shape.n * arguments.scale))
    folders = {count: work / f"{name}-{count}" for count in (n, 2 * n)}
    say(f"{name}: {n:,} and {2 * n:,} {shape.words}")
    commands = ["check", "build"] + ["search"] * bool(shape.query) + ["match"] * shape.matches
    try:
        for count, folder in folders.items():
            written(name, folder, count)
        for command in commands:
            yield compared(name, n, command, folders, arguments)
    except Failed as failure:
        say(str(failure))
        yield Measured(name, n, "", 0, 0, 0, note=FAILED)
    finally:
        for folder in folders.values():
            shutil.rmtree(folder, ignore_errors=True)


def written(name, folder, count):
    """Writes a shape in another process, so that this one, whose memory is counted too, stays small."""
    process = multiprocessing.get_context("fork").Process(target=write_or_say, args=(name, folder, count))
    process.start()
    process.join()
    if process.exitcode:
        raise Failed(f"{name} could not be written")


def write_or_say(name, folder, count):
    """Writes a shape, or says why it cannot be written."""
    try:
        shapes.write(name, folder, count)
    except (shapes.TooLong, OSError) as error:
        say(str(error))
        sys.exit(1)


def compared(name, n, command, folders, arguments):
    """One command on both inputs, several times where it seems to grow too fast."""
    costs = dict.fromkeys(folders)
    measured = Measured(name, n, command, 0, 0, 0)
    for _ in range(1 + AGAIN):
        for count, folder in folders.items():
            try:
                cost = run_on(command, name, folder, arguments)
            except OverLimit:
                measured.note = TOO_LONG
                cost = None
            except Failed as failure:
                say(str(failure))
                measured.note = FAILED
                cost = None
            if cost and (costs[count] is None or cost.cpu < costs[count].cpu):
                costs[count] = cost
        once, twice = costs.values()
        measured.once = once.cpu if once else 0
        measured.twice = twice.cpu if twice else 0
        measured.memory = twice.memory if twice else 0
        if measured.note or not exceeds(measured, arguments):
            break
    return measured


def exceeds(measured, arguments):
    """Whether a ratio is too much, of what takes long enough to be compared."""
    return measured.twice >= arguments.least and measured.ratio > arguments.limit


def run_on(command, name, folder, arguments):
    """Runs one command. A site is written into a folder that was not there before."""
    start = [arguments.hansei, "--root", folder, "--quiet"]
    limit = arguments.cpu_limit
    # They end with 1 where there are findings, and where nothing is found.
    if command == "search":
        return run([*start, "search", shapes.SHAPES[name].query], codes=(0, 1), cpu_limit=limit)
    if command == "match":
        return run([*start, "match", folder / "log.txt"], codes=(0, 1), cpu_limit=limit)
    if command == "check":
        return run([*start, "check"], codes=(0, 1), cpu_limit=limit)
    parent = Path(tempfile.mkdtemp(prefix="site-", dir=folder.parent))
    try:
        return run([*start, "build", "--output", parent / "site"], cpu_limit=limit)
    finally:
        shutil.rmtree(parent)


def row(measured, over, arguments):
    """A row of the table; what is too much is bold."""
    if measured.note:
        ratio = measured.note
    elif measured.twice < arguments.least:
        ratio = "–"
    else:
        ratio = f"{measured.ratio:.2f}"
    ratio = f"**{ratio}**" if over else ratio
    cells = [
        measured.shape,
        f"{measured.n:,}",
        measured.command,
        seconds(measured.once),
        seconds(measured.twice),
        ratio,
        megabytes(measured.memory),
    ]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as failure:
        say(str(failure))
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
