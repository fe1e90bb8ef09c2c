diesel::table! {
    content_pages (slug, locale) {
        slug -> Text,
        locale -> Text,
        title -> Text,
        body -> Text,
        published -> Bool,
        version -> BigInt,
        updated_at -> BigInt,
    }
}
