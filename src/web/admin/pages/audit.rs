//! Who did what, when, to what.
use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use catalog::Catalog;
use customers::Customers;
use db::{AuditEntry, Db, DbError, Deeds};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::Micros;
use kernel::kinds::{ApiTokenId, AuditId, StaffId};
use kit::Failure;
use orders::Orders;
use serde::Deserialize;
use staff::{Permission, Staff};

use crate::desk::Desk;
use crate::views::{AuditView, DeedLine, Form, Section, Thing};

/// Deeds on one page.
const ROWS: usize = 50;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    who: String,
    what: String,
    from: String,
    until: String,
    before: String,
}

impl Asked {
    fn cut(&self, zone: &TimeZone) -> Deeds {
        let text = |t: &str| Some(t.trim().to_owned()).filter(|t| !t.is_empty() && t.len() <= 200);
        let day = |t: &str| t.parse::<Date>().ok();
        let start = |day: Date| {
            let at = day.to_zoned(zone.clone()).ok()?;
            Some(Micros(at.timestamp().as_microsecond()))
        };
        Deeds {
            actor: text(&self.who),
            entity: text(&self.what),
            from: day(&self.from).and_then(start),
            // The day itself belongs to it.
            until: day(&self.until).and_then(|d| d.tomorrow().ok()).and_then(start),
        }
    }
}

/// What the things deeds were done to are called, and their pages, by id. What is gone, or of a kind without a name, is not
/// in it.
async fn names(
    desk: &Desk,
    (orders, catalog, customers): (&Orders, &Catalog, &Customers),
    deeds: &[AuditEntry],
) -> Result<HashMap<String, Thing>, Failure> {
    fn ids<T: std::str::FromStr>(deeds: &[AuditEntry]) -> Vec<T> {
        let mut named: Vec<&str> = deeds.iter().map(|d| d.entity.as_str()).collect();
        named.sort_unstable();
        named.dedup();
        named.into_iter().filter_map(|entity| entity.parse().ok()).collect()
    }
    let mut things = HashMap::new();
    if desk.may(Permission::ViewOrders) {
        for order in orders.get_many(desk.actor(), &ids(deeds)).await? {
            let href = format!("/admin/orders/{}", order.id);
            things.insert(order.id.to_string(), Thing { name: order.number, href });
        }
    }
    for (id, product) in catalog.products(&ids(deeds)).await? {
        things.insert(id.to_string(), Thing { name: product.title, href: format!("/admin/products/{id}") });
    }
    for category in catalog.categories().await?.iter() {
        let href = format!("/admin/categories/{}", category.id);
        things.insert(category.id.to_string(), Thing { name: category.title.clone(), href });
    }
    if desk.may(Permission::ViewCustomers) {
        for (id, name) in customers.names(desk.actor(), &ids(deeds)).await? {
            things.insert(id.to_string(), Thing { name, href: format!("/admin/customers/{id}") });
        }
    }
    Ok(things)
}

pub(crate) async fn show(
    desk: Desk,
    db: web::Data<Db>,
    staff: web::Data<Staff>,
    orders: web::Data<Orders>,
    catalog: web::Data<Catalog>,
    customers: web::Data<Customers>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let cut = asked.cut(&desk.ctx().time_zone);
    let older_than: Option<AuditId> = asked.before.parse().ok();
    let mut deeds =
        db.read_slow(move |c| Ok::<_, DbError>(AuditEntry::list(c, &cut, older_than, ROWS as i64 + 1)?)).await?;
    let more = deeds.len() > ROWS;
    deeds.truncate(ROWS);
    let next = deeds.last().filter(|_| more).map(|d| d.id.to_string());
    let mut things = names(&desk, (&orders, &catalog, &customers), &deeds).await?;
    let members = staff.list().await?;
    for member in &members {
        let href = "/admin/settings/staff".to_owned();
        things.insert(member.id.to_string(), Thing { name: member.name.clone(), href });
    }
    let name = |actor: &str| match actor.parse::<StaffId>() {
        Ok(id) => members.iter().find(|m| m.id == id).map_or_else(|| actor.to_owned(), |m| m.name.clone()),
        Err(_) => actor.to_owned(),
    };
    let tokens = staff.tokens().await?;
    for token in &tokens {
        let href = "/admin/settings/tokens".to_owned();
        things.insert(token.id.to_string(), Thing { name: token.name.clone(), href });
    }
    for attribute in catalog.definitions().await?.all() {
        let href = format!("/admin/attributes/{}", attribute.id);
        things.insert(attribute.id.to_string(), Thing { name: attribute.name.clone(), href });
    }
    let program =
        |id: ApiTokenId| tokens.iter().find(|t| t.id == id).map_or_else(|| id.to_string(), |t| t.name.clone());
    let texts = &desk.ctx().texts;
    let line = |d: AuditEntry| DeedLine {
        at: d.when(),
        who: match d.token() {
            Some(token) => {
                let (member, program) = (name(&d.actor), program(token));
                texts.f("audit-by-program", &[("member", (&member).into()), ("program", (&program).into())])
            }
            None => name(&d.actor),
        },
        actor: d.actor,
        action: d.action,
        thing: things.get(&d.entity).cloned(),
        entity: d.entity,
        detail: if d.detail == "{}" { String::new() } else { d.detail },
        correlation: d.correlation,
    };
    desk.show(&AuditView {
        shell: desk.shell(Section::Audit, desk.ctx().texts.t("admin-nav-audit")),
        people: members.iter().map(|m| (m.id.to_string(), m.name.clone())).collect(),
        form: Form::default()
            .with("who", asked.who.trim())
            .with("what", asked.what.trim())
            .with("from", asked.from.trim())
            .with("until", asked.until.trim()),
        deeds: deeds.into_iter().map(line).collect(),
        is_first: asked.before.is_empty(),
        next,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_the_shops_and_the_last_belongs_to_it() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let asked = |from: &str, until: &str| Asked { from: from.into(), until: until.into(), ..Asked::default() };
        let at = |text: &str| Some(Micros(text.parse::<jiff::Timestamp>().unwrap().as_microsecond()));
        let cut = asked("2026-11-20", "2026-11-20").cut(&berlin);
        assert_eq!((cut.from, cut.until), (at("2026-11-19T23:00:00Z"), at("2026-11-20T23:00:00Z")));
        assert_eq!(asked("soon", "").cut(&berlin), Deeds::default());
    }
}
