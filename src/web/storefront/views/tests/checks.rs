//! What must hold of every page.
use super::*;

#[test]
fn every_page_is_whole_and_keeps_the_content_policy() {
    for (name, html) in pages() {
        assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"), "{name}");
        assert_eq!(html.matches("<h1>").count(), 1, "{name}");
        for banned in [" style=", "<style", " onclick", " onsubmit", "javascript:", "/static/missing"] {
            assert!(!html.contains(banned), "{name} holds {banned}");
        }
        let (ours, data) = ("<script src=\"/static/store.", "<script type=\"application/ld+json\">");
        let known = html.matches(ours).count() + html.matches(data).count();
        assert_eq!(html.matches("<script ").count(), known, "{name}");
    }
}

/// Writes the pages where somebody wants to look at them.
#[test]
fn pages_can_be_looked_at() {
    let Ok(dir) = std::env::var("SUNDRY_PAGES_DIR") else { return };
    for (name, html) in pages().into_iter().chain(long_pages()) {
        fs::write(Path::new(&dir).join(format!("{name}.html")), html).unwrap();
    }
}

#[test]
fn every_text_exists() {
    let texts = texts();
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../templates/storefront");
    let mut asked = 0;
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let html = fs::read_to_string(&path).unwrap();
        let keys =
            html.split("texts.").skip(1).filter_map(|rest| rest.get(1..)?.strip_prefix("(\"")?.split('"').next());
        for key in keys {
            assert!(texts.has(key), "{key} in {}", path.display());
            asked += 1;
        }
    }
    assert!(asked > 50);
}

#[test]
fn cached_pages_hold_nothing_personal() {
    for (name, html) in pages() {
        let cached = ["home", "category", "product"].iter().any(|page| name.starts_with(page));
        if cached {
            assert!(!html.contains("_token") && html.contains("data-count hidden"), "{name}");
            assert!(html.contains("rel=\"canonical\"") && !html.contains("noindex"), "{name}");
        }
    }
    let html = CartView::sample().render().unwrap();
    assert!(html.contains("noindex") && html.contains("<b class=\"badge\" data-count>4</b>"));
}

/// Pages on which everything people can write is [`LONG`].
fn long_pages() -> Vec<(&'static str, String)> {
    let frame = Frame { demo_banner: true, ..frame(LONG) };
    let mut category = CategoryView { title: LONG.into(), intro: LONG.into(), frame, ..CategoryView::sample() };
    category.crumbs.push(Link::new(LONG, "/x?a=\"><b>"));
    category.shelf.chips[0].title = LONG.into();
    category.shelf.brands[0].title = LONG.into();
    category.below[0].title = LONG.into();
    let mut product = ProductView { title: LONG.into(), ..ProductView::sample() };
    product.gallery[0].alt = LONG.into();
    product.options[0].values[0].title = LONG.into();
    product.specification.push((LONG.into(), LONG.into()));
    let mut cart = CartView { notices: vec![LONG.into()], ..CartView::sample() };
    cart.lines[0].title = LONG.into();
    cart.lines[0].detail = LONG.into();
    let mut checkout = CheckoutView { problems: vec![LONG.into()], ..CheckoutView::sample() };
    checkout.form.name = Field { value: LONG.into(), error: Some(LONG.into()) };
    let confirmation =
        ConfirmationView { address: vec![LONG.into()], transfer: Some(LONG.into()), ..ConfirmationView::sample() };
    let error = ErrorView { message: LONG.into(), correlation: LONG.into(), ..ErrorView::sample() };
    [
        ("category-long", category.render()),
        ("product-long", product.render()),
        ("cart-long", cart.render()),
        ("checkout-long", checkout.render()),
        ("confirmation-long", confirmation.render()),
        ("error-long", error.render()),
    ]
    .map(|(name, html)| (name, html.unwrap()))
    .to_vec()
}

#[test]
fn whatever_people_write_stays_text() {
    for (name, html) in long_pages() {
        assert!(html.contains("&#60;u&#62;S") && !html.contains("<u>S"), "{name}");
        assert!(!html.contains("\"A\""), "{name}");
    }
}

#[test]
fn wrong_fields_are_named_on_top_and_at_their_place() {
    let html = CheckoutView::sample().render().unwrap();
    assert!(html.contains("fields need another look"), "{html}");
    assert!(html.contains("<a href=\"#postal_code\">A German postcode"));
    assert!(html.contains("aria-invalid=\"true\" aria-describedby=\"postal_code-error\""));
    assert!(html.contains("id=\"postal_code-error\""));
    assert!(html.contains("autocomplete=\"email\""));
    for token in ["name", "organization", "address-line1", "address-line2", "postal-code", "address-level2"] {
        for whose in ["shipping", "billing"] {
            assert!(html.contains(&format!("autocomplete=\"{whose} {token}\"")), "{whose} {token}");
        }
    }
}

#[test]
fn the_order_button_says_what_it_costs_and_posts_what_it_said() {
    let html = PaymentView::sample().render().unwrap();
    assert!(html.contains("Order and pay €69.90</button>"));
    assert!(html.contains("name=\"expected_total\" value=\"6990\""));
    assert!(html.contains("name=\"idempotency_key\" value=\"key-1\""));
    assert!(html.contains("name=\"_token\" value=\"form-token\""));
}

#[test]
fn what_is_sold_out_cannot_be_put_into_the_basket() {
    assert!(ProductView::sample().render().unwrap().contains("action=\"/cart/lines\""));
    let out = ProductView { band: StockBand::Out, ..ProductView::sample() };
    assert!(!out.render().unwrap().contains("action=\"/cart/lines\""));
}

#[test]
fn who_pays_with_paypal_is_led_there_once_and_told_what_is_the_matter() {
    let away = |left: bool| {
        let (url, token) = ("https://www.paypal.com/checkoutnow?token=5O1".to_owned(), "t0ken".to_owned());
        let (frame, total) = (personal("Pay with PayPal"), eur(2890));
        AwayView { frame, token, total, url, provider: "paypal".into(), left }.render().unwrap()
    };
    let (goes, back) = (away(false), away(true));
    assert!(goes.contains("<h1>On to PayPal</h1>") && goes.contains("http-equiv=\"refresh\""));
    assert!(back.contains("<h1>You have not paid yet</h1>") && !back.contains("http-equiv=\"refresh\""));
    for html in [&goes, &back] {
        assert!(html.contains("/checkout/card/leave") && html.contains("checkoutnow?token=5O1"));
    }
    let silent = |provider: &str| {
        let (frame, token) = (personal("Payment"), "t0ken".to_owned());
        CardView { frame, token, total: eur(2890), fields: None, provider: provider.into() }.render().unwrap()
    };
    assert!(silent("paypal").contains("PayPal cannot be reached right now"));
    assert!(silent("stripe").contains("Payments by card cannot be reached right now"));
}
