diesel::table! {
    search_products (product) {
        product -> Binary,
        version -> BigInt,
        categories -> Text,
        stale_at -> BigInt,
    }
}
diesel::table! {
    search_listings (shelf, product) {
        shelf -> BigInt,
        product -> Binary,
        sold_out -> Bool,
        position -> BigInt,
        created_at -> BigInt,
        title_key -> Text,
        price -> BigInt,
        brand -> BigInt,
        band -> BigInt,
    }
}
diesel::table! {
    search_brands (brand) {
        brand -> BigInt,
        slug -> Text,
        name -> Text,
    }
}
diesel::table! {
    search_words (word, product) {
        word -> Text,
        product -> Binary,
        weight -> BigInt,
    }
}
diesel::table! {
    search_documents (product) {
        product -> Binary,
        version -> BigInt,
        body -> Text,
    }
}
diesel::table! {
    search_state (name) {
        name -> Text,
        at -> BigInt,
    }
}
diesel::table! {
    search_rules (id) {
        id -> Binary,
        kind -> Text,
        doc -> Text,
        made_at -> BigInt,
        removed_at -> BigInt,
        version -> BigInt,
    }
}
diesel::table! {
    search_missed (words) {
        words -> Text,
        typed -> Text,
        times -> BigInt,
        last_at -> BigInt,
    }
}
diesel::allow_tables_to_appear_in_same_query!(search_listings, search_words, search_products);
