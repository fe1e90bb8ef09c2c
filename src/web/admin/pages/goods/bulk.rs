//! One deed on many products: whom, how exactly, and the way back.
use actix_web::{HttpResponse, http::header, web};
use bytes::Bytes;
use catalog::Cursor;
use flows::goods::{By, Deed, Goods, InList, PriceRule, Round};
use futures_util::stream;
use kernel::kinds::ProductId;
use kit::{CheckedForm, Failure, Site, StaffVisit};

use super::list::Asked;
use super::{choices, in_list};
use crate::desk::Desk;
use crate::pages::fields::{Fields, list, money};
use crate::said::{Said, Undo};
use crate::views::{BulkView, Form, Section};

const PATH: &str = "/admin/products";
/// So many products at once, when everything that was found is meant.
const MOST: usize = 1000;
/// Names that are told before a deed is done.
const NAMED: usize = 12;

/// Who was ticked; or everything the list finds, up to [`MOST`].
pub(super) async fn picked(goods: &Goods, form: &Fields, asked: &Asked) -> Result<Vec<ProductId>, Failure> {
    if form.one("all") != "yes" {
        let mut ids: Vec<ProductId> = form.ids("pick");
        ids.truncate(MOST);
        return Ok(ids);
    }
    let listed = asked.listed();
    let ids = goods.db.read_slow(move |c| catalog::Catalog::list_ids_in(c, &listed, &Cursor::Start, MOST)).await?;
    Ok(ids.items)
}

/// Asks how exactly.
pub(super) async fn ask(
    desk: &Desk,
    goods: &Goods,
    step: &str,
    form: &Fields,
    asked: &Asked,
) -> Result<HttpResponse, Failure> {
    let picked = picked(goods, form, asked).await?;
    desk.show(&view(desk, goods, step, &picked, form.one("here"), Form::default()).await?)
}

async fn view(
    desk: &Desk,
    goods: &Goods,
    step: &str,
    picked: &[ProductId],
    here: &str,
    form: Form,
) -> Result<BulkView, Failure> {
    let first: Vec<ProductId> = picked.iter().take(NAMED).copied().collect();
    let named = goods.catalog.listed(&first).await?.into_iter().map(|p| p.title).collect();
    let tree = goods.catalog.categories().await?;
    let texts = &desk.ctx().texts;
    let title = match step {
        "prices" => texts.t("goods-bulk-prices"),
        "category" => texts.t("goods-bulk-category"),
        _ => texts.t("goods-bulk-tags"),
    };
    Ok(BulkView {
        shell: desk.shell(Section::Products, title).under(PATH, texts.t("admin-nav-products")),
        step: step.to_owned(),
        picked: picked.iter().map(ToString::to_string).collect(),
        named,
        here: here.to_owned(),
        categories: choices(&tree),
        currency: desk.ctx().currency.to_string(),
        form,
    })
}

/// Does it.
pub(crate) async fn carry_out(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    CheckedForm(form): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let step = form.one("step").to_owned();
    let mut picked: Vec<ProductId> = form.ids("pick");
    picked.truncate(MOST);
    let here = Asked::parse(form.one("here")).filter_query();
    let back = if here.is_empty() { PATH.to_owned() } else { format!("{PATH}?{here}") };
    if picked.is_empty() {
        return Ok(Said::NothingPicked.at(&site, &back));
    }
    let mut again = Form::default();
    for (name, value) in &form.0 {
        again = again.with(name, value.clone());
    }
    let Some(deed) = deed(&desk, &step, &form, &mut again) else {
        return desk.refuse(&view(&desk, &goods, &step, &picked, form.one("here"), again).await?);
    };
    let said = match deed {
        Deed::Prices(_) => Said::PricesChanged,
        Deed::Shelve(..) => Said::Shelved,
        _ => Said::Tagged,
    };
    let done = goods.bulk(desk.actor(), in_list(desk.ctx()), &picked, deed).await?;
    let mut told = said.counting(done.changed as u64);
    if let Some(undo) = done.undo {
        told = told.undone_by(Undo::Goods, undo.to_string());
    }
    Ok(told.at(&site, &back))
}

