//! What merchants' centres are handed: every variant that is sold, in Google's form (RSS 2.0 with the namespace `g`), a
//! feed a language, written as it is read. Field by field after Google's product data specification.
use std::fmt::Write as _;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use bytes::Bytes;
use catalog::{Category, Product, Variant};
use futures_util::stream;
use inventory::When;
use kernel::Day;
use kernel::kinds::{ProductId, ReferenceId, VariantId};
use kit::{Failure, Visit};
use pricing::Price;
use shipping::Method;

use crate::figures::{Figures, was};
use crate::parts::{about, cheapest};
use crate::views::StockBand;
use crate::{Rooms, seo, tree, wording};

/// Products read and written at once.
const PIECE: u64 = 200;
/// Pictures beside the first one.
const MORE_PICTURES: usize = 10;
/// Google's limits, in characters.
const TITLE: usize = 150;
const DESCRIPTION: usize = 5_000;

/// The feed for the market's own country.
pub(crate) async fn google(visit: Visit, rooms: web::Data<Rooms>) -> Result<HttpResponse, Failure> {
    let country = visit.ctx.country.to_string();
    feed(visit, rooms, country).await
}

/// The feed for one country that the market delivers to.
pub(crate) async fn google_for(
    visit: Visit,
    rooms: web::Data<Rooms>,
    country: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let sold = visit.setup.market.countries.iter().find(|c| c.to_lowercase() == *country);
    let country = sold.cloned().ok_or_else(Failure::not_found)?;
    feed(visit, rooms, country).await
}

/// The whole of it. Who reads it comes a few times a day; nothing of it is kept.
async fn feed(visit: Visit, rooms: web::Data<Rooms>, country: String) -> Result<HttpResponse, Failure> {
    let (tree, methods) = (wording::tree(&visit, &rooms).await?, rooms.shipping.methods().await?);
    let rooms = rooms.into_inner().as_ref().clone();
    let frame = Frame { visit, rooms, tree: tree.to_vec(), methods: methods.to_vec(), country };
    let head = frame.head();
    let pieces = stream::unfold((frame, Next::Head(head)), |(frame, next)| async move {
        let (piece, next) = match next {
            Next::Head(head) => (Ok(head), Next::After(None)),
            Next::After(after) => match frame.piece(after).await {
                Ok((piece, Some(last))) => (Ok(piece), Next::After(Some(last))),
                Ok((piece, None)) => (Ok(piece + "</channel>\n</rss>\n"), Next::End),
                // A feed that breaks off is refused as a whole by its reader: better than half of the goods.
                Err(e) => (Err(e), Next::End),
            },
            Next::End => return None,
        };
        Some((piece.map(Bytes::from).map_err(actix_web::Error::from), (frame, next)))
    });
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/rss+xml; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .streaming(Box::pin(pieces)))
}

enum Next {
    Head(String),
    After(Option<ProductId>),
    End,
}

/// Everything that is the same for all products.
struct Frame {
    visit: Visit,
    rooms: Rooms,
    tree: Vec<Category>,
    methods: Vec<Method>,
    /// Where it is read.
    country: String,
}

impl Frame {
    fn absolute(&self, path: &str) -> String {
        self.visit.site().config().public_url.join(&self.visit.ctx.url(path))
    }

