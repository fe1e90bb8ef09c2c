//! The account: its door, and what its holder sees and changes. Whose things are shown is always whoever the kit says
//! is signed in; no address of these pages names a person.
mod book;
pub(crate) mod cards;
pub(crate) mod details;
pub(crate) mod door;
mod entrance;
pub(crate) mod notices;
pub(crate) mod orders;
pub(crate) mod wishes;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use flows::accounts::{AccountDesk, Caller, DeskError};
use kernel::{Coded, Fault};
use kit::{Failure, Jar, SignedInCustomer, Visit};

pub(crate) use book::{act as book_act, edit as book_edit, list as book_list, new as book_new, save as book_save};
pub use entrance::CustomerEntrance;

use crate::parts::{own_frame, page, told};
use crate::views::{AccountView, FormField, FormView, Link, ToldView};
use crate::{Rooms, order::address_lines, wording};

/// Whoever is signed in; the route's access has asked already.
fn holder(visit: &Visit) -> Result<&SignedInCustomer, Failure> {
    visit.customer.as_ref().ok_or_else(Failure::signed_out)
}

/// The account's sections.
fn nav(visit: &Visit, here: &str) -> Vec<Link> {
    let section = |key: &str, path: &str| Link { current: path == here, ..Link::new(visit.ctx.texts.t(key), path) };
    vec![
        section("account-overview", "/account"),
        section("account-orders", "/account/orders"),
        section("account-addresses", "/account/addresses"),
        section("account-cards", "/account/cards"),
        section("account-wishes", "/account/wishes"),
        section("account-details", "/account/details"),
    ]
}

fn caller(req: &HttpRequest, visit: &Visit) -> Caller {
    let user_agent = req.headers().get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let former = req.cookie(visit.site().cleared(Jar::Customer).name());
    Caller {
        correlation: visit.actor.correlation.clone(),
        ip: visit.ip,
        user_agent: user_agent.to_owned(),
        former: former.map(|c| auth::SecretString::from(c.value().to_owned())),
    }
}

