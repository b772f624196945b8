//! `calendar.ics` and one for each owner beside their page: what is to be done by when, to subscribe to.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveTime, Utc};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::document::Id;
use crate::insight::actions::ActionPlace;
use crate::insight::due::{Due, DueSort, all_due};
use crate::insight::messages::communications;
use crate::knowledge_base::{Term, TermKind};
use crate::render::action_line::action_title;
use crate::render::addresses::{address, identifier};
use crate::render::icalendar::{Calendar, Event};
use crate::render::pages::follow_ups::responsible;
use crate::render::paths::{part_href, percent_encoded};
use crate::render::site::{Output, RenderError, Site, write as write_file};
use crate::render::views::term_link;
use crate::time::When;

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    let all = all_due(site.base, site.relations, &site.board);
    let mut by_owner: BTreeMap<&Id, Vec<&Due>> = BTreeMap::new();
    for due in &all {
        if let Some(owner) = &due.owner {
            by_owner.entry(owner).or_default().push(due);
        }
    }
    let title = &site.base.config.title;
    let name = site.filled("calendar.name", &[("title", title)]);
    write_calendar(
        site,
        output,
        "calendar.ics",
        &name,
        &all.iter().collect::<Vec<_>>(),
    )?;
    let owners: Vec<&Term> = site.base.terms.of_kind(TermKind::Owner).collect();
    owners.par_iter().try_for_each(|owner| {
        let Some(path) = of_owner(site, owner) else {
            return Ok(());
        };
        let who = owner.name_in(site.base.config.language);
        let name = site.filled("calendar.name_of", &[("owner", who), ("title", title)]);
        // A calendar stays when nothing is left to do, so that subscriptions to it do not fail.
        let due = by_owner.get(&owner.id).map_or(&[][..], Vec::as_slice);
        write_calendar(site, output, &path, &name, due)
    })
}

/// Where the calendar of an owner is: beside their page.
pub(super) fn of_owner(site: &Site<'_>, owner: &Term) -> Option<String> {
    let page = site.paths.term(TermKind::Owner, &owner.id)?;
    Some(format!("{}.ics", page.trim_end_matches(".html")))
}

fn write_calendar(
    site: &Site<'_>,
    output: &dyn Output,
    path: &str,
    name: &str,
    due: &[&Due],
) -> Result<(), RenderError> {
    let midnight = site.format.zone.at(site.today.and_time(NaiveTime::MIN));
    let mut calendar = Calendar::new(name, midnight.to_utc());
    let mut uids: FxHashMap<String, usize> = FxHashMap::default();
    for due in due.iter().filter(|due| has_four_digits(due.when)) {
        add(site, &mut calendar, due, &mut uids);
    }
    write_file(output, path, calendar.finish().as_bytes())
}

/// Whether a calendar can hold the year.
fn has_four_digits(when: When) -> bool {
    let year = match when {
        When::Day(day) => day.year(),
        When::Time(time) => DateTime::<Utc>::from(time).year(),
    };
    (0..=9999).contains(&year)
}

fn add(site: &Site<'_>, calendar: &mut Calendar, due: &Due, uids: &mut FxHashMap<String, usize>) {
    let base = site.base;
    let entry = &base[due.entry];
    let shown = base.in_language(due.entry, base.config.language);
    let document = one_line(&format!("{} {}", entry.id, base[shown].title));
    let page = address(site, site.paths.document(shown));
    let action = site.board.at(ActionPlace {
        entry: due.entry,
        position: due.position,
    });
    let action = action.filter(|_| due.sort == DueSort::Action);
    let name = action.map(|action| action.written().name());
    let (what, url) = match (action, &name) {
        (Some(action), Some(name)) => {
            let (title, _) = action_title(site, action, name);
            let what = one_line(&format!("{} {title}", action.address(base)));
            (what, part_href(&page, name))
        }
        _ => (document.clone(), page),
    };
    let sort = site.text(&format!("calendar.sort.{}", due.sort.as_str()));
    let mut description = Vec::new();
    if action.is_some() {
        description.push(document);
    }
    description.extend(addressee(site, due));
    let who = who(site, due).join(&site.text("list_separator"));
    if !who.is_empty() {
        description.push(site.filled("calendar.owner", &[("owner", &who)]));
    }
    calendar.add(&Event {
        uid: &unique(uid(site, due, name.as_deref()), uids),
        when: due.when,
        summary: &site.filled("calendar.summary", &[("sort", &sort), ("what", &what)]),
        category: &sort,
        description: &description,
        url: base.config.base_url.as_ref().map(|_| url.as_str()),
    });
}

/// What is due by the document it is in, so that it keeps its name when its day changes.
fn uid(site: &Site<'_>, due: &Due, action: Option<&str>) -> String {
    let page = site.paths.document(site.base[due.entry].original);
    let page = identifier(site, page);
    let sort = due.sort.as_str();
    match due.sort {
        DueSort::Action => {
            let action = percent_encoded(action.unwrap_or_default());
            format!("{page}#{sort}-{action}")
        }
        DueSort::Update | DueSort::Report => format!("{page}#{sort}-{}", due.position + 1),
        _ => format!("{page}#{sort}"),
    }
}

/// A name that is not taken: of two actions that are called the same, the later has a number.
fn unique(uid: String, taken: &mut FxHashMap<String, usize>) -> String {
    let count = taken.entry(uid.clone()).or_default();
    *count += 1;
    match *count {
        1 => uid,
        count => format!("{uid}:{count}"),
    }
}

/// Who sees to it.
fn who(site: &Site<'_>, due: &Due) -> Vec<String> {
    let links = match due.sort {
        DueSort::Update | DueSort::Report | DueSort::ClosingNotice | DueSort::FixNotice => {
            responsible(site, "", due.entry)
        }
        DueSort::Action | DueSort::Fix | DueSort::Review | DueSort::Contract => {
            let owner = due.owner.iter();
            owner
                .map(|owner| term_link(site, "", TermKind::Owner, owner.as_str()))
                .collect()
        }
    };
    links.into_iter().map(|link| link.text).collect()
}

/// To whom a message goes.
fn addressee(site: &Site<'_>, due: &Due) -> Option<String> {
    if !matches!(due.sort, DueSort::Update | DueSort::Report) {
        return None;
    }
    let messages = communications(site.base.original(due.entry));
    let message = messages.get(due.position)?;
    let audience = message.audience.as_ref();
    let who = message
        .addressee
        .clone()
        .or_else(|| Some(site.word("audience", audience?.as_str())))?;
    Some(site.filled("follow_ups.to", &[("who", &who)]))
}

/// Words without line breaks and other signs that are not to be seen.
fn one_line(words: &str) -> String {
    let parts = words.split(|c: char| c.is_whitespace() || c.is_control());
    parts
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
