//! A record of the domain as JSON for programs: what is marked as personal is shown plainly to whoever
//! may see it, and is null once the person has been forgotten.

use app::error::Failure;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde_json::Value;

/// A whole record, as its events have made it. Its members follow the events' schemas.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Record(Value);

impl Record {
    /// The record, with personal values shown.
    pub fn of(state: &impl Serialize) -> Result<Self, Failure> {
        let mut value = serde_json::to_value(state).map_err(Failure::doing("writing a record as JSON"))?;
        show(&mut value);
        Ok(Self(value))
    }

    /// The same without some members of each item of a list: what is kept to go back to, and is no part of what
    /// is known.
    #[must_use]
    pub fn without(mut self, list: &str, members: &[&str]) -> Self {
        for item in self.0.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(item) = item.as_object_mut() {
                item.retain(|name, _| !members.contains(&name.as_str()));
            }
        }
        self
    }
}

/// `{"@personal": …, "value": x}` → x, and without a value → null, everywhere within.
fn show(value: &mut Value) {
    match value {
        Value::Object(members) if members.contains_key("@personal") => {
            let mut inner = members.remove("value").unwrap_or(Value::Null);
            show(&mut inner);
            *value = inner;
        }
        Value::Object(members) => members.values_mut().for_each(show),
        Value::Array(items) => items.iter_mut().for_each(show),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

impl JsonSchema for Record {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Record".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "description": "A whole record, as its events have made it. Personal values are null once the person has been forgotten."
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn personal_values_are_shown_and_forgotten_ones_are_null() {
        let kept = json!({ "name": { "@personal": "p", "value": { "text": { "@personal": "q", "value": "Gordon" } } },
                           "list": [{ "@personal": "p" }], "on": "2026-03-12" });
        let shown = Record::of(&kept).unwrap();
        assert_eq!(shown.0, json!({ "name": { "text": "Gordon" }, "list": [null], "on": "2026-03-12" }));
    }
}
