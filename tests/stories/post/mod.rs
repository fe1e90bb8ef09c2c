//! Mail over a real socket: what is refused for good, and what is only put off.
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use events::admin;
use kernel::kinds::OrderId;
use notifications::{MailConfig, Message};
use payments::{Offline, Provider, TestProvider};

use crate::support::{TestShop, engine};

/// A mail server that ends with the test.
struct Sink {
    process: Child,
    port: u16,
    said: mpsc::Receiver<String>,
}

impl Sink {
    /// None without Python.
    fn start() -> Option<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories/post/sink.py");
        let mut process = Command::new("python3")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let out = process.stdout.take()?;
        let (send, said) = mpsc::channel();
        std::thread::spawn(move || {
            BufReader::new(out).lines().map_while(Result::ok).for_each(|line| drop(send.send(line)));
        });
        let first = said.recv_timeout(Duration::from_secs(30)).ok()?;
        let port = first.strip_prefix("port ")?.parse().ok()?;
        Some(Self { process, port, said })
    }

    /// Whom it took mail for, until now.
    fn took(&self) -> Vec<String> {
        let mut all: Vec<String> =
            self.said.try_iter().filter_map(|line| line.strip_prefix("took ").map(str::to_owned)).collect();
        all.sort();
        all
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn confirmation(shop: &TestShop, order: OrderId) -> Message {
    let told = shop.shop.notifications.about(&order.to_string()).await.unwrap();
    told.into_iter().find(|m| m.kind == "order.confirmation").unwrap()
}

testkit::both_databases! {
    &sundry::MIGRATIONS;
    async fn a_refusal_is_a_dead_letter_and_a_deferral_is_tried_again(db: testkit::TestDb) {
        let Some(sink) = Sink::start() else { return testkit::skipped("python") };
        let providers: Vec<Arc<dyn Provider>> = vec![Arc::new(Offline), Arc::new(TestProvider)];
        let smtp = MailConfig::Smtp(format!("smtp://127.0.0.1:{}", sink.port));
        let shop = TestShop::posting(db, providers, smtp).await;
        let mug = shop.sells("mug", 2400, 9).await;
        let bounced = shop.sold("bounce", &[(mug, 1)]).await;
        let later = shop.sold("later", &[(mug, 1)]).await;
        let fine = shop.sold("ada", &[(mug, 1)]).await;
        let works = engine(&shop.shop);
        works.drain().await.unwrap();
        assert_eq!(confirmation(&shop, fine).await.state, "sent");

        let refused = confirmation(&shop, bounced).await;
        assert_eq!(refused.state, "failed");
        assert!(refused.error.contains("no such user"), "{}", refused.error);
        let dead = shop.shop.db.read_now(|c| Ok::<_, db::DbError>(admin::dead(c, 10)?)).unwrap();
        assert_eq!(dead.len(), 1, "{dead:?}");
        assert_eq!(dead[0].attempts, 1, "what is refused for good is not tried twice");
        let told = shop.shop.notifications.troubles(10).await.unwrap();
        assert_eq!(told.iter().filter(|m| m.state == "failed").count(), 1);

        let put_off = confirmation(&shop, later).await;
        assert_eq!(put_off.state, "queued");
        assert!(put_off.error.contains("try again later"), "{}", put_off.error);
        shop.test_db.advance(Duration::from_secs(60));
        works.drain().await.unwrap();
        let sent = confirmation(&shop, later).await;
        assert_eq!((sent.state.as_str(), sent.error.as_str()), ("sent", ""));
        let took: Vec<String> = sink.took().into_iter().filter(|a| a != "shop@example.org").collect();
        assert_eq!(took, ["ada@example.org", "later@example.org"]);
    }
}
