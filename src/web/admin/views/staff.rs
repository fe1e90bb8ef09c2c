//! The people behind the counter: all of them, and oneself.
use askama::Template;
use kernel::Micros;
use staff::{Permission, Role};

use super::{Form, Shell};

/// `/admin/settings/staff`.
#[derive(Template)]
#[template(path = "settings/staff.html")]
pub struct StaffView {
    pub shell: Shell,
    pub members: Vec<MemberRow>,
    /// For somebody to be added.
    pub form: Form,
    /// A password that is shown this once.
    pub made: Option<MadePassword>,
    pub may_manage: bool,
}

impl StaffView {
    fn roles(&self) -> Vec<(&'static str, &str)> {
        Role::ALL.iter().map(|r| (r.as_str(), self.shell.t(role_key(*r)))).collect()
    }

    /// What each role may do, a row a permission.
    fn permissions(&self) -> Vec<(&str, [bool; 5])> {
        let row = |p: &Permission| (self.shell.t(permission_key(*p)), Role::ALL.map(|r| r.allows(*p)));
        Permission::ALL.iter().map(row).collect()
    }
}

/// A member as the list shows them.
#[derive(Clone, Debug)]
pub struct MemberRow {
    pub id: String,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub active: bool,
    pub since: Micros,
    pub version: i64,
    /// Whoever looks at the list.
    pub is_me: bool,
}

/// A freshly made password.
#[derive(Clone, Debug)]
pub struct MadePassword {
    pub name: String,
    pub email: String,
    pub password: String,
}

/// `/admin/account`: one's own password and sessions.
#[derive(Template)]
#[template(path = "account.html")]
pub struct AccountView {
    pub shell: Shell,
    pub email: String,
    pub form: Form,
    /// What the back office can speak: code, name, and whether it does now.
    pub languages: Vec<(String, String, bool)>,
    pub sessions: Vec<OpenSession>,
}

/// Somewhere one is signed in.
#[derive(Clone, Debug)]
pub struct OpenSession {
    pub id: String,
    /// What the browser says it is.
    pub device: String,
    pub seen: Micros,
    pub is_this: bool,
}

pub(crate) fn role_key(role: Role) -> &'static str {
    match role {
        Role::Owner => "admin-role-owner",
        Role::Manager => "admin-role-manager",
        Role::Clerk => "admin-role-clerk",
        Role::Support => "admin-role-support",
        Role::ReadOnly => "admin-role-read-only",
    }
}

pub(crate) fn permission_key(permission: Permission) -> &'static str {
    match permission {
        Permission::ViewOrders => "admin-may-view-orders",
        Permission::ManageOrders => "admin-may-manage-orders",
        Permission::RefundOrders => "admin-may-refund-orders",
        Permission::ViewProducts => "admin-may-view-products",
        Permission::ManageProducts => "admin-may-manage-products",
        Permission::ViewInventory => "admin-may-view-inventory",
        Permission::ManageInventory => "admin-may-manage-inventory",
        Permission::ViewPrices => "admin-may-view-prices",
        Permission::ManagePrices => "admin-may-manage-prices",
        Permission::ViewPromotions => "admin-may-view-promotions",
        Permission::ManagePromotions => "admin-may-manage-promotions",
        Permission::ViewCustomers => "admin-may-view-customers",
        Permission::ManageCustomers => "admin-may-manage-customers",
        Permission::ViewReports => "admin-may-view-reports",
        Permission::ViewSystem => "admin-may-view-system",
        Permission::ManageSystem => "admin-may-manage-system",
        Permission::ViewStaff => "admin-may-view-staff",
        Permission::ManageStaff => "admin-may-manage-staff",
        Permission::ViewSettings => "admin-may-view-settings",
        Permission::ManageSettings => "admin-may-manage-settings",
    }
}
