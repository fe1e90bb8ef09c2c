//! Who asks, and what they are answered in: resolved once a request, however often it is asked for.
use std::net::IpAddr;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use kernel::{Actor, Claim, Context};
use markets::Setup;

use crate::arrival::Arrival;
use crate::render::is_api;
use crate::site::Ready;
use crate::{CustomerVisitor, Failure, Jar, Site, StaffVisitor, bearer, language};

/// Light or dark: as the device says, unless somebody chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// As the cookie and the page write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// What is no word for it is the device's.
    pub fn parse(text: &str) -> Self {
        match text {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    fn chosen(req: &HttpRequest, site: &Site) -> Self {
        site.cookies.read(req, Jar::Theme).map_or_else(Self::default, Self::parse)
    }
}

/// Somebody in the shop. Cheap to clone.
#[derive(Clone)]
pub struct Visit(Rc<Visitor>);

/// What a [`Visit`] holds.
#[derive(Clone)]
pub struct Visitor {
    pub ctx: Context,
    pub setup: Arc<Setup>,
    /// A shopper, with the request's correlation.
    pub actor: Actor,
    /// The token that leads to their basket.
    pub cart: Option<String>,
    /// The country they want delivery to, where they chose one that the shop delivers to.
    pub destination: Option<String>,
    /// Who is signed in. Always none on routes that are [`Access::Public`](crate::Access): their answers are the
    /// same for everybody.
    pub customer: Option<SignedInCustomer>,
    pub ip: IpAddr,
    /// For pages that are never cached: the back office's door.
    pub theme: Theme,
    /// Path and query, without the language's prefix. Of whoever sent a form, the path only.
    pub here: String,
    pub(crate) vary: Arc<str>,
    ready: Arc<Ready>,
    site: web::Data<Site>,
}

/// A customer with the session they come in by. Without `Debug`: it holds what opens the session.
#[derive(Clone)]
pub struct SignedInCustomer {
    pub who: CustomerVisitor,
    /// What the cookie held: for signing out.
    pub session_token: String,
}

impl Deref for SignedInCustomer {
    type Target = CustomerVisitor;
    fn deref(&self) -> &CustomerVisitor {
        &self.who
    }
}

impl Deref for Visit {
    type Target = Visitor;
    fn deref(&self) -> &Visitor {
        &self.0
    }
}

impl Visit {
    pub(crate) async fn of(req: &HttpRequest) -> Result<Self, Failure> {
        if let Some(visit) = req.extensions().get::<Self>() {
            return Ok(visit.clone());
        }
        Self::resolve(req, None).await
    }

    /// With whoever is signed in. Asked by the table for routes that are somebody's own, before anything else makes a
    /// visit.
    pub(crate) async fn personal(req: &HttpRequest) -> Result<Self, Failure> {
        let site = site_of(req)?;
        if is_api(req.path()) {
            let customer = bearer::customer(req, &site).await?;
            return Self::resolve(req, customer).await;
        }
        let customer = match site.cookies.read(req, Jar::Customer) {
            Some(token) => {
                let who = site.customers().authenticate(token).await?;
                who.map(|who| SignedInCustomer { who, session_token: token.to_owned() })
            }
            None => None,
        };
        Self::resolve(req, customer).await
    }

    async fn resolve(req: &HttpRequest, customer: Option<SignedInCustomer>) -> Result<Self, Failure> {
        let site = site_of(req)?;
        let ready = site.ready().await?;
        let arrival = arrival_of(req, &site);
        let (ctx, vary) = match is_office(req.path()) {
            true => (office(&ready, &site, req), ready.main().vary.clone()),
            false => {
                let asked = if is_api(req.path()) { language::preferred_by(req) } else { language::asked(req) };
                let tongue = ready.speaking(asked);
                (tongue.ctx.clone(), tongue.vary.clone())
            }
        };
        let countries = &ready.setup.market.countries;
        let destination = site.cookies.read(req, Jar::Destination).filter(|to| countries.iter().any(|c| c == to));
        let visit = Self(Rc::new(Visitor {
            ctx,
            destination: destination.map(str::to_owned),
            setup: ready.setup.clone(),
            actor: Actor::shopper(arrival.correlation),
            cart: site.cookies.read(req, Jar::Cart).map(str::to_owned),
            customer,
            ip: arrival.ip,
            theme: Theme::chosen(req, &site),
            here: language::here(req),
            vary,
            ready,
            site: site.clone(),
        }));
        req.extensions_mut().insert(visit.clone());
        Ok(visit)
    }

    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The same visit at a request that is to happen once.
    pub(crate) fn claiming(&self, claim: Claim) -> Self {
        let mut visitor = Visitor::clone(&self.0);
        visitor.actor = visitor.actor.claiming(claim);
        Self(Rc::new(visitor))
    }

    /// What the shop's pages can be read in, the main language first.
    pub fn languages(&self) -> impl Iterator<Item = &Context> {
        self.ready.all().map(|tongue| &tongue.ctx)
    }

    /// Which day it is in the shop.
    pub fn today(&self) -> kernel::Day {
        self.ctx.today(self.site.clock().now())
    }

    /// For forms on pages that are not cached, as `_token`; [`CheckedForm`](crate::CheckedForm) asks for it.
    pub fn form_token(&self) -> String {
        self.site.forms.issue(&self.binding(), self.site.clock().now())
    }

    /// What a shopper's form token is bound to: the session of whoever is signed in, else the basket. Those who have
    /// neither are alike; the origin check stands before all of them.
    pub(crate) fn binding(&self) -> String {
        match &self.customer {
            Some(customer) => format!("customer:{}", customer.session_token),
            None => binding(self.cart.as_deref()),
        }
    }
}

/// What is bound to a basket only.
pub(crate) fn binding(cart: Option<&str>) -> String {
    format!("cart:{}", cart.unwrap_or_default())
}

impl FromRequest for Visit {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move { Self::of(&req).await })
    }
}

