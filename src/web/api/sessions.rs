//! Signing in to a program: a short-lived token to come in with, and one to get the next pair.
use actix_web::http::header;
use actix_web::{HttpRequest, web};
use auth::{ExposeSecret, Grant, SecretString};
use cart::Carts;
use customers::{Account, Accounts};
use flows::accounts::{AccountDesk, Caller};
use kernel::kinds::{CustomerId, SessionId};
use kit::{Failure, SignedInCustomer, Visit};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::failures::{Problem, of_cart};
use crate::receive::Body;
use crate::show::{self, Answer};

/// Who signs in, and where.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    #[schema(example = "ada@example.org")]
    email: String,
    #[schema(value_type = String, format = Password, example = "correct horse battery staple")]
    password: SecretString,
    /// What the account's list of sessions calls this program; the `User-Agent` when it is not said.
    #[schema(example = "Ada's phone")]
    device: Option<String>,
    /// The token of a basket that was filled before: what is in it goes into the account's.
    cart: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Refresh {
    /// Of the pair before. It is worth nothing afterwards.
    #[schema(value_type = String)]
    refresh_token: SecretString,
}

/// A pair of tokens.
#[derive(Serialize, ToSchema)]
pub(crate) struct Tokens {
    /// For `Authorization: Bearer …`.
    access_token: String,
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// Seconds.
    #[schema(example = 900)]
    expires_in: u64,
    /// Gets the next pair, once. Whoever sends it twice is taken for a thief: the session ends.
    refresh_token: String,
    #[schema(value_type = String, example = "ses_01j…")]
    session: SessionId,
    account: AccountShown,
    /// Opens the account's basket; `null` when it has none, or when the one that was brought along does.
    cart: Option<String>,
}

/// An account, as its holder sees it.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccountShown {
    #[schema(value_type = String, example = "cus_01j…")]
    id: CustomerId,
    email: String,
    name: String,
    #[schema(format = DateTime)]
    created_at: String,
    /// Goes up with each change.
    version: i64,
}

impl From<Account> for AccountShown {
    fn from(a: Account) -> Self {
        Self { id: a.id, email: a.email, name: a.name, created_at: a.created_at.rfc3339(), version: a.version }
    }
}

