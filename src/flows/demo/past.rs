//! Past orders: what a shop that has been open for a while looks like from behind the counter.
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use catalog::{Catalog, SaleItem};
use customers::{Customers, Email};
use db::{Conn, Db, Lane, Tx};
use inventory::{Demand, Inventory};
use kernel::kinds::{OrderId, VariantId};
use kernel::{Actor, Clock, Micros, Money};
use markets::{Market, Markets};
use orders::{Contact, Delivery, Line, NewOrder, Orders, PostalAddress, ShippingCharge, Tax};
use payments::{Fact, Payments};
use pricing::{LineRequest, Prices, Pricing, Quote, QuoteRequest, ShippingRequest, TaxLine, TaxTable, quote};
use shipping::{Method, Parcel, Shipping};

use super::catalogue::{HAND_MADE, chance};
use super::error::DemoError;
use crate::Progress;
use crate::setup::{self, SetupError};

/// Orders placed in one unit of work at most: about 8 ms on SQLite.
const PIECE: u64 = 6;
/// Variants booked in in one unit of work.
const BOOKED: usize = 24;
const METHOD: &str = "parcel";

/// The rooms that past orders touch.
#[derive(Clone)]
pub struct DemoOrders {
    pub db: Db,
    pub inventory: Inventory,
    pub orders: Orders,
    pub payments: Payments,
    pub customers: Customers,
}

/// What was placed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Past {
    pub orders: u64,
    /// Paid and sent: a third. Of the others half have their money set aside, half await a bank transfer.
    pub completed: u64,
    /// Units booked in for them beforehand, so that the shelves are as full as they were.
    pub booked: i64,
}

/// Orders that a buyer places, on average, once there are more than the twelve have time for.
const ORDERS_EACH: u64 = 4;

/// Name, street, postal code, city, country. All invented.
const BUYERS: [(&str, &str, &str, &str, &str); 12] = [
    ("Ada Lindgren", "Erlenweg 4", "20095", "Hamburg", "DE"),
    ("Jonas Wirth", "Am Kanal 17", "04109", "Leipzig", "DE"),
    ("Mira Vogt", "Lindenhof 2", "50667", "Köln", "DE"),
    ("Tomas Berger", "Rosengasse 9", "80331", "München", "DE"),
    ("Elena Kraus", "Mühlsteig 31", "70173", "Stuttgart", "DE"),
    ("Paul Achterberg", "Oude Brug 6", "1012 AB", "Amsterdam", "NL"),
    ("Lise Marchand", "12 rue des Tilleuls", "69001", "Lyon", "FR"),
    ("Gregor Holler", "Kirchplatz 3", "1010", "Wien", "AT"),
    ("Sofia Brandt", "Havnevej 22", "10115", "Berlin", "DE"),
    ("Marta Oliveira", "Rua da Fonte 8", "1100-148", "Lisboa", "PT"),
    ("Nils Aho", "Rantatie 5", "00100", "Helsinki", "FI"),
    ("Chiara Bassi", "Via del Forno 14", "40121", "Bologna", "IT"),
];

/// A country's side of an order.
struct Destination {
    taxes: TaxTable,
    method: Method,
}

/// Everything an order is made of, read once.
struct World {
    market: Market,
    items: Vec<SaleItem>,
    prices: HashMap<VariantId, Prices>,
    destinations: HashMap<&'static str, Destination>,
    /// So many buy, each a few times.
    buyers: u64,
}

impl DemoOrders {
    /// How far back past orders reach.
    pub const SPAN: Duration = Duration::from_secs(90 * 24 * 60 * 60);

    /// A clock for the database that [`DemoOrders::place`] writes to. It stands [`DemoOrders::SPAN`] before `now`, and
    /// is moved on while orders are placed: they spread over the time between. With the system's clock they are all
    /// placed now.
    pub fn past_clock(now: Micros) -> Clock {
        Clock::fake(now.minus(Self::SPAN))
    }

    /// Places `count` orders: the same goods to the same people each time, under new ids and numbers. Their stock is
    /// booked in first. Running it again places as many more.
    ///
    /// # Errors
    /// No market, or nothing on sale in it; the database.
    pub fn place(&self, actor: &Actor, count: u64, progress: &dyn Progress) -> Result<Past, DemoError> {
        if count == 0 {
            return Ok(Past::default());
        }
        let now = self.db.clock().now();
        let world = Arc::new(self.db.snapshot_now(|conn| World::read(conn, now, count))?);
        let booked = self.book(actor, &world, count)?;
        let size = (count / 300).clamp(1, PIECE);
        let pieces = count.div_ceil(size);
        let pace = Self::SPAN / u32::try_from(pieces).unwrap_or(u32::MAX);

        let mut past = Past { booked, ..Past::default() };
        progress.begin("Orders", count);
        for piece in 0..pieces {
            let (from, to) = (piece * size, ((piece + 1) * size).min(count));
            let (me, world) = (self.clone(), world.clone());
            let outcome = self.db.write_now(Lane::Bulk, actor, move |tx| -> Result<(), DemoError> {
                (from..to).try_for_each(|i| me.one(tx, &world, i))
            });
            if let Err(e) = outcome {
                progress.end();
                return Err(e);
            }
            past.orders += to - from;
            past.completed += (from..to).filter(|i| fate(*i) == Fate::Completed).count() as u64;
            self.db.clock().advance(pace);
            progress.step(to - from);
        }
        progress.end();
        Ok(past)
    }

