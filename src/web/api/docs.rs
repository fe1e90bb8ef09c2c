//! `/api/docs`: the contract for people, with requests that can be sent from the page. Made of the document that programs
//! read, so that the two cannot differ. Everything on it is our own; nothing is fetched from elsewhere.
use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::header;
use askama::Template;
use kit::{Failure, Visit};
use serde_json::{Map, Value};

use crate::openapi::{contract, sample};

const CSP: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; \
                   base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

#[derive(Template)]
#[template(path = "docs.html")]
struct Docs<'a> {
    ctx: &'a kernel::Context,
    intro: &'a str,
    groups: &'a [Group],
    css: &'static str,
    js: &'static str,
}

impl Docs<'_> {
    fn t<'k>(&'k self, key: &'k str) -> &'k str {
        self.ctx.texts.t(key)
    }
}

/// The operations of one tag.
struct Group {
    name: String,
    /// For addresses.
    id: String,
    about: String,
    operations: Vec<Operation>,
}

struct Operation {
    id: String,
    method: String,
    path: String,
    title: String,
    about: String,
    /// `shopper`, `staff`, or nothing for everybody.
    token: &'static str,
    scopes: String,
    parameters: Vec<Parameter>,
    /// What is sent, as an example that can be changed.
    body: Option<String>,
    kind: String,
    answers: Vec<Given>,
}

struct Parameter {
    name: String,
    place: String,
    needed: bool,
    about: String,
    example: String,
}

struct Given {
    status: String,
    about: String,
    example: Option<String>,
}

static INTRO: LazyLock<String> = LazyLock::new(|| marked(&contract()["info"]["description"]));
static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| groups(contract()));

/// The contract for people
#[utoipa::path(get, path = "/api/docs", tag = "contract", operation_id = "readContract", responses(
    (status = 200, description = "A page", body = String, content_type = "text/html"),
    (status = "default", description = "What went wrong", body = crate::failures::Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn show(visit: Visit) -> Result<HttpResponse, Failure> {
    let page = Docs {
        ctx: &visit.ctx,
        intro: &INTRO,
        groups: &GROUPS,
        css: kit::assets::url("docs.css"),
        js: kit::assets::url("docs.js"),
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CONTENT_SECURITY_POLICY, CSP))
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .insert_header((header::VARY, "accept-language"))
        .body(page.render().map_err(Failure::ours)?))
}

fn words(of: &Value) -> String {
    of.as_str().unwrap_or_default().to_owned()
}

/// A text of the document as HTML: what stands between backticks is code.
fn marked(of: &Value) -> String {
    let parts = of.as_str().unwrap_or_default().split('`').enumerate();
    let part = |(i, part): (usize, &str)| match i % 2 {
        1 => format!("<code>{}</code>", kit::escape(part)),
        _ => kit::escape(part),
    };
    parts.map(part).collect()
}

fn groups(document: &Value) -> Vec<Group> {
    let none = Map::new();
    let tags = document["tags"].as_array().map_or(&[][..], Vec::as_slice);
    let mut groups: Vec<Group> = tags
        .iter()
        .map(|tag| Group {
            name: words(&tag["name"]),
            id: words(&tag["name"]).replace(": ", "-"),
            about: marked(&tag["description"]),
            operations: Vec::new(),
        })
        .collect();
    for (path, methods) in document["paths"].as_object().unwrap_or(&none) {
        for (method, of) in methods.as_object().unwrap_or(&none) {
            let tag = words(&of["tags"][0]);
            if let Some(group) = groups.iter_mut().find(|g| g.name == tag) {
                group.operations.push(operation(document, path, method, of));
            }
        }
    }
    groups
}

fn operation(document: &Value, path: &str, method: &str, of: &Value) -> Operation {
    let none = Map::new();
    let security = of["security"][0].as_object().unwrap_or(&none);
    let token = match security.keys().next().map(String::as_str) {
        Some("shopper") => "shopper",
        Some("staff_token") => "staff",
        _ => "",
    };
    let scopes = security.values().next().and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let contents = of["requestBody"]["content"].as_object().unwrap_or(&none);
    let (kind, content) = contents.iter().next().map_or(("", &Value::Null), |(kind, of)| (kind.as_str(), of));
    let body = content.get("example").map(pretty).or_else(|| (!kind.is_empty()).then(String::new));
    let answer = |(status, answer): (&String, &Value)| Given {
        status: status.clone(),
        about: marked(&answer["description"]),
        example: answer
            .pointer("/content/application~1json/schema")
            .map(|schema| pretty(&sample(schema, document, 0))),
    };
    Operation {
        id: words(&of["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        title: words(&of["summary"]),
        about: marked(&of["description"]),
        token,
        scopes: scopes.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        parameters: of["parameters"].as_array().map_or(&[][..], Vec::as_slice).iter().map(parameter).collect(),
        body,
        kind: kind.to_owned(),
        answers: of["responses"].as_object().unwrap_or(&none).iter().map(answer).collect(),
    }
}

fn parameter(of: &Value) -> Parameter {
    let example = of.get("example").or_else(|| of["schema"].get("example"));
    let needed = of["required"] == true;
    Parameter {
        name: words(&of["name"]),
        place: words(&of["in"]),
        needed,
        about: marked(&of["description"]),
        example: example
            .filter(|_| needed)
            .map(|e| e.as_str().map_or_else(|| e.to_string(), str::to_owned))
            .unwrap_or_default(),
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
