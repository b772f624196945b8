"""One report, checklist, vendor or configuration with very much in it."""

from .base import COPIES, minute, rows, shape, word


@shape(450, "rows of a timeline in front matter of each of a few reports")
def timeline_rows(base, n):
    base.incidents(
        COPIES, "timeline:\n" + rows(n, lambda row: f"  - {{at: '{minute(row)}:00+09:00', text: {word(row)}}}")
    )


@shape(2_500, "rows of a timeline in a table of each of a few reports")
def timeline_table(base, n):
    table = rows(n, lambda row: f"| {minute(row).replace('T', ' ')} | {word(row)} was seen |")
    base.incidents(COPIES, body=f"## Timeline\n\n| Time | What happened |\n| --- | --- |\n{table}")


@shape(250, "actions of each of a few reports")
def actions(base, n):
    def action(number):
        what = f"id: A{number}, title: Watch {word(number)}, control: detect"
        return f"  - {{{what}, owner: team-{number % 9}, due: 2026-12-01, state: open}}"

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
    def sent(number):
        what = f"audience: customers, stage: update, channel: mail, text: We look at {word(number)}"
        return f"  - {{at: '{minute(number)}:00+09:00', {what}}}"

    base.incidents(COPIES, "communications:\n" + rows(n, sent))


@shape(25_000, "lines of one checklist")
def checklist_lines(base, n):
    lines = rows(n, lambda line: f"- [ ] **L-{line}** Look at {word(line)}")
    base.document("checklists/c.md", f"---\nid: CHK\ntitle: Release\n---\n\n{lines}")


@shape(180, "contacts and steps of escalation of each of a few vendors")
def vendor_contacts(base, n):
    def contact(number):
        hours = "hours: 'Mon-Fri 09:00-18:00', time_zone: Asia/Tokyo"
        return f"  - {{role: r{number}, name: {word(number)}, email: {word(number)}@acme.example, {hours}}}"

    contacts = rows(n, contact)
    steps = rows(n, lambda c: f"  - {{level: {c}, after: {c}m, contact: r{c}}}")
    for vendor in range(COPIES):
        front = f"id: acme-{vendor}\ntitle: Acme {word(vendor)}\ncontacts:\n{contacts}escalation:\n{steps}"
        base.document(f"vendors/acme-{vendor}.md", f"---\n{front}---\n\nText.\n")


@shape(2_500, "causes in the configuration, each narrower than the one before")
def causes_nested(base, n):
    base.config(
        "causes:\n"
        + rows(n, lambda c: f"  - {{id: cause-{c}, name: Cause {c}" + (f", parent: cause-{c - 1}}}" if c > 1 else "}"))
    )
    base.incidents(100, lambda number: f"causes: [cause-{n * number // 100}]\n")


@shape(2_500, "services and owners in the configuration, with paths")
def services_configured(base, n):
    services = rows(
        n, lambda s: f"  - {{id: service-{s}, name: Service {s}, owner: team-{s}, paths: ['services/{s}/**']}}"
    )
    base.config("services:\n" + services + "owners:\n" + rows(n, lambda s: f"  - {{id: team-{s}, name: Team {s}}}"))
    base.incidents(100, lambda number: f"services: [service-{number}]\n")


@shape(700, "services, causes and tags of one report")
def terms_of_one(base, n):
    names = {
        sort: ", ".join(f"{sort}-{number}" for number in range(1, n + 1)) for sort in ("services", "causes", "tags")
    }
    base.incident(1, "".join(f"{sort}: [{listed}]\n" for sort, listed in names.items()))


@shape(1_000, "services, causes and owners in the configuration, each on a document of its own")
def configured_terms(base, n):
    listed = ""
    for sort in ("services", "causes", "owners"):
        listed += f"{sort}:\n" + "".join(
            f"  - {{id: {sort}-{c}, name: {word(c).capitalize()}}}\n" for c in range(1, n + 1)
        )
    base.config(listed)
    base.incidents(
        n,
        lambda number: f"services: [services-{number}]\ncauses: [causes-{number}]\nowner: owners-{number}\n",
    )