/// Sign in
///
/// Slowed down when somebody guesses: `too_many_tries` says how long to wait.
#[utoipa::path(post, path = "/api/v1/sessions", tag = "account", operation_id = "signIn", request_body = SignIn,
    responses(
    (status = 201, description = "A pair of tokens", body = Tokens),
    (status = "default", description = "What went wrong: `wrong_credentials`, `unconfirmed`, `too_many_tries`, …",
        body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn sign_in(
    req: HttpRequest,
    visit: Visit,
    Body(who): Body<SignIn>,
    desk: web::Data<AccountDesk>,
    carts: web::Data<Carts>,
    clock: web::Data<kit::Site>,
) -> Answer {
    let caller = caller(&req, &visit, who.device);
    let (signed_in, grant) = desk.sign_in_program(caller, &who.email, &who.password).await?;
    let joined = carts.join(&visit.actor, who.cart.as_deref(), signed_in.account.id).await.map_err(of_cart)?;
    let pair = tokens(&clock, grant, signed_in.session, signed_in.account, joined.token);
    show::created("/api/v1/account", &pair)
}

/// Get the next pair of tokens
///
/// Each refresh token is good for one pair. One that comes again ends its session, whoever sent it.
#[utoipa::path(post, path = "/api/v1/sessions/refresh", tag = "account", operation_id = "refreshSession",
    request_body = Refresh, responses(
    (status = 200, description = "The next pair", body = Tokens),
    (status = "default", description = "What went wrong: `signed_out`, `refresh_token_reused`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn refresh(
    visit: Visit,
    Body(held): Body<Refresh>,
    accounts: web::Data<Accounts>,
    clock: web::Data<kit::Site>,
) -> Answer {
    let (present, grant) = accounts.refresh(visit.actor.correlation.clone(), held.refresh_token).await?;
    show::ok(&tokens(&clock, grant, present.session, present.account, None))
}

/// Sign out
///
/// This session only; its tokens open nothing from now on.
#[utoipa::path(delete, path = "/api/v1/sessions/current", tag = "account", operation_id = "signOut",
    security(("shopper" = [])), responses(
    (status = 204, description = "Signed out"),
    (status = "default", description = "What went wrong: `signed_out`, `bad_token`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn sign_out(visit: Visit, accounts: web::Data<Accounts>) -> Answer {
    let me = holder(&visit)?;
    accounts.end_sessions(visit.actor.correlation.clone(), me.id, Some(me.session), me.session).await?;
    show::nothing()
}

/// Where somebody is signed in.
#[derive(Serialize, ToSchema)]
pub(crate) struct Sessions {
    /// The one seen last first.
    items: Vec<SessionShown>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SessionShown {
    #[schema(value_type = String, example = "ses_01j…")]
    id: SessionId,
    /// What the browser or program calls itself.
    device: String,
    #[schema(format = DateTime)]
    created_at: String,
    /// Within five minutes.
    #[schema(format = DateTime)]
    last_seen_at: String,
    /// Whether it is this one.
    current: bool,
}

/// Where I am signed in, browsers and programs alike
#[utoipa::path(get, path = "/api/v1/account/sessions", tag = "account", operation_id = "listSessions",
    security(("shopper" = [])), responses(
    (status = 200, description = "The sessions", body = Sessions),
    (status = "default", description = "What went wrong: `signed_out`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn list(visit: Visit, accounts: web::Data<Accounts>) -> Answer {
    let me = holder(&visit)?;
    let shown = |s: auth::Session| SessionShown {
        current: s.id == me.session,
        id: s.id,
        device: s.user_agent,
        created_at: s.created_at.rfc3339(),
        last_seen_at: s.last_seen_at.rfc3339(),
    };
    let items = accounts.sessions(me.id).await?.into_iter().map(shown).collect();
    show::ok(&Sessions { items })
}

/// End one of my sessions
#[utoipa::path(delete, path = "/api/v1/account/sessions/{id}", tag = "account", operation_id = "endSession",
    params(("id" = String, Path, description = "The session's", example = "ses_01j0000000000000000000000a")),
    security(("shopper" = [])), responses(
    (status = 204, description = "It has ended"),
    (status = "default", description = "What went wrong: `not_found`, `signed_out`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn end(visit: Visit, id: web::Path<String>, accounts: web::Data<Accounts>) -> Answer {
    let me = holder(&visit)?;
    let id = id.parse::<SessionId>().map_err(|_| Failure::not_found())?;
    let ended = accounts.end_sessions(visit.actor.correlation.clone(), me.id, Some(id), me.session).await?;
    if ended == 0 { Err(Failure::not_found()) } else { show::nothing() }
}

/// Whoever is signed in; the route's access has asked already.
pub(crate) fn holder(visit: &Visit) -> Result<&SignedInCustomer, Failure> {
    visit.customer.as_ref().ok_or_else(Failure::signed_out)
}

pub(crate) fn caller(req: &HttpRequest, visit: &Visit, device: Option<String>) -> Caller {
    let agent =
        || req.headers().get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    Caller {
        correlation: visit.actor.correlation.clone(),
        ip: visit.ip,
        user_agent: device.filter(|d| !d.trim().is_empty()).unwrap_or_else(agent),
        former: None,
    }
}

pub(crate) fn tokens(
    site: &kit::Site,
    grant: Grant,
    session: SessionId,
    account: Account,
    cart: Option<String>,
) -> Tokens {
    Tokens {
        access_token: grant.access.expose_secret().to_owned(),
        token_type: "Bearer",
        expires_in: grant.expires_at.since(site.clock().now()).as_secs(),
        refresh_token: grant.refresh.expose_secret().to_owned(),
        session,
        account: account.into(),
        cart,
    }
}
