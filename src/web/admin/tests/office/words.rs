//! Every text of the back office is there, and used.

/// Every text of these parts is there, and used.
#[test]
fn no_text_of_goods_stock_and_people_is_missing_or_too_many() {
    use std::collections::BTreeSet;
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let words = [
        include_str!("../../../../../templates/texts/en/goods-texts.ftl"),
        include_str!("../../../../../templates/texts/en/goods.ftl"),
        include_str!("../../../../../templates/texts/en/stock.ftl"),
        include_str!("../../../../../templates/texts/en/people.ftl"),
        include_str!("../../../../../templates/texts/en/admin-orders.ftl"),
        include_str!("../../../../../templates/texts/en/admin-refunds.ftl"),
        include_str!("../../../../../templates/texts/en/admin-home.ftl"),
        include_str!("../../../../../templates/texts/en/admin-mails.ftl"),
    ]
    .concat();
    let mut sources = String::new();
    let mut folders = vec![root.join("pages"), root.join("views"), root.join("../../../templates/admin")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                sources.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    sources.push_str(include_str!("../../said.rs"));
    let ours = |key: &str| {
        ["goods-", "stock-", "people-", "orders-", "refund-", "home-", "mails-"].iter().any(|p| key.starts_with(p))
    };
    let written: BTreeSet<&str> =
        words.lines().filter_map(|l| l.split_once(" = ")).map(|(k, _)| k).filter(|k| ours(k)).collect();
    let used: BTreeSet<&str> =
        sources.split('"').filter(|t| ours(t) && !t.contains(['{', '.', '/', ' '])).collect();
    let by_code = |key: &str| {
        ["goods-wrong-", "stock-wrong-", "people-wrong-", "goods-tax-"].iter().any(|p| key.starts_with(p))
    };
    let missing: Vec<_> = used.iter().filter(|k| !written.contains(*k) && !k.ends_with('-')).collect();
    assert!(missing.is_empty(), "without a text: {missing:?}");
    let unused: Vec<_> = written.iter().filter(|k| !used.contains(*k) && !by_code(k)).collect();
    assert!(unused.is_empty(), "never used: {unused:?}");
}
