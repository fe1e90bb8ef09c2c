//! Accounts on both databases: who gets in, and who never does.
use std::time::Duration;

use auth::{ExposeSecret, LinkKeys, Passwords, Realm, SecretString, SessionPolicy, Sessions, Throttles};
use db::Migrations;
use diesel::prelude::*;
use kernel::kinds::{CustomerId, LetterId, VariantId};
use kernel::{Actor, Correlation};
use testkit::TestDb;

use crate::schema::customers_letters;
use crate::*;

static MIGRATIONS: Migrations = Migrations {
    sqlite: diesel_migrations::embed_migrations!("../../../migrations/sqlite"),
    postgres: diesel_migrations::embed_migrations!("../../../migrations/postgres"),
};

const IP: std::net::IpAddr = std::net::IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 7));
const PASSWORD: &str = "copper lantern in the rain";

struct Room {
    t: TestDb,
    accounts: Accounts,
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text.to_owned())
}

impl Room {
    fn over(t: TestDb) -> Self {
        let sessions = Sessions::new(t.db.clone(), Realm::Shoppers, SessionPolicy::of(Realm::Shoppers));
        let throttles = Throttles::new(t.db.clone());
        let accounts = Accounts::new(t.db.clone(), Passwords::new(2), sessions, throttles, LinkKeys::new(&[7; 32]));
        Self { t, accounts }
    }

    async fn register(&self, email: &str, password: &str) -> Result<(), AccountError> {
        self.t.advance(Duration::from_secs(1));
        let new = Registration {
            locale: "en",
            email,
            name: "Ada Holm",
            password: &secret(password),
            ip: IP,
            correlation: Correlation::new(),
        };
        self.accounts.register(new).await
    }

    /// The newest letter to this address: what it is about, and its link's token.
    fn letter(&self, email: &str) -> (Purpose, String) {
        use customers_letters as t;
        let accounts = self.accounts.clone();
        let letter = self.t.db.read_now(move |c| -> Result<Letter, AccountError> {
            let newest = t::table.filter(t::email.eq(email)).order(t::id.desc()).select(t::id);
            let id: LetterId = newest.first(c)?;
            accounts.letter_in(c, id)
        });
        let letter = letter.unwrap();
        (letter.purpose, letter.token.unwrap_or_default())
    }

    async fn enter(&self, proven: Proven) -> Result<SignedIn, AccountError> {
        let accounts = self.accounts.clone();
        self.t
            .db
            .write(&Actor::shopper(Correlation::new()), move |tx| accounts.enter(tx, &proven, "Test", None))
            .await
    }

    async fn prove(&self, email: &str, password: &str) -> Result<Proven, AccountError> {
        self.accounts.prove(Correlation::new(), email, &secret(password), IP).await
    }

    async fn sign_in(&self, email: &str, password: &str) -> Result<SignedIn, AccountError> {
        let proven = self.prove(email, password).await?;
        self.enter(proven).await
    }

    async fn confirm(&self, token: &str, password: &str) -> Result<SignedIn, AccountError> {
        self.t.advance(Duration::from_secs(1));
        let confirmed = self.accounts.prove_link(Correlation::new(), token, &secret(password), IP).await?;
        let accounts = self.accounts.clone();
        self.t
            .db
            .write(&Actor::shopper(Correlation::new()), move |tx| {
                let proven = accounts.confirm(tx, &confirmed)?;
                accounts.enter(tx, &proven, "Test", None)
            })
            .await
    }

    async fn reset(&self, token: &str, password: &str) -> Result<SignedIn, AccountError> {
        self.t.advance(Duration::from_secs(1));
        let chosen = self.accounts.choose_password(token, &secret(password)).await?;
        let accounts = self.accounts.clone();
        self.t
            .db
            .write(&Actor::shopper(Correlation::new()), move |tx| {
                let proven = accounts.reset(tx, &chosen)?;
                accounts.enter(tx, &proven, "Test", None)
            })
            .await
    }

    /// A confirmed account.
    async fn joined(&self, email: &str) -> SignedIn {
        self.register(email, PASSWORD).await.unwrap();
        let (purpose, token) = self.letter(email);
        assert_eq!(purpose, Purpose::Verify);
        self.confirm(&token, PASSWORD).await.unwrap()
    }

