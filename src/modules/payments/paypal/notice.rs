//! What PayPal sends by itself. PayPal itself is asked whether it was PayPal; then it is read.
use serde_json::{Value, json};

use super::order::Mark;
use crate::ProviderError;
use crate::provider::{Notice, RawNotice};

/// The headers that prove a notice, in the order in which [`RawNotice::signature`] has them.
pub(crate) const PROOF: [&str; 5] = [
    "paypal-auth-algo",
    "paypal-cert-url",
    "paypal-transmission-id",
    "paypal-transmission-sig",
    "paypal-transmission-time",
];
/// The same, as they are called where PayPal is asked.
const ASKED: [&str; 5] = ["auth_algo", "cert_url", "transmission_id", "transmission_sig", "transmission_time"];

fn declined(why: &str) -> ProviderError {
    ProviderError::Declined(why.to_owned())
}

/// The question whether PayPal sent this to the endpoint that it calls `webhook_id`. The very bytes that came are in it: PayPal
/// signed those, not what they mean.
///
/// # Errors
/// What cannot be a notice of PayPal's: nobody is asked.
pub(crate) fn question(raw: &RawNotice, webhook_id: &str) -> Result<String, ProviderError> {
    let proofs: Vec<&str> = raw.signature.split('\n').collect();
    if proofs.len() != PROOF.len() || proofs.iter().any(|p| p.is_empty() || p.len() > 2000) {
        return Err(declined("its headers prove nothing"));
    }
    let body = std::str::from_utf8(&raw.body).map_err(|_| declined("this is no event"))?;
    let event: Value = serde_json::from_str(body).map_err(|_| declined("this is no event"))?;
    if event["id"].as_str().is_none_or(str::is_empty) {
        return Err(declined("this is no event"));
    }
    let mut fields: serde_json::Map<String, Value> =
        ASKED.iter().zip(&proofs).map(|(name, proof)| ((*name).to_owned(), json!(proof))).collect();
    fields.insert("webhook_id".to_owned(), json!(webhook_id));
    let fields = Value::Object(fields).to_string();
    let open = fields.strip_suffix('}').unwrap_or_default();
    Ok(format!("{open},\"webhook_event\":{body}}}"))
}

/// What it is about.
///
/// # Errors
/// What is no event.
pub(crate) fn read(body: &[u8]) -> Result<Notice, ProviderError> {
    let told: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
    let text = |of: &Value| of.as_str().unwrap_or_default().to_owned();
    let about = &told["resource"];
    let event = text(&told["id"]);
    if event.is_empty() {
        return Err(declined("this is no event"));
    }
    // Orders bear our payment's id on what is bought, captures and refunds on themselves, disputes on what they are about.
    let marks = [
        &about["custom_id"],
        &about["purchase_units"][0]["custom_id"],
        &about["disputed_transactions"][0]["custom"],
    ];
    let payment = marks.into_iter().find_map(|mark| Mark::read(mark).payment);
    let order = match told["resource_type"].as_str() {
        Some("checkout-order") => text(&about["id"]),
        _ => text(&about["supplementary_data"]["related_ids"]["order_id"]),
    };
    Ok(Notice { event, kind: text(&told["event_type"]), payment, provider_reference: order })
}

#[cfg(test)]
mod tests {
    use kernel::Micros;
    use kernel::kinds::PaymentId;

    use super::*;

    fn raw(body: &str, signature: &str) -> RawNotice {
        RawNotice { body: body.into(), signature: signature.into(), now: Micros(0) }
    }

    #[test]
    fn the_question_has_the_very_bytes_that_came() {
        let body = r#"{ "id":"WH-1",  "n": 1.50, "quote":"\u00e9" }"#;
        let asked = question(&raw(body, "SHA256withRSA\nhttps://c\nt-1\nsig==\n2026"), "8PT").unwrap();
        assert!(asked.contains(body), "{asked}");
        let told: Value = serde_json::from_str(&asked).unwrap();
        assert_eq!((&told["webhook_id"], &told["transmission_sig"]), (&json!("8PT"), &json!("sig==")));
        assert_eq!(told["webhook_event"]["id"], "WH-1");
    }

    #[test]
    fn nobody_is_asked_about_what_cannot_be_a_notice() {
        let good = "a\nb\nc\nd\ne";
        for (body, proof) in [
            ("{}", good),
            ("no json", good),
            (r#"{"id":"WH-1"},"webhook_id":"mine""#, good),
            (r#"{"id":""}"#, good),
            (r#"{"id":"WH-1"}"#, ""),
            (r#"{"id":"WH-1"}"#, "a\nb\n\nd\ne"),
            (r#"{"id":"WH-1"}"#, "a\nb\nc\nd\ne\nf"),
        ] {
            let asked = question(&raw(body, proof), "8PT");
            assert!(matches!(asked, Err(ProviderError::Declined(_))), "{body} {proof}: {asked:?}");
        }
    }

    #[test]
    fn an_event_names_its_payment_whatever_it_is_about() {
        let id = PaymentId::new(Micros(1));
        let of = |kind: &str, resource: Value| {
            let event = json!({ "id": "WH-1", "event_type": "X", "resource_type": kind, "resource": resource });
            let read = read(event.to_string().as_bytes()).unwrap();
            (read.payment, read.provider_reference)
        };
        let unit = json!([{ "custom_id": id.to_string() }]);
        assert_eq!(of("checkout-order", json!({ "id": "5O1", "purchase_units": unit })), (Some(id), "5O1".into()));
        let related = json!({ "related_ids": { "order_id": "5O1" } });
        let capture = json!({ "id": "C1", "custom_id": id.to_string(), "supplementary_data": related });
        assert_eq!(of("capture", capture), (Some(id), "5O1".into()));
        assert_eq!(of("refund", json!({ "custom_id": format!("{id}.req_1") })), (Some(id), String::new()));
        let about = json!([{ "seller_transaction_id": "C1", "custom": id.to_string() }]);
        assert_eq!(of("dispute", json!({ "disputed_transactions": about })), (Some(id), String::new()));
        assert_eq!(of("plan", json!({ "id": "P-1" })), (None, String::new()));
        assert!(read(b"{}").is_err() && read(b"no json").is_err());
    }
}
