//! Every address of the back office, and who may come.
use kit::{Access, Routes};
use staff::Permission as P;

use crate::pages::{act, home, order, orders, products, sign_in, system};

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
