//! Who comes with a token in `Authorization: Bearer` (RFC 6750): programs, under `/api/` only. Cookies are not read there,
//! so that nobody's authority can be abused from another page.
use std::net::IpAddr;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::future::LocalBoxFuture;
use kernel::{Actor, Claim, Context};
use markets::Setup;

use crate::visit::{arrival_of, site_of};
use crate::{Failure, SignedInCustomer, Site, TokenVisitor, language};

/// A program of staff at work. Cheap to clone.
#[derive(Clone)]
pub struct TokenVisit(Rc<ProgramAtWork>);

/// What a [`TokenVisit`] holds.
#[derive(Clone)]
pub struct ProgramAtWork {
    pub ctx: Context,
    pub setup: Arc<Setup>,
    /// Whoever made the token, with what it may do and the request's correlation.
    pub actor: Actor,
    pub who: TokenVisitor,
    pub ip: IpAddr,
    /// Of the shop's public URL.
    pub origin: String,
}

impl Deref for TokenVisit {
    type Target = ProgramAtWork;
    fn deref(&self) -> &ProgramAtWork {
        &self.0
    }
}

impl TokenVisit {
    /// None without a token.
    ///
    /// # Errors
    /// `bad_token`; when it cannot be found out.
    pub(crate) async fn of(req: &HttpRequest) -> Result<Option<Self>, Failure> {
        if let Some(visit) = req.extensions().get::<Self>() {
            return Ok(Some(visit.clone()));
        }
        let Some(token) = token(req)? else { return Ok(None) };
        let site = site_of(req)?;
        let who = site.staff().authenticate_program(token).await?.ok_or_else(bad_token)?;
        let ready = site.ready().await?;
        let arrival = arrival_of(req, &site);
        let visit = Self(Rc::new(ProgramAtWork {
            ctx: ready.speaking(language::preferred_by(req)).ctx.clone(),
            setup: ready.setup.clone(),
            actor: Actor::staff(who.member.id, who.member.powers.clone(), arrival.correlation).by_token(who.token),
            who,
            ip: arrival.ip,
            origin: site.config().public_url.origin().to_owned(),
        }));
        req.extensions_mut().insert(visit.clone());
        Ok(Some(visit))
    }

    /// The same program at a request that is to happen once.
    pub(crate) fn claiming(&self, claim: Claim) -> Self {
        let mut program = ProgramAtWork::clone(&self.0);
        program.actor = program.actor.claiming(claim);
        Self(Rc::new(program))
    }
}

impl FromRequest for TokenVisit {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move { Self::of(&req).await?.ok_or_else(Failure::signed_out) })
    }
}

/// Whoever signed in to the program that asks; nobody without a token.
///
/// # Errors
/// `bad_token`; when it cannot be found out.
pub(crate) async fn customer(req: &HttpRequest, site: &Site) -> Result<Option<SignedInCustomer>, Failure> {
    let Some(token) = token(req)? else { return Ok(None) };
    let who = site.customers().authenticate_program(token).await?.ok_or_else(bad_token)?;
    Ok(Some(SignedInCustomer { who, session_token: String::new() }))
}

/// What the request comes with.
///
/// # Errors
/// `bad_token`, when it is no bearer token.
fn token(req: &HttpRequest) -> Result<Option<&str>, Failure> {
    let Some(value) = req.headers().get(header::AUTHORIZATION) else { return Ok(None) };
    let value = value.to_str().map_err(|_| bad_token())?.trim();
    let (scheme, token) = value.split_once(' ').ok_or_else(bad_token)?;
    if scheme.eq_ignore_ascii_case("bearer") { Ok(Some(token.trim())) } else { Err(bad_token()) }
}

fn bad_token() -> Failure {
    Failure::new(StatusCode::UNAUTHORIZED, "bad_token", "This token opens nothing here (any more). Get a new one.")
}

pub(crate) fn not_this_token(power: &str) -> Failure {
    let told = format!("This token is not for that: it needs the scope `{power}`, and so does whoever made it.");
    Failure::new(StatusCode::FORBIDDEN, "missing_scope", told).field("scope", "missing_scope", power)
}
