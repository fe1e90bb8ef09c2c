//! Everything that is kept about somebody, as they may have it (Regulation (EU) 2016/679, articles 15 and 20).
use kernel::Micros;
use kernel::kinds::CustomerId;
use orders::Order;
use serde_json::{Value, json};

use super::{AccountDesk, DeskError};

/// How many orders are read at a time.
const PIECE: u64 = 100;

impl AccountDesk {
    /// One JSON document: the account, its addresses, cards, orders, wishes, notices and sessions. Amounts are minor units,
    /// times RFC 3339.
    ///
    /// # Errors
    /// The database's.
    pub async fn export(&self, id: CustomerId) -> Result<String, DeskError> {
        let account = self.accounts.get(id).await?;
        let mut orders = Vec::new();
        for number in 1.. {
            let page = self.orders.of_customer(id, number, PIECE).await?;
            let last = number >= page.pages();
            orders.extend(page.items.iter().map(order));
            if last {
                break;
            }
        }
        let addresses: Vec<Value> = self
            .accounts
            .addresses(id)
            .await?
            .into_iter()
            .map(|a| json!({ "address": a.address, "phone": a.phone, "preferred": a.preferred }))
            .collect();
        let notices: Vec<Value> = self
            .accounts
            .notices(id)
            .await?
            .into_iter()
            .map(|n| json!({ "variant": n.variant, "since": time(n.created_at) }))
            .collect();
        let sessions: Vec<Value> = self
            .accounts
            .sessions(id)
            .await?
            .into_iter()
            .map(|s| {
                json!({
                    "since": time(s.created_at),
                    "last_seen": time(s.last_seen_at),
                    "browser": s.user_agent,
                })
            })
            .collect();
        let cards: Vec<Value> = self
            .payments
            .cards(id)
            .await?
            .into_iter()
            .map(|c| {
                json!({
                    "brand": c.brand,
                    "last4": c.last4,
                    "exp_month": c.exp_month,
                    "exp_year": c.exp_year,
                    "kept_by": c.provider,
                    "preferred": c.preferred,
                })
            })
            .collect();
        let document = json!({
            "account": {
                "id": account.id,
                "email": account.email,
                "name": account.name,
                "created_at": time(account.created_at),
                "confirmed_at": account.verified_at.map(time),
            },
            "addresses": addresses,
            "cards": cards,
            "orders": orders,
            "wishes": self.accounts.wishes(id).await?,
            "back_in_stock_notices": notices,
            "sessions": sessions,
        });
        Ok(serde_json::to_string_pretty(&document)?)
    }
}

fn time(at: Micros) -> String {
    jiff::Timestamp::from_microsecond(at.0).map(|t| t.to_string()).unwrap_or_default()
}

fn order(order: &Order) -> Value {
    json!({
        "number": order.number,
        "placed_at": time(order.placed_at),
        "currency": order.currency,
        "total": order.total,
        "goods": order.goods,
        "discount": order.discount,
        "tax": order.tax,
        "delivery": order.delivery,
        "payment_method": order.payment_method,
        "lifecycle": order.lifecycle.as_str(),
        "payment": order.payment.as_str(),
        "fulfilment": order.fulfilment.as_str(),
        "contact": order.contact,
        "shipping_address": order.shipping_address,
        "lines": order.lines,
    })
}
