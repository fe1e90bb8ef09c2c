//! Somebody at work in the back office, and what stands around every page they see.
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::ContentType;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use askama::Template;
use futures_util::future::LocalBoxFuture;
use kernel::{Actor, Context, Micros};
use kit::{Failure, Site, StaffVisit};
use notifications::Notifications;
use staff::Permission;

use crate::ToShip;
use crate::said::{self, Told};
use crate::views::{Section, Shell, nav};

/// For handlers that show a page.
pub(crate) struct Desk {
    staff: StaffVisit,
    site: web::Data<Site>,
    to_ship: u64,
    said: Option<Told>,
    keeps_mail: bool,
}

impl Desk {
    pub(crate) fn actor(&self) -> &Actor {
        &self.staff.actor
    }

    pub(crate) fn ctx(&self) -> &Context {
        &self.staff.ctx
    }

    pub(crate) fn may(&self, permission: Permission) -> bool {
        self.actor().require(permission.power()).is_ok()
    }

    /// What is known of who is at work: their own session, their address.
    pub(crate) fn staff(&self) -> &StaffVisit {
        &self.staff
    }

    pub(crate) fn now(&self) -> Micros {
        self.site.clock().now()
    }

    pub(crate) fn shell(&self, section: Section, title: &str) -> Shell {
        let flash = self.said.as_ref().map(|said| said.flash(&self.staff.ctx.texts));
        Shell { flash, keeps_mail: self.keeps_mail, ..shell(&self.staff, self.to_ship, section, title) }
    }

    /// The page; what was told is not told again.
    pub(crate) fn show(&self, view: &impl Template) -> Result<HttpResponse, Failure> {
        let mut page = html(view)?;
        if self.said.is_some() {
            page.add_cookie(&said::jar(&self.site)).map_err(Failure::ours)?;
        }
        Ok(page)
    }

    /// The page once more, with what is wrong in its form.
    pub(crate) fn refuse(&self, view: &impl Template) -> Result<HttpResponse, Failure> {
        let mut page = self.show(view)?;
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        Ok(page)
    }
}

impl FromRequest for Desk {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move {
            let staff = StaffVisit::extract(&req).await?;
            let missing = || Failure::ours("the back office was assembled without its data");
            let site = req.app_data::<web::Data<Site>>().cloned().ok_or_else(missing)?;
            let to_ship = req.app_data::<web::Data<ToShip>>().ok_or_else(missing)?;
            let to_ship = to_ship.count(&staff.actor).await?;
            let notifications = req.app_data::<web::Data<Notifications>>().ok_or_else(missing)?;
            let keeps_mail = notifications.keeps_mail();
            let said = Told::read(&site, &req);
            Ok(Self { staff, site, to_ship, said, keeps_mail })
        })
    }
}

pub(crate) fn shell(staff: &StaffVisit, to_ship: u64, section: Section, title: &str) -> Shell {
    Shell {
        ctx: staff.ctx.clone(),
        title: title.to_owned(),
        section,
        staff_name: staff.member.name.clone(),
        staff_role: role_key(&staff.member.role).map_or(&*staff.member.role, |k| staff.ctx.texts.t(k)).to_owned(),
        token: staff.form_token.clone(),
        to_ship,
        flash: None,
        nav: nav(&|power| staff.actor.require(power).is_ok()),
        crumbs: above(section, &staff.ctx),
        theme: staff.theme,
        searched: String::new(),
        keeps_mail: false,
    }
}

/// The entry that `section` lies below, if any.
fn above(section: Section, ctx: &Context) -> Vec<(String, String)> {
    let parent = crate::views::nav::PLACES.iter().find(|p| p.within.iter().any(|c| c.section == section));
    parent.map(|p| (p.path.to_owned(), ctx.texts.t(p.label).to_owned())).into_iter().collect()
}

fn role_key(role: &str) -> Option<&'static str> {
    role.parse().ok().map(crate::views::role_key)
}

pub(crate) fn html(view: &impl Template) -> Result<HttpResponse, Failure> {
    let page = view.render().map_err(Failure::ours)?;
    Ok(HttpResponse::Ok().insert_header(ContentType::html()).body(page))
}
