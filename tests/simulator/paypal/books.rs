//! What the simulated PayPal knows: orders, authorizations, captures, refunds, disputes, tokens; and what it does when it is asked.
use std::collections::{BTreeMap, HashMap, HashSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::Micros;
use serde_json::{Value, json};

use super::proof;
use crate::simulator::{Asked, House};

/// The keys that it lets in.
pub const CLIENT: &str = "AppOfTheShop";
pub const SECRET: &str = "EKnownToTwo";
/// What it calls our endpoint.
pub const WEBHOOK: &str = "8PT597110X687430LKGECATA";
/// How long a token is good, in seconds.
pub const TOKEN_LASTS: i64 = 900;

#[derive(Clone, Debug, Default)]
pub struct Capture {
    pub id: String,
    pub amount: i64,
}

#[derive(Clone, Debug, Default)]
pub struct Refund {
    pub capture: String,
    pub amount: i64,
    /// What we had it write on it.
    pub mark: String,
    at: String,
}

#[derive(Clone, Debug, Default)]
pub struct Order {
    pub name: String,
    /// Our payment's id.
    pub payment: String,
    pub amount: i64,
    pub currency: String,
    manual: bool,
    pub status: &'static str,
    pub captures: Vec<Capture>,
    pub refunds: Vec<Refund>,
    /// Name and status.
    pub authorization: Option<(String, &'static str)>,
    /// Where the payer comes back to.
    pub back: String,
    /// What the payer chose to pay with is refused.
    pub unfunded: bool,
}

/// What somebody complains about.
#[derive(Clone, Debug)]
struct Dispute {
    capture: String,
    amount: i64,
    status: &'static str,
    outcome: &'static str,
    at: String,
}

impl Order {
    pub fn received(&self) -> i64 {
        self.captures.iter().map(|c| c.amount).sum()
    }

    pub fn refunded(&self) -> i64 {
        self.refunds.iter().map(|r| r.amount).sum()
    }

    /// What was taken by this capture and is not given back.
    fn left(&self, capture: &str) -> i64 {
        let taken: i64 = self.captures.iter().filter(|c| c.id == capture).map(|c| c.amount).sum();
        taken - self.refunds.iter().filter(|r| r.capture == capture).map(|r| r.amount).sum::<i64>()
    }

    fn money(&self, amount: i64) -> Value {
        let value = match self.currency.as_str() {
            "JPY" => amount.to_string(),
            "HUF" | "TWD" => (amount / 100).to_string(),
            _ => format!("{}.{:02}", amount / 100, amount % 100),
        };
        json!({ "currency_code": self.currency, "value": value })
    }

    fn capture_told(&self, capture: &Capture) -> Value {
        json!({
            "id": capture.id, "status": "COMPLETED", "amount": self.money(capture.amount), "custom_id": self.payment,
            "seller_receivable_breakdown": { "paypal_fee": self.money(capture.amount / 50) },
            "supplementary_data": { "related_ids": { "order_id": self.name } },
        })
    }

    fn refund_told(&self, refund: &Refund) -> Value {
        let up = format!("https://api-m.paypal.com/v2/payments/captures/{}", refund.capture);
        json!({
            "id": "1R", "status": "COMPLETED", "amount": self.money(refund.amount), "custom_id": refund.mark,
            "create_time": refund.at, "links": [{ "rel": "up", "href": up }],
        })
    }

    pub fn approve_url(&self) -> String {
        format!("https://www.sandbox.paypal.com/checkoutnow?token={}", self.name)
    }

    fn told(&self) -> Value {
        let authorizations = self.authorization.iter().map(|(id, status)| {
            json!({ "id": id, "status": status, "amount": self.money(self.amount), "custom_id": self.payment })
        });
        let payments = json!({
            "authorizations": authorizations.collect::<Vec<_>>(),
            "captures": self.captures.iter().map(|c| self.capture_told(c)).collect::<Vec<_>>(),
            "refunds": self.refunds.iter().map(|r| self.refund_told(r)).collect::<Vec<_>>(),
        });
        json!({
            "id": self.name, "status": self.status, "intent": if self.manual { "AUTHORIZE" } else { "CAPTURE" },
            "purchase_units": [{
                "custom_id": self.payment, "invoice_id": self.payment,
                "amount": self.money(self.amount), "payments": payments,
            }],
            "links": [{ "rel": "payer-action", "href": self.approve_url() }],
        })
    }
}

#[derive(Default)]
pub struct Books {
    pub orders: BTreeMap<String, Order>,
    disputes: BTreeMap<String, Dispute>,
    answered: HashMap<String, (u16, Value)>,
    pub events: Vec<Value>,
    made: u64,
    pub forgets_keys: bool,
    /// Token and until when it is good.
    tokens: HashMap<String, i64>,
    /// How often it was asked for a token, and how often to verify.
    pub tokens_given: usize,
    pub proofs_asked: usize,
    /// The app may not see disputes.
    pub hides_disputes: bool,
    /// Keys that came with more than one body.
    pub bent_keys: HashSet<String>,
    bodies: HashMap<String, String>,
    now: i64,
}

type Told = (u16, Value);

fn no(issue: &str) -> Told {
    (422, json!({ "name": "UNPROCESSABLE_ENTITY", "details": [{ "issue": issue, "description": issue }] }))
}

fn missing() -> Told {
    (404, json!({ "name": "RESOURCE_NOT_FOUND" }))
}

/// Minor units.
fn minor(told: &Value) -> i64 {
    let currency = told["currency_code"].as_str().unwrap_or_default();
    let text = told["value"].as_str().unwrap_or_default();
    let whole = |text: &str| text.parse::<i64>().unwrap_or(0);
    match (currency, text.split_once('.')) {
        ("JPY", None) => whole(text),
        ("HUF" | "TWD", None) => whole(text) * 100,
        ("JPY" | "HUF" | "TWD", Some(_)) => 0,
        (_, Some((units, cents))) if cents.len() == 2 => whole(units) * 100 + whole(cents),
        _ => 0,
    }
}

impl House for Books {
    fn act(&mut self, asked: &Asked, now: i64, twice: bool) -> Told {
        self.now = now;
        if let Some(no) = self.refuses(asked) {
            return no;
        }
        if let Some(key) = &asked.key
            && self.bodies.insert(key.clone(), asked.body.clone()).is_some_and(|former| former != asked.body)
        {
            self.bent_keys.insert(key.clone());
        }
        if let Some(key) = asked.key.as_ref().filter(|_| !self.forgets_keys)
            && let Some(former) = self.answered.get(key)
        {
            return former.clone();
        }
        let told = self.acts(asked, twice);
        // What did not happen is not remembered.
        if let Some(key) = asked.key.clone()
            && told.0 < 400
        {
            self.answered.insert(key, told.clone());
        }
        told
    }
}

impl Books {
    fn name(&mut self, kind: &str) -> String {
        self.made += 1;
        format!("{kind}{:06}", self.made)
    }

    fn time(&self) -> String {
        Micros(self.now * 1_000_000).rfc3339()
    }

    fn tell(&mut self, kind: &str, of: &str, about: Value) {
        let id = self.name("WH-");
        self.events.push(json!({ "id": id, "event_type": kind, "resource_type": of, "resource": about }));
    }

    /// Who may not come in, or is let in.
    fn refuses(&mut self, asked: &Asked) -> Option<Told> {
        let out = Some((401, json!({ "name": "AUTHENTICATION_FAILURE", "message": "Authentication failed." })));
        if asked.path == "/v1/oauth2/token" {
            let pair = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{SECRET}")));
            if asked.authorization != pair
                || asked.fields.get("grant_type").is_none_or(|g| g != "client_credentials")
            {
                return out;
            }
            self.tokens_given += 1;
            let token = self.name("A21AA");
            self.tokens.insert(token.clone(), self.now + TOKEN_LASTS);
            let told = json!({ "access_token": token, "token_type": "Bearer", "expires_in": TOKEN_LASTS });
            return Some((200, told));
        }
        let token = asked.authorization.strip_prefix("Bearer ").unwrap_or_default();
        if self.tokens.get(token).is_none_or(|until| *until <= self.now) {
            return out;
        }
        // Whatever moves something must say what it is a repetition of.
        let asks = asked.path.ends_with("/verify-webhook-signature");
        if asked.method == "POST" && asked.key.is_none() && !asks {
            return Some((400, json!({ "name": "INVALID_REQUEST", "message": "no PayPal-Request-Id" })));
        }
        None
    }

    /// All tokens are withdrawn before their time.
    pub fn withdraws_tokens(&mut self) {
        self.tokens.clear();
    }

    /// The payer agrees.
    pub fn approves(&mut self, name: &str) -> bool {
        let Some(order) = self.orders.get_mut(name).filter(|o| o.status == "PAYER_ACTION_REQUIRED") else {
            return false;
        };
        order.status = "APPROVED";
        let about = order.told();
        self.tell("CHECKOUT.ORDER.APPROVED", "checkout-order", about);
        true
    }

    /// Given back by hand, at PayPal.
    pub fn gives_back(&mut self, name: &str, amount: i64) {
        let at = self.time();
        let Some(order) = self.orders.get_mut(name) else { return };
        let capture = order.captures[0].id.clone();
        let refund = Refund { capture, amount, mark: order.payment.clone(), at };
        let about = order.refund_told(&refund);
        order.refunds.push(refund);
        self.tell("PAYMENT.CAPTURE.REFUNDED", "refund", about);
    }

    /// Somebody disputes what they paid, or it is decided.
    pub fn disputes(&mut self, name: &str, amount: i64, status: &'static str, outcome: &'static str) {
        let at = self.time();
        let Some(order) = self.orders.get(name) else { return };
        let (capture, payment) = (order.captures[0].id.clone(), order.payment.clone());
        let id = format!("PP-D-{capture}");
        let about = json!({
            "dispute_id": id, "disputed_transactions": [{ "seller_transaction_id": capture, "custom": payment }],
        });
        self.disputes.insert(id, Dispute { capture, amount, status, outcome, at });
        self.tell("CUSTOMER.DISPUTE.UPDATED", "dispute", about);
    }

    fn dispute_told(&self, id: &str, whole: bool) -> Value {
        let dispute = &self.disputes[id];
        let order = self.orders.values().find(|o| o.captures.iter().any(|c| c.id == dispute.capture));
        let amount = order.map_or(Value::Null, |o| o.money(dispute.amount));
        let mut told = json!({
            "dispute_id": id, "status": dispute.status, "dispute_amount": amount, "create_time": dispute.at,
        });
        if whole && dispute.status == "RESOLVED" {
            told["dispute_outcome"] = json!({ "outcome_code": dispute.outcome, "amount_refunded": amount });
        }
        told
    }

    fn acts(&mut self, asked: &Asked, twice: bool) -> Told {
        let body: Value = serde_json::from_str(&asked.body).unwrap_or(Value::Null);
        let field = |name: &str| asked.fields.get(name).cloned().unwrap_or_default();
        let parts: Vec<&str> = asked.path.trim_start_matches('/').split('/').skip(1).collect();
        match (asked.method.as_str(), parts.as_slice()) {
            ("POST", ["checkout", "orders"]) => {
                if twice {
                    self.make(&body);
                }
                self.make(&body)
            }
            ("GET", ["checkout", "orders", name]) => {
                self.orders.get(*name).map_or_else(missing, |order| (200, order.told()))
            }
            ("POST", ["checkout", "orders", name, deed]) if self.orders.contains_key(*name) => {
                self.takes(name, *deed == "authorize", twice)
            }
            ("POST", ["payments", "authorizations", id, deed]) => {
                let found = self.orders.values().find(|o| o.authorization.as_ref().is_some_and(|(a, _)| a == id));
                match (found.map(|o| o.name.clone()), *deed) {
                    (None, _) => missing(),
                    (Some(name), "void") => self.voids(&name),
                    (Some(name), _) => self.takes_aside(&name, minor(&body["amount"])),
                }
            }
            ("POST", ["payments", "captures", id, "refund"]) => self.refunds(id, &body),
            ("GET", ["customer", "disputes"]) if self.hides_disputes => {
                (403, json!({ "name": "NOT_AUTHORIZED", "message": "Authorization failed." }))
            }
            ("GET", ["customer", "disputes"]) => {
                let capture = field("disputed_transaction_id");
                let theirs = self.disputes.iter().filter(|(_, d)| d.capture == capture).map(|(id, _)| id);
                let items: Vec<Value> = theirs.map(|id| self.dispute_told(id, false)).collect();
                (200, json!({ "items": items }))
            }
            ("GET", ["customer", "disputes", id]) if self.disputes.contains_key(*id) => {
                (200, self.dispute_told(id, true))
            }
            ("GET", ["notifications", "webhooks", WEBHOOK]) => (200, json!({ "id": WEBHOOK })),
            ("POST", ["notifications", "verify-webhook-signature"]) => {
                self.proofs_asked += 1;
                (
                    200,
                    json!({ "verification_status": if proof::holds(&asked.body) { "SUCCESS" } else { "FAILURE" } }),
                )
            }
            _ => missing(),
        }
    }

    fn make(&mut self, body: &Value) -> Told {
        let unit = &body["purchase_units"][0];
        let text = |of: &Value| of.as_str().unwrap_or_default().to_owned();
        let order = Order {
            name: self.name("5O"),
            payment: text(&unit["custom_id"]),
            amount: minor(&unit["amount"]),
            currency: text(&unit["amount"]["currency_code"]),
            manual: body["intent"] == "AUTHORIZE",
            status: "PAYER_ACTION_REQUIRED",
            back: text(&body["payment_source"]["paypal"]["experience_context"]["return_url"]),
            ..Order::default()
        };
        if order.amount <= 0 {
            return no("DECIMAL_PRECISION");
        }
        let told = order.told();
        self.orders.insert(order.name.clone(), order);
        (201, told)
    }

    /// What the payer agreed to is taken, or set aside.
    fn takes(&mut self, name: &str, authorize: bool, twice: bool) -> Told {
        let paid = |o: &Order| o.received() > 0 || o.authorization.is_some();
        let payment = self.orders[name].payment.clone();
        let billed = self.orders.values().any(|o| o.name != name && o.payment == payment && paid(o));
        let ids = [self.name("3C"), self.name("3C"), self.name("0A")];
        let [first, second, aside] = ids;
        let Some(order) = self.orders.get_mut(name) else { return missing() };
        match order.status {
            "COMPLETED" if authorize => return no("ORDER_ALREADY_AUTHORIZED"),
            "COMPLETED" => return no("ORDER_ALREADY_CAPTURED"),
            "APPROVED" => {}
            _ => return no("ORDER_NOT_APPROVED"),
        }
        if authorize != order.manual {
            return no("ACTION_DOES_NOT_MATCH_INTENT");
        }
        if order.unfunded {
            return no("INSTRUMENT_DECLINED");
        }
        if billed {
            return no("DUPLICATE_INVOICE_ID");
        }
        order.status = "COMPLETED";
        if authorize {
            order.authorization = Some((aside, "CREATED"));
            let about = order.told()["purchase_units"][0]["payments"]["authorizations"][0].clone();
            let told = order.told();
            self.tell("PAYMENT.AUTHORIZATION.CREATED", "authorization", about);
            return (201, told);
        }
        let taken = if twice { vec![first, second] } else { vec![first] };
        order.captures = taken.into_iter().map(|id| Capture { id, amount: order.amount }).collect();
        let about: Vec<Value> = order.captures.iter().map(|c| order.capture_told(c)).collect();
        let told = order.told();
        about.into_iter().for_each(|about| self.tell("PAYMENT.CAPTURE.COMPLETED", "capture", about));
        (201, told)
    }

    fn takes_aside(&mut self, name: &str, amount: i64) -> Told {
        let id = self.name("3C");
        let Some(order) = self.orders.get_mut(name) else { return missing() };
        match &mut order.authorization {
            Some((_, status)) if *status == "CREATED" && amount > 0 && amount <= order.amount => {
                *status = "CAPTURED"
            }
            Some((_, "CAPTURED")) => return no("AUTHORIZATION_ALREADY_CAPTURED"),
            _ => return no("MAX_CAPTURE_AMOUNT_EXCEEDED"),
        }
        order.captures.push(Capture { id, amount });
        let about = order.capture_told(&order.captures[0]);
        self.tell("PAYMENT.CAPTURE.COMPLETED", "capture", about.clone());
        (201, about)
    }

    fn voids(&mut self, name: &str) -> Told {
        let Some(order) = self.orders.get_mut(name) else { return missing() };
        match &mut order.authorization {
            Some((_, status)) if *status == "CREATED" => *status = "VOIDED",
            _ => return no("AUTHORIZATION_ALREADY_CAPTURED"),
        }
        let about = order.told()["purchase_units"][0]["payments"]["authorizations"][0].clone();
        self.tell("PAYMENT.AUTHORIZATION.VOIDED", "authorization", about.clone());
        (200, about)
    }

    fn refunds(&mut self, capture: &str, body: &Value) -> Told {
        let at = self.time();
        let found = self.orders.values_mut().find(|o| o.captures.iter().any(|c| c.id == capture));
        let Some(order) = found else { return missing() };
        let amount = minor(&body["amount"]);
        if amount <= 0 || amount > order.left(capture) {
            return no("REFUND_AMOUNT_EXCEEDED");
        }
        let mark = body["custom_id"].as_str().unwrap_or_default().to_owned();
        let refund = Refund { capture: capture.to_owned(), amount, mark, at };
        let about = order.refund_told(&refund);
        order.refunds.push(refund);
        self.tell("PAYMENT.CAPTURE.REFUNDED", "refund", about.clone());
        (201, about)
    }
}
