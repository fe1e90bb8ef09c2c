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

/// What was released is what programs were written for. Move `info.version` to break with it, and write the file anew
/// with each release: it is a copy of `docs/openapi.json`.
#[test]
fn nothing_that_was_released_is_broken() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/openapi.released.json");
    let released: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let now: Value = serde_json::from_str(api::document()).unwrap();
    if released["info"]["version"] == now["info"]["version"] {
        assert_eq!(api::breaking(&released, &now), Vec::<String>::new());
    }
}

#[test]
fn what_breaks_is_told() {
    let now: Value = serde_json::from_str(api::document()).unwrap();
    assert_eq!(api::breaking(&now, &now), Vec::<String>::new());
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut new = now.clone();
        change(&mut new);
        api::breaking(&now, &new)
    };
    let lines = "/api/v1/carts/{token}/lines";
    let told = changed(&|new| drop(new["paths"].as_object_mut().unwrap().remove(lines)));
    assert_eq!(told, [format!("POST {lines} is gone")]);
    let told = changed(&|new| {
        new["components"]["schemas"]["Quantity"]["required"] = serde_json::json!(["quantity", "why"]);
    });
    assert_eq!(told, ["PUT /api/v1/carts/{token}/lines/{variant} needs `why`"]);
    let told = changed(&|new| {
        let fields = new["components"]["schemas"]["Category"]["properties"].as_object_mut().unwrap();
        fields.remove("slug");
    });
    assert_eq!(told[0], "GET /api/v1/categories 200 items[] does not say `slug` any more");
    let told = changed(&|new| {
        new["paths"]["/api/v1/products"]["get"]["parameters"][0]["required"] = serde_json::json!(true);
    });
    assert_eq!(told.len(), 1, "{told:?}");
}

/// Every code that a problem can have, as the source writes it. `SUNDRY_UPDATE=1` writes the list anew; a code that is
/// gone breaks programs.
#[test]
fn the_codes_of_problems_are_listed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let mut codes = std::collections::BTreeSet::new();
    for room in ["modules", "platform", "flows", "web/kit", "web/api"] {
        for file in rust_files(&root.join("src").join(room)) {
            let text = std::fs::read_to_string(file).unwrap();
            let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            let bodies =
                text.split("fn code(").skip(1).map(|rest| rest.split("\n    }\n").next().unwrap_or_default());
            codes.extend(bodies.filter(|body| body.contains("match self")).flat_map(quoted));
            for opening in
                ["Failure::new(", "Self::new(", "(status, ", "Failure::invalid(", "failure(", "_YET: &str ="]
            {
                let calls = text.split(opening).skip(1).map(|call| call.split(';').next().unwrap_or_default());
                codes.extend(calls.filter_map(|call| quoted(call).into_iter().next()));
            }
        }
    }
    assert!(
        codes.contains("out_of_stock") && codes.contains("key_reused") && codes.contains("not_found"),
        "{codes:?}"
    );
    let now: String = codes.iter().map(|code| format!("{code}\n")).collect();
    let path = root.join("docs/problems.txt");
    if std::env::var_os("SUNDRY_UPDATE").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, now, "docs/problems.txt is not what the code says; read the difference");
}

fn rust_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            found.extend(rust_files(&path));
        } else if name.ends_with(".rs") && !name.contains("test") {
            found.push(path);
        }
    }
    found
}

/// The words between quotes that can be codes.
fn quoted(text: &str) -> Vec<String> {
    let words = text.split('"').skip(1).step_by(2);
    let code = |word: &&str| {
        let plain = word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit());
        word.len() > 2 && plain && *word != "description"
    };
    words.filter(code).map(str::to_owned).collect()
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
