//! The tables as both databases have them.
diesel::table! {
    events_log (seq) {
        seq -> BigInt,
        xact -> BigInt,
        stream -> Text,
        version -> BigInt,
        #[sql_name = "type"]
        kind -> Text,
        schema -> BigInt,
        payload -> Text,
        correlation -> Text,
        actor -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    events_cursors (subscriber) {
        subscriber -> Text,
        xact -> BigInt,
        seq -> BigInt,
        types -> Text,
        moved_at -> BigInt,
    }
}

diesel::table! {
    events_parked (subscriber, seq) {
        subscriber -> Text,
        seq -> BigInt,
        xact -> BigInt,
        stream -> Text,
        version -> BigInt,
        #[sql_name = "type"]
        kind -> Text,
        state -> Text,
        attempts -> BigInt,
        retry_at -> BigInt,
        error -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    events_jobs (seq) {
        seq -> BigInt,
        id -> Binary,
        kind -> Text,
        payload -> Text,
        state -> Text,
        priority -> BigInt,
        run_after -> BigInt,
        attempts -> BigInt,
        max_attempts -> BigInt,
        unique_key -> Nullable<Text>,
        ordering_key -> Nullable<Text>,
        owner -> Text,
        until -> BigInt,
        error -> Text,
        correlation -> Text,
        at -> BigInt,
        again -> Nullable<Binary>,
        again_payload -> Nullable<Text>,
    }
}

diesel::table! {
    events_schedules (name) {
        name -> Text,
        every -> BigInt,
        next_at -> BigInt,
        last_at -> BigInt,
    }
}

diesel::table! {
    events_leases (name) {
        name -> Text,
        owner -> Text,
        until -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(events_log, events_parked, events_cursors);
