//! What runs behind the shop, looked at in one go.
use db::{Db, DbError, Proof};
use events::Parked;
use events::admin::{self, JobCount, JobView, Lag};

/// At most so many troubles are listed; the counts count all of them.
const LISTED: i64 = 100;

pub(crate) struct Machinery {
    pub(crate) jobs: Vec<JobCount>,
    pub(crate) dead: Vec<JobView>,
    pub(crate) lags: Vec<Lag>,
    /// Those that only staff can free.
    pub(crate) parked: Vec<Parked>,
    /// The latest proof of the books.
    pub(crate) books: Option<Proof>,
}

impl Machinery {
    pub(crate) async fn look(db: &Db) -> Result<Self, DbError> {
        let now = db.clock().now();
        db.read_slow(move |c| {
            let mut parked = admin::parked(c, None, LISTED)?;
            parked.retain(|p| p.state == "parked");
            Ok(Self {
                jobs: admin::jobs_overview(c)?,
                dead: admin::dead(c, LISTED)?,
                lags: admin::lag(c, now)?,
                parked,
                books: Proof::last(c)?,
            })
        })
        .await
    }

    /// Jobs in `state`: `ready`, `running` or `dead`.
    pub(crate) fn jobs_in(&self, state: &str) -> u64 {
        self.jobs.iter().filter(|j| j.state == state).map(|j| j.count.unsigned_abs()).sum()
    }

    pub(crate) fn parked_events(&self) -> u64 {
        self.lags.iter().map(|l| l.parked.unsigned_abs()).sum()
    }
}
