use super::{Failed, configured};
use crate::MIGRATIONS;
use crate::config::Flags;

/// `sundry migrate`.
pub fn run(flags: &Flags) -> Result<(), Failed> {
    let config = configured(flags)?;
    std::fs::create_dir_all(&config.data)?;
    if let db::Url::Sqlite(path) = &config.database
        && let Some(folder) = path.parent()
    {
        std::fs::create_dir_all(folder)?;
    }
    let db = db::Db::open(db::DbConfig::new(config.database.clone()), kernel::Clock::system())?;
    let applied = db.migrate(&[&MIGRATIONS])?;
    for migration in &applied {
        say!("{}", migration.0);
    }
    say!("{}: {} applied, the schema is up to date", config.database, applied.len());
    Ok(())
}
