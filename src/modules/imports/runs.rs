//! Runs: where each is, and its report.
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::ImportId;
use serde::{Deserialize, Serialize};

use crate::schema::{imports_rows as rows_t, imports_runs as runs_t};
use crate::{Imports, ImportsError, KEPT, dialect};

/// A run that took no step for so long is nobody's.
const ABANDONED: std::time::Duration = std::time::Duration::from_secs(120);

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Waiting,
    Running,
    /// Somebody stopped it; it can go on.
    Cancelled,
    /// The file ended it, or the database; it can go on.
    Failed,
    Done,
}

impl State {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
            Self::Done => "done",
        }
    }
    fn parse(text: &str) -> Self {
        let all = [Self::Waiting, Self::Running, Self::Cancelled, Self::Done];
        all.into_iter().find(|s| s.as_str() == text).unwrap_or(Self::Failed)
    }
    /// Whether it still works or is about to.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Waiting | Self::Running)
    }
}

/// What a run did so far. Things are counted once each: `read = created + updated + unchanged + failed`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    pub read: u64,
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
    /// Left out. One of them may have several problems.
    pub failed: u64,
    /// Categories that were made.
    pub categories: u64,
    /// Pictures that the file names.
    pub pictures: u64,
    pub problems: u64,
    pub remarks: u64,
}

/// What a new run is about.
#[derive(Clone, Debug)]
pub struct NewRun {
    /// `shopify`, `woocommerce`, …
    pub format: String,
    /// As its owner calls it.
    pub file: String,
    /// The same for the same work: format, settings and contents.
    pub fingerprint: String,
    /// Bytes.
    pub size: u64,
    /// Whether the file lies in the database, for jobs; else whoever began it holds it.
    pub stored: bool,
    /// JSON of the flow's.
    pub settings: String,
    pub dry_run: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = runs_t)]
struct RunRow {
    id: ImportId,
    format: String,
    file: String,
    size: i64,
    stored: bool,
    settings: String,
    dry_run: bool,
    state: String,
    stopping: bool,
    settled: i64,
    consumed: i64,
    tally: String,
    noted: i64,
    error: String,
    actor: String,
    created_at: i64,
    updated_at: i64,
    ended_at: i64,
}

/// One import, from its file to its end.
#[derive(Clone, Debug)]
pub struct Run {
    pub id: ImportId,
    pub format: String,
    pub file: String,
    pub size: u64,
    pub stored: bool,
    pub settings: String,
    pub dry_run: bool,
    pub state: State,
    /// It was asked to stop, and will after the piece at hand.
    pub stopping: bool,
    /// So many things of the file are settled: here it goes on.
    pub settled: u64,
    /// Bytes read by then.
    pub consumed: u64,
    pub tally: Tally,
    /// Rows of its report that are kept.
    pub noted: u64,
    /// Why it ended before its time; empty otherwise.
    pub error: String,
    /// Who began it, as [`kernel::Actor::label`] writes it.
    pub actor: String,
    pub created_at: Micros,
    pub updated_at: Micros,
    pub ended_at: Option<Micros>,
}

impl From<RunRow> for Run {
    fn from(r: RunRow) -> Self {
        let size = |n: i64| u64::try_from(n).unwrap_or(0);
        Self {
            id: r.id,
            format: r.format,
            file: r.file,
            size: size(r.size),
            stored: r.stored,
            settings: r.settings,
            dry_run: r.dry_run,
            state: State::parse(&r.state),
            stopping: r.stopping,
            settled: size(r.settled),
            consumed: size(r.consumed),
            tally: serde_json::from_str(&r.tally).unwrap_or_default(),
            noted: size(r.noted),
            error: r.error,
            actor: r.actor,
            created_at: Micros(r.created_at),
            updated_at: Micros(r.updated_at),
            ended_at: (r.ended_at > 0).then_some(Micros(r.ended_at)),
        }
    }
}

