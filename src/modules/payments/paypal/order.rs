//! An order at PayPal, as far as we read it: what was set aside, taken and given back of one payment.
use kernel::Currency;
use kernel::kinds::{PaymentId, RequestId};
use serde_json::Value;

use super::amount;
use super::client::PaypalError;
use super::dispute::Dispute;
use crate::statement::{SaidRefund, Standing, Statement};

/// What we call a payment of PayPal's: its order; a capture beside it where PayPal took twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub order: String,
    pub capture: Option<String>,
}

impl Name {
    pub fn parse(reference: &str) -> Self {
        match reference.split_once('~') {
            Some((order, capture)) => Self { order: order.to_owned(), capture: Some(capture.to_owned()) },
            None => Self { order: reference.to_owned(), capture: None },
        }
    }

    fn beside(order: &str, capture: &str) -> String {
        format!("{order}~{capture}")
    }
}

/// What we have PayPal write on money: whose payment it is, and the request that gives it back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    pub payment: Option<PaymentId>,
    pub request: Option<RequestId>,
}

impl Mark {
    /// `PAYMENT.REQUEST`, for a refund.
    pub fn of_refund(payment: PaymentId, request: &str) -> String {
        format!("{payment}.{request}")
    }

    pub fn read(told: &Value) -> Self {
        let (payment, request) = told.as_str().map_or(("", ""), |t| t.split_once('.').unwrap_or((t, "")));
        Self { payment: payment.parse().ok(), request: request.parse().ok() }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Capture {
    pub id: String,
    pub status: String,
    /// Minor units.
    pub amount: i64,
    fee: i64,
}

impl Capture {
    fn is_taken(&self) -> bool {
        matches!(self.status.as_str(), "COMPLETED" | "PARTIALLY_REFUNDED" | "REFUNDED")
    }
}

#[derive(Clone, Debug)]
struct Refund {
    /// Of which capture; empty where it is not said.
    capture: String,
    said: SaidRefund,
    /// What PayPal gave back of its fee; minor units.
    fee: i64,
    at: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub name: String,
    status: String,
    /// What is done once the payer approved: the last part of its address.
    pub deed: &'static str,
    pub currency: Currency,
    /// Minor units.
    amount: i64,
    pub approve: Option<String>,
    /// Name and status.
    authorizations: Vec<(String, String)>,
    captures: Vec<Capture>,
    refunds: Vec<Refund>,
}

fn broken(what: &str) -> PaypalError {
    PaypalError::Unavailable(format!("its answer has no {what}"))
}

fn text(of: &Value) -> String {
    of.as_str().unwrap_or_default().to_owned()
}

/// An amount in the order's currency; None in another: that is in another account.
pub(crate) fn money(told: &Value, currency: Currency) -> Option<i64> {
    let same = told["currency_code"].as_str() == Some(currency.as_str());
    told["value"].as_str().filter(|_| same).and_then(|text| amount::read(text, currency))
}

fn link<'a>(told: &'a Value, rels: &[&str]) -> Option<&'a str> {
    let links = told["links"].as_array()?;
    links.iter().find(|l| l["rel"].as_str().is_some_and(|r| rels.contains(&r)))?["href"].as_str()
}

impl Capture {
    fn read(told: &Value, currency: Currency) -> Result<Self, PaypalError> {
        let fee = money(&told["seller_receivable_breakdown"]["paypal_fee"], currency);
        Ok(Self {
            id: text(&told["id"]),
            status: text(&told["status"]),
            amount: money(&told["amount"], currency).ok_or_else(|| broken("amount of a capture"))?,
            fee: fee.unwrap_or(0),
        })
    }
}