/// A member of staff at work. Cheap to clone.
#[derive(Clone)]
pub struct StaffVisit(Rc<StaffAtWork>);

/// What a [`StaffVisit`] holds.
pub struct StaffAtWork {
    pub ctx: Context,
    pub setup: Arc<Setup>,
    /// With their powers and the request's correlation.
    pub actor: Actor,
    pub member: StaffVisitor,
    /// What the cookie held: for signing out and changing the password.
    pub session_token: String,
    /// For every form in the back office, as `_token`.
    pub form_token: String,
    pub ip: IpAddr,
    pub theme: Theme,
    ready: Arc<Ready>,
}

impl Deref for StaffVisit {
    type Target = StaffAtWork;
    fn deref(&self) -> &StaffAtWork {
        &self.0
    }
}

impl StaffVisit {
    /// What the shop's pages can be read in, the main language first.
    pub fn languages(&self) -> impl Iterator<Item = &Context> {
        self.ready.all().map(|tongue| &tongue.ctx)
    }

    /// What the back office can be read in, the shop's main language first.
    pub fn own_languages(&self) -> impl Iterator<Item = &Context> {
        self.ready.behind_the_counter().map(|tongue| &tongue.ctx)
    }

    /// None when nobody is signed in.
    pub(crate) async fn of(req: &HttpRequest) -> Result<Option<Self>, Failure> {
        if let Some(visit) = req.extensions().get::<Self>() {
            return Ok(Some(visit.clone()));
        }
        let site = site_of(req)?;
        let Some(token) = site.cookies.read(req, Jar::Staff) else { return Ok(None) };
        let Some(member) = site.staff().authenticate(token).await? else { return Ok(None) };
        let ready = site.ready().await?;
        let arrival = arrival_of(req, &site);
        let visit = Self(Rc::new(StaffAtWork {
            ctx: office(&ready, &site, req),
            setup: ready.setup.clone(),
            ready,
            actor: Actor::staff(member.id, member.powers.clone(), arrival.correlation),
            member,
            form_token: site.forms.issue(&staff_binding(token), site.clock().now()),
            session_token: token.to_owned(),
            ip: arrival.ip,
            theme: Theme::chosen(req, &site),
        }));
        req.extensions_mut().insert(visit.clone());
        Ok(Some(visit))
    }
}

pub(crate) fn staff_binding(token: &str) -> String {
    format!("staff:{token}")
}

impl FromRequest for StaffVisit {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move { Self::of(&req).await?.ok_or_else(Failure::signed_out) })
    }
}

pub(crate) fn site_of(req: &HttpRequest) -> Result<web::Data<Site>, Failure> {
    let site = req.app_data::<web::Data<Site>>().cloned();
    site.ok_or_else(|| Failure::ours("the app was assembled without kit::install"))
}

fn is_office(path: &str) -> bool {
    path == "/admin" || path.starts_with("/admin/")
}

/// The back office's words; its addresses have no language.
fn office(ready: &Ready, site: &Site, req: &HttpRequest) -> Context {
    Context { prefix: "".into(), ..ready.speaking_to_staff(language::of_office(site, req)).ctx.clone() }
}

pub(crate) fn arrival_of(req: &HttpRequest, site: &Site) -> Arrival {
    let known = req.extensions().get::<Arrival>().cloned();
    known.unwrap_or_else(|| Arrival::of(site, req))
}
