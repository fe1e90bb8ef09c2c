diesel::table! {
    shipping_methods (id) {
        id -> Binary,
        code -> Text,
        name -> Text,
        description -> Text,
        countries -> Text,
        currency -> Text,
        price -> BigInt,
        free_over -> Nullable<BigInt>,
        tax_class -> Text,
        min_days -> BigInt,
        max_days -> BigInt,
        position -> BigInt,
        active -> Bool,
    }
}
