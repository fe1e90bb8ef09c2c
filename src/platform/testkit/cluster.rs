//! A private PostgreSQL that lives as long as this process, or as long as one test that wants to stop it.
use std::io::{BufRead, BufReader, Write as _};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use db::Url;
use parking_lot::Mutex;

use crate::folder::Folder;

/// Makes a cluster, starts it, says so, does what it is told a line at a time, and stops and removes everything when its
/// standard input ends: that happens however the test process ends. `$1` the programs, `$2` the folder, `$3` further settings.
const SUPERVISOR: &str = r#"
bin=$1; dir=$2; more=$3
gone() {
  for each in standby data; do
    [ -d "$dir/$each" ] && "$bin/pg_ctl" -D "$dir/$each" -m immediate stop >/dev/null 2>&1
  done
  rm -rf "$dir"
}
trap gone EXIT
up() {
  "$bin/pg_ctl" -D "$dir/$1" -w -t 120 -l "$dir/$1.log" -o "-c listen_addresses='' -c unix_socket_directories=$2 \
    -c fsync=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB \
    -c autovacuum=off -c log_min_messages=fatal $more" start
}
copy() {
  mkdir -p "$dir/copy" &&
  "$bin/pg_basebackup" -h "$dir" -U postgres -D "$dir/standby" -R -X stream -c fast --no-sync &&
  up standby "$dir/copy"
}
"$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$dir/initdb.log" 2>&1 || exit 1
up data "$dir" >/dev/null 2>&1 </dev/null || exit 1
echo ready
while read -r what; do
  case "$what" in
    stop) "$bin/pg_ctl" -D "$dir/data" -w -t 120 -m fast stop ;;
    crash) "$bin/pg_ctl" -D "$dir/data" -w -t 120 -m immediate stop ;;
    start) up data "$dir" ;;
    copy) copy ;;
    stop-copy) "$bin/pg_ctl" -D "$dir/standby" -w -t 120 -m fast stop ;;
    start-copy) up standby "$dir/copy" ;;
    promote) "$bin/pg_ctl" -D "$dir/standby" -w -t 120 promote ;;
    *) false ;;
  esac >>"$dir/told.log" 2>&1 </dev/null && echo done || echo failed
done
"#;

pub(crate) struct Cluster {
    supervisor: Child,
    /// Its standard input, held open, is what keeps the server alive; it answers each line.
    talk: Option<Mutex<(ChildStdin, BufReader<ChildStdout>)>>,
    folder: PathBuf,
}

impl Cluster {
    /// None when PostgreSQL's programs are not here.
    pub fn start(settings: &str) -> Option<Self> {
        let bin = programs()?;
        let folder = Folder::new("pg");
        let root = Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.starts_with(b"0\n"));
        let mut command = if root {
            // `initdb` refuses root.
            let owned = Command::new("chown").arg("postgres").arg(folder.path()).status();
            if !owned.is_ok_and(|s| s.success()) {
                return None;
            }
            let mut c = Command::new("runuser");
            c.args(["-u", "postgres", "--", "sh"]);
            c
        } else {
            Command::new("sh")
        };
        let mut supervisor = command
            .arg("-c")
            .arg(SUPERVISOR)
            .arg("sh")
            .arg(&bin)
            .arg(folder.path())
            .arg(settings)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .ok()?;
        let mut line = String::new();
        let (input, mut out) = (supervisor.stdin.take()?, BufReader::new(supervisor.stdout.take()?));
        out.read_line(&mut line).ok()?;
        assert_eq!(line.trim(), "ready", "a private PostgreSQL from {} did not start", bin.display());
        // From here on the supervisor removes the folder.
        let path = folder.path().to_owned();
        std::mem::forget(folder);
        Some(Self { supervisor, talk: Some(Mutex::new((input, out))), folder: path })
    }

    /// The URL of a database on it.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@/{database}?host={}", self.folder.display())
    }

    fn tell(&self, what: &str) {
        let mut line = String::new();
        let mut talk = self.talk.as_ref().expect("it runs").lock();
        writeln!(talk.0, "{what}").expect("the supervisor listens");
        talk.1.read_line(&mut line).expect("the supervisor answers");
        let log = || std::fs::read_to_string(self.folder.join("told.log")).unwrap_or_default();
        assert_eq!(line.trim(), "done", "{what}: {}", log());
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.talk.take());
        let _ = self.supervisor.wait();
    }
}

/// A PostgreSQL of one test's own, which may be stopped, killed and copied. What it says is committed outlives its death.
pub struct OwnPostgres(Cluster);

impl OwnPostgres {
    /// None when PostgreSQL's programs are not here.
    ///
    /// # Panics
    /// When they are not and `SUNDRY_REQUIRE` contains `postgres`.
    pub fn start() -> Option<Self> {
        let cluster = Cluster::start("");
        if cluster.is_none() {
            crate::skipped("postgres");
        }
        cluster.map(Self)
    }

    /// A new, empty database on it.
    pub fn database(&self, name: &str) -> Url {
        crate::postgres::create(&self.0.url("postgres"), name);
        Url::Postgres(self.0.url(name))
    }

    /// The same database on the standby.
    pub fn copied(&self, name: &str) -> Url {
        Url::Postgres(format!("postgres://postgres@/{name}?host={}", self.0.folder.join("copy").display()))
    }

    /// The same database on whichever of both takes writes.
    pub fn whichever(&self, name: &str) -> Url {
        let (first, second) = (self.0.folder.display(), self.0.folder.join("copy"));
        let hosts = format!("{first},{}", second.display());
        Url::Postgres(format!("postgres://postgres@/{name}?host={hosts}&target_session_attrs=read-write"))
    }

    /// Ends every connection and stops.
    pub fn stop(&self) {
        self.0.tell("stop");
    }

    /// Dies at once, as `kill -9` of it all.
    pub fn crash(&self) {
        self.0.tell("crash");
    }

    /// Starts again, and recovers first if it has died.
    pub fn go_on(&self) {
        self.0.tell("start");
    }

    /// Makes a standby that follows it by streaming.
    pub fn copy(&self) {
        self.0.tell("copy");
    }

    pub fn stop_copy(&self) {
        self.0.tell("stop-copy");
    }

    pub fn start_copy(&self) {
        self.0.tell("start-copy");
    }

    /// The standby follows nobody any more and takes writes.
    pub fn promote(&self) {
        self.0.tell("promote");
    }
}

/// The folder with `initdb`, `pg_ctl` and `postgres`: from PATH, else the newest that the distribution installed.
fn programs() -> Option<PathBuf> {
    let complete = |dir: &Path| ["initdb", "pg_ctl", "postgres"].iter().all(|p| dir.join(p).is_file());
    let path = std::env::var_os("PATH").unwrap_or_default();
    if let Some(dir) = std::env::split_paths(&path).find(|d| complete(d)) {
        // Where links lead lie the others, too.
        let real = dir.join("pg_ctl").canonicalize().ok().and_then(|program| Some(program.parent()?.to_owned()));
        return Some(real.filter(|d| complete(d)).unwrap_or(dir));
    }
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let number = entry.file_name().to_string_lossy().parse().ok()?;
            Some((number, entry.path().join("bin"))).filter(|(_, dir)| complete(dir))
        })
        .collect();
    versions.sort();
    versions.pop().map(|(_, dir)| dir)
}
