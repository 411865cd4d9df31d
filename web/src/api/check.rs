//! Reads a request by the very schema that is published, so that what is documented is what is taken,
//! and every mistake is named by its place: `ask.command.given_on`. Fields that no schema knows are
//! refused, also where the type behind it would pass over them.

use chrono::{NaiveDate, NaiveTime};
use domain::shared::text::{Line, TextError, Words};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::problem::Problem;
use crate::form::people_say;

/// Where definitions stand in a schema of its own.
const DEFINITIONS: &str = "#/$defs/";

/// Reads values of one type.
pub struct Checker {
    schema: Value,
}

/// A mistake and its place.
#[derive(Debug, PartialEq, Eq)]
struct Mistake {
    place: String,
    what: String,
}

type Checked = Result<(), Mistake>;

fn mistake(place: &str, what: impl Into<String>) -> Checked {
    Err(Mistake { place: place.to_owned(), what: what.into() })
}

impl Checker {
    /// By the schema of a type.
    pub fn of<T: JsonSchema>() -> Self {
        let schema = SchemaGenerator::new(SchemaSettings::draft2020_12()).into_root_schema_for::<T>();
        Self { schema: schema.into() }
    }

    /// Reads a value, or says what is wrong with it and where.
    pub fn read<T: DeserializeOwned>(&self, value: Value) -> Result<T, Problem> {
        self.check(&self.schema, &value, "")
            .map_err(|mistake| Problem::invalid(mistake.place, mistake.what))?;
        // What the schema lets through, the type may still refuse; it then says why, but not where.
        serde_json::from_value(value).map_err(|error| Problem::invalid("", people_say(&error.to_string())))
    }

    fn check(&self, schema: &Value, value: &Value, place: &str) -> Checked {
        let Value::Object(schema) = schema else { return Ok(()) };
        if let Some(name) =
            schema.get("$ref").and_then(Value::as_str).and_then(|at| at.strip_prefix(DEFINITIONS))
        {
            check_text(name, value, place)?;
            return self.check(&self.schema["$defs"][name], value, place);
        }
        for one_of in ["oneOf", "anyOf"] {
            if let Some(Value::Array(schemas)) = schema.get(one_of) {
                self.check_one_of(schemas, value, place)?;
            }
        }
        check_const(schema, value, place)?;
        self.check_type(schema, value, place)
    }

    /// The one that is meant: by its tag, else the first that is not null.
    fn check_one_of(&self, schemas: &[Value], value: &Value, place: &str) -> Checked {
        if schemas.iter().any(|schema| schema["type"] == "null") && value.is_null() {
            return Ok(());
        }
        if schemas.iter().any(|schema| self.check(schema, value, place).is_ok()) {
            return Ok(());
        }
        let tags = schemas.iter().filter_map(|schema| Some((tag(self.target(schema))?, schema)));
        let tags: Vec<((&str, &str), &Value)> = tags.collect();
        if let Some(((name, _), _)) = tags.first() {
            let Some(given) = value.get(name).and_then(Value::as_str) else {
                return mistake(&within(place, name), "Say which it is");
            };
            return match tags.iter().find(|((_, known), _)| *known == given) {
                Some((_, schema)) => self.check(schema, value, place),
                None => {
                    let known: Vec<&str> = tags.iter().map(|((_, known), _)| *known).collect();
                    mistake(
                        &within(place, name),
                        format!("There is no such answer here; it is one of {}", known.join(", ")),
                    )
                }
            };
        }
        let codes: Vec<&str> = schemas.iter().filter_map(|schema| schema["const"].as_str()).collect();
        if !codes.is_empty() {
            return mistake(place, format!("It is one of {}", codes.join(", ")));
        }
        match schemas.iter().find(|schema| schema["type"] != "null") {
            Some(schema) => self.check(schema, value, place),
            None => mistake(place, "This was not understood"),
        }
    }

