diesel::table! {
    auth_sessions (id) {
        id -> Binary,
        realm -> Text,
        subject -> Text,
        token_hash -> Binary,
        created_at -> BigInt,
        last_seen_at -> BigInt,
        expires_at -> BigInt,
        absolute_expires_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
        user_agent -> Text,
    }
}

diesel::table! {
    auth_refresh_tokens (token_hash) {
        token_hash -> Binary,
        session -> Binary,
        created_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    auth_origins (origin) {
        origin -> Text,
        added_at -> BigInt,
    }
}

diesel::table! {
    auth_throttles (key) {
        key -> Text,
        window_start -> BigInt,
        count -> BigInt,
    }
}