fn deed(desk: &Desk, step: &str, form: &Fields, again: &mut Form) -> Option<Deed> {
    let texts = &desk.ctx().texts;
    match step {
        "prices" => {
            let by = form.one("by");
            let currency = desk.ctx().currency;
            let percent = || percent(by).filter(|p| *p <= 100_000);
            let rule = match form.one("how") {
                "raise" => percent().map(By::Percent),
                "lower" => percent().filter(|p| *p <= 10_000).map(|p| By::Percent(-p)),
                "more" => money(by, currency).map(|m| By::Amount(m.amount)),
                "less" => money(by, currency).map(|m| By::Amount(-m.amount)),
                _ => money(by, currency).map(|m| By::Set(m.amount)),
            };
            let Some(by) = rule else {
                again.refuse("by", texts.t("goods-wrong-by"));
                return None;
            };
            let strike = form.one("strike") == "yes";
            Some(Deed::Prices(PriceRule { by, round: Round::parse(form.one("round")), strike }))
        }
        "category" => match form.one("category").parse() {
            Ok(category) => Some(Deed::Shelve(category, form.one("stands") != "out")),
            Err(_) => {
                again.refuse("category", texts.t("goods-wrong-category"));
                None
            }
        },
        _ => {
            let (add, remove) = (list(form.one("add")), list(form.one("remove")));
            if add.is_empty() && remove.is_empty() {
                again.refuse("add", texts.t("goods-wrong-no-tags"));
                return None;
            }
            if add.iter().any(|t| t.chars().count() > 40) {
                again.refuse("add", texts.t("goods-wrong-too-long"));
                return None;
            }
            Some(Deed::Tags { add, remove })
        }
    }
}

/// Hundredths of a percent, as people type percents: `12,5` is 1250.
fn percent(text: &str) -> Option<i64> {
    let text = text.trim_end_matches('%').trim().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    if part.len() > 2 || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let whole: u32 = whole.parse().ok()?;
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    Some(i64::from(whole).checked_mul(100)? + part)
}

/// Takes back what was done last.
pub(crate) async fn undo(
    staff: StaffVisit,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    CheckedForm(form): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id = form.one("of").parse().map_err(|_| Failure::not_found())?;
    match goods.undo(&staff.actor, in_list(&staff.ctx), id).await {
        Ok(back) => Ok(Said::TakenBack.counting(back as u64).at(&site, PATH)),
        Err(flows::goods::GoodsError::Catalog(catalog::CatalogError::TooLate)) => Ok(Said::TooLate.at(&site, PATH)),
        Err(e) => Err(e.into()),
    }
}

fn file(name: &str) -> actix_web::HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    answer
}

/// Those that were ticked, as a file.
pub(super) async fn export_picked(
    desk: &Desk,
    goods: &Goods,
    form: &Fields,
    asked: &Asked,
) -> Result<HttpResponse, Failure> {
    let picked = picked(goods, form, asked).await?;
    let mut out = Goods::export_head();
    out.extend(goods.export_some(in_list(desk.ctx()), picked).await?);
    Ok(file("products.csv").body(out))
}

type Broken = Box<dyn std::error::Error>;

enum Left {
    Head,
    From(Cursor<ProductId>),
    Nothing,
}

/// Everything the list finds, as a file; read piece by piece while it is sent.
pub(crate) async fn export(
    staff: StaffVisit,
    goods: web::Data<Goods>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let (at, listed, goods): (InList, _, _) = (in_list(&staff.ctx), asked.listed(), goods.into_inner());
    let pieces = stream::unfold(Left::Head, move |left| {
        let (goods, listed) = (goods.clone(), listed.clone());
        async move {
            let cursor = match left {
                Left::Head => return Some((Ok(Bytes::from(Goods::export_head())), Left::From(Cursor::Start))),
                Left::From(cursor) => cursor,
                Left::Nothing => return None,
            };
            match goods.export_piece(at, listed, cursor).await {
                Ok((lines, next)) => {
                    let left = next.map_or(Left::Nothing, |id| Left::From(Cursor::After(id)));
                    Some((Ok(Bytes::from(lines)), left))
                }
                Err(e) => Some((Err(Box::new(e) as Broken), Left::Nothing)),
            }
        }
    });
    Ok(file("products.csv").streaming(pieces))
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn percents_are_read_as_they_are_typed() {
        for (text, hundredths) in [("10", Some(1000)), ("12,5", Some(1250)), (" 7.25 %", Some(725)), ("0", Some(0))]
        {
            assert_eq!(percent(text), hundredths, "{text}");
        }
        for text in ["", "-5", "1.234", "ten", "1.-5"] {
            assert_eq!(percent(text), None, "{text}");
        }
    }
}