/// A form in the making: a handler fills what its page asks for.
struct Form {
    title: &'static str,
    action: String,
    button: &'static str,
    fields: Vec<FormField>,
    hidden: Vec<(&'static str, String)>,
    lede: Vec<&'static str>,
    links: Vec<(&'static str, String)>,
    tick: Option<(&'static str, &'static str, bool)>,
    /// The section it stands in; none at the door.
    section: Option<&'static str>,
    danger: bool,
    notices: Vec<String>,
}

impl Form {
    fn new(title: &'static str, action: impl Into<String>, button: &'static str, fields: Vec<FormField>) -> Self {
        Self {
            title,
            action: action.into(),
            button,
            fields,
            hidden: Vec::new(),
            lede: Vec::new(),
            links: Vec::new(),
            tick: None,
            section: None,
            danger: false,
            notices: Vec::new(),
        }
    }

    async fn shown(self, visit: &Visit, rooms: &Rooms) -> Result<HttpResponse, Failure> {
        self.with(visit, rooms, StatusCode::OK, Vec::new()).await
    }

    async fn with(
        self,
        visit: &Visit,
        rooms: &Rooms,
        status: StatusCode,
        problems: Vec<String>,
    ) -> Result<HttpResponse, Failure> {
        let texts = &visit.ctx.texts;
        let links = self.links.iter().map(|(key, path)| Link::new(texts.t(key), path)).collect();
        let view = FormView {
            frame: own_frame(visit, rooms, texts.t(self.title)).await?,
            nav: self.section.map(|here| nav(visit, here)).unwrap_or_default(),
            token: visit.form_token(),
            title: texts.t(self.title).to_owned(),
            lede: self.lede.iter().map(|key| texts.t(key).to_owned()).collect(),
            action: self.action,
            fields: self.fields,
            hidden: self.hidden,
            tick: self.tick,
            button: texts.t(self.button).to_owned(),
            danger: self.danger,
            links,
            problems,
            notices: self.notices,
        };
        page(status, &view)
    }

    /// The form again with what was wrong, beside its field where it is about one.
    async fn refused(mut self, visit: &Visit, rooms: &Rooms, error: DeskError) -> Result<HttpResponse, Failure> {
        let Some(problem) = told(&visit.ctx.texts, &error) else { return Err(error.into()) };
        let field = match error.code() {
            "email_invalid" => Some("email"),
            "name_invalid" => Some("name"),
            "password_too_short" | "password_too_long" | "password_too_easy" => Some("new-password"),
            _ => None,
        };
        let status = match error.fault() {
            Fault::Ours | Fault::Passing => return Err(error.into()),
            _ => Failure::of(&error).status,
        };
        let wait = match &error {
            DeskError::Accounts(customers::AccountError::TooManyTries { retry_after }) => Some(*retry_after),
            _ => None,
        };
        let marked = self.fields.iter_mut().find(|f| Some(f.name) == field);
        let problems = match marked {
            Some(field) => {
                field.error = Some(problem);
                Vec::new()
            }
            None => vec![problem],
        };
        let mut answer = self.with(visit, rooms, status, problems).await?;
        if let Some(wait) = wait {
            answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(wait.as_secs() + 1));
        }
        Ok(answer)
    }
}

fn email_field(value: &str) -> FormField {
    FormField {
        name: "email",
        label: "field-email",
        kind: "email",
        autocomplete: "username",
        value: value.to_owned(),
        ..FormField::default()
    }
}

fn name_field(value: &str) -> FormField {
    FormField {
        name: "name",
        label: "field-name",
        kind: "text",
        autocomplete: "name",
        value: value.to_owned(),
        ..FormField::default()
    }
}

fn password_field() -> FormField {
    FormField {
        name: "password",
        label: "account-password",
        kind: "password",
        autocomplete: "current-password",
        ..FormField::default()
    }
}

fn new_password_field() -> FormField {
    FormField {
        name: "new-password",
        label: "account-new-password",
        kind: "password",
        autocomplete: "new-password",
        hint: "account-password-hint",
        ..FormField::default()
    }
}

/// Something is told, and where to go from there.
async fn tell(
    visit: &Visit,
    rooms: &Rooms,
    status: StatusCode,
    stem: &str,
    value: &str,
    links: &[(&str, &str)],
) -> Result<HttpResponse, Failure> {
    let texts = &visit.ctx.texts;
    let title = texts.t(&format!("{stem}-title")).to_owned();
    let view = ToldView {
        frame: own_frame(visit, rooms, &title).await?,
        title,
        text: vec![texts.v(&format!("{stem}-text"), value)],
        links: links.iter().map(|(key, path)| Link::new(texts.t(key), *path)).collect(),
    };
    page(status, &view)
}

/// What the last act came to travels as one of a few words.
#[derive(serde::Deserialize, Default)]
pub(crate) struct Said {
    #[serde(default)]
    said: String,
}

impl Said {
    const WORDS: [&str; 13] = [
        "welcome",
        "name",
        "password",
        "email-asked",
        "address",
        "removed",
        "preferred",
        "session",
        "wish",
        "wished",
        "unwished",
        "card-removed",
        "card-preferred",
    ];

    fn notices(&self, visit: &Visit) -> Vec<String> {
        let known = Self::WORDS.contains(&self.said.as_str());
        let key = format!("account-said-{}", self.said);
        known.then(|| visit.ctx.texts.t(&key).to_owned()).into_iter().collect()
    }
}

/// The first page.
pub(crate) async fn show(
    visit: Visit,
    rooms: web::Data<Rooms>,
    said: web::Query<Said>,
) -> Result<HttpResponse, Failure> {
    let me = holder(&visit)?;
    let mut latest = rooms.orders.of_customer(me.id, 1, 3).await?;
    for order in &mut latest.items {
        wording::bought(&visit, &rooms, order).await?;
    }
    let book = rooms.accounts.addresses(me.id).await?;
    let texts = &visit.ctx.texts;
    let address = book.first().map(|a| book::lines(&visit, &a.address)).unwrap_or_default();
    let view = AccountView {
        frame: own_frame(&visit, &rooms, texts.t("account")).await?,
        nav: nav(&visit, "/account"),
        token: visit.form_token(),
        name: me.name.clone(),
        email: me.email.clone(),
        orders: latest.items.iter().map(|o| orders::row(&visit, o)).collect(),
        address,
        notices: said.notices(&visit),
    };
    page(StatusCode::OK, &view)
}

/// An address, a line each.
fn address_text(visit: &Visit, lines: [&String; 4], postal_code: &str, city: &str, country: &str) -> Vec<String> {
    address_lines(lines, postal_code, city, visit.ctx.texts.t(&format!("country-{country}")))
}

/// The desk behind these pages.
fn desk(rooms: &Rooms) -> &AccountDesk {
    &rooms.desk
}
