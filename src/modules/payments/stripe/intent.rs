//! A Payment Intent, as far as we read it.
use serde_json::Value;

use super::client::StripeError;
use crate::statement::{Risk, SaidRefund, SaidRefusal, Standing, Statement};

pub(crate) struct Intent {
    pub name: String,
    status: String,
    /// Minor units.
    taken: i64,
    fees: i64,
    disputed: bool,
    risk: Option<Risk>,
    refusal: Option<SaidRefusal>,
    refunds: Vec<SaidRefund>,
    held_back: i64,
    lost: i64,
}

fn broken(what: &str) -> StripeError {
    StripeError::Unavailable(format!("its answer has no {what}"))
}

/// Only of cards: what else goes wrong (an address of a bank, a network) tries out nothing.
fn refusal(error: &Value) -> Option<SaidRefusal> {
    if error["type"] != "card_error" {
        return None;
    }
    let text = |of: &Value| of.as_str().unwrap_or_default().to_owned();
    // Each try at paying is a charge of its own.
    let name = text(&error["charge"]);
    let fingerprint = text(&error["payment_method"]["card"]["fingerprint"]);
    (!name.is_empty()).then_some(SaidRefusal { name, fingerprint })
}

impl Intent {
    pub fn read(told: &Value) -> Result<Self, StripeError> {
        let text = |name: &str| told[name].as_str().map(str::to_owned);
        let charge = &told["latest_charge"];
        // What was received; a charge that was captured says the same.
        let received = told["amount_received"].as_i64().or_else(|| charge["amount_captured"].as_i64());
        let taken = received.or_else(|| charge["amount"].as_i64().filter(|_| charge["captured"] == true));
        let paid = &charge["balance_transaction"];
        let same_currency = paid["currency"].as_str() == told["currency"].as_str();
        let status = text("status").ok_or_else(|| broken("status"))?;
        Ok(Self {
            name: text("id").ok_or_else(|| broken("id"))?,
            taken: taken.or_else(|| told["amount"].as_i64()).ok_or_else(|| broken("amount"))?,
            // A fee in another currency is in another account.
            fees: paid["fee"].as_i64().filter(|_| same_currency).unwrap_or(0),
            disputed: charge["disputed"] == true,
            status,
            risk: match charge["outcome"]["risk_level"].as_str() {
                Some("highest") => Some(Risk::Highest),
                Some("elevated") => Some(Risk::Elevated),
                _ => None,
            },
            refusal: refusal(&told["last_payment_error"]),
            refunds: Vec::new(),
            held_back: 0,
            lost: 0,
        })
    }

    pub fn standing(&self) -> Standing {
        match self.status.as_str() {
            "succeeded" => Standing::Captured(self.taken),
            "requires_capture" => Standing::Authorized,
            "canceled" => Standing::Voided,
            // A refusal leaves an intent open: the payer may try another card.
            _ => Standing::Open,
        }
    }

    pub fn is_taken(&self) -> bool {
        self.status == "succeeded"
    }

    pub fn is_disputed(&self) -> bool {
        self.disputed
    }

    /// Nothing is left for the payer to do.
    pub fn is_with_the_bank(&self) -> bool {
        self.status == "processing"
    }

    pub fn read_refunds(&mut self, list: &Value) -> Result<(), StripeError> {
        for refund in list["data"].as_array().ok_or_else(|| broken("list of refunds"))? {
            let failed = match refund["status"].as_str() {
                Some("failed" | "canceled") => {
                    Some(refund["failure_reason"].as_str().unwrap_or("the refund failed").to_owned())
                }
                _ => None,
            };
            self.refunds.push(SaidRefund {
                request: refund["metadata"]["request"].as_str().and_then(|id| id.parse().ok()),
                amount: refund["amount"].as_i64().ok_or_else(|| broken("amount of a refund"))?,
                failed,
            });
        }
        // The list begins with the latest.
        self.refunds.reverse();
        Ok(())
    }

