diesel::table! {
    payments_payments (id) {
        id -> Binary,
        reference -> Binary,
        provider -> Text,
        state -> Text,
        currency -> Text,
        amount -> BigInt,
        authorized -> BigInt,
        captured -> BigInt,
        refunded -> BigInt,
        provider_reference -> Text,
        error -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
        version -> BigInt,
        checked_at -> BigInt,
        reminded_at -> BigInt,
        disputed -> BigInt,
        charged_back -> BigInt,
        fees -> BigInt,
        attention -> Text,
    }
}
diesel::table! {
    payments_settings (key) {
        key -> Text,
        value -> Text,
        updated_at -> BigInt,
    }
}
diesel::table! {
    payments_requests (id) {
        id -> Binary,
        payment -> Binary,
        kind -> Text,
        amount -> BigInt,
        state -> Text,
        error -> Text,
        actor -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}
diesel::table! {
    payments_ledger (transfer, line) {
        transfer -> Binary,
        line -> BigInt,
        account -> Text,
        amount -> BigInt,
        currency -> Text,
        payment -> Binary,
        at -> BigInt,
        kind -> Text,
    }
}
diesel::table! {
    payments_notices (provider, event) {
        provider -> Text,
        event -> Text,
        kind -> Text,
        payment -> Nullable<Binary>,
        received_at -> BigInt,
    }
}
diesel::table! {
    payments_holders (account, provider) {
        account -> Binary,
        provider -> Text,
        name -> Text,
        created_at -> BigInt,
    }
}
diesel::table! {
    payments_cards (id) {
        id -> Binary,
        account -> Binary,
        provider -> Text,
        reference -> Text,
        brand -> Text,
        last4 -> Text,
        exp_month -> BigInt,
        exp_year -> BigInt,
        fingerprint -> Text,
        preferred -> Bool,
        created_at -> BigInt,
    }
}
diesel::table! {
    payments_payers (payment) {
        payment -> Binary,
        account -> Nullable<Binary>,
        keep -> Bool,
        card -> Nullable<Binary>,
    }
}
diesel::table! {
    payments_tries (payment) {
        payment -> Binary,
        subjects -> Text,
        refusal -> Text,
        at -> BigInt,
    }
}
diesel::table! {
    payments_approvals (payment) {
        payment -> Binary,
        verdict -> Text,
        decided_at -> BigInt,
    }
}
