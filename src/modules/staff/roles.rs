//! Who may do what: one table.
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a member of staff is here for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything, staff and settings included.
    Owner,
    /// Runs the shop day by day.
    Manager,
    /// Packs, ships, keeps stock and products.
    Clerk,
    /// Talks to customers and helps with their orders.
    Support,
    /// Looks, touches nothing: accountants, auditors.
    ReadOnly,
}

impl Role {
    pub const ALL: [Self; 5] = [Self::Owner, Self::Manager, Self::Clerk, Self::Support, Self::ReadOnly];

    /// As it is stored and typed on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Manager => "manager",
            Self::Clerk => "clerk",
            Self::Support => "support",
            Self::ReadOnly => "read_only",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a role; write owner, manager, clerk, support or read_only")]
pub struct RoleError(String);

impl FromStr for Role {
    type Err = RoleError;
    fn from_str(text: &str) -> Result<Self, RoleError> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| RoleError(text.chars().take(40).collect()))
    }
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $text:literal),* $(,)?) => {
        /// What can be allowed. `Manage…` includes the `View…` of the same name in every role that has it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Permission { $($(#[$doc])* $name),* }

        impl Permission {
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// In words, as in "your role does not allow you to …".
            pub const fn words(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }
        }
    };
}

permissions! {
    ViewOrders = "see orders",
    /// Ship, capture, cancel, note.
    ManageOrders = "change orders",
    /// Give money back.
    RefundOrders = "refund orders",
    ViewProducts = "see products",
    /// Products, variants, categories and their pictures.
    ManageProducts = "change products",
    ViewInventory = "see stock",
    /// Receive, count and move stock.
    ManageInventory = "change stock",
    ViewPrices = "see prices",
    /// Price lists, taxes.
    ManagePrices = "change prices",
    ViewPromotions = "see promotions",
    /// Promotions and the coupons that let them in.
    ManagePromotions = "change promotions",
    ViewCustomers = "see customers",
    ManageCustomers = "change customers",
    /// Sales figures and exports of the books.
    ViewReports = "see reports",
    /// Jobs, events, health, logs of deeds.
    ViewSystem = "see how the system does",
    /// Retry and drop jobs, run imports, backups.
    ManageSystem = "run the system",
    ViewStaff = "see staff",
    /// Add, change and sign out members of staff.
    ManageStaff = "manage staff",
    ViewSettings = "see settings",
    /// Markets, shipping, payment providers, mail texts.
    ManageSettings = "change settings",
}

impl Permission {
    /// The name under which use cases ask for it: [`kernel::Actor::require`].
    pub const fn power(self) -> &'static str {
        match self {
            Self::ViewOrders => "orders.view",
            Self::ManageOrders => "orders.manage",
            Self::RefundOrders => "orders.refund",
            Self::ViewProducts => "products.view",
            Self::ManageProducts => "products.manage",
            Self::ViewInventory => "inventory.view",
            Self::ManageInventory => "inventory.manage",
            Self::ViewPrices => "prices.view",
            Self::ManagePrices => "prices.manage",
            Self::ViewPromotions => "promotions.view",
            Self::ManagePromotions => "promotions.manage",
            Self::ViewCustomers => "customers.view",
            Self::ManageCustomers => "customers.manage",
            Self::ViewReports => "reports.view",
            Self::ViewSystem => "system.view",
            Self::ManageSystem => "system.manage",
            Self::ViewStaff => "staff.view",
            Self::ManageStaff => "staff.manage",
            Self::ViewSettings => "settings.view",
            Self::ManageSettings => "settings.manage",
        }
    }
}

impl Role {
    /// The powers of this role, as an actor carries them.
    pub fn powers(self) -> std::sync::Arc<[&'static str]> {
        Permission::ALL.iter().filter(|p| self.allows(**p)).map(|p| p.power()).collect()
    }

    /// Whether this role allows it.
    #[rustfmt::skip]
    pub const fn allows(self, permission: Permission) -> bool {
        use Permission as P;
        const YES: bool = true;
        const NO_: bool = false;
        let [owner, manager, clerk, support, read_only] = match permission {
            //                     owner manager clerk support read_only
            P::ViewOrders      => [ YES,   YES,   YES,   YES,   YES ],
            P::ManageOrders    => [ YES,   YES,   YES,   YES,   NO_ ],
            P::RefundOrders    => [ YES,   YES,   NO_,   YES,   NO_ ],
            P::ViewProducts    => [ YES,   YES,   YES,   YES,   YES ],
            P::ManageProducts  => [ YES,   YES,   YES,   NO_,   NO_ ],
            P::ViewInventory   => [ YES,   YES,   YES,   YES,   YES ],
            P::ManageInventory => [ YES,   YES,   YES,   NO_,   NO_ ],
            P::ViewPrices      => [ YES,   YES,   YES,   YES,   YES ],
            P::ManagePrices    => [ YES,   YES,   NO_,   NO_,   NO_ ],
            P::ViewPromotions  => [ YES,   YES,   YES,   YES,   YES ],
            P::ManagePromotions=> [ YES,   YES,   NO_,   NO_,   NO_ ],
            P::ViewCustomers   => [ YES,   YES,   YES,   YES,   NO_ ],
            P::ManageCustomers => [ YES,   YES,   NO_,   YES,   NO_ ],
            P::ViewReports     => [ YES,   YES,   NO_,   NO_,   YES ],
            P::ViewSystem      => [ YES,   YES,   NO_,   NO_,   YES ],
            P::ManageSystem    => [ YES,   NO_,   NO_,   NO_,   NO_ ],
            P::ViewStaff       => [ YES,   YES,   NO_,   NO_,   NO_ ],
            P::ManageStaff     => [ YES,   NO_,   NO_,   NO_,   NO_ ],
            P::ViewSettings    => [ YES,   YES,   NO_,   NO_,   YES ],
            P::ManageSettings  => [ YES,   YES,   NO_,   NO_,   NO_ ],
        };
        match self {
            Self::Owner => owner,
            Self::Manager => manager,
            Self::Clerk => clerk,
            Self::Support => support,
            Self::ReadOnly => read_only,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(p: Permission) -> String {
        format!("{p:?}")
    }

    #[test]
    fn an_owner_may_do_everything_and_read_only_changes_nothing() {
        for p in Permission::ALL {
            assert!(Role::Owner.allows(*p), "{p:?}");
            assert!(name(*p).starts_with("View") || !Role::ReadOnly.allows(*p), "{p:?}");
        }
    }

    #[test]
    fn only_an_owner_can_make_owners() {
        let managers: Vec<Role> =
            Role::ALL.into_iter().filter(|role| role.allows(Permission::ManageStaff)).collect();
        assert_eq!(managers, [Role::Owner]);
    }

    #[test]
    fn whoever_may_change_something_may_see_it() {
        for change in Permission::ALL {
            let Some(what) = name(*change).strip_prefix("Manage").map(str::to_owned) else { continue };
            let view = Permission::ALL.iter().find(|p| name(**p) == format!("View{what}")).unwrap();
            for role in Role::ALL {
                assert!(!role.allows(*change) || role.allows(*view), "{role}: {change:?} without {view:?}");
            }
        }
    }

    #[test]
    fn a_role_survives_its_text() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
            assert_eq!(serde_json::json!(role), role.as_str());
        }
        assert!("Owner".parse::<Role>().unwrap_err().to_string().contains("write owner, manager"));
    }
}
