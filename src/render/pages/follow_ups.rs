//! What is still owed to people outside: `follow-ups/index.html`, and a page of its own for each sort
//! of which there is more.

use std::ops::Range;

use serde::Serialize;

use crate::document::common::Audience;
use crate::document::incident::Incident;
use crate::insight::follow_ups::FollowUps;
use crate::insight::messages::{
    Deadline, DeadlineState, MissedUpdate, OwedNotice, communications, communications_leads,
    instances,
};
use crate::knowledge_base::{EntryIndex, TermKind};
use crate::render::paging::{NumberedPage, numbered_pages, numbered_path};
use crate::render::paths::relative;
use crate::render::site::{Output, PageView, RenderError, Site};
use crate::render::unit::page_of_view;
use crate::render::views::{BadgeView, LineView, LinkView, line, term_link};
use crate::time::Moment;

/// Where the page is.
pub(super) const PATH: &str = "follow-ups/index.html";
/// The part of the navigation that it belongs to.
const SECTION: &str = "follow-ups";
/// The most lines of each sort on the first page.
const SHOWN: usize = 50;
/// The most customers that a line names.
const NAMED: usize = 10;

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    if !output.wants_within(SECTION) {
        return Ok(());
    }
    let all = FollowUps::on(site.base, site.relations, site.today);
    let sorts: Vec<Sort<'_>> = Sort::all(&all);
    let parts = sorts.iter().map(|sort| {
        let shown = sort.owed.len().min(SHOWN);
        sort.part(site, PATH, 0..shown)
    });
    let view = FollowUpsPage {
        page: PageView::new(site, PATH, &site.text("follow_ups.title"), SECTION),
        today: site.format.day(site.today),
        parts: parts.collect(),
        whole: None,
        numbered: NumberedPage::default(),
    };
    page_of_view(site, output, "follow-ups.html", PATH, &view)?;
    for sort in sorts.iter().filter(|sort| sort.owed.len() > SHOWN) {
        write_sort(site, output, sort)?;
    }
    Ok(())
}

/// The pages of one sort.
fn write_sort(site: &Site<'_>, output: &dyn Output, sort: &Sort<'_>) -> Result<(), RenderError> {
    let title = site.text(&format!("follow_ups.{}", sort.key));
    for (path, range, numbered) in numbered_pages(sort.owed.len(), SECTION, &sort.name()) {
        let part = sort.part(site, &path, range);
        let view = FollowUpsPage {
            page: PageView::new(site, &path, &title, SECTION),
            today: site.format.day(site.today),
            parts: vec![PartView { more: 0, ..part }],
            whole: Some(relative(&path, PATH)),
            numbered,
        };
        page_of_view(site, output, "follow-ups.html", &path, &view)?;
    }
    Ok(())
}

#[derive(Debug, Serialize)]
struct FollowUpsPage {
    page: PageView,
    today: String,
    parts: Vec<PartView>,
    /// Where the other sorts are, on a page of one sort.
    whole: Option<String>,
    /// Where it stands among the pages of that sort.
    numbered: NumberedPage,
}

/// One sort of thing that is owed.
#[derive(Debug, Serialize)]
struct PartView {
    key: &'static str,
    /// What it is that is owed.
    about: String,
    count: usize,
    /// How many are not shown.
    more: usize,
    /// Where all of them are.
    href: String,
    lines: Vec<LineView>,
}

