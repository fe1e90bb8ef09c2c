//! Joining, coming in, finding back in, leaving.
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use auth::{ExposeSecret, SecretString};
use customers::{AccountError, Purpose, Registration, SignedIn};
use flows::accounts::DeskError;
use kit::{CheckedForm, Failure, Jar, Visit, after_customer_sign_in};
use serde::Deserialize;

use super::{Form, Said, caller, desk, email_field, name_field, new_password_field, password_field, tell};
use crate::Rooms;
use crate::parts::{going, see_other};

#[derive(Deserialize)]
pub(crate) struct Onward {
    #[serde(default)]
    next: String,
    #[serde(default)]
    said: String,
}

#[derive(Deserialize)]
pub(crate) struct Link {
    #[serde(default)]
    token: String,
}

/// What any of the door's forms may send.
#[derive(Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    email: String,
    #[serde(default)]
    name: String,
    #[serde(default = "nothing")]
    password: SecretString,
    #[serde(default = "nothing", rename = "new-password")]
    new_password: SecretString,
    #[serde(default)]
    next: String,
    #[serde(default)]
    token: String,
}

fn nothing() -> SecretString {
    SecretString::from(String::new())
}

type Answer = Result<HttpResponse, Failure>;

fn sign_in_form(email: &str, next: &str) -> Form {
    let mut form = Form::new(
        "account-sign-in",
        "/account/sign-in",
        "account-sign-in",
        vec![email_field(email), password_field()],
    );
    form.hidden = vec![("next", after_customer_sign_in(next).to_owned())];
    form.links = vec![
        ("account-forgot", "/account/forgot".into()),
        ("account-register", "/account/register".into()),
        ("aftersale-find", "/orders/find".into()),
    ];
    form
}

pub(crate) async fn sign_in_page(visit: Visit, rooms: web::Data<Rooms>, onward: web::Query<Onward>) -> Answer {
    if visit.customer.is_some() {
        return Ok(see_other(&visit, "/account"));
    }
    let mut form = sign_in_form("", &onward.next);
    form.notices = Said { said: onward.said.clone() }.notices(&visit);
    form.shown(&visit, &rooms).await
}

pub(crate) async fn sign_in(
    req: HttpRequest,
    visit: Visit,
    rooms: web::Data<Rooms>,
    CheckedForm(typed): CheckedForm<Typed>,
) -> Answer {
    match desk(&rooms).sign_in(caller(&req, &visit), &typed.email, &typed.password).await {
        Ok(signed_in) => let_in(&visit, &rooms, &signed_in, after_customer_sign_in(&typed.next)).await,
        Err(e) => sign_in_form(&typed.email, &typed.next).refused(&visit, &rooms, e).await,
    }
}

/// In, with the basket at hand: it goes into the one that the account has. Who had two is shown what came of it.
async fn let_in(visit: &Visit, rooms: &Rooms, signed_in: &SignedIn, to: &str) -> Answer {
    let joined = join(visit, rooms, signed_in).await?;
    let to = match (joined.merged || joined.left_out, joined.left_out) {
        (false, _) => to,
        (true, false) => "/cart?said=joined",
        (true, true) => "/cart?said=joined-part",
    };
    let mut answer = going(visit, to);
    answer.cookie(visit.site().cookie(Jar::Customer, signed_in.token.expose_secret()));
    if let Some(token) = joined.token {
        answer.cookie(visit.site().cookie(Jar::Cart, &token));
    }
    Ok(answer.finish())
}

/// What is being paid for stays as it is.
async fn join(visit: &Visit, rooms: &Rooms, signed_in: &SignedIn) -> Result<cart::Joined, Failure> {
    let at_hand = visit.cart.as_deref();
    if let Some(token) = at_hand
        && let Ok(checkout::Progress::Paying(_)) = rooms.checkout.progress(token).await
    {
        return Ok(cart::Joined::default());
    }
    Ok(rooms.carts.join(&visit.actor, at_hand, signed_in.account.id).await?)
}

