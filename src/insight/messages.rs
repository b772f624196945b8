//! What is owed to people outside: closing notices, promised updates, reports to authorities.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::diagnostic::Spanned;
use crate::document::common::{Audience, Communication, Stage};
use crate::document::incident::{IncidentType, Milestone, Status};
use crate::document::known_error::{FixState, KnownErrorStatus};
use crate::document::{Document, Incident, SectionKind};
use crate::knowledge_base::{EntryIndex, KnowledgeBase};
use crate::link::Relations;
use crate::time::{Moment, Zone};

/// How many days before its end a deadline of an authority is near.
pub const DAYS_BEFORE_DEADLINE: i64 = 7;

/// A last word that customers have not had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedNotice {
    /// Since when it is owed: when the incident was over, or the fix was out; `None` where that is
    /// not written.
    pub since: Option<Moment>,
}

/// A promised message that came late, or has not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissedUpdate<'a> {
    /// When it was promised for, and where that is written.
    pub promised: &'a Spanned<Moment>,
    /// To whom.
    pub audience: Option<Audience>,
    /// When it came; `None` where it has not.
    pub sent: Option<&'a Moment>,
}

/// How a report to an authority stands to its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeadlineState {
    /// It is due within [`DAYS_BEFORE_DEADLINE`] days.
    Near,
    /// Its day has passed, and it has not been sent.
    Missed,
    /// It was sent after its day.
    Late,
}

/// A report that an authority wants by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline<'a> {
    /// When it is due, and where that is written.
    pub due: &'a Spanned<Moment>,
    /// To whom it goes, where that is written.
    pub addressee: Option<&'a str>,
    /// How it stands.
    pub state: DeadlineState,
}

/// A message to people outside that has not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AwaitedMessage<'a> {
    /// The position among the document's communications, from 0, of what says when it is due: the
    /// message that promises it, or itself.
    pub position: usize,
    /// When it is due, by now or later, and where that is written.
    pub due: &'a Spanned<Moment>,
    /// To whom.
    pub audience: Option<Audience>,
}

/// Everything that a document says was said to people outside.
#[must_use]
pub fn communications(document: &Document) -> &[Communication] {
    match (document.incident(), document.known_error()) {
        (Some(incident), _) => &incident.communications,
        (_, Some(error)) => &error.communications,
        _ => &[],
    }
}

/// Who speaks to people outside about an incident, as written.
pub fn communications_leads(document: &Document) -> impl Iterator<Item = &str> {
    let roles = document.incident().into_iter();
    roles
        .flat_map(|incident| &incident.roles.0)
        .filter(|(role, _)| role.value == "communications_lead")
        .flat_map(|(_, people)| people)
        .map(|name| name.as_str())
}

/// Whether a message is for these people.
#[must_use]
pub fn is_for(message: &Communication, audience: Audience) -> bool {
    message
        .audience
        .as_ref()
        .is_some_and(|written| written.value == audience)
}

fn is_last_word(message: &Communication) -> bool {
    is_for(message, Audience::Customers)
        && message
            .stage
            .as_ref()
            .is_some_and(|stage| stage.value == Stage::Final)
}

/// Whether customers felt an incident, or were told of it.
fn reached_customers(incident: &Incident) -> bool {
    let impact = incident.impact.as_ref();
    let felt = impact.is_some_and(|impact| {
        impact.users.as_ref().is_some_and(|users| users.value > 0)
            || impact.sla_breached == Some(true)
            || !impact.accounts.is_empty()
    });
    let told = |message: &Communication| is_for(message, Audience::Customers);
    felt || incident.communications.iter().any(told)
}

/// Whether there is something to tell customers: they were hurt by an incident or by planned work, or
/// were told of it. Near misses and pre-mortems hurt nobody.
#[must_use]
pub fn concerns_customers(incident: &Incident) -> bool {
    let kind = incident.incident_type();
    matches!(kind, IncidentType::Incident | IncidentType::Maintenance)
        && reached_customers(incident)
}

/// The closing notice that customers are owed once an incident is over: it concerns them, and they
/// have had no last word.
#[must_use]
pub fn owed_closing_notice(document: &Document) -> Option<OwedNotice> {
    let incident = document.incident()?;
    let resolved = document.milestone(Milestone::Resolved);
    let is_over = resolved.is_some() || incident.status() == Status::Final;
    let is_owed = is_over
        && concerns_customers(incident)
        && !incident.communications.iter().any(is_last_word);
    is_owed.then(|| OwedNotice {
        since: resolved.map(|resolved| resolved.value.clone()),
    })
}