impl Refund {
    fn read(told: &Value, currency: Currency) -> Result<Self, PaypalError> {
        let failed = match told["status"].as_str() {
            Some("FAILED" | "CANCELLED") => {
                Some(told["status_details"]["reason"].as_str().unwrap_or("the refund failed").to_owned())
            }
            _ => None,
        };
        let up = link(told, &["up"]).and_then(|href| href.rsplit('/').next()).unwrap_or_default();
        let fee = money(&told["seller_payable_breakdown"]["paypal_fee"], currency);
        let amount = money(&told["amount"], currency).ok_or_else(|| broken("amount of a refund"))?;
        Ok(Self {
            capture: up.to_owned(),
            fee: fee.filter(|_| failed.is_none()).unwrap_or(0),
            said: SaidRefund { request: Mark::read(&told["custom_id"]).request, amount, failed },
            at: text(&told["create_time"]),
        })
    }
}

impl Order {
    pub fn read(told: &Value) -> Result<Self, PaypalError> {
        let unit = &told["purchase_units"][0];
        let asked = &unit["amount"];
        let currency = asked["currency_code"].as_str().and_then(|c| c.parse().ok());
        let currency: Currency = currency.ok_or_else(|| broken("currency"))?;
        let list = |name: &str| unit["payments"][name].as_array().cloned().unwrap_or_default();
        let status = told["status"].as_str().ok_or_else(|| broken("status"))?;
        let name = told["id"].as_str().ok_or_else(|| broken("id"))?;
        let captures = list("captures").iter().map(|c| Capture::read(c, currency)).collect::<Result<_, _>>()?;
        let refunds = list("refunds").iter().map(|r| Refund::read(r, currency)).collect::<Result<_, _>>()?;
        Ok(Self {
            name: name.to_owned(),
            status: status.to_owned(),
            deed: if told["intent"] == "AUTHORIZE" { "authorize" } else { "capture" },
            currency,
            amount: money(asked, currency).ok_or_else(|| broken("amount"))?,
            approve: link(told, &["payer-action", "approve"]).map(str::to_owned),
            authorizations: list("authorizations").iter().map(|a| (text(&a["id"]), text(&a["status"]))).collect(),
            captures,
            refunds,
        })
    }

    /// Nothing was set aside or taken, and nothing is under way.
    pub fn is_untouched(&self) -> bool {
        self.authorizations.is_empty() && self.captures.is_empty()
    }

    /// The payer agreed, and it waits for our word.
    pub fn is_approved(&self) -> bool {
        self.status == "APPROVED" && self.is_untouched()
    }

    /// The payer has something to do.
    pub fn is_open(&self) -> bool {
        self.is_untouched() && !matches!(self.status.as_str(), "APPROVED" | "COMPLETED" | "VOIDED")
    }

    /// The authorization that can be captured or let go.
    pub fn authorization(&self) -> Option<&str> {
        let live = |status: &str| matches!(status, "CREATED" | "PENDING");
        self.authorizations.iter().rev().find(|(_, status)| live(status)).map(|(id, _)| id.as_str())
    }

    /// The captures that make up the payment of this name, and the further ones that nobody asked for: of several that add up to
    /// what was asked, all belong to it (staff took parts by hand, at PayPal).
    fn taken(&self, name: &Name) -> (Vec<&Capture>, Vec<&Capture>) {
        let taken = self.captures.iter().filter(|c| c.is_taken());
        if let Some(beside) = &name.capture {
            return (taken.filter(|c| c.id == *beside).collect(), Vec::new());
        }
        let mut sum = 0;
        let (mut ours, mut doubles) = (Vec::new(), Vec::new());
        for capture in taken {
            if ours.is_empty() || sum + capture.amount <= self.amount {
                sum += capture.amount;
                ours.push(capture);
            } else {
                doubles.push(capture);
            }
        }
        (ours, doubles)
    }

    /// What was taken under this name; minor units.
    pub fn sum_taken(&self, name: &Name) -> i64 {
        self.taken(name).0.iter().map(|c| c.amount).sum()
    }

    /// The captures that were taken under this name, by PayPal's names for them.
    pub fn captures(&self, name: &Name) -> Vec<String> {
        self.taken(name).0.iter().map(|c| c.id.clone()).collect()
    }

