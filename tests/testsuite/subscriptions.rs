//! What readers subscribe to: feeds of services, and calendars of what is due.

use std::collections::BTreeMap;

use atom_syndication::Feed;
use icalendar::{Calendar, Component, DatePerhapsTime, Event};

use crate::support::folder::{Files, Folder, read_files};
use crate::support::program::succeed;
use crate::support::{assert_none, repository};

/// The site of a knowledge base with these documents.
fn site(config: &str, documents: &[(&str, &str)]) -> Files {
    let folder = Folder::with([("hansei.yaml", config)]);
    for (path, text) in documents {
        folder.write(&format!("content/{path}"), text);
    }
    succeed(folder.path(), &["build"]);
    read_files(&folder.path().join("public"))
}

fn text<'a>(site: &'a Files, path: &str) -> &'a str {
    let content = site.get(path).unwrap_or_else(|| panic!("no {path}"));
    std::str::from_utf8(content).unwrap()
}

fn feed(site: &Files, path: &str) -> Feed {
    Feed::read_from(text(site, path).as_bytes()).unwrap()
}

/// The events of a calendar by their names, as another program reads them.
fn events(text: &str) -> BTreeMap<String, Event> {
    let calendar: Calendar = text
        .parse()
        .unwrap_or_else(|fault| panic!("{fault}\n{text}"));
    let events: Vec<_> = calendar.events().cloned().collect();
    let count = events.len();
    let by_uid: BTreeMap<_, _> = events
        .into_iter()
        .map(|event| (event.get_uid().unwrap().to_owned(), event))
        .collect();
    assert_eq!(by_uid.len(), count, "a name twice\n{text}");
    assert_eq!(calendar.components.len(), count, "more than events\n{text}");
    by_uid
}

/// What is wrong with the form of a calendar.
fn faults(path: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if !text.ends_with("END:VCALENDAR\r\n") || text.replace("\r\n", "").contains(['\r', '\n']) {
        faults.push(format!("{path}: lines do not end in CRLF"));
    }
    let long = text.split("\r\n").filter(|line| line.len() > 75);
    faults.extend(long.map(|line| format!("{path}: {} bytes: {line}", line.len())));
    let unknown = text.split("\r\n").filter(|line| {
        let name = line.split([':', ';']).next().unwrap_or_default();
        let is_name = name.bytes().all(|b| b.is_ascii_uppercase() || b == b'-');
        !line.is_empty() && !line.starts_with(' ') && (!is_name || !line.contains(':'))
    });
    faults.extend(unknown.map(|line| format!("{path}: no line of a calendar: {line}")));
    faults
}

#[test]
fn a_service_has_a_feed_of_what_befell_it() {
    let site = site(
        "title: Acme KB\nas_of: 2026-06-01\nservices: [{id: mail, name: Mail & more}]\n",
        &[
            (
                "incidents/a.md",
                "---\nid: INC-1\ntitle: <Queue> & stalled\nstarted_at: 2026-03-01T10:00:00+09:00\nservices: [mail]\n---\n",
            ),
            (
                "incidents/b.md",
                "---\nid: INC-2\nstarted_at: 2026-04-01\nservices: [web]\n---\n# Other\n",
            ),
            (
                "known-errors/c.md",
                "---\nid: KE-1\nrecorded_on: 2026-05-01\nservices: [MAIL]\nauthors: [Abe]\n---\n# Known\n",
            ),
            (
                "vendors/d.md",
                "---\nid: certico\nservices: [mail, telephone]\n---\n# Certico\n",
            ),
        ],
    );
    let expected = concat!(
        "<?xml version=\"1.0\"?>\n",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">",
        "<title>Mail &amp; more · Acme KB</title>",
        "<id>tag:hansei.invalid,2026:acme-kb/services/mail.xml</id>",
        "<updated>2026-05-01T00:00:00+00:00</updated>",
        "<generator>hansei</generator>",
        "<link href=\"services/mail.xml\" rel=\"self\"/>",
        "<entry><title>Known</title>",
        "<id>tag:hansei.invalid,2026:acme-kb/known-errors/ke-1.html</id>",
        "<updated>2026-05-01T00:00:00+00:00</updated>",
        "<author><name>Abe</name></author>",
        "<category term=\"known-error\" label=\"Known error\"/>",
        "<link href=\"known-errors/ke-1.html\" rel=\"alternate\"/>",
        "<published>2026-05-01T00:00:00+00:00</published></entry>",
        "<entry><title>&lt;Queue&gt; &amp; stalled</title>",
        "<id>tag:hansei.invalid,2026:acme-kb/incidents/inc-1.html</id>",
        "<updated>2026-03-01T01:00:00+00:00</updated>",
        "<author><name>Acme KB</name></author>",
        "<category term=\"incident\" label=\"Incident\"/>",
        "<link href=\"incidents/inc-1.html\" rel=\"alternate\"/>",
        "<published>2026-03-01T01:00:00+00:00</published></entry>",
        "</feed>"
    );
    assert_eq!(text(&site, "services/mail.xml"), expected);
    assert_eq!(feed(&site, "services/telephone.xml").entries(), []);
    let page = text(&site, "services/mail.html");
    for link in [
        "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Mail &amp; more · Acme KB\" href=\"mail.xml\">",
        "<a href=\"mail.xml\" type=\"application/atom+xml\">Feed of this service</a>",
    ] {
        assert!(page.contains(link), "{link}\n{page}");
    }
}