pub(crate) async fn sign_out(visit: Visit, rooms: web::Data<Rooms>, _: CheckedForm<Onward>) -> Answer {
    if let Some(me) = &visit.customer {
        rooms.accounts.sign_out(visit.actor.correlation.clone(), &me.session_token).await?;
    }
    // The basket is the account's, and waits there: whoever uses this browser next does not find it.
    let mut answer = going(&visit, "/");
    answer.cookie(visit.site().cleared(Jar::Customer));
    if visit.customer.is_some() && visit.cart.is_some() {
        answer.cookie(visit.site().cleared(Jar::Cart));
    }
    Ok(answer.finish())
}

fn register_form(typed: Option<&Typed>) -> Form {
    let (name, email) = typed.map_or(("", ""), |t| (&t.name, &t.email));
    let mut form = Form::new(
        "account-register",
        "/account/register",
        "account-register",
        vec![name_field(name), email_field(email), new_password_field()],
    );
    form.lede = vec!["account-register-text"];
    form.links = vec![("account-have-one", "/account/sign-in".into())];
    form
}

pub(crate) async fn register_page(visit: Visit, rooms: web::Data<Rooms>) -> Answer {
    if visit.customer.is_some() {
        return Ok(see_other(&visit, "/account"));
    }
    register_form(None).shown(&visit, &rooms).await
}

/// Says the same whether or not somebody has the address.
pub(crate) async fn register(
    visit: Visit,
    rooms: web::Data<Rooms>,
    CheckedForm(typed): CheckedForm<Typed>,
) -> Answer {
    let new = Registration {
        email: &typed.email,
        name: &typed.name,
        password: &typed.new_password,
        locale: &visit.ctx.texts.locale(),
        ip: visit.ip,
        correlation: visit.actor.correlation.clone(),
    };
    match rooms.accounts.register(new).await {
        Ok(()) => sent(&visit, &rooms, "account-registered", &typed.email).await,
        Err(e) => register_form(Some(&typed)).refused(&visit, &rooms, e.into()).await,
    }
}

async fn sent(visit: &Visit, rooms: &Rooms, stem: &str, email: &str) -> Answer {
    tell(visit, rooms, StatusCode::OK, stem, email.trim(), &[("to-home", "/")]).await
}

fn forgot_form(email: &str) -> Form {
    let mut form =
        Form::new("account-forgot-title", "/account/forgot", "account-forgot-send", vec![email_field(email)]);
    form.lede = vec!["account-forgot-text"];
    form.links = vec![("account-sign-in", "/account/sign-in".into())];
    form
}

pub(crate) async fn forgot_page(visit: Visit, rooms: web::Data<Rooms>) -> Answer {
    forgot_form("").shown(&visit, &rooms).await
}

pub(crate) async fn forgot(
    visit: Visit,
    rooms: web::Data<Rooms>,
    CheckedForm(typed): CheckedForm<Typed>,
) -> Answer {
    match rooms.accounts.forgot(visit.actor.correlation.clone(), &typed.email, visit.ip).await {
        Ok(()) => sent(&visit, &rooms, "account-forgot-sent", &typed.email).await,
        Err(e) => forgot_form(&typed.email).refused(&visit, &rooms, e.into()).await,
    }
}

/// A link that does not work (any more), and how to get one that does.
async fn gone(visit: &Visit, rooms: &Rooms) -> Answer {
    let links = [("account-sign-in", "/account/sign-in"), ("account-forgot", "/account/forgot")];
    tell(visit, rooms, StatusCode::NOT_FOUND, "account-gone", "", &links).await
}

fn confirm_form(email: &str, token: &str) -> Form {
    let mut form = Form::new(
        "account-confirm",
        "/account/confirm",
        "account-confirm-button",
        vec![FormField { hint: "account-confirm-hint", ..password_field() }],
    );
    form.hidden = vec![("token", token.to_owned()), ("email", email.to_owned())];
    form.lede = vec!["account-confirm-text"];
    form.links = vec![("account-forgot", "/account/forgot".into())];
    form
}

