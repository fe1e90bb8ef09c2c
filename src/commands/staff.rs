use ::staff::NewMember;
use auth::ExposeSecret;
use kernel::Actor;

use super::{Failed, opened, runtime};
use crate::config::Flags;

/// `sundry staff add`.
pub fn add(flags: &Flags, email: &str, name: &str, role: &str) -> Result<(), Failed> {
    let shop = opened(flags)?;
    let role = role.parse().map_err(|e: ::staff::RoleError| Failed(e.to_string()))?;
    let new = NewMember { email: email.to_owned(), name: name.to_owned(), role, password: None };
    let (id, password) = runtime()?.block_on(shop.shop.staff.add(&Actor::system("cli"), new))?;
    say!("added {email} as {role} ({id})");
    if let Some(password) = password {
        say!("password: {}", password.expose_secret());
        say!("it is shown this once; sign in at {}/admin/sign-in", shop.config.public_url);
    }
    Ok(())
}

/// `sundry staff list`.
pub fn list(flags: &Flags) -> Result<(), Failed> {
    let shop = opened(flags)?;
    for m in runtime()?.block_on(shop.shop.staff.list())? {
        let state = if m.active { "" } else { "  (may not sign in)" };
        say!("{}  {:10}  {}  {}{state}", m.id, m.role.as_str(), m.email, m.name);
    }
    Ok(())
}
