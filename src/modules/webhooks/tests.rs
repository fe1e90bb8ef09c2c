//! Webhooks on both databases, against receivers that answer what they are told to.
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use db::{Lane, Migrations};
use events::{Cursor, Engine, Followers, JobError, JobRun, Jobs, Recorded, Schedules, Subscriptions};
use kernel::kinds::{JobId, StaffId};
use kernel::{Actor, Correlation};
use testkit::TestDb;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::*;

static MIGRATIONS: Migrations = Migrations {
    sqlite: diesel_migrations::embed_migrations!("../../../migrations/sqlite"),
    postgres: diesel_migrations::embed_migrations!("../../../migrations/postgres"),
};

const PLACED: &str = "orders.order_placed";
const SHIPPED: &str = "orders.order_shipped";

fn manager() -> Actor {
    Actor::staff(StaffId::from_bytes([9; 16]), Arc::new([MANAGE]), Correlation::new())
}

/// What a receiver was sent.
#[derive(Clone, Debug)]
struct Received {
    head: String,
    body: String,
}

impl Received {
    fn header(&self, name: &str) -> &str {
        let line = self.head.lines().find(|l| l.to_ascii_lowercase().starts_with(&format!("{name}:")));
        line.and_then(|l| l.split_once(':')).map(|(_, value)| value.trim()).unwrap_or_default()
    }

    fn verifies(&self, secret: &str) -> bool {
        let at = self.header("webhook-timestamp").parse().expect("a time");
        let (id, signed) = (self.header("webhook-id"), self.header("webhook-signature"));
        verify(secret, id, at, &self.body, signed).expect("a secret")
    }
}

/// Answers with `statuses` in turn, then with 204.
struct Receiver {
    url: String,
    received: Arc<Mutex<Vec<Received>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Receiver {
    async fn answering(statuses: &[u16]) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hooks", listener.local_addr().expect("an address"));
        let received = Arc::new(Mutex::new(Vec::new()));
        let (seen, mut left) = (received.clone(), statuses.iter().copied().collect::<VecDeque<u16>>());
        let task = tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let one = read(&mut socket).await;
                seen.lock().expect("not poisoned").push(one);
                let status = left.pop_front().unwrap_or(204);
                let answer = format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
                let _ = socket.write_all(answer.as_bytes()).await;
            }
        });
        Self { url, received, task }
    }

    fn received(&self) -> Vec<Received> {
        self.received.lock().expect("not poisoned").clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn read(socket: &mut tokio::net::TcpStream) -> Received {
    let mut all = Vec::new();
    loop {
        let mut piece = [0; 4096];
        let n = socket.read(&mut piece).await.expect("bytes");
        all.extend_from_slice(&piece[..n]);
        let text = String::from_utf8_lossy(&all).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let one = Received { head: head.to_owned(), body: body.to_owned() };
            let length: usize = one.header("content-length").parse().expect("a length");
            if body.len() >= length || n == 0 {
                return one;
            }
        }
        assert!(n > 0, "the call broke off: {text}");
    }
}

struct Room {
    t: TestDb,
    hooks: Webhooks,
}

impl Room {
    fn over(t: TestDb) -> Self {
        let outbound = Outbound::new(true).expect("a client");
        Self { hooks: Webhooks::new(t.db.clone(), outbound, &[PLACED, SHIPPED]), t }
    }

    async fn endpoint(&self, url: &str, kinds: &[&str]) -> EndpointId {
        self.hooks.add(&manager(), wanting(url, kinds)).await.expect("added")
    }

    /// Something happened to an order: the messages that it causes.
    async fn happens(&self, kind: &str, stream: &str, version: i64) {
        let event = Recorded {
            position: Cursor::START,
            stream: stream.to_owned(),
            version,
            kind: kind.to_owned(),
            schema: 1,
            payload: format!("{{\"order\":\"{stream}\",\"version\":{version}}}"),
            correlation: Correlation::new(),
            actor: "shopper".to_owned(),
            at: self.t.clock.now(),
        };
        let actor = Actor::system("subscribers");
        let taken = self.t.db.write_in(Lane::Bulk, &actor, move |tx| Webhooks::take(tx, &[&event]));
        taken.await.expect("taken");
    }

