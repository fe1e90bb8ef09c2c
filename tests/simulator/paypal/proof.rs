//! How the simulated PayPal proves what it sends: over the very bytes of a notice, its name, and the endpoint that it goes to.
use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use serde_json::Value;

use super::books::WEBHOOK;

/// The headers of a notice, a line each, as the shop hands them on.
pub fn signed(secret: &str, transmission: &str, body: &str) -> String {
    let time = "2026-11-27T10:00:00Z";
    let proof = mac(secret, &[transmission, time, WEBHOOK, body]);
    format!("SHA256withRSA\nhttps://api.paypal.com/v1/notifications/certs/CERT-1\n{transmission}\n{proof}\n{time}")
}

fn mac(secret: &str, parts: &[&str]) -> String {
    let mac = <Hmac<sha2::Sha256> as KeyInit>::new_from_slice(secret.as_bytes()).expect("a key");
    let mac = mac.chain_update(parts.join("|").as_bytes()).finalize().into_bytes();
    mac.iter().map(|b| format!("{b:02x}")).collect()
}

/// Whether a question asks about something that was sent, as it was sent.
pub fn holds(question: &str) -> bool {
    let told: Value = serde_json::from_str(question).unwrap_or(Value::Null);
    let Some((_, event)) = question.split_once("\"webhook_event\":") else { return false };
    let Some(event) = event.strip_suffix('}') else { return false };
    let text = |name: &str| told[name].as_str().unwrap_or_default().to_owned();
    let (transmission, time) = (text("transmission_id"), text("transmission_time"));
    let expected = mac(super::HOUSE, &[&transmission, &time, &text("webhook_id"), event]);
    text("webhook_id") == WEBHOOK && text("transmission_sig") == expected
}
