//! How mail leaves the shop, and a try.
use actix_web::{HttpResponse, web};
use kernel::Fault;
use kit::{CheckedForm, Failure, Site};
use notifications::{Mail, Notifications, Sender};
use serde::Deserialize;
use staff::{Permission, Staff};

use crate::desk::Desk;
use crate::pages::system::post;
use crate::said::Said;
use crate::views::{Form, MailView, Section};

const PATH: &str = "/admin/settings/mail";
/// The kind under which tries are kept.
const KIND: &str = "shop.test";

#[derive(Deserialize)]
pub(crate) struct Try {
    #[serde(default)]
    to: String,
}

pub(crate) async fn show(
    desk: Desk,
    staff: web::Data<Staff>,
    mail: web::Data<Notifications>,
) -> Result<HttpResponse, Failure> {
    let me = desk.staff().member.id;
    let own = staff.get_many(&[me]).await?.remove(&me).map(|m| m.email).unwrap_or_default();
    desk.show(&view(&desk, &mail, Form::default().with("to", own)).await?)
}

async fn view(desk: &Desk, mail: &Notifications, form: Form) -> Result<MailView, Failure> {
    Ok(MailView {
        shell: desk.shell(Section::SettingsMail, desk.ctx().texts.t("admin-nav-mail")),
        post: post(mail).await?,
        from: mail.channel().from(&sender(desk)).map_or_else(|e| e.to_string(), |from| from.to_string()),
        reply: desk.staff().setup.profile.email.clone(),
        form,
        may_manage: desk.may(Permission::ManageSettings),
    })
}

fn sender(desk: &Desk) -> Sender {
    let profile = &desk.staff().setup.profile;
    Sender { name: profile.name.clone(), email: profile.email.clone() }
}

pub(crate) async fn send(
    desk: Desk,
    site: web::Data<Site>,
    mail: web::Data<Notifications>,
    CheckedForm(form): CheckedForm<Try>,
) -> Result<HttpResponse, Failure> {
    desk.actor().require(Permission::ManageSettings.power()).map_err(|e| Failure::forbidden(e.to_string()))?;
    let (ctx, to) = (desk.ctx(), form.to.trim().to_owned());
    let subject = ctx.texts.v("settings-mail-test-subject", &ctx.shop_name);
    let text = ctx.texts.v("settings-mail-test-text", &ctx.shop_name);
    let message = Mail {
        from: sender(&desk),
        kind: KIND.into(),
        // Each try is a message of its own.
        reference: desk.actor().correlation.to_string(),
        to: to.clone(),
        subject,
        html: format!("<p>{}</p>", kit::escape(&text)),
        text,
        opens: false,
    };
    match mail.send(desk.actor(), message).await {
        Ok(_) => Ok(Said::TestSent.at(&site, PATH)),
        Err(e) if kernel::Coded::fault(&e) == Fault::Passing => {
            let mut form = Form::default().with("to", to);
            form.refuse("to", ctx.texts.v("settings-mail-test-failed", &e.to_string()));
            desk.refuse(&view(&desk, &mail, form).await?)
        }
        Err(e) => Err(e.into()),
    }
}
