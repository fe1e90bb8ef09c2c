diesel::table! {
    inventory_locations (id) {
        id -> Binary,
        code -> Text,
        name -> Text,
        priority -> BigInt,
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
diesel::joinable!(inventory_stock -> inventory_locations (location));
diesel::allow_tables_to_appear_in_same_query!(inventory_locations, inventory_stock);
