//! Who may call whom. A new arrow is a decision to be written down first.
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

const PLATFORM: &[&str] = &["kernel", "db", "events", "auth", "telemetry", "outbound", "steady"];
const MODULES: &[&str] = &[
    "catalog",
    "media",
    "markets",
    "pricing",
    "inventory",
    "customers",
    "staff",
    "cart",
    "checkout",
    "orders",
    "payments",
    "shipping",
    "notifications",
    "search",
    "content",
    "imports",
    "webhooks",
    "recommendations",
];

/// The rooms that `room` may call, beside the platform.
fn allowed(room: &str) -> BTreeSet<&'static str> {
    let set = |names: &[&'static str]| names.iter().copied().collect::<BTreeSet<_>>();
    match room {
        "kernel" | "outbound" => set(&[]),
        "db" | "telemetry" | "steady" => set(&["kernel"]),
        "events" | "auth" => set(&["kernel", "db"]),
        "testkit" => set(&["kernel", "db"]),
        "cart" => set(&["catalog", "pricing", "inventory"]),
        "orders" => set(&["inventory", "payments", "shipping"]),
        "checkout" => set(&["cart", "pricing", "inventory", "shipping", "orders", "payments", "customers"]),
        "flows" => set(MODULES),
        "kit" => set(&["markets", "customers", "staff"]),
        "storefront" | "admin" | "api" => {
            let mut rooms = set(MODULES);
            rooms.extend(["kit", "flows"]);
            rooms
        }
        module if MODULES.contains(&module) => set(&[]),
        _ => BTreeSet::new(),
    }
}

/// Each room with the rooms it calls, and with the foreign crates it uses; test dependencies left out.
fn graph() -> BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(super::root())
        .output()
        .expect("cargo metadata runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo metadata answers JSON");
    let mut rooms = BTreeMap::new();
    for package in metadata["packages"].as_array().expect("packages") {
        let Some(room) = package["name"].as_str().and_then(|n| n.strip_prefix("sundry-")) else { continue };
        let (mut inner, mut outer) = (BTreeSet::new(), BTreeSet::new());
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            if dependency["kind"] == "dev" {
                continue;
            }
            let name = dependency["name"].as_str().expect("a name");
            match name.strip_prefix("sundry-") {
                Some(other) => inner.insert(other.to_owned()),
                None => outer.insert(name.to_owned()),
            };
        }
        rooms.insert(room.to_owned(), (inner, outer));
    }
    rooms
}

#[test]
fn rooms_call_only_those_they_may() {
    let graph = graph();
    assert!(graph.len() >= 20, "the workspace has its rooms: {:?}", graph.keys());
    let mut wrong = Vec::new();
    for (room, (calls, _)) in &graph {
        let mut may = allowed(room);
        if !PLATFORM.contains(&room.as_str()) && room != "testkit" {
            may.extend(PLATFORM);
        }
        wrong.extend(calls.iter().filter(|c| !may.contains(c.as_str())).map(|c| format!("{room} -> {c}")));
    }
    assert!(wrong.is_empty(), "arrows that nobody drew: {wrong:?}");
}

#[test]
fn only_the_web_knows_the_web() {
    for (room, (_, crates)) in graph() {
        if ["kit", "storefront", "admin", "api"].contains(&room.as_str()) {
            continue;
        }
        let web: Vec<_> = crates.iter().filter(|c| c.starts_with("actix") || c.starts_with("askama")).collect();
        assert!(web.is_empty(), "{room} knows the web: {web:?}");
    }
}

#[test]
fn an_undrawn_arrow_would_be_seen() {
    assert!(!allowed("inventory").contains("catalog"));
    assert!(!allowed("api").contains("storefront"));
    assert!(graph()["checkout"].0.contains("cart"), "the graph is read, not empty");
}
