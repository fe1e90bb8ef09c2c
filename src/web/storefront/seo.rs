//! What search engines and those who share a link are told: structured data after schema.org, as JSON-LD.
//!
//! It stands in the page as data, not as a script: the content policy lets it through, and nothing runs.
use catalog::{Product, Variant};
use inventory::When;
use kernel::Money;
use kit::Visit;
use markets::Promises;
use media::Media;
use serde_json::{Value, json};
use shipping::Method;

use crate::parts::cheapest;
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

/// A barcode as one of the world's numbers of goods (GTIN-8, -12, -13, -14): right in length and check digit, and not of a range
/// that shops give out themselves (GS1 General Specifications, sections 1.4 and 7.9).
pub(crate) fn gtin(barcode: &str) -> Option<&str> {
    let code = barcode.trim();
    if !matches!(code.len(), 8 | 12 | 13 | 14) || !code.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits = || code.bytes().rev().map(|b| u32::from(b - b'0'));
    let sum: u32 = digits().skip(1).zip([3, 1].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    let check = digits().next()?;
    let padded = format!("{code:0>14}");
    let own = code.len() > 8 && (padded[1..].starts_with('2') || padded[1..].starts_with("02"));
    ((10 - sum % 10) % 10 == check && !own).then_some(code)
}

/// What delivery costs and how long it takes, by the cheapest way.
fn delivery(visit: &Visit, methods: &[Method], price: Money) -> Option<Value> {
    let country = &*visit.ctx.country;
    let method = cheapest(methods, country)?;
    let least = method.least(country)?;
    let free = method.free_over.is_some_and(|from| price.amount >= from.amount);
    let cost = if free { Money::zero(least.currency) } else { least };
    // A way to deliver tells days from the order to the door: those before it is handed over are among them.
    let ours = visit.setup.profile.promises;
    let (least_days, most_days) = transit(method, ours);
    Some(json!({
        "@type": "OfferShippingDetails",
        "shippingRate": {
            "@type": "MonetaryAmount", "value": cost.decimal(), "currency": cost.currency.as_str(),
        },
        "shippingDestination": { "@type": "DefinedRegion", "addressCountry": country },
        "deliveryTime": {
            "@type": "ShippingDeliveryTime",
            "handlingTime": { "@type": "QuantitativeValue", "minValue": ours.handling_least, "maxValue": ours.handling_most, "unitCode": "DAY" },
            "transitTime": {
                "@type": "QuantitativeValue", "minValue": least_days, "maxValue": most_days,
                "unitCode": "DAY",
            },
        },
    }))
}

/// How long it travels, of the days that a way to deliver tells.
pub(crate) fn transit(method: &Method, ours: Promises) -> (i64, i64) {
    let left = |days: i64, ours: u32| days.saturating_sub(i64::from(ours)).max(0);
    (left(method.min_days, ours.handling_least), left(method.max_days, ours.handling_most))
}

/// How long something can be sent back, as the shop set it; who pays for the way back, its terms say.
fn returns(visit: &Visit) -> Value {
    let days = visit.setup.profile.promises.return_days;
    if days == 0 {
        return json!({
            "@type": "MerchantReturnPolicy", "applicableCountry": &*visit.ctx.country,
            "returnPolicyCategory": "https://schema.org/MerchantReturnNotPermitted",
        });
    }
    json!({
        "@type": "MerchantReturnPolicy", "applicableCountry": &*visit.ctx.country,
        "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow",
        "merchantReturnDays": days, "returnMethod": "https://schema.org/ReturnByMail",
    })
}

/// A product with the offer that the page shows.
pub(crate) fn product(
    visit: &Visit,
    product: &Product,
    chosen: &Variant,
    (price, band, when): (Money, StockBand, When),
    methods: &[Method],
) -> String {
    let availability = match (band, when) {
        (StockBand::Out, _) => "https://schema.org/OutOfStock",
        (_, When::Preorder(_)) => "https://schema.org/PreOrder",
        (_, When::Backorder(_)) => "https://schema.org/BackOrder",
        (StockBand::In, When::Now) => "https://schema.org/InStock",
        (StockBand::Low, When::Now) => "https://schema.org/LimitedAvailability",
    };
    let path = match product.variants.len() {
        0 | 1 => format!("/p/{}", product.handle),
        _ => format!("/p/{}?variant={}", product.handle, chosen.id),
    };
    let mut about = json!({
        "@context": "https://schema.org", "@type": "Product",
        "name": product.title, "sku": chosen.sku, "url": absolute(visit, &path),
        "image": product.pictures.iter().map(|p| picture(visit, p)).collect::<Vec<_>>(),
        "offers": {
            "@type": "Offer", "url": absolute(visit, &path),
            "price": price.decimal(), "priceCurrency": price.currency.as_str(), "availability": availability,
            "itemCondition": "https://schema.org/NewCondition",
            "seller": { "@type": "Organization", "name": &*visit.ctx.shop_name },
            "hasMerchantReturnPolicy": returns(visit),
        },
    });
    if let Some(day) = when.on().filter(|_| band != StockBand::Out) {
        about["offers"]["availabilityStarts"] = day.to_string().into();
    }
    if let Some(delivery) = delivery(visit, methods, price) {
        about["offers"]["shippingDetails"] = delivery;
    }
    if product.variants.len() > 1 {
        about["inProductGroupWithID"] = product.handle.as_str().into();
    }
    for (option, value) in product.options.iter().zip(&chosen.option_values) {
        match option.name.to_lowercase().as_str() {
            "colour" | "color" | "farbe" => about["color"] = value.as_str().into(),
            "size" | "größe" => about["size"] = value.as_str().into(),
            "material" => about["material"] = value.as_str().into(),
            _ => {}
        }
    }
    let words = if product.seo_description.is_empty() { &product.subtitle } else { &product.seo_description };
    if !words.is_empty() {
        about["description"] = words.as_str().into();
    }
    if !product.brand.is_empty() {
        about["brand"] = json!({ "@type": "Brand", "name": product.brand });
        about["mpn"] = chosen.sku.as_str().into();
    }
    if let Some(gtin) = gtin(&chosen.barcode) {
        about["gtin"] = gtin.into();
    }
    encoded(&about)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_barcode_is_one_of_the_worlds_numbers_or_it_is_not() {
        for right in ["4006381333931", "96385074", "036000291452", "10614141000415", " 4006381333931 "] {
            assert_eq!(gtin(right), Some(right.trim()), "{right}");
        }
        // A wrong check digit, a shop's own range, a word, a wrong length.
        for wrong in ["4006381333932", "2000000000008", "0200000000006", "MUG-1", "123", ""] {
            assert_eq!(gtin(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn nothing_ends_the_element_early() {
        let text = encoded(&json!({ "name": "</script><b>" }));
        assert!(!text.contains('<'));
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["name"], "</script><b>");
    }
}
