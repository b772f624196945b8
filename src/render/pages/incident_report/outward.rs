//! Words that may leave the house: what is written for insiders is taken out of them.
//!
//! A report takes only what it is meant to take; this is for what a writer has put there all the
//! same: an address, an id, a name that stands in a field for insiders.

use std::cell::Cell;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::confidential::{personal_data, secrets};
use crate::config::Definition;
use crate::document::{Document, Vendor};
use crate::knowledge_base::KnowledgeBase;
use crate::language::Language;
use crate::render::pages::incident_report::folded::Folded;

/// What stands in the place of what was taken out.
const GAP: &str = "…";
/// Names shorter than this may be part of any word, in characters of ASCII.
const MIN_ASCII: usize = 3;

/// Takes out of words what is for insiders.
#[derive(Debug)]
pub(super) struct Outward<'a> {
    base: &'a KnowledgeBase,
    /// Names, numbers and addresses from fields for insiders, the longest first.
    guarded: Vec<Folded>,
    /// Whom customers are told to ask, who may be named.
    contact: &'a str,
    /// How often something was taken out.
    gaps: Cell<usize>,
}

impl<'a> Outward<'a> {
    /// For a report that takes words from these documents, all of the same incident or shared with
    /// it.
    pub(super) fn of(
        base: &'a KnowledgeBase,
        documents: &[&'a Document],
        language: Language,
    ) -> Self {
        let mut guarded: Vec<&str> = Vec::new();
        for document in documents {
            guarded.extend(in_incident(document));
            guarded.extend(vendors(base, document).flat_map(in_vendor));
        }
        guarded.extend(documents.iter().flat_map(|document| people(document)));
        let teams = base.config.owners.iter();
        guarded.extend(teams.flat_map(names_of_team));
        let mut guarded: Vec<&str> = guarded
            .into_iter()
            .map(str::trim)
            .filter(|one| is_name(one))
            .collect();
        guarded.sort_unstable();
        guarded.dedup();
        let mut guarded: Vec<Folded> = guarded.into_iter().map(Folded::of).collect();
        guarded.sort_by_key(|name| std::cmp::Reverse(name.len()));
        Self {
            base,
            guarded,
            contact: base.config.issuer.contact_in(language).unwrap_or_default(),
            gaps: Cell::new(0),
        }
    }

    /// The words without what is for insiders.
    pub(super) fn words(&self, words: &str) -> String {
        let (text, gaps) = self.redacted(words);
        self.count(gaps);
        text
    }

    /// Counts gaps that words were left with.
    pub(super) fn count(&self, gaps: usize) {
        self.gaps.set(self.gaps.get() + gaps);
    }

    /// The words without what is for insiders, and how many gaps that leaves. Does not count them.
    pub(super) fn redacted(&self, words: &str) -> (String, usize) {
        let mut text = words.to_owned();
        for (start, end) in confidential(&text) {
            if !self.may_be_named(&text[start..end]) {
                text.replace_range(start..end, GAP);
            }
        }
        let text = ADDRESSES.replace_all(&text, |found: &Captures<'_>| {
            let kept = self.may_be_named(&found[0]);
            if kept {
                found[0].to_owned()
            } else {
                GAP.to_owned()
            }
        });
        let mut text = self.without_ids(&text);
        text = without(&text, &self.guarded);
        let text = EMPTY.replace_all(&text, "");
        let text = GAPS.replace_all(text.trim(), GAP).into_owned();
        let count = |text: &str| text.matches(GAP).count();
        let gaps = count(&text).saturating_sub(count(words));
        (text, gaps)
    }

    /// How many gaps the words so far were left with.
    pub(super) fn gaps(&self) -> usize {
        self.gaps.get()
    }

    /// Whether it is an address or a number that customers are told to ask.
    fn may_be_named(&self, words: &str) -> bool {
        !words.trim().is_empty() && self.contact.contains(words.trim())
    }

    /// Without ids of documents here, and with whatever else looks like one: `UTF-8` stays.
    fn without_ids(&self, text: &str) -> String {
        let text = WIKI_LINKS.replace_all(text, GAP);
        let config = &self.base.config;
        let mut places: Vec<(usize, usize)> = config
            .link_ids
            .find_iter(&text)
            .chain(WORDS.find_iter(&text))
            .filter(|found| self.is_id(found.as_str()))
            .map(|found| {
                let part = PART.find(&text[found.end()..]).map_or(0, |part| part.end());
                (found.start(), found.end() + part)
            })
            .collect();
        places.sort_unstable();
        let mut kept = String::with_capacity(text.len());
        let mut from = 0;
        for (start, end) in places {
            if start >= from {
                kept.push_str(&text[from..start]);
                kept.push_str(GAP);
            }
            from = from.max(end);
        }
        kept.push_str(&text[from..]);
        kept
    }

