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
        floor -> Nullable<BigInt>,
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
diesel::table! {
    pricing_taxes (id) {
        id -> Binary,
        tax_class -> Text,
        country -> Text,
        name -> Text,
        rate -> BigInt,
        compound -> Bool,
        position -> BigInt,
        valid_from -> BigInt,
        valid_until -> BigInt,
    }
}
diesel::table! {
    pricing_promotions (id) {
        id -> Binary,
        title -> Text,
        state -> Text,
        lane -> BigInt,
        currency -> Text,
        conditions -> Text,
        benefit -> Text,
        valid_from -> BigInt,
        valid_until -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        version -> BigInt,
    }
}
diesel::table! {
    pricing_coupons (id) {
        id -> Binary,
        promotion -> Binary,
        code -> Text,
        uses_limit -> Nullable<BigInt>,
        per_buyer -> Nullable<BigInt>,
        taken -> BigInt,
        created_at -> BigInt,
    }
}
diesel::table! {
    pricing_coupon_uses (coupon, holder) {
        coupon -> Binary,
        holder -> Binary,
        buyer -> Binary,
        state -> Text,
        amount -> BigInt,
        expires_at -> BigInt,
        created_at -> BigInt,
    }
}
diesel::joinable!(pricing_coupons -> pricing_promotions (promotion));
diesel::allow_tables_to_appear_in_same_query!(pricing_promotions, pricing_coupons);
