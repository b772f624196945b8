//! From the front matter of an archive to ours: what has a field goes there, all else under `custom`.

use crate::config::Config;
use crate::document::Kind;
use crate::import::emit::{Written, node};
use crate::import::front_matter::FrontMatter;
use crate::import::map::{Map, Target, with_part};
use crate::import::report::{Note, message};
use crate::import::words::{brief, translated};
use crate::import::{Format, cstate, fields, markdown};
use crate::yaml::tree::{Node, Value};

/// Front matter in the making.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Our fields, each under its name, in any order.
    pub own: Vec<Written>,
    /// What has no field.
    pub custom: Vec<Written>,
    /// What is to be said about it.
    pub notes: Vec<Note>,
}

impl Draft {
    /// The value of one of our fields.
    pub(super) fn get(&self, field: &str) -> Option<&Node> {
        let mut own = self.own.iter();
        own.find(|written| written.key == field)
            .map(|written| &written.value)
    }

    /// Sets one of our fields.
    pub(super) fn set(&mut self, field: &'static str, value: Node) {
        match self.own.iter_mut().find(|written| written.key == field) {
            Some(written) => written.value = value,
            None => self.own.push(Written {
                key: field.to_owned(),
                value,
                comments: Vec::new(),
            }),
        }
    }

    /// Moves one of our fields under `custom`.
    pub(super) fn set_aside(&mut self, field: &str) {
        if let Some(index) = self.own.iter().position(|written| written.key == field) {
            let written = self.own.remove(index);
            self.custom.push(written);
        }
    }
}

/// What decides where a value goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules<'a> {
    pub kind: Kind,
    pub format: Format,
    pub map: &'a Map,
    pub config: &'a Config,
}

/// A value and the field that it might fill.
struct Candidate {
    /// Which of the archive's fields it is.
    index: usize,
    target: Target,
    /// Of several for one field the lowest goes first.
    rank: usize,
}

/// Sorts the fields of an archive into ours and others.
pub(super) fn assemble(front_matter: &FrontMatter, rules: Rules<'_>) -> Draft {
    let written = &front_matter.fields;
    let mut candidates: Vec<Candidate> = (0..written.len())
        .filter_map(|index| candidate(index, written, rules))
        .collect();
    candidates.sort_by_key(|candidate| candidate.rank);
    let mut draft = Draft::default();
    let mut placed = vec![false; written.len()];
    let mut renamed = Vec::new();
    for Candidate { index, target, .. } in candidates {
        let field = &written[index];
        placed[index] = place(&mut draft, field, &target, rules);
        if placed[index] && shown(&target) != field.key {
            renamed.push(format!("{} → {}", field.key, shown(&target)));
        }
    }
    let others = written.iter().zip(placed).filter(|(_, placed)| !placed);
    for (field, _) in others {
        keep_apart(&mut draft, field, rules.kind);
    }
    note_names(&mut draft, &renamed);
    draft
}

fn candidate(index: usize, written: &[Written], rules: Rules<'_>) -> Option<Candidate> {
    let field = &written[index];
    if field.value.value == Value::Null {
        return None;
    }
    let (target, rank) = match (rules.map.target(&field.key), rules.format) {
        (Some(target), _) => (target.clone(), 0),
        (None, Format::Cstate) => {
            let target = cstate::target(rules.kind, &field.key, written)?;
            (Target::Field(target), 1)
        }
        (None, Format::Markdown) => {
            let (target, rank) = markdown::target(rules.kind, &field.key)?;
            (Target::Field(target), 1 + rank)
        }
    };
    (target != Target::Custom).then_some(Candidate {
        index,
        target,
        rank,
    })
}

fn shown(target: &Target) -> String {
    match target {
        Target::Field(field) => (*field).to_owned(),
        Target::Part(field, part) => format!("{field}.{part}"),
        Target::Custom => "custom".to_owned(),
    }
}

/// Puts a value in its field, if the field is free and the value fits.
fn place(draft: &mut Draft, written: &Written, target: &Target, rules: Rules<'_>) -> bool {
    let (field, part) = match target {
        Target::Field(field) => (*field, None),
        Target::Part(field, part) => (*field, Some(part)),
        Target::Custom => return false,
    };
    let mut changes = Vec::new();
    let mut value = translated(&written.value, field, rules, &mut changes);
    if let Some(part) = part {
        value = with_part(part, value);
    }
    let value = match draft.get(field) {
        None => Some(value),
        Some(there) => both(there, &value).filter(|_| part.is_some()),
    };
    let Some(value) = value else {
        let arguments = [("key", written.key.as_str()), ("field", field)];
        draft.notes.push(message("taken", &arguments));
        return false;
    };
    let misfits = fields::misfits(rules.kind, rules.config, field, &value);
    if let Some(misfit) = misfits.first() {
        let time = matches!(misfit.message.key, "time" | "day" | "impossible");
        let key = if time { "no-time" } else { "unfit" };
        let arguments = [
            ("key", written.key.as_str()),
            ("field", field),
            ("value", &*brief(&written.value)),
        ];
        draft.notes.push(message(key, &arguments));
        return false;
    }
    for (from, to) in changes {
        let arguments = [
            ("key", written.key.as_str()),
            ("from", &*from),
            ("field", field),
            ("to", &*to),
        ];
        draft.notes.push(message("value", &arguments));
    }
    draft.set(field, value);
    if let Some(own) = draft.own.iter_mut().find(|own| own.key == field) {
        own.comments.extend(written.comments.iter().cloned());
    }
    true
}