    /// The refunds of these captures; those that do not say whose they are belong to the first.
    fn refunds_of<'a>(&'a self, captures: &'a [&'a Capture]) -> impl Iterator<Item = &'a Refund> {
        let first = self.captures.iter().find(|c| c.is_taken()).map(|c| c.id.as_str());
        self.refunds.iter().filter(move |r| {
            let of = if r.capture.is_empty() { first } else { Some(r.capture.as_str()) };
            captures.iter().any(|c| Some(c.id.as_str()) == of)
        })
    }

    /// The refund that carries out this request of ours.
    pub fn refund(&self, request: RequestId) -> Option<&SaidRefund> {
        self.refunds.iter().map(|r| &r.said).find(|r| r.request == Some(request))
    }

    /// A capture of this name of which so much is left to give back; minor units.
    pub fn with_left(&self, name: &Name, amount: i64) -> Option<&Capture> {
        let (ours, _) = self.taken(name);
        ours.into_iter().find(|c| {
            let back = self.refunds_of(std::slice::from_ref(c)).filter(|r| r.said.failed.is_none());
            back.map(|r| r.said.amount).sum::<i64>() + amount <= c.amount
        })
    }

    pub fn standing(&self, name: &Name) -> Standing {
        let taken = self.sum_taken(name);
        let has = |status: &str| self.captures.iter().any(|c| c.status == status);
        let authorized = |status: &str| self.authorizations.iter().any(|(_, s)| s == status);
        match () {
            () if taken > 0 => Standing::Captured(taken),
            () if name.capture.is_some() => Standing::Open,
            // Its bank takes days; until then what was set aside stays so.
            () if authorized("CREATED") || (has("PENDING") && self.authorization().is_some()) => {
                Standing::Authorized
            }
            () if has("PENDING") || authorized("PENDING") => Standing::Open,
            () if has("DECLINED") || has("FAILED") || authorized("DENIED") => {
                Standing::Failed("PayPal declined the payment".to_owned())
            }
            () if self.status == "VOIDED" || authorized("VOIDED") || authorized("EXPIRED") => Standing::Voided,
            () => Standing::Open,
        }
    }

    /// All of it under this name, `disputes` those of its captures.
    pub fn statement(&self, name: &Name, disputes: &[Dispute]) -> Statement {
        let (ours, doubles) = self.taken(name);
        let refunds: Vec<&Refund> = self.refunds_of(&ours).collect();
        let given = |r: &&&Refund| r.said.failed.is_none();
        let refunded: i64 = refunds.iter().filter(given).map(|r| r.said.amount).sum();
        let left = ours.iter().map(|c| c.amount).sum::<i64>() - refunded;
        // A lost dispute may be told as a refund that nobody here asked for: once is enough.
        let by_dispute = |d: &Dispute| -> i64 {
            let theirs = |r: &&&Refund| r.said.request.is_none() && d.is_before(&r.at);
            refunds.iter().filter(given).filter(theirs).map(|r| r.said.amount).sum()
        };
        let lost: i64 = disputes.iter().map(|d| (d.lost - by_dispute(d)).max(0)).sum();
        let lost = lost.min(left).max(0);
        let held: i64 = disputes.iter().map(|d| d.held).sum();
        let fees = ours.iter().map(|c| c.fee).sum::<i64>() - refunds.iter().map(|r| r.fee).sum::<i64>();
        let reference = name.capture.as_ref().map(|c| Name::beside(&self.name, c));
        Statement {
            refunds: refunds.into_iter().map(|r| r.said.clone()).collect(),
            disputed: held.min(left - lost).max(0),
            charged_back: lost,
            fees: fees.max(0),
            doubles: doubles.into_iter().map(|c| Name::beside(&self.name, &c.id)).collect(),
            ..Statement::of(reference.unwrap_or_else(|| self.name.clone()), self.standing(name))
        }
    }
}

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;
