diesel::table! {
    catalog_products (id) {
        id -> Binary,
        handle -> Text,
        category -> Nullable<Binary>,
        title -> Text,
        subtitle -> Text,
        description -> Text,
        brand -> Text,
        status -> Text,
        tax_class -> Text,
        attributes -> Text,
        options -> Text,
        pictures -> Text,
        tags -> Text,
        seo_title -> Text,
        seo_description -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
        version -> BigInt,
        publish_from -> BigInt,
        publish_until -> BigInt,
        indexed -> BigInt,
    }
}
diesel::table! {
    catalog_variants (id) {
        id -> Binary,
        product -> Binary,
        sku -> Text,
        option_values -> Text,
        barcode -> Text,
        weight_grams -> BigInt,
        position -> BigInt,
        picture -> Nullable<Binary>,
        active -> Bool,
        level -> Text,
    }
}
diesel::table! {
    catalog_categories (id) {
        id -> Binary,
        parent -> Nullable<Binary>,
        slug -> Text,
        title -> Text,
        intro -> Text,
        position -> BigInt,
        picture -> Text,
        updated_at -> BigInt,
        version -> BigInt,
        facets -> Text,
    }
}
diesel::table! {
    catalog_attributes (id) {
        id -> Binary,
        code -> Text,
        name -> Text,
        kind -> Text,
        unit -> Text,
        filterable -> Bool,
        position -> BigInt,
        updated_at -> BigInt,
        version -> BigInt,
    }
}
diesel::table! {
    catalog_category_products (category, product) {
        category -> Binary,
        product -> Binary,
        position -> BigInt,
    }
}
diesel::table! {
    catalog_texts (entity, locale, field) {
        entity -> Binary,
        locale -> Text,
        field -> Text,
        value -> Text,
    }
}
diesel::table! {
    catalog_words (word, product) {
        word -> Text,
        product -> Binary,
    }
}
diesel::table! {
    catalog_redirects (kind, slug) {
        kind -> Text,
        slug -> Text,
        target -> Binary,
        created_at -> BigInt,
    }
}
diesel::table! {
    catalog_undos (id) {
        id -> Binary,
        actor -> Text,
        deed -> Text,
        things -> BigInt,
        before -> Text,
        at -> BigInt,
    }
}
diesel::joinable!(catalog_variants -> catalog_products (product));
diesel::joinable!(catalog_category_products -> catalog_products (product));
diesel::allow_tables_to_appear_in_same_query!(
    catalog_products,
    catalog_variants,
    catalog_categories,
    catalog_category_products,
    catalog_texts,
    catalog_words,
    catalog_attributes,
);
