//! The API, asked by a machine that makes requests up from the contract (schemathesis): as nobody, as a shopper and as a
//! program of staff. Whatever it sends, there is no error of ours and no answer outside the document.
use std::path::PathBuf;
use std::process::Command;
use std::sync::mpsc;

use auth::{ExposeSecret, SecretString};
use diesel::prelude::*;
use flows::accounts::Caller;
use kernel::kinds::LetterId;
use kernel::{Actor, Correlation};
use staff::{FOR_TOKENS, NewMember, NewToken, Role};
use sundry::config::{Config, Flags};
use sundry::sundry::Sundry;

diesel::table! {
    customers_letters (id) {
        id -> Binary,
    }
}

const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance,ignored_auth,unsupported_method";
const PASSWORD: &str = "correct horse battery staple";

/// The program: named by `SUNDRY_SCHEMATHESIS`, else the one on the path.
fn program() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("SUNDRY_SCHEMATHESIS") {
        return Some(named.into());
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join("schemathesis")).find(|file| file.is_file())
}

/// A stocked shop on a port of its own. Serves until the test's process ends.
struct Open {
    url: String,
    folder: PathBuf,
    shop: sundry::shop::Shop,
}

impl Drop for Open {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn open() -> Open {
    let folder = std::env::temp_dir().join(format!("sundry-machine-{}", kernel::random_token()));
    let port = crate::support::free_port();
    let flags = Flags { data: Some(folder.display().to_string()), ..Flags::default() };
    let told = move |name: &str| match name {
        "SUNDRY_LISTEN" => Some(format!("127.0.0.1:{port}")),
        "SUNDRY_LIMITS_WRITES_PER_MINUTE" => Some("0".to_owned()),
        _ => None,
    };
    let config = Config::load(&flags, &told).expect("a configuration");
    let empty = Sundry::builder(config.clone()).open().expect("a shop");
    sundry::commands::demo::stock(&empty, 40, 20).expect("it is stocked");
    drop(empty);
    let (send, serving) = mpsc::channel();
    std::thread::spawn(move || {
        let sundry = Sundry::builder(config).open().expect("the shop");
        actix_web::rt::System::new().block_on(async move {
            let (health, metrics) = (telemetry::Health::new(), telemetry::Metrics::install());
            let server = sundry::web::server(&sundry, health, metrics, 2).expect("it listens");
            let _ = send.send(sundry.shop.clone());
            let _ = server.await;
        });
    });
    let shop = serving.recv().expect("it serves");
    Open { url: format!("http://127.0.0.1:{port}"), folder, shop }
}

/// An access token of somebody who has an account.
async fn shopper(shop: &sundry::shop::Shop) -> String {
    let password = SecretString::from(PASSWORD.to_owned());
    let caller = Caller {
        correlation: Correlation::new(),
        ip: std::net::IpAddr::from([127, 0, 0, 1]),
        user_agent: "a machine".into(),
        former: None,
    };
    let registration = customers::Registration {
        email: "machine@example.org",
        name: "Max Sample",
        password: &password,
        locale: "en",
        ip: caller.ip,
        correlation: Correlation::new(),
    };
    shop.accounts.register(registration).await.expect("registered");
    let accounts = shop.accounts.clone();
    let letter = shop.db.read_now(|c| -> Result<_, customers::AccountError> {
        use customers_letters as t;
        let id: LetterId = t::table.order(t::id.desc()).select(t::id).first(c)?;
        accounts.letter_in(c, id)
    });
    let token = letter.expect("a letter").token.expect("a link");
    let (_, grant) = shop.desk.confirm_program(caller, &token, &password).await.expect("signed in");
    grant.access.expose_secret().to_owned()
}

/// A token for everything that programs of staff can do.
async fn till(shop: &sundry::shop::Shop) -> String {
    let owner = NewMember {
        email: "machine.owner@example.org".into(),
        name: "Olga Sample".into(),
        role: Role::Owner,
        password: None,
    };
    let (id, _) = shop.staff.add(&Actor::system("test"), owner).await.expect("an owner");
    let actor = Actor::staff(id, Role::Owner.powers(), Correlation::new());
    let new = NewToken { name: "a machine".into(), powers: FOR_TOKENS.to_vec(), days: 1 };
    let (_, token) = shop.staff.make_token(&actor, new).await.expect("a token");
    token.expose_secret().to_owned()
}

#[test]
fn nothing_that_is_sent_is_answered_outside_the_contract() {
    let Some(program) = program() else { return testkit::skipped("schemathesis") };
    let open = open();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let (shopper, till) = runtime.block_on(async { (shopper(&open.shop).await, till(&open.shop).await) });
    let examples = std::env::var("SUNDRY_MACHINE_EXAMPLES").unwrap_or_else(|_| "4".to_owned());
    for (who, token) in [("nobody", None), ("a shopper", Some(shopper)), ("staff", Some(till))] {
        let mut command = Command::new(&program);
        command
            .args(["run", &format!("{}/api/v1/openapi.json", open.url), "--checks", CHECKS])
            .args(["--phases", "examples,coverage,fuzzing", "--max-examples", &examples, "--seed", "4"])
            // What would end the very session that asks.
            .args(["--exclude-operation-id", "signOut", "--exclude-operation-id", "endSession"])
            .args(["--continue-on-failure", "--no-color", "--warnings", "off", "--workers", "1"])
            .args(["--suppress-health-check", "all"])
            .current_dir(&open.folder);
        if let Some(token) = token {
            command.args(["-H", &format!("Authorization: Bearer {token}")]);
        }
        let outcome = command.output().expect("it runs");
        let said = String::from_utf8_lossy(&outcome.stdout);
        assert!(outcome.status.success(), "as {who}:\n{said}\n{}", String::from_utf8_lossy(&outcome.stderr));
    }
}