#[test]
fn feeds_of_services_have_the_stems_of_their_pages_and_the_entries_of_the_main_feed() {
    let services = ["index", "2026", "Mail A", "mail-a", "証明書", "mail.xml"];
    let documents: Vec<_> = services
        .iter()
        .enumerate()
        .map(|(number, service)| {
            let text = format!(
                "---\nid: INC-{number}\nstarted_at: 2026-01-01\nservices: [\"{service}\"]\n---\n# A\n"
            );
            (format!("incidents/{number}.md"), text)
        })
        .collect();
    let documents: Vec<_> = documents
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let site = site(
        "language: ja\nbase_url: https://kb.example/x/\n",
        &documents,
    );
    let feeds = site.keys().filter(|path| {
        path.starts_with("services/") && path.rsplit_once('.').is_some_and(|(_, end)| end == "xml")
    });
    let feeds: Vec<&String> = feeds.collect();
    assert_eq!(
        feeds,
        [
            "services/2026-.xml",
            "services/index-.xml",
            "services/mail-a-2.xml",
            "services/mail-a.xml",
            "services/mail.xml.xml",
            "services/証明書.xml"
        ]
    );
    let main = feed(&site, "feed.xml");
    for path in feeds {
        let of_service = feed(&site, path);
        let [entry] = of_service.entries() else {
            panic!("{path}: {of_service:?}");
        };
        assert!(main.entries().contains(entry), "{path}: {entry:?}");
        let page = text(
            &site,
            &path
                .replace(".xml", ".html")
                .replace("mail.html.html", "mail.xml.html"),
        );
        let name = path.trim_start_matches("services/");
        assert!(
            page.contains(&format!(
                "<a href=\"{name}\" type=\"application/atom+xml\">このサービスのフィード</a>"
            )),
            "{path}\n{page}"
        );
    }
}

/// A knowledge base in which everything that can be due is due.
const DUE: [(&str, &str); 4] = [
    (
        "incidents/a.md",
        "---\nid: INC-1\ntitle: Queue stalled\nowner: mori\nroles: {communications_lead: [sato, ito]}\nstarted_at: 2026-05-01T09:00:00+09:00\nresolved_at: 2026-05-02T01:00:00+09:00\nimpact: {users: 3}\nreview_by: 2026-12-31\nactions:\n  - {title: Alert, owner: abe, due: 2026-06-30}\n  - {id: A1, title: Alert again, due: 2026-05-30}\n  - {title: Done, due: 2026-05-30, state: done}\n  - {title: Given up, due: 2026-05-30, state: dropped}\n  - {title: Some day}\ncommunications:\n  - {at: 2026-05-01T10:00:00+09:00, audience: customers, stage: first, next_update_by: 2026-05-01T11:00:00+09:00}\n  - {audience: regulator, addressee: \"The ministry, 2nd floor\", due: 2026-07-01}\n---\n",
    ),
    (
        "known-errors/b.md",
        "---\nid: KE-1\ntitle: Slow\nstatus: active\npermanent_fix: {state: planned, due: 2026-08-01, owner: abe}\n---\n",
    ),
    (
        "known-errors/c.md",
        "---\nid: KE-2\nstatus: fixed\npermanent_fix: {state: released, due: 2026-08-01}\n---\n# Gone\n",
    ),
    (
        "vendors/d.md",
        "---\nid: certico\ncontract: {ends: 2027-03-31}\n---\n# Certico\n",
    ),
];

