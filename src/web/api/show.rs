//! Answers: plain structs, written straight into bytes; cut to the fields that were asked for, and told apart by a tag.
use std::fmt::Write as _;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use kit::{Failure, Rendered};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

const JSON: header::HeaderValue = header::HeaderValue::from_static("application/json");

pub(crate) type Answer = Result<HttpResponse, Failure>;

pub(crate) fn ok(what: &impl Serialize) -> Answer {
    with(StatusCode::OK, what)
}

/// Made, and found at `location` from now on.
pub(crate) fn created(location: &str, what: &impl Serialize) -> Answer {
    let mut answer = with(StatusCode::CREATED, what)?;
    let location = header::HeaderValue::from_str(location).map_err(Failure::ours)?;
    answer.headers_mut().insert(header::LOCATION, location);
    Ok(answer)
}

/// It will be seen to.
pub(crate) fn accepted(what: &impl Serialize) -> Answer {
    with(StatusCode::ACCEPTED, what)
}

/// Done, and nothing to say about it.
pub(crate) fn nothing() -> Answer {
    Ok(HttpResponse::NoContent().finish())
}

/// The thing as it is, unless whoever asks has it already.
pub(crate) fn found(req: &HttpRequest, fields: &Fields, what: &impl Serialize) -> Answer {
    tagged(req, StatusCode::OK, fields, None, what)
}

/// The same of a thing that can be changed: its tag begins with its version, which is what `If-Match` asks for.
pub(crate) fn versioned(req: &HttpRequest, fields: &Fields, version: i64, what: &impl Serialize) -> Answer {
    tagged(req, StatusCode::OK, fields, Some(version), what)
}

/// A page of a list, with the way to the next one.
pub(crate) fn page(req: &HttpRequest, fields: &Fields, next: Option<&str>, what: &impl Serialize) -> Answer {
    let mut answer = found(req, fields, what)?;
    if let Some(next) = next
        && let Ok(link) = header::HeaderValue::from_str(&format!("<{}>; rel=\"next\"", onward(req, next)))
    {
        answer.headers_mut().insert(header::LINK, link);
    }
    Ok(answer)
}

/// A page of a list that is the same for many: kept whole until something it was made from changes, for a minute at most.
pub(crate) fn kept(
    req: &HttpRequest,
    fields: &Fields,
    next: Option<&str>,
    what: &impl Serialize,
) -> Result<Rendered, Failure> {
    let text = String::from_utf8(fields.cut(what)?).map_err(Failure::ours)?;
    let link = next.map(|next| format!("<{}>; rel=\"next\"", onward(req, next)));
    Ok(Rendered::json(text).linked(link.unwrap_or_default()))
}

/// Its words are of the language that was asked for.
pub(crate) fn spoken(mut answer: HttpResponse) -> HttpResponse {
    answer.headers_mut().append(header::VARY, header::HeaderValue::from_static("accept-language"));
    answer
}

/// The same address with another cursor.
fn onward(req: &HttpRequest, next: &str) -> String {
    let rest = req.query_string().split('&').filter(|p| !p.is_empty() && !p.starts_with("after="));
    let mut query: Vec<&str> = rest.collect();
    let after = format!("after={next}");
    query.push(&after);
    format!("{}?{}", req.path(), query.join("&"))
}

fn tagged(
    req: &HttpRequest,
    status: StatusCode,
    fields: &Fields,
    version: Option<i64>,
    what: &impl Serialize,
) -> Answer {
    let bytes = fields.cut(what)?;
    let mut tag = version.map_or_else(|| "\"".to_owned(), |version| format!("\"{version}."));
    for byte in Sha256::digest(&bytes).iter().take(8) {
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    let known = req.headers().get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let known = known.split(',').map(str::trim).any(|t| t == "*" || t.trim_start_matches("W/") == tag);
    let mut answer = if known {
        HttpResponse::NotModified().finish()
    } else {
        HttpResponse::build(status).insert_header((header::CONTENT_TYPE, JSON)).body(bytes)
    };
    let headers = answer.headers_mut();
    headers.insert(header::ETAG, header::HeaderValue::from_str(&tag).map_err(Failure::ours)?);
    // May be kept, but not shown without asking. What is somebody's own is not kept at all: the table sees to it.
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("public, no-cache"));
    Ok(spoken(answer))
}

fn with(status: StatusCode, what: &impl Serialize) -> Answer {
    let bytes = written(what)?;
    Ok(HttpResponse::build(status).insert_header((header::CONTENT_TYPE, JSON)).body(bytes))
}

fn written(what: &impl Serialize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::with_capacity(1024);
    serde_json::to_writer(&mut bytes, what).map_err(Failure::ours)?;
    Ok(bytes)
}

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

    fn cut(&self, what: &impl Serialize) -> Result<Vec<u8>, Failure> {
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
}

/// Leaves of `thing` what the paths lead to.
fn keep(thing: &mut Value, paths: &[&[String]]) -> Result<(), Failure> {
    match thing {
        Value::Array(all) => all.iter_mut().try_for_each(|one| keep(one, paths)),
        Value::Object(map) => {
            if let Some(unknown) = paths.iter().filter_map(|p| p.first()).find(|name| !map.contains_key(*name)) {
                return Err(wrong_field(&format!("There is no field `{unknown}` here.")));
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
}
