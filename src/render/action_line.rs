//! An action as a line of a list, wherever actions are listed.

use chrono::NaiveDate;

use crate::document::incident::{ActionState, Control};
use crate::insight::actions::{title_in, works_by_itself};
use crate::insight::board::{BoardAction, Standing};
use crate::knowledge_base::TermKind;
use crate::render::paths::{part_href, relative};
use crate::render::site::Site;
use crate::render::views::{BadgeView, LineView, LinkView, term_link};

/// The most reports that a line names which share its action.
const SHARED_SHOWN: usize = 8;

/// The line of an action on the page at `page`: its title, the day that counts for how it stands, who
/// does it or that nobody does, how long it has been open and which other reports wait for it.
#[must_use]
pub fn action_line(site: &Site<'_>, page: &str, action: &BoardAction<'_>) -> LineView {
    let name = action.written().name();
    let document = site
        .base
        .in_language(action.place.entry, site.base.config.language);
    let (title, language) = action_title(site, action, &name);
    let owner = action.action.owner.as_ref();
    let owner = owner.map(|owner| term_link(site, page, TermKind::Owner, owner));
    let (label, day) = day(action);
    LineView {
        href: part_href(&relative(page, site.paths.document(document)), &name),
        id: action.address(site.base),
        title,
        language,
        kind: site.word("kind", site.base[document].kind().as_str()),
        date: day.map(|day| site.format.day_view(day)),
        date_label: day.map(|_| site.text(&format!("dates.{label}"))),
        badges: badges(site, action),
        terms: vec![owner.unwrap_or_else(|| LinkView::words(site.text("actions.nobody")))],
        note: note(site, action),
        note_language: None,
    }
}

/// The title in the language of the site, where a version of the report has one; the name of the
/// action where it has no title.
#[must_use]
pub fn action_title(
    site: &Site<'_>,
    action: &BoardAction<'_>,
    name: &str,
) -> (String, &'static str) {
    let language = site.base.config.language;
    title_in(site.base, action.place, language).map_or_else(
        || {
            let original = site.base.original(action.place.entry);
            (name.to_owned(), original.language.code())
        },
        |(title, language)| (title.to_owned(), language.code()),
    )
}

/// The day that counts, by its key under `dates`: until when it is to be done, or when it was.
fn day(action: &BoardAction<'_>) -> (&'static str, Option<NaiveDate>) {
    let written = action.action;
    let (label, day) = match action.standing {
        Standing::Overdue | Standing::Open => ("due", &written.due),
        Standing::Unverified => ("done", &written.done_on),
        Standing::Verified => ("verified", &written.verified_on),
        Standing::Dropped => return ("opened", action.opened_on),
    };
    (label, day.as_ref().map(|day| day.value))
}

fn badges(site: &Site<'_>, action: &BoardAction<'_>) -> Vec<BadgeView> {
    let mut badges = Vec::new();
    let mut badge = |text: String, class: &str| {
        badges.push(BadgeView {
            text,
            class: class.to_owned(),
        });
    };
    let written = action.action;
    match (action.standing, &written.due) {
        (Standing::Overdue, Some(due)) => {
            let late = (site.today - due.value).num_days().to_string();
            badge(site.counted("home.days_overdue", &late), "overdue");
        }
        (standing, _) => {
            let state = written.state();
            if state != ActionState::Open {
                let class = format!("state-{}", state.as_str());
                badge(site.word("action-state", state.as_str()), &class);
            } else if standing == Standing::Open {
                badge(site.word("action-state", "open"), "state-open");
            }
        }
    }
    if let Some(control) = &written.control {
        badge(
            site.word("control", control.as_str()),
            control_class(control.value),
        );
    }
    badges
}

/// Controls that rest on people stand out from those that work by themselves.
fn control_class(control: Control) -> &'static str {
    if works_by_itself(control) {
        "control"
    } else {
        "control control-weak"
    }
}

/// For how many days it has been done.
fn days_since_done(site: &Site<'_>, action: &BoardAction<'_>) -> Option<i64> {
    let done = action.action.done_on.as_ref()?.value;
    let days = (site.today - done).num_days();
    (days > 0).then_some(days)
}

/// How long it has been open or waits to be verified, and which other reports share it.
fn note(site: &Site<'_>, action: &BoardAction<'_>) -> Option<String> {
    let mut parts = Vec::new();
    let (key, days) = match action.standing {
        Standing::Overdue | Standing::Open => ("actions.open_for", action.age(site.today)),
        Standing::Unverified => ("actions.unverified_for", days_since_done(site, action)),
        Standing::Verified | Standing::Dropped => ("", None),
    };
    if let Some(days) = days {
        parts.push(site.counted(key, &days.to_string()));
    }
    if !action.shared_by.is_empty() {
        let more = action.shared_by.len().saturating_sub(SHARED_SHOWN);
        let shown = action.shared_by.iter().take(SHARED_SHOWN);
        let ids = shown.map(|entry| site.base[*entry].id.to_string());
        let more = (more > 0).then(|| site.counted("home.more", &more.to_string()));
        let ids: Vec<String> = ids.chain(more).collect();
        let ids = ids.join(&site.text("list_separator"));
        parts.push(site.filled("actions.shared_by", &[("ids", &ids)]));
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}
