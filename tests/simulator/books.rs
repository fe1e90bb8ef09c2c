//! What the simulated provider knows: intents, refunds, disputes; and what it does when it is asked.
use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use super::{Asked, House};

#[derive(Clone, Debug, Default)]
pub struct Intent {
    pub name: String,
    pub payment: String,
    pub amount: i64,
    pub currency: String,
    pub manual: bool,
    /// As Stripe calls it.
    pub status: &'static str,
    pub received: i64,
    pub method: String,
    /// Amount and our request's id.
    pub refunds: Vec<(i64, String)>,
    /// How risky it is found; empty where it is not.
    pub risk: &'static str,
    /// Fingerprints of the cards that were refused in the provider's own fields.
    pub refusals: Vec<String>,
    /// Amount and how it stands.
    pub disputes: Vec<(i64, &'static str)>,
    pub customer: String,
    /// The card is attached to the customer once it is paid.
    keeps: bool,
    /// Where the bank leads whoever it asked.
    back: String,
    created: i64,
}

/// A payment method with a card in it.
#[derive(Clone, Debug, Default)]
pub struct SimCard {
    pub customer: Option<String>,
    /// It was attached once, and may not be used without a customer again.
    was_kept: bool,
    last4: String,
    /// The bank says no from now on.
    pub declined: bool,
    /// The bank asks its holder each time.
    pub asks: bool,
}

impl Intent {
    pub fn refunded(&self) -> i64 {
        self.refunds.iter().map(|(amount, _)| amount).sum()
    }

    fn told(&self) -> Value {
        let charge = match self.received {
            0 if self.risk.is_empty() => Value::Null,
            0 => json!({ "amount": self.amount, "captured": false, "outcome": { "risk_level": self.risk } }),
            taken => json!({
                "outcome": { "risk_level": self.risk },
                "amount": self.amount, "amount_captured": taken, "captured": true,
                "disputed": !self.disputes.is_empty(),
                "balance_transaction": { "fee": taken / 50, "currency": self.currency },
            }),
        };
        json!({
            "object": "payment_intent", "id": self.name, "status": self.status, "amount": self.amount,
            "amount_received": self.received, "currency": self.currency, "client_secret": format!("{}_secret", self.name),
            "metadata": { "payment": self.payment }, "latest_charge": charge,
            "customer": named(&self.customer), "payment_method": named(&self.method),
            "last_payment_error": self.refusals.last().map(|fingerprint| json!({
                "type": "card_error", "charge": format!("ch_{}_{}", self.name, self.refusals.len()),
                "payment_method": { "card": { "fingerprint": fingerprint } },
            })),
            "next_action": match (self.status, self.back.as_str()) {
                ("requires_action", "") => json!({ "type": "use_stripe_sdk" }),
                ("requires_action", _) => json!({
                    "type": "redirect_to_url",
                    "redirect_to_url": { "url": format!("https://hooks.stripe.com/{}", self.name) },
                }),
                _ => Value::Null,
            },
        })
    }
}

fn named(name: &str) -> Value {
    if name.is_empty() { Value::Null } else { name.into() }
}

#[derive(Default)]
pub struct Books {
    pub customers: BTreeMap<String, String>,
    pub cards: BTreeMap<String, SimCard>,
    pub intents: BTreeMap<String, Intent>,
    answered: HashMap<String, (u16, Value)>,
    pub events: Vec<Value>,
    made: u64,
    /// Since when the same key is the same call; some houses forget.
    pub forgets_keys: bool,
}

type Told = (u16, Value);

fn no(why: &str) -> Told {
    (400, json!({ "error": { "message": why } }))
}

impl House for Books {
    fn act(&mut self, asked: &Asked, now: i64, twice: bool) -> Told {
        self.acted(asked, now, twice)
    }
}

impl Books {
    fn name(&mut self, kind: &str) -> String {
        self.made += 1;
        format!("{kind}_{:06}", self.made)
    }

    fn tell(&mut self, kind: &str, about: Value) {
        let id = self.name("evt");
        self.events.push(json!({ "id": id, "type": kind, "data": { "object": about } }));
    }

    fn tell_of(&mut self, kind: &str, name: &str) {
        let about = self.intents[name].told();
        self.tell(kind, about);
    }

    /// A card that was entered in the provider's own fields is refused.
    pub fn refuses_card(&mut self, name: &str, fingerprint: &str) {
        let intent = self.intents.get_mut(name).expect("an intent");
        intent.refusals.push(fingerprint.to_owned());
        self.tell_of("payment_intent.payment_failed", name);
    }

    /// Whoever pays has done what was to be done in the provider's own fields.
    pub fn pays(&mut self, name: &str) -> bool {
        let Some(intent) = self.intents.get_mut(name) else { return false };
        if intent.status != "requires_payment_method" {
            return false;
        }
        intent.status = "requires_confirmation";
        intent.method = format!("pm_{name}");
        let card = SimCard { last4: "4242".into(), ..SimCard::default() };
        self.cards.insert(format!("pm_{name}"), card);
        self.confirm(name, false).0 == 200
    }

