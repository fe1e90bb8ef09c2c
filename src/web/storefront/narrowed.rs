//! Attributes that a list can be narrowed down by, as a page says them: ticks for values, two fields for a range.
use catalog::{Attribute, Definition, Definitions, ValueKind};
use kit::Visit;
use search::{Facets, Filter, Offered, Range, Thousandths};

use crate::asked::{Asked, LEAST, MOST, chosen};
use crate::views::{Between, Check, Choices};
use crate::wording::Names;

/// So many attributes stand beside a list for which nobody chose any.
const USUAL: usize = 8;
/// A number with at most so many values is ticked, with more it is a range.
const TICKS: usize = 8;

/// A filter as the list is asked for it: ranges in the units in which they are told.
pub(crate) fn filter(asked: &Filter, definitions: &Definitions) -> Filter {
    let mut filter = asked.clone();
    for range in &mut filter.ranges {
        range.unit = definitions.get(&range.code).map(|d| d.unit.clone()).unwrap_or_default();
    }
    filter
}

/// Every name and value that other languages may call otherwise, and that no definition translates.
pub(crate) fn named(visit: &Visit, asked: &Asked, facets: &Facets, definitions: &Definitions) -> Vec<String> {
    let language = visit.ctx.texts.language();
    let chosen = asked.filter.attributes.iter();
    let chosen = chosen.flat_map(|(code, values)| values.iter().map(move |value| (code, value)));
    let offered = facets.attributes.iter().flat_map(|a| a.values.iter().map(move |v| (&a.code, &v.value)));
    let mut names: Vec<String> = Vec::new();
    for (code, value) in offered.chain(chosen) {
        let definition = definitions.get(code).filter(|d| d.name_in(language).is_none());
        names.extend(definition.map(|d| d.name.clone()));
        names.push(value.clone());
    }
    let ranged = asked.filter.ranges.iter().map(|range| &range.code);
    let ranged = ranged.chain(facets.attributes.iter().map(|a| &a.code)).filter_map(|code| definitions.get(code));
    names.extend(ranged.filter(|d| d.name_in(language).is_none()).map(|d| d.name.clone()));
    names.sort_unstable();
    names.dedup();
    names
}

/// The words for attributes in the language of a page.
pub(crate) struct Spoken<'a> {
    pub visit: &'a Visit,
    pub definitions: &'a Definitions,
    /// What names and values are called.
    pub names: &'a Names,
}