    async fn all(&self, id: EndpointId) -> Vec<Delivery> {
        self.hooks.deliveries(id, None, None, 100).await.expect("the messages")
    }

    /// One run of the job that sends `delivery`.
    async fn send(&self, delivery: DeliveryId, attempt: i64) -> Result<(), JobError> {
        let run = JobRun {
            id: JobId::new(self.t.clock.now()),
            kind: "webhooks.deliver".to_owned(),
            attempt,
            max_attempts: 81,
            correlation: Correlation::new(),
            payload: String::new(),
        };
        self.hooks.deliver(&run, Deliver::again(delivery)).await
    }

    fn engine(&self) -> Engine {
        let mut jobs = Jobs::new();
        let hooks = self.hooks.clone();
        jobs.on(move |run: JobRun, job: Deliver| {
            let hooks = hooks.clone();
            async move { hooks.deliver(&run, job).await }
        });
        let (subscriptions, followers) = (Subscriptions::new(), Followers::new());
        Engine::new(self.t.db.clone(), subscriptions, followers, jobs, Schedules::new()).expect("an engine")
    }
}

fn wanting(url: &str, kinds: &[&str]) -> NewEndpoint {
    let kinds = kinds.iter().map(|k| (*k).to_owned()).collect();
    NewEndpoint { url: url.to_owned(), note: "Books".to_owned(), kinds, active: true }
}