    /// The bank asked, and its holder answered.
    pub fn answers(&mut self, name: &str, yes: bool) {
        let Some(intent) = self.intents.get_mut(name).filter(|i| i.status == "requires_action") else { return };
        if yes {
            return self.paid(name);
        }
        (intent.status, intent.method) = ("requires_payment_method", String::new());
        self.tell_of("payment_intent.payment_failed", name);
    }

    fn paid(&mut self, name: &str) {
        let Some(intent) = self.intents.get_mut(name) else { return };
        (intent.status, intent.received) =
            if intent.manual { ("requires_capture", 0) } else { ("succeeded", intent.amount) };
        if intent.keeps
            && let Some(card) = self.cards.get_mut(&intent.method)
        {
            (card.customer, card.was_kept) = (Some(intent.customer.clone()), true);
        }
        self.tell_of("payment_intent.succeeded", name);
    }

    /// Why an intent cannot be made with this customer and this method.
    fn refuses(&self, customer: &str, method: &str) -> Option<Told> {
        let missing = |what: &str| {
            let told = json!({ "code": "resource_missing", "param": what, "message": format!("No such {what}") });
            Some((400, json!({ "error": told })))
        };
        if !customer.is_empty() && !self.customers.contains_key(customer) {
            return missing("customer");
        }
        let card = self.cards.get(method)?;
        match &card.customer {
            Some(theirs) if theirs != customer => Some(no("the payment method belongs to a customer; name them")),
            None if card.was_kept => Some(no("the payment method was detached, and may not be used again")),
            _ => None,
        }
    }

    /// Somebody disputes what they paid, or it is decided.
    pub fn disputes(&mut self, name: &str, amount: i64, standing: &'static str) {
        if let Some(intent) = self.intents.get_mut(name) {
            intent.disputes = vec![(amount, standing)];
            let about = json!({ "object": "dispute", "payment_intent": name });
            self.tell("charge.dispute.updated", about);
        }
    }

    /// Given back by hand, at the provider.
    pub fn gives_back(&mut self, name: &str, amount: i64) {
        if let Some(intent) = self.intents.get_mut(name) {
            intent.refunds.push((amount, String::new()));
            self.tell("charge.refunded", json!({ "object": "charge", "payment_intent": name }));
        }
    }

    fn acted(&mut self, asked: &Asked, now: i64, twice: bool) -> Told {
        if let Some(key) = asked.key.as_ref().filter(|_| !self.forgets_keys)
            && let Some(former) = self.answered.get(key)
        {
            return former.clone();
        }
        let told = self.acts(asked, now, twice);
        // What did not happen is not remembered.
        if let Some(key) = asked.key.clone()
            && told.0 < 500
        {
            self.answered.insert(key, told.clone());
        }
        told
    }

