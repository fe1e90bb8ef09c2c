//! A private PostgreSQL that lives as long as this process.
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::folder::Folder;

/// Makes a cluster, starts it, says so, and stops and removes it when its standard input ends: that happens however
/// the test process ends. `$1` the programs, `$2` the folder.
const SUPERVISOR: &str = r#"
bin=$1; dir=$2
gone() { "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1; rm -rf "$dir"; }
trap gone EXIT
"$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$dir/initdb.log" 2>&1 || exit 1
"$bin/pg_ctl" -D "$dir/data" -w -l "$dir/server.log" -o "-c listen_addresses='' -c unix_socket_directories=$dir \
  -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=300 -c shared_buffers=64MB \
  -c autovacuum=off -c log_min_messages=fatal" start >/dev/null 2>&1 </dev/null || exit 1
echo ready
cat >/dev/null
"#;

pub(crate) struct Cluster {
    /// Its standard input, held open, is what keeps the server alive.
    _supervisor: Child,
    folder: PathBuf,
}

impl Cluster {
    /// None when PostgreSQL's programs are not here.
    pub fn start() -> Option<Self> {
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
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .ok()?;
        let mut line = String::new();
        let out = supervisor.stdout.take()?;
        BufReader::new(out).read_line(&mut line).ok()?;
        assert_eq!(line.trim(), "ready", "a private PostgreSQL from {} did not start", bin.display());
        // From here on the supervisor removes the folder.
        let path = folder.path().to_owned();
        std::mem::forget(folder);
        Some(Self { _supervisor: supervisor, folder: path })
    }

    /// The URL of a database on it.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@/{database}?host={}", self.folder.display())
    }
}

/// The folder with `initdb`, `pg_ctl` and `postgres`: from PATH, else the newest that the distribution installed.
fn programs() -> Option<PathBuf> {
    let complete = |dir: &Path| ["initdb", "pg_ctl", "postgres"].iter().all(|p| dir.join(p).is_file());
    let path = std::env::var_os("PATH").unwrap_or_default();
    if let Some(dir) = std::env::split_paths(&path).find(|d| complete(d)) {
        return Some(dir);
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