    pub fn read_disputes(&mut self, list: &Value) -> Result<(), StripeError> {
        for dispute in list["data"].as_array().ok_or_else(|| broken("list of disputes"))? {
            let amount = dispute["amount"].as_i64().ok_or_else(|| broken("amount of a dispute"))?;
            match dispute["status"].as_str() {
                Some("needs_response" | "under_review") => self.held_back += amount,
                Some("lost") => self.lost += amount,
                // Won, or a warning: no money is held back.
                _ => {}
            }
        }
        Ok(())
    }

    pub fn statement(self) -> Statement {
        let standing = self.standing();
        Statement {
            risk: self.risk,
            refusal: self.refusal,
            refunds: self.refunds,
            disputed: self.held_back,
            charged_back: self.lost,
            fees: if self.status == "succeeded" { self.fees } else { 0 },
            ..Statement::of(self.name, standing)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_intent_is_read_with_all_that_happened_to_its_money() {
        let told = json!({
            "id": "pi_1", "status": "succeeded", "amount": 5000, "amount_received": 4800, "currency": "eur",
            "latest_charge": { "disputed": true, "balance_transaction": { "fee": 140, "currency": "eur" } },
        });
        let mut intent = Intent::read(&told).unwrap();
        let request = kernel::kinds::RequestId::new(kernel::Micros(1));
        let refunds = json!({ "data": [
            { "amount": 300, "status": "failed", "failure_reason": "lost_or_stolen_card", "metadata": {} },
            { "amount": 1000, "status": "succeeded", "metadata": { "request": request.to_string() } },
        ] });
        intent.read_refunds(&refunds).unwrap();
        let disputes = json!({ "data": [
            { "amount": 700, "status": "under_review" },
            { "amount": 200, "status": "lost" },
            { "amount": 900, "status": "won" },
            { "amount": 900, "status": "warning_needs_response" },
        ] });
        intent.read_disputes(&disputes).unwrap();
        let said = intent.statement();
        assert_eq!((said.standing.clone(), said.fees), (Standing::Captured(4800), 140));
        assert_eq!((said.refunded(), said.disputed, said.charged_back), (1000, 700, 200));
        assert_eq!(said.refunds[0].request, Some(request));
        assert_eq!(said.refunds[1].failed.as_deref(), Some("lost_or_stolen_card"));
    }

    #[test]
    fn what_it_finds_risky_and_what_it_refused_is_read() {
        let told = |risk: &str| {
            let charge = json!({ "id": "ch_2", "outcome": { "risk_level": risk } });
            let intent = json!({ "id": "pi_1", "status": "succeeded", "amount": 5, "latest_charge": charge });
            Intent::read(&intent).unwrap().statement().risk
        };
        assert_eq!((told("highest"), told("elevated")), (Some(Risk::Highest), Some(Risk::Elevated)));
        assert_eq!((told("normal"), told("not_assessed")), (None, None));
        let error = |kind: &str| {
            let method = json!({ "card": { "fingerprint": "f1" } });
            let error = json!({ "type": kind, "charge": "ch_1", "payment_method": method });
            let status = "requires_payment_method";
            let intent = json!({ "id": "pi_1", "status": status, "amount": 5, "last_payment_error": error });
            Intent::read(&intent).unwrap().statement().refusal
        };
        let refused = SaidRefusal { name: "ch_1".into(), fingerprint: "f1".into() };
        assert_eq!((error("card_error"), error("api_error")), (Some(refused), None));
    }

    #[test]
    fn a_fee_in_another_currency_is_not_ours_to_book() {
        let told = json!({
            "id": "pi_1", "status": "succeeded", "amount": 5000, "currency": "eur",
            "latest_charge": { "balance_transaction": { "fee": 140, "currency": "chf" } },
        });
        assert_eq!(Intent::read(&told).unwrap().statement().fees, 0);
    }

    #[test]
    fn what_stands_where() {
        let of = |status: &str| {
            Intent::read(&json!({ "id": "pi_1", "status": status, "amount": 5, "currency": "eur" }))
                .unwrap()
                .standing()
        };
        assert_eq!(of("requires_capture"), Standing::Authorized);
        assert_eq!(of("canceled"), Standing::Voided);
        for open in ["requires_payment_method", "requires_confirmation", "requires_action", "processing", "new"] {
            assert_eq!(of(open), Standing::Open);
        }
        assert!(Intent::read(&json!({ "id": "pi_1", "amount": 5 })).is_err());
    }
}
