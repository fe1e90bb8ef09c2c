//! Sparse answers: only the fields that were asked for.
use kit::Failure;
use serde::Serialize;
use serde_json::Value;

use crate::show::written;

/// Which fields were asked for: `id,title,variants.sku`. Of a list, those of its items.
#[derive(Default, Debug)]
pub(crate) struct Fields(Vec<Vec<String>>);

/// More fields than this nobody needs to name.
const MOST_FIELDS: usize = 60;

impl Fields {
    /// # Errors
    /// What is no list of names.
    pub(crate) fn parse(text: Option<&str>) -> Result<Self, Failure> {
        let Some(text) = text else { return Ok(Self::default()) };
        let names: Vec<Vec<String>> =
            text.split(',').map(|path| path.trim().split('.').map(str::to_owned).collect()).collect();
        let plain = |name: &String| {
            !name.is_empty() && name.len() <= 40 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        };
        if names.len() > MOST_FIELDS || !names.iter().flatten().all(plain) {
            return Err(wrong_field("Name fields with commas between them, as in `id,title,variants.sku`."));
        }
        Ok(Self(names))
    }

    pub(crate) fn cut(&self, what: &impl Serialize) -> Result<Vec<u8>, Failure> {
        if self.0.is_empty() {
            return written(what);
        }
        let mut value = serde_json::to_value(what).map_err(Failure::ours)?;
        let things = match value.get_mut("items") {
            Some(Value::Array(items)) => items.iter_mut().collect(),
            _ => vec![&mut value],
        };
        let paths: Vec<&[String]> = self.0.iter().map(Vec::as_slice).collect();
        for thing in things {
            keep(thing, &paths)?;
        }
        written(&value)
    }

    /// Appends what was asked for of one thing that is written already, without whitespace, as [`written`] does.
    pub(crate) fn paste(&self, thing: &str, out: &mut String) -> Result<(), Failure> {
        if self.0.is_empty() {
            out.push_str(thing);
            return Ok(());
        }
        let all = members(thing);
        if let Some(unknown) = self.0.iter().filter_map(|p| p.first()).find(|n| all.iter().all(|m| m.0 != *n)) {
            return Err(unknown_field(unknown));
        }
        out.push('{');
        for (name, value) in all {
            let further: Vec<&[String]> =
                self.0.iter().filter(|p| p.first().is_some_and(|n| n == name)).map(|p| &p[1..]).collect();
            if further.is_empty() {
                continue;
            }
            if !out.ends_with('{') {
                out.push(',');
            }
            out.push('"');
            out.push_str(name);
            out.push_str("\":");
            if further.iter().any(|path| path.is_empty()) {
                out.push_str(value);
                continue;
            }
            let mut value: Value = serde_json::from_str(value).map_err(Failure::ours)?;
            keep(&mut value, &further)?;
            out.push_str(&value.to_string());
        }
        out.push('}');
        Ok(())
    }
}

/// Names and values of an object that was written without whitespace, and whose names need no escapes.
fn members(object: &str) -> Vec<(&str, &str)> {
    let mut members = Vec::new();
    let mut rest = object.strip_prefix('{').unwrap_or_default();
    while let Some((name, value)) = rest.strip_prefix('"').and_then(|text| text.split_once("\":")) {
        let (value, after) = value.split_at(end_of_value(value));
        members.push((name, value));
        rest = after.strip_prefix(',').unwrap_or_default();
    }
    members
}

/// Where the value ends that `text` begins with.
fn end_of_value(text: &str) -> usize {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b',' | b'}' | b']' if depth == 0 => return at,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// Leaves of `thing` what the paths lead to.
fn keep(thing: &mut Value, paths: &[&[String]]) -> Result<(), Failure> {
    match thing {
        Value::Array(all) => all.iter_mut().try_for_each(|one| keep(one, paths)),
        Value::Object(map) => {
            if let Some(unknown) = paths.iter().filter_map(|p| p.first()).find(|name| !map.contains_key(*name)) {
                return Err(unknown_field(unknown));
            }
            map.retain(|name, _| paths.iter().any(|p| p.first() == Some(name)));
            for (name, value) in map.iter_mut() {
                let further: Vec<&[String]> =
                    paths.iter().filter(|p| p.first() == Some(name)).map(|p| &p[1..]).collect();
                if further.iter().all(|p| !p.is_empty()) {
                    keep(value, &further)?;
                }
            }
            Ok(())
        }
        // Nothing is there, of which nothing is left.
        Value::Null => Ok(()),
        _ => Err(wrong_field("A field was named below one that has none.")),
    }
}

fn unknown_field(name: &str) -> Failure {
    wrong_field(&format!("There is no field `{name}` here."))
}

fn wrong_field(told: &str) -> Failure {
    Failure::invalid("unknown_field", told).field("fields", "unknown_field", told)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn cut(fields: &str, what: Value) -> Result<Value, String> {
        let fields = Fields::parse(Some(fields)).map_err(|f| f.code.to_owned())?;
        let bytes = fields.cut(&what).map_err(|f| f.code.to_owned())?;
        Ok(serde_json::from_slice(&bytes).unwrap())
    }

    #[test]
    fn what_was_asked_for_is_left() {
        let mug =
            json!({ "id": "prd_1", "title": "Mug", "variants": [{ "sku": "A", "price": null }, { "sku": "B" }] });
        assert_eq!(cut("id", mug.clone()), Ok(json!({ "id": "prd_1" })));
        assert_eq!(cut("variants.sku", mug.clone()), Ok(json!({ "variants": [{ "sku": "A" }, { "sku": "B" }] })));
        assert_eq!(cut("variants, variants.sku", mug.clone()).unwrap()["variants"], mug["variants"]);
        let list = json!({ "items": [mug.clone()], "next": "x" });
        assert_eq!(cut("title", list), Ok(json!({ "items": [{ "title": "Mug" }], "next": "x" })));
        for wrong in ["", "id,", "name", "title.x", "variants.nope", "a b"] {
            assert_eq!(cut(wrong, mug.clone()), Err("unknown_field".to_owned()), "{wrong}");
        }
    }
    #[test]
    fn what_is_written_already_is_cut_alike() {
        let mug = json!({
            "id": "prd_1", "title": "A \"Mug\", {or} [two]\\", "price": null, "weight": -1.5,
            "variants": [{ "sku": "A,]", "stock": { "band": "in" } }, { "sku": "B", "stock": { "band": "out" } }],
        });
        let written = mug.to_string();
        let pasted = |fields: &str| {
            let mut out = String::new();
            let told = Fields::parse((!fields.is_empty()).then_some(fields)).unwrap().paste(&written, &mut out);
            told.map(|()| serde_json::from_str::<Value>(&out).unwrap()).map_err(|f| f.code.to_owned())
        };
        assert_eq!(pasted(""), Ok(mug.clone()));
        let some =
            ["id", "title,price", "weight", "variants", "variants.sku,id", "variants.stock.band", "title,nope"];
        for fields in some {
            assert_eq!(pasted(fields), cut(fields, mug.clone()), "{fields}");
        }
        assert_eq!(pasted("title,nope"), Err("unknown_field".to_owned()));
        assert_eq!(pasted("title.x"), cut("title.x", mug));
    }
}