    fn target<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let name = schema["$ref"].as_str().and_then(|at| at.strip_prefix(DEFINITIONS));
        name.map_or(schema, |name| &self.schema["$defs"][name])
    }

    fn check_type(&self, schema: &Map<String, Value>, value: &Value, place: &str) -> Checked {
        let is = |name: &str| match &schema.get("type") {
            Some(Value::String(kind)) => kind == name,
            Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == name),
            _ => false,
        };
        match value {
            _ if !schema.contains_key("type") => Ok(()),
            Value::Null if is("null") => Ok(()),
            Value::Object(members) if is("object") => self.check_members(schema, members, place),
            Value::Array(items) if is("array") => {
                let Some(inner) = schema.get("items") else { return Ok(()) };
                items
                    .iter()
                    .enumerate()
                    .try_for_each(|(at, item)| self.check(inner, item, &format!("{place}[{at}]")))
            }
            Value::String(text) if is("string") => check_format(schema, text, place),
            Value::Bool(_) if is("boolean") => Ok(()),
            Value::Number(number) if is("integer") && (number.is_i64() || number.is_u64()) => {
                let least = schema.get("minimum").and_then(Value::as_i64);
                let most = schema.get("maximum").and_then(Value::as_i64);
                let number = number.as_i64().unwrap_or(i64::MAX);
                if least.is_some_and(|least| number < least) || most.is_some_and(|most| number > most) {
                    return mistake(place, "This number is out of bounds");
                }
                Ok(())
            }
            _ => {
                let names = [
                    ("object", "an object"),
                    ("array", "a list"),
                    ("string", "text"),
                    ("boolean", "true or false"),
                    ("integer", "a whole number"),
                ];
                let wanted =
                    names.iter().find(|(name, _)| is(name)).map_or("something else", |(_, words)| *words);
                mistake(place, format!("This should be {wanted}"))
            }
        }
    }

    fn check_members(
        &self,
        schema: &Map<String, Value>,
        members: &Map<String, Value>,
        place: &str,
    ) -> Checked {
        let Some(Value::Object(known)) = schema.get("properties") else { return Ok(()) };
        if let Some(name) = members.keys().find(|name| !known.contains_key(*name)) {
            let shown: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
            return mistake(&within(place, &shown), "There is no such field");
        }
        let required = schema.get("required").and_then(Value::as_array);
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            if !members.contains_key(name) {
                return mistake(&within(place, name), "This is missing");
            }
        }
        known
            .iter()
            .filter_map(|(name, schema)| Some((name, schema, members.get(name)?)))
            .try_for_each(|(name, schema, value)| self.check(schema, value, &within(place, name)))
    }
}

fn within(place: &str, name: &str) -> String {
    if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") }
}

/// The tag of a variant: the member that can only be one text.
fn tag(schema: &Value) -> Option<(&str, &str)> {
    let members = schema["properties"].as_object()?;
    members.iter().find_map(|(name, member)| Some((name.as_str(), member["const"].as_str()?)))
}

fn check_const(schema: &Map<String, Value>, value: &Value, place: &str) -> Checked {
    if schema.get("const").is_some_and(|expected| expected != value) {
        return mistake(place, "This is another answer than the one expected");
    }
    match schema.get("enum") {
        Some(Value::Array(known)) if !known.contains(value) => {
            let known: Vec<&str> = known.iter().filter_map(Value::as_str).collect();
            mistake(place, format!("It is one of {}", known.join(", ")))
        }
        _ => Ok(()),
    }
}

/// Texts of people's, in the words of the types that hold them.
fn check_text(name: &str, value: &Value, place: &str) -> Checked {
    let Value::String(text) = value else { return Ok(()) };
    let read: Result<(), TextError> = match name {
        "Line" => Line::parse(text).map(drop),
        "Words" => Words::parse(text).map(drop),
        _ => Ok(()),
    };
    read.or_else(|error| mistake(place, error.to_string()))
}

fn check_format(schema: &Map<String, Value>, text: &str, place: &str) -> Checked {
    match schema.get("format").and_then(Value::as_str) {
        Some("uuid") if Uuid::try_parse(text).is_err() => mistake(place, "This is not an id"),
        Some("date") if text.parse::<NaiveDate>().is_err() => {
            mistake(place, "There is no such day; write it like 2026-03-12")
        }
        Some("partial-time" | "time") if text.parse::<NaiveTime>().is_err() => {
            mistake(place, "There is no such time; write it like 14:30:00")
        }
        _ => Ok(()),
    }
}
