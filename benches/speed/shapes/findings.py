"""Very many findings."""

from .base import COPIES, rows, shape, word, words


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
