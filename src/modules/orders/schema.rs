diesel::table! {
    orders_orders (id) {
        id -> Binary,
        number -> Text,
        link_token -> Text,
        market -> Binary,
        locale -> Text,
        currency -> Text,
        lifecycle -> Text,
        payment -> Text,
        fulfilment -> Text,
        email -> Text,
        buyer_name -> Text,
        doc -> Text,
        goods -> BigInt,
        discount -> BigInt,
        shipping -> BigInt,
        tax -> BigInt,
        total -> BigInt,
        placed_at -> BigInt,
        updated_at -> BigInt,
        version -> BigInt,
        fee -> BigInt,
        customer -> Nullable<Binary>,
        coupon -> Nullable<Binary>,
        on_delivery -> Nullable<BigInt>,
    }
}
diesel::table! {
    orders_lines (order_id, position) {
        order_id -> Binary,
        position -> BigInt,
        variant -> Binary,
        sku -> Text,
        title -> Text,
        options -> Text,
        picture -> Text,
        quantity -> BigInt,
        unit -> BigInt,
        discount -> BigInt,
        tax -> BigInt,
        amount -> BigInt,
        shipped -> BigInt,
        dropped -> BigInt,
    }
}
diesel::table! {
    orders_history (order_id, version) {
        order_id -> Binary,
        version -> BigInt,
        kind -> Text,
        payload -> Text,
        actor -> Text,
        correlation -> Text,
        at -> BigInt,
    }
}
diesel::table! {
    orders_fulfilments (id) {
        id -> Binary,
        order_id -> Binary,
        lines -> Text,
        carrier -> Text,
        tracking -> Text,
        shipped_at -> BigInt,
    }
}
diesel::table! {
    orders_numbers (series) {
        series -> Text,
        next -> BigInt,
    }
}
diesel::table! {
    orders_terms (term, order_id) {
        term -> Text,
        order_id -> Binary,
    }
}
diesel::table! {
    orders_tags (order_id, tag) {
        order_id -> Binary,
        tag -> Text,
    }
}
diesel::table! {
    orders_reviews (order_id) {
        order_id -> Binary,
        why -> Text,
        state -> Text,
        held_at -> BigInt,
        decided_at -> BigInt,
        decided_by -> Text,
    }
}
diesel::table! {
    orders_notes (id) {
        id -> Binary,
        order_id -> Binary,
        author -> Text,
        body -> Text,
        at -> BigInt,
    }
}
diesel::table! {
    orders_marks (name) {
        name -> Text,
        value -> Text,
    }
}
diesel::table! {
    orders_refunds (id) {
        id -> Binary,
        order_id -> Binary,
        doc -> Text,
        amount -> BigInt,
        tax -> BigInt,
        reason -> Text,
        actor -> Text,
        at -> BigInt,
    }
}
diesel::table! {
    orders_batches (id) {
        id -> Binary,
        doc -> Text,
        actor -> Text,
        at -> BigInt,
        total -> BigInt,
        seen -> BigInt,
        done -> BigInt,
        last -> Nullable<Binary>,
        state -> Text,
        ended_at -> Nullable<BigInt>,
    }
}
diesel::table! {
    orders_batch_refusals (batch_id, order_id) {
        batch_id -> Binary,
        order_id -> Binary,
        code -> Text,
    }
}
diesel::allow_tables_to_appear_in_same_query!(orders_batch_refusals, orders_orders);
diesel::allow_tables_to_appear_in_same_query!(orders_lines, orders_orders);
