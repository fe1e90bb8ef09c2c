//! Where goods lie, and how it is chosen from where they go out.
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::{LocationId, VariantId};

use crate::clerk::MANAGE;
use crate::plan::Strategy;
use crate::schema::{
    inventory_locations as t, inventory_settings as settings_t, inventory_stock as stock_t,
    inventory_supplies as supplies_t, inventory_transfers as hauls_t,
};
use crate::store::StockRow;
use crate::terms::{self, Terms};
use crate::{Inventory, InventoryError, dialect};

/// No shop of this kind has more; the page lists them all.
pub const MOST_LOCATIONS: usize = 50;
const STRATEGY: &str = "strategy";

/// A place where goods lie.
#[derive(Queryable, Clone, Debug, PartialEq, Eq)]
pub struct Location {
    pub id: LocationId,
    /// What tables and programs call it.
    pub code: String,
    pub name: String,
    /// The lowest is drawn on first.
    pub priority: i64,
    /// Goods go out from it and come to it.
    pub active: bool,
}

/// How the shop chooses where goods go out from.
pub(crate) fn strategy(conn: &mut Conn) -> QueryResult<Strategy> {
    let value: Option<String> =
        settings_t::table.find(STRATEGY).select(settings_t::value).first(conn).optional()?;
    Ok(value.and_then(|v| Strategy::parse(&v)).unwrap_or_default())
}

impl Inventory {
    /// The locations that are in use, the one drawn on first before the others.
    pub async fn locations(&self) -> Result<Vec<Location>, InventoryError> {
        self.db.read(Self::locations_in).await
    }

    /// [`Inventory::locations`] on a connection at hand.
    pub fn locations_in(conn: &mut Conn) -> Result<Vec<Location>, InventoryError> {
        let mut all = Self::all_locations_in(conn)?;
        all.retain(|l| l.active);
        Ok(all)
    }

    /// All locations, those that were switched off included.
    pub async fn all_locations(&self) -> Result<Vec<Location>, InventoryError> {
        self.db.read(Self::all_locations_in).await
    }

    /// [`Inventory::all_locations`] on a connection at hand.
    pub fn all_locations_in(conn: &mut Conn) -> Result<Vec<Location>, InventoryError> {
        Ok(t::table.order((t::priority.asc(), t::id.asc())).load(conn)?)
    }

    /// How the shop chooses where goods go out from.
    pub async fn strategy(&self) -> Result<Strategy, InventoryError> {
        self.db.read(|c| Ok(strategy(c)?)).await
    }

    /// Chooses it.
    pub fn set_strategy(&self, tx: &mut Tx<'_>, wanted: Strategy) -> Result<(), InventoryError> {
        tx.actor().require(MANAGE)?;
        if strategy(tx)? != wanted {
            dialect::put_setting(tx, STRATEGY, wanted.as_str())?;
            tx.audit("stock.strategy", "inventory", &serde_json::json!({ "strategy": wanted.as_str() }))?;
        }
        Ok(())
    }

    /// A new location, drawn on last.
    ///
    /// # Errors
    /// [`InventoryError::LocationName`], [`InventoryError::LocationCode`], [`InventoryError::LocationTaken`],
    /// [`InventoryError::TooManyLocations`].
    pub fn add_location(&self, tx: &mut Tx<'_>, code: &str, name: &str) -> Result<LocationId, InventoryError> {
        tx.actor().require(MANAGE)?;
        let (code, name) = (code.trim(), named(name)?);
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        if !(1..=40).contains(&code.len()) || !code.chars().all(fits) {
            return Err(InventoryError::LocationCode);
        }
        let all = Self::all_locations_in(tx)?;
        if all.iter().any(|l| l.code == code) {
            return Err(InventoryError::LocationTaken(code.to_owned()));
        }
        if all.len() >= MOST_LOCATIONS {
            return Err(InventoryError::TooManyLocations);
        }
        let last = all.last().map_or(0, |l| l.priority);
        let id = crate::store::put_location(tx, code, name, last + 1)?;
        tx.audit("location.add", id, &serde_json::json!({ "code": code, "name": name }))?;
        Ok(id)
    }

