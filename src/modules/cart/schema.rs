diesel::table! {
    cart_carts (id) {
        id -> Binary,
        token_hash -> Binary,
        market -> Binary,
        state -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        coupon -> Nullable<Text>,
        customer -> Nullable<Binary>,
    }
}
diesel::table! {
    cart_lines (cart, variant) {
        cart -> Binary,
        variant -> Binary,
        quantity -> BigInt,
        position -> BigInt,
        seen_unit -> Nullable<BigInt>,
        seen_left -> Nullable<BigInt>,
    }
}
diesel::table! {
    cart_keys (token_hash) {
        token_hash -> Binary,
        cart -> Binary,
    }
}
diesel::joinable!(cart_lines -> cart_carts (cart));
diesel::allow_tables_to_appear_in_same_query!(cart_carts, cart_lines, cart_keys);
