//! Requests that happen once, however often they are sent (draft-ietf-httpapi-idempotency-key-header).
//!
//! The key is claimed before the handler runs, and the answer is kept when it has. In between every unit of work of the
//! handler's actor notes in its own transaction that it wrote something for this key: what was written is never
//! written again, and a refusal that wrote nothing leaves the key free.
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::http::{StatusCode, header};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};
use db::{Claimed, Db, KeptAnswer, Requests};
use kernel::Claim;
use sha2::{Digest, Sha256};

use crate::failure::Failure;
use crate::{TokenVisit, Visit, render};

const KEY: header::HeaderName = header::HeaderName::from_static("idempotency-key");
/// Tells that an answer was given before.
const REPLAYED: header::HeaderName = header::HeaderName::from_static("idempotent-replayed");
/// How long whoever asks twice at once waits for the first answer.
const PATIENCE: Duration = Duration::from_secs(10);
const FIRST_LOOK: Duration = Duration::from_millis(5);
const LAST_LOOK: Duration = Duration::from_millis(200);

/// Whether a route is to happen once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Once {
    No,
    /// With a key, once.
    ByKey,
    /// The same of what is safe to repeat by itself: when its answer was lost, it is carried out again.
    Repeatable,
    /// Without a key it is refused.
    KeyNeeded,
}

/// What the request is known by.
///
/// # Errors
/// A key that is empty, longer than 200 characters or not plain ASCII; none where one is needed.
pub(crate) fn key(req: &HttpRequest, once: Once) -> Result<Option<String>, Failure> {
    let Some(value) = req.headers().get(KEY) else {
        if once != Once::KeyNeeded {
            return Ok(None);
        }
        let told = "Send an Idempotency-Key, new for each thing to be done, so that it can be sent again safely.";
        return Err(Failure::new(StatusCode::BAD_REQUEST, "idempotency_key_needed", told).field(
            "Idempotency-Key",
            "idempotency_key_needed",
            told,
        ));
    };
    let key = value.to_str().ok().map(str::trim).filter(|k| !k.is_empty() && k.len() <= 200);
    key.map(|k| Some(k.to_owned())).ok_or_else(|| {
        let told = "An idempotency key has 1 to 200 plain characters.";
        Failure::invalid("bad_idempotency_key", told).field("Idempotency-Key", "bad_value", told)
    })
}

pub(crate) enum Begun {
    Answered(HttpResponse<BoxBody>),
    Ours(Held),
}

/// A request that is being carried out here.
pub(crate) struct Held {
    requests: Requests,
    claim: Claim,
    repeatable: bool,
}

/// Claims the request, or finds its answer. Whoever asks while another is at it waits.
///
/// # Errors
/// The key was used for another request; it takes too long; the answer was lost.
pub(crate) async fn begin(req: &HttpRequest, once: Once, key: &str, body: &[u8]) -> Result<Begun, Failure> {
    let db = req.app_data::<web::Data<Db>>().ok_or_else(|| Failure::ours("the app was given no database"))?;
    let requests = Requests::new((***db).clone());
    // Keys are their sender's own; where nobody is known, whatever opens the address tells senders apart.
    let sender = match (req.extensions().get::<TokenVisit>(), req.extensions().get::<Visit>()) {
        (Some(program), _) => program.who.token.to_string(),
        (None, Some(visit)) => visit.customer.as_ref().map(|c| c.id.to_string()).unwrap_or_default(),
        (None, None) => String::new(),
    };
    let place = if sender.is_empty() { req.path() } else { "" };
    let request = digest(&[sender.as_bytes(), place.as_bytes(), key.as_bytes()]);
    let address = req.uri().path_and_query().map_or("", |p| p.as_str());
    let fingerprint = digest(&[req.method().as_str().as_bytes(), address.as_bytes(), body]);
    let repeatable = once == Once::Repeatable;
    let (mut waited, mut pause) = (Duration::ZERO, FIRST_LOOK);
    loop {
        match requests.claim(request, fingerprint, repeatable).await? {
            Claimed::Yours(claim) => {
                // What is safe to repeat goes by itself: a provider may take longer than a claim is held.
                if !repeatable {
                    take_up(req, claim);
                }
                return Ok(Begun::Ours(Held { requests, claim, repeatable }));
            }
            Claimed::Answered(kept) => return Ok(Begun::Answered(again(kept)?)),
            Claimed::Other => {
                return Err(failure(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "key_reused",
                    "This Idempotency-Key was used for another request. Take a new one.",
                ));
            }
            Claimed::Lost => {
                return Err(failure(
                    StatusCode::CONFLICT,
                    "answer_lost",
                    "This was carried out, at least in part, and its answer was lost. Look at what it was about; it is \
                 not done again under this key.",
                ));
            }
            Claimed::Underway if waited >= PATIENCE => {
                let told = "This very request is still being carried out. Ask again in a moment.";
                let failure = failure(StatusCode::CONFLICT, "request_underway", told);
                return Err(failure.retry_after(Duration::from_secs(1)));
            }
            Claimed::Underway => {
                tokio::time::sleep(pause).await;
                waited += pause;
                pause = (pause * 2).min(LAST_LOOK);
            }
        }
    }
}

