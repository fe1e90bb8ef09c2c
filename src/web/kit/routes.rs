//! Routes as data: what there is, who may come, and who answers. actix cannot list its routes; this table can, and a
//! test compares it with the authorisation matrix.
use std::fmt::Write as _;
use std::sync::Arc;

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::http::{Method, header};
use actix_web::web::ServiceConfig;
use actix_web::{FromRequest, Handler, HttpRequest, HttpResponse, Responder, guard, web};
use bytes::Bytes;

use crate::access::Verdict;
use crate::gate::{self, Gate};
use crate::render::is_api;
use crate::visit::site_of;
use crate::{Access, Failure, Once, assets, body, once};

/// The routes of one face.
pub struct Routes {
    face: &'static str,
    routes: Vec<Route>,
    list: Vec<RouteInfo>,
    /// Whether what is added belongs to the open shop.
    shop: bool,
}

struct Route {
    path: &'static str,
    method: Method,
    route: actix_web::Route,
}

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteInfo {
    pub face: &'static str,
    pub method: Method,
    /// As actix writes it: `/p/{slug}`.
    pub path: &'static str,
    pub access: Access,
}

/// So many times longer may an upload take than a form.
const UPLOAD_PATIENCE: u32 = 8;

/// What the table sees to before and after a handler.
#[derive(Clone, Copy)]
struct Rule {
    access: Access,
    /// Whether it is only there for shoppers while the shop is open.
    shop: bool,
    /// Of the body, in bytes; the scope's limit when none is set.
    most: Option<usize>,
    once: Once,
    /// Whether it answers in JSON and nothing else.
    json: bool,
}

impl Routes {
    pub fn new(face: &'static str) -> Self {
        Self { face, routes: Vec::new(), list: Vec::new(), shop: false }
    }

    /// What follows belongs to the shop: while it is closed only staff come through.
    #[must_use]
    pub fn of_the_shop(mut self) -> Self {
        self.shop = true;
        self
    }

    /// What follows is there whether the shop is open or not.
    #[must_use]
    pub fn of_the_house(mut self) -> Self {
        self.shop = false;
        self
    }

    /// A page. Answers HEAD too.
    #[must_use]
    pub fn get<H, A>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<A>,
        A: FromRequest + 'static,
        H::Output: Responder + 'static,
    {
        self.on(Method::GET, path, access, handler)
    }

    /// Something that changes the shop.
    #[must_use]
    pub fn post<H, A>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<A>,
        A: FromRequest + 'static,
        H::Output: Responder + 'static,
    {
        self.on(Method::POST, path, access, handler)
    }

