//! Sending: an order whole, in parts, or many at once; each a unit of work of its own.
use ::events::Recording;
use db::Tx;
use inventory::Demand;
use kernel::Actor;
use kernel::kinds::{FulfilmentId, OrderId};

use crate::history::Happened;
use crate::{Line, MANAGE, OrderShipped, Orders, OrdersError, ShippedLine, history, reviews, store};

/// An order that is to go out whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToSend {
    pub order: OrderId,
    pub carrier: String,
    pub tracking: String,
}

impl Orders {
    /// Sends everything that has not been sent.
    ///
    /// # Errors
    /// [`Forbidden`] without [`MANAGE`]; [`OrdersError::NothingToShip`]; a cancelled order.
    pub async fn ship(
        &self,
        actor: &Actor,
        id: OrderId,
        carrier: &str,
        tracking: &str,
    ) -> Result<FulfilmentId, OrdersError> {
        self.send(actor, id, None, carrier, tracking).await
    }

    /// Sends these units of these lines as one parcel; the rest stays to be sent.
    ///
    /// # Errors
    /// As [`Orders::ship`]; [`OrdersError::TooMuchToShip`] for more than a line has left.
    pub async fn ship_part(
        &self,
        actor: &Actor,
        id: OrderId,
        lines: Vec<ShippedLine>,
        carrier: &str,
        tracking: &str,
    ) -> Result<FulfilmentId, OrdersError> {
        self.send(actor, id, Some(lines), carrier, tracking).await
    }

    /// Sends all that is left of several orders, each in a unit of work of its own: one that cannot be sent keeps no other
    /// back. Answers for each what came of it.
    ///
    /// # Errors
    /// [`Forbidden`] without [`MANAGE`]; the database's.
    pub async fn ship_many(
        &self,
        actor: &Actor,
        parcels: &[ToSend],
    ) -> Result<Vec<(OrderId, Result<FulfilmentId, OrdersError>)>, OrdersError> {
        actor.require(MANAGE)?;
        let mut out = Vec::with_capacity(parcels.len());
        for parcel in parcels {
            let sent = self.ship(actor, parcel.order, &parcel.carrier, &parcel.tracking).await;
            if let Err(OrdersError::Db(e)) = sent {
                return Err(e.into());
            }
            out.push((parcel.order, sent));
        }
        Ok(out)
    }

    async fn send(
        &self,
        actor: &Actor,
        id: OrderId,
        part: Option<Vec<ShippedLine>>,
        carrier: &str,
        tracking: &str,
    ) -> Result<FulfilmentId, OrdersError> {
        actor.require(MANAGE)?;
        let me = self.clone();
        let short = |s: &str| s.trim().chars().take(80).collect::<String>();
        let (carrier, tracking) = (short(carrier), short(tracking));
        self.db.write(actor, move |tx| me.send_in(tx, id, part.as_deref(), &carrier, &tracking)).await
    }

    /// [`Orders::ship`] within a unit of work at hand.
    ///
    /// # Errors
    /// As [`Orders::ship`].
    pub fn ship_in(
        &self,
        tx: &mut Tx<'_>,
        id: OrderId,
        carrier: &str,
        tracking: &str,
    ) -> Result<FulfilmentId, OrdersError> {
        self.send_in(tx, id, None, carrier, tracking)
    }

    fn send_in(
        &self,
        tx: &mut Tx<'_>,
        id: OrderId,
        part: Option<&[ShippedLine]>,
        carrier: &str,
        tracking: &str,
    ) -> Result<FulfilmentId, OrdersError> {
        tx.actor().require(MANAGE)?;
        let order = store::head(tx, id)?;
        order.lifecycle.may_ship()?;
        reviews::not_held(tx, id)?;
        let all = store::lines(tx, &[id])?.remove(&id).unwrap_or_default();
        let (lines, left) = parcel(&all, part)?;
        let variant_of = |position| all.iter().find(|l| l.position == position).map(|l| l.variant);
        let demands: Vec<Demand> = lines
            .iter()
            .filter_map(|l| Some(Demand { variant: variant_of(l.position)?, quantity: l.quantity }))
            .collect();
        self.inventory.ship(tx, Self::reference(id), &demands)?;
        let fulfilment = FulfilmentId::new(tx.now());
        store::ship_lines(tx, id, fulfilment, &lines, carrier, tracking)?;
        let axis = order.fulfilment.sent(left > 0)?;
        let happened = Happened::Shipped {
            fulfilment,
            lines,
            carrier: carrier.to_owned(),
            tracking: tracking.to_owned(),
            axis,
        };
        let version = history::append(tx, id, order.version + 1, &happened)?;
        store::set_fulfilment(tx, &order, axis)?;
        tx.record(&OrderShipped { order: id, fulfilment, version })?;
        tx.audit("order.ship", id, &serde_json::json!({ "fulfilment": fulfilment }))?;
        self.complete(tx, id)?;
        Ok(fulfilment)
    }
}

/// What goes into a parcel, and how many units stay behind. `part` of None is all that is left.
fn parcel(lines: &[Line], part: Option<&[ShippedLine]>) -> Result<(Vec<ShippedLine>, i64), OrdersError> {
    let mut left: Vec<ShippedLine> = lines
        .iter()
        .map(|l| ShippedLine { position: l.position, quantity: l.left() })
        .filter(|l| l.quantity > 0)
        .collect();
    let Some(part) = part else {
        return if left.is_empty() { Err(OrdersError::NothingToShip) } else { Ok((left, 0)) };
    };
    // A line that is named twice counts once, with both.
    let mut wanted: Vec<ShippedLine> = Vec::new();
    for line in part.iter().filter(|l| l.quantity > 0) {
        match wanted.iter_mut().find(|w| w.position == line.position) {
            Some(held) => held.quantity = held.quantity.saturating_add(line.quantity),
            None => wanted.push(*line),
        }
    }
    if wanted.is_empty() || left.is_empty() {
        return Err(OrdersError::NothingToShip);
    }
    for line in &wanted {
        let open = left.iter_mut().find(|l| l.position == line.position);
        let had = open.as_ref().map_or(0, |l| l.quantity);
        match open {
            Some(open) if line.quantity <= had => open.quantity -= line.quantity,
            _ => return Err(OrdersError::TooMuchToShip { position: line.position, left: had }),
        }
    }
    Ok((wanted, left.iter().map(|l| l.quantity).sum()))
}
