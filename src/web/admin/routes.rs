//! Every address of the back office, and who may come.
use ::staff::Permission as P;
use kit::{Access, Routes};

use crate::pages::settings::{mail, markets, payments, shipping, shop, staff, taxes};
use crate::pages::{
    account, act, audit, content, goods, home, language, mails, order, orders, people, promotions, search,
    settings, setup, sign_in, stock, system, theme,
};

/// A product's words, many variants and whole lists are more than a usual form, in bytes.
const WORDS: usize = 1024 * 1024;

/// The back office's routes. Their handlers take as `web::Data`: [`ToShip`](crate::ToShip), `db::Db`, `staff::Staff`,
/// `orders::Orders`, `payments::Payments`, `notifications::Notifications`, `catalog::Catalog`, `pricing::Pricing`,
/// `inventory::Inventory`, `customers::Customers`, `flows::mail::MailViews` and `flows::goods::Goods`; and what
/// [`kit::install`] brings.
pub fn routes() -> Routes {
    const fn with(permission: P) -> Access {
        Access::Staff(permission.power())
    }
    Routes::new("admin")
        .get("/setup", Access::Founder, setup::show_shop)
        .post("/setup", Access::Founder, setup::take_shop)
        .get("/setup/selling", Access::Founder, setup::show_selling)
        .post("/setup/selling", Access::Founder, setup::take_selling)
        .get("/setup/delivery", Access::Founder, setup::show_delivery)
        .post("/setup/delivery", Access::Founder, setup::take_delivery)
        .get("/setup/owner", Access::Founder, setup::show_owner)
        .post("/setup/owner", Access::Founder, setup::found)
        .get("/setup/code", Access::Unfounded, setup::ask_code)
        .post("/setup/code", Access::Unfounded, setup::take_code)
        .get("/admin/sign-in", Access::SignedOutStaff, sign_in::show)
        .post("/admin/sign-in", Access::SignedOutStaff, sign_in::sign_in)
        .post("/admin/sign-out", Access::AnyStaff, sign_in::sign_out)
        .post("/admin/theme", Access::AnyStaff, theme::choose)
        .post("/admin/account/language", Access::AnyStaff, language::choose)
        .get("/admin/search", Access::AnyStaff, search::show)
        .get("/admin/search/found", Access::AnyStaff, search::found)
        .get("/admin/account", Access::AnyStaff, account::show)
        .post("/admin/account/password", Access::AnyStaff, account::change_password)
        .post("/admin/account/sessions/{id}/end", Access::AnyStaff, account::end_session)
        .get("/admin/settings", with(P::ViewSettings), settings::show)
        .get("/admin/settings/shop", with(P::ViewSettings), shop::show)
        .post("/admin/settings/shop", with(P::ManageSettings), shop::save)
        .post("/admin/settings/shop/open", with(P::ManageSettings), shop::open)
        .post("/admin/settings/shop/close", with(P::ManageSettings), shop::close)
        .get("/admin/settings/markets", with(P::ViewSettings), markets::show)
        .post("/admin/settings/markets", with(P::ManageSettings), markets::save)
        .get("/admin/settings/taxes", with(P::ViewSettings), taxes::show)
        .post("/admin/settings/taxes", with(P::ManageSettings), taxes::save)
        .post("/admin/settings/taxes/{id}/remove", with(P::ManageSettings), taxes::remove)
        .get("/admin/settings/shipping", with(P::ViewSettings), shipping::show)
        .post("/admin/settings/shipping/zones", with(P::ManageSettings), shipping::save_zone)
        .post("/admin/settings/shipping/zones/{id}/remove", with(P::ManageSettings), shipping::remove_zone)
        .get("/admin/settings/shipping/methods/{id}", with(P::ViewSettings), shipping::show_method)
        .post("/admin/settings/shipping/methods/{id}", with(P::ManageSettings), shipping::save_method)
        .post("/admin/settings/shipping/methods/{id}/rates", with(P::ManageSettings), shipping::save_rates)
        .post("/admin/settings/shipping/methods/{id}/offer", with(P::ManageSettings), shipping::offer)
        .post("/admin/settings/shipping/methods/{id}/remove", with(P::ManageSettings), shipping::remove)
        .get("/admin/content", with(P::ViewSettings), content::show)
        .get("/admin/content/new", with(P::ManageSettings), content::show_new)
        .upload("/admin/content/new", with(P::ManageSettings), WORDS, content::make)
        .get("/admin/content/{locale}/{slug}", with(P::ViewSettings), content::show_page)
        .upload("/admin/content/{locale}/{slug}", with(P::ManageSettings), WORDS, content::save)
        .get("/admin/audit", with(P::ViewSystem), audit::show)
        .get("/admin/settings/payments", with(P::ViewSettings), payments::show)
        .post("/admin/settings/payments", with(P::ManageSettings), payments::save)
        .get("/admin/settings/mail", with(P::ViewSettings), mail::show)
        .post("/admin/settings/mail/test", with(P::ManageSettings), mail::send)
        .get("/admin/settings/staff", with(P::ViewStaff), staff::show)
        .post("/admin/settings/staff", with(P::ManageStaff), staff::add)
        .post("/admin/settings/staff/restore", with(P::ManageStaff), staff::restore)
        .post("/admin/settings/staff/{id}/role", with(P::ManageStaff), staff::change_role)
        .post("/admin/settings/staff/{id}/access", with(P::ManageStaff), staff::change_access)
        .post("/admin/settings/staff/{id}/password", with(P::ManageStaff), staff::reset_password)
        .post("/admin/settings/staff/{id}/sign-out", with(P::ManageStaff), staff::sign_out)
        .get("/admin", with(P::ViewOrders), home::show)
        .get("/admin/mails", with(P::ViewOrders), mails::show)
        .get("/admin/mails/{kind}", with(P::ViewOrders), mails::preview)
        .get("/admin/mails/{kind}/letter", with(P::ViewOrders), mails::letter)
        .get("/admin/orders", with(P::ViewOrders), orders::show)
        .get("/admin/orders/export", with(P::ViewOrders), orders::file::export)
        .get("/admin/orders/slips", with(P::ViewOrders), orders::slips::show)
        .upload("/admin/orders/picked", with(P::ViewOrders), WORDS, orders::bulk::choose)
        .upload("/admin/orders/ship", with(P::ManageOrders), WORDS, orders::bulk::ship)
        .get("/admin/orders/{id}", with(P::ViewOrders), order::show)
        .get("/admin/orders/{id}/refund", with(P::RefundOrders), order::refund::show)
        .post("/admin/orders/{id}/refund", with(P::RefundOrders), order::refund::take)
        .post("/admin/orders/{id}/refund/again", with(P::RefundOrders), order::refund::ask_again)
        .post("/admin/orders/{id}/tags", with(P::ManageOrders), act::set_tags)
        .post("/admin/orders/{id}/notes", with(P::ManageOrders), act::add_note)
        .post("/admin/orders/{id}/notes/{note}/delete", with(P::ManageOrders), act::delete_note)
        .post("/admin/orders/{id}/mails/{mail}", with(P::ManageOrders), act::resend)
        .post("/admin/orders/{id}/capture", with(P::ManageOrders), act::capture)
        .post("/admin/orders/{id}/ship", with(P::ManageOrders), act::ship)
        .post("/admin/orders/{id}/cancel", with(P::ManageOrders), act::cancel)
        .get("/admin/products", with(P::ViewProducts), goods::list::show)
        .upload("/admin/products/rows", with(P::ViewProducts), WORDS, goods::list::change)
        .upload("/admin/products/bulk", with(P::ManageProducts), WORDS, goods::bulk::carry_out)
        .post("/admin/products/undo", with(P::ManageProducts), goods::bulk::undo)
        .get("/admin/products/export", with(P::ViewProducts), goods::bulk::export)
        .get("/admin/products/new", with(P::ManageProducts), goods::new::show)
        .post("/admin/products/new", with(P::ManageProducts), goods::new::make)
        .get("/admin/products/{id}", with(P::ViewProducts), goods::editor::show)
        .upload("/admin/products/{id}", with(P::ManageProducts), WORDS, goods::editor::save)
        .post("/admin/products/{id}/status", with(P::ManageProducts), goods::editor::set_status)
        .post("/admin/products/{id}/duplicate", with(P::ManageProducts), goods::editor::duplicate)
        .get("/admin/products/{id}/variants", with(P::ViewProducts), goods::variants::show)
        .upload("/admin/products/{id}/variants", with(P::ManageProducts), WORDS, goods::variants::save)
        .post("/admin/products/{id}/options", with(P::ManageProducts), goods::variants::set_options)
        .get("/admin/products/{id}/pictures", with(P::ViewProducts), goods::pictures::show)
        .post("/admin/products/{id}/pictures", with(P::ManageProducts), goods::pictures::save)
        .upload(
            "/admin/products/{id}/pictures/new",
            with(P::ManageProducts),
            goods::pictures::MOST,
            goods::pictures::add,
        )
        .get("/admin/products/{id}/texts/{language}", with(P::ViewProducts), goods::texts::show)
        .upload("/admin/products/{id}/texts/{language}", with(P::ManageProducts), WORDS, goods::texts::save)
        .get("/admin/categories/{id}/texts/{language}", with(P::ViewProducts), goods::texts::show_category)
        .post("/admin/categories/{id}/texts/{language}", with(P::ManageProducts), goods::texts::save_category)
        .get("/admin/categories", with(P::ViewProducts), goods::categories::show)
        .post("/admin/categories", with(P::ManageProducts), goods::categories::make)
        .get("/admin/categories/{id}", with(P::ViewProducts), goods::category::show)
        .post("/admin/categories/{id}", with(P::ManageProducts), goods::category::save)
        .post("/admin/categories/{id}/move", with(P::ManageProducts), goods::categories::shift)
        .upload(
            "/admin/categories/{id}/picture",
            with(P::ManageProducts),
            goods::pictures::MOST,
            goods::category::set_picture,
        )
        .post("/admin/categories/{id}/delete", with(P::ManageProducts), goods::category::delete)
        .get("/admin/stock", with(P::ViewInventory), stock::show)
        .get("/admin/stock/find", with(P::ViewInventory), stock::find)
        .post("/admin/stock/count", with(P::ManageInventory), stock::count)
        .get("/admin/stock/{id}", with(P::ViewInventory), stock::item)
        .post("/admin/stock/{id}", with(P::ManageInventory), stock::book)
        .get("/admin/customers", with(P::ViewCustomers), people::show)
        .post("/admin/customers/groups", with(P::ManageCustomers), people::make_group)
        .post("/admin/customers/groups/{id}/delete", with(P::ManageCustomers), people::delete_group)
        .get("/admin/customers/{id}", with(P::ViewCustomers), people::person)
        .post("/admin/customers/{id}/marks", with(P::ManageCustomers), people::mark)
        .post("/admin/customers/{id}/notes", with(P::ManageCustomers), people::add_note)
        .post("/admin/customers/{id}/notes/{note}/delete", with(P::ManageCustomers), people::delete_note)
        .get("/admin/promotions", with(P::ViewPromotions), promotions::show)
        .get("/admin/promotions/new", with(P::ManagePromotions), promotions::make)
        .post("/admin/promotions/new", with(P::ManagePromotions), promotions::add)
        .post("/admin/promotions/resume", with(P::ManagePromotions), promotions::resume)
        .get("/admin/promotions/{id}", with(P::ViewPromotions), promotions::edit)
        .post("/admin/promotions/{id}", with(P::ManagePromotions), promotions::save)
        .post("/admin/promotions/{id}/pause", with(P::ManagePromotions), promotions::pause)
        .get("/admin/system", with(P::ViewSystem), system::show)
        .post("/admin/system/jobs/{id}/retry", with(P::ManageSystem), system::retry_job)
        .post("/admin/system/parked/{subscriber}/{seq}/retry", with(P::ManageSystem), system::retry_event)
        .post("/admin/system/parked/{subscriber}/{seq}/skip", with(P::ManageSystem), system::skip_event)
}