use crate::views::FormField;

pub(crate) async fn confirm_page(visit: Visit, rooms: web::Data<Rooms>, link: web::Query<Link>) -> Answer {
    match rooms.accounts.open_link(Purpose::Verify, &link.token).await {
        Ok(opened) => confirm_form(&opened.email, &link.token).shown(&visit, &rooms).await,
        Err(AccountError::LinkGone) => gone(&visit, &rooms).await,
        Err(e) => Err(e.into()),
    }
}

pub(crate) async fn confirm(
    req: HttpRequest,
    visit: Visit,
    rooms: web::Data<Rooms>,
    CheckedForm(typed): CheckedForm<Typed>,
) -> Answer {
    match desk(&rooms).confirm(caller(&req, &visit), &typed.token, &typed.password).await {
        Ok(signed_in) => let_in(&visit, &rooms, &signed_in, "/account?said=welcome").await,
        Err(DeskError::Accounts(AccountError::LinkGone)) => gone(&visit, &rooms).await,
        Err(e) => confirm_form(&typed.email, &typed.token).refused(&visit, &rooms, e).await,
    }
}

fn reset_form(token: &str) -> Form {
    let mut form = Form::new("account-reset", "/account/reset", "account-reset-button", vec![new_password_field()]);
    form.hidden = vec![("token", token.to_owned())];
    form.lede = vec!["account-reset-text"];
    form
}

pub(crate) async fn reset_page(visit: Visit, rooms: web::Data<Rooms>, link: web::Query<Link>) -> Answer {
    match rooms.accounts.open_link(Purpose::Reset, &link.token).await {
        Ok(_) => reset_form(&link.token).shown(&visit, &rooms).await,
        Err(AccountError::LinkGone) => gone(&visit, &rooms).await,
        Err(e) => Err(e.into()),
    }
}

pub(crate) async fn reset(
    req: HttpRequest,
    visit: Visit,
    rooms: web::Data<Rooms>,
    CheckedForm(typed): CheckedForm<Typed>,
) -> Answer {
    let chosen = match rooms.accounts.choose_password(&typed.token, &typed.new_password).await {
        Ok(chosen) => chosen,
        Err(AccountError::LinkGone) => return gone(&visit, &rooms).await,
        Err(e) => return reset_form(&typed.token).refused(&visit, &rooms, e.into()).await,
    };
    match desk(&rooms).reset(caller(&req, &visit), chosen).await {
        Ok(signed_in) => let_in(&visit, &rooms, &signed_in, "/account?said=password").await,
        Err(DeskError::Accounts(AccountError::LinkGone)) => gone(&visit, &rooms).await,
        Err(e) => Err(e.into()),
    }
}

pub(crate) async fn email_page(visit: Visit, rooms: web::Data<Rooms>, link: web::Query<Link>) -> Answer {
    match rooms.accounts.open_link(Purpose::ChangeEmail, &link.token).await {
        Ok(_) => {
            let mut form = Form::new("account-email-confirm", "/account/email", "account-email-button", vec![]);
            form.hidden = vec![("token", link.token.clone())];
            form.lede = vec!["account-email-text"];
            form.shown(&visit, &rooms).await
        }
        Err(AccountError::LinkGone) => gone(&visit, &rooms).await,
        Err(e) => Err(e.into()),
    }
}

pub(crate) async fn email(visit: Visit, rooms: web::Data<Rooms>, CheckedForm(typed): CheckedForm<Typed>) -> Answer {
    match desk(&rooms).change_email(visit.actor.correlation.clone(), &typed.token).await {
        Ok(()) => tell(&visit, &rooms, StatusCode::OK, "account-email-done", "", &[("account", "/account")]).await,
        Err(DeskError::Accounts(AccountError::LinkGone)) => gone(&visit, &rooms).await,
        Err(e) => Err(e.into()),
    }
}
