diesel::table! {
    markets_markets (id) {
        id -> Binary,
        code -> Text,
        name -> Text,
        currency -> Text,
        locale -> Text,
        tax_mode -> Text,
        country -> Text,
        countries -> Text,
        time_zone -> Text,
        price_list -> Binary,
        is_default -> Bool,
        position -> BigInt,
        tax_rounding -> Text,
        hold_net -> Bool,
        version -> BigInt,
    }
}
diesel::table! {
    markets_settings (key) {
        key -> Text,
        value -> Text,
        updated_at -> BigInt,
        version -> BigInt,
    }
}