/// The word that customers are owed once a known error is fixed: they were told of it, here or in
/// an incident of it, were given a way around, and have not been told that they no longer need it.
#[must_use]
pub fn owed_fix_notice(
    base: &KnowledgeBase,
    relations: &Relations,
    entry: EntryIndex,
) -> Option<OwedNotice> {
    let document = base.original(entry);
    let error = document.known_error()?;
    let is_fixed =
        error.status() == KnownErrorStatus::Fixed || error.fix_state() == FixState::Released;
    let workaround = document.body.section(SectionKind::Workaround);
    if !is_fixed || !workaround.is_some_and(|section| section.filled) {
        return None;
    }
    let released = error
        .permanent_fix
        .as_ref()
        .and_then(|fix| fix.released_on.as_ref());
    let released = released.map(|day| Moment::from(day.value));
    let instances = instances(base, relations, entry);
    let told = communications(document)
        .iter()
        .any(|one| is_for(one, Audience::Customers))
        || instances.iter().any(|incident| has_accounts(incident));
    let of_instances = instances
        .iter()
        .flat_map(|incident| &incident.communications);
    let mut messages = communications(document).iter().chain(of_instances);
    let is_told_of_fix =
        messages.any(|message| is_last_word(message) && is_after(message, released.as_ref()));
    (told && !is_told_of_fix).then_some(OwedNotice { since: released })
}

fn has_accounts(incident: &Incident) -> bool {
    let impact = incident.impact.as_ref();
    impact.is_some_and(|impact| !impact.accounts.is_empty())
}

/// Whether a message was sent on this day or later; one without a time may have been.
fn is_after(message: &Communication, day: Option<&Moment>) -> bool {
    match (&message.at, day) {
        (Some(at), Some(day)) => !at.is_before(day),
        _ => true,
    }
}

/// The incidents that were instances of a known error.
#[must_use]
pub fn instances<'a>(
    base: &'a KnowledgeBase,
    relations: &Relations,
    error: EntryIndex,
) -> Vec<&'a Incident> {
    let others = relations.of(error).iter();
    others
        .filter_map(|relation| base.original(relation.other).incident())
        .filter(|incident| {
            let mut known = incident.known_errors.iter();
            known.any(|id| base.named(id).is_some_and(|named| named.entry == error))
        })
        .collect()
}

/// The promises of another message that were not kept, in the order written. The next message is
/// the next one to the same people; a promise of today can still be kept.
#[must_use]
pub fn missed_updates(document: &Document, zone: Zone, today: NaiveDate) -> Vec<MissedUpdate<'_>> {
    let messages = communications(document);
    let mut missed = Vec::new();
    for message in messages {
        let (Some(at), Some(promised)) = (&message.at, &message.next_update_by) else {
            continue;
        };
        let sent = next_message(messages, message, at, zone);
        let is_missed = match sent {
            Some(sent) => promised.is_before(sent),
            None => promised.day_in(zone) < today,
        };
        if is_missed {
            missed.push(MissedUpdate {
                promised,
                audience: audience(message),
                sent,
            });
        }
    }
    missed
}

/// When the next message after one that was sent `at` went to the same people.
fn next_message<'a>(
    messages: &'a [Communication],
    message: &Communication,
    at: &Moment,
    zone: Zone,
) -> Option<&'a Moment> {
    let audience = audience(message);
    let same = messages
        .iter()
        .filter(|other| self::audience(other) == audience);
    let later = same
        .filter_map(|other| other.at.as_ref())
        .filter(|other| at.is_before(other));
    later
        .min_by_key(|other| order(other, zone))
        .map(|at| &at.value)
}

/// The promises of another message that nothing has followed, in the order written. What the own
/// people were promised is not owed to anybody outside.
#[must_use]
pub fn awaited_updates(document: &Document, zone: Zone) -> Vec<AwaitedMessage<'_>> {
    let messages = communications(document);
    let mut awaited = Vec::new();
    for (position, message) in messages.iter().enumerate() {
        let (Some(at), Some(due)) = (&message.at, &message.next_update_by) else {
            continue;
        };
        let audience = audience(message);
        if audience != Some(Audience::Internal)
            && next_message(messages, message, at, zone).is_none()
        {
            awaited.push(AwaitedMessage {
                position,
                due,
                audience,
            });
        }
    }
    awaited
}

