//! One category: its words, its place, its picture, its end.
use actix_web::{HttpResponse, web};
use catalog::{Catalog, CatalogError, Category};
use flows::goods::{Deed, Goods, GoodsError};
use kernel::Coded;
use kernel::kinds::CategoryId;
use kit::{CheckedForm, CheckedUpload, Failure, Site, StaffVisit};
use search::{Ask, Filter, Offered, Scope, Search};
use staff::Permission;

use super::attributes::kind_key;
use super::categories::edit;
use super::{branches, brought, choices, in_list, refuse};
use crate::desk::Desk;
use crate::pages::fields::Fields;
use crate::said::Said;
use crate::views::{CategoryView, FacetRow, Form, Section};

const PATH: &str = "/admin/categories";
/// Products that are moved in one go before a category is deleted.
const PIECE: i64 = 200;

fn category_id(text: &str) -> Result<CategoryId, Failure> {
    text.parse().map_err(|_| Failure::not_found())
}

pub(crate) async fn show(
    desk: Desk,
    goods: web::Data<Goods>,
    search: web::Data<Search>,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    desk.show(&view(&desk, &goods, &search, &id, None).await?)
}

fn filled(c: &Category) -> Form {
    Form::default()
        .with("version", c.version.to_string())
        .with("title", &*c.title)
        .with("slug", &*c.slug)
        .with("intro", &*c.intro)
        .with("parent", c.parent.map(|p| p.to_string()).unwrap_or_default())
}

async fn view(
    desk: &Desk,
    goods: &Goods,
    search: &Search,
    id: &str,
    form: Option<Form>,
) -> Result<CategoryView, Failure> {
    let id = category_id(id)?;
    let tree = goods.db.read_slow(Catalog::categories_in).await?;
    let own = tree.iter().find(|c| c.id == id).ok_or_else(Failure::not_found)?;
    // It cannot stand in itself, nor in what stands in it.
    let mut below = false;
    let mut depth_of_own = 0;
    let mut inside = vec![id.to_string()];
    for (c, depth) in branches(&tree) {
        if c.id == id {
            (below, depth_of_own) = (true, depth);
        } else if below && depth > depth_of_own {
            inside.push(c.id.to_string());
        } else {
            below = false;
        }
    }
    let all = choices(&tree);
    let holds = goods.db.read(move |c| Catalog::products_in(c, id, 1)).await?;
    let texts = &desk.ctx().texts;
    let (facets, facet_form) = facets(desk, goods, search, own).await?;
    Ok(CategoryView {
        shell: desk.shell(Section::Categories, &own.title).under(PATH, texts.t("admin-nav-categories")),
        id: own.id.to_string(),
        title: own.title.clone(),
        shop_url: desk.ctx().url(&format!("/c/{}", own.slug)),
        address: desk.ctx().url("/c/"),
        picture: own.picture.as_ref().map(|p| media::Media::path(p.id, 480)),
        products: own.products,
        is_empty: holds.is_empty(),
        has_below: inside.len() > 1,
        parents: all.iter().filter(|(id, _)| !inside.contains(id)).cloned().collect(),
        others: all.into_iter().filter(|(other, _)| *other != own.id.to_string()).collect(),
        may_edit: desk.may(Permission::ManageProducts),
        languages: super::texts::languages(desk).collect(),
        facets,
        facets_above: texts_above(desk, &tree, own),
        facet_form,
        form: form.unwrap_or_else(|| filled(own)),
    })
}

/// Longer lists of what could be chosen help nobody.
const MOST_OFFERED: usize = 60;

/// By what the list could be narrowed down: what is chosen, then what products in it carry; while nobody knows that, all.
async fn facets(
    desk: &Desk,
    goods: &Goods,
    search: &Search,
    own: &Category,
) -> Result<(Vec<FacetRow>, Form), Failure> {
    let definitions = goods.db.read(Catalog::definitions_in).await?;
    let narrowing = definitions.all().iter().filter(|d| d.narrows());
    let mut codes: Vec<String> = narrowing.map(|d| d.code.clone()).collect();
    if search.is_indexed() {
        let ask = Ask {
            list: desk.ctx().price_list,
            scope: Scope::Category(own.id),
            words: String::new(),
            filter: Filter::default(),
            offered: Offered::These(codes),
            sort: search::Sort::Arranged,
            number: 1,
            size: 1,
        };
        codes = search.find(ask).await?.facets.attributes.into_iter().map(|a| a.code).collect();
    }
    let chosen = own.facets.clone().unwrap_or_default();
    codes.retain(|code| !chosen.contains(code));
    let mut form = Form::default()
        .with("version", own.version.to_string())
        .with("facets", if own.facets.is_some() { "own" } else { "above" });
    for (at, code) in chosen.iter().enumerate() {
        form = form.with(&format!("facet-{code}"), (at + 1).to_string());
    }
    let row = |code: &String| {
        let d = definitions.get(code)?;
        let kind = desk.ctx().texts.t(kind_key(d.kind)).to_owned();
        Some(FacetRow { code: d.code.clone(), name: d.name.clone(), kind })
    };
    Ok((chosen.iter().chain(&codes).take(MOST_OFFERED).filter_map(row).collect(), form))
}

/// What holds as long as nothing of its own is chosen.
fn texts_above(desk: &Desk, tree: &[Category], own: &Category) -> String {
    let mut at = own.parent;
    for _ in 0..tree.len() {
        let Some(above) = at.and_then(|id| tree.iter().find(|c| c.id == id)) else { break };
        if above.facets.is_some() {
            return desk.ctx().texts.v("facets-above", &above.title);
        }
        at = above.parent;
    }
    desk.ctx().texts.t("facets-above-none").to_owned()
}

