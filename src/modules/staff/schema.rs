diesel::table! {
    staff_members (id) {
        id -> Binary,
        email -> Text,
        name -> Text,
        password_hash -> Text,
        role -> Text,
        active -> Bool,
        created_at -> BigInt,
        updated_at -> BigInt,
        version -> BigInt,
    }
}
diesel::table! {
    staff_founding (number) {
        number -> BigInt,
        at -> BigInt,
    }
}
