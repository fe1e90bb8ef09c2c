//! What must hold of every page.
use super::*;

fn sample(name: &str) -> String {
    samples().into_iter().find(|(n, _)| *n == name).unwrap().1
}

/// The keys that a text mentions: `admin-…`.
fn keys(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').filter(|s| s.starts_with("admin-") && !s.contains(|c: char| c == '.' || c.is_whitespace()))
}

#[test]
fn every_page_is_written_where_it_can_be_looked_at() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("admin");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, html) in samples() {
        std::fs::write(folder.join(format!("{name}.html")), html).unwrap();
    }
}

#[test]
fn pages_keep_to_a_strict_content_security_policy() {
    for (name, html) in samples() {
        let markup = html.to_lowercase();
        for banned in [" style=", "<style", "javascript:", " onclick=", " onsubmit=", " onchange=", "src=\"http"] {
            assert!(!markup.contains(banned), "{name} has {banned}");
        }
        let scripts = markup.matches("<script").count();
        assert_eq!(scripts, markup.matches("<script src=\"/static/").count(), "{name} has an inline script");
    }
}

#[test]
fn every_post_form_proves_where_it_came_from() {
    for (name, html) in samples() {
        for form in html.split("<form").skip(1).filter(|form| form.contains("method=\"post\"")) {
            let form = form.split("</form>").next().unwrap();
            assert!(form.contains("<input type=\"hidden\" name=\"_token\" value=\"t0ken\">"), "{name}: {form}");
        }
    }
}

#[test]
fn paypals_page_says_where_things_stand_in_words() {
    let (set, new) = (sample("paypal"), sample("paypal-new"));
    for said in ["Sandbox: no money moves", "No webhook", "One is kept, sealed", "/webhooks/paypal", "Try the keys"]
    {
        assert!(set.contains(said), "{said}");
    }
    assert!(set.contains("name=\"secret\" type=\"password\" value=\"\""));
    assert!(new.contains("Not offered") && !new.contains("/paypal/test"));
    for html in [&set, &new] {
        assert!(!html.contains(">paypal-") && !html.contains(">stripe-"), "a text is missing");
    }
}

#[test]
fn what_people_typed_is_never_markup() {
    for name in [
        "orders",
        "orders-none-found",
        "order-capture",
        "orders-to-send",
        "orders-slips",
        "orders-all-tag",
        "order-refund",
        "paypal",
    ] {
        let html = sample(name);
        assert!(!html.contains("<script>alert"), "{name}");
        assert!(html.contains("&#60;script&#62;alert(1)"), "{name}");
    }
    assert!(!sample("sign-in").contains("\"><b>"));
}

#[test]
fn every_text_is_there_and_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    let mut folders = vec![root.to_owned(), root.join("../../../templates/admin")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()) {
            if path.is_file() {
                sources.push_str(&std::fs::read_to_string(path).unwrap());
            } else if !path.ends_with("tests") {
                folders.push(path);
            }
        }
    }
    let used: BTreeSet<&str> = keys(&sources).collect();
    let written: BTreeSet<&str> = WORDS
        .iter()
        .flat_map(|(_, text)| text.lines())
        .filter_map(|l| l.split_once(" = "))
        .map(|(k, _)| k)
        // What a place is also found by is asked for under its name.
        .filter(|k| k.starts_with("admin-") && !k.ends_with("-words"))
        .collect();
    assert_eq!(used.difference(&written).collect::<Vec<_>>(), Vec::<&&str>::new(), "without a text");
    assert_eq!(written.difference(&used).collect::<Vec<_>>(), Vec::<&&str>::new(), "never used");
}

#[test]
fn links_carry_the_filter_the_search_and_the_page() {
    let html = sample("orders-searched");
    assert!(html.contains(
        "href=\"/admin/orders?show=to-ship&#38;q=a%26b%20%22c%22&#38;payment=paid&#38;before=ord_10498\""
    ));
    assert!(html.contains("after=ord_10489\""));
    assert!(html.contains("href=\"/admin/orders?show=to-ship&#38;q=a%26b%20%22c%22\""), "one filter is taken away");
    assert!(html.contains("1000+") && html.contains("<small>14</small>"), "{html}");
    assert_eq!(OrderFilter::parse("to-capture"), OrderFilter::ToCapture);
    assert_eq!(OrderFilter::parse("nonsense"), OrderFilter::All);
}

#[test]
fn one_deed_on_many_is_asked_once_and_can_be_stopped() {
    let ask = sample("orders-all-ship");
    assert!(ask.contains("Ship the 1204 orders that are ready?") && ask.contains("cannot be taken back"), "{ask}");
    assert!(ask.contains("name=\"batch\" value=\"bat_1\"") && ask.contains("name=\"here\" value=\"show=to-ship\""));
    let running = sample("orders-under-way");
    assert!(running.contains("<progress max=\"1204\" value=\"310\"") && running.contains("/stop\""), "{running}");
    assert!(running.contains("data-live=\"on\"") && running.contains("310 of 1204 looked at"));
    let done = sample("orders-all-done");
    assert!(!done.contains("/stop\"") && done.contains("1203 orders were marked as shipped"), "{done}");
    assert!(done.contains("data-live=\"off\"") && done.contains("href=\"/admin/orders/ord_10498\""));
    assert!(sample("orders-searched").contains("Under way"));
}

#[test]
fn an_order_tells_its_story_and_offers_one_act() {
    let html = sample("order");
    assert!(html.contains("<b>Marta Lindholm</b> bought <b>4 items</b> on "));
    assert!(html.contains("to be delivered to <b>Hamburg</b>."));
    assert!(html.contains("action=\"/admin/orders/ord_10491/ship\""));
    assert!(!html.contains("action=\"/admin/orders/ord_10491/capture\""));
    assert!(html.contains("action=\"/admin/orders/ord_10491/cancel\""));
    let done = sample("order-sent");
    for act in ["ship", "capture", "cancel"] {
        assert!(!done.contains(&format!("/admin/orders/ord_10491/{act}")), "nothing is left to do");
    }
    assert!(
        !sample("order-looked-at").contains("/admin/orders/ord_10491/"),
        "whoever may only look is offered nothing"
    );
}

#[test]
fn a_state_is_a_glyph_and_a_word() {
    let html = sample("orders");
    for word in ["Pending", "Authorised", "Part paid", "Paid", "Part refunded", "Failed", "Not shipped", "Returned"]
    {
        assert!(html.contains(&format!("</svg>{word}</span>")), "{word}");
    }
    assert!(html.contains("</svg>Cancelled</span>"), "a cancelled order says so instead of what is to be shipped");
}
