//! A product's pictures: bringing, ordering, describing, taking down.
use actix_web::{HttpResponse, web};
use catalog::{Focus, Picture, Sheet};
use flows::goods::Goods;
use kernel::Coded;
use kernel::kinds::PictureId;
use kit::{CheckedForm, CheckedUpload, Failure, Site};

use super::editor::{head, shell};
use super::{brought, product_id, refuse, sheet};
use crate::desk::Desk;
use crate::pages::fields::Fields;
use crate::said::Said;
use crate::views::{Form, PictureRow, PicturesView, Sheets};

/// Pictures that one form may bring, in bytes: several photographs.
pub(crate) const MOST: usize = 40 * 1024 * 1024;

pub(crate) async fn show(
    desk: Desk,
    goods: web::Data<Goods>,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let sheet = sheet(&goods, &id).await?;
    desk.show(&view(&desk, &sheet, Form::default(), Vec::new()))
}

fn view(desk: &Desk, sheet: &Sheet, form: Form, refused: Vec<String>) -> PicturesView {
    let row = |(i, p): (usize, &Picture)| PictureRow {
        id: p.id.to_string(),
        place: i + 1,
        thumb: media::Media::path(p.id, 480),
        alt: p.alt.clone(),
        width: p.width,
        height: p.height,
        focus: (third(p.focus.x), third(p.focus.y)),
    };
    PicturesView {
        shell: shell(desk, sheet),
        head: head(desk, sheet, Sheets::Pictures),
        rows: sheet.product.pictures.iter().enumerate().map(row).collect(),
        form,
        refused,
    }
}

/// The form offers nine places: the nearest one.
fn third(percent: u8) -> u8 {
    match percent {
        0..=24 => 0,
        25..=75 => 50,
        _ => 100,
    }
}

/// Hangs what was brought behind what is there.
pub(crate) async fn add(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    id: web::Path<String>,
    form: CheckedUpload,
) -> Result<HttpResponse, Failure> {
    let product = product_id(&id)?;
    let texts = &desk.ctx().texts;
    let files = brought(form);
    let mut again = Form::default();
    if files.is_empty() {
        again.refuse("files", texts.t("goods-wrong-no-files"));
        return desk.refuse(&view(&desk, &sheet(&goods, &id).await?, again, Vec::new()));
    }
    let done = goods.add_pictures(desk.actor(), product, files).await?;
    if done.refused.is_empty() {
        let told = Said::PicturesHung.counting(done.hung as u64);
        return Ok(told.at(&site, &format!("/admin/products/{product}/pictures")));
    }
    let sentence = |(name, e): &(String, media::MediaError)| {
        let key = format!("goods-wrong-{}", e.code().replace('_', "-"));
        let why = texts.t(&key).to_owned();
        texts.f("goods-file-refused", &[("name", name.into()), ("why", (&why).into())])
    };
    let refused: Vec<String> = done.refused.iter().map(sentence).collect();
    again.refuse("files", texts.n("goods-files-refused", refused.len() as u64));
    desk.refuse(&view(&desk, &sheet(&goods, &id).await?, again, refused))
}

/// Keeps order, words and focus of all of them; those that were ticked go.
pub(crate) async fn save(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    id: web::Path<String>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let product = product_id(&id)?;
    let before = sheet(&goods, &id).await?;
    let mut rows: Vec<(i64, Picture)> = Vec::new();
    for picture in &before.product.pictures {
        let id: PictureId = picture.id;
        if fields.one(&format!("gone-{id}")) == "yes" {
            continue;
        }
        let place = fields.one(&format!("place-{id}")).parse().unwrap_or(i64::MAX);
        let focus = match fields.one(&format!("focus-{id}")).split_once('-') {
            Some((x, y)) => Focus::at(x.parse().unwrap_or(50), y.parse().unwrap_or(50)),
            None => picture.focus,
        };
        let alt = fields.one(&format!("alt-{id}")).to_owned();
        rows.push((place, Picture { alt, focus, ..picture.clone() }));
    }
    rows.sort_by_key(|(place, _)| *place);
    let pictures: Vec<Picture> = rows.into_iter().map(|(_, p)| p).collect();
    let (catalog, version) = (goods.catalog.clone(), fields.version());
    let write = move |tx: &mut db::Tx<'_>| catalog.set_pictures(tx, product, version, &pictures);
    match goods.db.write(desk.actor(), write).await {
        Ok(_) => Ok(Said::PicturesSaved.at(&site, &format!("/admin/products/{product}/pictures"))),
        Err(e) => {
            let mut form = Form::default();
            refuse(&mut form, &desk.ctx().texts, &e.into())?;
            desk.refuse(&view(&desk, &before, form, Vec::new()))
        }
    }
}
