//! What the shop has as tables that come in again unchanged: products, stock and prices, read piece by piece.
use std::collections::HashMap;
use std::io::{self, Write};

use catalog::{Catalog, CatalogError, Category, Sheet};
use db::{Conn, Db, DbError};
use inventory::{Inventory, InventoryError};
use kernel::kinds::{CategoryId, LocationId, ProductId, VariantId};
use kernel::{Actor, Forbidden};
use markets::{Markets, MarketsError};
use pricing::{Pricing, PricingError};

use crate::sheet::{self, ExportRow, line, safe};

/// Products read at once.
const PIECE: i64 = 200;

#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    #[error(transparent)]
    Inventory(#[from] InventoryError),
    #[error(transparent)]
    Pricing(#[from] PricingError),
    #[error(transparent)]
    Markets(#[from] MarketsError),
    #[error(transparent)]
    Orders(#[from] orders::OrdersError),
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(ExportError: Catalog, Inventory, Pricing, Markets, Orders);

/// What can be taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Products,
    Stock,
    Prices,
    Orders,
}

impl What {
    pub const ALL: [Self; 4] = [Self::Products, Self::Stock, Self::Prices, Self::Orders];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Products => "products",
            Self::Stock => "stock",
            Self::Prices => "prices",
            Self::Orders => "orders",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|w| w.as_str() == text)
    }

    /// What whoever takes it out must be allowed.
    pub const fn power(self) -> &'static str {
        match self {
            Self::Products => "products.view",
            Self::Stock => "inventory.view",
            Self::Prices => "prices.view",
            Self::Orders => orders::VIEW,
        }
    }

    /// The first line.
    pub fn head(self) -> ExportRow {
        match self {
            Self::Products => sheet::head(&PRODUCTS),
            Self::Stock => sheet::head(&["sku", "location", "on_hand", "beyond_stock"]),
            Self::Prices => sheet::head(&["sku", "currency", "price", "compare_at_price"]),
            Self::Orders => crate::orders::export_head(),
        }
    }
}

const PRODUCTS: [&str; 26] = [
    "handle",
    "title",
    "subtitle",
    "description",
    "brand",
    "status",
    "tax_class",
    "tags",
    "categories",
    "attributes",
    "seo_title",
    "seo_description",
    "option1_name",
    "option1_value",
    "option2_name",
    "option2_value",
    "option3_name",
    "option3_value",
    "sku",
    "barcode",
    "weight_grams",
    "price",
    "compare_at_price",
    "currency",
    "on_hand",
    "beyond_stock",
];

/// From where an export goes on.
#[derive(Clone, Copy, Debug)]
pub enum At {
    Start,
    Product(ProductId),
    Order(kernel::kinds::OrderId),
}

/// Writes down that somebody takes a table out, before its first line.
///
/// # Errors
/// [`Forbidden`] without the power to see it; the database's.
pub async fn begin(db: &Db, actor: &Actor, what: What) -> Result<(), ExportError> {
    actor.require(what.power())?;
    let write = move |tx: &mut db::Tx<'_>| -> Result<(), ExportError> {
        Ok(tx.audit("export.take", what.as_str(), &serde_json::json!({}))?)
    };
    db.write(actor, write).await
}

/// The next lines, and from where to go on; None at the end.
///
/// # Errors
/// [`Forbidden`] without the power to see it; no market; the database's.
pub async fn piece(db: &Db, actor: &Actor, what: What, from: At) -> Result<(ExportRow, Option<At>), ExportError> {
    actor.require(what.power())?;
    if what == What::Orders {
        let cursor = match from {
            At::Order(id) => orders::Cursor::After(id),
            _ => orders::Cursor::Start,
        };
        let (lines, next) = crate::orders::export_piece(db, actor, orders::Listed::default(), cursor).await?;
        return Ok((lines, next.map(At::Order)));
    }
    let now = db.clock().now();
    db.read_stale(move |c| goods(c, what, from, now)).await
}

/// Writes all of it. Blocks.
///
/// # Errors
/// As [`piece`]; whatever the writer says.
pub fn write(db: &Db, what: What, mut out: impl Write) -> io::Result<()> {
    out.write_all(&what.head())?;
    let mut from = At::Start;
    loop {
        let now = db.clock().now();
        let (lines, next) = db
            .read_now(|c| -> Result<_, ExportError> {
                if what == What::Orders {
                    let cursor = match from {
                        At::Order(id) => orders::Cursor::After(id),
                        _ => orders::Cursor::Start,
                    };
                    let (lines, next) = crate::orders::piece_in(c, &orders::Listed::default(), cursor)?;
                    return Ok((lines, next.map(At::Order)));
                }
                goods(c, what, from, now)
            })
            .map_err(io::Error::other)?;
        out.write_all(&lines)?;
        match next {
            Some(next) => from = next,
            None => return out.flush(),
        }
    }
}