impl Spoken<'_> {
    fn language(&self) -> &str {
        self.visit.ctx.texts.language()
    }

    fn name<'b>(&'b self, definition: &'b Definition) -> &'b str {
        definition.name_in(self.language()).unwrap_or_else(|| self.names.of(&definition.name))
    }

    /// What an attribute is called.
    pub fn title<'b>(&'b self, code: &'b str) -> &'b str {
        self.definitions.get(code).map_or(code, |definition| self.name(definition))
    }

    /// A value as people read it: `Yes`, `12,5 cm`.
    pub fn value(&self, code: &str, value: &str) -> String {
        let definition = self.definitions.get(code);
        match definition.map(|d| d.kind) {
            Some(ValueKind::YesNo) | None if value == Attribute::YES => {
                self.visit.ctx.texts.t("attribute-yes").to_owned()
            }
            Some(ValueKind::Number) => number(self.visit, definition, value),
            _ => self.names.of(value).to_owned(),
        }
    }

    /// `10 to 30 cm`, `from 10 cm`, `up to 30 cm`.
    pub fn range(&self, range: &Range) -> String {
        let (ctx, texts) = (&self.visit.ctx, &self.visit.ctx.texts);
        let unit = self.definitions.get(&range.code).map_or("", |d| d.unit_in(self.language()));
        let told = |end: Thousandths| ctx.number(&end.plain());
        let with_unit = |text: String| if unit.is_empty() { text } else { format!("{text} {unit}") };
        match (range.from, range.to) {
            (Some(from), Some(to)) => {
                let (from, to) = (told(from), with_unit(told(to)));
                texts.f("filter-between", &[("from", (&from).into()), ("to", (&to).into())])
            }
            (Some(from), None) => texts.v("filter-from", &with_unit(told(from))),
            (None, Some(to)) => texts.v("filter-to", &with_unit(told(to))),
            (None, None) => String::new(),
        }
    }

    /// What there is to choose, in the order in which attributes stand, or were chosen for the list.
    pub fn choices(&self, asked: &Asked, facets: &Facets, offered: &Offered) -> Vec<Choices> {
        let is_asked = |code: &str| {
            asked.filter.attributes.iter().any(|(own, _)| own == code)
                || asked.filter.ranges.iter().any(|range| range.code == code)
        };
        let mut found: Vec<(&Definition, Choices)> = Vec::new();
        for attribute in &facets.attributes {
            let Some(definition) = self.definitions.get(&attribute.code).filter(|d| d.narrows()) else { continue };
            let choice = self.one(asked, attribute, definition, is_asked(&attribute.code));
            found.extend(choice.map(|choice| (definition, choice)));
        }
        if *offered == Offered::Usual {
            let mut left = USUAL;
            found.retain(|(definition, _)| {
                let stays = is_asked(&definition.code) || left > 0;
                left -= usize::from(stays && left > 0);
                stays
            });
            found.sort_by_key(|(definition, _)| self.definitions.place(&definition.code));
        }
        found.into_iter().map(|(_, choice)| choice).collect()
    }

    /// None where there is nothing to choose.
    fn one(
        &self,
        asked: &Asked,
        attribute: &search::Attribute,
        definition: &Definition,
        is_asked: bool,
    ) -> Option<Choices> {
        let title = self.name(definition).to_owned();
        let range = asked.filter.ranges.iter().find(|range| range.code == definition.code);
        if definition.kind == ValueKind::Number
            && let Some(bounds) = attribute.bounds.and_then(|bounds| bounds.within(&definition.unit))
            && (range.is_some() || attribute.values.len() > TICKS)
        {
            let ctx = &self.visit.ctx;
            let typed = |end: Option<Thousandths>| end.map(|end| ctx.number(&end.plain())).unwrap_or_default();
            let between = Between {
                least: format!("{LEAST}{}", definition.code),
                most: format!("{MOST}{}", definition.code),
                unit: definition.unit_in(self.language()).to_owned(),
                from: typed(range.and_then(|range| range.from)),
                to: typed(range.and_then(|range| range.to)),
                low: ctx.number(&bounds.0.plain()),
                high: ctx.number(&bounds.1.plain()),
            };
            return (bounds.0 < bounds.1 || range.is_some()).then(|| Choices {
                title,
                checks: Vec::new(),
                between: Some(between),
            });
        }
        if attribute.values.len() < 2 && !is_asked {
            return None;
        }
        let mut values: Vec<&search::Value> = attribute.values.iter().collect();
        if definition.kind == ValueKind::Number {
            // A number's place is its size, not how often it is.
            values.sort_by_key(|value| search::measured(&value.value));
        }
        let check = |value: &&search::Value| Check {
            value: chosen(&attribute.code, &value.value),
            title: self.value(&attribute.code, &value.value),
            count: value.count,
            checked: value.chosen,
        };
        Some(Choices { title, checks: values.iter().map(check).collect(), between: None })
    }
}

/// A number with its unit, as the page's language writes both.
pub(crate) fn number(visit: &Visit, definition: Option<&Definition>, shown: &str) -> String {
    let unit = definition.filter(|d| !d.unit.is_empty());
    let (digits, behind) = shown.split_once(' ').unwrap_or((shown, ""));
    let spoken = match unit {
        Some(d) if behind == d.unit => d.unit_in(visit.ctx.texts.language()),
        _ => behind,
    };
    let digits = visit.ctx.number(digits);
    if spoken.is_empty() { digits } else { format!("{digits} {spoken}") }
}
