//! One order of the past into the shop.
use catalog::{Catalog, Change, NewProduct, NewVariant, Status};
use db::Tx;
use imports::Note;
use kernel::Money;
use kernel::kinds::VariantId;
use markets::Markets;
use orders::{Contact, Delivery, Line, NewOrder, Orders, Particulars, PostalAddress, ShippingCharge};
use sha2::{Digest, Sha256};

use super::{PastDraft, PastLine, TakenBackDraft, Unknown};
use crate::import::file::remark;
use crate::import::write::{WriteError, Writing};

/// How these orders say they travelled and were paid: not as this shop does it.
const ELSEWHERE: &str = "elsewhere";

impl Writing<'_> {
    /// Keeps an order; one whose number is there stays as it is.
    pub(in crate::import) fn past(
        &mut self,
        tx: &mut Tx<'_>,
        draft: &PastDraft,
        notes: &mut Vec<Note>,
    ) -> Result<Change, WriteError> {
        let setup = Markets::setup_in(tx).map_err(crate::setup::SetupError::from)?;
        let market = &setup.market;
        let mut lines = Vec::with_capacity(draft.lines.len());
        for (line, position) in draft.lines.iter().zip(1..) {
            let amount = line.unit.times(line.quantity).map_err(|_| too_much(line))?.amount;
            lines.push(Line {
                position,
                variant: self.article(tx, draft, line, notes)?,
                sku: line.sku.clone(),
                title: line.title.clone(),
                options: String::new(),
                picture: String::new(),
                quantity: line.quantity,
                unit: line.unit.amount,
                discount: 0,
                tax: 0,
                amount,
                shipped: line.quantity,
                dropped: 0,
            });
        }
        let goods = lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.amount));
        let goods = goods.ok_or_else(|| too_much(&draft.lines[0]))?;
        let new = NewOrder {
            id: Orders::id_of_the_past(&draft.number, draft.placed_at),
            link_token: kernel::random_token(),
            market: market.id,
            locale: market.locale.clone(),
            currency: draft.currency,
            tax_mode: kernel::TaxMode::Inclusive,
            customer: None,
            contact: Contact { email: draft.email.clone(), name: draft.customer.clone(), phone: String::new() },
            shipping_address: PostalAddress {
                name: draft.customer.clone(),
                company: String::new(),
                line1: String::new(),
                line2: String::new(),
                postal_code: String::new(),
                city: String::new(),
                country: draft.country.clone(),
            },
            delivery: Delivery { code: ELSEWHERE.into(), name: String::new(), min_days: 0, max_days: 0 },
            payment_method: ELSEWHERE.into(),
            lines,
            shipping: ShippingCharge { amount: draft.delivery, taxes: Vec::new() },
            // What they were taxed with, such files do not say.
            taxes: Vec::new(),
            goods,
            discount: 0,
            tax: 0,
            total: goods.checked_add(draft.delivery).ok_or_else(|| too_much(&draft.lines[0]))?,
            particulars: Particulars::default(),
        };
        let brought = Orders::bring(tx, &new, &draft.number, draft.placed_at)?;
        Ok(if brought { Change::Created } else { Change::None })
    }

    /// The article of a line. Of one that the shop does not have, a product is made, or the line keeps an id that leads
    /// nowhere: always the same for a SKU.
    fn article(
        &mut self,
        tx: &mut Tx<'_>,
        draft: &PastDraft,
        line: &PastLine,
        notes: &mut Vec<Note>,
    ) -> Result<VariantId, WriteError> {
        if let Some(variant) = Catalog::variant_of_sku_in(tx, &line.sku)? {
            return Ok(variant);
        }
        let status = match draft.unknown {
            Unknown::Keep => return Ok(nowhere(&line.sku)),
            Unknown::Draft => Status::Draft,
            Unknown::Active => Status::Active,
        };
        let handle = catalog::slug(&format!("{} {}", line.title, line.sku));
        let put = self.catalog.put_imported(tx, &product(line, handle, status))?;
        let variant = put.variants.first().copied().unwrap_or_else(|| nowhere(&line.sku));
        if line.unit.currency == self.ground.currency {
            let price = Money::new(line.unit.amount, line.unit.currency);
            self.pricing.put_price(tx, variant, self.ground.list, price, None)?;
        }
        notes.push(remark(draft.line, &draft.number, format!("a product was made of {}", line.sku)));
        Ok(variant)
    }
}

/// Notes at the orders that something came back of them, once. Their sums stay as they were sold: what was paid back, and
/// with which tax, such files do not say.
pub(in crate::import) fn taken_back(tx: &mut Tx<'_>, draft: &TakenBackDraft) -> Result<Change, WriteError> {
    let day = draft.at.rfc3339();
    let day = day.split('T').next().unwrap_or_default();
    let mut changed = false;
    for (sku, sold) in &draft.units {
        let order = Orders::id_of_the_past(&sold.number, sold.placed_at);
        let body = format!("{}, {day}: {} × {sku} ↩", draft.number, sold.units);
        changed |= Orders::note_of_the_past(tx, order, &body)?;
    }
    Ok(if changed { Change::Updated } else { Change::None })
}

fn nowhere(sku: &str) -> VariantId {
    let hash = Sha256::digest(format!("no article: {sku}").as_bytes());
    let mut id = [0; 16];
    id.copy_from_slice(&hash[..16]);
    VariantId::from_bytes(id)
}

fn too_much(line: &PastLine) -> WriteError {
    WriteError::Draft(
        "price",
        line.unit.amount.to_string(),
        "adds up to too much",
        "Look whether a point is missing",
    )
}

fn product(line: &PastLine, handle: String, status: Status) -> NewProduct {
    NewProduct {
        handle,
        title: line.title.clone(),
        subtitle: String::new(),
        description: String::new(),
        brand: String::new(),
        status,
        tax_class: "standard".to_owned(),
        attributes: Vec::new(),
        options: Vec::new(),
        pictures: Vec::new(),
        tags: Vec::new(),
        seo_title: String::new(),
        seo_description: String::new(),
        categories: Vec::new(),
        position: 0,
        variants: vec![NewVariant {
            sku: line.sku.clone(),
            option_values: Vec::new(),
            barcode: String::new(),
            weight_grams: 0,
            picture: None,
        }],
    }
}
