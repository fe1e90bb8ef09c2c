use serde_json::json;

use super::*;

fn eur(value: &str) -> Value {
    json!({ "currency_code": "EUR", "value": value })
}

fn order(status: &str, payments: Value) -> Order {
    let unit = json!({ "custom_id": "pay_1", "amount": eur("50.00"), "payments": payments });
    Order::read(&json!({ "id": "5O1", "status": status, "purchase_units": [unit] })).unwrap()
}

fn whole() -> Name {
    Name::parse("5O1")
}

fn capture(id: &str, value: &str) -> Value {
    let fee = json!({ "paypal_fee": eur("1.40") });
    json!({ "id": id, "status": "COMPLETED", "amount": eur(value), "seller_receivable_breakdown": fee })
}

fn refund(capture: &str, value: &str, status: &str, mark: &str) -> Value {
    let up = format!("https://api-m.paypal.com/v2/payments/captures/{capture}");
    json!({
        "id": "R", "status": status, "amount": eur(value), "custom_id": mark,
        "create_time": "2026-11-27T12:00:00Z", "links": [{ "rel": "up", "href": up }],
    })
}

#[test]
fn an_order_is_read_with_all_that_happened_to_its_money() {
    let payment = PaymentId::new(kernel::Micros(1));
    let request = RequestId::new(kernel::Micros(2));
    let mark = Mark::of_refund(payment, &request.to_string());
    assert_eq!(Mark::read(&json!(mark)), Mark { payment: Some(payment), request: Some(request) });
    let told = order(
        "COMPLETED",
        json!({
            "captures": [capture("C1", "48.00")],
            "refunds": [refund("C1", "3.00", "FAILED", "x"), refund("C1", "10.00", "COMPLETED", &mark)],
        }),
    );
    let open = Dispute::read(&json!({ "status": "OPEN", "dispute_amount": eur("7.00") }), Currency::EUR);
    let said = told.statement(&whole(), &[open]);
    assert_eq!((said.standing.clone(), said.fees), (Standing::Captured(4800), 140));
    assert_eq!((said.refunded(), said.disputed, said.charged_back), (1000, 700, 0));
    assert_eq!(said.refunds[0].failed.as_deref(), Some("the refund failed"));
    assert_eq!(told.refund(request).map(|r| r.amount), Some(1000));
    assert_eq!(told.with_left(&whole(), 3800).map(|c| c.id.as_str()), Some("C1"));
    assert!(told.with_left(&whole(), 3801).is_none());
}

#[test]
fn what_stands_where() {
    let status = |of: &str, payments: Value| order(of, payments).standing(&whole());
    let authorized = |s: &str| json!({ "authorizations": [{ "id": "A1", "status": s }] });
    let captured = |s: &str| json!({ "captures": [{ "id": "C1", "status": s, "amount": eur("50.00") }] });
    for open in ["CREATED", "PAYER_ACTION_REQUIRED", "SAVED", "APPROVED"] {
        assert_eq!(status(open, Value::Null), Standing::Open, "{open}");
    }
    assert_eq!(status("VOIDED", Value::Null), Standing::Voided);
    assert_eq!(status("COMPLETED", authorized("CREATED")), Standing::Authorized);
    assert_eq!(status("COMPLETED", authorized("PENDING")), Standing::Open);
    assert_eq!(status("COMPLETED", authorized("VOIDED")), Standing::Voided);
    assert_eq!(status("COMPLETED", authorized("EXPIRED")), Standing::Voided);
    assert!(matches!(status("COMPLETED", authorized("DENIED")), Standing::Failed(_)));
    assert_eq!(status("COMPLETED", captured("PENDING")), Standing::Open);
    for taken in ["COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"] {
        assert_eq!(status("COMPLETED", captured(taken)), Standing::Captured(5000), "{taken}");
    }
    assert!(matches!(status("COMPLETED", captured("DECLINED")), Standing::Failed(_)));
    assert!(order("APPROVED", Value::Null).is_approved() && !order("CREATED", Value::Null).is_approved());
    assert!(!order("APPROVED", captured("PENDING")).is_approved(), "it is under way");
}

#[test]
fn what_was_taken_twice_is_another_payment_and_parts_are_one() {
    let twice = order(
        "COMPLETED",
        json!({
            "captures": [capture("C1", "50.00"), capture("C2", "50.00")],
            "refunds": [refund("C2", "50.00", "COMPLETED", "")],
        }),
    );
    let said = twice.statement(&whole(), &[]);
    assert_eq!((said.standing.clone(), said.refunded()), (Standing::Captured(5000), 0));
    assert_eq!(said.doubles, ["5O1~C2"]);
    let double = twice.statement(&Name::parse("5O1~C2"), &[]);
    assert_eq!(double.provider_reference, "5O1~C2");
    assert_eq!((double.standing.clone(), double.refunded()), (Standing::Captured(5000), 5000));
    assert!(double.doubles.is_empty());

    let parts = order("COMPLETED", json!({ "captures": [capture("C1", "20.00"), capture("C2", "30.00")] }));
    let said = parts.statement(&whole(), &[]);
    assert_eq!((said.standing.clone(), said.fees, said.doubles.len()), (Standing::Captured(5000), 280, 0));
    assert_eq!(parts.with_left(&whole(), 2500).map(|c| c.id.as_str()), Some("C2"));
}

#[test]
fn a_lost_dispute_that_is_told_as_a_refund_too_counts_once() {
    let outcome = json!({ "outcome_code": "RESOLVED_BUYER_FAVOUR", "amount_refunded": eur("20.00") });
    let lost = |began: &str| {
        let told = json!({ "status": "RESOLVED", "create_time": began, "dispute_outcome": outcome });
        Dispute::read(&told, Currency::EUR)
    };
    let told = order(
        "COMPLETED",
        json!({ "captures": [capture("C1", "50.00")], "refunds": [refund("C1", "20.00", "COMPLETED", "pay_1")] }),
    );
    let said = told.statement(&whole(), &[lost("2026-11-27T11:00:00.000Z")]);
    assert_eq!((said.refunded(), said.charged_back), (2000, 0));
    let said = told.statement(&whole(), &[lost("2026-11-27T13:00:00.000Z")]);
    assert_eq!((said.refunded(), said.charged_back), (2000, 2000), "given back before, and lost after");
}

#[test]
fn fees_that_come_back_with_a_refund_are_not_kept() {
    let mut back = refund("C1", "50.00", "COMPLETED", "");
    back["seller_payable_breakdown"] = json!({ "paypal_fee": eur("1.05") });
    let told = order("COMPLETED", json!({ "captures": [capture("C1", "50.00")], "refunds": [back] }));
    assert_eq!(told.statement(&whole(), &[]).fees, 35);
}

#[test]
fn what_is_no_order_is_not_read_as_one() {
    let unit = json!([{ "amount": eur("50.00") }]);
    for bad in [
        json!({}),
        json!({ "id": "5O1", "purchase_units": unit }),
        json!({ "status": "CREATED", "purchase_units": unit }),
        json!({ "id": "5O1", "status": "CREATED" }),
        json!({ "id": "5O1", "status": "CREATED", "purchase_units": [{ "amount": { "currency_code": "EUR" } }] }),
    ] {
        assert!(Order::read(&bad).is_err(), "{bad}");
    }
}
