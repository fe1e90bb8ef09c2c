//! Stories of the people behind the counter, on every database there is.
use kernel::Coded as _;
use std::net::IpAddr;
use std::time::Duration;

use auth::{ExposeSecret, SecretString};
use db::AuditEntry;
use diesel::prelude::*;
use kernel::kinds::StaffId;
use kernel::{Actor, Correlation};

use crate::testing::{Shop, on_every_database};
use crate::*;

const PASSWORD: &str = "violet kettle nine";

fn secret(text: &str) -> SecretString {
    SecretString::from(text.to_owned())
}

fn ip() -> IpAddr {
    IpAddr::from([203, 0, 113, 7])
}

fn by(id: StaffId) -> Actor {
    Actor::staff(id, Default::default(), Correlation::new())
}

impl Shop {
    async fn hires(&self, name: &str, role: Role) -> StaffId {
        let new = NewMember {
            email: format!("{name}@example.org"),
            name: name.to_owned(),
            role,
            password: Some(secret(PASSWORD)),
        };
        self.staff.add(&Actor::system("test"), new).await.unwrap().0
    }

    async fn signs_in_with(
        &self,
        email: &str,
        password: &str,
        former: Option<&str>,
    ) -> Result<SignedIn, StaffError> {
        let door = SignIn {
            email,
            password: &secret(password),
            ip: ip(),
            user_agent: "Lynx/2.9",
            former,
            correlation: Correlation::new(),
        };
        self.staff.sign_in(door).await
    }

    async fn signs_in(&self, name: &str) -> String {
        let email = format!("{name}@example.org");
        self.signs_in_with(&email, PASSWORD, None).await.unwrap().token.expose_secret().to_owned()
    }

    async fn who(&self, token: &str) -> Option<String> {
        self.staff.authenticate(token).await.unwrap().map(|m| m.name)
    }

    async fn member(&self, id: StaffId) -> Member {
        self.staff.get_many(&[id]).await.unwrap().remove(&id).unwrap()
    }

    /// What was written down about `id`, newest first: who, what, with what words.
    fn deeds(&self, id: StaffId) -> Vec<(String, String, String)> {
        let entries =
            self.db.read_now(|c| AuditEntry::of(c, &id.to_string(), 50).map_err(StaffError::from)).unwrap();
        entries.into_iter().map(|e| (e.actor, e.action, e.detail)).collect()
    }
}

