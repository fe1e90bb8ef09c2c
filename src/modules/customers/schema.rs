diesel::table! {
    customers_accounts (id) {
        id -> Binary,
        login -> Text,
        email -> Text,
        name -> Text,
        password_hash -> Text,
        verified_at -> Nullable<BigInt>,
        created_at -> BigInt,
        updated_at -> BigInt,
        version -> BigInt,
        locale -> Text,
    }
}
diesel::table! {
    customers_addresses (id) {
        id -> Binary,
        account -> Binary,
        name -> Text,
        company -> Text,
        line1 -> Text,
        line2 -> Text,
        postal_code -> Text,
        city -> Text,
        country -> Text,
        phone -> Text,
        preferred -> Bool,
        created_at -> BigInt,
    }
}
diesel::table! {
    customers_letters (id) {
        id -> Binary,
        account -> Nullable<Binary>,
        purpose -> Text,
        email -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}
diesel::table! {
    customers_wishes (account, variant) {
        account -> Binary,
        variant -> Binary,
        created_at -> BigInt,
    }
}
diesel::table! {
    customers_notices (id) {
        id -> Binary,
        variant -> Binary,
        account -> Nullable<Binary>,
        login -> Text,
        email -> Text,
        created_at -> BigInt,
        confirmed_at -> Nullable<BigInt>,
        told_at -> Nullable<BigInt>,
        locale -> Text,
    }
}
