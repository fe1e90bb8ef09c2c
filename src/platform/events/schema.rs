//! Events outlive the program that wrote them. Each (type, schema) ever written has a committed file with a sample;
//! a test reads all of them with today's types and compares today's samples with the newest files.
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::event::Event;

/// What a committed file holds: type, schema, each field's JSON type by path, and the sample itself. Give a sample
/// whose options are `Some` and whose lists have an item, or their fields are not seen.
pub fn describe<E: Event>(sample: &E) -> Value {
    let payload = serde_json::to_value(sample).unwrap_or(Value::Null);
    json!({ "type": E::TYPE, "schema": E::SCHEMA, "fields": fields(&payload), "sample": payload })
}

fn fields(payload: &Value) -> Map<String, Value> {
    let mut found = BTreeMap::new();
    walk("", payload, &mut found);
    found.into_iter().map(|(path, kind)| (path, Value::from(kind))).collect()
}

fn walk(path: &str, value: &Value, found: &mut BTreeMap<String, &'static str>) {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(items) => {
            let below = [path, "[]"].concat();
            items.iter().for_each(|item| walk(&below, item, found));
            "array"
        }
        Value::Object(object) => {
            for (name, item) in object {
                let below = if path.is_empty() { name.clone() } else { [path, ".", name].concat() };
                walk(&below, item, found);
            }
            "object"
        }
    };
    if !path.is_empty() {
        found.insert(path.to_owned(), kind);
    }
}

