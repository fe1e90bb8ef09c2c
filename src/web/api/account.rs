//! The account of whoever is signed in. No address of these names a person: whose things are shown is whoever the token
//! says.
use actix_web::{HttpRequest, web};
use auth::SecretString;
use customers::{Accounts, Registration};
use flows::accounts::AccountDesk;
use kernel::kinds::VariantId;
use kit::{Failure, Visit};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::failures::Problem;
use crate::receive::Body;
use crate::sessions::{AccountShown, Tokens, caller, holder, tokens};
use crate::show::{self, Answer};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAccount {
    #[schema(example = "ada@example.org")]
    email: String,
    #[schema(example = "Ada Holm")]
    name: String,
    #[schema(value_type = String, format = Password, example = "correct horse battery staple")]
    password: SecretString,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confirmation {
    /// What stands in the link of the letter.
    token: String,
    #[schema(value_type = String, format = Password)]
    password: SecretString,
    /// What the account's list of sessions calls this program.
    device: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Forgotten {
    #[schema(example = "ada@example.org")]
    email: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountChange {
    #[schema(example = "Ada Holm")]
    name: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPassword {
    #[schema(value_type = String, format = Password)]
    current: SecretString,
    #[schema(value_type = String, format = Password)]
    new: SecretString,
}

/// What comes next.
#[derive(Serialize, ToSchema)]
pub(crate) struct Letter {
    /// `look_in_the_mailbox`: the same whether anybody has the address or not.
    #[schema(example = "look_in_the_mailbox")]
    next: &'static str,
}

const LETTER: Letter = Letter { next: "look_in_the_mailbox" };

/// Open an account
///
/// It opens once the link in a letter to the address was followed, or its token was sent to `/account/confirm`.
#[utoipa::path(post, path = "/api/v1/account/register", tag = "account", operation_id = "register",
    request_body = NewAccount, responses(
    (status = 202, description = "A letter is on its way", body = Letter),
    (status = "default", description = "What went wrong: `email_invalid`, `name_invalid`, `password_too_short`, \
        `password_too_easy`, `too_many_tries`, …", body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn register(visit: Visit, Body(new): Body<NewAccount>, accounts: web::Data<Accounts>) -> Answer {
    let registration = Registration {
        email: &new.email,
        name: &new.name,
        password: &new.password,
        locale: visit.ctx.texts.language(),
        ip: visit.ip,
        correlation: visit.actor.correlation.clone(),
    };
    accounts.register(registration).await?;
    show::accepted(&LETTER)
}

/// Confirm a new account, and sign in
#[utoipa::path(post, path = "/api/v1/account/confirm", tag = "account", operation_id = "confirmAccount",
    request_body = Confirmation, responses(
    (status = 201, description = "A pair of tokens", body = Tokens),
    (status = "default", description = "What went wrong: `link_gone`, `wrong_credentials`, `too_many_tries`, …",
        body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn confirm(
    req: HttpRequest,
    visit: Visit,
    Body(sent): Body<Confirmation>,
    desk: web::Data<AccountDesk>,
    site: web::Data<kit::Site>,
) -> Answer {
    let caller = caller(&req, &visit, sent.device);
    let (signed_in, grant) = desk.confirm_program(caller, &sent.token, &sent.password).await?;
    show::created("/api/v1/account", &tokens(&site, grant, signed_in.session, signed_in.account, None))
}

/// Ask for a letter with a link to choose a new password
#[utoipa::path(post, path = "/api/v1/account/forgot", tag = "account", operation_id = "forgotPassword",
    request_body = Forgotten, responses(
    (status = 202, description = "If somebody has the address, a letter is on its way", body = Letter),
    (status = "default", description = "What went wrong: `email_invalid`, `too_many_tries`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn forgot(visit: Visit, Body(who): Body<Forgotten>, accounts: web::Data<Accounts>) -> Answer {
    accounts.forgot(visit.actor.correlation.clone(), &who.email, visit.ip).await?;
    show::accepted(&LETTER)
}

/// My account
#[utoipa::path(get, path = "/api/v1/account", tag = "account", operation_id = "getAccount",
    security(("shopper" = [])), responses(
    (status = 200, description = "The account", body = AccountShown),
    (status = "default", description = "What went wrong: `signed_out`, `bad_token`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn show_mine(visit: Visit, accounts: web::Data<Accounts>) -> Answer {
    shown(&visit, &accounts).await
}

async fn shown(visit: &Visit, accounts: &Accounts) -> Answer {
    let account = accounts.get(holder(visit)?.id).await?;
    show::ok(&AccountShown::from(account))
}

/// Change my name
#[utoipa::path(patch, path = "/api/v1/account", tag = "account", operation_id = "changeAccount",
    request_body = AccountChange, security(("shopper" = [])), responses(
    (status = 200, description = "The account", body = AccountShown),
    (status = "default", description = "What went wrong: `name_invalid`, `signed_out`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn change(visit: Visit, Body(new): Body<AccountChange>, accounts: web::Data<Accounts>) -> Answer {
    accounts.rename(visit.actor.correlation.clone(), holder(&visit)?.id, &new.name).await?;
    shown(&visit, &accounts).await
}

/// Change my password
///
/// All my other sessions end.
#[utoipa::path(put, path = "/api/v1/account/password", tag = "account", operation_id = "changePassword",
    request_body = NewPassword, security(("shopper" = [])), responses(
    (status = 204, description = "Changed"),
    (status = "default", description = "What went wrong: `wrong_credentials`, `password_too_short`, \
        `password_too_easy`, `too_many_tries`, …", body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn change_password(
    visit: Visit,
    Body(new): Body<NewPassword>,
    accounts: web::Data<Accounts>,
) -> Answer {
    let me = holder(&visit)?;
    let correlation = visit.actor.correlation.clone();
    // What a browser of this session would come in with next; a program has its own tokens.
    accounts.change_password(correlation, (me.id, me.session), visit.ip, &new.current, &new.new).await?;
    show::nothing()
}

/// What somebody wishes for.
#[derive(Serialize, ToSchema)]
pub(crate) struct Wishes {
    #[schema(value_type = Vec<String>)]
    items: Vec<VariantId>,
}

/// My wish list
#[utoipa::path(get, path = "/api/v1/account/wishes", tag = "account", operation_id = "listWishes",
    security(("shopper" = [])), responses(
    (status = 200, description = "Variants, the newest first", body = Wishes),
    (status = "default", description = "What went wrong: `signed_out`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn wishes(visit: Visit, accounts: web::Data<Accounts>) -> Answer {
    show::ok(&Wishes { items: accounts.wishes(holder(&visit)?.id).await? })
}

fn variant(text: &str) -> Result<VariantId, Failure> {
    text.parse().map_err(|_| Failure::not_found())
}

/// Wish for a variant
#[utoipa::path(put, path = "/api/v1/account/wishes/{variant}", tag = "account", operation_id = "addWish",
    params(("variant" = String, Path, description = "Its id", example = "var_01j0000000000000000000000a")),
    security(("shopper" = [])), responses(
    (status = 204, description = "It is on the list"),
    (status = "default", description = "What went wrong: `not_found`, `account_full`, `signed_out`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn wish(
    visit: Visit,
    id: web::Path<String>,
    accounts: web::Data<Accounts>,
    catalog: web::Data<catalog::Catalog>,
) -> Answer {
    let id = variant(&id)?;
    if !catalog.sku_cards(&[id]).await?.contains_key(&id) {
        return Err(Failure::not_found());
    }
    accounts.wish(visit.actor.correlation.clone(), holder(&visit)?.id, id).await?;
    show::nothing()
}

/// Wish for it no more
#[utoipa::path(delete, path = "/api/v1/account/wishes/{variant}", tag = "account", operation_id = "removeWish",
    params(("variant" = String, Path, description = "Its id", example = "var_01j0000000000000000000000a")),
    security(("shopper" = [])), responses(
    (status = 204, description = "It is not on the list"),
    (status = "default", description = "What went wrong: `not_found`, `signed_out`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn unwish(visit: Visit, id: web::Path<String>, accounts: web::Data<Accounts>) -> Answer {
    accounts.unwish(visit.actor.correlation.clone(), holder(&visit)?.id, variant(&id)?).await?;
    show::nothing()
}