fn goods(c: &mut Conn, what: What, from: At, now: kernel::Micros) -> Result<(ExportRow, Option<At>), ExportError> {
    let after = match from {
        At::Product(id) => Some(id),
        _ => None,
    };
    let market = Markets::setup_in(c)?.market;
    let ids = Catalog::every_in(c, after, PIECE)?;
    let next = ids.last().copied().filter(|_| ids.len() as i64 == PIECE).map(At::Product);
    let mut sheets = Vec::with_capacity(ids.len());
    for id in &ids {
        sheets.extend(Catalog::sheet_in(c, *id)?);
    }
    let variants: Vec<VariantId> =
        sheets.iter().flat_map(|s| s.variants.iter().filter(|v| v.active).map(|v| v.variant.id)).collect();
    let mut out = Vec::new();
    if what == What::Stock {
        let codes: HashMap<LocationId, String> =
            Inventory::locations_in(c)?.into_iter().map(|l| (l.id, l.code)).collect();
        let stock = Inventory::stock_in(c, &variants)?;
        for v in sheets.iter().flat_map(|s| &s.variants).filter(|v| v.active) {
            for row in stock.get(&v.variant.id).into_iter().flatten() {
                let code = codes.get(&row.location).map_or("", String::as_str);
                let cells = [safe(&v.variant.sku), safe(code), row.on_hand.to_string(), row.backorder.to_string()];
                out.extend(line(cells));
            }
        }
        return Ok((out, next));
    }
    let prices = Pricing::prices_in(c, market.price_list, market.currency, &variants, now)?;
    let price = |id: VariantId| {
        let found = prices.get(&id).and_then(|p| p.single());
        let unit = found.map(|p| p.unit.decimal()).unwrap_or_default();
        (unit, found.and_then(|p| p.compare_at).map(|m| m.decimal()).unwrap_or_default())
    };
    if what == What::Prices {
        for v in sheets.iter().flat_map(|s| &s.variants).filter(|v| v.active) {
            let (unit, was) = price(v.variant.id);
            if !unit.is_empty() {
                out.extend(line([safe(&v.variant.sku), market.currency.to_string(), unit, was]));
            }
        }
        return Ok((out, next));
    }
    let tree = Catalog::categories_in(c)?;
    let first = Inventory::first_location_in(c)?;
    let stock = Inventory::stock_in(c, &variants)?;
    for sheet in &sheets {
        product(sheet, &tree, &mut out, &|id| {
            let here = stock.get(&id).into_iter().flatten().find(|r| Some(r.location) == first);
            let (unit, was) = price(id);
            let units = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
            [
                unit,
                was,
                market.currency.to_string(),
                units(here.map(|r| r.on_hand)),
                units(here.map(|r| r.backorder)),
            ]
        });
    }
    Ok((out, next))
}

/// A product as its rows: what is its own stands on the first.
fn product(sheet: &Sheet, tree: &[Category], out: &mut ExportRow, figures: &dyn Fn(VariantId) -> [String; 5]) {
    let p = &sheet.product;
    let paths: Vec<String> = sheet.categories.iter().map(|id| path(tree, *id)).filter(|p| !p.is_empty()).collect();
    let attributes = if p.attributes.is_empty() {
        String::new()
    } else {
        serde_json::to_string(&p.attributes).unwrap_or_default()
    };
    for (i, v) in sheet.variants.iter().filter(|v| v.active).enumerate() {
        let v = &v.variant;
        let own = |text: &str| if i == 0 { safe(text) } else { String::new() };
        let mut cells = vec![
            safe(&p.handle),
            own(&p.title),
            own(&p.subtitle),
            own(&p.description),
            own(&p.brand),
            own(p.status.as_str()),
            own(&p.tax_class),
            own(&sheet.tags.join(", ")),
            own(&paths.join(" | ")),
            own(&attributes),
            own(&p.seo_title),
            own(&p.seo_description),
        ];
        for axis in 0..3 {
            let name = p.options.get(axis).map_or("", |o| o.name.as_str());
            cells.push(safe(name));
            cells.push(safe(v.option_values.get(axis).map_or("", String::as_str)));
        }
        cells.extend([safe(&v.sku), safe(&v.barcode), v.weight_grams.to_string()]);
        cells.extend(figures(v.id));
        out.extend(line(cells));
    }
}

