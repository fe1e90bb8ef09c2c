//! Buying and selling in a real browser: the built program, its demo shop, Chromium.
mod shop;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use shop::{OpenShop, Started};

/// Longer than any journey takes, even beside every other test.
const PATIENCE: Duration = Duration::from_secs(150);

/// What a journey needs besides the shop.
struct Tools {
    node_modules: PathBuf,
    chrome: PathBuf,
}

impl Tools {
    fn found() -> Option<Self> {
        let folder = std::env::var_os("SUNDRY_NODE_MODULES").map_or_else(|| PathBuf::from("."), PathBuf::from);
        let node_modules = folder.canonicalize().ok()?.join("node_modules");
        let chrome = std::env::var_os("CHROME").map_or_else(|| PathBuf::from("/usr/bin/chromium"), PathBuf::from);
        let node = Command::new("node").arg("--version").output().is_ok_and(|o| o.status.success());
        let packages = ["playwright-core", "@axe-core/playwright"].iter().all(|p| node_modules.join(p).is_dir());
        (node && packages && chrome.is_file()).then_some(Self { node_modules, chrome })
    }
}

/// Runs a journey, a script in this folder, against a shop of its own.
fn journey(script: &str, mode: &str) {
    through(OpenShop::start, script, mode);
}

/// The same in a shop that is begun like this.
fn through(begin: fn() -> OpenShop, script: &str, mode: &str) {
    let Some(tools) = Tools::found() else { return testkit::skipped("browser") };
    let shop = begin();
    let told = shop.folder().join("told");
    let out = File::create(&told).expect("a file for what is told");
    let mut node = Command::new("node");
    node.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser").join(script))
        .args([&shop.url, &shop.email, &shop.password, mode])
        .arg(shop.data())
        .env("NODE_PATH", &tools.node_modules)
        .env("CHROME", &tools.chrome)
        .stdin(Stdio::null())
        .stdout(out.try_clone().expect("the same file"))
        .stderr(out);
    let ended = Started::group(&mut node).wait(PATIENCE);
    let told = std::fs::read_to_string(told).unwrap_or_default();
    match ended {
        Some(status) => {
            assert!(status.success(), "{script} {mode}: {status}\n{told}\nThe shop said:\n{}", shop.said())
        }
        None => panic!("{script} {mode}: not done after {PATIENCE:?}\n{told}\nThe shop said:\n{}", shop.said()),
    }
}

#[test]
fn bought_and_sent_with_scripts() {
    journey("journey.mjs", "scripts");
}

#[test]
fn bought_and_sent_without_scripts() {
    journey("journey.mjs", "plain");
}

#[test]
fn a_double_click_is_one_order() {
    journey("journey.mjs", "twice");
}

#[test]
fn what_is_paid_at_the_door_is_sent_first_with_scripts() {
    journey("cash.mjs", "scripts");
}

#[test]
fn what_is_paid_at_the_door_is_sent_first_without_scripts() {
    journey("cash.mjs", "plain");
}

#[test]
fn an_account_is_joined_and_left_with_scripts() {
    journey("account.mjs", "scripts");
}

#[test]
fn an_account_is_joined_and_left_without_scripts() {
    journey("account.mjs", "plain");
}

#[test]
fn goods_are_made_and_kept_with_scripts() {
    journey("goods.mjs", "scripts");
}

#[test]
fn goods_are_made_and_kept_without_scripts() {
    journey("goods.mjs", "plain");
}

#[test]
fn the_shop_is_looked_through_with_scripts() {
    journey("browse.mjs", "scripts");
}

#[test]
fn the_shop_is_looked_through_without_scripts() {
    journey("browse.mjs", "plain");
}

#[test]
fn the_contract_is_read_and_tried_with_scripts() {
    journey("docs.mjs", "scripts");
}

#[test]
fn the_contract_is_read_without_scripts() {
    journey("docs.mjs", "plain");
}

#[test]
fn a_buyer_with_wishes_is_served_with_scripts() {
    journey("checkout.mjs", "scripts");
}

#[test]
fn a_buyer_with_wishes_is_served_without_scripts() {
    journey("checkout.mjs", "plain");
}

#[test]
fn whoever_sets_up_a_shop_that_others_reach_shows_the_code_with_scripts() {
    through(OpenShop::reachable, "code.mjs", "scripts");
}

#[test]
fn whoever_sets_up_a_shop_that_others_reach_shows_the_code_without_scripts() {
    through(OpenShop::reachable, "code.mjs", "plain");
}

#[test]
fn an_empty_shop_is_set_up_and_opened_with_scripts() {
    through(OpenShop::empty, "firstrun.mjs", "scripts");
}

#[test]
fn an_empty_shop_is_set_up_and_opened_without_scripts() {
    through(OpenShop::empty, "firstrun.mjs", "plain");
}

#[test]
fn sent_given_back_and_called_off_with_scripts() {
    journey("aftersale.mjs", "scripts");
}

#[test]
fn sent_given_back_and_called_off_without_scripts() {
    journey("aftersale.mjs", "plain");
}

#[test]
fn fifty_orders_are_shipped_in_few_steps_with_scripts() {
    through(OpenShop::busy, "fifty.mjs", "scripts");
}

#[test]
fn fifty_orders_are_shipped_in_few_steps_without_scripts() {
    through(OpenShop::busy, "fifty.mjs", "plain");
}