    /// Whether a word is an id of a document, and no everyday word such as `glossary`.
    fn is_id(&self, word: &str) -> bool {
        let is_everyday = word.chars().all(char::is_alphabetic);
        !is_everyday && self.base.entry_by_id(word).is_some()
    }
}

/// Web and mail addresses.
static ADDRESSES: LazyLock<Regex> = LazyLock::new(|| {
    expression(
        r"(?i)\b(?:[a-z][a-z0-9+.-]*://|mailto:|www\.)[^\s<>「」『』（）()、。]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    )
});
static WIKI_LINKS: LazyLock<Regex> = LazyLock::new(|| expression(r"\[\[[^\]]*\]\]"));
/// Words that may be ids, whatever stands around them in Japanese.
static WORDS: LazyLock<Regex> =
    LazyLock::new(|| expression(r"[A-Za-z0-9][A-Za-z0-9_.-]*[A-Za-z0-9]"));
/// What names an action or a line of a checklist behind an id.
static PART: LazyLock<Regex> = LazyLock::new(|| expression(r"^[/#][\w-]+"));
/// Brackets that nothing is left in.
static EMPTY: LazyLock<Regex> =
    LazyLock::new(|| expression(r"\s*[(（\[][\s…、,;・/]*…[\s…、,;・/]*[)）\]]"));
static GAPS: LazyLock<Regex> = LazyLock::new(|| expression(r"…(?:\s*…)+"));

fn expression(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
}

/// Where secrets and personal data stand, from the last to the first.
fn confidential(text: &str) -> Vec<(usize, usize)> {
    let all = secrets(text).into_iter().chain(personal_data(text));
    let mut places: Vec<(usize, usize)> = all.map(|one| (one.span.start, one.span.end)).collect();
    places.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (start, end) in places {
        match joined.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    joined.reverse();
    joined
}

/// A text without names.
fn without(text: &str, names: &[Folded]) -> String {
    let folded = Folded::of(text);
    let mut places: Vec<(usize, usize)> = names
        .iter()
        .flat_map(|name| folded.places_of(name))
        .collect();
    places.sort_unstable_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)));
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end) in places {
        if start >= from {
            kept.push_str(&text[from..start]);
            kept.push_str(GAP);
        }
        from = from.max(end);
    }
    kept.push_str(&text[from..]);
    kept
}

/// Whether a value is long enough to be looked for.
fn is_name(value: &str) -> bool {
    let least = if value.is_ascii() { MIN_ASCII } else { 2 };
    value.chars().count() >= least
}

/// Customers' names, tickets, authors and teams that an incident's fields name.
fn in_incident(document: &Document) -> Vec<&str> {
    let mut names: Vec<&str> = document.common.authors.iter().map(String::as_str).collect();
    let Some(incident) = document.incident() else {
        return names;
    };
    let impact = incident.impact.iter();
    names.extend(
        impact
            .flat_map(|impact| &impact.accounts)
            .map(String::as_str),
    );
    let tickets = incident
        .actions
        .iter()
        .filter_map(|action| action.ticket.as_ref());
    for ticket in tickets {
        let number = ticket.trim_end_matches('/').rsplit('/').next();
        let has_digit = |number: &&str| number.contains(|c: char| c.is_ascii_digit());
        names.push(ticket);
        names.extend(number.filter(has_digit));
    }
    let owners = incident
        .actions
        .iter()
        .filter_map(|action| action.owner.as_ref());
    let owners = owners
        .chain(&document.common.owner)
        .map(|owner| owner.as_str());
    names.extend(owners.filter(|owner| !is_everyday(owner)));
    names
}

/// What a team is called, unless by a single word: `Booking` and `予約` are what customers speak of.
fn names_of_team(team: &Definition) -> impl Iterator<Item = &str> {
    let names = [team.name.as_deref(), team.name_ja.as_deref()];
    let names = names.into_iter().flatten();
    names.filter(|name| !name.chars().all(char::is_alphabetic))
}

