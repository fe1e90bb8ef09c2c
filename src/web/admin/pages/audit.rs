//! Who did what, when, to what.
use actix_web::{HttpResponse, web};
use db::{AuditEntry, Db, DbError, Deeds};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::Micros;
use kernel::kinds::{AuditId, StaffId};
use kit::Failure;
use serde::Deserialize;
use staff::Staff;

use crate::desk::Desk;
use crate::views::{AuditView, DeedLine, Form, Section};

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

pub(crate) async fn show(
    desk: Desk,
    db: web::Data<Db>,
    staff: web::Data<Staff>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let cut = asked.cut(&desk.ctx().time_zone);
    let older_than: Option<AuditId> = asked.before.parse().ok();
    let mut deeds =
        db.read_slow(move |c| Ok::<_, DbError>(AuditEntry::list(c, &cut, older_than, ROWS as i64 + 1)?)).await?;
    let more = deeds.len() > ROWS;
    deeds.truncate(ROWS);
    let next = deeds.last().filter(|_| more).map(|d| d.id.to_string());
    let members = staff.list().await?;
    let name = |actor: &str| match actor.parse::<StaffId>() {
        Ok(id) => members.iter().find(|m| m.id == id).map_or_else(|| actor.to_owned(), |m| m.name.clone()),
        Err(_) => actor.to_owned(),
    };
    let line = |d: AuditEntry| DeedLine {
        at: d.when(),
        who: name(&d.actor),
        actor: d.actor,
        action: d.action,
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