    fn head(&self) -> String {
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:g=\"http://base.google.com/ns/1.0\">\n<channel>\n",
        );
        let name = &*self.visit.ctx.shop_name;
        for (tag, text) in
            [("title", name), ("link", &self.absolute("/")), ("description", about(&self.visit, "home-text"))]
        {
            element(&mut out, tag, text);
        }
        out
    }

    /// Some products, and which is the last; None when there are no more.
    async fn piece(&self, after: Option<ProductId>) -> Result<(String, Option<ProductId>), Failure> {
        let mut products = self.rooms.catalog.after(after, PIECE).await?;
        let last = products.last().filter(|_| products.len() as u64 == PIECE).map(|p| p.id);
        if !self.visit.ctx.prefix.is_empty() {
            let ids: Vec<ReferenceId> = products.iter().map(|p| p.id.cast()).collect();
            let wording = self.rooms.catalog.wording(self.visit.ctx.texts.language(), ids).await?;
            products.iter_mut().for_each(|product| wording.product(product));
        }
        let variants: Vec<VariantId> = products.iter().flat_map(|p| p.variants.iter().map(|v| v.id)).collect();
        let figures = Figures::of(&self.rooms, &self.visit, &variants).await?;
        let mut out = String::with_capacity(products.len() * 1_500);
        for product in &products {
            for variant in &product.variants {
                // Without a price it is not sold here, and without a picture no reader takes it.
                if let Some(price) = figures.price(variant.id)
                    && !product.pictures.is_empty()
                {
                    out.push_str("<item>\n");
                    self.item(&mut out, product, variant, price, stock(&figures, variant, self.visit.today()));
                    out.push_str("</item>\n");
                }
            }
        }
        Ok((out, last))
    }

    fn item(&self, out: &mut String, product: &Product, variant: &Variant, price: &Price, stock: (&str, String)) {
        let mut put = |tag: &str, text: &str| {
            if !text.is_empty() {
                element(out, tag, text);
            }
        };
        put("g:id", &cut(&variant.sku, 50));
        put("title", &title(product, variant));
        put("description", &description(product));
        put("link", &self.absolute(&format!("/p/{}?variant={}", product.handle, variant.id)));
        let mut pictures: Vec<&catalog::Picture> = product.pictures.iter().collect();
        pictures.sort_by_key(|p| Some(p.id) != variant.picture);
        for (at, picture) in pictures.into_iter().take(1 + MORE_PICTURES).enumerate() {
            let tag = if at == 0 { "g:image_link" } else { "g:additional_image_link" };
            put(tag, &seo::picture(&self.visit, picture));
        }
        put("g:availability", stock.0);
        put("g:availability_date", &stock.1);
        let amount = |money: kernel::Money| format!("{} {}", money.decimal(), money.currency.as_str());
        match was(price) {
            Some(former) => {
                put("g:price", &amount(former));
                put("g:sale_price", &amount(price.unit));
            }
            None => put("g:price", &amount(price.unit)),
        }
        put("g:condition", "new");
        put("g:brand", &cut(&product.brand, 70));
        let gtin = seo::gtin(&variant.barcode);
        put("g:gtin", gtin.unwrap_or_default());
        // A maker's number is only one together with its maker.
        let mpn = if product.brand.is_empty() { "" } else { &variant.sku };
        put("g:mpn", &cut(mpn, 70));
        if gtin.is_none() && mpn.is_empty() {
            put("g:identifier_exists", "no");
        }
        if product.variants.len() > 1 {
            put("g:item_group_id", &cut(&product.handle, 50));
        }
        for (option, value) in product.options.iter().zip(&variant.option_values) {
            put(option_tag(&option.name), &cut(value, 100));
        }
        put("g:product_type", &self.shelf(product));
        if variant.weight_grams > 0 {
            put("g:shipping_weight", &format!("{} g", variant.weight_grams));
        }
        let ours = self.visit.setup.profile.promises;
        if ours.handling_most > 0 {
            put("g:min_handling_time", &ours.handling_least.to_string());
            put("g:max_handling_time", &ours.handling_most.to_string());
        }
        if let Some(method) = cheapest(&self.methods, &self.country)
            && let Some(least) = method.least(&self.country)
        {
            let free = method.free_over.is_some_and(|from| price.unit.amount >= from.amount);
            let cost = if free { kernel::Money::zero(least.currency) } else { least };
            let _ = write!(out, "<g:shipping>");
            element(out, "g:country", &self.country);
            element(out, "g:service", &method.name);
            element(out, "g:price", &amount(cost));
            let (least_days, most_days) = seo::transit(method, ours);
            element(out, "g:min_transit_time", &least_days.to_string());
            element(out, "g:max_transit_time", &most_days.to_string());
            let _ = writeln!(out, "</g:shipping>");
        }
    }

    /// `Kitchen > Mugs`.
    fn shelf(&self, product: &Product) -> String {
        let Some(own) = product.category.and_then(|id| self.tree.iter().find(|c| c.id == id)) else {
            return String::new();
        };
        let above = tree::above(&self.tree, own);
        let titles: Vec<&str> = above.into_iter().chain([own]).map(|c| c.title.as_str()).collect();
        cut(&titles.join(" > "), 750)
    }
}

/// What there is of it, and from which day. What is sold before it is there needs that day; where nobody knows it, the form has
/// no word for it but that there is none.
fn stock(figures: &Figures, variant: &Variant, today: Day) -> (&'static str, String) {
    let when = figures.when(variant.id, today);
    let day = when.on().map(|day| format!("{day}T00:00Z")).unwrap_or_default();
    match when {
        _ if figures.band(variant.id) == StockBand::Out => ("out_of_stock", String::new()),
        When::Now => ("in_stock", String::new()),
        When::Preorder(Some(_)) => ("preorder", day),
        When::Backorder(Some(_)) => ("backorder", day),
        When::Preorder(None) | When::Backorder(None) => ("out_of_stock", String::new()),
    }
}

/// Options that the form has a field for, whichever of our languages names them.
fn option_tag(name: &str) -> &'static str {
    match name.to_lowercase().as_str() {
        "colour" | "color" | "farbe" => "g:color",
        "size" | "größe" => "g:size",
        "material" => "g:material",
        "pattern" | "muster" => "g:pattern",
        // Said in the title.
        _ => "",
    }
}

fn title(product: &Product, variant: &Variant) -> String {
    let mut title = product.title.clone();
    if !variant.option_values.is_empty() {
        let _ = write!(title, ", {}", variant.option_values.join(", "));
    }
    cut(&title, TITLE)
}

fn description(product: &Product) -> String {
    let text = plain(&product.description);
    let text = if text.is_empty() { product.subtitle.clone() } else { text };
    cut(if text.is_empty() { &product.title } else { &text }, DESCRIPTION)
}

/// The words of HTML that was sanitised: its tags are whole, and its entities few.
fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => {
                inside = true;
                text.push(' ');
            }
            '>' if inside => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    // The ampersand last: what it made is not read again.
    [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text, |text, (entity, c)| text.replace(entity, c))
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

fn element(out: &mut String, tag: &str, text: &str) {
    if tag.is_empty() {
        return;
    }
    let _ = write!(out, "<{tag}>");
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // XML 1.0 has no way to write them.
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    let _ = writeln!(out, "</{tag}>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_out_of_their_tags() {
        assert_eq!(plain("<p>Tea &amp; more.</p><ul><li>5 &lt; 6</li></ul>"), "Tea & more. 5 < 6");
        assert_eq!(plain("&amp;lt;b&amp;gt;"), "&lt;b&gt;", "nothing is read twice");
    }

    #[test]
    fn an_element_holds_any_text() {
        let mut out = String::new();
        element(&mut out, "title", "a<b>&\u{1}c");
        assert_eq!(out, "<title>a&lt;b&gt;&amp; c</title>\n");
        element(&mut out, "", "gone");
        assert!(!out.contains("gone"));
    }
}
