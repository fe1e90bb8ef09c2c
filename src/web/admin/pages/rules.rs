//! What the shop sets about searching: words that mean the same, what stands first, what counts for more; and what was
//! asked for and not found.
use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use catalog::Catalog;
use kernel::kinds::{ProductId, RuleId};
use kernel::{Coded, Fault};
use kit::{CheckedForm, Failure, Site, StaffVisit};
use search::{KeptRule, Rule, Search, SearchError};
use staff::Permission;

use super::fields::{Fields, list};
use crate::desk::Desk;
use crate::said::{Said, Undo};
use crate::views::{Form, MissedLine, RuleLine, RulesView, Section};

const PATH: &str = "/admin/search-rules";
/// What was not found, the most frequent.
const MISSED: i64 = 50;

pub(crate) async fn show(
    desk: Desk,
    search: web::Data<Search>,
    catalog: web::Data<Catalog>,
    asked: web::Query<HashMap<String, String>>,
) -> Result<HttpResponse, Failure> {
    // From what was not found: a rule for it is half written.
    let words: String = asked.get("words").map_or("", String::as_str).chars().take(80).collect();
    let form = Form::default().with("kind", "synonyms").with("words", &*words).with("phrases", words);
    desk.show(&view(&desk, &search, &catalog, form).await?)
}

async fn view(desk: &Desk, search: &Search, catalog: &Catalog, form: Form) -> Result<RulesView, Failure> {
    let rules = search.rules(desk.actor()).await?;
    let ids: Vec<ProductId> = rules.iter().flat_map(|kept| products_of(&kept.rule)).collect();
    let named = catalog.products(&ids).await?;
    let name = |id: &ProductId| named.get(id).map_or_else(|| id.to_string(), |p| p.title.clone());
    let texts = &desk.ctx().texts;
    let line = |kept: KeptRule| {
        let (key, says, more) = match &kept.rule {
            Rule::Synonyms { phrases } => ("synonyms", phrases.join(", "), String::new()),
            Rule::Pin { words, products } => {
                ("pin", words.clone(), products.iter().map(name).collect::<Vec<_>>().join(", "))
            }
            Rule::Product { product, percent } => {
                ("product", name(product), texts.v("rules-counts", &percent.to_string()))
            }
            Rule::Brand { brand, percent } => {
                ("brand", brand.clone(), texts.v("rules-counts", &percent.to_string()))
            }
        };
        RuleLine { id: kept.id.to_string(), kind: texts.t(&format!("rules-kind-{key}")).to_owned(), says, more }
    };
    let missed = search.missed(desk.actor(), MISSED).await?;
    Ok(RulesView {
        shell: desk.shell(Section::SearchRules, texts.t("admin-nav-search-rules")),
        rules: rules.into_iter().map(line).collect(),
        missed: missed
            .into_iter()
            .map(|m| MissedLine { typed: m.typed, times: m.times, last: m.last_at })
            .collect(),
        form,
        may_manage: desk.may(Permission::ManageProducts),
    })
}

fn products_of(rule: &Rule) -> Vec<ProductId> {
    match rule {
        Rule::Pin { products, .. } => products.clone(),
        Rule::Product { product, .. } => vec![*product],
        Rule::Synonyms { .. } | Rule::Brand { .. } => Vec::new(),
    }
}

pub(crate) async fn set(
    desk: Desk,
    site: web::Data<Site>,
    search: web::Data<Search>,
    catalog: web::Data<Catalog>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let names = ["kind", "phrases", "words", "products", "percent", "brand"];
    let mut form = names.iter().fold(Form::default(), |form, name| form.with(name, fields.one(name)));
    let rule = match rule(&desk, &catalog, &mut form).await? {
        Some(rule) => rule,
        None => return desk.refuse(&view(&desk, &search, &catalog, form).await?),
    };
    match search.set_rule(desk.actor(), rule).await {
        Ok(_) => Ok(Said::RuleSet.at(&site, PATH)),
        Err(SearchError::Wrong { field, code }) => {
            let key = format!("rules-wrong-{}", code.replace('_', "-"));
            form.refuse(field, desk.ctx().texts.t(&key));
            desk.refuse(&view(&desk, &search, &catalog, form).await?)
        }
        Err(e) => Err(e.into()),
    }
}

/// What the form says; none when a product of it is not known.
async fn rule(desk: &Desk, catalog: &Catalog, form: &mut Form) -> Result<Option<Rule>, Failure> {
    let percent = form.value("percent").trim().trim_end_matches('%').trim().parse().unwrap_or(0);
    Ok(Some(match form.value("kind") {
        "synonyms" => Rule::Synonyms { phrases: list(form.value("phrases")) },
        "brand" => Rule::Brand { brand: form.value("brand").to_owned(), percent },
        kind @ ("pin" | "product") => {
            let mut products = Vec::new();
            for typed in list(form.value("products")) {
                match product(catalog, &typed).await? {
                    Some(id) => products.push(id),
                    None => {
                        form.refuse("products", desk.ctx().texts.v("rules-wrong-product", &typed));
                        return Ok(None);
                    }
                }
            }
            match (kind, products.first()) {
                ("pin", _) => Rule::Pin { words: form.value("words").to_owned(), products },
                (_, Some(product)) => Rule::Product { product: *product, percent },
                (_, None) => {
                    form.refuse("products", desk.ctx().texts.t("rules-wrong-products-number"));
                    return Ok(None);
                }
            }
        }
        _ => {
            form.refuse("kind", desk.ctx().texts.t("rules-wrong-kind"));
            return Ok(None);
        }
    }))
}

/// By article number, by the name in its address, or by that address.
async fn product(catalog: &Catalog, typed: &str) -> Result<Option<ProductId>, Failure> {
    if let Some(variant) = catalog.by_sku(typed).await? {
        return Ok(catalog.products_of(vec![variant]).await?.first().copied());
    }
    let handle = typed.rsplit("/p/").next().unwrap_or(typed).split(['?', '#']).next().unwrap_or(typed).to_owned();
    Ok(catalog.by_handles(vec![handle.clone()]).await?.remove(&handle))
}

pub(crate) async fn remove(
    visit: StaffVisit,
    site: web::Data<Site>,
    search: web::Data<Search>,
    id: web::Path<String>,
    CheckedForm(_): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id: RuleId = id.parse().map_err(|_| Failure::not_found())?;
    match search.remove_rule(&visit.actor, id).await {
        Ok(()) => Ok(Said::RuleRemoved.undone_by(Undo::SearchRule, id.to_string()).at(&site, PATH)),
        Err(e) if e.fault() == Fault::NotFound => Ok(Said::Gone.at(&site, PATH)),
        Err(e) => Err(e.into()),
    }
}

/// The way back of [`remove`].
pub(crate) async fn restore(
    visit: StaffVisit,
    site: web::Data<Site>,
    search: web::Data<Search>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id: RuleId = fields.one("of").parse().map_err(|_| Failure::not_found())?;
    match search.restore_rule(&visit.actor, id).await {
        Ok(()) => Ok(Said::RuleSet.at(&site, PATH)),
        Err(e) if e.fault() == Fault::NotFound => Ok(Said::TooLate.at(&site, PATH)),
        Err(e) => Err(e.into()),
    }
}
