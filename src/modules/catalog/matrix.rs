//! Options and the variants they make: pure rules, no database.
use kernel::kinds::VariantId;

use crate::model::OptionAxis;
use crate::{CatalogError, Wrong};

/// More ways in which variants differ nobody can choose among.
pub const MOST_AXES: usize = 3;
/// More variants of one product no page can show.
pub const MOST_VARIANTS: usize = 250;

/// One option as staff want it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AxisEdit {
    pub name: String,
    /// Which of the present options it is; none for a new one.
    pub was: Option<usize>,
    pub values: Vec<ValueEdit>,
}

/// One value as staff want it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueEdit {
    pub value: String,
    /// What it is called now; none for a new one. A renamed value keeps its variants.
    pub was: Option<String>,
}

/// A variant as the rules see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub id: VariantId,
    pub values: Vec<String>,
    pub active: bool,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    pub axes: Vec<OptionAxis>,
    /// Every present variant as it will be, in its present order.
    pub cells: Vec<Cell>,
    /// The combinations that no variant has.
    pub missing: Vec<Vec<String>>,
}

/// Reads what is wanted; options without a name or without values go.
///
/// # Errors
/// Two options or two values of one name; a name that is too long; too many options or variants.
pub(crate) fn plan(present: &[Cell], wanted: &[AxisEdit]) -> Result<Plan, CatalogError> {
    let wanted: Vec<AxisEdit> =
        wanted.iter().map(tidy).filter(|a| !a.name.is_empty() && !a.values.is_empty()).collect();
    check(&wanted)?;
    let axes: Vec<OptionAxis> = wanted
        .iter()
        .map(|a| OptionAxis { name: a.name.clone(), values: a.values.iter().map(|v| v.value.clone()).collect() })
        .collect();
    let count = axes.iter().try_fold(1_usize, |n, a| n.checked_mul(a.values.len())).unwrap_or(usize::MAX);
    if count > MOST_VARIANTS {
        return Err(CatalogError::TooMany(count));
    }
    let mut cells: Vec<Cell> = present.iter().map(|cell| moved(cell, &wanted)).collect();
    // Of several for one combination the first in sale stays, else the first.
    for i in 0..cells.len() {
        let twin = |j: usize| j != i && cells[j].values == cells[i].values && cells[j].active;
        if cells[i].active && (0..i).any(twin) {
            cells[i].active = false;
        }
    }
    let missing = combinations(&axes)
        .into_iter()
        .filter(|values| !cells.iter().any(|c| c.values == *values && c.active))
        .collect();
    Ok(Plan { axes, cells, missing })
}

fn tidy(axis: &AxisEdit) -> AxisEdit {
    let values = axis
        .values
        .iter()
        .map(|v| ValueEdit { value: v.value.trim().to_owned(), was: v.was.clone() })
        .filter(|v| !v.value.is_empty())
        .collect();
    AxisEdit { name: axis.name.trim().to_owned(), was: axis.was, values }
}

fn check(wanted: &[AxisEdit]) -> Result<(), CatalogError> {
    let wrong = |field: String, code| Err(CatalogError::Wrong(vec![Wrong::new(field, code)]));
    if wanted.len() > MOST_AXES {
        return wrong("option-0".to_owned(), "too_many");
    }
    for (i, axis) in wanted.iter().enumerate() {
        if wanted[..i].iter().any(|other| other.name.to_lowercase() == axis.name.to_lowercase()) {
            return wrong(format!("option-{i}"), "twice");
        }
        if axis.name.chars().count() > 40 || axis.values.iter().any(|v| v.value.chars().count() > 60) {
            return wrong(format!("option-{i}"), "too_long");
        }
        for (j, value) in axis.values.iter().enumerate() {
            if axis.values[..j].iter().any(|other| other.value == value.value) {
                return wrong(format!("option-{i}"), "twice");
            }
        }
    }
    Ok(())
}

/// A present variant under the options to come. One whose value goes is taken out of sale and keeps what it was.
fn moved(cell: &Cell, wanted: &[AxisEdit]) -> Cell {
    let mut values = Vec::with_capacity(wanted.len());
    let mut active = cell.active;
    for axis in wanted {
        let value = match axis.was.and_then(|i| cell.values.get(i)) {
            Some(old) => axis.values.iter().find(|v| v.was.as_ref() == Some(old)).map_or_else(
                || {
                    active = false;
                    old.clone()
                },
                |v| v.value.clone(),
            ),
            // A new option: what is there already is the first of its kind.
            None => axis.values[0].value.clone(),
        };
        values.push(value);
    }
    Cell { id: cell.id, values, active }
}

