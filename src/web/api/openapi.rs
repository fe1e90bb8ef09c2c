//! The contract, as OpenAPI 3.1.
use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Map, Value, json};
use utoipa::OpenApi;

use crate::counter as staff;
use crate::{
    account, addresses, cards, carts, categories, checkouts, deliveries, docs, mine, order, pages, products,
    recommendations, sessions, suggestions,
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "The shop's API",
        version = "1",
        description = "The shop for programs. No cookies: a basket's token opens the basket, an order's token the \
            order, an access token the account of whoever signed in, and a token made in the back office what staff \
            do. Amounts are integers in minor units with their currency, times are RFC 3339, ids are text with a \
            prefix. Lists come in pages: ask for `after` with what the page before said as `next`. Fields and \
            parameters that are not known are refused. What goes wrong is `application/problem+json` with a stable \
            `code`. Texts come in the language that `Accept-Language` prefers.",
        license(name = "AGPL-3.0-or-later", identifier = "AGPL-3.0-or-later"),
    ),
    paths(
        show,
        docs::show,
        pages::list,
        pages::one,
        products::list,
        products::one,
        recommendations::list,
        products::find,
        suggestions::show,
        categories::list,
        categories::one,
        carts::open,
        carts::view,
        carts::add,
        carts::set,
        carts::take_out,
        carts::put_coupon,
        carts::drop_coupon,
        deliveries::list,
        deliveries::payments,
        checkouts::prepare,
        checkouts::pay,
        checkouts::status,
        order::one,
        order::cancel,
        sessions::sign_in,
        sessions::refresh,
        sessions::sign_out,
        account::register,
        account::confirm,
        account::forgot,
        account::show_mine,
        account::change,
        account::change_password,
        sessions::list,
        sessions::end,
        addresses::list,
        addresses::add,
        addresses::change,
        addresses::remove,
        cards::list,
        cards::remove,
        account::wishes,
        account::wish,
        account::unwish,
        mine::basket,
        mine::list,
        mine::one,
        mine::again,
        staff::products::list,
        staff::products::create,
        staff::products::one,
        staff::products::change,
        staff::products::archive,
        staff::products::change_variant,
        staff::pictures::hang,
        staff::pictures::arrange,
        staff::prices::put,
        staff::stock::locations,
        staff::stock::list,
        staff::stock::book,
        staff::stock::movements,
        staff::stock::set_terms,
        staff::moving::transfers,
        staff::moving::create_transfer,
        staff::moving::transfer,
        staff::moving::send_transfer,
        staff::moving::receive_transfer,
        staff::moving::end_transfer,
        staff::moving::supplies,
        staff::moving::expect_supply,
        staff::moving::supply,
        staff::moving::change_supply,
        staff::moving::receive_supply,
        staff::moving::close_supply,
        staff::orders::list,
        staff::orders::one,
        staff::orders::capture,
        staff::orders::cancel,
        staff::orders::notes,
        staff::orders::add_note,
        staff::orders::set_tags,
        staff::fulfilments::list,
        staff::fulfilments::ship,
        staff::fulfilments::ship_many,
        staff::refunds::list,
        staff::refunds::give,
        staff::refunds::plan,
        staff::people::list,
        staff::people::one,
        staff::people::add_note,
        staff::imports::list,
        staff::imports::bring,
        staff::imports::one,
        staff::imports::notes,
        staff::imports::stop,
        staff::imports::resume,
        staff::imports::start,
    ),
    tags(
        (name = "catalogue", description = "What is sold"),
        (name = "pages", description = "What the shop writes"),
        (name = "carts", description = "Baskets, before any promise"),
        (name = "checkout", description = "From a basket to an order"),
        (name = "orders", description = "What became of it"),
        (name = "account", description = "For whoever signed in"),
        (name = "staff: products", description = "Products and prices"),
        (name = "staff: stock", description = "What there is, and where"),
        (name = "staff: orders", description = "Orders and what is sent"),
        (name = "staff: refunds", description = "Money that goes back"),
        (name = "staff: customers", description = "Whoever bought"),
        (name = "staff: imports", description = "Files from elsewhere"),
        (name = "contract", description = "This document"),
    )
)]
struct Contract;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let mut document = serde_json::to_value(Contract::openapi()).unwrap_or_default();
    document["components"]["securitySchemes"] = json!({
        "shopper": {
            "type": "http", "scheme": "bearer",
            "description": "The access token of whoever signed in (`POST /api/v1/sessions`). Good for 15 minutes.",
        },
        "staff_token": {
            "type": "http", "scheme": "bearer",
            "description": "A token that was made in the back office under Settings, with the scopes that are named.",
        },
    });
    allow_for_fields(&mut document);
    give_examples(&mut document);
    document
});

static TEXT: LazyLock<String> = LazyLock::new(|| {
    let mut text = serde_json::to_string_pretty(&*DOCUMENT).unwrap_or_default();
    text.push('\n');
    text
});

