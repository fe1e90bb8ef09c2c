diesel::table! {
    checkout_attempts (id) {
        id -> Binary,
        cart -> Binary,
        order_id -> Binary,
        state -> Text,
        idempotency_key -> Nullable<Text>,
        payment_method -> Text,
        currency -> Text,
        total -> BigInt,
        doc -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}
