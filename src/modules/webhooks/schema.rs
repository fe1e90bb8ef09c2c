diesel::table! {
    webhooks_endpoints (id) {
        id -> Binary,
        url -> Text,
        note -> Text,
        kinds -> Text,
        secret -> Text,
        old_secret -> Text,
        old_until -> BigInt,
        active -> Bool,
        version -> BigInt,
        at -> BigInt,
    }
}
diesel::table! {
    webhooks_deliveries (id) {
        id -> Binary,
        endpoint -> Binary,
        kind -> Text,
        stream -> Text,
        body -> Text,
        state -> Text,
        attempts -> BigInt,
        status -> BigInt,
        told -> Text,
        at -> BigInt,
        tried_at -> BigInt,
    }
}
