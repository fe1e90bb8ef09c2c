//! What is done with an order: begun, taken once its payer approved, let go, given back; and what is said about it.
use kernel::Actor;
use kernel::kinds::PaymentId;
use serde_json::{Value, json};

use super::amount;
use super::client::{Access, PaypalError};
use super::dispute::Dispute;
use super::order::{Mark, Name, Order};
use super::{CODE, Paypal};
use crate::PaymentsError;
use crate::approvals::{self, Verdict};
use crate::provider::{Answer, Asked, AuthorizeRequest, Call, ProviderError, Step};
use crate::statement::{Said, Standing, Statement};

/// That it is done already is no refusal.
const DONE_BEFORE: [&str; 3] = ["ORDER_ALREADY_CAPTURED", "ORDER_ALREADY_AUTHORIZED", "ORDER_ALREADY_COMPLETED"];

fn unstored(e: &PaymentsError) -> ProviderError {
    ProviderError::NotAsked(e.to_string())
}

fn declined<T>(why: &str) -> Result<T, ProviderError> {
    Err(ProviderError::Declined(why.to_owned()))
}

fn money(amount: kernel::Money) -> Result<Value, ProviderError> {
    Ok(json!({ "currency_code": amount.currency.as_str(), "value": amount::written(amount)? }))
}

