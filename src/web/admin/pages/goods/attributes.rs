//! What is said of products: how it is called, what it is, whether lists can be narrowed down by it.
use std::collections::{BTreeMap, HashMap};

use actix_web::{HttpResponse, web};
use catalog::{ATTRIBUTE_TEXTS, CatalogError, Definition, DefinitionEdit, ValueKind};
use flows::goods::Goods;
use kernel::kinds::{AttributeId, UndoId};
use kit::{CheckedForm, Failure, Site, StaffVisit};
use search::Search;
use serde::Deserialize;
use staff::Permission;

use super::refuse;
use super::texts::languages;
use crate::desk::Desk;
use crate::pages::fields::Fields;
use crate::said::{Said, Undo};
use crate::views::{AttributeLine, AttributeView, AttributesView, Form, Section, TextRow};

const PATH: &str = "/admin/attributes";
/// Lines on a page.
const PAGE: usize = 100;

/// What the list is cut down to.
#[derive(Deserialize, Default)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
    /// `filters` or `unused`.
    #[serde(default)]
    show: String,
    #[serde(default)]
    page: usize,
}

fn attribute_id(text: &str) -> Result<AttributeId, Failure> {
    text.parse().map_err(|_| Failure::not_found())
}

pub(crate) async fn show(
    desk: Desk,
    goods: web::Data<Goods>,
    search: web::Data<Search>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let form = Form::default().with("kind", "choice").with("filterable", "yes").with("position", "100");
    desk.show(&view(&desk, &goods, &search, &asked, form).await?)
}

async fn view(
    desk: &Desk,
    goods: &Goods,
    search: &Search,
    asked: &Asked,
    form: Form,
) -> Result<AttributesView, Failure> {
    // As they are now: whoever changed one wants to see it changed.
    let definitions = goods.db.read(catalog::Catalog::definitions_in).await?;
    let carried = search.carried();
    let products = |d: &Definition| carried.as_ref().map(|carried| carried.get(&d.code).copied().unwrap_or(0));
    let words = asked.q.trim().to_lowercase();
    let shown = |d: &&Definition| {
        let fits = words.is_empty() || d.name.to_lowercase().contains(&words) || d.code.contains(&words);
        fits && match asked.show.as_str() {
            "filters" => d.narrows(),
            "unused" => products(d) == Some(0),
            _ => true,
        }
    };
    let found: Vec<&Definition> = definitions.all().iter().filter(shown).collect();
    let pages = found.len().div_ceil(PAGE).max(1);
    let page = asked.page.clamp(1, pages);
    let line = |d: &&Definition| AttributeLine {
        id: d.id.to_string(),
        name: d.name.clone(),
        code: d.code.clone(),
        kind: desk.ctx().texts.t(kind_key(d.kind)).to_owned(),
        unit: d.unit.clone(),
        narrows: d.narrows(),
        position: d.position,
        products: products(d),
    };
    Ok(AttributesView {
        shell: desk.shell(Section::Attributes, desk.ctx().texts.t("admin-nav-attributes")),
        rows: found.iter().skip((page - 1) * PAGE).take(PAGE).map(line).collect(),
        total: found.len() as u64,
        all: definitions.all().len() as u64,
        counted: carried.is_some(),
        query: asked.q.trim().to_owned(),
        show: asked.show.clone(),
        page,
        pages,
        form,
        may_edit: desk.may(Permission::ManageProducts),
    })
}

pub(super) fn kind_key(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Text => "attributes-kind-text",
        ValueKind::Number => "attributes-kind-number",
        ValueKind::YesNo => "attributes-kind-yes-no",
        ValueKind::Choice => "attributes-kind-choice",
    }
}

fn typed(fields: &Fields) -> Form {
    // A box that is not ticked sends nothing.
    let form = Form::default().with("filterable", fields.one("filterable"));
    fields.0.iter().fold(form, |form, (name, value)| form.with(name, value.trim()))
}

/// What the form says. A place that is no number is refused by the room as one that cannot be.
fn edit(desk: &Desk, fields: &Fields) -> DefinitionEdit {
    let mut texts: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (language, _) in languages(desk) {
        for (field, _) in ATTRIBUTE_TEXTS {
            let text = fields.one(&format!("{field}-{language}")).to_owned();
            texts.entry(language.clone()).or_default().insert(field.to_owned(), text);
        }
    }
    DefinitionEdit {
        name: fields.one("name").to_owned(),
        kind: ValueKind::parse(fields.one("kind")),
        unit: fields.one("unit").to_owned(),
        filterable: fields.one("filterable") == "yes",
        position: fields.one("position").parse().unwrap_or(-1),
        texts,
    }
}

/// Puts what cannot be kept beside its fields.
fn refuse_in(desk: &Desk, form: &mut Form, error: CatalogError) -> Result<(), Failure> {
    if let CatalogError::HandleTaken(code) = &error {
        form.refuse("name", desk.ctx().texts.v("attributes-wrong-taken", code));
        return Ok(());
    }
    refuse(form, &desk.ctx().texts, &error.into())
}

