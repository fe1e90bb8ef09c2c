//! A table's prefix names its owner; both databases have the same tables and columns; `schema.rs` agrees with them.
use std::collections::{BTreeMap, BTreeSet};

use db::Conn;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::{files, root};

/// Prefixes that are not a module's name.
const PLATFORM_OWNERS: &[(&str, &str)] = &[
    ("events_", "platform/events"),
    ("auth_", "platform/auth"),
    ("audit_", "platform/db"),
    ("idempotency_", "platform/db"),
];

type Tables = BTreeMap<String, BTreeSet<String>>;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
}

fn tables_of(db: &db::Db) -> Tables {
    let columns: Vec<Column> = db
        .read_now(|conn| {
            Ok::<_, db::DbError>(match conn {
                Conn::Postgres(c) => diesel::sql_query(
                    "SELECT table_name::text, column_name::text FROM information_schema.columns \
                     WHERE table_schema = 'public' ORDER BY 1, 2",
                )
                .load(c)?,
                Conn::Sqlite(c) => diesel::sql_query(
                    "SELECT m.name AS table_name, p.name AS column_name FROM sqlite_master m \
                     JOIN pragma_table_info(m.name) p WHERE m.type = 'table' ORDER BY 1, 2",
                )
                .load(c)?,
            })
        })
        .expect("the schema can be read");
    let mut tables = Tables::new();
    for column in columns {
        let ours = !column.table_name.starts_with("sqlite_") && !column.table_name.starts_with("__diesel");
        if ours {
            tables.entry(column.table_name).or_default().insert(column.column_name);
        }
    }
    tables
}

/// Every `table!` in the code with its columns and the file it stands in.
fn declared() -> Vec<(String, BTreeSet<String>, String)> {
    let mut found = Vec::new();
    for file in files(&root().join("src"), "rs") {
        let text = std::fs::read_to_string(&file).expect("a source file");
        let place = file.strip_prefix(root().join("src")).expect("below src").display().to_string();
        // Tests declare what they plant.
        if place.contains("test") {
            continue;
        }
        let mut rest = text.as_str();
        while let Some(at) = rest.find("table! {") {
            rest = &rest[at + 8..];
            let Some((head, body)) = rest.split_once('{') else { break };
            // A doc comment may stand above the name.
            let line = head.lines().rev().find(|l| !l.trim().is_empty() && !l.trim().starts_with("///"));
            let name = line.unwrap_or("").trim().split(['(', ' ']).next().unwrap_or("").to_owned();
            let mut columns = BTreeSet::new();
            let mut called = None;
            for line in body.split('}').next().unwrap_or("").lines().map(str::trim) {
                if let Some(rest) = line.strip_prefix("#[sql_name = \"") {
                    called = rest.split('"').next().map(str::to_owned);
                } else if let Some((column, _)) = line.split_once("->") {
                    columns.insert(called.take().unwrap_or_else(|| column.trim().to_owned()));
                }
            }
            if name.contains('_') {
                found.push((name, columns, place.clone()));
            }
        }
    }
    found
}

fn owner(table: &str) -> String {
    match PLATFORM_OWNERS.iter().find(|(prefix, _)| table.starts_with(prefix)) {
        Some((_, owner)) => (*owner).to_owned(),
        None => format!("modules/{}", table.split('_').next().unwrap_or_default()),
    }
}

#[test]
fn both_databases_have_the_same_tables_and_columns() {
    let sqlite = tables_of(&testkit::sqlite(&sundry::MIGRATIONS).db);
    assert!(sqlite.contains_key("orders_orders"), "{:?}", sqlite.keys());
    let Some(postgres) = testkit::postgres(&sundry::MIGRATIONS) else { return testkit::skipped("postgres") };
    assert_eq!(sqlite, tables_of(&postgres.db));
}

#[test]
fn the_code_knows_the_tables_as_they_are() {
    let real = tables_of(&testkit::sqlite(&sundry::MIGRATIONS).db);
    let declared = declared();
    for (name, columns, place) in &declared {
        let stored = real.get(name).unwrap_or_else(|| panic!("{place} declares {name}, which no migration makes"));
        assert_eq!(columns, stored, "{name}, declared in {place}");
    }
    for table in real.keys() {
        assert!(declared.iter().any(|(name, ..)| name == table), "{table} is made and never declared");
    }
}

#[test]
fn a_table_is_declared_and_named_only_by_its_owner() {
    let mut names = BTreeSet::new();
    for (name, _, place) in declared() {
        assert!(place.starts_with(&owner(&name)), "{name} belongs to {}, and {place} declares it", owner(&name));
        names.insert(name);
    }
    for file in files(&root().join("src"), "rs") {
        let place = file.strip_prefix(root().join("src")).expect("below src").display().to_string();
        let text = std::fs::read_to_string(&file).expect("a source file");
        // Tests may plant what must not be.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        if place.contains("test") {
            continue;
        }
        for name in &names {
            let named = code.lines().filter(|l| !l.trim_start().starts_with("//")).any(|l| {
                l.match_indices(name.as_str()).any(|(at, _)| {
                    let after = l[at + name.len()..].chars().next();
                    let before = l[..at].chars().next_back();
                    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '_');
                    edge(before) && edge(after)
                })
            });
            assert!(!named || place.starts_with(&owner(name)), "{place} names {name}, which is {}'s", owner(name));
        }
    }
}

#[test]
fn no_foreign_key_crosses_rooms() {
    for backend in ["sqlite", "postgres"] {
        for file in files(&root().join("migrations").join(backend), "sql") {
            let text = std::fs::read_to_string(&file).expect("a migration");
            let mut table = String::new();
            for line in text.lines() {
                if let Some(rest) = line.trim().strip_prefix("CREATE TABLE ") {
                    rest.split([' ', '(']).next().unwrap_or_default().clone_into(&mut table);
                }
                if let Some((_, target)) = line.split_once("REFERENCES ") {
                    let target = target.split([' ', '(']).next().unwrap_or_default();
                    assert_eq!(owner(&table), owner(target), "{}: {table} -> {target}", file.display());
                }
            }
        }
    }
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |backend: &str| -> Vec<String> {
        files(&root().join("migrations").join(backend), "sql")
            .iter()
            .filter_map(|f| Some(f.parent()?.file_name()?.to_string_lossy().into_owned()))
            .collect()
    };
    assert!(names("sqlite").len() > 10);
    assert_eq!(names("sqlite"), names("postgres"));
}