/// The reports that authorities want by a day and have not had, in the order written.
#[must_use]
pub fn awaited_reports(document: &Document) -> Vec<AwaitedMessage<'_>> {
    let messages = communications(document).iter().enumerate();
    let unsent = messages
        .filter(|(_, message)| is_for(message, Audience::Regulator) && message.at.is_none());
    unsent
        .filter_map(|(position, message)| {
            Some(AwaitedMessage {
                position,
                due: message.due.as_ref()?,
                audience: Some(Audience::Regulator),
            })
        })
        .collect()
}

fn audience(message: &Communication) -> Option<Audience> {
    message.audience.as_ref().map(|audience| audience.value)
}

/// Moments in order; a day stands before the times on it.
fn order(moment: &Moment, zone: Zone) -> (NaiveDate, Option<DateTime<Utc>>) {
    (moment.day_in(zone), moment.time().map(|time| time.to_utc()))
}

/// The reports to authorities that are due soon, overdue, or were sent late, in the order written.
#[must_use]
pub fn deadlines(document: &Document, zone: Zone, today: NaiveDate) -> Vec<Deadline<'_>> {
    let messages = communications(document).iter();
    let for_authorities = messages.filter(|message| is_for(message, Audience::Regulator));
    for_authorities
        .filter_map(|message| {
            let due = message.due.as_ref()?;
            let left = due.day_in(zone) - today;
            let state = match &message.at {
                Some(at) if due.is_before(at) => DeadlineState::Late,
                None if left < TimeDelta::zero() => DeadlineState::Missed,
                None if left <= TimeDelta::days(DAYS_BEFORE_DEADLINE) => DeadlineState::Near,
                _ => return None,
            };
            Some(Deadline {
                due,
                addressee: message.addressee.as_deref(),
                state,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::tests::knowledge_base;

    fn incident(front_matter: &str) -> KnowledgeBase {
        let text = format!("---\n{front_matter}---\n");
        knowledge_base("", &[("content/incidents/a.md", &text)])
    }

    fn today() -> NaiveDate {
        "2026-06-01".parse().unwrap()
    }

    #[test]
    fn customers_who_were_hurt_or_told_are_owed_a_last_word() {
        let owed = |front_matter: &str| owed_closing_notice(&incident(front_matter).documents()[0]);
        let over = "resolved_at: 2026-05-01T10:00Z\n";
        for felt in [
            "impact: {users: 3}\n",
            "impact: {sla_breached: true}\n",
            "impact: {accounts: [Kawasemi]}\n",
            "communications: [{at: 2026-05-01, audience: customers, stage: first}]\n",
        ] {
            let since = owed(&format!("{over}{felt}")).and_then(|owed| owed.since);
            assert_eq!(
                since.map(|since| since.written),
                Some("2026-05-01T10:00Z".to_owned())
            );
            assert_eq!(
                owed(&format!("status: final\n{felt}")),
                Some(OwedNotice { since: None })
            );
            assert_eq!(owed(felt), None, "it is going on");
        }
        let told = "communications: [{at: 2026-05-01, audience: customers, stage: final}]\n";
        for none in [
            "impact: {users: 0, sla_breached: false}\n".to_owned(),
            format!("impact: {{users: 3}}\n{told}"),
            "type: near-miss\nimpact: {users: 3}\n".to_owned(),
        ] {
            assert_eq!(owed(&format!("{over}{none}")), None, "{none}");
        }
    }

    #[test]
    fn promises_are_kept_by_the_next_message_to_the_same_people() {
        let missed = |messages: &str| -> Vec<Option<String>> {
            let base = incident(&format!("communications:\n{messages}"));
            missed_updates(&base.documents()[0], Zone::default(), today())
                .iter()
                .map(|missed| missed.sent.map(|sent| sent.written.clone()))
                .collect()
        };
        let first =
            "  - {at: 2026-05-01T10:00Z, audience: customers, next_update_by: 2026-05-01T11:00Z}\n";
        let kept = "  - {at: 2026-05-01T10:50Z, audience: customers}\n";
        let late = "  - {at: 2026-05-01T11:20Z, audience: customers}\n";
        let other = "  - {at: 2026-05-01T10:10Z, audience: internal}\n";
        let to_come = "  - {at: 2026-05-31T10:00Z, next_update_by: 2026-06-01T00:10Z}\n";
        assert_eq!(missed(&format!("{late}{kept}{first}")), []);
        assert_eq!(
            missed(&format!("{first}{other}{late}")),
            [Some("2026-05-01T11:20Z".to_owned())]
        );
        assert_eq!(missed(&format!("{first}{other}")), [None]);
        assert_eq!(missed(to_come), []);
    }

    #[test]
    fn what_has_not_come_is_awaited_however_far_off_it_is() {
        let awaited = |messages: &str| -> Vec<(usize, String)> {
            let base = incident(&format!("communications:\n{messages}"));
            let document = &base.documents()[0];
            let updates = awaited_updates(document, Zone::default()).into_iter();
            let all = updates.chain(awaited_reports(document));
            all.map(|awaited| (awaited.position, awaited.due.written.clone()))
                .collect()
        };
        let first =
            "  - {at: 2026-05-01T10:00Z, audience: customers, next_update_by: 2026-05-01T11:00Z}\n";
        let later =
            "  - {at: 2026-05-01T12:00Z, audience: customers, next_update_by: 2030-01-01}\n";
        let internal =
            "  - {at: 2026-05-01T12:00Z, audience: internal, next_update_by: 2026-05-01T13:00Z}\n";
        let report = "  - {audience: regulator, due: 2030-02-01}\n";
        let sent = "  - {audience: regulator, due: 2026-06-01, at: 2026-06-02}\n";
        assert_eq!(awaited(first), [(0, "2026-05-01T11:00Z".to_owned())]);
        assert_eq!(
            awaited(&format!("{first}{internal}{sent}{later}{report}")),
            [(3, "2030-01-01".to_owned()), (4, "2030-02-01".to_owned())]
        );
    }

    #[test]
    fn authorities_wait_for_no_one() {
        let states = |message: &str| -> Vec<DeadlineState> {
            let base = incident(&format!("communications: [{{{message}}}]\n"));
            deadlines(&base.documents()[0], Zone::default(), today())
                .iter()
                .map(|deadline| deadline.state)
                .collect()
        };
        assert_eq!(
            states("audience: regulator, due: 2026-06-08"),
            [DeadlineState::Near]
        );
        assert_eq!(
            states("audience: regulator, due: 2026-06-01"),
            [DeadlineState::Near]
        );
        assert_eq!(states("audience: regulator, due: 2026-06-09"), []);
        assert_eq!(
            states("audience: regulator, due: 2026-05-31"),
            [DeadlineState::Missed]
        );
        assert_eq!(
            states("audience: regulator, due: 2026-05-31, at: 2026-06-01T09:00Z"),
            [DeadlineState::Late]
        );
        assert_eq!(
            states("audience: regulator, due: 2026-05-31, at: 2026-05-31T09:00Z"),
            []
        );
        assert_eq!(states("audience: customers, due: 2026-05-31"), []);
    }

    #[test]
    fn users_of_a_way_around_are_told_when_they_no_longer_need_it() {
        let owed = |error: &str, incident: &str, body: &str| {
            let error = format!("---\nid: KE-1\n{error}---\n{body}");
            let incident = format!("---\nknown_errors: [KE-1]\n{incident}---\n");
            let files = [
                ("content/incidents/a.md", incident.as_str()),
                ("content/known-errors/e.md", error.as_str()),
            ];
            let base = knowledge_base("", &files);
            let relations = Relations::gather(&base);
            owed_fix_notice(&base, &relations, EntryIndex(1)).is_some()
        };
        let fixed = "status: fixed\npermanent_fix: {state: released, released_on: 2026-05-01}\n";
        let told = "communications: [{at: 2026-04-01, audience: customers, stage: update}]\n";
        let around = "## Workaround\n\nRestart.\n";
        let accounts = "impact: {accounts: [Kawasemi]}\n";
        let last =
            |day| format!("communications: [{{at: {day}, audience: customers, stage: final}}]\n");
        assert!(owed(&format!("{fixed}{told}"), "", around));
        assert!(owed(fixed, accounts, around));
        assert!(owed(
            fixed,
            &format!("{accounts}{}", last("2026-04-30")),
            around
        ));
        assert!(!owed(
            fixed,
            &format!("{accounts}{}", last("2026-05-01")),
            around
        ));
        assert!(!owed(&format!("{fixed}{told}"), "", ""));
        assert!(!owed(fixed, "", around));
        assert!(!owed(&format!("status: active\n{told}"), "", around));
    }
}