/// A category as the path of its titles; of their addresses where a title has what stands between the steps.
fn path(tree: &[Category], id: CategoryId) -> String {
    let mut steps: Vec<&Category> = Vec::new();
    let mut at = Some(id);
    while let Some(category) = at.and_then(|id| tree.iter().find(|c| c.id == id)).filter(|_| steps.len() < 20) {
        steps.insert(0, category);
        at = category.parent;
    }
    let plain = steps.iter().all(|c| !c.title.contains(['>', '|']));
    let name = |c: &&Category| if plain { c.title.clone() } else { c.slug.clone() };
    steps.iter().map(name).collect::<Vec<_>>().join(" > ")
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::time::Duration;

    use super::*;
    use crate::Silent;
    use crate::import::{Form, Source, Spec};
    use crate::test_rooms::{Rooms, on_every_database};

    const GOODS: &str = "\
        handle,title,description,brand,status,tags,categories,attributes,option1_name,option1_value,sku,weight_grams,price,compare_at_price,on_hand,beyond_stock\n\
        mug,'=Mug,<p>Holds <b>tea</b></p>,Nest & Co,active,\"blue, tea\",Kitchen > Mugs | Gifts,Material=Stone; Height=9 cm,Colour,Moss,M-1,350,12.50,15.00,4,2\n\
        mug,,,,,,,,Colour,Oat,M-2,355,12.50,,0,0\n\
        Ladle_2,'-Ladle,Plain,,draft,,Kitchen,,,,L-1,80,9.00,,,\n";

    fn takes_in(rooms: &Rooms, form: Form, file: &[u8]) -> crate::import::Report {
        rooms.test.advance(Duration::from_secs(1));
        let spec = Spec::of(form);
        let source = Source { name: "x.csv", size: file.len() as u64, fingerprint: spec.fingerprint(file) };
        let id = rooms.importer.begin(&rooms.actor, &spec, &source).unwrap();
        rooms.importer.work(&rooms.actor, id, Cursor::new(file.to_vec()), None, &Silent).unwrap();
        let report = rooms.importer.report(id).unwrap();
        assert_eq!(report.failed, 0, "{report}");
        report
    }

    fn taken_out(rooms: &Rooms, what: What) -> Vec<u8> {
        let mut out = Vec::new();
        write(&rooms.importer.db, what, &mut out).unwrap();
        out
    }

    #[test]
    fn what_is_taken_out_comes_in_again_unchanged() {
        let tables = std::cell::RefCell::new(Vec::new());
        on_every_database(|rooms| {
            rooms.importer.ensure_market(&rooms.actor).unwrap();
            takes_in(rooms, Form::Products, GOODS.as_bytes());
            let (products, stock, prices) =
                (taken_out(rooms, What::Products), taken_out(rooms, What::Stock), taken_out(rooms, What::Prices));
            let text = String::from_utf8(products.clone()).unwrap();
            assert!(text.contains("mug,'=Mug,") && text.contains("Kitchen > Mugs | Gifts"), "{text}");
            let events = rooms.events();
            for (form, table) in [(Form::Products, &products), (Form::Stock, &stock), (Form::Prices, &prices)] {
                let report = takes_in(rooms, form, table);
                assert!(report.changed_nothing() && report.unchanged > 0, "{report}");
            }
            assert_eq!(rooms.events(), events, "nothing changed");
            tables.borrow_mut().push((products, stock, prices));
        });
        on_every_database(|rooms| {
            rooms.importer.ensure_market(&rooms.actor).unwrap();
            let (products, stock, prices) = tables.borrow()[0].clone();
            takes_in(rooms, Form::Products, &products);
            let same =
                (taken_out(rooms, What::Products), taken_out(rooms, What::Stock), taken_out(rooms, What::Prices));
            // Products of one millisecond stand in any order.
            let rows = |table: &Vec<u8>| {
                let mut rows: Vec<String> = String::from_utf8_lossy(table).lines().map(str::to_owned).collect();
                rows.sort();
                rows
            };
            let text = |t: &(Vec<u8>, Vec<u8>, Vec<u8>)| [rows(&t.0), rows(&t.1), rows(&t.2)];
            assert_eq!(text(&same), text(&(products, stock, prices)));
        });
    }
}
