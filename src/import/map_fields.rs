//! From the fields of an archive to ours: what has a field goes there, all else under `custom`.

use crate::diagnostic::Message;
use crate::document::Kind;
use crate::import::draft::{Draft, Field};
use crate::import::map_file::Target;
use crate::import::node::{node, text};
use crate::import::report::message;
use crate::import::{Context, our_fields};
use crate::yaml::tree::{Node, Value};

/// Sorts the fields of an archive into ours and others.
pub(super) fn map_fields(fields: &[Field], context: &Context<'_>) -> Draft {
    let mut candidates: Vec<(usize, Target, &Field)> = fields
        .iter()
        .filter_map(|field| {
            let (rank, target) = target(field, fields, context)?;
            Some((rank, target, field))
        })
        .collect();
    candidates.sort_by_key(|(rank, ..)| *rank);
    let mut draft = Draft::default();
    let mut placed = Vec::new();
    let mut renamed = Vec::new();
    for (_, target, field) in candidates {
        match place(&mut draft, field, &target, context) {
            Ok(()) => {
                placed.push(&field.key);
                if target.to_string() != field.key {
                    renamed.push(format!("{} → {target}", field.key));
                }
            }
            Err(note) => draft.notes.push(note),
        }
    }
    for field in fields.iter().filter(|field| !placed.contains(&&field.key)) {
        keep_apart(&mut draft, field, context.options.kind);
    }
    if !renamed.is_empty() {
        let note = message("fields", &[("fields", &renamed.join(", "))]);
        draft.notes.insert(0, note);
    }
    if !draft.custom.is_empty() {
        let keys: Vec<&str> = draft.custom.iter().map(|field| &*field.key).collect();
        let note = message("custom", &[("keys", &keys.join(", "))]);
        draft.notes.push(note);
    }
    draft
}

/// Where a field goes, and its rank: of several for one field the lowest goes first.
fn target(field: &Field, all: &[Field], context: &Context<'_>) -> Option<(usize, Target)> {
    if field.value.value == Value::Null {
        return None;
    }
    if let Some(target) = context.map.target(&field.key) {
        return (!target.is_custom()).then(|| (0, target.clone()));
    }
    let (format, kind) = (context.options.format, context.options.kind);
    let (name, rank) = format.field(kind, &field.key, all)?;
    Some((1 + rank, Target::field(name)))
}

/// Puts a value in its field, if the field is free and the value fits.
///
/// # Errors
///
/// What to say where it does not.
fn place(
    draft: &mut Draft,
    from: &Field,
    target: &Target,
    context: &Context<'_>,
) -> Result<(), Message> {
    let (key, field) = (("key", from.key.as_str()), ("field", target.field));
    let mut changes = Vec::new();
    let value = translated(&from.value, target.field, context, &mut changes);
    let value = target
        .beside(draft.get(target.field), value)
        .ok_or_else(|| message("taken", &[key, field]))?;
    let kind = context.options.kind;
    let misfits = our_fields::misfits(kind, context.config, target.field, &value);
    if let Some(misfit) = misfits.first() {
        let is_time = matches!(misfit.message.key, "time" | "day" | "impossible");
        let note = if is_time { "no-time" } else { "unfit" };
        let written = brief(&from.value);
        return Err(message(note, &[key, field, ("value", &written)]));
    }
    let notes = changes
        .iter()
        .map(|(from, to)| message("value", &[key, ("from", from), field, ("to", to)]));
    draft.notes.extend(notes);
    let placed = draft.set(target.field, value);
    placed.comments.extend_from_slice(&from.comments);
    Ok(())
}

/// A value with its words replaced by what they are called here; the changes go to `changes`.
fn translated(
    value: &Node,
    field: &'static str,
    context: &Context<'_>,
    changes: &mut Vec<(String, String)>,
) -> Node {
    if let Value::Sequence(items) = &value.value {
        let items = items.iter();
        let items = items.map(|item| translated(item, field, context, changes));
        return node(Value::Sequence(items.collect()));
    }
    let Some(word) = value.text() else {
        return value.clone();
    };
    let Some(new) = word_for(word, field, context) else {
        return value.clone();
    };
    let change = (word.to_owned(), brief(&new));
    if new.text() != Some(word) && !changes.contains(&change) {
        changes.push(change);
    }
    new
}

/// What a word is called here: as the map says, else the format, else the site's spelling of it.
fn word_for(word: &str, field: &'static str, context: &Context<'_>) -> Option<Node> {
    if let Some(mapped) = context.map.value(field, word.trim()) {
        return Some(mapped.clone());
    }
    let config = context.config;
    let of_format = context.options.format.word(field, word, config);
    let of_site = || (field == "severity").then(|| our_fields::severity(config, word))?;
    of_format.or_else(of_site).map(text)
}

/// A value in a few words.
fn brief(value: &Node) -> String {
    match value.text() {
        Some(text) => text.to_owned(),
        None => value.to_json().to_string(),
    }
}

/// Keeps a field that is none of ours. What was under `custom` stays there, and our own kind need
/// not be said again.
fn keep_apart(draft: &mut Draft, field: &Field, kind: Kind) {
    let is_our_kind = |word: &str| word.trim().eq_ignore_ascii_case(kind.as_str());
    match (field.key.as_str(), &field.value.value) {
        ("kind", _) if field.value.text().is_some_and(is_our_kind) => {}
        ("custom", Value::Mapping(entries)) => {
            let entries = entries.iter();
            let fields = entries.map(|entry| Field::new(entry.key.as_str(), entry.value.clone()));
            draft.custom.extend(fields);
        }
        _ => draft.custom.push(field.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::import::map_file::Map;
    use crate::import::{Format, Options, front_matter, write_yaml};

    fn draft(yaml: &str, format: Format, map: &str) -> (String, Vec<&'static str>) {
        let config = Config::default_for("x");
        let options = Options {
            source: "x".into(),
            root: "x".into(),
            kind: Kind::Incident,
            format,
            map: None,
            language: None,
            encoding: None,
        };
        let mut context = Context::new(&options, &config).unwrap();
        context.map = Map::read(map, Kind::Incident, &config).unwrap();
        let front_matter = front_matter::read(&format!("---\n{yaml}---\n")).unwrap();
        let draft = map_fields(&front_matter.fields, &context);
        let (own, custom) = (&draft.own, &draft.custom);
        let text = format!("{}--\n{}", write_yaml::emit(own), write_yaml::emit(custom));
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
