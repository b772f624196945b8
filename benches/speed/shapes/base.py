"""What shapes are made of: files of a knowledge base, made-up words, short reports."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from collections.abc import Callable

SHAPES = {}

CONFIG = """title: Extremes
time_zone: Asia/Tokyo
base_url: https://kb.example.com/
as_of: 2026-11-01
"""

FRONT_MATTER = 65_536
"""As many bytes of front matter are read of a document; more would be a finding and nothing else."""

COPIES = 40
"""How many documents have `n` of what only that much fits into, so that it takes long enough to be compared."""

SYLLABLES = "ka ro mi ten sol var dex pim lor gan tis bre cal un dor fel mox nit".split()


class TooLong(Exception):
    """A document of a shape has more front matter than is read."""


@dataclass(frozen=True)
class Shape:
    """A sort of extreme input."""

    words: str
    """What there are `n` of."""
    n: int
    write: Callable
    query: str = ""
    """What to search for, where searching is measured too."""
    matches: bool = False
    """Whether matching `log.txt` is measured too."""


def shape(n, words, **others):
    """Makes a function that writes `n` of something a shape."""

    def register(write):
        SHAPES[write.__name__.replace("_", "-")] = Shape(words, n, write, **others)
        return write

    return register


@dataclass
class Base:
    """A knowledge base that is being written."""

    folder: Path
    folders: set = field(default_factory=set)

    def document(self, path, text):
        """Writes a document below `content`."""
        if text.startswith("---\n") and len(text[: text.index("\n---\n")].encode()) > FRONT_MATTER:
            raise TooLong(f"the front matter of {path} has more than {FRONT_MATTER} bytes; choose a smaller scale")
        target = self.folder / "content" / path
        if target.parent not in self.folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self.folders.add(target.parent)
        target.write_text(text, encoding="utf-8")

    def config(self, text=""):
        """Writes the configuration, with more lines."""
        (self.folder / "hansei.yaml").write_text(CONFIG + text, encoding="utf-8")

    def log(self, lines):
        """Writes a log to be matched."""
        (self.folder / "log.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def incident(self, number, front="", body=""):
        """Writes incident `number`, with more front matter and a longer body."""
        self.document(f"incidents/{2015 + number % 12}/{number:06}.md", incident(number, front, body))

    def incidents(self, count, front="", body=""):
        """Writes incidents 1 to `count`. `front` and `body` are texts, or make one of a number."""
        for number in range(1, count + 1):
            here = [part(number) if callable(part) else part for part in (front, body)]
            self.incident(number, *here)


def word(number):
    """A made-up word; every number has its own, and the same one everywhere."""
    text = ""
    while True:
        text += SYLLABLES[number % len(SYLLABLES)]
        number //= len(SYLLABLES)
        if not number:
            return text


def words(start, count):
    """Some made-up words, most of them rare."""
    return " ".join(word((start * 31 + index * index * 17) % 5000) for index in range(count))


def incident(number, front="", body="", title=None):
    """A short incident report without a fault."""
    day = date(2015, 1, 1) + timedelta(days=number * 7919 % 4200)
    title = title or f"{words(number, 3).capitalize()} stops"
    return f"""---
id: INC-{number:06}
title: {title}
status: final
severity: SEV{1 + number % 4}
started_at: {day}T09:00:00+09:00
detected_at: {day}T09:10:00+09:00
mitigated_at: {day}T10:00:00+09:00
resolved_at: {day}T11:00:00+09:00
finalized_on: {day + timedelta(days=9)}
{front}---

## Summary

The {words(number + 7, 6)} was not answered for a while.

## Cause

A {words(number + 3, 8)} had been left behind, and nobody saw the {word(number)}.

{body}"""


def minute(number):
    """Minute `number` of a long March, as `YYYY-MM-DDTHH:MM`."""
    return f"2026-03-{1 + number // 1440:02}T{number // 60 % 24:02}:{number % 60:02}"


def rows(count, form):
    """Lines of a list in front matter or in a body."""
    return "".join(form(index) + "\n" for index in range(1, count + 1))


def paragraphs(size, sentence):
    """About `size` bytes of paragraphs, each of five sentences."""
    parts, length, number = [], 0, 0
    while length < size:
        number += 1
        text = " ".join(sentence(number * 5 + index) for index in range(5)) + "\n\n"
        parts.append(text)
        length += len(text.encode())
    return "".join(parts)


def until(size, form):
    """About `size` bytes of what `form` makes of 1, 2, 3 and so on."""
    parts, length, number = [], 0, 0
    while length < size:
        number += 1
        parts.append(form(number))
        length += len(parts[-1].encode())
    return "".join(parts)


def known_error(signatures, number=1):
    """A known error with signatures, which are lines of YAML."""
    return f"""---
id: KE-{number:04}
title: Pool {word(number)} exhausted
status: active
recorded_on: 2026-01-01
signatures:
{signatures}---

## Workaround

Start it anew.
"""
