diesel::table! {
    staff_members (id) {
        id -> Binary,
        email -> Text,
        name -> Text,
        password_hash -> Text,
        role -> Text,
        active -> Bool,
        created_at -> BigInt,
        updated_at -> BigInt,
        version -> BigInt,
    }
}
diesel::table! {
    staff_founding (number) {
        number -> BigInt,
        at -> BigInt,
    }
}
diesel::table! {
    staff_tokens (id) {
        id -> Binary,
        member -> Binary,
        name -> Text,
        token_hash -> Binary,
        hint -> Text,
        powers -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        last_used_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
    }
}
