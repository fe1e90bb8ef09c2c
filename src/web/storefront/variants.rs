//! Which variant a product page shows, and where its options lead. Pure.
use catalog::{OptionAxis, Variant};
use kernel::kinds::VariantId;

use crate::views::{OptionGroup, OptionValue};

/// The variant that was asked for; else the first that can be bought; else the first.
pub(crate) fn choose<'a>(
    variants: &[&'a Variant],
    wanted: Option<VariantId>,
    can_buy: &impl Fn(VariantId) -> bool,
) -> Option<&'a Variant> {
    let by = |test: &dyn Fn(&Variant) -> bool| variants.iter().copied().find(|v| test(v));
    by(&|v| Some(v.id) == wanted).or_else(|| by(&|v| can_buy(v.id))).or_else(|| variants.first().copied())
}

/// The options with a link each: to the variant that has this value and is otherwise nearest to the chosen one.
pub(crate) fn groups(
    axes: &[OptionAxis],
    variants: &[&Variant],
    chosen: &Variant,
    can_buy: &impl Fn(VariantId) -> bool,
    path: &impl Fn(VariantId) -> String,
) -> Vec<OptionGroup> {
    let group = |(axis, of): (usize, &OptionAxis)| {
        let own = chosen.option_values.get(axis).cloned().unwrap_or_default();
        let value = |title: &String| {
            let target = nearest(variants, chosen, axis, title, can_buy);
            OptionValue {
                title: title.clone(),
                path: target.map(|v| path(v.id)).unwrap_or_default(),
                chosen: *title == own,
                available: target.is_some_and(|v| can_buy(v.id)),
            }
        };
        OptionGroup { title: of.name.clone(), values: of.values.iter().map(value).collect(), chosen: own }
    };
    axes.iter().enumerate().map(group).collect()
}

/// Of those with `value` on `axis`, the one that shares most other values with `chosen`; then one that can be bought;
/// then the first.
fn nearest<'a>(
    variants: &[&'a Variant],
    chosen: &Variant,
    axis: usize,
    value: &str,
    can_buy: &impl Fn(VariantId) -> bool,
) -> Option<&'a Variant> {
    let shared = |v: &Variant| v.option_values.iter().zip(&chosen.option_values).filter(|(a, b)| a == b).count();
    let having = variants.iter().copied().filter(|v| v.option_values.get(axis).is_some_and(|own| own == value));
    // `max_by_key` prefers the last of equals.
    having.rev().max_by_key(|v| (shared(v), can_buy(v.id)))
}

#[cfg(test)]
mod tests {
    use kernel::kinds::ProductId;

    use super::*;

    fn id(n: u8) -> VariantId {
        VariantId::from_bytes([n; 16])
    }

    fn variant(n: u8, values: &[&str]) -> Variant {
        Variant {
            id: id(n),
            product: ProductId::from_bytes([0; 16]),
            sku: n.to_string(),
            option_values: values.iter().map(|v| (*v).to_owned()).collect(),
            barcode: String::new(),
            weight_grams: 0,
            picture: None,
        }
    }

    fn mugs() -> Vec<Variant> {
        vec![
            variant(1, &["Moss", "250 ml"]),
            variant(2, &["Moss", "350 ml"]),
            variant(3, &["Oat", "250 ml"]),
            variant(4, &["Ink", "350 ml"]),
            variant(5, &["Ink", "500 ml"]),
        ]
    }

    fn axes() -> Vec<OptionAxis> {
        let axis = |name: &str, values: &[&str]| OptionAxis {
            name: name.into(),
            values: values.iter().map(|v| (*v).to_owned()).collect(),
        };
        vec![axis("Glaze", &["Moss", "Oat", "Ink", "Chalk"]), axis("Size", &["250 ml", "350 ml", "500 ml"])]
    }

    #[test]
    fn the_wanted_variant_is_shown_else_one_that_can_be_bought() {
        let all = mugs();
        let all: Vec<&Variant> = all.iter().collect();
        let only = |n: u8| move |v: VariantId| v == id(n);
        assert_eq!(choose(&all, Some(id(4)), &only(3)).unwrap().id, id(4));
        assert_eq!(choose(&all, Some(id(9)), &only(3)).unwrap().id, id(3));
        assert_eq!(choose(&all, None, &only(9)).unwrap().id, id(1));
        assert!(choose(&[], None, &only(1)).is_none());
    }

    #[test]
    fn options_lead_to_the_nearest_variant_and_say_whether_it_can_be_bought() {
        let all = mugs();
        let all: Vec<&Variant> = all.iter().collect();
        let in_stock = |v: VariantId| v != id(4);
        let groups = groups(&axes(), &all, all[1], &in_stock, &|v| format!("{}", v.bytes()[0]));
        let of = |g: usize| -> Vec<(String, bool, bool)> {
            groups[g].values.iter().map(|v| (v.path.clone(), v.chosen, v.available)).collect()
        };
        assert_eq!((groups[0].title.as_str(), groups[0].chosen.as_str()), ("Glaze", "Moss"));
        let line = |path: &str, chosen, available| (path.to_owned(), chosen, available);
        // Ink: the same size wins over the one in stock. Chalk was never made.
        let glazes =
            [line("2", true, true), line("3", false, true), line("4", false, false), line("", false, false)];
        assert_eq!(of(0), glazes);
        assert_eq!(of(1), [line("1", false, true), line("2", true, true), line("5", false, true)]);
    }

    #[test]
    fn of_two_that_are_equally_near_the_one_in_stock_is_taken() {
        let all = [variant(1, &["A", "x"]), variant(2, &["B", "y"]), variant(3, &["B", "z"])];
        let all: Vec<&Variant> = all.iter().collect();
        let found = |stock: &[u8]| nearest(&all, all[0], 0, "B", &|v| stock.contains(&v.bytes()[0])).unwrap().id;
        assert_eq!(found(&[3]), id(3));
        assert_eq!(found(&[2, 3]), id(2));
        assert_eq!(found(&[]), id(2));
    }
}