/// Whether a team may be called by an everyday word, such as `support`; `team-edge` is none.
fn is_everyday(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// People with a part in the response, but for those who approved the report.
fn people(document: &Document) -> Vec<&str> {
    let Some(incident) = document.incident() else {
        return Vec::new();
    };
    let roles = incident.roles.0.iter();
    let others = roles.filter(|(role, _)| role.value != "approved_by");
    others
        .flat_map(|(_, people)| people)
        .map(|name| name.as_str())
        .collect()
}

/// The vendors that an incident names.
fn vendors<'a>(
    base: &'a KnowledgeBase,
    document: &'a Document,
) -> impl Iterator<Item = &'a Vendor> {
    let fields = document
        .incident()
        .into_iter()
        .flat_map(|incident| &incident.vendors);
    let rows = document
        .timeline
        .iter()
        .filter_map(|row| row.vendor.as_ref());
    fields
        .chain(rows)
        .filter_map(|name| base.original(base.entry_by_id(name)?).vendor())
}

/// Whom to reach at a vendor, and our numbers there.
fn in_vendor(vendor: &Vendor) -> Vec<&str> {
    let mut names = Vec::new();
    for contact in &vendor.contacts {
        let ways = [&contact.email, &contact.phone, &contact.portal];
        names.extend(ways.into_iter().flatten().map(|way| way.as_str()));
        names.extend(contact.name.as_deref());
    }
    names.extend(vendor.customer_number.iter().map(|number| number.as_str()));
    let contract = vendor.contract.as_ref();
    names.extend(contract.and_then(|contract| contract.number.as_deref()));
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ConfigFile;
    use crate::source::{Source, SourceFile};

    fn base() -> KnowledgeBase {
        let file = |path: &str, text: &str| SourceFile {
            path: path.to_owned(),
            text: Ok(text.to_owned()),
        };
        let source = Source {
            content: "content".to_owned(),
            documents: vec![
                file(
                    "content/incidents/a.md",
                    "---\nid: INC-1\nvendors: [certico]\nauthors: [lindqvist]\nroles: {incident_commander: ueda, approved_by: takase}\nimpact: {accounts: [Kawasemi Ryokan, 旅館つばき]}\nactions: [{title: x, owner: team-edge, ticket: 'https://t.example/EDGE-7'}, {title: y, owner: support}]\n---\n",
                ),
                file(
                    "content/vendors/certico.md",
                    "---\ncustomer_number: C-77\ncontacts: [{name: Rin Hoshino, phone: 03-0000-0142}]\n---\n",
                ),
            ],
            files: Vec::new(),
        };
        KnowledgeBase::read(
            ConfigFile::read(
                "report: {contact: 'desk@acme.example, 03-0000-0100'}\nowners: [{id: team-x, name: Night Watch, name_ja: 予約}]".to_owned(),
                "kb",
            ),
            source,
        )
    }

    #[test]
    fn what_is_for_insiders_is_taken_out_of_words() {
        let base = base();
        let outward = Outward::of(&base, &[&base.documents()[0]], Language::English);
        for (words, left) in [
            (
                "Nothing to hide, UTF-8 included",
                "Nothing to hide, UTF-8 included",
            ),
            ("As in INC-1/A2 (INC-1, [[certico]])", "As in …"),
            (
                "旅館つばきとKawasemi Ryokanのほか、12施設",
                "…と…のほか、12施設",
            ),
            (
                "See https://chat.example/x, mail a@b.example",
                "See … mail …",
            ),
            (
                "Done by ueda of team-edge, EDGE-7; support knows, takase too",
                "Done by … of …, …; support knows, takase too",
            ),
            (
                "Certico (Rin Hoshino, 03-0000-0142, C-77) knows",
                "Certico knows",
            ),
            (
                "Ask desk@acme.example or 03-0000-0100",
                "Ask desk@acme.example or 03-0000-0100",
            ),
            ("uedas", "uedas"),
            ("The night-watch saw the 予約", "The … saw the 予約"),
            (
                "UEDA, Ｕeda and Kawasemi\nRyokan, 旅館つ\nばき",
                "…, … and …, …",
            ),
            ("KAWASEMI  RYOKAN, 0300000142, C\u{2011}77", "…, …, …"),
            ("password=Kx9vQ2mLp4Zt in the log", "password=… in the log"),
        ] {
            assert_eq!(outward.words(words), left, "{words}");
        }
        assert_eq!(outward.gaps(), 17);
    }
}
