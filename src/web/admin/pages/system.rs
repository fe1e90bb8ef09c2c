//! What runs behind the shop, and a hand for what got stuck.
use actix_web::{HttpResponse, web};
use db::{Backend, Db, DbError, Standing};
use events::Parked;
use events::admin::{self, JobView, Lag};
use kernel::Micros;
use kernel::kinds::JobId;
use kit::{CheckedForm, Failure, PageCache, Site, StaffVisit};
use notifications::Notifications;
use staff::Permission;

use super::Nothing;
use crate::desk::Desk;
use crate::machinery::Machinery;
use crate::said::Said;
use crate::views::{
    Cache, Copied, CopyState, Database, DeadJob, Jobs, ParkedEvent, Post, Proved, Section, Subscriber, SystemView,
};

/// So many mails in trouble are counted.
const MAILS: i64 = 100;

pub(crate) async fn show(
    desk: Desk,
    db: web::Data<Db>,
    pages: web::Data<PageCache>,
    mail: web::Data<Notifications>,
) -> Result<HttpResponse, Failure> {
    let machinery = Machinery::look(&db).await?;
    let books = machinery.books.clone().map(|proof| Proved {
        at: proof.at(),
        seconds: proof.took().as_secs(),
        breaches: proof.breaches(),
        report: proof.report,
    });
    let measured = db.clone();
    // Its size is nice to know; not knowing it is no reason to show nothing.
    let bytes = web::block(move || measured.size()).await.ok().and_then(Result::ok);
    let (now, pulse, kept) = (desk.now(), db.pulse(), pages.stats());
    desk.show(&SystemView {
        shell: desk.shell(Section::System, desk.ctx().texts.t("admin-nav-system")),
        database: Database {
            backend: match db.backend() {
                Backend::Sqlite => "SQLite".to_owned(),
                Backend::Postgres => "PostgreSQL".to_owned(),
            },
            bytes,
            waiting: pulse.waiting as u64,
            queue: pulse.queue as u64,
            readers: (pulse.readers.busy, pulse.readers.most),
            writers: pulse.writers.map(|pool| (pool.busy, pool.most)),
            replica: db.replica().map(copy),
        },
        version: env!("CARGO_PKG_VERSION"),
        cache: Cache { hits: kept.hits, misses: kept.misses, entries: kept.entries, bytes: kept.bytes },
        post: post(&mail).await?,
        jobs: Jobs {
            waiting: machinery.jobs_in("ready"),
            running: machinery.jobs_in("running"),
            dead: machinery.jobs_in("dead"),
        },
        books,
        may_manage: desk.may(Permission::ManageSystem),
        dead: machinery.dead.into_iter().map(dead_job).collect(),
        subscribers: machinery.lags.into_iter().map(|lag| subscriber(lag, now)).collect(),
        parked: machinery.parked.into_iter().map(parked_event).collect(),
    })
}

fn copy(replica: db::Replica) -> Copied {
    let state = match replica.standing {
        Standing::Fresh(late) => CopyState::Fresh(late.as_secs()),
        Standing::Late(late) => CopyState::Late(late.as_secs()),
        Standing::Away(_) => CopyState::Away,
    };
    Copied { state, answered: replica.answered, fell_back: replica.fell_back }
}

/// How mail leaves the shop, and what of it does not.
pub(crate) async fn post(mail: &Notifications) -> Result<Post, Failure> {
    let troubles = mail.troubles(MAILS).await?;
    let failed = troubles.iter().filter(|message| message.state == "failed").count() as u64;
    Ok(Post { smtp: !mail.keeps_mail(), failed, delayed: troubles.len() as u64 - failed })
}

fn dead_job(job: JobView) -> DeadJob {
    DeadJob {
        id: job.id.to_string(),
        kind: job.kind,
        attempts: job.attempts.unsigned_abs(),
        error: job.error,
        // When it was due for the last time.
        died_at: Micros(job.run_after),
    }
}

fn subscriber(lag: Lag, now: Micros) -> Subscriber {
    Subscriber {
        name: lag.subscriber,
        lag: lag.behind.unsigned_abs(),
        more: lag.more,
        seconds: lag.seconds.unsigned_abs(),
        oldest_at: (lag.behind > 0 || lag.more).then(|| Micros(now.0 - lag.seconds * 1_000_000)),
    }
}

fn parked_event(parked: Parked) -> ParkedEvent {
    ParkedEvent {
        parked_at: parked.since(),
        subscriber: parked.subscriber,
        seq: parked.seq,
        event: parked.kind,
        error: parked.error,
    }
}

pub(crate) async fn retry_job(
    staff: StaffVisit,
    site: web::Data<Site>,
    db: web::Data<Db>,
    id: web::Path<String>,
    CheckedForm(_): CheckedForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let id: JobId = id.parse().map_err(|_| Failure::not_found())?;
    let found = db.write(&staff.actor, move |tx| Ok::<_, DbError>(admin::retry_dead(tx, id)?)).await?;
    Ok(told(&site, Said::JobRetried, found, "dead"))
}

pub(crate) async fn retry_event(
    staff: StaffVisit,
    site: web::Data<Site>,
    db: web::Data<Db>,
    place: web::Path<(String, i64)>,
    CheckedForm(_): CheckedForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let (subscriber, seq) = place.into_inner();
    let retry = move |tx: &mut db::Tx<'_>| Ok::<_, DbError>(admin::parked_retry(tx, &subscriber, seq)?);
    let found = db.write(&staff.actor, retry).await?;
    Ok(told(&site, Said::EventRetried, found, "parked"))
}

pub(crate) async fn skip_event(
    staff: StaffVisit,
    site: web::Data<Site>,
    db: web::Data<Db>,
    place: web::Path<(String, i64)>,
    CheckedForm(_): CheckedForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let (subscriber, seq) = place.into_inner();
    let skip = move |tx: &mut db::Tx<'_>| Ok::<_, DbError>(admin::parked_skip(tx, &subscriber, seq)?);
    let found = db.write(&staff.actor, skip).await?;
    Ok(told(&site, Said::EventSkipped, found, "parked"))
}

fn told(site: &Site, done: Said, found: bool, place: &str) -> HttpResponse {
    let said = if found { done } else { Said::Gone };
    said.at(site, &format!("/admin/system#{place}"))
}
