//! A dispute at PayPal, as far as money is concerned.
use kernel::Currency;
use serde_json::Value;

use super::order::money;

/// Minor units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dispute {
    /// Held back while it is not decided.
    pub held: i64,
    /// With the payer for good.
    pub lost: i64,
    /// When it began, as PayPal writes it.
    began: String,
}

/// Of a time as PayPal writes it (RFC 3339, UTC): up to its seconds.
fn seconds(time: &str) -> &str {
    time.get(..19).unwrap_or(time)
}

impl Dispute {
    /// From its details. What is in another currency is in another account.
    pub fn read(told: &Value, currency: Currency) -> Self {
        let about = money(&told["dispute_amount"], currency).unwrap_or(0);
        let outcome = &told["dispute_outcome"];
        let given = money(&outcome["amount_refunded"], currency);
        let (held, lost) = match (told["status"].as_str(), outcome["outcome_code"].as_str()) {
            (Some("RESOLVED"), Some("RESOLVED_BUYER_FAVOUR")) => (0, given.unwrap_or(about)),
            (Some("RESOLVED"), Some("ACCEPTED")) => (0, given.unwrap_or(0)),
            // For the seller, withdrawn, refused, or paid by PayPal itself.
            (Some("RESOLVED"), _) => (0, 0),
            _ => (about, 0),
        };
        Self { held, lost, began: told["create_time"].as_str().unwrap_or_default().to_owned() }
    }

    /// Whether it had begun by then.
    pub fn is_before(&self, time: &str) -> bool {
        !self.began.is_empty() && seconds(&self.began) < seconds(time)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn dispute(status: &str, outcome: Value) -> Dispute {
        let amount = json!({ "currency_code": "EUR", "value": "20.00" });
        let told = json!({
            "status": status, "dispute_amount": amount, "dispute_outcome": outcome,
            "create_time": "2026-11-27T10:00:00.000Z",
        });
        Dispute::read(&told, Currency::EUR)
    }

    #[test]
    fn money_is_held_until_it_is_decided_and_lost_as_far_as_the_payer_won() {
        let of = |status, outcome| {
            let dispute = dispute(status, outcome);
            (dispute.held, dispute.lost)
        };
        for open in ["OPEN", "WAITING_FOR_BUYER_RESPONSE", "WAITING_FOR_SELLER_RESPONSE", "UNDER_REVIEW"] {
            assert_eq!(of(open, Value::Null), (2000, 0), "{open}");
        }
        let part = json!({ "currency_code": "EUR", "value": "5.00" });
        let lost = json!({ "outcome_code": "RESOLVED_BUYER_FAVOUR", "amount_refunded": part });
        assert_eq!(of("RESOLVED", lost), (0, 500));
        assert_eq!(of("RESOLVED", json!({ "outcome_code": "RESOLVED_BUYER_FAVOUR" })), (0, 2000));
        for won in ["RESOLVED_SELLER_FAVOUR", "CANCELED_BY_BUYER", "DENIED", "RESOLVED_WITH_PAYOUT", "NONE"] {
            assert_eq!(of("RESOLVED", json!({ "outcome_code": won })), (0, 0), "{won}");
        }
    }

    #[test]
    fn what_came_after_it_is_told_from_what_came_before() {
        let began = dispute("OPEN", Value::Null);
        assert!(began.is_before("2026-11-27T10:00:01Z"));
        assert!(!began.is_before("2026-11-27T10:00:00Z") && !began.is_before("2026-11-26T23:00:00Z"));
    }
}
