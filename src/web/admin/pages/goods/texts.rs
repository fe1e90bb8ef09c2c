//! The words of a product or a category in another language. Beside each stands what it says in the main one; what is
//! left empty is shown as it is there.
use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use catalog::{CATEGORY_TEXTS, Catalog, CatalogError, Category, PRODUCT_TEXTS, Product, Sheet, Wording, names_of};
use flows::goods::{Goods, clean_html};
use kernel::kinds::CategoryId;
use kit::{CheckedForm, Failure, Site};
use staff::Permission;

use super::{editor, product_id, refuse, sheet};
use crate::desk::Desk;
use crate::pages::fields::Fields;
use crate::said::Said;
use crate::views::{CategoryTextsView, Form, Section, Sheets, TextRow, TextsView};

/// What can be translated into, by code and name: every language of the shop but its main one.
pub(super) fn languages(desk: &Desk) -> impl Iterator<Item = (String, String)> {
    desk.staff().languages().skip(1).map(|ctx| {
        let texts = &ctx.texts;
        (texts.language().to_owned(), texts.t("language-name").to_owned())
    })
}

/// The name of one that can be translated into.
fn named(desk: &Desk, language: &str) -> Result<String, Failure> {
    let found = languages(desk).find(|(code, _)| code == language);
    found.map(|(_, name)| name).ok_or_else(Failure::not_found)
}

async fn wording(goods: &Goods, language: &str, id: kernel::kinds::ReferenceId) -> Result<Wording, Failure> {
    Ok(goods.catalog.wording(language, vec![id]).await?)
}

/// What a product says in the main language, field by field.
fn original<'a>(p: &'a Product, field: &str) -> &'a str {
    match field {
        "title" => &p.title,
        "subtitle" => &p.subtitle,
        "description" => &p.description,
        "seo_title" => &p.seo_title,
        _ => &p.seo_description,
    }
}

pub(crate) async fn show(
    desk: Desk,
    goods: web::Data<Goods>,
    at: web::Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    let (id, language) = at.into_inner();
    let sheet = sheet(&goods, &web::Path::from(id)).await?;
    let product = &sheet.product;
    let said = wording(&goods, &language, product.id.cast()).await?;
    let mut form = Form::default().with("version", product.version.to_string());
    for (field, _) in PRODUCT_TEXTS {
        form = form.with(field, said.text(product.id, field));
    }
    for (i, name) in names_of(product).iter().enumerate() {
        form = form.with(&format!("name-{i}"), said.name(product.id, name));
    }
    desk.show(&view(&desk, &sheet, &language, form)?)
}

fn view(desk: &Desk, sheet: &Sheet, language: &str, form: Form) -> Result<TextsView, Failure> {
    let (texts, product) = (&desk.ctx().texts, &sheet.product);
    let text = |(field, most): (&str, usize)| TextRow {
        name: field.to_owned(),
        label: texts.t(&format!("goods-{}", field.replace('_', "-"))).to_owned(),
        original: original(product, field).to_owned(),
        long: most > 200,
        most,
    };
    let name = |(i, name): (usize, String)| TextRow {
        name: format!("name-{i}"),
        label: name,
        original: String::new(),
        long: false,
        most: 400,
    };
    let mut head = editor::head(desk, sheet, Sheets::Texts);
    for (code, _, current) in &mut head.languages {
        *current = code == language;
    }
    Ok(TextsView {
        shell: editor::shell(desk, sheet),
        head,
        language: language.to_owned(),
        language_name: named(desk, language)?,
        texts: PRODUCT_TEXTS.map(text).into(),
        names: names_of(product).into_iter().enumerate().map(name).collect(),
        form,
    })
}

fn typed(fields: &Fields) -> Form {
    fields.0.iter().fold(Form::default(), |form, (name, value)| form.with(name, value.trim()))
}

