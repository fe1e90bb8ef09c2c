//! Cart: a basket, before any promise. It holds variants and quantities; names, prices and stock are asked for each
//! time it is shown, so a basket is never out of date.
//!
//! Owns `cart_*`. Promises nothing: stock is held by checkout.
mod coupon;
mod dialect;
mod owners;
mod schema;
mod seen;
mod store;

pub use catalog::SaleItem;
use catalog::{Catalog, CatalogError};
use db::{Conn, Db, DbError, Tx};
use inventory::{Availability, Inventory, InventoryError};
use kernel::kinds::{CartId, MarketId, PriceListId, VariantId};
use kernel::{Actor, Currency, Micros, TaxMode, TaxRounding};
use pricing::{Entered, FeeRequest, LineRequest, Pricing, PricingError, Quote, QuoteRequest, ShippingRequest};

pub use coupon::CouponStands;
pub use owners::Joined;
pub use seen::Seen;
pub use store::CartRow;

/// The most units of one variant in a basket; beyond it people should write to the shop.
pub const MOST: i64 = 9_999;
/// The most different variants in a basket.
pub const MOST_LINES: usize = 100;
/// What a basket begins with.
pub(crate) const FIRST_VERSION: i64 = 1;

#[derive(Debug, thiserror::Error)]
pub enum CartError {
    #[error("there is no open basket here; start a new one")]
    NotFound,
    #[error("{0} is not sold (any more)")]
    NotSold(VariantId),
    #[error("at most {MOST} of one thing fit into a basket; write to us for more")]
    TooMany,
    #[error("at most {MOST_LINES} different things fit into a basket")]
    TooManyLines,
    #[error("this basket changed since it was looked at; look at it again")]
    Changed,
    #[error("a quantity must be a whole number from 1 to {MOST}")]
    Quantity,
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    #[error(transparent)]
    Pricing(#[from] PricingError),
    #[error(transparent)]
    Inventory(#[from] InventoryError),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(CartError: Catalog, Pricing, Inventory);

impl kernel::Coded for CartError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "cart_not_found",
            Self::NotSold(_) => "not_sold",
            Self::TooMany => "too_many_units",
            Self::TooManyLines => "too_many_lines",
            Self::Changed => "changed_meanwhile",
            Self::Quantity => "bad_quantity",
            Self::Catalog(e) => e.code(),
            Self::Pricing(e) => e.code(),
            Self::Inventory(e) => e.code(),
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        use kernel::Fault;
        match self {
            Self::NotFound => Fault::NotFound,
            Self::NotSold(_) | Self::Changed => Fault::Conflict,
            Self::TooMany => Fault::Invalid,
            Self::TooManyLines => Fault::Invalid,
            Self::Quantity => Fault::Invalid,
            Self::Catalog(e) => e.fault(),
            Self::Pricing(e) => e.fault(),
            Self::Inventory(e) => e.fault(),
            Self::Db(e) => e.fault(),
        }
    }
}

/// What prices and taxes a basket is shown in.
#[derive(Clone, Debug)]
pub struct Terms {
    pub market: MarketId,
    pub price_list: PriceListId,
    pub currency: Currency,
    pub tax_mode: TaxMode,
    pub tax_rounding: TaxRounding,
    /// ISO 3166 alpha-2: whose taxes apply.
    pub country: String,
    /// The country whose prices hold their net elsewhere; None where they hold what the shopper pays.
    pub home: Option<String>,
    /// What the way to pay costs, where that is known.
    pub fee: Option<FeeRequest>,
}

/// What delivery costs, given the goods' sum and their weight in grams; None leaves it out.
pub type Charge<'a> = dyn Fn(&Quote, i64) -> Option<ShippingRequest> + 'a;

/// A basket as it stands, by variant and quantity.
#[derive(Clone, Debug)]
pub struct Contents {
    pub id: CartId,
    /// Goes up with each change.
    pub version: i64,
    pub lines: Vec<(VariantId, i64)>,
    /// The code of a coupon, as it is stored.
    pub coupon: Option<String>,
}

/// A line with everything a page or a program shows of it.
#[derive(Clone, Debug)]
pub struct Line {
    pub item: SaleItem,
    pub quantity: i64,
    pub availability: Availability,
}

impl Line {
    pub fn short(&self) -> bool {
        self.availability.saleable < self.quantity
    }
}

/// A basket, priced now.
#[derive(Clone, Debug)]
pub struct View {
    pub id: CartId,
    pub version: i64,
    pub lines: Vec<Line>,
    pub quote: Quote,
    /// Lines that are no longer sold or have no price; they are not in the quote.
    pub gone: Vec<VariantId>,
    /// What was typed in, whether it does anything or not; the quote tells what it came to.
    pub coupon: Option<Entered>,
}

/// The open basket, its row locked until the unit of work ends, if it is as somebody has seen it.
pub(crate) fn locked(tx: &mut Tx<'_>, token_hash: &[u8], seen: Option<i64>) -> Result<CartRow, CartError> {
    let cart = dialect::lock(tx, token_hash)?.ok_or(CartError::NotFound)?;
    if seen.is_some_and(|seen| seen != cart.version) { Err(CartError::Changed) } else { Ok(cart) }
}

impl View {
    /// What all of it weighs, in grams.
    pub fn weight_grams(&self) -> i64 {
        self.lines.iter().map(|l| l.item.weight_grams.saturating_mul(l.quantity)).sum()
    }