    /// Books in exactly what will be sold.
    fn book(&self, actor: &Actor, world: &World, count: u64) -> Result<i64, DemoError> {
        let mut needed: HashMap<VariantId, i64> = HashMap::new();
        for demand in (0..count).flat_map(|i| world.basket(i)) {
            *needed.entry(demand.variant).or_insert(0) += demand.quantity;
        }
        let mut needed: Vec<(VariantId, i64)> = needed.into_iter().collect();
        needed.sort_unstable();
        for piece in needed.chunks(BOOKED) {
            let (inventory, piece) = (self.inventory.clone(), piece.to_vec());
            self.db.write_now(Lane::Bulk, actor, move |tx| -> Result<(), DemoError> {
                let location = Inventory::first_location_in(tx)?.ok_or(DemoError::NothingOnSale)?;
                for (variant, units) in &piece {
                    inventory.receive(tx, location, *variant, *units, "demo: past orders")?;
                }
                Ok(())
            })?;
        }
        Ok(needed.iter().map(|(_, units)| units).sum())
    }

    fn one(&self, tx: &mut Tx<'_>, world: &World, i: u64) -> Result<(), DemoError> {
        let demands = world.basket(i);
        let new = world.order(OrderId::new(tx.now()), i, &demands)?;
        let (id, reference) = (new.id, Orders::reference(new.id));
        self.orders.place(tx, &new)?;
        self.inventory.allocate(tx, reference, &demands)?;
        let total = Money::new(new.total, new.currency);
        let payment = self.payments.begin(tx, reference, &new.payment_method, total)?;
        let fate = fate(i);
        if fate != Fate::Awaiting {
            let said = Fact::Authorized { provider_reference: format!("test-{payment}") };
            self.payments.record(tx, payment, &said)?;
        } else {
            // Nobody is written to about an invented past.
            Payments::note_reminder(tx, payment)?;
        }
        if fate == Fate::Completed {
            self.payments.record(tx, payment, &Fact::Captured { provider_reference: None, amount: None })?;
            self.orders.ship_in(tx, id, "Parcel", &format!("DEMO{i:09}"))?;
        }
        if let Some(email) = Email::parse(&new.contact.email) {
            self.customers.remember(tx, &email, &new.contact.name)?;
        }
        Ok(self.orders.settle(tx, id)?)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Paid and sent.
    Completed,
    /// Its money is set aside.
    Authorized,
    /// Its money is to come by bank transfer.
    Awaiting,
}

fn fate(i: u64) -> Fate {
    match i % 3 {
        0 => Fate::Completed,
        1 => Fate::Authorized,
        _ => Fate::Awaiting,
    }
}

impl World {
    fn read(conn: &mut Conn, now: Micros, orders: u64) -> Result<Self, DemoError> {
        let market = Markets::setup_in(conn).map_err(SetupError::from)?.market;
        let products = Catalog::after_in(conn, None, HAND_MADE as u64)?;
        let variants: Vec<VariantId> = products.iter().flat_map(|p| p.variants.iter().map(|v| v.id)).collect();
        let prices = Pricing::prices_in(conn, market.price_list, market.currency, &variants, now)?;
        let mut sold = Catalog::sale_items_in(conn, &variants)?;
        let items: Vec<SaleItem> =
            variants.iter().filter(|v| prices.contains_key(v)).filter_map(|v| sold.remove(v)).collect();
        if items.is_empty() || setup::find(conn)?.is_none_or(|(_, location)| location.is_none()) {
            return Err(DemoError::NothingOnSale);
        }
        let mut destinations = HashMap::new();
        for (.., country) in BUYERS {
            let taxes = Pricing::tax_table_in(conn, country, now)?;
            destinations
                .insert(country, Destination { taxes, method: Shipping::method_in(conn, METHOD, country)? });
        }
        let buyers = (orders / ORDERS_EACH).max(BUYERS.len() as u64);
        Ok(Self { market, items, prices, destinations, buyers })
    }

    /// One to three things, one or two of each; always the same for the same number.
    fn basket(&self, i: u64) -> Vec<Demand> {
        let roll = |salt| chance(i as usize, salt);
        let mut basket: Vec<Demand> = Vec::with_capacity(3);
        for line in 0..=roll(0) as usize % 3 {
            let item = &self.items[(roll(2 * line + 1) % self.items.len() as u64) as usize];
            if basket.iter().all(|d| d.variant != item.variant) {
                basket.push(Demand { variant: item.variant, quantity: 1 + (roll(2 * line + 2) % 4 / 3) as i64 });
            }
        }
        basket
    }

