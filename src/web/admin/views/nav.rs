//! The navigation: every entry by task, shown to those who may open it. An entry whose page is not in the route table
//! is not shown, so that a page brings its entry along.
use std::collections::HashMap;
use std::sync::LazyLock;

use kit::Access;

use super::Section;

/// Somewhere to go.
#[derive(Debug, PartialEq, Eq)]
pub struct Place {
    pub section: Section,
    pub path: &'static str,
    /// Its name's key; `…-words` beside it holds further words that people look for.
    pub label: &'static str,
    /// An inline drawing; entries within others have none.
    pub icon: &'static str,
    /// Goes there after `g`; empty for none.
    pub key: &'static str,
    pub within: &'static [Place],
}

const fn leaf(section: Section, path: &'static str, label: &'static str) -> Place {
    Place { section, path, label, icon: "", key: "", within: &[] }
}

macro_rules! icon {
    ($name:literal) => {
        include_str!(concat!("../../../../templates/admin/icons/", $name, ".svg"))
    };
}

/// Every entry, in order.
pub const PLACES: &[Place] = &[
    Place {
        section: Section::Home,
        path: "/admin",
        label: "admin-nav-home",
        icon: icon!("home"),
        key: "h",
        within: &[],
    },
    Place {
        section: Section::Orders,
        path: "/admin/orders",
        label: "admin-nav-orders",
        icon: icon!("orders"),
        key: "o",
        within: &[],
    },
    Place {
        section: Section::Products,
        path: "/admin/products",
        label: "admin-nav-products",
        icon: icon!("products"),
        key: "p",
        within: &[
            leaf(Section::Categories, "/admin/categories", "admin-nav-categories"),
            leaf(Section::Attributes, "/admin/attributes", "admin-nav-attributes"),
            leaf(Section::SearchRules, "/admin/search-rules", "admin-nav-search-rules"),
            leaf(Section::Imports, "/admin/imports", "admin-nav-imports"),
            leaf(Section::Exports, "/admin/exports", "admin-nav-exports"),
        ],
    },
    Place {
        section: Section::Stock,
        path: "/admin/stock",
        label: "admin-nav-stock",
        icon: icon!("box"),
        key: "i",
        within: &[
            leaf(Section::Transfers, "/admin/stock/transfers", "admin-nav-transfers"),
            leaf(Section::Supplies, "/admin/stock/supplies", "admin-nav-supplies"),
            leaf(Section::StockFeed, "/admin/stock/feed", "admin-nav-stock-feed"),
        ],
    },
    Place {
        section: Section::Customers,
        path: "/admin/customers",
        label: "admin-nav-customers",
        icon: icon!("customers"),
        key: "c",
        within: &[],
    },
    Place {
        section: Section::Promotions,
        path: "/admin/promotions",
        label: "admin-nav-promotions",
        icon: icon!("tag"),
        key: "m",
        within: &[],
    },
    Place {
        section: Section::Content,
        path: "/admin/content",
        label: "admin-nav-content",
        icon: icon!("content"),
        key: "t",
        within: &[],
    },
    Place {
        section: Section::Settings,
        path: "/admin/settings",
        label: "admin-nav-settings",
        icon: icon!("settings"),
        key: "s",
        within: &[
            leaf(Section::SettingsShop, "/admin/settings/shop", "admin-nav-shop-settings"),
            leaf(Section::SettingsMarkets, "/admin/settings/markets", "admin-nav-markets"),
            leaf(Section::SettingsShipping, "/admin/settings/shipping", "admin-nav-shipping"),
            leaf(Section::SettingsLocations, "/admin/settings/locations", "admin-nav-locations"),
            leaf(Section::SettingsTaxes, "/admin/settings/taxes", "admin-nav-taxes"),
            leaf(Section::SettingsPayments, "/admin/settings/payments", "admin-nav-payments"),
            leaf(Section::SettingsMail, "/admin/settings/mail", "admin-nav-mail"),
            leaf(Section::SettingsLetters, "/admin/mails", "admin-nav-letters"),
            leaf(Section::SettingsStaff, "/admin/settings/staff", "admin-nav-staff"),
            leaf(Section::SettingsWebhooks, "/admin/settings/webhooks", "admin-nav-webhooks"),
            leaf(Section::SettingsTokens, "/admin/settings/tokens", "admin-nav-tokens"),
        ],
    },
    Place {
        section: Section::System,
        path: "/admin/system",
        label: "admin-nav-system",
        icon: icon!("system"),
        key: "y",
        within: &[],
    },
    Place {
        section: Section::Audit,
        path: "/admin/audit",
        label: "admin-nav-audit",
        icon: icon!("audit"),
        key: "l",
        within: &[],
    },
];

/// An entry that somebody may open, with those within it.
#[derive(Clone, Debug)]
pub struct NavEntry {
    pub place: &'static Place,
    pub within: Vec<&'static Place>,
}

impl NavEntry {
    /// Whether `section` is this one or lies within.
    pub(crate) fn holds(&self, section: &Section) -> bool {
        self.place.section == *section || self.place.within.iter().any(|p| p.section == *section)
    }
}

/// Who may come to each page of the back office.
static ACCESS: LazyLock<HashMap<&'static str, Access>> = LazyLock::new(|| {
    let routes = crate::routes();
    routes.list().iter().filter(|r| r.method == "GET").map(|r| (r.path, r.access)).collect()
});

fn is_open(place: &Place, may: &dyn Fn(&'static str) -> bool) -> bool {
    match ACCESS.get(place.path) {
        Some(Access::Staff(power)) => may(power),
        Some(access) => *access == Access::AnyStaff,
        None => false,
    }
}

/// The entries for somebody who `may` use these powers.
pub fn nav(may: &dyn Fn(&'static str) -> bool) -> Vec<NavEntry> {
    let open = PLACES.iter().filter(|p| is_open(p, may));
    open.map(|place| NavEntry { place, within: place.within.iter().filter(|p| is_open(p, may)).collect() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_sees_what_they_may_open_and_nothing_else() {
        let paths = |role: staff::Role| -> Vec<&str> {
            let powers = role.powers();
            let entries = nav(&|power| powers.contains(&power));
            entries
                .iter()
                .flat_map(|e| std::iter::once(e.place.path).chain(e.within.iter().map(|p| p.path)))
                .collect()
        };
        let owner = paths(staff::Role::Owner);
        assert!(["/admin", "/admin/orders", "/admin/system"].iter().all(|p| owner.contains(p)), "{owner:?}");
        let clerk = paths(staff::Role::Clerk);
        assert!(clerk.contains(&"/admin/orders") && !clerk.contains(&"/admin/system"), "{clerk:?}");
        assert!(clerk.iter().all(|p| owner.contains(p)));
    }

    #[test]
    fn no_two_places_share_a_key_or_an_address() {
        let all = || PLACES.iter().chain(PLACES.iter().flat_map(|p| p.within));
        let keys: Vec<_> = all().map(|p| p.key).filter(|k| !k.is_empty()).collect();
        let paths: Vec<_> = all().map(|p| p.path).collect();
        for list in [keys, paths] {
            let mut once = list.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), list.len(), "{list:?}");
        }
    }
}
