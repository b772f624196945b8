"""Very many documents that agree in one thing, or are linked."""

from .base import incident, known_error, rows, shape, word


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
        "owner: team-edge\n"
        "actions:\n  - {id: A1, title: Watch the queue, owner: team-edge, due: 2026-12-01, state: open}\n",
    )


@shape(5_000, "incidents at one vendor, each with its contacts")
def one_vendor(base, n):
    base.document(
        "vendors/acme.md",
        "---\nid: acme\ntitle: Acme\nsla: [{severity: SEV1, respond: 30m, resolve: 4h}]\n---\n\nText.\n",
    )
    base.incidents(
        n,
        lambda number: (
            "vendors: [acme]\ntimeline:\n"
            "  - {at: '2026-03-01T09:01:00+09:00', text: Call, vendor: acme, vendor_event: contacted}\n"
            "  - {at: '2026-03-01T09:40:00+09:00', text: Answer, vendor: acme, vendor_event: acknowledged}\n"
        ),
    )


@shape(5_000, "incidents of one service, cause and known error")
def all_alike(base, n):
    base.document("known-errors/ke.md", known_error("  - {text: 'ABC-1234: pool exhausted'}\n"))
    base.incidents(n, "services: [checkout-api]\ncauses: [drift]\nknown_errors: [KE-0001]\n")


@shape(1_000, "incidents, known errors, checklists and vendors of one service", query="not answered for a while")
def service_kinds(base, n):
    base.incidents(n, "services: [checkout-api]\n")
    for number in range(1, n + 1):
        name = word(number)
        error = known_error(f"  - {{text: 'ABC-{number}: pool {name} exhausted'}}\n", number)
        base.document(
            f"known-errors/{number}.md", error.replace("signatures:", "services: [checkout-api]\nsignatures:")
        )
        applies = f"id: CHK-{number}\ntitle: Before {name}\napplies_to: {{services: [checkout-api]}}\n"
        base.document(f"checklists/{number}.md", f"---\n{applies}---\n\n- [ ] **L-1** Look at {name}\n")
        vendor = f"id: v{number}\ntitle: Vendor {name}\nservices: [checkout-api]\n"
        base.document(f"vendors/{number}.md", f"---\n{vendor}---\n\nText.\n")


@shape(2_500, "bare ids of one document that nothing has, and links to one of its parts")
def ids_unknown(base, n):
    base.incident(1, body=rows(n, lambda number: f"As INC-9{number:06} said, see [there](#cause).\n"))


@shape(2_500, "documents with one former id")
def one_alias(base, n):
    base.incidents(n, "aliases: [OLD-1]\n", "As in OLD-1.\n")


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
    block = (
        "```text\n"
        + rows(12, lambda line: f"ERROR ABC-{line}17: pool-{line} of gateway exhausted after {line}3 ms")
        + "```\n"
    )
    base.incidents(n, body=block)


@shape(2_500, "services, causes, tags and owners, each on a document of its own")
def many_terms(base, n):
    base.incidents(
        n,
        lambda number: (
            f"services: [service-{number}]\ncauses: [cause-{number}]\ntags: [tag-{number}]\nowner: owner-{number}\n"
        ),
    )


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
        text = incident(number, body=f"As {stem}{number // 2 + 1:06}.\n").replace(
            f"INC-{number:06}", f"{stem}{number:06}"
        )
        base.document(f"incidents/{number:06}.md", text)
