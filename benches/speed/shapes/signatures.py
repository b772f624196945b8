"""Very many signatures."""

from .base import known_error, rows, shape, word, words


def log_lines(count):
    """A log of which few lines are known."""
    return [
        f"2026-03-01T09:00:00Z worker-{line} {words(line, 6)} CODE-{line % 7000}: pool {word(line)} ended"
        for line in range(count)
    ]


def with_log(base):
    """Incidents with lines of a log, and a log to be matched."""
    base.incidents(200, body=lambda number: "```text\n" + "\n".join(log_lines(number % 50)) + "\n```\n")
    base.log(log_lines(20_000))


@shape(250, "texts that are signatures of one known error", matches=True)
def signature_texts(base, n):
    with_log(base)
    base.document(
        "known-errors/ke.md", known_error(rows(n, lambda s: f"  - {{text: 'CODE-{s * 13}: pool {word(s * 13)}'}}"))
    )


@shape(250, "expressions that are signatures of one known error", matches=True)
def signature_expressions(base, n):
    with_log(base)
    base.document(
        "known-errors/ke.md",
        known_error(rows(n, lambda s: f"  - {{regex: 'CODE-{s * 13}: pool [a-z]+ (ended|stopped)'}}")),
    )


@shape(250, "expressions in which no word is certain, of one known error", matches=True)
def signature_loose(base, n):
    with_log(base)
    base.document(
        "known-errors/ke.md",
        known_error(rows(n, lambda s: f"  - {{regex: '(CODE|ERR|E)[-_ ]?{s * 13}: \\w+ [a-z]+ (ended|stopped)'}}")),
    )


@shape(250, "signatures of several lines of one known error", matches=True)
def signature_lines(base, n):
    with_log(base)
    base.document(
        "known-errors/ke.md", known_error(rows(n, lambda s: f"  - {{lines: ['CODE-{s * 13}:', 'CODE-{s * 13 + 1}:']}}"))
    )


@shape(1_000, "known errors with a signature each", matches=True)
def known_errors(base, n):
    with_log(base)
    for number in range(1, n + 1):
        base.document(
            f"known-errors/{number}.md",
            known_error(f"  - {{text: 'CODE-{number * 7}: pool {word(number * 7)}'}}\n", number),
        )


@shape(100_000, "lines of a log that no signature knows", matches=True)
def log_unknown(base, n):
    with_log(base)
    base.log(log_lines(n))


@shape(400_000, "lines of a log that a signature knows all of", matches=True)
def log_known(base, n):
    base.document("known-errors/ke.md", known_error("  - {text: 'ended with CODE'}\n"))
    base.log([f"worker-{line} ended with CODE {word(line)}" for line in range(n)])


@shape(20_000_000, "bytes of a log in one line", matches=True)
def log_line(base, n):
    with_log(base)
    base.log([" ".join(f"{word(number)} {number}" for number in range(n // 14))])