    /// Units, over all lines.
    pub fn units(&self) -> i64 {
        self.lines.iter().map(|l| l.quantity).sum()
    }
}

#[derive(Clone)]
pub struct Carts {
    db: Db,
    /// Which version of a basket its changes are meant for; whichever it is, when nobody says.
    seen: Option<i64>,
}

impl Carts {
    pub fn new(db: Db) -> Self {
        Self { db, seen: None }
    }

    /// For changes that are meant for this version of a basket, and are refused ([`CartError::Changed`]) when it is another.
    #[must_use]
    pub fn at_version(&self, version: i64) -> Self {
        Self { seen: Some(version), ..self.clone() }
    }

    /// A new basket with these lines, and the token that opens it; only the token's hash is stored.
    ///
    /// # Errors
    /// A variant that is not sold; too many units or lines.
    pub async fn create(
        &self,
        actor: &Actor,
        market: MarketId,
        lines: Vec<(VariantId, i64)>,
    ) -> Result<(CartId, String), CartError> {
        let lines = check_lines(lines)?;
        let ids: Vec<VariantId> = lines.iter().map(|l| l.0).collect();
        if !ids.is_empty() {
            self.db.read(move |c| must_be_sold(c, &ids)).await?;
        }
        let id = CartId::new(self.db.clock().now());
        let token = self.store_new(actor, id, market, lines).await?;
        Ok((id, token))
    }

    /// [`Carts::create`], answered with the basket as [`Carts::view`] shows it. What is read to price it is what tells
    /// whether its things are sold, so this costs the reads of one view and one write.
    ///
    /// # Errors
    /// A variant that is not sold or has no price here; too many units or lines.
    pub async fn open(
        &self,
        actor: &Actor,
        terms: Terms,
        lines: Vec<(VariantId, i64)>,
    ) -> Result<(String, View), CartError> {
        let lines = check_lines(lines)?;
        let (market, now) = (terms.market, self.db.clock().now());
        let contents =
            Contents { id: CartId::new(now), version: FIRST_VERSION, lines: lines.clone(), coupon: None };
        let view = self.db.read(move |c| Self::view_in(c, now, contents, &terms, None)).await?;
        if let Some(gone) = view.gone.first() {
            return Err(CartError::NotSold(*gone));
        }
        let token = self.store_new(actor, view.id, market, lines).await?;
        Ok((token, view))
    }

    async fn store_new(
        &self,
        actor: &Actor,
        id: CartId,
        market: MarketId,
        lines: Vec<(VariantId, i64)>,
    ) -> Result<String, CartError> {
        let token = kernel::random_token();
        let hash = kernel::token_hash(&token);
        self.db.write(actor, move |tx| store::create(tx, id, market, &hash, &lines)).await?;
        Ok(token)
    }