impl Paypal {
    /// The order of this name; None when PayPal knows none (any more).
    async fn order(&self, access: &Access, name: &str) -> Result<Option<Order>, PaypalError> {
        match self.client.get(access, &format!("/v2/checkout/orders/{name}")).await {
            Ok(told) => Order::read(&told).map(Some),
            Err(PaypalError::Missing) => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// Makes an order for the payer to approve. No money moves by it.
    pub(super) async fn begin(&self, request: AuthorizeRequest) -> Result<Answer, ProviderError> {
        let set = self.set().await?;
        let access = self.access(&set)?;
        let mut context = json!({ "user_action": "PAY_NOW", "shipping_preference": "NO_SHIPPING" });
        for (name, url) in [("return_url", request.back.done), ("cancel_url", request.back.left)] {
            if !url.is_empty() {
                context[name] = json!(url);
            }
        }
        let payment = request.payment.to_string();
        // PayPal takes no second payment of the same invoice.
        let unit = json!({ "custom_id": payment, "invoice_id": payment, "amount": money(request.amount)? });
        let body = json!({
            "intent": if set.capture_later { "AUTHORIZE" } else { "CAPTURE" },
            "purchase_units": [unit],
            "payment_source": { "paypal": { "experience_context": context } },
        });
        let made = self.client.post(&access, "/v2/checkout/orders", &body, &request.key).await?;
        match made["id"].as_str() {
            Some(id) if !id.is_empty() => Ok(Answer::Pending { provider_reference: id.to_owned() }),
            _ => Err(ProviderError::Unavailable("its answer has no id".to_owned())),
        }
    }

    async fn decide(&self, payment: PaymentId, wish: Verdict) -> Result<Verdict, ProviderError> {
        let decided = self.db.write(&Actor::system(CODE), move |tx| approvals::decide(tx, payment, wish)).await;
        decided.map_err(|e| unstored(&e))
    }

    /// The one capture, or authorization, of an order that its payer approved. Safe to repeat. What PayPal refuses is refused for
    /// good: the payer may choose PayPal once more, which is another order.
    async fn take(
        &self,
        access: &Access,
        order: &Order,
        payment: PaymentId,
    ) -> Result<Result<Order, String>, ProviderError> {
        let deed = order.deed;
        let path = format!("/v2/checkout/orders/{}/{deed}", order.name);
        let told = match self.client.post(access, &path, &json!({}), &format!("{payment}.{deed}")).await {
            Ok(_) => String::new(),
            Err(PaypalError::Refused { issue, .. }) if DONE_BEFORE.contains(&issue.as_str()) => String::new(),
            Err(PaypalError::Refused { told, .. }) => told,
            Err(e) => return Err(e.into()),
        };
        // Whatever was answered: what stands in its books counts.
        let now = self.order(access, &order.name).await?;
        let now = now.ok_or_else(|| ProviderError::Unavailable("PayPal does not know its order".to_owned()))?;
        if told.is_empty() || !now.is_untouched() {
            return Ok(Ok(now));
        }
        let left = self.db.write(&Actor::system(CODE), move |tx| approvals::give_up(tx, payment)).await;
        left.map_err(|e| unstored(&e))?;
        Ok(Err(told))
    }

    pub(super) async fn said(&self, asked: &Asked) -> Result<Said, ProviderError> {
        let access = self.accessed().await?;
        let (name, payment) = (Name::parse(&asked.provider_reference), asked.payment);
        // Its answer was lost: nobody was ever led to it, and nobody pays it.
        if name.order.is_empty() {
            return Ok(Said::Unknown);
        }
        let Some(mut order) = self.order(&access, &name.order).await? else { return Ok(Said::Unknown) };
        let only = |standing| Said::Statement(Statement::of(asked.provider_reference.clone(), standing));
        if order.is_approved() {
            match self.decide(payment, Verdict::Taken).await? {
                Verdict::Taken => match self.take(&access, &order, payment).await? {
                    Ok(now) => order = now,
                    Err(why) => return Ok(only(Standing::Failed(why))),
                },
                Verdict::Left => return Ok(only(Standing::Voided)),
            }
        } else if order.is_open() {
            let verdict = self.db.read(move |c| approvals::verdict(c, payment)).await;
            if verdict.map_err(|e| unstored(&e))? == Some(Verdict::Left) {
                return Ok(only(Standing::Voided));
            }
        }
        let disputes = self.disputes(&access, &order, &name).await?;
        Ok(Said::Statement(order.statement(&name, &disputes)))
    }

    /// The disputes over what was taken under this name.
    async fn disputes(&self, access: &Access, order: &Order, name: &Name) -> Result<Vec<Dispute>, PaypalError> {
        let mut all = Vec::new();
        for capture in order.captures(name) {
            let path = format!("/v1/customer/disputes?disputed_transaction_id={capture}&page_size=50");
            let list = match self.client.get(access, &path).await {
                Ok(list) => list,
                // Money is known without; the test of the keys says what to permit.
                Err(PaypalError::Key(why)) => {
                    tracing::warn!(order = order.name, why, "PayPal does not show its disputes");
                    return Ok(all);
                }
                Err(PaypalError::Missing) => continue,
                Err(e) => return Err(e),
            };
            for item in list["items"].as_array().into_iter().flatten() {
                // How it ended stands in its details only.
                let id = item["dispute_id"].as_str().filter(|_| item["status"] == "RESOLVED");
                let told = match id {
                    Some(id) => self.client.get(access, &format!("/v1/customer/disputes/{id}")).await?,
                    None => item.clone(),
                };
                all.push(Dispute::read(&told, order.currency));
            }
        }
        Ok(all)
    }

    pub(super) async fn step(&self, asked: Asked) -> Result<Option<Step>, ProviderError> {
        let access = self.accessed().await?;
        let name = Name::parse(&asked.provider_reference);
        match self.order(&access, &name.order).await? {
            Some(order) if order.is_open() => match order.approve {
                Some(url) => Ok(Some(Step::Redirect { url })),
                None => Err(ProviderError::Unavailable("its answer has no address to lead to".to_owned())),
            },
            _ => Ok(None),
        }
    }

    /// Takes what was set aside, whole or in part.
    pub(super) async fn take_aside(&self, call: Call) -> Result<(), ProviderError> {
        let access = self.accessed().await?;
        let name = Name::parse(&call.provider_reference);
        let Some(order) = self.order(&access, &name.order).await? else { return Err(PaypalError::Missing.into()) };
        // The answer to a former try was lost.
        if order.sum_taken(&name) == call.amount.amount {
            return Ok(());
        }
        let Some(id) = order.authorization() else {
            return declined("nothing is set aside at PayPal that could be taken");
        };
        let body = json!({ "amount": money(call.amount)?, "final_capture": true });
        let path = format!("/v2/payments/authorizations/{id}/capture");
        let made = self.client.post(&access, &path, &body, &call.key).await?;
        match made["status"].as_str() {
            Some("COMPLETED" | "PARTIALLY_REFUNDED" | "REFUNDED") => Ok(()),
            Some("DECLINED" | "FAILED") => declined("PayPal declined to take what was set aside"),
            _ => Err(ProviderError::Unavailable("PayPal is still taking it".to_owned())),
        }
    }

    /// Lets go of what is set aside; of what is not taken yet, by never taking it.
    pub(super) async fn let_go_of(&self, call: Call) -> Result<(), ProviderError> {
        let name = Name::parse(&call.provider_reference);
        // What was taken beside an order needed nobody's word.
        if name.capture.is_none() && self.decide(call.payment, Verdict::Left).await? == Verdict::Left {
            return Ok(());
        }
        let access = self.accessed().await?;
        let Some(order) = self.order(&access, &name.order).await? else { return Ok(()) };
        let gone = |order: &Order| matches!(order.standing(&name), Standing::Voided | Standing::Failed(_));
        if gone(&order) {
            return Ok(());
        }
        let Some(id) = order.authorization().filter(|_| order.sum_taken(&name) == 0) else {
            return declined("the payer has paid it");
        };
        match self
            .client
            .post(&access, &format!("/v2/payments/authorizations/{id}/void"), &json!({}), &call.key)
            .await
        {
            Ok(_) => Ok(()),
            Err(PaypalError::Refused { told, .. }) => match self.order(&access, &name.order).await? {
                Some(now) if gone(&now) => Ok(()),
                _ => declined(&told),
            },
            Err(e) => Err(e.into()),
        }
    }

    pub(super) async fn give_back(&self, call: Call) -> Result<(), ProviderError> {
        let access = self.accessed().await?;
        let name = Name::parse(&call.provider_reference);
        let Some(order) = self.order(&access, &name.order).await? else { return Err(PaypalError::Missing.into()) };
        // The answer to a former try was lost.
        if let Some(known) = call.key.parse().ok().and_then(|request| order.refund(request)) {
            return known.failed.as_ref().map_or(Ok(()), |why| declined(why));
        }
        let Some(capture) = order.with_left(&name, call.amount.amount) else {
            return declined("no single payment at PayPal has so much left: give it back in parts, or at PayPal");
        };
        let body = json!({ "amount": money(call.amount)?, "custom_id": Mark::of_refund(call.payment, &call.key) });
        let path = format!("/v2/payments/captures/{}/refund", capture.id);
        let made = self.client.post(&access, &path, &body, &call.key).await?;
        match made["status"].as_str() {
            Some("FAILED" | "CANCELLED") => {
                declined(made["status_details"]["reason"].as_str().unwrap_or("the refund failed"))
            }
            _ => Ok(()),
        }
    }
}
