diesel::table! {
    imports_runs (id) {
        id -> Binary,
        format -> Text,
        file -> Text,
        fingerprint -> Text,
        size -> BigInt,
        stored -> Bool,
        settings -> Text,
        dry_run -> Bool,
        state -> Text,
        stopping -> Bool,
        settled -> BigInt,
        consumed -> BigInt,
        tally -> Text,
        noted -> BigInt,
        error -> Text,
        actor -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
        ended_at -> BigInt,
    }
}
diesel::table! {
    imports_rows (run, seq) {
        run -> Binary,
        seq -> BigInt,
        kind -> Text,
        line -> BigInt,
        subject -> Text,
        place -> Text,
        value -> Text,
        why -> Text,
        remedy -> Text,
    }
}
diesel::table! {
    imports_parts (run, which, seq) {
        run -> Binary,
        which -> Text,
        seq -> BigInt,
        bytes -> Binary,
    }
}
diesel::table! {
    imports_pictures (product, source_key) {
        product -> Binary,
        source_key -> Binary,
        run -> Binary,
        source -> Text,
        alt -> Text,
        skus -> Text,
        place -> BigInt,
        state -> Text,
        attempts -> BigInt,
        next_at -> BigInt,
        error -> Text,
        picture -> Nullable<Binary>,
    }
}
