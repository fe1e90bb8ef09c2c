//! The categories as a tree: what stands below what.
use catalog::Category;
use kernel::kinds::CategoryId;

use crate::parts::category_link;
use crate::views::Link;

/// Deeper trees are cut: a ring of parents must not hang anybody.
const DEEPEST: usize = 12;

/// Those that stand at the top and have something in them or below them.
pub(crate) fn top(tree: &[Category]) -> impl Iterator<Item = &Category> {
    tree.iter().filter(|c| is_top(tree, c) && products(tree, c) > 0)
}

/// Those right below `of` that have something in them or below them.
pub(crate) fn below<'a>(tree: &'a [Category], of: &'a Category) -> impl Iterator<Item = &'a Category> {
    tree.iter().filter(move |c| c.parent == Some(of.id) && products(tree, c) > 0)
}

/// How many products stand in it and below it. One that stands in two of them counts twice.
pub(crate) fn products(tree: &[Category], of: &Category) -> u64 {
    fn sum(tree: &[Category], of: CategoryId, deep: usize) -> u64 {
        if deep == 0 {
            return 0;
        }
        let below = tree.iter().filter(|c| c.parent == Some(of));
        below.map(|c| c.products + sum(tree, c.id, deep - 1)).sum()
    }
    of.products + sum(tree, of.id, DEEPEST)
}

/// Where it stands, from the top down, without itself.
pub(crate) fn above<'a>(tree: &'a [Category], of: &Category) -> Vec<&'a Category> {
    let (mut path, mut at) = (Vec::new(), of.parent);
    while let Some(parent) = at.and_then(|id| tree.iter().find(|c| c.id == id)) {
        if path.len() >= DEEPEST {
            break;
        }
        path.insert(0, parent);
        at = parent.parent;
    }
    path
}

/// Links to all that it stands in, and to itself.
pub(crate) fn trail(tree: &[Category], of: &Category) -> Vec<Link> {
    above(tree, of).into_iter().chain([of]).map(category_link).collect()
}

fn is_top(tree: &[Category], of: &Category) -> bool {
    of.parent.is_none_or(|parent| tree.iter().all(|c| c.id != parent))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn category(n: u8, parent: Option<u8>, products: u64) -> Category {
        let id = |n: u8| CategoryId::from_bytes([n; 16]);
        Category {
            id: id(n),
            parent: parent.map(id),
            position: 0,
            slug: n.to_string(),
            title: format!("C{n}"),
            intro: String::new(),
            picture: None,
            version: 1,
            facets: None,
            products,
        }
    }

    #[test]
    fn a_category_is_shown_where_anything_stands_in_it_or_below_it() {
        let tree = [category(1, None, 0), category(2, Some(1), 0), category(3, Some(2), 4), category(4, None, 0)];
        let titles = |found: Vec<&Category>| found.into_iter().map(|c| c.title.clone()).collect::<Vec<_>>();
        assert_eq!(titles(top(&tree).collect()), ["C1"]);
        assert_eq!(titles(below(&tree, &tree[0]).collect()), ["C2"]);
        assert_eq!(products(&tree, &tree[0]), 4);
        assert_eq!(titles(above(&tree, &tree[2])), ["C1", "C2"]);
    }

    #[test]
    fn a_ring_of_parents_hangs_nobody() {
        let tree = [category(1, Some(2), 1), category(2, Some(1), 1)];
        assert_eq!(above(&tree, &tree[0]).len(), DEEPEST);
        assert!(products(&tree, &tree[0]) > 0);
        assert_eq!(top(&tree).count(), 0);
    }
}