impl Run {
    /// Percent of the file that is through; 100 once it is done.
    pub fn percent(&self) -> u64 {
        match (self.state, self.size) {
            (State::Done, _) => 100,
            (_, 0) => 0,
            (_, size) => (self.consumed.saturating_mul(100) / size).min(99),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// Something was not taken.
    Problem,
    /// It was taken, and something about it may surprise.
    Remark,
}

impl NoteKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Problem => "problem",
            Self::Remark => "remark",
        }
    }
}

/// A row of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    pub kind: NoteKind,
    /// The line in the file; a table's head is line 1.
    pub line: u64,
    /// The thing it is about, where that is known: an address, a SKU, a number.
    pub subject: String,
    /// The column or field.
    pub column: String,
    /// What the file says, at most 80 characters of it.
    pub value: String,
    /// What is wrong with it, or what was done.
    pub why: String,
    /// What to do about it, as a sentence; empty for remarks.
    pub remedy: String,
}

/// A row of the report with its place in it.
#[derive(Clone, Debug)]
pub struct Noted {
    pub seq: i64,
    pub note: Note,
}

/// One step on: how far the file is, and what there is to say.
#[derive(Clone, Debug, Default)]
pub struct Step {
    pub settled: u64,
    pub consumed: u64,
    pub tally: Tally,
    pub notes: Vec<Note>,
}

