//! What a list of products is asked for.
use actix_web::web;
use catalog::{Catalog, Definitions};
use kernel::Currency;
use kernel::kinds::CategoryId;
use kit::{Failure, Visit};
use search::{Ask, Facets, Filter, Offered, Range, Scope, Search, Sort, Thousandths};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::parts::Money;
use crate::receive;
use crate::show::Fields;

const SORTS: [(&str, Sort); 5] = [
    ("arranged", Sort::Arranged),
    ("newest", Sort::Newest),
    ("cheapest", Sort::Cheapest),
    ("dearest", Sort::Dearest),
    ("title", Sort::Title),
];
/// More brands or values at once nobody chooses.
const MOST_CHOSEN: usize = 20;
/// In characters.
const MOST_WORDS: usize = 200;
/// Pages of lists that are sorted: their cursors begin so.
const PAGE: &str = "page-";

/// As the document tells it; read by [`Asked::parse`], which knows parameters that come more than once.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
pub(crate) struct ListParams {
    /// `next` of the page before.
    after: Option<String>,
    /// How many, from 1 to 100; 20 when it is not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// Only these fields of each product, with commas between them: `id,title,variants.sku`.
    #[param(example = "id,title")]
    fields: Option<String>,
    /// Words to look for, at most 200 characters.
    #[param(example = "mug", max_length = 200)]
    q: Option<String>,
    /// What stands in this category or below it: its id or slug.
    category: Option<String>,
    /// A brand by slug, as facets name it. More than one: either.
    #[param(style = Form, explode)]
    brand: Option<Vec<String>>,
    /// An attribute, by code or name, and its value, as in `material:Oak`; of a number also a range, as in `width:10..30`,
    /// `width:..30`, in the attribute's unit. Of one attribute's values, either; of several attributes, all.
    #[param(style = Form, explode)]
    attribute: Option<Vec<String>>,
    /// The lowest price from here, in minor units.
    #[param(minimum = 0)]
    price_from: Option<i64>,
    /// The lowest price up to here, in minor units.
    #[param(minimum = 0)]
    price_to: Option<i64>,
    /// Whether only what can be bought now is wanted.
    in_stock: Option<bool>,
    /// The order: as arranged (with words, as they fit), by time, price or title.
    #[param(inline)]
    sort: Option<SortName>,
}

/// An order of a list.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SortName {
    Arranged,
    Newest,
    Cheapest,
    Dearest,
    Title,
}

/// A list as it is asked for.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub after: Option<String>,
    pub limit: usize,
    pub fields: Fields,
    pub words: String,
    category: Option<String>,
    filter: Filter,
    sort: Option<Sort>,
}

fn wrong(field: &str, code: &str, told: &str) -> Failure {
    Failure::invalid("bad_query", told).field(field, code, told)
}

