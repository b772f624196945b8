//! From the schema of values to that of how people write them: fields may be left out or empty, a single
//! value is a list of one, a text may look like a number, words may be in capitals. What no field has is
//! a slip, as it is for a reader.

use schemars::Schema;
use schemars::transform::transform_subschemas;
use serde_json::{Map, Value, json};

/// Loosens a schema and all within it.
pub(super) fn loosen(schema: &mut Schema) {
    transform_subschemas(&mut loosen, schema);
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    if object.contains_key("const") {
        return;
    }
    words(object);
    match value_type(object) {
        Some("string") => text(object),
        Some("integer") => number(object),
        Some("boolean") => truth(object),
        Some("array") => list(object),
        Some("object") => mapping(object),
        _ => {}
    }
}

/// The type of a value, whether it may be left empty or not.
fn value_type(object: &Map<String, Value>) -> Option<&str> {
    match object.get("type")? {
        Value::String(name) => Some(name),
        Value::Array(names) => {
            let mut names = names.iter().filter_map(Value::as_str);
            names.find(|name| *name != "null")
        }
        _ => None,
    }
}

fn set_types(object: &mut Map<String, Value>, types: &[&str]) {
    object.insert("type".to_owned(), json!(types));
}

/// A scalar of any form is a text; a day or a time begins with year, month and day.
fn text(object: &mut Map<String, Value>) {
    const DAY: &str = "^\\s*[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}";
    if object.remove("format").is_some() {
        object.insert("pattern".to_owned(), json!(DAY));
        set_types(object, &["string", "null"]);
    } else if object.contains_key("pattern") {
        set_types(object, &["string", "null"]);
    } else {
        set_types(object, &["string", "number", "boolean", "null"]);
    }
}

/// Quotes around a number change nothing.
fn number(object: &mut Map<String, Value>) {
    object.insert("pattern".to_owned(), json!("^\\s*[0-9]+\\s*$"));
    set_types(object, &["integer", "string", "null"]);
}

/// Nor do they around a truth value.
fn truth(object: &mut Map<String, Value>) {
    object.insert(
        "pattern".to_owned(),
        json!("^(true|True|TRUE|false|False|FALSE)$"),
    );
    set_types(object, &["boolean", "string", "null"]);
}

/// A single value is a list of one, and what is empty in a list does not count.
fn list(object: &mut Map<String, Value>) {
    let item = object.remove("items").unwrap_or(json!(true));
    let description = object.remove("description");
    let items = json!({"anyOf": [item.clone(), {"type": "null"}]});
    object.clear();
    let list = json!({"type": "array", "items": items});
    object.insert("anyOf".to_owned(), json!([list, item, {"type": "null"}]));
    if let Some(description) = description {
        object.insert("description".to_owned(), description);
    }
}

/// Every field may be left out or empty; there are no others. Where the writer chooses the keys, none is
/// asked for.
fn mapping(object: &mut Map<String, Value>) {
    object.remove("required");
    let Some(Value::Object(properties)) = object.get_mut("properties") else {
        return;
    };
    for property in properties.values_mut() {
        or_empty(property);
    }
    object.insert("additionalProperties".to_owned(), json!(false));
}

/// What is named elsewhere may be empty too.
fn or_empty(property: &mut Value) {
    let Value::Object(object) = property else {
        return;
    };
    if let Some(reference) = object.remove("$ref") {
        let alternatives = json!([{"$ref": reference}, {"type": "null"}]);
        object.insert("anyOf".to_owned(), alternatives);
    } else if value_type(object) == Some("object") {
        set_types(object, &["object", "null"]);
    }
}

/// The words of a list with what they mean; capitals do not matter.
fn words(object: &mut Map<String, Value>) {
    let Some(Value::Array(mut words)) = object.remove("oneOf") else {
        return;
    };
    let patterns: Vec<String> = words
        .iter()
        .filter_map(|word| Some(in_any_case(word.get("const")?.as_str()?)))
        .collect();
    let pattern = format!("^\\s*({})\\s*$", patterns.join("|"));
    words.push(json!({"type": "string", "pattern": pattern}));
    object.insert("anyOf".to_owned(), Value::Array(words));
}

/// A word as a pattern, since those of JSON Schema have no flags.
fn in_any_case(word: &str) -> String {
    word.chars()
        .map(|c| {
            if c.is_ascii_alphabetic() {
                format!("[{}{c}]", c.to_ascii_uppercase())
            } else {
                c.to_string()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jsonschema::Validator;
    use serde_json::json;

    use crate::schema::{SchemaName, schema};

    fn incident() -> Validator {
        jsonschema::validator_for(schema(SchemaName::Incident).as_value()).unwrap()
    }

    #[test]
    fn what_is_read_without_a_finding_is_valid() {
        let valid = [
            json!({}),
            json!({"kind": "incident", "id": 404, "title": "x", "tags": null, "owner": true}),
            json!({"services": "mail-api", "causes": ["a", null], "severity": "SEV1"}),
            json!({"status": "Final", "type": "NEAR-MISS", "detected_by": "user"}),
            json!({"started_at": "2026-03-14", "resolved_at": "2026-03-14 09:02 JST"}),
            json!({"impact": {"users": "12000", "sla_breached": true, "accounts": "A"}}),
            json!({"roles": {"incident_commander": "tanaka", "scribe": ["ito", "mori"]}}),
            json!({"actions": {"title": "x", "rollout": {"service": "a"}, "state": "done"}}),
            json!({"actions": [{"ref": "INC-1/A2"}, {"due": "2026-04-01", "rollout": []}]}),
            json!({"relations": [{"type": "same-cause", "id": "INC-1", "note": "y"}]}),
            json!({"custom": {"anything": [1, {"at": "all"}]}, "impact": null, "change": null}),
        ];
        let validator = incident();
        for front_matter in valid {
            let fault = validator.validate(&front_matter).err();
            assert!(fault.is_none(), "{front_matter}: {fault:?}");
        }
    }

    #[test]
    fn what_is_read_with_a_fault_is_not() {
        let invalid = [
            json!([]),
            json!("text"),
            json!({"kind": "vendor"}),
            json!({"titel": "x"}),
            json!({"title": ["x"]}),
            json!({"status": "finished"}),
            json!({"started_at": "yesterday"}),
            json!({"finalized_on": 2026}),
            json!({"services": [{"id": "a"}]}),
            json!({"impact": {"users": "many"}}),
            json!({"impact": {"users": 1.5}}),
            json!({"impact": {"sla_breached": "perhaps"}}),
            json!({"impact": []}),
            json!({"roles": ["tanaka"]}),
            json!({"actions": [{"state": "verified", "owners": "a"}]}),
            json!({"actions": "renew"}),
            json!({"contacts": []}),
        ];
        let validator = incident();
        for front_matter in invalid {
            assert!(!validator.is_valid(&front_matter), "{front_matter}");
        }
    }

    #[test]
    fn lengths_of_time_have_units() {
        let vendor = schema(SchemaName::Vendor);
        let validator = jsonschema::validator_for(vendor.as_value()).unwrap();
        let sla = |respond| json!({"sla": {"severity": "SEV1", "respond": respond}});
        assert!(validator.is_valid(&sla("1h 30m")));
        assert!(!validator.is_valid(&sla("soon")));
    }
}