/// Something that is owed, of whichever sort.
#[derive(Debug, Clone, Copy)]
enum Owed<'a> {
    ClosingNotice(&'a OwedNotice),
    Update(&'a MissedUpdate<'a>),
    Deadline(&'a Deadline<'a>),
    FixNotice(&'a OwedNotice),
}

/// All that is owed of one sort, in the order in which to take it up.
struct Sort<'a> {
    /// `closing_notices`, `missed_updates`, `deadlines` or `fix_notices`.
    key: &'static str,
    /// The text that says what it is that is owed.
    about: &'static str,
    owed: Vec<(EntryIndex, Owed<'a>)>,
}

impl<'a> Sort<'a> {
    fn all(all: &'a FollowUps<'a>) -> Vec<Self> {
        let closing = all.closing_notices.iter();
        let updates = all.missed_updates.iter();
        let deadlines = all.deadlines.iter();
        let fixes = all.fix_notices.iter();
        vec![
            Self {
                key: "closing_notices",
                about: "about_closing_notices",
                owed: closing
                    .map(|(entry, owed)| (*entry, Owed::ClosingNotice(owed)))
                    .collect(),
            },
            Self {
                key: "missed_updates",
                about: "about_missed_updates",
                owed: updates
                    .map(|(entry, missed)| (*entry, Owed::Update(missed)))
                    .collect(),
            },
            Self {
                key: "deadlines",
                about: "about_deadlines",
                owed: deadlines
                    .map(|(entry, deadline)| (*entry, Owed::Deadline(deadline)))
                    .collect(),
            },
            Self {
                key: "fix_notices",
                about: "about_fix_notices",
                owed: fixes
                    .map(|(entry, owed)| (*entry, Owed::FixNotice(owed)))
                    .collect(),
            },
        ]
    }

    /// The name of its pages.
    fn name(&self) -> String {
        self.key.replace('_', "-")
    }

    /// These lines of it, for the page at `path`.
    fn part(&self, site: &Site<'_>, path: &str, range: Range<usize>) -> PartView {
        let owed = self.owed[range].iter();
        let lines: Vec<LineView> = owed
            .map(|(entry, owed)| owed_line(site, path, *entry, *owed))
            .collect();
        PartView {
            key: self.key,
            about: site.text(&format!("follow_ups.{}", self.about)),
            count: self.owed.len(),
            more: self.owed.len() - lines.len(),
            href: relative(path, &numbered_path(SECTION, &self.name(), 1)),
            lines,
        }
    }
}

/// What one entry still owes, in words, the sorts in the order of the page.
pub(super) fn still_owed(site: &Site<'_>, path: &str, entry: EntryIndex) -> Vec<LineView> {
    let owed = FollowUps::of(site.base, site.relations, entry, site.today).still_owed();
    let lines = Sort::all(&owed).into_iter().flat_map(|sort| sort.owed);
    lines
        .map(|(entry, owed)| LineView {
            title: what(site, owed),
            language: site.base.config.language.code(),
            ..owed_line(site, path, entry, owed)
        })
        .collect()
}

/// What is owed, in a few words.
fn what(site: &Site<'_>, owed: Owed<'_>) -> String {
    site.text(match owed {
        Owed::ClosingNotice(_) => "follow_ups.closing_notice",
        Owed::Update(_) => "follow_ups.update",
        Owed::Deadline(_) => "follow_ups.deadline",
        Owed::FixNotice(_) => "follow_ups.fix_notice",
    })
}

/// The line of what an entry owes: since when, to whom, and who sees to it.
fn owed_line(site: &Site<'_>, path: &str, entry: EntryIndex, owed: Owed<'_>) -> LineView {
    let line = line(site, path, entry);
    let (since, badge) = match owed {
        Owed::ClosingNotice(notice) | Owed::FixNotice(notice) => {
            let since = notice.since.as_ref();
            (since, since.map(|since| owed_for(site, since)))
        }
        Owed::Update(missed) => {
            let badge = match missed.sent {
                None => owed_for(site, missed.promised),
                Some(sent) => late(site, sent),
            };
            (Some(&missed.promised.value), Some(badge))
        }
        Owed::Deadline(deadline) => (Some(&deadline.due.value), Some(of_deadline(site, deadline))),
    };
    let label = match owed {
        Owed::ClosingNotice(_) | Owed::FixNotice(_) => "since",
        Owed::Update(_) => "promised",
        Owed::Deadline(_) => "due",
    };
    let (note, note_language) = whom(site, entry, owed);
    LineView {
        href: if communications(site.base.original(entry)).is_empty() {
            line.href.clone()
        } else {
            format!("{}#hansei-communications", line.href)
        },
        date: since.map(|since| site.format.moment(since)),
        date_label: since.map(|_| site.text(&format!("dates.{label}"))),
        badges: badge.into_iter().collect(),
        terms: responsible(site, path, entry),
        note,
        note_language,
        ..line
    }
}

/// For how many days something has been owed; a promise of today is not broken yet.
fn owed_for(site: &Site<'_>, since: &Moment) -> BadgeView {
    let days = (site.today - since.day_in(site.format.zone)).num_days();
    BadgeView {
        text: site.counted("follow_ups.owed_for", &days.max(0).to_string()),
        class: "overdue".to_owned(),
    }
}

fn late(site: &Site<'_>, sent: &Moment) -> BadgeView {
    let sent = site.format.moment(sent).text;
    BadgeView {
        text: site.filled("follow_ups.late", &[("at", &sent)]),
        class: "late".to_owned(),
    }
}

fn of_deadline(site: &Site<'_>, deadline: &Deadline<'_>) -> BadgeView {
    let (key, class) = match deadline.state {
        DeadlineState::Near => ("follow_ups.near", "near"),
        DeadlineState::Missed => ("follow_ups.missed", "overdue"),
        DeadlineState::Late => ("follow_ups.was_late", "late"),
    };
    BadgeView {
        text: site.text(key),
        class: class.to_owned(),
    }
}

/// Whom something is owed to: their names, where they are written, with the language that they are
/// in; else what sort of people they are.
fn whom(
    site: &Site<'_>,
    entry: EntryIndex,
    owed: Owed<'_>,
) -> (Option<String>, Option<&'static str>) {
    let document = site.base.original(entry);
    let (audience, names) = match owed {
        Owed::ClosingNotice(_) => {
            let accounts = document.incident().map(accounts).unwrap_or_default();
            (Some(Audience::Customers), accounts)
        }
        Owed::FixNotice(_) => {
            let instances = instances(site.base, site.relations, entry);
            let mut all: Vec<&str> = instances.into_iter().flat_map(accounts).collect();
            all.sort_unstable();
            all.dedup();
            (Some(Audience::Customers), all)
        }
        Owed::Update(missed) => (missed.audience, Vec::new()),
        Owed::Deadline(deadline) => {
            let addressee = deadline.addressee.into_iter().collect();
            (Some(Audience::Regulator), addressee)
        }
    };
    if names.is_empty() {
        let who = audience.map(|audience| site.word("audience", audience.as_str()));
        let note = who.map(|who| site.filled("follow_ups.to", &[("who", &who)]));
        return (note, None);
    }
    let shown = names[..names.len().min(NAMED)].join(&site.text("list_separator"));
    let more = names.len().saturating_sub(NAMED);
    let note = if more > 0 {
        format!("→ {shown} (+{more})")
    } else {
        format!("→ {shown}")
    };
    (Some(note), Some(document.language.code()))
}

fn accounts(incident: &Incident) -> Vec<&str> {
    let impact = incident.impact.iter();
    let accounts = impact.flat_map(|impact| &impact.accounts);
    accounts.map(String::as_str).collect()
}

/// Who sees to it: who led communications in an incident, else who owns the fix or the document;
/// where nobody does, that.
pub(super) fn responsible(site: &Site<'_>, path: &str, entry: EntryIndex) -> Vec<LinkView> {
    let document = site.base.original(entry);
    let leads: Vec<LinkView> = communications_leads(document)
        .map(|name| term_link(site, path, TermKind::Owner, name))
        .collect();
    if !leads.is_empty() {
        return leads;
    }
    let fix = document
        .known_error()
        .and_then(|error| error.permanent_fix.as_ref());
    let owner = fix
        .and_then(|fix| fix.owner.as_ref())
        .or(document.common.owner.as_ref());
    vec![owner.map_or_else(
        || LinkView::words(site.text("actions.nobody")),
        |owner| term_link(site, path, TermKind::Owner, owner),
    )]
}