impl Asked {
    /// # Errors
    /// What is not understood: nothing is ignored.
    pub fn parse(query: &str) -> Result<Self, Failure> {
        let pairs = web::Query::<Vec<(String, String)>>::from_query(query)
            .map_err(|_| Failure::invalid("bad_query", "The query is not understood."))?
            .into_inner();
        let mut asked = Self { limit: receive::limit(None)?, ..Self::default() };
        for (name, value) in pairs {
            asked.take(&name, value)?;
        }
        let (from, to) = (asked.filter.from, asked.filter.to);
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            return Err(wrong("price_to", "out_of_range", "`price_to` is less than `price_from`."));
        }
        Ok(asked)
    }

    fn take(&mut self, name: &str, value: String) -> Result<(), Failure> {
        let amount = |field: &str| {
            let amount = value.parse::<i64>().ok().filter(|a| *a >= 0);
            amount.ok_or_else(|| wrong(field, "bad_value", "Amounts are whole numbers of minor units, from 0."))
        };
        match name {
            "after" => self.after = Some(value),
            "limit" => {
                let limit = value.parse().map_err(|_| wrong("limit", "bad_value", "`limit` is a number."))?;
                self.limit = receive::limit(Some(limit))?;
            }
            "fields" => self.fields = Fields::parse(Some(&value))?,
            "q" if value.chars().count() > MOST_WORDS || value.contains('\0') => {
                return Err(wrong("q", "too_long", "Write at most 200 characters to look for."));
            }
            "q" => self.words = value.split_whitespace().collect::<Vec<_>>().join(" "),
            "category" => self.category = Some(value),
            "brand" if self.filter.brands.len() < MOST_CHOSEN => {
                self.filter.brands.push(Search::brand_slug(&value));
            }
            "attribute" if self.filter.attributes.len() + self.filter.ranges.len() < MOST_CHOSEN => {
                self.attribute(&value)?;
            }
            "brand" | "attribute" => return Err(wrong(name, "too_many", "At most 20 of a kind can be chosen.")),
            "price_from" => self.filter.from = Some(amount("price_from")?),
            "price_to" => self.filter.to = Some(amount("price_to")?),
            "in_stock" => {
                let told = "`in_stock` is `true` or `false`.";
                self.filter.in_stock = value.parse().map_err(|_| wrong("in_stock", "bad_value", told))?;
            }
            "sort" => {
                let told = "`sort` is `arranged`, `newest`, `cheapest`, `dearest` or `title`.";
                let sort = SORTS.iter().find(|(name, _)| *name == value);
                self.sort = Some(sort.ok_or_else(|| wrong("sort", "bad_value", told))?.1);
            }
            other => {
                let told = format!("There is no parameter `{other}`.");
                return Err(Failure::invalid("bad_query", told.clone()).field(other, "unknown_field", told));
            }
        }
        Ok(())
    }

    /// # Errors
    /// What names no attribute or no value of it.
    fn attribute(&mut self, value: &str) -> Result<(), Failure> {
        let told =
            "Write an attribute and its value with a colon between them, as in `material:Oak` or `width:10..30`.";
        let bad = || wrong("attribute", "bad_value", told);
        let (name, of) = value.split_once(':').ok_or_else(bad)?;
        let code = catalog::attribute_code(name);
        if code.is_empty() || of.is_empty() {
            return Err(bad());
        }
        if let Some((from, to)) = of.split_once("..") {
            let end = |text: &str| match text {
                "" => Ok(None),
                text => Thousandths::parse(text).map(Some).ok_or_else(bad),
            };
            let (from, to) = (end(from)?, end(to)?);
            if from.is_some() && to.is_some() && from > to {
                return Err(wrong("attribute", "out_of_range", "A range begins with its lower end."));
            }
            self.filter.ranges.push(Range { code, from, to, unit: String::new() });
            return Ok(());
        }
        match self.filter.attributes.iter_mut().find(|(own, _)| *own == code) {
            Some((_, values)) if values.len() < MOST_CHOSEN => values.push(of.to_owned()),
            Some(_) => return Err(wrong("attribute", "too_many", "At most 20 values can be chosen.")),
            None => self.filter.attributes.push((code, vec![of.to_owned()])),
        }
        Ok(())
    }

    /// Whether everything is asked for, in no order in particular.
    pub fn is_plain(&self) -> bool {
        self.words.is_empty() && self.category.is_none() && self.sort.is_none() && self.filter == Filter::default()
    }

    pub fn cursor(number: u64) -> String {
        format!("{PAGE}{number}")
    }

    /// Which page of a sorted list, from 1.
    ///
    /// # Errors
    /// `bad_cursor`.
    pub fn page(&self) -> Result<u64, Failure> {
        let number = self.after.as_deref().map(|text| text.strip_prefix(PAGE).unwrap_or("none"));
        Ok(receive::after::<u64>(number)?.unwrap_or(1).clamp(1, 1_000_000))
    }

    /// # Errors
    /// A category that is not there.
    pub async fn ask(
        &self,
        visit: &Visit,
        catalog: &Catalog,
        definitions: &Definitions,
        number: u64,
    ) -> Result<Ask, Failure> {
        let (scope, offered) = match &self.category {
            None => (Scope::All, Offered::Usual),
            Some(named) => category(catalog, definitions, named).await?,
        };
        let mut filter = self.filter.clone();
        for range in &mut filter.ranges {
            range.unit = definitions.get(&range.code).map(|d| d.unit.clone()).unwrap_or_default();
        }
        Ok(Ask {
            list: visit.ctx.price_list,
            scope,
            words: self.words.clone(),
            filter,
            offered,
            sort: self.sort.unwrap_or(Sort::Arranged),
            number,
            size: self.limit as u64,
        })
    }
}