/// The contract as JSON text.
pub fn document() -> &'static str {
    &TEXT
}

/// The contract as it is read.
pub(crate) fn contract() -> &'static Value {
    &DOCUMENT
}

/// This document
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "contract", operation_id = "getContract", responses(
    (status = 200, description = "OpenAPI 3.1", body = serde_json::Value),
    (status = "default", description = "What went wrong", body = crate::failures::Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn show(_: HttpRequest) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, header::HeaderValue::from_static("application/json")))
        .insert_header((header::CACHE_CONTROL, header::HeaderValue::from_static("public, max-age=300")))
        .body(document())
}

/// Where `fields` can be asked for, a part of a thing is an answer too.
fn allow_for_fields(document: &mut Value) {
    let whole = document.clone();
    let none = Map::new();
    let mut lists = Vec::new();
    for (path, methods) in whole["paths"].as_object().unwrap_or(&none) {
        for (method, operation) in methods.as_object().unwrap_or(&none) {
            let parameters = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
            if !parameters.iter().any(|p| p["name"] == "fields") {
                continue;
            }
            let at = "/responses/200/content/application~1json/schema";
            let Some(schema) = operation.pointer(at) else { continue };
            match schema["$ref"].as_str().map(|to| to.trim_start_matches('#').to_owned()) {
                Some(to) if whole.pointer(&format!("{to}/properties/items")).is_some() => lists.push(to),
                _ => {
                    if let Some(answer) = document["paths"][path][method].pointer_mut(at) {
                        *answer = or_a_part(schema);
                    }
                }
            }
        }
    }
    lists.sort();
    lists.dedup();
    for list in lists {
        if let Some(item) = document.pointer_mut(&format!("{list}/properties/items/items")) {
            *item = or_a_part(item);
        }
    }
}

fn or_a_part(schema: &Value) -> Value {
    json!({ "anyOf": [schema, { "type": "object", "title": "Part", "description": "What `fields` names." }] })
}

/// Every document that is sent gets one that can be sent as it stands, made of the examples of its fields.
fn give_examples(document: &mut Value) {
    let whole = document.clone();
    let Some(paths) = document["paths"].as_object_mut() else { return };
    for operation in paths.values_mut().filter_map(Value::as_object_mut).flat_map(Map::values_mut) {
        if let Some(body) = operation.pointer_mut("/requestBody/content/application~1json")
            && let Some(made) = body.get("schema").map(|schema| sample(schema, &whole, 0))
        {
            body["example"] = made;
        }
    }
}

/// A value that fits a schema.
pub(crate) fn sample(schema: &Value, whole: &Value, depth: usize) -> Value {
    if let Some(example) = schema.get("example").or_else(|| schema.pointer("/examples/0")) {
        return example.clone();
    }
    if let Some(to) = schema.get("$ref").and_then(Value::as_str) {
        let target = whole.pointer(to.trim_start_matches('#')).filter(|_| depth < 6);
        return target.map_or(Value::Null, |target| sample(target, whole, depth + 1));
    }
    for of in ["oneOf", "anyOf", "allOf"] {
        let choices = schema.get(of).and_then(Value::as_array);
        if let Some(one) = choices.and_then(|c| c.iter().find(|c| c["type"] != "null")) {
            return sample(one, whole, depth + 1);
        }
    }
    if let Some(first) = schema.pointer("/enum/0") {
        return first.clone();
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|k| *k != "null").unwrap_or("null"),
        kind => kind.as_str().unwrap_or("object"),
    };
    match kind {
        "object" => {
            let fields = schema["properties"].as_object();
            let one = |(name, of): (&String, &Value)| (name.clone(), sample(of, whole, depth + 1));
            Value::Object(fields.map(|f| f.iter().map(one).collect()).unwrap_or_default())
        }
        "array" => json!([sample(&schema["items"], whole, depth + 1)]),
        "integer" | "number" => {
            schema.get("minimum").filter(|m| **m != json!(0)).cloned().unwrap_or_else(|| json!(1))
        }
        "boolean" => json!(false),
        "string" if schema["format"] == "date-time" => json!("2026-11-27T09:30:00Z"),
        "string" => json!(""),
        _ => Value::Null,
    }
}

/// What of `new` would break a program that was written for `old`: what is gone, what is needed that was not, what is
/// answered no more, what is of another kind.
pub fn breaking(old: &Value, new: &Value) -> Vec<String> {
    let mut broken = Vec::new();
    let none = Map::new();
    for (path, methods) in old["paths"].as_object().unwrap_or(&none) {
        for (method, before) in methods.as_object().unwrap_or(&none) {
            let place = format!("{} {path}", method.to_uppercase());
            let now = &new["paths"][path][method];
            if now.is_null() {
                broken.push(format!("{place} is gone"));
                continue;
            }
            parameters(&place, before, now, &mut broken);
            if now["security"] != before["security"] && !before_was_stricter(before, now) {
                broken.push(format!("{place} asks for another token"));
            }
            body(&place, before, now, (old, new), &mut broken);
            for (status, answer) in before["responses"].as_object().unwrap_or(&none) {
                let then = &now["responses"][status];
                if then.is_null() {
                    broken.push(format!("{place} is not answered with {status} any more"));
                }
                for (kind, content) in answer["content"].as_object().unwrap_or(&none) {
                    let place = format!("{place} {status}");
                    let schemas = (&content["schema"], &then["content"][kind]["schema"]);
                    answered(&place, schemas, (old, new), 0, &mut broken);
                }
            }
        }
    }
    broken
}