#[tokio::test]
async fn the_first_owner_is_added_by_the_system_and_adds_the_others() {
    on_every_database(async |shop| {
        let new = |email: &str, password: Option<&str>| NewMember {
            email: email.to_owned(),
            name: " Ada Lovelace ".to_owned(),
            role: Role::Owner,
            password: password.map(secret),
        };
        let system = Actor::system("cli");
        let (ada, generated) = shop.staff.add(&system, new(" Ada@Example.org", None)).await.unwrap();
        let generated = generated.unwrap();
        let signed = shop.signs_in_with("ada@example.org", generated.expose_secret(), None).await.unwrap();
        assert_eq!((signed.member.id, signed.member.name.as_str()), (ada, "Ada Lovelace"));

        let again = shop.staff.add(&by(ada), new("ADA@example.org", Some(PASSWORD))).await.unwrap_err();
        assert_eq!(again.code(), "email_taken");
        let weak = shop.staff.add(&by(ada), new("bob@example.org", Some("short"))).await.unwrap_err();
        assert_eq!(weak.code(), "password_too_short");
        let (bob, none) = shop.staff.add(&by(ada), new("bob@example.org", Some(PASSWORD))).await.unwrap();
        assert!(none.is_none());

        let deed = &shop.deeds(bob)[0];
        assert_eq!((deed.0.as_str(), deed.1.as_str()), (ada.to_string().as_str(), "staff.add"));
        assert_eq!(deed.2, r#"{"role":"owner"}"#, "neither name nor secret");
        assert_eq!(shop.staff.list().await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn whoever_may_not_manage_staff_changes_nobody() {
    on_every_database(async |shop| {
        shop.hires("ada", Role::Owner).await;
        let clerk = shop.hires("bob", Role::Clerk).await;
        let stranger = StaffId::from_bytes([9; 16]);
        for actor in [by(clerk), by(stranger), Actor::shopper(Correlation::new())] {
            let new = NewMember {
                email: "eve@example.org".to_owned(),
                name: "Eve".to_owned(),
                role: Role::Owner,
                password: None,
            };
            let promoted = MemberChange { role: Some(Role::Owner), ..Default::default() };
            assert_eq!(shop.staff.add(&actor, new).await.unwrap_err().code(), "forbidden");
            let change = shop.staff.change(&actor, clerk, 1, promoted).await;
            assert_eq!(change.unwrap_err().code(), "forbidden");
            assert_eq!(shop.staff.reset_password(&actor, clerk).await.unwrap_err().code(), "forbidden");
        }
        assert_eq!(shop.member(clerk).await.role, Role::Clerk);
    })
    .await;
}

#[tokio::test]
async fn a_stranger_a_wrong_password_and_a_former_member_hear_the_same() {
    on_every_database(async |shop| {
        let ada = shop.hires("ada", Role::Owner).await;
        let bob = shop.hires("bob", Role::Clerk).await;
        let leaves = MemberChange { active: Some(false), ..Default::default() };
        shop.staff.change(&by(ada), bob, 1, leaves).await.unwrap();
        let mut heard = Vec::new();
        for (email, password) in [
            ("ada@example.org", "violet kettle ten"),
            ("nobody@example.org", PASSWORD),
            ("bob@example.org", PASSWORD),
            ("not an address", PASSWORD),
            ("ada@example.org", ""),
        ] {
            heard.push(shop.signs_in_with(email, password, None).await.unwrap_err().to_string());
        }
        heard.dedup();
        assert_eq!(heard, [StaffError::WrongCredentials.to_string()]);
    })
    .await;
}

#[tokio::test]
async fn whoever_guesses_is_slowed_down_whether_the_account_exists_or_not() {
    on_every_database(async |shop| {
        shop.hires("ada", Role::Owner).await;
        for email in ["ada@example.org", "nobody@example.org"] {
            for _ in 0..20 {
                let wrong = shop.signs_in_with(email, "violet kettle ten", None).await.unwrap_err();
                assert_eq!(wrong.code(), "wrong_credentials");
            }
            let refused = shop.signs_in_with(email, PASSWORD, None).await.unwrap_err();
            let StaffError::TooManyTries { retry_after } = refused else { panic!("{refused}") };
            shop.clock.advance(retry_after.max(Duration::from_secs(70)));
        }
        shop.signs_in("ada").await;
    })
    .await;
}

#[tokio::test]
async fn signing_in_ends_the_session_the_browser_came_with() {
    on_every_database(async |shop| {
        shop.hires("ada", Role::Owner).await;
        let later = || shop.clock.advance(Duration::from_secs(1));
        later();
        let first = shop.signs_in("ada").await;
        later();
        let signed = shop.signs_in_with("ada@example.org", PASSWORD, Some(&first)).await.unwrap();
        assert_eq!(shop.who(&first).await, None);
        let second = signed.token.expose_secret();
        assert_eq!(shop.who(second).await.as_deref(), Some("ada"));

        later();
        shop.staff.sign_out(Correlation::new(), second).await.unwrap();
        assert_eq!(shop.who(second).await, None);
        shop.staff.sign_out(Correlation::new(), second).await.unwrap();
        let deeds: Vec<String> = shop.deeds(signed.member.id).into_iter().map(|d| d.1).rev().collect();
        assert_eq!(deeds, ["staff.add", "staff.sign-in", "staff.sign-in", "staff.sign-out"]);
    })
    .await;
}

#[tokio::test]
async fn who_loses_a_role_or_leaves_is_signed_out_at_once() {
    on_every_database(async |shop| {
        let ada = shop.hires("ada", Role::Owner).await;
        let bob = shop.hires("bob", Role::Manager).await;
        let token = shop.signs_in("bob").await;
        let renamed = MemberChange { name: Some("Robert".to_owned()), ..Default::default() };
        assert_eq!(shop.staff.change(&by(ada), bob, 1, renamed).await.unwrap().version, 2);
        assert_eq!(shop.who(&token).await.as_deref(), Some("Robert"), "a new name takes nothing away");

        let demoted = MemberChange { role: Some(Role::ReadOnly), ..Default::default() };
        let stale = shop.staff.change(&by(ada), bob, 1, demoted.clone()).await.unwrap_err();
        assert_eq!(stale.code(), "stale");
        let after = shop.staff.change(&by(ada), bob, 2, demoted.clone()).await.unwrap();
        assert_eq!(shop.member(bob).await, after);
        assert_eq!(shop.who(&token).await, None);
        let same = shop.staff.change(&by(ada), bob, 3, demoted).await.unwrap();
        assert_eq!(same.version, 3, "nothing to change");

        let token = shop.signs_in("bob").await;
        let leaves = MemberChange { active: Some(false), ..Default::default() };
        shop.staff.change(&by(ada), bob, 3, leaves).await.unwrap();
        assert_eq!(shop.who(&token).await, None);
        let refused = shop.member(bob).await.require(Permission::ViewOrders).unwrap_err();
        assert_eq!(refused.to_string(), "your role does not allow you to see orders; ask an owner of the shop");
    })
    .await;
}

#[tokio::test]
async fn the_last_owner_stays_even_when_two_demote_each_other_at_once() {
    on_every_database(async |shop| {
        let ada = shop.hires("ada", Role::Owner).await;
        let demoted = || MemberChange { role: Some(Role::Clerk), ..Default::default() };
        let leaves = MemberChange { active: Some(false), ..Default::default() };
        for change in [demoted(), leaves] {
            let refused = shop.staff.change(&by(ada), ada, 1, change).await.unwrap_err();
            assert_eq!(refused.code(), "last_owner");
        }
        let bob = shop.hires("bob", Role::Owner).await;
        let race = |actor: StaffId, whom: StaffId| {
            let staff = shop.staff.clone();
            tokio::spawn(async move { staff.change(&by(actor), whom, 1, demoted()).await })
        };
        let (a, b) = (race(ada, bob), race(bob, ada));
        let outcomes = [a.await.unwrap().is_ok(), b.await.unwrap().is_ok()];
        assert_eq!(outcomes.iter().filter(|ok| **ok).count(), 1, "{outcomes:?}");
        let owners = shop.staff.list().await.unwrap().iter().filter(|m| m.role == Role::Owner).count();
        assert_eq!(owners, 1);
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_all_other_sessions_and_renews_this_one() {
    on_every_database(async |shop| {
        let ada = shop.hires("ada", Role::Owner).await;
        let (here, elsewhere) = (shop.signs_in("ada").await, shop.signs_in("ada").await);
        let change = async |current: &str, new: &str| {
            shop.staff.change_password(Correlation::new(), &here, ip(), &secret(current), &secret(new)).await
        };
        assert_eq!(
            change("wrong wrong wrong", "amber spoon eleven").await.unwrap_err().code(),
            "wrong_credentials"
        );
        assert_eq!(change(PASSWORD, "ada@example.org").await.unwrap_err().code(), "password_too_easy");
        let renewed = change(PASSWORD, "amber spoon eleven").await.unwrap();
        assert_eq!(shop.who(renewed.expose_secret()).await.as_deref(), Some("ada"));
        assert_eq!((shop.who(&here).await, shop.who(&elsewhere).await), (None, None));
        assert_eq!(change("amber spoon eleven", PASSWORD).await.unwrap_err().code(), "signed_out");
        assert!(shop.signs_in_with("ada@example.org", PASSWORD, None).await.is_err());
        assert!(shop.signs_in_with("ada@example.org", "amber spoon eleven", None).await.is_ok());

        let made = shop.staff.reset_password(&by(ada), ada).await.unwrap();
        assert_eq!(shop.who(renewed.expose_secret()).await, None);
        assert!(shop.signs_in_with("ada@example.org", made.expose_secret(), None).await.is_ok());
        assert!(!format!("{:?}", shop.deeds(ada)).contains(made.expose_secret()));
    })
    .await;
}

#[tokio::test]
async fn a_weak_hash_is_made_again_at_sign_in() {
    on_every_database(async |shop| {
        use crate::schema::staff_members::dsl;
        // As an earlier release might have hashed it.
        let params = argon2::Params::new(8192, 1, 1, None).unwrap();
        let weak: argon2::password_hash::phc::PasswordHash =
            argon2::PasswordHasher::hash_password(&argon2::Argon2::from(params), PASSWORD.as_bytes()).unwrap();
        let weak = weak.to_string();
        let ada = shop.hires("ada", Role::Owner).await;
        let stored = async || -> String {
            shop.db
                .read(|c| Ok::<_, StaffError>(dsl::staff_members.select(dsl::password_hash).first(c)?))
                .await
                .unwrap()
        };
        let system = Actor::system("test");
        let weaken = shop.db.write(&system, move |tx| {
            let conn: &mut db::Conn = tx;
            diesel::update(dsl::staff_members.find(ada)).set(dsl::password_hash.eq(weak.clone())).execute(conn)?;
            Ok::<_, StaffError>(())
        });
        weaken.await.unwrap();
        shop.signs_in("ada").await;
        assert!(stored().await.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        shop.signs_in("ada").await;
    })
    .await;
}

#[tokio::test]
async fn a_token_of_another_realm_opens_no_staff_door() {
    on_every_database(async |shop| {
        let ada = shop.hires("ada", Role::Owner).await;
        let shoppers = auth::Sessions::new(
            shop.db.clone(),
            auth::Realm::Shoppers,
            auth::SessionPolicy::of(auth::Realm::Shoppers),
        );
        let system = Actor::system("test");
        let opened =
            shop.db.write(&system, move |tx| Ok::<_, StaffError>(shoppers.create(tx, &ada.to_string(), "")?.token));
        assert_eq!(shop.who(opened.await.unwrap().expose_secret()).await, None);
    })
    .await;
}