/// Two mappings as one, where no key is in both.
fn both(one: &Node, other: &Node) -> Option<Node> {
    let (Value::Mapping(entries), Value::Mapping(more)) = (&one.value, &other.value) else {
        return None;
    };
    let apart = more.iter().all(|entry| one.entry(&entry.key).is_none());
    apart.then(|| node(Value::Mapping([entries.as_slice(), more].concat())))
}

/// Keeps a field that is none of ours. What was under `custom` stays there, and our own kind need
/// not be said again.
fn keep_apart(draft: &mut Draft, field: &Written, kind: Kind) {
    let is_kind = field.key == "kind" && field.value.text().and_then(word_of_kind) == Some(kind);
    match &field.value.value {
        _ if is_kind => {}
        Value::Mapping(entries) if field.key == "custom" => {
            draft.custom.extend(entries.iter().map(|entry| Written {
                key: entry.key.clone(),
                value: entry.value.clone(),
                comments: Vec::new(),
            }));
        }
        _ => draft.custom.push(field.clone()),
    }
}

fn word_of_kind(word: &str) -> Option<Kind> {
    use crate::yaml::read::Choice as _;
    Kind::from_word(word.trim())
}

fn note_names(draft: &mut Draft, renamed: &[String]) {
    let mut notes = Vec::new();
    if !renamed.is_empty() {
        notes.push(message("fields", &[("fields", &renamed.join(", "))]));
    }
    notes.append(&mut draft.notes);
    if !draft.custom.is_empty() {
        let keys: Vec<&str> = draft
            .custom
            .iter()
            .map(|field| field.key.as_str())
            .collect();
        notes.push(message("custom", &[("keys", &keys.join(", "))]));
    }
    draft.notes = notes;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{emit, front_matter};

    fn draft(yaml: &str, format: Format, map: &str) -> (String, Vec<&'static str>) {
        let config = Config::default_for("x");
        let map = Map::read(map, Kind::Incident, &config).unwrap();
        let rules = Rules {
            kind: Kind::Incident,
            format,
            map: &map,
            config: &config,
        };
        let front_matter = front_matter::read(&format!("---\n{yaml}---\n")).unwrap();
        let draft = assemble(&front_matter, rules);
        let text = format!(
            "{}--\n{}",
            emit::emit(&draft.own),
            emit::emit(&draft.custom)
        );
        (text, draft.notes.iter().map(|note| note.key).collect())
    }

    #[test]
    fn cstate_is_known() {
        let (text, notes) = draft(
            "title: Down\ndate: 2022-05-23T7:00:00-00:00\nresolved: true\nresolvedWhen: 2022-05-24\n# words\nseverity: disrupted\naffected: [repo, wiki]\nsection: issue\npin: {until: 3}\n",
            Format::Cstate,
            "",
        );
        assert_eq!(
            text,
            "title: Down\nstarted_at: 2022-05-23T7:00:00-00:00\nstatus: final\nresolved_at: 2022-05-24\n# words\nseverity: SEV2\nservices:\n  - repo\n  - wiki\n--\nsection: issue\npin:\n  until: 3\n"
        );
        assert_eq!(notes, ["fields", "value", "value", "custom"]);
        let (text, notes) = draft(
            "resolved: false\nresolvedWhen: 2022-05-24\nseverity: odd\ndate: yesterday\n",
            Format::Cstate,
            "",
        );
        assert_eq!(
            text,
            "--\nresolved: false\nresolvedWhen: 2022-05-24\nseverity: odd\ndate: yesterday\n"
        );
        assert_eq!(notes, ["unfit", "no-time", "custom"]);
    }

    #[test]
    fn own_fields_go_before_other_names() {
        let (text, notes) = draft(
            "date: 2022-01-01\nstarted_at: 2022-02-02\nStatus: final\ntype: docs\nservices: null\ncustom: {a: 1}\nkind: incident\n",
            Format::Markdown,
            "",
        );
        assert_eq!(
            text,
            "started_at: 2022-02-02\nstatus: final\n--\ndate: 2022-01-01\ntype: docs\nservices: null\na: 1\n"
        );
        assert_eq!(notes, ["fields", "unfit", "taken", "custom"]);
    }

    #[test]
    fn a_map_goes_before_everything() {
        let (text, notes) = draft(
            "when: 2022-01-01\nhit: 12\nbroken: 'yes'\nlevel: bad\ndate: 2020-01-01\nfirm: [A, b]\n",
            Format::Cstate,
            "fields: {when: started_at, hit: impact.users, broken: impact.sla_breached, level: severity, firm: vendors}\nvalues: {severity: {bad: SEV1}, vendors: {A: acme}, impact: {}}\n",
        );
        assert_eq!(
            text,
            "started_at: 2022-01-01\nimpact:\n  users: 12\nseverity: SEV1\nvendors:\n  - acme\n  - b\n--\nbroken: \"yes\"\ndate: 2020-01-01\n"
        );
        assert_eq!(
            notes,
            ["fields", "unfit", "value", "value", "taken", "custom"]
        );
    }
}