fn before_was_stricter(before: &Value, now: &Value) -> bool {
    before.get("security").is_some() && now.get("security").is_none()
}

fn parameters(place: &str, before: &Value, now: &Value, broken: &mut Vec<String>) {
    let none = Vec::new();
    let (before, now) =
        (before["parameters"].as_array().unwrap_or(&none), now["parameters"].as_array().unwrap_or(&none));
    let same = |a: &Value, b: &Value| a["name"] == b["name"] && a["in"] == b["in"];
    for parameter in before {
        if !now.iter().any(|p| same(p, parameter)) {
            broken.push(format!("{place} does not take {} any more", parameter["name"]));
        }
    }
    for parameter in now.iter().filter(|p| p["required"] == true) {
        if !before.iter().any(|p| same(p, parameter) && p["required"] == true) {
            broken.push(format!("{place} needs {}", parameter["name"]));
        }
    }
}

/// A document that could be sent must still be taken.
fn body(place: &str, before: &Value, now: &Value, wholes: (&Value, &Value), broken: &mut Vec<String>) {
    let schema = |of: &Value| of.pointer("/requestBody/content/application~1json/schema").cloned();
    match (schema(before), schema(now)) {
        (Some(before), Some(now)) => sent(place, (&before, &now), wholes, 0, broken),
        (None, Some(_)) if now["requestBody"]["required"] == true => {
            broken.push(format!("{place} needs a document"))
        }
        _ => {}
    }
}

fn followed<'a>(schema: &'a Value, whole: &'a Value) -> &'a Value {
    // The whole thing stands before its parts.
    let schema = schema.pointer("/anyOf/0").unwrap_or(schema);
    let to = schema.get("$ref").and_then(Value::as_str);
    to.and_then(|to| whole.pointer(to.trim_start_matches('#'))).unwrap_or(schema)
}

/// How deep schemas are followed; ours end before.
const DEEP: usize = 8;

fn sent(place: &str, of: (&Value, &Value), wholes: (&Value, &Value), depth: usize, broken: &mut Vec<String>) {
    let (before, now) = (followed(of.0, wholes.0), followed(of.1, wholes.1));
    if depth > DEEP {
        return;
    }
    if before["type"] != now["type"] {
        broken.push(format!("{place} wants another kind of thing"));
        return;
    }
    let none = Map::new();
    let names = |of: &Value| -> Vec<String> {
        let names = of["required"].as_array().cloned().unwrap_or_default();
        names.iter().filter_map(|n| n.as_str().map(str::to_owned)).collect()
    };
    let needed = names(before);
    broken.extend(names(now).into_iter().filter(|n| !needed.contains(n)).map(|n| format!("{place} needs `{n}`")));
    for (name, field) in before["properties"].as_object().unwrap_or(&none) {
        match now["properties"].get(name) {
            None => broken.push(format!("{place} does not take `{name}` any more")),
            Some(now) => sent(&format!("{place} {name}"), (field, now), wholes, depth + 1, broken),
        }
    }
    let values = |of: &Value| of["enum"].as_array().cloned().unwrap_or_default();
    let taken = values(now);
    let lost = values(before).into_iter().filter(|v| !taken.contains(v));
    broken.extend(lost.map(|v| format!("{place} does not take {v} any more")));
    if before.get("items").is_some() {
        sent(&format!("{place}[]"), (&before["items"], &now["items"]), wholes, depth + 1, broken);
    }
}

fn answered(place: &str, of: (&Value, &Value), wholes: (&Value, &Value), depth: usize, broken: &mut Vec<String>) {
    let (before, now) = (followed(of.0, wholes.0), followed(of.1, wholes.1));
    if depth > DEEP {
        return;
    }
    if before["type"] != now["type"] {
        broken.push(format!("{place} is answered with another kind of thing"));
        return;
    }
    let none = Map::new();
    for (name, field) in before["properties"].as_object().unwrap_or(&none) {
        match now["properties"].get(name) {
            None => broken.push(format!("{place} does not say `{name}` any more")),
            Some(now) => answered(&format!("{place} {name}"), (field, now), wholes, depth + 1, broken),
        }
    }
    if before.get("items").is_some() {
        answered(&format!("{place}[]"), (&before["items"], &now["items"]), wholes, depth + 1, broken);
    }
}
