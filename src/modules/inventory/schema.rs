diesel::table! {
    inventory_locations (id) {
        id -> Binary,
        code -> Text,
        name -> Text,
        priority -> BigInt,
        active -> Bool,
    }
}
diesel::table! {
    inventory_stock (variant, location) {
        variant -> Binary,
        location -> Binary,
        on_hand -> BigInt,
        allocated -> BigInt,
        reserved -> BigInt,
        safety -> BigInt,
        backorder -> BigInt,
        version -> BigInt,
        low_at -> Nullable<BigInt>,
        preorder -> Bool,
        expected_on -> Nullable<BigInt>,
        arrives_on -> Nullable<BigInt>,
    }
}
diesel::table! {
    inventory_movements (seq) {
        seq -> BigInt,
        variant -> Binary,
        location -> Binary,
        kind -> Text,
        quantity -> BigInt,
        reference -> Text,
        actor -> Text,
        at -> BigInt,
    }
}
diesel::table! {
    inventory_reservations (reference, variant, location) {
        reference -> Binary,
        variant -> Binary,
        location -> Binary,
        quantity -> BigInt,
        expires_at -> BigInt,
    }
}
diesel::table! {
    inventory_allocations (reference, variant, location) {
        reference -> Binary,
        variant -> Binary,
        location -> Binary,
        quantity -> BigInt,
        shipped -> BigInt,
        released -> BigInt,
    }
}
diesel::table! {
    inventory_settings (name) {
        name -> Text,
        value -> Text,
    }
}
diesel::table! {
    inventory_transfers (id) {
        id -> Binary,
        source -> Binary,
        target -> Binary,
        state -> Text,
        note -> Text,
        version -> BigInt,
        made_at -> BigInt,
        sent_at -> Nullable<BigInt>,
        received_at -> Nullable<BigInt>,
    }
}
diesel::table! {
    inventory_transfer_lines (transfer, variant) {
        transfer -> Binary,
        variant -> Binary,
        quantity -> BigInt,
        received -> BigInt,
    }
}
diesel::table! {
    inventory_supplies (id) {
        id -> Binary,
        location -> Binary,
        supplier -> Text,
        reference -> Text,
        expected_on -> Nullable<BigInt>,
        state -> Text,
        version -> BigInt,
        made_at -> BigInt,
        closed_at -> Nullable<BigInt>,
    }
}
diesel::table! {
    inventory_supply_lines (supply, variant) {
        supply -> Binary,
        variant -> Binary,
        quantity -> BigInt,
        received -> BigInt,
    }
}
diesel::table! {
    inventory_feed (id) {
        id -> BigInt,
        url -> Text,
        minutes -> BigInt,
        location -> Nullable<Binary>,
        active -> Bool,
        due_at -> BigInt,
    }
}
diesel::table! {
    inventory_feed_runs (id) {
        id -> Binary,
        state -> Text,
        error -> Text,
        read -> BigInt,
        changed -> BigInt,
        refused -> BigInt,
        begun_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}
diesel::table! {
    inventory_feed_rows (run, line) {
        run -> Binary,
        line -> BigInt,
        sku -> Text,
        outcome -> Text,
        was -> Nullable<BigInt>,
        now -> Nullable<BigInt>,
    }
}
diesel::joinable!(inventory_stock -> inventory_locations (location));
diesel::joinable!(inventory_transfer_lines -> inventory_transfers (transfer));
diesel::joinable!(inventory_supply_lines -> inventory_supplies (supply));
diesel::allow_tables_to_appear_in_same_query!(inventory_locations, inventory_stock);
diesel::allow_tables_to_appear_in_same_query!(inventory_transfers, inventory_transfer_lines);
diesel::allow_tables_to_appear_in_same_query!(inventory_supplies, inventory_supply_lines);