/// Whether today's description `now` fits the committed one `stored`: under the same schema number the fields are the
/// same; under a newer one a field that is still there has kept its JSON type.
///
/// # Errors
/// Everything that does not fit, in words.
pub fn check(stored: &Value, now: &Value) -> Result<(), Vec<String>> {
    let mut wrong = Vec::new();
    let kind = now["type"].as_str().unwrap_or("?");
    if stored["type"] != now["type"] {
        wrong.push(format!("the type {} is called {} now", stored["type"], now["type"]));
    }
    let (before, today) = (stored["schema"].as_i64().unwrap_or(0), now["schema"].as_i64().unwrap_or(0));
    if today < before {
        wrong.push(format!("{kind}: the schema went back from {before} to {today}"));
    }
    let none = Map::new();
    let (old, new) = (stored["fields"].as_object().unwrap_or(&none), now["fields"].as_object().unwrap_or(&none));
    for (path, was) in old {
        match new.get(path) {
            Some(is) if is != was => {
                wrong.push(format!("{kind}: `{path}` was {was} and is {is}: use another name"))
            }
            None if today == before => {
                wrong.push(format!("{kind}: `{path}` is gone: raise SCHEMA and commit a new sample"));
            }
            _ => {}
        }
    }
    if today == before {
        for path in new.keys().filter(|path| !old.contains_key(*path)) {
            wrong.push(format!("{kind}: `{path}` is new: raise SCHEMA and commit a new sample"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// Whether today's `E` can read the sample of a committed description.
///
/// # Errors
/// Why not, in words.
pub fn readable<E: Event>(stored: &Value) -> Result<(), String> {
    serde_json::from_value::<E>(stored["sample"].clone())
        .map(drop)
        .map_err(|e| format!("{} {} can no longer be read: {e}", E::TYPE, stored["schema"]))
}

struct Known {
    kind: &'static str,
    now: Value,
    readable: fn(&Value) -> Result<(), String>,
}

/// All events of the program, to be held against a folder of committed files `<type>.<schema>.json`.
#[derive(Default)]
pub struct Catalogue(Vec<Known>);

impl Catalogue {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an event type by a sample of it, as [`describe`] wants it.
    pub fn event<E: Event>(mut self, sample: &E) -> Self {
        self.0.push(Known { kind: E::TYPE, now: describe(sample), readable: readable::<E> });
        self
    }

    /// Holds the program against the files in `folder`: each file's type is still known and each sample readable,
    /// today's samples fit the newest files, and today's schemas have a file.
    ///
    /// # Errors
    /// Everything that does not fit, in words.
    pub fn check(&self, folder: &Path) -> Result<(), Vec<String>> {
        let mut wrong = Vec::new();
        let mut newest: BTreeMap<String, Value> = BTreeMap::new();
        for (name, stored) in read(folder).map_err(|e| vec![e])? {
            let kind = stored["type"].as_str().unwrap_or_default().to_owned();
            match self.0.iter().find(|known| known.kind == kind) {
                None => wrong.push(format!("{name}: nothing reads `{kind}` any more; it may still be in a log")),
                Some(known) => wrong.extend((known.readable)(&stored).err()),
            }
            let later = newest.get(&kind).is_none_or(|n| n["schema"].as_i64() < stored["schema"].as_i64());
            if later {
                newest.insert(kind, stored);
            }
        }
        for known in &self.0 {
            match newest.get(known.kind) {
                Some(stored) => {
                    wrong.extend(check(stored, &known.now).err().into_iter().flatten());
                    if known.now["schema"].as_i64() > stored["schema"].as_i64() {
                        wrong.push(missing(known));
                    }
                }
                None => wrong.push(missing(known)),
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// Writes the files that are missing; never touches one that is there. Gives their names.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn write_missing(&self, folder: &Path) -> std::io::Result<Vec<String>> {
        fs::create_dir_all(folder)?;
        let mut written = Vec::new();
        for known in &self.0 {
            let name = file_name(known);
            let path = folder.join(&name);
            if !path.exists() {
                fs::write(path, format!("{:#}\n", known.now))?;
                written.push(name);
            }
        }
        Ok(written)
    }
}

fn file_name(known: &Known) -> String {
    format!("{}.{}.json", known.kind, known.now["schema"])
}

fn missing(known: &Known) -> String {
    format!("{} is not committed", file_name(known))
}

fn read(folder: &Path) -> Result<BTreeMap<String, Value>, String> {
    let broken = |what: &dyn std::fmt::Display| format!("{}: {what}", folder.display());
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(|e| broken(&e))? {
        let entry = entry.map_err(|e| broken(&e))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".json") {
            let text = fs::read_to_string(entry.path()).map_err(|e| broken(&e))?;
            let value = serde_json::from_str(&text).map_err(|e| format!("{name}: {e}"))?;
            files.insert(name, value);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Painted {
        fence: String,
        coats: i64,
        #[serde(default)]
        colours: Vec<String>,
    }
    impl Event for Painted {
        const TYPE: &'static str = "fences.painted";
        const SCHEMA: i64 = 2;
        fn stream(&self) -> String {
            self.fence.clone()
        }
        fn version(&self) -> i64 {
            1
        }
    }

    fn sample() -> Painted {
        Painted { fence: "f1".into(), coats: 2, colours: vec!["white".into()] }
    }

    #[test]
    fn a_description_names_the_fields() {
        let now = describe(&sample());
        assert_eq!(
            now["fields"],
            json!({"fence": "string", "coats": "integer", "colours": "array", "colours[]": "string"})
        );
    }

    #[test]
    fn what_breaks_is_told() {
        let now = describe(&sample());
        assert_eq!(check(&now, &now), Ok(()));
        let mut older = now.clone();
        older["schema"] = json!(1);
        older["fields"] = json!({"fence": "string", "layers": "integer"});
        older["sample"] = json!({"fence": "f1", "coats": 1});
        assert_eq!(check(&older, &now), Ok(()), "a newer schema may drop and add");
        assert_eq!(readable::<Painted>(&older), Ok(()));
        older["fields"]["coats"] = json!("string");
        assert_eq!(check(&older, &now).unwrap_err().len(), 1);
        older["sample"] = json!({"fence": "f1"});
        assert!(readable::<Painted>(&older).is_err());
        let mut same = now.clone();
        same["fields"].as_object_mut().unwrap().remove("coats");
        assert!(check(&same, &now).unwrap_err()[0].contains("raise SCHEMA"));
    }

    #[test]
    fn a_catalogue_is_held_against_its_files() {
        let folder = std::env::temp_dir().join(format!("sundry-schema-{}", kernel::random_token()));
        let catalogue = Catalogue::new().event(&sample());
        assert_eq!(catalogue.write_missing(&folder).unwrap(), ["fences.painted.2.json"]);
        assert_eq!(catalogue.write_missing(&folder).unwrap(), Vec::<String>::new());
        assert_eq!(catalogue.check(&folder), Ok(()));
        let gone = Catalogue::new().check(&folder).unwrap_err();
        fs::write(
            folder.join("fences.painted.1.json"),
            json!({"type": "fences.painted", "schema": 1, "sample": {}}).to_string(),
        )
        .unwrap();
        let unreadable = catalogue.check(&folder).unwrap_err();
        fs::remove_dir_all(&folder).unwrap();
        assert!(gone[0].contains("nothing reads"), "{gone:?}");
        assert!(unreadable[0].contains("can no longer be read"), "{unreadable:?}");
    }
}