/// Sets by what the list can be narrowed down.
pub(crate) async fn set_facets(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    search: web::Data<Search>,
    id: web::Path<String>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let own = category_id(&id)?;
    let mut placed: Vec<(u32, String)> = Vec::new();
    let mut wrong = None;
    for (code, place) in fields.behind("facet-").filter(|(_, place)| !place.is_empty()) {
        match place.parse() {
            Ok(place) => placed.push((place, code.to_owned())),
            Err(_) => wrong = Some(format!("facet-{code}")),
        }
    }
    placed.sort_by_key(|(place, _)| *place);
    let codes: Option<Vec<String>> =
        (fields.one("facets") == "own").then(|| placed.into_iter().map(|(_, code)| code).collect());
    let (catalog, version) = (goods.catalog.clone(), fields.version());
    let outcome = match &wrong {
        Some(_) => None,
        None => Some(
            goods.db.write(desk.actor(), move |tx| catalog.set_facets(tx, own, version, codes.as_deref())).await,
        ),
    };
    let error = match outcome {
        Some(Ok(_)) => {
            goods.catalog.forget_tree();
            return Ok(Said::FacetsSet.at(&site, &format!("{PATH}/{own}#facets")));
        }
        Some(Err(e)) => Some(e),
        None => None,
    };
    let mut page = view(&desk, &goods, &search, &id, None).await?;
    let mut form = Form::default();
    for (name, value) in &fields.0 {
        form = form.with(name, value.trim());
    }
    match (error, wrong) {
        (Some(e), _) => refuse(&mut form, &desk.ctx().texts, &e.into())?,
        (None, field) => form.refuse(&field.unwrap_or_default(), desk.ctx().texts.t("facets-wrong-place")),
    }
    page.facet_form = form;
    desk.refuse(&page)
}

pub(crate) async fn save(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    search: web::Data<Search>,
    id: web::Path<String>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let own = category_id(&id)?;
    let (catalog, version, edit) = (goods.catalog.clone(), fields.version(), edit(&fields));
    match goods.db.write(desk.actor(), move |tx| catalog.edit_category(tx, own, version, &edit)).await {
        Ok(_) => {
            goods.catalog.forget_tree();
            Ok(Said::CategorySaved.at(&site, &format!("{PATH}/{own}")))
        }
        Err(e) => {
            let mut form = Form::default();
            for (name, value) in &fields.0 {
                form = form.with(name, value.trim());
            }
            refuse_slug(&mut form, &desk, &e.into())?;
            desk.refuse(&view(&desk, &goods, &search, &id, Some(form)).await?)
        }
    }
}

/// What is a product's handle is a category's slug.
fn refuse_slug(form: &mut Form, desk: &Desk, error: &GoodsError) -> Result<(), Failure> {
    let texts = &desk.ctx().texts;
    if let GoodsError::Catalog(CatalogError::HandleTaken(slug)) = error {
        form.refuse("slug", texts.v("goods-wrong-handle-taken", slug));
        return Ok(());
    }
    refuse(form, texts, error)
}

pub(crate) async fn set_picture(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    search: web::Data<Search>,
    id: web::Path<String>,
    form: CheckedUpload,
) -> Result<HttpResponse, Failure> {
    let own = category_id(&id)?;
    let texts = &desk.ctx().texts;
    let alt = form.value("alt").to_owned();
    let back = format!("{PATH}/{own}");
    if form.value("gone") == "yes" {
        let catalog = goods.catalog.clone();
        goods.db.write(desk.actor(), move |tx| catalog.set_category_picture(tx, own, None)).await?;
        goods.catalog.forget_tree();
        return Ok(Said::CategorySaved.at(&site, &back));
    }
    let outcome = match brought(form).into_iter().next() {
        Some(file) => goods.set_category_picture(desk.actor(), own, &alt, file).await.map_err(Some),
        None => Err(None),
    };
    let why = match outcome {
        Ok(()) => {
            goods.catalog.forget_tree();
            return Ok(Said::CategorySaved.at(&site, &back));
        }
        Err(None) => texts.t("goods-wrong-no-files").to_owned(),
        Err(Some(GoodsError::Media(e))) if e.fault() == kernel::Fault::Invalid => {
            texts.t(&format!("goods-wrong-{}", e.code().replace('_', "-"))).to_owned()
        }
        Err(Some(e)) => return Err(e.into()),
    };
    let mut page = view(&desk, &goods, &search, &id, None).await?;
    page.form.refuse("file", why);
    desk.refuse(&page)
}

/// Deletes it; what stands in it goes elsewhere first.
pub(crate) async fn delete(
    staff: StaffVisit,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    id: web::Path<String>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let own = category_id(&id)?;
    let at = in_list(&staff.ctx);
    let to: Option<CategoryId> = fields.one("to").parse().ok().filter(|to| *to != own);
    let out = fields.one("to") == "nowhere";
    while to.is_some() || out {
        let some = goods.db.read(move |c| Catalog::products_in(c, own, PIECE)).await?;
        if some.is_empty() {
            break;
        }
        if let Some(to) = to {
            goods.bulk(&staff.actor, at, &some, Deed::Shelve(to, true)).await?;
        }
        goods.bulk(&staff.actor, at, &some, Deed::Shelve(own, false)).await?;
    }
    let catalog = goods.catalog.clone();
    let done = goods.db.write(&staff.actor, move |tx| catalog.delete_category(tx, own)).await;
    goods.catalog.forget_tree();
    match done {
        Ok(()) => Ok(Said::CategoryDeleted.at(&site, PATH)),
        Err(CatalogError::NotEmpty) => Ok(Said::CategoryNotEmpty.at(&site, &format!("{PATH}/{own}"))),
        Err(e) => Err(e.into()),
    }
}