testkit::both_databases! { &MIGRATIONS;
    async fn what_is_wanted_is_sent_signed_and_only_that(t: TestDb) {
        let room = Room::over(t);
        let receiver = Receiver::answering(&[]).await;
        let id = room.endpoint(&receiver.url, &[PLACED]).await;
        room.happens(SHIPPED, "ord_1", 2).await;
        assert_eq!(room.all(id).await, [], "nobody wants to hear of it");
        room.happens(PLACED, "ord_1", 1).await;
        room.engine().drain().await.expect("drained");
        let sent = receiver.received();
        assert_eq!(sent.len(), 1);
        let held = room.hooks.endpoint(id).await.expect("held");
        assert!(sent[0].verifies(held.secret()), "{:?}", sent[0]);
        let body: serde_json::Value = serde_json::from_str(&sent[0].body).expect("JSON");
        assert_eq!(body["type"], PLACED);
        assert_eq!(body["timestamp"], "2026-01-01T00:00:00Z");
        assert_eq!(body["data"]["order"], "ord_1");
        let message = &room.all(id).await[0];
        assert_eq!(sent[0].header("webhook-id"), message.id.to_string());
        assert_eq!((message.state(), message.attempts, message.status), (DeliveryState::Delivered, 1, 204));
        room.engine().drain().await.expect("drained");
        assert_eq!(receiver.received().len(), 1, "once");
    }

    async fn messages_about_one_order_keep_their_order_and_others_pass(t: TestDb) {
        let room = Room::over(t);
        let receiver = Receiver::answering(&[500]).await;
        let id = room.endpoint(&receiver.url, &[PLACED, SHIPPED]).await;
        room.happens(PLACED, "ord_1", 1).await;
        let engine = room.engine();
        engine.drain().await.expect("drained");
        room.happens(SHIPPED, "ord_1", 2).await;
        room.happens(PLACED, "ord_2", 1).await;
        engine.drain().await.expect("drained");
        let kinds = |all: &[Received]| -> Vec<String> {
            all.iter().map(|r| {
                let body: serde_json::Value = serde_json::from_str(&r.body).expect("JSON");
                format!("{} {}", body["data"]["order"].as_str().unwrap_or(""), body["data"]["version"])
            }).collect()
        };
        assert_eq!(kinds(&receiver.received()), ["ord_1 1", "ord_2 1"], "the second of the first order waits");
        room.t.advance(std::time::Duration::from_secs(60));
        engine.drain().await.expect("drained");
        engine.drain().await.expect("drained");
        assert_eq!(kinds(&receiver.received()), ["ord_1 1", "ord_2 1", "ord_1 1", "ord_1 2"]);
        assert!(room.all(id).await.iter().all(|m| m.state() == DeliveryState::Delivered));
    }

    async fn what_is_refused_is_sent_again_and_given_up_at_last(t: TestDb) {
        let room = Room::over(t);
        let receiver = Receiver::answering(&[500, 302, 503]).await;
        let id = room.endpoint(&receiver.url, &[PLACED]).await;
        room.happens(PLACED, "ord_1", 1).await;
        let message = room.all(id).await[0].id;
        for (attempt, status) in [(1, 500), (2, 302)] {
            let again = room.send(message, attempt).await;
            assert!(matches!(&again, Err(JobError::Retry(why)) if why.contains(&status.to_string())), "{again:?}");
            let held = &room.all(id).await[0];
            assert_eq!((held.state(), held.attempts, held.status), (DeliveryState::Waiting, attempt, status));
        }
        room.send(message, 81).await.expect("given up");
        let held = &room.all(id).await[0];
        assert_eq!((held.state(), held.attempts, held.status), (DeliveryState::Failed, 3, 503));
        // Staff send it once more, under its own id.
        room.hooks.replay(&manager(), id, message).await.expect("again");
        assert_eq!(room.all(id).await[0].state(), DeliveryState::Waiting);
        room.send(message, 1).await.expect("taken");
        assert_eq!(room.all(id).await[0].state(), DeliveryState::Delivered);
        let ids: Vec<String> = receiver.received().iter().map(|r| r.header("webhook-id").to_owned()).collect();
        assert_eq!(ids, vec![message.to_string(); 4]);
    }

    async fn a_receiver_that_is_gone_is_told_nothing_more(t: TestDb) {
        let room = Room::over(t);
        let receiver = Receiver::answering(&[410]).await;
        let id = room.endpoint(&receiver.url, &[PLACED]).await;
        room.happens(PLACED, "ord_1", 1).await;
        let message = room.all(id).await[0].id;
        room.send(message, 1).await.expect("nothing to do again");
        assert_eq!(room.all(id).await[0].state(), DeliveryState::Failed);
        assert!(!room.hooks.endpoint(id).await.expect("held").active);
        room.happens(PLACED, "ord_2", 1).await;
        assert_eq!(room.all(id).await.len(), 1);
        let off = room.hooks.replay(&manager(), id, message).await;
        assert!(matches!(off, Err(WebhooksError::Off)), "{off:?}");
    }

    async fn a_receiver_that_is_not_there_is_an_attempt(t: TestDb) {
        let room = Room::over(t);
        let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/", free.local_addr().expect("an address"));
        drop(free);
        let id = room.endpoint(&url, &[PLACED]).await;
        room.happens(PLACED, "ord_1", 1).await;
        let message = room.all(id).await[0].id;
        assert!(matches!(room.send(message, 1).await, Err(JobError::Retry(_))));
        let held = &room.all(id).await[0];
        assert_eq!((held.state(), held.status), (DeliveryState::Waiting, 0));
        assert!(held.told.contains("refused"), "{}", held.told);
    }

    async fn an_old_secret_signs_along_for_a_day(t: TestDb) {
        let room = Room::over(t);
        let receiver = Receiver::answering(&[]).await;
        let id = room.endpoint(&receiver.url, &[PLACED]).await;
        let old = room.hooks.endpoint(id).await.expect("held").secret().to_owned();
        room.hooks.renew_secret(&manager(), id, 1).await.expect("renewed");
        let new = room.hooks.endpoint(id).await.expect("held").secret().to_owned();
        assert_ne!(old, new);
        for (day, old_signs) in [(0, true), (1, false)] {
            room.happens(PLACED, "ord_1", day).await;
            room.engine().drain().await.expect("drained");
            let last = receiver.received().last().cloned().expect("sent");
            assert_eq!((last.verifies(&new), last.verifies(&old)), (true, old_signs));
            room.t.advance(std::time::Duration::from_secs(25 * 3600));
        }
    }

    async fn what_cannot_be_is_said_with_its_field(t: TestDb) {
        let room = Room::over(t);
        let cases = [
            (wanting("shop.example", &[PLACED]), "url"),
            (wanting("https://shop.example/", &[]), "kinds"),
            (wanting("https://shop.example/", &["orders.eaten"]), "kinds"),
            (NewEndpoint { note: "x".repeat(121), ..wanting("https://shop.example/", &[PLACED]) }, "note"),
        ];
        for (new, at) in cases {
            let said = room.hooks.add(&manager(), new).await;
            assert!(matches!(&said, Err(WebhooksError::Wrong { field, .. }) if *field == at), "{at}: {said:?}");
        }
        let shut = Webhooks::new(room.t.db.clone(), Outbound::new(false).expect("a client"), &[PLACED]);
        let inside = wanting("https://192.168.0.7/", &[PLACED]);
        let said = shut.add(&manager(), inside).await;
        assert!(matches!(&said, Err(WebhooksError::Wrong { field: "url", told }) if told.contains("private")), "{said:?}");
        assert_eq!(room.hooks.endpoints().await.expect("none"), []);
    }

    async fn only_who_may_changes_and_only_what_was_seen(t: TestDb) {
        let room = Room::over(t);
        let id = room.endpoint("https://shop.example/", &[PLACED]).await;
        let clerk = || Actor::staff(StaffId::from_bytes([8; 16]), Arc::new(["orders.manage"]), Correlation::new());
        let refused = room.hooks.remove(&clerk(), id).await;
        assert!(matches!(refused, Err(WebhooksError::Forbidden(_))), "{refused:?}");
        let change = async |version| {
            let new = NewEndpoint { active: false, ..wanting("https://shop.example/2", &[SHIPPED]) };
            room.hooks.change(&manager(), id, new, version).await
        };
        change(1).await.expect("changed");
        assert!(matches!(change(1).await, Err(WebhooksError::Stale)));
        let held = room.hooks.endpoint(id).await.expect("held");
        assert_eq!((held.url.as_str(), held.active, held.version), ("https://shop.example/2", false, 2));
        let off = room.hooks.try_out(&manager(), id).await;
        assert!(matches!(off, Err(WebhooksError::Off)), "{off:?}");
        room.hooks.remove(&manager(), id).await.expect("removed");
        assert!(matches!(room.hooks.endpoint(id).await, Err(WebhooksError::NotFound)));
    }

    async fn old_messages_are_forgotten_and_waiting_ones_are_not(t: TestDb) {
        let room = Room::over(t);
        let receiver = Receiver::answering(&[204, 500]).await;
        let id = room.endpoint(&receiver.url, &[PLACED]).await;
        room.happens(PLACED, "ord_1", 1).await;
        room.happens(PLACED, "ord_2", 1).await;
        let mut all = room.all(id).await;
        all.sort_by_key(|m| m.stream.clone());
        room.send(all[0].id, 1).await.expect("delivered");
        room.send(all[1].id, 1).await.expect_err("refused");
        room.t.advance(std::time::Duration::from_secs(60));
        let now = room.t.clock.now();
        let swept = room.t.db.write(&Actor::system("jobs"), move |tx| Webhooks::sweep(tx, now, 100)).await;
        assert_eq!(swept.expect("swept"), 1);
        let left: Vec<String> = room.all(id).await.into_iter().map(|m| m.stream).collect();
        assert_eq!(left, ["ord_2"]);
    }
}