    /// Puts units of a variant into the basket, on top of those in it; answers its units.
    pub async fn add(
        &self,
        actor: &Actor,
        token: &str,
        variant: VariantId,
        quantity: i64,
    ) -> Result<i64, CartError> {
        if !(1..=MOST).contains(&quantity) {
            return Err(if quantity > MOST { CartError::TooMany } else { CartError::Quantity });
        }
        self.db.read(move |c| must_be_sold(c, &[variant])).await?;
        let (hash, seen) = (kernel::token_hash(token), self.seen);
        self.db
            .write(actor, move |tx| {
                let cart = locked(tx, &hash, seen)?;
                let lines = store::lines(tx, cart.id)?;
                let held = lines.iter().find(|l| l.0 == variant).map_or(0, |l| l.1);
                if held + quantity > MOST {
                    return Err(CartError::TooMany);
                }
                if held == 0 && lines.len() >= MOST_LINES {
                    return Err(CartError::TooManyLines);
                }
                store::put_line(tx, cart.id, variant, held + quantity)?;
                Ok(lines.iter().map(|l| l.1).sum::<i64>() + quantity)
            })
            .await
    }

    /// Sets a line's quantity; 0 takes it out. What is so already is left alone: the basket keeps its version.
    ///
    /// # Errors
    /// For a variant that is not in the basket yet: one that is not sold; too many lines.
    pub async fn set(
        &self,
        actor: &Actor,
        token: &str,
        variant: VariantId,
        quantity: i64,
    ) -> Result<(), CartError> {
        if !(0..=MOST).contains(&quantity) {
            return Err(if quantity > MOST { CartError::TooMany } else { CartError::Quantity });
        }
        let (hash, seen) = (kernel::token_hash(token), self.seen);
        self.db
            .write(actor, move |tx| {
                let cart = locked(tx, &hash, seen)?;
                let lines = store::lines(tx, cart.id)?;
                let held = lines.iter().find(|l| l.0 == variant).map_or(0, |l| l.1);
                if held == quantity {
                    return Ok(());
                }
                if quantity == 0 {
                    return store::drop_line(tx, cart.id, variant);
                }
                if held == 0 {
                    must_be_sold(tx, &[variant])?;
                    if lines.len() >= MOST_LINES {
                        return Err(CartError::TooManyLines);
                    }
                }
                store::put_line(tx, cart.id, variant, quantity)
            })
            .await
    }

    /// How many units are in the open basket; 0 when there is none.
    pub async fn units(&self, token: &str) -> Result<i64, CartError> {
        let hash = kernel::token_hash(token);
        self.db.read(move |c| Ok(store::units(c, &hash)?)).await
    }

    /// The open basket, priced now.
    ///
    /// # Errors
    /// [`CartError::NotFound`] when the token opens none, or it became an order.
    pub async fn view(&self, token: &str, terms: Terms) -> Result<View, CartError> {
        let (hash, now) = (kernel::token_hash(token), self.db.clock().now());
        self.db
            .read(move |c| {
                let contents = Self::contents_in(c, &hash)?;
                Self::view_in(c, now, contents, &terms, None)
            })
            .await
    }

    /// [`Carts::view`] with delivery: `shipping` is what that costs, given the goods' sum and their weight in grams; None
    /// leaves it out.
    ///
    /// # Errors
    /// Those of [`Carts::view`].
    pub async fn view_delivered(
        &self,
        token: &str,
        terms: Terms,
        shipping: impl Fn(&Quote, i64) -> Option<ShippingRequest> + Send + 'static,
    ) -> Result<View, CartError> {
        let (hash, now) = (kernel::token_hash(token), self.db.clock().now());
        self.db
            .read(move |c| {
                let contents = Self::contents_in(c, &hash)?;
                Self::view_in(c, now, contents, &terms, Some(&shipping))
            })
            .await
    }

    /// The contents of the open basket with this token hash.
    pub fn contents_in(conn: &mut Conn, token_hash: &[u8]) -> Result<Contents, CartError> {
        let cart = store::open(conn, token_hash)?;
        let lines = store::lines(conn, cart.id)?;
        Ok(Contents { id: cart.id, version: cart.version, lines, coupon: cart.coupon })
    }

    /// Locks the basket's row until the unit of work ends; false when it is no longer open or has another version than
    /// what was read of it.
    pub fn lock(&self, tx: &mut Tx<'_>, id: CartId, version: i64) -> Result<bool, CartError> {
        Ok(dialect::lock_version(tx, id)? == Some(version))
    }

    /// The id of the basket that this token opens or, before it became an order, opened.
    pub fn id_in(conn: &mut Conn, token_hash: &[u8]) -> Result<Option<CartId>, CartError> {
        Ok(store::id(conn, token_hash)?)
    }

    /// The version of an open basket.
    pub fn version_in(conn: &mut Conn, id: CartId) -> Result<Option<i64>, CartError> {
        Ok(store::version(conn, id)?)
    }