fn combinations(axes: &[OptionAxis]) -> Vec<Vec<String>> {
    axes.iter().fold(vec![Vec::new()], |all, axis| {
        all.iter()
            .flat_map(|head| {
                axis.values.iter().map(|value| {
                    let mut values = head.clone();
                    values.push(value.clone());
                    values
                })
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use kernel::Id;

    use super::*;

    fn cell(n: u8, values: &[&str]) -> Cell {
        Cell { id: Id::from_bytes([n; 16]), values: values.iter().map(|v| (*v).to_owned()).collect(), active: true }
    }

    fn axis(name: &str, was: Option<usize>, values: &[(&str, Option<&str>)]) -> AxisEdit {
        let values = values
            .iter()
            .map(|(value, was)| ValueEdit { value: (*value).to_owned(), was: was.map(str::to_owned) })
            .collect();
        AxisEdit { name: name.to_owned(), was, values }
    }

    #[test]
    fn the_first_option_makes_the_only_variant_its_first_value() {
        let plan = plan(&[cell(1, &[])], &[axis("Glaze", None, &[("Moss", None), ("Oat", None)])]).unwrap();
        assert_eq!(plan.cells, [cell(1, &["Moss"])]);
        assert_eq!(plan.missing, [["Oat"]]);
    }

    #[test]
    fn a_renamed_value_keeps_its_variant_and_a_dropped_one_loses_it() {
        let present = [cell(1, &["Moss"]), cell(2, &["Oat"])];
        let plan = plan(&present, &[axis("Colour", Some(0), &[("Fern", Some("Moss")), ("Ink", None)])]).unwrap();
        assert_eq!(plan.cells[0], cell(1, &["Fern"]));
        assert!(!plan.cells[1].active);
        assert_eq!(plan.missing, [["Ink"]]);
    }

    #[test]
    fn a_second_option_multiplies_and_its_end_leaves_one_of_each() {
        let present = [cell(1, &["Moss"]), cell(2, &["Oat"])];
        let both = [
            axis("Glaze", Some(0), &[("Moss", Some("Moss")), ("Oat", Some("Oat"))]),
            axis("Size", None, &[("S", None), ("L", None)]),
        ];
        let grown = plan(&present, &both).unwrap();
        assert_eq!(grown.missing, [["Moss", "L"], ["Oat", "L"]]);
        let present = [cell(1, &["Moss", "S"]), cell(2, &["Moss", "L"]), cell(3, &["Oat", "S"])];
        let shrunk = plan(&present, &both[..1]).unwrap();
        assert_eq!(shrunk.cells.iter().map(|c| c.active).collect::<Vec<_>>(), [true, false, true]);
        assert!(shrunk.missing.is_empty());
    }

    #[test]
    fn options_change_places_with_their_values() {
        let present = [cell(1, &["Moss", "S"])];
        let swapped =
            [axis("Size", Some(1), &[("S", Some("S"))]), axis("Glaze", Some(0), &[("Moss", Some("Moss"))])];
        assert_eq!(plan(&present, &swapped).unwrap().cells, [cell(1, &["S", "Moss"])]);
    }

    #[test]
    fn what_nobody_could_choose_among_is_refused() {
        let many: Vec<(String, Option<&str>)> = (0..20).map(|n| (n.to_string(), None)).collect();
        let many: Vec<(&str, Option<&str>)> = many.iter().map(|(v, w)| (v.as_str(), *w)).collect();
        let three = [axis("A", None, &many), axis("B", None, &many), axis("C", None, &many)];
        assert!(matches!(plan(&[], &three), Err(CatalogError::TooMany(8000))));
        let twice = [axis("A", None, &[("x", None), ("x", None)])];
        assert!(matches!(plan(&[], &twice), Err(CatalogError::Wrong(_))));
        let empty = [axis("", None, &[("x", None)]), axis("B", None, &[(" ", None)])];
        assert_eq!(plan(&[cell(1, &[])], &empty).unwrap().axes, []);
    }
}
