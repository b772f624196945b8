"""Knowledge bases of extreme shape: each has `n` of one thing, and else as little as possible.

To add a shape, write a function with `@shape`; its name is that of the shape, and its first argument writes files.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Callable

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


def write(name, folder, n):
    """Writes the shape of a name into a new folder."""
    folder.mkdir(parents=True)
    base = Base(folder)
    base.config()
    SHAPES[name].write(base, n)


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


# Very many documents that agree in one thing.


@shape(25_000, "incidents of one service", query="not answered for a while")
def one_service(base, n):
    base.incidents(n, "services: [checkout-api]\n")


@shape(5_000, "documents with one tag")
def one_tag(base, n):
    base.incidents(n, "tags: [everywhere]\n")


@shape(5_000, "incidents of one cause")
def one_cause(base, n):
    base.incidents(n, "causes: [configuration-drift]\n")


@shape(5_000, "documents with one owner, each with an action of theirs")
def one_owner(base, n):
    base.incidents(
        n,
        "owner: team-edge\nactions:\n  - {id: A1, title: Watch the queue, owner: team-edge, due: 2026-12-01, state: open}\n",
    )


@shape(5_000, "incidents at one vendor, each with its contacts")
def one_vendor(base, n):
    base.document("vendors/acme.md", "---\nid: acme\ntitle: Acme\nsla: [{severity: SEV1, respond: 30m, resolve: 4h}]\n---\n\nText.\n")
    base.incidents(
        n,
        lambda number: "vendors: [acme]\ntimeline:\n"
        "  - {at: '2026-03-01T09:01:00+09:00', text: Call, vendor: acme, vendor_event: contacted}\n"
        "  - {at: '2026-03-01T09:40:00+09:00', text: Answer, vendor: acme, vendor_event: acknowledged}\n",
    )


@shape(5_000, "incidents of one service, cause and known error")
def all_alike(base, n):
    base.document("known-errors/ke.md", known_error("  - {text: 'ABC-1234: pool exhausted'}\n"))
    base.incidents(n, "services: [checkout-api]\ncauses: [drift]\nknown_errors: [KE-0001]\n")


@shape(2_500, "documents with one title")
def one_title(base, n):
    for number in range(1, n + 1):
        base.document(f"incidents/{number:06}.md", incident(number, title="Queue stalled"))


@shape(2_500, "documents with one id")
def one_id(base, n):
    for number in range(1, n + 1):
        base.document(f"incidents/{number:06}.md", incident(1))


@shape(2_500, "documents with one block of a log")
def one_log(base, n):
    block = "```text\n" + rows(12, lambda line: f"ERROR ABC-{line}17: pool-{line} of gateway exhausted after {line}3 ms") + "```\n"
    base.incidents(n, body=block)


@shape(2_500, "services, causes, tags and owners, each on a document of its own")
def many_terms(base, n):
    base.incidents(
        n,
        lambda number: f"services: [service-{number}]\ncauses: [cause-{number}]\ntags: [tag-{number}]\nowner: owner-{number}\n",
    )


# Links and relations.


@shape(2_500, "links in one document, each to another one")
def links_out(base, n):
    base.incidents(n)
    links = rows(n, lambda number: f"- [{word(number)}](../incidents/{2015 + number % 12}/{number:06}.md)")
    base.document("pages/hub.md", f"# Hub\n\n{links}")


@shape(2_500, "bare ids in one document, each of another one")
def ids_out(base, n):
    base.incidents(n)
    base.document("pages/hub.md", "# Hub\n\n" + rows(n, lambda number: f"As INC-{number:06} said."))


@shape(2_500, "documents that link to one")
def links_in(base, n):
    base.incident(0)
    base.incidents(n, body="As in INC-000000.\n")


@shape(700, "relations of one document")
def relations(base, n):
    base.incidents(n)
    base.incident(0, "relations:\n" + rows(n, lambda number: f"  - {{type: same-cause, id: INC-{number:06}}}"))


@shape(2_500, "incidents in a row, each a recurrence of the one before")
def recurrences(base, n):
    base.incidents(
        n,
        lambda number: f"relations: [{{type: recurrence-of, id: INC-{number - 1:06}}}]\n" if number > 1 else "",
    )


@shape(2_500, "incidents of one known error")
def known_error_incidents(base, n):
    base.document("known-errors/ke.md", known_error("  - {text: 'ABC-1234: pool exhausted'}\n"))
    base.incidents(n, "known_errors: [KE-0001]\n")


@shape(2_500, "former ids of one document")
def aliases(base, n):
    base.incidents(100, body="See OLD-17.\n")
    base.incident(0, "aliases:\n" + rows(n, lambda number: f"  - OLD-{number}"))


@shape(1_000, "documents with ids of 180 characters that differ at their ends", query="not answered for a while")
def long_ids(base, n):
    stem = "INC-2026-" + "0" * 160
    for number in range(1, n + 1):
        text = incident(number, body=f"As {stem}{number // 2 + 1:06}.\n").replace(f"INC-{number:06}", f"{stem}{number:06}")
        base.document(f"incidents/{number:06}.md", text)


# One report with very much in it.


@shape(450, "rows of a timeline in front matter of each of a few reports")
def timeline_rows(base, n):
    base.incidents(COPIES, "timeline:\n" + rows(n, lambda row: f"  - {{at: '{minute(row)}:00+09:00', text: {word(row)}}}"))


@shape(2_500, "rows of a timeline in a table of each of a few reports")
def timeline_table(base, n):
    table = rows(n, lambda row: f"| {minute(row).replace('T', ' ')} | {word(row)} was seen |")
    base.incidents(COPIES, body=f"## Timeline\n\n| Time | What happened |\n| --- | --- |\n{table}")


@shape(250, "actions of each of a few reports")
def actions(base, n):
    action = lambda a: f"  - {{id: A{a}, title: Watch {word(a)}, control: detect, owner: team-{a % 9}, due: 2026-12-01, state: open}}"
    base.incidents(COPIES, "actions:\n" + rows(n, action))


@shape(2_500, "reports that share an action")
def shared_actions(base, n):
    base.incident(0, "actions: [{id: A1, title: Watch the queue, owner: team-edge, due: 2026-12-01, state: open}]\n")
    base.incidents(n, "actions: [{ref: INC-000000/A1}]\n")


@shape(2_500, "vendors of one report")
def vendors(base, n):
    for number in range(1, n + 1):
        base.document(f"vendors/v{number}.md", f"---\nid: v{number}\ntitle: Vendor {word(number)}\n---\n\nText.\n")
    base.incident(1, "vendors: [" + ", ".join(f"v{number}" for number in range(1, n + 1)) + "]\n")


@shape(250, "communications of each of a few reports")
def communications(base, n):
    sent = lambda c: f"  - {{at: '{minute(c)}:00+09:00', audience: customers, stage: update, channel: mail, text: We look at {word(c)}}}"
    base.incidents(COPIES, "communications:\n" + rows(n, sent))


@shape(25_000, "lines of one checklist")
def checklist_lines(base, n):
    lines = rows(n, lambda line: f"- [ ] **L-{line}** Look at {word(line)}")
    base.document("checklists/c.md", f"---\nid: CHK\ntitle: Release\n---\n\n{lines}")


@shape(180, "contacts and steps of escalation of each of a few vendors")
def vendor_contacts(base, n):
    contacts = rows(n, lambda c: f"  - {{role: r{c}, name: {word(c)}, email: {word(c)}@acme.example, hours: 'Mon-Fri 09:00-18:00', time_zone: Asia/Tokyo}}")
    steps = rows(n, lambda c: f"  - {{level: {c}, after: {c}m, contact: r{c}}}")
    for vendor in range(COPIES):
        front = f"id: acme-{vendor}\ntitle: Acme {word(vendor)}\ncontacts:\n{contacts}escalation:\n{steps}"
        base.document(f"vendors/acme-{vendor}.md", f"---\n{front}---\n\nText.\n")


# Signatures.


def known_error(signatures, number=1):
    """A known error with signatures, which are lines of YAML."""
    return f"---\nid: KE-{number:04}\ntitle: Pool {word(number)} exhausted\nstatus: active\nrecorded_on: 2026-01-01\nsignatures:\n{signatures}---\n\n## Workaround\n\nStart it anew.\n"


def log_lines(count):
    """A log of which few lines are known."""
    return [f"2026-03-01T09:00:00Z worker-{line} {words(line, 6)} CODE-{line % 7000}: pool {word(line)} ended" for line in range(count)]


def with_log(base):
    """Incidents with lines of a log, and a log to be matched."""
    base.incidents(200, body=lambda number: "```text\n" + "\n".join(log_lines(number % 50)) + "\n```\n")
    base.log(log_lines(20_000))


@shape(250, "texts that are signatures of one known error", matches=True)
def signature_texts(base, n):
    with_log(base)
    base.document("known-errors/ke.md", known_error(rows(n, lambda s: f"  - {{text: 'CODE-{s * 13}: pool {word(s * 13)}'}}")))


@shape(250, "expressions that are signatures of one known error", matches=True)
def signature_expressions(base, n):
    with_log(base)
    base.document("known-errors/ke.md", known_error(rows(n, lambda s: f"  - {{regex: 'CODE-{s * 13}: pool [a-z]+ (ended|stopped)'}}")))


@shape(250, "expressions in which no word is certain, of one known error", matches=True)
def signature_loose(base, n):
    with_log(base)
    base.document("known-errors/ke.md", known_error(rows(n, lambda s: f"  - {{regex: '(CODE|ERR|E)[-_ ]?{s * 13}: \\w+ [a-z]+ (ended|stopped)'}}")))


@shape(250, "signatures of several lines of one known error", matches=True)
def signature_lines(base, n):
    with_log(base)
    base.document("known-errors/ke.md", known_error(rows(n, lambda s: f"  - {{lines: ['CODE-{s * 13}:', 'CODE-{s * 13 + 1}:']}}")))


@shape(1_000, "known errors with a signature each", matches=True)
def known_errors(base, n):
    with_log(base)
    for number in range(1, n + 1):
        base.document(f"known-errors/{number}.md", known_error(f"  - {{text: 'CODE-{number * 7}: pool {word(number * 7)}'}}\n", number))


# Findings.


@shape(25_000, "links of one file that lead nowhere")
def findings_links(base, n):
    base.incident(1, body=rows(n, lambda link: f"- [{word(link)}](nowhere-{link}.md)"))


@shape(1_500, "unknown keys of each of a few files")
def findings_keys(base, n):
    base.incidents(COPIES, rows(n, lambda key: f"{word(key)}_{key}: 1"))


@shape(1_500, "unknown services of one file, with as many in the configuration")
def findings_services(base, n):
    base.config("services:\n" + rows(n, lambda s: f"  - {{id: service-{word(s)}, name: Service {s}}}"))
    base.incident(1, "services:\n" + rows(n, lambda s: f"  - servise-{word(s)}"))


@shape(25_000, "lines of one file with a secret and an address")
def findings_secrets(base, n):
    base.incident(1, body=rows(n, lambda s: f"- {word(s)}@mail-{s}.co.jp had password = {word(s * 77)}X{s}zq9"))


@shape(500, "days that are none in each of a few files")
def findings_days(base, n):
    base.incidents(COPIES, "actions:\n" + rows(n, lambda a: f"  - {{id: A{a}, title: Watch {word(a)}, due: soon-{a}}}"))


@shape(1_000, "faults of YAML in each of a few files")
def findings_yaml(base, n):
    base.incidents(COPIES, "custom:\n" + rows(n, lambda s: f"  k{s}: what: is it {s}"))


@shape(2_500, "incidents that lack everything")
def findings_incomplete(base, n):
    for number in range(1, n + 1):
        base.document(f"incidents/{number:06}.md", f"---\ntitle: {words(number, 3)}\nstatus: final\n---\n\nText.\n")


# The configuration.


@shape(2_500, "causes in the configuration, each narrower than the one before")
def causes_nested(base, n):
    base.config("causes:\n" + rows(n, lambda c: f"  - {{id: cause-{c}, name: Cause {c}" + (f", parent: cause-{c - 1}}}" if c > 1 else "}")))
    base.incidents(100, lambda number: f"causes: [cause-{n * number // 100}]\n")


@shape(2_500, "services and owners in the configuration, with paths")
def services_configured(base, n):
    services = rows(n, lambda s: f"  - {{id: service-{s}, name: Service {s}, owner: team-{s}, paths: ['services/{s}/**']}}")
    base.config("services:\n" + services + "owners:\n" + rows(n, lambda s: f"  - {{id: team-{s}, name: Team {s}}}"))
    base.incidents(100, lambda number: f"services: [service-{number}]\n")


# One long page. Of these, `n` counts bytes.

PAGE = 2_500_000


def sentence(number):
    """A sentence of an everyday length."""
    return f"The {words(number, 9)} was {word(number)} at {number}."


@shape(PAGE, "bytes of prose", query="nowhere to be found")
def page_prose(base, n):
    base.document("pages/p.md", "# Prose\n\n" + paragraphs(n, sentence))


@shape(PAGE, "bytes of Japanese prose", query="見つからない文字列")
def page_japanese(base, n):
    text = lambda number: f"予約の処理が{number}分間停止し、利用者{number * 7}名に影響した。接続プールの上限値を確認していなかったことが原因である。"
    base.document("pages/p.md", "# 長い文書\n\n" + paragraphs(n, text))


@shape(PAGE, "bytes of one table")
def page_table(base, n):
    base.document("pages/p.md", "# Table\n\n| a | b | c | d |\n| --- | --- | ---: | --- |\n" + until(n, lambda r: f"| {word(r)} | {word(r * 3)} | {r} | `{word(r * 7)}` |\n"))


@shape(PAGE, "bytes of one block of code in Python")
def page_code(base, n):
    base.document("pages/p.md", "# Code\n\n```python\n" + until(n, lambda r: f"def {word(r)}_{r}(queue, limit={r}):\n    return [item for item in queue if item.size < limit]  # {word(r)}\n") + "```\n")


@shape(PAGE, "bytes of one block of a log")
def page_log(base, n):
    base.document("pages/p.md", "# Log\n\n```text\n" + until(n, lambda r: f"2026-03-01T09:00:00Z worker-{r} CODE-{r}: {words(r, 8)}\n") + "```\n")


@shape(PAGE, "bytes of lists, nested twenty deep")
def page_lists(base, n):
    nested = lambda r: "".join(f"{'  ' * depth}- {word(r + depth)} {r}\n" for depth in range(20))
    base.document("pages/p.md", "# Lists\n\n" + until(n, nested))


@shape(PAGE, "bytes of headings")
def page_headings(base, n):
    base.document("pages/p.md", "# Headings\n\n" + until(n, lambda r: f"{'#' * (2 + r % 4)} {word(r % 900)}\n\n{word(r)}.\n\n"))


@shape(PAGE, "bytes of headings with the same words")
def page_same_headings(base, n):
    base.document("pages/p.md", "# Headings\n\n" + until(n, lambda r: f"## Step\n\n{word(r)} {r}.\n\n"))


@shape(PAGE, "bytes of one line", query="nowhere to be found")
def page_line(base, n):
    base.document("pages/p.md", "# Line\n\n" + until(n, lambda r: f"{word(r)} {r} "))


@shape(PAGE, "bytes of one word without an end")
def page_word(base, n):
    base.document("pages/p.md", "# Word\n\n" + until(n, word))


@shape(PAGE // 5, "bytes of HTML")
def page_html(base, n):
    base.document("pages/p.md", "# HTML\n\n" + until(n, lambda r: f"<div><b>{word(r)}</b> <a href=\"https://example.com/{r}\">{r}</a></div>\n\n"))


@shape(PAGE // 5, "bytes of brackets that nothing closes")
def page_brackets(base, n):
    base.document("pages/p.md", "# Brackets\n\n" + "[" * (n // 2) + "a **b _c " * (n // 18))


@shape(PAGE // 5, "bytes of quotes within quotes")
def page_quotes(base, n):
    base.document("pages/p.md", "# Quotes\n\n" + until(n, lambda r: ">" * (r % 90) + f" {word(r)}\n"))


@shape(PAGE // 5, "bytes of footnotes and of what they are called by")
def page_footnotes(base, n):
    base.document("pages/p.md", "# Notes\n\n" + until(n // 2, lambda r: f"{word(r)}[^{r}] ") + "\n\n" + until(n // 2, lambda r: f"[^{r}]: {word(r)}\n"))


@shape(PAGE // 5, "bytes of addresses that links are called by")
def page_references(base, n):
    base.document("pages/p.md", "# Links\n\n" + until(n // 2, lambda r: f"[{word(r)}][{r}] ") + "\n\n" + until(n // 2, lambda r: f"[{r}]: https://example.com/{r}\n"))


@shape(PAGE // 5, "bytes of task lists in a report")
def page_tasks(base, n):
    base.incident(1, body="## Actions\n\n" + until(n, lambda r: f"- [ ] {words(r, 5)}\n"))


@shape(PAGE, "bytes of an incident's text, and as many in another one", query="nowhere to be found")
def long_incidents(base, n):
    for number in (1, 2):
        base.incident(number, "services: [checkout-api]\n", paragraphs(n // 2, lambda s: sentence(s * number)))