    /// Contents with names, stock and prices, on a connection at hand. `shipping` is what delivery costs, given the
    /// goods' sum and their weight in grams.
    pub fn view_in(
        conn: &mut Conn,
        now: Micros,
        contents: Contents,
        terms: &Terms,
        shipping: Option<&Charge<'_>>,
    ) -> Result<View, CartError> {
        let ids: Vec<VariantId> = contents.lines.iter().map(|l| l.0).collect();
        let items = Catalog::sale_items_in(conn, &ids)?;
        let prices = Pricing::prices_in(conn, terms.price_list, terms.currency, &ids, now)?;
        let stock = Inventory::availability_in(conn, &ids)?;
        let taxes = Pricing::tax_table_in(conn, &terms.country, now)?;
        let home = match &terms.home {
            Some(home) if *home != terms.country => Some(Pricing::tax_table_in(conn, home, now)?),
            _ => None,
        };
        let mut lines = Vec::with_capacity(ids.len());
        let mut gone = Vec::new();
        for (variant, quantity) in contents.lines {
            match items.get(&variant) {
                Some(item) if prices.get(&variant).is_some_and(|p| p.at(quantity).is_some()) => {
                    let availability = stock.get(&variant).copied().unwrap_or_default();
                    lines.push(Line { item: item.clone(), quantity, availability });
                }
                _ => gone.push(variant),
            }
        }
        let coupon = match &contents.coupon {
            Some(code) => Some(Pricing::entered_in(conn, code, contents.id.cast(), now)?),
            None => None,
        };
        let promotions = coupon::let_in(coupon.as_ref());
        let shelves = coupon::shelves(conn, &promotions, &lines)?;
        let request = |shipping| QuoteRequest {
            currency: terms.currency,
            tax_mode: terms.tax_mode,
            tax_rounding: terms.tax_rounding,
            lines: lines
                .iter()
                .map(|l| LineRequest {
                    variant: l.item.variant,
                    quantity: l.quantity,
                    tax_class: l.item.tax_class.clone(),
                    product: Some(l.item.product),
                    categories: shelves.get(&l.item.product).cloned().unwrap_or_default(),
                })
                .collect(),
            prices: &prices,
            taxes: &taxes,
            home: home.as_ref(),
            promotions: &promotions,
            shipping,
            fee: terms.fee.clone(),
        };
        let mut quote = pricing::quote(&request(None))?;
        if let Some(shipping) = shipping {
            let grams = lines.iter().map(|l| l.item.weight_grams.saturating_mul(l.quantity)).sum();
            if let Some(charge) = shipping(&quote, grams) {
                quote = pricing::quote(&request(Some(charge)))?;
            }
        }
        Ok(View { id: contents.id, version: contents.version, lines, quote, gone, coupon })
    }

    /// Marks a basket as ordered: it opens no more. False when it was already.
    pub fn close(&self, tx: &mut Tx<'_>, id: CartId) -> Result<bool, CartError> {
        store::close(tx, id, None)
    }

    /// [`Carts::close`], if it still has this version; false when it was changed or closed since.
    pub fn close_at(&self, tx: &mut Tx<'_>, id: CartId, version: i64) -> Result<bool, CartError> {
        store::close(tx, id, Some(version))
    }
}

fn check_lines(lines: Vec<(VariantId, i64)>) -> Result<Vec<(VariantId, i64)>, CartError> {
    let mut out: Vec<(VariantId, i64)> = Vec::with_capacity(lines.len());
    for (variant, quantity) in lines {
        if quantity < 1 {
            return Err(CartError::Quantity);
        }
        let sum = match out.iter_mut().find(|l| l.0 == variant) {
            Some(line) => {
                line.1 = line.1.saturating_add(quantity);
                line.1
            }
            None => {
                out.push((variant, quantity));
                quantity
            }
        };
        if sum > MOST {
            return Err(CartError::TooMany);
        }
    }
    if out.len() > MOST_LINES { Err(CartError::TooManyLines) } else { Ok(out) }
}

fn must_be_sold(conn: &mut Conn, ids: &[VariantId]) -> Result<(), CartError> {
    let items = Catalog::sale_items_in(conn, ids)?;
    match ids.iter().find(|id| !items.contains_key(id)) {
        Some(id) => Err(CartError::NotSold(*id)),
        None => Ok(()),
    }
}
