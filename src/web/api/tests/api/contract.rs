use std::path::Path;

use serde_json::Value;

use crate::support::TestShop;

/// Run with `SUNDRY_UPDATE=1` to write it anew.
#[test]
fn the_committed_contract_is_what_is_served() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/openapi.json");
    if std::env::var_os("SUNDRY_UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, api::document()).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == api::document(), "docs/openapi.json is old; run this test with SUNDRY_UPDATE=1");
}

#[test]
fn every_route_is_in_the_contract_and_nothing_else() {
    let contract: Value = serde_json::from_str(api::document()).unwrap();
    assert!(contract["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut told: Vec<String> = Vec::new();
    for (path, item) in contract["paths"].as_object().unwrap() {
        let methods = item.as_object().unwrap().keys();
        told.extend(methods.map(|method| format!("{} {path}", method.to_uppercase())));
    }
    let routes = api::routes();
    let mut there: Vec<String> = routes.list().iter().map(|r| format!("{} {}", r.method, r.path)).collect();
    told.sort();
    there.sort();
    assert_eq!(told, there);
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk(at: &Value, whole: &Value) {
        if let Some(to) = at.get("$ref").and_then(Value::as_str) {
            assert!(whole.pointer(to.trim_start_matches('#')).is_some(), "{to} leads nowhere");
        }
        match at {
            Value::Object(map) => map.values().for_each(|v| walk(v, whole)),
            Value::Array(list) => list.iter().for_each(|v| walk(v, whole)),
            _ => {}
        }
    }
    let contract: Value = serde_json::from_str(api::document()).unwrap();
    walk(&contract, &contract);
}

#[actix_web::test]
async fn it_is_served() {
    let shop = TestShop::new().await;
    let seen = shop.program().await.get("/api/v1/openapi.json").await;
    assert_eq!((seen.status, seen.kind.as_str()), (200, "application/json"));
    assert_eq!(seen.text("/info/version"), "1");
}
