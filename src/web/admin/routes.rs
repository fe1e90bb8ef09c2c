//! Every address of the back office, and who may come.
use kit::{Access, Routes};
use ::staff::Permission as P;

use crate::pages::settings::staff;
use crate::pages::{account, act, home, order, orders, products, search, settings, sign_in, system, theme};

/// The back office's routes. Their handlers take as `web::Data`: [`ToShip`](crate::ToShip), `db::Db`, `staff::Staff`,
/// `orders::Orders`, `payments::Payments`, `notifications::Notifications`, `catalog::Catalog`, `pricing::Pricing` and
/// `inventory::Inventory`; and what [`kit::install`] brings.
pub fn routes() -> Routes {
    const fn with(permission: P) -> Access {
        Access::Staff(permission.power())
    }
    Routes::new("admin")
        .get("/admin/sign-in", Access::SignedOutStaff, sign_in::show)
        .post("/admin/sign-in", Access::SignedOutStaff, sign_in::sign_in)
        .post("/admin/sign-out", Access::AnyStaff, sign_in::sign_out)
        .post("/admin/theme", Access::AnyStaff, theme::choose)
        .get("/admin/search", Access::AnyStaff, search::show)
        .get("/admin/search/found", Access::AnyStaff, search::found)
        .get("/admin/account", Access::AnyStaff, account::show)
        .post("/admin/account/password", Access::AnyStaff, account::change_password)
        .post("/admin/account/sessions/{id}/end", Access::AnyStaff, account::end_session)
        .get("/admin/settings", with(P::ViewSettings), settings::show)
        .get("/admin/settings/staff", with(P::ViewStaff), staff::show)
        .post("/admin/settings/staff", with(P::ManageStaff), staff::add)
        .post("/admin/settings/staff/restore", with(P::ManageStaff), staff::restore)
        .post("/admin/settings/staff/{id}/role", with(P::ManageStaff), staff::change_role)
        .post("/admin/settings/staff/{id}/access", with(P::ManageStaff), staff::change_access)
        .post("/admin/settings/staff/{id}/password", with(P::ManageStaff), staff::reset_password)
        .post("/admin/settings/staff/{id}/sign-out", with(P::ManageStaff), staff::sign_out)
        .get("/admin", with(P::ViewOrders), home::show)
        .get("/admin/orders", with(P::ViewOrders), orders::show)
        .get("/admin/orders/{id}", with(P::ViewOrders), order::show)
        .post("/admin/orders/{id}/capture", with(P::ManageOrders), act::capture)
        .post("/admin/orders/{id}/ship", with(P::ManageOrders), act::ship)
        .post("/admin/orders/{id}/cancel", with(P::ManageOrders), act::cancel)
        .get("/admin/products", with(P::ViewProducts), products::show)
        .get("/admin/system", with(P::ViewSystem), system::show)
        .post("/admin/system/jobs/{id}/retry", with(P::ManageSystem), system::retry_job)
        .post("/admin/system/parked/{subscriber}/{seq}/retry", with(P::ManageSystem), system::retry_event)
        .post("/admin/system/parked/{subscriber}/{seq}/skip", with(P::ManageSystem), system::skip_event)
}
