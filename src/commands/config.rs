use super::{Failed, configured};
use crate::config::Flags;

/// `sundry config`.
pub fn show(flags: &Flags) -> Result<(), Failed> {
    let config = configured(flags)?;
    let widest = config.shown.iter().map(|s| s.name.len()).max().unwrap_or(0);
    for s in &config.shown {
        let value = if s.value.is_empty() { "(empty)" } else { &s.value };
        say!("{:widest$}  {value}", s.name);
        say!("{:widest$}  from {}; {}", "", s.source, s.help);
    }
    for (name, percentage) in config.flags.list() {
        say!("flags.{name}  {percentage} %");
    }
    Ok(())
}
