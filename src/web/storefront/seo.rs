//! What search engines and those who share a link are told: structured data after schema.org, as JSON-LD.
//!
//! It stands in the page as data, not as a script: the content policy lets it through, and nothing runs.
use catalog::{Product, Variant};
use kernel::Money;
use kit::Visit;
use media::Media;
use serde_json::{Value, json};

use crate::views::{Link, StockBand};

/// Wide enough for the cards of those who share links.
const SHARED: u32 = 960;

/// JSON that cannot end the element it stands in.
pub(crate) fn encoded(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

fn absolute(visit: &Visit, path: &str) -> String {
    visit.site().config().public_url.join(&visit.ctx.url(path))
}

/// A picture's address for those who share a link.
pub(crate) fn picture(visit: &Visit, picture: &catalog::Picture) -> String {
    visit.site().config().public_url.join(&Media::path(picture.id, SHARED))
}

/// The shop, and how it is searched.
pub(crate) fn shop(visit: &Visit) -> Vec<String> {
    let (name, home) = (&*visit.ctx.shop_name, absolute(visit, "/"));
    let organization = json!({
        "@context": "https://schema.org", "@type": "Organization",
        "name": name, "url": home, "email": visit.setup.profile.email,
    });
    let site = json!({
        "@context": "https://schema.org", "@type": "WebSite", "name": name, "url": home,
        "potentialAction": {
            "@type": "SearchAction",
            "target": { "@type": "EntryPoint", "urlTemplate": format!("{}?q={{words}}", absolute(visit, "/search")) },
            "query-input": "required name=words",
        },
    });
    vec![encoded(&organization), encoded(&site)]
}

/// The way from home to a page.
pub(crate) fn breadcrumbs(visit: &Visit, crumbs: &[Link], title: &str, path: &str) -> String {
    let own = Link::new(title, path);
    let item = |(at, link): (usize, &Link)| {
        json!({
            "@type": "ListItem", "position": at + 1, "name": link.title, "item": absolute(visit, &link.path),
        })
    };
    let items: Vec<Value> = crumbs.iter().chain([&own]).enumerate().map(item).collect();
    encoded(&json!({ "@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items }))
}

/// A product with the offer that the page shows.
pub(crate) fn product(visit: &Visit, product: &Product, chosen: &Variant, price: Money, band: StockBand) -> String {
    let availability = match band {
        StockBand::In => "https://schema.org/InStock",
        StockBand::Low => "https://schema.org/LimitedAvailability",
        StockBand::Out => "https://schema.org/OutOfStock",
    };
    let mut about = json!({
        "@context": "https://schema.org", "@type": "Product",
        "name": product.title, "sku": chosen.sku, "url": absolute(visit, &format!("/p/{}", product.handle)),
        "image": product.pictures.iter().map(|p| picture(visit, p)).collect::<Vec<_>>(),
        "offers": {
            "@type": "Offer", "url": absolute(visit, &format!("/p/{}", product.handle)),
            "price": price.decimal(), "priceCurrency": price.currency.as_str(), "availability": availability,
            "itemCondition": "https://schema.org/NewCondition",
        },
    });
    let words = if product.seo_description.is_empty() { &product.subtitle } else { &product.seo_description };
    if !words.is_empty() {
        about["description"] = words.as_str().into();
    }
    if !product.brand.is_empty() {
        about["brand"] = json!({ "@type": "Brand", "name": product.brand });
    }
    if !chosen.barcode.is_empty() {
        about["gtin"] = chosen.barcode.as_str().into();
    }
    encoded(&about)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_element_early() {
        let text = encoded(&json!({ "name": "</script><b>" }));
        assert!(!text.contains('<'));
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["name"], "</script><b>");
    }
}
