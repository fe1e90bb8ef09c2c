diesel::table! {
    pricing_price_lists (id) {
        id -> Binary,
        code -> Text,
        name -> Text,
        currency -> Text,
    }
}
diesel::table! {
    pricing_prices (variant, list, currency, min_qty, valid_from) {
        variant -> Binary,
        list -> Binary,
        currency -> Text,
        min_qty -> BigInt,
        valid_from -> BigInt,
        valid_until -> BigInt,
        amount -> BigInt,
        compare_at -> Nullable<BigInt>,
        version -> BigInt,
    }
}
diesel::table! {
    pricing_tax_rates (tax_class, country, valid_from) {
        tax_class -> Text,
        country -> Text,
        valid_from -> BigInt,
        valid_until -> BigInt,
        rate -> BigInt,
        name -> Text,
    }
}