    /// Any method.
    #[must_use]
    pub fn on<H, A>(self, method: Method, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<A>,
        A: FromRequest + 'static,
        H::Output: Responder + 'static,
    {
        let rule = self.rule(access);
        self.add(method, path, rule, handler)
    }

    /// Something that is to happen once, however often it is sent: `Idempotency-Key`.
    #[must_use]
    pub fn once<H, A>(self, method: Method, path: &'static str, access: Access, once: Once, handler: H) -> Self
    where
        H: Handler<A>,
        A: FromRequest + 'static,
        H::Output: Responder + 'static,
    {
        let rule = Rule { once, ..self.rule(access) };
        self.add(method, path, rule, handler)
    }

    /// Of an API, a page for people.
    #[must_use]
    pub fn page<H, A>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<A>,
        A: FromRequest + 'static,
        H::Output: Responder + 'static,
    {
        let rule = Rule { json: false, ..self.rule(access) };
        self.add(Method::GET, path, rule, handler)
    }

    fn rule(&self, access: Access) -> Rule {
        Rule { access, shop: self.shop, most: None, once: Once::No, json: self.face == "api" }
    }

    /// A POST whose body may have up to `most` bytes: pictures, imports.
    #[must_use]
    pub fn upload<H, A>(self, path: &'static str, access: Access, most: usize, handler: H) -> Self
    where
        H: Handler<A>,
        A: FromRequest + 'static,
        H::Output: Responder + 'static,
    {
        let rule = Rule { most: Some(most), ..self.rule(access) };
        self.add(Method::POST, path, rule, handler)
    }

    /// The packed files of `static/`.
    #[must_use]
    pub fn assets(self) -> Self {
        self.get("/static/{name:.*}", Access::Public, async |req: HttpRequest, name: web::Path<String>| {
            assets::respond(&req, &name)
        })
    }

    fn add<H, A>(mut self, method: Method, path: &'static str, rule: Rule, handler: H) -> Self
    where
        H: Handler<A>,
        A: FromRequest + 'static,
        H::Output: Responder + 'static,
    {
        let info = RouteInfo { face: self.face, method: method.clone(), path, access: rule.access };
        self.list.push(info);
        self.routes.push(Route { path, route: answering(&method, rule, handler), method });
        self
    }

    /// Every route, in the order they were written.
    pub fn list(&self) -> &[RouteInfo] {
        &self.list
    }

    /// The routes of another table after these.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.routes.extend(other.routes);
        self.list.extend(other.list);
        self
    }

    /// Tells actix. Addresses that are written out are tried first, since one look tells them apart; those with parameters
    /// each in the order they were first written. Other methods are answered with 405.
    pub fn configure(self, app: &mut ServiceConfig) {
        let mut paths: Vec<(&'static str, Vec<Route>)> = Vec::new();
        for route in self.routes {
            match paths.iter_mut().find(|(path, _)| *path == route.path) {
                Some((_, routes)) => routes.push(route),
                None => paths.push((route.path, vec![route])),
            }
        }
        paths.sort_by_key(|(path, _)| path.contains('{'));
        for (path, routes) in paths {
            let allow = allow_of(&routes);
            let other = move |req: HttpRequest| {
                let allow = allow.clone();
                async move { otherwise(&req, allow) }
            };
            let resource = web::resource(path).default_service(web::to(other));
            app.service(routes.into_iter().fold(resource, |resource, route| resource.route(route.route)));
        }
    }
}

fn allow_of(routes: &[Route]) -> Arc<str> {
    let mut text = String::new();
    for route in routes {
        let comma = if text.is_empty() { "" } else { ", " };
        let head = if route.method == Method::GET { ", HEAD" } else { "" };
        let _ = write!(text, "{comma}{}{head}", route.method);
    }
    text.into()
}

/// Whoever asks what can be done here is told; all else cannot.
fn otherwise(req: &HttpRequest, allow: Arc<str>) -> Result<HttpResponse, Failure> {
    if *req.method() == Method::OPTIONS && is_api(req.path()) {
        let allow = format!("{allow}, OPTIONS");
        return Ok(HttpResponse::NoContent().insert_header((header::ALLOW, allow)).finish());
    }
    Err(not_allowed(allow))
}

fn not_allowed(allow: Arc<str>) -> Failure {
    let status = actix_web::http::StatusCode::METHOD_NOT_ALLOWED;
    Failure::new(status, "method_not_allowed", "This address is not for that.").allowing(allow)
}

/// Puts the rule around the handler.
fn answering<H, A>(method: &Method, rule: Rule, handler: H) -> actix_web::Route
where
    H: Handler<A>,
    A: FromRequest + 'static,
    H::Output: Responder + 'static,
{
    let route = if *method == Method::GET {
        web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
    } else {
        web::method(method.clone())
    };
    route.to(move |req: HttpRequest, payload: web::Payload| {
        let handler = handler.clone();
        async move { answer(rule, &handler, &req, payload).await }
    })
}

async fn answer<H, A>(
    rule: Rule,
    handler: &H,
    req: &HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse<BoxBody>, actix_web::Error>
where
    H: Handler<A>,
    A: FromRequest + 'static,
    H::Output: Responder + 'static,
{
    let mut personal = rule.access != Access::Public;
    if rule.shop {
        match gate::ask(req).await? {
            Gate::Open => {}
            Gate::Staff => personal = true,
            Gate::GoTo(elsewhere) => return Ok(elsewhere),
        }
    }
    if rule.json && !takes_json(req) {
        return Err(Failure::not_acceptable().into());
    }
    if let Verdict::GoTo(elsewhere) = rule.access.check(req).await? {
        return Ok(elsewhere);
    }
    let site = site_of(req)?;
    let limits = &site.config().limits;
    let most = rule.most.unwrap_or(if is_api(req.path()) { limits.json } else { limits.form });
    if announced(req).is_some_and(|length| length > most) {
        return Err(Failure::too_large().into());
    }
    // A route that takes files gives them the time that a slow line needs.
    let deadline = limits.body_deadline * if rule.most.is_some() { UPLOAD_PATIENCE } else { 1 };
    let (mut body, cut) = body::bounded(payload.into_inner(), most, deadline);
    let mut held = None;
    if rule.once != Once::No
        && let Some(key) = once::key(req, rule.once)?
    {
        let bytes = match Bytes::from_request(req, &mut body).await {
            Ok(bytes) => bytes,
            Err(e) => return Err(cut.get().map_or_else(|| e, |cut| Failure::from(cut).into())),
        };
        match once::begin(req, rule.once, &key, &bytes).await? {
            once::Begun::Answered(answer) => return Ok(private(answer)),
            once::Begun::Ours(claim) => held = Some(claim),
        }
        body = Payload::from(bytes);
    }
    let args = match A::from_request(req, &mut body).await {
        Ok(args) => args,
        Err(e) => {
            if let Some(held) = held {
                held.let_go().await;
            }
            return Err(cut.get().map_or_else(|| e.into(), |cut| Failure::from(cut).into()));
        }
    };
    let mut answer = handler.call(args).await.respond_to(req).map_into_boxed_body();
    if let Some(cut) = cut.get()
        && answer.status().is_client_error()
    {
        return Err(Failure::from(cut).into());
    }
    if let Some(held) = held {
        answer = held.keep(req, answer).await;
    }
    Ok(if personal { private(answer) } else { answer })
}

fn private(mut answer: HttpResponse<BoxBody>) -> HttpResponse<BoxBody> {
    let personal = header::HeaderValue::from_static("private, no-store");
    answer.headers_mut().insert(header::CACHE_CONTROL, personal);
    answer
}

/// Whether an answer in JSON is taken (RFC 9110, 12.5.1).
fn takes_json(req: &HttpRequest) -> bool {
    let accepted = assets::header_of(req, header::ACCEPT);
    let takes = |part: &str| {
        let (kind, params) = part.split_once(';').unwrap_or((part, ""));
        let kinds = ["*/*", "application/*", "application/json", "application/problem+json"];
        let kind = kind.trim().to_ascii_lowercase();
        kinds.contains(&kind.as_str()) && !params.replace(' ', "").starts_with("q=0;") && params.trim() != "q=0"
    };
    accepted.trim().is_empty() || accepted.split(',').any(takes)
}

/// How long the body says it is.
fn announced(req: &HttpRequest) -> Option<usize> {
    req.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
