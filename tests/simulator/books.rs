//! What the simulated provider knows: intents, refunds, disputes; and what it does when it is asked.
use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use super::Asked;

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
    /// Amount and how it stands.
    pub disputes: Vec<(i64, &'static str)>,
    created: i64,
}

impl Intent {
    pub fn refunded(&self) -> i64 {
        self.refunds.iter().map(|(amount, _)| amount).sum()
    }

    fn told(&self) -> Value {
        let charge = match self.received {
            0 => Value::Null,
            taken => json!({
                "amount": self.amount, "amount_captured": taken, "captured": true,
                "disputed": !self.disputes.is_empty(),
                "balance_transaction": { "fee": taken / 50, "currency": self.currency },
            }),
        };
        json!({
            "object": "payment_intent", "id": self.name, "status": self.status, "amount": self.amount,
            "amount_received": self.received, "currency": self.currency, "client_secret": format!("{}_secret", self.name),
            "metadata": { "payment": self.payment }, "latest_charge": charge,
        })
    }
}

#[derive(Default)]
pub struct Books {
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

    /// Whoever pays has done what was to be done in the provider's own fields.
    pub fn pays(&mut self, name: &str) -> bool {
        let Some(intent) = self.intents.get_mut(name) else { return false };
        if intent.status != "requires_payment_method" {
            return false;
        }
        intent.status = "requires_confirmation";
        self.confirm(name, false).0 == 200
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

    pub(super) fn act(&mut self, asked: &Asked, now: i64, twice: bool) -> Told {
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
                "confirm" => self.confirm(name, twice),
                "capture" => self.capture(name, field("amount_to_capture").parse().unwrap_or(0)),
                _ => self.cancel(name),
            },
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
        if intent.method == "pm_declined" {
            intent.status = "requires_payment_method";
            self.tell_of("payment_intent.payment_failed", name);
            return (402, json!({ "error": { "message": "Your card was declined." } }));
        }
        (intent.status, intent.received) =
            if intent.manual { ("requires_capture", 0) } else { ("succeeded", intent.amount) };
        let told = intent.told();
        if twice {
            let mut double = intent.clone();
            double.name = self.name("pi");
            let double_name = double.name.clone();
            self.intents.insert(double_name.clone(), double);
            self.tell_of("payment_intent.succeeded", &double_name);
        }
        self.tell_of("payment_intent.succeeded", name);
        (200, told)
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
