use kernel::kinds::{self, OrderId};

use super::{Failed, opened, runtime};
use crate::config::Flags;

/// `sundry inspect`.
pub fn run(flags: &Flags, id: &str) -> Result<(), Failed> {
    let prefix = id.split('_').next().unwrap_or_default();
    let Some((_, kind)) = kinds::ALL.iter().find(|(p, _)| *p == prefix) else {
        let known = kinds::ALL.iter().map(|(p, k)| format!("{p}_ ({k})")).collect::<Vec<_>>().join(", ");
        return Err(Failed(format!("`{id}` begins like no id of ours. Known: {known}")));
    };
    let shop = opened(flags)?;
    let runtime = runtime()?;
    say!("{kind} {id}");
    if prefix == "ord" {
        let order: OrderId = id.parse()?;
        let found = runtime.block_on(shop.shop.orders.get(order)).map_err(|e| Failed(e.to_string()))?;
        say!("{found:#?}");
        let story = runtime.block_on(shop.shop.orders.history(order)).map_err(|e| Failed(e.to_string()))?;
        for entry in story {
            say!("v{}  {}  {}  {:?}", entry.version, entry.at.rfc3339(), entry.actor, entry.happened);
        }
    }
    if prefix == "prd" {
        let product = id.parse()?;
        let found = runtime.block_on(shop.shop.catalog.products(&[product])).map_err(|e| Failed(e.to_string()))?;
        say!("{:#?}", found.get(&product));
    }
    let deeds = shop.shop.db.read_now(|c| db::AuditEntry::of(c, id, 50).map_err(db::DbError::from))?;
    for d in deeds {
        say!("{}  {}  {}  {}", d.when().rfc3339(), d.actor, d.action, d.detail);
    }
    let said = runtime.block_on(shop.shop.notifications.about(id)).map_err(|e| Failed(e.to_string()))?;
    for m in said {
        say!("{}  {}  {} to {}: {}", m.id, m.kind, m.state, m.recipient, m.subject);
    }
    let log = shop.shop.db.read_now(|c| events::admin::of_stream(c, id, 100).map_err(db::DbError::from))?;
    for e in log {
        say!("{}  {}  {} v{}  {}", e.position, e.at.rfc3339(), e.kind, e.version, e.payload);
    }
    Ok(())
}