fn failure(status: StatusCode, code: &'static str, told: &str) -> Failure {
    Failure::new(status, code, told).field("Idempotency-Key", code, told)
}

/// Whoever the handler acts for carries the claim from now on.
fn take_up(req: &HttpRequest, claim: Claim) {
    let mut extensions = req.extensions_mut();
    if let Some(visit) = extensions.get::<Visit>().cloned() {
        extensions.insert(visit.claiming(claim));
    }
    if let Some(program) = extensions.get::<TokenVisit>().cloned() {
        extensions.insert(program.claiming(claim));
    }
}

fn again(kept: KeptAnswer) -> Result<HttpResponse<BoxBody>, Failure> {
    let status = StatusCode::from_u16(kept.status).map_err(Failure::ours)?;
    let mut answer = HttpResponse::build(status);
    for (name, value) in kept.headers {
        answer.insert_header((name, value));
    }
    Ok(answer.insert_header((REPLAYED, "true")).body(kept.body))
}

impl Held {
    /// Nothing was done.
    pub(crate) async fn let_go(self) {
        if let Err(e) = self.requests.let_go(&self.claim, self.repeatable).await {
            // It passes to whoever asks next, a minute later.
            tracing::warn!(error = %e, "a request's key could not be let go");
        }
    }

    /// Keeps the answer, unless it is a refusal and nothing was written.
    pub(crate) async fn keep(self, req: &HttpRequest, answer: HttpResponse<BoxBody>) -> HttpResponse<BoxBody> {
        let answer = match answer.error().map(Failure::of_server) {
            None => answer,
            Some(refused) => {
                match self.requests.let_go(&self.claim, self.repeatable).await {
                    Ok(true) | Err(_) => return answer,
                    Ok(false) => {}
                }
                // Something was written before it was refused: asking again would write it twice.
                let mut told = refused;
                render::know(&mut told, req);
                told.log();
                render::problem(&told)
            }
        };
        let (mut head, body) = answer.into_parts();
        let bytes = match body.try_into_bytes() {
            Ok(bytes) => bytes,
            Err(body) => return head.set_body(body),
        };
        let kept_headers = [header::CONTENT_TYPE, header::LOCATION, header::ETAG, header::RETRY_AFTER];
        let value = |name: &header::HeaderName| {
            let value = head.headers().get(name)?.to_str().ok()?;
            Some((name.to_string(), value.to_owned()))
        };
        let kept = KeptAnswer {
            status: head.status().as_u16(),
            headers: kept_headers.iter().filter_map(value).collect(),
            body: bytes.to_vec(),
        };
        if !self.requests.keep(&self.claim, kept).await.unwrap_or(false) {
            tracing::warn!("the answer to a request with a key could not be kept");
        }
        head.headers_mut().remove(REPLAYED);
        head.set_body(BoxBody::new(bytes))
    }
}

fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}