    fn acts(&mut self, asked: &Asked, now: i64, twice: bool) -> Told {
        let field = |name: &str| asked.fields.get(name).cloned().unwrap_or_default();
        let parts: Vec<&str> = asked.path.trim_start_matches("/v1/").split('/').collect();
        match (asked.method.as_str(), parts.as_slice()) {
            ("POST", ["payment_intents"]) => {
                if let Some(no) = self.refuses(&field("customer"), &field("payment_method")) {
                    return no;
                }
                let make = |books: &mut Self| {
                    let intent = Intent {
                        name: books.name("pi"),
                        payment: field("metadata[payment]"),
                        amount: field("amount").parse().unwrap_or(0),
                        currency: field("currency"),
                        manual: field("capture_method") == "manual",
                        status: if field("payment_method").is_empty() {
                            "requires_payment_method"
                        } else {
                            "requires_confirmation"
                        },
                        method: field("payment_method"),
                        customer: field("customer"),
                        keeps: !field("setup_future_usage").is_empty(),
                        created: now,
                        ..Intent::default()
                    };
                    let told = intent.told();
                    books.intents.insert(intent.name.clone(), intent);
                    told
                };
                if twice {
                    make(self);
                }
                (200, make(self))
            }
            ("GET", ["payment_intents"]) => {
                let (from, to): (i64, i64) =
                    (field("created[gte]").parse().unwrap_or(0), field("created[lte]").parse().unwrap_or(i64::MAX));
                let found: Vec<Value> = self
                    .intents
                    .values()
                    .rev()
                    .filter(|i| (from..=to).contains(&i.created))
                    .map(Intent::told)
                    .collect();
                // Pages of a few, so that there are several.
                let after = field("starting_after");
                let begin = found.iter().position(|i| i["id"] == *after).map_or(0, |at| at + 1);
                let page: Vec<Value> = found.iter().skip(begin).take(7).cloned().collect();
                (200, json!({ "has_more": begin + page.len() < found.len(), "data": page }))
            }
            ("GET", ["payment_intents", name]) => match self.intents.get(*name) {
                Some(intent) => (200, intent.told()),
                None => (404, json!({ "error": { "message": "no such intent" } })),
            },
            ("POST", ["payment_intents", name, deed]) if self.intents.contains_key(*name) => match *deed {
                "confirm" => {
                    if let Some(intent) = self.intents.get_mut(*name) {
                        intent.back = field("return_url");
                    }
                    self.confirm(name, twice)
                }
                "capture" => self.capture(name, field("amount_to_capture").parse().unwrap_or(0)),
                _ => self.cancel(name),
            },
            ("POST", ["customers"]) => {
                let id = self.name("cus");
                self.customers.insert(id.clone(), field("metadata[account]"));
                (200, json!({ "object": "customer", "id": id }))
            }
            ("GET", ["customers", id]) if self.customers.contains_key(*id) => (200, json!({ "id": id })),
            ("DELETE", ["customers", id]) if self.customers.remove(*id).is_some() => {
                let theirs = self.cards.values_mut().filter(|c| c.customer.as_deref() == Some(*id));
                theirs.for_each(|card| card.customer = None);
                (200, json!({ "id": id, "deleted": true }))
            }
            ("GET", ["payment_methods", id]) if self.cards.contains_key(*id) => {
                let card = &self.cards[*id];
                let about = json!({
                    "brand": "visa", "last4": card.last4, "exp_month": 12, "exp_year": 2031,
                    "fingerprint": format!("print{}", card.last4),
                });
                (200, json!({ "id": id, "customer": card.customer, "card": about }))
            }
            ("POST", ["payment_methods", id, "detach"]) if self.cards.contains_key(*id) => {
                let card = self.cards.get_mut(*id).expect("it is there");
                if card.customer.take().is_none() {
                    return no("the payment method is not attached to a customer");
                }
                (200, json!({ "id": id, "customer": null }))
            }
            ("POST", ["refunds"]) => {
                let (name, amount) = (field("payment_intent"), field("amount").parse().unwrap_or(0));
                let Some(intent) = self.intents.get_mut(&name) else { return no("no such intent") };
                if amount <= 0 || intent.refunded() + amount > intent.received {
                    return no("the refund is greater than what is left");
                }
                intent.refunds.push((amount, field("metadata[request]")));
                let id = self.name("re");
                self.tell("charge.refunded", json!({ "object": "charge", "payment_intent": name }));
                (200, json!({ "id": id, "status": "succeeded", "amount": amount }))
            }
            ("GET", ["refunds"]) => {
                let refunds = self.intents.get(&field("payment_intent")).map(|i| i.refunds.clone());
                let refund = |(amount, request): (i64, String)| json!({ "amount": amount, "status": "succeeded", "metadata": { "request": request } });
                let all: Vec<Value> = refunds.unwrap_or_default().into_iter().rev().map(refund).collect();
                (200, json!({ "data": all, "has_more": false }))
            }
            ("GET", ["disputes"]) => {
                let disputes = self.intents.get(&field("payment_intent")).map(|i| i.disputes.clone());
                let dispute = |(amount, status): (i64, &str)| json!({ "amount": amount, "status": status });
                let all: Vec<Value> = disputes.unwrap_or_default().into_iter().map(dispute).collect();
                (200, json!({ "data": all, "has_more": false }))
            }
            _ => (404, json!({ "error": { "message": "nothing is there" } })),
        }
    }

    fn confirm(&mut self, name: &str, twice: bool) -> Told {
        let Some(intent) = self.intents.get_mut(name) else { return no("no such intent") };
        if intent.status != "requires_confirmation" {
            return no("it cannot be confirmed now");
        }
        let card = self.cards.get(&intent.method).cloned().unwrap_or_default();
        if card.asks {
            intent.status = "requires_action";
            let told = intent.told();
            return (200, told);
        }
        if card.declined || intent.method == "pm_declined" {
            intent.status = "requires_payment_method";
            self.tell_of("payment_intent.payment_failed", name);
            return (402, json!({ "error": { "message": "Your card was declined." } }));
        }
        if twice {
            let mut double = intent.clone();
            double.name = self.name("pi");
            let double_name = double.name.clone();
            self.intents.insert(double_name.clone(), double);
            self.paid(&double_name);
        }
        self.paid(name);
        (200, self.intents[name].told())
    }

    fn capture(&mut self, name: &str, amount: i64) -> Told {
        let Some(intent) = self.intents.get_mut(name) else { return no("no such intent") };
        if intent.status != "requires_capture" || amount <= 0 || amount > intent.amount {
            return no("it cannot be captured now");
        }
        (intent.status, intent.received) = ("succeeded", amount);
        let told = intent.told();
        self.tell_of("payment_intent.succeeded", name);
        (200, told)
    }

    fn cancel(&mut self, name: &str) -> Told {
        let Some(intent) = self.intents.get_mut(name) else { return no("no such intent") };
        if matches!(intent.status, "succeeded" | "canceled") {
            return no("it cannot be cancelled now");
        }
        intent.status = "canceled";
        let told = intent.told();
        self.tell_of("payment_intent.canceled", name);
        (200, told)
    }
}
