use db::DbError;
use events::admin;
use kernel::Actor;
use kernel::kinds::JobId;

use super::{Failed, opened};
use crate::config::Flags;

/// `sundry jobs list`.
pub fn list(flags: &Flags) -> Result<(), Failed> {
    let shop = opened(flags)?;
    let counts = shop.shop.db.read_now(|c| admin::jobs_overview(c).map_err(DbError::from))?;
    if counts.is_empty() {
        say!("nothing waits");
    }
    for c in counts {
        say!("{:8}  {:8}  {}", c.count, c.state, c.kind);
    }
    Ok(())
}

/// `sundry jobs dead`.
pub fn dead(flags: &Flags) -> Result<(), Failed> {
    let shop = opened(flags)?;
    let dead = shop.shop.db.read_now(|c| admin::dead(c, 100).map_err(DbError::from))?;
    if dead.is_empty() {
        say!("no job is dead");
    }
    for job in dead {
        say!("{}  {}  after {} tries: {}", job.id, job.kind, job.attempts, job.error);
    }
    Ok(())
}

/// `sundry jobs retry`.
pub fn retry(flags: &Flags, id: &str) -> Result<(), Failed> {
    let shop = opened(flags)?;
    let id: JobId = id.parse()?;
    let found = shop.shop.db.write_now(db::Lane::Interactive, &Actor::system("cli"), move |tx| {
        admin::retry_dead(tx, id).map_err(DbError::from)
    })?;
    if !found {
        return Err(Failed(format!("there is no dead job {id}; `sundry jobs dead` lists them")));
    }
    say!("{id} will run again");
    Ok(())
}
