//! Pages of words: a list, and an editor with a preview.
use actix_web::{HttpResponse, web};
use content::{ContentError, LEGAL, NewPage, Page, is_finished};
use flows::pages::{Pages, PagesError};
use kit::{CheckedForm, Failure, Site};
use staff::Permission;

use super::fields::Fields;
use super::settings::sentence;
use crate::desk::Desk;
use crate::said::Said;
use crate::views::{ContentView, Form, PageEditView, PageLine, Section};

const PATH: &str = "/admin/content";

pub(crate) async fn show(desk: Desk, pages: web::Data<Pages>) -> Result<HttpResponse, Failure> {
    let line = |p: Page| PageLine {
        path: format!("{PATH}/{}/{}", p.locale, p.slug),
        legal: LEGAL.contains(&p.slug.as_str()),
        finished: is_finished(&p.body),
        changed: p.changed(),
        slug: p.slug,
        locale: p.locale,
        title: p.title,
        published: p.published,
    };
    let all = pages.content().pages().await?;
    desk.show(&ContentView {
        shell: desk.shell(Section::Content, desk.ctx().texts.t("admin-nav-content")),
        pages: all.into_iter().map(line).collect(),
        may_manage: desk.may(Permission::ManageSettings),
    })
}

pub(crate) async fn show_new(desk: Desk) -> Result<HttpResponse, Failure> {
    let form = Form::default().with("locale", desk.ctx().texts.language());
    desk.show(&view(&desk, None, form, None))
}

pub(crate) async fn show_page(
    desk: Desk,
    pages: web::Data<Pages>,
    place: web::Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    let (locale, slug) = place.into_inner();
    let page = pages.content().page(&slug, &locale).await?.ok_or_else(Failure::not_found)?;
    let form = Form::default()
        .with("title", &*page.title)
        .with("slug", &*page.slug)
        .with("locale", &*page.locale)
        .with("body", &*page.body)
        .with("published", if page.published { "yes" } else { "" })
        .with("version", page.version.to_string());
    desk.show(&view(&desk, Some((&page.locale, &page.slug)), form, None))
}

fn view(desk: &Desk, held: Option<(&str, &str)>, form: Form, preview: Option<String>) -> PageEditView {
    let texts = &desk.ctx().texts;
    let title = match (held, form.value("title")) {
        (None, _) | (_, "") => texts.t("content-new").to_owned(),
        (_, title) => title.to_owned(),
    };
    PageEditView {
        shell: desk.shell(Section::Content, &title).under(PATH, texts.t("admin-nav-content")),
        shop_path: held.filter(|_| form.is("published", "yes")).map(|(_, slug)| format!("/pages/{slug}")),
        path: held.map_or_else(|| format!("{PATH}/new"), |(locale, slug)| format!("{PATH}/{locale}/{slug}")),
        is_new: held.is_none(),
        form,
        preview,
        may_manage: desk.may(Permission::ManageSettings),
    }
}

pub(crate) async fn make(
    desk: Desk,
    site: web::Data<Site>,
    pages: web::Data<Pages>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let place = (fields.one("locale").to_owned(), fields.one("slug").to_owned());
    take(&desk, &site, &pages, None, place, &fields).await
}

pub(crate) async fn save(
    desk: Desk,
    site: web::Data<Site>,
    pages: web::Data<Pages>,
    place: web::Path<(String, String)>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let (locale, slug) = place.into_inner();
    pages.content().page(&slug, &locale).await?.ok_or_else(Failure::not_found)?;
    take(&desk, &site, &pages, Some((&locale, &slug)), (locale.clone(), slug.clone()), &fields).await
}

async fn take(
    desk: &Desk,
    site: &Site,
    pages: &Pages,
    held: Option<(&str, &str)>,
    (locale, slug): (String, String),
    fields: &Fields,
) -> Result<HttpResponse, Failure> {
    let mut form = fields.0.iter().fold(Form::default(), |form, (name, value)| form.with(name, value.as_str()));
    let body = fields.one("body").to_owned();
    if fields.one("go") == "preview" {
        return desk.show(&view(desk, held, form, Some(content::render(&body))));
    }
    let new =
        NewPage { slug, locale, title: fields.one("title").to_owned(), body, published: fields.has("published") };
    let at = format!("{PATH}/{}/{}", new.locale, new.slug.to_lowercase());
    let said = if new.published { Said::PageSaved } else { Said::PageKept };
    match pages.save(desk.actor(), new, fields.version()).await {
        Ok(()) => return Ok(said.at(site, &at)),
        Err(PagesError::Content(ContentError::Wrong { field, told })) => form.refuse(field, sentence(&told)),
        // A new page may not take the place of another; an old one may have been changed meanwhile.
        Err(PagesError::Content(ContentError::Stale)) if held.is_none() => {
            form.refuse("slug", desk.ctx().texts.t("content-wrong-taken"));
        }
        Err(PagesError::Content(e @ ContentError::Stale)) => form.refuse("body", sentence(&e.to_string())),
        Err(e) => return Err(e.into()),
    }
    desk.refuse(&view(desk, held, form, None))
}