    fn order(&self, id: OrderId, i: u64, demands: &[Demand]) -> Result<NewOrder, DemoError> {
        let (name, email, (_, street, postal_code, city, country)) = buyer(chance(i as usize, 9) % self.buyers);
        let there = self.destinations.get(country).ok_or(DemoError::NothingOnSale)?;
        let items: Vec<&SaleItem> =
            demands.iter().filter_map(|d| self.items.iter().find(|item| item.variant == d.variant)).collect();
        let quote = self.quote(there, demands, &items)?;
        let lines = quote.lines.iter().zip(&items).zip(1..).map(|((line, item), position)| Line {
            position,
            variant: line.variant,
            sku: item.sku.clone(),
            title: item.title.clone(),
            options: item.options.clone(),
            picture: item.picture.as_ref().map(|p| p.id.to_string()).unwrap_or_default(),
            quantity: line.quantity,
            unit: line.unit,
            discount: line.discount,
            tax: line.taxes.iter().map(|t| t.amount).sum(),
            amount: line.amount,
            shipped: 0,
            dropped: 0,
        });
        let charged = quote.shipping.as_ref();
        Ok(NewOrder {
            id,
            link_token: kernel::random_token(),
            market: self.market.id,
            locale: self.market.locale.clone(),
            currency: quote.currency,
            tax_mode: quote.tax_mode,
            customer: None,
            contact: Contact { email, name: name.clone(), phone: String::new() },
            shipping_address: PostalAddress {
                name,
                company: String::new(),
                line1: street.into(),
                line2: String::new(),
                postal_code: postal_code.into(),
                city: city.into(),
                country: country.into(),
            },
            delivery: Delivery {
                code: there.method.code.clone(),
                name: there.method.name.clone(),
                min_days: there.method.min_days,
                max_days: there.method.max_days,
            },
            payment_method: if fate(i) == Fate::Awaiting { "offline" } else { "test" }.into(),
            lines: lines.collect(),
            shipping: ShippingCharge {
                amount: charged.map_or(0, |s| s.amount),
                taxes: charged.map(|s| taxes(&s.taxes)).unwrap_or_default(),
            },
            taxes: taxes(&quote.taxes),
            goods: quote.goods,
            discount: quote.discount,
            tax: quote.tax,
            total: quote.total,
            particulars: orders::Particulars::default(),
        })
    }

    fn quote(&self, there: &Destination, demands: &[Demand], items: &[&SaleItem]) -> Result<Quote, DemoError> {
        let mut goods = Money::zero(self.market.currency);
        for d in demands {
            let price =
                self.prices.get(&d.variant).and_then(|p| p.at(d.quantity)).ok_or(DemoError::NothingOnSale)?;
            goods = goods.plus(price.unit.times(d.quantity)?)?;
        }
        let line = |(d, item): (&Demand, &&SaleItem)| LineRequest {
            variant: d.variant,
            quantity: d.quantity,
            tax_class: item.tax_class.clone(),
            product: Some(item.product),
            categories: Vec::new(),
        };
        let weight_grams = demands.iter().zip(items).map(|(d, item)| item.weight_grams * d.quantity).sum();
        let parcel = Parcel { goods, weight_grams };
        Ok(quote(&QuoteRequest {
            currency: self.market.currency,
            tax_mode: self.market.tax_mode,
            tax_rounding: self.market.tax_rounding,
            lines: demands.iter().zip(items).map(line).collect(),
            prices: &self.prices,
            taxes: &there.taxes,
            home: None,
            promotions: &[],
            fee: None,
            shipping: Some(ShippingRequest {
                code: there.method.code.clone(),
                name: there.method.name.clone(),
                price: there.method.charge(&there.taxes.country, &parcel).unwrap_or(there.method.price),
                tax_class: there.method.tax_class.clone(),
            }),
        })?)
    }
}

/// Name, mail and home. The first twelve are themselves; whoever comes after them has one's first name, another's last name
/// and a number in the mail.
fn buyer(n: u64) -> (String, String, (&'static str, &'static str, &'static str, &'static str, &'static str)) {
    let known = BUYERS.len() as u64;
    let (one, other) = (BUYERS[(n % known) as usize], BUYERS[((n / known + n) % known) as usize]);
    let first = one.0.split(' ').next().unwrap_or_default();
    let last = other.0.split(' ').nth(1).unwrap_or_default();
    let name = format!("{first} {last}");
    let number = if n < known { String::new() } else { format!(".{n}") };
    let email = format!("{}{number}@example.org", name.to_lowercase().replace(' ', "."));
    (name, email, one)
}

fn taxes(taxes: &[TaxLine]) -> Vec<Tax> {
    let tax = |t: &TaxLine| Tax { name: t.name.clone(), rate: t.rate, base: t.base, amount: t.amount };
    taxes.iter().map(tax).collect()
}
