//! PayPal's dialect: what it knows, how it proves itself, and shops that are paid through it.
mod books;
mod chaos;
mod ground;
mod proof;
mod settings;
mod stories;

use serde_json::Value;

use super::Simulator;
pub use books::Books;
pub use ground::keys;

/// What it signs with; nobody else has it.
pub const HOUSE: &str = "the key of the house";

impl Simulator<Books> {
    /// What it told since it was asked last: body and proof.
    pub fn told(&self) -> Vec<(Vec<u8>, String)> {
        let events = self.books(|books| std::mem::take(&mut books.events));
        events.into_iter().map(|event| signed(&event, HOUSE)).collect()
    }
}

/// An event with the headers that prove it. Its bytes are spaced as no other writes them: whoever proves it must send on those.
pub fn signed(event: &Value, secret: &str) -> (Vec<u8>, String) {
    let body = serde_json::to_string_pretty(event).expect("JSON");
    let transmission = format!("t-{}", event["id"].as_str().unwrap_or_default());
    let proof = proof::signed(secret, &transmission, &body);
    (body.into_bytes(), proof)
}