/// The calendar that is made of `DUE` and these settings: when and what, by names.
fn seen(text: &str) -> Vec<String> {
    let events = events(text);
    let mut lines: Vec<String> = events
        .iter()
        .map(|(uid, event)| {
            let start = match event.get_start().unwrap() {
                DatePerhapsTime::Date(day) => day.to_string(),
                DatePerhapsTime::DateTime(time) => format!("{time:?}"),
            };
            let url = event.get_url().unwrap_or("-");
            let about = event.get_description().unwrap_or("-").replace('\n', " | ");
            let (_, uid) = uid.rsplit_once("acme-kb/").unwrap_or(("", uid));
            format!(
                "{start} {uid} {url} {} ({about})",
                event.get_summary().unwrap()
            )
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn what_is_due_is_in_the_calendar_and_what_is_done_is_not() {
    let site = site(
        "title: Acme KB\ntime_zone: Asia/Tokyo\nas_of: 2026-06-01\nowners: [{id: abe, name: Abe}]\n",
        &DUE,
    );
    let calendar = text(&site, "calendar.ics");
    assert_none("calendar.ics", &faults("calendar.ics", calendar));
    let expected = [
        "2026-05-02 incidents/inc-1.html#closing_notice - Closing notice owed: INC-1 Queue stalled (Owner: sato, ito)",
        "2026-05-30 incidents/inc-1.html#action-A1 - Action due: INC-1/A1 Alert again (INC-1 Queue stalled)",
        "2026-06-30 incidents/inc-1.html#action-A1:2 - Action due: INC-1/A1 Alert (INC-1 Queue stalled | Owner: Abe)",
        "2026-07-01 incidents/inc-1.html#report-2 - Report to an authority due: INC-1 Queue stalled (To: The ministry, 2nd floor | Owner: sato, ito)",
        "2026-08-01 known-errors/ke-1.html#fix - Fix due: KE-1 Slow (Owner: Abe)",
        "2026-12-31 incidents/inc-1.html#review - Read again: INC-1 Queue stalled (Owner: mori)",
        "2027-03-31 vendors/certico.html#contract - Contract ends: certico Certico (-)",
        "Utc(2026-05-01T02:00:00Z) incidents/inc-1.html#update-1 - Update promised: INC-1 Queue stalled (To: Customers | Owner: sato, ito)",
    ];
    assert_eq!(seen(calendar), expected);
    assert_eq!(calendar.matches("DTSTAMP:20260531T150000Z\r\n").count(), 8);
    let owner = text(&site, "owners/abe.ics");
    assert_eq!(seen(owner).len(), 2, "{owner}");
    assert!(
        owner.contains("NAME:Abe: due dates (Acme KB)\r\n"),
        "{owner}"
    );
    let board = text(&site, "actions/index.html");
    let link = "<a href=\"../calendar.ics\" type=\"text/calendar\">Subscribe to due dates</a>";
    assert!(board.contains(link), "{board}");
    assert!(text(&site, "follow-ups/index.html").contains(link));
    let own = "<a href=\"abe.ics\" type=\"text/calendar\">Subscribe to due dates</a>";
    assert!(text(&site, "owners/abe.html").contains(own));
}

#[test]
fn a_message_is_in_the_calendar_of_the_communications_lead_by_name() {
    let incident = "---\nid: INC-2\nowner: web\nstarted_at: 2026-05-01\nresolved_at: 2026-05-02\nimpact: {users: 3}\n\
                    roles: {communications_lead: [team-desk]}\nactions: [{title: Watch, owner: team-desk, due: 2026-07-01}]\n---\n# Down\n";
    for (language, owner) in [("en", "Owner: Service desk"), ("ja", "担当: 受付")] {
        let config = format!(
            "language: {language}\nas_of: 2026-06-01\nowners: [{{id: team-desk, name: Service desk, name_ja: 受付}}, {{id: web}}, {{id: idle}}]\n"
        );
        let site = site(&config, &[("incidents/a.md", incident)]);
        let of = |path: &str| {
            let lines = seen(text(&site, path)).into_iter();
            let notices = lines.filter(|line| line.contains("closing_notice"));
            notices.collect::<Vec<_>>()
        };
        assert_eq!(of("owners/team-desk.ics"), of("calendar.ics"));
        let notices = of("calendar.ics");
        assert_eq!(notices.len(), 1);
        assert!(notices[0].contains(owner), "{notices:?}");
        assert!(of("owners/web.ics").is_empty());
        assert!(!site.contains_key("owners/idle.ics"), "nobody names them");
    }
}

#[test]
fn events_lead_to_pages_where_the_site_knows_its_address() {
    let site = site(
        "title: 障害の記録\nlanguage: ja\nbase_url: https://kb.example/x/\nas_of: 2026-06-01\n",
        &DUE,
    );
    let calendar = text(&site, "calendar.ics");
    let seen = seen(calendar);
    let action = "2026-06-30 https://kb.example/x/incidents/inc-1.html#action-A1:2 https://kb.example/x/incidents/inc-1.html#a1 再発防止策の期限: INC-1/A1 Alert (INC-1 Queue stalled | 担当: abe)";
    assert!(seen.contains(&action.to_owned()), "{seen:#?}");
    assert!(calendar.contains("NAME:障害の記録：期限\r\n"), "{calendar}");
    let link = "<a href=\"../calendar.ics\" type=\"text/calendar\">期限をカレンダーに登録</a>";
    assert!(text(&site, "actions/index.html").contains(link));
}

#[test]
fn no_title_becomes_a_line_of_the_calendar() {
    let titles = [
        r"a\n BEGIN:VALARM\r\nTRIGGER:-PT1M\nEND:VALARM",
        r"END:VEVENT\u2028END:VCALENDAR\u0085X:y\u000bz\u0000",
        r"one, two; three\\ four: five \\n six \u0022seven\u0022",
        r"^n ^^ %0D%0A &#10; ={0D}{0A}",
        "",
    ];
    let japanese = "証明書の期限が切れて決済が停止した件について、".repeat(9);
    let titles = titles
        .into_iter()
        .chain([japanese.as_str(), "🚒\u{200d}👩"]);
    let documents: Vec<(String, String)> = titles
        .enumerate()
        .map(|(number, title)| {
            let id = if number == 0 { r"INC 1\nBEGIN:VTODO,;" } else { "INC" };
            let text = format!(
                "---\nid: \"{id}-{number}\"\ntitle: \"{title}\"\nstarted_at: 2026-05-01\nreview_by: 9999-12-31\nowner: \"o\\n{number};\"\nactions: [{{id: \"A\\n1\", title: \"{title}\", owner: \"o\\n{number};\", due: 2026-06-30}}]\n---\n"
            );
            (format!("incidents/{number}.md"), text)
        })
        .collect();
    let documents: Vec<_> = documents
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let site = site("title: \"KB\\nX:y;,\"\nas_of: 2026-06-01\n", &documents);
    let calendars: Vec<&String> = site.keys().filter(|path| path.ends_with(".ics")).collect();
    assert_eq!(calendars.len(), 1 + documents.len());
    let mut all = Vec::new();
    for path in calendars {
        let calendar = text(&site, path);
        all.extend(faults(path, calendar));
        let events = events(calendar);
        let count = if path == "calendar.ics" {
            2 * documents.len()
        } else {
            2
        };
        if events.len() != count {
            all.push(format!("{path}: {} events", events.len()));
        }
        let alarms = events
            .values()
            .filter(|event| !event.components().is_empty());
        all.extend(alarms.map(|event| format!("{path}: {event:?}")));
    }
    assert_none("calendars", &all);
    let events = events(text(&site, "calendar.ics"));
    let summaries: Vec<&str> = events.values().filter_map(Event::get_summary).collect();
    for expected in [
        "Action due: INC-2/A 1 one, two; three\\ four: five \\n six \"seven\"",
        "Read again: INC-1 END:VEVENT END:VCALENDAR X:y z",
        &format!("Read again: INC-5 {japanese}"),
    ] {
        assert!(summaries.contains(&expected), "{expected}\n{summaries:#?}");
    }
}

#[test]
fn the_example_can_be_subscribed_to() {
    let folder = Folder::new();
    let output = folder.path().join("site");
    succeed(
        repository(),
        &["build", "--output", output.to_str().unwrap()],
    );
    let site = read_files(&output);
    let mut all = Vec::new();
    for path in site.keys().filter(|path| path.ends_with(".ics")) {
        all.extend(faults(path, text(&site, path)));
        let events = events(text(&site, path));
        let known = events
            .keys()
            .all(|uid| uid.starts_with("https://kb.yadomori.example/"));
        if !known {
            all.push(format!("{path}: {:?}", events.keys()));
        }
    }
    let services = site.keys().filter(|path| path.starts_with("services/"));
    for path in services.filter(|path| path.ends_with(".html") && !path.ends_with("index.html")) {
        let of_service = feed(&site, &path.replace(".html", ".xml"));
        if of_service.entries().is_empty() {
            all.push(format!("{path}: no entries"));
        }
    }
    assert_none("subscriptions", &all);
    assert!(events(text(&site, "calendar.ics")).len() > 15);
}