/// A category with what its list can be narrowed down by: as it says itself, else as the nearest above it does.
async fn category(catalog: &Catalog, definitions: &Definitions, named: &str) -> Result<(Scope, Offered), Failure> {
    let tree = catalog.categories().await?;
    let id = named.parse::<CategoryId>().ok();
    let found = tree.iter().find(|c| Some(c.id) == id || c.slug == named);
    let missing = || {
        let told = "There is no such category.";
        Failure::invalid("bad_query", told).field("category", "not_found", told)
    };
    let own = found.ok_or_else(missing)?;
    let codes = catalog::facets_of(&tree, own).map(|codes| {
        let narrows = |code: &&String| definitions.get(code).is_some_and(catalog::Definition::narrows);
        codes.iter().filter(narrows).cloned().collect()
    });
    Ok((Scope::Category(own.id), codes.map_or(Offered::Usual, Offered::These)))
}

/// What a list can be narrowed down by, with how many products would be left.
#[derive(Serialize, ToSchema)]
pub(crate) struct FacetCounts {
    in_stock: u64,
    sold_out: u64,
    brands: Vec<FacetBrand>,
    /// The lowest and the highest price; missing where nothing is left.
    price_from: Option<Money>,
    price_to: Option<Money>,
    /// Attributes with their values, as the category's list has them.
    attributes: Vec<FacetAttribute>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct FacetBrand {
    slug: String,
    name: String,
    count: u64,
    chosen: bool,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct FacetAttribute {
    /// As filters name it.
    #[schema(example = "package-width")]
    code: String,
    /// In the language that is asked for.
    name: String,
    /// `choice`, `number` or `yes_no`.
    kind: &'static str,
    /// Of a number; empty where it has none.
    unit: String,
    /// Those that most products have, first.
    values: Vec<FacetValue>,
    /// Of a number: the least, in its unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    least: Option<String>,
    /// Of a number: the most, in its unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    most: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct FacetValue {
    value: String,
    count: u64,
    chosen: bool,
}

impl FacetCounts {
    pub fn of(facets: Facets, currency: Currency, definitions: &Definitions, language: &str) -> Self {
        let value = |v: search::Value| FacetValue { value: v.value, count: v.count, chosen: v.chosen };
        let brand = |b: search::Brand| FacetBrand { slug: b.slug, name: b.name, count: b.count, chosen: b.chosen };
        let attribute = |a: search::Attribute| {
            let definition = definitions.get(&a.code).filter(|d| d.narrows())?;
            let ends = a.bounds.and_then(|bounds| bounds.within(&definition.unit));
            let ends = ends.filter(|_| definition.kind == catalog::ValueKind::Number);
            Some(FacetAttribute {
                name: definition.name_in(language).unwrap_or(&definition.name).to_owned(),
                kind: definition.kind.as_str(),
                unit: definition.unit_in(language).to_owned(),
                values: a.values.into_iter().map(value).collect(),
                least: ends.map(|(least, _)| least.plain()),
                most: ends.map(|(_, most)| most.plain()),
                code: a.code,
            })
        };
        Self {
            in_stock: facets.in_stock,
            sold_out: facets.sold_out,
            brands: facets.brands.into_iter().map(brand).collect(),
            price_from: facets.prices.map(|(low, _)| Money::new(low, currency)),
            price_to: facets.prices.map(|(_, high)| Money::new(high, currency)),
            attributes: facets.attributes.into_iter().filter_map(attribute).collect(),
        }
    }
}