fn int(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn told(tx: &mut Tx<'_>, id: ImportId, run: &NewRun) -> Result<(), ImportsError> {
    let detail = serde_json::json!({ "format": run.format, "file": run.file, "dry_run": run.dry_run });
    tx.audit("import.begin", id, &detail)?;
    Ok(())
}

impl Imports {
    /// Notes a new run, waiting.
    ///
    /// # Errors
    /// A power that is missing; the database.
    pub fn begin(tx: &mut Tx<'_>, new: &NewRun) -> Result<ImportId, ImportsError> {
        let id = Self::expect_file(tx, new)?;
        told(tx, id, new)?;
        Ok(id)
    }

    /// A run whose file is on its way: what is known of it so far. [`Imports::arrived`] says the rest, and that it begins.
    ///
    /// # Errors
    /// A power that is missing; the database.
    pub fn expect_file(tx: &mut Tx<'_>, new: &NewRun) -> Result<ImportId, ImportsError> {
        Self::require(tx.actor())?;
        let (now, actor) = (tx.now(), tx.actor().label());
        let id = ImportId::new(now);
        let row = (
            (
                runs_t::id.eq(id),
                runs_t::format.eq(&new.format),
                runs_t::file.eq(&new.file),
                runs_t::fingerprint.eq(&new.fingerprint),
                runs_t::size.eq(int(new.size)),
                runs_t::stored.eq(new.stored),
                runs_t::settings.eq(&new.settings),
                runs_t::dry_run.eq(new.dry_run),
                runs_t::state.eq(State::Waiting.as_str()),
                runs_t::stopping.eq(false),
            ),
            (
                runs_t::settled.eq(0),
                runs_t::consumed.eq(0),
                runs_t::tally.eq("{}"),
                runs_t::noted.eq(0),
                runs_t::error.eq(""),
                runs_t::actor.eq(&actor),
                runs_t::created_at.eq(now.0),
                runs_t::updated_at.eq(now.0),
                runs_t::ended_at.eq(0),
            ),
        );
        db::insert!(tx, runs_t::table, row)?;
        Ok(id)
    }

    /// The file is here, whole, and with it all that is to be known of the run.
    ///
    /// # Errors
    /// The database's.
    pub fn arrived(tx: &mut Tx<'_>, id: ImportId, run: &NewRun) -> Result<(), ImportsError> {
        let set = (
            runs_t::format.eq(&run.format),
            runs_t::file.eq(&run.file),
            runs_t::fingerprint.eq(&run.fingerprint),
            runs_t::size.eq(int(run.size)),
            runs_t::stored.eq(true),
            runs_t::settings.eq(&run.settings),
            runs_t::dry_run.eq(run.dry_run),
        );
        diesel::update(runs_t::table.find(id)).set(set).execute(&mut **tx)?;
        told(tx, id, run)
    }

    /// The newest run of this very work that is not through.
    pub fn unfinished_in(conn: &mut Conn, fingerprint: &str) -> Result<Option<Run>, ImportsError> {
        let row: Option<RunRow> = runs_t::table
            .filter(runs_t::fingerprint.eq(fingerprint))
            .order(runs_t::id.desc())
            .select(RunRow::as_select())
            .first(conn)
            .optional()?;
        Ok(row.map(Run::from).filter(|r| r.state != State::Done))
    }

    pub fn run_in(conn: &mut Conn, id: ImportId) -> Result<Run, ImportsError> {
        let row: Option<RunRow> = runs_t::table.find(id).select(RunRow::as_select()).first(conn).optional()?;
        row.map(Run::from).ok_or(ImportsError::NotFound)
    }

    pub async fn run(&self, id: ImportId) -> Result<Run, ImportsError> {
        self.db.read(move |c| Self::run_in(c, id)).await
    }

    /// Runs, the newest first, older than `before`.
    pub async fn list(&self, before: Option<ImportId>, limit: i64) -> Result<Vec<Run>, ImportsError> {
        self.db
            .read(move |c| {
                let all = runs_t::table.order(runs_t::id.desc()).limit(limit).select(RunRow::as_select());
                let rows = match before {
                    Some(id) => all.filter(runs_t::id.lt(id)).load(c)?,
                    None => all.load(c)?,
                };
                Ok(rows.into_iter().map(Run::from).collect())
            })
            .await
    }

    /// Takes the checkpoint on, in the unit of work that made the step. True when the run is asked to stop.
    pub fn advance(tx: &mut Tx<'_>, id: ImportId, step: &Step) -> Result<bool, ImportsError> {
        let (noted, stopping): (i64, bool) = runs_t::table
            .find(id)
            .select((runs_t::noted, runs_t::stopping))
            .first(&mut **tx)
            .optional()?
            .ok_or(ImportsError::NotFound)?;
        let room = int(KEPT).saturating_sub(noted).max(0) as usize;
        let kept = &step.notes[..step.notes.len().min(room)];
        dialect::put_rows(tx, id, noted, kept)?;
        let tally = serde_json::to_string(&step.tally).unwrap_or_default();
        let now = tx.now().0;
        diesel::update(runs_t::table.find(id))
            .set((
                runs_t::settled.eq(int(step.settled)),
                runs_t::consumed.eq(int(step.consumed)),
                runs_t::tally.eq(tally),
                runs_t::noted.eq(noted + kept.len() as i64),
                runs_t::updated_at.eq(now),
            ))
            .execute(&mut **tx)?;
        Ok(stopping)
    }

    /// The run works, or has ended so; `error` says why where it is not done.
    pub fn set_state(tx: &mut Tx<'_>, id: ImportId, state: State, error: &str) -> Result<(), ImportsError> {
        let now = tx.now().0;
        let ended = if state.is_live() { 0 } else { now };
        diesel::update(runs_t::table.find(id))
            .set((
                runs_t::state.eq(state.as_str()),
                runs_t::stopping.eq(false),
                runs_t::error.eq(error),
                runs_t::updated_at.eq(now),
                runs_t::ended_at.eq(ended),
            ))
            .execute(&mut **tx)?;
        Ok(())
    }

    /// Asks a live run to stop after the piece at hand; one that only waits is stopped at once.
    ///
    /// # Errors
    /// [`ImportsError::NotNow`] when it has ended; a power that is missing.
    pub fn stop(tx: &mut Tx<'_>, id: ImportId) -> Result<(), ImportsError> {
        Self::require(tx.actor())?;
        let run = Self::run_in(tx, id)?;
        match run.state {
            State::Waiting => Self::set_state(tx, id, State::Cancelled, "")?,
            // Nobody works on it any more: its process is gone, and no other took it over.
            State::Running if tx.now().since(run.updated_at) > ABANDONED => {
                Self::set_state(tx, id, State::Cancelled, "")?;
            }
            State::Running => {
                diesel::update(runs_t::table.find(id)).set(runs_t::stopping.eq(true)).execute(&mut **tx)?;
            }
            _ => return Err(ImportsError::NotNow),
        }
        tx.audit("import.stop", id, &serde_json::json!({ "settled": run.settled }))?;
        Ok(())
    }

    /// Lets a run that stopped or failed go on from its checkpoint: it waits for its job again, which the caller orders.
    ///
    /// # Errors
    /// [`ImportsError::NotNow`] when it works or is done, or its file is not here; a power that is missing.
    pub fn resume(tx: &mut Tx<'_>, id: ImportId) -> Result<Run, ImportsError> {
        Self::require(tx.actor())?;
        let run = Self::run_in(tx, id)?;
        if !matches!(run.state, State::Cancelled | State::Failed) || !run.stored {
            return Err(ImportsError::NotNow);
        }
        Self::set_state(tx, id, State::Waiting, "")?;
        tx.audit("import.resume", id, &serde_json::json!({ "settled": run.settled }))?;
        Ok(run)
    }

    /// Turns a trial that is through into the real thing: it waits for its job again, from the beginning.
    ///
    /// # Errors
    /// [`ImportsError::NotNow`] unless it is a trial that ended and its file is here; a power that is missing.
    pub fn for_real(tx: &mut Tx<'_>, id: ImportId) -> Result<(), ImportsError> {
        Self::require(tx.actor())?;
        let run = Self::run_in(tx, id)?;
        if !run.dry_run || run.state.is_live() || !run.stored {
            return Err(ImportsError::NotNow);
        }
        diesel::delete(rows_t::table.filter(rows_t::run.eq(id))).execute(&mut **tx)?;
        diesel::update(runs_t::table.find(id))
            .set((
                runs_t::dry_run.eq(false),
                runs_t::settled.eq(0),
                runs_t::consumed.eq(0),
                runs_t::tally.eq("{}"),
                runs_t::noted.eq(0),
            ))
            .execute(&mut **tx)?;
        Self::set_state(tx, id, State::Waiting, "")?;
        tx.audit("import.for_real", id, &serde_json::json!({}))?;
        Ok(())
    }

    /// Rows of a run's report, in order, behind `after`.
    pub fn notes_in(
        conn: &mut Conn,
        id: ImportId,
        kind: Option<NoteKind>,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Noted>, ImportsError> {
        type Row = (i64, String, i64, String, String, String, String, String);
        let all = rows_t::table
            .filter(rows_t::run.eq(id))
            .filter(rows_t::seq.gt(after))
            .order(rows_t::seq.asc())
            .limit(limit)
            .select((
                rows_t::seq,
                rows_t::kind,
                rows_t::line,
                rows_t::subject,
                rows_t::place,
                rows_t::value,
                rows_t::why,
                rows_t::remedy,
            ));
        let rows: Vec<Row> = match kind {
            Some(kind) => all.filter(rows_t::kind.eq(kind.as_str())).load(conn)?,
            None => all.load(conn)?,
        };
        Ok(rows
            .into_iter()
            .map(|(seq, kind, line, subject, column, value, why, remedy)| Noted {
                seq,
                note: Note {
                    kind: if kind == "problem" { NoteKind::Problem } else { NoteKind::Remark },
                    line: line.max(0) as u64,
                    subject,
                    column,
                    value,
                    why,
                    remedy,
                },
            })
            .collect())
    }

    /// [`Imports::notes_in`] from a reader.
    pub async fn notes(
        &self,
        id: ImportId,
        kind: Option<NoteKind>,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Noted>, ImportsError> {
        self.db.read(move |c| Self::notes_in(c, id, kind, after, limit)).await
    }
}