    /// Calls a location something else; its code stays, for the tables that name it.
    pub fn rename_location(&self, tx: &mut Tx<'_>, id: LocationId, name: &str) -> Result<(), InventoryError> {
        tx.actor().require(MANAGE)?;
        let name = named(name)?;
        let held = dialect::lock_location(tx, id)?.ok_or(InventoryError::NoLocation)?;
        if held.name != name {
            diesel::update(t::table.find(id)).set(t::name.eq(name)).execute(&mut **tx)?;
            tx.audit("location.rename", id, &serde_json::json!({ "from": held.name, "to": name }))?;
        }
        Ok(())
    }

    /// Draws on a location before the one that stands before it, or after the one behind it.
    pub fn shift_location(&self, tx: &mut Tx<'_>, id: LocationId, up: bool) -> Result<(), InventoryError> {
        tx.actor().require(MANAGE)?;
        let mut order: Vec<LocationId> = Self::all_locations_in(tx)?.into_iter().map(|l| l.id).collect();
        let at = order.iter().position(|l| *l == id).ok_or(InventoryError::NoLocation)?;
        let to = if up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < order.len()) };
        let Some(to) = to else { return Ok(()) };
        order.swap(at, to);
        for (priority, id) in order.iter().enumerate() {
            let place = t::table.find(*id);
            diesel::update(place).set(t::priority.eq(priority as i64)).execute(&mut **tx)?;
        }
        let way = if up { "up" } else { "down" };
        Ok(tx.audit("location.shift", id, &serde_json::json!({ "way": way }))?)
    }

    /// Switches a location off, or on again. What may be sold there beyond its stock ends with it.
    ///
    /// # Errors
    /// [`InventoryError::LocationBusy`] while anything lies there, is promised from there or on its way there;
    /// [`InventoryError::LastLocation`].
    pub fn switch_location(&self, tx: &mut Tx<'_>, id: LocationId, on: bool) -> Result<(), InventoryError> {
        tx.actor().require(MANAGE)?;
        let held = dialect::lock_location(tx, id)?.ok_or(InventoryError::NoLocation)?;
        if held.active == on {
            return Ok(());
        }
        if !on {
            if Self::locations_in(tx)?.len() == 1 {
                return Err(InventoryError::LastLocation);
            }
            let ended: Vec<VariantId> = stock_t::table
                .filter(stock_t::location.eq(id))
                .filter(stock_t::backorder.gt(0).or(stock_t::safety.gt(0)))
                .order(stock_t::variant.asc())
                .select(stock_t::variant)
                .load(&mut **tx)?;
            for variant in ended {
                match terms::set(tx, id, variant, |_| Terms::default()) {
                    Err(InventoryError::Promised { .. }) => return Err(busy(tx, &held)?),
                    other => other?,
                };
            }
            // From here on nothing more can be promised there: what is found now is all there is.
            let in_use: i64 = stock_t::table
                .filter(stock_t::location.eq(id))
                .filter(stock_t::on_hand.gt(0).or(stock_t::allocated.gt(0)).or(stock_t::reserved.gt(0)))
                .count()
                .get_result(&mut **tx)?;
            let hauls: i64 = hauls_t::table
                .filter(hauls_t::state.ne("received"))
                .filter(hauls_t::source.eq(id).or(hauls_t::target.eq(id)))
                .count()
                .get_result(&mut **tx)?;
            let supplies: i64 = supplies_t::table
                .filter(supplies_t::state.eq("open"))
                .filter(supplies_t::location.eq(id))
                .count()
                .get_result(&mut **tx)?;
            if in_use + hauls + supplies > 0 {
                return Err(busy(tx, &held)?);
            }
        }
        diesel::update(t::table.find(id)).set(t::active.eq(on)).execute(&mut **tx)?;
        Ok(tx.audit(if on { "location.on" } else { "location.off" }, id, &serde_json::json!({}))?)
    }
}

fn named(name: &str) -> Result<&str, InventoryError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 60 { Err(InventoryError::LocationName) } else { Ok(name) }
}

/// What still lies there.
fn busy(tx: &mut Tx<'_>, place: &Location) -> Result<InventoryError, InventoryError> {
    let rows: Vec<StockRow> = stock_t::table
        .filter(stock_t::location.eq(place.id))
        .filter(stock_t::on_hand.gt(0).or(stock_t::allocated.gt(0)).or(stock_t::reserved.gt(0)))
        .order(stock_t::variant.asc())
        .load(&mut **tx)?;
    Ok(InventoryError::LocationBusy {
        name: place.name.clone(),
        units: rows.iter().map(|r| r.on_hand).sum(),
        promised: rows.iter().map(|r| r.allocated + r.reserved).sum(),
    })
}
