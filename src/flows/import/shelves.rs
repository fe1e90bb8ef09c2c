//! Categories of files, by their path from the top.
use std::collections::HashMap;

use catalog::{Catalog, Category, CategoryEdit, slug};
use db::Tx;
use kernel::kinds::CategoryId;

use super::write::WriteError;

/// The longest title of a category in characters.
const TITLE: usize = 120;

/// The shop's categories by path: `clothing/shirts`, of titles and of addresses.
#[derive(Debug, Clone, Default)]
pub(super) struct Shelves {
    known: HashMap<String, CategoryId>,
    /// Those that were made since, by path.
    pub made: Vec<(String, CategoryId)>,
}

impl Shelves {
    pub fn of(tree: &[Category]) -> Self {
        let by_id: HashMap<CategoryId, &Category> = tree.iter().map(|c| (c.id, c)).collect();
        let mut known = HashMap::new();
        for category in tree {
            for name in [|c: &Category| slug(&c.title), |c: &Category| c.slug.clone()] {
                let mut path = name(category);
                let (mut at, mut steps) = (category.parent, 0);
                while let Some(above) = at.and_then(|id| by_id.get(&id)).filter(|_| steps < 20) {
                    path = format!("{}/{path}", name(above));
                    (at, steps) = (above.parent, steps + 1);
                }
                known.entry(path).or_insert(category.id);
            }
        }
        Self { known, made: Vec::new() }
    }

    /// Takes over what another unit of work made.
    pub fn learn(&mut self, made: Vec<(String, CategoryId)>) {
        self.known.extend(made);
    }

    /// The category at the end of a path; what is missing of it is made. None for a path without names.
    pub fn at(
        &mut self,
        tx: &mut Tx<'_>,
        catalog: &Catalog,
        names: &[String],
    ) -> Result<Option<CategoryId>, WriteError> {
        let (mut path, mut at) = (String::new(), None);
        for name in names {
            let own = slug(name);
            if own.is_empty() {
                continue;
            }
            path = if path.is_empty() { own } else { format!("{path}/{own}") };
            let fresh = || self.made.iter().find(|(known, _)| *known == path).map(|(_, id)| *id);
            if let Some(id) = self.known.get(&path).copied().or_else(fresh) {
                at = Some(id);
                continue;
            }
            let new = CategoryEdit {
                title: name.chars().take(TITLE).collect(),
                slug: String::new(),
                intro: String::new(),
                parent: at,
            };
            let id = catalog.create_category(tx, &new)?;
            self.made.push((path.clone(), id));
            at = Some(id);
        }
        Ok(at)
    }
}
