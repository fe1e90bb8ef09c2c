//! Goods as lines of a file.
use catalog::{Catalog, Cursor, Listed};
use inventory::Inventory;
use kernel::kinds::ProductId;
use pricing::Pricing;

use super::{Goods, GoodsError, InList};
pub use crate::sheet::ExportRow;
use crate::sheet::{self, line, safe};

/// The head of the file.
const HEAD: [&str; 15] = [
    "product",
    "handle",
    "title",
    "brand",
    "status",
    "tags",
    "sku",
    "options",
    "barcode",
    "weight_grams",
    "price",
    "compare_at_price",
    "currency",
    "on_hand",
    "saleable",
];
/// Products read at once.
const PIECE: usize = 200;

impl Goods {
    /// The first line: what the columns are. It begins with what tells spreadsheets that this is UTF-8.
    pub fn export_head() -> ExportRow {
        sheet::head(&HEAD)
    }

    /// The next products of a list as lines, and from where to go on; None at its end.
    pub async fn export_piece(
        &self,
        at: InList,
        listed: Listed,
        cursor: Cursor<ProductId>,
    ) -> Result<(ExportRow, Option<ProductId>), GoodsError> {
        let goods = self.clone();
        let now = self.db.clock().now();
        self.db
            .read_stale(move |c| {
                let slice = Catalog::list_ids_in(c, &listed, &cursor, PIECE)?;
                let next = slice.items.last().copied().filter(|_| slice.after);
                Ok((goods.lines(c, at, &slice.items, now)?, next))
            })
            .await
    }

    /// These products as lines.
    pub async fn export_some(&self, at: InList, ids: Vec<ProductId>) -> Result<ExportRow, GoodsError> {
        let goods = self.clone();
        let now = self.db.clock().now();
        self.db.read_stale(move |c| goods.lines(c, at, &ids, now)).await
    }

    fn lines(
        &self,
        c: &mut db::Conn,
        at: InList,
        ids: &[ProductId],
        now: kernel::Micros,
    ) -> Result<ExportRow, GoodsError> {
        let mut sheets = Vec::with_capacity(ids.len());
        for id in ids {
            sheets.extend(Catalog::sheet_in(c, *id)?);
        }
        let variants: Vec<_> = sheets.iter().flat_map(|s| s.variants.iter().map(|v| v.variant.id)).collect();
        let prices = Pricing::prices_in(c, at.list, at.currency, &variants, now)?;
        let stock = Inventory::availability_in(c, &variants)?;
        let mut out = Vec::new();
        for sheet in &sheets {
            let p = &sheet.product;
            for v in sheet.variants.iter().filter(|v| v.active) {
                let v = &v.variant;
                let price = prices.get(&v.id).and_then(|p| p.single());
                let stock = stock.get(&v.id);
                out.extend(line([
                    p.id.to_string(),
                    safe(&p.handle),
                    safe(&p.title),
                    safe(&p.brand),
                    p.status.as_str().to_owned(),
                    safe(&sheet.tags.join(", ")),
                    safe(&v.sku),
                    safe(&v.option_values.join(", ")),
                    safe(&v.barcode),
                    v.weight_grams.to_string(),
                    price.map(|p| p.unit.decimal()).unwrap_or_default(),
                    price.and_then(|p| p.compare_at).map(|m| m.decimal()).unwrap_or_default(),
                    at.currency.to_string(),
                    stock.map_or(0, |s| s.on_hand).to_string(),
                    stock.map_or(0, |s| s.saleable).to_string(),
                ]));
            }
        }
        Ok(out)
    }
}
