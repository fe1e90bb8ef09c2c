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
        rated -> Bool,
        names -> Text,
    }
}
diesel::table! {
    shipping_zones (id) {
        id -> Binary,
        name -> Text,
        countries -> Text,
        position -> BigInt,
    }
}
diesel::table! {
    shipping_rates (method, position) {
        method -> Binary,
        position -> BigInt,
        zone -> Binary,
        weight_from -> BigInt,
        weight_to -> Nullable<BigInt>,
        goods_from -> BigInt,
        goods_to -> Nullable<BigInt>,
        price -> BigInt,
    }
}
diesel::joinable!(shipping_rates -> shipping_zones (zone));
diesel::allow_tables_to_appear_in_same_query!(shipping_rates, shipping_zones);