pub(crate) async fn save(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    at: web::Path<(String, String)>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let (id, language) = at.into_inner();
    named(&desk, &language)?;
    let product = product_id(&id)?;
    let sheet = sheet(&goods, &web::Path::from(id)).await?;
    // By number: whoever changed the product meanwhile changed its version too, and is told.
    let names: BTreeMap<String, String> = names_of(&sheet.product)
        .into_iter()
        .enumerate()
        .map(|(i, name)| (name, fields.one(&format!("name-{i}")).to_owned()))
        .collect();
    let text = |(field, _): (&str, usize)| {
        let typed = fields.one(field);
        (field.to_owned(), if field == "description" { clean_html(typed) } else { typed.to_owned() })
    };
    let texts: BTreeMap<String, String> = PRODUCT_TEXTS.into_iter().map(text).collect();
    let (catalog, version, into) = (goods.catalog.clone(), fields.version(), language.clone());
    let done = goods
        .db
        .write(desk.actor(), move |tx| catalog.translate_product(tx, product, (version, &into), &texts, &names))
        .await;
    match done {
        Ok(_) => Ok(Said::ProductSaved.at(&site, &format!("/admin/products/{product}/texts/{language}"))),
        Err(e) => {
            let mut form = typed(&fields);
            refuse(&mut form, &desk.ctx().texts, &e.into())?;
            desk.refuse(&view(&desk, &sheet, &language, form)?)
        }
    }
}

async fn category(goods: &Goods, id: &str) -> Result<Category, Failure> {
    let id: CategoryId = id.parse().map_err(|_| Failure::not_found())?;
    let tree = goods.db.read_slow(Catalog::categories_in).await?;
    tree.into_iter().find(|c| c.id == id).ok_or_else(Failure::not_found)
}

pub(crate) async fn show_category(
    desk: Desk,
    goods: web::Data<Goods>,
    at: web::Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    let (id, language) = at.into_inner();
    let own = category(&goods, &id).await?;
    let said = wording(&goods, &language, own.id.cast()).await?;
    let mut form = Form::default().with("version", own.version.to_string());
    for (field, _) in CATEGORY_TEXTS {
        form = form.with(field, said.text(own.id, field));
    }
    desk.show(&category_view(&desk, &own, &language, form)?)
}

fn category_view(desk: &Desk, own: &Category, language: &str, form: Form) -> Result<CategoryTextsView, Failure> {
    let texts = &desk.ctx().texts;
    let text = |(field, most): (&str, usize)| TextRow {
        name: field.to_owned(),
        label: texts.t(&format!("goods-category-{field}")).to_owned(),
        original: if field == "title" { own.title.clone() } else { own.intro.clone() },
        long: most > 200,
        most,
    };
    Ok(CategoryTextsView {
        shell: desk
            .shell(Section::Categories, &own.title)
            .under("/admin/categories", texts.t("admin-nav-categories"))
            .under(format!("/admin/categories/{}", own.id), &own.title),
        id: own.id.to_string(),
        title: own.title.clone(),
        language: language.to_owned(),
        language_name: named(desk, language)?,
        texts: CATEGORY_TEXTS.map(text).into(),
        may_edit: desk.may(Permission::ManageProducts),
        form,
    })
}

pub(crate) async fn save_category(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    at: web::Path<(String, String)>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let (id, language) = at.into_inner();
    named(&desk, &language)?;
    let own = category(&goods, &id).await?;
    let texts = CATEGORY_TEXTS.map(|(field, _)| (field.to_owned(), fields.one(field).to_owned()));
    let (catalog, category, into) = (goods.catalog.clone(), own.id, language.clone());
    let (version, texts) = (fields.version(), BTreeMap::from(texts));
    let done: Result<_, CatalogError> = goods
        .db
        .write(desk.actor(), move |tx| catalog.translate_category(tx, category, (version, &into), &texts))
        .await;
    match done {
        Ok(_) => {
            goods.catalog.forget_tree();
            Ok(Said::CategorySaved.at(&site, &format!("/admin/categories/{category}/texts/{language}")))
        }
        Err(e) => {
            let mut form = typed(&fields);
            refuse(&mut form, &desk.ctx().texts, &e.into())?;
            desk.refuse(&category_view(&desk, &own, &language, form)?)
        }
    }
}