pub(crate) async fn make(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    search: web::Data<Search>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let (catalog, edit) = (goods.catalog.clone(), edit(&desk, &fields));
    match goods.db.write(desk.actor(), move |tx| catalog.define(tx, &edit)).await {
        Ok(id) => {
            goods.catalog.forget_definitions();
            Ok(Said::AttributeMade.at(&site, &format!("{PATH}/{id}")))
        }
        Err(e) => {
            let mut form = typed(&fields);
            refuse_in(&desk, &mut form, e)?;
            desk.refuse(&view(&desk, &goods, &search, &Asked::default(), form).await?)
        }
    }
}

pub(crate) async fn show_one(
    desk: Desk,
    goods: web::Data<Goods>,
    search: web::Data<Search>,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let definition = goods.catalog.attribute(attribute_id(&id)?).await?;
    let form = filled(&definition);
    desk.show(&one(&desk, &search, &definition, form))
}

fn filled(d: &Definition) -> Form {
    let mut form = Form::default()
        .with("version", d.version.to_string())
        .with("name", &*d.name)
        .with("kind", d.kind.as_str())
        .with("unit", &*d.unit)
        .with("filterable", if d.filterable { "yes" } else { "" })
        .with("position", d.position.to_string());
    for (language, texts) in &d.texts {
        for (field, text) in texts {
            form = form.with(&format!("{field}-{language}"), &**text);
        }
    }
    form
}

fn one(desk: &Desk, search: &Search, definition: &Definition, form: Form) -> AttributeView {
    let texts = &desk.ctx().texts;
    let row = |language: &(String, String)| {
        ATTRIBUTE_TEXTS.map(|(field, most)| TextRow {
            name: format!("{field}-{}", language.0),
            label: texts.t(if field == "name" { "attributes-name" } else { "attributes-unit" }).to_owned(),
            original: if field == "name" { definition.name.clone() } else { definition.unit.clone() },
            most,
            long: false,
        })
    };
    let spoken: Vec<(String, String)> = languages(desk).collect();
    AttributeView {
        shell: desk.shell(Section::Attributes, &definition.name).under(PATH, texts.t("admin-nav-attributes")),
        id: definition.id.to_string(),
        name: definition.name.clone(),
        code: definition.code.clone(),
        products: search.carried().map(|carried| carried.get(&definition.code).copied().unwrap_or(0)),
        languages: spoken.iter().map(|own| (own.0.clone(), own.1.clone(), row(own).into())).collect(),
        form,
        may_edit: desk.may(Permission::ManageProducts),
    }
}

pub(crate) async fn save(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    search: web::Data<Search>,
    id: web::Path<String>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id = attribute_id(&id)?;
    let (catalog, version, edit) = (goods.catalog.clone(), fields.version(), edit(&desk, &fields));
    let path = format!("{PATH}/{id}");
    match goods.db.write(desk.actor(), move |tx| catalog.redefine(tx, id, version, &edit)).await {
        Ok((_, undo)) => {
            goods.catalog.forget_definitions();
            Ok(match undo {
                Some(undo) => Said::AttributeSaved.undone_by(Undo::Attribute, undo.to_string()).at(&site, &path),
                None => Said::AttributeSaved.at(&site, &path),
            })
        }
        Err(CatalogError::NotFound) => Ok(Said::Gone.at(&site, PATH)),
        Err(e) => {
            let mut form = typed(&fields);
            refuse_in(&desk, &mut form, e)?;
            let definition = goods.catalog.attribute(id).await?;
            desk.refuse(&one(&desk, &search, &definition, form))
        }
    }
}

/// Takes one away that no product carries.
pub(crate) async fn remove(
    staff: StaffVisit,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    search: web::Data<Search>,
    id: web::Path<String>,
    CheckedForm(_): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id = attribute_id(&id)?;
    let definition = match goods.catalog.attribute(id).await {
        Ok(definition) => definition,
        Err(CatalogError::NotFound) => return Ok(Said::Gone.at(&site, PATH)),
        Err(e) => return Err(e.into()),
    };
    let path = format!("{PATH}/{id}");
    match search.carried().map(|carried: HashMap<String, u64>| carried.get(&definition.code).copied().unwrap_or(0))
    {
        Some(0) => {}
        Some(products) => return Ok(Said::AttributeInUse.counting(products).at(&site, &path)),
        None => return Ok(Said::AttributeNotCounted.at(&site, &path)),
    }
    let catalog = goods.catalog.clone();
    match goods.db.write(&staff.actor, move |tx| catalog.undefine(tx, id)).await {
        Ok(undo) => {
            goods.catalog.forget_definitions();
            Ok(Said::AttributeRemoved.undone_by(Undo::Attribute, undo.to_string()).at(&site, PATH))
        }
        Err(CatalogError::NotFound) => Ok(Said::Gone.at(&site, PATH)),
        Err(e) => Err(e.into()),
    }
}

/// The way back of [`save`] and [`remove`].
pub(crate) async fn undo(
    staff: StaffVisit,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let undo: UndoId = fields.one("of").parse().map_err(|_| Failure::not_found())?;
    let catalog = goods.catalog.clone();
    match goods.db.write(&staff.actor, move |tx| catalog.take_back_attribute(tx, undo)).await {
        Ok(id) => {
            goods.catalog.forget_definitions();
            Ok(Said::AttributeBack.at(&site, &format!("{PATH}/{id}")))
        }
        Err(CatalogError::TooLate) => Ok(Said::TooLate.at(&site, PATH)),
        Err(e) => Err(e.into()),
    }
}
