diesel::table! {
    recommendations_baskets (basket) {
        basket -> Binary,
        at -> BigInt,
        products -> Binary,
    }
}
diesel::table! {
    recommendations_views (product, other, day) {
        product -> Binary,
        other -> Binary,
        day -> BigInt,
        views -> BigInt,
    }
}
diesel::table! {
    recommendations_state (name) {
        name -> Text,
        at -> BigInt,
        last -> Binary,
    }
}