    async fn is_in(&self, signed_in: &SignedIn) -> bool {
        self.accounts.authenticate(signed_in.token.expose_secret()).await.unwrap().is_some()
    }
}

fn code<T>(outcome: Result<T, AccountError>) -> &'static str {
    outcome.err().map_or("fine", |e| kernel::Coded::code(&e))
}

testkit::both_databases! { &MIGRATIONS;
    async fn nobody_comes_in_before_the_address_is_confirmed(t: TestDb) {
        let room = Room::over(t);
        room.register("Ada@Example.org", PASSWORD).await.unwrap();
        assert_eq!(code(room.sign_in("ada@example.org", PASSWORD).await), "unconfirmed");
        assert_eq!(code(room.sign_in("ada@example.org", "not this one").await), "wrong_credentials");
        assert_eq!(code(room.sign_in("bob@example.org", PASSWORD).await), "wrong_credentials");
        let (_, token) = room.letter("Ada@example.org");
        // The link alone is worth nothing, nor is it with somebody else's password.
        assert_eq!(code(room.confirm(&token, "some other password").await), "wrong_credentials");
        let ada = room.confirm(&token, PASSWORD).await.unwrap();
        assert!(room.is_in(&ada).await);
        assert_eq!(room.letter("Ada@example.org").0, Purpose::Welcome);
        assert!(room.sign_in("ADA@example.org", PASSWORD).await.is_ok());
    }

    async fn a_link_works_once_in_its_time_and_for_its_purpose(t: TestDb) {
        let room = Room::over(t);
        room.register("ada@example.org", PASSWORD).await.unwrap();
        let (_, token) = room.letter("ada@example.org");
        assert_eq!(code(room.reset(&token, "another fine evening").await), "link_gone");
        assert_eq!(code(room.confirm(&token[..token.len() - 1], PASSWORD).await), "link_gone");
        let (one, two) = tokio::join!(room.confirm(&token, PASSWORD), room.confirm(&token, PASSWORD));
        assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(), 1, "one of two gets through");
        room.t.advance(Duration::from_secs(1));
        room.accounts.forgot(Correlation::new(), "ada@example.org", IP).await.unwrap();
        let (purpose, late) = room.letter("ada@example.org");
        assert_eq!(purpose, Purpose::Reset);
        room.t.advance(Duration::from_secs(3601));
        assert_eq!(code(room.reset(&late, "another fine evening").await), "link_gone");
    }

    async fn two_with_one_link_to_a_new_password_are_one(t: TestDb) {
        let room = Room::over(t);
        room.joined("ada@example.org").await;
        room.t.advance(Duration::from_secs(1));
        room.accounts.forgot(Correlation::new(), "ada@example.org", IP).await.unwrap();
        let (_, token) = room.letter("ada@example.org");
        let (one, two) = tokio::join!(
            room.reset(&token, "the first of the evenings"),
            room.reset(&token, "the second of the evenings"),
        );
        assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(), 1);
        let first = room.sign_in("ada@example.org", "the first of the evenings").await.is_ok();
        assert_eq!(first, one.is_ok(), "the one that got through counts");
    }

    async fn a_new_password_puts_everybody_else_out(t: TestDb) {
        let room = Room::over(t);
        let before = room.joined("ada@example.org").await;
        room.t.advance(Duration::from_secs(1));
        room.accounts.forgot(Correlation::new(), "ada@example.org", IP).await.unwrap();
        let (_, token) = room.letter("ada@example.org");
        let after = room.reset(&token, "another fine evening").await.unwrap();
        assert!(!room.is_in(&before).await && room.is_in(&after).await);
        assert_eq!(code(room.sign_in("ada@example.org", PASSWORD).await), "wrong_credentials");

        let elsewhere = room.sign_in("ada@example.org", "another fine evening").await.unwrap();
        let (id, session) = (after.account.id, after.session);
        let (current, next) = (secret("another fine evening"), secret("a third and last evening"));
        let change = |current: SecretString| {
            let (accounts, next) = (room.accounts.clone(), next.clone());
            async move { accounts.change_password(Correlation::new(), (id, session), IP, &current, &next).await }
        };
        assert_eq!(code(change(secret("wrong wrong wrong")).await), "wrong_credentials");
        let token = change(current).await.unwrap();
        assert!(!room.is_in(&after).await && !room.is_in(&elsewhere).await, "old tokens are worth nothing");
        assert!(room.accounts.authenticate(token.expose_secret()).await.unwrap().is_some());
    }

    async fn who_has_an_account_is_told_by_mail_only(t: TestDb) {
        let room = Room::over(t);
        room.joined("ada@example.org").await;
        room.register("ada@example.org", "somebody else entirely").await.unwrap();
        assert_eq!(room.letter("ada@example.org").0, Purpose::Known);
        assert!(room.sign_in("ada@example.org", PASSWORD).await.is_ok(), "nothing of the account changed");
        room.accounts.forgot(Correlation::new(), "nobody@example.org", IP).await.unwrap();
    }

    async fn the_last_who_registered_is_whom_an_address_is_kept_for(t: TestDb) {
        let room = Room::over(t);
        room.register("ada@example.org", "an impostor's password").await.unwrap();
        let (_, first) = room.letter("ada@example.org");
        room.register("ada@example.org", PASSWORD).await.unwrap();
        assert_eq!(code(room.confirm(&first, PASSWORD).await), "link_gone");
        let (_, second) = room.letter("ada@example.org");
        assert_eq!(code(room.confirm(&second, "an impostor's password").await), "wrong_credentials");
        assert!(room.confirm(&second, PASSWORD).await.is_ok());
    }

    async fn mails_to_one_address_are_counted_whether_anybody_has_it(t: TestDb) {
        let room = Room::over(t);
        for address in ["ada@example.org", "nobody@example.org"] {
            for _ in 0..5 {
                room.accounts.forgot(Correlation::new(), address, IP).await.unwrap();
            }
            assert_eq!(code(room.accounts.forgot(Correlation::new(), address, IP).await), "too_many_tries");
            room.t.advance(Duration::from_secs(61));
        }
    }

    async fn an_address_changes_only_from_its_mailbox(t: TestDb) {
        let room = Room::over(t);
        let ada = room.joined("ada@example.org").await;
        let bob = room.joined("bob@example.org").await;
        room.t.advance(Duration::from_secs(61));
        let ask = |email: &'static str| {
            let (accounts, id) = (room.accounts.clone(), ada.account.id);
            async move { accounts.ask_email(Correlation::new(), id, email, &secret(PASSWORD), IP).await }
        };
        ask("bob@example.org").await.unwrap();
        assert_eq!(room.letter("bob@example.org").0, Purpose::Known);
        room.t.advance(Duration::from_secs(1));
        ask("ada@elsewhere.example").await.unwrap();
        let (purpose, token) = room.letter("ada@elsewhere.example");
        assert_eq!(purpose, Purpose::ChangeEmail);
        let opened = room.accounts.open_link(Purpose::ChangeEmail, &token).await.unwrap();
        let accounts = room.accounts.clone();
        let actor = Actor::shopper(Correlation::new());
        room.t.db.write(&actor, move |tx| accounts.change_email(tx, &opened)).await.unwrap();
        assert_eq!(room.letter("ada@example.org").0, Purpose::EmailChanged);
        assert!(room.sign_in("ada@elsewhere.example", PASSWORD).await.is_ok());
        assert_eq!(code(room.sign_in("ada@example.org", PASSWORD).await), "wrong_credentials");
        assert_eq!(room.accounts.get(bob.account.id).await.unwrap().email, "bob@example.org");
    }

    async fn one_shopper_never_reaches_another_s_things(t: TestDb) {
        let room = Room::over(t);
        let (ada, bob) = (room.joined("ada@example.org").await, room.joined("bob@example.org").await);
        let (a, b) = (ada.account.id, bob.account.id);
        let address = Address {
            name: "Ada".into(),
            company: String::new(),
            line1: "Kai 14".into(),
            line2: String::new(),
            postal_code: "20357".into(),
            city: "Hamburg".into(),
            country: "DE".into(),
        };
        let save = |owner: CustomerId, id, line1: &str| {
            let address = Address { line1: line1.to_owned(), ..address.clone() };
            room.accounts.save_address(Correlation::new(), owner, id, address, String::new(), false)
        };
        let home = save(a, None, "Kai 14").await.unwrap();
        assert_eq!(code(save(b, Some(home), "Mine now 1").await), "address_not_found");
        assert_eq!(code(room.accounts.remove_address(Correlation::new(), b, home).await), "address_not_found");
        assert_eq!(code(room.accounts.prefer_address(Correlation::new(), b, home).await), "address_not_found");
        assert_eq!(room.accounts.end_sessions(Correlation::new(), b, Some(ada.session), bob.session).await.unwrap(), 0);
        assert!(room.is_in(&ada).await);

        // The first is preferred by itself; the same is kept once; the preferred one passes on when it goes.
        assert_eq!(save(a, None, "Kai 14").await.unwrap(), home);
        room.t.advance(Duration::from_secs(1));
        let work = save(a, None, "Speicher 2").await.unwrap();
        let book = room.accounts.addresses(a).await.unwrap();
        assert_eq!(book.iter().map(|x| (x.id, x.preferred)).collect::<Vec<_>>(), [(home, true), (work, false)]);
        room.accounts.remove_address(Correlation::new(), a, home).await.unwrap();
        assert!(room.accounts.addresses(a).await.unwrap()[0].preferred);
        assert!(room.accounts.addresses(b).await.unwrap().is_empty());
    }

    async fn whoever_leaves_leaves_nothing(t: TestDb) {
        let room = Room::over(t);
        let ada = room.joined("ada@example.org").await;
        let id = ada.account.id;
        room.accounts.wish(Correlation::new(), id, VariantId::from_bytes([1; 16])).await.unwrap();
        let proven = room.prove("ada@example.org", PASSWORD).await.unwrap();
        let accounts = room.accounts.clone();
        let actor = Actor::shopper(Correlation::new());
        room.t.db.write(&actor, move |tx| accounts.erase(tx, &proven)).await.unwrap();
        assert!(!room.is_in(&ada).await);
        assert_eq!(code(room.sign_in("ada@example.org", PASSWORD).await), "wrong_credentials");
        assert_eq!(code(room.accounts.get(id).await), "signed_out");
        let customers = Customers::new(room.t.db.clone());
        let email = Email::parse("ada@example.org").unwrap();
        assert!(customers.by_email(&email).await.unwrap().is_none());
        // The address is free again.
        room.t.advance(Duration::from_secs(61));
        room.joined("ada@example.org").await;
    }

    async fn whoever_waits_is_told_once(t: TestDb) {
        let room = Room::over(t);
        let ada = room.joined("ada@example.org").await;
        let mug = VariantId::from_bytes([1; 16]);
        let ask = |email: &'static str, account: Option<Account>| {
            let accounts = room.accounts.clone();
            async move { accounts.ask_notice(Correlation::new(), mug, (email, "de"), account.as_ref(), IP).await }
        };
        assert_eq!(ask("ada@example.org", Some(ada.account.clone())).await.unwrap(), Asked::Waiting);
        assert_eq!(ask("ada@example.org", Some(ada.account.clone())).await.unwrap(), Asked::Waiting);
        assert_eq!(ask("gil@example.org", None).await.unwrap(), Asked::ConfirmByMail);
        // A guest with somebody's address, and somebody with another's, are guests.
        assert_eq!(ask("eve@example.org", Some(ada.account.clone())).await.unwrap(), Asked::ConfirmByMail);
        let tell = || {
            let (accounts, actor) = (room.accounts.clone(), Actor::system("test"));
            let db = room.t.db.clone();
            async move { db.write(&actor, move |tx| accounts.tell_waiting(tx, mug, 10)).await.unwrap() }
        };
        assert_eq!(tell().await, 1, "guests who did not confirm are not written to");
        assert_eq!(tell().await, 0);
        let token = room.notice_token("gil@example.org");
        room.accounts.confirm_notice(Correlation::new(), &token).await.unwrap();
        room.accounts.confirm_notice(Correlation::new(), &token).await.unwrap();
        assert_eq!(tell().await, 1);
        assert_eq!(tell().await, 0);
        assert_eq!(code(room.accounts.confirm_notice(Correlation::new(), &token).await), "link_gone");
    }
}

impl Room {
    fn notice_token(&self, email: &str) -> String {
        use crate::schema::customers_notices as t;
        let accounts = self.accounts.clone();
        let found = self.t.db.read_now(move |c| -> Result<_, AccountError> {
            let id = t::table.filter(t::email.eq(email)).order(t::id).select(t::id).first(c)?;
            accounts.notice_in(c, id)
        });
        found.unwrap().1
    }
}
