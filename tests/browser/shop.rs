//! The program as a shopkeeper starts it, closed when the test ends, however it ends.
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// A process and those it started; ended when dropped.
pub struct Started(Child);

impl Started {
    pub fn group(command: &mut Command) -> Self {
        Self(command.process_group(0).spawn().expect("the program starts"))
    }

    /// `None` when it takes longer.
    pub fn wait(mut self, patience: Duration) -> Option<ExitStatus> {
        let began = Instant::now();
        while began.elapsed() < patience {
            if let Some(status) = self.0.try_wait().expect("its state") {
                return Some(status);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.0.wait();
    }
}

pub struct OpenShop {
    pub url: String,
    pub email: String,
    pub password: String,
    folder: PathBuf,
    process: Option<Started>,
}

impl OpenShop {
    /// A stocked demo shop on a free port.
    pub fn start() -> Self {
        Self::told(&["demo", "--products", "60"], |shop| !shop.password.is_empty())
    }

    /// The same with a past of 180 orders: a third of them are to be shipped.
    pub fn busy() -> Self {
        let arguments = ["demo", "--products", "60", "--orders", "180"];
        Self::told(&arguments, |shop| !shop.password.is_empty())
    }

    /// A shop that nobody set up yet.
    pub fn empty() -> Self {
        Self::told(&["serve"], |shop| !shop.url.is_empty())
    }

    /// The same under a name that others can reach: whoever sets it up shows a code, which is kept as the password.
    pub fn reachable() -> Self {
        Self::named(Some("shop.test"), &["serve", "--insecure-lan"], |shop| !shop.password.is_empty())
    }

    fn told(args: &[&str], enough: fn(&Self) -> bool) -> Self {
        Self::named(None, args, enough)
    }

    /// Starts the program and listens to what it tells until that is enough.
    fn named(host: Option<&str>, args: &[&str], enough: fn(&Self) -> bool) -> Self {
        let folder = std::env::temp_dir().join(format!("sundry-browser-{}", kernel::random_token()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let port = crate::support::free_port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_sundry"));
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("SUNDRY_")) {
            command.env_remove(name);
        }
        command
            .args(args)
            .args(["--listen", &format!("127.0.0.1:{port}"), "--data"])
            .arg(folder.join("data"))
            .env("SUNDRY_LIMITS_WRITES_PER_MINUTE", "0")
            .envs(host.map(|host| ("SUNDRY_PUBLIC_URL", format!("http://{host}:{port}"))))
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(folder.join("said")).expect("a file for its log"));
        let mut process = Started::group(&mut command);
        let said = BufReader::new(process.0.stdout.take().expect("its output"));
        let (send, words) = mpsc::channel();
        // Reads on when nobody listens any more: a shop whose words nobody takes would stop.
        std::thread::spawn(move || said.lines().map_while(Result::ok).for_each(|line| drop(send.send(line))));
        let mut shop = Self {
            url: String::new(),
            email: String::new(),
            password: String::new(),
            folder,
            process: Some(process),
        };
        while !enough(&shop) {
            let Ok(line) = words.recv_timeout(Duration::from_secs(90)) else {
                panic!("the shop does not open:\n{}", shop.said());
            };
            let line = line.trim();
            let word = || line.rsplit(' ').next().unwrap_or_default().trim_end_matches("/setup").to_owned();
            match line {
                _ if line.starts_with("shop ") || line.starts_with("open ") => {
                    shop.url = word().trim_end_matches('/').to_owned();
                }
                _ if line.starts_with("sign in as ") => shop.email = word(),
                _ if line.starts_with("password ") || line.starts_with("code ") => shop.password = word(),
                _ => {}
            }
        }
        shop
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Its log.
    pub fn said(&self) -> String {
        std::fs::read_to_string(self.folder.join("said")).unwrap_or_default()
    }
}

impl Drop for OpenShop {
    fn drop(&mut self) {
        // First ended: what still runs would write on.
        drop(self.process.take());
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
