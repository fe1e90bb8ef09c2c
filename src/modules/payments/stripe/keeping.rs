//! Cards that Stripe keeps for accounts of ours: a Customer that bears nothing but our id, and Payment Methods attached to it.
use events::Recording;
use kernel::Actor;
use kernel::kinds::{CustomerId, PaymentId};
use serde_json::Value;

use super::client::{Form, StripeError};
use super::{Access, CODE, Stripe};
use crate::cards::{self, Entrusted, LetGo, SaidCard};
use crate::provider::{Asked, AuthorizeRequest};
use crate::{PaymentsError, ProviderError, payer};

fn unstored(e: &PaymentsError) -> ProviderError {
    ProviderError::NotAsked(e.to_string())
}

impl Stripe {
    /// What Stripe calls this account; it is told nothing but our id. Stored before it is used, so that one whose answer was
    /// lost has no card.
    pub(super) async fn holder(
        &self,
        access: &Access,
        account: CustomerId,
        payment: PaymentId,
    ) -> Result<String, ProviderError> {
        let held = self.db.read(move |c| Ok::<_, PaymentsError>(cards::holder(c, account, CODE)?)).await;
        if let Some(name) = held.map_err(|e| unstored(&e))? {
            return Ok(name);
        }
        let form = Form::default().with("metadata[account]", account.to_string());
        let key = format!("{payment}.holder");
        let made = self.client.post(&access.secret, "/v1/customers", form, &key).await?;
        let name = made["id"].as_str().unwrap_or_default().to_owned();
        if name.is_empty() {
            return Err(ProviderError::Unavailable("its answer has no id".to_owned()));
        }
        let actor = Actor::system(CODE);
        let noted = self.db.write(&actor, move |tx| {
            // The account may have been erased since the payment began: then nobody is to be known there.
            if payer::of(tx, payment)?.is_some_and(|payer| payer.account == Some(account)) {
                return cards::note_holder(tx, account, CODE, &name).map(Some);
            }
            tx.enqueue(&LetGo { provider: CODE.to_owned(), what: Entrusted::Holder(name.clone()) })?;
            Ok(None)
        });
        let noted = noted.await.map_err(|e| unstored(&e))?;
        noted.ok_or_else(|| ProviderError::Declined("the account is no longer there".to_owned()))
    }

    /// After a refusal: whether the card is one that was taken out at Stripe, or whose account is gone there. It is forgotten
    /// here then, and the answer is what whoever pays is told.
    pub(super) async fn no_longer_kept(
        &self,
        access: &Access,
        request: &AuthorizeRequest,
    ) -> Result<Option<ProviderError>, ProviderError> {
        let Some(account) = request.account.filter(|_| request.keep_card || request.card.is_some()) else {
            return Ok(None);
        };
        let held = self.db.read(move |c| Ok::<_, PaymentsError>(cards::holder(c, account, CODE)?)).await;
        let name = held.map_err(|e| unstored(&e))?.unwrap_or_default();
        let gone = |found: Result<Value, StripeError>| match found {
            Ok(found) => Ok(found["deleted"] == true),
            Err(StripeError::Missing) => Ok(true),
            Err(e) => Err(ProviderError::from(e)),
        };
        let path = format!("/v1/customers/{name}");
        let holder_gone = gone(self.client.get(&access.secret, &path, Form::default()).await)?;
        let card_gone = match &request.card {
            Some(card) if !holder_gone => {
                let path = format!("/v1/payment_methods/{}", card.reference);
                match self.client.get(&access.secret, &path, Form::default()).await {
                    Ok(found) => found["customer"].as_str() != Some(name.as_str()),
                    other => gone(other)?,
                }
            }
            _ => false,
        };
        if !holder_gone && !card_gone {
            return Ok(None);
        }
        let (card, actor) = (request.card.clone(), Actor::system(CODE));
        let forgotten = self.db.write(&actor, move |tx| match (&card, holder_gone) {
            (_, true) => cards::lose_holder(tx, account, CODE),
            (Some(card), false) => cards::drop_card(tx, card),
            (None, false) => Ok(()),
        });
        forgotten.await.map_err(|e| unstored(&e))?;
        let told = "this card is no longer kept; enter it again";
        Ok(Some(ProviderError::Declined(told.to_owned())))
    }

    /// The card of a payment, where Stripe attached it to whoever paid.
    pub(super) async fn card_kept(&self, asked: Asked) -> Result<Option<SaidCard>, ProviderError> {
        let access = self.access().await?;
        if asked.provider_reference.is_empty() {
            return Ok(None);
        }
        let path = format!("/v1/payment_intents/{}", asked.provider_reference);
        let intent = self.client.get(&access.secret, &path, Form::default()).await?;
        let (Some(holder), Some(method)) = (intent["customer"].as_str(), intent["payment_method"].as_str()) else {
            return Ok(None);
        };
        let path = format!("/v1/payment_methods/{method}");
        let found = match self.client.get(&access.secret, &path, Form::default()).await {
            Err(StripeError::Missing) => return Ok(None),
            found => found?,
        };
        if found["customer"].as_str() != Some(holder) {
            return Ok(None);
        }
        Ok(read_card(&found))
    }

    pub(super) async fn keeps_no_longer(&self, what: Entrusted) -> Result<(), ProviderError> {
        let access = self.access().await?;
        let done = match what {
            Entrusted::Holder(name) => self.client.delete(&access.secret, &format!("/v1/customers/{name}")).await,
            Entrusted::Card(name) => {
                let (path, key) = (format!("/v1/payment_methods/{name}/detach"), format!("{name}.detach"));
                self.client.post(&access.secret, &path, Form::default(), &key).await
            }
        };
        match done {
            // One that is not attached is let go already.
            Ok(_) | Err(StripeError::Missing | StripeError::Declined(_)) => Ok(()),
            Err(e) => Err(e.into()),
        }
    }
}

fn read_card(told: &Value) -> Option<SaidCard> {
    let (reference, card) = (told["id"].as_str()?, &told["card"]);
    let text = |name: &str| card[name].as_str().unwrap_or_default().to_owned();
    Some(SaidCard {
        reference: reference.to_owned(),
        brand: text("brand"),
        last4: card["last4"].as_str()?.to_owned(),
        exp_month: card["exp_month"].as_i64()?,
        exp_year: card["exp_year"].as_i64()?,
        fingerprint: text("fingerprint"),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_payment_method_is_read_as_far_as_it_is_kept() {
        let card =
            json!({ "brand": "visa", "last4": "4242", "exp_month": 4, "exp_year": 2031, "fingerprint": "f1" });
        let told = json!({ "id": "pm_1", "customer": "cus_1", "card": card });
        let read = read_card(&told).unwrap();
        assert_eq!((read.reference.as_str(), read.last4.as_str(), read.exp_year), ("pm_1", "4242", 2031));
        assert_eq!(read_card(&json!({ "id": "pm_1", "sepa_debit": {} })), None);
    }
}
